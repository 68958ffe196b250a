#include "accounts/accounts_store.hpp"
#include "features/meetings/meetings_pages.hpp"
#include "features/meetings/meetings_service.hpp"
#include "features/meetings/replies.hpp"
#include "foundation/core/text.hpp"
#include "foundation/web/sent_back.hpp"

#include <algorithm>

// Saying whether one comes, by the link of the invitation; and who leads sees and enters it.
namespace dorfnetz::meetings {

namespace {

using web::Context;

constexpr std::string_view link_pattern = "/treffen/{slug}/antwort/{token}";
constexpr std::string_view replies_end = "/zusagen";
constexpr std::size_t longest_who = 200; // characters

// A place where answers are given: the page of a link, or that of who leads.
struct Place
{
    std::string path;
    std::string pattern;
    bool is_link = false;
};

struct Asked
{
    Invitee invitee;
    std::optional<Reply> reply = {};
};

std::vector<Asked> with_replies(const Context& context, db::Reader& reader, const Meeting& meeting,
                                std::vector<Invitee> invitees)
{
    auto replies = replies_of(reader, context, meeting.id);
    std::vector<Asked> all;
    for (auto& invitee : invitees) {
        Asked asked{.invitee = std::move(invitee)};
        if (const auto found = replies.find(asked.invitee.who); found != replies.end())
            asked.reply = std::move(found->second);
        all.push_back(std::move(asked));
    }
    return all;
}

bool takes_answers(const Context& context, const Meeting& meeting)
{
    return meeting.invited_at && !meeting.is_over() && meeting.ends_at && context.now() < *meeting.ends_at;
}

// Names of fields that differ, where several stand on a page.
std::string who_field(std::size_t number)
{
    return fmt::format("wer_{}", number);
}

html::Safe answer_button(const Context& context, const Place& place, const Asked& asked,
                         std::string_view answer, German label, bool is_plain = false)
{
    return web::draw_button(
        context,
        {.action = place.path, .pattern = place.pattern, .submit = context.t(label), .plain = is_plain},
        {{"fuer", key_of(asked.invitee.who)}, {"antwort", std::string(answer)}});
}

html::Safe answer_buttons(const Context& context, const Place& place, const Asked& asked)
{
    const bool comes = asked.reply && asked.reply->coming == Coming::yes;
    const bool stays = asked.reply && asked.reply->coming == Coming::no;
    html::Safe buttons;
    if (place.is_link) {
        if (!comes)
            buttons += answer_button(context, place, asked, "yes",
                                     asked.invitee.is_several ? "Wir kommen"_de : "Ich komme"_de);
        if (!stays)
            buttons += answer_button(context, place, asked, "no",
                                     asked.invitee.is_several ? "Wir können nicht"_de : "Ich kann nicht"_de);
        return buttons;
    }
    if (!comes)
        buttons += answer_button(context, place, asked, "yes", "kommt"_de);
    if (!stays)
        buttons += answer_button(context, place, asked, "no", "kommt nicht"_de);
    if (asked.reply)
        buttons += answer_button(context, place, asked, "none", "streichen"_de, true);
    return buttons;
}

// Who comes for a village or a club, or votes for it; asked once it is known whether.
html::Safe who_form(const Context& context, const Place& place, const Asked& asked, std::size_t number)
{
    const bool comes = asked.reply && asked.reply->coming == Coming::yes;
    if (!asked.reply || !asked.invitee.is_several || (!comes && !asked.invitee.has_vote))
        return {};
    const auto label = comes ? (place.is_link ? "Wer kommt für euch?"_de : "Wer kommt?"_de)
                             : "Stimmt jemand mit Vollmacht ab? Wer?"_de;
    return web::draw_form(
        context, {.action = place.path, .pattern = place.pattern, .submit = context.t("Speichern"_de)},
        {{.name = who_field(number),
          .label = context.t(label),
          .help = context.t("Das sieht nur, wer das Treffen leitet."_de),
          .longest = longest_who,
          .autocomplete = "off"},
         {.name = "fuer", .label = "", .input = web::Input::hidden},
         {.name = "antwort", .label = "", .input = web::Input::hidden}},
        web::FormValues()
            .set(who_field(number), asked.reply->who)
            .set("fuer", key_of(asked.invitee.who))
            .set("antwort", comes ? "yes" : "no"));
}

// ---- What was sent ----

struct Sent
{
    Replier who;
    std::size_t number = 0;
    std::optional<Reply> reply = {}; // nothing: none was given after all
};

Result<Sent> sent_answer(const Context& context, const std::vector<Asked>& all, ReplyOrigin origin)
{
    const auto key = context.form.text("fuer");
    const auto answer = context.form.text("antwort");
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (key_of(all[i].invitee.who) != key)
            continue;
        Sent sent{.who = all[i].invitee.who, .number = i};
        if (answer != "yes" && answer != "no")
            return sent;
        Reply reply{.coming = answer == "yes" ? Coming::yes : Coming::no, .origin = origin};
        reply.who = truncate(context.form.text(who_field(i)), longest_who);
        sent.reply = std::move(reply);
        return sent;
    }
    return Error{.kind = Err::missing};
}

Result<Done> save(db::Tx& tx, const Context& context, const MeetingId& meeting, const Sent& sent)
{
    return sent.reply ? reply(tx, context, meeting, sent.who, *sent.reply)
                      : take_back_reply(tx, context, meeting, sent.who);
}

// ---- By the link ----

struct Linked
{
    Meeting meeting;
    std::vector<Asked> asked = {};
    bool may_look = false; // at the meeting's page
};

// What the key opens: whatever this mailbox is asked for now. Err::missing for who is not asked any more.
Result<Linked> linked(const Context& context, db::Reader& reader)
{
    auto meeting = meeting_by_slug(reader, context.network.id, context.parameter("slug"));
    if (!meeting || !meeting->invited_at)
        return Error{.kind = Err::missing};
    const auto key = context.parameter("token");
    auto invitees = invitees_of(reader, context, *meeting);
    std::erase_if(invitees, [&](const Invitee& invitee) {
        return std::ranges::none_of(invitee.logins, [&](const std::string& login) {
            return is_reply_key(context.environment, context.network.id, *meeting, login, key);
        });
    });
    if (invitees.empty())
        return Error{.kind = Err::missing};
    auto asked = with_replies(context, reader, *meeting, std::move(invitees));
    const bool may_look = may_see(context, reader, *meeting);
    return Linked{.meeting = *std::move(meeting), .asked = std::move(asked), .may_look = may_look};
}

std::string answer_text(const Context& context, const Asked& asked)
{
    const auto& reply = *asked.reply;
    if (!asked.invitee.is_several)
        return context.t(reply.coming == Coming::yes ? "Du kommst."_de : "Du kannst nicht."_de);
    if (reply.who.empty())
        return context.t(reply.coming == Coming::yes ? "Ihr kommt."_de : "Ihr könnt nicht."_de);
    return context.t(reply.coming == Coming::yes ? "Ihr kommt: {1}."_de
                                                 : "Ihr könnt nicht. Vollmacht: {1}."_de,
                     {reply.who});
}

http::Response link_page(const Context& context, db::Reader& reader, const Linked& found,
                         const std::optional<Error>& refused = {})
{
    const auto& meeting = found.meeting;
    const Place place{.path = fmt::format("{}/antwort/{}", path_of(meeting), context.parameter("token")),
                      .pattern = std::string(link_pattern),
                      .is_link = true};
    const bool is_several =
        std::ranges::any_of(found.asked, [](const Asked& asked) { return asked.invitee.is_several; });
    html::Page page;
    const auto heading = context.t(is_several ? "Kommt ihr?"_de : "Kommst du?"_de);
    page.set("HEADING", heading).set("TITLE", meeting.draft.title).set("WHEN", when_text(context, meeting));
    if (const auto where = place_text(*organisations::shared_register(context, reader), meeting);
        !where.empty())
        page.add("WHERE").set("PLACE", where);
    web::show_refused(page, context, refused);
    if (meeting.state == State::cancelled)
        page.add("OFF").set("ICON", web::icon("warning"));
    else if (!takes_answers(context, meeting))
        page.add("OVER").set("ICON", web::icon("info"));
    else
        for (std::size_t i = 0; i < found.asked.size(); ++i) {
            const auto& asked = found.asked[i];
            auto row = page.add("ASKED");
            row.set("NUMBER", i)
                .set("NAME", asked.invitee.is_several ? asked.invitee.name : context.t("Für dich"_de))
                .show_if(asked.invitee.is_several || found.asked.size() > 1, "NAMED")
                .set("BUTTONS", answer_buttons(context, place, asked))
                .set("FORM", who_form(context, place, asked, i));
            if (asked.reply)
                row.add("ANSWER")
                    .set("ICON", web::icon("check"))
                    .set("ANSWER_TEXT", answer_text(context, asked));
        }
    if (found.may_look)
        page.add("SEE").set("MEETING_URL", context.url(path_of(meeting)));
    return web::page(context, {.title = heading, .index = false}, context.render("meeting_reply", page),
                     web::form_status({}, refused));
}

Result<http::Response> show_link(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto found = TRY(linked(context, reader));
        return link_page(context, reader, found);
    });
}

