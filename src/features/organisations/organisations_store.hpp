#pragma once

#include "features/organisations/api.hpp"
#include "features/organisations/organisation_values.hpp"

#include <string>
#include <vector>

// SQL of the register, nothing else.
namespace dorfnetz::organisations::store {

// The text, and whom it is meant for in the column behind it.
template <Audience at_first>
void take_guarded(db::Row& row, accounts::Guarded<at_first>& text)
{
    text = row.take<std::string>();
    text.show_to(accounts::audience_from_text(row.take<std::string>()).value());
}

std::vector<Organisation> all(db::Reader& reader, const NetworkId& network);
std::optional<Organisation> by_id(db::Reader& reader, const NetworkId& network, const OrganisationId& id);
std::optional<Organisation> by_slug(db::Reader& reader, const NetworkId& network, std::string_view slug);

// False if the slug is taken.
bool insert(db::Tx& tx, const NetworkId& network, const Organisation& organisation,
            std::string_view created_by);
// False if the stored version is not `expected`; the new one is one more.
bool update(db::Tx& tx, const NetworkId& network, const Organisation& organisation, std::int64_t expected);
// Brings villages, terms and areas to what the entry says. Villages that are gone end today.
void save_lists(db::Tx& tx, const NetworkId& network, const OrganisationId& id,
                const OrganisationDraft& before, const OrganisationDraft& after, Date today);

// Says of every village whether the entry is active there now: an archived one is nowhere. The database
// refuses it (ConstraintViolated) for a village that the club leads.
enum class Archived { no, yes };
void save_activity(db::Tx& tx, const NetworkId& network, const OrganisationId& id, Archived archived);

// Keys of the logo and of the newest picture, for lists; empty for none.
void save_logo(db::Tx& tx, const NetworkId& network, const OrganisationId& id, std::string_view key);
void save_picture(db::Tx& tx, const NetworkId& network, const OrganisationId& id, std::string_view key);

// ---- contacts_store.cpp ----

std::vector<Contact> all_contacts(db::Reader& reader, const NetworkId& network);
std::vector<Contact> contacts_of(db::Reader& reader, const NetworkId& network, const OrganisationId& id);
std::optional<Contact> contact_by_id(db::Reader& reader, const NetworkId& network, const ContactId& id);
void insert_contact(db::Tx& tx, const NetworkId& network, const Contact& contact, Timestamp now);
// False if the stored version is not `contact.version`.
bool update_contact(db::Tx& tx, const NetworkId& network, const Contact& contact);
// False if it is not there.
bool delete_contact(db::Tx& tx, const NetworkId& network, const ContactId& id);
// Nobody answers for the entry any more.
void clear_responsible(db::Tx& tx, const NetworkId& network, const OrganisationId& id);

} // namespace dorfnetz::organisations::store
