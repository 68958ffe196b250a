#include "accounts/audit.hpp"
#include "features/people/parents.hpp"
#include "features/people/people_store.hpp"
#include "features/people/person.hpp"
#include "foundation/mail/outbox.hpp"

// Art. 17 GDPR: nothing of a person stays, wherever it lies.
namespace dorfnetz::people {

Traces traces_of(db::Reader& reader, const NetworkId& network, const Person& person)
{
    Traces traces{.id = person.id, .name = person.data.name(), .email = person.data.email, .phones = {}};
    for (const auto& number : {person.data.phone, person.data.mobile})
        if (!number.empty())
            traces.phones.push_back(number);
    traces.shares_email =
        !traces.email.empty() && store::ids_by_email(reader, network, traces.email).size() > 1;
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
    if (!traces.email.empty()) {
        // Mail to somebody else of the family with the same address is theirs.
        mail::forget(tx, network, {.address = traces.email, .name = traces.shares_email ? traces.name : ""});
        if (!traces.shares_email)
            tx.exec(R"sql(DELETE FROM own_page_requests WHERE network_id = :network AND email = :email)sql",
                    {{"network", network}, {"email", traces.email}});
    }
    for (const auto& contact : organisations::contacts_at(tx, network, traces.email))
        if (contact.data.name == traces.name)
            organisations::erase_contact(tx, network, contact.id);
    for (const auto& address : parent_addresses(tx, network, id))
        mail::forget(tx, network, {.address = address});
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
