#include "features/decisions/votes_store.hpp"

#include <algorithm>

namespace dorfnetz::decisions::store {

namespace {

struct Turnout
{
    NetworkId network = {};
    MotionId motion = {};
    MeetingId meeting = {};
    VillageId village = {};
};

Turnout turnout_from(db::Row& row)
{
    Turnout turnout;
    turnout.network = row.take<NetworkId>();
    turnout.motion = row.take<MotionId>();
    turnout.meeting = row.take<MeetingId>();
    turnout.village = row.take<VillageId>();
    return turnout;
}

struct Counter
{
    NetworkId network = {};
    MotionId motion = {};
    MeetingId meeting = {};
    Counts counts = {};
};

Counter counter_from(db::Row& row)
{
    Counter counter;
    counter.network = row.take<NetworkId>();
    counter.motion = row.take<MotionId>();
    counter.meeting = row.take<MeetingId>();
    counter.counts.yes = row.take<std::int64_t>();
    counter.counts.no = row.take<std::int64_t>();
    counter.counts.abstained = row.take<std::int64_t>();
    return counter;
}

// False if the village has voted already.
bool insert_turnout(db::Tx& tx, const Turnout& turnout)
{
    return tx.exec(R"sql(
        INSERT INTO motion_turnout (network_id, motion_id, meeting_id, village_id, way, state)
        VALUES (:network, :motion, :meeting, :village, 'secret', 'open')
        ON CONFLICT (network_id, motion_id, village_id) DO NOTHING)sql",
                   {{"network", turnout.network},
                    {"motion", turnout.motion},
                    {"meeting", turnout.meeting},
                    {"village", turnout.village}}) == 1;
}

void add_to_counter(db::Tx& tx, const Counter& counter)
{
    tx.exec(R"sql(
        INSERT INTO motion_counts (network_id, motion_id, meeting_id, way, state, yes, no, abstained)
        VALUES (:network, :motion, :meeting, 'secret', 'open', :yes, :no, :abstained)
        ON CONFLICT (network_id, motion_id) DO UPDATE SET
            yes = motion_counts.yes + excluded.yes, no = motion_counts.no + excluded.no,
            abstained = motion_counts.abstained + excluded.abstained)sql",
            {{"network", counter.network},
             {"motion", counter.motion},
             {"meeting", counter.meeting},
             {"yes", counter.counts.yes},
             {"no", counter.counts.no},
             {"abstained", counter.counts.abstained}});
}

} // namespace

bool insert_vote(db::Tx& tx, const NetworkId& network, const Motion& motion, const Vote& vote, Timestamp now)
{
    return tx.exec(R"sql(
        INSERT INTO motion_votes (network_id, motion_id, meeting_id, village_id, way, state, choice, is_typed_in,
                                  cast_by, cast_at)
        VALUES (:network, :motion, :meeting, :village, 'open', 'open', :choice, :typed_in, :by, :now)
        ON CONFLICT (network_id, motion_id, village_id) DO NOTHING)sql",
                   {{"network", network},
                    {"motion", motion.id},
                    {"meeting", motion.meeting},
                    {"village", vote.village},
                    {"choice", to_text(vote.choice)},
                    {"typed_in", vote.is_typed_in},
                    {"by", vote.cast_by},
                    {"now", now}}) == 1;
}

std::vector<Vote> votes_of(db::Reader& reader, const NetworkId& network, const MotionId& motion)
{
    return reader.list(R"sql(
        SELECT village_id, choice, is_typed_in, cast_by FROM motion_votes
        WHERE network_id = :network AND motion_id = :motion ORDER BY village_id)sql",
                       {{"network", network}, {"motion", motion}}, [](db::Row& row) {
                           Vote vote;
                           vote.village = row.take<VillageId>();
                           vote.choice = choice_from_text(row.take<std::string>()).value();
                           vote.is_typed_in = row.take<bool>();
                           vote.cast_by = row.take<std::optional<web::UserId>>();
                           return vote;
                       });
}

void delete_votes(db::Tx& tx, const NetworkId& network, const MotionId& motion)
{
    tx.exec(R"sql(DELETE FROM motion_votes WHERE network_id = :network AND motion_id = :motion)sql",
            {{"network", network}, {"motion", motion}});
}

Counts counted(const std::vector<Vote>& votes)
{
    return {.yes = std::ranges::count(votes, Choice::yes, &Vote::choice),
            .no = std::ranges::count(votes, Choice::no, &Vote::choice),
            .abstained = std::ranges::count(votes, Choice::abstain, &Vote::choice)};
}

