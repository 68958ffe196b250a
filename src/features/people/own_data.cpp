#include "features/people/own_data.hpp"
#include "features/notes/api.hpp"

#include "accounts/api.hpp"
#include "accounts/audit.hpp"
#include "features/people/certificates.hpp"
#include "features/people/consents.hpp"
#include "features/people/doubts.hpp"
#include "features/people/history.hpp"
#include "features/people/merged.hpp"
#include "features/people/parents.hpp"
#include "features/people/people_pages.hpp"
#include "features/people/person.hpp"
#include "foundation/core/text.hpp"
#include "foundation/mail/outbox.hpp"
#include "foundation/phone/phone.hpp"

namespace dorfnetz::people {

namespace {

using web::Context;

// Builds one section; what says nothing is left out.
class Section
{
public:
    Section(const Context& context, std::string_view key, German heading)
        : m_context(context), m_section{.key = std::string(key), .heading = context.t(heading), .entries = {}}
    {
    }

    Section& entry()
    {
        m_section.entries.emplace_back();
        return *this;
    }

    Section& say(German label, const std::string& text)
    {
        if (!text.empty())
            m_section.entries.back().push_back({m_context.t(label), text});
        return *this;
    }

    Section& facts(std::vector<OwnFact> facts)
    {
        for (auto& fact : facts)
            m_section.entries.back().push_back(std::move(fact));
        return *this;
    }

