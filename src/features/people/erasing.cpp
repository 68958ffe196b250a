#include "accounts/audit.hpp"
#include "features/people/history.hpp"
#include "features/people/parents.hpp"
#include "features/people/people_store.hpp"
#include "features/people/person.hpp"
#include "foundation/mail/outbox.hpp"

#include <algorithm>

// Art. 17 GDPR: nothing of a person stays, wherever it lies.
namespace dorfnetz::people {

namespace {

void add_once(std::vector<std::string>& list, const std::string& text)
{
    if (!text.empty() && std::find(list.begin(), list.end(), text) == list.end())
        list.push_back(text);
}

// The address alone may be that of a club, so the family name has to fit, and for a family the whole name.
bool is_same_person(const organisations::Contact& contact, const Person& person, const Traces& traces)
{
    const auto& family = person.data.family_name;
    return contact.data.name == traces.name ||
           (!traces.shares_email && !family.empty() && contact.data.name.ends_with(family));
}

} // namespace

bool Traces::has_email(const ContactText& email) const
{
    return std::find(emails.begin(), emails.end(), email) != emails.end();
}

bool Traces::has_phone(const ContactText& phone) const
{
    return std::find(phones.begin(), phones.end(), phone) != phones.end();
}

Traces traces_of(db::Reader& reader, const NetworkId& network, const Person& person)
{
    Traces traces{.id = person.id, .name = person.data.name(), .emails = {}, .phones = {}};
    const auto comparing = accounts::the_program();
    add_once(traces.emails, person.data.email.seen_by(comparing));
    add_once(traces.phones, person.data.phone.seen_by(comparing));
    add_once(traces.phones, person.data.mobile.seen_by(comparing));
    for (const auto& entry : history_of(reader, network, person.id)) {
        const auto& change = entry.change;
        if (change.field != "mail" && change.field != "telefon" && change.field != "mobil")
            continue;
        for (const auto& value : {change.before, change.after})
            add_once(change.field == "mail" ? traces.emails : traces.phones, value);
    }
    for (const auto& email : traces.emails)
        for (const auto& other : store::ids_by_email(reader, network, email))
            traces.shares_email = traces.shares_email || other != person.id;
    return traces;
}

void remove(db::Tx& tx, const NetworkId& network, const PersonId& id)
{
    accounts::erase_details(tx, network, "person", id.text());
    // Everything else about the person goes with the entry (ON DELETE CASCADE).
    tx.exec(R"sql(DELETE FROM people WHERE network_id = :network AND id = :id)sql",
            {{"network", network}, {"id", id}});
    // A link that opens nobody's entry any more.
    tx.exec(R"sql(
        DELETE FROM own_page_links WHERE network_id = :network AND NOT EXISTS (
            SELECT 1 FROM own_page_link_people p
            WHERE p.network_id = own_page_links.network_id AND p.link_id = own_page_links.id))sql",
            {{"network", network}});
}

void erase(db::Tx& tx, const NetworkId& network, const PersonId& id, const Elsewheres& elsewhere)
{
    const auto person = store::by_id(tx, network, id);
    if (!person)
        return;
    const auto traces = traces_of(tx, network, *person);
    for (const auto& place : elsewhere)
        place.erase(tx, network, traces);
    for (const auto& email : traces.emails) {
        // Mail to somebody else of the family with the same address is theirs.
        mail::forget(tx, network, {.address = email, .name = traces.shares_email ? traces.name : ""});
        if (!traces.shares_email)
            tx.exec(R"sql(DELETE FROM own_page_requests WHERE network_id = :network AND email = :email)sql",
                    {{"network", network}, {"email", email}});
        for (const auto& contact : organisations::contacts_at(tx, network, email))
            if (is_same_person(contact, *person, traces))
                organisations::erase_contact(tx, network, contact.id);
    }
    if (const auto parent = parent_of(tx, network, id); parent && !parent->data.email.empty())
        mail::forget(tx, network, {.address = parent->data.email.seen_by(accounts::the_program())});
    tx.exec(R"sql(
        INSERT INTO person_erasures (network_id, person_id)
        SELECT network_id, id FROM people WHERE network_id = :network AND id = :id
        ON CONFLICT DO NOTHING)sql",
            {{"network", network}, {"id", id}});
    remove(tx, network, id);
}

std::vector<ErasedPerson> erased_people(db::Reader& reader)
{
    return reader.list(R"sql(
        SELECT network_id, person_id FROM person_erasures ORDER BY network_id, person_id)sql",
                       {}, [](db::Row& row) {
                           auto network = row.take<NetworkId>();
                           return ErasedPerson{std::move(network), row.take<PersonId>()};
                       });
}

} // namespace dorfnetz::people
