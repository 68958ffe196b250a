#include "features/minutes/minutes_pages.hpp"
#include "foundation/web/question.hpp"
#include "foundation/web/sent_back.hpp"

// Putting together by hand what several people wrote at one matter.
namespace dorfnetz::minutes {

namespace {

using web::Context;
using web::Field;
using web::FormValues;
using web::Input;

constexpr std::string_view beside_end = "/daneben/{beside}";
constexpr std::string_view drop_end = "/daneben/{beside}/verwerfen";

std::string path_here(const Meeting& meeting, const BesideId& id, std::string_view end = {})
{
    return desk_path(meeting, "/daneben/" + id.text() + std::string(end));
}

std::vector<Field> fields_of(const Context& context)
{
    return {{.name = "text",
             .label = context.t("So steht es dann im Protokoll"_de),
             .input = Input::markdown,
             .help = context.t(
                 "Hier steht jede Zeile von beiden. Streich, was doppelt ist, und bring es in die richtige "
                 "Reihenfolge."_de),
             .longest = longest_text,
             .mark_optional = false},
            {.name = "fassung", .label = "", .input = Input::hidden},
            {.name = "nummer", .label = "", .input = Input::hidden}};
}

// Everything that the page shows.
struct Apart
{
    Meeting meeting = {};
    Beside beside = {};
    Text text = {};
    std::string heading = {};
    std::string beside_by = {};
    std::string text_by = {};
};

Result<Apart> apart(const Context& context, db::Reader& reader)
{
    Apart apart{.meeting = TRY(own_meeting(context, reader))};
    auto beside = store::beside_by_id(reader, context.network.id, apart.meeting.id,
                                      BesideId{context.parameter("beside")});
    if (!beside)
        return Error{.kind = Err::missing};
    apart.beside = *std::move(beside);
    for (auto& matter : matters_of(context, reader, apart.meeting))
        if (matter.item == apart.beside.item) {
            apart.heading = std::move(matter.heading);
            apart.text = std::move(matter.text);
        }
    const Names names(reader, context);
    apart.beside_by = names.of(apart.beside.written_by);
    apart.text_by = names.of(apart.text.written_by);
    return apart;
}

FormValues to_begin_with(const Apart& apart)
{
    FormValues values;
    values.set("text", both_together(apart.text.text, apart.beside.text));
    return values;
}

std::vector<std::pair<std::string, std::string>> what_was_seen(const Apart& apart)
{
    return {{"fassung", std::to_string(apart.text.version)}, {"nummer", std::to_string(apart.beside.number)}};
}

void show_both(html::Page& page, const Context& context, const Apart& apart)
{
    const auto when = [&](Timestamp moment) { return i18n::format_moment(context.region(), moment); };
    page.set("HEADING", apart.heading)
        .set("THEIRS", apart.beside.text)
        .set("THEIRS_BY", context.t("{1}, {2}"_de, {apart.beside_by, when(apart.beside.written_at)}))
        .show_if(apart.text.text.empty(), "NOTHING_YET");
    if (!apart.text.text.empty())
        page.add("OURS")
            .set("OURS_TEXT", apart.text.text)
            .set("OURS_BY", context.t("{1}, {2}"_de, {apart.text_by, when(apart.text.written_at)}));
}

http::Response apart_page(const Context& context, const Apart& apart, FormValues values,
                          const std::vector<FieldError>& errors = {},
                          const std::optional<Error>& refused = {})
{
    const auto seen = what_was_seen(apart);
    for (const auto& [name, value] : seen)
        values.set(name, value);
    html::Page page;
    show_both(page, context, apart);
    web::show_refused(page, context, refused);
    auto whole = seen;
    whole.emplace_back("text", apart.beside.text);
    const auto path = path_here(apart.meeting, apart.beside.id);
    page.set("FORM", web::draw_form(context,
                                    {.action = path,
                                     .pattern = desk_pattern(beside_end),
                                     .submit = context.t("So zusammenführen"_de),
                                     .cancel = desk_path(apart.meeting)},
                                    fields_of(context), values, errors))
        .set("TAKE", web::draw_button(context,
                                      {.action = path,
                                       .pattern = desk_pattern(beside_end),
                                       .submit = context.t("Nur diesen Text übernehmen"_de)},
                                      whole))
        .set("DROP", web::draw_button(context,
                                      {.action = path_here(apart.meeting, apart.beside.id, "/verwerfen"),
                                       .pattern = desk_pattern(drop_end),
                                       .submit = context.t("Diesen Text verwerfen"_de)},
                                      seen));
    auto crumbs = crumbs_of(context, apart.meeting);
    crumbs.push_back({context.t("Protokoll schreiben"_de), desk_path(apart.meeting)});
    const int status = web::form_status(errors, refused);
    return web::page(
        context,
        {.title = context.t("Zwei Texte zusammenführen"_de), .crumbs = std::move(crumbs), .index = false},
        context.render("minutes_apart", page), status);
}

Result<http::Response> show_apart(Context& context)
{
    const auto both = TRY(context.pool().read([&](db::Reader& reader) { return apart(context, reader); }));
    return apart_page(context, both, to_begin_with(both));
}

Seen seen_from(const Context& context, const FormValues& values)
{
    return {.beside = BesideId{context.parameter("beside")},
            .version = values.number("fassung").value_or(-1),
            .number = values.number("nummer").value_or(-1)};
}

// What was typed stays: sent once more, it counts.
Result<http::Response> again(const Context& context, const Error& refused, const FormValues& typed)
{
    const auto now = TRY(context.pool().read([&](db::Reader& reader) { return apart(context, reader); }));
    return apart_page(context, now, typed, {}, refused);
}

// Somebody else put it together or threw it away meanwhile.
Result<http::Response> no_longer_there(const Context& context)
{
    const auto meeting =
        TRY(context.pool().read([&](db::Reader& reader) { return own_meeting(context, reader); }));
    const std::string text(context.form.text("text"));
    if (text.empty())
        return Error{.kind = Err::missing};
    return text_not_taken(
        context, meeting,
        "Was daneben lag, ist inzwischen schon eingearbeitet oder verworfen. Schau, ob noch etwas fehlt."_de,
        text);
}

Result<http::Response> post_apart(Context& context)
{
    const auto found = context.pool().read([&](db::Reader& reader) { return apart(context, reader); });
    if (!found)
        return no_longer_there(context);
    const auto& both = *found;
    const auto sent = web::read_form(context, fields_of(context));
    if (!sent.ok())
        return apart_page(context, both, sent.values, sent.errors);
    const auto done = context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        return put_together(tx, context, TRY(own_meeting(context, tx)), seen_from(context, sent.values),
                            sent.values.text("text"));
    });
    if (!done)
        return done.error().kind == Err::missing ? no_longer_there(context)
                                                 : again(context, done.error(), sent.values);
    return web::redirect_with_notice(context, desk_path(both.meeting) + "#" + anchor_of(both.beside.item),
                                     "Zusammengeführt."_de);
}

