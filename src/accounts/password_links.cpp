#include "accounts/password_links.hpp"

#include "foundation/core/random.hpp"
#include "foundation/mail/outbox.hpp"
#include "foundation/web/form.hpp"

#include <fmt/format.h>
#include <utility>

namespace dorfnetz::accounts {

namespace {

constexpr std::size_t link_token_bytes = 32;

std::string text_of(const LinkMail& link)
{
    const auto say = [&](German text, const std::vector<std::string>& values = {}) {
        return i18n::translate(link.language, text, values);
    };
    const auto why =
        link.purpose == LinkPurpose::set
            ? say("du hast einen Zugang bei „{1}“. Wähl über diesen Link dein Kennwort:"_de,
                  {link.network_name})
            : say("für deinen Zugang bei „{1}“ wurde ein neues Kennwort angefordert. Hier wählst du es:"_de,
                  {link.network_name});
    const auto how_long = link.purpose == LinkPurpose::set
                              ? say("Der Link gilt 72 Stunden und nur einmal."_de)
                              : say("Der Link gilt eine Stunde und nur einmal."_de);
    const auto otherwise =
        link.purpose == LinkPurpose::set
            ? say("Du kennst uns nicht? Dann lösch diese Mail, es passiert nichts weiter."_de)
            : say("Du warst das nicht? Dann lösch diese Mail. Dein Kennwort bleibt, wie es ist."_de);
    return fmt::format("{}\n\n{}\n\n{}\n\n{}\n\n{}\n", say("Hallo {1},"_de, {link.account.name}), why,
                       link.url, how_long, otherwise);
}

} // namespace

std::chrono::hours life_of(LinkPurpose purpose)
{
    return purpose == LinkPurpose::set ? std::chrono::hours(72) : std::chrono::hours(1);
}

std::string stored_link(const web::Environment& environment, std::string_view token)
{
    return web::keyed_hash(environment, "password link", token);
}

std::string link_path(std::string_view token)
{
    return fmt::format("/passwort/{}", token);
}

std::string make_link(db::Tx& tx, web::Environment& environment, const NetworkId& network,
                      const web::UserId& user, LinkPurpose purpose)
{
    const auto now = environment.clock.now();
    auto token = random_token(environment.random, link_token_bytes);
    insert_link(tx, network,
                {.id = random_token(environment.random),
                 .user = user,
                 .purpose = purpose == LinkPurpose::set ? "set" : "reset",
                 .token_hash = stored_link(environment, token),
                 .expires_at = now + life_of(purpose)},
                now);
    return token;
}

Result<Done> mail_link(db::Tx& tx, web::Environment& environment, const LinkMail& link)
{
    const mail::Mail letter{
        .network = link.network,
        .to = {.address = link.account.login, .name = link.account.name},
        .subject = link.purpose == LinkPurpose::set
                       ? i18n::translate(link.language, "Dein Zugang bei „{1}“"_de, {link.network_name})
                       : i18n::translate(link.language, "Neues Kennwort für „{1}“"_de, {link.network_name}),
        .text = text_of(link),
        .purpose = link.purpose == LinkPurpose::set ? "set_password" : "reset_password",
        .urgency = mail::Urgency::must_arrive,
        .from = {},
        .reply_to = {},
        .unsubscribe_url = {},
        .attachments = {}};
    TRY(mail::enqueue(tx, letter, environment.clock, environment.random));
    return Done{};
}

} // namespace dorfnetz::accounts
