#include "embedded/vocabularies.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/core/toml.hpp"
#include "foundation/search/folding.hpp"

#include <map>
#include <mutex>
#include <stdexcept>
#include <unordered_map>

namespace dorfnetz::vocabularies {

namespace {

struct List
{
    std::vector<Entry> entries;
    std::unordered_map<std::string, std::size_t> by_key;
    std::unordered_map<std::string, std::size_t> by_text; // folded
};

Entry read_entry(const toml::table& table)
{
    Entry entry{.key = text_of(table, "key"),
                .de = text_of(table, "de"),
                .en = text_of(table, "en"),
                .plural_de = text_of(table, "plural_de"),
                .plural_en = text_of(table, "plural_en"),
                .official_de = text_of(table, "official_de"),
                .official_en = text_of(table, "official_en"),
                .section = text_of(table, "section"),
                .directory = text_of(table, "directory"),
                .can_lead = table["can_lead"].value_or(false),
                .special = table["special"].value_or(false),
                .number = table["number"].value<std::int64_t>(),
                .radius_km = table["radius_km"].value<std::int64_t>(),
                .hint_de = text_of(table, "hint_de"),
                .hint_en = text_of(table, "hint_en"),
                .kinds = texts_of(table, "kinds"),
                .related = texts_of(table, "related"),
                .aliases = texts_of(table, "aliases")};
    return entry;
}

// What is written earlier in the list, and labels before aliases, wins where two entries claim a text.
void index(List& list)
{
    for (std::size_t i = 0; i < list.entries.size(); ++i) {
        const auto& entry = list.entries[i];
        list.by_key.emplace(entry.key, i);
        for (const auto* text : {&entry.key, &entry.de, &entry.en, &entry.plural_de, &entry.official_de,
                                 &entry.official_en, &entry.section})
            if (auto folded = search::fold(*text); !folded.empty())
                list.by_text.emplace(std::move(folded), i);
    }
    for (std::size_t i = 0; i < list.entries.size(); ++i)
        for (const auto& alias : list.entries[i].aliases)
            list.by_text.emplace(search::fold(alias), i);
}

List read_list(std::string_view name)
{
    const auto* file = embedded::vocabularies::find(std::string(name) + ".toml");
    if (!file)
        throw std::logic_error("there is no vocabulary " + std::string(name));
    const toml::table document = toml::parse(file->data.view);
    List list;
    if (const auto* rows = document["entry"].as_array())
        for (const auto& row : *rows)
            if (const auto* table = row.as_table())
                list.entries.push_back(read_entry(*table));
    index(list);
    return list;
}

const List& list_of(std::string_view name)
{
    static std::mutex mutex;
    static std::map<std::string, List, std::less<>> lists; // a map's nodes stay where they are
    const std::lock_guard lock(mutex);
    if (const auto found = lists.find(name); found != lists.end())
        return found->second;
    return lists.emplace(std::string(name), read_list(name)).first->second;
}

} // namespace

std::span<const Entry> entries(std::string_view list)
{
    return list_of(list).entries;
}

const Entry* find(std::string_view list, std::string_view key)
{
    const auto& found = list_of(list);
    const auto position = found.by_key.find(std::string(key));
    return position == found.by_key.end() ? nullptr : &found.entries[position->second];
}

std::string label(std::string_view list, std::string_view key, i18n::Language language)
{
    const auto* entry = find(list, key);
    return entry ? entry->label(language) : std::string(key);
}

std::optional<std::string> key_from_text(std::string_view list, std::string_view text)
{
    const auto& found = list_of(list);
    const auto position = found.by_text.find(search::fold(text));
    if (position == found.by_text.end())
        return std::nullopt;
    return found.entries[position->second].key;
}

} // namespace dorfnetz::vocabularies
