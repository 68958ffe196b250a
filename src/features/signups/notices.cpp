#include "features/signups/notices.hpp"

#include "features/signups/links.hpp"
#include "features/signups/rules.hpp"
#include "features/signups/signups_service.hpp"
#include "foundation/core/text.hpp"
#include "foundation/mail/outbox.hpp"
#include "foundation/web/home.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace dorfnetz::signups {

namespace {

using activities::NeedKind;
using activities::OpenShift;
using web::Context;

constexpr std::size_t longest_subject_here = 150; // characters

// As long as a mail may wait for the day.
constexpr std::chrono::hours until_morning{12};

// Names in a mailbox are shorter than people's can be.
constexpr std::size_t longest_mailbox_name = 80;

struct Words
{
    German subject;
    German text;
};

// {1} title, {2} what is in the way, {3} until when to choose.
Words words_for_status(const Signup& signup)
{
    if (signup.is_choice())
        return {
            "Was soll gelten? {1}"_de,
            "zu dieser Zeit hast du schon etwas zugesagt: {2}. Beides geht nicht. Sag uns bis {3} über den "
            "Link unten, was gelten soll. So lange halten wir dir den Platz frei."_de};
    switch (signup.status) {
    case Status::waitlisted:
        return {
            "Du stehst auf der Warteliste: {1}"_de,
            "danke, dass du helfen willst. Gerade sind nicht genug Plätze frei. Wird Platz, rückst du von "
            "selbst nach, und wir schreiben dir."_de};
    case Status::requested:
        return {"Deine Zusage ist da: {1}"_de,
                "danke, dass du helfen willst. Jetzt muss noch der Gastgeber Ja sagen. Du hörst von uns."_de};
    default:
        return {"Du bist dabei: {1}"_de, "danke, du bist dabei."_de};
    }
}

Words words_for(const Signup& signup, Occasion occasion)
{
    switch (occasion) {
    case Occasion::promised:
        return words_for_status(signup);
    case Occasion::moved_up:
        if (signup.status != Status::confirmed)
            return words_for_status(signup);
        return {
            "Ein Platz ist frei geworden: {1}"_de,
            "es ist ein Platz frei geworden, und du bist nachgerückt. Kannst du nicht mehr? Dann sag bitte "
            "gleich über den Link unten ab, damit jemand anders drankommt."_de};
    case Occasion::accepted:
        if (signup.status != Status::confirmed)
            return words_for_status(signup);
        return {"Du bist dabei: {1}"_de, "der Gastgeber hat Ja gesagt. Du bist dabei."_de};
    case Occasion::settled:
        if (signup.status != Status::confirmed)
            return words_for_status(signup);
        return {"Jetzt ist es klar: {1}"_de, "deine Zusage gilt jetzt fest. Du bist dabei."_de};
    case Occasion::given_back:
        return {"Abgesagt: {1}"_de, "du hast abgesagt. Danke, dass du Bescheid gibst."_de};
    case Occasion::declined:
        return {"Diesmal nicht: {1}"_de, "danke für deine Zusage. Diesmal wirst du hier nicht gebraucht, "
                                         "sagt der Gastgeber. Vielleicht passt "
                                         "etwas anderes."_de};
    case Occasion::lapsed:
        return {"Nicht mehr vorgemerkt: {1}"_de, "du hattest zu dieser Zeit schon etwas anderes zugesagt und "
                                                 "nichts gewählt. Deshalb ist dieser Platz "
                                                 "jetzt wieder frei. Deine andere Zusage gilt weiter."_de};
    case Occasion::moved:
        return {
            "Geändert: {1}"_de,
            "Zeit oder Ort haben sich geändert. Passt es dir nicht mehr, sag bitte über den Link unten ab."_de};
    case Occasion::called_off:
        return {"Fällt aus: {1}"_de,
                "das fällt leider aus. Du musst nichts tun. Danke, dass du helfen wolltest."_de};
    case Occasion::on_again:
        return {"Findet doch statt: {1}"_de, "das findet doch statt, und deine Zusage gilt wieder. Passt es "
                                             "dir nicht mehr, sag bitte über den "
                                             "Link unten ab."_de};
    case Occasion::changed:
        if (signup.status == Status::requested)
            return words_for_status(signup);
        return {"Geändert: {1}"_de, "deine Zusage ist geändert. So steht sie jetzt da:"_de};
    case Occasion::coming:
        return {"Bald ist es so weit: {1}"_de,
                "wir freuen uns auf dich. Kannst du doch nicht, sag bitte über den Link unten ab."_de};
    }
    return {};
}

// What strangers type into the form goes to a mailbox that they may have made up: nothing of it is repeated
// there but a name that is one.
std::string name_in_mails(const Signup& signup)
{
    return could_be_a_name(signup.name) ? std::string(truncate(signup.name, longest_mailbox_name))
                                        : std::string();
}

std::string greeting(const Context& context, const Signup& signup)
{
    const auto name = name_in_mails(signup);
    return name.empty() ? context.t("Hallo,"_de) : context.t("Hallo {1},"_de, {name});
}

bool is_taken_back(const Signup& signup, const OpenShift& open)
{
    return is_off(open) || signup.status == Status::cancelled || signup.status == Status::declined;
}

// Only what is certain, or was, goes into somebody's calendar.
bool has_file(const Signup& signup, const OpenShift& open, Occasion occasion)
{
    if (occasion == Occasion::coming)
        return false;
    return signup.status == Status::confirmed || is_taken_back(signup, open);
}

std::string count_text(const Context& context, const Signup& signup, const OpenShift& open)
{
    if (open.need.draft.kind == NeedKind::thing)
        return context.t("Anzahl: {1}"_de, {std::to_string(signup.people)});
    if (signup.people == 1)
        return {};
    return context.t("Personen: {1}"_de, {std::to_string(signup.people)});
}

std::string in_the_way_text(db::Reader& reader, const Context& context, const Signup& signup,
                            const OpenShift& open)
{
    std::vector<std::string> titles;
    for (const auto& other : in_the_way(reader, context.network.id, signup, open))
        if (const auto what = activities::shift_by_id(reader, context.network.id, other.shift))
            titles.push_back(title_of(*what) + ", " + activities::shift_when_text(context, what->shift));
    return join(titles, "; ");
}

// What stands below the first sentence: what, when, where, how many, and where to change it.
std::string facts_text(db::Reader& reader, const Context& context, const ToTell& news)
{
    const auto& [signup, open, occasion] = news;
    std::vector<std::string> lines{title_of(open), activities::shift_when_text(context, open.shift)};
    for (auto line :
         {place_of(reader, context, open.listed), open.listed.date.note, count_text(context, signup, open)})
        if (!line.empty())
            lines.push_back(std::move(line));
    if (occasion == Occasion::coming)
        if (const auto activity =
                activities::activity_by_id(reader, context.network.id, open.listed.date.activity);
            activity && !activity->draft.bring.empty())
            lines.push_back(context.t("Mitbringen: {1}"_de, {activity->draft.bring}));
    return join(lines, "\n");
}

std::string news_text(db::Reader& reader, const Context& context, const ToTell& news)
{
    const auto& [signup, open, occasion] = news;
    const auto words = words_for(signup, occasion);
    const auto choosing = signup.is_choice() ? in_the_way_text(reader, context, signup, open) : std::string();
    const auto until =
        signup.held_until ? i18n::format_moment(context.region(), *signup.held_until) : std::string();
    auto text =
        context.t(words.text, {title_of(open), choosing, until}) + "\n\n" + facts_text(reader, context, news);
    if (!is_taken_back(signup, open))
        text += "\n\n" + context.t("Ändern oder absagen, ohne Zugang:"_de) + '\n' +
                context.absolute_url(own_path(context, signup.id));
    return text;
}

std::string subject_of(const Context& context, const std::vector<ToTell>& news)
{
    if (news.size() > 1)
        return context.t("Neues zu deinen Zusagen"_de);
    const auto& [signup, open, occasion] = news.front();
    return std::string(truncate(squeeze(context.t(words_for(signup, occasion).subject, {title_of(open)})),
                                longest_subject_here));
}

std::string purpose_of(Occasion occasion)
{
    return occasion == Occasion::coming ? "signup_reminder" : "signup";
}

// Whatever has to be heard of must arrive; a reminder that came twice would be a nuisance.
mail::Urgency urgency_of(const std::vector<ToTell>& news)
{
    const bool all_remind = std::all_of(news.begin(), news.end(),
                                        [](const ToTell& each) { return each.occasion == Occasion::coming; });
    return all_remind ? mail::Urgency::may_be_lost : mail::Urgency::must_arrive;
}

// One appointment goes as an invitation, which calendars take over by themselves; several as files. Without
// somebody who invites there is no invitation (RFC 5546, 3.2.2).
void add_files(mail::Mail& mail, db::Reader& reader, const Context& context, const std::vector<ToTell>& news)
{
    std::vector<const ToTell*> with_file;
    for (const auto& each : news)
        if (has_file(each.signup, each.open, each.occasion))
            with_file.push_back(&each);
    if (with_file.size() == 1 && !context.network.setting("contact.email").empty()) {
        mail.calendar = calendar_file(reader, context, with_file.front()->signup, with_file.front()->open);
        return;
    }
    for (const auto* each : with_file)
        mail.attachments.push_back(
            {.file_name = mail.attachments.empty()
                              ? std::string("termin.ics")
                              : fmt::format("termin-{}.ics", mail.attachments.size() + 1),
             .content_type = "text/calendar; charset=utf-8",
             .bytes = calendar_file(reader, context, each->signup, each->open)});
}

mail::Hours hours_of(const std::vector<ToTell>& news, Timestamp now)
{
    const bool any_is_soon =
        std::any_of(news.begin(), news.end(), [&](const ToTell& each) { return is_soon(each.open, now); });
    return any_is_soon ? mail::Hours::any : mail::Hours::as_urgency;
}

// Whoever has no mail address knows what they have just said; of anything else they have to be told by
// telephone.
bool is_known_without_mail(const ToTell& news)
{
    return news.signup.email.empty() &&
           ((news.occasion == Occasion::promised && !news.signup.is_choice()) ||
            news.occasion == Occasion::given_back || news.occasion == Occasion::changed);
}

bool gets_mail(const Around& around, const ToTell& news)
{
    return around.sends_mail && !news.signup.email.empty() && news.open.shift.ends_at > around.context.now();
}

} // namespace

