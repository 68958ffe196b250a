#include "features/pictures/pages.hpp"

#include "features/pictures/pictures_store.hpp"
#include "foundation/core/text.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/page.hpp"

#include <fmt/format.h>

namespace dorfnetz::pictures {

namespace {

using web::Context;
using web::Field;
using web::FormValues;
using web::Input;

constexpr std::uint64_t picture_upload_limit = 16 * 1024 * 1024; // bytes: the picture and the words

std::vector<Field> word_fields(const Context& context)
{
    return {{.name = "alt_de",
             .label = context.t("Was ist zu sehen?"_de),
             .help = context.t("Für alle, die das Bild nicht sehen. Ein Satz reicht."_de)},
            {.name = "alt_en", .label = context.t("Dasselbe auf Englisch"_de)},
            {.name = "schmuck",
             .label = context.t("Nur Schmuck: Das Bild sagt nichts, was nicht im Text steht."_de),
             .input = Input::yes},
            {.name = "urheber", .label = context.t("Wer hat es gemacht?"_de)},
            {.name = "lizenz",
             .label = context.t("Lizenz"_de),
             .help = context.t("Zum Beispiel CC BY 4.0, oder: mit Erlaubnis."_de)}};
}

std::vector<Field> upload_fields(const Context& context)
{
    auto fields = word_fields(context);
    fields.insert(fields.begin(), Field{.name = "bild",
                                        .label = context.t("Bild"_de),
                                        .input = Input::file,
                                        .required = true,
                                        .help = context.t("JPEG, PNG oder WebP, höchstens 15 MB."_de),
                                        .accept = "image/jpeg,image/png,image/webp"});
    return fields;
}

Words words_from(const FormValues& values)
{
    return {.alt_de = values.text("alt_de"),
            .alt_en = values.text("alt_en"),
            .decorative = values.text("schmuck") == "1",
            .credit = values.text("urheber"),
            .licence = values.text("lizenz")};
}

FormValues values_of(const Words& words)
{
    FormValues values;
    values.set("alt_de", words.alt_de)
        .set("alt_en", words.alt_en)
        .set("schmuck", words.decorative ? "1" : "")
        .set("urheber", words.credit)
        .set("lizenz", words.licence);
    return values;
}

std::string label_of(const Context& context, const Picture& picture)
{
    const auto alt = picture.alt(context.language);
    return alt.empty() ? context.t("Nur Schmuck"_de) : alt;
}

http::Response pictures_page(const Context& context, const FormValues& values,
                             const std::vector<FieldError>& errors, int status = 200)
{
    const auto pictures =
        context.pool().read([&](db::Reader& reader) { return all_pictures(reader, context.network.id); });
    html::Page page;
    page.set("FORM",
             web::draw_form(context, {.action = "/redaktion/bilder", .submit = context.t("Hochladen"_de)},
                            upload_fields(context), values, errors));
    if (pictures.empty())
        page.show("NOTHING");
    else {
        auto list = page.add("LIST");
        for (const auto& picture : pictures)
            list.add("ITEM")
                .set("EDIT_URL", context.url("/redaktion/bilder/" + picture.key))
                .set("PICTURE_URL", picture_url(picture.key, 400))
                .set("LABEL", label_of(context, picture))
                .set("CREDIT", picture.words.credit);
    }
    return web::page(context,
                     {.title = context.t("Bilder"_de),
                      .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"}},
                      .index = false},
                     context.render("picture_list", page), status);
}

Result<http::Response> show_pictures(Context& context)
{
    return pictures_page(context, {}, {});
}

Result<http::Response> upload_picture(Context& context)
{
    auto sent = web::read_form(context, upload_fields(context));
    const auto* file = context.form.upload("bild");
    if (file == nullptr || file->content.empty())
        sent.errors.push_back({"bild", "Wähle eine Datei aus."_de});
    if (!sent.ok())
        return pictures_page(context, sent.values, sent.errors, web::status_of(Err::invalid));
    const auto added = add_picture(context.environment, context.network.id, file->content,
                                   words_from(sent.values), context.actor.user.text());
    if (!added) {
        auto errors = added.error().fields;
        if (errors.empty())
            errors.push_back({"bild", added.error().text, added.error().values});
        return pictures_page(context, sent.values, errors, web::status_of(added.error().kind));
    }
    return web::redirect_with_notice(context, "/redaktion/bilder/" + *added, "Das Bild ist da."_de);
}

std::optional<Picture> picture_of(const Context& context)
{
    return context.pool().read([&](db::Reader& reader) {
        return picture_by_key(reader, context.network.id, context.parameter("key"));
    });
}

http::Response picture_page(const Context& context, const Picture& picture, FormValues values,
                            const std::vector<FieldError>& errors, int status = 200)
{
    auto fields = word_fields(context);
    fields.push_back({.name = "fassung", .label = {}, .input = Input::hidden});
    values.set("fassung", std::to_string(picture.version));
    const auto action = "/redaktion/bilder/" + picture.key;
    html::Page page;
    page.set("HEADING", label_of(context, picture))
        .set("PICTURE_URL", picture_url(picture.key, 800))
        .set("ALT", picture.alt(context.language))
        .set("WIDTH", picture.width)
        .set("HEIGHT", picture.height)
        .set("MARKDOWN",
             fmt::format("![{}]({})", picture.alt(i18n::Language::de), picture_url(picture.key, 800).text()))
        .set("FORM", web::draw_form(context,
                                    {.action = action,
                                     .pattern = "/redaktion/bilder/{key}",
                                     .submit = context.t("Speichern"_de),
                                     .cancel = "/redaktion/bilder"},
                                    fields, values, errors))
        .set("DELETE", web::draw_button(context, {.action = action + "/loeschen",
                                                  .pattern = "/redaktion/bilder/{key}/loeschen",
                                                  .submit = context.t("Ja, Bild löschen"_de),
                                                  .danger = true}));
    return web::page(context,
                     {.title = label_of(context, picture),
                      .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"},
                                 {context.t("Bilder"_de), "/redaktion/bilder"}},
                      .index = false},
                     context.render("picture_edit", page), status);
}

Result<http::Response> show_words(Context& context)
{
    const auto picture = picture_of(context);
    if (!picture)
        return Error{.kind = Err::missing};
    return picture_page(context, *picture, values_of(picture->words), {});
}

Result<http::Response> save_words(Context& context)
{
    auto picture = picture_of(context);
    if (!picture)
        return Error{.kind = Err::missing};
    auto fields = word_fields(context);
    fields.push_back({.name = "fassung", .label = {}, .input = Input::hidden});
    auto sent = web::read_form(context, fields);
    const auto words = words_from(sent.values);
    if (!words.decorative && words.alt_de.empty())
        sent.errors.push_back({"alt_de", "Schreib, was zu sehen ist, oder kreuze „nur Schmuck“ an."_de});
    if (!sent.ok())
        return picture_page(context, *picture, sent.values, sent.errors, web::status_of(Err::invalid));
    auto changed = *picture;
    changed.words = words;
    changed.version = sent.values.number("fassung").value_or(0);
    const auto saved = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        if (!update_words(tx, context.network.id, changed))
            return Error{.kind = Err::stale};
        return Done{};
    });
    if (!saved)
        return picture_page(
            context, *picture, sent.values,
            {{"alt_de", "Jemand hat inzwischen etwas anderes gespeichert. Schau noch einmal hin."_de}},
            web::status_of(Err::stale));
    return web::redirect_with_notice(context, "/redaktion/bilder", "Gespeichert."_de);
}

Result<http::Response> remove_picture(Context& context)
{
    TRY(context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        if (!delete_picture(tx, context.network.id, context.parameter("key")))
            return Error{.kind = Err::missing};
        return Done{};
    }));
    return web::redirect_with_notice(context, "/redaktion/bilder", "Das Bild ist gelöscht."_de);
}

} // namespace

void register_picture_editing(web::Site& site)
{
    using web::Access;
    site.get("/redaktion/bilder", Access::coordinator(), show_pictures);
    site.post("/redaktion/bilder", Access::coordinator(), upload_picture, picture_upload_limit);
    site.get("/redaktion/bilder/{key}", Access::coordinator(), show_words);
    site.post("/redaktion/bilder/{key}", Access::coordinator(), save_words);
    site.post("/redaktion/bilder/{key}/loeschen", Access::coordinator(), remove_picture);
}

} // namespace dorfnetz::pictures
