#include "features/retention/rules.hpp"

#include "accounts/sessions.hpp"
#include "features/asking/api.hpp"
#include "features/date_polls/api.hpp"
#include "features/exchange/api.hpp"
#include "features/joining/api.hpp"
#include "features/meetings/api.hpp"
#include "features/messages/api.hpp"
#include "features/newsletter/api.hpp"
#include "features/people/api.hpp"
#include "features/planning/api.hpp"
#include "features/signups/api.hpp"
#include "features/transfer/api.hpp"
#include "foundation/jobs/queue.hpp"
#include "foundation/mail/outbox.hpp"

#include <array>

namespace dorfnetz::retention {

namespace {

constexpr int days_of(std::chrono::hours period)
{
    return static_cast<int>(std::chrono::duration_cast<std::chrono::days>(period).count());
}

constexpr std::array table{
    Rule{.key = withdrawn_people,
         .what = "Engagierte, die ihre Einwilligung zurückgenommen haben"_de,
         .from = "ab der Rücknahme"_de,
         .amount = people::days_after_withdrawal,
         .unit = Unit::days,
         .manner = Manner::at_once,
         .why = "Art. 17 Abs. 1 Buchst. b DSGVO. Die Tage dazwischen sind für ein Versehen."_de},
    Rule{.key = unanswered_people,
         .what = "Engagierte ohne Einwilligung"_de,
         .from = "ab der ersten Bitte, ohne Bitte ab dem Eintragen"_de,
         .amount = people::days_to_answer,
         .unit = Unit::days,
         .manner = Manner::at_once,
         .why = "Ohne Einwilligung gibt es keinen Grund, die Angaben zu behalten: Art. 6 Abs. 1 und Art. 17 "
                "Abs. 1 Buchst. d DSGVO."_de},
    Rule{.key = parentless_people,
         .what = "Engagierte unter 16 ohne das Ja der Eltern"_de,
         .from = "ab dem Eintragen"_de,
         .amount = people::days_to_answer,
         .unit = Unit::days,
         .manner = Manner::at_once,
         .why = "Ohne das Ja der Eltern gilt die Einwilligung nicht: Art. 8 Abs. 1 DSGVO."_de},
    Rule{
        .key = objecting_people,
        .what = "Engagierte, die widersprochen haben"_de,
        .from = "ab dem Widerspruch, wenn ihr euch bis dahin nicht einigt"_de,
        .amount = people::days_after_objection,
        .unit = Unit::days,
        .manner = Manner::at_once,
        .why =
            "Art. 21 Abs. 1 und Art. 17 Abs. 1 Buchst. c DSGVO; ein Monat zum Antworten nach Art. 12 Abs. 3."_de},
    Rule{.key = silent_people,
         .what = "Engagierte, von denen lange niemand gehört hat"_de,
         .from = "ab der letzten Änderung, Einwilligung oder Notiz"_de,
         .amount = months_of_silence,
         .unit = Unit::months,
         .manner = Manner::announced,
         .why = "Wer sich so lange nicht meldet, rechnet nicht mehr damit, gefragt zu werden: Art. 5 Abs. 1 "
                "Buchst. e DSGVO."_de},
    Rule{.key = idle_accounts,
         .what = "Zugänge ohne Aufgabe"_de,
         .from = "ab dem Ende der letzten Aufgabe"_de,
         .amount = months_without_role,
         .unit = Unit::months,
         .manner = Manner::announced,
         .why = "Wer keine Aufgabe mehr hat, braucht keinen Zugang: Art. 5 Abs. 1 Buchst. e DSGVO. Das Jahr "
                "ist für alle, die wiederkommen."_de},
    Rule{.key = unconfirmed_offers,
         .what = "„Ich mach mit“ ohne Klick in der Mail"_de,
         .from = "ab dem Absenden"_de,
         .amount = days_of(joining::time_to_confirm),
         .unit = Unit::days,
         .manner = Manner::at_once,
         .why = "Vielleicht hat jemand anders das Formular ausgefüllt: Art. 5 Abs. 1 Buchst. c DSGVO."_de},
    Rule{.key = uncalled_offers,
         .what = "„Ich mach mit“ ohne Mail, solange niemand angerufen hat"_de,
         .from = "ab dem Absenden"_de,
         .amount = days_of(joining::time_to_call),
         .unit = Unit::days,
         .manner = Manner::at_once,
         .why = "So lange wartet niemand auf einen Anruf: Art. 5 Abs. 1 Buchst. e DSGVO."_de},
    Rule{.key = unconfirmed_subscriptions,
         .what = "Mail-Adressen für den Rundbrief ohne Klick in der Mail"_de,
         .from = "ab dem Absenden"_de,
         .amount = days_of(newsletter::time_to_confirm),
         .unit = Unit::days,
         .manner = Manner::at_once,
         .why = "Vielleicht hat jemand anders das Formular ausgefüllt: Art. 5 Abs. 1 Buchst. c DSGVO."_de},
    Rule{
        .key = old_messages,
        .what = "Was in Nachrichten an Listen stand und wer sie bekam"_de,
        .from = "ab dem Abschicken"_de,
        .amount = days_of(messages::content_kept),
        .unit = Unit::days,
        .manner = Manner::at_once,
        .why =
            "So lange kommen Antworten und Rückfragen: Art. 5 Abs. 1 Buchst. e DSGVO. Dass etwas hinausging, "
            "bleibt."_de},
    Rule{.key = audit_details,
         .what = "Wer im Protokoll was getan hat und um wen es ging"_de,
         .from = "ab dem Ende des Jahres"_de,
         .amount = years_of_audit_details,
         .unit = Unit::years,
         .manner = Manner::at_once,
         .why = "Nachweis nach Art. 5 Abs. 2 DSGVO, bis Ansprüche verjährt sind: §§ 195, 199 BGB."_de},
    Rule{.key = "certificates",
         .what = "Was vom Führungszeugnis vermerkt ist"_de,
         .from = "ab der letzten Tätigkeit"_de,
         .amount = people::months_after_activity,
         .unit = Unit::months,
         .why = "§ 72a Abs. 5 SGB VIII."_de},
    Rule{.key = "unused_certificates",
         .what = "Was vom Führungszeugnis vermerkt ist, wenn danach niemand tätig wird"_de,
         .from = "ab dem Einsehen; sofort, wenn jemand das sagt"_de,
         .amount = people::days_until_activity,
         .unit = Unit::days,
         .why = "§ 72a Abs. 5 SGB VIII: unverzüglich."_de},
    Rule{.key = "signups",
         .what = "Namen, Telefon und E-Mail bei Zusagen; Zahlen und Stunden bleiben ohne Namen"_de,
         .from = "ab dem Ende des Termins, oder ab der Absage"_de,
         .amount = days_of(signups::kept_after_the_date),
         .unit = Unit::days,
         .why = "Damit die Gastgeber nachfragen und danken können; danach nicht mehr nötig: Art. 5 Abs. 1 "
                "Buchst. e "
                "DSGVO."_de},
    Rule{
        .key = "signup_calendars",
        .what = "Adressen, unter denen jemand die eigenen Zusagen abonniert hat"_de,
        .from = "ab der letzten Zusage mit Namen"_de,
        .amount = days_of(signups::calendar_kept),
        .unit = Unit::days,
        .why =
            "So lange rechnet jemand damit, dass der Kalender weitergeht: Art. 6 Abs. 1 Buchst. b DSGVO."_de},
    Rule{.key = "attendance",
         .what = "Wer vor Ort was abgehakt hat"_de,
         .from = "ab dem Ende des Termins"_de,
         .amount = days_of(signups::kept_after_the_date),
         .unit = Unit::days,
         .why =
             "Damit sich klären lässt, wenn zwei es verschieden wissen: Art. 5 Abs. 1 Buchst. e DSGVO."_de},
    Rule{
        .key = "meeting_names",
        .what =
            "Namen von Menschen bei Treffen: wer für ein Dorf da war, wer sonst, wer etwas vorgestellt hat"_de,
        .from = "ab dem Ende des Treffens"_de,
        .amount = meetings::years_of_names,
        .unit = Unit::years,
        .why = "So lange lässt sich ein Beschluss anzweifeln: §§ 195, 199 BGB. Dörfer und Vereine bleiben "
               "stehen."_de},
    Rule{
        .key = "asking",
        .what = "Wer für welche Aufgabe gefragt wurde und was die Antwort war"_de,
        .from = "ab dem Ende der Aufgabe"_de,
        .amount = asking::months_kept,
        .unit = Unit::months,
        .why =
            "Damit nicht immer dieselben gefragt werden und niemand zu oft: Art. 6 Abs. 1 Buchst. f DSGVO."_de},
    Rule{
        .key = "plans",
        .what = "Wer bei einem Fest wofür vorgesehen war, und was sich jemand dafür gewünscht hat"_de,
        .from =
            "ab dem Einsatz; Wünsche ab dem Termin, bei Reihen spätestens 90 Tage nach der letzten Planung"_de,
        .amount = days_of(planning::kept_after_shift),
        .unit = Unit::days,
        .why = "Danach plant niemand mehr: Art. 5 Abs. 1 Buchst. e DSGVO."_de},
    Rule{.key = "not_for_me",
         .what = "Was jemand für sich ausgeblendet hat („Nichts für mich“) und warum"_de,
         .from = "ab dem Tag, an dem es gesagt wurde"_de,
         .amount = days_of(asking::refusals_kept),
         .unit = Unit::days,
         .why = "Was jemand mag, ändert sich: Art. 5 Abs. 1 Buchst. e DSGVO."_de},
    Rule{
        .key = "meeting_replies",
        .what = "Antworten auf Einladungen: wer zu einem Treffen kommen will"_de,
        .from = "ab dem Ende des Treffens"_de,
        .amount = days_of(meetings::replies_kept),
        .unit = Unit::days,
        .why =
            "Zum Vorbereiten und zum Vergleichen mit denen, die da waren: Art. 5 Abs. 1 Buchst. e DSGVO."_de},
    Rule{.key = "date_polls",
         .what = "Namen in Terminumfragen; wie viele konnten, bleibt"_de,
         .from = "ab dem Ende der Umfrage"_de,
         .amount = days_of(date_polls::names_kept),
         .unit = Unit::days,
         .why = "Zum Nachfragen, bis der Termin allen klar ist: Art. 5 Abs. 1 Buchst. e DSGVO."_de},
    Rule{.key = "exchange_words",
         .what = "Was jemand beim Leihen und Helfen geschrieben hat: Wünsche, Gründe, Zustand, Schäden"_de,
         .from = "ab dem Ende; ab dem letzten Tag, wenn es niemand beendet hat"_de,
         .amount = days_of(exchange::words_kept),
         .unit = Unit::days,
         .why =
             "So lange klärt sich, was kaputt ging: Art. 5 Abs. 1 Buchst. e DSGVO. Dass etwas verliehen war, "
             "bleibt."_de},
    Rule{.key = "imports",
         .what = "Eingelesene Listen mit ihren Zeilen"_de,
         .from = "ab dem Ende des Einlesens"_de,
         .amount = days_of(transfer::lists_kept),
         .unit = Unit::days,
         .why = "Zum Nachsehen, ob alles richtig übernommen wurde."_de},
    Rule{.key = "mails",
         .what = "Mails, die verschickt oder aufgegeben sind"_de,
         .from = "ab dem Versand; der Text schon beim Versand"_de,
         .amount = days_of(mail::kept_after_the_end),
         .unit = Unit::days,
         .why = "Zum Nachsehen, ob etwas angekommen ist."_de},
    Rule{.key = "sessions",
         .what = "Anmeldungen, die niemand mehr benutzt"_de,
         .from = "ab der letzten Benutzung"_de,
         .amount = days_of(accounts::session_idle),
         .unit = Unit::days,
         .why = "Damit kein vergessenes Gerät offen bleibt: Art. 32 DSGVO."_de},
    Rule{.key = "jobs",
         .what = "Aufträge im Hintergrund mit ihrem Ergebnis"_de,
         .from = "ab ihrem Ende"_de,
         .amount = days_of(jobs::kept_after_the_end),
         .unit = Unit::days,
         .why = "Zum Nachsehen, ob alles gelaufen ist."_de},
    Rule{.key = "backups",
         .what = "Sicherungen; Gelöschte werden nach dem Einspielen noch einmal gelöscht"_de,
         .from = "ab der Nacht, in der sie entstehen"_de,
         .amount = days_of(backups_kept),
         .unit = Unit::days,
         .why = "Damit nach einem Schaden alles wieder da ist: Art. 32 Abs. 1 Buchst. c DSGVO."_de},
};

} // namespace

std::span<const Rule> rules()
{
    return table;
}

std::string period_text(i18n::Language language, const Rule& rule)
{
    switch (rule.unit) {
    case Unit::days:
        return i18n::translate_count(language, "ein Tag"_de, "{1} Tage"_de, rule.amount);
    case Unit::months:
        return i18n::translate_count(language, "ein Monat"_de, "{1} Monate"_de, rule.amount);
    case Unit::years:
        break;
    }
    return i18n::translate_count(language, "ein Jahr"_de, "{1} Jahre"_de, rule.amount);
}

} // namespace dorfnetz::retention
