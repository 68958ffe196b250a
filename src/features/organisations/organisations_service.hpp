#pragma once

#include "features/organisations/api.hpp"

#include <string_view>

namespace dorfnetz::organisations {

// Puts back what one row of the history changed, as a new version. Err::missing for a row of another entry
// one that changed nothing that can be put back, or something that the viewer may not see; otherwise as
// `update`.
Result<Done> undo(db::Tx& tx, const NetworkId& network, const OrganisationId& id, std::string_view history_id,
                  const accounts::Viewer& viewer, const Author& author);

// Save the new state, if it differs from the old one, with history and search, whatever it says: for who has
// checked it, and for what has to be hidden again. Err::stale if the stored version is not that of `before`
// (of `after` for a contact person).
Result<Done> save(db::Tx& tx, const NetworkId& network, const Organisation& before, Organisation after,
                  std::string_view action, const Author& author);
Result<Done> save_contact(db::Tx& tx, const NetworkId& network, const Contact& before, const Contact& after,
                          const Author& author);

// What the search knows of an entry; removed from it if the entry is not public.
void index_entry(db::Tx& tx, const NetworkId& network, const Organisation& organisation);

} // namespace dorfnetz::organisations
