#include "features/meetings/meetings_store.hpp"

// SQL of the agenda.
namespace dorfnetz::meetings {

namespace {

AgendaItem read_item(db::Row& row)
{
    AgendaItem item;
    auto& draft = item.draft;
    item.id = row.take<AgendaItemId>();
    item.meeting = row.take<MeetingId>();
    item.position = row.take<std::int64_t>();
    item.status = item_status_from_text(row.take<std::string>()).value();
    draft.kind = item_kind_from_text(row.take<std::string>()).value();
    draft.title = row.take<std::string>();
    draft.text = row.take<std::string>();
    draft.minutes = row.take<std::int64_t>();
    draft.introducer = row.take<std::optional<OrganisationId>>();
    draft.introduced_by = row.take<std::string>();
    item.proposer = row.take<std::optional<OrganisationId>>();
    item.proposed_by = row.take<std::optional<web::UserId>>().value_or(web::UserId{});
    item.answer = row.take<std::string>();
    item.source = row.take<std::string>();
    item.version = row.take<std::int64_t>();
    return item;
}

} // namespace

std::vector<AgendaItem> agenda_of(db::Reader& reader, const NetworkId& network, const MeetingId& id)
{
    return reader.list(R"sql(
        SELECT id, meeting_id, position, status, kind, title, text, minutes, introducer_id, introduced_by, proposer_id, proposed_by,
               answer, source, version
        FROM agenda_items WHERE network_id = :network AND meeting_id = :meeting AND status = 'on'
        ORDER BY position, id)sql",
                       {{"network", network}, {"meeting", id}}, read_item);
}

std::vector<AgendaItem> all_items_of(db::Reader& reader, const NetworkId& network, const MeetingId& id)
{
    return reader.list(R"sql(
        SELECT id, meeting_id, position, status, kind, title, text, minutes, introducer_id, introduced_by, proposer_id, proposed_by,
               answer, source, version
        FROM agenda_items WHERE network_id = :network AND meeting_id = :meeting
        ORDER BY CASE WHEN status = 'on' THEN 0 WHEN status = 'proposed' THEN 1 ELSE 2 END, position, id)sql",
                       {{"network", network}, {"meeting", id}}, read_item);
}

std::optional<AgendaItem> item_by_id(db::Reader& reader, const NetworkId& network, const AgendaItemId& id)
{
    return reader.first(R"sql(
        SELECT id, meeting_id, position, status, kind, title, text, minutes, introducer_id, introduced_by, proposer_id, proposed_by,
               answer, source, version
        FROM agenda_items WHERE network_id = :network AND id = :id)sql",
                        {{"network", network}, {"id", id}}, read_item);
}

namespace store {

void insert_item(db::Tx& tx, const NetworkId& network, const AgendaItem& item, Timestamp now)
{
    tx.exec(R"sql(
        INSERT INTO agenda_items (network_id, id, meeting_id, position, status, kind, title, text, minutes,
                                  introducer_id, introduced_by, proposer_id, proposed_by, answer, source, created_at,
                                  updated_at, version)
        VALUES (:network, :id, :meeting, :position, :status, :kind, :title, :text, :minutes, :introducer, :introduced,
                :proposer, :by, :answer, :source, :now, :now, 1))sql",
            {{"network", network},
             {"id", item.id},
             {"meeting", item.meeting},
             {"position", item.position},
             {"status", to_text(item.status)},
             {"kind", to_text(item.draft.kind)},
             {"title", item.draft.title},
             {"text", item.draft.text},
             {"minutes", item.draft.minutes},
             {"introducer", item.draft.introducer},
             {"introduced", item.draft.introduced_by},
             {"proposer", item.proposer},
             {"by", item.proposed_by.empty() ? std::nullopt : std::optional(item.proposed_by)},
             {"answer", item.answer},
             {"source", item.source},
             {"now", now}});
}

bool update_item(db::Tx& tx, const NetworkId& network, const AgendaItem& item, Timestamp now)
{
    return tx.exec(R"sql(
        UPDATE agenda_items SET position = :position, status = :status, kind = :kind, title = :title, text = :text,
            minutes = :minutes, introducer_id = :introducer, introduced_by = :introduced, answer = :answer,
            updated_at = :now, version = version + 1
        WHERE network_id = :network AND id = :id AND version = :version)sql",
                   {{"network", network},
                    {"id", item.id},
                    {"version", item.version},
                    {"position", item.position},
                    {"status", to_text(item.status)},
                    {"kind", to_text(item.draft.kind)},
                    {"title", item.draft.title},
                    {"text", item.draft.text},
                    {"minutes", item.draft.minutes},
                    {"introducer", item.draft.introducer},
                    {"introduced", item.draft.introduced_by},
                    {"answer", item.answer},
                    {"now", now}}) == 1;
}

void set_position(db::Tx& tx, const NetworkId& network, const AgendaItemId& id, std::int64_t position)
{
    tx.exec(R"sql(UPDATE agenda_items SET position = :position WHERE network_id = :network AND id = :id)sql",
            {{"network", network}, {"id", id}, {"position", position}});
}

void remove_item(db::Tx& tx, const NetworkId& network, const AgendaItemId& id)
{
    tx.exec(R"sql(DELETE FROM agenda_items WHERE network_id = :network AND id = :id)sql",
            {{"network", network}, {"id", id}});
}

std::int64_t next_position(db::Reader& reader, const NetworkId& network, const MeetingId& meeting,
                           ItemStatus status)
{
    return reader.count(R"sql(
        SELECT COALESCE(MAX(position), 0) + 1 FROM agenda_items
        WHERE network_id = :network AND meeting_id = :meeting AND status = :status)sql",
                        {{"network", network}, {"meeting", meeting}, {"status", to_text(status)}});
}

std::int64_t count_proposals(db::Reader& reader, const NetworkId& network, const MeetingId& meeting)
{
    return reader.count(R"sql(
        SELECT COUNT(*) FROM agenda_items
        WHERE network_id = :network AND meeting_id = :meeting AND status = 'proposed')sql",
                        {{"network", network}, {"meeting", meeting}});
}

bool has_item_of(db::Reader& reader, const NetworkId& network, const MeetingId& meeting,
                 std::string_view source)
{
    return reader.count(R"sql(
        SELECT COUNT(*) FROM agenda_items
        WHERE network_id = :network AND meeting_id = :meeting AND source = :source)sql",
                        {{"network", network}, {"meeting", meeting}, {"source", source}}) > 0;
}

} // namespace store

void forget_account(db::Tx& tx, const NetworkId& network, const web::UserId& user)
{
    tx.exec(
        R"sql(UPDATE agenda_items SET proposed_by = NULL WHERE network_id = :network AND proposed_by = :user)sql",
        {{"network", network}, {"user", user}});
    tx.exec(
        R"sql(UPDATE meeting_documents SET uploaded_by = NULL WHERE network_id = :network AND uploaded_by = :user)sql",
        {{"network", network}, {"user", user}});
}

} // namespace dorfnetz::meetings
