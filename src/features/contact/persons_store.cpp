#include "features/contact/persons_store.hpp"

#include "features/contact/revocations.hpp"

namespace dorfnetz::contact {

namespace {

SiteContact read_contact(db::Row& row)
{
    SiteContact contact;
    contact.id = row.take<SiteContactId>();
    contact.position = row.take<std::int64_t>();
    contact.duty_de = row.take<std::string>();
    contact.duty_en = row.take<std::string>();
    contact.name = row.take<std::string>();
    contact.phone = row.take<std::string>();
    contact.email = row.take<std::string>();
    contact.consent_on = row.take<std::optional<Date>>();
    contact.version = row.take<std::int64_t>();
    return contact;
}

} // namespace

std::vector<SiteContact> all_contacts(db::Reader& reader, const NetworkId& network)
{
    return reader.list(R"sql(
        SELECT id, position, duty_de, duty_en, name, phone, email, consent_on, version FROM site_contacts
        WHERE network_id = :network ORDER BY position, id)sql",
                       {{"network", network}}, read_contact);
}

std::optional<SiteContact> contact_by_id(db::Reader& reader, const NetworkId& network,
                                         const SiteContactId& id)
{
    return reader.first(R"sql(
        SELECT id, position, duty_de, duty_en, name, phone, email, consent_on, version FROM site_contacts
        WHERE network_id = :network AND id = :id)sql",
                        {{"network", network}, {"id", id}}, read_contact);
}

void insert_contact(db::Tx& tx, const NetworkId& network, const SiteContact& contact)
{
    tx.exec(R"sql(
        INSERT INTO site_contacts (network_id, id, position, duty_de, duty_en, name, phone, email, consent_on)
        VALUES (:network, :id, :position, :duty_de, :duty_en, :name, :phone, :email, :consent_on))sql",
            {{"network", network},
             {"id", contact.id},
             {"position", contact.position},
             {"duty_de", contact.duty_de},
             {"duty_en", contact.duty_en},
             {"name", contact.name},
             {"phone", contact.phone},
             {"email", contact.email},
             {"consent_on", contact.consent_on}});
}

bool update_contact(db::Tx& tx, const NetworkId& network, const SiteContact& before,
                    const SiteContact& contact, Timestamp now)
{
    const bool saved = tx.exec(R"sql(
        UPDATE site_contacts SET position = :position, duty_de = :duty_de, duty_en = :duty_en, name = :name,
                                 phone = :phone, email = :email, consent_on = :consent_on,
                                 version = version + 1
        WHERE network_id = :network AND id = :id AND version = :version)sql",
                               {{"position", contact.position},
                                {"duty_de", contact.duty_de},
                                {"duty_en", contact.duty_en},
                                {"name", contact.name},
                                {"phone", contact.phone},
                                {"email", contact.email},
                                {"consent_on", contact.consent_on},
                                {"network", network},
                                {"id", contact.id},
                                {"version", contact.version}}) == 1;
    if (saved && before.is_personal() &&
        (before.name != contact.name || before.phone != contact.phone || before.email != contact.email))
        accounts::note_revocation(
            tx, person_kind, {.network = network, .id = contact.id.text(), .word = "changed", .at = now});
    return saved;
}

bool delete_contact(db::Tx& tx, const NetworkId& network, const SiteContactId& id)
{
    const bool deleted =
        tx.exec(R"sql(DELETE FROM site_contacts WHERE network_id = :network AND id = :id)sql",
                {{"network", network}, {"id", id}}) == 1;
    if (deleted)
        accounts::note_erasure(tx, network, contact_kind, id.text());
    return deleted;
}

bool remove_again(db::Tx& tx, const NetworkId& network, const std::string& id)
{
    return delete_contact(tx, network, SiteContactId(id));
}

bool forget_again(db::Tx& tx, const Revocation& revocation, Timestamp now)
{
    const auto before = contact_by_id(tx, revocation.network, SiteContactId(revocation.id));
    if (!before || !before->is_personal())
        return false;
    auto after = *before;
    for (auto* text : {&after.name, &after.phone, &after.email})
        text->clear();
    after.consent_on.reset();
    return update_contact(tx, revocation.network, *before, after, now);
}

} // namespace dorfnetz::contact
