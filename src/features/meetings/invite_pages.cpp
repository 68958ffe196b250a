#include "features/meetings/invitations.hpp"
#include "features/meetings/letters.hpp"
#include "features/meetings/meetings_pages.hpp"
#include "features/meetings/replies.hpp"
#include "foundation/mail/hours.hpp"
#include "foundation/web/question.hpp"
#include "foundation/web/sent_back.hpp"

#include <algorithm>

// Inviting by mail and on paper, and calling a meeting off.
namespace dorfnetz::meetings {

namespace {

using web::Context;
using web::Field;
using web::Input;

constexpr std::string_view invite_end = "/einladen";
constexpr std::string_view letters_end = "/einladung.pdf";
constexpr std::string_view cancel_end = "/absagen";
constexpr std::string_view version_field = "version";

struct Inviting
{
    Meeting meeting;
    std::vector<groups::Recipient> recipients = {};
    std::vector<Addressee> addressees = {};
    std::vector<std::string> people_without_mail = {}; // of a group
    std::shared_ptr<const organisations::Register> entries = {};
};

Guests guests_from(const Context& context, const Meeting& meeting)
{
    if (context.request.method != http::Method::post)
        return {meeting.invites_municipality, meeting.invites_advisers};
    return {!context.form.text("gemeinde").empty(), !context.form.text("begleitung").empty()};
}

Result<Inviting> inviting(const Context& context, db::Reader& reader)
{
    auto meeting = TRY(meeting_for(context, reader, Needs::leading));
    if (meeting.state != State::planning && meeting.state != State::invited)
        return Error{.kind = Err::missing};
    const auto guests = guests_from(context, meeting);
    meeting.invites_municipality = guests.municipality;
    meeting.invites_advisers = guests.advisers;
    Inviting all{.meeting = std::move(meeting)};
    all.recipients = recipients_of(reader, context, all.meeting);
    all.addressees = addressees_of(reader, context, all.meeting);
    all.entries = organisations::shared_register(context, reader);
    if (all.meeting.draft.kind == Kind::group)
        for (const auto& invitee : invitees_of(reader, context, all.meeting))
            if (!invitee.is_several && !gets_mail(invitee) && !invitee.name.empty())
                all.people_without_mail.push_back(invitee.name);
    return all;
}

std::vector<Field> invite_fields(const Context& context, const Meeting& meeting)
{
    if (meeting.draft.kind != Kind::network)
        return {};
    return {
        {.name = "gemeinde", .label = context.t("Auch die Gemeinde einladen"_de), .input = Input::yes},
        {.name = "begleitung", .label = context.t("Auch die Begleitung einladen"_de), .input = Input::yes}};
}

bool is_night(const Context& context)
{
    return mail::morning_after(context.network.time_zone, context.now()).has_value();
}

std::string mails_text(const Context& context, std::size_t count)
{
    if (count == 0)
        return context.t("Es geht keine Mail hinaus."_de);
    const auto text = i18n::translate_count(context.language, "Eine Mail geht hinaus."_de,
                                            "{1} Mails gehen hinaus."_de, static_cast<std::int64_t>(count));
    return is_night(context) ? text + ' ' + context.t("Jetzt ist Nacht: Hinaus geht es um 8 Uhr."_de) : text;
}

// Clubs, and members of a group, to whom no mail goes.
std::vector<std::string> unreached_of(const Inviting& all)
{
    std::vector<std::string> names;
    for (const auto& addressee : all.addressees)
        if (const auto* entry = all.entries->entry(addressee.organisation); entry && !addressee.gets_mail)
            names.push_back(entry->name);
    names.insert(names.end(), all.people_without_mail.begin(), all.people_without_mail.end());
    return names;
}

// Letters, and who needs one.
void show_paper(html::Page& page, const Context& context, const Inviting& all)
{
    const auto names = unreached_of(all);
    if (all.addressees.empty() && names.empty())
        return;
    auto paper = page.add("PAPER");
    std::optional<html::Values> unreached;
    for (const auto& name : names) {
        if (!unreached)
            unreached = paper.add("WITHOUT_MAIL");
        unreached->add("CLUB").set("NAME", name);
    }
    if (!all.meeting.draft.when || all.addressees.empty())
        return;
    const auto path = path_on_desk(all.meeting, letters_end);
    auto letters = paper.add("LETTERS");
    letters.set("ALL_URL", context.url(path)).show_if(!all.recipients.empty(), "QUIET");
    const auto mailed = std::ranges::count_if(all.addressees, &Addressee::gets_mail);
    if (mailed > 0 && mailed < std::ssize(all.addressees))
        letters.add("ONLY").set("ONLY_URL", context.url(path + "?nur=ohne-mail"));
}

html::Safe invite_form(const Context& context, const Inviting& all)
{
    const auto& meeting = all.meeting;
    const auto label = meeting.invited_at       ? "Noch einmal einladen"_de
                       : all.recipients.empty() ? "Ohne Mail einladen"_de
                                                : "Einladen"_de;
    return web::draw_form(context,
                          {.action = path_on_desk(meeting, invite_end),
                           .pattern = desk_pattern(invite_end),
                           .submit = context.t(label),
                           .cancel = meeting.invited_at ? std::string() : desk_path_of(meeting)},
                          invite_fields(context, meeting),
                          web::FormValues()
                              .set("gemeinde", meeting.invites_municipality ? "1" : "")
                              .set("begleitung", meeting.invites_advisers ? "1" : ""));
}

http::Response invite_page(const Context& context, const Inviting& all)
{
    const auto& meeting = all.meeting;
    const bool is_reached = !all.recipients.empty();
    html::Page page;
    page.set("TITLE", meeting.draft.title).set("WHEN", when_text(context, meeting));
    if (is_reached)
        page.add("REACHED").set("MAILS", mails_text(context, all.recipients.size()));
    else
        page.add("UNREACHED").show_if(!all.addressees.empty(), "BY_LETTER");
    if (meeting.invited_at)
        page.add("DONE")
            .set("ICON", web::icon("check"))
            .set("REPLIES_URL", context.url(path_on_desk(meeting, "/zusagen")))
            .set("DESK_URL", context.url(desk_path_of(meeting)));
    if (!meeting.draft.when)
        page.add("NO_DATE").set("DETAILS_URL", context.url(path_on_desk(meeting, "/angaben")));
    else if (is_reached || !meeting.invited_at || meeting.draft.kind == Kind::network)
        page.add(meeting.invited_at ? "AGAIN" : "FIRST").set("FORM", invite_form(context, all));
    show_paper(page, context, all);
    return web::page(
        context, {.title = context.t("Einladen"_de), .crumbs = crumbs_of(context, meeting), .index = false},
        context.render("meeting_invite", page));
}

Result<http::Response> show_invite(Context& context)
{
    const auto all = TRY(context.pool().read([&](db::Reader& reader) { return inviting(context, reader); }));
    return invite_page(context, all);
}

German said_after(const Context& context, std::int64_t sent)
{
    if (sent == 0)
        return "Eingeladen. Eine Mail bekommt niemand: Gebt die Briefe ab, oder ruft an."_de;
    if (is_night(context))
        return "Eingeladen. Die Mails gehen um 8 Uhr hinaus. Wer keine bekommt, braucht einen Brief oder einen Anruf."_de;
    return "Eingeladen. Wer keine Mail bekommt, braucht einen Brief oder einen Anruf."_de;
}

Result<http::Response> post_invite(Context& context)
{
    const auto all = TRY(context.pool().read([&](db::Reader& reader) { return inviting(context, reader); }));
    const Guests guests{all.meeting.invites_municipality, all.meeting.invites_advisers};
    if (!web::is_sure(context)) {
        std::vector<std::pair<std::string, std::string>> typed{
            {std::string(version_field), std::to_string(all.meeting.version)}};
        if (guests.municipality)
            typed.emplace_back("gemeinde", "1");
        if (guests.advisers)
            typed.emplace_back("begleitung", "1");
        return web::question_page(
            context, {.heading = context.t("Jetzt einladen?"_de),
                      .what_happens = context.t(
                          "{1}: {2} {3}"_de, {all.meeting.draft.title, when_text(context, all.meeting) + ".",
                                              mails_text(context, all.recipients.size())}),
                      .button = {.action = path_on_desk(all.meeting, invite_end),
                                 .pattern = desk_pattern(invite_end),
                                 .submit = context.t("Ja, einladen"_de)},
                      .typed = std::move(typed),
                      .back = path_on_desk(all.meeting, invite_end),
                      .crumbs = crumbs_of(context, all.meeting)});
    }
    const auto invited = write_for(context, Needs::leading, [&](db::Tx& tx, const Meeting& meeting) {
        return invite(tx, context, meeting.id, web::sent_version(context), guests);
    });
    if (!invited && invited.error().kind != Err::stale)
        return invited.error();
    return web::redirect_with_notice(context, path_on_desk(all.meeting, invite_end),
                                     invited ? said_after(context, *invited) : invited.error().text);
}

Result<http::Response> show_letters(const Context& context, const Extensions& extensions)
{
    const auto whom =
        context.query.text("nur") == "ohne-mail" ? LettersFor::who_gets_no_mail : LettersFor::all;
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto meeting = TRY(meeting_for(context, reader, Needs::leading));
        auto file = letters_for(reader, context, meeting, whom, extensions.item_lines);
        if (!file)
            return std::move(file).error();
        return web::download(*std::move(file), "application/pdf", meeting.slug + "-einladung.pdf");
    });
}

