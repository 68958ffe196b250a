#include "foundation/foreign/child.hpp"
#include "operations/checks.hpp"

#include <array>
#include <unistd.h>

namespace dorfnetz::operations {

namespace {

bool is_local(std::string_view address)
{
    return address.starts_with("unix:") || address.starts_with("127.") || address == "::1" ||
           address == "localhost";
}

// One black pixel: the smallest thing that the reader program must be able to read.
constexpr std::array<unsigned char, 69> one_pixel{
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48,
    0x44, 0x52, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x02, 0x00, 0x00,
    0x00, 0x90, 0x77, 0x53, 0xde, 0x00, 0x00, 0x00, 0x0c, 0x49, 0x44, 0x41, 0x54, 0x78,
    0xda, 0x63, 0x60, 0x60, 0x60, 0x00, 0x00, 0x00, 0x04, 0x00, 0x01, 0xc8, 0xea, 0xeb,
    0xf9, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82};

} // namespace

void check_addresses(const Surroundings& surroundings, Findings& findings)
{
    const auto add = [&](Grade grade, const char* check, German text) {
        findings.push_back({grade, check, text, {surroundings.public_address}});
    };
    const bool https = surroundings.public_address.starts_with("https://");
    const bool outside = !is_local(surroundings.listen_address);
    if (surroundings.public_address.empty()) {
        if (outside || surroundings.behind_tls || surroundings.trusts_a_proxy || surroundings.mail)
            add(Grade::bad, "address.missing",
                "public_address fehlt. Trag die Adresse ein, unter der ihr im Netz steht, etwa "
                "https://dorf.example: "
                "Sie steht in den Links der Mails."_de);
    } else if (!https && !surroundings.public_address.starts_with("http://")) {
        add(Grade::bad, "address.form", "public_address ({1}) muss mit https:// beginnen."_de);
    } else if (surroundings.public_address.find('/', surroundings.public_address.find("://") + 3) !=
               std::string::npos) {
        add(Grade::bad, "address.path",
            "public_address ({1}) darf hinter dem Namen nichts mehr haben, auch keinen /."_de);
    } else if (https && !surroundings.behind_tls) {
        add(Grade::bad, "tls.missing",
            "public_address beginnt mit https://, aber behind_tls ist aus. Schalt es ein, sonst gehen "
            "Cookies auch "
            "unverschlüsselt mit."_de);
    } else if (!https && surroundings.behind_tls) {
        add(Grade::bad, "tls.address",
            "behind_tls ist an, aber public_address ({1}) beginnt nicht mit https://. So meldet sich niemand an."_de);
    } else if (!https) {
        add(Grade::warn, "tls.none",
            "Die Seite ist unverschlüsselt ({1}). Stell einen Proxy mit HTTPS davor, siehe docs/operate.md."_de);
    } else {
        add(Grade::ok, "address", "Die Adresse {1} passt zu den Einstellungen."_de);
    }
    if (surroundings.behind_tls && !surroundings.trusts_a_proxy)
        add(Grade::warn, "proxy",
            "trusted_proxies ist leer. Trag die Adresse des Proxys ein, etwa 127.0.0.1, oder unix bei einem Socket: sonst bremst ein einzelner Besucher alle anderen aus."_de);
    if (!surroundings.metrics_address.empty() && !is_local(surroundings.metrics_address))
        add(Grade::warn, "metrics",
            "Die Messwerte sind von außen lesbar. Stell metrics_listen auf 127.0.0.1."_de);
}

namespace {

// Only what is half done: a small network may let mails come back to the mailbox of its sender.
void check_bounces(const Surroundings& surroundings, Findings& findings)
{
    if (!surroundings.bounce_mailbox)
        return;
    if (const auto problem = mail::problem_of(*surroundings.bounce_mailbox))
        return findings.push_back(
            {Grade::bad, "mail.bounces", "So liest niemand, welche Mails zurückkommen: {1}"_de, {*problem}});
    if (surroundings.mail_bounce_address.find('*') == std::string::npos)
        findings.push_back(
            {Grade::warn, "mail.bounces",
             "Nicht jede Mail, die zurückkommt, wird erkannt. Trag unter [mail] bounce_address mit "
             "einem * ein, etwa rueck+*@dorf.example."_de});
}

} // namespace

void check_mail(const Surroundings& surroundings, Findings& findings)
{
    if (!surroundings.mail)
        return findings.push_back(
            {Grade::warn,
             "mail.test",
             "Mails gehen an niemanden: Sie werden Dateien im Ordner {1}. Trag unter [mail] euren "
             "Server ein."_de,
             {(surroundings.data / "mails").string()}});
    if (const auto problem = mail::problem_of(*surroundings.mail))
        return findings.push_back(
            {Grade::bad, "mail.settings", "So kann keine Mail gehen: {1}"_de, {*problem}});
    if (surroundings.mail_sender.empty() || surroundings.mail_sender.ends_with("@localhost"))
        return findings.push_back(
            {Grade::bad,
             "mail.sender",
             "Mit dem Absender {1} landen Mails im Spam. Trag unter [mail] sender_address ein."_de,
             {surroundings.mail_sender}});
    if (!surroundings.mail_only_to.empty())
        return findings.push_back(
            {Grade::warn,
             "mail.test",
             "Testbetrieb: Alle Mails gehen an {1}. Nimm only_to unter [mail] heraus, wenn "
             "es losgeht."_de,
             {surroundings.mail_only_to}});
    findings.push_back({Grade::ok, "mail", "Mails gehen über {1}."_de, {surroundings.mail->host}});
    check_bounces(surroundings, findings);
}

void check_reader(const Surroundings& surroundings, Findings& findings)
{
    if (::access(surroundings.reader_program.c_str(), X_OK) != 0)
        return findings.push_back(
            {Grade::bad,
             "reader.missing",
             "Das Programm {1} fehlt; ohne es liest niemand Tabellen und Bilder. Installiere "
             "Dorfnetz noch einmal."_de,
             {surroundings.reader_program.string()}});
    const std::string_view picture(reinterpret_cast<const char*>(one_pixel.data()), one_pixel.size());
    if (!foreign::run_child(surroundings.reader_program, "picture", picture))
        return findings.push_back(
            {Grade::bad,
             "reader.broken",
             "Das Programm {1} läuft hier nicht. Sieh ins Protokoll; oft fehlt ein Paket."_de,
             {surroundings.reader_program.string()}});
    findings.push_back({Grade::ok, "reader", "Tabellen und Bilder können gelesen werden."_de});
}

} // namespace dorfnetz::operations
