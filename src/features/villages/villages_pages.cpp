#include "features/villages/villages_pages.hpp"

#include "accounts/policy.hpp"
#include "features/pictures/api.hpp"
#include "features/villages/villages_service.hpp"
#include "features/villages/villages_store.hpp"
#include "foundation/core/text.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/page.hpp"
#include "foundation/web/share.hpp"
#include "foundation/web/site.hpp"

#include <fmt/format.h>

namespace dorfnetz::villages {

namespace {

using web::Field;
using web::FormValues;
using web::Input;

std::string structured_data(const web::Context& context, const Village& village)
{
    std::string geo;
    if (village.latitude && village.longitude)
        geo = fmt::format(R"(,"geo":{{"@type":"GeoCoordinates","latitude":{:.4f},"longitude":{:.4f}}})",
                          *village.latitude, *village.longitude);
    return fmt::format(R"({{"@context":"https://schema.org","@type":"Place","name":{},"url":{}{}}})",
                       html::json_text(village.name),
                       html::json_text(context.absolute_url("/doerfer/" + village.slug)), geo);
}

std::string people_text(const web::Context& context, const Village& village)
{
    auto text =
        i18n::translate_count(context.language, "ein Mensch"_de, "{1} Menschen"_de, *village.population);
    if (village.population_on)
        text += fmt::format(" ({})", static_cast<int>(village.population_on->year()));
    return text;
}

web::Shared shared_page(const web::Context& context, const Village& village)
{
    return {.title = village.name,
            .path = "/doerfer/" + village.slug,
            .lead = village.description(context.language)};
}

bool may_edit(const web::Context& context, const Village& village)
{
    return accounts::may(
        context.actor, accounts::Right::edit_village,
        {.kind = accounts::SubjectKind::village, .id = village.id.text(), .villages = {village.id.text()}});
}

// What one may not edit is not there for them.
Result<Village> editable_village(const web::Context& context, db::Reader& reader)
{
    auto village = village_by_slug(reader, context.network.id, context.parameter("slug"));
    if (!village || !village->in_network || !may_edit(context, *village))
        return Error{.kind = Err::missing};
    return *std::move(village);
}

Result<Village> editable_village(const web::Context& context)
{
    return context.pool().read([&](db::Reader& reader) { return editable_village(context, reader); });
}

// Above the page: its picture with what is said about it, or its fields.
void show_banner(html::Page& page, const web::Context& context, db::Reader& reader, const Village& village)
{
    const auto picture = village.picture.empty()
                             ? std::nullopt
                             : pictures::picture_by_key(reader, context.network.id, village.picture);
    if (!picture) {
        page.add("DRAWN").set("PATTERN", field_pattern(village.slug, 1200, 190));
        return;
    }
    auto banner = page.add("PICTURE");
    banner.set("PICTURE_URL", pictures::picture_url(picture->key, 1600))
        .set("ALT", picture->alt(context.language));
    if (const auto credit = picture->words.credit_line(); !credit.empty())
        banner.add("CREDIT").set("CREDIT_TEXT", context.t("Bild: {1}"_de, {credit}));
}

std::vector<Field> fields(const web::Context& context)
{
    return {{.name = "beschreibung",
             .label = context.t("Beschreibung"_de),
             .input = Input::long_text,
             .required = true,
             .longest = 600},
            {.name = "beschreibung_en",
             .label = context.t("Beschreibung auf Englisch"_de),
             .input = Input::long_text,
             .longest = 600},
            {.name = "menschen",
             .label = context.t("Wie viele Menschen wohnen hier?"_de),
             .input = Input::number,
             .most = 100'000},
            {.name = "stand", .label = context.t("Stand der Zahl"_de), .input = Input::date},
            {.name = "fassung", .label = {}, .input = Input::hidden}};
}

FormValues values_of(const Village& village)
{
    FormValues values;
    values.set("beschreibung", village.description_de)
        .set("beschreibung_en", village.description_en)
        .set("menschen", village.population ? std::to_string(*village.population) : "")
        .set("stand", village.population_on ? to_iso(*village.population_on) : "")
        .set("fassung", std::to_string(village.version));
    return values;
}

http::Response form_page(const web::Context& context, const Village& village, const FormValues& values,
                         const std::vector<FieldError>& errors, int status = 200)
{
    html::Page page;
    page.set("HEADING", context.t("{1} bearbeiten"_de, {village.name}))
        .set("FORM", web::draw_form(context,
                                    {.action = "/redaktion/doerfer/" + village.slug,
                                     .pattern = "/redaktion/doerfer/{slug}",
                                     .submit = context.t("Speichern"_de),
                                     .cancel = "/doerfer/" + village.slug},
                                    fields(context), values, errors));
    return web::page(context,
                     {.title = village.name,
                      .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"},
                                 {context.t("Dörfer"_de), "/redaktion/doerfer"}},
                      .index = false},
                     context.render("village_edit", page), status);
}

} // namespace

Result<http::Response> show_village(web::Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto village = village_by_slug(reader, context.network.id, context.parameter("slug"));
        if (!village || !village->in_network)
            return Error{.kind = Err::missing};
        const auto& id = village->id.text();
        html::Page page;
        show_banner(page, context, reader, *village);
        page.set("LIST_URL", context.url("/doerfer"))
            .set("NAME", village->name)
            .set("DESCRIPTION", village->description(context.language))
            .set("DESCRIPTION_LANGUAGE", i18n::code(village->description_language(context.language)))
            .set("JOIN_URL", context.url("/mitmachen/eintragen?dorf=" + village->slug))
            .set("JOIN_TEXT", context.t("In {1} mithelfen"_de, {village->name}))
            .set("JOIN_ICON", web::icon("join"))
            .set("PAPER_URL", context.url("/mitmachen/papier?dorf=" + village->slug))
            .set("PRINT_ICON", web::icon("print"))
            .set("SIDE", context.site.parts(side_parts, context, reader, id))
            .set("FOOT", context.site.parts(foot_parts, context, reader, id))
            .set("SHARE", web::share_row(context, shared_page(context, *village)))
            .set("PARTS", context.site.parts(page_parts, context, reader, id));
        if (village->population)
            page.add("PEOPLE").set("PEOPLE_TEXT", people_text(context, *village));
        if (may_edit(context, *village))
            page.add("EDIT")
                .set("EDIT_URL", context.url("/redaktion/doerfer/" + village->slug))
                .set("EDIT_ICON", web::icon("edit"))
                .set("PICTURE_EDIT_URL", context.url("/redaktion/doerfer/" + village->slug + "/bild"));
        auto response = web::page(context,
                                  {.title = village->name,
                                   .description = village->description(context.language),
                                   .structured_data = html::json_ld(structured_data(context, *village))},
                                  context.render("village_show", page));
        allow_real_map(response, context.network);
        return response;
    });
}

