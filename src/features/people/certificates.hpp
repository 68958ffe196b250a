#pragma once

#include "features/people/api.hpp"

#include <optional>

// Certificates of good conduct (§ 30a BZRG) of those who look after young people. § 72a (5) SGB VIII names
// what may be kept: that it was looked at, its date, and whether it has an entry of the kind that § 72a (1)
// lists. No copy, no other entry, no reason. To be deleted six months after the activity has ended at the
// latest, and without delay if none follows.
namespace dorfnetz::people {

struct Certificate
{
    Date seen_on = {};
    Date issued_on = {};
    bool has_relevant_entry = false;
    bool is_active = false; // the activity has begun
    Date last_active_on = {};

    Date deleted_on() const
    {
        return is_active ? add_months(last_active_on, months_after_activity)
                         : add_days(last_active_on, days_until_activity);
    }
};

std::optional<Certificate> certificate_of(db::Reader& reader, const NetworkId& network, const PersonId& id);
// In place of an older one. Err::missing; Err::invalid with the fields.
Result<Done> record_certificate(db::Tx& tx, const NetworkId& network, const PersonId& id,
                                const Certificate& certificate, const Author& author);
// Whoever becomes active, or still is, keeps it. Err::missing.
Result<Done> still_active(db::Tx& tx, const NetworkId& network, const PersonId& id, const Author& author);
void delete_certificate(db::Tx& tx, const NetworkId& network, const PersonId& id, const Author& author);

} // namespace dorfnetz::people
