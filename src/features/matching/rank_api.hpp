#pragma once

#include "features/matching/plan_api.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

// Whom to ask for one need, and why: people, organisations, companies or things out of a register, the best
// first.
//
// Hard conditions leave out, soft ones give points. What somebody has not said leaves nobody out: who named
// no times may be free, and only earns nothing for it. The points of an answer are the sum of its reasons, so
// whoever reads them can work out the order.
//
// Words of vocabularies are numbered by the caller; so are places and words of one's own. What is above the
// limits beside each set is not kept.
namespace dorfnetz::matching {

// The caller's id. Ties are broken by it, so the order is the same every time.
struct Key
{
    std::uint64_t high = 0;
    std::uint64_t low = 0;

    auto operator<=>(const Key&) const = default;
};

using Words = std::uint64_t; // a set of numbered words

inline constexpr std::size_t most_times = 32;  // parts of the week that can be told apart
inline constexpr std::int64_t never_asked = 0; // Candidate::last_asked
inline constexpr std::uint32_t no_place = ~std::uint32_t{0};
// Nobody knows where it lies: people can say that they help there, but there is no way to it and no distance.
inline constexpr Place nowhere{std::numeric_limits<double>::infinity(),
                               std::numeric_limits<double>::infinity()};
bool is_somewhere(const Place& place);

struct Engagement
{
    Minute begin = 0;
    Minute end = 0;
    std::uint32_t place = no_place; // nothing: no way has to be counted

    bool operator==(const Engagement&) const = default;
};

struct Stretch
{
    Minute begin = 0;
    Minute end = 0; // after the last minute
};

// Who or what could be asked, with all that is known of it.
struct Candidate
{
    Key key = {};
    std::uint32_t home = no_place;
    // Where they help: everywhere, so far around home, or in these places. Nothing of all: not said.
    bool everywhere = false;
    double radius_km = 0;
    std::vector<std::uint32_t> helps_in = {};
    double mobile_km = 0; // how far they get by themselves; 0: not said

    Words fields = 0;    // what it is about; with `tasks` empty: not said
    Words tasks = 0;     // what they do: tasks of people, strengths of clubs, support of companies
    Words times = 0;     // parts of the week in which they are free, below most_times; 0: not said
    Words proofs = 0;    // below 32
    Words languages = 0; // below 32
    Words asked_by = 0;  // who may ask them, below 8: consent, or a public entry
    std::vector<std::uint32_t> skills = {};   // words of one's own
    std::vector<Engagement> engagements = {}; // what is promised already
    std::optional<int> birth_year = {};

    // Days since 1970-01-01.
    std::int64_t last_asked = never_asked;
    std::int64_t not_before = 0;             // wants to be left alone until then
    bool is_full = false;                    // gives as much already as they wanted to give
    std::optional<Minute> most_minutes = {}; // that they want to give in each Need::period; to 45 days
    int asked = 0;                           // this year
    int promised = 0;                        // this year
    int was_there = 0;
    int stayed_away = 0;
};

struct Need
{
    std::uint32_t place = no_place;
    std::optional<double> within_km = {}; // looked for no farther from `place` than that
    Words fields = 0;
    Words related_fields = 0; // count less
    Words tasks = 0;
    Words times = 0; // parts of the week that it takes up; all of them must be free
    std::optional<Engagement> span = {};
    std::optional<Stretch> period = {};     // what begins in it counts for Candidate::most_minutes
    Words proofs = 0;                       // all are necessary
    Words languages = 0;                    // one of them is welcome
    std::vector<std::uint32_t> skills = {}; // welcome
    std::optional<int> born_by = {};        // year of birth at the latest
    Words asker = ~Words{0};                // in whose name is asked: one must be in Candidate::asked_by
    std::int64_t today = 0;                 // days since 1970-01-01
    int travel_minutes = 15;                // between what they promised and `place`, besides the way itself
    double travel_speed = 50;               // km/h
    std::vector<Key> asked_already = {};    // for this, whatever they said
};

// Points for each soft condition; what costs points is below 0.
struct Weights
{
    int field = 30;         // one of the fields is theirs
    int related_field = 12; // only a related one
    int task = 25;          // one of the tasks is theirs
    int skill = 10;         // each skill that is theirs, two at most
    int near = 20;          // at the place itself; falls to 0 at `near_km`
    double near_km = 15;
    int beyond_reach = -15; // farther than they get by themselves
    int free = 15;          // said that they are free then
    int language = 5;
    int reliable = 6;    // was there each time, at least twice
    int unreliable = -8; // stayed away more often than one time in three
    int asked = -6;      // each time this year, five at most
    int lately = -20;    // asked today; rises to 0 within `lately_days`
    int lately_days = 60;
    int promised = -3; // each promise this year, five at most
};

// Why somebody is left out.
enum class Hard {
    asked_already,
    asker,      // does not want to be asked, or not by this one
    alone,      // wants to be left alone for now
    full,       // gives as much already as they wanted to
    place,      // helps somewhere else
    far,        // farther than is looked for
    topic,      // other fields and tasks
    time,       // not free then
    engagement, // has promised something else for that time, ways counted
    proof,
    age,
};
inline constexpr std::size_t hard_conditions = 11;
std::string_view to_text(Hard hard); // "asked_already"

// Why somebody has points. `amount` is what to say with it.
enum class Soft {
    field,
    related_field,
    topic_unknown, // no points: named neither fields nor tasks
    task,
    skill,        // how many
    near,         // metres
    beyond_reach, // metres
    place_unknown,
    free,
    time_unknown,
    language,
    reliable,   // how often
    unreliable, // how often they stayed away
    asked,      // how often this year
    lately,     // days ago
    promised,   // how often this year
};
std::string_view to_text(Soft soft);

struct Reason
{
    Soft soft = Soft::field;
    std::int64_t amount = 0;
    int points = 0;

    bool operator==(const Reason&) const = default;
};

struct Ranked
{
    Key key = {};
    int points = 0; // sum of the reasons
    std::vector<Reason> reasons = {};
};

// How many are left out for what; the first condition in the order of Hard counts.
using LeftOut = std::array<std::int64_t, hard_conditions>;

// Those who can be asked, kept so that a need finds them in a fraction of a millisecond among a million
// (docs/adr/0057). Not for several threads at once.
class Register
{
public:
    // Places by number. Throws std::invalid_argument for one that is neither somewhere nor `nowhere`.
    explicit Register(std::vector<Place> places);
    ~Register();
    Register(Register&& other) noexcept;
    Register& operator=(Register&& other) noexcept;

    // Adds many, neighbours beside each other in memory: needs find them faster than those added one by one.
    void load(std::vector<Candidate> candidates);
    // Adds or replaces. Throws std::invalid_argument for a place that there is not.
    void put(const Candidate& candidate);
    void remove(const Key& key);
    std::size_t size() const;
    std::size_t bytes() const; // of memory

    // The best, `most` at most. `may_be_asked` is called for those only who would be among them.
    std::vector<Ranked> rank(const Need& need, std::size_t most, const Weights& weights = {},
                             const std::function<bool(const Key&)>& may_be_asked = {}) const;
    LeftOut left_out(const Need& need) const;
    // Why this one is left out; nothing if they can be asked or are not known.
    std::optional<Hard> left_out_for(const Need& need, const Key& key) const;

private:
    struct Inside;
    std::unique_ptr<Inside> m_inside;
};

} // namespace dorfnetz::matching
