#include "features/decisions/decisions_pages.hpp"
#include "foundation/pdf/pdf.hpp"
#include "foundation/sheet/write.hpp"

#include <fmt/format.h>

// The register to take along, with the filters of its address.
namespace dorfnetz::decisions {

namespace {

using web::Context;

struct Taken
{
    std::vector<Motion> motions;
    std::shared_ptr<const organisations::Register> entries;
};

Taken taken(const Context& context)
{
    return context.pool().read([&](db::Reader& reader) {
        return Taken{chosen(context, reader, asked_for(context)),
                     organisations::shared_register(context, reader)};
    });
}

sheet::Sheet sheet_of(const Context& context, const Taken& taken)
{
    sheet::Sheet sheet{.title = context.t("Beschlüsse"_de)};
    for (const auto title : {"Nummer"_de, "Tag"_de, "Worum es geht"_de, "Wortlaut"_de, "Ergebnis"_de, "Ja"_de,
                             "Nein"_de, "Enthaltungen"_de, "Abgestimmt"_de, "Mehrheit"_de, "Beantragt von"_de,
                             "Wieder anschauen"_de, "Was daraus wurde"_de})
        sheet.columns.push_back({.title = context.t(title)});
    for (const auto& motion : taken.motions) {
        sheet::Value review;
        if (motion.draft.review_on)
            review = *motion.draft.review_on;
        sheet.rows.push_back({name_of(motion), i18n::local_date(context.region(), *motion.closed_at),
                              motion.draft.title, motion.draft.wording, context.t(label(motion.outcome)),
                              static_cast<double>(motion.counts->yes), static_cast<double>(motion.counts->no),
                              static_cast<double>(motion.counts->abstained),
                              context.t(label(motion.draft.way)), context.t(label(motion.draft.majority)),
                              proposer_of(context, *taken.entries, motion), review, motion.review_result});
    }
    return sheet;
}

Result<std::string> pdf_of(const Context& context, const Taken& taken)
{
    pdf::TableDocument table{
        .properties = {.title = context.t("Beschlüsse"_de),
                       .author = context.network.name,
                       .language = std::string(i18n::code(context.language)),
                       .created = context.now(),
                       .page_text = context.t("Seite {1} von {2}"_de)},
        .subtitle = context.t("Stand: {1}"_de,
                              {i18n::format_date(context.region(), context.today(), i18n::DateStyle::plain)}),
        .columns = {{.title = context.t("Nummer"_de), .width = 1},
                    {.title = context.t("Tag"_de), .width = 1.5},
                    {.title = context.t("Wortlaut"_de), .width = 5},
                    {.title = context.t("Ergebnis"_de), .width = 2}},
        .empty_text = context.t("Keine Einträge"_de),
        .footer = context.absolute_url(register_path)};
    for (const auto& motion : taken.motions)
        table.rows.push_back({name_of(motion), day_of(context, motion),
                              motion.draft.title + ": " + motion.draft.wording,
                              result_text(context.language, motion)});
    return pdf::render_table(table);
}

struct Format
{
    std::string_view ending;
    std::string_view content_type;
    Result<std::string> (*write)(const Context&, const Taken&);
};

constexpr Format formats[] = {
    {"csv", "text/csv; charset=utf-8",
     [](const Context& context, const Taken& all) -> Result<std::string> {
         return sheet::write_csv(sheet_of(context, all));
     }},
    {"xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
     [](const Context& context, const Taken& all) { return sheet::write_xlsx(sheet_of(context, all)); }},
    {"ods", "application/vnd.oasis.opendocument.spreadsheet",
     [](const Context& context, const Taken& all) { return sheet::write_ods(sheet_of(context, all)); }},
    {"pdf", "application/pdf", pdf_of},
};

} // namespace

void add_exports(web::Site& site)
{
    for (const auto& format : formats)
        site.get(fmt::format("{}/liste.{}", register_path, format.ending), web::Access::everyone(),
                 [format](Context& context) -> Result<http::Response> {
                     auto bytes = TRY(format.write(context, taken(context)));
                     return web::download(
                         std::move(bytes), format.content_type,
                         fmt::format("{}-beschluesse.{}", context.network.slug, format.ending));
                 });
}

} // namespace dorfnetz::decisions
