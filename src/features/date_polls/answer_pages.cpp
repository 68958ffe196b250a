#include "accounts/accounts_store.hpp"
#include "features/date_polls/inviting.hpp"
#include "features/date_polls/poll_pages.hpp"
#include "features/date_polls/polls_store.hpp"
#include "foundation/core/text.hpp"
#include "foundation/web/plain_names.hpp"
#include "foundation/web/rate_limit.hpp"
#include "foundation/web/sent_back.hpp"

#include <memory>

// Saying when one can come, without an account. An address opens a poll for everybody, for who was asked by
// mail, or one answer that was given.
namespace dorfnetz::date_polls {

namespace {

using web::Context;
using web::FormValues;

// A household, or a hall full of people behind one connection, answers a poll so often at once, then every
// two minutes: nobody fills it with names that they made up.
constexpr double answers_per_minute = 0.5;
constexpr double answers_at_once = 50;
// So that a form that was sent twice is known.
constexpr std::string_view form_field = "formular";

struct Opened
{
    Poll poll;
    Meeting meeting;
    std::vector<Option> options = {};
    std::optional<Who> who = {};     // whose answer it will be
    std::optional<Reply> reply = {}; // as it was given
    std::string name = {};           // to begin with
    std::optional<VillageId> village = {};
};

Result<Opened> with_meeting(const Context& context, db::Reader& reader, Poll poll)
{
    auto meeting = meetings::meeting_by_id(reader, context.network.id, poll.meeting);
    if (!meeting || meeting->state == meetings::State::cancelled)
        return Error{.kind = Err::missing};
    auto options = store::options_of(reader, context.network.id, poll.id);
    return Opened{.poll = std::move(poll), .meeting = *std::move(meeting), .options = std::move(options)};
}

// An account's answer begins with its name and the village that it writes for.
void put_account(Opened& opened, const Context& context, db::Reader& reader, const web::UserId& user)
{
    const auto account = accounts::actor_of(reader, context.network.id, user, context.now());
    if (!account)
        return;
    opened.who = user;
    opened.name = account->name;
    if (const auto villages = meetings::voting_villages(*account); !villages.empty())
        opened.village = villages.front();
    opened.reply = store::reply_of(reader, context.network.id, opened.poll.id, user);
}

// Err::missing for who would not be asked any more.
Result<Done> put_invited(Opened& opened, const Context& context, db::Reader& reader,
                         const Invitation& invitation)
{
    const auto asked = still_asked(reader, context, opened.meeting, invitation);
    if (!asked)
        return Error{.kind = Err::missing};
    if (const auto* user = std::get_if<web::UserId>(&invitation.who)) {
        put_account(opened, context, reader, *user);
        return Done{};
    }
    opened.who = invitation.who;
    opened.name = asked->mailbox.name;
    opened.reply = store::reply_of(reader, context.network.id, opened.poll.id, invitation.who);
    return Done{};
}

Result<Opened> opened(const Context& context, db::Reader& reader)
{
    const auto& network = context.network.id;
    const auto hash = hash_of_token(context.environment, context.parameter("token"));
    if (auto poll = store::poll_by_link(reader, network, hash)) {
        auto found = TRY(with_meeting(context, reader, *std::move(poll)));
        if (context.actor.signed_in() && meetings::may_write(context, reader, found.meeting))
            put_account(found, context, reader, context.actor.user);
        return found;
    }
    const auto invitation = store::invitation_by_link(reader, network, hash);
    auto reply = store::reply_by_link(reader, network, hash);
    if (!invitation && !reply)
        return Error{.kind = Err::missing};
    auto poll = store::poll_by_id(reader, network, invitation ? invitation->poll : reply->poll);
    auto found = TRY(with_meeting(context, reader, poll.value()));
    if (invitation)
        TRY(put_invited(found, context, reader, *invitation));
    else
        found.reply = std::move(reply);
    return found;
}

std::string own_path(const Context& context)
{
    return path_with(context.parameter("token"));
}

// ---- What there is to see ----

void show_facts(html::Page& page, const Context& context, db::Reader& reader, const Opened& found)
{
    const auto entries = organisations::shared_register(context, reader);
    page.set("TITLE", found.meeting.draft.title)
        .set("KIND", meetings::kind_text(context, *entries, found.meeting));
    if (const auto place = meetings::place_text(*entries, found.meeting); !place.empty())
        page.add("WHERE").set("PLACE", place);
    if (!found.poll.note.empty())
        page.add("NOTE").set("NOTE_TEXT", found.poll.note);
}

// How it stands, for who has answered.
void show_standings(html::Page& page, const Context& context, db::Reader& reader, const Opened& found)
{
    const auto voices = voices_of(reader, context.network, found.meeting, context.today());
    const auto standings = standings_of(
        candidates_of(found.options, context.region()),
        ballots_of(store::replies_of(reader, context.network.id, found.poll.id), voices), voices.needed);
    auto block = page.add("STANDINGS");
    for (std::size_t i = 0; i < standings.size(); ++i)
        block.add("STANDING")
            .set("WHEN", option_text(context, found.meeting, found.options[i]))
            .set("YES_TEXT", context.t("Ja: {1}"_de, {voices_text(context, voices, standings[i].yes)}))
            .set("IF_NEEDED_TEXT",
                 context.t("Wenn nötig: {1}"_de, {voices_text(context, voices, standings[i].if_needed)}));
}

void show_end(html::Page& page, const Context& context, const Opened& found)
{
    auto end = page.add("OVER");
    end.set("ICON", web::icon("info"));
    if (found.meeting.draft.when)
        end.add("FOUND").set("WHEN", meetings::when_text(context, found.meeting));
    else
        end.show("NONE");
}

std::string last_day(const Context& context, const Opened& found)
{
    return i18n::format_date(context.region(), found.poll.answer_by, i18n::DateStyle::weekday);
}

// What was said, whenever the page is opened again.
void show_own_answer(html::Page& page, const Context& context, const Opened& found)
{
    if (!found.reply)
        return;
    auto answer = page.add("ANSWER");
    for (const auto& option : found.options)
        if (const auto said = found.reply->answers.find(option.id); said != found.reply->answers.end())
            answer.add("SAID")
                .set("WHEN", option_text(context, found.meeting, option))
                .set("WORD", answer_word(context, said->second));
    if (found.poll.is_open())
        answer.add("CHANGE").set(
            "UNTIL_TEXT",
            context.t("Sie ist angekommen. Ändern kannst du sie bis {1}."_de, {last_day(context, found)}));
}

std::vector<web::Field> own_fields(const Context& context, db::Reader& reader, const Opened& found)
{
    auto fields = answer_fields(context, reader, found.meeting, found.options, FilledBy::themselves);
    fields.push_back({.name = std::string(form_field), .label = "", .input = web::Input::hidden});
    return fields;
}

http::Response answer_page(const Context& context, db::Reader& reader, const Opened& found,
                           const FormValues& values, const std::vector<FieldError>& errors,
                           const std::optional<Error>& refused = {})
{
    html::Page page;
    show_facts(page, context, reader, found);
    web::show_refused(page, context, refused);
    show_own_answer(page, context, found);
    if (found.reply && !found.who)
        page.add("OWN").set("OWN_URL", context.url(own_path(context))).set("COPY_ICON", web::icon("copy"));
    if (found.poll.is_open()) {
        auto open = page.add("OPEN");
        auto filled = values;
        if (!filled.has(form_field))
            filled.set(form_field, new_uuid_v7(context.environment.clock, context.environment.random));
        const auto form = web::draw_form(
            context,
            {.action = own_path(context),
             .pattern = std::string(answer_pattern),
             .submit = found.reply ? context.t("Antwort ändern"_de) : context.t("Antwort abschicken"_de),
             .for_strangers = true},
            own_fields(context, reader, found), filled, errors);
        if (found.reply)
            open.add("AGAIN").set("FORM", form).show_if(!errors.empty() || refused, "SHOWN");
        else
            open.add("FIRST")
                .set("FORM", form)
                .set("UNTIL_TEXT", context.t("Bitte antworte bis {1}."_de, {last_day(context, found)}));
    } else {
        show_end(page, context, found);
    }
    if (found.reply)
        show_standings(page, context, reader, found);
    const int status = web::form_status(errors, refused);
    return web::page(context, {.title = context.t("Wann kannst du?"_de), .index = false},
                     context.render("poll_answer", page), status);
}

FormValues values_to_begin_with(const Opened& found)
{
    Reply reply;
    reply.name = found.name;
    reply.village = found.village;
    return answer_values(reply);
}

Result<http::Response> show_answer(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto found = TRY(opened(context, reader));
        FormValues values;
        if (found.reply)
            values = answer_values(*found.reply);
        else if (found.who)
            values = values_to_begin_with(found);
        return answer_page(context, reader, found, values, {});
    });
}

