#include "features/meetings/meeting_form.hpp"
#include "features/meetings/meetings_service.hpp"
#include "foundation/web/question.hpp"

#include <algorithm>

// A new meeting, and what is said about one that is there.
namespace dorfnetz::meetings {

namespace {

using web::Context;
using web::Field;
using web::FormValues;
using web::Input;

constexpr std::string_view details_end = "/angaben";

// ---- New ----

struct NewGround
{
    FormGround form;
    std::optional<lineage::Origin> origin = {}; // what the meeting comes from
};

Result<NewGround> ground_of_new(const Context& context)
{
    auto ground = context.pool().read([&](db::Reader& reader) {
        return NewGround{.form = form_ground(context, reader), .origin = lineage::origin_of(context, reader)};
    });
    if (ground.form.kinds.empty())
        return Error{.kind = Err::missing};
    return ground;
}

FormPage new_page(const Context& context, const NewGround& ground)
{
    auto fields = fields_of_form(context, ground.form);
    auto values = values_of({.audience = rules_of(context.network).audience});
    const auto& kinds = ground.form.kinds;
    const auto asked_for = std::ranges::find(kinds, context.query.text("art"), &web::Choice::value);
    values.set("art", (asked_for == kinds.end() ? kinds.front() : *asked_for).value);
    lineage::carry(ground.origin, fields, values);
    return {.heading = context.t("Neues Treffen"_de),
            .lead = context.t("Eingeladen wird erst, wenn du es sagst."_de),
            .settings = {.action = std::string(new_path),
                         .submit = context.t("Weiter"_de),
                         .cancel = std::string(desk_path),
                         .keeps_draft = true},
            .fields = std::move(fields),
            .values = std::move(values),
            .crumbs = crumbs_of(context),
            .above = lineage::draw(ground.origin)};
}

Result<http::Response> show_new(Context& context)
{
    const auto ground = TRY(ground_of_new(context));
    return form_page(context, new_page(context, ground));
}

// A meeting may be recorded afterwards; more often the year is wrong.
http::Response ask_about_the_past(const Context& context, const FormPage& page)
{
    std::vector<std::pair<std::string, std::string>> typed;
    for (const auto& field : page.fields)
        typed.emplace_back(field.name, page.values.text(field.name));
    return web::question_page(
        context, {.heading = context.t("Ein Treffen nachtragen?"_de),
                  .what_happens = context.t("Der Tag, den du eingetragen hast, ist schon vorbei."_de),
                  .button = {.action = std::string(new_path), .submit = context.t("Ja, nachtragen"_de)},
                  .typed = std::move(typed),
                  .back = std::string(new_path),
                  .crumbs = crumbs_of(context)});
}

Result<http::Response> post_new(Context& context)
{
    const auto ground = TRY(ground_of_new(context));
    auto page = new_page(context, ground);
    auto sent = web::read_form(context, page.fields);
    const auto draft = draft_from(sent.values, {}, sent.errors);
    page.values = sent.values;
    page.errors = sent.errors;
    if (!sent.ok())
        return form_page(context, page);
    if (draft.when && calendar::date_of(draft.when->begin) < context.today() && !web::is_sure(context))
        return ask_about_the_past(context, page);
    const auto created = context.pool().write(context.scope(), [&](db::Tx& tx) {
        auto id = create(tx, context, draft);
        if (id)
            lineage::link(tx, context.network.id, ground.origin, lineage_record(*id), context.now());
        return id;
    });
    if (!created)
        return refused_page(context, std::move(page), created.error());
    return web::redirect_with_notice(
        context, std::string(desk_path) + '/' + created->text(),
        "Gespeichert. Schreib jetzt auf, worum es gehen soll: die Tagesordnung."_de);
}

// ---- There already ----

struct Edited
{
    Meeting meeting;
    FormGround ground;
};

Result<Edited> edited(const Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<Edited> {
        auto meeting = TRY(meeting_for(context, reader, Needs::leading));
        auto ground = form_ground(context, reader, &meeting);
        return Edited{std::move(meeting), std::move(ground)};
    });
}

FormPage details_page(const Context& context, const Edited& edited)
{
    auto fields = fields_of_form(context, edited.ground);
    fields.push_back({.name = "version", .label = "", .input = Input::hidden});
    auto values = values_of(edited.meeting.draft);
    values.set("version", std::to_string(edited.meeting.version));
    return {
        .heading = context.t("Angaben zum Treffen"_de),
        .lead =
            edited.meeting.state == State::invited
                ? context.t(
                      "Ihr habt schon eingeladen. Änderst du Tag, Zeit oder Ort, bekommen alle eine Mail."_de)
                : std::string(),
        .settings = {.action = path_on_desk(edited.meeting, details_end),
                     .pattern = desk_pattern(details_end),
                     .submit = context.t("Speichern"_de),
                     .cancel = desk_path_of(edited.meeting)},
        .fields = std::move(fields),
        .values = std::move(values),
        .crumbs = crumbs_of(context, edited.meeting)};
}

// As somebody reads it who chose, or typed it.
std::string in_words(const Context& context, const Field& field, const std::string& value)
{
    if (value.empty() && field.input != Input::one_of)
        return {};
    for (const auto& choice : field.choices)
        if (choice.value == value)
            return choice.label;
    if (const auto day = field.input == Input::date ? date_from_iso(value) : std::nullopt)
        return i18n::format_date(context.region(), *day, i18n::DateStyle::weekday);
    return value;
}

// Each field in which the record and what was typed differ says what stands there now.
void show_what_is_there(const Context& context, FormPage& page, const web::FormValues& now)
{
    for (auto& field : page.fields) {
        if (field.input == Input::hidden || field.input == Input::heading ||
            now.text(field.name) == page.values.text(field.name))
            continue;
        const auto words = in_words(context, field, now.text(field.name));
        field.help = words.empty() ? context.t("Jetzt steht dort nichts."_de)
                                   : context.t("Jetzt steht dort: „{1}“"_de, {words});
    }
}

Result<http::Response> show_details(Context& context)
{
    const auto found = TRY(edited(context));
    return form_page(context, details_page(context, found));
}

Result<http::Response> post_details(Context& context)
{
    const auto found = TRY(edited(context));
    auto page = details_page(context, found);
    auto sent = web::read_form(context, page.fields);
    const auto draft = draft_from(sent.values, found.meeting.draft, sent.errors);
    page.values = sent.values;
    page.errors = sent.errors;
    if (!sent.ok())
        return form_page(context, page);
    const auto version = sent.values.number("version").value_or(0);
    const auto saved = write_for(context, Needs::leading, [&](db::Tx& tx, const Meeting& meeting) {
        return update(tx, context, meeting.id, version, draft);
    });
    if (saved)
        return web::redirect_with_notice(context, desk_path_of(found.meeting), "Gespeichert."_de);
    if (saved.error().kind == Err::missing)
        return saved.error();
    // Sent once more, what was typed counts; what it would write over stands beside it.
    if (saved.error().kind == Err::stale) {
        const auto now = TRY(edited(context)).meeting;
        show_what_is_there(context, page, values_of(now.draft));
        page.values.set("version", std::to_string(now.version));
    }
    return refused_page(context, std::move(page), saved.error());
}

} // namespace

void add_edit_pages(web::Site& site)
{
    const auto access = web::Access::signed_in();
    site.get(std::string(new_path), access, show_new);
    site.post(std::string(new_path), access, post_new);
    site.get(desk_pattern(details_end), access, show_details, some_meeting(std::string(details_end)));
    site.post(desk_pattern(details_end), access, post_details);
}

} // namespace dorfnetz::meetings
