#include "features/transfer/erased_rows.hpp"

#include "features/people/api.hpp"
#include "features/transfer/cell_values.hpp"
#include "features/transfer/importing.hpp"
#include "foundation/core/text.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <limits>
#include <map>
#include <set>

// A list keeps its rows for some days, also those of people who then say no.
namespace dorfnetz::transfer {

namespace {

using people::Belonging;

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
    std::string match; // the number of the row that it repeats
};

// Also what a list says that was taken over: then the entry that the row is like is the one that it became.
std::vector<Tied> tied_rows(db::Reader& reader)
{
    return reader.list(R"sql(
        SELECT r.network_id, r.batch_id, r.number,
               COALESCE(r.entry_id, CASE WHEN b.state = 'done' AND r.outcome IN ('changed', 'unchanged')
                                         THEN r.match_id ELSE '' END),
               CASE WHEN r.likeness = 'in_file' THEN r.match_id ELSE '' END
        FROM import_rows r JOIN import_batches b ON b.network_id = r.network_id AND b.id = r.batch_id
        WHERE r.cells <> '[]' AND (r.entry_id IS NOT NULL OR r.match_id <> ''))sql",
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
        if (erased.contains(row.entry))
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

bool names_one(const Cells& cells, const std::vector<std::string>& emails)
{
    for (const auto& cell : cells)
        for (const auto& found : emails_in(cell))
            if (std::find(emails.begin(), emails.end(), found) != emails.end())
                return true;
    return false;
}

// The same telephone is that of a couple, so the family name has to stand there as well.
bool names_family_and_phone(const Cells& cells, const people::Traces& traces)
{
    const auto text = to_lower_ascii(join(cells, " "));
    const auto digits = digits_of(text);
    const auto families = traces.family_names();
    const bool named = std::any_of(families.begin(), families.end(), [&](const std::string& family) {
        return text.find(to_lower_ascii(family)) != std::string::npos;
    });
    return named && std::any_of(traces.typed_phones.begin(), traces.typed_phones.end(),
                                [&](const std::string& number) { return has_number(digits, number); });
}

Belonging belonging_of(db::Reader& reader, const NetworkId& network, const Batch& batch, const StagedRow& row,
                       const people::Traces& traces)
{
    // Taken over, the row is a part of the entry. Before that, that they are alike is a guess.
    const bool became_theirs = traces.is_entry(row.match) && batch.state == State::done &&
                               (row.outcome == Outcome::changed || row.outcome == Outcome::unchanged);
    if (traces.is_entry(row.entry) || became_theirs)
        return Belonging::theirs;
    const bool at_mailbox = names_one(row.cells, traces.emails) && !traces.shares_email;
    const bool typed = names_one(row.cells, traces.typed_emails) && !traces.shares_email;
    if (!at_mailbox && !typed && !traces.is_entry(row.match) && !names_family_and_phone(row.cells, traces))
        return Belonging::not_theirs;
    // It became somebody else, who is still there. Asked last: a list has thousands of rows.
    if (!row.entry.empty() && people::person_by_id(reader, network, people::PersonId(row.entry)))
        return Belonging::not_theirs;
    return at_mailbox ? Belonging::theirs : Belonging::perhaps;
}

struct FoundRow
{
    Batch batch;
    StagedRow row;

    RowKey key(const NetworkId& network) const { return {network, batch.id, row.number}; }
};

std::vector<BatchId> lists_of_people(db::Reader& reader, const NetworkId& network)
{
    return reader.list(R"sql(
        SELECT id FROM import_batches WHERE network_id = :network AND target = 'people' ORDER BY id)sql",
                       {{"network", network}}, [](db::Row& row) { return row.take<BatchId>(); });
}

// Rows of lists of people; those of a list that repeat another go with it.
std::vector<FoundRow> rows_that(db::Reader& reader, const NetworkId& network, const people::Traces& traces,
                                Belonging wanted)
{
    std::vector<FoundRow> found;
    for (const auto& id : lists_of_people(reader, network)) {
        const auto batch = store::batch_by_id(reader, network, id);
        std::map<std::string, Belonging> known; // by the number of the row
        auto rows = store::rows_after(reader, network, id, 0, std::numeric_limits<std::int64_t>::max());
        std::erase_if(rows, [](const StagedRow& row) { return row.cells.empty(); });
        for (const auto& row : rows)
            known[std::to_string(row.number)] = belonging_of(reader, network, *batch, row, traces);
        for (auto& row : rows) {
            auto belonging = known.at(std::to_string(row.number));
            if (const auto first = known.find(row.match);
                row.likeness == Likeness::in_file && first != known.end())
                belonging = first->second;
            if (belonging == wanted)
                found.push_back({*batch, std::move(row)});
        }
    }
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

std::vector<people::OwnFact> facts_of(const web::Context& context, const FoundRow& found)
{
    return {{context.t("Eingelesen"_de), i18n::format_moment(context.region(), found.batch.created_at)},
            {context.t("Datei"_de), found.batch.file_name},
            {context.t("Zeile"_de), std::to_string(found.row.number)}};
}

std::vector<people::OwnSection> tell(db::Reader& reader, const web::Context& context,
                                     const people::Traces& traces)
{
    people::OwnSection section{
        .key = "import_rows", .heading = context.t("Zeilen aus eingelesenen Listen"_de), .entries = {}};
    for (const auto& found : rows_that(reader, context.network.id, traces, Belonging::theirs))
        section.entries.push_back(facts_of(context, found));
    return {std::move(section)};
}

void erase_theirs(db::Tx& tx, const NetworkId& network, const people::Traces& traces)
{
    for (const auto& found : rows_that(tx, network, traces, Belonging::theirs))
        empty_row(tx, found.key(network));
}

std::vector<std::string> perhaps_theirs(db::Reader& reader, const NetworkId& network,
                                        const people::Traces& traces)
{
    std::vector<std::string> keys;
    for (const auto& found : rows_that(reader, network, traces, Belonging::perhaps))
        keys.push_back(fmt::format("{}/{}", found.batch.id.text(), found.row.number));
    return keys;
}

// "<list>/<number>"; nothing if it is no such key.
std::optional<RowKey> key_from(const NetworkId& network, const std::string& text)
{
    const auto slash = text.find('/');
    RowKey key{.network = network, .batch = BatchId(text.substr(0, slash))};
    const auto* const end = text.data() + text.size();
    if (slash == std::string::npos || std::from_chars(text.data() + slash + 1, end, key.number).ptr != end)
        return std::nullopt;
    return key;
}

std::optional<std::vector<people::OwnFact>> show(db::Reader& reader, const web::Context& context,
                                                 const std::string& text)
{
    const auto& network = context.network.id;
    const auto key = key_from(network, text);
    const auto batch = key ? store::batch_by_id(reader, network, key->batch) : std::nullopt;
    if (!batch)
        return std::nullopt;
    for (auto& row : store::rows_after(reader, network, key->batch, key->number - 1, 1))
        if (row.number == key->number && !row.cells.empty()) {
            auto facts = facts_of(context, {*batch, row});
            facts.insert(facts.begin(), {{context.t("Was"_de), context.t("Zeile einer Liste"_de)},
                                         {context.t("Name"_de), name_in_row(*batch, row.cells)}});
            return facts;
        }
    return std::nullopt;
}

void erase_one(db::Tx& tx, const NetworkId& network, const std::string& text)
{
    if (const auto key = key_from(network, text))
        empty_row(tx, *key);
}

} // namespace

people::Elsewhere kept_rows()
{
    return {.place = "import_row",
            .tell = tell,
            .erase = erase_theirs,
            .perhaps = perhaps_theirs,
            .show = show,
            .erase_one = erase_one};
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
