#include "features/date_polls/polls_store.hpp"

namespace dorfnetz::date_polls::store {

namespace {

Poll read_poll(db::Row& row)
{
    Poll poll;
    poll.id = row.take<PollId>();
    poll.meeting = row.take<MeetingId>();
    poll.state = row.take<std::string>() == "open" ? State::open : State::closed;
    poll.note = row.take<std::string>();
    poll.answer_by = row.take<Date>();
    poll.closed_at = row.take<std::optional<Timestamp>>();
    poll.names_gone = row.take<bool>();
    poll.version = row.take<std::int64_t>();
    return poll;
}

std::string_view to_text(State state)
{
    return state == State::open ? "open" : "closed";
}

Invitation read_invitation(db::Row& row)
{
    Invitation invitation;
    invitation.poll = row.take<PollId>();
    const auto organisation = row.take<std::optional<OrganisationId>>();
    const auto person = row.take<std::optional<people::PersonId>>();
    const auto user = row.take<std::optional<web::UserId>>();
    invitation.who = groups::who_from(organisation, person, user).value_or(web::UserId{});
    invitation.reminded_at = row.take<std::optional<Timestamp>>();
    return invitation;
}

calendar::LocalTime time_from(const std::string& text)
{
    return calendar::local_time_from_iso(text).value_or(calendar::LocalTime{});
}

} // namespace

std::optional<Poll> poll_by_id(db::Reader& reader, const NetworkId& network, const PollId& id)
{
    return reader.first(R"sql(
        SELECT id, meeting_id, state, note, answer_by, closed_at, names_gone, version
        FROM date_polls WHERE network_id = :network AND id = :id)sql",
                        {{"network", network}, {"id", id}}, read_poll);
}

std::optional<Poll> poll_of_meeting(db::Reader& reader, const NetworkId& network, const MeetingId& meeting)
{
    return reader.first(R"sql(
        SELECT id, meeting_id, state, note, answer_by, closed_at, names_gone, version
        FROM date_polls WHERE network_id = :network AND meeting_id = :meeting)sql",
                        {{"network", network}, {"meeting", meeting}}, read_poll);
}

std::optional<Poll> poll_by_link(db::Reader& reader, const NetworkId& network, std::string_view link_hash)
{
    return reader.first(R"sql(
        SELECT id, meeting_id, state, note, answer_by, closed_at, names_gone, version
        FROM date_polls WHERE network_id = :network AND link_hash = :hash)sql",
                        {{"network", network}, {"hash", link_hash}}, read_poll);
}

std::vector<Poll> open_polls(db::Reader& reader, const NetworkId& network)
{
    return reader.list(R"sql(
        SELECT id, meeting_id, state, note, answer_by, closed_at, names_gone, version
        FROM date_polls WHERE network_id = :network AND state = 'open' ORDER BY id)sql",
                       {{"network", network}}, read_poll);
}

std::vector<Poll> polls_with_old_names(db::Reader& reader, const NetworkId& network, Timestamp before)
{
    return reader.list(R"sql(
        SELECT id, meeting_id, state, note, answer_by, closed_at, names_gone, version
        FROM date_polls
        WHERE network_id = :network AND state = 'closed' AND names_gone = 0 AND closed_at < :before
        ORDER BY id)sql",
                       {{"network", network}, {"before", before}}, read_poll);
}

bool insert_poll(db::Tx& tx, const NetworkId& network, const Poll& poll, std::string_view link_hash,
                 Timestamp now)
{
    return tx.exec(R"sql(
        INSERT INTO date_polls (network_id, id, meeting_id, state, note, answer_by, link_hash, created_at, version)
        VALUES (:network, :id, :meeting, 'open', :note, :answer_by, :hash, :now, 1)
        ON CONFLICT DO NOTHING)sql",
                   {{"network", network},
                    {"id", poll.id},
                    {"meeting", poll.meeting},
                    {"note", poll.note},
                    {"answer_by", poll.answer_by},
                    {"hash", link_hash},
                    {"now", now}}) == 1;
}

std::optional<Poll> lock_poll(db::Tx& tx, const NetworkId& network, const PollId& id)
{
    tx.exec(R"sql(UPDATE date_polls SET version = version WHERE network_id = :network AND id = :id)sql",
            {{"network", network}, {"id", id}});
    return poll_by_id(tx, network, id);
}

bool update_poll(db::Tx& tx, const NetworkId& network, const Poll& poll)
{
    return tx.exec(R"sql(
        UPDATE date_polls SET state = :state, note = :note, answer_by = :answer_by, closed_at = :closed,
            version = version + 1
        WHERE network_id = :network AND id = :id AND version = :version)sql",
                   {{"network", network},
                    {"id", poll.id},
                    {"version", poll.version},
                    {"state", to_text(poll.state)},
                    {"note", poll.note},
                    {"answer_by", poll.answer_by},
                    {"closed", poll.closed_at}}) == 1;
}

