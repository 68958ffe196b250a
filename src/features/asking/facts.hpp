#pragma once

#include "features/asking/asking.hpp"
#include "features/matching/rank_api.hpp"
#include "features/signups/asking_api.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

// What the register, promises and earlier questions say, in the words of the matcher.
namespace dorfnetz::asking {

using villages::VillageId;

// What is looked for besides what the shift says itself.
struct Wanted
{
    std::vector<std::string> fields = {}; // keys of the vocabulary "fields"
    std::vector<std::string> tasks = {};  // of "tasks"
    std::vector<std::string> languages = {};
};

// What the activity and the words of its need say.
Wanted wanted_for(const OpenShift& open);
// The same for whoever, also if they would rather do other things.
Wanted any_topic(const OpenShift& open);

struct Commitment
{
    ShiftId shift;
    // Nothing: far from what is looked at, or a thing that is brought along.
    std::optional<matching::Engagement> when = {};
    std::chrono::year_month month = {};

    bool operator==(const Commitment&) const = default;
};

struct History
{
    int asked = 0; // this year
    std::optional<Timestamp> last_asked = {};
    int promised = 0; // this year, and so the others
    int was_there = 0;
    int stayed_away = 0;
    std::vector<Commitment> engagements = {};

    bool is_engaged_in(const ShiftId& shift) const;
    bool operator==(const History&) const = default;
};

// Read once, for shifts that lie within `time`: of everybody, or of one person alone. The context must
// outlive it.
class Facts
{
public:
    struct Time
    {
        Timestamp after;
        Timestamp before;
    };

    Facts(db::Reader& reader, const web::Context& context, const Time& time);
    Facts(db::Reader& reader, const web::Context& context, const PersonId& person);

    const std::vector<matching::Place>& places() const { return m_places; }

    // Whether the shift lies within the time that was read, and all of that was read.
    bool know_the_time_of(const OpenShift& open) const;
    bool know_the_same_places_as(const Facts& other) const;
    // Whether as much was asked of somebody, and they promised and wish the same.
    bool say_the_same_as(const Facts& other, const PersonId& person) const;

    // Without who was asked already.
    matching::Need need(const OpenShift& open, const Wanted& wanted) const;
    matching::Candidate candidate(const people::Person& person) const;

    const History& history_of(const PersonId& person) const;
    std::vector<matching::Key> engaged_in(const ShiftId& shift) const;
    std::optional<double> km_between(const people::Person& person, const OpenShift& open) const;
    std::uint32_t number_of(const std::optional<VillageId>& village) const;

private:
    void read_places(db::Reader& reader);
    void add(const Asked& asked);
    void add(const signups::Engaged& engaged, const OpenShift* open);
    matching::Engagement span_of(const OpenShift& open) const;
    void add_history(matching::Candidate& one, const people::Person& person) const;
    Wish wish_of(const PersonId& person) const;

    const web::Context& m_context;
    std::optional<Time> m_time; // nothing: of one person alone
    std::map<PersonId, Wish> m_wishes;
    std::unordered_map<VillageId, std::uint32_t> m_numbers;
    std::vector<matching::Place> m_places;
    std::unordered_map<PersonId, History> m_histories;
    std::unordered_map<ShiftId, std::vector<matching::Key>> m_engaged;
};

// The 32 hexadecimal digits of a UUID.
matching::Key key_of(std::string_view uuid);

std::string uuid_of(const matching::Key& key);

template <class Tag>
matching::Key key_of(const Id<Tag>& id)
{
    return key_of(std::string_view(id.text()));
}

// Of a vocabulary, as the matcher numbers them.
matching::Words words_of(std::string_view list, const std::vector<std::string>& keys);
// What a need says in its own words, and those entries of a vocabulary that are named in such words.
std::string words_of(const OpenShift& open);
std::vector<std::string> named_in(std::string_view words, std::string_view list);
// Kilometres on a plane, for some hundred kilometres around; nowhere without coordinates.
matching::Place place_of(const villages::Village& village);
// By the clock of the place.
std::chrono::year_month month_of(const web::Context& context, Timestamp moment);
matching::Stretch month_around(const web::Context& context, Timestamp moment);
// The parts of the week that it touches; none for what takes whole days.
matching::Words times_of(const web::Context& context, const activities::Shift& shift);

// ---- Words for reasons, in the language of the context ----

// Those that both have, by their labels.
std::string shared_labels(const web::Context& context, std::string_view list,
                          const std::vector<std::string>& one, const std::vector<std::string>& other);
// Those of their skills that the need names.
std::string fitting_skills(const people::PersonDraft& data, const OpenShift& open);
// Keys of the fields that lie near to one of these.
std::vector<std::string> related_to(const std::vector<std::string>& fields);
// "2" for what is 1,700 metres away; nothing for the place itself.
std::optional<std::string> kilometres(const web::Context& context, std::int64_t metres);
// "Samstag vormittags"
std::string times_text(const web::Context& context, const activities::Shift& shift);

} // namespace dorfnetz::asking
