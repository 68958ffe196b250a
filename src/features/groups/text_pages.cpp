#include "features/groups/groups_pages.hpp"
#include "features/groups/groups_store.hpp"
#include "foundation/web/question.hpp"
#include "foundation/web/sent_back.hpp"

// Texts of a group's own, as its speakers write them.
namespace dorfnetz::groups {

namespace {

using web::Context;
using web::Field;
using web::FormValues;
using web::Input;

constexpr std::string_view new_text_end = "/seiten/neu";
constexpr std::string_view text_end = "/seiten/{seite}";
constexpr std::string_view text_remove_end = "/seiten/{seite}/loeschen";

std::vector<Field> fields_of(const Context& context)
{
    return {
        {.name = "titel", .label = context.t("Überschrift"_de), .required = true, .longest = longest_title},
        {.name = "text",
         .label = context.t("Text"_de),
         .input = Input::markdown,
         .required = true,
         .longest = longest_text},
        {.name = "fuer",
         .label = context.t("Für wen?"_de),
         .input = Input::one_of,
         .required = true,
         .choices = {{std::string(to_text(Audience::everybody)), context.t("für alle"_de)},
                     {std::string(to_text(Audience::members)), context.t("nur für die Gruppe"_de)}}},
        {.name = "fassung", .label = "", .input = Input::hidden}};
}

FormValues values_of(const GroupPageDraft& draft, std::int64_t version)
{
    FormValues values;
    values.set("titel", draft.title)
        .set("text", draft.text)
        .set("fuer", std::string(to_text(draft.audience)))
        .set("fassung", std::to_string(version));
    return values;
}

GroupPageDraft text_draft_from(const FormValues& values)
{
    return {.title = values.text("titel"),
            .text = values.text("text"),
            .audience = audience_from_text(values.text("fuer"))};
}

// A group's text by the address; without one a new text of the group.
struct Place
{
    Group group;
    std::optional<GroupPage> text = {};

    std::string path() const
    {
        return desk_path_of(group, text ? "/seiten/" + text->slug : std::string(new_text_end));
    }

    std::string pattern() const { return desk_pattern(text ? text_end : new_text_end); }
};

Result<Place> new_place(const Context& context, db::Reader& reader)
{
    return Place{.group = TRY(editable(context, reader))};
}

Result<Place> known_place(const Context& context, db::Reader& reader)
{
    Place place{.group = TRY(editable(context, reader))};
    place.text = store::page_by_slug(reader, context.network.id, place.group.id, context.parameter("seite"));
    if (!place.text)
        return Error{.kind = Err::missing};
    return place;
}

http::Response text_page(const Context& context, const Place& place, const FormValues& values,
                         const Error* error)
{
    const auto errors = error ? error->fields : std::vector<FieldError>{};
    const auto title = place.text ? place.text->draft.title : context.t("Neuer Text"_de);
    html::Page page;
    page.set("TITLE", title)
        .set("FORM", web::draw_form(context,
                                    {.action = place.path(),
                                     .pattern = place.pattern(),
                                     .submit = context.t("Speichern"_de),
                                     .cancel = desk_path_of(place.group),
                                     .keeps_draft = !place.text},
                                    fields_of(context), values, errors));
    if (error && errors.empty())
        web::show_refused(page, context, *error);
    if (place.text)
        page.add("REMOVE").set("REMOVE_BUTTON",
                               web::draw_button(context, {.action = place.path() + "/loeschen",
                                                          .pattern = desk_pattern(text_remove_end),
                                                          .submit = context.t("Text löschen"_de),
                                                          .danger = true}));
    return web::page(context, {.title = title, .crumbs = desk_crumbs(context, place.group), .index = false},
                     context.render("group_text_edit", page), error ? web::status_of(error->kind) : 200);
}

Result<http::Response> show_new_text(Context& context)
{
    const auto place =
        TRY(context.pool().read([&](db::Reader& reader) { return new_place(context, reader); }));
    return text_page(context, place, values_of(GroupPageDraft{}, 0), nullptr);
}

Result<http::Response> post_new_text(Context& context)
{
    const auto place =
        TRY(context.pool().read([&](db::Reader& reader) { return new_place(context, reader); }));
    const auto sent = web::read_form(context, fields_of(context));
    if (!sent.ok()) {
        const auto error = sent.error();
        return text_page(context, place, sent.values, &error);
    }
    const auto written = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        const auto group = TRY(editable(context, tx));
        TRY(create_page(tx, context.network.id, group.id, text_draft_from(sent.values),
                        organisations::author_of(context)));
        return Done{};
    });
    if (!written && written.error().kind != Err::invalid)
        return written.error();
    if (!written)
        return text_page(context, place, sent.values, &written.error());
    return web::redirect_with_notice(context, desk_path_of(place.group), "Der Text steht auf der Seite."_de);
}

