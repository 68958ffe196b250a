#include "features/pictures/files_api.hpp"

#include <algorithm>

// Choosing a file in a form.
namespace dorfnetz::pictures {

namespace {

constexpr std::string_view file_field_name = "datei";
constexpr std::string_view accepted_files = ".pdf,.odt,.ods,.odp,.docx,.xlsx,.pptx";

} // namespace

web::Field file_field(const web::Context& context)
{
    return {.name = std::string(file_field_name),
            .label = context.t("Datei"_de),
            .input = web::Input::file,
            .required = true,
            .help = context.t("PDF, OpenDocument, Word, Excel oder PowerPoint, höchstens 10 MB."_de),
            .accept = std::string(accepted_files)};
}

std::optional<SentFile> sent_file(const web::Context& context, std::vector<FieldError>& errors)
{
    const auto refuse = [&](const German& why) {
        errors.push_back({std::string(file_field_name), why});
        return std::nullopt;
    };
    const auto* file = context.form.upload(file_field_name);
    if (file == nullptr || file->content.empty())
        return refuse("Wähle eine Datei aus."_de);
    if (file->content.size() > largest_file)
        return refuse("Die Datei ist größer als 10 MB. Nimm eine kleinere."_de);
    const auto kind = kind_of_file(file->content);
    if (!kind)
        return refuse(kind.error().text);
    return SentFile{.content = file->content, .kind = *kind, .name = safe_file_name(file->name, kind->name)};
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

} // namespace dorfnetz::pictures
