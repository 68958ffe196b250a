#include "features/asking/kept_people.hpp"

#include "features/asking/appraisal.hpp"
#include "features/people/register_api.hpp"

#include <algorithm>
#include <chrono>
#include <mutex>

namespace dorfnetz::asking {

namespace {

using web::Context;

// Who is in the register of the matcher.
struct Member
{
    matching::Key key = {};
    std::int64_t version = 0;
};

// What was read at one moment. Facts look at the context that lies beside them.
struct Known
{
    Known(db::Reader& reader, const Context& of)
        : context(web::context_of_a_job(of.environment, of.site, of.network)),
          today(of.today()),
          facts(reader, context, {.after = of.now() - std::chrono::days{1}, .before = of.now() + ahead})
    {
    }

    static constexpr std::chrono::days ahead{730}; // there are hardly any shifts beyond

    Context context;
    Date today;
    Facts facts;
};

} // namespace

class KeptPeople::Network
{
public:
    std::optional<std::vector<Suggestion>> best_for(db::Reader& reader, const Context& context,
                                                    const OpenShift& open, const Wanted& wanted,
                                                    std::size_t most)
    {
        const std::lock_guard lock(m_mutex);
        bring_up_to_date(reader, context);
        if (!m_known->facts.know_the_time_of(open))
            return std::nullopt;
        const Appraisal appraisal(reader, context, m_known->facts, open, wanted);
        const auto need = appraisal.need_of_others(reader);
        std::vector<Suggestion> found;
        std::size_t looked_at = 0;
        for (auto wide = most + most / 4 + 1;; wide *= 4) {
            const auto ranked = m_all->rank(need, wide);
            add_those_to_ask(reader, context, open, appraisal, std::span(ranked).subspan(looked_at), most,
                             found);
            if (found.size() == most)
                return found;
            if (ranked.size() < wide)
                return std::nullopt;
            looked_at = ranked.size();
        }
    }

private:
    void bring_up_to_date(db::Reader& reader, const Context& context)
    {
        if (m_known && m_generation == context.generation && m_known->today == context.today())
            return;
        auto now = std::make_unique<Known>(reader, context);
        auto entries = people::entry_versions(reader, context.network.id);
        std::sort(entries.begin(), entries.end(),
                  [](const auto& one, const auto& other) { return key_of(one.id) < key_of(other.id); });
        if (m_known && now->facts.know_the_same_places_as(m_known->facts) &&
            now->today.year() == m_known->today.year())
            take_changes(reader, *now, entries);
        else
            take_all(reader, *now);
        m_members.clear();
        for (const auto& entry : entries)
            m_members.push_back({.key = key_of(entry.id), .version = entry.version});
        m_known = std::move(now);
        m_generation = context.generation;
    }

    void take_all(db::Reader& reader, const Known& now)
    {
        std::vector<matching::Candidate> candidates;
        for (const auto& person : people::unlocked_entries(reader, now.context.network.id))
            candidates.push_back(now.facts.candidate(person));
        m_all = std::make_unique<matching::Register>(now.facts.places());
        m_all->load(std::move(candidates));
    }

    // Both are in the order of the keys.
    void take_changes(db::Reader& reader, const Known& now, const std::vector<people::EntryVersion>& entries)
    {
        std::vector<PersonId> changed;
        auto before = m_members.begin();
        for (const auto& entry : entries) {
            const auto key = key_of(entry.id);
            for (; before != m_members.end() && before->key < key; ++before)
                m_all->remove(before->key);
            const bool was_there = before != m_members.end() && before->key == key;
            if (!was_there || before->version != entry.version ||
                !now.facts.say_the_same_as(m_known->facts, entry.id))
                changed.push_back(entry.id);
            before += was_there ? 1 : 0;
        }
        for (; before != m_members.end(); ++before)
            m_all->remove(before->key);
        for (const auto& person : people::unlocked_entries(reader, now.context.network.id, changed))
            m_all->put(now.facts.candidate(person));
    }

    void add_those_to_ask(db::Reader& reader, const Context& context, const OpenShift& open,
                          const Appraisal& appraisal, std::span<const matching::Ranked> some,
                          std::size_t most, std::vector<Suggestion>& found) const
    {
        std::vector<PersonId> ids;
        for (const auto& ranked : some)
            ids.emplace_back(uuid_of(ranked.key));
        for (auto& person : people::unlocked_entries(reader, context.network.id, ids)) {
            const auto channel = channel_for(person);
            if (found.size() == most || !channel || !people::asking_viewer(context.actor, person) ||
                m_known->facts.is_full(person, open))
                continue;
            const auto ranked = std::find_if(some.begin(), some.end(), [&](const matching::Ranked& each) {
                return each.key == key_of(person.id);
            });
            auto why = appraisal.why(person, ranked->reasons);
            found.push_back({.person = std::move(person),
                             .channel = *channel,
                             .points = ranked->points,
                             .why = std::move(why)});
        }
    }

    std::mutex m_mutex;
    std::unique_ptr<Known> m_known;
    std::uint64_t m_generation = 0;
    std::unique_ptr<matching::Register> m_all;
    std::vector<Member> m_members;
};

std::optional<std::vector<Suggestion>> KeptPeople::best_for(db::Reader& reader, const Context& context,
                                                            const OpenShift& open, const Wanted& wanted,
                                                            std::size_t most)
{
    const auto network =
        *m_networks.of(context.network.id.text(), 0, [] { return std::make_shared<Network>(); });
    return network->best_for(reader, context, open, wanted, most);
}

} // namespace dorfnetz::asking
