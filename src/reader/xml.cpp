#include "reader/xml.hpp"

#include "foundation/foreign/refusals.hpp"
#include "reader/refused.hpp"

#include <algorithm>
#include <charconv>
#include <exception>
#include <expat.h>
#include <memory>
#include <type_traits>

namespace dorfnetz::reader {

namespace {

constexpr int deepest_level = 100;
constexpr char separator = '|';
constexpr std::string_view libreoffice_extensions = "urn:org:documentfoundation:";

std::string_view local_name(std::string_view name)
{
    const auto at = name.rfind(separator);
    return at == std::string_view::npos ? name : name.substr(at + 1);
}

struct Parse
{
    XML_Parser parser;
    XmlHandler& handler;
    int level = 0;
    // Exceptions must not cross the C code of expat, so they wait here until it has returned.
    std::exception_ptr failure = nullptr;

    template <class Action>
    void guarded(Action action)
    {
        if (failure)
            return;
        try {
            action();
        } catch (...) {
            failure = std::current_exception();
            XML_StopParser(parser, XML_FALSE);
        }
    }
};

void on_start(void* data, const char* name, const char** attributes)
{
    auto& parse = *static_cast<Parse*>(data);
    parse.guarded([&] {
        if (++parse.level > deepest_level)
            throw Refused{foreign::damaged_file()};
        parse.handler.start(local_name(name), Attributes{attributes});
    });
}

void on_end(void* data, const char* name)
{
    auto& parse = *static_cast<Parse*>(data);
    --parse.level;
    parse.guarded([&] { parse.handler.end(local_name(name)); });
}

void on_text(void* data, const char* characters, int length)
{
    auto& parse = *static_cast<Parse*>(data);
    parse.guarded([&] { parse.handler.text({characters, static_cast<std::size_t>(length)}); });
}

void on_document_type(void* data, const char*, const char*, const char*, int)
{
    static_cast<Parse*>(data)->guarded([] { throw Refused{foreign::damaged_file()}; });
}

} // namespace

std::string_view Attributes::operator[](std::string_view name) const
{
    for (auto pair = m_pairs; *pair != nullptr; pair += 2) {
        const std::string_view full_name = *pair;
        if (local_name(full_name) == name && !full_name.starts_with(libreoffice_extensions))
            return pair[1];
    }
    return {};
}

std::size_t Attributes::number(std::string_view name, std::size_t least, std::size_t most) const
{
    const auto text = (*this)[name];
    std::size_t value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem == std::errc::result_out_of_range)
        return most;
    return problem == std::errc{} ? std::clamp(value, least, most) : least;
}

void parse_xml(const NextBytes& next_bytes, XmlHandler& handler)
{
    const std::unique_ptr<std::remove_pointer_t<XML_Parser>, decltype(&XML_ParserFree)> parser{
        XML_ParserCreateNS(nullptr, separator), &XML_ParserFree};
    if (!parser)
        throw std::bad_alloc{};
    Parse parse{.parser = parser.get(), .handler = handler};
    XML_SetUserData(parser.get(), &parse);
    XML_SetElementHandler(parser.get(), on_start, on_end);
    XML_SetCharacterDataHandler(parser.get(), on_text);
    XML_SetStartDoctypeDeclHandler(parser.get(), on_document_type);
    for (bool at_end = false; !at_end;) {
        const auto bytes = next_bytes();
        at_end = bytes.empty();
        const auto status = XML_Parse(parser.get(), bytes.data(), static_cast<int>(bytes.size()),
                                      at_end ? XML_TRUE : XML_FALSE);
        if (parse.failure)
            std::rethrow_exception(parse.failure);
        if (status != XML_STATUS_OK)
            throw Refused{foreign::damaged_file()};
    }
}

} // namespace dorfnetz::reader
