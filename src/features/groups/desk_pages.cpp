#include "accounts/audit.hpp"
#include "accounts/desk.hpp"
#include "features/groups/groups_pages.hpp"
#include "features/groups/groups_store.hpp"
#include "foundation/core/text.hpp"
#include "foundation/web/question.hpp"
#include "foundation/web/sent_back.hpp"

#include <algorithm>

// Founding a group, and what its speakers change about it.
namespace dorfnetz::groups {

namespace {

using web::Context;
using web::Field;
using web::FormValues;
using web::Input;

constexpr std::string_view new_path = "/redaktion/arbeitsgruppen/neu";
constexpr std::string_view end_end = "/beenden";
constexpr std::string_view again_end = "/wieder";

std::vector<Field> fields_of(const Context& context, db::Reader& reader)
{
    std::vector<web::Choice> places;
    for (const auto& village : villages::villages_of(reader, context.network.id))
        places.push_back({village.id.text(), village.name});
    return {{.name = "titel",
             .label = context.t("Wie heißt die Gruppe?"_de),
             .required = true,
             .longest = longest_title},
            {.name = "kurz",
             .label = context.t("Worum geht es, in einem Satz?"_de),
             .help = context.t("Steht in der Liste der Gruppen."_de),
             .longest = longest_summary},
            {.name = "ziele",
             .label = context.t("Was habt ihr vor?"_de),
             .input = Input::markdown,
             .longest = longest_text},
            {.name = "doerfer",
             .label = context.t("Für welche Dörfer?"_de),
             .input = Input::many_of,
             .help = context.t("Nichts angekreuzt: für alle."_de),
             .choices = std::move(places)},
            {.name = "offen", .label = context.t("Wer will, kann mitmachen"_de), .input = Input::yes},
            {.name = "fassung", .label = "", .input = Input::hidden}};
}

FormValues values_of(const GroupDraft& draft, std::int64_t version)
{
    std::vector<std::string> chosen;
    for (const auto& village : draft.villages)
        chosen.push_back(village.text());
    FormValues values;
    values.set("titel", draft.title)
        .set("kurz", draft.summary)
        .set("ziele", draft.aims)
        .set("doerfer", std::move(chosen))
        .set("offen", draft.is_open ? "1" : "")
        .set("fassung", std::to_string(version));
    return values;
}

GroupDraft draft_from(const FormValues& values)
{
    GroupDraft draft{.title = values.text("titel"),
                     .summary = values.text("kurz"),
                     .aims = values.text("ziele"),
                     .is_open = values.has("offen")};
    for (auto& village : values.all("doerfer"))
        draft.villages.emplace_back(std::move(village));
    return draft;
}

// ---- The list ----

Result<http::Response> show_desk(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto entries = organisations::shared_register(context, reader);
        html::Page page;
        bool is_empty = true;
        for (const auto& group : groups_of(reader, context.network.id)) {
            const bool edits = may_edit(context, reader, group);
            if (!edits && !may_look_inside(context, reader, group))
                continue;
            is_empty = false;
            std::vector<std::string> names;
            for (const auto& id : group.draft.villages)
                if (const auto* village = entries->village(id))
                    names.push_back(village->name);
            page.add("ROW")
                .set("NAME", group.draft.title)
                .set("GROUP_URL", context.url(edits ? desk_path_of(group) : path_of(group)))
                .set("VILLAGES", names.empty() ? context.t("alle Dörfer"_de) : join(names, ", "))
                .set("MEMBERS", members_of(reader, context.network.id, group.id).size())
                .show_if(group.has_ended(), "ENDED")
                .show_if(!group.has_ended(), "RUNS");
        }
        page.show_if(is_empty, "NOTHING").set("PUBLIC_URL", context.url(list_path));
        if (web::Access::editors().allows(context.actor))
            page.add("NEW").set("NEW_URL", context.url(new_path));
        return web::page(context,
                         {.title = context.t("Arbeitsgruppen"_de),
                          .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"}},
                          .index = false},
                         context.render("group_desk", page));
    });
}

