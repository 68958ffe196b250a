#pragma once

#include "features/date_polls/choice.hpp"
#include "features/meetings/api.hpp"
#include "foundation/web/context.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

// What a poll is, and its use cases, each in the caller's transaction.
namespace dorfnetz::date_polls {

using PollId = Id<struct PollTag>;
using OptionId = Id<struct PollOptionTag>;
using ReplyId = Id<struct PollReplyTag>;
using groups::Who;
using meetings::LocalSpan;
using meetings::Meeting;
using meetings::MeetingId;
using organisations::OrganisationId;
using villages::VillageId;

enum class State { open, closed };

struct Poll
{
    PollId id;
    MeetingId meeting;
    State state = State::open;
    std::string note = {}; // what is to be known for an answer
    Date answer_by = {};   // who was asked is reminded before
    std::optional<Timestamp> closed_at = {};
    bool names_gone = false;
    std::int64_t version = 1;

    bool is_open() const { return state == State::open; }
};

// A date that can be chosen, by the clock of the place.
struct Option
{
    OptionId id;
    LocalSpan when;
    bool is_chosen = false;
};

enum class Origin {
    web,
    entered, // by an editor, from paper or the telephone
};

// Who said when they can come.
struct Reply
{
    ReplyId id;
    PollId poll;
    std::string name = {}; // personal; empty once it is gone
    std::optional<VillageId> village = {};
    std::optional<Who> who = {}; // personal: who was asked, or answered with an account
    Origin origin = Origin::web;
    std::map<OptionId, Answer> answers = {};
    Timestamp answered_at = {};
};

// Whom nobody asked by mail and nobody typed in.
bool is_from_a_stranger(const Reply& reply);

// Who got a link of their own by mail.
struct Invitation
{
    PollId poll;
    Who who;
    std::optional<Timestamp> reminded_at = {};
};

inline constexpr std::size_t longest_name = 100; // characters
inline constexpr std::size_t longest_note = 500;
inline constexpr std::size_t most_options = 20;
// Of those whom nobody asked and nobody typed in: everybody else has room, whatever strangers send.
inline constexpr std::int64_t most_from_strangers = 500;

// ---- Who has a voice ----

// In a meeting of the network the villages with a lead club, in every other everybody who answers.
struct Voices
{
    bool are_villages = false;
    std::vector<VillageId> villages = {}; // by name
    std::int64_t needed = 0;              // so many have to be there to decide; 0: no rule

    bool has(const std::optional<VillageId>& village) const;
};

Voices voices_of(db::Reader& reader, const web::Network& network, const Meeting& meeting, Date today);
std::vector<Ballot> ballots_of(const std::vector<Reply>& replies, const Voices& voices);
std::vector<Candidate> candidates_of(const std::vector<Option>& options, const i18n::Region& region);

// ---- Use cases ----

// A meeting has one poll. Err::invalid (field "bis"), Err::conflict when there is one or the meeting has
// begun, is held or off.
Result<PollId> start(db::Tx& tx, const web::Context& context, const Meeting& meeting, const std::string& note,
                     Date answer_by);
// Err::missing, Err::stale, Err::invalid (field "bis").
Result<Done> change(db::Tx& tx, const web::Context& context, const PollId& id, std::int64_t version,
                    const std::string& note, Date answer_by);
// Dates that are there already stay once. Err::missing; Err::conflict if it is closed; Err::invalid (fields
// "tage", "beginn", "ende") for a time that does not exist, is over, or if there are too many.
Result<Done> add_options(db::Tx& tx, const web::Context& context, const PollId& id,
                         const std::vector<LocalSpan>& spans);
// With what was said to it. Err::missing, Err::conflict.
Result<Done> remove_option(db::Tx& tx, const web::Context& context, const PollId& id, const OptionId& option);

struct NewReply
{
    std::string name = {};
    std::optional<VillageId> village = {};
    std::optional<Who> who = {};
    Origin origin = Origin::web;
    std::map<OptionId, Answer> answers = {}; // what is no date of the poll is left out
    std::string form_key = {};               // what was sent twice counts once; empty: always another one
};

// Whoever was asked, or has an account, changes what they said; so does a form that is sent again. Everybody
// else adds an answer: a name is no key to one that is there. Err::missing; Err::conflict if the poll is
// closed or strangers have filled it.
Result<ReplyId> reply(db::Tx& tx, const web::Context& context, const PollId& id, const NewReply& what);
// Changes one that is there. Err::missing, Err::conflict.
Result<Done> change_reply(db::Tx& tx, const web::Context& context, const ReplyId& id, const NewReply& what);
// Err::missing.
Result<Done> remove_reply(db::Tx& tx, const web::Context& context, const PollId& poll, const ReplyId& id);

// The date becomes the meeting's, and the poll is closed. Err::missing, Err::conflict; what
// meetings::set_date refuses.
Result<Done> take(db::Tx& tx, const web::Context& context, const PollId& id, const OptionId& option);
// Without a date. Err::missing.
Result<Done> close(db::Tx& tx, const web::Context& context, const PollId& id);
// Err::missing; Err::conflict if the meeting has begun or is off, or names are gone already.
Result<Done> open_again(db::Tx& tx, const web::Context& context, const PollId& id);

} // namespace dorfnetz::date_polls
