#include "features/organisations/organisations_store.hpp"
#include "features/organisations/revocations.hpp"

namespace dorfnetz::organisations::store {

namespace {

constexpr db::Sql this_contact = R"part(AND id = :id)part";
constexpr db::Sql of_this_entry = R"part(AND organisation_id = :id)part";

Contact read_contact(db::Row& row)
{
    Contact contact;
    contact.id = row.take<ContactId>();
    contact.organisation = row.take<OrganisationId>();
    auto& data = contact.data;
    for (auto* text : {&data.name, &data.duty})
        *text = row.take<std::string>();
    take_guarded(row, data.phone);
    take_guarded(row, data.email);
    data.consent_on = row.take<std::optional<Date>>();
    data.consent_way = row.take<std::optional<std::string>>().value_or(std::string());
    data.consent_note = row.take<std::string>();
    data.is_responsible = row.take<bool>();
    contact.version = row.take<std::int64_t>();
    return contact;
}

std::vector<db::Param> params_of(const NetworkId& network, const Contact& contact)
{
    const auto& data = contact.data;
    const auto way = data.consent_on ? std::optional<std::string_view>(data.consent_way) : std::nullopt;
    return {{"network", network},
            {"id", contact.id},
            {"organisation", contact.organisation},
            {"name", data.name},
            {"duty", data.duty},
            {"phone", data.phone.seen_by(accounts::the_program())},
            {"phone_audience", to_text(data.phone.audience())},
            {"email", data.email.seen_by(accounts::the_program())},
            {"email_audience", to_text(data.email.audience())},
            {"consent_on", data.consent_on},
            {"consent_way", way},
            {"consent_note", data.consent_note},
            {"is_responsible", data.is_responsible},
            {"version", contact.version}};
}

constexpr db::Query select_contacts = R"sql(
    SELECT id, organisation_id, name, duty, phone, phone_audience, email, email_audience, consent_on, consent_way,
           consent_note, is_responsible, version
    FROM contact_persons WHERE network_id = :network)sql";
constexpr db::Sql responsible_first = R"part(ORDER BY is_responsible DESC, id)part";

} // namespace

std::vector<Contact> all_contacts(db::Reader& reader, const NetworkId& network)
{
    return reader.list(db::BuiltQuery(select_contacts).add(responsible_first), {{"network", network}},
                       read_contact);
}

std::vector<Contact> contacts_of(db::Reader& reader, const NetworkId& network, const OrganisationId& id)
{
    return reader.list(db::BuiltQuery(select_contacts).add(of_this_entry).add(responsible_first),
                       {{"network", network}, {"id", id}}, read_contact);
}

std::optional<Contact> contact_by_id(db::Reader& reader, const NetworkId& network, const ContactId& id)
{
    return reader.first(db::BuiltQuery(select_contacts).add(this_contact), {{"network", network}, {"id", id}},
                        read_contact);
}

void insert_contact(db::Tx& tx, const NetworkId& network, const Contact& contact, Timestamp now)
{
    auto params = params_of(network, contact);
    params.push_back({"now", now});
    tx.exec(R"sql(
        INSERT INTO contact_persons (network_id, id, organisation_id, name, duty, phone, phone_audience, email,
            email_audience, consent_on, consent_way, consent_note, is_responsible, created_at, version)
        VALUES (:network, :id, :organisation, :name, :duty, :phone, :phone_audience, :email, :email_audience,
            :consent_on, :consent_way, :consent_note, :is_responsible, :now, :version))sql",
            params);
}

bool update_contact(db::Tx& tx, const NetworkId& network, const Contact& contact)
{
    return tx.exec(R"sql(
        UPDATE contact_persons SET name = :name, duty = :duty, phone = :phone, phone_audience = :phone_audience,
            email = :email, email_audience = :email_audience, consent_on = :consent_on, consent_way = :consent_way, consent_note = :consent_note,
            is_responsible = :is_responsible, version = version + 1
        WHERE network_id = :network AND id = :id AND organisation_id = :organisation AND version = :version)sql",
                   params_of(network, contact)) == 1;
}

bool delete_contact(db::Tx& tx, const NetworkId& network, const ContactId& id)
{
    const bool deleted =
        tx.exec(R"sql(DELETE FROM contact_persons WHERE network_id = :network AND id = :id)sql",
                {{"network", network}, {"id", id}}) == 1;
    if (deleted)
        accounts::note_erasure(tx, network, contact_kind, id.text());
    return deleted;
}

void clear_responsible(db::Tx& tx, const NetworkId& network, const OrganisationId& id)
{
    tx.exec(R"sql(UPDATE contact_persons SET is_responsible = 0
                  WHERE network_id = :network AND organisation_id = :id AND is_responsible = 1)sql",
            {{"network", network}, {"id", id}});
}

} // namespace dorfnetz::organisations::store
