#include "features/contact/kept_persons.hpp"

#include "accounts/audit.hpp"
#include "features/contact/persons_store.hpp"
#include "foundation/core/text.hpp"
#include "foundation/phone/phone.hpp"

#include <algorithm>

namespace dorfnetz::contact {

namespace {

using people::Belonging;

// Public pages name few, so who has the same name is asked about even if nothing else fits; and a mailbox of
// theirs beside another family name may be that of an office.
Belonging belonging_of(const SiteContact& contact, const people::Traces& traces)
{
    const auto belonging = traces.whose(contact.name, to_lower_ascii(contact.email),
                                        {phone::normalise(contact.phone).value_or(contact.phone)});
    if (belonging == Belonging::not_theirs) {
        const auto names = traces.names();
        return std::find(names.begin(), names.end(), contact.name) != names.end() ? Belonging::perhaps
                                                                                  : Belonging::not_theirs;
    }
    return traces.ends_with_family_name(contact.name) ? belonging : Belonging::perhaps;
}

std::vector<SiteContact> contacts_that(db::Reader& reader, const NetworkId& network,
                                       const people::Traces& traces, Belonging belonging)
{
    auto contacts = all_contacts(reader, network);
    std::erase_if(contacts, [&](const SiteContact& contact) {
        return !contact.is_personal() || belonging_of(contact, traces) != belonging;
    });
    return contacts;
}

// All of it is public already, so whoever owns the mailbox may see what stands there.
std::vector<people::OwnSection> tell(db::Reader& reader, const web::Context& context,
                                     const people::Traces& traces)
{
    people::OwnSection section{
        .key = "site_contact", .heading = context.t("Ansprechperson des Netzwerks"_de), .entries = {}};
    for (const auto& contact : all_contacts(reader, context.network.id)) {
        if (!traces.has_email(to_lower_ascii(contact.email)))
            continue;
        std::vector<people::OwnFact> facts;
        const auto say = [&](German label, const std::string& text) {
            if (!text.empty())
                facts.push_back({context.t(label), text});
        };
        say("Aufgabe"_de, contact.duty_de);
        say("Name"_de, contact.name);
        say("Telefon"_de, contact.phone);
        say("E-Mail-Adresse"_de, contact.email);
        say("Wer sieht das?"_de, context.t("Alle, auf der Seite „Kontakt“"_de));
        if (contact.consent_on)
            say("Zugestimmt am"_de,
                i18n::format_date(context.region(), *contact.consent_on, i18n::DateStyle::plain));
        section.entries.push_back(std::move(facts));
    }
    return {std::move(section)};
}

void erase_one(db::Tx& tx, const NetworkId& network, const std::string& key)
{
    accounts::erase_details(tx, network, "site_contact", key);
    delete_contact(tx, network, SiteContactId(key));
}

void erase_theirs(db::Tx& tx, const NetworkId& network, const people::Traces& traces)
{
    for (const auto& contact : contacts_that(tx, network, traces, Belonging::theirs))
        erase_one(tx, network, contact.id.text());
}

std::vector<std::string> perhaps_theirs(db::Reader& reader, const NetworkId& network,
                                        const people::Traces& traces)
{
    std::vector<std::string> keys;
    for (const auto& contact : contacts_that(reader, network, traces, Belonging::perhaps))
        keys.push_back(contact.id.text());
    return keys;
}

std::optional<std::vector<people::OwnFact>> show(db::Reader& reader, const web::Context& context,
                                                 const std::string& key)
{
    const auto contact = contact_by_id(reader, context.network.id, SiteContactId(key));
    if (!contact || !contact->is_personal())
        return std::nullopt;
    return std::vector<people::OwnFact>{{context.t("Was"_de), context.t("Ansprechperson des Netzwerks"_de)},
                                        {context.t("Name"_de), contact->name},
                                        {context.t("Aufgabe"_de), contact->duty_de}};
}

} // namespace

people::Elsewhere kept_persons()
{
    return {.place = "site_contact",
            .tell = tell,
            .erase = erase_theirs,
            .perhaps = perhaps_theirs,
            .show = show,
            .erase_one = erase_one};
}

} // namespace dorfnetz::contact