Result<http::Response> show_village_poster(web::Context& context)
{
    const auto village = context.pool().read([&](db::Reader& reader) {
        return village_by_slug(reader, context.network.id, context.parameter("slug"));
    });
    if (!village || !village->in_network)
        return Error{.kind = Err::missing};
    return web::poster_page(context, shared_page(context, *village), {{context.t("Dörfer"_de), "/doerfer"}});
}

Result<http::Response> show_village_form(web::Context& context)
{
    const auto village = TRY(editable_village(context));
    return form_page(context, village, values_of(village), {});
}

Result<http::Response> save_village_form(web::Context& context)
{
    auto village = TRY(editable_village(context));
    const auto sent = web::read_form(context, fields(context));
    if (!sent.ok())
        return form_page(context, village, sent.values, sent.errors, 422);
    village.description_de = sent.values.text("beschreibung");
    village.description_en = sent.values.text("beschreibung_en");
    village.population = sent.values.number("menschen");
    village.population_on = sent.values.date("stand");
    village.version = sent.values.number("fassung").value_or(0);
    const auto saved = describe(context, village);
    if (!saved && saved.error().kind == Err::stale) {
        // The newer version counts from here on, what was typed stays in the fields.
        auto newer = TRY(editable_village(context));
        auto values = sent.values;
        values.set("fassung", std::to_string(newer.version));
        return form_page(context, newer, values,
                         {{"beschreibung",
                           "Jemand anders hat inzwischen gespeichert: „{1}“ Schau, was gelten soll."_de,
                           {newer.description_de}}},
                         409);
    }
    if (!saved)
        return saved.error();
    return web::redirect_with_notice(context, "/doerfer/" + village.slug, "Gespeichert."_de);
}

void add_picture_pages(web::Site& site)
{
    pictures::add_album(
        site,
        {.pattern = "/redaktion/doerfer/{slug}/bild",
         .access = web::Access::village_editors(),
         .heading = "Bild des Dorfes"_de,
         .help = "Es steht oben auf der Seite des Dorfes und in der Liste der Dörfer. Am besten im "
                 "Querformat, mit etwas Himmel."_de,
         .subject = [](const web::Context& context, db::Reader& reader) -> Result<pictures::AlbumSubject> {
             const auto village = TRY(editable_village(context, reader));
             return pictures::AlbumSubject{
                 .album = "village:" + village.id.text(),
                 .name = village.name,
                 .path = "/redaktion/doerfer/" + village.slug + "/bild",
                 .crumbs = {{context.t("Dörfer"_de), "/doerfer"}, {village.name, "/doerfer/" + village.slug}},
                 .back = "/doerfer/" + village.slug};
         },
         .changed = [](const web::Context& context, db::Tx& tx, pictures::AlbumChange,
                       const std::string& newest) -> Result<Done> {
             const auto village = TRY(editable_village(context, tx));
             update_picture(tx, context.network.id, village.id, newest);
             return Done{};
         }});
}

} // namespace dorfnetz::villages
