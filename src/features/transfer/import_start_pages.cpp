#include "features/transfer/import_pages.hpp"

#include "accounts/policy.hpp"
#include "foundation/web/form.hpp"

#include <algorithm>

// The first and the last step: bringing a file, and seeing what became of it.
namespace dorfnetz::transfer {

namespace {

constexpr std::int64_t batches_shown = 20;
constexpr std::int64_t at_once = 500; // rows; longer lists are worked off as a job
constexpr std::string_view pattern = "/redaktion/import";
constexpr std::string_view cancel_pattern = "/redaktion/import/{id}/abbrechen";

bool is_for_everything(const web::Context& context)
{
    return accounts::may(context.actor, accounts::Right::import_lists,
                         {.kind = accounts::SubjectKind::network, .id = context.network.id.text()});
}

std::vector<web::Field> fields(const web::Context& context)
{
    return {{.name = "wozu",
             .label = context.t("Was steht in der Liste?"_de),
             .input = web::Input::one_of,
             .required = true,
             .choices = {{"organisations", context.t("Vereine, Firmen und andere Organisationen"_de)},
                         {"people", context.t("Engagierte"_de)}}},
            {.name = "datei",
             .label = context.t("Datei"_de),
             .input = web::Input::file,
             .required = true,
             .accept = ".csv,.txt,.tsv,.xlsx,.ods"}};
}

German word_for(State state)
{
    switch (state) {
    case State::staging:
    case State::mapping:
        return "wartet auf die Spalten"_de;
    case State::checking:
        return "wird geprüft"_de;
    case State::checked:
        return "wartet auf dein Ja"_de;
    case State::applying:
        return "wird übernommen"_de;
    case State::done:
        return "übernommen"_de;
    case State::cancelled:
        return "abgebrochen"_de;
    }
    return {};
}

German word_for(Target target)
{
    return target == Target::organisations ? "Organisationen"_de : "Engagierte"_de;
}

http::Response start_page(const web::Context& context, const web::FormValues& values,
                          const std::vector<FieldError>& errors, int status = 200)
{
    const auto owner = is_for_everything(context) ? std::string() : context.actor.user.text();
    const auto batches = context.pool().read(
        [&](db::Reader& reader) { return store::batches(reader, context.network.id, owner, batches_shown); });
    html::Page page;
    page.set("STEPS", steps(context, Step::file))
        .set("CALENDAR_URL", context.url("/redaktion/termine/einlesen"))
        .set("FORM", web::draw_form(context,
                                    {.action = std::string(pattern), .submit = context.t("Datei ansehen"_de)},
                                    fields(context), values, errors));
    if (!batches.empty()) {
        auto section = page.add("BATCHES");
        for (const auto& batch : batches)
            section.add("BATCH")
                .set("BATCH_URL", context.url(path_of(batch)))
                .set("FILE", batch.file_name)
                .set("TARGET", context.t(word_for(batch.target)))
                .set("ROWS", i18n::format_number(context.language, batch.row_count))
                .set("STATE", context.t(word_for(batch.state)))
                .set("WHEN", i18n::format_moment(context.region(), batch.created_at));
    }
    return web::page(context,
                     {.title = context.t("Liste einlesen"_de),
                      .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"}},
                      .index = false},
                     context.render("import_start", page), status);
}

http::Response refused(const web::Context& context, const web::FormValues& values, const Error& error)
{
    const int status = error.kind == Err::too_large ? 413 : 422;
    return start_page(context, values, {{"datei", error.text, error.values}}, status);
}

} // namespace

std::string path_of(const Batch& batch, std::string_view page)
{
    auto path = std::string(pattern) + '/' + batch.id.text();
    return page.empty() ? path : path + '/' + std::string(page);
}

Result<Batch> asked_batch(const web::Context& context)
{
    auto batch = context.pool().read([&](db::Reader& reader) {
        return store::batch_by_id(reader, context.network.id, BatchId{context.parameter("id")});
    });
    const bool own = batch && !batch->created_by.empty() && batch->created_by == context.actor.user.text();
    if (!batch || (!own && !is_for_everything(context)))
        return Error{.kind = Err::missing};
    return std::move(*batch);
}

std::string size_text(const web::Context& context, const Batch& batch)
{
    if (batch.file_name.starts_with(batch.table_name)) // a file that is one table, and named like it
        return i18n::translate_count(context.language, "eine Zeile"_de, "{1} Zeilen"_de, batch.row_count);
    return context.t(batch.row_count == 1 ? "Blatt „{1}“, {2} Zeile"_de : "Blatt „{1}“, {2} Zeilen"_de,
                     {batch.table_name, i18n::format_number(context.language, batch.row_count)});
}

html::Safe steps(const web::Context& context, Step now)
{
    html::Page page;
    const German labels[] = {"Datei"_de, "Spalten"_de, "Prüfen"_de, "Übernehmen"_de};
    for (int i = 0; i < 4; ++i) {
        auto step = page.add("STEP");
        step.show_if(i < static_cast<int>(now), "DONE").show_if(i == static_cast<int>(now), "NOW");
        if (i < static_cast<int>(now))
            step.add("DONE_TEXT").set("DONE_LABEL", context.t(labels[i]));
        else
            step.add("PLAIN_TEXT").set("LABEL", context.t(labels[i]));
    }
    return context.render("import_steps", page);
}

Result<http::Response> show_start(web::Context& context)
{
    web::FormValues values;
    values.set("wozu", std::string(context.query.text("wozu")));
    return start_page(context, values, {});
}

Result<http::Response> receive_file(web::Context& context)
{
    const auto sent = web::read_form(context, fields(context));
    const auto* upload = context.form.upload("datei");
    auto errors = sent.errors;
    if (!upload || upload->content.empty())
        errors.push_back({"datei", "Wähl eine Datei aus."_de});
    if (!errors.empty())
        return start_page(context, sent.values, errors, 422);
    Arrival arrival{.target = target_from_text(sent.values.text("wozu")).value_or(Target::organisations),
                    .bytes = upload->content,
                    .file_name = upload->name,
                    .created_by = context.actor.user.text()};
    if (!is_for_everything(context))
        arrival.only_villages = context.actor.subjects(web::Role::lead_editor);
    const auto batch = stage(context.environment, context.network, arrival);
    if (!batch)
        return refused(context, sent.values, batch.error());
    return web::redirect(context, path_of(*batch, "spalten"));
}

bool is_working(const std::optional<jobs::JobStatus>& job)
{
    return job && (job->state == jobs::JobState::waiting || job->state == jobs::JobState::running);
}

std::optional<jobs::JobStatus> job_of(const web::Context& context, const Batch& batch)
{
    if (!batch.job)
        return std::nullopt;
    return context.pool().read(
        [&](db::Reader& reader) { return jobs::status_of(reader, context.network.id, *batch.job); });
}

namespace {

Result<Done> enqueue(web::Context& context, const Batch& batch, std::string_view kind)
{
    return context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        if (kind == check_job && !store::change_state(tx, context.network.id, batch.id, batch.state,
                                                      State::checking, "", context.now()))
            return being_worked_on();
        const auto job = jobs::enqueue(
            tx, {.network = context.network.id, .kind = std::string(kind), .payload = batch.id.text()},
            context.environment.clock, context.environment.random);
        store::save_job(tx, context.network.id, batch.id, job);
        return Done{};
    });
}

