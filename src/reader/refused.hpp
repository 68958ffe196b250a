#pragma once

#include "foundation/core/result.hpp"

#include <exception>

namespace dorfnetz::reader {

// Ends reading from deep inside; caught where the file was opened.
struct Refused : std::exception
{
    explicit Refused(Error what) : error(std::move(what)) {}

    const char* what() const noexcept override { return "file refused"; }

    Error error;
};

} // namespace dorfnetz::reader
