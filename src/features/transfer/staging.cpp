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

std::string name_of(const sheet::Table& table)
{
    return std::string(truncate(squeeze(sheet::clean_text(table.name)), longest_title));
}

// The sheets with rows, the best one first: the one with the most rows below titles, because the others are
// notes and old years.
std::vector<Found> look_at_all(sheet::Workbook workbook, Target target)
{
    std::vector<Found> all;
    for (auto& table : workbook.tables)
        if (auto found = look_at(std::move(table), target); found.rows > 0)
            all.push_back(std::move(found));
    const auto best = std::max_element(all.begin(), all.end(), [](const Found& left, const Found& right) {
        return std::pair(!left.header.texts.empty(), left.rows) <
               std::pair(!right.header.texts.empty(), right.rows);
    });
    if (best != all.end())
        std::rotate(all.begin(), best, best + 1);
    return all;
}

std::vector<std::string> names_of(const std::vector<Found>& sheets)
{
    std::vector<std::string> names;
    for (const auto& found : sheets)
        names.push_back(name_of(found.table));
    return names;
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

std::vector<StagedRow> staged_rows(const Found& found, std::size_t columns)
{
    std::vector<StagedRow> rows;
    for (auto row = found.header.first_data_row; row < found.table.rows.size(); ++row)
        if (auto cells = cells_of(found.table.rows[row], columns); !cells.empty())
            rows.push_back(
                {.number = static_cast<std::int64_t>(row + 1), .cells = std::move(cells), .outcome = {}});
    return rows;
}

// The columns as they were chosen for the last list with these titles, otherwise as they look.
void guess(db::Reader& reader, const NetworkId& network, Batch& batch, const std::vector<StagedRow>& rows)
{
    std::vector<Cells> samples;
    for (std::size_t i = 0; i < std::min(rows.size(), samples_looked_at); ++i)
        samples.push_back(rows[i].cells);
    batch.mapping = store::last_mapping(reader, network, batch).value_or(Mapping{});
    if (batch.mapping.size() != batch.titles.size())
        batch.mapping =
            guess_columns(batch.target, batch.titles, samples, villages::all_places(reader, network));
    batch.default_kind = kind_of_list(batch);
    // Whoever may enter something for one village alone means that village.
    if (batch.only_villages && batch.only_villages->size() == 1)
        batch.default_village = villages::VillageId{batch.only_villages->front()};
}

// Fills the batch with what the sheet says, and answers its rows.
std::vector<StagedRow> take_sheet(web::Environment& environment, const NetworkId& network, Batch& batch,
                                  const Found& found)
{
    batch.table_name = name_of(found.table);
    batch.titles = titles_of(found);
    auto rows = staged_rows(found, batch.titles.size());
    batch.row_count = static_cast<std::int64_t>(rows.size());
    environment.pool.read([&](db::Reader& reader) { guess(reader, network, batch, rows); });
    return rows;
}

// In small steps, so that nobody has to wait for the writer.
Result<Done> insert_rows(web::Environment& environment, const NetworkId& network, const BatchId& id,
                         const std::vector<StagedRow>& rows)
{
    const auto step = static_cast<std::size_t>(rows_per_step);
    for (std::size_t first = 0; first < rows.size(); first += step)
        TRY(environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
            for (auto i = first; i < std::min(rows.size(), first + step); ++i)
                store::insert_row(tx, network, id, rows[i]);
            return Done{};
        }));
    return Done{};
}

const Found* sheet_called(const std::vector<Found>& sheets, std::string_view name)
{
    const auto found = std::find_if(sheets.begin(), sheets.end(), [&](const Found& known) {
        return known.table.name == name || name_of(known.table) == name;
    });
    return found == sheets.end() ? nullptr : &*found;
}

// Puts what was read aside in the place of what the list said before. `was`: the state it was found in.
Result<Done> exchange(db::Tx& tx, const NetworkId& network, const Batch& batch, State was,
                      const BatchId& aside, Timestamp now)
{
    if (!store::change_state(tx, network, batch.id, was, State::mapping, "", now))
        return being_worked_on();
    store::delete_rows(tx, network, batch.id);
    store::move_rows(tx, network, aside, batch.id);
    store::save_table(tx, network, batch);
    store::delete_batch(tx, network, aside);
    return Done{};
}

} // namespace

