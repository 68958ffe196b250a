#include "features/tasks/tasks_pages.hpp"
#include "features/tasks/tasks_service.hpp"
#include "foundation/web/sent_back.hpp"

// What somebody answers who got a reminder: without an account, the address is the key.
namespace dorfnetz::tasks {

namespace {

using web::Context;
using web::FormValues;

constexpr std::string_view answer_pattern = "/aufgabe/{token}";
constexpr std::string_view done_pattern = "/aufgabe/{token}/erledigt";
constexpr std::string_view later_pattern = "/aufgabe/{token}/spaeter";

std::string path_here(const Context& context)
{
    return "/aufgabe/" + http::percent_encode(context.parameter("token"));
}

Result<Task> asked_task(const Context& context)
{
    return context.pool().read(
        [&](db::Reader& reader) { return task_of_token(reader, context, context.parameter("token")); });
}

std::vector<web::Field> done_fields(const Context& context)
{
    return {{.name = "wort",
             .label = context.t("Ein Wort dazu"_de),
             .help = context.t("Steht dann bei der Aufgabe. Bitte keine Namen."_de),
             .longest = 500}};
}

std::vector<web::Field> later_fields(const Context& context)
{
    return {{.name = "bis",
             .label = context.t("Bis wann schafft ihr es?"_de),
             .input = web::Input::date,
             .required = true},
            {.name = "grund",
             .label = context.t("Woran liegt es?"_de),
             .help = context.t("Steht dann bei der Aufgabe. Bitte keine Namen."_de),
             .longest = 500}};
}

http::Response answer_page(const Context& context, const Task& task, const FormValues& values,
                           const std::vector<FieldError>& errors, const std::optional<Error>& refused = {})
{
    html::Page page;
    page.set("TITLE", task.draft.title);
    if (task.draft.due_on)
        page.add("DUE").set("DUE_TEXT", due_text(context.region(), *task.draft.due_on));
    if (!task.draft.text.empty())
        page.add("TEXT").set("BODY", html::markdown(task.draft.text));
    web::show_refused(page, context, refused);
    if (!task.is_open())
        page.add("SETTLED").set("ICON", web::icon("check"));
    else
        page.add("OPEN")
            .set("DONE_FORM", web::draw_form(context,
                                             {.action = path_here(context) + "/erledigt",
                                              .pattern = std::string(done_pattern),
                                              .submit = context.t("Ist erledigt"_de)},
                                             done_fields(context), values))
            .set("LATER_FORM", web::draw_form(context,
                                              {.action = path_here(context) + "/spaeter",
                                               .pattern = std::string(later_pattern),
                                               .submit = context.t("Neuen Tag eintragen"_de)},
                                              later_fields(context), values, errors));
    const int status = web::form_status(errors, refused);
    return web::page(context, {.title = task.draft.title, .index = false},
                     context.render("task_answer", page), status);
}

Result<http::Response> show_answer(Context& context)
{
    const auto task = TRY(asked_task(context));
    return answer_page(context, task, {}, {});
}

// Runs one step of whoever has the link; what it refuses is said on the page.
template <class F>
Result<http::Response> step(const Context& context, const FormValues& values, German notice, F&& work)
{
    const auto done = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        const auto task = TRY(task_of_token(tx, context, context.parameter("token")));
        return work(tx, task);
    });
    if (done)
        return web::redirect_with_notice(context, path_here(context), notice);
    if (done.error().kind == Err::missing)
        return done.error();
    const auto now = TRY(asked_task(context));
    if (done.error().kind == Err::invalid)
        return answer_page(context, now, values, done.error().fields);
    return answer_page(context, now, values, {}, done.error());
}

Result<http::Response> post_done(Context& context)
{
    const auto sent = web::read_form(context, done_fields(context));
    return step(context, sent.values, "Danke, es ist als erledigt eingetragen."_de,
                [&](db::Tx& tx, const Task& task) {
                    return settle(tx, context, task.id, State::done, sent.values.text("wort"));
                });
}

Result<http::Response> post_later(Context& context)
{
    const auto sent = web::read_form(context, later_fields(context));
    if (!sent.ok()) {
        const auto task = TRY(asked_task(context));
        return answer_page(context, task, sent.values, sent.errors);
    }
    return step(
        context, sent.values, "Danke, der neue Tag ist eingetragen."_de, [&](db::Tx& tx, const Task& task) {
            return postpone(tx, context, task.id, sent.values.date("bis").value(), sent.values.text("grund"));
        });
}

} // namespace

void add_answer_pages(web::Site& site)
{
    const auto everyone = web::Access::everyone();
    site.get(std::string(answer_pattern), everyone, show_answer);
    site.post(std::string(done_pattern), everyone, post_done);
    site.post(std::string(later_pattern), everyone, post_later);
}

} // namespace dorfnetz::tasks
