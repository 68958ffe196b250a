#include "accounts/audit.hpp"
#include "features/transfer/api.hpp"
#include "features/transfer/columns.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/i18n/i18n.hpp"
#include "foundation/pdf/pdf.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace dorfnetz::transfer {

namespace {

constexpr std::array formats{"csv", "xlsx", "ods", "pdf", "vcf", "json"};
constexpr std::array types{"text/csv; charset=utf-8",
                           "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                           "application/vnd.oasis.opendocument.spreadsheet",
                           "application/pdf",
                           "text/vcard; charset=utf-8",
                           "application/json"};

std::string text_of(const sheet::Value& value)
{
    if (const auto* text = std::get_if<std::string>(&value))
        return *text;
    if (const auto* number = std::get_if<double>(&value))
        return std::to_string(static_cast<std::int64_t>(*number));
    if (const auto* date = std::get_if<Date>(&value))
        return i18n::format_date({}, *date, i18n::DateStyle::numeric);
    if (const auto* flag = std::get_if<bool>(&value))
        return *flag ? "ja" : "nein";
    return {};
}

nlohmann::json json_of(const sheet::Value& value)
{
    if (const auto* number = std::get_if<double>(&value))
        return static_cast<std::int64_t>(*number);
    if (const auto* date = std::get_if<Date>(&value))
        return to_iso(*date);
    return text_of(value);
}

// Titles as people read them; a program that reads the file finds the same words as in the CSV.
std::string write_json(const sheet::Sheet& sheet)
{
    auto rows = nlohmann::ordered_json::array();
    for (const auto& row : sheet.rows) {
        auto record = nlohmann::ordered_json::object();
        for (std::size_t column = 0; column < row.size(); ++column)
            if (!std::holds_alternative<std::monostate>(row[column]) && !text_of(row[column]).empty())
                record[sheet.columns[column].title] = json_of(row[column]);
        rows.push_back(std::move(record));
    }
    return rows.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n';
}

// What fits on paper: who, where, how to reach, what for.
constexpr std::array paper_columns{"Name",   "Vorname", "Nachname", "Art",    "Dorf",         "Dörfer",
                                   "Straße", "Telefon", "Mobil",    "E-Mail", "Einsatzfelder"};

Result<std::string> write_pdf(const sheet::Sheet& sheet, const RenderSettings& settings)
{
    std::vector<std::size_t> shown;
    for (std::size_t column = 0; column < sheet.columns.size(); ++column) {
        const auto& title = sheet.columns[column].title;
        if (std::find(paper_columns.begin(), paper_columns.end(), title) != paper_columns.end())
            shown.push_back(column);
    }
    // A table of another kind is printed as far as it fits.
    for (std::size_t column = 0; shown.size() < 2 && column < std::min<std::size_t>(sheet.columns.size(), 10);
         ++column)
        shown.push_back(column);
    pdf::TableDocument table{.properties = {.title = settings.title.empty() ? sheet.title : settings.title,
                                            .author = settings.author,
                                            .created = settings.at},
                             .columns = {},
                             .rows = {},
                             .orientation = pdf::Orientation::landscape};
    const auto widths = sheet::column_widths(sheet);
    for (const auto column : shown)
        table.columns.push_back(
            {.title = sheet.columns[column].title, .width = std::clamp(widths[column], 8.0, 30.0)});
    for (const auto& row : sheet.rows) {
        auto& cells = table.rows.emplace_back();
        for (const auto column : shown)
            cells.push_back(column < row.size() ? text_of(row[column]) : std::string());
    }
    return pdf::render_table(table);
}

// RFC 6350, 3.4: what would end a value is escaped.
std::string escaped(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if (c == '\\' || c == ',' || c == ';')
            out += '\\';
        if (c == '\n')
            out += "\\n";
        else if (c != '\r')
            out += c;
    }
    return out;
}

// RFC 6350, 3.2: lines of at most 75 bytes, never cut within a letter.
void add_line(std::string& card, const std::string& line)
{
    constexpr std::size_t longest = 74;
    std::string_view rest = line;
    bool first = true;
    while (!rest.empty()) {
        auto length = std::min(rest.size(), first ? longest : longest - 1);
        while (length < rest.size() && (static_cast<unsigned char>(rest[length]) & 0xC0U) == 0x80U)
            --length;
        card += first ? "" : " ";
        card += rest.substr(0, length);
        card += "\r\n";
        rest.remove_prefix(length);
        first = false;
    }
}

class Card
{
public:
    Card(const sheet::Sheet& sheet, const std::vector<sheet::Value>& row) : m_sheet(sheet), m_row(row) {}

    std::string value(std::string_view title) const
    {
        for (std::size_t column = 0; column < std::min(m_row.size(), m_sheet.columns.size()); ++column)
            if (m_sheet.columns[column].title == title)
                return escaped(text_of(m_row[column]));
        return {};
    }

