#include "features/transfer/importing.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/core/text.hpp"

#include <algorithm>

namespace dorfnetz::transfer {

namespace {

std::string cell_of(const Batch& batch, const Cells& cells, std::string_view key)
{
    for (std::size_t column = 0; column < std::min(cells.size(), batch.mapping.size()); ++column)
        if (batch.mapping[column] == key)
            return squeeze(cells[column]);
    return {};
}

std::string column_name(const Batch& batch, std::size_t column, i18n::Language language)
{
    if (column >= batch.titles.size())
        return {};
    if (!batch.titles[column].empty())
        return batch.titles[column];
    return vocabularies::label(column_list(batch.target), batch.mapping[column], language);
}

} // namespace

std::string name_in_row(const Batch& batch, const Cells& cells)
{
    if (batch.target == Target::organisations)
        return cell_of(batch, cells, "name");
    const auto full = cell_of(batch, cells, "full_name");
    return full.empty()
               ? squeeze(cell_of(batch, cells, "given_name") + ' ' + cell_of(batch, cells, "family_name"))
               : full;
}

bool asks(const StagedRow& row)
{
    return row.likeness != Likeness::none && row.outcome != Outcome::unchanged;
}

German remark_on(Likeness likeness)
{
    switch (likeness) {
    case Likeness::certain:
        return "Sicher derselbe Eintrag wie „{1}“"_de;
    case Likeness::likely:
        return "Wahrscheinlich derselbe Eintrag wie „{1}“"_de;
    case Likeness::possible:
        return "Ähnlich wie „{1}“"_de;
    case Likeness::in_file:
        return "Steht schon in Zeile {1}"_de;
    case Likeness::none:
        break;
    }
    return {};
}

std::string like_what(db::Reader& reader, const RowTarget& target, const StagedRow& row)
{
    return row.likeness == Likeness::in_file ? row.match : target.name_of(reader, row.match);
}

German word_for(Outcome outcome, const Batch& batch)
{
    switch (outcome) {
    case Outcome::fresh:
        return "neu"_de;
    case Outcome::changed:
        return "geändert"_de;
    case Outcome::unchanged:
        return "unverändert"_de;
    case Outcome::refused:
        return batch.leave_out_refused ? "nicht übernommen"_de : "hält auf"_de;
    case Outcome::left_out:
        return "ausgelassen"_de;
    }
    return {};
}

sheet::Sheet report_of(db::Reader& reader, const web::Network& network, const Batch& batch, Date today,
                       i18n::Language language)
{
    const auto t = [&](German text) { return i18n::translate(language, text); };
    sheet::Sheet report{.title = t("Bericht"_de), .columns = {}, .rows = {}};
    for (const auto title : {"Zeile"_de, "Name"_de, "Ergebnis"_de, "Spalte"_de, "Bemerkung"_de})
        report.columns.push_back({.title = t(title)});
    const auto target = make_target(reader, batch.target, settings_of(reader, network, batch, today));
    std::int64_t last = 0;
    while (true) {
        const auto rows = store::rows_after(reader, network.id, batch.id, last, rows_per_step);
        if (rows.empty())
            break;
        last = rows.back().number;
        for (const auto& row : rows) {
            const auto outcome = row.outcome.value_or(Outcome::left_out);
            const auto add = [&](const std::string& column, const std::string& remark) {
                report.rows.push_back({static_cast<double>(row.number), name_in_row(batch, row.cells),
                                       t(word_for(outcome, batch)), column, remark});
            };
            const auto before = report.rows.size();
            if (asks(row))
                add({},
                    i18n::translate(language, remark_on(row.likeness), {like_what(reader, *target, row)}));
            if (row.has_findings)
                for (const auto& finding : target->findings(row.cells))
                    add(column_name(batch, finding.column, language),
                        i18n::translate(language, finding.text, finding.values));
            if (report.rows.size() == before)
                add({}, {});
        }
    }
    return report;
}

} // namespace dorfnetz::transfer
