#include "features/pictures/feature.hpp"

#include "accounts/desk.hpp"
#include "features/pictures/files_api.hpp"
#include "features/pictures/pages.hpp"
#include "features/pictures/pictures_store.hpp"
#include "foundation/web/page.hpp"

#include <charconv>
#include <fmt/format.h>

namespace dorfnetz::pictures {

namespace {

using web::Context;

std::optional<std::int64_t> width_from(std::string_view text)
{
    std::int64_t width = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), width);
    const bool known = width == 400 || width == 800 || width == 1600;
    if (read.ec != std::errc() || read.ptr != text.data() + text.size() || !known)
        return std::nullopt;
    return width;
}

// The address comes from the content, so browsers keep the picture for ever.
Result<http::Response> show_picture(Context& context)
{
    const auto width = width_from(context.parameter("width"));
    if (!width)
        return Error{.kind = Err::missing};
    const bool webp = context.request.headers.find("accept").find("image/webp") != std::string_view::npos;
    auto file = context.pool().read([&](db::Reader& reader) {
        return file_of(reader, context.network.id, context.parameter("key"), *width,
                       webp ? Format::webp : Format::jpeg);
    });
    if (!file || (file->is_hidden && !web::Access::entry_editors().allows(context.actor)))
        return Error{.kind = Err::missing};
    auto response = http::text_response(200, std::move(file->content), "image/" + file->format);
    response.headers.set("Cache-Control",
                         file->is_hidden ? "no-store" : "public, max-age=31536000, immutable");
    response.headers.set("Vary", "Accept");
    return response;
}

Result<http::Response> send_download(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto found = download_by_key(reader, context.network.id, context.parameter("key"));
        if (!found)
            return Error{.kind = Err::missing};
        auto content = content_of(reader, context.network.id, found->key);
        const auto kind = TRY(kind_of_file(content));
        return web::download(std::move(content), kind.media_type, found->file_name);
    });
}

std::vector<std::string> picture_paths(db::Reader& reader, const web::Network& network)
{
    std::vector<std::string> paths;
    for (const auto& picture : pictures_of(reader, network.id, collection))
        paths.push_back(fmt::format("/bilder/{}/800", picture.key));
    return paths;
}

std::vector<std::string> download_paths(db::Reader& reader, const web::Network& network)
{
    std::vector<std::string> paths;
    for (const auto& file : all_downloads(reader, network.id))
        paths.push_back("/dateien/" + file.key);
    return paths;
}

} // namespace

void register_feature(web::Site& site)
{
    site.get("/bilder/{key}/{width}", web::Access::everyone(), show_picture, picture_paths);
    site.get("/dateien/{key}", web::Access::everyone(), send_download, download_paths);
    register_picture_editing(site);
    register_download_editing(site);

    using Where = web::NavigationEntry::Where;
    site.add(web::NavigationEntry{Where::desk, 620, "/redaktion/bilder", "Bilder"_de,
                                  web::Access::coordinator(), accounts::desk_group::public_site});
    site.add(web::NavigationEntry{Where::desk, 630, "/redaktion/dateien", "Dateien"_de,
                                  web::Access::coordinator(), accounts::desk_group::public_site});
}

} // namespace dorfnetz::pictures
