#include "features/pictures/pictures_store.hpp"

#include "foundation/core/text.hpp"
#include "foundation/web/form.hpp"

#include <fmt/format.h>

namespace dorfnetz::pictures {

namespace {

constexpr std::size_t largest_upload = std::size_t{15} << 20; // bytes
constexpr std::size_t key_length = 24;                        // hex digits

std::string key_of(const web::Environment& environment, const NewPicture& picture)
{
    std::string named = picture.album;
    if (!named.empty())
        named += '\n';
    return web::keyed_hash(environment, "picture", named.append(picture.bytes)).substr(0, key_length);
}

} // namespace

std::string Words::credit_line() const
{
    return credit.empty() || licence.empty() ? credit + licence : credit + ", " + licence;
}

std::string Picture::alt(i18n::Language language) const
{
    if (words.decorative)
        return {};
    return language == i18n::Language::en && !words.alt_en.empty() ? words.alt_en : words.alt_de;
}

html::Url picture_url(std::string_view key, int width)
{
    return html::Url::own(fmt::format("/bilder/{}/{}", key, width));
}

html::Safe draw_picture(const web::Context& context, db::Reader& reader, std::string_view key)
{
    const auto picture = key.empty() ? std::nullopt : picture_by_key(reader, context.network.id, key);
    if (!picture)
        return {};
    html::Page page;
    page.set("PICTURE_URL", picture_url(key, 800))
        .set("ALT", picture->alt(context.language))
        .set("WIDTH", picture->width)
        .set("HEIGHT", picture->height);
    if (const auto credit = picture->words.credit_line(); !credit.empty())
        page.add("CREDIT").set("CREDIT_TEXT", credit);
    return context.render("picture", page);
}

html::Safe draw_gallery(const web::Context& context, const std::vector<Picture>& pictures)
{
    if (pictures.empty())
        return {};
    html::Page page;
    for (const auto& picture : pictures) {
        auto one = page.add("ONE");
        one.set("PICTURE_URL", picture_url(picture.key, 800))
            .set("LARGE_URL", picture_url(picture.key, 1600))
            .set("ALT", picture.alt(context.language))
            .set("WIDTH", picture.width)
            .set("HEIGHT", picture.height);
        if (const auto credit = picture.words.credit_line(); !credit.empty())
            one.add("CREDIT").set("CREDIT_TEXT", credit);
    }
    return context.render("gallery", page);
}

Result<std::string> add_picture(web::Environment& environment, const NetworkId& network,
                                const NewPicture& picture,
                                const std::function<Result<Done>(db::Tx&, const std::string& key)>& then)
{
    if (picture.bytes.size() > largest_upload)
        return Error{.kind = Err::too_large,
                     .text = "Das Bild ist größer als 15 MB. Verkleinere es und versuch es noch einmal."_de};
    if (!picture.words.decorative && trim(picture.words.alt_de).empty())
        return Error{.kind = Err::invalid,
                     .text = "Da fehlt noch etwas"_de,
                     .fields = {{"alt_de", "Schreib, was zu sehen ist, oder kreuze „nur Schmuck“ an."_de}}};
    const auto read = TRY(media::read_picture(environment.reader_program, picture.bytes));
    if (read.variants.empty())
        return Error{.kind = Err::invalid, .text = "Aus dieser Datei wurde kein Bild. Nimm eine andere."_de};
    const auto& widest = read.variants.front();
    const Picture added{.key = key_of(environment, picture),
                        .album = picture.album,
                        .width = widest.width,
                        .height = widest.height,
                        .words = picture.words};
    return environment.pool.write(db::Scope::of(network), [&](db::Tx& tx) -> Result<std::string> {
        if (insert_picture(tx, network, added, picture.user, environment.clock.now()))
            for (const auto& variant : read.variants)
                insert_file(tx, network, added.key, variant);
        else
            replace_words(tx, network, added);
        if (then)
            TRY(then(tx, added.key));
        return added.key;
    });
}

} // namespace dorfnetz::pictures
