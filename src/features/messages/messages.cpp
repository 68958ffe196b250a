#include "features/messages/messages.hpp"

#include "accounts/audit.hpp"
#include "features/messages/messages_pages.hpp"
#include "features/messages/messages_store.hpp"
#include "foundation/jobs/queue.hpp"
#include "foundation/mail/hours.hpp"

#include <array>
#include <fmt/format.h>

namespace dorfnetz::messages {

namespace {

constexpr std::array statuses{std::pair{Status::waiting, std::string_view("waiting")},
                              std::pair{Status::sending, std::string_view("sending")},
                              std::pair{Status::sent, std::string_view("sent")},
                              std::pair{Status::withdrawn, std::string_view("withdrawn")}};

// For the log: to how many of which list, neither what nor to whom.
std::string in_numbers(const List& list, const Message& message)
{
    const auto de = i18n::Language::de;
    auto text = i18n::translate(de, "{1}: {2} Mails, {3} Briefe, {4} Anrufe"_de,
                                {i18n::translate(de, list.heading), std::to_string(message.mails),
                                 std::to_string(message.letters), std::to_string(message.calls)});
    return message.filters.empty() ? text : text + ", " + message.filters;
}

// In a minute, by night in the morning: mails would wait for the day in the outbox, where nobody can take
// them back, and who says no by night would get them all the same.
Timestamp goes_at(const web::Context& context)
{
    const auto soon = context.now() + time_to_take_back;
    return mail::morning_after(context.network.time_zone, soon).value_or(soon);
}

web::UserId whose(const web::Context& context)
{
    return context.actor.is_coordinator() ? web::UserId() : context.actor.user;
}

} // namespace

std::string_view to_text(Status status)
{
    for (const auto& [known, name] : statuses)
        if (known == status)
            return name;
    return {};
}

std::optional<Status> status_from_text(std::string_view text)
{
    for (const auto& [status, name] : statuses)
        if (name == text)
            return status;
    return std::nullopt;
}

bool Message::waits_for_the_day() const
{
    return goes_at - created_at > time_to_take_back;
}

Summary summary_of(const std::vector<Recipient>& recipients, const NewMessage& message)
{
    Summary summary;
    for (const auto& recipient : recipients) {
        switch (recipient.why) {
        case Why::none:
            break;
        case Why::not_allowed:
            ++summary.not_allowed;
            continue;
        case Why::through_the_club:
            ++summary.through_the_club;
            continue;
        case Why::no_way:
            ++summary.no_way;
            continue;
        case Why::no_mail:
            ++summary.no_mail;
            continue;
        }
        ++(recipient.way == Way::mail     ? summary.mails
           : recipient.way == Way::letter ? summary.letters
                                          : summary.calls);
        if (lacks_words(message.subject, recipient.words) || lacks_words(message.text, recipient.words))
            ++summary.lacking;
    }
    return summary;
}

Result<MessageId> create(db::Tx& tx, const web::Context& context, const List& list,
                         const std::vector<Recipient>& recipients, const NewMessage& message)
{
    const auto& network = context.network.id;
    if (const auto known = store::by_form_key(tx, network, message.form_key))
        return *known;
    const auto summary = summary_of(recipients, message);
    if (summary.reached() == 0)
        return Error{.kind = Err::conflict,
                     .text = "Auf dieser Liste steht niemand, den du so erreichst."_de};
    if (summary.reached() > static_cast<std::int64_t>(most_recipients))
        return Error{Err::too_large,
                     "Das sind mehr als {1} auf einmal. Nimm einen Filter dazu."_de,
                     {std::to_string(most_recipients)}};
    if (store::count_since(tx, network, context.actor.user, context.now() - std::chrono::hours(24)) >=
        most_a_day)
        return Error{Err::too_often,
                     "Mehr als {1} Nachrichten am Tag gehen nicht. Morgen geht es weiter."_de,
                     {std::to_string(most_a_day)}};
    const Message stored{.id = new_id<MessageId>(context.environment.clock, context.environment.random),
                         .list = std::string(list.key),
                         .filters = list.filters(context),
                         .purpose = purpose_for(context.actor),
                         .subject = message.subject,
                         .text = message.text,
                         .sent_by = context.actor.user,
                         .created_at = context.now(),
                         .goes_at = goes_at(context),
                         .mails = summary.mails,
                         .letters = summary.letters,
                         .calls = summary.calls};
    if (!store::insert(tx, network, stored, message.form_key))
        return Error{.kind = Err::stale};
    store::insert_recipients(tx, network, stored, recipients);
    accounts::record_of_network(tx, context, "message.sent", in_numbers(list, stored));
    jobs::enqueue(tx, {.network = network, .kind = std::string(sending_job), .run_at = stored.goes_at},
                  context.environment.clock, context.environment.random);
    return stored.id;
}

Result<Done> take_back(db::Tx& tx, const web::Context& context, const MessageId& id)
{
    const auto message = visible_message(tx, context, id);
    if (!message)
        return message.error();
    if (message->goes_at <= context.now() ||
        !store::set_status(tx, context.network.id, id, Status::waiting, Status::withdrawn))
        return Error{.kind = Err::conflict, .text = "Zu spät: Die Mails sind schon unterwegs."_de};
    accounts::record_of_network(tx, context, "message.withdrawn");
    return Done{};
}

std::vector<Message> visible_messages(db::Reader& reader, const web::Context& context, std::int64_t limit,
                                      std::int64_t offset)
{
    return store::list(reader, context.network.id, whose(context), limit, offset);
}

std::int64_t count_visible_messages(db::Reader& reader, const web::Context& context)
{
    return store::count(reader, context.network.id, whose(context));
}

Result<Message> visible_message(db::Reader& reader, const web::Context& context, const MessageId& id)
{
    auto message = store::by_id(reader, context.network.id, id);
    if (!message || (!context.actor.is_coordinator() && message->sent_by != context.actor.user))
        return Error{.kind = Err::missing};
    return *std::move(message);
}

} // namespace dorfnetz::messages
