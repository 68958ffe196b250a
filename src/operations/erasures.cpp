#include "operations/erasures.hpp"

#include "features/joining/api.hpp"
#include "features/transfer/erased_rows.hpp"
#include "foundation/core/text.hpp"
#include "operations/files.hpp"

#include <array>
#include <fmt/format.h>
#include <fstream>
#include <set>

namespace dorfnetz::operations {

namespace {

using Erase = void (*)(db::Tx&, const NetworkId&, const std::string& id);

struct Kind
{
    std::string_view name;
    Erase erase;
};

// Everything of which single rows are erased on demand.
constexpr std::array kinds{Kind{"person", [](db::Tx& tx, const NetworkId& network, const std::string& id) {
                                    people::erase(tx, network, people::PersonId{id}, kept_elsewhere());
                                }}};

} // namespace

people::Elsewheres kept_elsewhere()
{
    return {joining::kept_offers(), transfer::kept_rows()};
}

bool write_erasures(db::Pool& pool, const std::filesystem::path& list)
{
    const auto erased = pool.read([](db::Reader& reader) { return people::erased_people(reader); });
    std::string text;
    std::set<std::string> known;
    std::ifstream file(list);
    for (std::string line; std::getline(file, line); text += line + '\n')
        known.insert(line);
    const auto length = text.size();
    for (const auto& [network, id] : erased)
        if (const auto line = fmt::format("{} person {}", network.text(), id.text()); !known.contains(line))
            text += line + '\n';
    if (text.size() == length)
        return false;
    write_file(list, text);
    return true;
}

ErasureReport apply_erasures(db::Pool& pool, const std::filesystem::path& list)
{
    ErasureReport report;
    std::ifstream file(list);
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line.starts_with('#'))
            continue;
        const auto words = split_list(line, " \t\r");
        const auto* const kind = std::find_if(kinds.begin(), kinds.end(), [&](const Kind& each) {
            return words.size() == 3 && each.name == words[1];
        });
        if (kind == kinds.end()) {
            ++report.unknown;
            continue;
        }
        const NetworkId network{words[0]};
        const auto done = pool.write(db::Scope::of(network), [&](db::Tx& tx) -> Result<Done> {
            kind->erase(tx, network, words[2]);
            return Done{};
        });
        report.applied += done ? 1 : 0;
    }
    return report;
}

} // namespace dorfnetz::operations
