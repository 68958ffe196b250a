#include "features/minutes/minutes_store.hpp"

namespace dorfnetz::minutes::store {

namespace {

Minutes minutes_from(db::Row& row)
{
    Minutes minutes;
    minutes.meeting = row.take<MeetingId>();
    minutes.state = state_from_text(row.take<std::string>()).value();
    minutes.stand = row.take<std::int64_t>();
    minutes.sent_at = row.take<std::optional<Timestamp>>();
    minutes.approved_at = row.take<std::optional<Timestamp>>();
    minutes.approved_in = row.take<std::optional<MeetingId>>();
    minutes.digest = row.take<std::string>();
    return minutes;
}

Text text_from(db::Row& row)
{
    Text text;
    text.item = row.take<AgendaItemId>();
    text.text = row.take<std::string>();
    text.version = row.take<std::int64_t>();
    text.written_by = row.take<web::UserId>();
    text.written_at = row.take<Timestamp>();
    Hold hold;
    hold.tab = row.take<std::string>();
    hold.by = row.take<web::UserId>();
    if (const auto until = row.take<std::optional<Timestamp>>()) {
        hold.until = *until;
        text.hold = hold;
    }
    return text;
}

} // namespace

std::optional<Minutes> minutes_of(db::Reader& reader, const NetworkId& network, const MeetingId& meeting)
{
    return reader.first(R"sql(
        SELECT meeting_id, state, stand, sent_at, approved_at, approved_in,
               CASE WHEN state = 'sent' THEN sent_digest ELSE digest END
        FROM minutes WHERE network_id = :network AND meeting_id = :meeting)sql",
                        {{"network", network}, {"meeting", meeting}}, minutes_from);
}

std::vector<Minutes> all_minutes(db::Reader& reader, const NetworkId& network)
{
    return reader.list(R"sql(
        SELECT meeting_id, state, stand, sent_at, approved_at, approved_in,
               CASE WHEN state = 'sent' THEN sent_digest ELSE digest END
        FROM minutes WHERE network_id = :network ORDER BY meeting_id DESC)sql",
                       {{"network", network}}, minutes_from);
}

Minutes take_turn(db::Tx& tx, const NetworkId& network, const MeetingId& meeting)
{
    tx.exec(R"sql(
        INSERT INTO minutes (network_id, meeting_id, state, stand, digest)
        VALUES (:network, :meeting, 'draft', 0, '') ON CONFLICT DO NOTHING)sql",
            {{"network", network}, {"meeting", meeting}});
    return tx
        .returning(R"sql(
            UPDATE minutes SET stand = stand + 1 WHERE network_id = :network AND meeting_id = :meeting
            RETURNING meeting_id, state, stand, sent_at, approved_at, approved_in,
                      CASE WHEN state = 'sent' THEN sent_digest ELSE digest END)sql",
                   {{"network", network}, {"meeting", meeting}}, minutes_from)
        .value();
}

std::vector<Text> texts_of(db::Reader& reader, const NetworkId& network, const MeetingId& meeting)
{
    return texts_since(reader, network, meeting, -1);
}

std::vector<Text> texts_since(db::Reader& reader, const NetworkId& network, const MeetingId& meeting,
                              std::int64_t stand)
{
    return reader.list(R"sql(
        SELECT item_id, text, version, written_by, written_at, held_tab, held_by, held_until
        FROM minutes_texts WHERE network_id = :network AND meeting_id = :meeting AND stand > :stand
        ORDER BY item_id)sql",
                       {{"network", network}, {"meeting", meeting}, {"stand", stand}}, text_from);
}

std::optional<Text> text_of(db::Reader& reader, const NetworkId& network, const MeetingId& meeting,
                            const AgendaItemId& item)
{
    return reader.first(R"sql(
        SELECT item_id, text, version, written_by, written_at, held_tab, held_by, held_until
        FROM minutes_texts WHERE network_id = :network AND meeting_id = :meeting AND item_id = :item)sql",
                        {{"network", network}, {"meeting", meeting}, {"item", item}}, text_from);
}

