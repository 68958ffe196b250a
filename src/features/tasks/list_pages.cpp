#include "features/tasks/tasks_pages.hpp"
#include "features/tasks/tasks_service.hpp"

#include <algorithm>
#include <set>

// All tasks, and the page of each.
namespace dorfnetz::tasks {

namespace {

using web::Context;

// What the address asks for.
struct Asked
{
    std::optional<State> state = State::open; // nothing: all
    std::string owner = {};                   // slug of an organisation
};

constexpr std::string_view everything = "alle";

// Words of the address.
std::string_view word_for(const std::optional<State>& state)
{
    if (!state)
        return everything;
    return *state == State::open ? "offen" : "erledigt";
}

Asked asked_for(const Context& context)
{
    Asked asked{.owner = std::string(context.query.text("wer"))};
    const auto state = context.query.text("stand");
    if (state == everything)
        asked.state.reset();
    else if (state == word_for(State::done))
        asked.state = State::done;
    return asked;
}

void show_states(html::Page& page, const Context& context, const Asked& asked)
{
    const auto show = [&](std::optional<State> state, German label) {
        page.add("STATE")
            .set("LABEL", context.t(label))
            .set("STATE_URL",
                 context.url(web::with_query(context, {{"stand", std::string(word_for(state))}})))
            .show_if(asked.state == state, "CURRENT");
    };
    show(State::open, "Offene"_de);
    show(State::done, "Erledigte"_de);
    show(std::nullopt, "Alle"_de);
    page.set("CHOSEN_STATE", word_for(asked.state));
}

// Those of the list that organisations do, each organisation once.
void show_owners(html::Page& page, View& view, const std::vector<Task>& tasks, const Asked& asked)
{
    std::set<std::pair<std::string, std::string>> owners; // name and slug
    for (const auto& task : tasks)
        if (const auto* entry = view.organisation(task))
            owners.emplace(entry->name, entry->slug);
    for (const auto& [name, slug] : owners)
        page.add("OWNER_OPTION").set("VALUE", slug).set("LABEL", name).show_if(slug == asked.owner, "CHOSEN");
}

Result<http::Response> show_list(Context& context)
{
    const auto asked = asked_for(context);
    html::Page page;
    page.set("LIST_URL", context.url(list_path));
    if (givers().allows(context.actor))
        page.add("NEW").set("NEW_URL", context.url(new_path)).set("NEW_ICON", web::icon("plus"));
    show_states(page, context, asked);
    context.pool().read([&](db::Reader& reader) {
        View view(context, reader);
        auto tasks = store::list(reader, context.network.id, {.state = asked.state});
        std::erase_if(tasks, [&](const Task& task) { return !view.sees(task); });
        show_owners(page, view, tasks, asked);
        std::erase_if(tasks, [&](const Task& task) {
            const auto* entry = view.organisation(task);
            return !asked.owner.empty() && (!entry || entry->slug != asked.owner);
        });
        for (const auto& task : tasks)
            set_row(page.add("TASK"), context, view, task);
        page.set("COUNT", i18n::format_number(context.language, std::ssize(tasks)))
            .set("COUNT_LABEL", context.t(tasks.size() == 1 ? "Aufgabe"_de : "Aufgaben"_de))
            .show_if(tasks.empty(), "NOTHING");
    });
    return web::page(
        context,
        {.title = context.t("Aufgaben"_de), .crumbs = {{context.t("Treffen und Beschlüsse"_de), "/treffen"}}},
        context.render("task_list", page));
}

// ---- One of them ----

constexpr std::string_view state_pattern = "/redaktion/aufgaben/{id}/stand";

std::vector<web::Field> state_fields(const Context& context, const Task& task)
{
    std::vector<web::Choice> choices;
    const auto add = [&](State state, German label) {
        if (state != task.state)
            choices.push_back({std::string(to_text(state)), context.t(label)});
    };
    add(State::done, "Erledigt"_de);
    add(State::dropped, "Entfällt"_de);
    add(State::open, "Doch noch offen"_de);
    return {{.name = "stand",
             .label = context.t("Stand"_de),
             .input = web::Input::one_of,
             .required = true,
             .choices = choices},
            {.name = "wort",
             .label = context.t("Ein Wort dazu"_de),
             .help = context.t("Steht dann bei der Aufgabe. Bitte keine Namen."_de),
             .longest = 500}};
}

html::Safe state_form(const Context& context, const Task& task, const web::FormValues& values,
                      const std::vector<FieldError>& errors)
{
    return web::draw_form(context,
                          {.action = edit_path(task) + "/stand",
                           .pattern = std::string(state_pattern),
                           .submit = context.t("Eintragen"_de)},
                          state_fields(context, task), values, errors);
}

void show_settled(html::Page& page, const Context& context, const Task& task)
{
    if (!task.outcome.empty())
        page.add("OUTCOME").set("OUTCOME_TEXT", task.outcome);
    if (task.settled_at)
        page.add("SETTLED")
            .set("SETTLED_LABEL", context.t(task.state == State::done ? "Erledigt"_de : "Entfallen"_de))
            .set("SETTLED_TEXT",
                 i18n::format_date(context.region(), *task.settled_at, i18n::DateStyle::weekday));
}

void show_owner(html::Page& page, const Context& context, View& view, const Task& task)
{
    const auto name = view.owner(task);
    const auto* entry = view.organisation(task);
    if (entry && entry->is_public())
        page.add("OWNER_LINK")
            .set("OWNER", name)
            .set("OWNER_URL", context.url(organisations::path_of(entry->kind, entry->slug)));
    else
        page.add("OWNER_PLAIN").set("OWNER", name);
}

http::Response task_page(const Context& context, db::Reader& reader, const Task& task,
                         const web::FormValues& values, const std::vector<FieldError>& errors)
{
    View view(context, reader);
    const auto record = lineage_record(task.id);
    html::Page page;
    page.set("TITLE", task.draft.title)
        .set("LINEAGE", lineage::draw(context, reader, record))
        .set("MAKING", lineage::draw_making(context, reader, record, {"termin", "gesuch"}))
        .show_if(task.is_open() && !task.is_overdue(context.today()), "OPEN")
        .show_if(task.is_overdue(context.today()), "LATE")
        .show_if(task.state == State::done, "DONE")
        .show_if(task.state == State::dropped, "DROPPED")
        .show_if(organisations::needs_example_tag(task.draft.is_example, task.draft.title), "EXAMPLE");
    show_owner(page, context, view, task);
    if (task.draft.due_on)
        page.add("DUE").set(
            "DUE_TEXT", i18n::format_date(context.region(), *task.draft.due_on, i18n::DateStyle::weekday));
    show_settled(page, context, task);
    if (!task.draft.text.empty())
        page.add("TEXT").set("BODY", html::markdown(task.draft.text));
    if (view.may_edit(task))
        page.add("EDIT")
            .set("FORM", state_form(context, task, values, errors))
            .set("EDIT_URL", context.url(edit_path(task)))
            .set("EDIT_ICON", web::icon("edit"));
    return web::page(context,
                     {.title = task.draft.title,
                      .crumbs = {{context.t("Aufgaben"_de), std::string(list_path)}},
                      .index = task.draft.audience == Audience::public_},
                     context.render("task_show", page), errors.empty() ? 200 : web::status_of(Err::invalid));
}

Result<http::Response> show_task(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto task = TRY(visible_task(context, reader));
        return task_page(context, reader, task, {}, {});
    });
}

Result<http::Response> post_state(Context& context)
{
    const auto task =
        TRY(context.pool().read([&](db::Reader& reader) { return editable_task(context, reader); }));
    const auto sent = web::read_form(context, state_fields(context, task));
    if (!sent.ok())
        return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
            return task_page(context, reader, task, sent.values, sent.errors);
        });
    const auto state = state_from_text(sent.values.text("stand"));
    const auto done = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        TRY(editable_task(context, tx));
        return settle(tx, context, task.id, state.value(), sent.values.text("wort"));
    });
    if (!done)
        return done.error();
    return web::redirect_with_notice(context, path_of(task), "Eingetragen."_de);
}

std::vector<std::string> examples(db::Reader& reader, const web::Network& network)
{
    std::vector<std::string> paths;
    for (const auto& task : store::list(reader, network.id, {.most = 1}))
        paths.push_back(path_of(task));
    return paths;
}

} // namespace

void add_list_pages(web::Site& site)
{
    site.page(std::string(list_path), show_list);
    site.page(std::string(list_path) + "/{number}", show_task, examples);
    site.post(std::string(state_pattern), web::Access::signed_in(), post_state);
}

} // namespace dorfnetz::tasks
