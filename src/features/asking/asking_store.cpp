#include "features/asking/asking_store.hpp"

#include "features/asking/fitting_store.hpp"

namespace dorfnetz::asking::store {

namespace {

Search read_search(db::Row& row)
{
    Search search{.shift = row.take<ShiftId>()};
    search.state = state_from_text(row.take<std::string>()).value_or(State::ended);
    search.ended = ended_from_text(row.take<std::string>()).value_or(Ended::by_hand);
    search.at_once = row.take<std::int64_t>();
    search.wait = std::chrono::hours(row.take<std::int64_t>());
    search.message = row.take<std::string>();
    search.asker = row.take<std::optional<web::UserId>>();
    search.wave = row.take<std::int64_t>();
    search.wave_at = row.take<std::optional<Timestamp>>();
    search.version = row.take<std::int64_t>();
    return search;
}

Asked read_asked(db::Row& row)
{
    Asked asked{.shift = row.take<ShiftId>(), .person = row.take<PersonId>()};
    asked.turn = row.take<std::int64_t>();
    asked.channel = channel_from_text(row.take<std::string>()).value_or(Channel::phone);
    asked.answer = answer_from_text(row.take<std::string>()).value_or(Answer::left_out);
    asked.asked_at = row.take<std::optional<Timestamp>>();
    asked.answered_at = row.take<std::optional<Timestamp>>();
    asked.again_at = row.take<std::optional<Timestamp>>();
    asked.printed_at = row.take<std::optional<Timestamp>>();
    return asked;
}

Wish read_wish(db::Row& row)
{
    return {.days_between = row.take<std::int64_t>(), .not_before = row.take<std::optional<Date>>()};
}

} // namespace

std::optional<Search> search_of(db::Reader& reader, const NetworkId& network, const ShiftId& shift)
{
    return reader.first(R"sql(
        SELECT shift_id, state, ended_because, at_once, wait_hours, message, asker_id, wave, wave_at, version
        FROM searches WHERE network_id = :network AND shift_id = :shift)sql",
                        {{"network", network}, {"shift", shift}}, read_search);
}

std::optional<Search> lock(db::Tx& tx, const NetworkId& network, const ShiftId& shift)
{
    tx.exec(
        R"sql(UPDATE searches SET version = version WHERE network_id = :network AND shift_id = :shift)sql",
        {{"network", network}, {"shift", shift}});
    return search_of(tx, network, shift);
}

std::vector<Search> searches_in(db::Reader& reader, const NetworkId& network, State state)
{
    return reader.list(R"sql(
        SELECT shift_id, state, ended_because, at_once, wait_hours, message, asker_id, wave, wave_at, version
        FROM searches WHERE network_id = :network AND state = :state ORDER BY created_at, shift_id)sql",
                       {{"network", network}, {"state", to_text(state)}}, read_search);
}

std::vector<Search> all_searches(db::Reader& reader, const NetworkId& network)
{
    return reader.list(R"sql(
        SELECT shift_id, state, ended_because, at_once, wait_hours, message, asker_id, wave, wave_at, version
        FROM searches WHERE network_id = :network ORDER BY created_at, shift_id)sql",
                       {{"network", network}}, read_search);
}

bool insert(db::Tx& tx, const NetworkId& network, const Search& search, Timestamp now)
{
    return tx.exec(R"sql(
        INSERT INTO searches (network_id, shift_id, state, ended_because, at_once, wait_hours, message, asker_id,
                              wave, wave_at, created_at, version)
        VALUES (:network, :shift, :state, :ended, :at_once, :wait, :message, :asker, :wave, :wave_at, :now, 1)
        ON CONFLICT (network_id, shift_id) DO NOTHING)sql",
                   {{"network", network},
                    {"shift", search.shift},
                    {"state", to_text(search.state)},
                    {"ended", to_text(search.ended)},
                    {"at_once", search.at_once},
                    {"wait", search.wait.count()},
                    {"message", search.message},
                    {"asker", search.asker},
                    {"wave", search.wave},
                    {"wave_at", search.wave_at},
                    {"now", now}}) > 0;
}

