#include "accounts/audit.hpp"
#include "features/date_polls/poll_pages.hpp"
#include "features/date_polls/polls_store.hpp"
#include "foundation/web/sent_back.hpp"

// Answers that came by telephone or on paper, typed in by an editor.
namespace dorfnetz::date_polls {

namespace {

using web::Context;
using web::FormValues;

constexpr std::string_view enter_end = "/antwort";
constexpr std::string_view known_end = "/antwort/{antwort}";
constexpr std::string_view drop_end = "/antwort/{antwort}/entfernen";

struct Entered
{
    Searched at;
    std::vector<Option> options = {};
    std::optional<Reply> reply = {};

    std::string path() const
    {
        return poll_path_of(at.meeting, reply ? "/antwort/" + reply->id.text() : std::string(enter_end));
    }
};

Result<Entered> new_entry(const Context& context, db::Reader& reader)
{
    auto found = TRY(seen_poll(context, reader));
    auto options = store::options_of(reader, context.network.id, found.poll->id);
    return Entered{.at = std::move(found), .options = std::move(options)};
}

Result<Entered> known_entry(const Context& context, db::Reader& reader)
{
    auto entered = TRY(new_entry(context, reader));
    entered.reply = store::reply_by_id(reader, context.network.id, ReplyId(context.parameter("antwort")));
    if (!entered.reply || entered.reply->poll != entered.at.poll->id)
        return Error{.kind = Err::missing};
    return entered;
}

void record_reply(db::Tx& tx, const Context& context, std::string_view action, const ReplyId& id)
{
    accounts::record(tx,
                     {.network = context.network.id,
                      .user = context.actor.user,
                      .action = std::string(action),
                      .subject_kind = "date_poll_reply",
                      .subject = id.text()},
                     context.environment.clock, context.environment.random);
}

http::Response entry_page(const Context& context, db::Reader& reader, const Entered& entered,
                          const FormValues& values, const Error* error)
{
    html::Page page;
    page.set("TITLE", entered.at.meeting.draft.title)
        .set("FORM", web::draw_form(context,
                                    {.action = entered.path(),
                                     .pattern = poll_pattern(entered.reply ? known_end : enter_end),
                                     .submit = context.t("Eintragen"_de),
                                     .cancel = poll_path_of(entered.at.meeting)},
                                    answer_fields(context, reader, entered.at.meeting, entered.options,
                                                  FilledBy::editor),
                                    values, error ? error->fields : std::vector<FieldError>{}));
    if (error && error->fields.empty())
        web::show_refused(page, context, *error);
    if (entered.reply)
        page.add("DROP").set("DROP_BUTTON",
                             web::draw_button(context, {.action = entered.path() + "/entfernen",
                                                        .pattern = poll_pattern(drop_end),
                                                        .submit = context.t("Antwort löschen"_de),
                                                        .danger = true}));
    auto crumbs = crumbs_of(context, entered.at.meeting);
    crumbs.push_back({context.t("Termin suchen"_de), poll_path_of(entered.at.meeting)});
    return web::page(
        context, {.title = context.t("Antwort eintragen"_de), .crumbs = std::move(crumbs), .index = false},
        context.render("poll_entry", page), error ? web::status_of(error->kind) : 200);
}

Result<http::Response> show_new_entry(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        return entry_page(context, reader, TRY(new_entry(context, reader)), {}, nullptr);
    });
}

Result<http::Response> show_known_entry(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto entered = TRY(known_entry(context, reader));
        return entry_page(context, reader, entered, answer_values(*entered.reply), nullptr);
    });
}

using FindEntry = Result<Entered> (*)(const Context&, db::Reader&);

Result<Done> save_entry(db::Tx& tx, const Context& context, FindEntry find, const web::FormValues& values)
{
    const auto entered = TRY(find(context, tx));
    auto what = reply_from(values, entered.options);
    what.origin = Origin::entered;
    if (entered.reply) {
        TRY(change_reply(tx, context, entered.reply->id, what));
        record_reply(tx, context, "date_poll.entered", entered.reply->id);
        return Done{};
    }
    record_reply(tx, context, "date_poll.entered", TRY(reply(tx, context, entered.at.poll->id, what)));
    return Done{};
}

Result<http::Response> post_entry(Context& context, FindEntry find)
{
    const auto entered = TRY(context.pool().read([&](db::Reader& reader) { return find(context, reader); }));
    const auto fields = context.pool().read([&](db::Reader& reader) {
        return answer_fields(context, reader, entered.at.meeting, entered.options, FilledBy::editor);
    });
    const auto sent = web::read_form(context, fields);
    const auto saved =
        sent.ok()
            ? context.pool().write(context.scope(),
                                   [&](db::Tx& tx) { return save_entry(tx, context, find, sent.values); })
            : Result<Done>(sent.error());
    if (saved)
        return web::redirect_with_notice(context, poll_path_of(entered.at.meeting), "Eingetragen."_de);
    if (saved.error().kind == Err::missing)
        return saved.error();
    return context.pool().read([&](db::Reader& reader) {
        return entry_page(context, reader, entered, sent.values, &saved.error());
    });
}

Result<Meeting> drop_here(db::Tx& tx, const Context& context)
{
    auto entered = TRY(known_entry(context, tx));
    TRY(drop_reply(tx, context, entered.at.poll->id, entered.reply->id));
    return std::move(entered.at.meeting);
}

Result<http::Response> post_drop(Context& context)
{
    const auto meeting =
        TRY(context.pool().write(context.scope(), [&](db::Tx& tx) { return drop_here(tx, context); }));
    return web::redirect_with_notice(context, poll_path_of(meeting), "Die Antwort ist gelöscht."_de);
}

} // namespace

Result<Done> drop_reply(db::Tx& tx, const Context& context, const PollId& poll, const ReplyId& id)
{
    TRY(remove_reply(tx, context, poll, id));
    record_reply(tx, context, "date_poll.dropped", id);
    return Done{};
}

void add_entering_pages(web::Site& site)
{
    const auto anybody = web::Access::signed_in();
    site.get(poll_pattern(enter_end), anybody, show_new_entry, example_of(std::string(enter_end)));
    site.post(poll_pattern(enter_end), anybody,
              [](Context& context) { return post_entry(context, new_entry); });
    site.get(poll_pattern(known_end), anybody, show_known_entry);
    site.post(poll_pattern(known_end), anybody,
              [](Context& context) { return post_entry(context, known_entry); });
    site.post(poll_pattern(drop_end), anybody, post_drop);
}

} // namespace dorfnetz::date_polls
