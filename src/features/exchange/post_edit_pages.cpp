#include "features/exchange/exchange_pages.hpp"
#include "features/exchange/exchange_service.hpp"
#include "features/exchange/exchange_store.hpp"
#include "foundation/web/question.hpp"
#include "foundation/web/sent_back.hpp"

#include <algorithm>

// A need or an offer: writing it, changing it, and what others answered.
namespace dorfnetz::exchange {

namespace {

using organisations::Register;
using web::Choice;
using web::Context;
using web::Field;
using web::FormValues;
using web::Input;

constexpr std::string_view post_pattern_of_desk = "/redaktion/leihen/gesuche/{id}";
constexpr std::string_view close_pattern = "/redaktion/leihen/gesuche/{id}/schliessen";
constexpr int months_shown_at_first = 3;

std::vector<Field> post_fields(const Context& context, const Register& entries, PostKind kind)
{
    const auto t = [&](German text) { return context.t(text); };
    const bool is_need = kind == PostKind::need;
    std::vector<Choice> chosen;
    for (const auto category : categories)
        chosen.push_back({std::string(to_text(category)), t(label_of(category))});
    return {{.name = "titel",
             .label = t(is_need ? "Was sucht ihr?"_de : "Was bietet ihr an?"_de),
             .required = true,
             .help = t(is_need ? "Zum Beispiel: Zelt, etwa 10 m. Oder: 3 Leute zum Bäumepflanzen."_de
                               : "Zum Beispiel: Wir schneiden Obstbäume. Oder: Mitfahrt zum Baumarkt."_de),
             .longest = 120},
            {.name = "art",
             .label = t("Worum geht es?"_de),
             .input = Input::one_of,
             .required = true,
             .choices = chosen},
            {.name = "verein",
             .label = t("Für wen schreibst du?"_de),
             .input = Input::one_of,
             .required = true,
             .choices = own_organisations(context, entries)},
            {.name = "dorf",
             .label = t("In welchem Dorf?"_de),
             .input = Input::one_of,
             .required = true,
             .choices = village_choices(entries)},
            {.name = "text",
             .label = t("Mehr dazu"_de),
             .input = Input::markdown,
             .help = t("Ohne Namen und Nummern von Leuten: Alle können das lesen."_de),
             .longest = 4000},
            {.name = "von",
             .label = t("Für welche Tage? Der erste"_de),
             .input = Input::date,
             .help = t("Leer, wenn es egal ist."_de)},
            {.name = "bis", .label = t("Der letzte Tag"_de), .input = Input::date},
            {.name = "zeigen_bis",
             .label = t("Wie lange sollen es alle sehen? Bis zum"_de),
             .input = Input::date,
             .required = true},
            {.name = "kind", .label = "", .input = Input::hidden}};
}

FormValues values_of(const PostDraft& draft)
{
    FormValues values;
    values.set("titel", draft.title)
        .set("art", std::string(to_text(draft.category)))
        .set("verein", draft.organisation.text())
        .set("dorf", draft.village.text())
        .set("text", draft.description)
        .set("von", draft.days ? to_iso(draft.days->first) : std::string())
        .set("bis", draft.days ? to_iso(draft.days->last) : std::string())
        .set("zeigen_bis", to_iso(draft.expires_on))
        .set("kind", std::string(to_text(draft.kind)));
    return values;
}

PostDraft post_from(const FormValues& values, PostKind kind, Date today)
{
    PostDraft draft{.kind = kind,
                    .category = category_from_text(values.text("art")).value_or(Category::thing),
                    .organisation = OrganisationId{values.text("verein")},
                    .village = VillageId{values.text("dorf")},
                    .title = values.text("titel"),
                    .description = values.text("text"),
                    .expires_on = values.date("zeigen_bis").value_or(today)};
    if (const auto first = values.date("von"))
        draft.days = Days{*first, values.date("bis").value_or(*first)};
    return draft;
}

// ---- New ----

std::vector<Field> new_post_fields(const Context& context, const Register& entries, PostKind kind)
{
    auto fields = post_fields(context, entries, kind);
    fields.push_back(form_number_field());
    return fields;
}

http::Response new_post_page(const Context& context, PostKind kind, SentBack form)
{
    const auto entries = organisations::shared_register(context.pool(), context.network.id);
    const auto origin =
        context.pool().read([&](db::Reader& reader) { return lineage::origin_of(context, reader); });
    auto fields = new_post_fields(context, *entries, kind);
    lineage::carry(origin, fields, form.values);
    const auto title = context.t(kind == PostKind::need ? "Etwas suchen"_de : "Hilfe anbieten"_de);
    html::Page page;
    page.set("HEADING", title).set("ORIGIN", lineage::draw(origin));
    show_refused(page, context, form.refused);
    page.set("FORM", web::draw_form(context,
                                    {.action = std::string(new_post_path),
                                     .submit = context.t("Veröffentlichen"_de),
                                     .cancel = std::string(desk_path),
                                     .keeps_draft = true},
                                    fields, form.values, form.errors));
    return web::page(context, {.title = title, .crumbs = desk_crumbs(context), .index = false},
                     context.render("exchange_edit", page), status_of(form));
}

Result<http::Response> show_new_post(Context& context)
{
    const auto kind = post_kind_from_text(context.query.text("art")).value_or(PostKind::need);
    const auto entries = organisations::shared_register(context.pool(), context.network.id);
    const auto own = own_organisations(context, *entries);
    PostDraft draft{.kind = kind, .expires_on = add_months(context.today(), months_shown_at_first)};
    if (own.size() == 1) {
        draft.organisation = OrganisationId{own.front().value};
        draft.village = home_of(*entries, draft.organisation).value_or(VillageId{});
    }
    auto values = values_of(draft);
    values.set(form_number, new_form_number(context));
    return new_post_page(context, kind, {.values = std::move(values)});
}

Result<http::Response> post_new_post(Context& context)
{
    const auto kind = post_kind_from_text(context.form.text("kind")).value_or(PostKind::need);
    const auto entries = organisations::shared_register(context.pool(), context.network.id);
    const auto fields = new_post_fields(context, *entries, kind);
    const auto sent = web::read_form(context, fields);
    if (!sent.ok())
        return new_post_page(context, kind, {.values = sent.values, .errors = sent.errors});
    const auto draft = post_from(sent.values, kind, context.today());
    const auto added = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Post> {
        if (!may_edit(context, *organisations::shared_register(context, tx), draft.organisation))
            return Error{.kind = Err::missing};
        auto post = TRY(add_post(tx, context.network, draft, organisations::author_of(context),
                                 form_key(context, fields, sent.values)));
        lineage::link(tx, context.network.id, lineage::origin_of(context, tx), lineage_record(post),
                      context.now());
        return post;
    });
    if (added)
        return web::redirect_with_notice(context, path_of(*added), "Jetzt sehen es alle."_de);
    if (added.error().kind == Err::missing)
        return added.error();
    return new_post_page(context, kind, sent_back(sent.values, added.error()));
}

// ---- There already ----

std::string thing_of_answer(const Context& context, db::Reader& reader, const Answer& answer)
{
    const auto thing = answer.thing ? thing_by_id(reader, context.network.id, *answer.thing) : std::nullopt;
    if (!thing || !answer.when)
        return {};
    return context.t("{1}: {2}"_de, {thing->draft.title, span_text(context.region(), *answer.when)});
}

German label_of(AnswerStatus status)
{
    switch (status) {
    case AnswerStatus::open:
        return "wartet auf euch"_de;
    case AnswerStatus::taken:
        return "abgemacht"_de;
    case AnswerStatus::declined:
        return "passt nicht"_de;
    case AnswerStatus::withdrawn:
        return "zurückgezogen"_de;
    }
    return {};
}

std::string_view colour_of(AnswerStatus status)
{
    return status == AnswerStatus::open ? "amber" : status == AnswerStatus::taken ? "pine" : "rust";
}

html::Safe answer_buttons(const Context& context, const Answer& answer)
{
    if (answer.status != AnswerStatus::open)
        return {};
    const auto button = [&](German label, const char* step, bool is_plain) {
        return web::draw_button(context,
                                {.action = std::string(desk_path) + "/antworten/" + answer.id.text(),
                                 .pattern = std::string(answer_pattern),
                                 .submit = context.t(label),
                                 .plain = is_plain},
                                {{"schritt", step}, {"version", std::to_string(answer.version)}});
    };
    auto buttons = button("Ja, gern"_de, "nehmen", false);
    buttons += button("Passt nicht"_de, "ablehnen", true);
    return buttons;
}

void show_answers_to(html::Page& page, const Context& context, db::Reader& reader, const Register& entries,
                     const Post& post)
{
    auto list = page.add("ANSWERS");
    const auto answers = answers_to(reader, context.network.id, post.id);
    list.show_if(answers.empty(), "NONE");
    for (const auto& answer : answers) {
        const auto* who = entries.entry(answer.organisation);
        if (!who)
            continue;
        auto row = list.add("ANSWER");
        row.set("WHO", who->name)
            .set("WHO_URL", context.url(organisations::path_of(who->kind, who->slug)))
            .set("COLOUR", colour_of(answer.status))
            .set("STATUS", context.t(label_of(answer.status)))
            .set("BUTTONS", post.status == PostStatus::open ? answer_buttons(context, answer) : html::Safe());
        if (const auto thing = thing_of_answer(context, reader, answer); !thing.empty())
            row.add("THING").set("THING_TEXT", thing);
        if (!answer.words.empty())
            row.add("WORDS").set("WORDS_TEXT", answer.words);
    }
}

void show_post_links(html::Page& page, const Context& context, const Post& post)
{
    auto links = page.add("LINKS");
    links.add("LINK")
        .set("LINK_URL", context.url(path_of(post)))
        .set("LABEL", context.t("So sehen es alle"_de));
    html::Safe buttons;
    if (post.status == PostStatus::open) {
        const bool is_need = post.draft.kind == PostKind::need;
        const auto button = [&](German label, const char* how, bool is_final) {
            return web::draw_button(context,
                                    {.action = post_edit_path(post.id) + "/schliessen",
                                     .pattern = std::string(close_pattern),
                                     .submit = context.t(label),
                                     .danger = is_final},
                                    {{"wie", how}});
        };
        buttons = button(is_need ? "Haben wir gefunden"_de : "Ist vergeben"_de, "done", false);
        buttons += button("Zurückziehen"_de, "withdrawn", true);
    }
    buttons += delete_button(context, post);
    links.set("BUTTONS", buttons);
}

http::Response post_edit_page(const Context& context, const Post& post, SentBack form)
{
    html::Page page;
    page.set("HEADING", post.draft.title).set("ORIGIN", html::Safe());
    const auto closed = closed_text(context, post);
    page.add("STATE")
        .set("COLOUR", closed.empty() ? "pine" : "amber")
        .set("STATE_TEXT", closed.empty() ? context.t("öffentlich"_de) : closed);
    show_refused(page, context, form.refused);
    show_post_links(page, context, post);
    const auto entries = organisations::shared_register(context.pool(), context.network.id);
    context.pool().read([&](db::Reader& reader) { show_answers_to(page, context, reader, *entries, post); });
    auto fields = post_fields(context, *entries, post.draft.kind);
    fields.push_back({.name = "version", .label = "", .input = Input::hidden});
    form.values.set("version", std::to_string(post.version));
    page.set("FORM", web::draw_form(context,
                                    {.action = post_edit_path(post.id),
                                     .pattern = std::string(post_pattern_of_desk),
                                     .submit = context.t("Speichern"_de),
                                     .cancel = std::string(desk_path)},
                                    fields, form.values, form.errors));
    return web::page(context, {.title = post.draft.title, .crumbs = desk_crumbs(context), .index = false},
                     context.render("exchange_edit", page), status_of(form));
}

Result<http::Response> show_edit_post(Context& context)
{
    const auto post =
        TRY(context.pool().read([&](db::Reader& reader) { return editable_post(context, reader); }));
    return post_page_of_desk(context, post);
}

Result<http::Response> post_edit_post(Context& context)
{
    const auto post =
        TRY(context.pool().read([&](db::Reader& reader) { return editable_post(context, reader); }));
    const auto entries = organisations::shared_register(context.pool(), context.network.id);
    const auto sent = web::read_form(context, post_fields(context, *entries, post.draft.kind));
    if (!sent.ok())
        return post_edit_page(context, post, {.values = sent.values, .errors = sent.errors});
    const auto draft = post_from(sent.values, post.draft.kind, context.today());
    const auto version = web::sent_version(context);
    const auto saved = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        TRY(editable_post(context, tx));
        if (!may_edit(context, *organisations::shared_register(context, tx), draft.organisation))
            return Error{.kind = Err::missing};
        return change_post(tx, context, post.id, version, draft);
    });
    if (saved)
        return web::redirect_with_notice(context, post_edit_path(post.id), "Gespeichert."_de);
    if (saved.error().kind == Err::missing)
        return saved.error();
    const auto now =
        TRY(context.pool().read([&](db::Reader& reader) { return editable_post(context, reader); }));
    return post_edit_page(context, now, sent_back(sent.values, saved.error()));
}

