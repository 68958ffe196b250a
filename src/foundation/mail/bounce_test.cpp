#include "foundation/mail/bounce.hpp"

#include "foundation/core/text.hpp"
#include "foundation/mail/outbox_for_tests.hpp"
#include "foundation/mail/report_mailbox.hpp"
#include "foundation/mail/servers_for_tests.hpp"

#include <filesystem>
#include <fstream>

namespace dorfnetz::mail {

namespace {

constexpr std::string_view pattern = "rueck+*@dorf.example";
const std::string number = "01960000-0000-7000-8000-00000000abcd";

std::string key(std::string_view text)
{
    return text.starts_with("return ") ? std::string(text.substr(text.size() - 4)) + "123456"
                                       : "key of " + std::string(text);
}

std::string back(const std::string& id)
{
    return return_path(pattern, MailId(id), key);
}

// As Postfix writes it.
std::string report(const std::string& to, const std::string& action, const std::string& status,
                   const std::string& message_id)
{
    return replace_all("Return-Path: <>\n"
                       "From: MAILER-DAEMON@mail.example (Mail Delivery System)\n"
                       "Subject: Undelivered Mail Returned to Sender\n"
                       "To: " +
                           to +
                           "\n"
                           "MIME-Version: 1.0\n"
                           "Content-Type: multipart/report; report-type=delivery-status;\n"
                           "\tboundary=\"4F1.16/mail.example\"\n"
                           "\n"
                           "This is a MIME-encapsulated message.\n"
                           "\n"
                           "--4F1.16/mail.example\n"
                           "Content-Description: Notification\n"
                           "Content-Type: text/plain; charset=us-ascii\n"
                           "\n"
                           "I'm sorry to have to inform you …\n"
                           "\n"
                           "--4F1.16/mail.example\n"
                           "Content-Description: Delivery report\n"
                           "Content-Type: message/delivery-status\n"
                           "\n"
                           "Reporting-MTA: dns; mail.example\n"
                           "Arrival-Date: Sun, 22 Nov 2026 19:30:00 +0000 (UTC)\n"
                           "\n"
                           "Final-Recipient: rfc822; anna@dorf.example\n"
                           "Original-Recipient: rfc822;anna@dorf.example\n"
                           "Action: " +
                           action +
                           "\n"
                           "Status: " +
                           status +
                           "\n"
                           "Diagnostic-Code: smtp; 550 5.1.1 <anna@dorf.example>: Recipient\n"
                           "    address rejected\n"
                           "\n"
                           "--4F1.16/mail.example\n"
                           "Content-Description: Undelivered Message Headers\n"
                           "Content-Type: text/rfc822-headers\n"
                           "\n"
                           "From: netz@dorf.example\n"
                           "Message-ID: <" +
                           message_id +
                           ">\n"
                           "\n"
                           "--4F1.16/mail.example--\n",
                       "\n", "\r\n");
}

std::string complaint(const std::string& id)
{
    return "To: rueck@dorf.example\nContent-Type: multipart/report; boundary=b; "
           "report-type=feedback-report\n\n"
           "--b\nContent-Type: text/plain\n\nSpam!\n"
           "--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nVersion: "
           "1\nOriginal-Mail-From: <" +
           back(id) + ">\n\n--b\nContent-Type: message/rfc822\n\nSubject: x\n\nHallo\n--b--\n";
}

class Bounces : public OutboxTest
{
protected:
    Bounces() { rules.address_key = key; }

    MailId sent_to(const std::string& address)
    {
        const auto id = put(mail_to(address));
        EXPECT_EQ(deliver().sent, 1);
        return id;
    }

    bool record(const std::optional<Report>& found)
    {
        bool recorded = false;
        write(
            [&](db::Tx& tx) { recorded = record_report(tx, found.value(), rules.address_key, clock.now()); });
        return recorded;
    }

    std::optional<Suppression> suppression(const std::string& address)
    {
        return database.pool().read(
            [&](db::Reader& reader) { return suppression_of(reader, network, rules.address_key(address)); });
    }
};

} // namespace

TEST(ReturnPath, names_the_mail_where_the_operator_wants_it)
{
    EXPECT_EQ(back(number), "rueck+" + number + ".abcd123456@dorf.example");
    EXPECT_EQ(return_path("rueck@dorf.example", MailId(number), key), "rueck@dorf.example");
}

TEST(Report, names_the_mail_by_the_address_that_it_came_to)
{
    const auto found =
        read_report(report("R" + back(number).substr(1), "failed", "5.1.1", "other@x"), pattern, key);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->kind, Report::Kind::failed);
    EXPECT_EQ(found->mail.text(), number);
    EXPECT_EQ(found->codes, "5.1.1");
}

TEST(Report, names_the_mail_by_the_head_that_came_back)
{
    const auto found =
        read_report(report("rueck@dorf.example", "Failed", "5.2.2 (full)", number + "@dorf.example"),
                    "rueck@dorf.example", key);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->mail.text(), number);
    EXPECT_EQ(found->codes, "5.2.2");
}

