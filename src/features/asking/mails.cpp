#include "features/asking/mails.hpp"

#include "features/asking/asking_service.hpp"
#include "features/asking/links.hpp"
#include "features/signups/asking_api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/mail/outbox.hpp"

namespace dorfnetz::asking {

using web::Context;

void send_mail(db::Tx& tx, const Context& german, const people::Person& person, const std::string& subject,
               const std::string& text, std::string_view purpose, const std::string& unsubscribe_path)
{
    mail::Mail mail{.network = german.network.id,
                    .to = people::mailbox_of(person.data),
                    .subject = std::string(truncate(subject, mail::longest_subject)),
                    .text = text,
                    .purpose = std::string(purpose),
                    .urgency = mail::Urgency::may_be_lost,
                    .language = i18n::Language::de,
                    .hours = mail::Hours::by_day};
    people::add_withdrawal(mail, german, person.id);
    if (!unsubscribe_path.empty())
        mail.unsubscribe_url = german.absolute_url(unsubscribe_path);
    static_cast<void>(mail::enqueue(tx, mail, german.environment.clock, german.environment.random));
}

std::vector<std::string> question_paragraphs(db::Reader& reader, const Context& context, const Search& search,
                                             const OpenShift& open, const people::Person& person)
{
    std::vector<std::string> paragraphs{
        context.t("Hallo {1},"_de, {person.data.name()}),
        context.t("{1} sucht noch Leute für „{2}“ und hat dabei an dich gedacht."_de,
                  {host_name(reader, context, open), signups::title_of(open)})};
    auto facts = context.t("Wann: {1}"_de, {activities::shift_when_text(context, open.shift)});
    if (const auto place = signups::place_of(reader, context, open.listed); !place.empty())
        facts += '\n' + context.t("Wo: {1}"_de, {place});
    if (!open.need.draft.description.empty())
        facts += '\n' + context.t("Was: {1}"_de, {open.need.draft.description});
    for (const auto& condition : activities::conditions_of(context, open.need.draft))
        facts += "\n- " + condition;
    paragraphs.push_back(std::move(facts));
    if (!search.message.empty())
        paragraphs.push_back(search.message);
    return paragraphs;
}

void mail_question(db::Tx& tx, const Context& context, const Search& search, const OpenShift& open,
                   const people::Person& person, Question question)
{
    const auto german = context.in(i18n::Language::de);
    auto lines = question_paragraphs(tx, german, search, open, person);
    const auto path = answer_path(token_of(german.environment, german.network.id, open.shift.id, person.id));
    const auto link = [&](German label, std::string_view answer) {
        return german.t(label) + '\n' + german.absolute_url(path + "?antwort=" + std::string(answer));
    };
    lines.push_back(german.t("Magst du? Ein Kennwort brauchst du nicht:"_de));
    lines.push_back(link("Ja, ich bin dabei:"_de, "ja"));
    lines.push_back(link("Diesmal nicht:"_de, "nein"));
    lines.push_back(link("Frag mich in ein paar Tagen noch einmal:"_de, "spaeter"));
    lines.push_back(german.t("Ein Nein ist völlig in Ordnung. Auf derselben Seite sagst du auch, wie oft wir "
                             "dich fragen dürfen."_de));
    const auto subject = question == Question::first ? "Magst du mithelfen? {1}"_de
                                                     : "Du wolltest noch einmal gefragt werden: {1}"_de;
    send_mail(tx, german, person, german.t(subject, {signups::title_of(open)}), join(lines, "\n\n"),
              "asking");
}

void mail_questions(db::Tx& tx, const Context& context, const std::vector<SeveralQuestion>& questions,
                    const people::Person& person)
{
    const auto& [first_search, first] = questions.front();
    if (questions.size() == 1)
        return mail_question(tx, context, *first_search, *first, person, Question::first);
    const auto german = context.in(i18n::Language::de);
    std::vector<std::string> lines{
        german.t("Hallo {1},"_de, {person.data.name()}),
        german.t("{1} sucht Leute für „{2}“ und hat dabei {3} Mal an dich gedacht."_de,
                 {host_name(tx, german, *first), first->listed.title,
                  i18n::format_number(i18n::Language::de, static_cast<std::int64_t>(questions.size()))})};
    if (const auto place = signups::place_of(tx, german, first->listed); !place.empty())
        lines.push_back(german.t("Wo: {1}"_de, {place}));
    if (!first_search->message.empty())
        lines.push_back(first_search->message);
    lines.push_back(german.t("Sag bei jedem, ob du magst. Ein Kennwort brauchst du nicht:"_de));
    for (const auto& [search, open] : questions) {
        auto text = open->need.draft.title + '\n' + activities::shift_when_text(german, open->shift);
        for (const auto& condition : activities::conditions_of(german, open->need.draft))
            text += "\n- " + condition;
        const auto token = token_of(german.environment, german.network.id, open->shift.id, person.id);
        lines.push_back(text + '\n' + german.absolute_url(answer_path(token)));
    }
    lines.push_back(
        german.t("Ein Nein ist völlig in Ordnung, auch zu einzelnen. Auf denselben Seiten sagst du "
                 "auch, wie oft wir dich fragen dürfen."_de));
    send_mail(tx, german, person, german.t("Magst du mithelfen? {1}"_de, {first->listed.title}),
              join(lines, "\n\n"), "asking");
}

void mail_thanks(db::Tx& tx, const Context& context, const OpenShift& open, const people::Person& person,
                 Needless why)
{
    const auto german = context.in(i18n::Language::de);
    const bool is_enough = why == Needless::enough;
    const std::vector<std::string> lines{
        german.t("Hallo {1},"_de, {person.data.name()}),
        german.t(
            is_enough
                ? "wir hatten dich gefragt, ob du bei „{1}“ mithilfst. Inzwischen sind genug da: Du brauchst "
                  "nicht mehr zu antworten."_de
                : "wir hatten dich gefragt, ob du bei „{1}“ mithilfst. Wir suchen dafür niemanden mehr: Du "
                  "brauchst nicht mehr zu antworten."_de,
            {signups::title_of(open)}),
        german.t("Danke, dass wir dich fragen durften."_de), german.network.name};
    send_mail(
        tx, german, person,
        german.t(is_enough ? "Danke, wir haben genug Leute: {1}"_de : "Wir suchen niemanden mehr: {1}"_de,
                 {signups::title_of(open)}),
        join(lines, "\n\n"), "asking_thanks");
}

} // namespace dorfnetz::asking
