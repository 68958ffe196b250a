#include "features/people/asking.hpp"

#include "features/people/people_pages.hpp"
#include "foundation/core/text.hpp"
#include "foundation/pdf/pdf.hpp"

namespace dorfnetz::people {

namespace {

using i18n::Language;
using web::Context;

constexpr std::size_t most_at_once = 500;

bool prefers_mail(const Person& person)
{
    return !person.data.email.empty() && person.data.reach != ContactWay::letter;
}

// Letters and mails to people of the register are German, whatever language the coordinator reads.
std::string german(German text, const std::vector<std::string>& values = {})
{
    return i18n::translate(Language::de, text, values);
}

std::vector<std::string> paragraphs(const Context& context, const Person& person)
{
    return {
        german("Hallo {1},"_de, {person.data.name()}),
        german("dein Name steht auf einer Liste von Menschen, die im Dorf mit anpacken. Diese Liste führt "
               "jetzt {1} "
               "als Register der Engagierten. Von dir liegt uns noch keine Einwilligung vor. Deshalb sieht "
               "deine "
               "Angaben außer der Koordination niemand, und niemand spricht dich darauf an."_de,
               {context.network.name}),
        german("Darum geht es:"_de) + ' ' + asking_text(context.network.name, Language::de),
        german("Antwortest du nicht, löschen wir deine Angaben nach {1} Tagen."_de,
               {std::to_string(days_to_answer)}),
    };
}

std::vector<std::string> recipient_of(const std::vector<Village>& places, const Person& person)
{
    auto lines = postal_lines(places, person.data, accounts::the_program());
    lines.insert(lines.begin(), person.data.name());
    return lines;
}

pdf::Slip slip_for(const Context& context, const Request& request)
{
    pdf::Slip slip;
    slip.cut_text = german("Bitte hier abschneiden und zurückgeben"_de);
    slip.title = german("Antwort von {1}"_de, {request.person.data.name()});
    slip.number = request.number;
    slip.url = context.absolute_url(std::string(locked_path) + "?nummer=" + request.number);
    slip.sections.push_back(
        {.fields = {pdf::CheckBoxes{
                        .choices = {{.text = german("Ja, ich bin einverstanden, wie oben beschrieben."_de)},
                                    {.text = german("Nein, löscht meine Angaben."_de)}}},
                    pdf::Signature{.place = german("Ort"_de),
                                   .date = german("Datum"_de),
                                   .signature = german("Unterschrift"_de)}},
         .may_break = pdf::Break::nowhere});
    return slip;
}

// Whoever typed no town lives in the village.
bool can_get_letter(const Person& person)
{
    return !person.data.street.empty() && (!person.data.town.empty() || person.data.village);
}

} // namespace

std::vector<std::string> postal_lines(const std::vector<Village>& places, const PersonDraft& person,
                                      const accounts::Viewer& viewer)
{
    auto written = person;
    if (written.town.empty())
        written.town = village_name(places, written.village);
    if (written.street.empty() || written.town.empty())
        return {};
    return address_lines(written, viewer);
}

std::vector<Request> to_be_asked(const Context& context, const std::vector<LockedPerson>& locked, AskedBy way)
{
    std::vector<Request> requests;
    for (const auto& [person, asked_at] : locked) {
        const bool by_mail = prefers_mail(person);
        const bool fits = way == AskedBy::mail ? by_mail : !by_mail && can_get_letter(person);
        if (!asked_at && fits && requests.size() < most_at_once)
            requests.push_back({person, new_request_number(context.environment.random)});
    }
    return requests;
}

Result<std::string> letters_for(const Context& context, const std::vector<Village>& places,
                                const std::vector<Request>& requests, Date day)
{
    std::vector<pdf::Letter> letters;
    for (const auto& request : requests) {
        pdf::Letter letter;
        letter.return_line = context.network.name;
        letter.recipient = recipient_of(places, request.person);
        letter.details = {i18n::format_date(
            {.language = Language::de, .time_zone = context.network.time_zone}, day, i18n::DateStyle::plain)};
        letter.subject = german("Dürfen wir dich fragen, wenn Hilfe gebraucht wird?"_de);
        letter.paragraphs = paragraphs(context, request.person);
        letter.closing = german("Danke und herzliche Grüße"_de);
        letter.signatory = context.network.name;
        letter.slip = slip_for(context, request);
        letters.push_back(std::move(letter));
    }
    return pdf::render_letters({.title = german("Bitte um Einwilligung"_de),
                                .author = context.network.name,
                                .created = context.now(),
                                .page_text = german("Seite {1} von {2}"_de, {"{1}", "{2}"})},
                               letters);
}

mail::Mail mail_for(const Context& context, const Request& request)
{
    auto lines = paragraphs(context, request.person);
    lines.push_back(german("Ja oder Nein sagst du mit einem Klick hier:"_de) + '\n' +
                    context.absolute_url("/einwilligung/antwort/" + request.number));
    lines.push_back(german("Danke und herzliche Grüße"_de) + '\n' + context.network.name);
    return {.network = context.network.id,
            .to = mailbox_of(request.person.data),
            .subject = german("Dürfen wir dich fragen, wenn Hilfe gebraucht wird?"_de),
            .text = join(lines, "\n\n"),
            .purpose = "ask_consent",
            .unsubscribe_url = context.absolute_url(
                withdrawal_path(context.environment, context.network.id, request.person.id))};
}

} // namespace dorfnetz::people
