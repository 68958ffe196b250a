#include "reader/picture_mode.hpp"

#include "foundation/foreign/refusals.hpp"

#include <array>
#include <vips/vips.h>

namespace dorfnetz::reader {

namespace {

constexpr std::array<int, 3> widths{1600, 800, 400};
constexpr int tallest = 4 * 1600; // a picture may be a narrow banner, but not a pole
constexpr int jpeg_quality = 82;
constexpr int webp_quality = 80;

struct Unreference
{
    void operator()(VipsImage* image) const { g_object_unref(image); }
};

using Image = std::unique_ptr<VipsImage, Unreference>;

Image open_image(std::string_view bytes)
{
    return Image{vips_image_new_from_buffer(bytes.data(), bytes.size(), "", "access", VIPS_ACCESS_SEQUENTIAL,
                                            "fail_on", VIPS_FAIL_ON_TRUNCATED, nullptr)};
}

// Orientations 5 to 8 of EXIF lie on their side.
bool lies_on_its_side(VipsImage* image)
{
    return vips_image_get_orientation(image) >= 5;
}

// Whether the end of the picture is there (ITU-T T.81, B.1.1): libvips 8.14 shows half a JPEG as grey below.
// What follows the end, such as the film of a "live" photograph, does not count.
bool is_complete_jpeg(std::string_view bytes)
{
    constexpr unsigned char end_of_image = 0xD9;
    constexpr unsigned char start_of_scan = 0xDA;
    const auto byte_at = [&bytes](std::size_t at) { return static_cast<unsigned char>(bytes[at]); };
    std::size_t at = 2;
    while (at + 1 < bytes.size()) {
        const auto marker = byte_at(at + 1);
        if (byte_at(at) != 0xFF || marker == 0xFF) {
            ++at;
            continue;
        }
        if (marker == end_of_image)
            return true;
        // Stuffed zeros and restart marks stand inside the scan's data; they have no length.
        if (marker == 0 || (marker >= 0xD0 && marker <= 0xD7) || marker == 1) {
            at += 2;
            continue;
        }
        if (at + 3 >= bytes.size())
            return false;
        at += 2 + std::size_t{byte_at(at + 2)} * 256 + byte_at(at + 3);
        if (marker == start_of_scan)
            while (at + 1 < bytes.size() && byte_at(at) != 0xFF)
                ++at;
    }
    return false;
}

std::size_t little_endian32(std::string_view bytes, std::size_t at)
{
    std::size_t value = 0;
    for (std::size_t i = 0; i < 4; ++i)
        value |= std::size_t{static_cast<unsigned char>(bytes[at + i])} << (8 * i);
    return value;
}

// Half a picture is shown as grey below by the library; people should rather learn that it was cut off.
bool is_complete(std::string_view bytes)
{
    if (bytes.starts_with("\xFF\xD8\xFF"))
        return is_complete_jpeg(bytes);
    if (bytes.starts_with("\x89PNG"))
        return bytes.find("IEND\xAE\x42\x60\x82") != std::string_view::npos;
    if (media::is_heic(bytes))
        return true; // libheif reads all of it or nothing
    return bytes.size() >= 12 && little_endian32(bytes, 4) + 8 <= bytes.size();
}

// Place, camera, thumbnail, comments: everything that is not pixels. The savers' own "strip" does not remove
// EXIF from WebP in libvips 8.14.
void remove_hidden_data(VipsImage* image)
{
    auto** const fields = vips_image_get_fields(image);
    for (auto** field = fields; field != nullptr && *field != nullptr; ++field)
        vips_image_remove(image, *field);
    g_strfreev(fields);
}

Image thumbnail(std::string_view bytes, int width)
{
    VipsImage* made = nullptr;
    // Reads from the original for each width: JPEG and WebP are shrunk while loading, which saves the memory
    // of the whole picture.
    if (vips_thumbnail_buffer(const_cast<char*>(bytes.data()), bytes.size(), &made, width, "height", tallest,
                              "size", VIPS_SIZE_DOWN, "export_profile", "srgb", "fail_on",
                              VIPS_FAIL_ON_TRUNCATED, nullptr) != 0)
        return nullptr;
    const Image image{made};
    const Image computed{vips_image_copy_memory(image.get())};
    // Fields may only be removed from an image that nobody shares.
    VipsImage* own = nullptr;
    if (!computed || vips_copy(computed.get(), &own, nullptr) != 0)
        return nullptr;
    remove_hidden_data(own);
    return Image{own};
}

Image on_white(VipsImage* image)
{
    VipsImage* made = nullptr;
    if (!vips_image_hasalpha(image)) {
        g_object_ref(image);
        return Image{image};
    }
    const std::array<double, 3> white{255, 255, 255};
    auto* background = vips_array_double_new(white.data(), white.size());
    const int failed = vips_flatten(image, &made, "background", background, nullptr);
    vips_area_unref(VIPS_AREA(background));
    return Image{failed == 0 ? made : nullptr};
}

std::string taken(void* buffer, std::size_t size)
{
    std::string bytes{static_cast<const char*>(buffer), size};
    g_free(buffer);
    return bytes;
}

// "strip" is called "keep" from libvips 8.15 on, but the old word still works.
std::string jpeg_of(VipsImage* image)
{
    const auto flat = on_white(image);
    void* buffer = nullptr;
    std::size_t size = 0;
    if (!flat || vips_jpegsave_buffer(flat.get(), &buffer, &size, "Q", jpeg_quality, "strip", TRUE,
                                      "interlace", TRUE, "optimize_coding", TRUE, nullptr) != 0)
        return {};
    return taken(buffer, size);
}

// libvips 8.14 writes an EXIF chunk of its own making into every WebP; nothing but pixels and transparency
// shall be in it (RIFF container of WebP, "Extended File Format").
std::string without_metadata_chunks(std::string_view webp)
{
    constexpr std::size_t header_size = 12;
    constexpr unsigned char metadata_flags = 0x20 | 0x08 | 0x04; // ICC, EXIF, XMP in the VP8X chunk
    std::string kept{webp.substr(0, header_size)};
    for (std::size_t at = header_size; at + 8 <= webp.size();) {
        const auto length = little_endian32(webp, at + 4);
        const auto chunk = webp.substr(at, 8 + length + length % 2);
        const auto kind = chunk.substr(0, 4);
        if (kind != "EXIF" && kind != "XMP " && kind != "ICCP")
            kept += chunk;
        if (kind == "VP8X" && chunk.size() > 8) {
            auto& flags = kept[kept.size() - chunk.size() + 8];
            flags = static_cast<char>(static_cast<unsigned char>(flags) & ~metadata_flags);
        }
        at += chunk.size();
    }
    const auto size = kept.size() - 8;
    for (std::size_t i = 0; i < 4; ++i)
        kept[4 + i] = static_cast<char>(size >> (8 * i) & 0xFFU);
    return kept;
}

std::string webp_of(VipsImage* image)
{
    void* buffer = nullptr;
    std::size_t size = 0;
    if (vips_webpsave_buffer(image, &buffer, &size, "Q", webp_quality, "strip", TRUE, nullptr) != 0)
        return {};
    return without_metadata_chunks(taken(buffer, size));
}

Result<Done> add_variants(media::Picture& picture, std::string_view bytes, int width)
{
    const auto image = thumbnail(bytes, width);
    if (!image)
        return foreign::damaged_file();
    const auto made_width = static_cast<std::uint32_t>(vips_image_get_width(image.get()));
    const auto made_height = static_cast<std::uint32_t>(vips_image_get_height(image.get()));
    auto jpeg = jpeg_of(image.get());
    auto webp = webp_of(image.get());
    if (jpeg.empty() || webp.empty())
        return foreign::damaged_file();
    picture.variants.push_back({.format = media::PictureFormat::jpeg,
                                .width = made_width,
                                .height = made_height,
                                .bytes = std::move(jpeg)});
    picture.variants.push_back({.format = media::PictureFormat::webp,
                                .width = made_width,
                                .height = made_height,
                                .bytes = std::move(webp)});
    return Done{};
}

} // namespace

bool start_pictures()
{
    if (vips_init("dorfnetz-read") != 0)
        return false;
    vips_block_untrusted_set(TRUE);
    vips_cache_set_max(0);
    vips_concurrency_set(1);
    return true;
}

Result<media::Picture> make_picture(std::string_view bytes)
{
    TRY(media::check_picture_kind(bytes));
    if (!is_complete(bytes))
        return foreign::damaged_file();
    const auto header = open_image(bytes);
    if (!header)
        return foreign::damaged_file();
    auto width = static_cast<std::uint32_t>(vips_image_get_width(header.get()));
    auto height = static_cast<std::uint32_t>(vips_image_get_height(header.get()));
    if (std::uint64_t{width} * height > media::most_pixels)
        return foreign::too_many_pixels(media::most_pixels / 1'000'000);
    if (lies_on_its_side(header.get()))
        std::swap(width, height);

    media::Picture picture{.width = width, .height = height};
    for (const int wanted : widths) {
        // The same size twice helps nobody: a small picture has one size only.
        if (!picture.variants.empty() && picture.variants.back().width <= static_cast<std::uint32_t>(wanted))
            continue;
        TRY(add_variants(picture, bytes, wanted));
    }
    return picture;
}

} // namespace dorfnetz::reader
