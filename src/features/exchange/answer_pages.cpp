#include "features/exchange/exchange_pages.hpp"
#include "features/exchange/exchange_service.hpp"
#include "features/exchange/exchange_store.hpp"
#include "foundation/web/question.hpp"

#include <algorithm>

// "Wir haben das", and what comes of it.
namespace dorfnetz::exchange {

namespace {

using organisations::Register;
using web::Choice;
using web::Context;
using web::Field;
using web::FormValues;
using web::Input;

struct Answerable
{
    Post post;
    std::vector<Choice> organisations; // own ones, without who posted
    std::vector<Choice> things;        // of theirs
    std::shared_ptr<const Register> entries;
};

Result<Answerable> answerable(const Context& context, db::Reader& reader, PostKind kind)
{
    auto post = post_by_slug(reader, context.network.id, context.parameter("slug"));
    auto entries = organisations::shared_register(context, reader);
    if (!post || post->draft.kind != kind || !is_public(*entries, context, *post))
        return Error{.kind = Err::missing};
    auto own = own_organisations(context, *entries);
    std::erase_if(own, [&](const Choice& choice) { return choice.value == post->draft.organisation.text(); });
    if (own.empty())
        return Error{.kind = Err::missing};
    std::vector<Choice> things;
    if (kind == PostKind::need && kind_for(post->draft.category))
        for (const auto& organisation : own)
            for (const auto& thing :
                 things_of(reader, context.network.id, OrganisationId{organisation.value}))
                if (thing.status == ThingStatus::offered)
                    things.push_back({thing.id.text(),
                                      own.size() > 1
                                          ? context.t("{1} ({2})"_de, {thing.draft.title, organisation.label})
                                          : thing.draft.title});
    return Answerable{.post = *std::move(post),
                      .organisations = std::move(own),
                      .things = std::move(things),
                      .entries = std::move(entries)};
}

std::vector<Field> answer_fields(const Context& context, const Answerable& found)
{
    std::vector<Field> fields;
    if (found.organisations.size() > 1)
        fields.push_back({.name = "verein",
                          .label = context.t("Für wen antwortest du?"_de),
                          .input = Input::one_of,
                          .required = true,
                          .choices = found.organisations});
    if (!found.things.empty()) {
        auto things = found.things;
        things.insert(things.begin(), {"keine", context.t("Nichts davon, wir schreiben es auf"_de)});
        fields.push_back({.name = "sache",
                          .label = context.t("Eine eurer Sachen?"_de),
                          .input = Input::one_of,
                          .required = true,
                          .help = context.t("Dann ist sie gebucht, sobald sie ja sagen."_de),
                          .choices = std::move(things)});
        for (auto& field : span_fields(context, false))
            fields.push_back(std::move(field));
    }
    fields.push_back(
        {.name = "text",
         .label = context.t("Was wollt ihr dazu sagen?"_de),
         .input = Input::long_text,
         .help = context.t("Ohne Namen und Nummern: Wie ihr euch erreicht, steht auf euren Seiten."_de),
         .longest = 1000});
    return fields;
}

FormValues first_values(const Answerable& found)
{
    FormValues values;
    values.set("sache", found.things.size() == 1 ? found.things.front().value : std::string("keine"))
        .set("von_halb", "0")
        .set("bis_halb", "1");
    if (found.post.draft.days)
        set_span(values, whole_days(found.post.draft.days->first, found.post.draft.days->last));
    return values;
}

http::Response answer_page(const Context& context, const Answerable& found, const SentBack& form)
{
    const bool is_need = found.post.draft.kind == PostKind::need;
    const auto title = answer_label(context, found.post);
    html::Page page;
    page.set("HEADING", title)
        .set("LEAD", found.post.draft.title)
        .set("ORIGIN", html::Safe())
        .set("CALENDAR", html::Safe());
    show_refused(page, context, form.refused);
    page.set("FORM",
             web::draw_form(context,
                            {.action = path_of(found.post) + "/antworten",
                             .pattern = is_need ? "/gesuche/{slug}/antworten" : "/angebote/{slug}/antworten",
                             .submit = context.t("Antwort senden"_de),
                             .cancel = path_of(found.post)},
                            answer_fields(context, found), form.values, form.errors));
    auto crumbs = public_crumbs(context);
    crumbs.push_back({found.post.draft.title, path_of(found.post)});
    return web::page(context, {.title = title, .crumbs = std::move(crumbs), .index = false},
                     context.render("exchange_ask", page), status_of(form));
}

Result<http::Response> show_answering(Context& context, PostKind kind)
{
    const auto found =
        TRY(context.pool().read([&](db::Reader& reader) { return answerable(context, reader, kind); }));
    return answer_page(context, found, {.values = first_values(found)});
}

// The thing says whose answer it is.
AnswerDraft draft_of(db::Reader& reader, const Context& context, const Answerable& found,
                     const FormValues& values)
{
    AnswerDraft draft{.organisation =
                          OrganisationId{found.organisations.size() > 1 ? values.text("verein")
                                                                        : found.organisations.front().value},
                      .words = values.text("text")};
    if (const auto chosen = values.text("sache"); !chosen.empty() && chosen != "keine") {
        draft.thing = ThingId{chosen};
        draft.when = span_from(values);
        if (const auto thing = thing_by_id(reader, context.network.id, *draft.thing))
            draft.organisation = thing->draft.owner;
    }
    return draft;
}

Result<http::Response> post_answering(Context& context, PostKind kind, web::RateLimiter& mails)
{
    const auto found =
        TRY(context.pool().read([&](db::Reader& reader) { return answerable(context, reader, kind); }));
    const auto sent = web::read_form(context, answer_fields(context, found));
    if (!sent.ok())
        return answer_page(context, found, {.values = sent.values, .errors = sent.errors});
    if (const auto may = may_write_now(context, mails); !may)
        return answer_page(context, found, sent_back(sent.values, may.error()));
    const auto done = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        const auto still = TRY(answerable(context, tx, kind));
        const auto draft = draft_of(tx, context, still, sent.values);
        if (std::ranges::none_of(still.organisations, [&](const Choice& choice) {
                return choice.value == draft.organisation.text();
            }))
            return Error{.kind = Err::missing};
        return answer(tx, context, still.post.id, draft);
    });
    if (done)
        return web::redirect_with_notice(context, path_of(found.post),
                                         "Danke. Eure Antwort ist unterwegs, ihr bekommt Bescheid."_de);
    if (done.error().kind == Err::missing)
        return done.error();
    return answer_page(context, found, sent_back(sent.values, done.error()));
}

