#include "features/pictures/feature.hpp"
#include "features/pictures/files_api.hpp"
#include "features/pictures/pictures_store.hpp"
#include "foundation/core/text.hpp"
#include "tests/support/upload.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::pictures {

namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

using support::one_pixel;

class PictureSite : public support::TestSite
{
public:
    PictureSite() : TestSite({register_feature}) { environment().reader_program = DORFNETZ_READER; }

    support::Answer upload(const std::string& path, const std::string& field, const std::string& file_name,
                           const std::string& content, const Fields& fields)
    {
        return support::send_upload(*this, path, {field, file_name, content, fields});
    }

    support::Answer upload_picture(const std::string& content, const Fields& fields)
    {
        return upload("/redaktion/bilder", "bild", "teich.png", content, fields);
    }

    std::vector<Picture> pictures()
    {
        return pool().read([&](db::Reader& reader) { return pictures_of(reader, network(), collection); });
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

TEST(Pictures, sent_again_with_other_words_say_the_new_ones)
{
    PictureSite site;
    site.sign_in_as(web::Role::coordinator);
    ASSERT_EQ(site.upload_picture(one_pixel(), with_words).status, 303);
    ASSERT_EQ(site.upload_picture(one_pixel(), {{"alt_de", "Der Teich im Winter"}}).status, 303);
    ASSERT_EQ(site.pictures().size(), 1U);
    EXPECT_EQ(site.pictures().front().words.alt_de, "Der Teich im Winter");
}

namespace {

// A feature with an album for one picture, and one for two.
void register_albums(web::Site& site)
{
    const auto of = [](const std::string& name) {
        return [name](const web::Context& context, db::Reader&) -> Result<AlbumSubject> {
            if (context.parameter("id") != "chor")
                return Error{.kind = Err::missing};
            return AlbumSubject{
                .album = name + ":chor", .name = "Chor", .path = "/redaktion/chor/" + name, .back = "/"};
        };
    };
    add_album(site, {.pattern = "/redaktion/{id}/logo",
                     .access = web::Access::editors(),
                     .heading = "Logo"_de,
                     .use = Album::Use::as_logo,
                     .subject = of("logo")});
    add_album(site, {.pattern = "/redaktion/{id}/bilder",
                     .access = web::Access::editors(),
                     .heading = "Bilder"_de,
                     .most = 2,
                     .subject = of("bilder")});
}

class Albums : public testing::Test
{
protected:
    Albums()
    {
        site.environment().reader_program = DORFNETZ_READER;
        site.sign_in_as(web::Role::lead_editor, "dorf");
    }

    support::Answer upload(const std::string& path, const std::string& content, const Fields& words)
    {
        return support::send_upload(site, path, {"bild", "x.png", content, words});
    }

    std::vector<Picture> pictures(std::string_view album)
    {
        return site.pool().read(
            [&](db::Reader& reader) { return pictures_of(reader, site.network(), album); });
    }

    support::TestSite site{{register_feature, register_albums}};
    const std::string logo = "/redaktion/chor/logo";
    const std::string several = "/redaktion/chor/bilder";
    const Fields permitted{{"alt_de", "Der Chor"}, {"urheber", "Karla Muster"}, {"erlaubt", "1"}};
};

} // namespace

TEST_F(Albums, are_missing_for_whom_their_feature_says_so)
{
    for (const auto* path : {"/redaktion/andere/logo", "/redaktion/andere/bilder"})
        EXPECT_EQ(site.get(path).status, 404) << path;
    EXPECT_EQ(site.get(logo).status, 200);
}

TEST_F(Albums, take_nothing_that_may_not_be_shown_or_that_nobody_made)
{
    EXPECT_EQ(upload(several, one_pixel(), {{"alt_de", "Der Chor"}, {"urheber", "Karla Muster"}}).status,
              422);
    EXPECT_EQ(upload(several, one_pixel(), {{"alt_de", "Der Chor"}, {"erlaubt", "1"}}).status, 422);
    EXPECT_EQ(upload(several, one_pixel(), {{"urheber", "Karla Muster"}, {"erlaubt", "1"}}).status, 422);
    EXPECT_TRUE(pictures("bilder:chor").empty());
    EXPECT_EQ(upload(several, one_pixel(), permitted).status, 303);
    EXPECT_EQ(pictures("bilder:chor").size(), 1U);
}

TEST_F(Albums, say_to_what_a_yes_is_missing)
{
    const auto answer = upload(several, one_pixel(), {{"alt_de", "Der Chor"}, {"urheber", "Karla Muster"}});
    EXPECT_TRUE(answer.says("Kreuz noch an: „Wir dürfen dieses Bild zeigen."));
}

TEST_F(Albums, for_one_picture_put_the_new_one_in_its_place)
{
    ASSERT_EQ(upload(logo, one_pixel(), {{"alt_de", "Alt"}, {"erlaubt", "1"}}).status, 303);
    const auto before = pictures("logo:chor").front().key;
    ASSERT_EQ(upload(logo, support::another_pixel(), {{"alt_de", "Neu"}, {"erlaubt", "1"}}).status, 303);
    ASSERT_EQ(pictures("logo:chor").size(), 1U);
    EXPECT_EQ(pictures("logo:chor").front().words.alt_de, "Neu");
    EXPECT_EQ(site.get("/bilder/" + before + "/400").status, 404) << "nothing of the old one is left";
}

TEST_F(Albums, that_are_full_take_no_more)
{
    ASSERT_EQ(upload(several, support::another_pixel('1'), permitted).status, 303);
    ASSERT_EQ(upload(several, support::another_pixel('2'), permitted).status, 303);
    const auto full = site.get(several);
    EXPECT_TRUE(full.says("Hier passen 2 Bilder hin"));
    EXPECT_FALSE(full.says("type=\"file\""));
}

TEST_F(Albums, with_the_same_picture_know_nothing_of_each_other)
{
    ASSERT_EQ(upload(several, one_pixel(), permitted).status, 303);
    ASSERT_EQ(upload(logo, one_pixel(), permitted).status, 303);
    const auto own = pictures("bilder:chor").front().key;
    const auto other = pictures("logo:chor").front().key;
    ASSERT_NE(own, other);
    EXPECT_EQ(site.get(several + "/" + other).status, 404) << "not of this album";
    const auto path = several + "/" + own;
    EXPECT_EQ(site.submit(path, path + "/loeschen", {}).status, 303);
    EXPECT_TRUE(pictures("bilder:chor").empty());
    EXPECT_EQ(site.get("/bilder/" + other + "/400").status, 200);
    site.sign_in_as(web::Role::coordinator);
    EXPECT_FALSE(site.get("/redaktion/bilder").says(other)) << "texts show pictures of the collection";
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

// Whoever uploads chooses the name; what it is told to be is decided by the bytes.
TEST(Downloads, are_known_by_their_bytes_whatever_their_name_says)
{
    PictureSite site;
    site.sign_in_as(web::Role::coordinator);
    const std::string open_document =
        std::string("PK\x03\x04") + std::string(26, '\0') + "mimetypeapplication/vnd.oasis.opendocument.text";
    for (const auto& content :
         {std::string("<!doctype html><script>alert(1)</script>"), std::string("<svg onload=\"alert(1)\"/>"),
          one_pixel(), std::string("PK\x03\x04 geheim.txt"), open_document + "Basic/script-lc.xml",
          std::string("PK\x03\x04") + "xl/workbook.xml xl/macrosheets/sheet1.xml",
          std::string("\x7f"
                      "ELF"),
          std::string(" %PDF-1.7"), std::string("#!/bin/sh")})
        for (const auto* name : {"satzung.pdf", "satzung.odt", "satzung.pdf\r\nX: y.pdf"})
            EXPECT_EQ(
                site.upload("/redaktion/dateien", "datei", name, content, {{"titel_de", "Satzung"}}).status,
                422)
                << name << content;
    // Two kinds at once: a page for a browser that would look inside. None does, and none shows it.
    const auto both =
        site.upload("/redaktion/dateien", "datei", "seite.html",
                    "%PDF-1.7\n<!doctype html><script>alert(1)</script>", {{"titel_de", "Seite"}});
    ASSERT_EQ(both.status, 303);
    ASSERT_EQ(site.upload("/redaktion/dateien", "datei", "brief.html", open_document, {{"titel_de", "Brief"}})
                  .status,
              303);
    const auto files =
        site.pool().read([&](db::Reader& reader) { return all_downloads(reader, site.network()); });
    ASSERT_EQ(files.size(), 2U);
    site.sign_out();
    for (const auto& known : files) {
        const auto file = site.get("/dateien/" + known.key);
        const bool is_pdf = known.title_de == "Seite";
        EXPECT_EQ(file.headers.find("content-type"),
                  is_pdf ? "application/pdf" : "application/vnd.oasis.opendocument.text");
        EXPECT_EQ(file.headers.find("x-content-type-options"), "nosniff");
        EXPECT_EQ(file.headers.find("content-disposition"), is_pdf
                                                                ? "attachment; filename*=UTF-8''seite.pdf"
                                                                : "attachment; filename*=UTF-8''brief.odt");
    }
}

TEST(Pictures, are_known_by_their_bytes_whatever_their_name_says)
{
    PictureSite site;
    site.sign_in_as(web::Role::coordinator);
    for (const auto& content :
         {std::string("<!doctype html><script>alert(1)</script>"), std::string("%PDF-1.7"),
          std::string("PK\x03\x04"), one_pixel().substr(0, 33) + "<script>alert(1)</script>",
          std::string("\xff\xd8\xff") + "<script>alert(1)</script>",
          std::string("<?xml version=\"1.0\"?><!DOCTYPE svg SYSTEM \"file:///etc/passwd\"><svg/>")})
        EXPECT_EQ(site.upload("/redaktion/bilder", "bild", "teich.png", content, with_words).status, 422)
            << content;
    EXPECT_TRUE(site.pictures().empty());
    const auto picture = one_pixel() + "<script>alert(1)</script>";
    ASSERT_EQ(site.upload("/redaktion/bilder", "bild", "teich.html", picture, with_words).status, 303);
    const auto shown = site.get("/bilder/" + site.pictures().front().key + "/800");
    EXPECT_EQ(shown.headers.find("content-type"), "image/jpeg");
    EXPECT_EQ(shown.headers.find("x-content-type-options"), "nosniff");
    EXPECT_FALSE(shown.says("<script>")) << "it is drawn anew";
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