Result<http::Response> show_known(Context& context)
{
    const auto place =
        TRY(context.pool().read([&](db::Reader& reader) { return known_place(context, reader); }));
    return text_page(context, place, values_of(place.text->draft, place.text->version), nullptr);
}

Result<http::Response> post_known(Context& context)
{
    auto sent = web::read_form(context, fields_of(context));
    const auto saved = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Place> {
        auto place = TRY(known_place(context, tx));
        if (!sent.ok())
            return sent.error();
        TRY(update_page(tx, context.network.id, *place.text, sent.values.number("fassung").value_or(-1),
                        text_draft_from(sent.values), context.now()));
        return place;
    });
    if (saved)
        return web::redirect_with_notice(context, desk_path_of(saved->group), "Gespeichert."_de);
    if (saved.error().kind == Err::missing)
        return saved.error();
    const auto now =
        TRY(context.pool().read([&](db::Reader& reader) { return known_place(context, reader); }));
    // What was typed stays; sent once more, it counts.
    sent.values.set("fassung", std::to_string(now.text->version));
    return text_page(context, now, sent.values, &saved.error());
}

Result<Done> remove_text_here(const Context& context, db::Tx& tx)
{
    const auto place = TRY(known_place(context, tx));
    remove_page(tx, context.network.id, *place.text);
    return Done{};
}

Result<http::Response> post_remove_text(Context& context)
{
    const auto place =
        TRY(context.pool().read([&](db::Reader& reader) { return known_place(context, reader); }));
    if (!web::is_sure(context))
        return web::question_page(
            context, {.heading = context.t("Text löschen?"_de),
                      .what_happens = context.t("„{1}“ ist dann weg."_de, {place.text->draft.title}),
                      .button = {.action = place.path() + "/loeschen",
                                 .pattern = desk_pattern(text_remove_end),
                                 .submit = context.t("Ja, löschen"_de),
                                 .danger = true},
                      .back = place.path(),
                      .crumbs = desk_crumbs(context, place.group)});
    TRY(context.pool().write(context.scope(), [&](db::Tx& tx) { return remove_text_here(context, tx); }));
    return web::redirect_with_notice(context, desk_path_of(place.group), "Der Text ist gelöscht."_de);
}

} // namespace

void add_text_pages(web::Site& site)
{
    const auto anybody = web::Access::signed_in();
    site.get(desk_pattern(new_text_end), anybody, show_new_text, desk_example_of(std::string(new_text_end)));
    site.post(desk_pattern(new_text_end), anybody, post_new_text);
    site.get(desk_pattern(text_end), anybody, show_known,
             [](db::Reader& reader, const web::Network& network) -> std::vector<std::string> {
                 for (const auto& group : groups_of(reader, network.id))
                     for (const auto& text : store::pages_of(reader, network.id, group.id))
                         return {desk_path_of(group, "/seiten/" + text.slug)};
                 return {};
             });
    site.post(desk_pattern(text_end), anybody, post_known);
    site.post(desk_pattern(text_remove_end), anybody, post_remove_text);
}

} // namespace dorfnetz::groups