Error being_worked_on()
{
    return {.kind = Err::conflict,
            .text = "An dieser Liste wird gerade gearbeitet. Warte einen Augenblick."_de};
}

Result<Batch> stage(web::Environment& environment, const web::Network& network, const Arrival& arrival)
{
    if (trim(arrival.bytes).empty())
        return Error{.kind = Err::invalid,
                     .text = "Die Datei ist leer. Schau nach, ob es die richtige ist."_de};
    auto workbook = TRY(sheet::read_foreign(environment.reader_program, arrival.bytes, arrival.file_name));
    const auto sheets = look_at_all(std::move(workbook), arrival.target);
    if (sheets.empty())
        return Error{
            .kind = Err::invalid,
            .text = "In der Datei steht keine Tabelle mit Zeilen. Schau nach, ob es die richtige ist."_de};
    const auto* chosen = arrival.sheet.empty() ? &sheets.front() : sheet_called(sheets, arrival.sheet);
    if (chosen == nullptr)
        return Error{.kind = Err::invalid,
                     .text = "Ein Blatt „{1}“ mit Zeilen gibt es in der Datei nicht, aber diese: {2}"_de,
                     .values = {std::string(arrival.sheet), join(names_of(sheets), ", ")}};
    Batch batch{.id = new_id<BatchId>(environment.clock, environment.random),
                .target = arrival.target,
                .file_name =
                    std::string(truncate(squeeze(sheet::clean_text(arrival.file_name)), longest_title)),
                .only_villages = arrival.only_villages,
                .created_by = arrival.created_by,
                .created_at = environment.clock.now(),
                .finished_at = {}};
    const auto rows = take_sheet(environment, network.id, batch, *chosen);
    if (sheets.size() > 1)
        batch.table_names = names_of(sheets);
    TRY(environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        store::insert_batch(tx, network.id, batch);
        if (sheets.size() > 1)
            store::insert_file(tx, network.id, batch.id, arrival.bytes);
        return Done{};
    }));
    TRY(insert_rows(environment, network.id, batch.id, rows));
    TRY(environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        store::change_state(tx, network.id, batch.id, State::staging, State::mapping, "", batch.created_at);
        return Done{};
    }));
    batch.state = State::mapping;
    return batch;
}

Result<Done> choose_sheet(web::Environment& environment, const web::Network& network, const BatchId& id,
                          std::string_view sheet)
{
    struct Kept
    {
        std::optional<Batch> batch;
        std::string bytes;
    };

    auto kept = environment.pool.read([&](db::Reader& reader) {
        return Kept{store::batch_by_id(reader, network.id, id), store::file_of(reader, network.id, id)};
    });
    auto& batch = kept.batch;
    if (!batch || kept.bytes.empty())
        return Error{.kind = Err::missing};
    auto workbook = TRY(sheet::read_foreign(environment.reader_program, kept.bytes, batch->file_name));
    const auto sheets = look_at_all(std::move(workbook), batch->target);
    const auto* chosen = sheet_called(sheets, sheet);
    if (chosen == nullptr)
        return Error{.kind = Err::missing};
    const auto was = batch->state;
    if (was != State::mapping && was != State::checked)
        return being_worked_on();
    const auto rows = take_sheet(environment, network.id, *batch, *chosen);
    // Read aside first: whatever breaks in between, the list is as it was, and a job tidies up what lies
    // aside.
    auto aside = *batch;
    aside.id = new_id<BatchId>(environment.clock, environment.random);
    aside.state = State::staging;
    aside.created_at = environment.clock.now();
    TRY(environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        store::insert_batch(tx, network.id, aside);
        return Done{};
    }));
    TRY(insert_rows(environment, network.id, aside.id, rows));
    return environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) {
        return exchange(tx, network.id, *batch, was, aside.id, environment.clock.now());
    });
}

} // namespace dorfnetz::transfer