void update(db::Tx& tx, const NetworkId& network, const Search& search)
{
    tx.exec(R"sql(
        UPDATE searches SET state = :state, ended_because = :ended, at_once = :at_once, wait_hours = :wait,
                            message = :message, asker_id = :asker, wave = :wave, wave_at = :wave_at,
                            version = version + 1
        WHERE network_id = :network AND shift_id = :shift)sql",
            {{"network", network},
             {"shift", search.shift},
             {"state", to_text(search.state)},
             {"ended", to_text(search.ended)},
             {"at_once", search.at_once},
             {"wait", search.wait.count()},
             {"message", search.message},
             {"asker", search.asker},
             {"wave", search.wave},
             {"wave_at", search.wave_at}});
}

void forget_asker(db::Tx& tx, const NetworkId& network, const web::UserId& asker)
{
    tx.exec(R"sql(UPDATE searches SET asker_id = NULL WHERE network_id = :network AND asker_id = :asker)sql",
            {{"network", network}, {"asker", asker}});
}

void remove(db::Tx& tx, const NetworkId& network, const ShiftId& shift)
{
    tx.exec(R"sql(DELETE FROM asked_people WHERE network_id = :network AND shift_id = :shift)sql",
            {{"network", network}, {"shift", shift}});
    tx.exec(R"sql(DELETE FROM searches WHERE network_id = :network AND shift_id = :shift)sql",
            {{"network", network}, {"shift", shift}});
}

std::optional<Asked> asked_one(db::Reader& reader, const NetworkId& network, const ShiftId& shift,
                               const PersonId& person)
{
    return reader.first(R"sql(
        SELECT shift_id, person_id, turn, channel, state, asked_at, answered_at, again_at, printed_at
        FROM asked_people WHERE network_id = :network AND shift_id = :shift AND person_id = :person)sql",
                        {{"network", network}, {"shift", shift}, {"person", person}}, read_asked);
}

std::vector<Asked> asked_for(db::Reader& reader, const NetworkId& network, const ShiftId& shift)
{
    return reader.list(R"sql(
        SELECT shift_id, person_id, turn, channel, state, asked_at, answered_at, again_at, printed_at
        FROM asked_people WHERE network_id = :network AND shift_id = :shift ORDER BY turn, person_id)sql",
                       {{"network", network}, {"shift", shift}}, read_asked);
}

std::optional<Asked> asked_by_link(db::Reader& reader, const NetworkId& network, std::string_view link_hash)
{
    return reader.first(R"sql(
        SELECT shift_id, person_id, turn, channel, state, asked_at, answered_at, again_at, printed_at
        FROM asked_people WHERE network_id = :network AND link_hash = :hash)sql",
                        {{"network", network}, {"hash", link_hash}}, read_asked);
}

std::vector<Asked> asked_of(db::Reader& reader, const NetworkId& network, const PersonId& person)
{
    return reader.list(R"sql(
        SELECT shift_id, person_id, turn, channel, state, asked_at, answered_at, again_at, printed_at
        FROM asked_people WHERE network_id = :network AND person_id = :person ORDER BY asked_at, shift_id)sql",
                       {{"network", network}, {"person", person}}, read_asked);
}

std::vector<Asked> asked_since(db::Reader& reader, const NetworkId& network, Timestamp since)
{
    return reader.list(R"sql(
        SELECT shift_id, person_id, turn, channel, state, asked_at, answered_at, again_at, printed_at
        FROM asked_people WHERE network_id = :network AND asked_at >= :since ORDER BY asked_at, person_id)sql",
                       {{"network", network}, {"since", since}}, read_asked);
}

std::vector<PersonId> people_in(db::Reader& reader, const NetworkId& network)
{
    return reader.list(R"sql(
        SELECT person_id FROM asked_people WHERE network_id = :network
        UNION SELECT person_id FROM asking_wishes WHERE network_id = :network
        UNION SELECT person_id FROM fitting_pages WHERE network_id = :network
        UNION SELECT person_id FROM not_for_me WHERE network_id = :network ORDER BY 1)sql",
                       {{"network", network}}, [](db::Row& row) { return row.take<PersonId>(); });
}

