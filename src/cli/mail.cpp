#include "app/background.hpp"
#include "cli/commands.hpp"
#include "foundation/core/clock.hpp"
#include "foundation/core/random.hpp"
#include "foundation/i18n/i18n.hpp"
#include "foundation/mail/address.hpp"
#include "foundation/mail/bounce.hpp"
#include "foundation/mail/checks.hpp"
#include "foundation/mail/letter.hpp"
#include "foundation/mail/message.hpp"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <fmt/format.h>
#include <stop_token>

namespace dorfnetz::cli {

namespace {

std::string say(German text, const std::vector<std::string>& values = {})
{
    return i18n::translate(i18n::Language::de, text, values);
}

mail::Envelope test_mail(const app::MailSettings& settings, const std::string& to)
{
    const SystemClock clock;
    SystemRandom random;
    const mail::Mail mail{
        .to = {.address = to},
        .subject = say("Probe von Dorfnetz"_de),
        .text =
            say("Guten Tag,\n\ndiese Mail kommt an. Dann kommen auch die anderen an.\n\n"
                "Liegt sie im Spam, fehlt in den Einstellungen der Domain etwas: SPF, DKIM oder DMARC."_de),
        .purpose = "test"};
    if (const auto checked = mail::check(mail); !checked)
        throw std::runtime_error(i18n::error_text(i18n::Language::de, checked.error()));
    const auto id = new_id<mail::MailId>(clock, random);
    const mail::Mailbox from{settings.sender_address, settings.sender_name};
    const mail::Look look{.name = settings.sender_name};
    return {.id = id,
            .from = settings.bounce_address.empty()
                        ? from.address
                        : mail::return_path(settings.bounce_address, id,
                                            [](std::string_view) {
                                                return std::string("0000000000"); // nobody believes it
                                            }),
            .to = mail::ascii_address(to).value_or(to),
            .message = mail::build_message(
                mail,
                {.from = from,
                 .message_id = fmt::format("<{}@{}>", id.text(), mail::host_of(from.address)),
                 .date = clock.now(),
                 .html = mail::html_letter(mail, mail::html_of_text(mail.text, mail.language, look), look)})};
}

// What usually helps, by what libcurl or the server said.
std::string advice_for(std::string_view reason, const app::MailSettings& settings, const std::string& to)
{
    const auto says = [&](std::string_view words) { return reason.find(words) != std::string_view::npos; };
    const auto port = std::to_string(settings.port);
    if (says("resolve host"))
        return say("Den Namen {1} kennt niemand. Stimmt host unter [mail]?"_de, {settings.host});
    if (says("Couldn't connect") || says("Timeout"))
        return say("{1} antwortet auf Port {2} nicht. Üblich sind Port 587 mit encryption = \"starttls\" und "
                   "Port 465 "
                   "mit \"tls\". Port 25 sperren viele Anbieter."_de,
                   {settings.host, port});
    if (says("SSL level") || says("SSL connect"))
        return say(
            "{1} verschlüsselt auf Port {2} nicht so, wie encryption es verlangt. Üblich sind Port 587 mit "
            "\"starttls\" und Port 465 mit \"tls\"."_de,
            {settings.host, port});
    if (says("certificate"))
        return say(
            "Das Zertifikat des Servers gilt nicht für {1}. Trag als host den Namen ein, den der Anbieter "
            "nennt, keine Nummer."_de,
            {settings.host});
    if (says("Login denied") || says(" 530") || says(" 535"))
        return say(
            "Der Server nimmt Namen und Passwort nicht an. Stimmen user und password unter [mail]? Manche "
            "Anbieter wollen ein eigenes Passwort für Programme."_de);
    if (reason.starts_with("sender "))
        return say(
            "Der Server verschickt nichts von {1}. Trag unter [mail] als sender_address die Adresse ein, die "
            "zum Konto gehört."_de,
            {settings.bounce_address.empty() ? settings.sender_address : settings.bounce_address});
    if (reason.starts_with("envelope 5"))
        return say("Der Server nimmt keine Mail an {1}. Versuch es mit einer anderen Adresse."_de, {to});
    return {};
}

int send_test(const Common& common, const std::string& wanted)
{
    const auto settings = common.settings();
    const auto to = settings.mail.only_to.empty() ? wanted : settings.mail.only_to;
    if (to != wanted)
        fmt::print("{}\n", say("Testbetrieb: Sie geht an {1}."_de, {to}));
    const auto mailer = app::make_mailer(settings);
    const auto attempt = mailer->send(test_mail(settings.mail, to), std::stop_token());
    if (attempt.outcome != mail::Outcome::accepted) {
        fmt::print("{}\n", say("Die Mail ging nicht hinaus: {1}"_de, {attempt.reason}));
        if (const auto advice = advice_for(attempt.reason, settings.mail, to); !advice.empty())
            fmt::print("{}\n", advice);
        return 1;
    }
    if (settings.mail.host.empty())
        fmt::print("{}\n", say("Es ist kein Mailserver eingetragen. Die Mail liegt als Datei in {1}."_de,
                               {(settings.data / "mails").string()}));
    else
        fmt::print("{}\n", say("{1} hat die Mail an {2} genommen."_de, {settings.mail.host, to}));
    return 0;
}

} // namespace

void add_mail(CLI::App& program, Common& common, Run& run)
{
    auto* command = program.add_subcommand("mail", "Try whether mail goes out");
    command->require_subcommand(1);
    auto* test = command->add_subcommand("test", "Send one mail now; 1 if it is not taken");
    auto to = std::make_shared<std::string>();
    test->add_option("--to", *to, "Whom it is for")->required();
    test->callback([&common, &run, to] { run = [&common, to] { return send_test(common, *to); }; });
}

} // namespace dorfnetz::cli
