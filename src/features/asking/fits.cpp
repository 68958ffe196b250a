#include "features/asking/fits_api.hpp"

#include "features/asking/appraisal.hpp"
#include "features/asking/asking_pages.hpp"
#include "features/asking/asking_store.hpp"
#include "features/asking/weights.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <set>

namespace dorfnetz::asking {

using web::Context;

struct Fits::Inside
{
    Inside(db::Reader& reader, const Context& where, const std::vector<OpenShift>& shifts)
        : context(where),
          facts(reader, where,
                {.after = shifts.front().shift.starts_at, .before = shifts.back().shift.starts_at}),
          people(people::people_to_ask(reader, where))
    {
        std::erase_if(people, [](const people::Person& person) { return !channel_for(person); });
        for (std::size_t i = 0; i < people.size(); ++i)
            numbers.emplace(people[i].id, i);
        for (const auto& open : shifts) {
            ids.insert(open.shift.id);
            months.insert(month_of(where, open.shift.starts_at));
        }
    }

    matching::Register register_of(const std::vector<std::size_t>& some) const
    {
        std::vector<matching::Candidate> candidates;
        candidates.reserve(some.size());
        for (const auto number : some)
            candidates.push_back(facts.candidate(people[number]));
        matching::Register these(facts.places());
        these.load(std::move(candidates));
        return these;
    }

    // Made when it is asked for: opinions of a few need none.
    const matching::Register& everybody()
    {
        if (!all) {
            std::vector<std::size_t> numbers_of_all(people.size());
            std::iota(numbers_of_all.begin(), numbers_of_all.end(), std::size_t{0});
            all = register_of(numbers_of_all);
            for (const auto number : numbers_of_all)
                by_key.emplace(key_of(people[number].id), number);
        }
        return *all;
    }

    const Context& context;
    Facts facts;
    std::vector<people::Person> people;
    std::map<PersonId, std::size_t> numbers;
    std::set<ShiftId> ids;
    std::set<std::chrono::year_month> months;
    std::optional<matching::Register> all;
    std::map<matching::Key, std::size_t> by_key;
};

Fits::Fits(db::Reader& reader, const Context& context, const std::vector<OpenShift>& shifts)
    : m_inside(std::make_unique<Inside>(reader, context, shifts))
{
}

Fits::~Fits() = default;

const std::vector<people::Person>& Fits::people() const
{
    return m_inside->people;
}

std::optional<std::size_t> Fits::number_of(const PersonId& person) const
{
    const auto found = m_inside->numbers.find(person);
    return found == m_inside->numbers.end() ? std::nullopt : std::optional(found->second);
}

std::vector<Scored> Fits::best_for(db::Reader& reader, const OpenShift& open, std::size_t most, Topic topic)
{
    const auto wanted = topic == Topic::any ? any_topic(open) : wanted_for(open);
    const Appraisal appraisal(reader, m_inside->context, m_inside->facts, open, wanted);
    std::vector<Scored> fits;
    for (const auto& ranked : m_inside->everybody().rank(appraisal.need_of_others(reader), most,
                                                         weights_of(m_inside->context.network)))
        fits.push_back({.person = m_inside->by_key.at(ranked.key), .points = ranked.points});
    return fits;
}

std::vector<Opinion> Fits::opinions_of(db::Reader& reader, const OpenShift& open,
                                       const std::vector<std::size_t>& some)
{
    const auto wanted = wanted_for(open);
    const Appraisal appraisal(reader, m_inside->context, m_inside->facts, open, wanted);
    const auto all = m_inside->register_of(some);
    std::map<matching::Key, std::vector<matching::Reason>> reasons;
    for (auto& ranked : all.rank(appraisal.need(), some.size(), weights_of(m_inside->context.network)))
        reasons.emplace(ranked.key, std::move(ranked.reasons));
    std::vector<Opinion> opinions;
    for (const auto number : some) {
        const auto& person = people()[number];
        const auto found = reasons.find(key_of(person.id));
        if (found != reasons.end())
            opinions.push_back({.fits = true, .text = appraisal.why(person, found->second)});
        else if (const auto hard = all.left_out_for(appraisal.need(), key_of(person.id)))
            opinions.push_back({.fits = false, .text = hindrance_text(m_inside->context, *hard)});
        else
            opinions.push_back({});
    }
    return opinions;
}

std::optional<std::chrono::minutes> Fits::time_left(std::size_t person) const
{
    const auto& hours = people()[person].data.hours_per_month;
    if (!hours)
        return std::nullopt;
    std::map<std::chrono::year_month, std::chrono::minutes> given;
    for (const auto& promised : m_inside->facts.history_of(people()[person].id).engagements)
        if (promised.when && !m_inside->ids.contains(promised.shift))
            given[promised.month] += std::chrono::minutes(promised.when->end - promised.when->begin);
    std::chrono::minutes most{0};
    for (const auto& month : m_inside->months)
        most = std::max(most, given[month]);
    return std::max(std::chrono::minutes{0}, std::chrono::minutes(std::chrono::hours(*hours)) - most);
}

std::string Fits::channel_text(std::size_t person) const
{
    return asking::channel_text(m_inside->context, channel_for(people()[person]).value_or(Channel::phone));
}

namespace {

Stage stage_of_open(const Asked& asked)
{
    return asked.is_to_call() ? Stage::to_call : asked.is_to_print() ? Stage::to_write : Stage::awaited;
}

} // namespace

std::map<PersonId, Stage> stages_of(db::Reader& reader, const NetworkId& network, const ShiftId& shift)
{
    std::map<PersonId, Stage> stages;
    const auto search = store::search_of(reader, network, shift);
    const bool goes_on = search && search->state != State::ended;
    const auto stage_of = [&](const Asked& asked) {
        if (asked.is_open())
            return stage_of_open(asked);
        if (asked.answer == Answer::chosen)
            return goes_on ? Stage::chosen : Stage::released;
        if (asked.answer == Answer::yes)
            return Stage::said_yes;
        return asked.answer == Answer::no ? Stage::refused : Stage::released;
    };
    if (search)
        for (const auto& asked : store::asked_for(reader, network, shift))
            stages[asked.person] = stage_of(asked);
    return stages;
}

} // namespace dorfnetz::asking
