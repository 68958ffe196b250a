#include "features/attendance/attendance_pages.hpp"
#include "features/attendance/attendance_store.hpp"
#include "features/pictures/api.hpp"

// What attendance adds to pages of others.
namespace dorfnetz::attendance {

namespace {

using activities::DateId;
using web::Context;

void add_figure(html::Page& page, const Context& context, German label, std::int64_t number)
{
    page.add("FIGURE")
        .set("LABEL", context.t(label))
        .set("NUMBER", i18n::format_number(context.language, number));
}

// "So war es", on the public page of a date.
html::Safe draw_report(const Context& context, db::Reader& reader, std::string_view date)
{
    const DateId id{date};
    const auto report = store::report_of(reader, context.network.id, id);
    if (!report || report->status != ReportStatus::published)
        return {};
    const auto& draft = report->draft;
    html::Page page;
    page.set("REPORT", html::markdown(draft.report));
    if (draft.visitors)
        add_figure(page, context, "Gäste"_de, *draft.visitors);
    if (draft.helpers > 0)
        add_figure(page, context, "Helfende"_de, draft.helpers);
    if (draft.minutes > 0)
        add_figure(page, context, "Stunden zusammen"_de, (draft.minutes + 30) / 60);
    if (!draft.thanks.empty())
        page.add("THANKS").set("THANKS_TEXT", html::markdown(draft.thanks));
    for (const auto& picture : pictures::pictures_of(reader, context.network.id, report_album(id))) {
        auto row = page.add("PICTURE");
        row.set("SMALL_URL", pictures::picture_url(picture.key, 400))
            .set("LARGE_URL", pictures::picture_url(picture.key, 1600))
            .set("ALT", picture.alt(context.language))
            .set("WIDTH", picture.width)
            .set("HEIGHT", picture.height);
        if (const auto credit = picture.words.credit_line(); !credit.empty())
            row.add("CREDIT").set("CREDIT_TEXT", credit);
    }
    return context.render("report_shown", page);
}

// Where to go from the day in the desk.
html::Safe draw_links(const Context& context, db::Reader& reader, std::string_view date)
{
    const auto listed = activities::date_by_id(reader, context.network.id, DateId{date});
    if (!listed || !signups::may_host(reader, context, *listed))
        return {};
    html::Page page;
    page.set("SIGN_URL", context.url(day_path(*listed, sign_end)))
        .set("LARGE_SIGN_URL", context.url(day_path(*listed, sign_end) + "?papier=a3"))
        .set("REPORT_URL", context.url(day_path(*listed, report_end)))
        .set("PRINT_ICON", web::icon("print"))
        .set("CHECK_ICON", web::icon("check"))
        .set("REPORT_ICON", web::icon("news"));
    if (has_names(context, *listed))
        page.add("NAMES")
            .set("SHEET_URL", context.url(day_path(*listed, sheet_end)))
            .set("ROSTER_URL", context.url(day_path(*listed, roster_end)));
    return context.render("attendance_links", page);
}

// The code that is held before the camera at the gate.
html::Safe draw_code(const Context& context, db::Reader&, std::string_view signup)
{
    const auto address = context.absolute_url(code_path(SignupId(signup)));
    html::Page page;
    page.set("CODE", html::qr_code(address, context.t("Dein Code fürs Abhaken vor Ort"_de)));
    return context.render("attendance_own_code", page);
}

} // namespace

void add_parts(web::Site& site)
{
    site.add(web::Part{std::string(activities::date_parts), 5, draw_report});
    site.add(web::Part{std::string(activities::day_parts), 50, draw_links});
    site.add(web::Part{std::string(signups::promise_parts), 50, draw_code});
}

} // namespace dorfnetz::attendance
