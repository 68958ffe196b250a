#pragma once

#include "features/activities/needs_api.hpp"
#include "features/people/api.hpp"

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

// For a feature that looks at many shifts at once: who could do which of them.
namespace dorfnetz::asking {

enum class Topic { fitting, any }; // any: also of who would rather do other things

struct Scored
{
    std::size_t person = 0; // of Fits::people
    int points = 0;         // of the matcher, may be below 0
};

struct Opinion
{
    bool fits = false;
    std::string text = {}; // why, or why not: "wohnt 2 km entfernt", "hat dann keine Zeit"
};

// What register, promises and earlier questions say of people and of shifts near in time, read once.
class Fits
{
public:
    // By beginning, at least one; the context must outlive this.
    Fits(db::Reader& reader, const web::Context& context, const std::vector<activities::OpenShift>& shifts);
    ~Fits();
    Fits(const Fits&) = delete;
    Fits& operator=(const Fits&) = delete;

    // Whom the actor may ask and who can be reached.
    const std::vector<people::Person>& people() const;
    std::optional<std::size_t> number_of(const people::PersonId& person) const;

    // The best first; without who was chosen, asked, has promised or refused.
    std::vector<Scored> best_for(db::Reader& reader, const activities::OpenShift& open, std::size_t most,
                                 Topic topic = Topic::fitting);
    // In the language of the context, in the order of the people.
    std::vector<Opinion> opinions_of(db::Reader& reader, const activities::OpenShift& open,
                                     const std::vector<std::size_t>& people);
    // What is left of the hours a month that somebody wants to give, in the fullest of the months of these
    // shifts, without what they have promised of these; nothing if they did not say.
    std::optional<std::chrono::minutes> time_left(std::size_t person) const;
    // "per E-Mail", "anrufen oder ansprechen"
    std::string channel_text(std::size_t person) const;

private:
    struct Inside;
    std::unique_ptr<Inside> m_inside;
};

// How far it is with somebody who was chosen or asked for a shift.
enum class Stage {
    chosen,   // may be asked by and by
    awaited,  // was asked and may still say yes
    to_call,  // the same, but a host is to call or meet them
    to_write, // the same, and a host is to print a letter
    refused,  // said no
    said_yes, // may have taken that back
    released, // is not asked any more: was left out, or is not needed
};

std::map<people::PersonId, Stage> stages_of(db::Reader& reader, const NetworkId& network,
                                            const activities::ShiftId& shift);

} // namespace dorfnetz::asking
