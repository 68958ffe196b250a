#pragma once

#include "reader/xml.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace dorfnetz::reader {

// The zip archive of a spreadsheet. What it unpacks is counted as it comes, because sizes in the archive can
// be a lie; above the limit of sheet/zip_directory.hpp it throws Refused ("oversized").
class Package
{
public:
    // `bytes` must outlive the package. Throws Refused if they are no archive.
    explicit Package(std::string_view bytes);
    ~Package();
    Package(const Package&) = delete;
    Package& operator=(const Package&) = delete;

    bool has(const std::string& name) const;
    // Throws Refused if the part is missing, damaged or ill-formed.
    void parse(const std::string& name, XmlHandler& handler);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace dorfnetz::reader
