#include "features/minutes/minutes_store.hpp"

// What lies beside the text, and what was noted about it.
namespace dorfnetz::minutes::store {

namespace {

Beside beside_from(db::Row& row)
{
    Beside beside;
    beside.id = row.take<BesideId>();
    beside.item = row.take<AgendaItemId>();
    beside.text = row.take<std::string>();
    beside.based_on = row.take<std::int64_t>();
    beside.tab = row.take<std::string>();
    beside.number = row.take<std::int64_t>();
    beside.written_by = row.take<web::UserId>();
    beside.written_at = row.take<Timestamp>();
    return beside;
}

} // namespace

std::vector<Beside> besides_of(db::Reader& reader, const NetworkId& network, const MeetingId& meeting)
{
    return reader.list(R"sql(
        SELECT id, item_id, text, based_on, tab, number, written_by, written_at FROM minutes_besides
        WHERE network_id = :network AND meeting_id = :meeting AND status = 'open' ORDER BY item_id, id)sql",
                       {{"network", network}, {"meeting", meeting}}, beside_from);
}

std::optional<Beside> beside_by_id(db::Reader& reader, const NetworkId& network, const MeetingId& meeting,
                                   const BesideId& id)
{
    return reader.first(R"sql(
        SELECT id, item_id, text, based_on, tab, number, written_by, written_at FROM minutes_besides
        WHERE network_id = :network AND id = :id AND meeting_id = :meeting AND status = 'open')sql",
                        {{"network", network}, {"id", id}, {"meeting", meeting}}, beside_from);
}

bool has_beside(db::Reader& reader, const NetworkId& network, const MeetingId& meeting,
                const AgendaItemId& item, std::string_view tab)
{
    return reader.count(R"sql(
        SELECT COUNT(*) FROM minutes_besides
        WHERE network_id = :network AND meeting_id = :meeting AND item_id = :item AND tab = :tab
            AND status = 'open')sql",
                        {{"network", network}, {"meeting", meeting}, {"item", item}, {"tab", tab}}) > 0;
}

std::int64_t count_besides(db::Reader& reader, const NetworkId& network, const MeetingId& meeting,
                           const web::UserId& writer)
{
    return reader.count(R"sql(
        SELECT COUNT(*) FROM minutes_besides
        WHERE network_id = :network AND meeting_id = :meeting AND written_by = :writer AND status = 'open')sql",
                        {{"network", network}, {"meeting", meeting}, {"writer", writer}});
}

void put_beside(db::Tx& tx, const NetworkId& network, const MeetingId& meeting, const Beside& beside)
{
    tx.exec(R"sql(
        INSERT INTO minutes_besides (network_id, id, meeting_id, item_id, status, text, based_on, tab, number,
                                     written_by, written_at)
        VALUES (:network, :id, :meeting, :item, 'open', :text, :based_on, :tab, :number, :by, :at)
        ON CONFLICT (network_id, meeting_id, item_id, tab) DO UPDATE SET status = 'open', text = excluded.text,
            based_on = excluded.based_on, number = excluded.number, written_by = excluded.written_by,
            written_at = excluded.written_at)sql",
            {{"network", network},
             {"id", beside.id},
             {"meeting", meeting},
             {"item", beside.item},
             {"text", beside.text},
             {"based_on", beside.based_on},
             {"tab", beside.tab},
             {"number", beside.number},
             {"by", beside.written_by},
             {"at", beside.written_at}});
}

void finish_beside(db::Tx& tx, const NetworkId& network, const MeetingId& meeting, const AgendaItemId& item,
                   std::string_view tab)
{
    tx.exec(R"sql(
        UPDATE minutes_besides SET status = 'done'
        WHERE network_id = :network AND meeting_id = :meeting AND item_id = :item AND tab = :tab)sql",
            {{"network", network}, {"meeting", meeting}, {"item", item}, {"tab", tab}});
}

std::vector<Note> notes_of(db::Reader& reader, const NetworkId& network, const MeetingId& meeting)
{
    return reader.list(R"sql(
        SELECT id, kind, text, answer, written_by, written_at FROM minutes_notes
        WHERE network_id = :network AND meeting_id = :meeting ORDER BY id)sql",
                       {{"network", network}, {"meeting", meeting}}, [](db::Row& row) {
                           Note note;
                           note.id = row.take<NoteId>();
                           note.kind = note_kind_from_text(row.take<std::string>()).value();
                           note.text = row.take<std::string>();
                           note.answer = row.take<std::string>();
                           note.written_by = row.take<web::UserId>();
                           note.written_at = row.take<Timestamp>();
                           return note;
                       });
}

void insert_note(db::Tx& tx, const NetworkId& network, const MeetingId& meeting, const Note& note)
{
    tx.exec(R"sql(
        INSERT INTO minutes_notes (network_id, id, meeting_id, kind, text, answer, written_by, written_at)
        VALUES (:network, :id, :meeting, :kind, :text, '', :by, :at))sql",
            {{"network", network},
             {"id", note.id},
             {"meeting", meeting},
             {"kind", to_text(note.kind)},
             {"text", note.text},
             {"by", note.written_by},
             {"at", note.written_at}});
}

bool answer_note(db::Tx& tx, const NetworkId& network, const MeetingId& meeting, const NoteId& note,
                 std::string_view answer)
{
    return tx.exec(R"sql(
        UPDATE minutes_notes SET answer = :answer
        WHERE network_id = :network AND meeting_id = :meeting AND id = :id AND kind = 'objection')sql",
                   {{"answer", answer}, {"network", network}, {"meeting", meeting}, {"id", note}}) > 0;
}

} // namespace dorfnetz::minutes::store