TEST(Report, that_a_mail_is_late_says_nothing_and_complaints_are_known)
{
    const auto late = read_report(report(back(number), "delayed", "4.4.1", "x@y"), pattern, key);
    ASSERT_TRUE(late);
    EXPECT_EQ(late->kind, Report::Kind::other);
    EXPECT_EQ(read_report(complaint(number), pattern, key).value().kind, Report::Kind::complaint);
}

TEST(Report, is_not_what_a_person_writes_nor_what_names_no_mail_of_ours)
{
    EXPECT_FALSE(read_report("To: " + back(number) + "\r\nSubject: Re: Hallo\r\n\r\nAction: failed\r\n",
                             pattern, key));
    EXPECT_FALSE(read_report(report("rueck@dorf.example", "failed", "5.1.1", "123@x"), pattern, key));
    EXPECT_FALSE(read_report("", pattern, key));
    EXPECT_FALSE(read_report("Content-Type: multipart/report; boundary=\"", pattern, key));
    std::string nested = "Content-Type: multipart/mixed; boundary=a\n\n";
    for (int i = 0; i < 1000; ++i)
        nested += "--a\nContent-Type: multipart/mixed; boundary=a\n\n";
    EXPECT_FALSE(read_report(nested, pattern, key));
}

TEST(Report, by_somebody_who_saw_no_more_than_an_answer_to_the_mail_is_not_believed)
{
    const auto message_id = number + "@dorf.example";
    EXPECT_FALSE(read_report(report("rueck@dorf.example", "failed", "5.1.1", message_id), pattern, key));
    EXPECT_FALSE(read_report(report("rueck+" + number + "@dorf.example", "failed", "5.1.1", message_id),
                             pattern, key));
    EXPECT_FALSE(read_report(
        report("rueck+" + number + ".0000000000@dorf.example", "failed", "5.1.1", message_id), pattern, key));
}

TEST_F(Bounces, a_mail_that_came_back_is_shown_and_its_address_written_to_no_more)
{
    const auto id = sent_to("anna@dorf.example");
    const auto found = read_report(report(back(id.text()), "failed", "5.1.1", "x@y"), pattern, key);
    EXPECT_TRUE(record(found));
    EXPECT_FALSE(record(found)) << "a second report about the same";
    EXPECT_EQ(state(id), MailState::bounced);
    EXPECT_EQ(status(id).last_error, "bounce 5.1.1");
    EXPECT_EQ(suppression("anna@dorf.example").value().reason, Suppressed::no_mailbox);
}

TEST_F(Bounces, a_full_mailbox_is_written_to_again_and_who_complained_is_not)
{
    const auto full = sent_to("full@dorf.example");
    EXPECT_TRUE(record(read_report(report(back(full.text()), "failed", "5.2.2", "x@y"), pattern, key)));
    EXPECT_FALSE(suppression("full@dorf.example"));
    const auto angry = sent_to("angry@dorf.example");
    EXPECT_TRUE(record(read_report(complaint(angry.text()), pattern, key)));
    EXPECT_EQ(suppression("angry@dorf.example").value().reason, Suppressed::complaint);
}

TEST_F(Bounces, are_read_from_their_mailbox_and_deleted_there_and_everything_else_stays)
{
    const ServerProcess server("imap_server_for_tests.py", {});
    const auto id = sent_to("anna@dorf.example");
    const auto put_into = [&](int place, const std::string& text) {
        std::ofstream(server.directory() / (std::to_string(place) + ".eml"), std::ios::binary) << text;
    };
    put_into(3, report(back(id.text()), "failed", "5.1.1", "x@y"));
    put_into(5,
             "From: anna@dorf.example\r\nTo: rueck@dorf.example\r\nSubject: Hallo\r\n\r\nWer seid ihr?\r\n");
    put_into(8, report(back(number), "failed", "5.1.1", "x@y") + std::string(400'000, 'x'));
    const MailboxSettings mailbox{.host = "127.0.0.1",
                                  .port = server.port(),
                                  .encryption = Encryption::none,
                                  .user = "rueck",
                                  .password = "geheim"};
    const ReportReading reading{.pool = database.pool(),
                                .mailbox = mailbox,
                                .pattern = std::string(pattern),
                                .address_key = rules.address_key,
                                .clock = clock};
    const auto first = read_reports(reading);
    EXPECT_EQ(first.bounced, 1);
    EXPECT_EQ(first.left_alone, 1);
    EXPECT_EQ(state(id), MailState::bounced);
    const auto is_there = [&](int place) {
        return std::filesystem::exists(server.directory() / (std::to_string(place) + ".eml"));
    };
    EXPECT_FALSE(is_there(3));
    EXPECT_TRUE(is_there(5));
    EXPECT_FALSE(is_there(8)) << "about a mail that was forgotten";
    const auto second = read_reports(reading);
    EXPECT_EQ(second.bounced + second.left_alone, 0) << "what was read stays read";

    auto wrong = mailbox;
    wrong.password = "falsch";
    EXPECT_THROW(read_reports({.pool = database.pool(),
                               .mailbox = wrong,
                               .pattern = std::string(pattern),
                               .address_key = rules.address_key,
                               .clock = clock}),
                 std::runtime_error);
}

} // namespace dorfnetz::mail