void put_text(db::Tx& tx, const NetworkId& network, const Minutes& minutes, const Text& text)
{
    const auto hold = text.hold.value_or(Hold{});
    tx.exec(R"sql(
        INSERT INTO minutes_texts (network_id, meeting_id, item_id, state, text, version, stand, written_by,
                                   written_at, held_tab, held_by, held_until)
        VALUES (:network, :meeting, :item, :state, :text, :version, :stand, :by, :at, :tab, :holder, :until)
        ON CONFLICT (network_id, meeting_id, item_id) DO UPDATE SET text = excluded.text,
            version = excluded.version, stand = excluded.stand, written_by = excluded.written_by,
            written_at = excluded.written_at, held_tab = excluded.held_tab, held_by = excluded.held_by,
            held_until = excluded.held_until)sql",
            {{"network", network},
             {"meeting", minutes.meeting},
             {"item", text.item},
             {"state", to_text(minutes.state)},
             {"text", text.text},
             {"version", text.version},
             {"stand", minutes.stand},
             {"by", text.written_by},
             {"at", text.written_at},
             {"tab", hold.tab},
             {"holder", hold.by},
             {"until", text.hold ? std::optional(hold.until) : std::nullopt}});
}

void insert_edit(db::Tx& tx, const NetworkId& network, const MeetingId& meeting, const Text& text,
                 const Save& save)
{
    tx.exec(R"sql(
        INSERT INTO minutes_edits (network_id, meeting_id, item_id, version, tab, number, text, written_by, written_at)
        VALUES (:network, :meeting, :item, :version, :tab, :number, :text, :by, :at))sql",
            {{"network", network},
             {"meeting", meeting},
             {"item", text.item},
             {"version", text.version},
             {"tab", save.tab},
             {"number", save.number},
             {"text", text.text},
             {"by", text.written_by},
             {"at", text.written_at}});
}

std::optional<std::int64_t> last_number(db::Reader& reader, const NetworkId& network,
                                        const MeetingId& meeting, const AgendaItemId& item,
                                        std::string_view tab)
{
    return reader
        .value<std::optional<std::int64_t>>(
            R"sql(
            SELECT MAX(number) FROM (
                SELECT number FROM minutes_edits
                WHERE network_id = :network AND meeting_id = :meeting AND item_id = :item AND tab = :tab
                UNION ALL
                SELECT number FROM minutes_besides
                WHERE network_id = :network AND meeting_id = :meeting AND item_id = :item AND tab = :tab) AS sent)sql",
            {{"network", network}, {"meeting", meeting}, {"item", item}, {"tab", tab}})
        .value_or(std::nullopt);
}

std::string text_in(db::Reader& reader, const NetworkId& network, const MeetingId& meeting,
                    const AgendaItemId& item, std::int64_t version)
{
    return reader
        .value<std::string>(
            R"sql(
        SELECT text FROM minutes_edits
        WHERE network_id = :network AND meeting_id = :meeting AND item_id = :item AND version = :version)sql",
            {{"network", network}, {"meeting", meeting}, {"item", item}, {"version", version}})
        .value_or(std::string());
}

bool others_wrote_after(db::Reader& reader, const NetworkId& network, const MeetingId& meeting,
                        const AgendaItemId& item, std::int64_t version, std::string_view tab)
{
    return reader.count(R"sql(
        SELECT COUNT(*) FROM minutes_edits
        WHERE network_id = :network AND meeting_id = :meeting AND item_id = :item AND version > :version
            AND tab <> :tab)sql",
                        {{"network", network},
                         {"meeting", meeting},
                         {"item", item},
                         {"version", version},
                         {"tab", tab}}) > 0;
}