Result<http::Response> post_close(Context& context)
{
    const auto post =
        TRY(context.pool().read([&](db::Reader& reader) { return editable_post(context, reader); }));
    const bool is_done = context.form.text("wie") != "withdrawn";
    if (!web::is_sure(context))
        return web::question_page(
            context,
            {.heading =
                 context.t(is_done ? "„{1}“ abschließen?"_de : "„{1}“ zurückziehen?"_de, {post.draft.title}),
             .what_happens = context.t(
                 "Es steht dann nicht mehr in der Liste. Wer geantwortet hat und noch wartet, bekommt Bescheid."_de),
             .button = {.action = post_edit_path(post.id) + "/schliessen",
                        .pattern = std::string(close_pattern),
                        .submit = context.t(is_done ? "Abschließen"_de : "Zurückziehen"_de)},
             .typed = {{"wie", is_done ? "done" : "withdrawn"}},
             .back = post_edit_path(post.id),
             .crumbs = desk_crumbs(context)});
    const auto done = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        TRY(editable_post(context, tx));
        return close_post(tx, context, post.id, is_done ? PostStatus::done : PostStatus::withdrawn);
    });
    if (!done && done.error().kind == Err::missing)
        return done.error();
    return web::redirect_with_notice(context, desk_path, "Erledigt."_de);
}

std::vector<std::string> some_post(db::Reader& reader, const web::Network& network)
{
    for (const auto& post : open_posts(reader, network.id, *date_from_iso("2020-01-01")))
        return {post_edit_path(post.id)};
    return {};
}

} // namespace

http::Response post_page_of_desk(const Context& context, const Post& post,
                                 const std::optional<Error>& refused)
{
    return post_edit_page(context, post, {.values = values_of(post.draft), .refused = refused});
}

void add_post_edit_pages(web::Site& site)
{
    const auto editors = web::Access::entry_editors();
    site.get(std::string(new_post_path), editors, show_new_post);
    site.post(std::string(new_post_path), editors, post_new_post);
    site.get(std::string(post_pattern_of_desk), editors, show_edit_post, some_post);
    site.post(std::string(post_pattern_of_desk), editors, post_edit_post);
    site.post(std::string(close_pattern), editors, post_close);
}

} // namespace dorfnetz::exchange
