#include "features/asking/suggestions.hpp"

#include "features/asking/appraisal.hpp"
#include "features/asking/weights.hpp"
#include "features/people/register_api.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace dorfnetz::asking {

namespace {

using web::Context;

constexpr std::size_t most_organisations = 8;
constexpr std::size_t most_changed = 100; // and a quarter of all; beyond, everybody is sooner read

// Who was seen in the register.
struct Member
{
    matching::Key key = {};
    std::int64_t version = 0;
    bool may_be_asked = false;
    bool is_reachable = false;

    bool operator<(const Member& other) const { return key < other.key; }
};

// What was read at one moment; facts look at the context beside them.
struct Known
{
    Known(db::Reader& reader, const Context& of, const Facts::Time& time)
        : context(web::context_of_a_job(of.environment, of.site, of.network)),
          generation(of.generation),
          today(of.today()),
          facts(reader, context, time)
    {
    }

    Context context;
    std::uint64_t generation;
    Date today;
    Facts facts;
};

std::vector<Member> members_of(const std::vector<people::EntryVersion>& entries)
{
    std::vector<Member> members;
    members.reserve(entries.size());
    for (const auto& entry : entries)
        members.push_back({.key = key_of(entry.id), .version = entry.version});
    std::sort(members.begin(), members.end());
    return members;
}

std::vector<OrganisationSuggestion> organisations_at(db::Reader& reader, const Context& context,
                                                     const OpenShift& open, const Wanted& wanted)
{
    return organisations_for(context, *organisations::shared_register(context, reader),
                             {.words = words_of(open),
                              .fields = wanted.fields,
                              .village = village_of(open),
                              .without = open.listed.hosts},
                             most_organisations);
}

} // namespace

struct PeopleToAsk::Inside
{
    std::unique_ptr<Known> known;
    std::unique_ptr<matching::Register> all;
    std::vector<Member> members; // in the order of their keys
    std::int64_t may_be_asked = 0;
    std::int64_t reachable = 0;

    bool is_up_to_date(const Context& context) const
    {
        // Newer than the view of an older reader is as well: whoever is named is read in that view.
        return known && known->generation >= context.generation && known->today == context.today();
    }

    struct Changes
    {
        std::vector<matching::Key> gone; // or to be put in anew
        std::vector<PersonId> changed;
    };

    // `seen` learns what was known of those of whom nothing is new.
    Changes changes(const Known& now, std::vector<Member>& seen) const
    {
        Changes all_changes;
        auto before = members.begin();
        for (auto& member : seen) {
            for (; before != members.end() && *before < member; ++before)
                all_changes.gone.push_back(before->key);
            if (before != members.end() && before->key == member.key) {
                const auto& old = *before++;
                if (old.version == member.version &&
                    now.facts.say_the_same_as(known->facts, PersonId(uuid_of(old.key)))) {
                    member = old;
                    continue;
                }
                all_changes.gone.push_back(member.key);
            }
            all_changes.changed.emplace_back(uuid_of(member.key));
        }
        for (; before != members.end(); ++before)
            all_changes.gone.push_back(before->key);
        return all_changes;
    }

    // Who among them can be asked joins the register; `seen` learns who they are.
    static std::vector<matching::Candidate>
    candidates_of(const Known& now, const std::vector<people::Person>& people, std::vector<Member>& seen)
    {
        std::vector<matching::Candidate> candidates;
        for (const auto& person : people) {
            const auto member = std::lower_bound(seen.begin(), seen.end(), Member{.key = key_of(person.id)});
            member->may_be_asked = true;
            member->is_reachable = channel_for(person).has_value();
            if (member->is_reachable)
                candidates.push_back(now.facts.candidate(person));
        }
        return candidates;
    }
};

PeopleToAsk::PeopleToAsk() : m_inside(std::make_unique<Inside>()) {}

PeopleToAsk::~PeopleToAsk() = default;

void PeopleToAsk::read(db::Reader& reader, const Context& context, const Facts::Time& time)
{
    auto& [known, all, members, may_be_asked, reachable] = *m_inside;
    if (m_inside->is_up_to_date(context))
        return;
    auto now = std::make_unique<Known>(reader, context, time);
    auto seen = members_of(people::versions_to_ask(reader, context));
    // Everything is read before anything is changed: the database may fail at any time. Should memory fail,
    // nothing is known.
    auto changes = known && now->facts.know_the_same_places_as(known->facts)
                       ? std::optional(m_inside->changes(*now, seen))
                       : std::nullopt;
    if (changes && changes->changed.size() > most_changed + seen.size() / 4)
        changes.reset();
    const auto candidates =
        Inside::candidates_of(*now,
                              changes ? people::people_to_ask(reader, context, changes->changed)
                                      : people::people_to_ask(reader, context),
                              seen);
    known.reset();
    if (changes) {
        for (const auto& key : changes->gone)
            all->remove(key);
        for (const auto& candidate : candidates)
            all->put(candidate);
    } else {
        all = std::make_unique<matching::Register>(now->facts.places());
        all->load(candidates);
    }
    members = std::move(seen);
    may_be_asked = std::ranges::count(members, true, &Member::may_be_asked);
    reachable = std::ranges::count(members, true, &Member::is_reachable);
    known = std::move(now);
}

