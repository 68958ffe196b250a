#include "features/signups/calendars.hpp"
#include "features/signups/links.hpp"
#include "features/signups/signups_pages.hpp"
#include "foundation/web/share.hpp"

// A calendar of one's own promises: made and ended behind the link of one of them, fetched by calendar
// programs.
namespace dorfnetz::signups {

namespace {

using web::Context;

constexpr std::string_view calendar_pattern = "/zusage/{token}/kalender";
constexpr std::string_view wish = "was";
constexpr std::string_view to_begin = "anlegen";
constexpr std::string_view to_end = "beenden";

html::Safe draw_wish(const Context& context, const std::string& path, std::string_view what,
                     std::string label, bool plain)
{
    return web::draw_button(context,
                            {.action = path + "/kalender",
                             .pattern = std::string(calendar_pattern),
                             .submit = std::move(label),
                             .plain = plain},
                            {{std::string(wish), std::string(what)}});
}

Result<http::Response> post_wish(Context& context)
{
    const bool ends = context.form.text(wish) == to_end;
    TRY(context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        const auto signup = store::by_link(tx, context.network.id,
                                           hash_of_token(context.environment, context.parameter("token")));
        // Whoever typed a telephone number alone has proven nothing.
        const auto mailbox = signup ? store::mailbox_of(*signup) : std::string();
        if (mailbox.empty())
            return Error{.kind = Err::missing};
        if (ends)
            end_calendar(tx, context.network.id, mailbox);
        else
            begin_calendar(tx, context, mailbox);
        return Done{};
    }));
    return web::redirect_with_notice(
        context, "/zusage/" + std::string(context.parameter("token")),
        ends ? "Die Adresse deines Kalenders gilt nicht mehr."_de
             : "Dein Kalender hat jetzt eine Adresse. Sie steht unten auf der Seite."_de);
}

Result<http::Response> show_calendar(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto calendar = calendar_at(reader, context, context.parameter("token"));
        if (!calendar)
            return Error{.kind = Err::missing};
        return web::download(draw_own_calendar(reader, context, *calendar), "text/calendar; charset=utf-8",
                             "zusagen.ics");
    });
}

} // namespace

html::Safe draw_calendar(const Context& context, db::Reader& reader, const Signup& signup,
                         const std::string& path)
{
    const auto calendar = calendar_of(reader, context.network.id, store::mailbox_of(signup));
    html::Page part;
    if (!calendar) {
        part.add("NONE").set("BEGIN_BUTTON", draw_wish(context, path, to_begin,
                                                       context.t("Meinen Kalender anlegen"_de), false));
        return context.render("signups_calendar", part);
    }
    part.add("SOME").set(
        "ADDRESS",
        web::calendar_address(context, path_of(context, *calendar),
                              draw_wish(context, path, to_end, context.t("Adresse beenden"_de), true), true));
    return context.render("signups_calendar", part);
}

void add_calendar_pages(web::Site& site)
{
    const auto everyone = web::Access::everyone();
    site.post(std::string(calendar_pattern), everyone, post_wish);
    site.get("/kalender/{token}", everyone, show_calendar);
}

} // namespace dorfnetz::signups
