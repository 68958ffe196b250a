#pragma once

#include "features/activities/api.hpp"

#include <chrono>

// What an activity needs: roles that people take ("Grillstand") and things that they bring ("Kuchen"), and
// the shifts of each date for which people promise themselves or pieces.
namespace dorfnetz::activities {

using NeedId = Id<struct NeedTag>;
using NeedTimeId = Id<struct NeedTimeTag>;
using ShiftId = Id<struct ShiftTag>;

enum class NeedKind { role, thing };

std::string_view to_text(NeedKind kind);
std::optional<NeedKind> need_kind_from_text(std::string_view text);

// How a promise becomes certain: by itself, or when the host says yes.
enum class Admission { at_once, by_host };

std::string_view to_text(Admission admission);
std::optional<Admission> admission_from_text(std::string_view text);

struct NeedDraft
{
    NeedKind kind = NeedKind::role;
    std::string title = {};
    std::string description = {};
    std::string skills = {}; // in own words
    std::optional<std::int64_t> minimum_age = {};
    std::string proof = {}; // key of the vocabulary "proofs"; empty: none
    Admission admission = Admission::at_once;
    bool is_around = false; // setting up and clearing away: its shifts may lie before and after the date

    bool operator==(const NeedDraft&) const = default;
};

struct Need
{
    NeedId id;
    ActivityId activity;
    NeedDraft draft;
    std::int64_t version = 1;
};

// By the clock of the place, from the beginning of the date; of whole days from midnight.
struct Within
{
    std::chrono::minutes starts_after = {}; // below 0: before the date begins
    std::chrono::minutes lasts = {};

    bool operator==(const Within&) const = default;
};

// When a need is there; it makes one shift for each date.
struct NeedTime
{
    NeedTimeId id = {};
    NeedId need = {};
    std::optional<Within> within = {}; // nothing: as long as the date
    std::int64_t least = 1;            // people, or pieces of a thing
    std::int64_t most = 1;
    bool is_withdrawn = false; // no longer needed; its shifts to come are called off
};

enum class ShiftStatus { planned, cancelled };

std::string_view to_text(ShiftStatus status);
std::optional<ShiftStatus> shift_status_from_text(std::string_view text);

// One time on one date.
struct Shift
{
    ShiftId id = {};
    DateId date = {};
    NeedId need = {};
    NeedTimeId time = {};
    Timestamp starts_at = {};
    Timestamp ends_at = {};
    std::int64_t least = 0;
    std::int64_t most = 1;
    std::int64_t taken = 0; // promised or held, never more than `most`
    // Called off: with its date, by itself, because nobody needs it any more, or because the date became too
    // short for it.
    ShiftStatus status = ShiftStatus::planned;
    bool is_off = false;     // by itself, by hand
    bool is_changed = false; // its numbers were set by hand

    std::int64_t free_places() const { return status == ShiftStatus::planned ? most - taken : 0; }

