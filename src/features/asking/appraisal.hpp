#pragma once

#include "features/asking/facts.hpp"

#include <optional>
#include <string>
#include <vector>

// What speaks for and against people, for one shift.
namespace dorfnetz::asking {

class Appraisal
{
public:
    // `facts` of a time in which the shift lies; outlives this, and so does what else it is given.
    Appraisal(db::Reader& reader, const web::Context& context, Facts& facts, const OpenShift& open,
              const Wanted& wanted);

    // For who has neither promised nor refused.
    const matching::Need& need() const { return m_need; }

    // For who was not chosen or asked either.
    matching::Need need_of_others(db::Reader& reader) const;

    const std::vector<matching::Place>& places() const { return m_facts.places(); }

    matching::Candidate candidate(const people::Person& person) const { return m_facts.candidate(person); }

    // "wohnt 2 km entfernt, dieses Jahr erst einmal gefragt"
    std::string why(const people::Person& person, const std::vector<matching::Reason>& reasons) const;
    // Nothing if they are to be asked, whatever the matcher thinks of them.
    std::optional<matching::Hard> why_not(const people::Person& person) const;
    // The same without what a host may see otherwise: place, way, topic, time of the week and hours of the
    // month.
    std::optional<matching::Hard> what_forbids(const people::Person& person) const;

private:
    std::string distance_text(std::int64_t metres) const;
    std::string words_for(const people::Person& person, const matching::Reason& reason) const;

    const web::Context& m_context;
    const OpenShift& m_open;
    const Wanted& m_wanted;
    Facts& m_facts;
    matching::Need m_need;
};

// "hat dann keine Zeit", of one person.
std::string hindrance_text(const web::Context& context, matching::Hard hard);

} // namespace dorfnetz::asking
