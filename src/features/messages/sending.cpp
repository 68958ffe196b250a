#include "accounts/accounts_store.hpp"
#include "features/messages/messages_pages.hpp"
#include "features/messages/messages_store.hpp"
#include "foundation/core/log.hpp"
#include "foundation/core/text.hpp"
#include "foundation/mail/address.hpp"
#include "foundation/mail/hours.hpp"
#include "foundation/mail/outbox.hpp"

// The mails of a message, once it cannot be taken back any more.
namespace dorfnetz::messages {

namespace {

constexpr std::int64_t at_once = 50; // recipients in one transaction

struct Sender
{
    std::string name;
    std::optional<std::string> reply_to;
};

Sender sender_of(db::Reader& reader, const NetworkId& network, const web::UserId& user)
{
    const auto account = user.empty() ? std::nullopt : accounts::find_user(reader, network, user);
    if (!account)
        return {};
    const auto& login = account->account.login;
    return {.name = account->account.name,
            .reply_to = mail::is_mail_address(login) ? std::optional(login) : std::nullopt};
}

mail::Mail mail_of(const web::Context& context, const Message& message, const Sender& sender,
                   const MailTarget& target)
{
    auto written = written_to(context, message, sender.name, target.words, target.leave_path);
    mail::Mail mail{.network = context.network.id,
                    .to = target.to,
                    .subject = std::move(written.subject),
                    .text = std::move(written.text),
                    .purpose = "message",
                    .reply_to = sender.reply_to,
                    .hours = mail::Hours::by_day};
    if (!target.leave_path.empty())
        mail.unsubscribe_url = context.absolute_url(target.leave_path);
    return mail;
}

// False if nobody is left.
Result<bool> send_next(db::Tx& tx, const web::Context& context, const MessageId& id)
{
    const auto& network = context.network.id;
    auto message = store::by_id(tx, network, id);
    if (!message)
        return false;
    if (message->status == Status::waiting &&
        !store::set_status(tx, network, id, Status::waiting, Status::sending))
        return Error{.kind = Err::stale};
    const auto* const list = list_with_key(message->list);
    const auto next = store::recipients(tx, network, id, Way::mail, message->sent_up_to, at_once);
    if (next.empty() || !list) {
        store::set_status(tx, network, id, Status::sending, Status::sent);
        return false;
    }
    const auto sender = sender_of(tx, network, message->sent_by);
    auto as_sender = context;
    as_sender.actor = accounts::actor_of(tx, network, message->sent_by, context.now()).value_or(web::Actor());
    for (const auto& recipient : next) {
        // Who has said no in the meantime gets nothing, nor whom the sender may not write to any more.
        const auto target = list->mail_target(tx, as_sender, recipient.id, message->purpose);
        if (target && !mail::enqueue(tx, mail_of(context, *message, sender, *target),
                                     context.environment.clock, context.environment.random))
            log::warning("a message could not be mailed to one of its recipients");
    }
    if (!store::advance(tx, network, *message, next.back().position))
        return Error{.kind = Err::stale};
    return true;
}

} // namespace

Written written_to(const web::Context& context, const Message& message, const std::string& sender,
                   const PersonalWords& words, const std::string& leave_path)
{
    const auto de = i18n::Language::de; // whatever the sender reads
    auto text = filled_in(message.text, words) + "\n\n-- \n" +
                (sender.empty() ? context.network.name : sender + ", " + context.network.name) + '\n';
    if (!sender.empty())
        text += i18n::translate(de, "Antworten gehen an {1}."_de, {sender}) + '\n';
    if (!leave_path.empty())
        text += i18n::translate(de, "Willst du nicht mehr gefragt werden? Dann genügt dieser Link: {1}"_de,
                                {context.absolute_url(leave_path)}) +
                '\n';
    return {.subject = squeeze(filled_in(message.subject, words)), .text = std::move(text)};
}

void send_messages(web::Environment& environment, const web::Site& site, const web::Network& network,
                   const std::function<bool()>& may_go_on)
{
    // Also what comes late: see `create`.
    if (mail::morning_after(network.time_zone, environment.clock.now()))
        return;
    const auto context = web::context_of_a_job(environment, site, network);
    for (const auto& message : environment.pool.read(
             [&](db::Reader& reader) { return store::due(reader, network.id, environment.clock.now()); })) {
        if (environment.public_address.empty() && message.mails > 0) {
            log::warning("messages wait: the installation has no public address");
            return;
        }
        for (bool more = true; more && may_go_on();) {
            const auto sent = environment.pool.write(
                db::Scope::nothing(), [&](db::Tx& tx) { return send_next(tx, context, message.id); });
            more = sent && *sent;
        }
    }
}

} // namespace dorfnetz::messages