    bool operator==(const Shift&) const = default;
};

struct NeededShift
{
    Shift shift;
    Need need;
};

struct OpenShift
{
    Shift shift;
    Need need;
    Listed listed; // its date with its activity
};

// Where it is, or else whom it concerns.
std::optional<VillageId> village_of(const OpenShift& open);

// Limits of what people may enter.
inline constexpr std::chrono::days longest_around{7}; // before and after the date
inline constexpr std::int64_t most_places = 10'000;
inline constexpr std::size_t most_times = 100; // of one need, entered at once

// ---- Reading ----

// What is still needed or was, in the order of the editors. Needs of which all times were withdrawn are left
// out.
std::vector<Need> needs_of(db::Reader& reader, const NetworkId& network, const ActivityId& activity);
std::optional<Need> need_by_id(db::Reader& reader, const NetworkId& network, const NeedId& id);
// Of all its needs, by beginning; what lasts as long as the date comes first. Withdrawn ones are among them.
std::vector<NeedTime> times_of(db::Reader& reader, const NetworkId& network, const ActivityId& activity);

// By need, then by beginning. Called off ones are among them, and say so.
std::vector<NeededShift> shifts_of_date(db::Reader& reader, const NetworkId& network, const DateId& date);
// Whatever the status of shift, date and activity.
std::optional<OpenShift> shift_by_id(db::Reader& reader, const NetworkId& network, const ShiftId& id);

// Several conditions mean "all of them".
struct ShiftFilter
{
    Timestamp after = {};                  // what is over by then is left out
    std::optional<Timestamp> before = {};  // what begins by then
    std::optional<VillageId> village = {}; // takes place there or concerns it
    std::optional<OrganisationId> host = {};
    std::string field = {};
    enum class Places { free, all } places = Places::free;
    std::int64_t most = 200;
};

// Of what is public and was not called off, the next ones first.
std::vector<OpenShift> open_shifts(db::Reader& reader, const NetworkId& network, const ShiftFilter& filter);

// When somebody who takes it is at work: of a shift of whole days from eight to six by the clock of the
// place, of any other all of it. What people can give is compared with this.
struct WorkingHours
{
    Timestamp begin = {};
    Timestamp end = {};
};

WorkingHours working_hours(const i18n::Region& region, const Shift& shift);

// "10 bis 12 Uhr"; with its day if that is not the one on which the date begins; empty for what lasts as long
// as the date.
std::string shift_hours_text(const web::Context& context, const Shift& shift, const ActivityDate& date);
// "Sa., 5. Dezember, 10 bis 12 Uhr"
std::string shift_when_text(const web::Context& context, const Shift& shift);

// "10 bis 12 Uhr" by the clock of an activity's dates, "am Tag davor, 15 bis 18 Uhr"; "die ganze Zeit" for
// nothing.
std::string within_text(const web::Context& context, const ActivityDraft& activity,
                        const std::optional<Within>& within);
// "2 bis 4 Leute", "10 Stück"
std::string places_text(const web::Context& context, NeedKind kind, std::int64_t least, std::int64_t most);
// Who can take it on: "ab 16 Jahren", "mit Nachweis: Motorsägenschein".
std::vector<std::string> conditions_of(const web::Context& context, const NeedDraft& draft);

// ---- Places: each in the caller's transaction ----

// Locks the row, so that whoever counts on it comes one after the other; as it is then. Before anything that
// counts. Nothing if there is none.
std::optional<Shift> lock_shift(db::Tx& tx, const NetworkId& network, const ShiftId& id);
// False, and nothing is changed, if so many are not free or the shift was called off.
bool take_places(db::Tx& tx, const NetworkId& network, const ShiftId& id, std::int64_t places);
// Of places that were taken before.
void give_back(db::Tx& tx, const NetworkId& network, const ShiftId& id, std::int64_t places);

// ---- Writing: each in the caller's transaction ----

// What is wrong, at the field's name of the form; nothing if it can be saved.
std::vector<FieldError> problems_of(const NeedDraft& draft);
// Of times for this activity, which all have the same numbers.
std::vector<FieldError> problems_of(const ActivityDraft& activity, const NeedDraft& draft,
                                    const std::vector<NeedTime>& times);

// At the end of the list; a role or thing with its times. Err::missing, Err::invalid.
Result<NeedId> add_need(db::Tx& tx, const web::Network& network, const ActivityId& activity,
                        const NeedDraft& draft, const std::vector<NeedTime>& times,
                        const organisations::Author& author);
// Err::missing, Err::stale, Err::invalid.
Result<Done> change_need(db::Tx& tx, const web::Network& network, const NeedId& id, std::int64_t version,
                         const NeedDraft& draft, const organisations::Author& author);
// Calls off all its shifts to come; as long as the activity is a draft, it is deleted.
Result<Done> withdraw_need(db::Tx& tx, const web::Network& network, const NeedId& id,
                           const organisations::Author& author);

// Those that are there already are left as they are; withdrawn ones come back. Err::missing, Err::invalid.
Result<Done> add_times(db::Tx& tx, const web::Network& network, const NeedId& need,
                       const std::vector<NeedTime>& times, const organisations::Author& author);
// Moves its shifts to come with what was promised for them, and gives them these numbers. Err::missing,
// Err::invalid; Err::conflict if more is promised than then has a place, or if another one has this time.
Result<Done> change_time(db::Tx& tx, const web::Network& network, const NeedTime& time,
                         const organisations::Author& author);
// As withdraw_need, of one time; with the last one the need goes.
Result<Done> withdraw_time(db::Tx& tx, const web::Network& network, const NeedTimeId& id,
                           const organisations::Author& author);

struct ShiftChange
{
    std::int64_t least = 0;
    std::int64_t most = 1;
    bool is_off = false;
};

// Other numbers on one date, or not at all. Err::missing; Err::invalid; Err::conflict below what
// is promised.
Result<Done> change_shift(db::Tx& tx, const web::Network& network, const ShiftId& id,
                          const ShiftChange& change, const organisations::Author& author);

// Everything that another activity needs, as far as it fits into this one. How many.
Result<std::int64_t> copy_needs(db::Tx& tx, const web::Network& network, const ActivityId& from,
                                const ActivityId& to, const organisations::Author& author);

} // namespace dorfnetz::activities
