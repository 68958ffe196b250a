#pragma once

#include "features/organisations/api.hpp"

// Which entry another one belongs to. People write a name; the register finds the entry that it means.
namespace dorfnetz::organisations {

// What becomes of a name that means no single entry, or one that may not stand above this one.
enum class Unclear { refuse, keep_text };

// Sets `draft.parent` to the entry that `draft.parent_name` names, and the name to how a public entry has it;
// other names stay as they were written. "Feuerwehr (Aue)" means the one in Aue; of several with
// one name the only one in a village of the draft is meant. Err::invalid if it is still unclear, or if the
// entry would come to stand above itself. `id` is empty for a new entry.
Result<Done> settle_parent(db::Reader& reader, const NetworkId& network, const OrganisationId& id,
                           OrganisationDraft& draft, Unclear unclear);

void save_parent(db::Tx& tx, const NetworkId& network, const OrganisationId& id,
                 const std::optional<OrganisationId>& parent);

} // namespace dorfnetz::organisations
