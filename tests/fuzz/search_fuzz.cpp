// What people type into the search, against a small register.

#include "tests/fuzz/fuzz.hpp"

#include "foundation/core/result.hpp"
#include "foundation/core/text.hpp"
#include "foundation/search/folding.hpp"
#include "foundation/search/search.hpp"
#include "foundation/search/words.hpp"
#include "tests/support/database.hpp"

#include <algorithm>
#include <string>

using namespace dorfnetz;
using fuzz::require;

namespace {

const NetworkId network{"01900000-0000-7000-8000-000000000001"};

struct Register
{
    support::TestDatabase database;

    Register()
    {
        const auto fill = [](db::Tx& tx) -> Result<Done> {
            tx.exec(R"sql(INSERT INTO networks (id, slug, name, time_zone, created_at)
                          VALUES (:id, 'heide', 'Heide', 'Europe/Berlin', '2026-01-01T00:00:00Z'))sql",
                    {{"id", network}});
            const auto put = [&](const std::string& id, const std::string& name, const std::string& about) {
                search::put(tx, {.network = network,
                                 .kind = "organisation",
                                 .id = id,
                                 .fields = {{name, 3}, {about, 1}}});
            };
            put("1", "Freiwillige Feuerwehr Aue", "Löschen, retten, bergen, schützen");
            put("2", "Gesangverein Harmonie", "Wir singen, auch auf Englisch: rock \"n\" roll");
            put("3", "Heimatverein Mönchau e. V.", "Geschichte, Straßenfeste, 100 % Ehrenamt");
            return Done{};
        };
        static_cast<void>(database.pool().write(db::Scope::nothing(), fill));
    }
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    static Register filled;
    const std::string text(fuzz::text_of(data, size));
    const auto folded = search::fold(text);
    require(search::fold(folded) == folded);
    const auto slug = search::slug(text);
    require(slug.size() <= 80 && search::slug(slug) == slug);
    static_cast<void>(search::sort_key(text));
    for (const auto& token : search::tokens(text))
        static_cast<void>(search::stem(token.word, "de"));
    if (!is_clean_utf8(text)) // forms take nothing else
        return 0;
    const auto result = filled.database.pool().read([&](db::Reader& reader) {
        return search::find(reader, {.network = network, .text = text, .kinds = {}, .limit = 2});
    });
    require(result.hits.size() <= 2 && result.total >= static_cast<int>(result.hits.size()) &&
            result.total <= 3);
    return 0;
}
