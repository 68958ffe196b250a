#include "features/date_polls/poll_pages.hpp"
#include "features/date_polls/polls_store.hpp"
#include "foundation/web/question.hpp"

#include <algorithm>

// What is done with a single date, and how a poll ends.
namespace dorfnetz::date_polls {

namespace {

using web::Context;

constexpr std::string_view take_end = "/termine/{termin}/nehmen";
constexpr std::string_view strike_end = "/termine/{termin}/entfernen";
constexpr std::string_view close_end = "/schliessen";
constexpr std::string_view again_end = "/wieder";

struct ChosenOption
{
    Searched at;
    Option option;
};

Result<ChosenOption> chosen_option(const Context& context, db::Reader& reader)
{
    auto found = TRY(led_poll(context, reader));
    const auto options = store::options_of(reader, context.network.id, found.poll->id);
    const auto option = std::ranges::find(options, OptionId(context.parameter("termin")), &Option::id);
    if (option == options.end())
        return Error{.kind = Err::missing};
    return ChosenOption{.at = std::move(found), .option = *option};
}

Result<Done> take_here(db::Tx& tx, const Context& context)
{
    const auto chosen = TRY(chosen_option(context, tx));
    return take(tx, context, chosen.at.poll->id, chosen.option.id);
}

Result<http::Response> post_take(Context& context)
{
    const auto chosen =
        TRY(context.pool().read([&](db::Reader& reader) { return chosen_option(context, reader); }));
    const auto& meeting = chosen.at.meeting;
    const auto path = poll_path_of(meeting, "/termine/" + chosen.option.id.text() + "/nehmen");
    if (!web::is_sure(context))
        return web::question_page(
            context,
            {.heading = context.t("Diesen Termin nehmen?"_de),
             .what_happens =
                 meeting.state == meetings::State::invited
                     ? context.t("Das Treffen ist dann am {1}. Die Umfrage ist zu Ende, und wer schon "
                                 "eingeladen ist, bekommt den neuen Termin."_de,
                                 {option_text(context, meeting, chosen.option)})
                     : context.t("Das Treffen ist dann am {1}. Die Umfrage ist zu Ende; einladen kannst du "
                                 "danach."_de,
                                 {option_text(context, meeting, chosen.option)}),
             .button = {.action = path,
                        .pattern = poll_pattern(take_end),
                        .submit = context.t("Ja, diesen Termin"_de)},
             .back = poll_path_of(meeting),
             .crumbs = crumbs_of(context, meeting)});
    TRY(context.pool().write(context.scope(), [&](db::Tx& tx) { return take_here(tx, context); }));
    return web::redirect_with_notice(context, meetings::desk_path_of(meeting),
                                     "Der Termin steht. Jetzt kannst du einladen."_de);
}

Result<Done> strike_here(db::Tx& tx, const Context& context)
{
    const auto chosen = TRY(chosen_option(context, tx));
    return remove_option(tx, context, chosen.at.poll->id, chosen.option.id);
}

Result<http::Response> post_strike(Context& context)
{
    const auto chosen =
        TRY(context.pool().read([&](db::Reader& reader) { return chosen_option(context, reader); }));
    const auto& meeting = chosen.at.meeting;
    if (!web::is_sure(context))
        return web::question_page(
            context,
            {.heading = context.t("Termin streichen?"_de),
             .what_happens = context.t("{1} steht dann nicht mehr zur Wahl. Was dazu geantwortet "
                                       "wurde, ist weg."_de,
                                       {option_text(context, meeting, chosen.option)}),
             .button = {.action = poll_path_of(meeting, "/termine/" + chosen.option.id.text() + "/entfernen"),
                        .pattern = poll_pattern(strike_end),
                        .submit = context.t("Ja, streichen"_de),
                        .danger = true},
             .back = poll_path_of(meeting),
             .crumbs = crumbs_of(context, meeting)});
    TRY(context.pool().write(context.scope(), [&](db::Tx& tx) { return strike_here(tx, context); }));
    return web::redirect_with_notice(context, poll_path_of(meeting), "Gestrichen."_de);
}

Result<Meeting> close_here(db::Tx& tx, const Context& context)
{
    auto found = TRY(led_poll(context, tx));
    TRY(close(tx, context, found.poll->id));
    return std::move(found.meeting);
}

Result<http::Response> post_close(Context& context)
{
    const auto meeting =
        TRY(context.pool().write(context.scope(), [&](db::Tx& tx) { return close_here(tx, context); }));
    return web::redirect_with_notice(context, poll_path_of(meeting), "Die Umfrage ist zu Ende."_de);
}

Result<Meeting> open_again_here(db::Tx& tx, const Context& context)
{
    auto found = TRY(led_poll(context, tx));
    TRY(open_again(tx, context, found.poll->id));
    return std::move(found.meeting);
}

Result<http::Response> post_again(Context& context)
{
    const auto meeting =
        TRY(context.pool().write(context.scope(), [&](db::Tx& tx) { return open_again_here(tx, context); }));
    return web::redirect_with_notice(context, poll_path_of(meeting), "Die Umfrage läuft wieder."_de);
}

} // namespace

void add_option_pages(web::Site& site)
{
    const auto anybody = web::Access::signed_in();
    site.post(poll_pattern(take_end), anybody, post_take);
    site.post(poll_pattern(strike_end), anybody, post_strike);
    site.post(poll_pattern(close_end), anybody, post_close);
    site.post(poll_pattern(again_end), anybody, post_again);
}

} // namespace dorfnetz::date_polls
