#include "features/pictures/pages.hpp"
#include "features/pictures/pictures_store.hpp"
#include "foundation/core/text.hpp"
#include "foundation/web/form.hpp"

#include <fmt/format.h>
#include <memory>

namespace dorfnetz::pictures {

namespace {

using web::Context;
using web::Field;
using web::FormValues;
using web::Input;

constexpr std::uint64_t picture_upload_limit = 16 * 1024 * 1024; // bytes: the picture and the words

std::vector<Field> word_fields(const Context& context, const Album& album)
{
    return {{.name = "alt_de",
             .label = context.t("Was ist zu sehen?"_de),
             .help = context.t("Für alle, die das Bild nicht sehen. Ein Satz reicht."_de),
             .mark_optional = false}, // needed unless it is decoration
            {.name = "alt_en", .label = context.t("Dasselbe auf Englisch"_de)},
            {.name = "schmuck",
             .label = context.t("Nur Schmuck: Das Bild sagt nichts, was nicht im Text steht."_de),
             .input = Input::yes},
            {.name = "urheber",
             .label = context.t("Wer hat es gemacht?"_de),
             .required = album.use == Album::Use::shown_by_itself},
            {.name = "lizenz",
             .label = context.t("Lizenz"_de),
             .help = context.t("Zum Beispiel CC BY 4.0, oder: mit Erlaubnis."_de)}};
}

std::vector<Field> changed_word_fields(const Context& context, const Album& album)
{
    auto fields = word_fields(context, album);
    fields.push_back({.name = "fassung", .label = {}, .input = Input::hidden});
    return fields;
}

// What is needed stands above; the rest is folded away, all of it where the name of a thing says enough.
std::vector<Field> upload_fields(const Context& context, const Album& album)
{
    std::vector<Field> fields{{.name = "bild",
                               .label = context.t("Bild"_de),
                               .input = Input::file,
                               .required = true,
                               .help = context.t("JPEG, PNG, WebP oder HEIC, höchstens 15 MB."_de),
                               .accept = "image/jpeg,image/png,image/webp,image/heic,image/heif"}};
    const Field may_be_shown{.name = "erlaubt",
                             .label = context.t(album.use == Album::Use::as_logo
                                                    ? "Wir dürfen dieses Zeichen zeigen."_de
                                                    : "Wir dürfen dieses Bild zeigen. Wer darauf zu erkennen "
                                                      "ist, ist einverstanden."_de),
                             .input = Input::yes,
                             .required = true};
    const auto words = word_fields(context, album);
    if (album.use == Album::Use::of_thing) {
        fields.push_back(may_be_shown);
        fields.push_back({.name = "mehr",
                          .label = context.t("Was zu sehen ist, wer es gemacht hat, Lizenz"_de),
                          .input = Input::fold});
        fields.insert(fields.end(), words.begin(), words.end());
        fields[3].help = context.t("Für alle, die das Bild nicht sehen. Ohne das steht dort der Name."_de);
        return fields;
    }
    fields.insert(fields.end(), words.begin(), words.end());
    if (album.use != Album::Use::in_texts)
        fields.push_back(may_be_shown);
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

std::string heading_of(const Context& context, const Album& album, const AlbumSubject& subject)
{
    const auto heading = context.t(album.heading);
    return subject.name.empty() ? heading : heading + ": " + subject.name;
}

struct Typed
{
    FormValues values = {};
    std::vector<FieldError> errors = {};
    int status = 200;
};

// ---- The album ----

void show_upload(html::Page& page, const Context& context, const Album& album, const AlbumSubject& subject,
                 const std::vector<Picture>& pictures, const Typed& typed)
{
    const bool replaces = album.most == 1 && !pictures.empty();
    if (!replaces && pictures.size() >= album.most) {
        page.add("FULL").set("MOST", album.most);
        return;
    }
    page.add("UPLOAD")
        .set("UPLOAD_HEADING",
             context.t(replaces ? "Ein anderes Bild an seine Stelle"_de : "Bild hochladen"_de))
        .set("FORM",
             web::draw_form(
                 context,
                 {.action = subject.path, .pattern = album.pattern, .submit = context.t("Hochladen"_de)},
                 upload_fields(context, album), typed.values, typed.errors));
}

http::Response album_page(const Context& context, const Album& album, const AlbumSubject& subject,
                          const Typed& typed)
{
    const auto pictures = context.pool().read(
        [&](db::Reader& reader) { return pictures_of(reader, context.network.id, subject.album); });
    html::Page page;
    page.set("HEADING", heading_of(context, album, subject)).set("HELP", context.t(album.help));
    show_upload(page, context, album, subject, pictures, typed);
    if (subject.back)
        page.add("BACK").set("BACK_URL", context.url(*subject.back));
    if (pictures.empty())
        page.show("NOTHING");
    else {
        auto list = page.add("LIST");
        list.show_if(album.most > 1, "SEVERAL");
        for (const auto& picture : pictures)
            list.add("ITEM")
                .set("EDIT_URL", context.url(subject.path + '/' + picture.key))
                .set("PICTURE_URL", picture_url(picture.key, 400))
                .set("LABEL", label_of(context, picture))
                .set("CREDIT", picture.words.credit);
    }
    return web::page(context,
                     {.title = heading_of(context, album, subject), .crumbs = subject.crumbs, .index = false},
                     context.render("album", page), typed.status);
}

Result<AlbumSubject> subject_of(const Context& context, const Album& album)
{
    return context.pool().read([&](db::Reader& reader) { return album.subject(context, reader); });
}

Result<http::Response> show_album(const Context& context, const Album& album)
{
    return album_page(context, album, TRY(subject_of(context, album)), {});
}

// A new picture takes the place of an only one; a full album takes none.
Result<Done> settle(const Context& context, db::Tx& tx, const Album& album, const std::string& added)
{
    const auto subject = TRY(album.subject(context, tx));
    const auto pictures = pictures_of(tx, context.network.id, subject.album);
    if (album.most == 1) {
        for (const auto& picture : pictures)
            if (picture.key != added)
                delete_picture(tx, context.network.id, picture.key, context.now());
    } else if (pictures.size() > album.most) {
        return Error{.kind = Err::conflict,
                     .text = "Mehr Bilder passen hier nicht hin. Entferne zuerst eines."_de};
    }
    return album.changed ? album.changed(context, tx, AlbumChange::added, added) : Done{};
}

Result<http::Response> upload(const Context& context, const Album& album)
{
    const auto subject = TRY(subject_of(context, album));
    auto sent = web::read_form(context, upload_fields(context, album));
    const auto* file = context.form.upload("bild");
    // The field's own check cannot see the file; what it says of the empty text is said better here.
    std::erase_if(sent.errors, [](const FieldError& error) { return error.field == "bild"; });
    if (file == nullptr || file->content.empty())
        sent.errors.insert(sent.errors.begin(), {"bild", "Wähle eine Datei aus."_de});
    if (!sent.ok())
        return album_page(context, album, subject, {sent.values, sent.errors, web::status_of(Err::invalid)});
    auto words = words_from(sent.values);
    if (album.use == Album::Use::of_thing && words.alt_de.empty() && !words.decorative)
        words.alt_de = subject.name;
    const auto added =
        add_picture(context.environment, context.network.id,
                    {.bytes = file->content,
                     .words = std::move(words),
                     .album = subject.album,
                     .user = context.actor.user.text()},
                    [&](db::Tx& tx, const std::string& key) { return settle(context, tx, album, key); });
    if (!added) {
        auto errors = added.error().fields;
        if (errors.empty())
            errors.push_back({"bild", added.error().text, added.error().values});
        return album_page(context, album, subject, {sent.values, errors, web::status_of(added.error().kind)});
    }
    return web::redirect_with_notice(
        context, album.use == Album::Use::in_texts ? subject.path + '/' + *added : subject.path,
        "Das Bild ist da."_de);
}

// ---- One picture of it ----

struct Chosen
{
    AlbumSubject subject;
    Picture picture;
};

Result<Chosen> chosen(const Context& context, const Album& album, db::Reader& reader)
{
    auto subject = TRY(album.subject(context, reader));
    auto picture = picture_by_key(reader, context.network.id, context.parameter("key"));
    if (!picture || picture->album != subject.album)
        return Error{.kind = Err::missing};
    return Chosen{std::move(subject), *std::move(picture)};
}

Result<Chosen> chosen(const Context& context, const Album& album)
{
    return context.pool().read([&](db::Reader& reader) { return chosen(context, album, reader); });
}

http::Response picture_page(const Context& context, const Album& album, const Chosen& shown, Typed typed)
{
    const auto& [subject, picture] = shown;
    typed.values.set("fassung", std::to_string(picture.version));
    const auto path = subject.path + '/' + picture.key;
    html::Page page;
    page.set("HEADING", label_of(context, picture))
        .set("PICTURE_URL", picture_url(picture.key, 800))
        .set("ALT", picture.alt(context.language))
        .set("WIDTH", picture.width)
        .set("HEIGHT", picture.height)
        .set("FORM", web::draw_form(context,
                                    {.action = path,
                                     .pattern = album.pattern + "/{key}",
                                     .submit = context.t("Speichern"_de),
                                     .cancel = subject.path},
                                    changed_word_fields(context, album), typed.values, typed.errors))
        .set("DELETE", web::draw_button(context, {.action = path + "/loeschen",
                                                  .pattern = album.pattern + "/{key}/loeschen",
                                                  .submit = context.t("Ja, Bild löschen"_de),
                                                  .danger = true}));
    if (album.use == Album::Use::in_texts)
        page.add("IN_TEXTS")
            .set("MARKDOWN", fmt::format("![{}]({})", picture.alt(i18n::Language::de),
                                         picture_url(picture.key, 800).text()));
    auto crumbs = subject.crumbs;
    crumbs.push_back({context.t(album.heading), subject.path});
    return web::page(context,
                     {.title = label_of(context, picture), .crumbs = std::move(crumbs), .index = false},
                     context.render("picture_edit", page), typed.status);
}

Result<http::Response> show_picture_form(const Context& context, const Album& album)
{
    const auto shown = TRY(chosen(context, album));
    return picture_page(context, album, shown, {.values = values_of(shown.picture.words)});
}

Result<http::Response> save_words(const Context& context, const Album& album)
{
    const auto shown = TRY(chosen(context, album));
    auto sent = web::read_form(context, changed_word_fields(context, album));
    const auto words = words_from(sent.values);
    if (!words.decorative && words.alt_de.empty())
        sent.errors.push_back({"alt_de", "Schreib, was zu sehen ist, oder kreuze „nur Schmuck“ an."_de});
    if (!sent.ok())
        return picture_page(context, album, shown, {sent.values, sent.errors, web::status_of(Err::invalid)});
    const auto saved = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        auto changed = TRY(chosen(context, album, tx)).picture;
        changed.words = words;
        changed.version = sent.values.number("fassung").value_or(0);
        if (!update_words(tx, context.network.id, changed))
            return Error{.kind = Err::stale};
        return Done{};
    });
    if (!saved && saved.error().kind != Err::stale)
        return saved.error();
    if (!saved)
        return picture_page(
            context, album, shown,
            {sent.values,
             {{"alt_de", "Jemand hat inzwischen etwas anderes gespeichert. Schau noch einmal hin."_de}},
             web::status_of(Err::stale)});
    return web::redirect_with_notice(context, shown.subject.path, "Gespeichert."_de);
}

Result<http::Response> remove_picture(const Context& context, const Album& album)
{
    const auto shown = TRY(chosen(context, album));
    const auto removed = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        const auto [subject, picture] = TRY(chosen(context, album, tx));
        delete_picture(tx, context.network.id, picture.key, context.now());
        if (!album.changed)
            return Done{};
        const auto left = pictures_of(tx, context.network.id, subject.album);
        return album.changed(context, tx, AlbumChange::removed, left.empty() ? "" : left.front().key);
    });
    if (!removed)
        return removed.error();
    return web::redirect_with_notice(context, shown.subject.path, "Das Bild ist gelöscht."_de);
}

} // namespace

