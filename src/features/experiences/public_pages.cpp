#include "features/experiences/experiences_pages.hpp"
#include "features/experiences/files.hpp"
#include "features/pictures/files_api.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/search/folding.hpp"
#include "foundation/web/share.hpp"

#include <algorithm>
#include <fmt/format.h>

// What everybody reads.
namespace dorfnetz::experiences {

namespace {

using organisations::Register;
using web::Context;

constexpr std::string_view foreign_pattern = "/erfahrungen/andere/{network}/{slug}";
constexpr std::string_view file_end = "/vorlagen/{vorlage}";

std::string foreign_path(const std::string& network_slug, const Experience& experience)
{
    return fmt::format("{}/andere/{}/{}", list_path, http::percent_encode(network_slug), experience.slug);
}

// Every word stands somewhere in it. There are dozens of them at most, so that reading them is quick.
bool fits(const Experience& experience, const std::vector<std::string>& words, std::string_view field)
{
    const auto& draft = experience.draft;
    if (!field.empty() && std::ranges::find(draft.fields, field) == draft.fields.end())
        return false;
    const auto text = search::fold(
        join({draft.title, draft.summary, draft.what, draft.costs, draft.helpers, draft.pitfalls}, " "));
    return std::ranges::all_of(words,
                               [&](const std::string& word) { return text.find(word) != std::string::npos; });
}

void show_fields(html::Values& row, const Context& context, const Experience& experience)
{
    for (const auto& field : experience.draft.fields)
        row.add("FIELD").set("FIELD_TEXT", vocabularies::label("fields", field, context.language));
}

void show_filter(html::Page& page, const Context& context, const std::vector<Experience>& all)
{
    page.set("LIST_URL", context.url(list_path))
        .set("Q", context.query.text("q"))
        .set("SEARCH_ICON", web::icon("search"))
        .set("FEED_URL", context.url("/erfahrungen.atom"))
        .set("FEED_ICON", web::icon("feed"))
        .set("JSON_URL", context.url("/erfahrungen.json"));
    for (const auto& entry : vocabularies::entries("fields"))
        if (std::ranges::any_of(all, [&](const Experience& experience) {
                return std::ranges::find(experience.draft.fields, entry.key) != experience.draft.fields.end();
            }))
            page.add("FIELD_OPTION")
                .set("VALUE", entry.key)
                .set("LABEL", entry.label(context.language))
                .show_if(context.query.text("feld") == entry.key, "CHOSEN");
}

// Who tells it in another network; nothing if it is not meant for this one, or nobody may see its club there.
std::optional<std::string> teller_elsewhere(db::Reader& reader, const NetworkId& network,
                                            const Experience& experience)
{
    const auto who = organisations::organisation_by_id(reader, network, experience.draft.organisation);
    if (!experience.draft.shared || experience.status != Status::published || !who || !who->is_public())
        return std::nullopt;
    return who->entry.name;
}

bool show_others(html::Page& page, const Context& context, db::Reader& reader,
                 const std::vector<std::string>& words, std::string_view field)
{
    std::optional<html::Values> list;
    for (const auto& shared : shared_by_others(reader, context.network.id)) {
        const auto network = web::network_by_id(reader, shared.network);
        if (!network || !fits(shared.experience, words, field) ||
            !teller_elsewhere(reader, shared.network, shared.experience))
            continue;
        if (!list)
            list = page.add("OTHERS");
        list->add("OTHER")
            .set("TITLE", shared.experience.draft.title)
            .set("SUMMARY", shared.experience.draft.summary)
            .set("NETWORK", network->name)
            .set("ITEM_URL", context.url(foreign_path(network->slug, shared.experience)));
    }
    return list.has_value();
}

Result<http::Response> show_list(Context& context)
{
    html::Page page;
    const auto words = split_list(search::fold(truncate(context.query.text("q"), 200)), " ");
    const auto field = context.query.text("feld");
    context.pool().read([&](db::Reader& reader) {
        const auto entries = organisations::shared_register(context, reader);
        auto all = published(reader, context.network.id);
        std::erase_if(all, [&](const Experience& experience) { return !is_public(*entries, experience); });
        show_filter(page, context, all);
        bool any = false;
        for (const auto& experience : all) {
            if (!fits(experience, words, field))
                continue;
            any = true;
            auto row = page.add("ITEM");
            row.set("TITLE", experience.draft.title)
                .set("SUMMARY", experience.draft.summary)
                .set("ITEM_URL", context.url(path_of(experience)))
                .set("WHO", entries->entry(experience.draft.organisation)->name)
                .show_if(
                    organisations::needs_example_tag(experience.draft.is_example, experience.draft.title),
                    "EXAMPLE");
            show_fields(row, context, experience);
        }
        any |= show_others(page, context, reader, words, field);
        page.show_if(!any, "NOTHING");
    });
    if (web::Access::entry_editors().allows(context.actor))
        page.add("EDITOR").set("NEW_URL", context.url(new_path)).set("DESK_URL", context.url(desk_path));
    return web::page(
        context,
        {.title = context.t("Erfahrungen"_de),
         .description = context.t("Was Vereine und Dörfer gemacht haben und wie: zum Nachmachen."_de),
         .crumbs = {{context.t("Start"_de), "/"}},
         .index = context.request.query.empty(),
         .feed = "/erfahrungen.atom"},
        context.render("experience_list", page));
}

// Files, and lines such as "Checkliste: https://example.org/liste.pdf". `path` is that of the page.
void show_templates(html::Page& page, const Context& context, const std::vector<TemplateFile>& files,
                    const std::string& templates, const std::string& path)
{
    const auto lines = split_list(templates, "\n");
    if (lines.empty() && files.empty())
        return;
    auto list = page.add("TEMPLATES");
    for (const auto& file : files)
        list.add("TEMPLATE").add("SHOWN").set("SHOWN_FILE", draw_template(context, path, file));
    for (const auto& line : lines) {
        auto row = list.add("TEMPLATE");
        const auto begin = line.find_last_of(" \t");
        const auto address = line.substr(begin == std::string::npos ? 0 : begin + 1);
        const auto url = html::Url::foreign(address);
        if (!url || (!address.starts_with("http") && !address.starts_with("www."))) {
            row.add("PLAIN").set("LABEL", line);
            continue;
        }
        auto label = std::string(trim(line.substr(0, line.size() - address.size())));
        if (label.ends_with(':'))
            label.pop_back();
        row.add("LINK").set("TEMPLATE_URL", *url).set("LABEL", label.empty() ? address : label);
    }
}

void show_experience(html::Page& page, const Context& context, const Experience& experience,
                     const std::vector<TemplateFile>& files, const std::string& path)
{
    const auto& draft = experience.draft;
    const auto fact = [&](German label, const std::string& text) {
        if (!text.empty())
            page.add("FACT").set("LABEL", context.t(label)).set("TEXT", text);
    };
    page.set("TITLE", draft.title)
        .set("WHAT", html::markdown(draft.what))
        .show_if(experience.status == Status::draft, "DRAFT")
        .show_if(organisations::needs_example_tag(draft.is_example, draft.title), "EXAMPLE");
    if (!draft.summary.empty())
        page.add("SUMMARY").set("SUMMARY_TEXT", draft.summary);
    if (!draft.pitfalls.empty())
        page.add("PITFALLS").set("TEXT", html::markdown(draft.pitfalls));
    show_templates(page, context, files, draft.templates, path);
    show_fields(page, context, experience);
    fact("Was es kostet"_de, draft.costs);
    fact("Wer geholfen hat"_de, draft.helpers);
    if (experience.published_at)
        fact("Aufgeschrieben"_de,
             i18n::format_date(context.region(), *experience.published_at, i18n::DateStyle::month));
}

std::vector<web::Crumb> crumbs_here(const Context& context)
{
    return {{context.t("Start"_de), "/"}, {context.t("Erfahrungen"_de), std::string(list_path)}};
}

web::Shared shared_page(const Experience& experience)
{
    return {.title = experience.draft.title, .path = path_of(experience), .lead = experience.draft.summary};
}

struct Visible
{
    Experience experience;
    std::shared_ptr<const Register> entries;
    bool is_own = false;
};

Result<Visible> visible(const Context& context, db::Reader& reader)
{
    auto experience = experience_by_slug(reader, context.network.id, context.parameter("slug"));
    auto entries = organisations::shared_register(context, reader);
    if (!experience)
        return Error{.kind = Err::missing};
    const bool is_own = may_edit(context, *entries, experience->draft.organisation);
    if (!is_public(*entries, *experience) && !is_own)
        return Error{.kind = Err::missing};
    return Visible{*std::move(experience), std::move(entries), is_own};
}

Result<http::Response> show_page(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto [experience, entries, is_own] = TRY(visible(context, reader));
        const auto* who = entries->entry(experience.draft.organisation);
        html::Page page;
        show_experience(page, context, experience, files_of(reader, context.network.id, experience.id),
                        path_of(experience));
        page.set("LINEAGE", lineage::draw(context, reader, lineage_record(experience.id)))
            .set("SHARE", web::share_row(context, shared_page(experience)))
            .show("OWN_HINT");
        page.add("OWN")
            .set("WHO", who->name)
            .set("WHO_URL", context.url(organisations::path_of(who->kind, who->slug)));
        if (is_own)
            page.add("EDIT")
                .set("EDIT_URL", context.url(edit_path(experience.id)))
                .set("EDIT_ICON", web::icon("edit"));
        return web::page(context,
                         {.title = experience.draft.title,
                          .description = experience.draft.summary,
                          .crumbs = crumbs_here(context),
                          .index = experience.status == Status::published},
                         context.render("experience_page", page));
    });
}