void insert_carriers(db::Tx& tx, const NetworkId& network, const Motion& motion,
                     const std::vector<meetings::Voter>& voters, const Carriers& carriers)
{
    for (const auto& voter : voters) {
        const auto carrier = carriers.find(voter.village);
        tx.exec(R"sql(
            INSERT INTO motion_carriers (network_id, motion_id, meeting_id, village_id, presence, proxy_village_id,
                                         carrier_id, way, state)
            VALUES (:network, :motion, :meeting, :village, :presence, :proxy, :carrier, 'secret', 'open'))sql",
                {{"network", network},
                 {"motion", motion.id},
                 {"meeting", motion.meeting},
                 {"village", voter.village},
                 {"presence", meetings::to_text(voter.presence)},
                 {"proxy", voter.proxy},
                 {"carrier", carrier == carriers.end() ? std::nullopt : std::optional(carrier->second)}});
    }
}

Carriers carriers_of(db::Reader& reader, const NetworkId& network, const MotionId& motion)
{
    Carriers carriers;
    reader.each(R"sql(
        SELECT village_id, carrier_id FROM motion_carriers
        WHERE network_id = :network AND motion_id = :motion AND carrier_id IS NOT NULL)sql",
                {{"network", network}, {"motion", motion}}, [&](db::Row& row) {
                    auto village = row.take<VillageId>();
                    carriers.emplace(std::move(village), row.take<VillageId>());
                });
    return carriers;
}

bool count_secretly(db::Tx& tx, const NetworkId& network, const Motion& motion, const VillageId& village,
                    Choice choice)
{
    if (!insert_turnout(
            tx, {.network = network, .motion = motion.id, .meeting = motion.meeting, .village = village}))
        return false;
    add_to_counter(tx, {.network = network,
                        .motion = motion.id,
                        .meeting = motion.meeting,
                        .counts = counted({{.village = village, .choice = choice}})});
    return true;
}

std::vector<VillageId> turnout_of(db::Reader& reader, const NetworkId& network, const MotionId& motion)
{
    return reader.list(R"sql(
        SELECT village_id FROM motion_turnout
        WHERE network_id = :network AND motion_id = :motion ORDER BY village_id)sql",
                       {{"network", network}, {"motion", motion}},
                       [](db::Row& row) { return row.take<VillageId>(); });
}

Counts take_counts(db::Tx& tx, const NetworkId& network, const MotionId& motion)
{
    tx.exec(R"sql(DELETE FROM motion_carriers WHERE network_id = :network AND motion_id = :motion)sql",
            {{"network", network}, {"motion", motion}});
    tx.exec(R"sql(DELETE FROM motion_turnout WHERE network_id = :network AND motion_id = :motion)sql",
            {{"network", network}, {"motion", motion}});
    return tx
        .returning(R"sql(
        DELETE FROM motion_counts WHERE network_id = :network AND motion_id = :motion
        RETURNING yes, no, abstained)sql",
                   {{"network", network}, {"motion", motion}},
                   [](db::Row& row) {
                       Counts counts;
                       counts.yes = row.take<std::int64_t>();
                       counts.no = row.take<std::int64_t>();
                       counts.abstained = row.take<std::int64_t>();
                       return counts;
                   })
        .value_or(Counts{});
}

void forget_account(db::Tx& tx, const NetworkId& network, const web::UserId& user)
{
    tx.exec(R"sql(UPDATE motion_votes SET cast_by = NULL WHERE network_id = :network AND cast_by = :user)sql",
            {{"network", network}, {"user", user}});
    tx.exec(
        R"sql(UPDATE motions SET created_by = NULL WHERE network_id = :network AND created_by = :user)sql",
        {{"network", network}, {"user", user}});
}

void wait_for_rewriting(db::Tx& tx)
{
    if (tx.engine() == db::Engine::postgresql)
        tx.exec(R"postgresql(LOCK TABLE motion_turnout, motion_counts IN ROW EXCLUSIVE MODE)postgresql", {});
}

void rewrite_secret_tables(db::Tx& tx)
{
    if (tx.engine() != db::Engine::postgresql)
        return;
    // Before anything is read: what is committed while this waits would be thrown away unseen.
    tx.exec(R"postgresql(LOCK TABLE motion_turnout, motion_counts IN ACCESS EXCLUSIVE MODE)postgresql", {});
    // TRUNCATE gives a table a new file and throws the old one away with all former states of its rows. What
    // other votes need that are open at the same time is put back, in the order of its keys.
    const auto turnout = tx.list(R"sql(
        SELECT network_id, motion_id, meeting_id, village_id FROM motion_turnout
        ORDER BY network_id, motion_id, village_id)sql",
                                 {}, turnout_from);
    const auto counters = tx.list(R"sql(
        SELECT network_id, motion_id, meeting_id, yes, no, abstained FROM motion_counts
        ORDER BY network_id, motion_id)sql",
                                  {}, counter_from);
    tx.exec(R"postgresql(TRUNCATE motion_turnout, motion_counts)postgresql", {});
    for (const auto& row : turnout)
        insert_turnout(tx, row);
    for (const auto& counter : counters)
        add_to_counter(tx, counter);
}

} // namespace dorfnetz::decisions::store
