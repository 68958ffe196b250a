#include "features/exchange/exchange_pages.hpp"
#include "features/exchange/exchange_service.hpp"
#include "foundation/web/question.hpp"

// Deleting what somebody lends, looks for or offers, after a question.
namespace dorfnetz::exchange {

namespace {

using web::Context;

constexpr std::string_view delete_thing_pattern = "/redaktion/leihen/sachen/{id}/loeschen";
constexpr std::string_view delete_post_pattern = "/redaktion/leihen/gesuche/{id}/loeschen";
constexpr std::string_view delete_end = "/loeschen";

web::FormSettings delete_form(const Context& context, std::string_view pattern, const std::string& path)
{
    return {.action = path + std::string(delete_end),
            .pattern = std::string(pattern),
            .submit = context.t("Löschen"_de),
            .danger = true};
}

http::Response ask_first(const Context& context, const std::string& title, const std::string& path,
                         std::string_view pattern, German what_happens)
{
    return web::question_page(context, {.heading = context.t("„{1}“ löschen?"_de, {title}),
                                        .what_happens = context.t(what_happens),
                                        .button = delete_form(context, pattern, path),
                                        .back = path,
                                        .crumbs = desk_crumbs(context)});
}

Result<http::Response> post_delete_thing(Context& context)
{
    const auto thing =
        TRY(context.pool().read([&](db::Reader& reader) { return editable_thing(context, reader); }));
    const auto path = thing_edit_path(thing.id);
    if (!web::is_sure(context))
        return ask_first(context, thing.draft.title, path, delete_thing_pattern,
                         "Auch Bilder und frühere Buchungen sind dann weg. Was noch kommt, wird abgesagt, "
                         "und alle bekommen "
                         "Bescheid."_de);
    const auto done = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        TRY(editable_thing(context, tx));
        return remove_thing(tx, context, thing.id);
    });
    if (done)
        return web::redirect_with_notice(context, desk_path, "Gelöscht."_de);
    return done.error();
}

Result<http::Response> post_delete_post(Context& context)
{
    const auto post =
        TRY(context.pool().read([&](db::Reader& reader) { return editable_post(context, reader); }));
    const auto path = post_edit_path(post.id);
    if (!web::is_sure(context))
        return ask_first(
            context, post.draft.title, path, delete_post_pattern,
            "Auch die Antworten sind dann weg. Wer noch wartet, bekommt Bescheid; was ihr abgemacht "
            "habt, gilt weiter."_de);
    const auto done = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        TRY(editable_post(context, tx));
        return remove_post(tx, context, post.id);
    });
    if (done)
        return web::redirect_with_notice(context, desk_path, "Gelöscht."_de);
    return done.error();
}

} // namespace

html::Safe delete_button(const Context& context, const Thing& thing)
{
    return web::draw_button(context, delete_form(context, delete_thing_pattern, thing_edit_path(thing.id)));
}

html::Safe delete_button(const Context& context, const Post& post)
{
    return web::draw_button(context, delete_form(context, delete_post_pattern, post_edit_path(post.id)));
}

void add_deleting(web::Site& site)
{
    const auto editors = web::Access::entry_editors();
    site.post(std::string(delete_thing_pattern), editors, post_delete_thing);
    site.post(std::string(delete_post_pattern), editors, post_delete_post);
}

} // namespace dorfnetz::exchange
