#include "accounts/audit_sentences.hpp"

#include <algorithm>
#include <array>

namespace dorfnetz::accounts {

namespace {

constexpr std::array table{
    AuditSentence{"contact.viewed", AuditTopic::contacts, "{1} hat die Kontaktdaten von {2} angesehen."_de},
    AuditSentence{"people.exported", AuditTopic::contacts,
                  "{1} hat eine Liste der Engagierten mitgenommen."_de},
    AuditSentence{"organisations.exported", AuditTopic::contacts,
                  "{1} hat eine Liste der Vereine mit ihren Ansprechpersonen mitgenommen."_de},

    AuditSentence{"attendance.viewed", AuditTopic::contacts,
                  "{1} hat angesehen, wer für {2} zugesagt hat."_de},
    AuditSentence{"attendance.recorded", AuditTopic::people, "{1} hat für {2} eingetragen, wer da war."_de},
    AuditSentence{"report.published", AuditTopic::organisations,
                  "{1} hat für {2} veröffentlicht, wie es war."_de},
    AuditSentence{"report.withdrawn", AuditTopic::organisations,
                  "{1} hat für {2} wieder verborgen, wie es war."_de},

    AuditSentence{"minutes.sent", AuditTopic::organisations,
                  "{1} hat das Protokoll von {2} zur Genehmigung verschickt."_de},
    AuditSentence{"minutes.taken_back", AuditTopic::organisations,
                  "{1} hat das Protokoll von {2} noch einmal zurückgenommen."_de},
    AuditSentence{"minutes.approved", AuditTopic::organisations,
                  "{1} hat festgehalten, dass das Protokoll von {2} genehmigt ist."_de},
    AuditSentence{"minutes.objected", AuditTopic::organisations,
                  "{1} hat einen Einwand zum Protokoll von {2} geschrieben."_de},
    AuditSentence{"minutes.corrected", AuditTopic::organisations,
                  "{1} hat eine Anmerkung unter das Protokoll von {2} geschrieben."_de},

    AuditSentence{"person.created", AuditTopic::people, "{1} hat {2} eingetragen."_de},
    AuditSentence{"person.updated", AuditTopic::people, "{1} hat die Angaben von {2} geändert."_de},
    AuditSentence{"person.merged", AuditTopic::people,
                  "{1} hat {2} mit einem doppelten Eintrag zusammengeführt."_de},
    AuditSentence{"person.erased", AuditTopic::people,
                  "{1} hat einen Menschen aus dem Register gelöscht."_de},
    AuditSentence{"erasure.completed", AuditTopic::people,
                  "{1} hat etwas gelöscht, das auch von einem gelöschten Menschen war."_de},
    AuditSentence{"erasure.not_theirs", AuditTopic::people,
                  "{1} hat nachgesehen: Das war von jemand anderem und bleibt."_de},
    AuditSentence{"offer.dropped", AuditTopic::people,
                  "{1} hat gelöscht, was jemand zum Mitmachen geschickt hatte."_de},

    AuditSentence{"signups.listed", AuditTopic::contacts,
                  "{1} hat die Liste der Zusagen für {2} mit Telefonnummern angesehen."_de},
    AuditSentence{"signup.accepted", AuditTopic::people, "{1} hat {2} angenommen."_de},
    AuditSentence{"signup.declined", AuditTopic::people, "{1} hat {2} abgesagt."_de},
    AuditSentence{"signup.chosen", AuditTopic::people,
                  "{1} hat eingetragen, was bei {2} gelten soll, als zwei Termine zusammenfielen."_de},
    AuditSentence{"signup.entered", AuditTopic::people, "{1} hat {2} eingetragen."_de},
    AuditSentence{"signup.told", AuditTopic::people, "{1} hat zu {2} am Telefon Bescheid gesagt."_de},
    AuditSentence{"search.started", AuditTopic::people, "{1} hat angefangen, Leute zu fragen."_de},
    AuditSentence{"search.extended", AuditTopic::people,
                  "{1} hat noch mehr Leute ausgesucht, die gefragt werden."_de},
    AuditSentence{"search.planned", AuditTopic::people,
                  "{1} hat Leute gefragt, die dafür vorgesehen waren."_de},
    AuditSentence{"plan.begun", AuditTopic::people, "{1} hat ausrechnen lassen, wer was machen könnte."_de},
    AuditSentence{"plan.asked", AuditTopic::people, "{1} hat alle gefragt, die im Plan standen."_de},
    AuditSentence{"plan.discarded", AuditTopic::people, "{1} hat den Plan verworfen."_de},
    AuditSentence{"search.continued", AuditTopic::people, "{1} hat die Nächsten gleich fragen lassen."_de},
    AuditSentence{"search.paused", AuditTopic::people, "{1} hat das Fragen angehalten."_de},
    AuditSentence{"search.stopped", AuditTopic::people, "{1} hat aufgehört, Leute zu fragen."_de},
    AuditSentence{"search.yes_entered", AuditTopic::people, "{1} hat ein Ja eingetragen."_de},

    AuditSentence{"task.given", AuditTopic::people, "{1} hat {2} etwas zu tun gegeben."_de},

    AuditSentence{"retention.kept", AuditTopic::people,
                  "{1} hat gesagt, dass der Eintrag von {2} bleibt."_de},
    AuditSentence{"retention.deleted", AuditTopic::people, "Die Frist war um, das Programm hat gelöscht."_de},
    AuditSentence{"mail.address_blocked", AuditTopic::people,
                  "{1} hat eine Mailadresse gesperrt: Sie bekommt keine Mails mehr."_de},
    AuditSentence{"mail.address_opened", AuditTopic::people,
                  "{1} hat eine Mailadresse wieder freigegeben."_de},
    AuditSentence{"note.written", AuditTopic::people, "{1} hat eine Notiz zu {2} geschrieben."_de},

    AuditSentence{"consent.parent_agreed", AuditTopic::consents,
                  "{1} hat das Ja der Eltern von {2} eingetragen."_de},
    AuditSentence{"person.told", AuditTopic::contacts, "{1} hat für {2} gedruckt, was gespeichert ist."_de},
    AuditSentence{"certificate.seen", AuditTopic::people,
                  "{1} hat das Führungszeugnis von {2} eingesehen."_de},
    AuditSentence{"certificate.still_active", AuditTopic::people,
                  "{1} hat vermerkt, dass {2} weiter tätig ist."_de},
    AuditSentence{"certificate.deleted", AuditTopic::people,
                  "{1} hat den Vermerk zum Führungszeugnis von {2} gelöscht."_de},
    AuditSentence{"consent.asked", AuditTopic::consents, "{1} hat {2} um die Einwilligung gebeten."_de},
    AuditSentence{"consent.letter_repeated", AuditTopic::consents,
                  "{1} hat den Brief an {2} mit der Bitte um Einwilligung noch einmal gedruckt."_de},
    AuditSentence{"consent.recorded", AuditTopic::consents,
                  "{1} hat die Einwilligung von {2} eingetragen."_de},
    AuditSentence{"consent.withdrawn", AuditTopic::consents,
                  "{1} hat die Einwilligung von {2} zurückgenommen."_de},

    AuditSentence{"user.created", AuditTopic::access, "{1} hat den Zugang von {2} angelegt."_de},
    AuditSentence{"user.link_sent", AuditTopic::access, "{1} hat {2} einen neuen Link geschickt."_de},
    AuditSentence{"user.blocked", AuditTopic::access, "{1} hat den Zugang von {2} gesperrt."_de},
    AuditSentence{"user.deleted", AuditTopic::access, "{1} hat den Zugang von {2} gelöscht."_de},
    AuditSentence{"user.allowed", AuditTopic::access, "{1} hat den Zugang von {2} wieder geöffnet."_de},
    AuditSentence{"grant.given", AuditTopic::access, "{1} hat {2} eine Aufgabe gegeben."_de},
    AuditSentence{"grant.ended", AuditTopic::access, "{1} hat eine Aufgabe von {2} beendet."_de},
    AuditSentence{"session.begun", AuditTopic::access, "{1} hat sich angemeldet."_de},
    AuditSentence{"session.link_sent", AuditTopic::access,
                  "{1} hat sich einen Link zum Anmelden ohne Kennwort schicken lassen."_de},
    AuditSentence{"session.proved", AuditTopic::access,
                  "{1} hat sich mit dem zweiten Nachweis angemeldet."_de},
    AuditSentence{"session.guessed", AuditTopic::access,
                  "Mit dem Zugang von {2} hat jemand zu oft einen falschen Code eingegeben."_de},
    AuditSentence{"factor.app_set_up", AuditTopic::access,
                  "{1} hat eine App als zweiten Nachweis eingerichtet."_de},
    AuditSentence{"factor.sheet_set_up", AuditTopic::access, "{1} hat sich einen Codezettel gemacht."_de},
    AuditSentence{"factor.passkey_set_up", AuditTopic::access,
                  "{1} hat ein Gerät zum Anmelden eingerichtet."_de},
    AuditSentence{"factor.passkey_removed", AuditTopic::access,
                  "{1} hat ein Gerät zum Anmelden entfernt."_de},
    AuditSentence{"provider.connected", AuditTopic::access,
                  "{1} hat den eigenen Zugang mit einem Konto bei der Gemeinde verbunden."_de},
    AuditSentence{"provider.disconnected", AuditTopic::access,
                  "{1} hat den eigenen Zugang von der Gemeinde getrennt."_de},
    AuditSentence{"factor.reset", AuditTopic::access, "{1} hat den Zugang von {2} zurückgesetzt."_de},
    AuditSentence{"user.paper_made", AuditTopic::access,
                  "{1} hat für {2} einen Zettel zum Anmelden gemacht."_de},
    AuditSentence{"grant.handed_over", AuditTopic::access,
                  "{1} hat eine Aufgabe von {2} an jemand anders übergeben."_de},
    AuditSentence{"password.link_sent", AuditTopic::access,
                  "{1} hat sich einen Link zum Anmelden schicken lassen."_de},
    AuditSentence{"password.set", AuditTopic::access, "{1} hat ein Kennwort gewählt."_de},
    AuditSentence{"password.changed", AuditTopic::access, "{1} hat das eigene Kennwort geändert."_de},

    AuditSentence{"contact.added", AuditTopic::organisations, "{1} hat eine Ansprechperson eingetragen."_de},
    AuditSentence{"contact.changed", AuditTopic::organisations,
                  "{1} hat die Angaben einer Ansprechperson geändert."_de},
    AuditSentence{"contact.removed", AuditTopic::organisations, "{1} hat eine Ansprechperson entfernt."_de},
    AuditSentence{"mandate.appointed", AuditTopic::organisations,
                  "{1} hat den Netzwerkverein von {2} eingetragen."_de},
    AuditSentence{"mandate.ended", AuditTopic::organisations, "{1} hat das Mandat für {2} beendet."_de},

    AuditSentence{"meeting.invited", AuditTopic::contacts, "{1} hat für {2} Einladungen verschickt."_de},
    AuditSentence{"meeting.cancelled", AuditTopic::organisations, "{1} hat {2} ausfallen lassen."_de},
    AuditSentence{"meeting.began", AuditTopic::organisations, "{1} hat {2} begonnen."_de},
    AuditSentence{"meeting.closed", AuditTopic::organisations, "{1} hat {2} beendet."_de},
    AuditSentence{"meeting.attendance", AuditTopic::people, "{1} hat für {2} eingetragen, wer da ist."_de},
    AuditSentence{"meeting.not_begun", AuditTopic::organisations,
                  "{1} hat zurückgenommen, dass {2} begonnen hat."_de},
    AuditSentence{"meeting.takes_place", AuditTopic::organisations, "{1} lässt {2} doch stattfinden."_de},
    AuditSentence{"meeting.deleted", AuditTopic::organisations, "{1} hat {2} gelöscht."_de},
    AuditSentence{"meeting.reply", AuditTopic::people, "{1} hat für {2} eingetragen, wer kommt."_de},
    AuditSentence{"group.person_added", AuditTopic::people,
                  "{1} hat {2} in eine Arbeitsgruppe aufgenommen."_de},
    AuditSentence{"group.person_removed", AuditTopic::people,
                  "{1} hat {2} aus einer Arbeitsgruppe genommen."_de},
    AuditSentence{"group.speaker_named", AuditTopic::people,
                  "{1} hat {2} für eine Arbeitsgruppe sprechen lassen."_de},
    AuditSentence{"group.speaker_dropped", AuditTopic::people,
                  "{1} hat festgehalten, dass {2} nicht mehr für eine Arbeitsgruppe spricht."_de},
    AuditSentence{"group.joined", AuditTopic::people, "{2} macht in einer Arbeitsgruppe mit."_de},
    AuditSentence{"group.left", AuditTopic::people, "{2} hat eine Arbeitsgruppe verlassen."_de},
    AuditSentence{"date_poll.entered", AuditTopic::people,
                  "{1} hat in einer Terminumfrage eine Antwort eingetragen."_de},
    AuditSentence{"date_poll.dropped", AuditTopic::people,
                  "{1} hat in einer Terminumfrage eine Antwort gelöscht."_de},
    AuditSentence{"group.ended", AuditTopic::people,
                  "{1} hat eine Arbeitsgruppe beendet. Wer darin war, ist gelöscht."_de},

    AuditSentence{"message.sent", AuditTopic::contacts, "{1} hat eine Nachricht an eine Liste geschickt."_de},
    AuditSentence{"message.withdrawn", AuditTopic::contacts,
                  "{1} hat eine Nachricht an eine Liste zurückgeholt."_de},
    AuditSentence{"message.letters_printed", AuditTopic::contacts,
                  "{1} hat Briefe an eine Liste gedruckt."_de},
    AuditSentence{"message.calls_printed", AuditTopic::contacts, "{1} hat eine Telefonliste gedruckt."_de},
    AuditSentence{"newsletter.subscribed", AuditTopic::consents, "Jemand hat den Rundbrief bestellt."_de},
    AuditSentence{"newsletter.unsubscribed", AuditTopic::consents,
                  "{1} hat für jemanden den Rundbrief abbestellt."_de},
    AuditSentence{"newsletter.sent", AuditTopic::settings, "{1} hat den Rundbrief abgeschickt."_de},

    AuditSentence{"settings.changed", AuditTopic::settings, "{1} hat Einstellungen geändert."_de},
    AuditSentence{"site_contact.added", AuditTopic::settings,
                  "{1} hat eine öffentliche Ansprechperson eingetragen."_de},
    AuditSentence{"site_contact.changed", AuditTopic::settings,
                  "{1} hat eine öffentliche Ansprechperson geändert."_de},
    AuditSentence{"site_contact.removed", AuditTopic::settings,
                  "{1} hat eine öffentliche Ansprechperson gelöscht."_de},
    AuditSentence{"retention.stopped", AuditTopic::settings, "{1} hat das Löschen angehalten."_de},
    AuditSentence{"retention.resumed", AuditTopic::settings, "{1} hat das Löschen wieder laufen lassen."_de},
    AuditSentence{"backup.restored", AuditTopic::settings, "Eine Sicherung wurde eingespielt."_de},
};

} // namespace

std::string_view to_text(AuditTopic topic)
{
    switch (topic) {
    case AuditTopic::contacts:
        return "kontakt";
    case AuditTopic::people:
        return "engagierte";
    case AuditTopic::consents:
        return "einwilligung";
    case AuditTopic::access:
        return "zugang";
    case AuditTopic::organisations:
        return "vereine";
    case AuditTopic::settings:
        break;
    }
    return "einstellungen";
}

German label(AuditTopic topic)
{
    switch (topic) {
    case AuditTopic::contacts:
        return "Angesehen und mitgenommen"_de;
    case AuditTopic::people:
        return "Einträge von Engagierten"_de;
    case AuditTopic::consents:
        return "Einwilligungen"_de;
    case AuditTopic::access:
        return "Zugänge und Aufgaben"_de;
    case AuditTopic::organisations:
        return "Vereine und Dörfer"_de;
    case AuditTopic::settings:
        break;
    }
    return "Einstellungen und Betrieb"_de;
}

std::span<const AuditSentence> audit_sentences()
{
    return table;
}

const AuditSentence* audit_sentence_of(std::string_view action)
{
    const auto* const found = std::find_if(
        table.begin(), table.end(), [&](const AuditSentence& sentence) { return sentence.action == action; });
    return found == table.end() ? nullptr : found;
}

} // namespace dorfnetz::accounts