// ---- A new one ----

http::Response new_page(const Context& context, db::Reader& reader, const FormValues& values,
                        const std::vector<FieldError>& errors)
{
    html::Page page;
    page.set("FORM", web::draw_form(context,
                                    {.action = std::string(new_path),
                                     .submit = context.t("Gruppe gründen"_de),
                                     .cancel = std::string(desk_path),
                                     .keeps_draft = true},
                                    fields_of(context, reader), values, errors));
    return web::page(
        context,
        {.title = context.t("Neue Arbeitsgruppe"_de), .crumbs = desk_crumbs(context), .index = false},
        context.render("group_new", page), errors.empty() ? 200 : web::status_of(Err::invalid));
}

http::Response new_page(const Context& context, const FormValues& values,
                        const std::vector<FieldError>& errors)
{
    return context.pool().read([&](db::Reader& reader) { return new_page(context, reader, values, errors); });
}

Result<http::Response> show_new(Context& context)
{
    return new_page(context, values_of(GroupDraft{}, 0), {});
}

Result<http::Response> post_new(Context& context)
{
    const auto fields = context.pool().read([&](db::Reader& reader) { return fields_of(context, reader); });
    const auto sent = web::read_form(context, fields);
    if (!sent.ok())
        return new_page(context, sent.values, sent.errors);
    const auto founded = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Group> {
        const auto author = organisations::author_of(context);
        const auto id = TRY(create(tx, context.network.id, draft_from(sent.values), author));
        auto group = *group_by_id(tx, context.network.id, id);
        // The coordination edits every group and is in none of them by that.
        if (!context.actor.is_coordinator()) {
            TRY(add_member(tx, context.network.id, id, context.actor.user, Duty::speaker, author));
            record_act(tx, context, Act::joined, group, context.actor.user);
        }
        return group;
    });
    if (founded)
        return web::redirect_with_notice(context, desk_path_of(*founded, "/mitglieder"),
                                         "Die Gruppe ist gegründet. Wer macht mit?"_de);
    if (founded.error().kind != Err::invalid)
        return founded.error();
    return new_page(context, sent.values, founded.error().fields);
}

// ---- One that is there ----

http::Response edit_page(const Context& context, db::Reader& reader, const Group& group,
                         const FormValues& values, const Error* error)
{
    const auto errors = error ? error->fields : std::vector<FieldError>{};
    const auto people = members_of(reader, context.network.id, group.id).size();
    html::Page page;
    page.set("TITLE", group.draft.title)
        .set("PUBLIC_URL", context.url(path_of(group)))
        .set("MEMBERS_URL", context.url(desk_path_of(group, "/mitglieder")))
        .set("MEMBERS_TEXT", i18n::translate_count(context.language, "{1} Mitglied"_de, "{1} Mitglieder"_de,
                                                   static_cast<std::int64_t>(people)))
        .set("NEW_TEXT_URL", context.url(desk_path_of(group, "/seiten/neu")))
        .set("FORM", web::draw_form(context,
                                    {.action = desk_path_of(group),
                                     .pattern = desk_pattern(),
                                     .submit = context.t("Speichern"_de),
                                     .cancel = path_of(group)},
                                    fields_of(context, reader), values, errors));
    if (error && errors.empty())
        web::show_refused(page, context, *error);
    for (const auto& text : store::pages_of(reader, context.network.id, group.id))
        page.add("TEXT")
            .set("TEXT_URL", context.url(desk_path_of(group, "/seiten/" + text.slug)))
            .set("TEXT_TITLE", text.draft.title)
            .show_if(text.draft.audience == Audience::members, "INSIDE");
    const auto button = [&](std::string_view end, German label, bool danger) {
        return web::draw_button(context, {.action = desk_path_of(group, end),
                                          .pattern = desk_pattern(end),
                                          .submit = context.t(label),
                                          .danger = danger});
    };
    page.set("ENDING", group.has_ended() ? button(again_end, "Die Gruppe macht weiter"_de, false)
                                         : button(end_end, "Gruppe beenden"_de, true));
    return web::page(context, {.title = group.draft.title, .crumbs = desk_crumbs(context), .index = false},
                     context.render("group_edit", page), error ? web::status_of(error->kind) : 200);
}