// Somebody's own answer has an address of its own; who was asked comes back to where they were.
std::string path_after(const Context& context, const Opened& found, const ReplyId& reply)
{
    return found.who ? own_path(context)
                     : path_with(token_of(context.environment, context.network.id, reply));
}

// The same form with the same name is the same answer, also when something of it was corrected.
std::string form_key(const Context& context, const FormValues& values)
{
    const auto form = values.text(form_field);
    if (form.empty())
        return {};
    return web::keyed_hash(
        context.environment, "date-poll-form",
        join({std::string(context.form.text("_token")), form, values.text("name"), values.text("dorf")},
             "\n"));
}

// Answers where to go on.
Result<std::string> save_answer(db::Tx& tx, const Context& context, const FormValues& values)
{
    const auto found = TRY(opened(context, tx));
    auto what = reply_from(values, found.options);
    what.who = found.who;
    if (found.reply && !found.who) {
        TRY(change_reply(tx, context, found.reply->id, what));
        return path_after(context, found, found.reply->id);
    }
    what.form_key = found.who ? std::string() : form_key(context, values);
    return path_after(context, found, TRY(reply(tx, context, found.poll.id, what)));
}

bool may_answer(const Context& context, const Opened& found, web::RateLimiter& limit)
{
    return found.who || found.reply ||
           limit.take(found.poll.id.text() + ' ' + web::address_prefix(context.request.remote_address),
                      context.now());
}