void send(db::Tx& tx, const NetworkId& network, const Minutes& minutes, const std::vector<Line>& lines)
{
    tx.exec(R"sql(
        UPDATE minutes SET state = 'sent', sent_at = :at, sent_digest = :digest
        WHERE network_id = :network AND meeting_id = :meeting)sql",
            {{"at", minutes.sent_at},
             {"digest", minutes.digest},
             {"network", network},
             {"meeting", minutes.meeting}});
    std::int64_t position = 0;
    for (const auto& line : lines)
        tx.exec(R"sql(
            INSERT INTO minutes_sent (network_id, meeting_id, position, state, part, text)
            VALUES (:network, :meeting, :position, 'sent', :part, :text))sql",
                {{"network", network},
                 {"meeting", minutes.meeting},
                 {"position", ++position},
                 {"part", to_text(line.part)},
                 {"text", line.text}});
}

void take_back(db::Tx& tx, const NetworkId& network, const MeetingId& meeting)
{
    tx.exec(R"sql(DELETE FROM minutes_sent WHERE network_id = :network AND meeting_id = :meeting)sql",
            {{"network", network}, {"meeting", meeting}});
    tx.exec(R"sql(
        UPDATE minutes SET state = 'draft', sent_digest = ''
        WHERE network_id = :network AND meeting_id = :meeting)sql",
            {{"network", network}, {"meeting", meeting}});
}

void approve(db::Tx& tx, const NetworkId& network, const Minutes& minutes)
{
    tx.exec(R"sql(DELETE FROM minutes_texts WHERE network_id = :network AND meeting_id = :meeting)sql",
            {{"network", network}, {"meeting", minutes.meeting}});
    tx.exec(R"sql(
        UPDATE minutes SET state = 'approved', approved_at = :at, approved_in = :in, digest = sent_digest, sent_digest = ''
        WHERE network_id = :network AND meeting_id = :meeting)sql",
            {{"at", minutes.approved_at},
             {"in", minutes.approved_in},
             {"network", network},
             {"meeting", minutes.meeting}});
    tx.exec(R"sql(
        INSERT INTO minutes_approved (network_id, meeting_id, position, state, part, text)
        SELECT network_id, meeting_id, position, 'approved', part, text FROM minutes_sent
        WHERE network_id = :network AND meeting_id = :meeting)sql",
            {{"network", network}, {"meeting", minutes.meeting}});
    tx.exec(R"sql(DELETE FROM minutes_sent WHERE network_id = :network AND meeting_id = :meeting)sql",
            {{"network", network}, {"meeting", minutes.meeting}});
}

std::vector<Line> kept_lines(db::Reader& reader, const NetworkId& network, const MeetingId& meeting)
{
    return reader.list(R"sql(
        SELECT part, text FROM (
            SELECT part, text, position FROM minutes_sent WHERE network_id = :network AND meeting_id = :meeting
            UNION ALL
            SELECT part, text, position FROM minutes_approved
            WHERE network_id = :network AND meeting_id = :meeting) AS kept
        ORDER BY position)sql",
                       {{"network", network}, {"meeting", meeting}}, [](db::Row& row) {
                           Line line;
                           line.part = part_from_text(row.take<std::string>()).value();
                           line.text = row.take<std::string>();
                           return line;
                       });
}

void forget_user(db::Tx& tx, const NetworkId& network, const web::UserId& user)
{
    tx.exec(R"sql(
        UPDATE minutes_texts SET held_by = CASE WHEN held_by = :user THEN '' ELSE held_by END,
               written_by = CASE WHEN written_by = :user THEN '' ELSE written_by END
        WHERE network_id = :network AND (held_by = :user OR written_by = :user))sql",
            {{"user", user}, {"network", network}});
    tx.exec(
        R"sql(UPDATE minutes_edits SET written_by = '' WHERE network_id = :network AND written_by = :user)sql",
        {{"network", network}, {"user", user}});
    tx.exec(
        R"sql(UPDATE minutes_besides SET written_by = '' WHERE network_id = :network AND written_by = :user)sql",
        {{"network", network}, {"user", user}});
    tx.exec(
        R"sql(UPDATE minutes_notes SET written_by = '' WHERE network_id = :network AND written_by = :user)sql",
        {{"network", network}, {"user", user}});
}

} // namespace dorfnetz::minutes::store