Around around(const Context& context)
{
    return {.context = context, .sends_mail = web::is_at_home(context)};
}

store::Told facts_of(const Signup& signup, const OpenShift& open)
{
    return {.sequence = open.listed.date.sequence,
            .status = std::string(signup.is_choice() ? "choice" : to_text(signup.status)),
            .about = join({to_iso(open.shift.starts_at), to_iso(open.shift.ends_at), open.listed.place_name,
                           open.listed.place_village ? open.listed.place_village->text() : std::string(),
                           is_off(open) ? "off" : "on"},
                          "\n")};
}

bool is_soon(const OpenShift& open, Timestamp now)
{
    return open.shift.starts_at < now + until_morning;
}

bool is_off(const OpenShift& open)
{
    return open.listed.is_called_off() || open.shift.status == activities::ShiftStatus::cancelled;
}

std::string title_of(const OpenShift& open)
{
    return open.listed.title + ": " + open.need.draft.title;
}

// With the village alone instead of the whole register, which every promise would make stale.
std::string place_of(db::Reader& reader, const Context& context, const activities::Listed& listed)
{
    organisations::Register entries;
    if (listed.place_village)
        if (auto village = villages::village_by_id(reader, context.network.id, *listed.place_village))
            entries.villages.push_back(*std::move(village));
    return activities::place_text(entries, listed);
}

