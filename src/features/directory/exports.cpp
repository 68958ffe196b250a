#include "features/directory/directory.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/pdf/pdf.hpp"
#include "foundation/sheet/write.hpp"

#include <fmt/format.h>
#include <unordered_map>

namespace dorfnetz::directory {

namespace {

using organisations::Organisation;
using organisations::Register;
using web::Context;

// The entries that the filters of the address choose, in full and in the order of the list.
struct Chosen
{
    std::shared_ptr<const Register> entries;
    std::vector<Organisation> organisations;
};

Chosen read_chosen(const Context& context, Directory directory)
{
    Chosen chosen{organisations::shared_register(context.pool(), context.network.id), {}};
    const auto selection =
        organisations::choose(*chosen.entries, asked_for(context, directory).filter, context.today());
    std::unordered_map<std::string, std::size_t> order;
    for (std::size_t i = 0; i < selection.entries.size(); ++i)
        order.emplace(selection.entries[i]->id.text(), i);
    auto all = context.pool().read(
        [&](db::Reader& reader) { return organisations::all_organisations(reader, context.network.id); });
    for (auto& organisation : all)
        // Asked again: it may have been archived since the register was kept.
        if (order.contains(organisation.id.text()) && organisation.is_public())
            chosen.organisations.push_back(std::move(organisation));
    std::sort(chosen.organisations.begin(), chosen.organisations.end(),
              [&](const Organisation& left, const Organisation& right) {
                  return order.at(left.id.text()) < order.at(right.id.text());
              });
    return chosen;
}

std::string village_names(const Register& entries, const Organisation& organisation)
{
    std::vector<std::string> names;
    for (const auto& id : organisation.entry.villages)
        if (const auto* village = entries.village(id))
            names.push_back(village->name);
    return join(names, ", ");
}

std::string words(const Context& context, std::string_view list, const std::vector<std::string>& keys)
{
    std::vector<std::string> labels;
    for (const auto& key : keys)
        labels.push_back(vocabularies::label(list, key, context.language));
    return join(labels, ", ");
}

// The titles are those that the import understands, so that a list can come back. Whoever fetches it gets
// what is public and no contact person: a list is handed on.
sheet::Sheet sheet_of(const Context& context, Directory directory, const Chosen& chosen)
{
    sheet::Sheet sheet{.title = context.t(title_of(directory))};
    for (const auto title :
         {"Name"_de, "Kurzname"_de, "Art"_de, "Dörfer"_de, "Einsatzfelder"_de, "Zweck"_de,
          "Aktuelle Ziele"_de, "Stärken"_de, "Stärken in eigenen Worten"_de, "Angebote für Freiwillige"_de,
          "Straße"_de, "PLZ"_de, "Ort"_de, "Telefon"_de, "E-Mail"_de, "Internet"_de, "Unterstützt mit"_de,
          "Unterstützt wen"_de, "Zuletzt bestätigt"_de})
        sheet.columns.push_back({.title = context.t(title)});
    const auto everybody = accounts::anybody();
    for (const auto& organisation : chosen.organisations) {
        const auto& entry = organisation.entry;
        sheet::Value confirmed;
        if (organisation.last_confirmed_on)
            confirmed = *organisation.last_confirmed_on;
        sheet.rows.push_back(
            {entry.name, entry.short_name,
             vocabularies::label("kinds", organisations::to_text(entry.kind), context.language),
             village_names(*chosen.entries, organisation), words(context, "fields", entry.fields),
             entry.purpose, entry.aims, words(context, "strengths", entry.strengths), entry.strengths_text,
             entry.offers, entry.street, entry.postal_code, entry.town, entry.phone.seen_by(everybody),
             entry.email.seen_by(everybody), entry.web, words(context, "support", entry.support),
             entry.supports_whom, confirmed});
    }
    return sheet;
}

Result<std::string> pdf_of(const Context& context, Directory directory, const Chosen& chosen)
{
    pdf::TableDocument table{
        .properties = {.title = context.t(title_of(directory)),
                       .author = context.network.name,
                       .language = std::string(i18n::code(context.language)),
                       .created = context.now(),
                       .page_text = context.t("Seite {1} von {2}"_de)},
        .subtitle = context.t("Stand: {1}"_de,
                              {i18n::format_date(context.region(), context.today(), i18n::DateStyle::plain)}),
        .columns = {{.title = context.t("Name"_de), .width = 3},
                    {.title = context.t("Dörfer"_de), .width = 2},
                    {.title = context.t("Was sie machen"_de), .width = 4},
                    {.title = context.t("Telefon"_de), .width = 2}},
        .empty_text = context.t("Keine Einträge"_de),
        .footer = context.absolute_url(organisations::path_of(directory))};
    for (const auto& organisation : chosen.organisations) {
        const auto& entry = organisation.entry;
        table.rows.push_back({entry.name, village_names(*chosen.entries, organisation),
                              entry.purpose.empty() ? words(context, "fields", entry.fields) : entry.purpose,
                              entry.phone.seen_by(accounts::anybody())});
    }
    return pdf::render_table(table);
}

// RFC 6350, 3.4: these four must not stand bare in a value.
std::string vcard_text(std::string_view text)
{
    std::string escaped;
    for (const char c : text) {
        if (c == '\n')
            escaped += "\\n";
        else if (c == '\\' || c == ',' || c == ';')
            escaped += std::string("\\") + c;
        else
            escaped += c;
    }
    return escaped;
}

std::string vcards_of(const Context& context, const Chosen& chosen)
{
    std::string cards;
    for (const auto& organisation : chosen.organisations) {
        const auto& entry = organisation.entry;
        const auto line = [&](std::string_view name, std::string_view text) {
            if (!text.empty())
                cards += fmt::format("{}:{}\r\n", name, vcard_text(text));
        };
        cards += "BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:org\r\n";
        line("FN", entry.name);
        line("ORG", entry.name);
        line("NICKNAME", entry.short_name);
        line("TEL", entry.phone.seen_by(accounts::anybody()));
        line("EMAIL", entry.email.seen_by(accounts::anybody()));
        if (const auto url = html::Url::foreign(entry.web))
            cards += fmt::format("URL:{}\r\n", url->text());
        if (!entry.street.empty() || !entry.town.empty())
            cards += fmt::format("ADR:;;{};{};;{};\r\n", vcard_text(entry.street), vcard_text(entry.town),
                                 vcard_text(entry.postal_code));
        line("NOTE", entry.purpose);
        cards += fmt::format("SOURCE:{}\r\nEND:VCARD\r\n",
                             context.absolute_url(organisations::path_of(entry.kind, organisation.slug)));
    }
    return cards;
}

struct Format
{
    std::string_view ending;
    std::string_view content_type;
    Result<std::string> (*write)(const Context&, Directory, const Chosen&);
};

constexpr Format formats[] = {
    {"csv", "text/csv; charset=utf-8",
     [](const Context& context, Directory directory, const Chosen& chosen) -> Result<std::string> {
         return sheet::write_csv(sheet_of(context, directory, chosen));
     }},
    {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
     [](const Context& context, Directory directory, const Chosen& chosen) {
         return sheet::write_xlsx(sheet_of(context, directory, chosen));
     }},
    {"ods", "application/vnd.oasis.opendocument.spreadsheet",
     [](const Context& context, Directory directory, const Chosen& chosen) {
         return sheet::write_ods(sheet_of(context, directory, chosen));
     }},
    {"pdf", "application/pdf", pdf_of},
    {"vcf", "text/vcard; charset=utf-8",
     [](const Context& context, Directory, const Chosen& chosen) -> Result<std::string> {
         return vcards_of(context, chosen);
     }},
};

Result<http::Response> send(Context& context, Directory directory, const Format& format)
{
    auto bytes = TRY(format.write(context, directory, read_chosen(context, directory)));
    return web::download(std::move(bytes), format.content_type,
                         fmt::format("{}{}.{}", context.network.slug,
                                     fmt::join(split(organisations::path_of(directory), '/'), "-"),
                                     format.ending));
}

} // namespace

void add_exports(web::Site& site)
{
    for (const auto directory : directories)
        for (const auto& format : formats)
            site.get(fmt::format("{}/liste.{}", organisations::path_of(directory), format.ending),
                     web::Access::everyone(),
                     [directory, &format](Context& context) { return send(context, directory, format); });
}

} // namespace dorfnetz::directory
