#pragma once

#include "features/decisions/rules.hpp"

#include <vector>

// Votes as they are kept. What a village chose in a secret vote is nowhere.
namespace dorfnetz::decisions::store {

struct Vote
{
    VillageId village = {};
    Choice choice = Choice::yes;
    bool is_typed_in = false;                // by who leads the meeting
    std::optional<web::UserId> cast_by = {}; // until the account is deleted
};

// ---- Open votes ----

// False if the village has voted already.
bool insert_vote(db::Tx& tx, const NetworkId& network, const Motion& motion, const Vote& vote, Timestamp now);
std::vector<Vote> votes_of(db::Reader& reader, const NetworkId& network, const MotionId& motion);
void delete_votes(db::Tx& tx, const NetworkId& network, const MotionId& motion);
Counts counted(const std::vector<Vote>& votes);

// ---- Secret votes, as long as they are open ----

// Who carries whose vote, from opening on. As long as it is kept, nobody comes, goes or gets a proxy.
void insert_carriers(db::Tx& tx, const NetworkId& network, const Motion& motion,
                     const std::vector<meetings::Voter>& voters, const Carriers& carriers);
Carriers carriers_of(db::Reader& reader, const NetworkId& network, const MotionId& motion);
// Notes that the village has voted, and counts what was chosen. False if the village has voted already.
bool count_secretly(db::Tx& tx, const NetworkId& network, const Motion& motion, const VillageId& village,
                    Choice choice);
std::vector<VillageId> turnout_of(db::Reader& reader, const NetworkId& network, const MotionId& motion);
// Takes all of it out and answers what was counted.
Counts take_counts(db::Tx& tx, const NetworkId& network, const MotionId& motion);

// Who cast votes, where it was this account; likewise who entered motions.
void forget_account(db::Tx& tx, const NetworkId& network, const web::UserId& user);

// Writes what is left of secret votes anew, so that no former state of a row can be dug out. SQLite does it
// with its whole file (db::Pool::maintain); this is PostgreSQL's part.
void rewrite_secret_tables(db::Tx& tx);
// The first thing that a transaction does which works with secret votes. To one that began before them,
// tables that were written anew look empty on PostgreSQL.
void wait_for_rewriting(db::Tx& tx);

} // namespace dorfnetz::decisions::store
