#include "accounts/desk.hpp"
#include "features/organisations/choosing_api.hpp"
#include "features/tasks/tasks_pages.hpp"
#include "features/tasks/tasks_service.hpp"
#include "foundation/web/sent_back.hpp"

#include <algorithm>

// Entering a task, and changing one.
namespace dorfnetz::tasks {

namespace {

using web::Context;
using web::Field;
using web::FormValues;
using web::Input;

// Where a task is agreed; carried through the form.
struct Ground
{
    std::optional<MeetingId> meeting = {};
    std::optional<AgendaItemId> item = {};
    std::optional<GroupId> group = {};
    std::string words = {}; // "Aus dem Treffen „…“"
    std::optional<lineage::Origin> origin = {};
};

std::string named(const Context& context, std::string_view name)
{
    const auto sent = context.form.text(name);
    return std::string(sent.empty() ? context.query.text(name) : sent);
}

Ground ground_of(const Context& context, db::Reader& reader)
{
    const auto& network = context.network.id;
    Ground ground{.origin = lineage::origin_of(context, reader)};
    const auto item = meetings::item_by_id(reader, network, AgendaItemId{named(context, "punkt")});
    const auto meeting =
        meetings::meeting_by_id(reader, network, item ? item->meeting : MeetingId{named(context, "treffen")});
    if (meeting && meetings::may_write(context, reader, *meeting)) {
        ground.meeting = meeting->id;
        if (item)
            ground.item = item->id;
        ground.words = item ? context.t("Aus „{1}“, Tagesordnungspunkt „{2}“"_de,
                                        {meeting->draft.title, item->draft.title})
                            : context.t("Aus „{1}“"_de, {meeting->draft.title});
    } else if (const auto group = groups::group_by_slug(reader, network, named(context, "gruppe"))) {
        ground.group = group->id;
        ground.words = context.t("Für die Arbeitsgruppe „{1}“"_de, {group->draft.title});
    }
    return ground;
}

// Organisations that take on tasks, for who arranges things all of them, otherwise one's own.
std::vector<web::Choice> organisation_choices(const Context& context, const organisations::Register& entries)
{
    const bool own_only = !context.actor.is_coordinator() && !context.actor.has(web::Role::lead_editor) &&
                          !context.actor.has(web::Role::adviser) &&
                          !context.actor.has(web::Role::council_editor);
    std::vector<web::Choice> choices{{"", context.t("noch niemand"_de)}};
    for (const auto* entry : organisations::own_first(context.actor, entries))
        if (entry->status != organisations::Status::archived &&
            (!own_only || organisations::may_edit(context.actor, entry->id, entry->villages)))
            choices.push_back({entry->id.text(), entry->name});
    return choices;
}

// A task is not due before today, unless it was already.
std::vector<Field> fields(const Context& context, const organisations::Register& entries, bool has_meeting,
                          std::optional<Date> due_on = {})
{
    std::vector<Field> fields{
        {.name = "titel", .label = context.t("Was ist zu tun?"_de), .required = true, .longest = 150},
        {.name = "verein",
         .label = context.t("Welcher Verein macht es?"_de),
         .input = Input::one_of,
         .choices = organisation_choices(context, entries)},
        {.name = "mensch",
         .label = context.t("Oder jemand aus dem Register der Engagierten?"_de),
         .help = context.t(
             "Vor- und Nachname, so wie im Register. Öffentlich steht dann nur „jemand aus …“."_de)},
        {.name = "bis",
         .label = context.t("Bis wann?"_de),
         .input = Input::date,
         .soonest = std::min(context.today(), due_on.value_or(context.today()))},
        {.name = "text",
         .label = context.t("Was man dazu wissen muss"_de),
         .input = Input::markdown,
         .longest = 4'000}};
    if (!has_meeting)
        fields.push_back(
            {.name = "sichtbar",
             .label = context.t("Wer sieht die Aufgabe?"_de),
             .input = Input::one_of,
             .required = true,
             .choices = {{std::string(to_text(Audience::public_)), context.t("alle"_de)},
                         {std::string(to_text(Audience::network)), context.t("alle mit einem Zugang"_de)}}});
    return fields;
}

// Whom of the register this name means; only those whom the actor may see.
Result<PersonId> person_called(const Context& context, db::Reader& reader, const std::string& name)
{
    const auto found = people::visible_people_called(reader, context, name);
    if (found.size() == 1)
        return found.front().id;
    return Error{
        .kind = Err::invalid,
        .text = "Bitte prüf deine Angaben."_de,
        .fields = {{"mensch", found.empty()
                                  ? "Diesen Namen finde ich nicht unter denen, die du siehst."_de
                                  : "So heißen mehrere. Trag den Verein ein, der sich darum kümmert."_de}}};
}

Result<TaskDraft> draft_from(const Context& context, db::Reader& reader, const FormValues& values,
                             const TaskDraft& before)
{
    auto draft = before;
    draft.title = values.text("titel");
    draft.text = values.text("text");
    draft.due_on = values.date("bis");
    if (const auto audience = audience_from_text(values.text("sichtbar")))
        draft.audience = *audience;
    draft.owner = {};
    if (values.has("verein"))
        draft.owner = OrganisationId{values.text("verein")};
    if (values.has("mensch")) {
        if (values.has("verein"))
            return Error{.kind = Err::invalid,
                         .text = "Bitte prüf deine Angaben."_de,
                         .fields = {{"mensch", "Entweder ein Verein oder ein Mensch."_de}}};
        draft.owner = TRY(person_called(context, reader, values.text("mensch")));
    }
    return draft;
}

FormValues values_of(const Context& context, db::Reader& reader, const TaskDraft& draft)
{
    FormValues values;
    values.set("titel", draft.title)
        .set("text", draft.text)
        .set("sichtbar", std::string(to_text(draft.audience)));
    if (draft.due_on)
        values.set("bis", to_iso(*draft.due_on));
    if (const auto* organisation = std::get_if<OrganisationId>(&draft.owner))
        values.set("verein", organisation->text());
    if (const auto* person = std::get_if<PersonId>(&draft.owner))
        if (const auto known = people::visible_person(reader, context, *person))
            values.set("mensch", known->data.name());
    return values;
}

// ---- New ----

http::Response new_page(const Context& context, const Ground& ground, FormValues values,
                        const std::vector<FieldError>& errors)
{
    const auto entries = organisations::shared_register(context.pool(), context.network.id);
    auto all = fields(context, *entries, ground.meeting.has_value());
    const auto carry = [&](const char* name, const std::string& value) {
        if (value.empty())
            return;
        all.push_back({.name = name, .label = {}, .input = Input::hidden});
        values.set(name, value);
    };
    carry("treffen", ground.meeting ? ground.meeting->text() : std::string());
    carry("punkt", ground.item ? ground.item->text() : std::string());
    carry("gruppe", ground.group ? named(context, "gruppe") : std::string());
    lineage::carry(ground.origin, all, values);
    html::Page page;
    page.set("ORIGIN", lineage::draw(ground.origin))
        .set("FORM", web::draw_form(context,
                                    {.action = std::string(new_path),
                                     .submit = context.t("Eintragen"_de),
                                     .cancel = std::string(list_path)},
                                    all, values, errors));
    if (!ground.words.empty())
        page.add("FOR").set("ICON", web::icon("info")).set("FOR_TEXT", ground.words);
    return web::page(context,
                     {.title = context.t("Neue Aufgabe"_de),
                      .crumbs = {{context.t("Aufgaben"_de), std::string(list_path)}},
                      .index = false},
                     context.render("task_new", page), errors.empty() ? 200 : web::status_of(Err::invalid));
}

Result<http::Response> show_new(Context& context)
{
    const auto ground = context.pool().read([&](db::Reader& reader) { return ground_of(context, reader); });
    FormValues values;
    values.set("sichtbar", std::string(to_text(Audience::public_)));
    return new_page(context, ground, values, {});
}

Result<http::Response> post_new(Context& context)
{
    const auto ground = context.pool().read([&](db::Reader& reader) { return ground_of(context, reader); });
    const auto entries = organisations::shared_register(context.pool(), context.network.id);
    const auto sent = web::read_form(context, fields(context, *entries, ground.meeting.has_value()));
    if (!sent.ok())
        return new_page(context, ground, sent.values, sent.errors);
    const auto created = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Task> {
        const auto draft =
            TRY(draft_from(context, tx, sent.values,
                           {.meeting = ground.meeting, .item = ground.item, .group = ground.group}));
        TRY(may_give(context, tx, draft));
        const auto id = TRY(create(tx, context, draft));
        lineage::link(tx, context.network.id, ground.origin, lineage_record(id), context.now());
        return task_by_id(tx, context.network.id, id).value();
    });
    if (created)
        return web::redirect_with_notice(context, path_of(*created), "Eingetragen."_de);
    if (created.error().kind != Err::invalid)
        return created.error();
    return new_page(context, ground, sent.values, created.error().fields);
}

// ---- There already ----

http::Response edit_page(const Context& context, const Task& task, FormValues values,
                         const std::vector<FieldError>& errors, const std::optional<Error>& refused = {})
{
    const auto entries = organisations::shared_register(context.pool(), context.network.id);
    auto all = fields(context, *entries, task.draft.meeting.has_value(), task.draft.due_on);
    all.push_back({.name = "version", .label = {}, .input = Input::hidden});
    values.set("version", std::to_string(task.version));
    html::Page page;
    web::show_refused(page, context, refused);
    page.set("FORM", web::draw_form(context,
                                    {.action = edit_path(task),
                                     .pattern = std::string(edit_pattern),
                                     .submit = context.t("Speichern"_de),
                                     .cancel = path_of(task)},
                                    all, values, errors));
    const int status = web::form_status(errors, refused);
    return web::page(
        context,
        {.title = context.t("Aufgabe ändern"_de),
         .crumbs = {{context.t("Aufgaben"_de), std::string(list_path)}, {task.draft.title, path_of(task)}},
         .index = false},
        context.render("task_edit", page), status);
}

Result<http::Response> show_edit(Context& context)
{
    FormValues values;
    const auto task = context.pool().read([&](db::Reader& reader) {
        auto found = editable_task(context, reader);
        if (found)
            values = values_of(context, reader, found->draft);
        return found;
    });
    if (!task)
        return task.error();
    return edit_page(context, *task, values, {});
}

// A name that the actor does not see stays as it is, though the form comes without it.
bool keeps_hidden_person(const Context& context, db::Reader& reader, const Task& task,
                         const FormValues& values)
{
    const auto* person = std::get_if<PersonId>(&task.draft.owner);
    return person && !values.has("mensch") && !values.has("verein") &&
           !people::visible_person(reader, context, *person);
}

Result<http::Response> post_edit(Context& context)
{
    const auto task =
        TRY(context.pool().read([&](db::Reader& reader) { return editable_task(context, reader); }));
    const auto entries = organisations::shared_register(context.pool(), context.network.id);
    const auto sent =
        web::read_form(context, fields(context, *entries, task.draft.meeting.has_value(), task.draft.due_on));
    if (!sent.ok())
        return edit_page(context, task, sent.values, sent.errors);
    const auto version = web::sent_version(context);
    const auto saved = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        const auto now = TRY(editable_task(context, tx));
        auto draft = TRY(draft_from(context, tx, sent.values, now.draft));
        if (keeps_hidden_person(context, tx, now, sent.values))
            draft.owner = now.draft.owner;
        if (draft.owner != now.draft.owner)
            TRY(may_give(context, tx, draft));
        return update(tx, context, task.id, version, draft);
    });
    if (saved)
        return web::redirect_with_notice(context, path_of(task), "Gespeichert."_de);
    if (saved.error().kind == Err::missing)
        return saved.error();
    const auto now =
        TRY(context.pool().read([&](db::Reader& reader) { return editable_task(context, reader); }));
    if (saved.error().kind == Err::invalid)
        return edit_page(context, now, sent.values, saved.error().fields);
    return edit_page(context, now, sent.values, {}, saved.error());
}

} // namespace

std::string edit_path(const Task& task)
{
    return "/redaktion/aufgaben/" + task.id.text();
}

web::Access givers()
{
    using web::Role;
    return web::Access::roles({Role::coordinator, Role::lead_editor, Role::organisation_editor,
                               Role::council_editor, Role::adviser});
}

void add_edit_pages(web::Site& site)
{
    site.get(std::string(new_path), givers(), show_new);
    site.post(std::string(new_path), givers(), post_new);
    site.get(std::string(edit_pattern), web::Access::signed_in(), show_edit);
    site.post(std::string(edit_pattern), web::Access::signed_in(), post_edit);
    site.add(web::NavigationEntry{web::NavigationEntry::Where::desk, 120, std::string(list_path),
                                  "Aufgaben"_de, givers(), accounts::desk_group::together});
}

} // namespace dorfnetz::tasks
