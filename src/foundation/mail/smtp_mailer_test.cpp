#include "foundation/core/random.hpp"
#include "foundation/mail/message.hpp"
#include "foundation/mail/servers_for_tests.hpp"

#include <algorithm>
#include <cstdlib>
#include <gtest/gtest.h>
#include <stop_token>

namespace dorfnetz::mail {

namespace {

Envelope envelope_to(const std::string& address, const Mail& mail = {})
{
    Mail to_send = mail;
    to_send.to = {address, mail.to.name};
    if (to_send.subject.empty())
        to_send.subject = "Probe";
    const Mailbox from{"netz@dorf.example", "Dorfnetz"};
    return {.id = MailId{"0196"},
            .from = from.address,
            .to = address,
            .message = build_message(to_send, {.from = from,
                                               .message_id = "<0196@dorf.example>",
                                               .date = *timestamp_from_iso("2026-11-22T19:30:00Z")})};
}

Attempt send(Mailer& mailer, const Envelope& envelope)
{
    return mailer.send(envelope, {});
}

// A certificate that nobody but the test trusts.
struct Certificate
{
    explicit Certificate(const std::string& name = "IP:127.0.0.1")
    {
        const auto command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost "
                             "-addext subjectAltName=" +
                             name + " -keyout " + key() + " -out " + file() + " 2>/dev/null";
        if (std::system(command.c_str()) != 0)
            throw std::runtime_error("openssl made no certificate");
    }

    std::string file() const { return (directory.path() / "certificate.pem").string(); }

    std::string key() const { return (directory.path() / "key.pem").string(); }

