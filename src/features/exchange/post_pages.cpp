#include "features/exchange/exchange_pages.hpp"
#include "features/exchange/fitting.hpp"
#include "foundation/web/share.hpp"

#include <algorithm>

// The pages of needs and offers.
namespace dorfnetz::exchange {

namespace {

using organisations::Register;
using web::Context;

void show_answering(html::Page& page, const Context& context, const Register& entries, const Post& post)
{
    if (!post.is_shown(context.today()))
        return;
    const bool is_need = post.draft.kind == PostKind::need;
    const auto heading = context.t(is_need ? "Könnt ihr helfen?"_de : "Braucht ihr das?"_de);
    const auto own = own_organisations(context, entries);
    const bool may_answer = std::ranges::any_of(
        own, [&](const web::Choice& choice) { return choice.value != post.draft.organisation.text(); });
    if (may_answer) {
        page.add("ANSWER")
            .set("ANSWER_HEADING", heading)
            .set(
                "ANSWER_TEXT",
                context.t(
                    is_need && !kind_for(post.draft.category)
                        ? "Sagt, wie ihr helfen könnt. Passt es, sagen sie ja, und ihr macht den Rest miteinander aus."_de
                    : is_need
                        ? "Sagt, was ihr habt. Passt es, sagen sie ja, und ihr macht den Rest miteinander aus."_de
                        : "Schreibt, wofür ihr es braucht. Dann melden sie sich."_de))
            .set("ANSWER_LABEL", answer_label(context, post))
            .set("ANSWER_URL", context.url(path_of(post) + "/antworten"));
    } else if (!context.actor.signed_in()) {
        const auto* who = entries.entry(post.draft.organisation);
        page.add("ANSWER_OTHERWISE")
            .set("ANSWER_HEADING", heading)
            .set("SIGN_IN_URL",
                 context.url("/anmelden?weiter=" + http::percent_encode(path_of(post) + "/antworten")))
            .set("MESSAGE_URL", context.url(organisations::path_of(who->kind, who->slug) + "/nachricht"));
    }
}

web::Shared shared_post(const Context& context, const Register& entries, const Post& post)
{
    const auto* who = entries.entry(post.draft.organisation);
    const bool is_need = post.draft.kind == PostKind::need;
    web::Shared shared{.title = post.draft.title,
                       .path = path_of(post),
                       .lead = context.t(is_need ? "Gesucht von {1}"_de : "Angeboten von {1}"_de,
                                         {who ? who->name : std::string()})};
    if (post.draft.days)
        shared.more.push_back(days_text(context, *post.draft.days));
    return shared;
}

http::Response post_page(const Context& context, db::Reader& reader, const Register& entries,
                         const Post& post)
{
    const auto& draft = post.draft;
    const bool is_need = draft.kind == PostKind::need;
    const auto* who = entries.entry(draft.organisation);
    const auto* village = entries.village(draft.village);
    html::Page page;
    page.set("TITLE", draft.title)
        .set("WHO_TEXT", context.t(is_need ? "{1} sucht"_de : "{1} bietet an"_de, {who->name}))
        .set("KIND", context.t(is_need ? "Gesuch"_de : "Angebot"_de))
        .set("COLOUR", is_need ? "lake" : "pine")
        .set("CATEGORY", context.t(label_of(draft.category)))
        .set("VILLAGE", village ? village->name : std::string())
        .set("LINEAGE", lineage::draw(context, reader, lineage_record(post)))
        .set("MAKING", lineage::draw_making(context, reader, lineage_record(post), {"termin", "erfahrung"}))
        .set("LOCATION", villages::draw_location(context, entries.villages, {draft.village}))
        .set("OWNER_HEADING", context.t(is_need ? "Wer sucht?"_de : "Wer bietet an?"_de))
        .set("OWNER", who->name)
        .set("OWNER_URL", context.url(organisations::path_of(who->kind, who->slug)))
        .set("SHARE", web::share_row(context, shared_post(context, entries, post)))
        .show_if(organisations::needs_example_tag(draft.is_example, draft.title), "EXAMPLE");
    if (draft.days)
        page.add("WHEN").set("WHEN_TEXT", days_text(context, *draft.days));
    if (!draft.description.empty())
        page.add("TEXT").set("BODY", html::markdown(draft.description));
    if (const auto closed = closed_text(context, post); !closed.empty())
        page.add("CLOSED").set("CLOSED_TEXT", closed);
    show_answering(page, context, entries, post);
    show_fitting(page, context, reader, entries, post);
    if (may_edit(context, entries, draft.organisation))
        page.add("EDIT")
            .set("EDIT_URL", context.url(post_edit_path(post.id)))
            .set("EDIT_ICON", web::icon("edit"))
            .set("EDIT_TEXT",
                 i18n::translate_count(context.language, "Bearbeiten, eine Antwort ansehen"_de,
                                       "Bearbeiten, {1} Antworten ansehen"_de,
                                       std::ssize(answers_to(reader, context.network.id, post.id))));
    auto response = web::page(
        context,
        {.title = draft.title,
         .description = context.t(is_need ? "Gesucht von {1}"_de : "Angeboten von {1}"_de, {who->name}),
         .crumbs = public_crumbs(context),
         .index = post.is_shown(context.today())},
        context.render("exchange_post", page));
    villages::allow_real_map(response, context.network);
    return response;
}

enum class As { page, poster };

Result<http::Response> show_post_of(Context& context, PostKind kind, As as)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto post = post_by_slug(reader, context.network.id, context.parameter("slug"));
        const auto entries = organisations::shared_register(context, reader);
        if (!post || post->draft.kind != kind || !may_see(context, *entries, *post))
            return Error{.kind = Err::missing};
        if (as == As::poster)
            return web::poster_page(context, shared_post(context, *entries, *post), public_crumbs(context));
        return post_page(context, reader, *entries, *post);
    });
}

std::vector<std::string> some_post(db::Reader& reader, const web::Network& network, PostKind kind,
                                   std::string_view end)
{
    for (const auto& post : open_posts(reader, network.id, *date_from_iso("2020-01-01")))
        if (post.draft.kind == kind)
            return {path_of(post) + std::string(end)};
    return {};
}

} // namespace

std::string closed_text(const Context& context, const Post& post)
{
    switch (post.status) {
    case PostStatus::open:
        return post.is_shown(context.today()) ? std::string() : context.t("vorbei"_de);
    case PostStatus::done:
        return context.t("hat sich gefunden"_de);
    case PostStatus::withdrawn:
        return context.t("zurückgezogen"_de);
    }
    return {};
}

void add_post_pages(web::Site& site)
{
    for (const auto kind : {PostKind::need, PostKind::offer})
        for (const auto as : {As::page, As::poster}) {
            const std::string_view end = as == As::poster ? web::poster_end : std::string_view();
            site.page((kind == PostKind::need ? "/gesuche/{slug}" : "/angebote/{slug}") + std::string(end),
                      [kind, as](Context& context) { return show_post_of(context, kind, as); },
                      [kind, end](db::Reader& reader, const web::Network& network) {
                          return some_post(reader, network, kind, end);
                      });
        }
}

} // namespace dorfnetz::exchange
