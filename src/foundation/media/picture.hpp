#pragma once

#include "foundation/core/result.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

// Pictures that people upload, made safe and small.
namespace dorfnetz::media {

constexpr std::size_t largest_picture_file = std::size_t{20} << 20; // bytes
constexpr std::uint64_t most_pixels = 50'000'000;

enum class PictureFormat : std::uint8_t { jpeg, webp };

struct PictureVariant
{
    PictureFormat format = PictureFormat::jpeg;
    std::uint32_t width = 0; // pixels
    std::uint32_t height = 0;
    std::string bytes = {};
};

// The picture upright, without place, camera or any other hidden data. Variants: the widths 1600, 800 and
// 400 (never larger than the original, widest first), each as JPEG and as WebP; a picture with transparent
// parts is put on white in the JPEG.
struct Picture
{
    std::uint32_t width = 0; // of the original, upright
    std::uint32_t height = 0;
    std::vector<PictureVariant> variants = {};
};

// Reads JPEG, PNG, WebP or HEIC (by content, never by name) in the limited program `reader_program`
// (dorfnetz-read). Fails with a text that says what to do: other formats, too many pixels, damaged.
Result<Picture> read_picture(const std::filesystem::path& reader_program, std::string_view bytes);

// Whether the bytes begin as telephones write pictures that take half the room of a JPEG.
bool is_heic(std::string_view bytes);

// Whether the bytes begin like one of the formats that read_picture takes; otherwise the Error for the
// person.
Result<Done> check_picture_kind(std::string_view bytes);

// How a picture travels from the reader process to the program.
std::string to_wire(const Picture& picture);
Result<Picture> from_wire(std::string_view bytes);

} // namespace dorfnetz::media