// ---- Off ----

constexpr German is_off_already = "Das Treffen ist schon abgesagt."_de;

FormPage cancel_page(const Context& context, const Meeting& meeting)
{
    return {
        .heading = context.t("Treffen absagen"_de),
        .lead =
            meeting.invited_at
                ? context.t("Alle, die eingeladen sind, bekommen eine Mail, und im Kalender fällt es aus."_de)
                : context.t("Eingeladen ist noch niemand. Es geht keine Mail hinaus."_de),
        .settings = {.action = path_on_desk(meeting, cancel_end),
                     .pattern = desk_pattern(cancel_end),
                     .submit = context.t("Treffen absagen"_de),
                     .cancel = desk_path_of(meeting),
                     .danger = true},
        .fields = {{.name = "grund",
                    .label = context.t("Warum?"_de),
                    .help = context.t("Ein kurzer Satz für alle: „Zu viel Schnee.“"_de),
                    .longest = 300},
                   {.name = std::string(version_field), .label = "", .input = Input::hidden}},
        .values = web::FormValues().set(version_field, std::to_string(meeting.version)),
        .crumbs = crumbs_of(context, meeting)};
}

Result<Meeting> cancellable(const Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<Meeting> {
        auto meeting = TRY(meeting_for(context, reader, Needs::leading));
        if (meeting.is_running() || meeting.state == State::held)
            return Error{.kind = Err::missing};
        return meeting;
    });
}

