#pragma once

#include "features/activities/import_api.hpp"
#include "foundation/calendar/foreign_calendar.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

// From a calendar that others wrote to what will become of it: judged first, written later, both without
// pages.
namespace dorfnetz::activities {

// Each date is a row with an address and shifts of its own, and a few lines of a file can ask for any number.
// What is above waits for the next time.
inline constexpr std::size_t most_dates_at_once = 10'000;

enum class Outcome {
    fresh,
    changed,
    unchanged,
    left_out, // over, private: nothing wrong with it
    refused,  // cannot be taken
};

struct Remark
{
    German text;
    std::vector<std::string> values = {};
};

// One day of a series that is otherwise than its rule.
struct WantedDay
{
    Date rule_day = {};
    std::optional<LocalSpan> when = {}; // nothing: it is off
    std::string place_name = {};
};

struct ImportItem
{
    std::uint32_t line = 0; // of the file
    std::string uid = {};
    Outcome outcome = Outcome::fresh;
    ActivityDraft draft = {};
    std::optional<Activity> before = {};
    std::vector<WantedDay> days = {};
    bool is_called_off = false; // the whole activity
    std::vector<Remark> remarks = {};
};

struct ImportPlan
{
    std::vector<ImportItem> items; // in the order of the file
    std::vector<Remark> remarks;   // about the file as a whole

    std::int64_t count(Outcome outcome) const;

    bool changes_something() const { return count(Outcome::fresh) + count(Outcome::changed) > 0; }
};

struct ImportGround
{
    const web::Network& network;
    const organisations::Register& entries;
    const ImportChoice& choice;
    Timestamp now;
    // Whether the reader may change what these organisations host.
    std::function<bool(const std::vector<OrganisationId>&)> may_edit;
};

ImportPlan plan_import(db::Reader& reader, const ImportGround& ground,
                       const calendar::ForeignCalendar& calendar);

// Says the same if and only if the plans do the same.
std::string fingerprint(const ImportPlan& plan);

// Writes what is new and changed. `Error` of the activity that could not be written.
Result<Done> apply_import(db::Tx& tx, const web::Network& network, const ImportPlan& plan,
                          const ImportChoice& choice, const organisations::Author& author);

} // namespace dorfnetz::activities
