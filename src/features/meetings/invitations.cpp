#include "features/meetings/invitations.hpp"

#include "features/meetings/meetings_service.hpp"
#include "features/meetings/meetings_store.hpp"
#include "features/meetings/replies.hpp"
#include "foundation/core/text.hpp"
#include "foundation/mail/outbox.hpp"
#include "foundation/web/home.hpp"

#include <fmt/format.h>

namespace dorfnetz::meetings {

namespace {

using web::Context;

constexpr German nothing_sent_again =
    "Das ist schon geschehen, oder jemand hat das Treffen inzwischen geändert. Jetzt ging keine Mail hinaus."_de;
constexpr std::size_t longest_title_in_subject = 120; // characters

struct NewsWords
{
    German subject; // {1}: the title
    German text;    // {1}: the network
};

NewsWords words_for(News news)
{
    switch (news) {
    case News::invitation:
        return {"Einladung: {1}"_de, "{1} lädt ein:"_de};
    case News::changed:
        return {"Geändert: {1}"_de, "an diesem Treffen hat sich etwas geändert. So gilt es jetzt:"_de};
    case News::cancelled:
        return {"Fällt aus: {1}"_de, "dieses Treffen fällt aus:"_de};
    case News::takes_place:
        return {"Findet doch statt: {1}"_de, "dieses Treffen war abgesagt und findet doch statt:"_de};
    case News::reminder:
        return {"Bald ist es so weit: {1}"_de,
                "wir freuen uns auf euch. Das ist die Tagesordnung, wie sie jetzt steht:"_de};
    }
    return {};
}

void add_line(std::string& text, const std::string& line)
{
    if (!line.empty())
        text += line + '\n';
}

std::string facts_text(const Context& context, const organisations::Register& entries, const Meeting& meeting)
{
    std::string text;
    add_line(text, meeting.draft.title);
    add_line(text, when_text(context, meeting));
    add_line(text, place_text(entries, meeting));
    if (!meeting.draft.video_url.empty())
        add_line(text, context.t("Am Bildschirm: {1}"_de, {meeting.draft.video_url}));
    return text;
}

std::string agenda_text(const Context& context, db::Reader& reader, const Meeting& meeting)
{
    const auto agenda = agenda_of(reader, context.network.id, meeting.id);
    if (agenda.empty())
        return {};
    return '\n' + context.t("Tagesordnung"_de) + '\n' + join(agenda_lines(context, meeting, agenda), "\n") +
           '\n';
}

// What all of them read; the greeting stands above.
std::string text_for_all(const Context& context, db::Reader& reader, const organisations::Register& entries,
                         const Meeting& meeting, News news)
{
    auto text = context.t(words_for(news).text, {context.network.name}) + "\n\n" +
                facts_text(context, entries, meeting);
    if (news == News::cancelled) {
        if (!meeting.cancelled_why.empty())
            text += '\n' + meeting.cancelled_why + '\n';
        return text;
    }
    if (news == News::invitation && !meeting.draft.description.empty())
        text += '\n' + html::markdown_as_text(meeting.draft.description) + '\n';
    if (news != News::changed)
        text += agenda_text(context, reader, meeting);
    text += '\n' + context.t("Alles zum Treffen:"_de) + '\n' + context.absolute_url(path_of(meeting)) + '\n';
    if (news == News::invitation)
        text += context.t("Fehlt euch ein Punkt? Schlagt ihn vor:"_de) + '\n' +
                context.absolute_url(desk_path_of(meeting)) + '\n';
    return text;
}

std::string reply_text(const Context& context, const Meeting& meeting, std::string_view address)
{
    return '\n' + context.t("Kommt ihr? Sagt hier Bescheid, ein Kennwort braucht ihr nicht:"_de) + '\n' +
           context.absolute_url(reply_path(context.environment, context.network.id, meeting, address)) + '\n';
}

// As an invitation that calendars take over by themselves; without somebody who invites, as a file (RFC
// 5546, 3.2.2).
void add_calendar(mail::Mail& mail, const Context& context, calendar::Event event, News news)
{
    const std::string organizer(context.network.setting("contact.email"));
    if (organizer.empty()) {
        mail.attachments.push_back({.file_name = "treffen.ics",
                                    .content_type = "text/calendar; charset=utf-8",
                                    .bytes = calendar::write({.events = {std::move(event)}})});
        return;
    }
    event.organizer = organizer;
    event.organizer_name = context.network.name;
    event.attendee = mail.to.address;
    mail.calendar = calendar::write({.method = news == News::cancelled ? calendar::Calendar::Method::cancel
                                                                       : calendar::Calendar::Method::request,
                                     .events = {std::move(event)}});
}

// Who gets up early to go there, or does not, hears of it at night too.
bool is_urgent(News news)
{
    return news == News::cancelled || news == News::takes_place;
}

bool gets_calendar(const Meeting& meeting, News news)
{
    return meeting.starts_at && news != News::reminder;
}

} // namespace

Result<Done> is_as_asked(const Meeting& meeting, std::int64_t version)
{
    if (meeting.version == version)
        return Done{};
    return Error{.kind = Err::stale, .text = nothing_sent_again};
}

calendar::Event event_of(const Context& context, const organisations::Register& entries,
                         const Meeting& meeting, Reads reads)
{
    const auto& draft = meeting.draft;
    calendar::Event event{.uid = meeting.id.text(),
                          .sequence = meeting.sequence,
                          .changed_at = meeting.updated_at,
                          .when = calendar::Between{meeting.starts_at.value(), meeting.ends_at.value()},
                          .title = draft.title,
                          .description = html::markdown_as_text(draft.description),
                          .place = place_text(entries, meeting),
                          .url = context.absolute_url(path_of(meeting))};
    if (reads == Reads::who_takes_part && !draft.video_url.empty())
        event.description +=
            (event.description.empty() ? "" : "\n\n") + context.t("Am Bildschirm: {1}"_de, {draft.video_url});
    if (meeting.state == State::cancelled)
        event.status = calendar::Event::Status::cancelled;
    else if (meeting.state == State::planning)
        event.status = calendar::Event::Status::tentative;
    return event;
}

std::vector<std::string> agenda_lines(const Context& context, const Meeting& meeting,
                                      const std::vector<AgendaItem>& agenda)
{
    const auto times = times_of(context, meeting, agenda);
    std::vector<std::string> lines;
    for (std::size_t i = 0; i < agenda.size(); ++i) {
        auto line = fmt::format("{}. ", i + 1);
        if (!times[i].empty())
            line += context.t("{1} Uhr"_de, {times[i]}) + ' ';
        line += agenda[i].draft.title;
        if (agenda[i].draft.minutes > 0)
            line += " (" + minutes_text(context, agenda[i].draft.minutes) + ')';
        lines.push_back(std::move(line));
    }
    return lines;
}

Result<std::int64_t> tell_all(db::Tx& tx, const Context& context, const Meeting& meeting, News news)
{
    if (!web::is_at_home(context, tx))
        return Error{.kind = Err::conflict,
                     .text =
                         "Unter dieser Adresse kennt das Netzwerk sich nicht. Öffne die Seite unter ihrer "
                         "richtigen Adresse, dann gehen die Mails hinaus."_de};
    // Accounts have no language; the network speaks German.
    const auto german = context.in(i18n::Language::de);
    const auto entries = organisations::shared_register(german, tx);
    const auto words = words_for(news);
    const auto title = std::string(truncate(squeeze(meeting.draft.title), longest_title_in_subject));
    const auto text = text_for_all(german, tx, *entries, meeting, news);
    // Whoever is asked to come answers by a link of their own.
    std::set<std::string> asked;
    if (news != News::cancelled)
        for (auto& invitee : invitees_of(tx, german, meeting))
            asked.merge(invitee.logins);
    std::int64_t sent = 0;
    for (const auto& recipient : recipients_of(tx, german, meeting)) {
        mail::Mail mail{.network = context.network.id,
                        .to = recipient.mailbox,
                        .subject = german.t(words.subject, {title}),
                        .text = german.t("Hallo {1},"_de, {recipient.mailbox.name}) + "\n\n" + text +
                                (asked.contains(to_lower_ascii(recipient.mailbox.address))
                                     ? reply_text(german, meeting, recipient.mailbox.address)
                                     : std::string()) +
                                '\n' + context.network.name + '\n',
                        .purpose = "meeting",
                        .urgency =
                            news == News::reminder ? mail::Urgency::may_be_lost : mail::Urgency::must_arrive,
                        .hours = is_urgent(news) ? mail::Hours::any : mail::Hours::by_day};
        if (recipient.person)
            people::add_withdrawal(mail, german, *recipient.person);
        if (gets_calendar(meeting, news))
            add_calendar(mail, german, event_of(german, *entries, meeting, Reads::who_takes_part), news);
        TRY(mail::enqueue(tx, mail, context.environment.clock, context.environment.random));
        ++sent;
    }
    return sent;
}

Result<std::int64_t> invite(db::Tx& tx, const Context& context, const MeetingId& id, std::int64_t version,
                            const Guests& guests)
{
    auto meeting = lock_meeting(tx, context.network.id, id);
    if (!meeting)
        return Error{.kind = Err::missing};
    TRY(has_not_begun(*meeting));
    TRY(is_as_asked(*meeting, version));
    if (!meeting->draft.when)
        return Error{.kind = Err::conflict,
                     .text = "Das Treffen hat noch keinen Termin. Leg ihn erst fest."_de};
    if (*meeting->ends_at <= context.now())
        return Error{.kind = Err::conflict, .text = "Der Termin ist schon vorbei. Ändere ihn erst."_de};
    meeting->sequence += meeting->invited_at ? 1 : 0;
    meeting->state = State::invited;
    meeting->invited_at = meeting->invited_at.value_or(context.now());
    meeting->invites_municipality = guests.municipality;
    meeting->invites_advisers = guests.advisers;
    meeting->updated_at = context.now();
    // Who is invited so late needs no reminder.
    if (const auto due = reminder_due(context, *meeting); due && *due <= context.today())
        meeting->reminded_for = meeting->starts_at;
    if (!store::update(tx, context.network.id, *meeting))
        return Error{.kind = Err::stale};
    const auto sent = TRY(tell_all(tx, context, *meeting, News::invitation));
    note(tx, context, Deed::invited, *meeting);
    return sent;
}

Result<Done> cancel(db::Tx& tx, const Context& context, const MeetingId& id, std::int64_t version,
                    const std::string& why)
{
    auto meeting = lock_meeting(tx, context.network.id, id);
    if (!meeting)
        return Error{.kind = Err::missing};
    TRY(has_not_begun(*meeting));
    TRY(is_as_asked(*meeting, version));
    const bool was_invited = meeting->invited_at.has_value();
    meeting->state = State::cancelled;
    meeting->cancelled_why = squeeze(why);
    meeting->sequence += 1;
    meeting->updated_at = context.now();
    if (!store::update(tx, context.network.id, *meeting))
        return Error{.kind = Err::stale};
    if (was_invited)
        TRY(tell_all(tx, context, *meeting, News::cancelled));
    note(tx, context, Deed::cancelled, *meeting);
    return Done{};
}

bool must_be_told(const Meeting& before, const Meeting& now)
{
    return now.state == State::invited &&
           (before.draft.when != now.draft.when || before.draft.place_village != now.draft.place_village ||
            before.draft.place_name != now.draft.place_name || before.draft.video_url != now.draft.video_url);
}

} // namespace dorfnetz::meetings
