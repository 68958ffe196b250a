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
                if (m_known.insert(account.login).second)
                    m_all.push_back({.mailbox = {.address = account.login, .name = account.name}});
    }

    std::vector<groups::Recipient> take() { return std::move(m_all); }

private:
    db::Reader& m_reader;
    const Context& m_context;
    std::set<std::string> m_known;
    std::vector<groups::Recipient> m_all;
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

std::vector<groups::Recipient> recipients_of(db::Reader& reader, const Context& context,
                                             const Meeting& meeting)
{
    if (meeting.draft.kind == Kind::group)
        return groups::recipients_of(reader, context, *meeting.draft.group);
    const auto entries = organisations::shared_register(context, reader);
    Mailboxes mailboxes(reader, context);
    if (meeting.draft.kind == Kind::village)
        add_village(mailboxes, *entries, *meeting.draft.village);
    else
        add_network(mailboxes, *entries, meeting);
    return mailboxes.take();
}

} // namespace dorfnetz::meetings
