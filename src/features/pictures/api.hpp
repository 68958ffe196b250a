#pragma once

#include "foundation/core/result.hpp"
#include "foundation/db/db.hpp"
#include "foundation/html/html.hpp"
#include "foundation/web/context.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dorfnetz::pictures {

// What is said about a picture.
struct Words
{
    std::string alt_de = {}; // what it shows; may be empty only if it is decoration
    std::string alt_en = {};
    bool decorative = false;
    std::string credit = {};
    std::string licence = {};

    bool operator==(const Words&) const = default;
};

struct Picture
{
    std::string key; // in addresses; from the content
    std::int64_t width = 0;
    std::int64_t height = 0;
    Words words;
    std::int64_t version = 1;

    // For people who do not see it; empty for decoration.
    std::string alt(i18n::Language language) const;
};

// The newest first.
std::vector<Picture> all_pictures(db::Reader& reader, const NetworkId& network);
std::optional<Picture> picture_by_key(db::Reader& reader, const NetworkId& network, std::string_view key);

// Address of the picture about so wide (pixels); 400, 800 and 1600 are there.
html::Url picture_url(std::string_view key, int width);

// The picture with credit and licence below; nothing if there is none (any more).
html::Safe draw_picture(const web::Context& context, db::Reader& reader, std::string_view key);

// Takes a picture through the reader process and keeps it. The key; that of the picture which is there
// already if the content is the same. Err::too_large over 15 MB; Err::invalid for what is no picture or lacks
// words. Opens its own transaction, because reading takes long.
Result<std::string> add_picture(web::Environment& environment, const NetworkId& network,
                                std::string_view bytes, const Words& words, std::string_view user);

} // namespace dorfnetz::pictures
