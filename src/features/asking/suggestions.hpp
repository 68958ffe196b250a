#pragma once

#include "features/asking/facts.hpp"
#include "features/asking/organisations_api.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

// Whom to ask for a shift, and why.
namespace dorfnetz::asking {

struct Suggestion
{
    people::Person person;
    Channel channel = Channel::mail;
    int points = 0;  // of the matcher
    std::string why; // "wohnt 2 km entfernt, hilft gern bei: Kochen und Backen"
};

struct Suggestions
{
    std::vector<Suggestion> best = {};
    std::vector<OrganisationSuggestion> organisations = {};
    matching::LeftOut left_out = {}; // counted where `best` has room for more
    std::int64_t looked_at = 0;      // whom the actor may ask
    std::int64_t not_reachable = 0;  // neither mail nor telephone nor address
};

// The best first. In the language of the context.
Suggestions suggestions_for(db::Reader& reader, const web::Context& context, const OpenShift& open,
                            const Wanted& wanted, std::size_t most);

// Those whom an actor may ask, as the matcher sees them. Not for several threads at once.
class PeopleToAsk
{
public:
    PeopleToAsk();
    ~PeopleToAsk();

    // Everything, or what has changed since it was read last: nothing while the network's generation is the
    // same. For shifts within `time`, for actors with the same roles each time.
    void read(db::Reader& reader, const web::Context& context, const Facts::Time& time);

    bool know_the_time_of(const OpenShift& open) const;
    Suggestions suggestions_for(db::Reader& reader, const web::Context& context, const OpenShift& open,
                                const Wanted& wanted, std::size_t most);

private:
    struct Inside;
    std::unique_ptr<Inside> m_inside;
};

// Whom a shift can be asked of right now, whatever the matcher thinks of them.
class FreePeople
{
public:
    // Reads what is needed once; what it was given must outlive it.
    FreePeople(db::Reader& reader, const web::Context& context, const OpenShift& open);
    ~FreePeople();

    // Nothing if they are to be asked.
    std::optional<matching::Hard> why_not(const people::Person& person) const;

private:
    struct Inside;
    std::unique_ptr<Inside> m_inside;
};

// "3 haben dann keine Zeit" for a condition and how many it leaves out.
std::string left_out_text(const web::Context& context, matching::Hard hard, std::int64_t count);

} // namespace dorfnetz::asking