void add_album(web::Site& site, Album album)
{
    // The handlers live as long as the site and share the one description.
    const auto shared = std::make_shared<const Album>(std::move(album));
    const auto with_album = [&](Result<http::Response> (*handler)(const Context&, const Album&)) {
        return [shared, handler](Context& context) { return handler(context, *shared); };
    };
    const auto& pattern = shared->pattern;
    const auto& access = shared->access;
    site.get(pattern, access, with_album(show_album), shared->examples);
    site.post(pattern, access, with_album(upload), picture_upload_limit);
    site.get(pattern + "/{key}", access, with_album(show_picture_form));
    site.post(pattern + "/{key}", access, with_album(save_words));
    site.post(pattern + "/{key}/loeschen", access, with_album(remove_picture));
}

void remove_album(db::Tx& tx, const NetworkId& network, std::string_view album, Timestamp now)
{
    for (const auto& picture : pictures_of(tx, network, album))
        delete_picture(tx, network, picture.key, now);
}

void register_picture_editing(web::Site& site)
{
    add_album(site, {.pattern = "/redaktion/bilder",
                     .access = web::Access::coordinator(),
                     .heading = "Bilder"_de,
                     .help = "Erst hochladen, dann in Seiten und Neues verwenden."_de,
                     .most = 10'000,
                     .use = Album::Use::in_texts,
                     .subject = [](const Context& context, db::Reader&) -> Result<AlbumSubject> {
                         return AlbumSubject{.album = std::string(collection),
                                             .path = "/redaktion/bilder",
                                             .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"}}};
                     }});
}

} // namespace dorfnetz::pictures
