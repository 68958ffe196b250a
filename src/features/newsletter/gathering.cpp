#include "features/activities/api.hpp"
#include "features/activities/needs_api.hpp"
#include "features/newsletter/issues.hpp"
#include "features/newsletter/issues_store.hpp"
#include "features/pages/api.hpp"
#include "foundation/core/text.hpp"

#include <algorithm>
#include <fmt/format.h>

// What there is to tell about a month, from the features that know.
namespace dorfnetz::newsletter {

namespace {

using activities::Listed;
using i18n::Language;
using web::Context;

constexpr int days_new = 62; // what nobody has told by then is no news any more
constexpr std::int64_t most_news = 10;
constexpr std::size_t most_entries = 12; // after an import of hundreds
constexpr std::size_t days_named = 6;
constexpr std::size_t longest_text = 200; // characters

void join_with(std::string& text, std::string_view separator, const std::string& more)
{
    if (!more.empty())
        text += (text.empty() ? "" : std::string(separator)) + more;
}

// The year stands above, in the title of the letter.
std::string without_year(const std::string& when, const activities::ActivityDate& date)
{
    return replace_all(when, fmt::format(" {}", static_cast<int>(date.first_day.year())), "");
}

// "8., 15. und 22."
std::string days_text(const Context& context, const std::vector<const Listed*>& dates)
{
    std::string text;
    for (std::size_t i = 0; i < dates.size(); ++i) {
        const auto day = static_cast<unsigned>(dates[i]->date.first_day.day());
        const auto written = context.language == Language::de ? fmt::format("{}.", day) : std::to_string(day);
        text += i == 0 ? written : (i + 1 == dates.size() ? ' ' + context.t("und"_de) + ' ' : ", ") + written;
    }
    return text;
}

// Of a series the first day of the month, and when it is again.
std::string when_text(const Context& context, const std::vector<const Listed*>& dates)
{
    const auto& first = dates.front()->date;
    auto text = without_year(activities::when_text(context, first, dates.front()->all_day), first);
    const std::vector<const Listed*> others(dates.begin() + 1, dates.end());
    if (others.empty())
        return text;
    if (others.size() > days_named)
        return text + ", " +
               i18n::translate_count(context.language, "danach noch einmal"_de, "danach noch {1} Mal"_de,
                                     std::ssize(others));
    return text + ", " + context.t("auch am {1}"_de, {days_text(context, others)});
}

Words words_of(const Context& context, const organisations::Register& entries,
               const std::vector<const Listed*>& dates)
{
    const auto& listed = *dates.front();
    Words words{.title = listed.title, .when = when_text(context, dates)};
    join_with(words.text, " · ", activities::place_text(entries, listed));
    join_with(words.text, " · ", activities::names_of(activities::public_hosts(entries, listed)));
    return words;
}

// "Grillstand: noch 3. Kuchen: noch 6."
Words words_of_places(const Context& context, const std::vector<activities::OpenShift>& shifts)
{
    const auto& listed = shifts.front().listed;
    Words words{.title = listed.title,
                .when =
                    without_year(activities::when_text(context, listed.date, listed.all_day), listed.date)};
    std::vector<std::pair<std::string, std::int64_t>> free; // by need, in the order of their shifts
    for (const auto& open : shifts) {
        const auto known = std::find_if(free.begin(), free.end(),
                                        [&](const auto& one) { return one.first == open.need.draft.title; });
        if (known == free.end())
            free.emplace_back(open.need.draft.title, open.shift.free_places());
        else
            known->second += open.shift.free_places();
    }
    for (const auto& [title, count] : free)
        join_with(words.text, " ", context.t("{1}: noch {2}."_de, {title, std::to_string(count)}));
    return words;
}

void add_dates(std::vector<Item>& items, const Context& context, db::Reader& reader, const Issue& issue,
               const organisations::Register& entries)
{
    const auto listed = activities::dates_between(
        reader, context.network.id,
        {.from = std::max(issue.first_day(), context.today()), .until = issue.last_day()});
    std::vector<std::vector<const Listed*>> by_activity; // in the order of their first days
    std::map<activities::ActivityId, std::size_t> places;
    for (const auto& date : listed) {
        if (date.is_called_off())
            continue;
        const auto [place, is_first] = places.emplace(date.date.activity, by_activity.size());
        if (is_first)
            by_activity.emplace_back();
        by_activity[place->second].push_back(&date);
    }
    for (const auto& dates : by_activity)
        items.push_back({.kind = ItemKind::date,
                         .subject = dates.front()->date.activity.text(),
                         .path = activities::path_of(dates.front()->date),
                         .de = words_of(context.in(Language::de), entries, dates),
                         .en = words_of(context.in(Language::en), entries, dates),
                         .villages = dates.front()->villages,
                         .fields = dates.front()->fields});
}

// Of each activity the next date on which somebody is still needed.
void add_places(std::vector<Item>& items, const Context& context, db::Reader& reader, const Issue& issue)
{
    const auto midnight = [&](Date day) { return i18n::local_time(context.region(), day, {}); };
    std::vector<std::vector<activities::OpenShift>> by_activity;
    std::map<activities::ActivityId, std::size_t> places;
    for (auto& open :
         activities::open_shifts(reader, context.network.id,
                                 {.after = midnight(std::max(issue.first_day(), context.today())),
                                 .before = midnight(add_days(issue.last_day(), 1))})) {
        const auto [place, is_first] = places.emplace(open.listed.date.activity, by_activity.size());
        if (is_first)
            by_activity.emplace_back();
        auto& shifts = by_activity[place->second];
        if (is_first || shifts.front().listed.date.id == open.listed.date.id)
            shifts.push_back(std::move(open));
    }
    for (const auto& shifts : by_activity) {
        const auto& listed = shifts.front().listed;
        items.push_back({.kind = ItemKind::place,
                         .subject = listed.date.activity.text(),
                         .path = activities::path_of(listed.date),
                         .de = words_of_places(context.in(Language::de), shifts),
                         .en = words_of_places(context.in(Language::en), shifts),
                         .villages = listed.villages,
                         .fields = listed.fields});
    }
}

void add_news(std::vector<Item>& items, const Context& context, db::Reader& reader, const Issue& issue)
{
    const auto told = store::told_before(reader, context.network.id, issue.id, to_text(ItemKind::news));
    const auto since = add_days(context.today(), -days_new);
    for (const auto& page : pages::published_news(reader, context.network.id, most_news)) {
        if (told.contains(page.id.text()) || page.draft.shown_on.value_or(since) < since)
            continue;
        const auto words = [&](Language language) {
            const auto chosen = pages::text_in(page.draft, language);
            return Words{.title = chosen.text.title,
                         .text = std::string(truncate(chosen.text.summary, longest_text))};
        };
        items.push_back({.kind = ItemKind::news,
                         .subject = page.id.text(),
                         .path = pages::path_of(pages::Kind::news, page.draft.slug),
                         .de = words(Language::de),
                         .en = words(Language::en)});
    }
}

void add_entries(std::vector<Item>& items, const Context& context, db::Reader& reader, const Issue& issue,
                 const organisations::Register& entries)
{
    const auto told = store::told_before(reader, context.network.id, issue.id, to_text(ItemKind::entry));
    auto all = organisations::all_organisations(reader, context.network.id);
    const auto since = context.now() - std::chrono::days(days_new);
    std::erase_if(all, [&](const organisations::Organisation& one) {
        return !one.is_public() || one.entry.is_example || one.created_at < since ||
               told.contains(one.id.text());
    });
    std::stable_sort(all.begin(), all.end(), // of a day by name
                     [](const auto& one, const auto& other) { return one.created_at > other.created_at; });
    all.resize(std::min(all.size(), most_entries));
    for (const auto& one : all) {
        const auto* entry = entries.entry(one.id);
        if (!entry)
            continue;
        const Words words{.title = entry->name, .text = std::string(truncate(entry->summary, longest_text))};
        items.push_back({.kind = ItemKind::entry,
                         .subject = one.id.text(),
                         .path = organisations::path_of(entry->kind, entry->slug),
                         .de = words,
                         .en = words,
                         .villages = entry->villages,
                         .fields = entry->fields});
    }
}

// What was taken off public pages since is not shown in old issues either.
bool is_still_public(db::Reader& reader, const NetworkId& network, const Item& item)
{
    switch (item.kind) {
    case ItemKind::date:
    case ItemKind::place: {
        const auto activity =
            activities::activity_by_id(reader, network, activities::ActivityId{item.subject});
        return activity && activity->status == activities::Status::published;
    }
    case ItemKind::news:
        return pages::published_page(reader, network, pages::Kind::news,
                                     std::string_view(item.path).substr(item.path.rfind('/') + 1))
            .has_value();
    case ItemKind::entry: {
        const auto entry =
            organisations::organisation_by_id(reader, network, organisations::OrganisationId{item.subject});
        return entry && entry->is_public();
    }
    }
    return false;
}

} // namespace

std::vector<Item> gather(const Context& context, db::Reader& reader, const Issue& issue)
{
    const auto entries = organisations::shared_register(context, reader);
    std::vector<Item> items;
    add_dates(items, context, reader, issue, *entries);
    add_places(items, context, reader, issue);
    add_news(items, context, reader, issue);
    add_entries(items, context, reader, issue, *entries);
    return items;
}

std::vector<Item> sent_items(const Context& context, db::Reader& reader, const Issue& issue)
{
    auto items = store::items_of(reader, context.network.id, issue.id);
    std::erase_if(items,
                  [&](const Item& item) { return !is_still_public(reader, context.network.id, item); });
    return items;
}

} // namespace dorfnetz::newsletter
