#include "features/transfer/export_pages.hpp"

#include "features/transfer/api.hpp"
#include "features/villages/api.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/web/page.hpp"

namespace dorfnetz::transfer {

namespace {

struct FormatWord
{
    Format format;
    German word;
};

constexpr FormatWord format_words[] = {{Format::csv, "CSV"_de},
                                       {Format::xlsx, "Excel"_de},
                                       {Format::ods, "LibreOffice"_de},
                                       {Format::pdf, "PDF"_de},
                                       {Format::vcf, "Adressbuch (vCard)"_de},
                                       {Format::json, "JSON"_de}};

struct Option
{
    std::string value;
    std::string word;
};

std::vector<Option> options_of(const web::Context& context, std::string_view list)
{
    std::vector<Option> options;
    for (const auto& entry : vocabularies::entries(list))
        options.push_back({entry.key, entry.label(context.language)});
    return options;
}

enum class Everything { can_be_chosen, cannot };

void draw_select(html::Values& list, const std::string& id, std::string_view name, const std::string& label,
                 const std::vector<Option>& options, Everything everything = Everything::can_be_chosen)
{
    auto select = list.add("SELECT");
    select.set("SELECT_ID", id)
        .set("SELECT_NAME", name)
        .set("SELECT_LABEL", label)
        .show_if(everything == Everything::can_be_chosen, "EVERYTHING");
    for (const auto& option : options)
        select.add("OPTION").set("VALUE", option.value).set("WORD", option.word);
}

void draw_list(const web::Context& context, html::Page& page, Target target,
               const std::vector<Option>& villages)
{
    const bool of_people = target == Target::people;
    const std::string id(to_text(target));
    auto list = page.add("LIST");
    list.set("HEADING", context.t(of_people ? "Engagierte"_de : "Organisationen"_de))
        .set("ACTION_URL", context.url("/redaktion/export/" + id))
        .show_if(of_people, "LOGGED");
    draw_select(list, id + "-dorf", "dorf", context.t("Dorf"_de), villages);
    draw_select(list, id + "-feld", "feld", context.t("Einsatzfeld"_de), options_of(context, "fields"));
    if (!of_people)
        draw_select(list, id + "-art", "art", context.t("Art"_de), options_of(context, "kinds"));
    if (of_people)
        draw_select(list, id + "-gesperrt", "gesperrt", context.t("Einwilligung"_de),
                    {{"nein", context.t("liegt vor"_de)}, {"ja", context.t("fehlt (gesperrt)"_de)}},
                    Everything::cannot);
    for (const auto& [format, word] : format_words)
        list.add("FORMAT").set("FORMAT_VALUE", to_text(format)).set("FORMAT_NAME", context.t(word));
}

} // namespace

Result<http::Response> show_exports(web::Context& context)
{
    std::vector<Option> villages;
    for (const auto& village : context.pool().read(
             [&](db::Reader& reader) { return villages::villages_of(reader, context.network.id); }))
        villages.push_back({village.slug, village.name});
    html::Page page;
    draw_list(context, page, Target::organisations, villages);
    draw_list(context, page, Target::people, villages);
    return web::page(context,
                     {.title = context.t("Listen mitnehmen"_de),
                      .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"}},
                      .index = false},
                     context.render("export_show", page));
}

Result<http::Response> download_export(web::Context& context)
{
    const auto target = target_from_text(context.parameter("liste"));
    const auto asked = context.query.text("als");
    const auto format = asked.empty() ? std::optional(Format::csv) : format_from_text(asked);
    if (!target || !format)
        return Error{.kind = Err::missing};
    const ExportFilter filter{.village = std::string(context.query.text("dorf")),
                              .kind = std::string(context.query.text("art")),
                              .status = std::string(context.query.text("stand")),
                              .field = std::string(context.query.text("feld")),
                              .locked = context.query.text("gesperrt") == "ja"};
    auto file =
        TRY(export_table(context.environment, context.network, *target, *format, filter, context.actor.user));
    const std::string name = *target == Target::people ? "engagierte" : "organisationen";
    return web::download(std::move(file), content_type_of(*format),
                         name + '.' + std::string(to_text(*format)));
}

} // namespace dorfnetz::transfer