Result<std::string> take_answer(const Context& context, const Opened& found, const FormValues& values,
                                web::RateLimiter& limit)
{
    if (!may_answer(context, found, limit))
        return Error{.kind = Err::too_often,
                     .text = "Von hier kamen gerade sehr viele Antworten. Versuch es in einer Stunde noch "
                             "einmal."_de};
    return context.pool().write(context.scope(),
                                [&](db::Tx& tx) { return save_answer(tx, context, values); });
}

Result<http::Response> post_answer(Context& context, web::RateLimiter& limit)
{
    const auto found = TRY(context.pool().read([&](db::Reader& reader) { return opened(context, reader); }));
    const auto fields =
        context.pool().read([&](db::Reader& reader) { return own_fields(context, reader, found); });
    auto sent = web::read_form(context, fields);
    web::refuse_web_addresses(sent, {"name"});
    if (sent.ok() && reply_from(sent.values, found.options).answers.empty() && found.poll.is_open())
        sent.errors.push_back(
            {found.options.empty() ? std::string("name") : field_of(found.options.back().id),
             "Sag bei mindestens einem Termin, ob du kannst."_de});
    if (sent.ok() && web::looks_like_spam(context))
        return web::redirect(context, own_path(context));
    std::optional<Error> refused;
    if (sent.ok()) {
        const auto saved = take_answer(context, found, sent.values, limit);
        // The page says what was answered, also to who comes back to it after days.
        if (saved)
            return web::redirect(context, *saved);
        if (saved.error().kind == Err::missing)
            return saved.error();
        refused = saved.error();
    }
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto now = TRY(opened(context, reader));
        return answer_page(context, reader, now, sent.values, sent.errors, refused);
    });
}

} // namespace

void add_answer_pages(web::Site& site)
{
    const auto limit = std::make_shared<web::RateLimiter>(answers_per_minute, answers_at_once);
    site.get(std::string(answer_pattern), web::Access::everyone(), show_answer);
    site.post(std::string(answer_pattern), web::Access::everyone(),
              [limit](Context& context) { return post_answer(context, *limit); });
}

} // namespace dorfnetz::date_polls
