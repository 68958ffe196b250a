#include "features/people/kept_contacts.hpp"

#include "features/organisations/api.hpp"
#include "features/people/people_pages.hpp"
#include "foundation/core/text.hpp"
#include "foundation/phone/phone.hpp"

#include <algorithm>

namespace dorfnetz::people {

namespace {

using organisations::Contact;

// At a mailbox may stand somebody else of the club, so the family name has to fit at least.
Belonging belonging_of(const Contact& contact, const Traces& traces)
{
    const auto& name = contact.data.name;
    const auto comparing = accounts::the_program();
    const auto belonging = traces.whose(name, to_lower_ascii(contact.data.email.seen_by(comparing)),
                                        {contact.data.phone.seen_by(comparing)});
    return traces.ends_with_family_name(name) ? belonging : Belonging::not_theirs;
}

std::vector<Contact> contacts_that(db::Reader& reader, const NetworkId& network, const Traces& traces,
                                   Belonging belonging)
{
    auto contacts = organisations::all_contacts(reader, network);
    std::erase_if(contacts,
                  [&](const Contact& contact) { return belonging_of(contact, traces) != belonging; });
    return contacts;
}

std::string organisation_of(db::Reader& reader, const web::Context& context, const Contact& contact)
{
    const auto of = organisations::organisation_by_id(reader, context.network.id, contact.organisation);
    return of ? of->entry.name : std::string();
}

// Without a consent nobody beyond those who edit the entry sees anything.
std::string who_sees(const web::Context& context, const accounts::GuardedText& text, const Contact& contact)
{
    const auto audience =
        contact.is_public() ? text.audience() : std::max(text.audience(), accounts::Audience::village);
    return text.empty() ? std::string()
                        : words(context.language, "audiences", {std::string(accounts::to_text(audience))});
}

// Whoever owns the mailbox may see all that stand there.
std::vector<OwnSection> tell(db::Reader& reader, const web::Context& context, const Traces& traces)
{
    OwnSection section{.key = "contact_person",
                       .heading = context.t("Ansprechperson von Vereinen und Firmen"_de),
                       .entries = {}};
    for (const auto& contact : organisations::all_contacts(reader, context.network.id)) {
        const auto& data = contact.data;
        const auto& email = data.email.seen_by(accounts::the_owner());
        if (!traces.has_email(to_lower_ascii(email)))
            continue;
        std::vector<OwnFact> facts;
        const auto say = [&](German label, const std::string& text) {
            if (!text.empty())
                facts.push_back({context.t(label), text});
        };
        say("Verein oder Firma"_de, organisation_of(reader, context, contact));
        say("Name"_de, data.name);
        say("Aufgabe"_de, data.duty);
        say("Telefon"_de, phone::format(data.phone.seen_by(accounts::the_owner())));
        say("Wer darf die Telefonnummer sehen?"_de, who_sees(context, data.phone, contact));
        say("E-Mail"_de, email);
        say("Wer darf die E-Mail-Adresse sehen?"_de, who_sees(context, data.email, contact));
        say("Name öffentlich"_de, context.t(contact.is_public() ? "ja"_de : "nein"_de));
        section.entries.push_back(std::move(facts));
    }
    return {std::move(section)};
}

void erase_theirs(db::Tx& tx, const NetworkId& network, const Traces& traces)
{
    for (const auto& contact : contacts_that(tx, network, traces, Belonging::theirs))
        organisations::erase_contact(tx, network, contact.id);
}

std::vector<std::string> perhaps_theirs(db::Reader& reader, const NetworkId& network, const Traces& traces)
{
    std::vector<std::string> keys;
    for (const auto& contact : contacts_that(reader, network, traces, Belonging::perhaps))
        keys.push_back(contact.id.text());
    return keys;
}

std::optional<std::vector<OwnFact>> show(db::Reader& reader, const web::Context& context,
                                         const std::string& key)
{
    for (const auto& contact : organisations::all_contacts(reader, context.network.id))
        if (contact.id.text() == key)
            return std::vector<OwnFact>{
                {context.t("Was"_de), context.t("Ansprechperson"_de)},
                {context.t("Name"_de), contact.data.name},
                {context.t("Verein oder Firma"_de), organisation_of(reader, context, contact)}};
    return std::nullopt;
}

void erase_one(db::Tx& tx, const NetworkId& network, const std::string& key)
{
    organisations::erase_contact(tx, network, organisations::ContactId(key));
}

} // namespace

Elsewhere kept_contacts()
{
    return {.place = "contact_person",
            .tell = tell,
            .erase = erase_theirs,
            .perhaps = perhaps_theirs,
            .show = show,
            .erase_one = erase_one};
}

} // namespace dorfnetz::people
