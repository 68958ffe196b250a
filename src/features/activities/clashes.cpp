#include "features/activities/activities_pages.hpp"
#include "foundation/calendar/holidays.hpp"
#include "foundation/core/text.hpp"

#include <algorithm>

// What else is on that day, so that nobody plans a concert beside the village fair.
namespace dorfnetz::activities {

namespace {

using web::Context;

constexpr std::size_t dates_checked = 12; // of a series; those that come next
constexpr std::size_t others_shown = 6;   // for each of them

std::vector<std::string> free_days(const Context& context, std::string_view land, const ActivityDate& date)
{
    std::vector<std::string> texts;
    for (const auto& holiday : calendar::holidays(land, date.first_day, date.last_day))
        texts.push_back(context.language == i18n::Language::en ? holiday.en : holiday.de);
    return texts;
}

} // namespace

html::Safe draw_clashes(const Context& context, db::Reader& reader, const ActivityId& id)
{
    const auto entries = organisations::shared_register(context, reader);
    const auto land = villages::land_of(entries->villages);
    html::Page page;
    bool any = false;
    std::size_t checked = 0;
    for (const auto& date : dates_of(reader, context.network.id, id)) {
        if (date.ends_at <= context.now() || date.status != DateStatus::planned)
            continue;
        if (++checked > dates_checked)
            break;
        auto others =
            dates_between(reader, context.network.id, {.from = date.first_day, .until = date.last_day});
        std::erase_if(
            others, [&](const Listed& other) { return other.date.activity == id || other.is_called_off(); });
        const auto free = free_days(context, land, date);
        if (others.empty() && free.empty())
            continue;
        any = true;
        auto day = page.add("DAY");
        day.set("WHEN", i18n::format_date(context.region(), date.first_day, i18n::DateStyle::weekday));
        if (!free.empty())
            day.add("FREE").set("HOLIDAYS", join(free, ", "));
        for (std::size_t i = 0; i < std::min(others.size(), others_shown); ++i) {
            auto row = day.add("OTHER");
            row.set("TITLE", others[i].title)
                .set("HOURS", hours_text(context, others[i].date, others[i].all_day))
                .set("OTHER_URL", context.url(path_of(others[i].date)));
            if (const auto place = place_text(*entries, others[i]); !place.empty())
                row.add("AT").set("PLACE", place);
        }
    }
    return any ? context.render("activity_clashes", page) : html::Safe();
}

} // namespace dorfnetz::activities