Result<http::Response> post_link(Context& context)
{
    std::string back;
    const auto saved = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        const auto found = TRY(linked(context, tx));
        const auto sent = TRY(sent_answer(context, found.asked, ReplyOrigin::link));
        back = fmt::format("{}/antwort/{}#antwort-{}", path_of(found.meeting), context.parameter("token"),
                           sent.number);
        return save(tx, context, found.meeting.id, sent);
    });
    // The page says what was answered, whenever it is opened.
    if (saved)
        return web::redirect(context, back);
    if (saved.error().kind == Err::missing)
        return saved.error();
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto found = TRY(linked(context, reader));
        return link_page(context, reader, found, saved.error());
    });
}

// ---- For who leads ----

std::int64_t count_of(const std::vector<Asked>& all, Coming coming)
{
    return std::ranges::count_if(
        all, [&](const Asked& asked) { return asked.reply && asked.reply->coming == coming; });
}

std::string sum_text(const Context& context, const Meeting& meeting, const std::vector<Asked>& all)
{
    const auto number = [&](std::int64_t value) { return i18n::format_number(context.language, value); };
    if (meeting.draft.kind != Kind::network) {
        const auto yes = count_of(all, Coming::yes);
        const auto no = count_of(all, Coming::no);
        return context.t("Zugesagt: {1}. Abgesagt: {2}. Noch nichts gehört: {3}."_de,
                         {number(yes), number(no), number(std::ssize(all) - yes - no)});
    }
    Quorum quorum{.percent = meeting.quorum_percent.value_or(rules_of(context.network).quorum_percent)};
    for (const auto& asked : all) {
        quorum.votes += asked.invitee.has_vote ? 1 : 0;
        quorum.present += asked.invitee.has_vote && asked.reply && asked.reply->coming == Coming::yes ? 1 : 0;
    }
    return context.t("Zugesagt haben {1} von {2} Dörfern mit Stimme. Beschlussfähig seid ihr ab {3}."_de,
                     {number(quorum.present), number(quorum.votes), number(quorum.needed())});
}