bool insert(db::Tx& tx, const NetworkId& network, const Asked& asked, std::string_view link_hash)
{
    return tx.exec(R"sql(
        INSERT INTO asked_people (network_id, shift_id, person_id, turn, channel, state, link_hash)
        VALUES (:network, :shift, :person, :turn, :channel, :state, :hash)
        ON CONFLICT (network_id, shift_id, person_id) DO NOTHING)sql",
                   {{"network", network},
                    {"shift", asked.shift},
                    {"person", asked.person},
                    {"turn", asked.turn},
                    {"channel", to_text(asked.channel)},
                    {"state", to_text(asked.answer)},
                    {"hash", link_hash}}) > 0;
}

void update(db::Tx& tx, const NetworkId& network, const Asked& asked)
{
    tx.exec(R"sql(
        UPDATE asked_people SET channel = :channel, state = :state, asked_at = :asked, answered_at = :answered,
                                again_at = :again, printed_at = :printed
        WHERE network_id = :network AND shift_id = :shift AND person_id = :person)sql",
            {{"network", network},
             {"shift", asked.shift},
             {"person", asked.person},
             {"channel", to_text(asked.channel)},
             {"state", to_text(asked.answer)},
             {"asked", asked.asked_at},
             {"answered", asked.answered_at},
             {"again", asked.again_at},
             {"printed", asked.printed_at}});
}

void move_person(db::Tx& tx, const NetworkId& network, const PersonId& from, const PersonId& to)
{
    const std::vector<db::Param> both{{"network", network}, {"before", from}, {"to", to}};
    tx.exec(R"sql(
        UPDATE asked_people SET person_id = :to WHERE network_id = :network AND person_id = :before
          AND NOT EXISTS (SELECT 1 FROM asked_people o WHERE o.network_id = asked_people.network_id
                          AND o.shift_id = asked_people.shift_id AND o.person_id = :to))sql",
            both);
    tx.exec(R"sql(
        UPDATE asking_wishes SET person_id = :to WHERE network_id = :network AND person_id = :before
          AND NOT EXISTS (SELECT 1 FROM asking_wishes o WHERE o.network_id = asking_wishes.network_id
                          AND o.person_id = :to))sql",
            both);
    move_fitting(tx, network, from, to);
    remove_person(tx, network, from);
}

void remove_person(db::Tx& tx, const NetworkId& network, const PersonId& person)
{
    tx.exec(R"sql(DELETE FROM asked_people WHERE network_id = :network AND person_id = :person)sql",
            {{"network", network}, {"person", person}});
    tx.exec(R"sql(DELETE FROM asking_wishes WHERE network_id = :network AND person_id = :person)sql",
            {{"network", network}, {"person", person}});
    remove_fitting(tx, network, person);
}

std::map<PersonId, Wish> wishes(db::Reader& reader, const NetworkId& network)
{
    std::map<PersonId, Wish> found;
    reader.each(R"sql(
        SELECT person_id, days_between, not_before FROM asking_wishes WHERE network_id = :network)sql",
                {{"network", network}}, [&](db::Row& row) {
                    const auto person = row.take<PersonId>();
                    found.emplace(person, read_wish(row));
                });
    return found;
}

std::optional<Wish> wish_of(db::Reader& reader, const NetworkId& network, const PersonId& person)
{
    return reader.first(R"sql(
        SELECT days_between, not_before FROM asking_wishes WHERE network_id = :network AND person_id = :person)sql",
                        {{"network", network}, {"person", person}}, read_wish);
}

void put_wish(db::Tx& tx, const NetworkId& network, const PersonId& person, const Wish& wish, Timestamp now)
{
    tx.exec(R"sql(
        INSERT INTO asking_wishes (network_id, person_id, days_between, not_before, changed_at)
        VALUES (:network, :person, :days, :not_before, :now)
        ON CONFLICT (network_id, person_id) DO UPDATE SET days_between = excluded.days_between,
            not_before = excluded.not_before, changed_at = excluded.changed_at)sql",
            {{"network", network},
             {"person", person},
             {"days", wish.days_between},
             {"not_before", wish.not_before},
             {"now", now}});
}

} // namespace dorfnetz::asking::store
