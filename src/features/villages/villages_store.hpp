#pragma once

#include "features/villages/api.hpp"

namespace dorfnetz::villages {

// Adds the place or, if the slug exists, brings it up to date.
void save_place(db::Tx& tx, const NetworkId& network, const Village& village, Timestamp now);

// Changes the texts of a village; 0 if the version is not the present one.
std::int64_t update_description(db::Tx& tx, const NetworkId& network, const Village& village, Timestamp now);

} // namespace dorfnetz::villages
