#pragma once

#include "accounts/revocations.hpp"

#include <optional>
#include <string>
#include <string_view>

// Pictures and files that were removed must not come back with an older backup (operations/revocations.hpp).
// Their keys come from the content, so one that was uploaded again has the key of the one that was removed.
namespace dorfnetz::pictures {

using accounts::Revocation;

inline constexpr std::string_view picture_kind = "picture";
inline constexpr std::string_view download_kind = "download";

struct RemovedPicture
{
    std::string newest_left; // key in the same album; empty: none
};

// Nothing if it is not there.
std::optional<RemovedPicture> remove_picture_again(db::Tx& tx, const Revocation& removal, Timestamp now);
bool remove_download_again(db::Tx& tx, const Revocation& removal, Timestamp now);

} // namespace dorfnetz::pictures
