#include "features/meetings/documents.hpp"

#include "features/meetings/revocations.hpp"
#include "features/pictures/files_api.hpp"
#include "foundation/core/text.hpp"

#include <fmt/format.h>

namespace dorfnetz::meetings {

namespace {

Document read_document(db::Row& row)
{
    Document document;
    document.id = row.take<DocumentId>();
    document.meeting = row.take<MeetingId>();
    document.item = row.take<std::optional<AgendaItemId>>();
    document.title = row.take<std::string>();
    document.file_name = row.take<std::string>();
    document.content_type = row.take<std::string>();
    document.size = row.take<std::int64_t>();
    document.uploaded_by = row.take<std::optional<web::UserId>>().value_or(web::UserId{});
    return document;
}

std::int64_t count_documents(db::Reader& reader, const NetworkId& network, const MeetingId& meeting)
{
    return reader.count(R"sql(
        SELECT COUNT(*) FROM meeting_documents WHERE network_id = :network AND meeting_id = :meeting)sql",
                        {{"network", network}, {"meeting", meeting}});
}

} // namespace

std::vector<Document> documents_of(db::Reader& reader, const NetworkId& network, const MeetingId& meeting)
{
    return reader.list(R"sql(
        SELECT id, meeting_id, item_id, title, file_name, content_type, size, uploaded_by
        FROM meeting_documents WHERE network_id = :network AND meeting_id = :meeting ORDER BY id)sql",
                       {{"network", network}, {"meeting", meeting}}, read_document);
}

std::optional<Document> document_by_id(db::Reader& reader, const NetworkId& network, const DocumentId& id)
{
    return reader.first(R"sql(
        SELECT id, meeting_id, item_id, title, file_name, content_type, size, uploaded_by
        FROM meeting_documents WHERE network_id = :network AND id = :id)sql",
                        {{"network", network}, {"id", id}}, read_document);
}

std::string content_of(db::Reader& reader, const NetworkId& network, const DocumentId& id)
{
    return reader
        .value<std::string>(
            R"sql(SELECT content FROM meeting_documents WHERE network_id = :network AND id = :id)sql",
            {{"network", network}, {"id", id}})
        .value_or(std::string());
}

Result<DocumentId> add_document(db::Tx& tx, const web::Context& context, Document document,
                                std::string_view content)
{
    const auto& network = context.network.id;
    if (!lock_meeting(tx, network, document.meeting))
        return Error{.kind = Err::missing};
    if (count_documents(tx, network, document.meeting) >= most_documents)
        return Error{.kind = Err::conflict,
                     .text = "Mehr als {1} Unterlagen gehen nicht. Lösch erst eine."_de,
                     .values = {std::to_string(most_documents)}};
    if (document.item) {
        const auto item = item_by_id(tx, network, *document.item);
        if (!item || item->meeting != document.meeting)
            return Error{.kind = Err::missing};
    }
    document.id = new_id<DocumentId>(context.environment.clock, context.environment.random);
    tx.exec(R"sql(
        INSERT INTO meeting_documents (network_id, id, meeting_id, item_id, title, file_name, content_type, size,
                                       content, uploaded_by, uploaded_at)
        VALUES (:network, :id, :meeting, :item, :title, :file, :type, :size, :content, :by, :now))sql",
            {{"network", network},
             {"id", document.id},
             {"meeting", document.meeting},
             {"item", document.item},
             {"title", squeeze(document.title)},
             {"file", document.file_name},
             {"type", document.content_type},
             {"size", std::ssize(content)},
             {"content", db::Blob{content}},
             {"by", context.actor.user},
             {"now", context.now()}});
    return document.id;
}

bool remove_document(db::Tx& tx, const NetworkId& network, const DocumentId& id)
{
    if (tx.exec(R"sql(DELETE FROM meeting_documents WHERE network_id = :network AND id = :id)sql",
                {{"network", network}, {"id", id}}) != 1)
        return false;
    accounts::note_erasure(tx, network, document_kind, id.text());
    return true;
}

std::string path_of(const Meeting& meeting, const Document& document)
{
    return fmt::format("{}/unterlagen/{}", path_of(meeting), document.id.text());
}

html::Safe draw_document(const web::Context& context, const Meeting& meeting, const Document& document)
{
    return pictures::draw_file(context, {.title = document.title,
                                         .file_name = document.file_name,
                                         .content_type = document.content_type,
                                         .size = document.size,
                                         .path = path_of(meeting, document)});
}

} // namespace dorfnetz::meetings
