#include "features/messages/lists.hpp"

#include <array>

namespace dorfnetz::messages {

namespace {

constexpr std::array ways{std::pair{Way::mail, std::string_view("mail")},
                          std::pair{Way::letter, std::string_view("letter")},
                          std::pair{Way::call, std::string_view("call")}};

std::array<const List*, 3> all_lists()
{
    return {&people_list(), &entries_list(), &promises_list()};
}

} // namespace

std::string_view to_text(Way way)
{
    for (const auto& [known, name] : ways)
        if (known == way)
            return name;
    return {};
}

std::optional<Way> way_from_text(std::string_view text)
{
    for (const auto& [way, name] : ways)
        if (name == text)
            return way;
    return std::nullopt;
}

const List* list_in_url(std::string_view name)
{
    for (const auto* list : all_lists())
        if (list->in_url == name)
            return list;
    return nullptr;
}

const List* list_with_key(std::string_view key)
{
    for (const auto* list : all_lists())
        if (list->key == key)
            return list;
    return nullptr;
}

std::string query_of(const web::Context& context)
{
    return context.request.query.empty() ? std::string() : '?' + context.request.query;
}

people::Purpose purpose_for(const web::Actor& actor)
{
    return actor.is_coordinator() ? people::Purpose::register_ : people::Purpose::lead_contact;
}

} // namespace dorfnetz::messages
