#pragma once

#include "foundation/core/result.hpp"
#include "foundation/html/html.hpp"
#include "foundation/web/form.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Files that people upload for others to download: statutes, forms, documents of a meeting.
namespace dorfnetz::pictures {

// A kind of file that may be offered for downloading.
struct FileKind
{
    std::string_view name; // also the ending of file names
    std::string_view media_type;
};

// By content alone. Err::invalid for everything else, with what to do about it.
Result<FileKind> kind_of_file(std::string_view bytes);

inline constexpr std::size_t largest_file = std::size_t{10} << 20;        // bytes
inline constexpr std::uint64_t file_upload_limit = largest_file + 65'536; // of a form: the file and the words
inline constexpr std::size_t largest_photo = std::size_t{15} << 20; // bytes, as it comes from a telephone
inline constexpr std::uint64_t photo_upload_limit = largest_photo + 65'536;

// The name that browsers save the file under: the given one without its ending and with that of its kind, so
// that "Rechnung.pdf.exe" cannot be.
std::string safe_file_name(std::string_view given, std::string_view kind);

// ---- In a form ----

// Whether photographs of a flip chart or a list are files too. They go through the reader process: what is
// kept is the picture alone, upright, as a JPEG of 1600 pixels, without place, camera or any other hidden
// data.
enum class Photos { refused, taken };

// The field in which such a file is chosen.
web::Field file_field(const web::Context& context, Photos photos = Photos::refused);

struct SentFile
{
    std::string content;
    FileKind kind = {};
    std::string name = {}; // safe
};

// What was chosen in it. Nothing if it is missing, too large or of no kind that may be offered; `errors` says
// which. Photos take a second: not inside a transaction.
std::optional<SentFile> sent_file(const web::Context& context, std::vector<FieldError>& errors,
                                  Photos photos = Photos::refused);

// A file on a page: a photo is shown, anything else is a link that says kind and size.
struct ShownFile
{
    std::string title = {};
    std::string file_name = {};
    std::string_view content_type = {};
    std::int64_t size = 0; // bytes
    std::string path = {}; // own
};

html::Safe draw_file(const web::Context& context, const ShownFile& file);
// The file itself: a photo for looking at, anything else for saving.
http::Response send_stored_file(std::string content, std::string_view content_type, std::string_view name);

// "Angebot Zelt (PDF, 120 KB)"
std::string file_label(const web::Context& context, std::string_view title, std::string_view file_name,
                       std::int64_t size);

} // namespace dorfnetz::pictures
