#include "features/meetings/attendance_store.hpp"

#include <algorithm>
#include <map>

namespace dorfnetz::meetings {

std::vector<Voter> voters_of(db::Reader& reader, const NetworkId& network, const MeetingId& id)
{
    auto voters = reader.list(R"sql(
        SELECT village_id, organisation_id, presence, represented_by, proxy_village_id
        FROM meeting_voters WHERE network_id = :network AND meeting_id = :meeting ORDER BY village_id)sql",
                              {{"network", network}, {"meeting", id}}, [](db::Row& row) {
                                  Voter voter;
                                  voter.village = row.take<VillageId>();
                                  voter.organisation = row.take<OrganisationId>();
                                  voter.presence = presence_from_text(row.take<std::string>()).value();
                                  voter.represented_by = row.take<std::string>();
                                  voter.proxy = row.take<std::optional<VillageId>>();
                                  return voter;
                              });
    std::map<VillageId, std::size_t> places;
    for (const auto& village : villages::villages_of(reader, network))
        places.emplace(village.id, places.size());
    std::ranges::stable_sort(voters, {}, [&](const Voter& voter) {
        const auto found = places.find(voter.village);
        return found == places.end() ? places.size() : found->second;
    });
    return voters;
}

std::vector<Attendee> attendees_of(db::Reader& reader, const NetworkId& network, const MeetingId& id)
{
    return reader.list(R"sql(
        SELECT id, name, for_whom FROM meeting_attendees
        WHERE network_id = :network AND meeting_id = :meeting ORDER BY id)sql",
                       {{"network", network}, {"meeting", id}}, [](db::Row& row) {
                           Attendee attendee;
                           attendee.id = row.take<AttendeeId>();
                           attendee.name = row.take<std::string>();
                           attendee.for_whom = row.take<std::string>();
                           return attendee;
                       });
}

namespace store {

void insert_voter(db::Tx& tx, const NetworkId& network, const MeetingId& meeting, const Voter& voter)
{
    tx.exec(R"sql(
        INSERT INTO meeting_voters (network_id, meeting_id, meeting_kind, village_id, organisation_id, presence,
                                    represented_by, proxy_village_id, proxy_presence)
        VALUES (:network, :meeting, 'network', :village, :organisation, :presence, :represented, :proxy,
                :proxy_presence))sql",
            {{"network", network},
             {"meeting", meeting},
             {"village", voter.village},
             {"organisation", voter.organisation},
             {"presence", to_text(voter.presence)},
             {"represented", voter.represented_by},
             {"proxy", voter.proxy},
             {"proxy_presence", voter.proxy ? std::optional<std::string_view>("delegate") : std::nullopt}});
}

void update_voter(db::Tx& tx, const NetworkId& network, const MeetingId& meeting, const Voter& voter)
{
    tx.exec(R"sql(
        UPDATE meeting_voters SET presence = :presence, represented_by = :represented, proxy_village_id = :proxy,
            proxy_presence = :proxy_presence
        WHERE network_id = :network AND meeting_id = :meeting AND village_id = :village)sql",
            {{"network", network},
             {"meeting", meeting},
             {"village", voter.village},
             {"presence", to_text(voter.presence)},
             {"represented", voter.represented_by},
             {"proxy", voter.proxy},
             {"proxy_presence", voter.proxy ? std::optional<std::string_view>("delegate") : std::nullopt}});
}

void remove_absent_voters(db::Tx& tx, const NetworkId& network, const MeetingId& meeting)
{
    tx.exec(R"sql(
        DELETE FROM meeting_voters WHERE network_id = :network AND meeting_id = :meeting AND presence = '')sql",
            {{"network", network}, {"meeting", meeting}});
}

void insert_attendee(db::Tx& tx, const NetworkId& network, const Meeting& meeting, const Attendee& attendee,
                     Timestamp now)
{
    tx.exec(R"sql(
        INSERT INTO meeting_attendees (network_id, id, meeting_id, meeting_began_at, name, for_whom, created_at)
        VALUES (:network, :id, :meeting, :began, :name, :for_whom, :now))sql",
            {{"network", network},
             {"id", attendee.id},
             {"meeting", meeting.id},
             {"began", meeting.began_at},
             {"name", attendee.name},
             {"for_whom", attendee.for_whom},
             {"now", now}});
}

bool remove_attendee(db::Tx& tx, const NetworkId& network, const MeetingId& meeting, const AttendeeId& id)
{
    return tx.exec(R"sql(
        DELETE FROM meeting_attendees
        WHERE network_id = :network AND meeting_id = :meeting AND id = :id)sql",
                   {{"network", network}, {"meeting", meeting}, {"id", id}}) == 1;
}

} // namespace store

} // namespace dorfnetz::meetings
