#include "features/meetings/agenda_form.hpp"
#include "features/meetings/agenda_service.hpp"

// Matters of the agenda: proposed, taken on, put in order.
namespace dorfnetz::meetings {

namespace {

using web::Context;
using web::Field;
using web::Input;

constexpr std::string_view matter_end = "/punkte/uebernehmen";
constexpr std::string_view item_end = "/punkte/{punkt}";
constexpr std::string_view take_on_end = "/annehmen";
constexpr std::string_view decline_end = "/ablehnen";
constexpr std::string_view move_end = "/verschieben";
constexpr std::string_view remove_end = "/loeschen";

std::string item_pattern(std::string_view end = {})
{
    return desk_pattern(item_end).append(end);
}

struct ItemPage
{
    Meeting meeting;
    AgendaItem item;
    std::shared_ptr<const organisations::Register> entries;
    bool edits_agenda = false;
};

// The item of the address, for who edits the agenda, and for who proposed it as long as it is a proposal.
Result<ItemPage> item_for(const Context& context, db::Reader& reader)
{
    auto meeting = TRY(meeting_for(context, reader, Needs::taking_part));
    auto item = item_by_id(reader, context.network.id, AgendaItemId{context.parameter("punkt")});
    if (!item || item->meeting != meeting.id)
        return Error{.kind = Err::missing};
    const bool edits = may_edit_agenda(context, reader, meeting);
    if (!edits && !is_own_proposal(context, *item))
        return Error{.kind = Err::missing};
    return ItemPage{std::move(meeting), *std::move(item), organisations::shared_register(context, reader),
                    edits};
}

// Works on the item of the address if the actor may still change it.
template <class F>
Result<Done> write_item(const Context& context, F&& work)
{
    return context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        const auto page = item_for(context, tx);
        if (!page)
            return page.error();
        return work(tx, *page);
    });
}

// The same for what only who edits the agenda does.
template <class F>
Result<http::Response> act_on_item(const Context& context, German notice, F&& work)
{
    MeetingId id;
    TRY(write_item(context, [&](db::Tx& tx, const ItemPage& page) -> Result<Done> {
        if (!page.edits_agenda)
            return Error{.kind = Err::missing};
        id = page.meeting.id;
        return work(tx, page);
    }));
    return web::redirect_with_notice(context, fmt::format("{}/{}#tagesordnung", desk_path, id.text()),
                                     notice);
}

// ---- New ----

struct NewItem
{
    Meeting meeting;
    std::shared_ptr<const organisations::Register> entries;
    std::vector<web::Choice> proposers = {};
    bool edits_agenda = false;
};

Result<NewItem> new_item(const Context& context, db::Reader& reader)
{
    auto meeting = TRY(meeting_for(context, reader, Needs::taking_part));
    NewItem item{.meeting = std::move(meeting), .entries = organisations::shared_register(context, reader)};
    item.edits_agenda = may_edit_agenda(context, reader, item.meeting);
    if (!item.edits_agenda)
        item.proposers = proposers_for(context, reader, item.meeting);
    return item;
}

FormPage new_item_page(const Context& context, const NewItem& item)
{
    return {
        .heading = context.t(item.edits_agenda ? "Punkt auf die Tagesordnung"_de : "Punkt vorschlagen"_de),
        .lead =
            item.edits_agenda
                ? std::string()
                : context.t(
                      "Wer das Treffen leitet, setzt ihn auf die Tagesordnung oder sagt, warum nicht."_de),
        .settings = {.action = path_on_desk(item.meeting, new_item_end),
                     .pattern = desk_pattern(new_item_end),
                     .submit = context.t(item.edits_agenda ? "Auf die Tagesordnung"_de : "Vorschlagen"_de),
                     .cancel = desk_path_of(item.meeting),
                     .keeps_draft = true},
        .fields = item_fields(context, *item.entries, item.proposers),
        .values = item_values(*item.entries, {}),
        .crumbs = crumbs_of(context, item.meeting)};
}

Result<http::Response> show_new_item(Context& context)
{
    const auto item = TRY(context.pool().read([&](db::Reader& reader) { return new_item(context, reader); }));
    return form_page(context, new_item_page(context, item));
}

Result<http::Response> post_new_item(Context& context)
{
    const auto item = TRY(context.pool().read([&](db::Reader& reader) { return new_item(context, reader); }));
    auto page = new_item_page(context, item);
    const auto sent = web::read_form(context, page.fields);
    page.values = sent.values;
    page.errors = sent.errors;
    if (!sent.ok())
        return form_page(context, page);
    auto draft = item_from(sent.values, *item.entries);
    const auto wanted = sent.values.text("fuer");
    std::optional<OrganisationId> proposer;
    if (!item.proposers.empty())
        proposer = OrganisationId{wanted.empty() ? item.proposers.front().value : wanted};
    const auto saved = write_for(context, Needs::taking_part, [&](db::Tx& tx, const Meeting& meeting) {
        return item.edits_agenda ? add_item(tx, context, meeting.id, draft, ItemStatus::on)
                                 : propose(tx, context, meeting.id, draft, proposer);
    });
    if (!saved)
        return refused_page(context, std::move(page), saved.error());
    return web::redirect_with_notice(context, desk_path_of(item.meeting) + "#tagesordnung",
                                     item.edits_agenda ? "Der Punkt steht auf der Tagesordnung."_de
                                                       : "Danke. Der Vorschlag ist da."_de);
}

