#pragma once

#include "features/activities/needs_api.hpp"
#include "features/people/api.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What people promised for shifts: themselves and whom they bring along, or pieces of a thing. Nobody needs
// an account for it (docs/adr/0036-promises-without-an-account.md).
namespace dorfnetz::signups {

using SignupId = Id<struct SignupTag>;
using activities::DateId;
using activities::ShiftId;
using people::ContactText;
using people::PersonId;

enum class Status {
    requested, // waits for the host, or for the one who promised to choose; holds its places
    confirmed,
    waitlisted,
    declined,
    cancelled,
    attended,
    absent,
};

std::string_view to_text(Status status);
std::optional<Status> status_from_text(std::string_view text);

enum class Origin { web, editor, paper, walk_up };

std::string_view to_text(Origin origin);
std::optional<Origin> origin_from_text(std::string_view text);

// What somebody says on the day itself.
enum class Word { none, late, ill, on_the_way };

std::string_view to_text(Word word);
std::optional<Word> word_from_text(std::string_view text);

// What a promise was before somebody was marked as there or missing.
struct Before
{
    Status status = Status::confirmed;
    bool holds = false;

    bool operator==(const Before&) const = default;
};

struct Signup
{
    SignupId id = {};
    ShiftId shift = {};
    Status status = Status::requested;
    bool holds = false; // its people are counted in the shift's places
    std::int64_t people = 1;
    std::optional<PersonId> person = {};
    std::string name = {};
    std::string companions = {};
    ContactText email = {};
    ContactText phone = {};
    std::string note = {};
    Origin origin = Origin::web;
    i18n::Language language = i18n::Language::de;
    std::int64_t turn = 0;                    // the order in which they came, of this shift
    std::optional<Timestamp> held_until = {}; // by then the one who promised chooses between two
    bool host_agreed = false;                 // where the need wants the host's yes
    std::optional<std::int64_t> remind_hours = {};
    Word word = Word::none;
    std::optional<Before> before = {}; // nothing: not marked, or came without a promise
    std::optional<Timestamp> checked_in_at = {};
    std::optional<std::int64_t> minutes = {}; // worked, for each of the people
    Timestamp created_at = {};
    Timestamp changed_at = {};
    std::int64_t version = 1;

    // Promised and not taken back; what hosts count on or decide about.
    bool stands() const
    {
        return status != Status::declined && status != Status::cancelled && status != Status::waitlisted;
    }

    // Waits for a choice between this and another promise for the same time.
    bool is_choice() const { return status == Status::requested && held_until.has_value(); }
};

// With what it is for.
struct Promise
{
    Signup signup;
    activities::Shift shift;
    activities::Need need;
};

// The page of one's own promise shows the parts that are registered for this page name (web::Part), with the
// promise's id as their subject.
inline constexpr std::string_view promise_parts = "promise";

// Where people are asked for a shift (features/asking).
std::string search_path(const ShiftId& shift);

// ---- Reading ----

std::optional<Signup> signup_by_id(db::Reader& reader, const NetworkId& network, const SignupId& id);
// In the order in which they came. Also what was cancelled.
std::vector<Signup> signups_of_shift(db::Reader& reader, const NetworkId& network, const ShiftId& shift);
// By need and shift, then by name. Also what was cancelled.
std::vector<Promise> promises_of_date(db::Reader& reader, const NetworkId& network, const DateId& date);
// Of somebody in the register, the newest shift first.
std::vector<Promise> promises_of_person(db::Reader& reader, const NetworkId& network, const PersonId& person);

// ---- Who may see what ----

// Whether the actor hosts it: sees who promised, decides, checks in.
bool may_host(db::Reader& reader, const web::Context& context, const activities::Listed& listed);
// Writes down that the actor takes along how to reach everybody who promised for the date, and lets them.
// Before the answer is made. Err::missing for who does not host it, and 30 days after its end.
Result<accounts::Viewer> record_list_view(db::Tx& tx, const web::Context& context,
                                          const activities::Listed& listed);

// ---- On the day: each in the caller's transaction, which writes the audit row if a host does it ----

// Came. Whoever was not expected takes places if some are free, and is counted anyway. Done twice it stays as
// it is. Err::missing; Err::conflict for what cannot become so.
Result<Done> check_in(db::Tx& tx, const NetworkId& network, const SignupId& id, Timestamp at);
// Was expected and did not come.
Result<Done> mark_absent(db::Tx& tx, const NetworkId& network, const SignupId& id, Timestamp now);
// Takes back what was marked by mistake.
Result<Done> unmark(db::Tx& tx, const NetworkId& network, const SignupId& id, Timestamp now);
// Of somebody who came; nothing: as long as the shift was.
Result<Done> record_minutes(db::Tx& tx, const NetworkId& network, const SignupId& id,
                            std::optional<std::int64_t> minutes, Timestamp now);

// Somebody who came without having said so, and may not want to be named.
struct WalkUp
{
    ShiftId shift;
    std::string name;
    ContactText phone = {};
    std::optional<PersonId> person = {};
    std::int64_t people = 1;
    Timestamp at = {};
    std::string form_key = {}; // what was sent twice counts once; empty: always another one
};

// Err::missing if there is no such shift, Err::invalid with the fields "name" and "people".
Result<SignupId> walk_up(db::Tx& tx, const web::Environment& environment, const NetworkId& network,
                         const WalkUp& who);

// A promise of somebody invented, for example networks. Nobody is told. Err::missing, Err::conflict without a
// place.
Result<SignupId> enter_example(db::Tx& tx, const web::Environment& environment, const NetworkId& network,
                               const ShiftId& shift, const std::string& name, std::int64_t people);

// ---- What is kept about people ----

// How long the address of somebody's own calendar lives without a promise.
inline constexpr std::chrono::days calendar_kept{365};
// How long names and ways to reach somebody stay after the end of the date.
inline constexpr std::chrono::days kept_after_the_date{30};
// After it was taken back or declined, if that comes first.
inline constexpr std::chrono::days kept_after_taken_back{30};

// Promises, as something that is kept about people outside the register.
people::Elsewhere kept_signups();

} // namespace dorfnetz::signups
