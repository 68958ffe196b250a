#include "features/asking/suggestions.hpp"

#include "features/asking/asking_store.hpp"
#include "features/asking/fitting_store.hpp"
#include "foundation/core/text.hpp"

#include <algorithm>
#include <map>

namespace dorfnetz::asking {

namespace {

using matching::Soft;
using web::Context;

constexpr std::size_t most_organisations = 8;

Facts::Time time_of(const OpenShift& open)
{
    return {.after = open.shift.starts_at, .before = open.shift.starts_at};
}

// One shift for which people are looked for.
class Desk
{
public:
    // `facts` of a time in which the shift lies; outlives the desk, and so does what else it is given.
    Desk(db::Reader& reader, const Context& context, Facts& facts, const OpenShift& open,
         const Wanted& wanted)
        : m_context(context),
          m_open(open),
          m_wanted(wanted),
          m_facts(facts),
          m_need(m_facts.need(open, wanted))
    {
        m_need.asked_already = m_facts.engaged_in(open.shift.id);
        for (const auto& person : store::refused_by(reader, context.network.id, open))
            m_need.asked_already.push_back(key_of(person));
    }

    // For who has neither promised nor refused.
    const matching::Need& need() const { return m_need; }

    // For who was not chosen or asked either.
    matching::Need need_of_others(db::Reader& reader) const
    {
        auto need = m_need;
        for (const auto& asked : store::asked_for(reader, m_context.network.id, m_open.shift.id))
            need.asked_already.push_back(key_of(asked.person));
        return need;
    }

    const std::vector<matching::Place>& places() const { return m_facts.places(); }

    matching::Candidate candidate(const people::Person& person) const
    {
        return m_facts.candidate(person, m_open);
    }

    std::vector<OrganisationSuggestion> organisations(db::Reader& reader)
    {
        return organisations_to_ask(reader, m_context, m_facts, m_open, m_wanted, most_organisations);
    }

    // "wohnt 2 km entfernt, dieses Jahr erst einmal gefragt"
    std::string why(const people::Person& person, const std::vector<matching::Reason>& reasons) const
    {
        std::vector<std::string> parts;
        for (const auto& reason : reasons)
            if (auto part = words_for(person, reason); !part.empty())
                parts.push_back(std::move(part));
        if (m_facts.history_of(person.id).asked == 0)
            parts.push_back(m_context.t("dieses Jahr noch nicht gefragt"_de));
        return join(parts, ", ");
    }

private:
    std::string distance_text(std::int64_t metres) const
    {
        const auto km = kilometres(m_context, metres);
        return km ? m_context.t("wohnt {1} km entfernt"_de, {*km}) : m_context.t("wohnt am Ort"_de);
    }

    std::string words_for(const people::Person& person, const matching::Reason& reason) const
    {
        const auto& data = person.data;
        const auto count = [&](German one, German many) {
            return i18n::translate_count(m_context.language, one, many, reason.amount);
        };
        switch (reason.soft) {
        case Soft::field:
            return m_context.t("engagiert sich gern für: {1}"_de,
                               {shared_labels(m_context, "fields", data.fields, m_wanted.fields)});
        case Soft::related_field:
            return m_context.t("macht Ähnliches: {1}"_de, {shared_labels(m_context, "fields", data.fields,
                                                                         related_to(m_wanted.fields))});
        case Soft::topic_unknown:
            return m_context.t("hat nicht gesagt, was sie oder er gern macht"_de);
        case Soft::task:
            return m_context.t("hilft gern bei: {1}"_de,
                               {shared_labels(m_context, "tasks", data.tasks, m_wanted.tasks)});
        case Soft::skill:
            return m_context.t("bringt mit: {1}"_de, {join(data.skills, ", ")});
        case Soft::near:
            return distance_text(reason.amount);
        case Soft::beyond_reach:
            return m_context.t("braucht dahin eine Mitfahrt"_de);
        case Soft::place_unknown:
            return m_context.t("hat kein Einsatzgebiet genannt"_de);
        case Soft::free:
            return m_context.t("hat da meistens Zeit ({1})"_de, {times_text(m_context, m_open.shift)});
        case Soft::time_unknown:
            return m_context.t("hat keine Zeiten genannt"_de);
        case Soft::language:
            return {};
        case Soft::reliable:
            return count("war dieses Jahr einmal dabei"_de, "war dieses Jahr {1} Mal dabei"_de);
        case Soft::unreliable:
            return count("kam dieses Jahr einmal nicht"_de, "kam dieses Jahr {1} Mal nicht"_de);
        case Soft::asked:
            return count("dieses Jahr erst einmal gefragt"_de, "dieses Jahr schon {1} Mal gefragt"_de);
        case Soft::lately:
            if (reason.amount == 0)
                return m_context.t("heute schon gefragt"_de);
            return count("zuletzt gestern gefragt"_de, "zuletzt vor {1} Tagen gefragt"_de);
        case Soft::promised:
            return count("hat dieses Jahr einmal zugesagt"_de, "hat dieses Jahr {1} Mal zugesagt"_de);
        }
        return {};
    }

