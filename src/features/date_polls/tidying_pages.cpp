#include "features/date_polls/poll_pages.hpp"
#include "features/date_polls/polls_store.hpp"
#include "foundation/web/question.hpp"
#include "foundation/web/sent_back.hpp"

#include <algorithm>

// Answers that somebody made up go at once, so that there is room for the others.
namespace dorfnetz::date_polls {

namespace {

using web::Context;

constexpr std::string_view chosen_field = "antwort";
constexpr std::string_view all_parameter = "alle";

struct Tidying
{
    Searched at;
    std::vector<Reply> replies = {}; // the newest first
};

Result<Tidying> tidying(const Context& context, db::Reader& reader)
{
    auto found = TRY(led_poll(context, reader));
    auto replies = store::replies_of(reader, context.network.id, found.poll->id);
    std::erase_if(replies, [](const Reply& reply) { return !is_from_a_stranger(reply); });
    std::ranges::reverse(replies);
    return Tidying{.at = std::move(found), .replies = std::move(replies)};
}

std::vector<web::Field> tidy_fields(const Context& context, const organisations::Register& entries,
                                    const std::vector<Reply>& replies)
{
    const auto twice = under_one_name(replies);
    std::vector<web::Choice> choices;
    for (const auto& reply : replies) {
        auto label = name_with_village(entries, reply) + ", " +
                     i18n::format_moment(context.region(), reply.answered_at);
        if (twice.contains(reply.id))
            label += " – " + context.t("steht mehrmals da"_de);
        choices.push_back({reply.id.text(), std::move(label)});
    }
    return {{.name = std::string(chosen_field),
             .label = context.t("Welche Antworten sollen weg?"_de),
             .input = web::Input::many_of,
             .required = true,
             .choices = std::move(choices)}};
}

http::Response tidy_page(const Context& context, db::Reader& reader, const Tidying& all,
                         const std::vector<FieldError>& errors)
{
    const auto& meeting = all.at.meeting;
    const auto path = poll_path_of(meeting, tidy_end);
    const auto fields = tidy_fields(context, *organisations::shared_register(context, reader), all.replies);
    web::FormValues values;
    if (context.query.has(all_parameter)) {
        std::vector<std::string> ids;
        for (const auto& reply : all.replies)
            ids.push_back(reply.id.text());
        values.set(chosen_field, std::move(ids));
    }
    html::Page page;
    page.set("TITLE", meeting.draft.title);
    if (all.replies.empty())
        page.add("NOTHING").set("BACK_URL", context.url(poll_path_of(meeting)));
    else
        page.add("SOME")
            .set("ALL_URL", context.url(path + '?' + std::string(all_parameter) + "=1"))
            .set("FORM", web::draw_form(context,
                                        {.action = path,
                                         .pattern = poll_pattern(tidy_end),
                                         .submit = context.t("Löschen"_de),
                                         .cancel = poll_path_of(meeting),
                                         .danger = true},
                                        fields, values, errors));
    auto crumbs = crumbs_of(context, meeting);
    crumbs.push_back({context.t("Termin suchen"_de), poll_path_of(meeting)});
    return web::page(
        context, {.title = context.t("Antworten aufräumen"_de), .crumbs = std::move(crumbs), .index = false},
        context.render("poll_tidy", page), web::form_status(errors, {}));
}

Result<http::Response> show_tidy(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        return tidy_page(context, reader, TRY(tidying(context, reader)), {});
    });
}

// What went meanwhile is gone already.
Result<Meeting> drop_all(db::Tx& tx, const Context& context, const std::vector<std::string>& chosen)
{
    auto all = TRY(tidying(context, tx));
    for (const auto& reply : all.replies)
        if (std::ranges::find(chosen, reply.id.text()) != chosen.end())
            TRY(drop_reply(tx, context, all.at.poll->id, reply.id));
    return std::move(all.at.meeting);
}

http::Response ask(const Context& context, const Meeting& meeting, const std::vector<std::string>& chosen)
{
    std::vector<std::pair<std::string, std::string>> typed;
    for (const auto& id : chosen)
        typed.emplace_back(chosen_field, id);
    return web::question_page(
        context, {.heading = context.t("Antworten löschen?"_de),
                  .what_happens = i18n::translate_count(
                      context.language, "Eine Antwort wird gelöscht und zählt nicht mehr."_de,
                      "{1} Antworten werden gelöscht und zählen nicht mehr."_de, std::ssize(chosen)),
                  .button = {.action = poll_path_of(meeting, tidy_end),
                             .pattern = poll_pattern(tidy_end),
                             .submit = context.t("Ja, löschen"_de),
                             .danger = true},
                  .typed = std::move(typed),
                  .back = poll_path_of(meeting, tidy_end),
                  .crumbs = crumbs_of(context, meeting)});
}

Result<http::Response> post_tidy(Context& context)
{
    if (web::is_sure(context)) {
        const auto chosen = context.form.all(chosen_field);
        const auto meeting = TRY(
            context.pool().write(context.scope(), [&](db::Tx& tx) { return drop_all(tx, context, chosen); }));
        return web::redirect_with_notice(context, poll_path_of(meeting), "Gelöscht."_de);
    }
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto all = TRY(tidying(context, reader));
        const auto sent = web::read_form(
            context, tidy_fields(context, *organisations::shared_register(context, reader), all.replies));
        if (!sent.ok())
            return tidy_page(context, reader, all, sent.errors);
        return ask(context, all.at.meeting, sent.values.all(chosen_field));
    });
}

} // namespace

void add_tidying_pages(web::Site& site)
{
    const auto anybody = web::Access::signed_in();
    site.get(poll_pattern(tidy_end), anybody, show_tidy, example_of(std::string(tidy_end)));
    site.post(poll_pattern(tidy_end), anybody, post_tidy);
}

} // namespace dorfnetz::date_polls