    support::TemporaryDirectory directory;
};

std::string some_bytes(std::size_t count)
{
    SeededRandom random(7);
    std::string bytes(count, '\0');
    std::generate(bytes.begin(), bytes.end(), [&] { return static_cast<char>(random.below(256)); });
    return bytes;
}

} // namespace

TEST(SmtpMailer, umlauts_attachments_dots_and_long_lines_arrive_as_they_were)
{
    const SmtpServer server;
    const auto mailer = smtp_mailer(server.settings());
    const std::string text = "Hallo Jürgen,\n\n.\n..zwei Punkte\n.\nEnde mit Leerzeichen \n" +
                             std::string(3000, 'x') + " größer\nFrom hier an = 100 % 🌻\n.\n";
    const std::string pdf = some_bytes(100'000);
    const std::string subject =
        "Einladung: Frühjahrsputz auf dem Dorfplatz – bringt Äste, Körbe und gute Laune mit 🌻";
    Mail mail{.to = {"", "Jürgen Beispiel, \"Jü\""}, .subject = subject, .text = text};
    mail.attachments = {{"Übersicht für alle.pdf", "application/pdf", pdf}, {"leer.txt", "text/plain", ""}};

    EXPECT_EQ(send(*mailer, envelope_to("juergen@dorf.example", mail)).outcome, Outcome::accepted);
    ASSERT_EQ(server.taken(), 1);
    EXPECT_EQ(server.seen(1, "from"), "netz@dorf.example");
    EXPECT_EQ(server.seen(1, "to"), "juergen@dorf.example");
    EXPECT_EQ(server.seen(1, "to-name"), mail.to.name);
    EXPECT_EQ(server.seen(1, "subject"), subject);
    EXPECT_TRUE(server.seen(1, "text") == text);
    EXPECT_EQ(server.seen(1, "message-id"), "<0196@dorf.example>");
    EXPECT_EQ(server.seen(1, "attachment.0.name"), "Übersicht für alle.pdf");
    EXPECT_TRUE(server.seen(1, "attachment.0") == pdf);
    EXPECT_EQ(server.seen(1, "attachment.1"), "");
}

TEST(SmtpMailer, a_second_mail_goes_over_the_same_mailer)
{
    const SmtpServer server;
    const auto mailer = smtp_mailer(server.settings());
    EXPECT_EQ(send(*mailer, envelope_to("eins@dorf.example")).outcome, Outcome::accepted);
    EXPECT_EQ(send(*mailer, envelope_to("nobody@dorf.example")).outcome, Outcome::refused);
    EXPECT_EQ(send(*mailer, envelope_to("zwei@dorf.example")).outcome, Outcome::accepted);
    EXPECT_EQ(server.taken(), 2);
    EXPECT_EQ(server.seen(2, "to"), "zwei@dorf.example");
}

TEST(SmtpMailer, a_refusal_is_final_and_its_reason_does_not_repeat_the_address)
{
    const SmtpServer server;
    const auto mailer = smtp_mailer(server.settings());
    const auto recipient = send(*mailer, envelope_to("nobody@dorf.example"));
    EXPECT_EQ(recipient.outcome, Outcome::refused);
    EXPECT_EQ(recipient.reason, "envelope 550 5.1.1");
    const auto content = send(*mailer, envelope_to("unwanted@dorf.example"));
    EXPECT_EQ(content.outcome, Outcome::refused);
    EXPECT_EQ(content.reason, "message 554 5.7.1");
    EXPECT_EQ(server.taken(), 0);
}

TEST(SmtpMailer, a_busy_server_is_asked_again_later)
{
    const SmtpServer server;
    const auto mailer = smtp_mailer(server.settings());
    const auto attempt = send(*mailer, envelope_to("busy@dorf.example"));
    EXPECT_EQ(attempt.outcome, Outcome::later);
    EXPECT_EQ(attempt.reason, "envelope 450 4.2.1");
}

TEST(SmtpMailer, a_sender_that_the_server_does_not_take_is_nothing_to_do_with_the_mail)
{
    const SmtpServer server;
    const auto mailer = smtp_mailer(server.settings());
    auto envelope = envelope_to("anna@dorf.example");
    envelope.from = "stranger@dorf.example";
    const auto attempt = send(*mailer, envelope);
    EXPECT_EQ(attempt.outcome, Outcome::unreachable) << "a setting is wrong, so everybody's mail waits";
    EXPECT_EQ(attempt.reason, "sender 553");
    EXPECT_EQ(send(*mailer, envelope_to("anna@dorf.example")).outcome, Outcome::accepted);
}

TEST(SmtpMailer, a_line_that_breaks_before_the_answer_leaves_the_outcome_unknown)
{
    const SmtpServer server;
    const auto mailer = smtp_mailer(server.settings());
    EXPECT_EQ(send(*mailer, envelope_to("cut@dorf.example")).outcome, Outcome::unknown);
    EXPECT_EQ(server.taken(), 1) << "the server has it, but could not say so";
}

TEST(SmtpMailer, a_server_that_is_not_there_is_nothing_to_do_with_the_mail)
{
    SmtpSettings settings;
    {
        const SmtpServer gone;
        settings = gone.settings();
    }
    const auto mailer = smtp_mailer(settings);
    EXPECT_EQ(send(*mailer, envelope_to("anna@dorf.example")).outcome, Outcome::unreachable);
}

TEST(SmtpMailer, signs_in_over_an_encrypted_line_and_refuses_a_certificate_that_it_does_not_know)
{
    const Certificate certificate;
    const SmtpServer server(
        {"--tls", certificate.file(), certificate.key(), "--user", "netz", "--password", "geheim 123"});
    auto settings = server.settings();
    settings.encryption = Encryption::starttls;
    settings.user = "netz";
    settings.password = "geheim 123";
    const auto distrusted = send(*smtp_mailer(settings), envelope_to("anna@dorf.example"));
    EXPECT_EQ(distrusted.outcome, Outcome::unreachable);
    EXPECT_NE(distrusted.reason.find("certificate"), std::string::npos) << distrusted.reason;
    settings.ca_file = certificate.file();
    EXPECT_EQ(send(*smtp_mailer(settings), envelope_to("anna@dorf.example")).outcome, Outcome::accepted);
    EXPECT_EQ(server.seen(1, "encrypted"), "yes");
    settings.password = "falsch";
    const auto unknown = send(*smtp_mailer(settings), envelope_to("anna@dorf.example"));
    EXPECT_EQ(unknown.outcome, Outcome::unreachable) << "the operator's business; the mail waits";
    EXPECT_EQ(unknown.reason, "Login denied 535 5.7.8");
    settings.user = "";
    const auto anonymous = send(*smtp_mailer(settings), envelope_to("anna@dorf.example"));
    EXPECT_EQ(anonymous.outcome, Outcome::unreachable);
    EXPECT_NE(anonymous.reason.find("530"), std::string::npos) << anonymous.reason;
    EXPECT_EQ(server.taken(), 1);
}

TEST(SmtpMailer, a_certificate_of_another_host_is_refused_though_it_is_trusted)
{
    const Certificate certificate("DNS:mail.dorf.example");
    const SmtpServer server({"--tls", certificate.file(), certificate.key()});
    auto settings = server.settings();
    settings.encryption = Encryption::starttls;
    settings.ca_file = certificate.file();
    EXPECT_EQ(send(*smtp_mailer(settings), envelope_to("anna@dorf.example")).outcome, Outcome::unreachable);
    EXPECT_EQ(server.taken(), 0);
}

TEST(SmtpMailer, a_server_that_offers_no_encryption_gets_nothing_when_it_is_required)
{
    const SmtpServer server;
    auto settings = server.settings();
    settings.encryption = Encryption::starttls;
    EXPECT_EQ(send(*smtp_mailer(settings), envelope_to("anna@dorf.example")).outcome, Outcome::unreachable);
    EXPECT_EQ(server.taken(), 0);
}

TEST(SmtpMailer, a_stop_before_the_message_leaves_the_mail_for_later)
{
    const SmtpServer server;
    std::stop_source stop;
    stop.request_stop();
    const auto mailer = smtp_mailer(server.settings());
    EXPECT_EQ(mailer->send(envelope_to("anna@dorf.example"), stop.get_token()).outcome, Outcome::later);
    EXPECT_EQ(server.taken(), 0);
}

TEST(SmtpMailer, settings_that_cannot_work_are_refused_with_a_reason)
{
    EXPECT_FALSE(problem_of({.host = "mail.example"}));
    EXPECT_TRUE(problem_of({}));
    EXPECT_TRUE(problem_of({.host = "mail.example", .encryption = Encryption::none}));
    EXPECT_TRUE(problem_of({.host = "mail.example/pfad"}));
    EXPECT_TRUE(problem_of({.host = "mail.example", .port = 0}));
    EXPECT_THROW(static_cast<void>(smtp_mailer({})), std::invalid_argument);
}

} // namespace dorfnetz::mail
