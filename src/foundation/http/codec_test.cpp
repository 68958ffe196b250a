#include "foundation/http/codec.hpp"

#include "foundation/http/message.hpp"
#include "foundation/http/test_client.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace dorfnetz::http {

using namespace std::string_literals;

namespace {

constexpr std::string_view form_type = "multipart/form-data; boundary=grenze";

std::string part(std::string_view disposition, std::string_view content, std::string_view more = "")
{
    return "--grenze\r\nContent-Disposition: " + std::string(disposition) + "\r\n" + std::string(more) +
           "\r\n" + std::string(content) + "\r\n";
}

bool is_refused(std::string_view body, std::string_view type = form_type)
{
    return !parse_multipart(type, body).has_value();
}

} // namespace

TEST(Percent, decodes_and_encodes_every_byte)
{
    std::string all;
    for (int byte = 0; byte < 256; ++byte)
        all += static_cast<char>(byte);
    EXPECT_EQ(percent_decode(percent_encode(all), Plus::is_plus), all);
    EXPECT_EQ(percent_decode(percent_encode(all), Plus::is_space), all);
    EXPECT_EQ(percent_encode("Größe 1/2~"), "Gr%C3%B6%C3%9Fe%201%2F2~");
    EXPECT_EQ(percent_decode("a+b%2b", Plus::is_space), "a b+");
    EXPECT_EQ(percent_decode("a+b%2B", Plus::is_plus), "a+b+");
}

TEST(Percent, refuses_broken_encoding)
{
    for (const std::string_view broken : {"%", "a%", "%4", "%4g", "%g4", "%%41", "% 1", "%-1", "%0x41%"})
        EXPECT_FALSE(percent_decode(broken, Plus::is_plus).has_value()) << broken;
}

TEST(Urlencoded, keeps_order_empty_and_repeated_fields)
{
    const auto form = parse_urlencoded("tag=Chor&tag=&name=M%C3%BCller+%26+Sohn&&leer&=ohne&x=a=b");
    ASSERT_TRUE(form);
    EXPECT_EQ(form->all("tag"), (std::vector<std::string>{"Chor", ""}));
    EXPECT_EQ(form->text("name"), "Müller & Sohn");
    EXPECT_TRUE(form->has("leer"));
    EXPECT_EQ(form->text("x"), "a=b");
    EXPECT_EQ(form->text("fehlt"), "");
    EXPECT_FALSE(form->has("fehlt"));
    EXPECT_EQ(form->fields().size(), 6U);
    EXPECT_EQ(parse_urlencoded("")->fields().size(), 0U);
}