    OwnSection take() { return std::move(m_section); }

private:
    const Context& m_context;
    OwnSection m_section;
};

std::string day(const Context& context, Date date)
{
    return i18n::format_date(context.region(), date, i18n::DateStyle::plain);
}

std::string moment(const Context& context, Timestamp at)
{
    return i18n::format_moment(context.region(), at);
}

std::string way_text(const Context& context, ConsentWay way)
{
    return words(context.language, "consent_ways", {std::string(to_text(way))});
}

OwnSection entry_section(const Context& context, const Person& person, const std::vector<Village>& places)
{
    Section section(context, "entry", "Dein Eintrag"_de);
    const auto& data = person.data;
    section.entry()
        .say("Name"_de, data.name())
        .say("Telefon"_de, phone::format(data.phone.seen_by(accounts::the_owner())))
        .say("Handy"_de, phone::format(data.mobile.seen_by(accounts::the_owner())))
        .say("E-Mail"_de, data.email.seen_by(accounts::the_owner()))
        .say("Anschrift"_de, join(address_lines(data, accounts::the_owner()), ", "))
        .facts(facts_of(context, places, person));
    if (person.is_locked())
        section.say("Gesperrt"_de, lock_text(context, person.lock))
            .say("Gesperrt seit"_de, moment(context, *person.locked_at));
    return section.take();
}

OwnSection consent_section(const Context& context, const std::vector<Consent>& consents)
{
    Section section(context, "consents", "Einwilligungen"_de);
    for (const auto& consent : consents) {
        section.entry()
            .say("Wofür"_de, purpose_label(consent.purpose, context.language))
            .say("Wortlaut"_de, consent.text)
            .say("Gegeben am"_de, day(context, consent.given_on))
            .say("Auf welchem Weg"_de, way_text(context, consent.way))
            .say("Formular-Nr."_de, consent.paper_number)
            .say("Für die Eltern"_de, consent.parent_name)
            .say("Notiz"_de, consent.note);
        if (consent.withdrawn_at)
            section.say("Zurückgenommen"_de, moment(context, *consent.withdrawn_at))
                .say("Notiz dazu"_de, consent.withdrawn_note);
    }
    return section.take();
}

OwnSection parent_section(db::Reader& reader, const Context& context, const PersonId& id)
{
    Section section(context, "parent", "Deine Eltern"_de);
    if (const auto parent = parent_of(reader, context.network.id, id))
        section.entry()
            .say("Name"_de, parent->data.name)
            .say("E-Mail"_de, parent->data.email.seen_by(accounts::the_owner()))
            .say("Telefon"_de, parent->data.phone.seen_by(accounts::the_owner()));
    return section.take();
}

OwnSection certificate_section(db::Reader& reader, const Context& context, const PersonId& id)
{
    Section section(context, "certificate", "Führungszeugnis"_de);
    if (const auto certificate = certificate_of(reader, context.network.id, id))
        section.entry()
            .say("Eingesehen am"_de, day(context, certificate->seen_on))
            .say("Datum des Zeugnisses"_de, day(context, certificate->issued_on))
            .say("Einschlägiger Eintrag"_de, context.t(certificate->has_relevant_entry ? "ja"_de : "nein"_de))
            .say(certificate->is_active ? "Wird gelöscht, wenn du nicht mehr tätig bist"_de
                                        : "Wird gelöscht, wenn du nicht anfängst"_de,
                 day(context, certificate->deleted_on()));
    return section.take();
}

OwnSection merged_section(db::Reader& reader, const Context& context, const PersonId& id)
{
    Section section(context, "merged", "Früher doppelt eingetragen"_de);
    for (const auto& entry : merged_into(reader, context.network.id, id))
        section.entry()
            .say("Zusammengeführt"_de, moment(context, entry.merged_at))
            .say("Name"_de, entry.name)
            .say("Telefon"_de, phone::format(entry.phone.seen_by(accounts::the_owner())))
            .say("Handy"_de, phone::format(entry.mobile.seen_by(accounts::the_owner())))
            .say("E-Mail"_de, entry.email.seen_by(accounts::the_owner()));
    return section.take();
}

OwnSection request_section(db::Reader& reader, const Context& context, const PersonId& id)
{
    Section section(context, "requests", "Bitten um Einwilligung"_de);
    for (const auto& request : requests_to(reader, context.network.id, id))
        section.entry()
            .say("Wann"_de, moment(context, request.asked_at))
            .say("Auf welchem Weg"_de, context.t(request.way == AskedBy::mail ? "E-Mail"_de : "Brief"_de));
    return section.take();
}

OwnSection history_section(db::Reader& reader, const Context& context, const PersonId& id,
                           const std::vector<Village>& places)
{
    Section section(context, "history", "Verlauf"_de);
    const auto fields = entry_fields(context, places, Audience::editor);
    for (const auto& entry : history_of(reader, context.network.id, id)) {
        const auto told = in_words(context, places, fields, entry);
        section.entry()
            .say("Wann"_de, moment(context, entry.at))
            .say("Wer"_de, entry.actor_name)
            .say("Was"_de, told.label.empty() ? told.action : told.action + ": " + told.label)
            .say("Vorher"_de, told.before)
            .say("Nachher"_de, told.after);
    }
    return section.take();
}

std::string audit_text(const Context& context, const std::string& action)
{
    static const std::map<std::string, German, std::less<>> words{
        {"contact.viewed", "hat deine Kontaktdaten angesehen"_de},
        {"person.created", "hat dich eingetragen"_de},
        {"person.updated", "hat deinen Eintrag geändert"_de},
        {"person.merged", "hat einen doppelten Eintrag dazugenommen"_de},
        {"person.told", "hat diese Auskunft ausgedruckt"_de},
        {"person.restricted", "hat deine Angaben ruhen lassen"_de},
        {"person.objected", "hat deinen Widerspruch eingetragen"_de},
        {"person.unrestricted", "hat deine Angaben wieder freigegeben"_de},
        {"consent.recorded", "hat eine Einwilligung eingetragen"_de},
        {"consent.withdrawn", "hat eine Einwilligung zurückgenommen"_de},
        {"consent.asked", "hat dich um Einwilligung gebeten"_de},
        {"consent.letter_repeated", "hat den Brief an dich noch einmal gedruckt"_de},
        {"consent.parent_agreed", "hat das Ja der Eltern eingetragen"_de},
        {"certificate.seen", "hat dein Führungszeugnis eingesehen"_de},
        {"certificate.still_active", "hat eingetragen, dass du weiter tätig bist"_de},
        {"certificate.deleted", "hat die Angaben zum Führungszeugnis gelöscht"_de},
        {"people.exported", "hat die Liste der Engagierten mitgenommen; sie kann dich enthalten"_de},
    };
    const auto found = words.find(action);
    return found == words.end() ? action : context.t(found->second);
}

// Also lists that were taken along while the person was in the register: nobody can tell who stood on them.
OwnSection audit_section(db::Reader& reader, const Context& context, const Person& person)
{
    Section section(context, "audit", "Wer nachgesehen und geändert hat"_de);
    const auto& network = context.network.id;
    const auto names = accounts::account_names(reader, network);
    const auto name_of = [&](const web::UserId& user) {
        if (user.empty())
            return context.t("du selbst oder das Programm"_de);
        const auto found = names.find(user.text());
        return found == names.end() ? context.t("ein Zugang, den es nicht mehr gibt"_de) : found->second;
    };
    auto records = accounts::audit_of_subject(reader, network, "person", person.id.text());
    for (auto& record : accounts::audit_of_subject(reader, network, "network", network.text()))
        if (record.action == "people.exported" && record.at >= person.created_at)
            records.push_back(std::move(record));
    for (const auto& record : records)
        section.entry()
            .say("Wann"_de, moment(context, record.at))
            .say("Wer"_de, name_of(record.entry ? record.entry->user : web::UserId()))
            .say("Was"_de, audit_text(context, record.action));
    return section.take();
}

OwnSection note_section(db::Reader& reader, const Context& context, const PersonId& id)
{
    Section section(context, "notes", "Notizen zu Gesprächen mit dir"_de);
    for (const auto& note :
         notes::notes_of(reader, context.network.id, {.about = notes::About::person, .id = id.text()}))
        section.entry()
            .say("Wann"_de, moment(context, note.written_at))
            .say("Wer"_de, note.author_name)
            .say("Notiz"_de, note.text);
    return section.take();
}

OwnSection mail_section(db::Reader& reader, const Context& context, const Traces& traces)
{
    Section section(context, "mails", "E-Mails an dich in den letzten 30 Tagen"_de);
    // At an address that nobody has confirmed lie the mails of somebody else, perhaps.
    for (const auto& email : traces.emails)
        for (const auto& mail : mail::mails_to(reader, context.network.id, email))
            section.entry().say("Wann"_de, moment(context, mail.created_at)).say("Betreff"_de, mail.subject);
    return section.take();
}

} // namespace

OwnData own_data_of(db::Reader& reader, const Context& context, const Person& person,
                    const Elsewheres& elsewhere)
{
    OwnData data{.person = person,
                 .places = villages::all_places(reader, context.network.id),
                 .consents = consents_of(reader, context.network.id, person.id),
                 .sections = {}};
    const auto add = [&](OwnSection section) {
        if (!section.entries.empty())
            data.sections.push_back(std::move(section));
    };
    add(entry_section(context, person, data.places));
    add(consent_section(context, data.consents));
    add(parent_section(reader, context, person.id));
    add(certificate_section(reader, context, person.id));
    add(merged_section(reader, context, person.id));
    add(request_section(reader, context, person.id));
    add(history_section(reader, context, person.id, data.places));
    add(audit_section(reader, context, person));
    add(note_section(reader, context, person.id));
    const auto traces = traces_of(reader, context.network.id, person);
    add(mail_section(reader, context, traces));
    for (const auto& place : with_contacts(elsewhere))
        for (auto& section : place.tell(reader, context, traces))
            add(std::move(section));
    return data;
}

} // namespace dorfnetz::people