Result<http::Response> show_cancel(Context& context)
{
    const auto meeting = TRY(cancellable(context));
    if (meeting.state == State::cancelled)
        return web::redirect_with_notice(context, desk_path_of(meeting), is_off_already);
    return form_page(context, cancel_page(context, meeting));
}

Result<http::Response> post_cancel(Context& context)
{
    const auto meeting = TRY(cancellable(context));
    if (meeting.state == State::cancelled)
        return web::redirect_with_notice(context, desk_path_of(meeting), is_off_already);
    auto page = cancel_page(context, meeting);
    const auto sent = web::read_form(context, page.fields);
    page.values = sent.values;
    page.errors = sent.errors;
    if (!sent.ok())
        return form_page(context, page);
    const auto done = write_for(context, Needs::leading, [&](db::Tx& tx, const Meeting& now) {
        return cancel(tx, context, now.id, web::sent_version(context), sent.values.text("grund"));
    });
    if (!done) {
        // What was typed stays; sent once more, it counts.
        page.values.set(version_field, std::to_string(meeting.version));
        return refused_page(context, std::move(page), done.error());
    }
    return web::redirect_with_notice(context, desk_path_of(meeting), "Das Treffen ist abgesagt."_de);
}

} // namespace

void add_invite_pages(web::Site& site, SharedExtensions extensions)
{
    const auto access = web::Access::signed_in();
    site.get(desk_pattern(invite_end), access, show_invite, some_meeting(std::string(invite_end)));
    site.post(desk_pattern(invite_end), access, post_invite);
    site.get(desk_pattern(letters_end), access,
             [extensions](Context& context) { return show_letters(context, *extensions); });
    site.get(desk_pattern(cancel_end), access, show_cancel, some_meeting(std::string(cancel_end)));
    site.post(desk_pattern(cancel_end), access, post_cancel);
}

} // namespace dorfnetz::meetings
