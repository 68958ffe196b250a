#include "features/meetings/meetings_store.hpp"

namespace dorfnetz::meetings {

namespace {

std::optional<std::string> iso_of(const std::optional<LocalSpan>& when, calendar::LocalTime LocalSpan::*which)
{
    return when ? std::optional(calendar::to_iso((*when).*which)) : std::nullopt;
}

Meeting read_meeting(db::Row& row)
{
    Meeting meeting;
    auto& draft = meeting.draft;
    meeting.id = row.take<MeetingId>();
    meeting.slug = row.take<std::string>();
    draft.kind = kind_from_text(row.take<std::string>()).value();
    draft.village = row.take<std::optional<VillageId>>();
    draft.group = row.take<std::optional<GroupId>>();
    meeting.state = state_from_text(row.take<std::string>()).value();
    draft.title = row.take<std::string>();
    draft.description = row.take<std::string>();
    const auto begins = row.take<std::optional<std::string>>();
    const auto ends = row.take<std::optional<std::string>>();
    if (begins && ends)
        draft.when = {.begin = calendar::local_time_from_iso(*begins).value(),
                      .end = calendar::local_time_from_iso(*ends).value()};
    meeting.starts_at = row.take<std::optional<Timestamp>>();
    meeting.ends_at = row.take<std::optional<Timestamp>>();
    draft.place_village = row.take<std::optional<VillageId>>();
    draft.place_name = row.take<std::string>();
    draft.video_url = row.take<std::string>();
    draft.audience = audience_from_text(row.take<std::string>()).value();
    draft.led_by = row.take<std::optional<OrganisationId>>();
    draft.reminder_days = row.take<std::int64_t>();
    meeting.reminded_for = row.take<std::optional<Timestamp>>();
    meeting.invites_municipality = row.take<bool>();
    meeting.invites_advisers = row.take<bool>();
    meeting.invited_at = row.take<std::optional<Timestamp>>();
    meeting.sequence = row.take<std::int64_t>();
    meeting.began_at = row.take<std::optional<Timestamp>>();
    meeting.closed_at = row.take<std::optional<Timestamp>>();
    meeting.quorum_percent = row.take<std::optional<std::int64_t>>();
    meeting.cancelled_why = row.take<std::string>();
    draft.is_example = row.take<bool>();
    meeting.created_at = row.take<Timestamp>();
    meeting.updated_at = row.take<Timestamp>();
    meeting.version = row.take<std::int64_t>();
    return meeting;
}

} // namespace

std::optional<Meeting> meeting_by_id(db::Reader& reader, const NetworkId& network, const MeetingId& id)
{
    return reader.first(R"sql(
        SELECT id, slug, kind, village_id, group_id, state, title, description, begins, ends, starts_at, ends_at,
               place_village_id, place_name, video_url, audience, led_by, reminder_days, reminded_for,
               invites_municipality, invites_advisers, invited_at, sequence, began_at, closed_at, quorum_percent,
               cancelled_why, is_example, created_at, updated_at, version
        FROM meetings WHERE network_id = :network AND id = :id)sql",
                        {{"network", network}, {"id", id}}, read_meeting);
}

std::optional<Meeting> lock_meeting(db::Tx& tx, const NetworkId& network, const MeetingId& id)
{
    return tx.first(R"sql(
        SELECT id, slug, kind, village_id, group_id, state, title, description, begins, ends, starts_at, ends_at,
               place_village_id, place_name, video_url, audience, led_by, reminder_days, reminded_for,
               invites_municipality, invites_advisers, invited_at, sequence, began_at, closed_at, quorum_percent,
               cancelled_why, is_example, created_at, updated_at, version
        FROM meetings WHERE network_id = :network AND id = :id FOR UPDATE)sql",
                    {{"network", network}, {"id", id}}, read_meeting);
}

std::optional<Meeting> meeting_by_slug(db::Reader& reader, const NetworkId& network, std::string_view slug)
{
    return reader.first(R"sql(
        SELECT id, slug, kind, village_id, group_id, state, title, description, begins, ends, starts_at, ends_at,
               place_village_id, place_name, video_url, audience, led_by, reminder_days, reminded_for,
               invites_municipality, invites_advisers, invited_at, sequence, began_at, closed_at, quorum_percent,
               cancelled_why, is_example, created_at, updated_at, version
        FROM meetings WHERE network_id = :network AND slug = :slug)sql",
                        {{"network", network}, {"slug", slug}}, read_meeting);
}

std::vector<Meeting> coming_meetings(db::Reader& reader, const NetworkId& network)
{
    return reader.list(R"sql(
        SELECT id, slug, kind, village_id, group_id, state, title, description, begins, ends, starts_at, ends_at,
               place_village_id, place_name, video_url, audience, led_by, reminder_days, reminded_for,
               invites_municipality, invites_advisers, invited_at, sequence, began_at, closed_at, quorum_percent,
               cancelled_why, is_example, created_at, updated_at, version
        FROM meetings
        WHERE network_id = :network AND state IN ('planning', 'invited', 'running')
        ORDER BY CASE WHEN starts_at IS NULL THEN 1 ELSE 0 END, starts_at, id)sql",
                       {{"network", network}}, read_meeting);
}

std::vector<Meeting> past_meetings(db::Reader& reader, const NetworkId& network, std::int64_t most,
                                   std::int64_t offset)
{
    return reader.list(R"sql(
        SELECT id, slug, kind, village_id, group_id, state, title, description, begins, ends, starts_at, ends_at,
               place_village_id, place_name, video_url, audience, led_by, reminder_days, reminded_for,
               invites_municipality, invites_advisers, invited_at, sequence, began_at, closed_at, quorum_percent,
               cancelled_why, is_example, created_at, updated_at, version
        FROM meetings
        WHERE network_id = :network AND (state = 'held' OR state = 'cancelled')
        ORDER BY CASE WHEN starts_at IS NULL THEN updated_at ELSE starts_at END DESC, id
        LIMIT :most OFFSET :offset)sql",
                       {{"network", network}, {"most", most}, {"offset", offset}}, read_meeting);
}

