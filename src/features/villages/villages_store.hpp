#pragma once

#include "features/villages/api.hpp"

namespace dorfnetz::villages {

// Adds the place or, if the slug exists, brings it up to date.
void save_place(db::Tx& tx, const NetworkId& network, const Village& village, Timestamp now);

// Changes the texts of a village; 0 if the version is not the present one.
std::int64_t update_description(db::Tx& tx, const NetworkId& network, const Village& village, Timestamp now);

// `key` is empty for none. The texts' version stays: an editor of the text loses nothing by it.
void update_picture(db::Tx& tx, const NetworkId& network, const VillageId& id, std::string_view key);

} // namespace dorfnetz::villages
