#include "accounts/notices.hpp"

#include "accounts/wrong_codes.hpp"
#include "foundation/mail/address.hpp"
#include "foundation/mail/outbox.hpp"

#include <fmt/format.h>
#include <vector>

namespace dorfnetz::accounts {

namespace {

struct Notice
{
    i18n::Language language = i18n::Language::de;
    German subject;
    std::vector<std::string> paragraphs; // translated already
    std::string_view purpose;
};

Result<Done> tell(db::Tx& tx, web::Environment& environment, const web::Network& network,
                  const Account& account, const Notice& notice)
{
    if (!mail::is_mail_address(account.login))
        return Done{};
    auto text = i18n::translate(notice.language, "Hallo {1},"_de, {account.name}) + '\n';
    for (const auto& paragraph : notice.paragraphs)
        text += '\n' + paragraph + '\n';
    TRY(mail::enqueue(tx,
                      {.network = network.id,
                       .to = {.address = account.login, .name = account.name},
                       .subject = i18n::translate(notice.language, notice.subject, {network.name}),
                       .text = text,
                       .purpose = std::string(notice.purpose),
                       .urgency = mail::Urgency::must_arrive},
                      environment.clock, environment.random));
    return Done{};
}

std::string moment(const web::Environment& environment, const web::Network& network, i18n::Language language)
{
    return i18n::format_moment({language, network.time_zone}, environment.clock.now());
}

} // namespace

Result<Done> tell_of_new_device(db::Tx& tx, web::Environment& environment, const web::Network& network,
                                const Account& account, std::string_view client, i18n::Language language,
                                std::string_view site)
{
    const auto say = [&](German text, const std::vector<std::string>& values = {}) {
        return i18n::translate(language, text, values);
    };
    const auto device = client.empty() ? say("einem unbekannten Browser"_de) : std::string(client);
    return tell(
        tx, environment, network, account,
        {.language = language,
         .subject = "Neues Gerät bei „{1}“"_de,
         .paragraphs =
             {say("gerade hat sich jemand mit deinem Zugang angemeldet: mit {1}, am {2}."_de,
                  {device, moment(environment, network, language)}),
              say("Warst du das? Dann ist alles gut, und du musst nichts tun."_de),
              site.empty()
                  ? say("Warst du das nicht? Dann melde dich an, geh auf „Anmeldung und Sicherheit“, melde "
                        "das "
                        "Gerät dort ab und ändere dein Kennwort."_de)
                  : say("Warst du das nicht? Dann melde das Gerät hier ab und ändere dein Kennwort:"_de) +
                        fmt::format("\n{}/redaktion/sicherheit", site)},
         .purpose = "new_device"});
}

Result<Done> tell_of_reset(db::Tx& tx, web::Environment& environment, const web::Network& network,
                           const Account& account)
{
    constexpr auto language = i18n::Language::de;
    return tell(
        tx, environment, network, account,
        {.language = language,
         .subject = "Dein Zugang bei „{1}“ ist zurückgesetzt"_de,
         .paragraphs =
             {i18n::translate(
                  language,
                  "die Koordination hat deinen Zugang zurückgesetzt: Kennwort, zweiter Nachweis und "
                  "alle Geräte gelten nicht mehr. Mit einer zweiten Mail wählst du ein neues Kennwort, "
                  "dann richtest du einen neuen Nachweis ein."_de),
              i18n::translate(language, "Du hast nicht darum gebeten? Dann ruf die Koordination an."_de)},
         .purpose = "factor_reset"});
}

Result<Done> tell_of_wrong_codes(db::Tx& tx, web::Environment& environment, const web::Network& network,
                                 const Account& account)
{
    constexpr auto language = i18n::Language::de;
    const auto say = [&](German text, const std::vector<std::string>& values = {}) {
        return i18n::translate(language, text, values);
    };
    return tell(
        tx, environment, network, account,
        {.language = language,
         .subject = "Viele falsche Codes bei „{1}“"_de,
         .paragraphs =
             {say("mit deinem Zugang hat jemand {1}-mal einen falschen Code eingegeben, zuletzt am {2}. Wir "
                  "haben "
                  "das Gerät abgemeldet und nehmen einen Tag lang keinen Code mehr an."_de,
                  {std::to_string(most_wrong_codes), moment(environment, network, language)}),
              say("Warst du das? Dann versuch es morgen wieder. Ist es eilig, ruf die Koordination an."_de),
              say("Warst du das nicht? Dann kennt jemand dein Kennwort oder liest deine Mails. Ändere beide "
                  "Kennwörter und ruf die Koordination an."_de)},
         .purpose = "wrong_codes"});
}

Result<Done> tell_of_new_factor(db::Tx& tx, web::Environment& environment, const web::Network& network,
                                const Account& account, i18n::Language language)
{
    return tell(
        tx, environment, network, account,
        {.language = language,
         .subject = "Neuer zweiter Nachweis bei „{1}“"_de,
         .paragraphs = {i18n::translate(language, "am {1} wurde ein zweiter Nachweis eingerichtet."_de,
                                        {moment(environment, network, language)}),
                        i18n::translate(language,
                                        "Warst du das nicht? Dann ruf sofort die Koordination an."_de)},
         .purpose = "new_factor"});
}

Result<Done> tell_of_provider(db::Tx& tx, web::Environment& environment, const web::Network& network,
                              const Account& account, i18n::Language language)
{
    return tell(
        tx, environment, network, account,
        {.language = language,
         .subject = "Dein Zugang bei „{1}“ ist mit der Gemeinde verbunden"_de,
         .paragraphs =
             {i18n::translate(language,
                              "am {1} wurde dein Zugang mit einem Konto bei der Gemeinde verbunden. Wer "
                              "sich dort anmeldet, kommt jetzt auch hier herein."_de,
                              {moment(environment, network, language)}),
              i18n::translate(language, "Warst du das nicht? Dann ruf sofort die Koordination an."_de)},
         .purpose = "provider_connected"});
}

Result<Done> tell_of_new_password(db::Tx& tx, web::Environment& environment, const web::Network& network,
                                  const Account& account, i18n::Language language)
{
    return tell(
        tx, environment, network, account,
        {.language = language,
         .subject = "Dein Kennwort bei „{1}“ ist neu"_de,
         .paragraphs = {i18n::translate(language, "dein Kennwort wurde am {1} geändert."_de,
                                        {moment(environment, network, language)}),
                        i18n::translate(
                            language,
                            "Warst du das nicht? Dann lass dir auf der Seite „Anmelden“ einen Link für "
                            "ein neues Kennwort schicken und ruf die Koordination an."_de)},
         .purpose = "new_password"});
}

} // namespace dorfnetz::accounts