void draw_working(const web::Context& context, html::Page& page, const Batch& batch,
                  const jobs::JobStatus& job)
{
    const auto total = std::max<std::int64_t>(job.total, 1);
    page.add("WORKING")
        .set("WORKING_TEXT",
             context.t(batch.state == State::checking ? "Wird geprüft:"_de : "Wird übernommen:"_de))
        .set("COUNT_TEXT", context.t("{1} von {2}"_de, {i18n::format_number(context.language, job.done),
                                                        i18n::format_number(context.language, job.total)}))
        .set("TOTAL", total)
        .set("COUNT", job.done)
        .set("CANCEL", web::draw_button(context, {.action = path_of(batch, "abbrechen"),
                                                  .pattern = std::string(cancel_pattern),
                                                  .submit = context.t("Abbrechen"_de)}))
        .set("RELOAD_URL", context.url(path_of(batch)));
}

void draw_result(const web::Context& context, html::Page& page, const Batch& batch)
{
    const auto counts = context.pool().read(
        [&](db::Reader& reader) { return store::count_outcomes(reader, context.network.id, batch.id); });
    auto figures = page.add("FIGURES");
    for (const auto& [outcome, count] : counts)
        figures.add("FIGURE")
            .set("FIGURE_NAME", context.t(transfer::word_for(outcome, batch)))
            .set("FIGURE_COUNT", i18n::format_number(context.language, count));
}

// A list is taken over, but the work with it only begins.
void draw_what_follows(const web::Context& context, html::Page& page, const Batch& batch)
{
    const bool of_people = batch.target == Target::people;
    if (of_people ? !is_for_everything(context) : batch.publish)
        return;
    page.add("NEXT")
        .set("NEXT_URL", context.url(of_people ? "/redaktion/engagierte/gesperrt" : "/redaktion/pruefen"))
        .set("NEXT_TEXT",
             context.t(of_people ? "Um die Einwilligungen bitten"_de : "Neue Einträge prüfen"_de));
}

} // namespace