Result<http::Response> show_poster(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto found = TRY(visible(context, reader));
        return web::poster_page(context, shared_page(found.experience), crumbs_here(context));
    });
}

Result<http::Response> send_file_of(const Context& context, db::Reader& reader, const NetworkId& network,
                                    const Experience& experience)
{
    const auto file = file_by_id(reader, network, FileId{context.parameter("vorlage")});
    if (!file || file->experience != experience.id)
        return Error{.kind = Err::missing};
    return pictures::send_stored_file(content_of(reader, network, file->id), file->content_type,
                                      file->file_name);
}

Result<http::Response> send_file(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto found = TRY(visible(context, reader));
        return send_file_of(context, reader, context.network.id, found.experience);
    });
}

// What another network shares on purpose; everything else of it does not exist here.
struct Foreign
{
    web::Network network;
    Experience experience;
    std::string teller;
};

Result<Foreign> foreign(const Context& context, db::Reader& reader)
{
    auto network = web::network_by_slug(reader, context.parameter("network"));
    auto experience = network && network->id != context.network.id
                          ? experience_by_slug(reader, network->id, context.parameter("slug"))
                          : std::nullopt;
    auto teller = experience ? teller_elsewhere(reader, network->id, *experience) : std::nullopt;
    if (!teller)
        return Error{.kind = Err::missing};
    return Foreign{*std::move(network), *std::move(experience), *std::move(teller)};
}

