#include "features/transfer/example_activities.hpp"

#include "features/activities/formalities_api.hpp"
#include "features/activities/needs_api.hpp"
#include "features/signups/api.hpp"

#include <algorithm>

namespace dorfnetz::transfer {

namespace {

using activities::ActivityDraft;

// Err::invalid names what the network does not have.
Result<ActivityDraft> draft_from(const toml::table& table, const organisations::Register& entries, Date today)
{
    ActivityDraft draft{.title = text_of(table, "title"),
                        .kind = text_of(table, "kind"),
                        .fields = texts_of(table, "fields"),
                        .description = text_of(table, "description"),
                        .rule = text_of(table, "rule"),
                        .place_name = text_of(table, "place"),
                        .capacity = table["capacity"].value<std::int64_t>(),
                        .cost = text_of(table, "cost"),
                        .bring = text_of(table, "bring"),
                        .access_notes = text_of(table, "access"),
                        .is_example = true};
    const auto missing = [](std::string name) {
        return Error{.kind = Err::invalid,
                     .text = "Die Datei {1} passt nicht: {2}"_de,
                     .values = {"activities.toml", std::move(name)}};
    };
    for (auto& name : texts_of(table, "hosts")) {
        const auto host = std::find_if(entries.entries.begin(), entries.entries.end(),
                                       [&](const auto& entry) { return entry.name == name; });
        if (host == entries.entries.end())
            return missing(std::move(name));
        draft.hosts.push_back(host->id);
    }
    for (auto& slug : texts_of(table, "villages")) {
        const auto village = std::find_if(entries.villages.begin(), entries.villages.end(),
                                          [&](const auto& each) { return each.slug == slug; });
        if (village == entries.villages.end())
            return missing(std::move(slug));
        draft.villages.push_back(village->id);
    }
    if (!draft.villages.empty())
        draft.place_village = draft.villages.front();
    const auto day = example_day(table, today);
    draft.all_day = text_of(table, "begin").empty();
    if (draft.all_day) {
        const auto last = add_days(day, static_cast<int>(table["days"].value_or(std::int64_t{1})) - 1);
        draft.first = activities::whole_days(day, last);
    } else {
        draft.first = {.begin = example_time(day, text_of(table, "begin")),
                       .end = example_time(day, text_of(table, "end"))};
    }
    return draft;
}

// "HH:MM" as minutes since midnight.
std::chrono::minutes clock_of(const std::string& clock)
{
    return calendar::time_of_day(example_time(std::chrono::year(2000) / 1 / 1, clock));
}

// From, until and every so many minutes make shifts; nothing of them: as long as the activity.
std::vector<activities::NeedTime> times_from(const toml::table& table, const ActivityDraft& activity)
{
    activities::NeedTime time{.least = table["least"].value_or(std::int64_t{1}),
                              .most = table["most"].value_or(std::int64_t{1})};
    if (text_of(table, "from").empty())
        return {time};
    const auto end = clock_of(text_of(table, "until"));
    const std::chrono::minutes day{24 * 60 * table["day"].value_or(std::int64_t{0})};
    const auto every = std::chrono::minutes(table["every"].value_or(std::int64_t{24 * 60}));
    std::vector<activities::NeedTime> times;
    for (auto begin = clock_of(text_of(table, "from")); begin < end; begin += every) {
        time.within = {.starts_after = day + begin - calendar::time_of_day(activity.first.begin),
                       .lasts = std::min(every, end - begin)};
        times.push_back(time);
    }
    return times;
}

Result<Done> add_needs(db::Tx& tx, const web::Network& network, const activities::ActivityId& id,
                       const ActivityDraft& activity, const toml::table& table,
                       const organisations::Author& author)
{
    const auto* rows = table["need"].as_array();
    for (const auto& row : rows ? *rows : toml::array{}) {
        const auto& need = *row.as_table();
        activities::NeedDraft draft{
            .kind =
                activities::need_kind_from_text(text_of(need, "kind")).value_or(activities::NeedKind::role),
            .title = text_of(need, "title"),
            .description = text_of(need, "description"),
            .skills = text_of(need, "skills"),
            .minimum_age = need["age"].value<std::int64_t>(),
            .proof = text_of(need, "proof"),
            .admission = activities::admission_from_text(text_of(need, "admission"))
                             .value_or(activities::Admission::at_once),
            .is_around = need["around"].value_or(false)};
        TRY(activities::add_need(tx, network, id, draft, times_from(need, activity), author));
    }
    return Done{};
}

// For the first shift of that name which has a place.
Result<Done> add_promises(db::Tx& tx, web::Environment& environment, const web::Network& network,
                          const activities::ActivityId& id, const toml::table& table)
{
    const auto* rows = table["promise"].as_array();
    const auto date = activities::dates_of(tx, network.id, id).front().id;
    const auto shifts = activities::shifts_of_date(tx, network.id, date);
    for (const auto& row : rows ? *rows : toml::array{}) {
        const auto& promise = *row.as_table();
        const auto people = promise["people"].value_or(std::int64_t{1});
        const auto wanted = text_of(promise, "for");
        const auto found = std::ranges::find_if(shifts, [&](const auto& of_date) {
            return of_date.need.draft.title == wanted && of_date.shift.free_places() >= people;
        });
        if (found == shifts.end())
            return Error{
                .kind = Err::missing, .text = "Dafür gibt es keine Schicht: {1}"_de, .values = {wanted}};
        TRY(signups::enter_example(tx, environment, network.id, found->shift.id, text_of(promise, "name"),
                                   people));
    }
    return Done{};
}

} // namespace

Date example_day(const toml::table& table, Date today)
{
    auto day = add_days(today, static_cast<int>(table["in_days"].value_or(std::int64_t{1})));
    if (const auto weekday = table["weekday"].value<unsigned>())
        while (std::chrono::weekday(std::chrono::sys_days(day)).iso_encoding() != *weekday)
            day = add_days(day, 1);
    return day;
}

calendar::LocalTime example_time(Date day, const std::string& clock)
{
    return calendar::local_time_from_iso(to_iso(day) + 'T' + clock).value_or(calendar::at(day));
}

Result<Done> load_activities(web::Environment& environment, const web::Network& network,
                             const std::string& text)
{
    const toml::table document = toml::parse(text);
    const organisations::Author author{.clock = environment.clock, .random = environment.random};
    const auto today = i18n::local_date({.language = i18n::Language::de, .time_zone = network.time_zone},
                                        environment.clock.now());
    return environment.pool.write(db::Scope::of(network.id), [&](db::Tx& tx) -> Result<Done> {
        // Loading that was broken off begins anew; there is all of this or nothing.
        if (!activities::dates_between(tx, network.id,
                                       {.from = today, .until = add_days(today, 365), .most = 1})
                 .empty())
            return Done{};
        const auto entries = organisations::load_register(tx, network.id);
        const auto* rows = document["activity"].as_array();
        for (const auto& row : rows ? *rows : toml::array{}) {
            const auto draft = TRY(draft_from(*row.as_table(), entries, today));
            const auto id = TRY(activities::create(tx, network, draft, author));
            TRY(activities::publish(tx, network, id, author));
            TRY(add_needs(tx, network, id, draft, *row.as_table(), author));
            TRY(add_promises(tx, environment, network, id, *row.as_table()));
            activities::add_formalities(tx, network.id, id, texts_of(*row.as_table(), "formalities"), author);
        }
        return Done{};
    });
}

} // namespace dorfnetz::transfer
