#include "accounts/api.hpp"
#include "features/meetings/invitations.hpp"
#include "foundation/mail/address.hpp"

#include <algorithm>
#include <set>

namespace dorfnetz::meetings {

namespace {

using web::Context;
using web::Role;

// Accounts by their mail address, each once.
class Mailboxes
{
public:
    Mailboxes(db::Reader& reader, const Context& context) : m_reader(reader), m_context(context) {}

    void add_role(Role role, std::string_view subject = {})
    {
        for (const auto& account :
             accounts::accounts_with_role(m_reader, m_context.network.id, role, subject, m_context.now()))
            if (mail::is_mail_address(account.login))
                add({.address = account.login, .name = account.name});
    }

    void add(mail::Mailbox mailbox)
    {
        if (m_known.insert(mailbox.address).second)
            m_all.push_back(std::move(mailbox));
    }

    std::vector<mail::Mailbox> take() { return std::move(m_all); }

private:
    db::Reader& m_reader;
    const Context& m_context;
    std::set<std::string> m_known;
    std::vector<mail::Mailbox> m_all;
};

void add_network(Mailboxes& mailboxes, const organisations::Register& entries, const Meeting& meeting)
{
    mailboxes.add_role(Role::coordinator);
    for (const auto& village : entries.villages)
        mailboxes.add_role(Role::lead_editor, village.id.text());
    if (meeting.invites_municipality)
        mailboxes.add_role(Role::municipality_officer);
    if (meeting.invites_advisers)
        mailboxes.add_role(Role::adviser);
}

void add_village(Mailboxes& mailboxes, const organisations::Register& entries, const VillageId& village)
{
    mailboxes.add_role(Role::lead_editor, village.text());
    mailboxes.add_role(Role::council_editor, village.text());
    for (const auto& entry : entries.entries)
        if (entry.status != organisations::Status::archived &&
            std::ranges::find(entry.villages, village) != entry.villages.end())
            mailboxes.add_role(Role::organisation_editor, entry.id.text());
}

} // namespace

std::vector<mail::Mailbox> mailboxes_of(db::Reader& reader, const Context& context, const Meeting& meeting)
{
    const auto entries = organisations::shared_register(context, reader);
    Mailboxes mailboxes(reader, context);
    switch (meeting.draft.kind) {
    case Kind::network:
        add_network(mailboxes, *entries, meeting);
        break;
    case Kind::village:
        add_village(mailboxes, *entries, *meeting.draft.village);
        break;
    case Kind::group:
        for (auto& recipient : groups::recipients_of(reader, context, *meeting.draft.group))
            mailboxes.add(std::move(recipient.mailbox));
        break;
    }
    return mailboxes.take();
}

} // namespace dorfnetz::meetings
