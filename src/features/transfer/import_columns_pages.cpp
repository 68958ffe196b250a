#include "features/transfer/import_pages.hpp"

#include "features/vocabularies/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/web/form.hpp"

#include <algorithm>

// The second step: what each column means.
namespace dorfnetz::transfer {

namespace {

constexpr std::string_view pattern = "/redaktion/import/{id}/spalten";
constexpr std::int64_t samples = 12;

// A column's letter, as spreadsheets count: A … Z, AA …
std::string letter_of(std::size_t column)
{
    std::string letters;
    for (auto rest = column + 1; rest > 0; rest = (rest - 1) / 26)
        letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
    return letters;
}

std::string sample_of(const web::Context& context, const std::vector<StagedRow>& rows, std::size_t column)
{
    std::vector<std::string> values;
    for (const auto& row : rows)
        if (column < row.cells.size() && !row.cells[column].empty() && values.size() < 3)
            values.emplace_back(truncate(shown_cell(context, row.cells[column]), 40));
    return join(values, " · ");
}

void draw_column(const web::Context& context, html::Values column, const Batch& batch, std::size_t number,
                 const std::vector<StagedRow>& rows)
{
    const auto title =
        batch.titles[number].empty() ? context.t("Spalte {1}"_de, {letter_of(number)}) : batch.titles[number];
    column.set("TITLE", title)
        .set("SAMPLE", sample_of(context, rows, number))
        .set("NUMBER", number)
        .set("LABEL", context.t("Bedeutung von „{1}“"_de, {title}));
    for (const auto& known : vocabularies::entries(column_list(batch.target)))
        column.add("CHOICE")
            .set("KEY", known.key)
            .set("WORD", known.label(context.language))
            .show_if(known.key == batch.mapping[number], "CHOSEN");
}

void draw_sheets(const web::Context& context, html::Page& page, const Batch& batch, bool is_kept)
{
    if (batch.table_names.empty())
        return;
    if (!is_kept) {
        page.add("NO_SHEETS");
        return;
    }
    auto sheets = page.add("SHEETS");
    sheets.set("ACTION_URL", context.url(path_of(batch, "spalten")))
        .set("TOKEN", web::form_token(context, pattern));
    for (const auto& name : batch.table_names)
        sheets.add("SHEET").set("SHEET_NAME", name).show_if(name == batch.table_name, "CHOSEN_SHEET");
}

http::Response columns_page(const web::Context& context, const Batch& batch, German problem, int status = 200)
{
    struct Found
    {
        std::vector<StagedRow> rows;
        std::vector<villages::Village> villages;
        bool as_last_time = false;
        bool has_file = false; // with other sheets
    };

    const auto found = context.pool().read([&](db::Reader& reader) {
        return Found{store::rows_after(reader, context.network.id, batch.id, 0, samples),
                     villages::villages_of(reader, context.network.id),
                     store::last_mapping(reader, context.network.id, batch) == batch.mapping,
                     store::has_file(reader, context.network.id, batch.id)};
    });
    html::Page page;
    page.set("STEPS", steps(context, Step::columns))
        .set("FILE", batch.file_name)
        .set("SIZE", size_text(context, batch))
        .set("ACTION_URL", context.url(path_of(batch, "spalten")))
        .set("TOKEN", web::form_token(context, pattern))
        .set("BACK_URL", context.url("/redaktion/import"));
    if (!problem.empty())
        page.add("PROBLEM").set("WARNING_ICON", web::icon("warning")).set("PROBLEM_TEXT", context.t(problem));
    page.add(found.as_last_time ? "AS_LAST_TIME" : "GUESSED");
    draw_sheets(context, page, batch, found.has_file);
    for (std::size_t column = 0; column < batch.titles.size(); ++column)
        draw_column(context, page.add("COLUMN"), batch, column, found.rows);
    for (const auto& village : found.villages)
        page.add("VILLAGE")
            .set("VILLAGE_ID", village.id.text())
            .set("VILLAGE_NAME", village.name)
            .show_if(batch.default_village == village.id, "CHOSEN_VILLAGE");
    if (batch.target == Target::organisations) {
        auto kinds = page.add("KINDS");
        for (const auto& kind : vocabularies::entries("kinds"))
            kinds.add("KIND")
                .set("KIND_KEY", kind.key)
                .set("KIND_NAME", kind.label(context.language))
                .show_if(batch.default_kind == organisations::kind_from_text(kind.key), "CHOSEN_KIND");
    }
    return web::page(context, {.title = context.t("Spalten zuordnen"_de), .index = false},
                     context.render("import_columns", page), status);
}

} // namespace

std::string shown_cell(const web::Context& context, std::string_view cell)
{
    if (const auto date = date_from_iso(trim(cell)))
        return i18n::format_date(context.region(), *date, i18n::DateStyle::numeric);
    return squeeze(cell);
}

Result<http::Response> show_columns(web::Context& context)
{
    const auto batch = TRY(asked_batch(context));
    if (!can_change(batch))
        return web::redirect(context, path_of(batch));
    return columns_page(context, batch, {});
}

Result<http::Response> save_columns(web::Context& context)
{
    auto batch = TRY(asked_batch(context));
    if (!can_change(batch))
        return web::redirect(context, path_of(batch));
    if (context.form.has("blatt")) {
        TRY(choose_sheet(context.environment, context.network, batch.id, context.form.text("blatt")));
        return web::redirect(context, path_of(batch, "spalten"));
    }
    for (std::size_t column = 0; column < batch.mapping.size(); ++column) {
        const auto key = context.form.text("spalte-" + std::to_string(column));
        batch.mapping[column] = vocabularies::find(column_list(batch.target), key) ? std::string(key) : "";
    }
    batch.default_kind = organisations::kind_from_text(context.form.text("art"));
    const auto village = context.form.text("dorf");
    const auto known = context.pool().read(
        [&](db::Reader& reader) { return villages::villages_of(reader, context.network.id); });
    batch.default_village.reset();
    for (const auto& place : known)
        if (place.id.text() == village)
            batch.default_village = place.id;
    if (const auto problem = what_is_missing(batch.target, batch.mapping); !problem.empty())
        return columns_page(context, batch, problem, 422);
    TRY(context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        const auto now = store::batch_by_id(tx, context.network.id, batch.id);
        if (!now || !can_change(*now))
            return being_worked_on();
        store::save_mapping(tx, context.network.id, batch);
        return Done{};
    }));
    return start_check(context, batch);
}

} // namespace dorfnetz::transfer
