#include "accounts/policy.hpp"
#include "features/joining/calls.hpp"
#include "features/joining/joining_pages.hpp"
#include "features/notes/api.hpp"

#include <algorithm>

namespace dorfnetz::joining {

namespace {

using web::Context;

// The first of the days on which each is to be called again, by the id of the offer.
std::map<std::string, Date> days_to_call_again(db::Reader& reader, const Context& context)
{
    constexpr int far = 10 * 366; // days; notes do not reach further
    std::map<std::string, Date> days;
    for (const auto& reminder : notes::due_reminders(reader, context.network.id, notes::About::offer,
                                                     add_days(context.today(), far)))
        days.try_emplace(reminder.subject, reminder.remind_on);
    return days;
}

enum class Turn { again_by_today, waiting, later };

Turn turn_of(const Call& call, Date today)
{
    if (!call.again_on)
        return Turn::waiting;
    return *call.again_on <= today ? Turn::again_by_today : Turn::later;
}

// What to know of one who waits: since when, and what that means for today.
struct State
{
    std::string text;
    std::string colour; // of the tag; empty: no tag
};

State state_of(const Context& context, const Call& call)
{
    const auto day = [&](Date date) {
        return i18n::format_date(context.region(), date, i18n::DateStyle::plain);
    };
    switch (turn_of(call, context.today())) {
    case Turn::again_by_today:
        return {context.t("heute noch einmal"_de), "rust"};
    case Turn::later:
        return {context.t("erst ab {1}"_de, {day(*call.again_on)}), "quiet"};
    case Turn::waiting:
        break;
    }
    if (context.now() - call.offer.created_at > patience)
        return {context.t("wartet schon lange"_de), "rust"};
    return {};
}

std::string waits_since(const Context& context, const Offer& offer)
{
    const auto days = std::chrono::floor<std::chrono::days>(context.now() - offer.created_at).count();
    return days < 1 ? context.t("seit heute"_de)
                    : i18n::translate_count(context.language, "seit einem Tag"_de, "seit {1} Tagen"_de, days);
}

html::Safe show_button(const Context& context, const Offer& offer)
{
    return web::draw_button(context, {.action = call_path(offer.id),
                                      .pattern = std::string(call_pattern),
                                      .submit = context.t("Nummer zeigen"_de)});
}

void fill(html::Values& place, const Context& context, const Call& call)
{
    place.set("BUTTON", show_button(context, call.offer));
    if (const auto state = state_of(context, call); !state.text.empty())
        place.add("STATE").set("COLOUR", state.colour).set("STATE_TEXT", state.text);
}

void show_first(html::Values place, const Context& context, const std::vector<villages::Village>& places,
                const Call& call)
{
    const auto village = name_of_village(places, call.offer.village);
    const auto waits = waits_since(context, call.offer);
    place.set("HEADING", context.t("Zuerst: {1}"_de, {call.offer.name}))
        .set("ABOUT_TEXT", village.empty() ? context.t("Wartet {1}."_de, {waits})
                                           : context.t("Wohnt in {1}, wartet {2}."_de, {village, waits}));
    fill(place, context, call);
}

void show_other(html::Values row, const Context& context, const std::vector<villages::Village>& places,
                const Call& call)
{
    row.set("NAME", call.offer.name)
        .set("VILLAGE", name_of_village(places, call.offer.village))
        .set("WAITS", waits_since(context, call.offer));
    fill(row, context, call);
}

} // namespace

OfVillages own_villages(const Context& context)
{
    if (accounts::may(context.actor, accounts::Right::record_person, {}))
        return std::nullopt;
    return accounts::villages_for(context.actor, accounts::Right::record_person);
}

std::string call_path(const OfferId& id)
{
    return std::string(calls_path) + '/' + id.text();
}

std::string name_of_village(const std::vector<villages::Village>& places, const std::optional<VillageId>& id)
{
    for (const auto& place : places)
        if (id && place.id == *id)
            return place.name;
    return {};
}

std::vector<Call> calls_in_order(db::Reader& reader, const Context& context)
{
    constexpr web::Paging all{.page = 1, .per_page = 10'000};
    const auto again = days_to_call_again(reader, context);
    std::vector<Call> calls;
    for (auto& offer : offers_to_call(reader, context, own_villages(context), all)) {
        const auto day = again.find(offer.id.text());
        calls.push_back({std::move(offer), day == again.end() ? std::nullopt : std::optional(day->second)});
    }
    const auto key = [&](const Call& call) {
        return std::pair(turn_of(call, context.today()), call.again_on.value_or(Date{}));
    };
    std::stable_sort(calls.begin(), calls.end(),
                     [&](const Call& left, const Call& right) { return key(left) < key(right); });
    return calls;
}

Result<http::Response> show_calls(Context& context)
{
    const auto places = places_of(context);
    const auto paging = web::paging(context);
    const auto calls =
        context.pool().read([&](db::Reader& reader) { return calls_in_order(reader, context); });
    html::Page page;
    if (calls.empty())
        page.add("NOTHING").set("DESK_URL", context.url("/redaktion"));
    else {
        auto list = page.add("LIST");
        const auto begin = std::min<std::size_t>(static_cast<std::size_t>(paging.offset()), calls.size());
        auto at = begin;
        if (begin == 0 && turn_of(calls.front(), context.today()) != Turn::later)
            show_first(list.add("FIRST"), context, places, calls[at++]);
        const auto end =
            std::min<std::size_t>(begin + static_cast<std::size_t>(paging.per_page), calls.size());
        if (at < end) {
            auto others = list.add("OTHERS");
            for (; at < end; ++at)
                show_other(others.add("ROW"), context, places, calls[at]);
        }
        list.set("PAGES", web::paging_links(context, paging, std::ssize(calls)));
    }
    return web::page(context,
                     {.title = context.t("Ruf an"_de),
                      .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"}},
                      .index = false},
                     context.render("joining_calls", page));
}

} // namespace dorfnetz::joining
