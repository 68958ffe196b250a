#include "foundation/mail/message.hpp"

#include "foundation/core/text.hpp"
#include "foundation/mail/address.hpp"
#include "foundation/mail/checks.hpp"

#include <algorithm>
#include <gtest/gtest.h>

namespace dorfnetz::mail {

namespace {

const MessageFrame frame{.from = {"netz@dorf.example", "Dorfnetz Heide"},
                         .message_id = "<0196-1@dorf.example>",
                         .date = *timestamp_from_iso("2026-11-22T19:30:00Z")};

Mail simple_mail()
{
    return {.network = NetworkId{"n"},
            .to = {"anna@dorf.example", "Anna Beispiel"},
            .subject = "Willkommen",
            .text = "Hallo Anna,\nschön, dass du dabei bist.\n",
            .purpose = "welcome"};
}

} // namespace

TEST(Message, a_simple_mail_is_these_bytes)
{
    EXPECT_EQ(build_message(simple_mail(), frame), "Date: Sun, 22 Nov 2026 19:30:00 +0000\r\n"
                                                   "From: \"Dorfnetz Heide\"\r\n <netz@dorf.example>\r\n"
                                                   "To: \"Anna Beispiel\"\r\n <anna@dorf.example>\r\n"
                                                   "Subject: Willkommen\r\n"
                                                   "Message-ID: <0196-1@dorf.example>\r\n"
                                                   "Content-Language: de\r\n"
                                                   "Auto-Submitted: auto-generated\r\n"
                                                   "MIME-Version: 1.0\r\n"
                                                   "Content-Type: text/plain; charset=utf-8\r\n"
                                                   "Content-Transfer-Encoding: quoted-printable\r\n"
                                                   "\r\n"
                                                   "Hallo Anna,\r\n"
                                                   "sch=C3=B6n, dass du dabei bist.\r\n");
}

TEST(Message, is_ascii_in_short_lines_whatever_is_in_it)
{
    auto mail = simple_mail();
    mail.subject = std::string(120, 'a') + " ü " + std::string(120, 'b');
    mail.to.name = std::string(60, 'x') + "ß" + std::string(60, 'y');
    mail.text = std::string(5000, 'z') + "\r\nä\tö \rEnde";
    mail.attachments = {{"Straße \"1\".pdf", "application/pdf", std::string(1000, '\xff')}};
    const auto message = build_message(mail, frame);
    for (const auto line : split(message, '\n')) {
        EXPECT_LE(line.size(), 79U) << line;
        EXPECT_TRUE(std::all_of(line.begin(), line.end(), [](char c) {
            return c == '\r' || c == '\t' || c >= ' ';
        })) << line;
    }
    EXPECT_EQ(std::count(message.begin(), message.end(), '\n'),
              std::count(message.begin(), message.end(), '\r'));
}

// Outlook and Gmail look for the appointment among the forms of the text, Apple Mail for the file.
TEST(Message, carries_an_appointment_as_a_form_of_its_text_and_as_a_file)
{
    auto mail = simple_mail();
    mail.calendar = "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nEND:VCALENDAR\r\n";
    mail.attachments = {{"plan.pdf", "application/pdf", "x"}};
    auto with_html = frame;
    with_html.html = "<p>Hallo</p>";
    const auto message = build_message(mail, with_html);
    std::vector<std::string> types;
    for (const auto line : split(replace_all(message, ";\r\n ", "; "), '\n'))
        if (line.starts_with("Content-Type: "))
            types.emplace_back(line.substr(14, line.find('"') - 14));
    EXPECT_EQ(types,
              (std::vector<std::string>{"multipart/mixed; boundary=", "multipart/alternative; boundary=",
                                        "text/plain; charset=utf-8\r", "text/html; charset=utf-8\r",
                                        "text/calendar; charset=utf-8; method=CANCEL\r", "application/ics\r",
                                        "application/pdf\r"}));
    EXPECT_NE(message.find("filename=\"invite.ics\""), std::string::npos);
    EXPECT_NE(message.find("\r\n--=_mixed_0196-1--\r\n"), std::string::npos);
    EXPECT_NE(message.find("\r\n--=_alternative_0196-1--\r\n"), std::string::npos);
}

TEST(Message, encoded_words_never_cut_a_character_in_two)
{
    std::string flowers;
    for (int i = 0; i < 20; ++i)
        flowers += "🌻";
    EXPECT_EQ(header_text("Grüße"), "=?UTF-8?B?R3LDvMOfZQ==?=");
    std::vector<std::size_t> bytes;
    for (const auto word : split(replace_all(header_text(flowers), "\r\n ", "\n"), '\n'))
        bytes.push_back((word.size() - 12) / 4 * 3);
    EXPECT_EQ(bytes, (std::vector<std::size_t>{36, 36, 9})) << "nine flowers of four bytes each, then two";
    EXPECT_EQ(header_text("=?UTF-8?Q?x?="), "=?UTF-8?B?PT9VVEYtOD9RP3g/PQ==?=") << "what only looks encoded";
}

TEST(Message, offers_to_leave_a_list_by_one_click_over_https_only)
{
    auto mail = simple_mail();
    mail.unsubscribe_url = "https://dorf.example/abmelden/abc";
    EXPECT_NE(build_message(mail, frame)
                  .find("List-Unsubscribe: <https://dorf.example/abmelden/abc>\r\n"
                        "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"),
              std::string::npos);
    mail.unsubscribe_url = "http://localhost:8080/abmelden/abc";
    const auto message = build_message(mail, frame);
    EXPECT_NE(message.find("List-Unsubscribe: <http:"), std::string::npos);
    EXPECT_EQ(message.find("One-Click"), std::string::npos);
}

TEST(Message, text_is_quoted_as_the_standard_says)
{
    EXPECT_EQ(quoted_printable("a=b \nc\t"), "a=3Db=20\r\nc=09\r\n");
    EXPECT_EQ(quoted_printable(std::string(76, 'x')), std::string(75, 'x') + "=\r\nx\r\n");
    EXPECT_EQ(quoted_printable(""), "");
    EXPECT_EQ(base64_lines("M"), "TQ==\r\n");
    EXPECT_EQ(base64_lines("Ma"), "TWE=\r\n");
    EXPECT_EQ(base64_lines("Man"), "TWFu\r\n");
}

TEST(Address, is_taken_as_people_have_them_and_refused_when_it_could_do_harm)
{
    for (const auto* good :
         {"anna@dorf.example", "a.b+c@x-y.example", "o'neil@dorf.example", "anna@dörfer.example"})
        EXPECT_TRUE(is_mail_address(good)) << good;
    for (const auto* bad : {"",
                            "anna",
                            "anna@",
                            "@dorf.example",
                            "anna@dorf",
                            "an na@dorf.example",
                            "anna@@dorf.example",
                            ".anna@dorf.example",
                            "anna..b@dorf.example",
                            "anna@dorf..example",
                            "anna@-dorf.example",
                            "anna@[127.0.0.1]",
                            "anna@127.0.0.1",
                            "anna@dorf.example\r\nBcc: x@y.example",
                            "jörg@dorf.example",
                            "anna@dorf.example>",
                            "\"anna\"@dorf.example",
                            "anna@dorf.example,x@y.example",
                            "anna@\xff.example",
                            "anna@dör fer.example",
                            "anna@dör/fer.example"})
        EXPECT_FALSE(is_mail_address(bad)) << bad;
    EXPECT_FALSE(is_mail_address(std::string(65, 'a') + "@dorf.example"));
    std::string umlauts; // 153 bytes as written, 303 in ASCII
    for (int i = 0; i < 30; ++i)
        umlauts += "ä.";
    EXPECT_FALSE(is_mail_address(std::string(60, 'a') + '@' + umlauts + "de"));
    EXPECT_TRUE(is_mail_address("a@" + umlauts + "de"));
    EXPECT_EQ(ascii_address("anna@dörfer.example"), "anna@xn--drfer-jua.example");
    EXPECT_EQ(host_of("anna@dörfer.example"), "xn--drfer-jua.example");
}

TEST(Checks, a_line_break_never_gets_into_a_header)
{
    const auto refused = [](auto change) {
        auto mail = simple_mail();
        EXPECT_TRUE(check(mail));
        change(mail);
        return !check(mail).has_value();
    };
    const std::string evil = "x\r\nBcc: alle@dorf.example";
    EXPECT_TRUE(refused([&](Mail& mail) { mail.subject = evil; }));
    EXPECT_TRUE(refused([&](Mail& mail) { mail.subject = "x\ny"; }));
    EXPECT_TRUE(refused([&](Mail& mail) { mail.to.name = evil; }));
    EXPECT_TRUE(refused([&](Mail& mail) { mail.to.address += "\r\n"; }));
    EXPECT_TRUE(refused([&](Mail& mail) { mail.from = Mailbox{"netz@dorf.example", evil}; }));
    EXPECT_TRUE(refused([&](Mail& mail) { mail.reply_to = "a@dorf.example\nX: y"; }));
    EXPECT_TRUE(refused([&](Mail& mail) { mail.unsubscribe_url = "https://dorf.example/\r\nX: y"; }));
    EXPECT_TRUE(refused([&](Mail& mail) {
        mail.calendar = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\nBcc: x\r\nEND:VCALENDAR\r\n";
    }));
    EXPECT_TRUE(refused([&](Mail& mail) { mail.attachments = {{evil, "text/plain", ""}}; }));
    EXPECT_TRUE(refused([&](Mail& mail) { mail.attachments = {{"a.txt", "text/plain\r\nX: y", ""}}; }));
}

TEST(Checks, what_is_missing_broken_or_too_large_is_refused)
{
    auto mail = simple_mail();
    mail.subject = " ";
    EXPECT_EQ(check(mail).error().kind, Err::invalid);
    mail = simple_mail();
    mail.text = "kaputt \xc3";
    EXPECT_EQ(check(mail).error().kind, Err::invalid);
    mail = simple_mail();
    mail.text = std::string(longest_text + 1, 'x');
    EXPECT_EQ(check(mail).error().kind, Err::too_large);
    mail = simple_mail();
    mail.attachments = {{"a.bin", "application/octet-stream", std::string(largest_attachments + 1, 'x')}};
    EXPECT_EQ(check(mail).error().kind, Err::too_large);
}

} // namespace dorfnetz::mail
