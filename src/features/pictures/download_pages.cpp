#include "features/pictures/pages.hpp"

#include "features/pictures/files_api.hpp"
#include "features/pictures/pictures_store.hpp"
#include "foundation/core/text.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/page.hpp"

#include <fmt/format.h>

namespace dorfnetz::pictures {

namespace {

using web::Context;
using web::Field;
using web::FormValues;
using web::Input;

constexpr std::size_t file_key_length = 24;

std::vector<Field> download_fields(const Context& context)
{
    return {file_field(context),
            {.name = "titel_de", .label = context.t("Titel"_de), .required = true},
            {.name = "titel_en", .label = context.t("Titel auf Englisch"_de)}};
}

std::string about(const Context& context, const Download& file)
{
    const auto kilobytes = std::max<std::int64_t>(1, file.size / 1024);
    return context.t("{1}, {2} KB"_de, {file.file_name, i18n::format_number(context.language, kilobytes)});
}

http::Response downloads_page(const Context& context, const FormValues& values,
                              const std::vector<FieldError>& errors, int status = 200)
{
    const auto files =
        context.pool().read([&](db::Reader& reader) { return all_downloads(reader, context.network.id); });
    html::Page page;
    page.set("FORM",
             web::draw_form(context, {.action = "/redaktion/dateien", .submit = context.t("Hochladen"_de)},
                            download_fields(context), values, errors));
    if (files.empty())
        page.show("NOTHING");
    else {
        auto list = page.add("LIST");
        for (const auto& file : files)
            list.add("ITEM")
                .set("FILE_URL", html::Url::own("/dateien/" + file.key))
                .set("TITLE", file.title_de)
                .set("ABOUT", about(context, file))
                .set("MARKDOWN", fmt::format("[{}](/dateien/{})", file.title_de, file.key))
                .set("DELETE",
                     web::draw_button(context, {.action = "/redaktion/dateien/" + file.key + "/loeschen",
                                                .pattern = "/redaktion/dateien/{key}/loeschen",
                                                .submit = context.t("Ja, Datei löschen"_de),
                                                .danger = true}));
    }
    return web::page(context,
                     {.title = context.t("Dateien"_de),
                      .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"}},
                      .index = false},
                     context.render("download_list", page), status);
}

Result<http::Response> show_downloads(Context& context)
{
    return downloads_page(context, {}, {});
}

Result<http::Response> upload_file(Context& context)
{
    auto sent = web::read_form(context, download_fields(context));
    const auto file = sent_file(context, sent.errors);
    if (!sent.ok())
        return downloads_page(context, sent.values, sent.errors, web::status_of(Err::invalid));
    const Download added{
        .key = web::keyed_hash(context.environment, "download", file->content).substr(0, file_key_length),
        .file_name = file->name,
        .kind = std::string(file->kind.name),
        .title_de = sent.values.text("titel_de"),
        .title_en = sent.values.text("titel_en"),
        .size = static_cast<std::int64_t>(file->content.size())};
    TRY(context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        insert_download(tx, context.network.id, added, file->content, context.actor.user.text(),
                        context.now());
        return Done{};
    }));
    return web::redirect_with_notice(context, "/redaktion/dateien", "Die Datei ist da."_de);
}

Result<http::Response> remove_file(Context& context)
{
    TRY(context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        if (!delete_download(tx, context.network.id, context.parameter("key"), context.now()))
            return Error{.kind = Err::missing};
        return Done{};
    }));
    return web::redirect_with_notice(context, "/redaktion/dateien", "Die Datei ist gelöscht."_de);
}

} // namespace

void register_download_editing(web::Site& site)
{
    using web::Access;
    site.get("/redaktion/dateien", Access::coordinator(), show_downloads);
    site.post("/redaktion/dateien", Access::coordinator(), upload_file, file_upload_limit);
    site.post("/redaktion/dateien/{key}/loeschen", Access::coordinator(), remove_file);
}

} // namespace dorfnetz::pictures
