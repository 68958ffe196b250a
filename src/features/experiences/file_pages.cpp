#include "features/experiences/experiences_pages.hpp"
#include "features/experiences/files.hpp"
#include "features/pictures/files_api.hpp"
#include "foundation/web/sent_back.hpp"

#include <fmt/format.h>

// Bringing files as templates.
namespace dorfnetz::experiences {

namespace {

using web::Context;
using web::Field;
using web::SentBack;

constexpr std::string_view files_pattern = "/redaktion/erfahrungen/{id}/vorlagen";
constexpr std::string_view remove_file_pattern = "/redaktion/erfahrungen/{id}/vorlagen/{vorlage}/loeschen";

std::vector<Field> file_fields(const Context& context)
{
    return {pictures::file_field(context, pictures::Photos::taken),
            {.name = "titel",
             .label = context.t("Wie heißt sie?"_de),
             .required = true,
             .help = context.t("Zum Beispiel: Pflanzplan"_de),
             .longest = 120}};
}

http::Response files_page(const Context& context, const Experience& experience, const SentBack& form)
{
    const auto path = files_path(experience.id);
    const auto files = context.pool().read(
        [&](db::Reader& reader) { return files_of(reader, context.network.id, experience.id); });
    html::Page page;
    page.set("LEAD", experience.draft.title).show_if(files.empty(), "NOTHING");
    show_refused(page, context, form.refused);
    for (const auto& file : files)
        page.add("FILE")
            .set("SHOWN", draw_template(context, path_of(experience), file))
            .set("TITLE", file.title)
            .set("BUTTON",
                 web::draw_button(context, {.action = fmt::format("{}/{}/loeschen", path, file.id.text()),
                                            .pattern = std::string(remove_file_pattern),
                                            .submit = context.t("Ja, Datei löschen"_de),
                                            .danger = true}));
    page.set("FORM", web::draw_form(context,
                                    {.action = path,
                                     .pattern = std::string(files_pattern),
                                     .submit = context.t("Hochladen"_de),
                                     .cancel = edit_path(experience.id)},
                                    file_fields(context), form.values, form.errors));
    auto crumbs = desk_crumbs(context);
    crumbs.push_back({experience.draft.title, edit_path(experience.id)});
    return web::page(context,
                     {.title = context.t("Vorlagen"_de), .crumbs = std::move(crumbs), .index = false},
                     context.render("experience_files", page), status_of(form));
}

Result<Experience> experience_to_edit(const Context& context)
{
    return context.pool().read([&](db::Reader& reader) { return editable(context, reader); });
}

Result<http::Response> show_files(Context& context)
{
    return files_page(context, TRY(experience_to_edit(context)), {});
}

Result<http::Response> post_file(Context& context)
{
    const auto experience = TRY(experience_to_edit(context));
    auto sent = web::read_form(context, file_fields(context));
    const auto file = pictures::sent_file(context, sent.errors, pictures::Photos::taken);
    if (!sent.ok())
        return files_page(context, experience, {.values = sent.values, .errors = sent.errors});
    const auto added = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        TRY(editable(context, tx));
        return add_file(tx, context.network.id,
                        {.experience = experience.id,
                         .title = sent.values.text("titel"),
                         .file_name = file->name,
                         .content_type = std::string(file->kind.media_type)},
                        file->content, organisations::author_of(context));
    });
    if (added)
        return web::redirect_with_notice(context, files_path(experience.id), "Die Datei ist da."_de);
    if (added.error().kind == Err::missing)
        return added.error();
    return files_page(context, experience, web::sent_back(sent.values, added.error()));
}

Result<http::Response> post_remove_file(Context& context)
{
    const FileId id{context.parameter("vorlage")};
    const auto removed = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<ExperienceId> {
        const auto experience = TRY(editable(context, tx));
        const auto file = file_by_id(tx, context.network.id, id);
        if (!file || file->experience != experience.id || !remove_file(tx, context.network.id, id))
            return Error{.kind = Err::missing};
        return experience.id;
    });
    if (!removed)
        return removed.error();
    return web::redirect_with_notice(context, files_path(*removed), "Die Datei ist gelöscht."_de);
}

} // namespace

std::string files_path(const ExperienceId& id)
{
    return edit_path(id) + "/vorlagen";
}

void add_file_pages(web::Site& site)
{
    const auto editors = web::Access::entry_editors();
    site.get(std::string(files_pattern), editors, show_files,
             [](db::Reader& reader, const web::Network& network) {
                 std::vector<std::string> paths;
                 for (const auto& experience : published(reader, network.id))
                     if (paths.empty())
                         paths.push_back(files_path(experience.id));
                 return paths;
             });
    site.post(std::string(files_pattern), editors, post_file, pictures::photo_upload_limit);
    site.post(std::string(remove_file_pattern), editors, post_remove_file);
}

} // namespace dorfnetz::experiences
