#pragma once

#include "features/date_polls/polls.hpp"
#include "features/people/api.hpp"
#include "foundation/mail/mail.hpp"

#include <cstdint>
#include <optional>
#include <vector>

// Asking those who should answer, and reminding them.
namespace dorfnetz::date_polls {

// Who is asked by mail.
struct Asked
{
    mail::Mailbox mailbox;
    std::optional<web::UserId> user = {};
    std::optional<people::PersonId> person = {}; // of the register: is told how to take the consent back
    std::optional<OrganisationId> organisation = {};
};

// Of a meeting of the network the lead editors of villages with a voice, of a village's its editors and those
// of its organisations, of a group's its members: those who were not mailed yet, each mailbox once.
std::vector<Asked> whom_to_ask(db::Reader& reader, const web::Context& context, const Poll& poll,
                               const Meeting& meeting);

// Who was invited, if they would still be asked: nothing once they left the group, gave up the role or took
// their consent back. Then their link opens nothing.
std::optional<Asked> still_asked(db::Reader& reader, const web::Context& context, const Meeting& meeting,
                                 const Invitation& invitation);

// Mails all of `whom_to_ask`. Answers how many. Err::missing, Err::conflict.
Result<std::int64_t> ask_all(db::Tx& tx, const web::Context& context, const PollId& id);

inline constexpr int reminded_days_before = 2;

// Reminds those who were asked by mail and have not answered, once, from two days before the last day on.
// Answers how many.
std::int64_t remind(db::Tx& tx, const web::Context& context);

} // namespace dorfnetz::date_polls
