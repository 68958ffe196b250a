#pragma once

#include "foundation/core/result.hpp"
#include "foundation/media/picture.hpp"

#include <string_view>

namespace dorfnetz::reader {

// Starts the picture library; only its loaders that are safe for foreign files stay usable. Must come before
// the sandbox, because it opens its parts. False if it cannot start.
bool start_pictures();

// Makes the variants that media/picture.hpp describes.
Result<media::Picture> make_picture(std::string_view bytes);

} // namespace dorfnetz::reader
