#include "features/asking/appraisal.hpp"

#include "features/asking/asking_store.hpp"
#include "features/asking/fitting_store.hpp"
#include "foundation/core/text.hpp"

namespace dorfnetz::asking {

using matching::Soft;
using web::Context;

Appraisal::Appraisal(db::Reader& reader, const Context& context, Facts& facts, const OpenShift& open,
                     const Wanted& wanted)
    : m_context(context), m_open(open), m_wanted(wanted), m_facts(facts), m_need(m_facts.need(open, wanted))
{
    m_need.asked_already = m_facts.engaged_in(open.shift.id);
    for (const auto& person : store::refused_by(reader, context.network.id, open))
        m_need.asked_already.push_back(key_of(person));
}

matching::Need Appraisal::need_of_others(db::Reader& reader) const
{
    auto need = m_need;
    for (const auto& asked : store::asked_for(reader, m_context.network.id, m_open.shift.id))
        need.asked_already.push_back(key_of(asked.person));
    return need;
}

std::string Appraisal::why(const people::Person& person, const std::vector<matching::Reason>& reasons) const
{
    std::vector<std::string> parts;
    for (const auto& reason : reasons)
        if (auto part = words_for(person, reason); !part.empty())
            parts.push_back(std::move(part));
    if (m_facts.history_of(person.id).asked == 0)
        parts.push_back(m_context.t("dieses Jahr noch nicht gefragt"_de));
    return join(parts, ", ");
}

std::optional<matching::Hard> Appraisal::why_not(const people::Person& person) const
{
    matching::Register one(places());
    one.put(candidate(person));
    return one.left_out_for(m_need, key_of(person.id));
}

std::optional<matching::Hard> Appraisal::what_forbids(const people::Person& person) const
{
    auto need = m_need;
    need.fields = need.related_fields = need.tasks = need.times = 0;
    auto somebody = candidate(person);
    somebody.everywhere = true;
    somebody.most_minutes.reset();
    matching::Register one(places());
    one.put(somebody);
    return one.left_out_for(need, key_of(person.id));
}

std::string Appraisal::distance_text(std::int64_t metres) const
{
    const auto km = kilometres(m_context, metres);
    return km ? m_context.t("wohnt {1} km entfernt"_de, {*km}) : m_context.t("wohnt am Ort"_de);
}

std::string Appraisal::words_for(const people::Person& person, const matching::Reason& reason) const
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
        return m_context.t("macht Ähnliches: {1}"_de,
                           {shared_labels(m_context, "fields", data.fields, related_to(m_wanted.fields))});
    case Soft::topic_unknown:
        return m_context.t("hat nicht gesagt, was sie oder er gern macht"_de);
    case Soft::task:
        return m_context.t("hilft gern bei: {1}"_de,
                           {shared_labels(m_context, "tasks", data.tasks, m_wanted.tasks)});
    case Soft::skill:
        return m_context.t("bringt mit: {1}"_de, {fitting_skills(data, m_open)});
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
        return m_context.t("spricht: {1}"_de,
                           {shared_labels(m_context, "languages", data.languages, m_wanted.languages)});
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

std::string hindrance_text(const Context& context, matching::Hard hard)
{
    using matching::Hard;
    switch (hard) {
    case Hard::asked_already: // nobody learns of somebody by name that they said "not for me"
        return {};
    case Hard::asker:
        return context.t("möchte nicht gefragt werden"_de);
    case Hard::alone:
        return context.t("wurde gerade erst gefragt oder möchte jetzt nicht"_de);
    case Hard::full:
        return context.t("es wäre mehr Zeit, als sie oder er im Monat geben möchte"_de);
    case Hard::place:
        return context.t("hilft nur in anderen Orten"_de);
    case Hard::far:
        return context.t("wohnt zu weit weg"_de);
    case Hard::topic:
        return context.t("macht lieber anderes"_de);
    case Hard::time:
        return context.t("hat dann keine Zeit"_de);
    case Hard::engagement:
        return context.t("hat für die Zeit schon etwas anderes zugesagt"_de);
    case Hard::proof:
        return context.t("der Nachweis ist nicht bekannt"_de);
    case Hard::age:
        return context.t("ist zu jung"_de);
    }
    return {};
}

} // namespace dorfnetz::asking
