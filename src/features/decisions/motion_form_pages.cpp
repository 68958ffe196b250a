#include "features/decisions/motion_shown.hpp"
#include "features/organisations/choosing_api.hpp"
#include "foundation/web/sent_back.hpp"

// Entering a motion, and changing one that nobody has voted on.
namespace dorfnetz::decisions {

namespace {

using meetings::Meeting;
using web::Context;
using web::Field;
using web::FormValues;
using web::Input;

constexpr std::string_view new_pattern = "/redaktion/antraege/zu/{punkt}";
constexpr std::string_view change_pattern = "/redaktion/antraege/{id}/aendern";

// ---- The form ----

std::vector<web::Choice> proposer_choices(const Context& context, const organisations::Register& entries)
{
    std::vector<web::Choice> choices{{"", context.t("kam im Treffen auf"_de)}};
    for (const auto* entry : organisations::own_first(context.actor, entries))
        if (entry->is_public())
            choices.push_back({entry->id.text(), entry->name});
    return choices;
}

std::vector<web::Choice> way_choices(const Context& context)
{
    return {
        {std::string(to_text(Way::open)), context.t("offen: Alle sehen, welches Dorf wie gestimmt hat"_de)},
        {std::string(to_text(Way::secret)), context.t("geheim: Nur die Zahlen werden gespeichert"_de)},
        {std::string(to_text(Way::counted)),
         context.t("mit Handzeichen oder Zetteln: Ihr tragt die Zahlen ein"_de)}};
}

std::vector<web::Choice> majority_choices(const Context& context)
{
    std::vector<web::Choice> choices;
    for (const auto majority :
         {Majority::simple, Majority::absolute, Majority::two_thirds, Majority::unanimous})
        choices.push_back(
            {std::string(meetings::to_text(majority)),
             context.t("{1}: {2}"_de, {context.t(label(majority)), context.t(meaning(majority))})});
    return choices;
}

std::vector<Field> motion_fields(const Context& context, const Meeting& meeting)
{
    const auto entries = organisations::shared_register(context.pool(), context.network.id);
    std::vector<Field> fields{
        {.name = "titel",
         .label = context.t("Worum geht es?"_de),
         .required = true,
         .help = context.t("Kurz, so wie es im Verzeichnis der Beschlüsse steht."_de),
         .longest = 150},
        {.name = "wortlaut",
         .label = context.t("Was soll beschlossen werden?"_de),
         .input = Input::long_text,
         .required = true,
         .help = context.t("Wort für Wort: „Die Dörfer kaufen zusammen ein Zelt und teilen die Kosten.“"_de),
         .longest = 3'000},
        {.name = "von",
         .label = context.t("Wer beantragt es?"_de),
         .input = Input::one_of,
         .choices = proposer_choices(context, *entries)}};
    if (meeting.draft.kind == meetings::Kind::network)
        fields.push_back({.name = "art",
                          .label = context.t("Wie stimmt ihr ab?"_de),
                          .input = Input::one_of,
                          .required = true,
                          .choices = way_choices(context)});
    fields.push_back({.name = "mehrheit",
                      .label = context.t("Wann ist es angenommen?"_de),
                      .input = Input::one_of,
                      .required = true,
                      .choices = majority_choices(context)});
    fields.push_back(
        {.name = "wieder",
         .label = context.t("Wann schaut ihr wieder darauf?"_de),
         .input = Input::date,
         .help = context.t(
             "Vor diesem Tag steht der Beschluss von selbst bei den Vorschlägen für die Tagesordnung."_de),
         .soonest = Date(std::chrono::sys_days(context.today()) + std::chrono::days(1))});
    return fields;
}

MotionDraft draft_from(const FormValues& values)
{
    MotionDraft draft{.title = values.text("titel"), .wording = values.text("wortlaut")};
    if (values.has("von"))
        draft.proposer = OrganisationId{values.text("von")};
    draft.way = way_from_text(values.text("art")).value_or(Way::counted);
    draft.majority = meetings::majority_from_text(values.text("mehrheit")).value_or(Majority::simple);
    draft.review_on = values.date("wieder");
    return draft;
}

FormValues values_of(const MotionDraft& draft)
{
    FormValues values;
    values.set("titel", draft.title)
        .set("wortlaut", draft.wording)
        .set("art", std::string(to_text(draft.way)))
        .set("mehrheit", std::string(meetings::to_text(draft.majority)));
    if (draft.proposer)
        values.set("von", draft.proposer->text());
    if (draft.review_on)
        values.set("wieder", to_iso(*draft.review_on));
    return values;
}

// ---- New ----

struct Place
{
    meetings::AgendaItem item;
    Meeting meeting;
};

// The matter of the address, if the actor takes part in its meeting.
Result<Place> place_of(const Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<Place> {
        auto item =
            meetings::item_by_id(reader, context.network.id, AgendaItemId{context.parameter("punkt")});
        auto meeting =
            item ? meetings::meeting_by_id(reader, context.network.id, item->meeting) : std::nullopt;
        if (!meeting || !meetings::may_write(context, reader, *meeting))
            return Error{.kind = Err::missing};
        return Place{*std::move(item), *std::move(meeting)};
    });
}

http::Response new_page(const Context& context, const Place& place, const FormValues& values,
                        const std::vector<FieldError>& errors)
{
    html::Page page;
    page.set("HEADING", context.t("Antrag stellen"_de))
        .set("LEAD", context.t("Zu „{1}“ in „{2}“"_de, {place.item.draft.title, place.meeting.draft.title}))
        .set("FORM", web::draw_form(context,
                                    {.action = new_motion_path(place.item.id),
                                     .pattern = std::string(new_pattern),
                                     .submit = context.t("Antrag stellen"_de),
                                     .cancel = meetings::path_of(place.meeting)},
                                    motion_fields(context, place.meeting), values, errors));
    return web::page(context,
                     {.title = context.t("Antrag stellen"_de),
                      .crumbs = crumbs_of(context, place.meeting),
                      .index = false},
                     context.render("motion_form", page),
                     errors.empty() ? 200 : web::status_of(Err::invalid));
}

Result<http::Response> show_new(Context& context)
{
    const auto place = TRY(place_of(context));
    MotionDraft draft{.title = place.item.draft.title,
                      .proposer = place.item.proposer,
                      .majority = meetings::rules_of(context.network).majority};
    return new_page(context, place, values_of(draft), {});
}

Result<http::Response> post_new(Context& context)
{
    const auto place = TRY(place_of(context));
    const auto sent = web::read_form(context, motion_fields(context, place.meeting));
    if (!sent.ok())
        return new_page(context, place, sent.values, sent.errors);
    const auto made = context.pool().write(context.scope(), [&](db::Tx& tx) {
        return propose(tx, context, place.item.id, draft_from(sent.values));
    });
    if (made)
        return web::redirect_with_notice(context, "/redaktion/antraege/" + made->text(),
                                         "Der Antrag steht. Abgestimmt wird, wenn die Leitung es öffnet."_de);
    if (made.error().kind != Err::invalid)
        return made.error();
    return new_page(context, place, sent.values, made.error().fields);
}

// ---- Changing a draft ----

http::Response change_page(const Context& context, const Shown& shown, FormValues values,
                           const std::vector<FieldError>& errors, const std::optional<Error>& refused = {})
{
    auto fields = motion_fields(context, shown.meeting);
    fields.push_back({.name = "version", .label = {}, .input = Input::hidden});
    values.set("version", std::to_string(shown.motion.version));
    html::Page page;
    page.set("HEADING", context.t("Antrag ändern"_de))
        .set("LEAD", context.t("In „{1}“"_de, {shown.meeting.draft.title}))
        .set("FORM", web::draw_form(context,
                                    {.action = desk_path_of(shown.motion) + "/aendern",
                                     .pattern = std::string(change_pattern),
                                     .submit = context.t("Speichern"_de),
                                     .cancel = desk_path_of(shown.motion)},
                                    fields, values, errors));
    web::show_refused(page, context, refused);
    const int status = web::form_status(errors, refused);
    return web::page(
        context,
        {.title = context.t("Antrag ändern"_de), .crumbs = crumbs_of(context, shown.meeting), .index = false},
        context.render("motion_form", page), status);
}

Result<Shown> changeable(const Context& context)
{
    auto shown = TRY(context.pool().read([&](db::Reader& reader) { return shown_motion(context, reader); }));
    if (!shown.may_change)
        return Error{.kind = Err::missing};
    return shown;
}

Result<http::Response> show_change(Context& context)
{
    const auto shown = TRY(changeable(context));
    return change_page(context, shown, values_of(shown.motion.draft), {});
}

Result<http::Response> post_change(Context& context)
{
    const auto shown = TRY(changeable(context));
    const auto sent = web::read_form(context, motion_fields(context, shown.meeting));
    if (!sent.ok())
        return change_page(context, shown, sent.values, sent.errors);
    const auto version = web::sent_version(context);
    const auto saved = context.pool().write(context.scope(), [&](db::Tx& tx) {
        return change(tx, context, shown.motion.id, version, draft_from(sent.values));
    });
    if (saved)
        return web::redirect_with_notice(context, desk_path_of(shown.motion), "Gespeichert."_de);
    if (saved.error().kind == Err::missing)
        return saved.error();
    if (saved.error().kind == Err::invalid)
        return change_page(context, shown, sent.values, saved.error().fields);
    const auto now =
        TRY(context.pool().read([&](db::Reader& reader) { return shown_motion(context, reader); }));
    return change_page(context, now, sent.values, {}, saved.error());
}

} // namespace

void add_motion_form_pages(web::Site& site)
{
    const auto access = web::Access::signed_in();
    site.get(std::string(new_pattern), access, show_new);
    site.post(std::string(new_pattern), access, post_new);
    site.get(std::string(change_pattern), access, show_change);
    site.post(std::string(change_pattern), access, post_change);
}

} // namespace dorfnetz::decisions
