#pragma once

#include "features/lineage/api.hpp"
#include "features/organisations/api.hpp"
#include "features/villages/api.hpp"
#include "foundation/calendar/icalendar.hpp"
#include "foundation/calendar/recurrence.hpp"
#include "foundation/core/result.hpp"
#include "foundation/db/db.hpp"
#include "foundation/web/context.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dorfnetz::activities {

using ActivityId = Id<struct ActivityTag>;
using DateId = Id<struct ActivityDateTag>;
using organisations::OrganisationId;
using villages::VillageId;

// ---- What an activity is ----

enum class Status { draft, published, cancelled };

std::string_view to_text(Status status);
std::optional<Status> status_from_text(std::string_view text);

// "Done" is a planned date that is over.
enum class DateStatus {
    planned,
    cancelled,
    postponed, // not on this day, and the new one is not known yet
};

std::string_view to_text(DateStatus status);
std::optional<DateStatus> date_status_from_text(std::string_view text);

// From when to when by the clock of the place. Of whole days the last minute of the last day is the end.
struct LocalSpan
{
    calendar::LocalTime begin = {};
    calendar::LocalTime end = {}; // after `begin`

    bool operator==(const LocalSpan&) const = default;
};

LocalSpan whole_days(Date first, Date last);

// Of what begins and ends at a time of day. Without a last day it ends on the first, or in the night after
// it: from eight in the evening to one.
struct Hours
{
    Date first = {};
    std::optional<Date> last = {};
    std::chrono::minutes begin = {}; // since midnight
    std::chrono::minutes end = {};
};

LocalSpan span_of(const Hours& hours);

// Everything that an editor can change.
struct ActivityDraft
{
    std::string title = {};
    std::string kind = {};                  // key of the vocabulary "activity_kinds"
    std::vector<OrganisationId> hosts = {}; // the first one answers for it
    std::vector<VillageId> villages = {};
    std::vector<std::string> fields = {}; // keys of the vocabulary "fields"
    std::string description = {};         // Markdown
    bool all_day = false;
    LocalSpan first = {};  // the first date
    std::string rule = {}; // RFC 5545; empty: once
    std::optional<VillageId> place_village = {};
    std::string place_name = {}; // "am Dorfteich"
    std::string place_address = {};
    std::optional<calendar::Point> point = {};
    std::optional<std::int64_t> capacity = {}; // guests
    std::string cost = {};
    std::string bring = {};
    std::string access_notes = {};
    bool is_example = false;

    bool operator==(const ActivityDraft&) const = default;
};

struct Activity
{
    ActivityId id;
    ActivityDraft draft;
    std::string slug;
    Status status = Status::draft;
    Date worked_out_until; // dates before it are written
    Timestamp created_at;
    Timestamp updated_at;
    std::int64_t version = 1;
};

// One of the days on which an activity takes place (docs/adr/0033).
struct ActivityDate
{
    DateId id = {};
    ActivityId activity = {};
    Date rule_day = {}; // for which the rule made it
    Timestamp starts_at = {};
    Timestamp ends_at = {};
    Date first_day = {}; // local
    Date last_day = {};
    DateStatus status = DateStatus::planned;
    std::string note = {};
    std::string place_name = {}; // empty: as the activity says
    bool is_changed = false;     // by hand; the rule leaves its time alone
    std::string month = {};      // 2026-12
    std::string slug = {};
    std::int64_t sequence = 0;
    Timestamp changed_at = {};
    // Only while the whole activity is called off, and the date with it: what it was before.
    std::optional<DateStatus> status_before = {};
    std::string note_before = {};
};

// "/termine/2026/12/teich-entschlammen"
std::string path_of(const ActivityDate& date);

// Limits of what people may enter.
inline constexpr int longest_days = 62; // of one date
inline constexpr int months_ahead = 18; // for which dates of a series are written

// ---- Reading ----

// A date with what lists say about its activity. Nothing personal.
struct Listed
{
    ActivityDate date;
    Status status = Status::draft; // of the activity
    std::string title;
    std::string kind;
    bool all_day = false;
    bool is_series = false;
    std::optional<VillageId> place_village;
    std::string place_name; // of the date
    std::string place_address;
    std::optional<calendar::Point> point;
    std::string description;
    bool is_example = false;
    std::vector<OrganisationId> hosts; // the first one answers for it
    std::vector<VillageId> villages;
    std::vector<std::string> fields;
    std::int64_t version = 1; // of the activity

    bool is_called_off() const { return status == Status::cancelled || date.status != DateStatus::planned; }
};

// Several conditions mean "all of them".
struct Filter
{
    Date from = {};                        // local days; what is on in between, also if it began before
    Date until = {};                       // included
    std::optional<VillageId> village = {}; // takes place there or concerns it
    std::optional<OrganisationId> host = {};
    std::string field = {};
    std::string kind = {};
    enum class Drafts { no, yes } drafts = Drafts::no;
    // Whether hosts, villages and fields are read, which costs as much as the dates themselves.
    enum class Lists { no, yes } lists = Lists::yes;
    // Of those for which hands or things are looked for, and not all are found.
    enum class Hands { any, wanted } hands = Hands::any;
    std::int64_t most = 10'000;
};