calendar::Event event_of(db::Reader& reader, const Context& context, const Signup& signup,
                         const OpenShift& open)
{
    calendar::Event event{.uid = signup.id.text(),
                          .sequence = open.listed.date.sequence + signup.version,
                          .changed_at = std::max(signup.changed_at, open.listed.date.changed_at),
                          .when = calendar::Between{open.shift.starts_at, open.shift.ends_at},
                          .title = title_of(open),
                          .description = open.need.draft.description,
                          .place = place_of(reader, context, open.listed),
                          .point = open.listed.point,
                          .url = context.absolute_url(own_path(context, signup.id))};
    if (is_taken_back(signup, open))
        event.status = calendar::Event::Status::cancelled;
    // Whoever gave a telephone number alone has proven nothing, and must not see whether it promised
    // something else.
    else if ((signup.status == Status::requested || signup.status == Status::waitlisted) &&
             !signup.email.empty())
        event.status = calendar::Event::Status::tentative;
    return event;
}

std::string calendar_file(db::Reader& reader, const Context& context, const Signup& signup,
                          const OpenShift& open)
{
    const std::string organizer(context.network.setting("contact.email"));
    auto event = event_of(reader, context, signup, open);
    calendar::Calendar file{.name = {}, .events = {}};
    // Without somebody who invites there is nobody to take an invitation from (RFC 5546, 3.2.2).
    if (!organizer.empty() && !signup.email.empty()) {
        event.organizer = organizer;
        event.organizer_name = context.network.name;
        event.attendee = signup.email.seen_by(accounts::the_program());
        file.method = is_taken_back(signup, open) ? calendar::Calendar::Method::cancel
                                                  : calendar::Calendar::Method::request;
    }
    file.events.push_back(std::move(event));
    return calendar::write(file);
}

Result<Done> tell_all(db::Tx& tx, const Around& around, const std::vector<ToTell>& news)
{
    std::vector<ToTell> heard;
    for (const auto& each : news) {
        const bool by_mail = gets_mail(around, each);
        if (by_mail)
            heard.push_back(each);
        if (by_mail || is_known_without_mail(each))
            store::set_told(tx, around.context.network.id, each.signup.id, facts_of(each.signup, each.open));
    }
    if (heard.empty())
        return Done{};
    const auto& first = heard.front().signup;
    const auto context = around.context.in(first.language);
    std::vector<std::string> texts;
    for (const auto& each : heard)
        texts.push_back(news_text(tx, context, each));
    const auto text =
        greeting(context, first) + "\n\n" + join(texts, "\n\n---\n\n") + "\n\n" + context.network.name + '\n';
    mail::Mail mail{
        .network = context.network.id,
        .to = {.address = first.email.seen_by(accounts::the_program()), .name = name_in_mails(first)},
        .subject = subject_of(context, heard),
        .text = text,
        .purpose = purpose_of(heard.front().occasion),
        .urgency = urgency_of(heard),
        .language = first.language,
        .hours = hours_of(heard, context.now())};
    add_files(mail, tx, context, heard);
    TRY(mail::enqueue(tx, mail, context.environment.clock, context.environment.random));
    return Done{};
}

Result<Done> tell(db::Tx& tx, const Around& around, const Signup& signup, const OpenShift& open,
                  Occasion occasion)
{
    return tell_all(tx, around, {{signup, open, occasion}});
}

} // namespace dorfnetz::signups