struct OpenAnswer
{
    Answer answer;
    Post post;
    bool is_poster = false;
    bool is_answerer = false;
};

Result<OpenAnswer> answer_of(const Context& context, db::Reader& reader)
{
    auto answer = answer_by_id(reader, context.network.id, AnswerId{context.parameter("id")});
    auto post = answer ? post_by_id(reader, context.network.id, answer->post) : std::nullopt;
    if (!post)
        return Error{.kind = Err::missing};
    const auto entries = organisations::shared_register(context, reader);
    const bool is_poster = may_edit(context, *entries, post->draft.organisation);
    const bool is_answerer = may_edit(context, *entries, answer->organisation);
    if (!is_poster && !is_answerer)
        return Error{.kind = Err::missing};
    return OpenAnswer{*std::move(answer), *std::move(post), is_poster, is_answerer};
}

// Who posted takes and declines, what they have read; who answered takes back.
Result<Done> settle_answer(db::Tx& tx, const Context& context, const OpenAnswer& found, std::string_view step)
{
    const auto& id = found.answer.id;
    const auto version = web::sent_version(context);
    if (step == "zurueckziehen" && found.is_answerer)
        return withdraw_answer(tx, context, id);
    if (step == "nehmen" && found.is_poster)
        return take_answer(tx, context, id, version);
    if (step == "ablehnen" && found.is_poster)
        return decline_answer(tx, context, id, version);
    return Error{.kind = Err::missing};
}

Result<http::Response> post_answer_step(Context& context)
{
    const auto step = std::string(context.form.text("schritt"));
    const auto done = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        return settle_answer(tx, context, TRY(answer_of(context, tx)), step);
    });
    if (!done && done.error().kind == Err::missing)
        return done.error();
    const auto now = TRY(context.pool().read([&](db::Reader& reader) { return answer_of(context, reader); }));
    if (!done)
        return now.is_poster ? Result<http::Response>(post_page_of_desk(context, now.post, done.error()))
                             : done.error();
    if (step == "zurueckziehen")
        return web::redirect_with_notice(context, desk_path, "Zurückgezogen."_de);
    if (step == "nehmen" && now.answer.booking)
        return web::redirect_with_notice(context, booking_path(*now.answer.booking),
                                         "Abgemacht. Die Tage sind für euch gebucht."_de);
    return web::redirect_with_notice(context, post_edit_path(now.post.id),
                                     step == "nehmen" ? "Abgemacht. Danke sagen kostet nichts."_de
                                                      : "Abgelehnt. Sie bekommen Bescheid."_de);
}

} // namespace

void add_answer_pages(web::Site& site, const std::shared_ptr<web::RateLimiter>& mails)
{
    const auto editors = web::Access::entry_editors();
    for (const auto kind : {PostKind::need, PostKind::offer}) {
        const std::string pattern =
            kind == PostKind::need ? "/gesuche/{slug}/antworten" : "/angebote/{slug}/antworten";
        site.get(
            pattern, editors, [kind](Context& context) { return show_answering(context, kind); },
            [kind](db::Reader& reader, const web::Network& network) {
                for (const auto& post : open_posts(reader, network.id, *date_from_iso("2020-01-01")))
                    if (post.draft.kind == kind)
                        return std::vector<std::string>{path_of(post) + "/antworten"};
                return std::vector<std::string>{};
            });
        site.post(pattern, editors,
                  [kind, mails](Context& context) { return post_answering(context, kind, *mails); });
    }
    site.post(std::string(answer_pattern), editors, post_answer_step);
}

} // namespace dorfnetz::exchange
