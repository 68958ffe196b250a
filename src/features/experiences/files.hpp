#pragma once

#include "features/experiences/api.hpp"
#include "foundation/html/html.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

// Files that an experience brings along as templates: a checklist, a plan, a letter.
namespace dorfnetz::experiences {

using FileId = Id<struct ExperienceFileTag>;

struct TemplateFile
{
    FileId id = {};
    ExperienceId experience = {};
    std::string title = {};
    std::string file_name = {};
    std::string content_type = {};
    std::int64_t size = 0; // bytes
};

inline constexpr std::int64_t most_files = 10; // of one experience

// In the order in which they came.
std::vector<TemplateFile> files_of(db::Reader& reader, const NetworkId& network, const ExperienceId& id);
std::optional<TemplateFile> file_by_id(db::Reader& reader, const NetworkId& network, const FileId& id);
std::string content_of(db::Reader& reader, const NetworkId& network, const FileId& id);

// Err::missing; Err::conflict when there are as many as may be.
Result<Done> add_file(db::Tx& tx, const NetworkId& network, TemplateFile file, std::string_view content,
                      const Author& author);
// False if it is not there.
bool remove_file(db::Tx& tx, const NetworkId& network, const FileId& id);

// "/erfahrungen/…/vorlagen/…" of the page that shows it.
std::string path_of(std::string_view page, const TemplateFile& file);
// On a page of it: a link, or the photo.
html::Safe draw_template(const web::Context& context, std::string_view page, const TemplateFile& file);

} // namespace dorfnetz::experiences