Result<http::Response> start_check(web::Context& context, const Batch& batch)
{
    if (batch.row_count > at_once) {
        TRY(enqueue(context, batch, check_job));
        return web::redirect(context, path_of(batch));
    }
    TRY(check(context.environment, context.network, batch.id, {}));
    return web::redirect(context, path_of(batch, "pruefen"));
}

Result<http::Response> start_apply(web::Context& context, const Batch& batch)
{
    if (batch.row_count > at_once) {
        TRY(enqueue(context, batch, apply_job));
        return web::redirect(context, path_of(batch));
    }
    const auto applied = apply(context.environment, context.network, batch.id, {});
    if (!applied && (applied.error().kind == Err::missing || applied.error().kind == Err::unavailable))
        return applied.error();
    // Why not, stands on the page of the batch.
    return web::redirect(context, path_of(batch, applied ? "" : "pruefen"));
}

namespace {

// A list comes in whole or not at all, but its last step cannot be stopped.
German notice_of_cancelling(State state, bool stops)
{
    if (state == State::done)
        return "Zu spät zum Abbrechen: Die Liste ist schon übernommen."_de;
    if (state == State::applying && stops)
        return "Wir halten an, wenn es noch geht. Hier steht gleich, ob die Liste übernommen ist."_de;
    return stops ? "Abgebrochen. Nichts ist geändert."_de
                 : "Es war nichts mehr abzubrechen. Nichts ist geändert."_de;
}

} // namespace

// What has to be done next with the list.
Step step_of(State state)
{
    switch (state) {
    case State::staging:
        return Step::file;
    case State::mapping:
    case State::checking:
        return Step::columns;
    case State::checked:
    case State::cancelled:
        return Step::preview;
    case State::applying:
    case State::done:
        break;
    }
    return Step::apply;
}

Result<http::Response> show_progress(web::Context& context)
{
    const auto batch = TRY(asked_batch(context));
    const auto job = job_of(context, batch);
    const bool working = is_working(job) && batch.state != State::done;
    html::Page page;
    page.set("STEPS", steps(context, step_of(batch.state)))
        .set("HEADING", context.t(batch.state == State::done ? "Liste übernommen"_de : "Liste einlesen"_de))
        .set("FILE", batch.file_name)
        .set("SIZE",
             i18n::translate_count(context.language, "eine Zeile"_de, "{1} Zeilen"_de, batch.row_count))
        .set("START_URL", context.url(pattern));
    if (working)
        draw_working(context, page, batch, *job);
    else if (!batch.message.empty())
        page.add("MESSAGE")
            .set("WARNING_ICON", web::icon("warning"))
            .set("MESSAGE_TEXT", i18n::translate_template_text(context.language, batch.message));
    if (batch.state == State::done)
        draw_result(context, page, batch);
    const bool needs_columns = batch.state == State::mapping || batch.state == State::checking;
    if (!working && (needs_columns || batch.state == State::checked))
        page.add("NEXT")
            .set("NEXT_URL", context.url(path_of(batch, needs_columns ? "spalten" : "pruefen")))
            .set("NEXT_TEXT", context.t(needs_columns ? "Spalten zuordnen"_de : "Vorschau prüfen"_de));
    if (batch.state == State::done)
        draw_what_follows(context, page, batch);
    if (batch.state == State::done || batch.state == State::checked)
        page.add("REPORT")
            .set("REPORT_URL", context.url(path_of(batch, "bericht.csv")))
            .set("DOWNLOAD_ICON", web::icon("download"));
    auto response = web::page(context,
                              {.title = batch.file_name,
                               .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"},
                                          {context.t("Liste einlesen"_de), "/redaktion/import"}},
                               .index = false},
                              context.render("import_show", page));
    // Reloads by itself, also without a script, until there is nothing to wait for.
    if (working)
        response.headers.add("Refresh", "2");
    return response;
}

Result<http::Response> cancel_import(web::Context& context)
{
    const auto asked = TRY(asked_batch(context));
    const bool stops =
        asked.job && context.pool()
                         .write(db::Scope::nothing(),
                                [&](db::Tx& tx) {
                                    return jobs::request_cancel(tx, context.network.id, *asked.job,
                                                                context.environment.clock);
                                })
                         .has_value();
    // Read again: it may have been done while somebody reached for the button.
    const auto batch = TRY(asked_batch(context));
    return web::redirect_with_notice(context, path_of(batch), notice_of_cancelling(batch.state, stops));
}

Result<http::Response> download_report(web::Context& context)
{
    const auto batch = TRY(asked_batch(context));
    const auto report = context.pool().read([&](db::Reader& reader) {
        return report_of(reader, context.network, batch, context.today(), context.language);
    });
    return web::download(sheet::write_csv(report), content_type_of(Format::csv), "bericht.csv");
}

} // namespace dorfnetz::transfer
