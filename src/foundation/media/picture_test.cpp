#include "foundation/media/picture.hpp"

#include "foundation/foreign/refusals.hpp"
#include "tests/support/photo.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

namespace dorfnetz::media {

namespace {

void append_big_endian(std::string& bytes, std::uint32_t value)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes.push_back(static_cast<char>(value >> shift & 0xFFU));
}

std::string chunk(const std::string& type, const std::string& data)
{
    std::string bytes;
    append_big_endian(bytes, static_cast<std::uint32_t>(data.size()));
    const auto body = type + data;
    bytes += body;
    append_big_endian(bytes, static_cast<std::uint32_t>(crc32(0, reinterpret_cast<const Bytef*>(body.data()),
                                                              static_cast<uInt>(body.size()))));
    return bytes;
}

// A grey PNG; `rows` rows of pixels are really there, `height` are claimed.
std::string png(std::uint32_t width, std::uint32_t height, std::uint32_t rows)
{
    const std::string pixels((std::size_t{width} + 1) * rows, '\0');
    std::string packed(compressBound(static_cast<uLong>(pixels.size())), '\0');
    auto size = static_cast<uLongf>(packed.size());
    compress(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(pixels.data()),
             static_cast<uLong>(pixels.size()));
    packed.resize(size);
    std::string header;
    append_big_endian(header, width);
    append_big_endian(header, height);
    header += std::string{"\x08\x00\x00\x00\x00", 5};
    return "\x89PNG\r\n\x1A\n" + chunk("IHDR", header) + chunk("IDAT", packed) + chunk("IEND", "");
}

std::string jpeg(std::uint32_t width, std::uint32_t height)
{
    const auto picture = read_picture(DORFNETZ_READER, png(width, height, height));
    EXPECT_TRUE(picture);
    return picture ? picture->variants.front().bytes : std::string{};
}

// EXIF as a telephone writes it: lying on its side (orientation 6), a description, and where it was taken.
std::string with_exif(const std::string& jpeg_bytes)
{
    std::string tiff{"MM\0*\0\0\0\x08", 8};
    tiff += std::string{"\0\x03", 2};
    tiff += std::string{"\x01\x0E\0\x02\0\0\0\x0A\0\0\0\x32", 12}; // description, 10 bytes at 50
    tiff += std::string{"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0", 12}; // orientation 6
    tiff += std::string{"\x88\x25\0\x04\0\0\0\x01\0\0\0\x3C", 12}; // place at 60
    tiff += std::string{"\0\0\0\0", 4};
    tiff += std::string{"GEHEIMNIS\0", 10};
    tiff += std::string{"\0\x01\0\x1D\0\x02\0\0\0\x0B\0\0\0\x4E\0\0\0\0",
                        18}; // date of the place, 11 bytes at 78
    tiff += std::string{"2026:01:01\0", 11};
    const auto body = std::string{"Exif\0\0", 6} + tiff;
    std::string segment = "\xFF\xE1";
    segment.push_back(static_cast<char>((body.size() + 2) >> 8));
    segment.push_back(static_cast<char>((body.size() + 2) & 0xFFU));
    return jpeg_bytes.substr(0, 2) + segment + body + jpeg_bytes.substr(2);
}

TEST(Picture, a_large_picture_comes_in_three_widths_and_two_formats)
{
    const auto picture = read_picture(DORFNETZ_READER, png(2000, 1000, 1000));
    ASSERT_TRUE(picture) << picture.error().text.text();
    EXPECT_EQ(picture->width, 2000U);
    EXPECT_EQ(picture->height, 1000U);
    ASSERT_EQ(picture->variants.size(), 6U);
    EXPECT_EQ(picture->variants[0].width, 1600U);
    EXPECT_EQ(picture->variants[0].height, 800U);
    EXPECT_EQ(picture->variants[2].width, 800U);
    EXPECT_EQ(picture->variants[5].width, 400U);
    EXPECT_TRUE(picture->variants[4].bytes.starts_with("\xFF\xD8\xFF"));
    EXPECT_EQ(picture->variants[5].bytes.substr(8, 4), "WEBP");
}

TEST(Picture, a_small_picture_is_never_enlarged)
{
    const auto picture = read_picture(DORFNETZ_READER, png(300, 200, 200));
    ASSERT_TRUE(picture);
    ASSERT_EQ(picture->variants.size(), 2U);
    EXPECT_EQ(picture->variants[0].width, 300U);
}

TEST(Picture, a_picture_on_its_side_is_turned_and_its_hidden_data_removed)
{
    const auto source = with_exif(jpeg(600, 300));
    ASSERT_NE(source.find("GEHEIMNIS"), std::string::npos);
    const auto picture = read_picture(DORFNETZ_READER, source);
    ASSERT_TRUE(picture) << picture.error().text.text();
    EXPECT_EQ(picture->width, 300U);
    EXPECT_EQ(picture->height, 600U);
    for (const auto& variant : picture->variants) {
        EXPECT_LT(variant.width, variant.height);
        for (const auto* hidden :
             {"Exif", "EXIF", "GEHEIMNIS", "2026:01:01", "ICC_PROFILE", "http://ns.adobe.com"})
            EXPECT_EQ(variant.bytes.find(hidden), std::string::npos) << hidden;
    }
}

TEST(Picture, too_many_pixels_are_refused_before_they_are_unpacked)
{
    const auto picture = read_picture(DORFNETZ_READER, png(60'000, 60'000, 1));
    ASSERT_FALSE(picture);
    EXPECT_EQ(picture.error().text, foreign::too_many_pixels(50).text);
    EXPECT_EQ(picture.error().values, std::vector<std::string>{"50"});
}

TEST(Picture, fifty_megapixels_still_fit)
{
    const auto picture = read_picture(DORFNETZ_READER, png(8'000, 6'000, 6'000));
    ASSERT_TRUE(picture) << picture.error().text.text();
    EXPECT_EQ(picture->variants.front().width, 1600U);
}

TEST(Picture, a_cut_off_picture_is_damaged)
{
    const auto whole = jpeg(1200, 900);
    ASSERT_GT(whole.size(), 1000U);
    const auto cut = read_picture(DORFNETZ_READER, whole.substr(0, whole.size() / 2));
    ASSERT_FALSE(cut);
    EXPECT_EQ(cut.error().text, foreign::damaged_file().text);
    const auto whole_png = png(500, 500, 500);
    EXPECT_FALSE(read_picture(DORFNETZ_READER, std::string_view{whole_png}.substr(0, whole_png.size() - 20)));
    const auto webp = read_picture(DORFNETZ_READER, whole_png)->variants.back().bytes;
    EXPECT_TRUE(read_picture(DORFNETZ_READER, webp)) << "what we write is read again";
    EXPECT_FALSE(read_picture(DORFNETZ_READER, std::string_view{webp}.substr(0, webp.size() / 2)));
}

TEST(Picture, what_hangs_behind_a_picture_is_left_behind)
{
    const auto picture =
        read_picture(DORFNETZ_READER, jpeg(300, 200) + "<script>alert(1)</script>PK\x03\x04");
    if (picture)
        for (const auto& variant : picture->variants)
            EXPECT_EQ(variant.bytes.find("<script>"), std::string::npos);
    else
        EXPECT_EQ(picture.error().text, foreign::damaged_file().text);
}

TEST(Picture, of_a_telephone_that_writes_heic_is_read_without_what_it_hides)
{
    const auto heic = support::photo_of_a_telephone();
    ASSERT_NE(heic.find("GEHEIMNIS"), std::string::npos);
    const auto picture = read_picture(DORFNETZ_READER, heic);
    ASSERT_TRUE(picture) << picture.error().text.text();
    EXPECT_EQ(picture->width, 600U);
    EXPECT_EQ(picture->height, 300U);
    for (const auto& variant : picture->variants)
        for (const auto* hidden : {"GEHEIMNIS", "Exif", "EXIF"})
            EXPECT_EQ(variant.bytes.find(hidden), std::string::npos) << hidden;
    EXPECT_FALSE(read_picture(DORFNETZ_READER, heic.substr(0, heic.size() - 50)));
}

TEST(Picture, other_formats_are_refused_with_advice)
{
    const auto refusal = [](std::string_view bytes) {
        const auto picture = read_picture(DORFNETZ_READER, bytes);
        return picture ? std::string{} : std::string{picture.error().text.text()};
    };
    EXPECT_NE(refusal(std::string_view{"\0\0\0\x18"
                                       "ftypheic\0\0\0\0",
                                       16})
                  .find("HEIC"),
              std::string::npos);
    EXPECT_NE(refusal("GIF89a").find("GIF"), std::string::npos);
    EXPECT_NE(refusal("<?xml version=\"1.0\"?><svg onload=\"alert(1)\"/>").find("SVG"), std::string::npos);
    EXPECT_NE(refusal("%PDF-1.4").find("PDF"), std::string::npos);
    EXPECT_NE(refusal("Hallo").find("kein Bild"), std::string::npos);
    for (const auto* start : {"R", "RIFF", "RIFFxxxx", "abc"})
        EXPECT_NE(refusal(start).find("kein Bild"), std::string::npos) << start;
    EXPECT_EQ(refusal(""), "Die Datei ist leer.");
}

} // namespace

} // namespace dorfnetz::media
