#include "features/transfer/importing.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/search/folding.hpp"
#include "foundation/sheet/sheet.hpp"
#include "foundation/sheet/text_encoding.hpp"

#include <algorithm>

// From a file to staged rows.
namespace dorfnetz::transfer {

namespace {

constexpr std::size_t samples_looked_at = 60;
constexpr std::size_t longest_title = 120; // characters

struct Found
{
    sheet::Table table;
    sheet::Header header;
    std::size_t rows = 0; // with content, below the titles
};

// Titles on two levels, of which a CSV cannot tell that they belong together: "Kontakt" and below it
// "Telefon".
void join_second_titles(Found& found, Target target)
{
    auto& header = found.header;
    if (header.texts.empty() || header.first_data_row >= found.table.rows.size())
        return;
    const auto& row = found.table.rows[header.first_data_row];
    const auto filled = std::count_if(row.begin(), row.end(),
                                      [](const sheet::Cell& cell) { return !trim(cell.text).empty(); });
    const bool all_are_titles = std::all_of(row.begin(), row.end(), [&](const sheet::Cell& cell) {
        return trim(cell.text).empty() || vocabularies::key_from_text(column_list(target), cell.text);
    });
    if (filled < 2 || !all_are_titles)
        return;
    for (std::size_t column = 0; column < std::min(row.size(), header.texts.size()); ++column)
        if (!trim(row[column].text).empty())
            header.texts[column] += (header.texts[column].empty() ? "" : " / ") + row[column].text;
    ++header.first_data_row;
}

Found look_at(sheet::Table table, Target target)
{
    sheet::fill_merged(table);
    Found found{.table = std::move(table), .header = {}};
    found.header = sheet::guess_header(found.table);
    join_second_titles(found, target);
    for (auto row = found.header.first_data_row; row < found.table.rows.size(); ++row)
        found.rows += sheet::is_empty(found.table.rows[row]) ? 0 : 1;
    return found;
}

// Of several sheets the one with the most rows below titles: the others are notes and old years.
Found best_table(sheet::Workbook workbook, Target target)
{
    Found best;
    for (auto& table : workbook.tables) {
        auto found = look_at(std::move(table), target);
        const bool better = found.header.texts.empty() == best.header.texts.empty()
                                ? found.rows > best.rows
                                : best.header.texts.empty();
        if (better && found.rows > 0)
            best = std::move(found);
    }
    return best;
}

Cells cells_of(const std::vector<sheet::Cell>& row, std::size_t columns)
{
    Cells cells(columns);
    for (std::size_t column = 0; column < std::min(row.size(), columns); ++column)
        cells[column] = std::string(trim(sheet::clean_text(row[column].text)));
    while (!cells.empty() && cells.back().empty())
        cells.pop_back();
    return cells;
}

std::vector<std::string> titles_of(const Found& found)
{
    std::size_t columns = found.header.texts.size();
    for (const auto& row : found.table.rows)
        columns = std::max(columns, row.size());
    std::vector<std::string> titles(columns);
    for (std::size_t column = 0; column < found.header.texts.size(); ++column)
        titles[column] =
            std::string(truncate(squeeze(sheet::clean_text(found.header.texts[column])), longest_title));
    return titles;
}

// A list headed "Firma" is one of companies.
std::optional<organisations::Kind> kind_of_list(const Batch& batch)
{
    for (std::size_t column = 0; column < batch.mapping.size(); ++column) {
        const auto title = search::fold(batch.titles[column]);
        if (batch.mapping[column] == "name" &&
            (title.starts_with("firm") || title.starts_with("unternehmen") || title.starts_with("betrieb")))
            return organisations::Kind::company;
    }
    return std::nullopt;
}

void guess(Batch& batch, const std::vector<StagedRow>& rows, const std::vector<villages::Village>& places)
{
    std::vector<Cells> samples;
    for (std::size_t i = 0; i < std::min(rows.size(), samples_looked_at); ++i)
        samples.push_back(rows[i].cells);
    batch.mapping = guess_columns(batch.target, batch.titles, samples, places);
    batch.default_kind = kind_of_list(batch);
    // Whoever may enter something for one village alone means that village.
    if (batch.only_villages && batch.only_villages->size() == 1)
        batch.default_village = villages::VillageId{batch.only_villages->front()};
}

std::vector<StagedRow> staged_rows(const Found& found, std::size_t columns)
{
    std::vector<StagedRow> rows;
    for (auto row = found.header.first_data_row; row < found.table.rows.size(); ++row)
        if (auto cells = cells_of(found.table.rows[row], columns); !cells.empty())
            rows.push_back(
                {.number = static_cast<std::int64_t>(row + 1), .cells = std::move(cells), .outcome = {}});
    return rows;
}

} // namespace

Result<Batch> stage(web::Environment& environment, const web::Network& network, const Arrival& arrival)
{
    if (trim(arrival.bytes).empty())
        return Error{.kind = Err::invalid,
                     .text = "Die Datei ist leer. Schau nach, ob es die richtige ist."_de};
    auto workbook = TRY(sheet::read_foreign(environment.reader_program, arrival.bytes, arrival.file_name));
    const auto found = best_table(std::move(workbook), arrival.target);
    if (found.rows == 0)
        return Error{
            .kind = Err::invalid,
            .text = "In der Datei steht keine Tabelle mit Zeilen. Schau nach, ob es die richtige ist."_de};
    Batch batch{
        .id = new_id<BatchId>(environment.clock, environment.random),
        .target = arrival.target,
        .file_name = std::string(truncate(squeeze(sheet::clean_text(arrival.file_name)), longest_title)),
        .table_name = std::string(truncate(squeeze(sheet::clean_text(found.table.name)), longest_title)),
        .titles = titles_of(found),
        .only_villages = arrival.only_villages,
        .created_by = arrival.created_by,
        .created_at = environment.clock.now(),
        .finished_at = {}};
    const auto rows = staged_rows(found, batch.titles.size());
    batch.row_count = static_cast<std::int64_t>(rows.size());
    guess(batch, rows, environment.pool.read([&](db::Reader& reader) {
        return villages::all_places(reader, network.id);
    }));
    TRY(environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        store::insert_batch(tx, network.id, batch);
        return Done{};
    }));
    const auto step = static_cast<std::size_t>(rows_per_step);
    for (std::size_t first = 0; first < rows.size(); first += step)
        TRY(environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
            for (auto i = first; i < std::min(rows.size(), first + step); ++i)
                store::insert_row(tx, network.id, batch.id, rows[i]);
            return Done{};
        }));
    TRY(environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        store::change_state(tx, network.id, batch.id, State::staging, State::mapping, "", batch.created_at);
        return Done{};
    }));
    batch.state = State::mapping;
    return batch;
}

} // namespace dorfnetz::transfer