    const Context& m_context;
    const OpenShift& m_open;
    const Wanted& m_wanted;
    Facts& m_facts;
    matching::Need m_need;
};

Suggestions people_at(db::Reader& reader, const Desk& desk, const std::vector<people::Person>& people,
                      std::size_t most)
{
    Suggestions found;
    std::map<matching::Key, const people::Person*> by_key;
    std::vector<matching::Candidate> candidates;
    for (const auto& person : people) {
        ++found.looked_at;
        if (!channel_for(person)) {
            ++found.not_reachable;
            continue;
        }
        candidates.push_back(desk.candidate(person));
        by_key.emplace(candidates.back().key, &person);
    }
    matching::Register all(desk.places());
    all.load(std::move(candidates));
    const auto need = desk.need_of_others(reader);
    for (const auto& ranked : all.rank(need, most)) {
        const auto& person = *by_key.at(ranked.key);
        found.best.push_back({.person = person,
                              .channel = *channel_for(person),
                              .points = ranked.points,
                              .why = desk.why(person, ranked.reasons)});
    }
    found.left_out = all.left_out(need);
    return found;
}

} // namespace

Suggestions suggestions_for(db::Reader& reader, const Context& context, const OpenShift& open,
                            const Wanted& wanted, std::size_t most)
{
    Facts facts(reader, context, time_of(open));
    Desk desk(reader, context, facts, open, wanted);
    auto found = people_at(reader, desk, people::people_to_ask(reader, context), most);
    found.organisations = desk.organisations(reader);
    return found;
}

std::vector<Suggestion> people_for(db::Reader& reader, const Context& context, Facts& facts,
                                   const std::vector<people::Person>& people, const OpenShift& open,
                                   const Wanted& wanted, std::size_t most)
{
    return people_at(reader, Desk(reader, context, facts, open, wanted), people, most).best;
}

struct FreePeople::Inside
{
    Inside(db::Reader& reader, const Context& context, const OpenShift& open)
        : facts(reader, context, time_of(open)), desk(reader, context, facts, open, anything)
    {
    }

    Wanted anything;
    Facts facts;
    Desk desk;
};

FreePeople::FreePeople(db::Reader& reader, const Context& context, const OpenShift& open)
    : m_inside(std::make_unique<Inside>(reader, context, open))
{
}

FreePeople::~FreePeople() = default;

std::optional<matching::Hard> FreePeople::why_not(const people::Person& person) const
{
    matching::Register one(m_inside->desk.places());
    one.put(m_inside->desk.candidate(person));
    return one.left_out_for(m_inside->desk.need(), key_of(person.id));
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
        return text("eine Person hat in dem Monat schon so viel zugesagt, wie sie wollte"_de,
                    "{1} haben in dem Monat schon so viel zugesagt, wie sie wollten"_de);
    case Hard::place:
        return text("eine Person hilft woanders"_de, "{1} helfen woanders"_de);
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