// By day and hour. Dates that were called off are among them, and say so.
std::vector<Listed> dates_between(db::Reader& reader, const NetworkId& network, const Filter& filter);
// The same one after the other, without hosts, villages and fields: for files of thousands.
void each_date(db::Reader& reader, const NetworkId& network, const Filter& filter,
               const std::function<void(Listed)>& take);
// Whatever its status.
std::optional<Activity> activity_by_id(db::Reader& reader, const NetworkId& network, const ActivityId& id);
std::optional<Listed> date_by_id(db::Reader& reader, const NetworkId& network, const DateId& id);
// The date that has or had this address; of drafts, too.
std::optional<Listed> date_by_address(db::Reader& reader, const NetworkId& network, std::string_view month,
                                      std::string_view slug);
// All of an activity, by day.
std::vector<ActivityDate> dates_of(db::Reader& reader, const NetworkId& network, const ActivityId& activity);

// Album of the pictures of an activity (features/pictures).
std::string picture_album(const ActivityId& id);

// As others link to it (features/lineage).
inline constexpr std::string_view lineage_kind_key = "termin";
lineage::Record lineage_record(const ActivityId& id);

// ---- In words, in the language of the page ----

// "Sa., 5. Dezember", "Fr., 4. Dezember bis So., 6. Dezember"
std::string day_text(const web::Context& context, const ActivityDate& date);
// "14 bis 17:30 Uhr"; "ab 14 Uhr" if it ends on another day; empty for whole days.
std::string hours_text(const web::Context& context, const ActivityDate& date, bool all_day);
// Both, with a comma between.
std::string when_text(const web::Context& context, const ActivityDate& date, bool all_day);
// "9:30"; empty for whole days.
std::string begin_text(const web::Context& context, const ActivityDate& date, bool all_day);
// "jeden Dienstag, bis 30. Juni 2027"; empty for what takes place once.
std::string series_text(const web::Context& context, const ActivityDraft& draft);
// "am Dorfteich, Dorfstr. 1, Aue"
std::string place_text(const organisations::Register& entries, const Listed& listed);
// Those whom everybody may see, the one who answers for it first.
std::vector<const organisations::Entry*> public_hosts(const organisations::Register& entries,
                                                      const Listed& listed);
std::string names_of(const std::vector<const organisations::Entry*>& hosts); // with commas

// The page of a date shows the parts that are registered for this page name (web::Part), with the date's id
// as their subject.
inline constexpr std::string_view date_parts = "activity-date";
// The same for the row of buttons on its page at the desk, with the id of the activity.
inline constexpr std::string_view desk_parts = "activity-desk";
// And the page on which editors change one date, with the date's id.
inline constexpr std::string_view day_parts = "activity-day";

// ---- Rights ----

// Whether this person may change what these organisations host: whoever may edit one of them.
bool may_edit(const web::Context& context, db::Reader& reader, const std::vector<OrganisationId>& hosts);

// ---- Writing: each in the caller's transaction ----

// What is wrong with a draft, at the field's name of the form; nothing if it can be saved.
std::vector<FieldError> problems_of(const ActivityDraft& draft);

// A draft, with its dates. Err::invalid with the fields.
Result<ActivityId> create(db::Tx& tx, const web::Network& network, const ActivityDraft& draft,
                          const organisations::Author& author);
// Err::missing, Err::stale if `version` is no longer the newest, Err::invalid.
Result<Done> update(db::Tx& tx, const web::Network& network, const ActivityId& id, std::int64_t version,
                    const ActivityDraft& draft, const organisations::Author& author);
Result<Done> publish(db::Tx& tx, const web::Network& network, const ActivityId& id,
                     const organisations::Author& author);
// All that is to come; what is past stays as it was.
Result<Done> cancel(db::Tx& tx, const web::Network& network, const ActivityId& id, std::string_view why,
                    const organisations::Author& author);
// Only what was never published.
Result<Done> remove_draft(db::Tx& tx, const web::Network& network, const ActivityId& id,
                          const organisations::Author& author);

// What can be changed about one date.
struct DateChange
{
    DateStatus status = DateStatus::planned;
    LocalSpan when = {};
    std::string place_name = {};
    std::string note = {};
};

Result<Done> change_date(db::Tx& tx, const web::Network& network, const DateId& id, std::int64_t sequence,
                         const DateChange& change, const organisations::Author& author);

// Writes the dates that came within reach since; for the nightly job. How many.
std::int64_t extend_series(db::Tx& tx, const web::Network& network, const organisations::Author& author);

} // namespace dorfnetz::activities
