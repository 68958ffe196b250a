#include "foundation/media/picture.hpp"

#include "foundation/core/text.hpp"
#include "foundation/foreign/child.hpp"
#include "foundation/foreign/refusals.hpp"
#include "foundation/foreign/wire.hpp"

#include <array>

namespace dorfnetz::media {

namespace {

constexpr std::size_t most_variants = 12;
constexpr std::uint32_t widest_variant = 1600;

Error refused(German what)
{
    return {.kind = Err::invalid, .text = what};
}

bool holds_at(std::string_view bytes, std::size_t offset, std::string_view what)
{
    return bytes.size() >= offset + what.size() && bytes.substr(offset, what.size()) == what;
}

bool is_webp(std::string_view bytes)
{
    return bytes.starts_with("RIFF") && holds_at(bytes, 8, "WEBP");
}

bool has_picture_start(PictureFormat format, std::string_view bytes)
{
    return format == PictureFormat::jpeg ? bytes.starts_with("\xFF\xD8\xFF") : is_webp(bytes);
}

bool is_plausible(const PictureVariant& variant)
{
    return variant.width > 0 && variant.width <= widest_variant && variant.height > 0 &&
           variant.height <= most_pixels && has_picture_start(variant.format, variant.bytes);
}

// Not every library reads all that telephones write; for everything else the file is to blame.
Error unreadable_heic()
{
    return refused(
        "Dieses HEIC-Bild, wie es manche Telefone speichern, lässt sich hier nicht lesen. Schick es "
        "als JPEG: Wähle auf dem "
        "iPhone unter Einstellungen, Kamera, Formate „Maximale Kompatibilität“."_de);
}

} // namespace

// The brands of the "ftyp" box in which telephones write (ISO/IEC 23008-12, annex B).
bool is_heic(std::string_view bytes)
{
    constexpr std::array<std::string_view, 7> brands{"heic", "heix", "hevc", "heim", "heis", "mif1", "msf1"};
    return holds_at(bytes, 4, "ftyp") &&
           std::any_of(brands.begin(), brands.end(),
                       [bytes](std::string_view brand) { return holds_at(bytes, 8, brand); });
}

Result<Done> check_picture_kind(std::string_view bytes)
{
    if (bytes.empty())
        return refused("Die Datei ist leer."_de);
    if (bytes.starts_with("\xFF\xD8\xFF") || bytes.starts_with("\x89PNG\r\n\x1A\n") || is_webp(bytes) ||
        is_heic(bytes))
        return Done{};
    if (bytes.starts_with("GIF8"))
        return refused("GIF-Bilder werden nicht angenommen. Speichere das Bild als JPEG oder PNG."_de);
    const auto beginning = to_lower_ascii(bytes.substr(0, 1024));
    if (beginning.find("<svg") != std::string::npos)
        return refused("SVG-Bilder werden nicht angenommen. Speichere das Bild als PNG."_de);
    if (beginning.find("%pdf-") != std::string::npos)
        return refused("Das ist eine PDF-Datei und kein Bild. Speichere das Bild als JPEG oder PNG."_de);
    return refused("Das ist kein Bild, das hier gelesen werden kann. Schicke es als JPEG, PNG oder WebP."_de);
}

Result<Picture> read_picture(const std::filesystem::path& reader_program, std::string_view bytes)
{
    if (bytes.size() > largest_picture_file)
        return Error{.kind = Err::too_large,
                     .text = "Das Bild ist zu groß: höchstens {1} MB."_de,
                     .values = {std::to_string(largest_picture_file >> 20)}};
    TRY(check_picture_kind(bytes));
    // Fifty megapixels take 150 MB unpacked, and the libraries' own code another 200 MB of addresses.
    const foreign::ChildLimits limits{.memory_bytes = std::size_t{900} << 20,
                                      .output_bytes = std::size_t{20} << 20};
    const auto answer = foreign::run_child(reader_program, "picture", bytes, limits);
    if (answer)
        return from_wire(*answer);
    const bool is_damaged = answer.error().text == foreign::damaged_file().text;
    return is_damaged && is_heic(bytes) ? unreadable_heic() : answer.error();
}

std::string to_wire(const Picture& picture)
{
    foreign::WireWriter writer;
    writer.number(picture.width);
    writer.number(picture.height);
    writer.number(static_cast<std::uint32_t>(picture.variants.size()));
    for (const auto& variant : picture.variants) {
        writer.byte(static_cast<std::uint8_t>(variant.format));
        writer.number(variant.width);
        writer.number(variant.height);
        writer.text(variant.bytes);
    }
    return writer.take();
}

Result<Picture> from_wire(std::string_view bytes)
{
    foreign::WireReader reader{bytes};
    Picture picture{.width = reader.number(), .height = reader.number()};
    const auto variants = reader.count(13);
    if (variants == 0 || variants > most_variants)
        return foreign::damaged_file();
    for (std::uint32_t i = 0; i < variants; ++i) {
        const auto format = reader.byte();
        if (format > static_cast<std::uint8_t>(PictureFormat::webp))
            return foreign::damaged_file();
        picture.variants.push_back({.format = static_cast<PictureFormat>(format),
                                    .width = reader.number(),
                                    .height = reader.number(),
                                    .bytes = std::string{reader.text()}});
        if (!reader.ok() || !is_plausible(picture.variants.back()))
            return foreign::damaged_file();
    }
    if (!reader.ok() || !reader.at_end())
        return foreign::damaged_file();
    return picture;
}

} // namespace dorfnetz::media