Result<http::Response> post_drop(Context& context)
{
    const auto both = TRY(context.pool().read([&](db::Reader& reader) { return apart(context, reader); }));
    if (!web::is_sure(context))
        return web::question_page(
            context,
            {.heading = context.t("Diesen Text verwerfen?"_de),
             .what_happens = context.t(
                 "Was {1} geschrieben hat, steht dann nirgends mehr. Der Text im Protokoll bleibt."_de,
                 {both.beside_by}),
             .button = {.action = path_here(both.meeting, both.beside.id, "/verwerfen"),
                        .pattern = desk_pattern(drop_end),
                        .submit = context.t("Ja, verwerfen"_de),
                        .danger = true},
             .typed = what_was_seen(both),
             .back = path_here(both.meeting, both.beside.id),
             .crumbs = crumbs_of(context, both.meeting)});
    FormValues values;
    values.set("fassung", std::string(context.form.text("fassung")))
        .set("nummer", std::string(context.form.text("nummer")));
    const auto done = context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        return drop_beside(tx, context, TRY(own_meeting(context, tx)), seen_from(context, values));
    });
    if (!done)
        return done.error().kind == Err::missing ? done.error()
                                                 : again(context, done.error(), to_begin_with(both));
    return web::redirect_with_notice(context, desk_path(both.meeting) + "#" + anchor_of(both.beside.item),
                                     "Verworfen."_de);
}

} // namespace

void add_beside_pages(web::Site& site)
{
    const auto who = web::Access::signed_in();
    site.get(desk_pattern(beside_end), who, show_apart);
    site.post(desk_pattern(beside_end), who, post_apart, body_limit);
    site.post(desk_pattern(drop_end), who, post_drop);
}

} // namespace dorfnetz::minutes