void forget_names(db::Tx& tx, const NetworkId& network, const PollId& id)
{
    tx.exec(R"sql(
        UPDATE date_poll_replies SET name = '', person_id = NULL, user_id = NULL
        WHERE network_id = :network AND poll_id = :poll)sql",
            {{"network", network}, {"poll", id}});
    tx.exec(R"sql(DELETE FROM date_poll_invitations WHERE network_id = :network AND poll_id = :poll)sql",
            {{"network", network}, {"poll", id}});
    tx.exec(R"sql(UPDATE date_polls SET names_gone = 1 WHERE network_id = :network AND id = :poll)sql",
            {{"network", network}, {"poll", id}});
}

std::vector<Option> options_of(db::Reader& reader, const NetworkId& network, const PollId& id)
{
    return reader.list(R"sql(
        SELECT id, begins, ends, is_chosen FROM date_poll_options
        WHERE network_id = :network AND poll_id = :poll ORDER BY begins, ends)sql",
                       {{"network", network}, {"poll", id}}, [](db::Row& row) {
                           Option option;
                           option.id = row.take<OptionId>();
                           option.when.begin = time_from(row.take<std::string>());
                           option.when.end = time_from(row.take<std::string>());
                           option.is_chosen = row.take<bool>();
                           return option;
                       });
}

void insert_option(db::Tx& tx, const NetworkId& network, const PollId& id, const Option& option)
{
    tx.exec(R"sql(
        INSERT INTO date_poll_options (network_id, poll_id, id, begins, ends)
        VALUES (:network, :poll, :id, :begins, :ends) ON CONFLICT DO NOTHING)sql",
            {{"network", network},
             {"poll", id},
             {"id", option.id},
             {"begins", calendar::to_iso(option.when.begin)},
             {"ends", calendar::to_iso(option.when.end)}});
}

bool delete_option(db::Tx& tx, const NetworkId& network, const PollId& id, const OptionId& option)
{
    return tx.exec(R"sql(
        DELETE FROM date_poll_options
        WHERE network_id = :network AND poll_id = :poll AND id = :option)sql",
                   {{"network", network}, {"poll", id}, {"option", option}}) == 1;
}

void set_chosen(db::Tx& tx, const NetworkId& network, const PollId& id, const std::optional<OptionId>& option)
{
    tx.exec(R"sql(
        UPDATE date_poll_options SET is_chosen = 0
        WHERE network_id = :network AND poll_id = :poll AND is_chosen = 1)sql",
            {{"network", network}, {"poll", id}});
    if (option)
        tx.exec(R"sql(
            UPDATE date_poll_options SET is_chosen = 1
            WHERE network_id = :network AND poll_id = :poll AND id = :option)sql",
                {{"network", network}, {"poll", id}, {"option", *option}});
}

std::vector<Invitation> invitations_of(db::Reader& reader, const NetworkId& network, const PollId& id)
{
    return reader.list(R"sql(
        SELECT poll_id, organisation_id, person_id, user_id, reminded_at FROM date_poll_invitations
        WHERE network_id = :network AND poll_id = :poll ORDER BY link_hash)sql",
                       {{"network", network}, {"poll", id}}, read_invitation);
}

std::vector<Invitation> invitations_of_people(db::Reader& reader, const NetworkId& network)
{
    return reader.list(R"sql(
        SELECT poll_id, organisation_id, person_id, user_id, reminded_at FROM date_poll_invitations
        WHERE network_id = :network AND person_id IS NOT NULL ORDER BY link_hash)sql",
                       {{"network", network}}, read_invitation);
}

std::optional<Invitation> invitation_by_link(db::Reader& reader, const NetworkId& network,
                                             std::string_view link_hash)
{
    return reader.first(R"sql(
        SELECT poll_id, organisation_id, person_id, user_id, reminded_at FROM date_poll_invitations
        WHERE network_id = :network AND link_hash = :hash)sql",
                        {{"network", network}, {"hash", link_hash}}, read_invitation);
}

bool insert_invitation(db::Tx& tx, const NetworkId& network, const Invitation& invitation,
                       std::string_view link_hash, Timestamp now)
{
    const auto organisation = groups::as<OrganisationId>(invitation.who);
    const auto person = groups::as<people::PersonId>(invitation.who);
    const auto user = groups::as<web::UserId>(invitation.who);
    return tx.exec(R"sql(
        INSERT INTO date_poll_invitations (network_id, poll_id, organisation_id, person_id, user_id, link_hash, invited_at)
        VALUES (:network, :poll, :organisation, :person, :user, :hash, :now) ON CONFLICT DO NOTHING)sql",
                   {{"network", network},
                    {"poll", invitation.poll},
                    {"organisation", organisation},
                    {"person", person},
                    {"user", user},
                    {"hash", link_hash},
                    {"now", now}}) == 1;
}

void delete_invitations_of(db::Tx& tx, const NetworkId& network, const people::PersonId& person)
{
    tx.exec(R"sql(DELETE FROM date_poll_invitations WHERE network_id = :network AND person_id = :person)sql",
            {{"network", network}, {"person", person}});
}

void set_reminded(db::Tx& tx, const NetworkId& network, std::string_view link_hash, Timestamp now)
{
    tx.exec(R"sql(
        UPDATE date_poll_invitations SET reminded_at = :now
        WHERE network_id = :network AND link_hash = :hash)sql",
            {{"network", network}, {"hash", link_hash}, {"now", now}});
}

} // namespace dorfnetz::date_polls::store
