#pragma once

#include "accounts/deleting.hpp"
#include "features/people/api.hpp"
#include "foundation/core/clock.hpp"
#include "foundation/core/german.hpp"
#include "foundation/core/result.hpp"
#include "foundation/db/db.hpp"
#include "foundation/i18n/i18n.hpp"
#include "foundation/web/environment.hpp"
#include "foundation/web/network.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dorfnetz::retention {

// So many nights, and a copy from before a migration so many days. Stands here since operations, which keeps
// to it, is built on the features.
inline constexpr std::chrono::days backups_kept{14};

// What happens when the time is over.
enum class Manner {
    at_once,   // deleted on its day
    announced, // told to person and coordination first, deleted after a wait
    by_itself, // deleted by its owner for the whole installation; nothing to stop here
};

enum class Unit { days, months, years };

// How long what is kept, and why.
struct Rule
{
    std::string_view key;
    German what;
    German from; // the day from which it counts
    int amount = 0;
    Unit unit = Unit::days;
    Manner manner = Manner::by_itself;
    German why; // with the law
};

std::span<const Rule> rules();
std::string period_text(i18n::Language language, const Rule& rule);

// How much each rule concerns now.
struct Planned
{
    const Rule* rule = nullptr;
    std::int64_t to_announce = 0;
    std::int64_t waiting = 0; // announced, the wait is not over
    std::int64_t to_delete = 0;
};

// What a run would do now, rule by rule; changes nothing.
std::vector<Planned> dry_run(db::Reader& reader, const web::Network& network, Timestamp now);

// What the nightly job does: announces, asks, deletes; nothing at all where the network has stopped it.
// Answers what was done.
std::vector<Planned> run(web::Environment& environment, const web::Network& network,
                         const people::Elsewheres& elsewhere, const accounts::AccountMentions& mentions);

// Empties who did something, where it was this account (accounts::AccountMentions).
void forget_account(db::Tx& tx, const NetworkId& network, const web::UserId& user);

} // namespace dorfnetz::retention