TEST(Urlencoded, refuses_broken_bytes_and_floods)
{
    EXPECT_FALSE(parse_urlencoded("a=%"));
    EXPECT_FALSE(parse_urlencoded("%zz=1"));
    EXPECT_FALSE(parse_urlencoded("a=%FF"));
    EXPECT_FALSE(parse_urlencoded("a=\xC3"));
    EXPECT_FALSE(parse_urlencoded("a=%00"));
    std::string many;
    for (int i = 0; i < 2'000; ++i)
        many += "a=1&";
    EXPECT_TRUE(parse_urlencoded(many));
    EXPECT_FALSE(parse_urlencoded(many + "a=1"));
    EXPECT_TRUE(parse_urlencoded(std::string(500'000, '&')));
}

TEST(Multipart, reads_fields_and_files_as_browsers_send_them)
{
    const std::string bytes = "\x89PNG\r\n\0\r\n--grenz"s;
    const auto form = parse_multipart(
        form_type, "preamble\r\n" + part("form-data; name=\"titel\"", "Dorffest\r\nam See") +
                       part("form-data; name=\"bild\"; filename=\"C:\\Bilder\\fest \\\"1\\\".png\"", bytes,
                            "Content-Type: image/png\r\n") +
                       part("form-data; name=\"leer\"; filename=\"\"", "",
                            "Content-Type: application/octet-stream\r\n") +
                       part("form-data; name=\"titel\"", "") + "--grenze--\r\nepilogue");
    ASSERT_TRUE(form);
    EXPECT_EQ(form->all("titel"), (std::vector<std::string>{"Dorffest\r\nam See", ""}));
    const Upload* upload = form->upload("bild");
    ASSERT_NE(upload, nullptr);
    EXPECT_EQ(upload->name, "fest \"1\".png");
    EXPECT_EQ(upload->content_type, "image/png");
    EXPECT_EQ(upload->content, bytes);
    EXPECT_EQ(form->upload("leer"), nullptr);
    EXPECT_EQ(form->upload("titel"), nullptr);
}

TEST(Multipart, reads_quoted_boundaries_and_names_without_quotes)
{
    const auto form =
        parse_multipart("Multipart/Form-Data; charset=utf-8; boundary=\"a b\"",
                        "--a b  \r\ncontent-disposition: form-data; name=x\r\n\r\n1\r\n--a b--");
    ASSERT_TRUE(form);
    EXPECT_EQ(form->text("x"), "1");
    EXPECT_TRUE(parse_multipart(form_type, "--grenze--"));
}

TEST(Multipart, never_keeps_folders_or_control_characters_in_a_file_name)
{
    const auto form = parse_multipart(
        form_type, part("form-data; name=a; filename=\"../../etc/pass\twd\"", "x") + "--grenze--");
    ASSERT_TRUE(form);
    EXPECT_EQ(form->upload("a")->name, "passwd");
}

TEST(Multipart, refuses_what_is_malformed)
{
    const std::string good = part("form-data; name=a", "1");
    EXPECT_FALSE(is_refused(good + "--grenze--"));
    EXPECT_TRUE(is_refused(good));
    EXPECT_TRUE(is_refused(good + "--grenze"));
    EXPECT_TRUE(is_refused(good + "--grenzen\r\n\r\n--grenze--"));
    EXPECT_TRUE(is_refused(""));
    EXPECT_TRUE(is_refused("--grenze"));
    EXPECT_TRUE(is_refused("--grenze\r\n\r\n"));
    EXPECT_TRUE(is_refused("--grenze\r\n\r\nno header\r\n--grenze--"));
    EXPECT_TRUE(is_refused("--grenze\r\nno colon\r\n\r\n1\r\n--grenze--"));
    EXPECT_TRUE(is_refused(part("attachment; name=a", "1") + "--grenze--"));
    EXPECT_TRUE(is_refused(part("form-data", "1") + "--grenze--"));
    EXPECT_TRUE(is_refused(part("form-data; name=\"a", "1") + "--grenze--"));
    EXPECT_TRUE(is_refused(part("form-data; name=a", "\xFF") + "--grenze--"));
    EXPECT_TRUE(is_refused(part("form-data; name=\"\xC3\"", "1") + "--grenze--"));
    EXPECT_TRUE(
        is_refused(part("form-data; name=a", "1", "X: " + std::string(9'000, 'x') + "\r\n") + "--grenze--"));
}

TEST(Multipart, refuses_types_without_a_proper_boundary)
{
    const std::string body = part("form-data; name=a", "1") + "--grenze--";
    EXPECT_TRUE(is_refused(body, "multipart/form-data"));
    EXPECT_TRUE(is_refused(body, "multipart/form-data; boundary="));
    EXPECT_TRUE(is_refused(body, "multipart/form-data; boundary=\"grenze"));
    EXPECT_TRUE(is_refused(body, "multipart/mixed; boundary=grenze"));
    EXPECT_TRUE(is_refused(body, "multipart/form-data; boundary=" + std::string(71, 'g')));
    EXPECT_TRUE(is_refused(body, ""));
}

TEST(Multipart, refuses_more_than_200_parts)
{
    std::string parts;
    for (int i = 0; i < 200; ++i)
        parts += part("form-data; name=a", "1");
    EXPECT_FALSE(is_refused(parts + "--grenze--"));
    EXPECT_TRUE(is_refused(parts + part("form-data; name=a", "1") + "--grenze--"));
}

TEST(ReadForm, takes_either_encoding_from_memory_or_from_a_file)
{
    const testing::Scratch scratch;
    const std::string body =
        part("form-data; name=a; filename=b", std::string(2'000'000, 'x')) + "--grenze--";
    std::ofstream(scratch.path / "body") << body;
    Request streamed{.body_file = scratch.path / "body"};
    streamed.headers.add("content-type", std::string(form_type));
    const auto form = read_form(streamed);
    ASSERT_TRUE(form);
    EXPECT_EQ(form->upload("a")->content.size(), 2'000'000U);

    Request plain{.body = "a=1"};
    plain.headers.add("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8");
    EXPECT_EQ(read_form(plain)->text("a"), "1");
    plain.headers.set("Content-Type", "text/plain");
    EXPECT_FALSE(read_form(plain));
    EXPECT_FALSE(read_form(Request{.body = "a=1"}));
    EXPECT_THROW(static_cast<void>(read_form(Request{.body_file = scratch.path / "fehlt"})),
                 std::system_error);
}

TEST(Cookie, is_found_by_its_exact_name)
{
    EXPECT_EQ(cookie("sid=abc; lang=de", "lang"), "de");
    EXPECT_EQ(cookie("xsid=1;sid=\"2\" ; sid=3", "sid"), "2");
    EXPECT_EQ(cookie("a=b=c", "a"), "b=c");
    EXPECT_EQ(cookie("a=", "a"), "");
    EXPECT_EQ(cookie("SID=1", "sid"), std::nullopt);
    EXPECT_EQ(cookie("sid", "sid"), std::nullopt);
    EXPECT_EQ(cookie("", "sid"), std::nullopt);
    EXPECT_EQ(cookie(";;; ;=;", "sid"), std::nullopt);
    EXPECT_EQ(cookie("a=\"", "a"), "\"");
}

TEST(Headers, are_found_and_replaced_without_regard_to_case)
{
    Headers headers;
    headers.add("Set-Cookie", "a=1");
    headers.add("set-cookie", "b=2");
    headers.add("Vary", "Cookie");
    EXPECT_EQ(headers.find("SET-COOKIE"), "a=1");
    headers.set("Set-Cookie", "c=3");
    EXPECT_EQ(headers.fields.size(), 2U);
    EXPECT_EQ(headers.find("set-cookie"), "c=3");
    EXPECT_EQ(headers.find("Set"), "");
}

} // namespace dorfnetz::http
