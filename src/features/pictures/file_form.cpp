#include "features/pictures/files_api.hpp"

#include "foundation/media/picture.hpp"
#include "foundation/web/page.hpp"

#include <algorithm>
#include <fmt/format.h>

// Choosing a file in a form.
namespace dorfnetz::pictures {

namespace {

constexpr std::string_view file_field_name = "datei";
constexpr std::string_view accepted_files = ".pdf,.odt,.ods,.odp,.docx,.xlsx,.pptx";
constexpr std::string_view accepted_photos = ",image/jpeg,image/png,image/webp,image/heic,image/heif";
constexpr FileKind photo_kind{"jpg", "image/jpeg"};

bool is_photo(std::string_view content_type)
{
    return content_type == photo_kind.media_type;
}

// Whether it is worth asking the reader process, which says better what is wrong with a picture.
bool looks_like_photo(std::string_view bytes)
{
    return bytes.starts_with("\xFF\xD8\xFF") || bytes.starts_with("\x89PNG") ||
           (bytes.starts_with("RIFF") && bytes.substr(0, 12).ends_with("WEBP")) || media::is_heic(bytes);
}

Result<std::string> photo_from(const web::Context& context, std::string_view bytes)
{
    if (bytes.size() > largest_photo)
        return Error{.kind = Err::too_large,
                     .text = "Das Bild ist größer als 15 MB. Verkleinere es und versuch es noch einmal."_de};
    auto picture = TRY(media::read_picture(context.environment.reader_program, bytes));
    for (auto& variant : picture.variants) // the widest first
        if (variant.format == media::PictureFormat::jpeg)
            return std::move(variant.bytes);
    return Error{.kind = Err::invalid, .text = "Aus dieser Datei wurde kein Bild. Nimm eine andere."_de};
}

} // namespace

web::Field file_field(const web::Context& context, Photos photos)
{
    const bool takes_photos = photos == Photos::taken;
    return {
        .name = std::string(file_field_name),
        .label = context.t("Datei"_de),
        .input = web::Input::file,
        .required = true,
        .help = context.t(
            takes_photos
                ? "PDF, OpenDocument, Word, Excel oder PowerPoint, höchstens 10 MB. Oder ein Foto: Es wird "
                  "verkleinert, und wo es gemacht wurde, steht dann nicht mehr darin."_de
                : "PDF, OpenDocument, Word, Excel oder PowerPoint, höchstens 10 MB."_de),
        .accept = std::string(accepted_files) + std::string(takes_photos ? accepted_photos : "")};
}

std::optional<SentFile> sent_file(const web::Context& context, std::vector<FieldError>& errors, Photos photos)
{
    const auto refuse = [&](const German& why) {
        errors.push_back({std::string(file_field_name), why});
        return std::nullopt;
    };
    const auto* file = context.form.upload(file_field_name);
    if (file == nullptr || file->content.empty())
        return refuse("Wähle eine Datei aus."_de);
    if (photos == Photos::taken && looks_like_photo(file->content)) {
        auto photo = photo_from(context, file->content);
        if (photo)
            return SentFile{.content = *std::move(photo),
                            .kind = photo_kind,
                            .name = safe_file_name(file->name, photo_kind.name)};
        errors.push_back({std::string(file_field_name), photo.error().text, photo.error().values});
        return std::nullopt;
    }
    if (file->content.size() > largest_file)
        return refuse("Die Datei ist größer als 10 MB. Nimm eine kleinere."_de);
    const auto kind = kind_of_file(file->content);
    if (!kind)
        return refuse(kind.error().text);
    return SentFile{
        .content = std::string(file->content), .kind = *kind, .name = safe_file_name(file->name, kind->name)};
}

std::string file_label(const web::Context& context, std::string_view title, std::string_view file_name,
                       std::int64_t size)
{
    const auto dot = file_name.rfind('.');
    std::string kind(dot == std::string_view::npos ? std::string_view() : file_name.substr(dot + 1));
    std::ranges::transform(kind, kind.begin(),
                           [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    return context.t("{1} ({2}, {3} KB)"_de,
                     {std::string(title), kind,
                      i18n::format_number(context.language, std::max<std::int64_t>(1, size / 1024))});
}

html::Safe draw_file(const web::Context& context, const ShownFile& file)
{
    html::Page page;
    const auto url = context.url(file.path);
    if (is_photo(file.content_type))
        page.add("PHOTO").set("FILE_URL", url).set("TITLE", file.title);
    else
        page.add("FILE")
            .set("FILE_URL", url)
            .set("LABEL", file_label(context, file.title, file.file_name, file.size));
    return context.render("file_shown", page);
}

http::Response send_stored_file(std::string content, std::string_view content_type, std::string_view name)
{
    auto response = web::download(std::move(content), content_type, name);
    if (is_photo(content_type))
        response.headers.set("Content-Disposition",
                             fmt::format("inline; filename*=UTF-8''{}", http::percent_encode(name)));
    return response;
}

} // namespace dorfnetz::pictures
