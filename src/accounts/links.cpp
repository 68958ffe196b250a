#include "accounts/links.hpp"

#include "foundation/core/random.hpp"
#include "foundation/mail/outbox.hpp"
#include "foundation/web/form.hpp"

#include <array>
#include <fmt/format.h>
#include <utility>

namespace dorfnetz::accounts {

namespace {

constexpr std::size_t link_token_bytes = 32;
constexpr std::size_t paper_code_length = 16; // 80 bits
constexpr std::size_t code_group = 4;

constexpr std::array<std::pair<LinkPurpose, std::string_view>, 4> purposes{{{LinkPurpose::set, "set"},
                                                                            {LinkPurpose::reset, "reset"},
                                                                            {LinkPurpose::sign_in, "sign_in"},
                                                                            {LinkPurpose::paper, "paper"}}};

// What a mail says about its link.
struct Wording
{
    German subject;
    German why;
    German how_long;
    German otherwise;
    std::string_view purpose; // of the mail
};

Wording wording_of(LinkPurpose purpose)
{
    switch (purpose) {
    case LinkPurpose::set:
    case LinkPurpose::paper: // never mailed
        return {"Dein Zugang bei „{1}“"_de,
                "du hast einen Zugang bei „{1}“. Wähl über diesen Link dein Kennwort:"_de,
                "Der Link gilt {2} und nur einmal."_de,
                "Du kennst uns nicht? Dann lösch diese Mail, es passiert nichts weiter."_de, "set_password"};
    case LinkPurpose::reset:
        return {"Neues Kennwort für „{1}“"_de,
                "für deinen Zugang bei „{1}“ wurde ein neues Kennwort angefordert. Hier wählst du es:"_de,
                "Der Link gilt {2} und nur einmal."_de,
                "Du warst das nicht? Dann lösch diese Mail. Dein Kennwort bleibt, wie es ist."_de,
                "reset_password"};
    case LinkPurpose::sign_in:
        break;
    }
    return {"Anmelden bei „{1}“"_de, "mit diesem Link meldest du dich bei „{1}“ an, ohne Kennwort:"_de,
            "Der Link gilt {2} und nur einmal. Gib ihn niemandem."_de,
            "Du warst das nicht? Dann lösch diese Mail. Ohne den Link kommt niemand hinein."_de,
            "sign_in_link"};
}

} // namespace

std::string_view to_text(LinkPurpose purpose)
{
    for (const auto& [known, text] : purposes)
        if (known == purpose)
            return text;
    return {};
}

LinkPurpose link_purpose_from_text(std::string_view text)
{
    for (const auto& [known, name] : purposes)
        if (name == text)
            return known;
    return LinkPurpose::reset;
}

std::chrono::minutes life_of(LinkPurpose purpose)
{
    switch (purpose) {
    case LinkPurpose::set:
        return std::chrono::hours(72);
    case LinkPurpose::reset:
        return std::chrono::hours(1);
    case LinkPurpose::sign_in:
        return std::chrono::minutes(15);
    case LinkPurpose::paper:
        break;
    }
    return std::chrono::days(14);
}

std::string life_text(i18n::Language language, LinkPurpose purpose)
{
    using namespace std::chrono;
    const auto life = life_of(purpose);
    if (life < hours(1))
        return i18n::translate_count(language, "eine Minute"_de, "{1} Minuten"_de, life.count());
    if (life < weeks(1))
        return i18n::translate_count(language, "eine Stunde"_de, "{1} Stunden"_de,
                                     duration_cast<hours>(life).count());
    return i18n::translate_count(language, "ein Tag"_de, "{1} Tage"_de, duration_cast<days>(life).count());
}

std::string stored_link(const web::Environment& environment, LinkPurpose purpose, std::string_view token)
{
    switch (purpose) {
    case LinkPurpose::set:
    case LinkPurpose::reset:
        return web::keyed_hash(environment, "password link", token);
    case LinkPurpose::sign_in:
        return web::keyed_hash(environment, "sign-in link", token);
    case LinkPurpose::paper:
        break;
    }
    return web::keyed_hash(environment, "paper code", plain_paper_code(token));
}

std::string spaced_code(std::string_view code)
{
    std::string spaced;
    for (std::size_t i = 0; i < code.size(); i += code_group)
        spaced.append(i > 0 ? 1 : 0, ' ').append(code.substr(i, code_group));
    return spaced;
}

std::string link_path(LinkPurpose purpose, std::string_view token)
{
    switch (purpose) {
    case LinkPurpose::set:
    case LinkPurpose::reset:
        return fmt::format("/passwort/{}", token);
    case LinkPurpose::sign_in:
        return fmt::format("/anmelden/link/{}", token);
    case LinkPurpose::paper:
        break;
    }
    return "/anmelden/zettel";
}

std::string make_link(db::Tx& tx, web::Environment& environment, const NetworkId& network,
                      const web::UserId& user, LinkPurpose purpose)
{
    const auto now = environment.clock.now();
    auto token = purpose == LinkPurpose::paper ? random_paper_code(environment.random, paper_code_length)
                                               : random_token(environment.random, link_token_bytes);
    insert_link(tx, network,
                {.id = random_token(environment.random),
                 .user = user,
                 .purpose = std::string(to_text(purpose)),
                 .token_hash = stored_link(environment, purpose, token),
                 .expires_at = now + life_of(purpose)},
                now);
    return token;
}

Result<Done> mail_link(db::Tx& tx, web::Environment& environment, const LinkMail& link)
{
    const auto words = wording_of(link.purpose);
    const auto say = [&](German text) {
        return i18n::translate(link.language, text,
                               {link.network_name, life_text(link.language, link.purpose)});
    };
    const auto greeting = i18n::translate(link.language, "Hallo {1},"_de, {link.account.name});
    const mail::Mail letter{.network = link.network,
                            .to = {.address = link.account.login, .name = link.account.name},
                            .subject = say(words.subject),
                            .text = fmt::format("{}\n\n{}\n\n{}\n\n{}\n\n{}\n", greeting, say(words.why),
                                                link.url, say(words.how_long), say(words.otherwise)),
                            .purpose = std::string(words.purpose),
                            .urgency = mail::Urgency::must_arrive,
                            .from = {},
                            .reply_to = {},
                            .unsubscribe_url = {},
                            .attachments = {}};
    TRY(mail::enqueue(tx, letter, environment.clock, environment.random));
    return Done{};
}

} // namespace dorfnetz::accounts