std::vector<Meeting> meetings_of_group(db::Reader& reader, const NetworkId& network, const GroupId& group)
{
    return reader.list(R"sql(
        SELECT id, slug, kind, village_id, group_id, state, title, description, begins, ends, starts_at, ends_at,
               place_village_id, place_name, video_url, audience, led_by, reminder_days, reminded_for,
               invites_municipality, invites_advisers, invited_at, sequence, began_at, closed_at, quorum_percent,
               cancelled_why, is_example, created_at, updated_at, version
        FROM meetings WHERE network_id = :network AND group_id = :group
        ORDER BY CASE WHEN starts_at IS NULL THEN 1 ELSE 0 END, starts_at, id)sql",
                       {{"network", network}, {"group", group}}, read_meeting);
}

namespace store {

bool slug_is_free(db::Reader& reader, const NetworkId& network, std::string_view slug)
{
    return reader.count(R"sql(SELECT COUNT(*) FROM meetings WHERE network_id = :network AND slug = :slug)sql",
                        {{"network", network}, {"slug", slug}}) == 0;
}

void insert(db::Tx& tx, const NetworkId& network, const Meeting& meeting)
{
    const auto& draft = meeting.draft;
    tx.exec(R"sql(
        INSERT INTO meetings (network_id, id, slug, kind, village_id, group_id, state, title, description, begins, ends,
                              starts_at, ends_at, place_village_id, place_name, video_url, audience, led_by,
                              reminder_days, invites_municipality, invites_advisers, sequence, cancelled_why,
                              is_example, created_at, updated_at, version)
        VALUES (:network, :id, :slug, :kind, :village, :group, :state, :title, :description, :begins, :ends,
                :starts_at, :ends_at, :place_village, :place, :video, :audience, :led_by,
                :reminder, :municipality, :advisers, :sequence, '', :example, :now, :now, 1))sql",
            {{"network", network},
             {"id", meeting.id},
             {"slug", meeting.slug},
             {"kind", to_text(draft.kind)},
             {"village", draft.village},
             {"group", draft.group},
             {"state", to_text(meeting.state)},
             {"title", draft.title},
             {"description", draft.description},
             {"begins", iso_of(draft.when, &LocalSpan::begin)},
             {"ends", iso_of(draft.when, &LocalSpan::end)},
             {"starts_at", meeting.starts_at},
             {"ends_at", meeting.ends_at},
             {"place_village", draft.place_village},
             {"place", draft.place_name},
             {"video", draft.video_url},
             {"audience", to_text(draft.audience)},
             {"led_by", draft.led_by},
             {"reminder", draft.reminder_days},
             {"municipality", meeting.invites_municipality},
             {"advisers", meeting.invites_advisers},
             {"sequence", meeting.sequence},
             {"example", draft.is_example},
             {"now", meeting.created_at}});
}

bool update(db::Tx& tx, const NetworkId& network, const Meeting& meeting)
{
    const auto& draft = meeting.draft;
    return tx.exec(R"sql(
        UPDATE meetings SET state = :state, title = :title, description = :description, begins = :begins, ends = :ends,
            starts_at = :starts_at, ends_at = :ends_at, place_village_id = :place_village, place_name = :place,
            video_url = :video, audience = :audience, led_by = :led_by, reminder_days = :reminder,
            reminded_for = :reminded, invites_municipality = :municipality, invites_advisers = :advisers,
            invited_at = :invited, sequence = :sequence, began_at = :began, closed_at = :closed,
            quorum_percent = :quorum, cancelled_why = :why, updated_at = :now, version = version + 1
        WHERE network_id = :network AND id = :id AND version = :version)sql",
                   {{"network", network},
                    {"id", meeting.id},
                    {"version", meeting.version},
                    {"state", to_text(meeting.state)},
                    {"title", draft.title},
                    {"description", draft.description},
                    {"begins", iso_of(draft.when, &LocalSpan::begin)},
                    {"ends", iso_of(draft.when, &LocalSpan::end)},
                    {"starts_at", meeting.starts_at},
                    {"ends_at", meeting.ends_at},
                    {"place_village", draft.place_village},
                    {"place", draft.place_name},
                    {"video", draft.video_url},
                    {"audience", to_text(draft.audience)},
                    {"led_by", draft.led_by},
                    {"reminder", draft.reminder_days},
                    {"reminded", meeting.reminded_for},
                    {"municipality", meeting.invites_municipality},
                    {"advisers", meeting.invites_advisers},
                    {"invited", meeting.invited_at},
                    {"sequence", meeting.sequence},
                    {"began", meeting.began_at},
                    {"closed", meeting.closed_at},
                    {"quorum", meeting.quorum_percent},
                    {"why", meeting.cancelled_why},
                    {"now", meeting.updated_at}}) == 1;
}

void set_reminded(db::Tx& tx, const NetworkId& network, const Meeting& meeting)
{
    tx.exec(R"sql(UPDATE meetings SET reminded_for = :moment WHERE network_id = :network AND id = :id)sql",
            {{"network", network}, {"id", meeting.id}, {"moment", meeting.starts_at}});
}

void remove(db::Tx& tx, const NetworkId& network, const MeetingId& id)
{
    tx.exec(R"sql(DELETE FROM meetings WHERE network_id = :network AND id = :id)sql",
            {{"network", network}, {"id", id}});
}

} // namespace store

} // namespace dorfnetz::meetings
