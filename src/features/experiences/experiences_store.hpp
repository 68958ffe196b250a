#pragma once

#include "features/experiences/api.hpp"

namespace dorfnetz::experiences::store {

bool slug_is_free(db::Reader& reader, const NetworkId& network, std::string_view slug);
void insert(db::Tx& tx, const NetworkId& network, const Experience& experience);
// With its status. False if `version` is no longer the newest.
bool update(db::Tx& tx, const NetworkId& network, const Experience& experience, std::int64_t version);
void remove(db::Tx& tx, const NetworkId& network, const ExperienceId& id);

} // namespace dorfnetz::experiences::store
