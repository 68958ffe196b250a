#pragma once

#include "features/date_polls/polls.hpp"

// SQL of the polls and nothing else.
namespace dorfnetz::date_polls::store {

std::optional<Poll> poll_by_id(db::Reader& reader, const NetworkId& network, const PollId& id);
std::optional<Poll> poll_of_meeting(db::Reader& reader, const NetworkId& network, const MeetingId& meeting);
std::optional<Poll> poll_by_link(db::Reader& reader, const NetworkId& network, std::string_view link_hash);
std::vector<Poll> open_polls(db::Reader& reader, const NetworkId& network);
// Closed before the moment, with names still there.
std::vector<Poll> polls_with_old_names(db::Reader& reader, const NetworkId& network, Timestamp before);

// False if the meeting has one already.
bool insert_poll(db::Tx& tx, const NetworkId& network, const Poll& poll, std::string_view link_hash,
                 Timestamp now);
// Whoever writes an answer or closes goes through this first, so that no answer comes in after closing.
std::optional<Poll> lock_poll(db::Tx& tx, const NetworkId& network, const PollId& id);
// Note, day, state and its moment. False if somebody was faster.
bool update_poll(db::Tx& tx, const NetworkId& network, const Poll& poll);
void forget_names(db::Tx& tx, const NetworkId& network, const PollId& id);

// By their begin.
std::vector<Option> options_of(db::Reader& reader, const NetworkId& network, const PollId& id);
// Does nothing if the same time is there.
void insert_option(db::Tx& tx, const NetworkId& network, const PollId& id, const Option& option);
// False if it is not there.
bool delete_option(db::Tx& tx, const NetworkId& network, const PollId& id, const OptionId& option);
// Nothing: none is.
void set_chosen(db::Tx& tx, const NetworkId& network, const PollId& id,
                const std::optional<OptionId>& option);

// In the order in which they came.
std::vector<Reply> replies_of(db::Reader& reader, const NetworkId& network, const PollId& id);
std::optional<Reply> reply_by_id(db::Reader& reader, const NetworkId& network, const ReplyId& id);
std::optional<Reply> reply_by_link(db::Reader& reader, const NetworkId& network, std::string_view link_hash);
std::optional<Reply> reply_of(db::Reader& reader, const NetworkId& network, const PollId& id, const Who& who);
std::optional<Reply> reply_by_form(db::Reader& reader, const NetworkId& network, const PollId& id,
                                   std::string_view form_key);
// Of all polls, with a name.
std::vector<Reply> replies_with_names(db::Reader& reader, const NetworkId& network);
std::int64_t count_from_strangers(db::Reader& reader, const NetworkId& network, const PollId& id);

struct Keys
{
    std::string link_hash = {};
    std::string form_key = {};
};

// False if the same person has answered meanwhile.
bool insert_reply(db::Tx& tx, const NetworkId& network, const Reply& reply, const Keys& keys);
void update_reply(db::Tx& tx, const NetworkId& network, const Reply& reply);
// What was said to the dates, instead of what was said before.
void set_answers(db::Tx& tx, const NetworkId& network, const Reply& reply);
void delete_reply(db::Tx& tx, const NetworkId& network, const ReplyId& id);
void forget_name(db::Tx& tx, const NetworkId& network, const ReplyId& id);

std::vector<Invitation> invitations_of(db::Reader& reader, const NetworkId& network, const PollId& id);
// Of all polls: of who was asked without an account and is in the register.
std::vector<Invitation> invitations_of_people(db::Reader& reader, const NetworkId& network);
std::optional<Invitation> invitation_by_link(db::Reader& reader, const NetworkId& network,
                                             std::string_view link_hash);
// False if they were invited already.
bool insert_invitation(db::Tx& tx, const NetworkId& network, const Invitation& invitation,
                       std::string_view link_hash, Timestamp now);
void delete_invitations_of(db::Tx& tx, const NetworkId& network, const people::PersonId& person);
void set_reminded(db::Tx& tx, const NetworkId& network, std::string_view link_hash, Timestamp now);

} // namespace dorfnetz::date_polls::store
