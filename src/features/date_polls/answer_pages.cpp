#include "accounts/accounts_store.hpp"
#include "features/date_polls/poll_pages.hpp"
#include "features/date_polls/polls_store.hpp"
#include "foundation/web/plain_names.hpp"
#include "foundation/web/sent_back.hpp"

#include <algorithm>

// Saying when one can come, without an account. An address opens a poll for everybody, for one account that
// was asked, or one answer that was given.
namespace dorfnetz::date_polls {

namespace {

using web::Context;
using web::FormValues;

struct Opened
{
    Poll poll;
    Meeting meeting;
    std::vector<Option> options = {};
    std::optional<web::UserId> user = {}; // whose answer it will be
    std::optional<Reply> reply = {};      // as it was given
    std::string name = {};                // to begin with
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
    opened.user = user;
    opened.name = account->name;
    if (const auto villages = meetings::voting_villages(*account); !villages.empty())
        opened.village = villages.front();
    opened.reply = store::reply_of_user(reader, context.network.id, opened.poll.id, user);
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
        put_account(found, context, reader, invitation->user);
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

http::Response answer_page(const Context& context, db::Reader& reader, const Opened& found,
                           const FormValues& values, const std::vector<FieldError>& errors,
                           const std::optional<Error>& refused = {})
{
    html::Page page;
    show_facts(page, context, reader, found);
    web::show_refused(page, context, refused);
    if (found.reply && !found.user)
        page.add("OWN").set("OWN_URL", context.url(own_path(context))).set("COPY_ICON", web::icon("copy"));
    if (found.poll.is_open()) {
        auto open = page.add("OPEN");
        open.set("UNTIL_TEXT", context.t("Bitte antworte bis {1}."_de,
                                         {i18n::format_date(context.region(), found.poll.answer_by,
                                                            i18n::DateStyle::weekday)}))
            .set("FORM", web::draw_form(context,
                                        {.action = own_path(context),
                                         .pattern = std::string(answer_pattern),
                                         .submit = found.reply ? context.t("Antwort ändern"_de)
                                                               : context.t("Antwort abschicken"_de),
                                         .for_strangers = true},
                                        answer_fields(context, reader, found.meeting, found.options,
                                                      FilledBy::themselves),
                                        values, errors));
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
        else if (found.user)
            values = values_to_begin_with(found);
        return answer_page(context, reader, found, values, {});
    });
}

// Somebody's own answer has an address of its own; an account comes back to where it was.
std::string path_after(const Context& context, const Opened& found, const ReplyId& reply)
{
    return found.user ? own_path(context)
                      : path_with(token_of(context.environment, context.network.id, reply));
}

Result<ReplyId> save_answer(db::Tx& tx, const Context& context, const Opened& found, NewReply what)
{
    what.user = found.user;
    if (found.reply && !found.user) {
        TRY(change_reply(tx, context, found.reply->id, what));
        return found.reply->id;
    }
    return reply(tx, context, found.poll.id, what);
}

Result<http::Response> post_answer(Context& context)
{
    const auto found = TRY(context.pool().read([&](db::Reader& reader) { return opened(context, reader); }));
    const auto fields = context.pool().read([&](db::Reader& reader) {
        return answer_fields(context, reader, found.meeting, found.options, FilledBy::themselves);
    });
    auto sent = web::read_form(context, fields);
    web::refuse_web_addresses(sent, {"name"});
    const auto what = reply_from(sent.values, found.options);
    if (sent.ok() && what.answers.empty() && found.poll.is_open())
        sent.errors.push_back({found.options.empty() ? std::string("name") : fields.back().name,
                               "Sag bei mindestens einem Termin, ob du kannst."_de});
    if (sent.ok() && web::looks_like_spam(context))
        return web::redirect(context, own_path(context));
    std::optional<Error> refused;
    if (sent.ok()) {
        const auto saved = context.pool().write(
            context.scope(), [&](db::Tx& tx) { return save_answer(tx, context, found, what); });
        if (saved)
            return web::redirect_with_notice(context, path_after(context, found, *saved),
                                             "Danke, deine Antwort ist da."_de);
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
    site.get(std::string(answer_pattern), web::Access::everyone(), show_answer);
    site.post(std::string(answer_pattern), web::Access::everyone(), post_answer);
}

} // namespace dorfnetz::date_polls
