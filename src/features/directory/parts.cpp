#include "features/directory/directory.hpp"

namespace dorfnetz::directory {

namespace {

using organisations::Entry;
using organisations::Kind;
using organisations::Register;
using web::Context;

constexpr std::size_t most_shown = 8;

std::vector<const Entry*> entries_of(const Register& entries, std::string_view village, Directory directory)
{
    std::vector<const Entry*> here;
    for (const auto& entry : entries.entries) {
        const bool active = std::any_of(entry.villages.begin(), entry.villages.end(),
                                        [&](const auto& id) { return id.text() == village; });
        if (entry.is_public() && active && organisations::directory_of(entry.kind) == directory)
            here.push_back(&entry);
    }
    return here;
}

html::Safe village_list(const Context& context, db::Reader& reader, std::string_view village,
                        Directory directory, German heading)
{
    const auto entries = organisations::shared_register(context, reader);
    const auto* place = entries->village(organisations::VillageId{village});
    const auto here = entries_of(*entries, village, directory);
    if (!place || here.empty())
        return {};
    html::Page page;
    page.set("HEADING", context.t(heading))
        .set("ALL_URL", context.url(std::string(organisations::path_of(directory)) +
                                    "?dorf=" + http::percent_encode(place->slug)))
        .set("ALL_LABEL", context.t("Alle {1}"_de, {std::to_string(here.size())}))
        .set("BAND", directory == Directory::companies ? "band" : "");
    for (std::size_t i = 0; i < std::min(here.size(), most_shown); ++i)
        show_entry(page, context, *entries, *here[i]);
    return context.render("directory_village", page);
}

// The council stands beside the village's text.
html::Safe council(const Context& context, db::Reader& reader, std::string_view village)
{
    const auto entries = organisations::shared_register(context, reader);
    html::Page page;
    bool any = false;
    for (const auto* entry : entries_of(*entries, village, Directory::clubs)) {
        if (entry->kind != Kind::council)
            continue;
        any = true;
        page.add("COUNCIL")
            .set("NAME", entry->name)
            .set("COUNCIL_URL", context.url(organisations::path_of(entry->kind, entry->slug)));
    }
    return any ? context.render("directory_council", page) : html::Safe();
}

html::Safe figures(const Context& context, db::Reader& reader)
{
    const auto entries = organisations::shared_register(context, reader);
    html::Page page;
    for (const auto directory : directories) {
        const auto count =
            std::count_if(entries->entries.begin(), entries->entries.end(), [&](const Entry& entry) {
                return entry.is_public() && organisations::directory_of(entry.kind) == directory;
            });
        page.add("FIGURE")
            .set("LABEL", context.t(title_of(directory)))
            .set("NUMBER", i18n::format_number(context.language, std::int64_t{count}))
            .set("FIGURE_URL", context.url(organisations::path_of(directory)));
    }
    return context.render("directory_figures", page);
}

} // namespace

void add_parts(web::Site& site)
{
    const std::string village_page(villages::page_parts);
    site.add(web::Part{.page = village_page,
                       .order = 20,
                       .show = [](const Context& context, db::Reader& reader, std::string_view village) {
                           return village_list(context, reader, village, Directory::clubs,
                                               "Wer macht was"_de);
                       }});
    site.add(web::Part{.page = village_page,
                       .order = 30,
                       .show = [](const Context& context, db::Reader& reader, std::string_view village) {
                           return village_list(context, reader, village, Directory::companies,
                                               "Firmen, die helfen"_de);
                       }});
    site.add(web::Part{.page = std::string(villages::side_parts),
                       .order = 20,
                       .show = [](const Context& context, db::Reader& reader, std::string_view village) {
                           return council(context, reader, village);
                       }});
    site.add(web::Part{.page = std::string(villages::foot_parts),
                       .order = 10,
                       .show = [](const Context& context, db::Reader& reader, std::string_view village) {
                           return villages::draw_location(
                               context, organisations::shared_register(context, reader)->villages,
                               {organisations::VillageId{village}});
                       }});
    site.add(web::Part{.page = "figures",
                       .order = 10,
                       .show = [](const Context& context, db::Reader& reader, std::string_view) {
                           return figures(context, reader);
                       }});
}

} // namespace dorfnetz::directory
