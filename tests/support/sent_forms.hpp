#pragma once

#include "foundation/http/codec.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

// The forms of a page as a program sees them that fills whatever it finds.
namespace dorfnetz::support {

struct DrawnField
{
    std::string name;
    std::string value; // as the page offers it
};

struct DrawnForm
{
    std::string action;
    std::vector<DrawnField> fields; // with the token
};

// What stands in an attribute, with the escapes that our templates write.
inline std::string attribute(std::string_view tag, std::string_view name)
{
    const auto begin = tag.find(' ' + std::string(name) + "=\"");
    if (begin == std::string_view::npos)
        return {};
    const auto from = begin + name.size() + 3;
    std::string value(tag.substr(from, tag.find('"', from) - from));
    for (const auto& [escaped, plain] :
         {std::pair{"&#39;", "'"}, {"&quot;", "\""}, {"&lt;", "<"}, {"&gt;", ">"}, {"&amp;", "&"}})
        for (auto at = value.find(escaped); at != std::string::npos; at = value.find(escaped, at + 1))
            value.replace(at, std::string_view(escaped).size(), plain);
    return value;
}

// All forms that are sent by POST.
inline std::vector<DrawnForm> forms_of(std::string_view page)
{
    std::vector<DrawnForm> forms;
    for (auto at = page.find("<form"); at != std::string_view::npos; at = page.find("<form", at + 1)) {
        const auto text = page.substr(at, page.find("</form>", at) - at);
        const auto head = text.substr(0, text.find('>'));
        if (attribute(head, "method") != "post")
            continue;
        DrawnForm form{.action = attribute(head, "action"), .fields = {}};
        for (auto tag = text.find('<', 1); tag != std::string_view::npos; tag = text.find('<', tag + 1)) {
            const auto whole = text.substr(tag, text.find('>', tag) - tag);
            if (auto name = attribute(whole, "name"); !name.empty())
                form.fields.push_back({std::move(name), attribute(whole, "value")});
        }
        forms.push_back(std::move(form));
    }
    return forms;
}

} // namespace dorfnetz::support
