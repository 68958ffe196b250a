#include "features/insight/insight.hpp"

#include "accounts/policy.hpp"
#include "features/activities/needs_api.hpp"
#include "features/asking/api.hpp"
#include "features/exchange/figures_api.hpp"
#include "features/people/api.hpp"
#include "features/villages/api.hpp"
#include "features/vocabularies/api.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace dorfnetz::insight {

namespace {

using web::Context;

constexpr std::chrono::days looked_back{365};
constexpr std::int64_t most_counted_shifts = 20'000;

// Counts under keys, in the end under names.
template <class Count>
class Counts
{
public:
    Count& of(const std::string& key) { return m_counts[key]; }

    template <class NameOf, class Order>
    std::vector<Count> listed(const NameOf& name_of, const Order& order)
    {
        std::vector<Count> list;
        for (auto& [key, count] : m_counts) {
            count.name = name_of(key);
            list.push_back(std::move(count));
        }
        std::sort(list.begin(), list.end(),
                  [&](const Count& one, const Count& other) { return order(one) < order(other); });
        return list;
    }

private:
    std::map<std::string, Count> m_counts;
};

void add(NeedCount& count, const activities::Shift& shift)
{
    ++count.shifts;
    if (shift.taken == 0)
        ++count.nobody;
    else if (shift.taken < shift.least)
        ++count.too_few;
}

void add(OfferCount& count, bool was_asked)
{
    ++count.people;
    count.asked += was_asked ? 1 : 0;
}

// Nothing: all of the network.
std::optional<std::set<std::string>> villages_shown(const Context& context)
{
    if (accounts::may(context.actor, accounts::Right::see_aggregates, accounts::Subject{}))
        return std::nullopt;
    const auto own = accounts::villages_for(context.actor, accounts::Right::see_aggregates);
    return std::set<std::string>(own.begin(), own.end());
}

auto most_missing(const NeedCount& count)
{
    return std::tuple(-count.nobody, -count.too_few, -count.shifts, count.name);
}

auto least_asked(const OfferCount& count)
{
    return std::tuple(!count.is_told(), count.is_told() ? count.asked - count.people : 0, count.name);
}

auto least_used(const UseCount& count)
{
    return std::tuple(count.used - count.all, count.name);
}

Counts<UseCount> counted(const std::vector<exchange::Use>& uses)
{
    Counts<UseCount> counts;
    for (const auto& use : uses) {
        auto& count = counts.of(use.village.text());
        ++count.all;
        count.used += use.is_used ? 1 : 0;
    }
    return counts;
}

} // namespace

Insight insight_for(db::Reader& reader, const Context& context)
{
    std::map<std::string, std::string> villages;
    for (const auto& village : villages::all_places(reader, context.network.id))
        villages.emplace(village.id.text(), village.name);
    const auto village_name = [&](const std::string& key) {
        const auto found = villages.find(key);
        return found == villages.end() ? context.t("ohne Dorf"_de) : found->second;
    };
    const auto field_name = [&](const std::string& key) {
        return key.empty() ? context.t("ohne Einsatzfeld"_de)
                           : vocabularies::label("fields", key, context.language);
    };
    const auto shown = villages_shown(context);

    Counts<NeedCount> needs_of_villages;
    Counts<NeedCount> needs_of_fields;
    for (const auto& open : activities::open_shifts(reader, context.network.id,
                                                    {.after = context.now() - looked_back,
                                                    .before = context.now(),
                                                    .places = activities::ShiftFilter::Places::all,
                                                    .most = most_counted_shifts})) {
        if (open.shift.ends_at > context.now())
            continue;
        const auto village = village_of(open);
        add(needs_of_villages.of(village ? village->text() : std::string()), open.shift);
        for (const auto& field : open.listed.fields)
            add(needs_of_fields.of(field), open.shift);
        if (open.listed.fields.empty())
            add(needs_of_fields.of({}), open.shift);
    }

    Counts<OfferCount> offers_of_villages;
    Counts<OfferCount> offers_of_fields;
    const auto asked = asking::asked_since(reader, context.network.id, context.now() - looked_back);
    for (const auto& person : people::all_people(reader, context.network.id)) {
        const auto village = person.data.village ? person.data.village->text() : std::string();
        if (person.is_locked() || !person.agreed_to(people::Purpose::register_) ||
            (shown && !shown->contains(village)))
            continue;
        const bool was_asked = asked.contains(person.id);
        add(offers_of_villages.of(village), was_asked);
        for (const auto& field : person.data.fields)
            add(offers_of_fields.of(field), was_asked);
    }
    const auto since = context.now() - looked_back;
    auto things = counted(exchange::things_and_use(reader, context.network.id, since));
    auto posts = counted(exchange::needs_and_answers(reader, context.network.id, since, context.today()));
    return {.needs_of_villages = needs_of_villages.listed(village_name, most_missing),
            .needs_of_fields = needs_of_fields.listed(field_name, most_missing),
            .offers_of_villages = offers_of_villages.listed(village_name, least_asked),
            .offers_of_fields = offers_of_fields.listed(field_name, least_asked),
            .things_of_villages = things.listed(village_name, least_used),
            .posts_of_villages = posts.listed(village_name, least_used),
            .is_of_some_villages = shown.has_value()};
}

} // namespace dorfnetz::insight
