#pragma once

#include "accounts/revocations.hpp"
#include "features/meetings/documents.hpp"

#include <string>
#include <string_view>

// A meeting that fewer may read now, and a document that was deleted, must not come back with an older backup
// (operations/revocations.hpp, operations/erasures.hpp).
namespace dorfnetz::meetings {

using accounts::Revocation;

inline constexpr std::string_view audience_kind = "meeting_audience";
inline constexpr std::string_view document_kind = "meeting_document";

// False if no more people than that may read it.
bool narrow_audience_again(db::Tx& tx, const Revocation& revocation, Timestamp now);
// False if it is not there.
bool remove_document_again(db::Tx& tx, const NetworkId& network, const std::string& id);

} // namespace dorfnetz::meetings
