#pragma once

#include "features/messages/lists.hpp"
#include "foundation/core/result.hpp"
#include "foundation/web/context.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// One message to many: written once, sent by mail, as letters and by telephone.
namespace dorfnetz::messages {

using MessageId = Id<struct MessageTag>;

enum class Status {
    waiting, // can still be taken back
    sending,
    sent,
    withdrawn,
};

std::string_view to_text(Status status);
std::optional<Status> status_from_text(std::string_view text);

struct Message
{
    MessageId id = {};
    std::string list = {}; // key
    std::string filters = {};
    people::Purpose purpose = people::Purpose::register_;
    std::string subject = {}; // empty once its time is over
    std::string text = {};
    web::UserId sent_by = {};
    Status status = Status::waiting;
    Timestamp created_at = {};
    Timestamp goes_at = {};
    std::int64_t sent_up_to = 0;
    std::int64_t mails = 0; // as planned; likewise the following
    std::int64_t letters = 0;
    std::int64_t calls = 0;

    bool waits_for_the_day() const;
};

struct NewMessage
{
    std::string form_key;
    std::string subject;
    std::string text;
};

// What keeps accidents small.
inline constexpr std::chrono::seconds time_to_take_back{60};
inline constexpr std::int64_t most_a_day = 10;       // messages of one account
inline constexpr std::size_t most_recipients = 2000; // of one message

// How many of a list are reached how, and how many not for which reason.
struct Summary
{
    std::int64_t mails = 0;
    std::int64_t letters = 0;
    std::int64_t calls = 0;
    std::int64_t not_allowed = 0;
    std::int64_t through_the_club = 0;
    std::int64_t no_way = 0;
    std::int64_t no_mail = 0;
    std::int64_t lacking = 0; // have no word for something that the text names

    std::int64_t reached() const { return mails + letters + calls; }
};

Summary summary_of(const std::vector<Recipient>& recipients, const NewMessage& message);

// In the caller's transaction. The same form sent once more answers the same message. Err::conflict for
// nobody, Err::too_large above the limits, Err::too_often.
Result<MessageId> create(db::Tx& tx, const web::Context& context, const List& list,
                         const std::vector<Recipient>& recipients, const NewMessage& message);
// Err::missing, Err::conflict if it is too late.
Result<Done> take_back(db::Tx& tx, const web::Context& context, const MessageId& id);

// What the actor sent, or everybody for the coordinator; the newest first.
std::vector<Message> visible_messages(db::Reader& reader, const web::Context& context, std::int64_t limit,
                                      std::int64_t offset);
std::int64_t count_visible_messages(db::Reader& reader, const web::Context& context);
// Err::missing for who neither sent it nor coordinates.
Result<Message> visible_message(db::Reader& reader, const web::Context& context, const MessageId& id);

// ---- Paper, for whom the actor may see ----

// Letters or a list to call of those who are reached so; written to the audit log in the same transaction.
Result<std::string> letters_of(db::Tx& tx, const web::Context& context, const Message& message);
Result<std::string> call_list_of(db::Tx& tx, const web::Context& context, const Message& message);

// ---- For the job ----

// Puts the mails of all messages whose time has come into the outbox, a few at a time. Which of them are
// there is noted in the same transaction: whoever carries on after a crash begins with the next one.
void send_messages(web::Environment& environment, const web::Site& site, const web::Network& network,
                   const std::function<bool()>& may_go_on);

} // namespace dorfnetz::messages
