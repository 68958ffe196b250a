#include "features/minutes/approval_mail.hpp"

#include "accounts/api.hpp"
#include "foundation/mail/address.hpp"
#include "foundation/mail/outbox.hpp"
#include "foundation/web/home.hpp"

#include <map>

namespace dorfnetz::minutes {

namespace {

using web::Context;

using Accounts = std::map<web::UserId, accounts::Account>;

void add(Accounts& all, db::Reader& reader, const Context& context, web::Role role, std::string_view subject)
{
    for (auto& account :
         accounts::accounts_with_role(reader, context.network.id, role, subject, context.now())) {
        const auto id = account.id;
        all.emplace(id, std::move(account));
    }
}

// Lead editors speak for their villages; members of a group hear of its minutes on their desk.
Accounts delegates(db::Reader& reader, const Context& context, const Meeting& meeting)
{
    Accounts all;
    add(all, reader, context, web::Role::coordinator, "");
    for (const auto& voter : meetings::voters_of(reader, context.network.id, meeting.id))
        add(all, reader, context, web::Role::lead_editor, voter.village.text());
    if (meeting.draft.village)
        add(all, reader, context, web::Role::lead_editor, meeting.draft.village->text());
    all.erase(context.actor.user); // sends it themself
    return all;
}

mail::Mail mail_to(const Context& context, db::Reader& reader, const Meeting& meeting,
                   const accounts::Account& account)
{
    const auto where = web::is_at_home(context, reader)
                           ? context.absolute_url(meetings::path_of(meeting) + "/protokoll")
                           : context.t("auf der Internetseite unter „Treffen und Beschlüsse“"_de);
    return {.network = context.network.id,
            .to = {.address = account.login, .name = account.name},
            .subject = context.t("Das Protokoll ist da: {1}"_de, {meeting.draft.title}),
            .text = context.t(
                "Hallo {1},\n\ndas Protokoll ist fertig: {2}, {3}.\n\nLies es bitte durch:\n{4}\n\n"
                "Fehlt etwas, oder stimmt etwas nicht? Dann schreib auf derselben Seite einen Einwand "
                "dazu. Genehmigt wird das Protokoll beim nächsten Treffen.\n\nHerzliche Grüße\n{5}"_de,
                {account.name, meeting.draft.title, meetings::when_text(context, meeting), where,
                 context.network.name}),
            .purpose = "minutes_sent",
            .urgency = mail::Urgency::may_be_lost};
}

} // namespace

Result<Done> mail_for_approval(db::Tx& tx, const Context& context, const Meeting& meeting)
{
    const auto german = context.in(i18n::Language::de);
    for (const auto& [id, account] : delegates(tx, german, meeting))
        if (mail::is_mail_address(account.login))
            TRY(mail::enqueue(tx, mail_to(german, tx, meeting, account), context.environment.clock,
                              context.environment.random));
    return Done{};
}

} // namespace dorfnetz::minutes