Result<http::Response> show_foreign(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto [network, experience, teller] = TRY(foreign(context, reader));
        html::Page page;
        show_experience(page, context, experience, files_of(reader, network.id, experience.id),
                        foreign_path(network.slug, experience));
        page.set("LINEAGE", html::Safe()).set("SHARE", html::Safe());
        page.add("FOREIGN").set("WHO", teller).set("NETWORK", network.name);
        return web::page(context,
                         {.title = experience.draft.title,
                          .description = experience.draft.summary,
                          .crumbs = crumbs_here(context),
                          .index = false},
                         context.render("experience_page", page));
    });
}

Result<http::Response> send_foreign_file(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto found = TRY(foreign(context, reader));
        return send_file_of(context, reader, found.network.id, found.experience);
    });
}

} // namespace

void add_public_pages(web::Site& site)
{
    // What another network takes back vanishes at once; its change does not make this one's cached pages
    // stale.
    site.get(std::string(list_path), web::Access::everyone(), show_list);
    site.get(std::string(foreign_pattern), web::Access::everyone(), show_foreign);
    site.get(std::string(foreign_pattern) + std::string(file_end), web::Access::everyone(),
             send_foreign_file);
    const auto examples = [](std::string_view end) {
        return [end](db::Reader& reader, const web::Network& network) {
            std::vector<std::string> paths;
            for (const auto& experience : published(reader, network.id))
                if (paths.empty())
                    paths.push_back(path_of(experience) + std::string(end));
            return paths;
        };
    };
    const auto pattern = std::string(list_path) + "/{slug}";
    site.page(pattern, show_page, examples(""));
    site.get(pattern + std::string(file_end), web::Access::everyone(), send_file);
    site.page(pattern + std::string(web::poster_end), show_poster, examples(web::poster_end));
}

} // namespace dorfnetz::experiences
