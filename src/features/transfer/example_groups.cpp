#include "features/transfer/example_groups.hpp"

#include "features/groups/api.hpp"
#include "foundation/core/toml.hpp"

#include <algorithm>

namespace dorfnetz::transfer {

namespace {

Error not_in_network(const std::string& what)
{
    return {
        .kind = Err::invalid, .text = "Die Datei {1} passt nicht: {2}"_de, .values = {"groups.toml", what}};
}

Result<groups::GroupDraft> group_from(const toml::table& table, const organisations::Register& entries)
{
    groups::GroupDraft draft{.title = text_of(table, "title"),
                             .summary = text_of(table, "summary"),
                             .aims = text_of(table, "aims"),
                             .is_open = table["open"].value_or(true),
                             .is_example = true};
    for (const auto& slug : texts_of(table, "villages")) {
        const auto village = std::ranges::find(entries.villages, slug, &villages::Village::slug);
        if (village == entries.villages.end())
            return not_in_network(slug);
        draft.villages.push_back(village->id);
    }
    return draft;
}

// The first one speaks for the group.
Result<Done> add_members(db::Tx& tx, const NetworkId& network, const groups::GroupId& group,
                         const toml::table& table, const organisations::Register& entries,
                         const organisations::Author& author)
{
    auto duty = groups::Duty::speaker;
    for (const auto& name : texts_of(table, "members")) {
        const auto entry = std::ranges::find(entries.entries, name, &organisations::Entry::name);
        if (entry == entries.entries.end())
            return not_in_network(name);
        TRY(groups::add_member(tx, network, group, entry->id, duty, author));
        duty = groups::Duty::member;
    }
    return Done{};
}

Result<Done> add_texts(db::Tx& tx, const NetworkId& network, const groups::GroupId& group,
                       const toml::table& table, const organisations::Author& author)
{
    const auto* rows = table["text"].as_array();
    for (const auto& row : rows ? *rows : toml::array{}) {
        const auto& text = *row.as_table();
        TRY(groups::create_page(tx, network, group,
                                {.title = text_of(text, "title"),
                                 .text = text_of(text, "text"),
                                 .audience = text["inside"].value_or(false) ? groups::Audience::members
                                                                            : groups::Audience::everybody},
                                author));
    }
    return Done{};
}

} // namespace

Result<Done> load_groups(web::Environment& environment, const web::Network& network, const std::string& text)
{
    const toml::table document = toml::parse(text);
    const organisations::Author author{.clock = environment.clock, .random = environment.random};
    return environment.pool.write(db::Scope::of(network.id), [&](db::Tx& tx) -> Result<Done> {
        // Loading that was broken off begins anew; there is all of this or nothing.
        if (!groups::groups_of(tx, network.id).empty())
            return Done{};
        const auto entries = organisations::load_register(tx, network.id);
        const auto* rows = document["group"].as_array();
        for (const auto& row : rows ? *rows : toml::array{}) {
            const auto& table = *row.as_table();
            const auto draft = TRY(group_from(table, entries));
            const auto id = TRY(groups::create(tx, network.id, draft, author));
            TRY(add_members(tx, network.id, id, table, entries, author));
            TRY(add_texts(tx, network.id, id, table, author));
        }
        return Done{};
    });
}

} // namespace dorfnetz::transfer
