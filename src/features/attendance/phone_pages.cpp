#include "features/activities/needs_api.hpp"
#include "features/attendance/attendance_pages.hpp"
#include "foundation/core/text.hpp"
#include "foundation/web/asset_files.hpp"
#include "foundation/web/form.hpp"

#include <charconv>

// Checking in on a phone, also without a network: what assets/js/attendance.js asks for.
namespace dorfnetz::attendance {

namespace {

using activities::Listed;
using web::Context;

constexpr std::string_view worker_path = "/redaktion/termine/ohne-netz.js";
constexpr std::string_view code_pattern = "/da/{token}";

// The day of the address as long as it has names.
Result<Listed> open_day(const Context& context, db::Reader& reader)
{
    auto listed = TRY(hosted_day(context, reader));
    if (!has_names(context, listed))
        return Error{.kind = Err::missing};
    return listed;
}

http::Response list_answer(const Context& context, db::Reader& reader, Listed listed)
{
    return web::download(as_json(context, sheet_of(reader, context.network.id, std::move(listed)),
                                 web::form_token(context, day_pattern(sync_end))),
                         "application/json", "anwesenheit.json");
}

// The page that the phone keeps: as a visitor sees its frame, and without a name in it.
Result<http::Response> show_offline(Context& context)
{
    const auto listed =
        TRY(context.pool().read([&](db::Reader& reader) { return open_day(context, reader); }));
    auto nobody = context;
    nobody.actor = {};
    html::Page page;
    page.set("TITLE", listed.title)
        .set("WHEN", activities::when_text(context, listed.date, listed.all_day))
        .set("PHONE_PART", draw_phone_part(context, listed));
    auto response = web::page(nobody, {.title = context.t("Anwesenheit"_de), .index = false},
                              context.render("attendance_offline", page));
    allow_camera(response);
    return response;
}

Result<http::Response> show_list(Context& context)
{
    auto listed = TRY(context.pool().read([&](db::Reader& reader) { return open_day(context, reader); }));
    record_view(context, listed);
    return context.pool().read(
        [&](db::Reader& reader) { return list_answer(context, reader, std::move(listed)); });
}

Timestamp phone_clock(const Context& context)
{
    const auto text = context.form.text("jetzt");
    std::int64_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    constexpr std::int64_t year_10000 = 253'402'300'800'000;
    if (read.ec != std::errc() || number <= 0 || number >= year_10000)
        return context.now();
    return Timestamp(std::chrono::milliseconds(number));
}

Result<http::Response> post_taps(Context& context)
{
    std::vector<Tap> taps;
    const auto phone_now = phone_clock(context);
    for (const auto& line : context.form.all("tipp"))
        if (auto tap = tap_from_line(line)) {
            tap->event.tapped_at = corrected(tap->event.tapped_at, phone_now, context.now());
            taps.push_back(*std::move(tap));
        }
    return context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<http::Response> {
        auto listed = TRY(open_day(context, tx));
        receive(tx, context, listed, taps);
        record_taps(tx, context, listed);
        return list_answer(context, tx, std::move(listed));
    });
}

// Below the pages that it serves, because browsers let a worker serve nothing else.
Result<http::Response> show_worker(Context& context)
{
    return web::serve_asset(context.request, "js/attendance_worker.js");
}

// Whoever hosts it is led to the list; to everybody else the code says what it is for.
Result<http::Response> show_code(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto signup =
            signups::signup_by_id(reader, context.network.id, SignupId(context.parameter("token")));
        if (!signup)
            return Error{.kind = Err::missing};
        const auto open = activities::shift_by_id(reader, context.network.id, signup->shift);
        if (open && signups::may_host(reader, context, open->listed) && has_names(context, open->listed))
            return web::redirect(context, day_path(open->listed, sheet_end));
        return web::page(context, {.title = context.t("Dein Code fürs Abhaken"_de), .index = false},
                         context.render("attendance_code", {}));
    });
}

} // namespace

html::Safe draw_phone_part(const Context& context, const Listed& listed)
{
    html::Page page;
    page.set("PAGE_URL", context.url(day_path(listed, sheet_end)))
        .set("SCRIPT_URL", web::asset("js/attendance.js"))
        .set("SHELL_URL", context.url(day_path(listed, offline_end)))
        .set("WORKER_URL", context.url(worker_path))
        .set("DECODER_URL", web::asset("vendor/qr-0.7.0/decode.js"))
        .set("SIGN_IN_URL", context.url("/anmelden?weiter=" + day_path(listed, sheet_end)))
        .set("CODE_ICON", web::icon("check"))
        .set("INFO_ICON", web::icon("info"))
        .set("COUNT_WORDS", context.t("Da: {1} von {2}"_de))
        .set("WAITING_WORDS", context.t("Noch nicht übertragen: {1}"_de))
        .set("FOUND_WORDS", context.t("{1} ist da."_de))
        .set("HERE_WORDS", context.t("da seit {1}"_de));
    return context.render("attendance_phone", page);
}

void allow_camera(http::Response& response)
{
    response.headers.set("Permissions-Policy",
                         "camera=(self), geolocation=(), microphone=(), payment=(), usb=()");
}

std::string code_path(const SignupId& id)
{
    return "/da/" + id.text();
}

void add_phone_pages(web::Site& site)
{
    const auto editors = web::Access::entry_editors();
    site.get(day_pattern(offline_end), editors, show_offline, some_day(offline_end));
    site.get(day_pattern(list_end), editors, show_list, some_day(list_end));
    site.post(day_pattern(sync_end), editors, post_taps);
    site.get(std::string(worker_path), web::Access::everyone(), show_worker);
    site.get(std::string(code_pattern), web::Access::everyone(), show_code);
}

} // namespace dorfnetz::attendance
