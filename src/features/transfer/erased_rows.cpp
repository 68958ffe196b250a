#include "features/transfer/erased_rows.hpp"

#include "features/people/api.hpp"
#include "features/transfer/batches_store.hpp"
#include "features/transfer/cell_values.hpp"
#include "foundation/core/text.hpp"

#include <algorithm>
#include <set>

// A list keeps its rows for some days, also those of people who then say no.
namespace dorfnetz::transfer {

namespace {

struct RowKey
{
    NetworkId network;
    BatchId batch;
    std::int64_t number = 0;

    auto operator<=>(const RowKey&) const = default;
};

struct Tied
{
    RowKey key;
    std::string entry; // what the row became
    std::string match; // the entry, or the number of the row, that it is like
};

std::vector<Tied> tied_rows(db::Reader& reader)
{
    return reader.list(R"sql(
        SELECT network_id, batch_id, number, COALESCE(entry_id, ''), match_id FROM import_rows
        WHERE cells <> '[]' AND (entry_id IS NOT NULL OR match_id <> ''))sql",
                       {}, [](db::Row& row) {
                           Tied tied;
                           tied.key.network = row.take<NetworkId>();
                           tied.key.batch = row.take<BatchId>();
                           tied.key.number = row.take<std::int64_t>();
                           tied.entry = row.take<std::string>();
                           tied.match = row.take<std::string>();
                           return tied;
                       });
}

std::set<RowKey> rows_of_erased(const std::vector<Tied>& rows, const std::set<std::string>& erased)
{
    std::set<RowKey> found;
    for (const auto& row : rows)
        if (erased.contains(row.entry) || erased.contains(row.match))
            found.insert(row.key);
    const auto of_people = found;
    for (const auto& row : rows)
        for (const auto& key : of_people)
            if (key.network == row.key.network && key.batch == row.key.batch &&
                std::to_string(key.number) == row.match)
                found.insert(row.key);
    return found;
}

// The number without the country's or the town's leading digits, which every writer puts differently.
bool has_number(const std::string& digits, const std::string& number)
{
    constexpr std::size_t country = 2; // "49"
    const auto plain = digits_of(number);
    return plain.size() > country + 4 && digits.find(plain.substr(country)) != std::string::npos;
}

struct NamedRow
{
    RowKey key;
    std::string name;
    Timestamp created_at;
};

// Rows of lists of people that became the person, are like them, or name their mail address or telephone; and
// the rows of the same list that repeat one of these.
std::vector<NamedRow> rows_of(db::Reader& reader, const NetworkId& network, const people::Traces& traces)
{
    std::vector<NamedRow> found;
    // A couple with one telephone is two people, so the name has to fit as well.
    const auto family = to_lower_ascii(traces.name.substr(traces.name.rfind(' ') + 1));
    std::vector<std::pair<NamedRow, std::string>> others; // with the number of the row that each is like
    store::each_row_of_people(reader, network, [&](const store::RowOfPeople& row) {
        NamedRow named{.key = {.network = network, .batch = row.batch, .number = row.number},
                       .name = row.file_name,
                       .created_at = row.created_at};
        const auto cells = to_lower_ascii(row.cells);
        const auto digits = digits_of(cells);
        const auto has_mail = [&](const std::string& email) {
            return cells.find(email) != std::string::npos;
        };
        const auto has_phone = [&](const std::string& number) { return has_number(digits, number); };
        const bool theirs =
            row.entry == traces.id.text() || row.match == traces.id.text() ||
            (!traces.shares_email && std::any_of(traces.emails.begin(), traces.emails.end(), has_mail)) ||
            (cells.find(family) != std::string::npos &&
             std::any_of(traces.phones.begin(), traces.phones.end(), has_phone));
        if (theirs)
            found.push_back(std::move(named));
        else if (!row.match.empty())
            others.emplace_back(std::move(named), row.match);
    });
    const auto first_ones = found;
    for (auto& [row, match] : others)
        if (std::any_of(first_ones.begin(), first_ones.end(), [&](const NamedRow& first) {
                return first.key.batch == row.key.batch && std::to_string(first.key.number) == match;
            }))
            found.push_back(std::move(row));
    return found;
}

void empty_row(db::Tx& tx, const RowKey& key)
{
    store::delete_file(tx, key.network, key.batch);
    tx.exec(R"sql(
        UPDATE import_rows SET cells = '[]'
        WHERE network_id = :network AND batch_id = :batch AND number = :number)sql",
            {{"network", key.network}, {"batch", key.batch}, {"number", key.number}});
}

} // namespace

std::vector<people::OwnSection> tell_rows(db::Reader& reader, const web::Context& context,
                                          const people::Traces& traces)
{
    people::OwnSection section{
        .key = "import_rows", .heading = context.t("Zeilen aus eingelesenen Listen"_de), .entries = {}};
    for (const auto& row : rows_of(reader, context.network.id, traces))
        section.entries.push_back(
            {{context.t("Eingelesen"_de), i18n::format_moment(context.region(), row.created_at)},
             {context.t("Datei"_de), row.name},
             {context.t("Zeile"_de), std::to_string(row.key.number)}});
    if (section.entries.empty())
        return {};
    return {std::move(section)};
}

void erase_rows(db::Tx& tx, const NetworkId& network, const people::Traces& traces)
{
    for (const auto& row : rows_of(tx, network, traces))
        empty_row(tx, row.key);
}

void forget_erased(web::Environment& environment)
{
    std::set<std::string> erased;
    const auto rows = environment.pool.read([&](db::Reader& reader) {
        for (const auto& person : people::erased_people(reader))
            erased.insert(person.id.text());
        return erased.empty() ? std::vector<Tied>{} : tied_rows(reader);
    });
    const auto found = rows_of_erased(rows, erased);
    if (found.empty())
        return;
    (void)environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        for (const auto& key : found)
            empty_row(tx, key);
        return Done{};
    });
}

} // namespace dorfnetz::transfer
