#pragma once

#include <functional>
#include <string_view>

namespace dorfnetz::reader {

// Attributes of an element by their name without namespace prefix.
class Attributes
{
public:
    explicit Attributes(const char* const* pairs) : m_pairs(pairs) {}

    // The empty text if there is none of that name.
    std::string_view operator[](std::string_view name) const;
    // A whole number in [least, most]; what is missing or no number counts as `least`, what is more as
    // `most`.
    std::size_t number(std::string_view name, std::size_t least, std::size_t most) const;

private:
    const char* const* m_pairs;
};

// Receives a document as it is read; names come without namespace prefix, because writers choose prefixes
// freely. LibreOffice's own extensions, which repeat standard attributes, are left out.
class XmlHandler
{
public:
    virtual ~XmlHandler() = default;
    virtual void start(std::string_view element, const Attributes& attributes) = 0;
    virtual void end(std::string_view element) = 0;
    virtual void text(std::string_view characters) = 0;
};

// Gives the next bytes of a document, empty at its end.
using NextBytes = std::function<std::string_view()>;

// Throws Refused ("damaged") for ill-formed XML, a document type (which could define entities) and more than
// 100 levels; what the handler throws passes through.
void parse_xml(const NextBytes& next_bytes, XmlHandler& handler);

} // namespace dorfnetz::reader