http::Response replies_page(const Context& context, db::Reader& reader, const Meeting& meeting,
                            const std::optional<Error>& refused = {})
{
    const auto all = with_replies(context, reader, meeting, invitees_of(reader, context, meeting));
    const Place place{.path = path_on_desk(meeting, replies_end), .pattern = desk_pattern(replies_end)};
    const bool is_open = takes_answers(context, meeting);
    html::Page page;
    page.set("TITLE", meeting.draft.title)
        .set("WHEN", when_text(context, meeting))
        .set("SUM_TEXT", sum_text(context, meeting, all))
        .show_if(is_open, "OPEN");
    web::show_refused(page, context, refused);
    std::int64_t hidden = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto& asked = all[i];
        if (asked.invitee.name.empty()) {
            ++hidden;
            continue;
        }
        auto row = page.add("INVITEE");
        row.set("NUMBER", i)
            .set("NAME", asked.invitee.name)
            .show_if(asked.reply && asked.reply->coming == Coming::yes, "YES")
            .show_if(asked.reply && asked.reply->coming == Coming::no, "NO")
            .show_if(!asked.reply, "WAITING")
            .show_if(asked.reply && asked.reply->origin == ReplyOrigin::entered, "ENTERED");
        if (asked.reply && !asked.reply->who.empty())
            row.add("WHO").set("WHO_TEXT", asked.reply->who);
        if (is_open)
            row.add("CHANGE")
                .set("BUTTONS", answer_buttons(context, place, asked))
                .set("FORM", who_form(context, place, asked, i));
    }
    if (hidden > 0)
        page.add("HIDDEN").set(
            "HIDDEN_TEXT",
            i18n::translate_count(context.language, "und jemand, der hier nicht genannt wird"_de,
                                  "und {1} Menschen, die hier nicht genannt werden"_de, hidden));
    return web::page(
        context, {.title = context.t("Wer kommt?"_de), .crumbs = crumbs_of(context, meeting), .index = false},
        context.render("meeting_replies", page), web::form_status({}, refused));
}