bool PeopleToAsk::know_the_time_of(const OpenShift& open) const
{
    return m_inside->known->facts.know_the_time_of(open);
}

Suggestions PeopleToAsk::suggestions_for(db::Reader& reader, const Context& context, const OpenShift& open,
                                         const Wanted& wanted, std::size_t most)
{
    const auto& known = m_inside->known;
    const auto& all = m_inside->all;
    const Appraisal appraisal(reader, context, known->facts, open, wanted);
    const auto need = appraisal.need_of_others(reader);
    const auto ranked = all->rank(need, most, weights_of(context.network));
    Suggestions found{.organisations = organisations_at(reader, context, open, wanted),
                      .looked_at = m_inside->may_be_asked};
    // Read anew: what is kept holds no names.
    std::vector<PersonId> ids;
    for (const auto& each : ranked)
        ids.emplace_back(uuid_of(each.key));
    auto next = ranked.begin();
    for (auto& person : people::people_to_ask(reader, context, ids)) {
        while (next->key != key_of(person.id))
            ++next;
        const auto channel = channel_for(person);
        if (!channel)
            continue;
        auto why = appraisal.why(person, next->reasons);
        found.best.push_back({.person = std::move(person),
                              .channel = *channel,
                              .points = next->points,
                              .why = std::move(why)});
    }
    if (ranked.size() < most) {
        found.left_out = all->left_out(need);
        found.not_reachable = m_inside->may_be_asked - m_inside->reachable;
    }
    return found;
}

Suggestions suggestions_for(db::Reader& reader, const Context& context, const OpenShift& open,
                            const Wanted& wanted, std::size_t most)
{
    PeopleToAsk people;
    people.read(reader, context, {.after = open.shift.starts_at, .before = open.shift.starts_at});
    return people.suggestions_for(reader, context, open, wanted, most);
}

struct FreePeople::Inside
{
    Inside(db::Reader& reader, const Context& context, const OpenShift& open)
        : facts(reader, context, {.after = open.shift.starts_at, .before = open.shift.starts_at}),
          appraisal(reader, context, facts, open, anything)
    {
    }

    Wanted anything;
    Facts facts;
    Appraisal appraisal;
};

FreePeople::FreePeople(db::Reader& reader, const Context& context, const OpenShift& open)
    : m_inside(std::make_unique<Inside>(reader, context, open))
{
}

FreePeople::~FreePeople() = default;

std::optional<matching::Hard> FreePeople::why_not(const people::Person& person) const
{
    return m_inside->appraisal.why_not(person);
}

std::string left_out_text(const Context& context, matching::Hard hard, std::int64_t count)
{
    const auto text = [&](German one, German many) {
        return i18n::translate_count(context.language, one, many, count);
    };
    using matching::Hard;
    switch (hard) {
    case Hard::asked_already:
        return text("eine Person ist schon gefragt oder hat sich schon entschieden"_de,
                    "{1} sind schon gefragt oder haben sich schon entschieden"_de);
    case Hard::asker:
        return text("eine Person möchte nicht gefragt werden"_de, "{1} möchten nicht gefragt werden"_de);
    case Hard::alone:
        return text("eine Person wurde gerade erst gefragt oder möchte jetzt nicht"_de,
                    "{1} wurden gerade erst gefragt oder möchten jetzt nicht"_de);
    case Hard::full:
        return text("für eine Person wäre es mehr Zeit, als sie im Monat geben möchte"_de,
                    "für {1} wäre es mehr Zeit, als sie im Monat geben möchten"_de);
    case Hard::place:
        return text("eine Person hilft nur in anderen Orten"_de, "{1} helfen nur in anderen Orten"_de);
    case Hard::far:
        return text("eine Person wohnt zu weit weg"_de, "{1} wohnen zu weit weg"_de);
    case Hard::topic:
        return text("eine Person macht lieber anderes"_de, "{1} machen lieber anderes"_de);
    case Hard::time:
        return text("eine Person hat dann keine Zeit"_de, "{1} haben dann keine Zeit"_de);
    case Hard::engagement:
        return text("eine Person hat für die Zeit schon etwas anderes zugesagt"_de,
                    "{1} haben für die Zeit schon etwas anderes zugesagt"_de);
    case Hard::proof:
        return text("von einer Person kennen wir den Nachweis nicht"_de,
                    "von {1} kennen wir den Nachweis nicht"_de);
    case Hard::age:
        return text("eine Person ist zu jung"_de, "{1} sind zu jung"_de);
    }
    return {};
}

} // namespace dorfnetz::asking
