#include "operations/erasures.hpp"

#include "features/people/api.hpp"
#include "foundation/core/text.hpp"

#include <array>
#include <fstream>

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
                                    people::erase(tx, network, people::PersonId{id});
                                }}};

} // namespace

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
