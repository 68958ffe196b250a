#include "features/pictures/feature.hpp"
#include "features/pictures/file_kind.hpp"
#include "features/pictures/pictures_store.hpp"
#include "foundation/core/text.hpp"
#include "tests/support/site.hpp"

#include <array>
#include <cstdint>
#include <gtest/gtest.h>

namespace dorfnetz::pictures {

namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

// The smallest picture there is: one pixel as PNG.
std::string one_pixel()
{
    constexpr std::array<std::uint8_t, 67> bytes{
        0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00,
        0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x00, 0x00, 0x00, 0x3a, 0x7e, 0x9b, 0x55, 0x00,
        0x00, 0x00, 0x0a, 0x49, 0x44, 0x41, 0x54, 0x78, 0xda, 0x63, 0x68, 0x00, 0x00, 0x00, 0x82, 0x00, 0x81,
        0xda, 0x45, 0x08, 0x3b, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82};
    return {bytes.begin(), bytes.end()};
}

class PictureSite : public support::TestSite
{
public:
    PictureSite() : TestSite({register_feature}) { environment().reader_program = DORFNETZ_READER; }

    support::Answer upload(const std::string& path, const std::string& field, const std::string& file_name,
                           const std::string& content, const Fields& fields)
    {
        const std::string boundary = "----grenze";
        std::string body;
        const auto add = [&](const std::string& head, const std::string& value) {
            body +=
                "--" + boundary + "\r\nContent-Disposition: form-data; " + head + "\r\n\r\n" + value + "\r\n";
        };
        add("name=\"_token\"", token_in(get(path).body, path));
        for (const auto& [name, value] : fields)
            add("name=\"" + name + "\"", value);
        add("name=\"" + field + "\"; filename=\"" + file_name + "\"", content);
        body += "--" + boundary + "--\r\n";
        clock.advance(std::chrono::seconds(3));
        return post(path, body, "multipart/form-data; boundary=" + boundary);
    }

    support::Answer upload_picture(const std::string& content, const Fields& fields)
    {
        return upload("/redaktion/bilder", "bild", "teich.png", content, fields);
    }

    std::vector<Picture> pictures()
    {
        return pool().read([&](db::Reader& reader) { return all_pictures(reader, network()); });
    }
};

const Fields with_words{{"alt_de", "Der Teich im Herbst"}, {"urheber", "Karla Muster"}};

} // namespace

TEST(Pictures, an_uploaded_picture_is_served_to_everybody_and_kept_for_ever)
{
    PictureSite site;
    site.sign_in_as(web::Role::coordinator);
    const auto answer = site.upload_picture(one_pixel(), with_words);
    ASSERT_EQ(answer.status, 303) << answer.body;
    ASSERT_EQ(site.pictures().size(), 1U);
    const auto key = site.pictures().front().key;
    EXPECT_TRUE(site.get("/redaktion/bilder/" + key).says("![Der Teich im Herbst](/bilder/" + key + "/800)"));
    site.sign_out();
    const auto jpeg = site.get("/bilder/" + key + "/800");
    EXPECT_EQ(jpeg.status, 200);
    EXPECT_EQ(jpeg.headers.find("content-type"), "image/jpeg");
    EXPECT_NE(jpeg.headers.find("cache-control").find("immutable"), std::string_view::npos);
    EXPECT_TRUE(jpeg.body.starts_with("\xff\xd8"));
    const auto webp = site.get("/bilder/" + key + "/400", {{"Accept", "image/webp,*/*"}});
    EXPECT_EQ(webp.headers.find("content-type"), "image/webp");
    EXPECT_EQ(webp.headers.find("vary"), "Accept");
}

TEST(Pictures, the_same_picture_again_is_the_same_entry)
{
    PictureSite site;
    site.sign_in_as(web::Role::coordinator);
    ASSERT_EQ(site.upload_picture(one_pixel(), with_words).status, 303);
    EXPECT_EQ(site.upload_picture(one_pixel(), with_words).status, 303);
    EXPECT_EQ(site.pictures().size(), 1U);
}