// ---- One that is there ----

FormPage edit_item_page(const Context& context, const ItemPage& page)
{
    auto fields = item_fields(context, *page.entries, {});
    fields.push_back({.name = "version", .label = "", .input = Input::hidden});
    auto values = item_values(*page.entries, page.item.draft);
    values.set("version", std::to_string(page.item.version));
    html::Safe more;
    if (page.edits_agenda && !page.meeting.is_over()) {
        html::Page below;
        below.set("REMOVE", web::draw_button(context, {.action = item_path(page.item, remove_end),
                                                       .pattern = item_pattern(remove_end),
                                                       .submit = context.t("Ja, Punkt löschen"_de),
                                                       .danger = true}));
        more = context.render("agenda_item_remove", below);
    }
    return {.heading = context.t("Punkt der Tagesordnung"_de),
            .settings = {.action = item_path(page.item),
                         .pattern = item_pattern(),
                         .submit = context.t("Speichern"_de),
                         .cancel = desk_path_of(page.meeting)},
            .fields = std::move(fields),
            .values = std::move(values),
            .crumbs = crumbs_of(context, page.meeting),
            .more = std::move(more)};
}

Result<http::Response> show_item(Context& context)
{
    const auto page = TRY(context.pool().read([&](db::Reader& reader) { return item_for(context, reader); }));
    return form_page(context, edit_item_page(context, page));
}

Result<http::Response> post_item(Context& context)
{
    const auto found =
        TRY(context.pool().read([&](db::Reader& reader) { return item_for(context, reader); }));
    auto page = edit_item_page(context, found);
    const auto sent = web::read_form(context, page.fields);
    page.values = sent.values;
    page.errors = sent.errors;
    if (!sent.ok())
        return form_page(context, page);
    const auto draft = item_from(sent.values, *found.entries);
    const auto version = sent.values.number("version").value_or(0);
    const auto saved = write_item(context, [&](db::Tx& tx, const ItemPage& now) {
        return change_item(tx, context, now.item.id, version, draft);
    });
    if (saved)
        return web::redirect_with_notice(context, desk_path_of(found.meeting) + "#tagesordnung",
                                         "Gespeichert."_de);
    if (saved.error().kind == Err::missing)
        return saved.error();
    // What was typed stays; sent once more, it counts.
    const auto now = context.pool().read([&](db::Reader& reader) { return item_for(context, reader); });
    if (now && saved.error().kind == Err::stale)
        page.values.set("version", std::to_string(now->item.version));
    return refused_page(context, std::move(page), saved.error());
}

Result<http::Response> post_take_on(Context& context)
{
    return act_on_item(context, "Der Punkt steht auf der Tagesordnung."_de,
                       [&](db::Tx& tx, const ItemPage& page) { return take_on(tx, context, page.item.id); });
}

Result<http::Response> post_remove(Context& context)
{
    try {
        return act_on_item(context, "Der Punkt ist gelöscht."_de, [&](db::Tx& tx, const ItemPage& page) {
            return remove(tx, context, page.item.id);
        });
    } catch (const db::ConstraintViolated&) {
        return Error{.kind = Err::conflict,
                     .text = "Zu diesem Punkt gibt es schon einen Antrag oder eine Unterlage. Er bleibt."_de};
    }
}

Result<http::Response> post_move(Context& context)
{
    const auto direction = context.form.text("wohin") == "hoch" ? Direction::up : Direction::down;
    const auto seen_at = web::FormValues().set("von", std::string(context.form.text("von"))).number("von");
    return act_on_item(context, "Gespeichert."_de, [&](db::Tx& tx, const ItemPage& page) {
        return move(tx, context, page.item.id, direction, seen_at.value_or(-1));
    });
}

// ---- Not this time ----

FormPage decline_page(const Context& context, const ItemPage& page)
{
    return {.heading = context.t("Diesmal nicht: {1}"_de, {page.item.draft.title}),
            .lead = context.t("Wer es vorgeschlagen hat, bekommt deine Antwort."_de),
            .settings = {.action = item_path(page.item, decline_end),
                         .pattern = item_pattern(decline_end),
                         .submit = context.t("Nicht auf die Tagesordnung"_de),
                         .cancel = desk_path_of(page.meeting)},
            .fields = {{.name = "antwort",
                        .label = context.t("Warum nicht?"_de),
                        .required = true,
                        .help = context.t("Zum Beispiel: Das klären wir vorher am Telefon."_de),
                        .longest = 300}},
            .crumbs = crumbs_of(context, page.meeting)};
}

