#include "features/people/consents.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/core/digest.hpp"
#include "foundation/core/text.hpp"

#include <fmt/format.h>

// What people agree to, in words. A wording is never changed: a new one is another text with another hash.
namespace dorfnetz::people {

namespace {

constexpr std::array names{
    std::pair{Purpose::register_, std::string_view("register")},
    std::pair{Purpose::lead_contact, std::string_view("lead_contact")},
    std::pair{Purpose::network_contact, std::string_view("network_contact")},
    std::pair{Purpose::public_name, std::string_view("public_name")},
    std::pair{Purpose::pictures, std::string_view("pictures")},
    std::pair{Purpose::newsletter, std::string_view("newsletter")},
    std::pair{Purpose::special_fields, std::string_view("special_fields")},
};

German wording_of(Purpose purpose)
{
    switch (purpose) {
    case Purpose::register_:
        return "Ja, {1} darf meine Angaben aufheben und mich ansprechen, wenn Hilfe gebraucht wird. "
               "Öffentlich "
               "steht davon nichts. Ich kann das jederzeit zurücknehmen, dann werden meine Angaben gelöscht."_de;
    case Purpose::lead_contact:
        return "Auch die Netzwerkvereine dort, wo ich helfen will, dürfen sie sehen und mich anrufen."_de;
    case Purpose::network_contact:
        return "Auch wer im Netzwerk eine Aktion vorbereitet, darf meine Angaben sehen und mich anrufen."_de;
    case Purpose::public_name:
        return "Mein Name darf öffentlich genannt werden, zum Beispiel beim Dank nach einem Fest."_de;
    case Purpose::pictures:
        return "Bilder, auf denen man mich erkennt, darf {1} auf seinen Seiten zeigen."_de;
    case Purpose::newsletter:
        return "{1} darf mir einmal im Monat den Rundbrief per E-Mail schicken. Ich kann ihn jederzeit mit "
               "einem "
               "Klick abbestellen."_de;
    case Purpose::special_fields:
        return "Meine Einsatzfelder verraten vielleicht etwas über Gesundheit, Politik, Gewerkschaft oder "
               "Glauben. "
               "Auch diese darf {1} aufheben."_de;
    }
    throw std::logic_error("no such purpose");
}

std::vector<AgreedText> remember(db::Tx& tx, const Wordings& wordings, std::string_view text,
                                 std::span<const Purpose> covers)
{
    const auto hash = sha256(text);
    tx.exec(R"sql(
        INSERT INTO consent_texts (network_id, hash, language, text, first_used_at)
        VALUES (:network, :hash, :language, :text, :now) ON CONFLICT DO NOTHING)sql",
            {{"network", wordings.network},
             {"hash", hash},
             {"language", i18n::code(wordings.language)},
             {"text", text},
             {"now", wordings.now}});
    std::vector<AgreedText> agreed;
    for (const auto purpose : covers) {
        tx.exec(R"sql(
            INSERT INTO consent_text_purposes (network_id, text_hash, purpose)
            VALUES (:network, :hash, :purpose) ON CONFLICT DO NOTHING)sql",
                {{"network", wordings.network}, {"hash", hash}, {"purpose", to_text(purpose)}});
        agreed.push_back({purpose, hash});
    }
    return agreed;
}

} // namespace

std::string_view to_text(Purpose purpose)
{
    for (const auto& [known, name] : names)
        if (known == purpose)
            return name;
    return {};
}

std::optional<Purpose> purpose_from_text(std::string_view text)
{
    for (const auto& [purpose, name] : names)
        if (name == text)
            return purpose;
    return std::nullopt;
}

std::string purpose_label(Purpose purpose, i18n::Language language)
{
    return vocabularies::label("consent_purposes", to_text(purpose), language);
}

std::string purposes_in_words(std::string_view keys, i18n::Language language)
{
    std::vector<std::string> labels;
    for (const auto& key : split_list(keys, ","))
        if (const auto purpose = purpose_from_text(key))
            labels.push_back(purpose_label(*purpose, language));
    return join(labels, ", ");
}

Wordings wordings_of(const web::Context& context)
{
    return {.network = context.network.id,
            .network_name = context.network.name,
            .language = context.language,
            .now = context.now()};
}

std::string consent_text(Purpose purpose, std::string_view network_name, i18n::Language language)
{
    return i18n::translate(language, wording_of(purpose), {std::string(network_name)});
}

// Word for word the text that covered both before each had a box of its own.
std::string asking_text(std::string_view network_name, i18n::Language language)
{
    return i18n::translate(
        language,
        "Ja, {1} darf meine Angaben aufheben und mich ansprechen, wenn Hilfe gebraucht wird. Meine Angaben "
        "sehen "
        "nur die Koordination des Netzwerks und der Netzwerkverein der Dörfer, in denen ich helfen will. Sie "
        "stehen nirgends öffentlich. Ich kann das jederzeit ohne Angabe von Gründen zurücknehmen, dann "
        "werden "
        "meine Angaben gelöscht."_de,
        {std::string(network_name)});
}

std::vector<AgreedText> remember_consent_texts(db::Tx& tx, const Wordings& wordings,
                                               std::span<const Purpose> purposes)
{
    std::vector<AgreedText> agreed;
    for (const auto purpose : purposes)
        for (auto& text :
             remember(tx, wordings, consent_text(purpose, wordings.network_name, wordings.language),
                      std::span(&purpose, 1)))
            agreed.push_back(std::move(text));
    return agreed;
}

std::vector<AgreedText> remember_asking_text(db::Tx& tx, const Wordings& wordings)
{
    return remember(tx, wordings, asking_text(wordings.network_name, wordings.language), asked_at_once);
}

} // namespace dorfnetz::people
