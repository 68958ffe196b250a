#include "accounts/audit.hpp"
#include "features/attendance/attendance_pages.hpp"
#include "features/attendance/attendance_store.hpp"
#include "features/pictures/api.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/sent_back.hpp"

// How it was: written by who hosts it, and shown on the page of the date when they say so.
namespace dorfnetz::attendance {

namespace {

using activities::Listed;
using web::Context;
using web::Field;
using web::FormValues;
using web::Input;

constexpr std::string_view publish_end = "/bericht/veroeffentlichen";
constexpr std::int64_t most_hours_together = 1'000'000;
constexpr std::string_view withdraw_end = "/bericht/zuruecknehmen";

struct Reported
{
    Listed listed;
    std::optional<Report> report = {};
    Counted sum = {}; // of the attendance list, to begin with
};

Result<Reported> reported_day(const Context& context, db::Reader& reader)
{
    auto listed = TRY(hosted_day(context, reader));
    const auto sheet = sheet_of(reader, context.network.id, listed);
    return Reported{.listed = std::move(listed),
                    .report = store::report_of(reader, context.network.id, sheet.listed.date.id),
                    .sum = counted(sheet)};
}

std::vector<Field> fields_of(const Context& context)
{
    return {{.name = "bericht",
             .label = context.t("Wie war es?"_de),
             .input = Input::markdown,
             .required = true,
             .help = context.t("Ein paar Sätze reichen. Nenne niemanden, der das nicht möchte."_de),
             .longest = longest_report},
            {.name = "gaeste",
             .label = context.t("Wie viele Gäste waren da?"_de),
             .input = Input::number,
             .help = context.t("Ungefähr."_de),
             .most = 1'000'000},
            {.name = "helfende",
             .label = context.t("Wie viele haben geholfen?"_de),
             .input = Input::number,
             .required = true,
             .help = context.t("Aus der Anwesenheitsliste. Du kannst es ändern."_de),
             .most = 100'000},
            {.name = "stunden",
             .label = context.t("Wie viele Stunden zusammen?"_de),
             .required = true,
             .help = context.t("Aus der Anwesenheitsliste. Du kannst es ändern: 42 oder 42,5."_de),
             .longest = 9},
            {.name = "danke",
             .label = context.t("Danke an …"_de),
             .input = Input::long_text,
             .longest = longest_thanks},
            {.name = "fassung", .label = "", .input = Input::hidden}};
}

FormValues values_of(const Context& context, const Reported& reported)
{
    ReportDraft draft{.helpers = reported.sum.here, .minutes = reported.sum.minutes};
    if (reported.report)
        draft = reported.report->draft;
    FormValues values;
    values.set("bericht", draft.report)
        .set("gaeste", draft.visitors ? std::to_string(*draft.visitors) : std::string())
        .set("helfende", std::to_string(draft.helpers))
        .set("stunden", hours_to_type(context.language, draft.minutes))
        .set("danke", draft.thanks)
        .set("fassung", std::to_string(reported.report ? reported.report->version : 0));
    return values;
}

ReportDraft draft_from(web::SentForm& sent)
{
    ReportDraft draft{.report = sent.values.text("bericht"),
                      .visitors = sent.values.number("gaeste"),
                      .helpers = sent.values.number("helfende").value_or(0),
                      .thanks = sent.values.text("danke")};
    const auto minutes = minutes_from_typed(sent.values.text("stunden"), most_hours_together);
    if (minutes)
        draft.minutes = *minutes;
    else if (sent.values.has("stunden"))
        sent.errors.push_back({"stunden", "Schreib Stunden so: 42 oder 42,5."_de});
    return draft;
}

html::Safe button(const Context& context, const Listed& listed, std::string_view end, German label)
{
    return web::draw_button(
        context, {.action = day_path(listed, end), .pattern = day_pattern(end), .submit = context.t(label)});
}

http::Response report_page(const Context& context, const Reported& reported, const FormValues& values,
                           const std::vector<FieldError>& errors, const std::optional<Error>& refused = {})
{
    const auto& listed = reported.listed;
    const bool is_shown = reported.report && reported.report->status == ReportStatus::published;
    html::Page page;
    page.set("TITLE", listed.title)
        .set("WHEN", activities::when_text(context, listed.date, listed.all_day))
        .set("FORM", web::draw_form(context,
                                    {.action = day_path(listed, report_end),
                                     .pattern = day_pattern(report_end),
                                     .submit = context.t("Speichern"_de),
                                     .cancel = day_path(listed, {})},
                                    fields_of(context), values, errors))
        .set("PICTURES_URL", context.url(day_path(listed, pictures_end)));
    web::show_refused(page, context, refused);
    if (is_shown)
        page.add("SHOWN")
            .set("PUBLIC_URL", context.url(activities::path_of(listed.date)))
            .set("BUTTON", button(context, listed, withdraw_end, "Wieder verbergen"_de));
    else if (reported.report)
        page.add("HIDDEN").set("BUTTON", button(context, listed, publish_end, "Veröffentlichen"_de));
    const int status = web::form_status(errors, refused);
    return web::page(
        context, {.title = context.t("So war es"_de), .crumbs = crumbs_of(context, listed), .index = false},
        context.render("report_edit", page), status);
}

Result<http::Response> show_report(Context& context)
{
    const auto reported =
        TRY(context.pool().read([&](db::Reader& reader) { return reported_day(context, reader); }));
    return report_page(context, reported, values_of(context, reported), {});
}

Result<http::Response> post_report(Context& context)
{
    const auto reported =
        TRY(context.pool().read([&](db::Reader& reader) { return reported_day(context, reader); }));
    auto sent = web::read_form(context, fields_of(context));
    const auto draft = draft_from(sent);
    if (!sent.ok())
        return report_page(context, reported, sent.values, sent.errors);
    const auto saved = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        const auto listed = TRY(hosted_day(context, tx));
        return save_report(tx, context.network.id, listed.date.id, sent.values.number("fassung").value_or(-1),
                           draft, context.now());
    });
    if (saved)
        return web::redirect_with_notice(context, day_path(reported.listed, report_end),
                                         reported.report && reported.report->status == ReportStatus::published
                                             ? "Gespeichert. So steht es jetzt beim Termin."_de
                                             : "Gespeichert. Noch sieht es niemand: Veröffentliche es."_de);
    if (saved.error().kind != Err::stale)
        return saved.error();
    const auto now =
        TRY(context.pool().read([&](db::Reader& reader) { return reported_day(context, reader); }));
    // What was typed stays; sent once more, it counts.
    sent.values.set("fassung", std::to_string(now.report ? now.report->version : 0));
    return report_page(context, now, sent.values, {}, saved.error());
}

enum class Shown { to_all, to_nobody };

// With its row in the audit log.
Result<Listed> set_shown(db::Tx& tx, const Context& context, Shown shown)
{
    auto day = TRY(hosted_day(context, tx));
    const bool to_all = shown == Shown::to_all;
    if (to_all && context.now() < day.date.starts_at)
        return Error{.kind = Err::conflict, .text = "Es hat noch nicht begonnen."_de};
    TRY(to_all ? publish_report(tx, context.network.id, day.date.id, context.now())
               : withdraw_report(tx, context.network.id, day.date.id, context.now()));
    accounts::record(tx,
                     {.network = context.network.id,
                      .user = context.actor.user,
                      .action = to_all ? "report.published" : "report.withdrawn",
                      .subject_kind = "activity",
                      .subject = day.date.activity.text(),
                      .details = to_iso(day.date.first_day)},
                     context.environment.clock, context.environment.random);
    return day;
}

Result<http::Response> post_shown(const Context& context, Shown shown, German notice)
{
    const auto listed =
        TRY(context.pool().write(context.scope(), [&](db::Tx& tx) { return set_shown(tx, context, shown); }));
    return web::redirect_with_notice(context, day_path(listed, report_end), notice);
}

Result<pictures::AlbumSubject> album_of(const Context& context, db::Reader& reader)
{
    const auto listed = TRY(hosted_day(context, reader));
    auto crumbs = crumbs_of(context, listed);
    crumbs.push_back({context.t("So war es"_de), day_path(listed, report_end)});
    return pictures::AlbumSubject{.album = report_album(listed.date.id),
                                  .name = listed.title,
                                  .path = day_path(listed, pictures_end),
                                  .crumbs = std::move(crumbs),
                                  .back = day_path(listed, report_end)};
}

} // namespace

void add_report_pages(web::Site& site)
{
    const auto editors = web::Access::entry_editors();
    site.get(day_pattern(report_end), editors, show_report, some_day(report_end));
    site.post(day_pattern(report_end), editors, post_report);
    site.post(day_pattern(publish_end), editors,
              [](Context& context) { return post_shown(context, Shown::to_all, "Jetzt sehen es alle."_de); });
    site.post(day_pattern(withdraw_end), editors, [](Context& context) {
        return post_shown(context, Shown::to_nobody, "Jetzt sieht es niemand mehr."_de);
    });
    pictures::add_album(
        site,
        {.pattern = day_pattern(pictures_end),
         .access = editors,
         .heading = "Bilder: So war es"_de,
         .help = "Sie stehen beim Termin unter „So war es“. Frag vorher alle, die zu erkennen sind; bei "
                 "Kindern die Eltern. Ein Bild von hinten oder von der Sache braucht niemandes Ja."_de,
         .most = most_report_pictures,
         .subject = album_of,
         .examples = some_day(pictures_end)});
}

} // namespace dorfnetz::attendance
