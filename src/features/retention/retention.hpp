#pragma once

#include "features/people/api.hpp"
#include "features/retention/api.hpp"
#include "features/retention/notices_store.hpp"
#include "features/retention/rules.hpp"

#include <map>

namespace dorfnetz::retention {

// Everything that a run would do, worked out from one consistent view of the data.
struct Plan
{
    std::vector<people::DueEntry> announce; // newly silent; `at` is when we last heard of them
    std::vector<store::Notice> waiting;     // announced, the one whose wait ends first before the others
    std::vector<people::PersonId> retract;  // announced, but heard of since
    std::map<std::string_view, std::vector<people::PersonId>> erase; // by the key of the rule
    std::map<std::string_view, std::int64_t> sweep;                  // of rules that delete rows, not people

    struct
    {
        std::vector<accounts::IdleAccount> announce;
        std::vector<accounts::IdleAccount> waiting; // announced
        std::vector<accounts::IdleAccount> erase;
    } accounts = {};

    std::map<std::string_view, std::optional<Timestamp>> next; // when a rule has something to do again
};

// How much of it a rule concerns.
Planned planned_by(const Rule& rule, const Plan& plan);

Plan plan_of(db::Reader& reader, const web::Network& network, Timestamp now);

// Before this moment nobody needs to know who did what.
Timestamp audit_details_end(const web::Network& network, Timestamp now);

// ---- The stop switch ----

struct Stop
{
    std::string reason;
    std::string by; // name
    std::string at; // as stored
};

std::optional<Stop> stop_of(const web::Network& network);
// Nothing is deleted or announced in the network until it goes on.
void stop(db::Tx& tx, const web::Context& context, std::string_view reason);
// Every wait begins anew, so that nothing is deleted unseen the night after.
void go_on(db::Tx& tx, const web::Context& context);

// ---- Keeping an entry that was announced ----

// Err::missing if nothing is announced. `context.actor` answers for it; a visitor is the person with the
// link.
Result<Done> keep_entry(db::Tx& tx, const web::Context& context, const people::PersonId& person);

// "/behalten/…": where the person says that the entry is to stay; for this announcement only.
std::string keeping_path(const web::Environment& environment, const NetworkId& network,
                         const store::Notice& notice);
// Whose link this is; nothing if it is none of ours or belongs to an older announcement.
std::optional<people::PersonId> person_of_link(db::Reader& reader, const web::Context& context,
                                               std::string_view token);

} // namespace dorfnetz::retention
