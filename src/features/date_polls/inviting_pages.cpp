#include "features/date_polls/inviting.hpp"
#include "features/date_polls/poll_pages.hpp"
#include "foundation/mail/hours.hpp"
#include "foundation/web/question.hpp"

// Sending the links out.
namespace dorfnetz::date_polls {

namespace {

using web::Context;

constexpr std::string_view send_end = "/verschicken";

Result<std::int64_t> ask_here(db::Tx& tx, const Context& context)
{
    const auto found = TRY(led_poll(context, tx));
    return ask_all(tx, context, found.poll->id);
}

Result<http::Response> post_send(Context& context)
{
    const auto found =
        TRY(context.pool().read([&](db::Reader& reader) { return led_poll(context, reader); }));
    if (!web::is_sure(context)) {
        const auto count = std::ssize(context.pool().read(
            [&](db::Reader& reader) { return whom_to_ask(reader, context, *found.poll, found.meeting); }));
        if (count == 0)
            return web::redirect_with_notice(
                context, poll_path_of(found.meeting),
                "Es gibt niemanden mehr, der eine Mail bekommen könnte. Gib den Link weiter."_de);
        return web::question_page(
            context,
            {.heading = context.t("Per Mail fragen?"_de),
             .what_happens = i18n::translate_count(
                 context.language,
                 "Ein Mensch bekommt eine Mail mit den Tagen und einem Link zum Antworten."_de,
                 "{1} Menschen bekommen eine Mail mit den Tagen und einem Link zum Antworten."_de, count),
             .button = {.action = poll_path_of(found.meeting, send_end),
                        .pattern = poll_pattern(send_end),
                        .submit = context.t("Ja, verschicken"_de)},
             .back = poll_path_of(found.meeting),
             .crumbs = crumbs_of(context, found.meeting)});
    }
    TRY(context.pool().write(context.scope(), [&](db::Tx& tx) { return ask_here(tx, context); }));
    const bool is_night = mail::morning_after(context.network.time_zone, context.now()).has_value();
    return web::redirect_with_notice(context, poll_path_of(found.meeting),
                                     is_night ? "Jetzt ist Nacht: Die Mails gehen um 8 Uhr hinaus."_de
                                              : "Die Mails sind unterwegs."_de);
}

} // namespace

void add_inviting_pages(web::Site& site)
{
    site.post(poll_pattern(send_end), web::Access::signed_in(), post_send);
}

} // namespace dorfnetz::date_polls
