#include "foundation/web/compress.hpp"

#include "foundation/core/text.hpp"

#include <brotli/encode.h>
#include <stdexcept>
#include <zlib.h>

namespace dorfnetz::web {

std::string brotli(std::string_view text, int quality)
{
    std::size_t size = BrotliEncoderMaxCompressedSize(text.size());
    std::string result(size, '\0');
    if (BrotliEncoderCompress(quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, text.size(),
                              reinterpret_cast<const std::uint8_t*>(text.data()), &size,
                              reinterpret_cast<std::uint8_t*>(result.data())) == BROTLI_FALSE)
        throw std::runtime_error("brotli failed");
    result.resize(size);
    result.shrink_to_fit();
    return result;
}

std::string gzip(std::string_view text, int quality)
{
    z_stream stream{};
    constexpr int gzip_window = 15 + 16;
    if (deflateInit2(&stream, quality, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::runtime_error("gzip failed");
    std::string result(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(result.data());
    stream.avail_out = static_cast<uInt>(result.size());
    const int state = deflate(&stream, Z_FINISH);
    result.resize(stream.total_out);
    deflateEnd(&stream);
    if (state != Z_STREAM_END)
        throw std::runtime_error("gzip failed");
    result.shrink_to_fit();
    return result;
}

bool accepts(const http::Request& request, std::string_view coding)
{
    for (const auto part : split(request.headers.find("accept-encoding"), ',')) {
        const auto name = trim(part.substr(0, part.find(';')));
        if (name == coding && part.find("q=0") == std::string_view::npos)
            return true;
    }
    return false;
}

} // namespace dorfnetz::web
