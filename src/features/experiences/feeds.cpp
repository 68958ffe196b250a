#include "features/experiences/experiences_pages.hpp"
#include "features/experiences/files.hpp"
#include "foundation/web/atom.hpp"

#include <fmt/format.h>

// What is meant for other networks, for their programs to fetch.
namespace dorfnetz::experiences {

namespace {

using web::Context;
using web::xml;

std::vector<Experience> shared_ones(const Context& context, db::Reader& reader)
{
    auto all = published(reader, context.network.id);
    const auto entries = organisations::shared_register(context, reader);
    std::erase_if(all, [&](const Experience& experience) {
        return !experience.draft.shared || !is_public(*entries, experience);
    });
    return all;
}

Result<http::Response> show_atom(Context& context)
{
    std::string text;
    Timestamp updated{};
    context.pool().read([&](db::Reader& reader) {
        for (const auto& experience : shared_ones(context, reader)) {
            updated = std::max(updated, experience.updated_at);
            text += fmt::format(
                "<entry><id>urn:uuid:{}</id><title>{}</title><link href=\"{}\"/><updated>{}</updated>"
                "<summary>{}</summary></entry>\n",
                xml(experience.id.text()), xml(experience.draft.title),
                xml(context.absolute_url(path_of(experience))), to_iso(experience.updated_at),
                xml(experience.draft.summary));
        }
    });
    return web::atom_response(context, {.title = context.t("Erfahrungen: {1}"_de, {context.network.name}),
                                        .path = "/erfahrungen.atom",
                                        .page_path = std::string(list_path),
                                        .updated = updated,
                                        .entries = std::move(text)});
}

std::string json_of(const Context& context, const organisations::Register& entries,
                    const Experience& experience, const std::vector<TemplateFile>& files)
{
    const auto& draft = experience.draft;
    std::string fields;
    for (const auto& field : draft.fields)
        fields += (fields.empty() ? "" : ",") + html::json_text(field);
    std::string listed;
    for (const auto& file : files)
        listed += fmt::format(R"({}{{"title":{},"url":{}}})", listed.empty() ? "" : ",",
                              html::json_text(file.title),
                              html::json_text(context.absolute_url(path_of(path_of(experience), file))));
    return fmt::format(
        R"({{"title":{},"url":{},"summary":{},"what":{},"costs":{},"helpers":{},"pitfalls":{},)"
        R"("templates":{},"files":[{}],"fields":[{}],"organisation":{},"updated":"{}"}})",
        html::json_text(draft.title), html::json_text(context.absolute_url(path_of(experience))),
        html::json_text(draft.summary), html::json_text(draft.what), html::json_text(draft.costs),
        html::json_text(draft.helpers), html::json_text(draft.pitfalls), html::json_text(draft.templates),
        listed, fields, html::json_text(entries.entry(draft.organisation)->name),
        to_iso(experience.updated_at));
}

// Public, the same for everybody, and without a word about who asks: any page may read it.
Result<http::Response> show_json(Context& context)
{
    std::string list;
    context.pool().read([&](db::Reader& reader) {
        const auto entries = organisations::shared_register(context, reader);
        for (const auto& experience : shared_ones(context, reader))
            list += (list.empty() ? "" : ",") + json_of(context, *entries, experience,
                                                        files_of(reader, context.network.id, experience.id));
    });
    auto response = web::download(
        fmt::format(R"({{"network":{},"experiences":[{}]}})", html::json_text(context.network.name), list),
        "application/json; charset=utf-8", "erfahrungen.json");
    response.headers.set("Access-Control-Allow-Origin", "*");
    return response;
}

} // namespace

void add_feeds(web::Site& site)
{
    site.page("/erfahrungen.atom", show_atom);
    site.page("/erfahrungen.json", show_json);
}

} // namespace dorfnetz::experiences