Result<http::Response> show_replies(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto meeting = TRY(meeting_for(context, reader, Needs::leading));
        return replies_page(context, reader, meeting);
    });
}

Result<http::Response> post_replies(Context& context)
{
    std::string back;
    const auto saved =
        write_for(context, Needs::leading, [&](db::Tx& tx, const Meeting& meeting) -> Result<Done> {
            const auto all = with_replies(context, tx, meeting, invitees_of(tx, context, meeting));
            const auto sent = TRY(sent_answer(context, all, ReplyOrigin::entered));
            back = fmt::format("{}#antwort-{}", path_on_desk(meeting, replies_end), sent.number);
            TRY(save(tx, context, meeting.id, sent));
            note(tx, context, Deed::entered_reply, meeting);
            return Done{};
        });
    if (saved)
        return web::redirect_with_notice(context, back, "Gespeichert."_de);
    if (saved.error().kind == Err::missing)
        return saved.error();
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto meeting = TRY(meeting_for(context, reader, Needs::leading));
        return replies_page(context, reader, meeting, saved.error());
    });
}

} // namespace

std::string own_reply_path(const Context& context, db::Reader& reader, const Meeting& meeting)
{
    const auto user = context.actor.signed_in() && takes_answers(context, meeting)
                          ? accounts::find_user(reader, context.network.id, context.actor.user)
                          : std::nullopt;
    if (!user)
        return {};
    const auto login = to_lower_ascii(user->account.login);
    for (const auto& invitee : invitees_of(reader, context, meeting))
        if (invitee.logins.contains(login))
            return reply_path(context.environment, context.network.id, meeting, login);
    return {};
}

std::string count_of_replies(const Context& context, db::Reader& reader, const Meeting& meeting)
{
    const auto replies = replies_of(reader, context, meeting.id);
    const auto count =
        std::ranges::count_if(replies, [](const auto& reply) { return reply.second.coming == Coming::yes; });
    return count == 0 ? context.t("Wer kommt? Noch keine Zusage"_de)
                      : i18n::translate_count(context.language, "Wer kommt? Eine Zusage"_de,
                                              "Wer kommt? {1} Zusagen"_de, count);
}

void add_reply_pages(web::Site& site)
{
    site.get(std::string(link_pattern), web::Access::everyone(), show_link);
    site.post(std::string(link_pattern), web::Access::everyone(), post_link);
    const auto access = web::Access::signed_in();
    site.get(desk_pattern(replies_end), access, show_replies, some_meeting(std::string(replies_end)));
    site.post(desk_pattern(replies_end), access, post_replies);
}

} // namespace dorfnetz::meetings