    void add(const std::string& name, const std::string& content)
    {
        if (!content.empty())
            add_line(m_text, name + ':' + content);
    }

    std::string finish() const { return "BEGIN:VCARD\r\nVERSION:4.0\r\n" + m_text + "END:VCARD\r\n"; }

private:
    const sheet::Sheet& m_sheet;
    const std::vector<sheet::Value>& m_row;
    std::string m_text;
};

std::string write_vcards(const sheet::Sheet& sheet, Target target)
{
    std::string cards;
    for (const auto& row : sheet.rows) {
        Card card(sheet, row);
        if (target == Target::people) {
            card.add("FN", std::string(trim(card.value("Vorname") + ' ' + card.value("Nachname"))));
            card.add("N", card.value("Nachname") + ';' + card.value("Vorname") + ";;;");
        } else {
            card.add("KIND", "org");
            card.add("FN", card.value("Name"));
            card.add("ORG", card.value("Name"));
        }
        const auto village = card.value("Dorf");
        const auto town = card.value("Ort").empty() ? village : card.value("Ort");
        const auto street = card.value("Straße");
        if (!street.empty() || !town.empty())
            card.add("ADR", ";;" + street + ';' + town + ";;" + card.value("PLZ") + ';');
        card.add("TEL;TYPE=voice", card.value("Telefon"));
        card.add("TEL;TYPE=cell", card.value("Mobil"));
        card.add("EMAIL", card.value("E-Mail"));
        card.add("URL", card.value("Internet"));
        cards += card.finish();
    }
    return cards;
}

// For the log, in its language: how much was taken along, and what it was narrowed down by.
std::string told_in_log(Target target, Format format, const ExportFilter& filter, std::int64_t count)
{
    constexpr auto german = i18n::Language::de;
    auto text =
        fmt::format("{} als {}", i18n::translate_count(german, "ein Eintrag"_de, "{1} Einträge"_de, count),
                    to_text(format));
    const auto add = [&](German label, std::string_view list, const std::string& chosen) {
        if (chosen.empty())
            return;
        const std::string key(truncate(chosen, 40)); // if typed into the address
        const auto word = list.empty() ? key : vocabularies::label(list, key, german);
        text += fmt::format(", {}: {}", i18n::translate(german, label), word.empty() ? key : word);
    };
    add("Dorf"_de, {}, filter.village);
    add("Einsatzfeld"_de, "fields", filter.field);
    add("Art"_de, "kinds", filter.kind);
    add("Stand"_de, {}, filter.status);
    if (target == Target::people)
        text += fmt::format(", {}: {}", i18n::translate(german, "Einwilligung"_de),
                            i18n::translate(german, filter.locked ? "fehlt"_de : "liegt vor"_de));
    return text;
}

} // namespace

std::string_view to_text(Format format)
{
    return formats.at(static_cast<std::size_t>(format));
}

std::optional<Format> format_from_text(std::string_view text)
{
    for (std::size_t i = 0; i < formats.size(); ++i)
        if (text == formats[i])
            return static_cast<Format>(i);
    return std::nullopt;
}

std::string_view content_type_of(Format format)
{
    return types.at(static_cast<std::size_t>(format));
}

Result<std::string> render(Format format, const sheet::Sheet& sheet, const RenderSettings& settings)
{
    switch (format) {
    case Format::csv:
        return sheet::write_csv(sheet);
    case Format::xlsx:
        return sheet::write_xlsx(sheet);
    case Format::ods:
        return sheet::write_ods(sheet);
    case Format::pdf:
        return write_pdf(sheet, settings);
    case Format::json:
        return write_json(sheet);
    case Format::vcf:
        break;
    }
    return Error{.kind = Err::invalid, .text = "Diese Liste gibt es nicht als Visitenkarten."_de};
}

Result<std::string> export_table(web::Environment& environment, const web::Network& network, Target target,
                                 Format format, const ExportFilter& filter, const web::UserId& user)
{
    const auto sheet = environment.pool.read([&](db::Reader& reader) {
        return target == Target::organisations ? organisations_sheet(reader, network.id, filter)
                                               : people_sheet(reader, network.id, filter);
    });
    auto file = format == Format::vcf
                    ? Result<std::string>(write_vcards(sheet, target))
                    : render(format, sheet, {.author = network.name, .at = environment.clock.now()});
    if (!file)
        return file;
    // Written before anybody has the file.
    TRY(environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        accounts::record(tx,
                         {.network = network.id,
                          .user = user,
                          .action = target == Target::people ? "people.exported" : "organisations.exported",
                          .subject_kind = "network",
                          .subject = network.id.text(),
                          .details = told_in_log(target, format, filter, std::ssize(sheet.rows))},
                         environment.clock, environment.random);
        return Done{};
    }));
    return file;
}

} // namespace dorfnetz::transfer
