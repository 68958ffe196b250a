#include "features/experiences/files.hpp"

#include "features/experiences/revocations.hpp"
#include "features/pictures/files_api.hpp"
#include "foundation/core/text.hpp"

#include <fmt/format.h>

namespace dorfnetz::experiences {

namespace {

TemplateFile read_file(db::Row& row)
{
    TemplateFile file;
    file.id = row.take<FileId>();
    file.experience = row.take<ExperienceId>();
    file.title = row.take<std::string>();
    file.file_name = row.take<std::string>();
    file.content_type = row.take<std::string>();
    file.size = row.take<std::int64_t>();
    return file;
}

} // namespace

std::vector<TemplateFile> files_of(db::Reader& reader, const NetworkId& network, const ExperienceId& id)
{
    return reader.list(R"sql(
        SELECT id, experience_id, title, file_name, content_type, size FROM experience_files
        WHERE network_id = :network AND experience_id = :experience ORDER BY id)sql",
                       {{"network", network}, {"experience", id}}, read_file);
}

std::optional<TemplateFile> file_by_id(db::Reader& reader, const NetworkId& network, const FileId& id)
{
    return reader.first(R"sql(
        SELECT id, experience_id, title, file_name, content_type, size FROM experience_files
        WHERE network_id = :network AND id = :id)sql",
                        {{"network", network}, {"id", id}}, read_file);
}

std::string content_of(db::Reader& reader, const NetworkId& network, const FileId& id)
{
    return reader
        .value<std::string>(
            R"sql(SELECT content FROM experience_files WHERE network_id = :network AND id = :id)sql",
            {{"network", network}, {"id", id}})
        .value_or(std::string());
}

Result<Done> add_file(db::Tx& tx, const NetworkId& network, TemplateFile file, std::string_view content,
                      const Author& author)
{
    if (!experience_by_id(tx, network, file.experience))
        return Error{.kind = Err::missing};
    if (std::ssize(files_of(tx, network, file.experience)) >= most_files)
        return Error{.kind = Err::conflict,
                     .text = "Mehr als {1} Vorlagen gehen nicht. Lösch erst eine."_de,
                     .values = {std::to_string(most_files)}};
    tx.exec(R"sql(
        INSERT INTO experience_files (network_id, id, experience_id, title, file_name, content_type, size, content,
                                      uploaded_at)
        VALUES (:network, :id, :experience, :title, :file, :type, :size, :content, :now))sql",
            {{"network", network},
             {"id", new_id<FileId>(author.clock, author.random)},
             {"experience", file.experience},
             {"title", squeeze(file.title)},
             {"file", file.file_name},
             {"type", file.content_type},
             {"size", std::ssize(content)},
             {"content", db::Blob{content}},
             {"now", author.clock.now()}});
    return Done{};
}

bool remove_file(db::Tx& tx, const NetworkId& network, const FileId& id)
{
    if (tx.exec(R"sql(DELETE FROM experience_files WHERE network_id = :network AND id = :id)sql",
                {{"network", network}, {"id", id}}) != 1)
        return false;
    accounts::note_erasure(tx, network, file_kind, id.text());
    return true;
}

bool remove_file_again(db::Tx& tx, const NetworkId& network, const std::string& id)
{
    return remove_file(tx, network, FileId{id});
}

std::string path_of(std::string_view page, const TemplateFile& file)
{
    return fmt::format("{}/vorlagen/{}", page, file.id.text());
}

html::Safe draw_template(const web::Context& context, std::string_view page, const TemplateFile& file)
{
    return pictures::draw_file(context, {.title = file.title,
                                         .file_name = file.file_name,
                                         .content_type = file.content_type,
                                         .size = file.size,
                                         .path = path_of(page, file)});
}

} // namespace dorfnetz::experiences
