#pragma once

#include "features/meetings/api.hpp"
#include "foundation/html/html.hpp"

#include <string>
#include <string_view>
#include <vector>

// Files for a meeting or for one matter of it.
namespace dorfnetz::meetings {

using DocumentId = Id<struct MeetingDocumentTag>;

struct Document
{
    DocumentId id = {};
    MeetingId meeting = {};
    std::optional<AgendaItemId> item = {};
    std::string title = {};
    std::string file_name = {};
    std::string content_type = {};
    std::int64_t size = 0; // bytes
    web::UserId uploaded_by = {};
};

inline constexpr std::int64_t most_documents = 40; // of one meeting

std::vector<Document> documents_of(db::Reader& reader, const NetworkId& network, const MeetingId& meeting);
std::optional<Document> document_by_id(db::Reader& reader, const NetworkId& network, const DocumentId& id);
std::string content_of(db::Reader& reader, const NetworkId& network, const DocumentId& id);

// Err::missing; Err::conflict when there are too many, Err::invalid for an item of another meeting.
Result<DocumentId> add_document(db::Tx& tx, const web::Context& context, Document document,
                                std::string_view content);
bool remove_document(db::Tx& tx, const NetworkId& network, const DocumentId& id);

// "/treffen/…/unterlagen/…"
std::string path_of(const Meeting& meeting, const Document& document);
// "Angebot Zelt (PDF, 120 KB)", or the photo.
html::Safe draw_document(const web::Context& context, const Meeting& meeting, const Document& document);

} // namespace dorfnetz::meetings