TEST(Pictures, a_picture_says_what_it_shows_or_that_it_is_decoration)
{
    PictureSite site;
    site.sign_in_as(web::Role::coordinator);
    const auto refused = site.upload_picture(one_pixel(), {{"urheber", "Karla Muster"}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(refused.says("Karla Muster"));
    EXPECT_TRUE(site.pictures().empty());
    EXPECT_EQ(site.upload_picture(one_pixel(), {{"schmuck", "1"}}).status, 303);
    EXPECT_EQ(site.pictures().front().alt(i18n::Language::de), "");
}

TEST(Pictures, what_is_no_picture_is_refused_with_words)
{
    PictureSite site;
    site.sign_in_as(web::Role::coordinator);
    for (const auto& content : {std::string("<svg onload=alert(1)>"), std::string("GIF89a"),
                                one_pixel().substr(0, 40), std::string()}) {
        const auto answer = site.upload_picture(content, with_words);
        EXPECT_EQ(answer.status, 422) << content;
        EXPECT_TRUE(answer.says("Der Teich im Herbst"));
    }
    EXPECT_TRUE(site.pictures().empty());
}

TEST(Pictures, addresses_that_name_none_are_unknown)
{
    PictureSite site;
    for (const auto* path :
         {"/bilder/x/800", "/bilder/x/801", "/bilder/x/-1", "/bilder/x/800a", "/dateien/x"})
        EXPECT_EQ(site.get(path).status, 404) << path;
}

TEST(Pictures, a_deleted_picture_is_gone_with_its_files)
{
    PictureSite site;
    site.sign_in_as(web::Role::coordinator);
    ASSERT_EQ(site.upload_picture(one_pixel(), with_words).status, 303);
    const auto key = site.pictures().front().key;
    const auto path = "/redaktion/bilder/" + key;
    EXPECT_EQ(site.submit(path, path + "/loeschen", {}).status, 303);
    EXPECT_EQ(site.get("/bilder/" + key + "/800").status, 404);
    EXPECT_EQ(site.get(path).status, 404);
}

TEST(Pictures, the_second_of_two_editors_of_the_words_is_told)
{
    PictureSite site;
    site.sign_in_as(web::Role::coordinator);
    ASSERT_EQ(site.upload_picture(one_pixel(), with_words).status, 303);
    const auto path = "/redaktion/bilder/" + site.pictures().front().key;
    EXPECT_EQ(site.submit(path, path, {{"alt_de", "Teich im Winter"}, {"fassung", "1"}}).status, 303);
    const auto second = site.submit(path, path, {{"alt_de", "Teich im Frühling"}, {"fassung", "1"}});
    EXPECT_EQ(second.status, 409);
    EXPECT_TRUE(second.says("Teich im Frühling"));
    EXPECT_EQ(site.pictures().front().words.alt_de, "Teich im Winter");
}

TEST(Downloads, a_file_is_what_its_content_is_and_is_never_shown_inside_the_site)
{
    PictureSite site;
    site.sign_in_as(web::Role::coordinator);
    const auto answer = site.upload("/redaktion/dateien", "datei", "../Satzung 2026.exe", "%PDF-1.7 Inhalt",
                                    {{"titel_de", "Satzung"}});
    ASSERT_EQ(answer.status, 303) << answer.body;
    const auto files =
        site.pool().read([&](db::Reader& reader) { return all_downloads(reader, site.network()); });
    ASSERT_EQ(files.size(), 1U);
    EXPECT_EQ(files.front().file_name, "Satzung 2026.pdf");
    site.sign_out();
    const auto file = site.get("/dateien/" + files.front().key);
    EXPECT_EQ(file.body, "%PDF-1.7 Inhalt");
    EXPECT_EQ(file.headers.find("content-type"), "application/pdf");
    EXPECT_TRUE(file.headers.find("content-disposition").starts_with("attachment"));
}

TEST(Downloads, what_could_do_harm_is_refused)
{
    EXPECT_FALSE(kind_of_file("<html><script>alert(1)</script>"));
    EXPECT_FALSE(kind_of_file("MZ\x90"));
    EXPECT_FALSE(kind_of_file(""));
    EXPECT_FALSE(kind_of_file(std::string("PK\x03\x04") + "word/document.xml word/vbaProject.bin"));
    const auto word = kind_of_file(std::string("PK\x03\x04") + "[Content_Types].xml word/document.xml");
    ASSERT_TRUE(word);
    EXPECT_EQ(word->name, "docx");
}

TEST(Downloads, a_file_over_the_limit_is_refused_and_named)
{
    PictureSite site;
    site.sign_in_as(web::Role::coordinator);
    const auto answer =
        site.upload("/redaktion/dateien", "datei", "gross.pdf",
                    "%PDF-" + std::string((std::size_t{10} << 20) + 1, 'x'), {{"titel_de", "Zu groß"}});
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(answer.says("größer als 10 MB"));
    EXPECT_TRUE(answer.says("Zu groß"));
}

} // namespace dorfnetz::pictures
