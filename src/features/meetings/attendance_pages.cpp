#include "features/mandates/api.hpp"
#include "features/meetings/attendance_sheet.hpp"
#include "features/meetings/meetings_service.hpp"
#include "features/organisations/choosing_api.hpp"
#include "foundation/web/question.hpp"

#include <algorithm>

// Beginning a meeting, taking down who is there, and ending it.
namespace dorfnetz::meetings {

namespace {

using web::Context;
using web::Field;
using web::Input;

constexpr std::string_view begin_end = "/beginnen";
constexpr std::string_view close_end = "/beenden";

std::string presence_text(const Context& context, const Sheet& sheet, const Voter& voter)
{
    switch (voter.presence) {
    case Presence::none:
        return context.t("nicht da"_de);
    case Presence::delegate:
        return voter.represented_by.empty() ? context.t("da"_de)
                                            : context.t("da: {1}"_de, {voter.represented_by});
    case Presence::proxy:
        return context.t("{1} stimmt mit ab"_de, {sheet.village_name(*voter.proxy)});
    }
    return {};
}

html::Safe presence_button(const Context& context, const Sheet& sheet, const villages::Village& village,
                           Presence presence, German label)
{
    return web::draw_button(context,
                            {.action = voter_path(sheet.meeting, village),
                             .pattern = desk_pattern(voter_end),
                             .submit = context.t(label),
                             .plain = presence == Presence::none},
                            {{"wer", std::string(to_text(presence))}, {"kurz", "1"}});
}

// What a village answered to the invitation.
std::string replied_text(const Context& context, const Reply& reply)
{
    if (reply.who.empty())
        return context.t(reply.coming == Coming::yes ? "zugesagt"_de : "abgesagt"_de);
    return context.t(reply.coming == Coming::yes ? "zugesagt: {1}"_de : "abgesagt, Vollmacht: {1}"_de,
                     {reply.who});
}

void show_voters(html::Page& page, const Context& context, const Sheet& sheet)
{
    if (sheet.voters.empty())
        return;
    auto part = page.add("VOTERS");
    for (const auto& voter : sheet.voters) {
        const auto* village = sheet.entries->village(voter.village);
        if (!village)
            continue;
        auto row = part.add("VOTER");
        row.set("VILLAGE", village->name)
            .set("CLUB", sheet.club_name(voter.organisation))
            .show_if(voter.has_voice(), "HERE");
        if (const auto reply = sheet.replies.find(voter.village);
            reply != sheet.replies.end() && !voter.has_voice())
            row.add("REPLY").set("REPLY_TEXT", replied_text(context, reply->second));
        if (sheet.meeting.began_at)
            row.add("PRESENCE").set("PRESENCE_TEXT", presence_text(context, sheet, voter));
        if (!sheet.meeting.is_running())
            continue;
        auto buttons = row.add("BUTTONS");
        buttons.set("DETAILS_URL", context.url(voter_path(sheet.meeting, *village)))
            .set("BUTTON", voter.has_voice()
                               ? presence_button(context, sheet, *village, Presence::none, "doch nicht da"_de)
                               : presence_button(context, sheet, *village, Presence::delegate, "ist da"_de));
    }
}

std::string quorum_text(const Context& context, const Quorum& quorum)
{
    const auto number = [&](std::int64_t value) { return i18n::format_number(context.language, value); };
    const auto counted =
        context.t("Da sind {1} von {2} Stimmen."_de, {number(quorum.present), number(quorum.votes)});
    return counted + ' ' +
           (quorum.is_reached() ? context.t("Ihr seid beschlussfähig."_de)
                                : context.t("Beschlussfähig seid ihr ab {1}."_de, {number(quorum.needed())}));
}

std::vector<Field> attendee_fields(const Context& context, const Sheet& sheet)
{
    std::vector<web::Choice> clubs;
    for (const auto* entry : organisations::own_first(context.actor, *sheet.entries))
        if (entry->status != organisations::Status::archived)
            clubs.push_back({entry->name, entry->name});
    return {{.name = "name", .label = context.t("Name"_de), .required = true, .longest = 120},
            {.name = "fuer",
             .label = context.t("Für wen?"_de),
             .help = context.t("Verein, Amt oder Firma"_de),
             .longest = 120,
             .choices = std::move(clubs)}};
}

void show_attendees(html::Page& page, const Context& context, const Sheet& sheet,
                    const web::FormValues& values, const std::vector<FieldError>& errors)
{
    if (!sheet.meeting.began_at)
        return;
    auto part = page.add("OTHERS");
    part.show_if(!sheet.voters.empty() || !sheet.members.named.empty(), "BESIDES")
        .show_if(sheet.voters.empty() && sheet.members.named.empty(), "ALONE");
    for (const auto& attendee : sheet.attendees) {
        if (is_ticked_off(sheet, attendee))
            continue;
        auto row = part.add("PERSON");
        row.set("NAME", attendee.name)
            .set("REMOVE", remove_button(context, sheet.meeting, attendee, "streichen"_de));
        if (!attendee.for_whom.empty())
            row.add("FOR").set("FOR_WHOM", attendee.for_whom);
    }
    part.set("FORM", web::draw_form(context,
                                    {.action = path_on_desk(sheet.meeting, attendee_end),
                                     .pattern = desk_pattern(attendee_end),
                                     .submit = context.t("Eintragen"_de)},
                                    attendee_fields(context, sheet), values, errors));
}

German what_begins(Kind kind)
{
    switch (kind) {
    case Kind::network:
        return "Mit dem Beginn steht fest, welche Dörfer eine Stimme haben: die mit einem Netzwerkverein."_de;
    case Kind::group:
        return "Wenn es begonnen hat, hakst du ab, wer aus der Gruppe da ist."_de;
    case Kind::village:
        break;
    }
    return "Wenn es begonnen hat, trägst du ein, wer da ist."_de;
}

http::Response sheet_page(const Context& context, const Sheet& sheet, const web::FormValues& values = {},
                          const std::vector<FieldError>& errors = {})
{
    const auto& meeting = sheet.meeting;
    html::Page page;
    const auto heading = context.t(meeting.state == State::held ? "Wer war da?"_de : "Wer ist da?"_de);
    page.set("HEADING", heading).set("TITLE", meeting.draft.title).set("WHEN", when_text(context, meeting));
    const auto button = [&](std::string_view end, German label, bool is_final) {
        return web::draw_button(context, {.action = path_on_desk(meeting, end),
                                          .pattern = desk_pattern(end),
                                          .submit = context.t(label),
                                          .danger = is_final});
    };
    if (!meeting.began_at)
        page.add("BEFORE")
            .set("BEGIN", button(begin_end, "Treffen beginnen"_de, false))
            .set("WHAT_BEGINS", context.t(what_begins(meeting.draft.kind)));
    if (meeting.is_running()) {
        auto running = page.add("RUNNING");
        running.set("PARTS", sheet.parts).set("AGENDA_URL", context.url(desk_path_of(meeting)));
        if (sheet.attendees.empty() && std::ranges::none_of(sheet.voters, &Voter::has_voice))
            running.add("TOO_EARLY")
                .set("ICON", web::icon("info"))
                .set("BUTTON", draw_way_back(context, meeting));
        page.add("END").set("CLOSE", button(close_end, "Treffen beenden"_de, true));
    }
    if (meeting.began_at && meeting.draft.kind == Kind::network) {
        const auto quorum = quorum_of(meeting, sheet.voters);
        page.add(quorum.is_reached() ? "QUORUM" : "NO_QUORUM")
            .set("ICON", web::icon(quorum.is_reached() ? "check" : "warning"))
            .set("QUORUM_TEXT", quorum_text(context, quorum));
    }
    show_voters(page, context, sheet);
    show_members(page, context, sheet);
    show_attendees(page, context, sheet, values, errors);
    return web::page(context, {.title = heading, .crumbs = crumbs_of(context, meeting), .index = false},
                     context.render("meeting_attendance", page),
                     errors.empty() ? 200 : web::status_of(Err::invalid));
}

Result<http::Response> show_sheet(Context& context)
{
    const auto sheet =
        TRY(context.pool().read([&](db::Reader& reader) { return sheet_for(context, reader); }));
    return sheet_page(context, sheet);
}

// ---- Beginning and ending ----

Result<http::Response> post_begin(Context& context)
{
    const auto sheet =
        TRY(context.pool().read([&](db::Reader& reader) { return sheet_for(context, reader); }));
    const auto& meeting = sheet.meeting;
    const auto planned_for =
        meeting.starts_at ? i18n::local_date(context.region(), *meeting.starts_at) : context.today();
    const bool is_over = planned_for < context.today();
    if (planned_for != context.today() && !web::is_sure(context))
        return web::question_page(
            context,
            {.heading = context.t(is_over ? "Nachtragen?"_de : "Wirklich jetzt?"_de),
             .what_happens =
                 context.t(is_over ? "Geplant war das Treffen für {1}. So steht es dann auch im Protokoll."_de
                                   : "Geplant ist das Treffen für {1}."_de,
                           {when_text(context, meeting)}),
             .button = {.action = path_on_desk(meeting, begin_end),
                        .pattern = desk_pattern(begin_end),
                        .submit = context.t(is_over ? "Ja, nachtragen"_de : "Ja, es beginnt jetzt"_de)},
             .back = path_on_desk(meeting, attendance_end),
             .crumbs = crumbs_of(context, meeting)});
    TRY(write_for(context, Needs::leading, [&](db::Tx& tx, const Meeting& now) -> Result<Done> {
        const auto begun = begin(tx, context, now.id);
        if (begun)
            note(tx, context, Deed::began, now);
        return begun;
    }));
    return back_to_sheet(context, meeting.id, "Das Treffen läuft. Wer ist da?"_de);
}

Result<http::Response> post_close(const Context& context, const Extensions& extensions)
{
    const auto sheet =
        TRY(context.pool().read([&](db::Reader& reader) { return sheet_for(context, reader); }));
    const auto& meeting = sheet.meeting;
    if (!web::is_sure(context))
        return web::question_page(
            context, {.heading = context.t("Treffen beenden?"_de),
                      .what_happens =
                          context.t("Danach stimmt niemand mehr ab, und wer da war, steht fest. Am Protokoll "
                                    "könnt ihr weiterschreiben."_de),
                      .button = {.action = path_on_desk(meeting, close_end),
                                 .pattern = desk_pattern(close_end),
                                 .submit = context.t("Ja, beenden"_de)},
                      .back = path_on_desk(meeting, attendance_end),
                      .crumbs = crumbs_of(context, meeting)});
    TRY(write_for(context, Needs::leading, [&](db::Tx& tx, const Meeting& now) -> Result<Done> {
        const auto closed = close(tx, context, now.id, extensions.before_closing);
        if (closed)
            note(tx, context, Deed::closed, now);
        return closed;
    }));
    return web::redirect_with_notice(context, desk_path_of(meeting), "Das Treffen ist beendet."_de);
}

// ---- The others ----

Result<http::Response> post_attendee(Context& context)
{
    const auto sheet =
        TRY(context.pool().read([&](db::Reader& reader) { return sheet_for(context, reader); }));
    const auto sent = web::read_form(context, attendee_fields(context, sheet));
    if (!sent.ok())
        return sheet_page(context, sheet, sent.values, sent.errors);
    TRY(write_for(context, Needs::leading, [&](db::Tx& tx, const Meeting& meeting) -> Result<Done> {
        const auto added =
            add_attendee(tx, context, meeting.id, sent.values.text("name"), sent.values.text("fuer"));
        if (!added)
            return added.error();
        note(tx, context, Deed::took_attendance, meeting);
        return Done{};
    }));
    return back_to_sheet(context, sheet.meeting.id, "Eingetragen."_de);
}

Result<http::Response> post_remove_attendee(Context& context)
{
    MeetingId id;
    TRY(write_for(context, Needs::leading, [&](db::Tx& tx, const Meeting& meeting) -> Result<Done> {
        id = meeting.id;
        const auto removed =
            remove_attendee(tx, context, meeting.id, AttendeeId{context.parameter("person")});
        if (removed)
            note(tx, context, Deed::took_attendance, meeting);
        return removed;
    }));
    return back_to_sheet(context, id, "Gestrichen."_de);
}

} // namespace

Result<Sheet> sheet_for(const Context& context, db::Reader& reader)
{
    auto meeting = TRY(meeting_for(context, reader, Needs::leading));
    const auto& network = context.network.id;
    Sheet sheet{.meeting = std::move(meeting)};
    sheet.voters = voters_of(reader, network, sheet.meeting.id);
    sheet.attendees = attendees_of(reader, network, sheet.meeting.id);
    sheet.entries = organisations::shared_register(context, reader);
    sheet.replies = replies_of(reader, context, sheet.meeting.id);
    if (sheet.meeting.draft.kind == Kind::group)
        sheet.members = groups::named_members(context, reader, *sheet.meeting.draft.group);
    if (sheet.meeting.is_running())
        sheet.parts = context.site.parts(meeting_desk_parts, context, reader, sheet.meeting.id.text());
    // Before it begins: who would have a vote today.
    if (!sheet.meeting.began_at && sheet.meeting.draft.kind == Kind::network) {
        const auto leads = mandates::leads_on(reader, network, context.today());
        for (const auto& village : sheet.entries->villages)
            if (const auto lead = leads.find(village.id); lead != leads.end())
                sheet.voters.push_back({.village = village.id, .organisation = lead->second.organisation});
    }
    return sheet;
}

std::string voter_path(const Meeting& meeting, const villages::Village& village)
{
    return path_on_desk(meeting, attendance_end) + '/' + village.slug;
}

http::Response back_to_sheet(const Context& context, const MeetingId& id, German notice)
{
    return web::redirect_with_notice(context, fmt::format("{}/{}{}", desk_path, id.text(), attendance_end),
                                     notice);
}

void add_attendance_pages(web::Site& site, SharedExtensions extensions)
{
    const auto access = web::Access::signed_in();
    site.get(desk_pattern(attendance_end), access, show_sheet, some_meeting(std::string(attendance_end)));
    site.post(desk_pattern(begin_end), access, post_begin);
    site.post(desk_pattern(close_end), access,
              [extensions](Context& context) { return post_close(context, *extensions); });
    site.post(desk_pattern(attendee_end), access, post_attendee);
    site.post(desk_pattern(remove_attendee_end), access, post_remove_attendee);
}

} // namespace dorfnetz::meetings