Result<http::Response> show_decline(Context& context)
{
    const auto page = TRY(context.pool().read([&](db::Reader& reader) { return item_for(context, reader); }));
    if (!page.edits_agenda)
        return Error{.kind = Err::missing};
    return form_page(context, decline_page(context, page));
}

Result<http::Response> post_decline(Context& context)
{
    const auto found =
        TRY(context.pool().read([&](db::Reader& reader) { return item_for(context, reader); }));
    if (!found.edits_agenda)
        return Error{.kind = Err::missing};
    auto page = decline_page(context, found);
    const auto sent = web::read_form(context, page.fields);
    page.values = sent.values;
    page.errors = sent.errors;
    if (!sent.ok())
        return form_page(context, page);
    return act_on_item(context, "Gespeichert. Wer es vorgeschlagen hat, bekommt Bescheid."_de,
                       [&](db::Tx& tx, const ItemPage& now) {
                           return decline(tx, context, now.item.id, sent.values.text("antwort"));
                       });
}

// For examples of addresses.
web::Examples some_item()
{
    return [](db::Reader& reader, const web::Network& network) -> std::vector<std::string> {
        for (const auto& meeting : coming_meetings(reader, network.id))
            if (const auto agenda = agenda_of(reader, network.id, meeting.id); !agenda.empty())
                return {item_path(agenda.front())};
        return {};
    };
}

// ---- What comes up by itself ----

Result<http::Response> post_matter(const Context& context, const Extensions& extensions)
{
    MeetingId id;
    TRY(write_for(
        context, Needs::editing_the_agenda, [&](db::Tx& tx, const Meeting& meeting) -> Result<Done> {
            id = meeting.id;
            return take_matter(tx, context, meeting.id, extensions.sources, context.form.text("was"));
        }));
    return web::redirect_with_notice(context, fmt::format("{}/{}#tagesordnung", desk_path, id.text()),
                                     "Der Punkt steht auf der Tagesordnung."_de);
}

} // namespace

std::string item_path(const AgendaItem& item, std::string_view end)
{
    return fmt::format("{}/{}/punkte/{}{}", desk_path, item.meeting.text(), item.id.text(), end);
}

bool is_own_proposal(const Context& context, const AgendaItem& item)
{
    return item.status == ItemStatus::proposed && !item.proposed_by.empty() &&
           item.proposed_by == context.actor.user;
}

void show_agenda_buttons(html::Values row, const Context& context, const AgendaItem& item, std::size_t place,
                         std::size_t count)
{
    const auto button = [&](std::string_view where, German label) {
        return web::draw_button(context,
                                {.action = item_path(item, move_end),
                                 .pattern = item_pattern(move_end),
                                 .submit = context.t(label),
                                 .plain = true},
                                {{"wohin", std::string(where)}, {"von", std::to_string(place)}});
    };
    row.set("ITEM_URL", context.url(item_path(item)));
    if (place > 0)
        row.add("UP").set("BUTTON", button("hoch", "nach oben"_de));
    if (place + 1 < count)
        row.add("DOWN").set("BUTTON", button("runter", "nach unten"_de));
}

void show_proposal_buttons(html::Values row, const Context& context, const AgendaItem& item)
{
    row.set("ITEM_URL", context.url(item_path(item)))
        .set("TAKE_ON", web::draw_button(context, {.action = item_path(item, take_on_end),
                                                   .pattern = item_pattern(take_on_end),
                                                   .submit = context.t("Auf die Tagesordnung"_de)}));
    if (item.status == ItemStatus::proposed)
        row.add("DECLINE").set("DECLINE_URL", context.url(item_path(item, decline_end)));
}

html::Safe matter_button(const Context& context, const Meeting& meeting, const Matter& matter)
{
    return web::draw_button(context,
                            {.action = path_on_desk(meeting, matter_end),
                             .pattern = desk_pattern(matter_end),
                             .submit = context.t("Auf die Tagesordnung"_de)},
                            {{"was", matter.key}});
}

html::Url new_item_url(const Context& context, const Meeting& meeting)
{
    return context.url(path_on_desk(meeting, new_item_end));
}

void add_agenda_pages(web::Site& site, SharedExtensions extensions)
{
    const auto access = web::Access::signed_in();
    site.get(desk_pattern(new_item_end), access, show_new_item, some_meeting(std::string(new_item_end)));
    site.post(desk_pattern(new_item_end), access, post_new_item);
    site.post(desk_pattern(matter_end), access,
              [extensions](Context& context) { return post_matter(context, *extensions); });
    site.get(item_pattern(), access, show_item, some_item());
    site.post(item_pattern(), access, post_item);
    site.post(item_pattern(take_on_end), access, post_take_on);
    site.get(item_pattern(decline_end), access, show_decline);
    site.post(item_pattern(decline_end), access, post_decline);
    site.post(item_pattern(move_end), access, post_move);
    site.post(item_pattern(remove_end), access, post_remove);
}

} // namespace dorfnetz::meetings
