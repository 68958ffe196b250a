#pragma once

#include <fstream>
#include <iterator>
#include <string>

namespace dorfnetz::support {

// A photograph as a telephone writes it (HEIC), with where it was taken and "GEHEIMNIS" in what it hides.
inline std::string photo_of_a_telephone()
{
    std::ifstream in{std::string{DORFNETZ_SOURCE_DIR} + "/tests/data/pictures/photo.heic", std::ios::binary};
    return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace dorfnetz::support
