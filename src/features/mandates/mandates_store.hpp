#pragma once

#include "features/mandates/api.hpp"

namespace dorfnetz::mandates {

struct NewMandate
{
    Mandate mandate;
    std::optional<Date> previous_ends_on = {};
    std::string created_by = {};
};

void insert(db::Tx& tx, const NetworkId& network, const NewMandate& what, Timestamp now);
// From now on the mandate follows the one that ends on that day; checked at the end of the transaction.
void follow(db::Tx& tx, const NetworkId& network, const MandateId& id, Date previous_ends_on);
// Ends the open mandate; answers how many there were.
std::int64_t close(db::Tx& tx, const NetworkId& network, const VillageId& village, Date ends_on);

} // namespace dorfnetz::mandates
