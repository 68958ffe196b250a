#pragma once

#include "foundation/core/id.hpp"
#include "foundation/db/db.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

// SQL of the contact persons and nothing else.
namespace dorfnetz::contact {

using SiteContactId = Id<struct SiteContactTag>;

struct SiteContact
{
    SiteContactId id;
    std::int64_t position = 0;
    std::string duty_de; // "Koordination"
    std::string duty_en;
    std::string name;
    std::string phone;
    std::string email;
    std::optional<Date> consent_on;
    std::int64_t version = 1;

    bool is_personal() const { return !name.empty() || !phone.empty() || !email.empty(); }
};

// In the order of the page.
std::vector<SiteContact> all_contacts(db::Reader& reader, const NetworkId& network);
std::optional<SiteContact> contact_by_id(db::Reader& reader, const NetworkId& network,
                                         const SiteContactId& id);
void insert_contact(db::Tx& tx, const NetworkId& network, const SiteContact& contact);
// False if somebody saved after `contact.version`.
bool update_contact(db::Tx& tx, const NetworkId& network, const SiteContact& before,
                    const SiteContact& contact, Timestamp now);
bool delete_contact(db::Tx& tx, const NetworkId& network, const SiteContactId& id);

} // namespace dorfnetz::contact
