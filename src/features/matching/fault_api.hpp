#pragma once

#include <string>

namespace dorfnetz::matching {

// What is wrong with a file.
struct Fault
{
    std::string where; // JSON pointer (RFC 6901); empty: the whole
    std::string what;  // a sentence
};

} // namespace dorfnetz::matching