Result<http::Response> show_edit(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto group = TRY(editable(context, reader));
        return edit_page(context, reader, group, values_of(group.draft, group.version), nullptr);
    });
}

Result<http::Response> post_edit(Context& context)
{
    const auto fields = context.pool().read([&](db::Reader& reader) { return fields_of(context, reader); });
    auto sent = web::read_form(context, fields);
    const auto saved = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Group> {
        auto group = TRY(editable(context, tx));
        if (!sent.ok())
            return sent.error();
        TRY(update(tx, context.network.id, group.id, sent.values.number("fassung").value_or(-1),
                   draft_from(sent.values), context.now()));
        return group;
    });
    if (saved)
        return web::redirect_with_notice(context, desk_path_of(*saved), "Gespeichert."_de);
    if (saved.error().kind == Err::missing)
        return saved.error();
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto group = TRY(editable(context, reader));
        // What was typed stays; sent once more, it counts.
        sent.values.set("fassung", std::to_string(group.version));
        return edit_page(context, reader, group, sent.values, &saved.error());
    });
}

Result<Done> end_here(const Context& context, db::Tx& tx)
{
    const auto group = TRY(editable(context, tx));
    TRY(end_group(tx, context.network.id, group.id, context.today(), context.now()));
    accounts::record_of_network(tx, context, "group.ended", group.draft.title);
    return Done{};
}

Result<Group> take_up_here(const Context& context, db::Tx& tx)
{
    auto group = TRY(editable(context, tx));
    TRY(take_up_again(tx, context.network.id, group.id, context.now()));
    return group;
}

Result<http::Response> post_end(Context& context)
{
    const auto group =
        TRY(context.pool().read([&](db::Reader& reader) { return editable(context, reader); }));
    if (!web::is_sure(context))
        return web::question_page(
            context,
            {.heading = context.t("Gruppe beenden?"_de),
             .what_happens = context.t(
                 "Die Seite von „{1}“ und die Vereine bleiben stehen, alle anderen Mitglieder werden "
                 "gelöscht. Macht ihr später weiter, tragt sie neu ein."_de,
                 {group.draft.title}),
             .button = {.action = desk_path_of(group, end_end),
                        .pattern = desk_pattern(end_end),
                        .submit = context.t("Ja, beenden"_de),
                        .danger = true},
             .back = desk_path_of(group),
             .crumbs = desk_crumbs(context, group)});
    TRY(context.pool().write(context.scope(), [&](db::Tx& tx) { return end_here(context, tx); }));
    return web::redirect_with_notice(context, path_of(group), "Die Gruppe ist beendet."_de);
}

Result<http::Response> post_again(Context& context)
{
    const auto group =
        TRY(context.pool().write(context.scope(), [&](db::Tx& tx) { return take_up_here(context, tx); }));
    return web::redirect_with_notice(context, desk_path_of(group), "Schön, dass es weitergeht."_de);
}

} // namespace

void add_desk_pages(web::Site& site)
{
    const auto anybody = web::Access::signed_in();
    site.get(std::string(desk_path), anybody, show_desk);
    site.get(std::string(new_path), web::Access::editors(), show_new);
    site.post(std::string(new_path), web::Access::editors(), post_new);
    site.get(desk_pattern(), anybody, show_edit, desk_example_of());
    site.post(desk_pattern(), anybody, post_edit);
    site.post(desk_pattern(end_end), anybody, post_end);
    site.post(desk_pattern(again_end), anybody, post_again);
    site.add(web::NavigationEntry{web::NavigationEntry::Where::desk, 220, std::string(desk_path),
                                  "Arbeitsgruppen"_de, anybody, accounts::desk_group::together});
}

} // namespace dorfnetz::groups
