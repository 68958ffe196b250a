#include "foundation/web/asset_files.hpp"

#include "foundation/web/conditional.hpp"

#include "embedded/assets.hpp"
#include "foundation/web/compress.hpp"

#include <array>
#include <fmt/format.h>

namespace dorfnetz::web {

namespace {

std::string_view media_type(std::string_view path)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> types{{
        {".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".woff2", "font/woff2"},
    }};
    for (const auto& [ending, type] : types)
        if (path.ends_with(ending))
            return type;
    return "application/octet-stream";
}

// "css/site.0123456789abcdef.css" → "css/site.css" and the hash; without a hash as it is.
std::pair<std::string, std::string_view> asset_of(std::string_view path)
{
    const auto dot = path.rfind('.');
    const auto before = dot == std::string_view::npos ? dot : path.rfind('.', dot - 1);
    if (before == std::string_view::npos || dot - before != 17)
        return {std::string(path), {}};
    return {std::string(path.substr(0, before)) + std::string(path.substr(dot)), path.substr(before + 1, 16)};
}

} // namespace

http::Response serve_asset(const http::Request& request, std::string_view path)
{
    const auto [name, hash] = asset_of(path);
    const auto* file = embedded::assets::find(name);
    if (file == nullptr || (!hash.empty() && hash != file->hash))
        return http::text_response(404, "Not found\n");
    http::Response response;
    response.headers.set("Content-Type", std::string(media_type(name)));
    response.headers.set("Cache-Control",
                         hash.empty() ? "public, max-age=86400" : "public, max-age=31536000, immutable");
    const bool is_font = name.ends_with(".woff2") || name.ends_with(".png");
    const auto etag = fmt::format("\"{}\"", file->hash);
    response.headers.set("ETag", etag);
    response.headers.set("Vary", "Accept-Encoding");
    if (is_known(request, etag)) {
        response.status = 304;
        return response;
    }
    response.static_body = file->data.view;
    if (!is_font && accepts(request, "br")) {
        response.static_body = file->brotli.view;
        response.headers.set("Content-Encoding", "br");
    } else if (!is_font && accepts(request, "gzip")) {
        response.static_body = file->gzip.view;
        response.headers.set("Content-Encoding", "gzip");
    }
    return response;
}

} // namespace dorfnetz::web
