#pragma once

#include "foundation/core/clock.hpp"
#include "foundation/core/id.hpp"
#include "foundation/core/random.hpp"
#include "foundation/db/db.hpp"
#include "foundation/web/actor.hpp"
#include "foundation/web/environment.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dorfnetz::web {
struct Context;
}

// The audit log: who viewed, exported or changed what is protected.
namespace dorfnetz::accounts {

// What happened. `details` may name persons and old and new values: they lie in a row of their own, which
// erasure deletes.
struct AuditEntry
{
    NetworkId network;
    web::UserId user;         // empty for the command line or a visitor
    std::string action;       // "contact.viewed", "people.exported", "grant.ended"
    std::string subject_kind; // "person", "organisation", "user" …
    std::string subject;      // id
    std::string details = {};
};

// Writes the entry in the transaction of what it tells about. For a page that shows contact data: before the
// answer is made.
void record(db::Tx& tx, const AuditEntry& entry, const Clock& clock, Random& random);
// That somebody did something with an account, often their own.
void note(db::Tx& tx, web::Environment& environment, const NetworkId& network, const web::UserId& by,
          std::string action, const web::UserId& user, std::string details = {});
// What somebody did to the network as a whole: its lists, its settings, its letters.
void record_of_network(db::Tx& tx, const web::Context& context, std::string_view action,
                       std::string details = {});
// Thousands of entries of one moment, table by table, which is a good deal quicker than one by one.
void record_all(db::Tx& tx, std::span<const AuditEntry> entries, const Clock& clock, Random& random);

// An entry as it is read. Without its details if they were erased.
struct AuditRecord
{
    std::string id;
    Timestamp at;
    std::string action;
    std::optional<AuditEntry> entry;
};

// The newest first.
std::vector<AuditRecord> audit_of_subject(db::Reader& reader, const NetworkId& network,
                                          std::string_view subject_kind, std::string_view subject);

// What a list asks for; what is empty is not asked for.
struct AuditFilter
{
    std::string user = {}; // who did it
    std::string subject_kind = {};
    std::string subject = {};
    std::vector<std::string> actions = {};
    std::optional<Timestamp> from = {};
    std::optional<Timestamp> until = {}; // without this moment
};

std::vector<AuditRecord> audit_page(db::Reader& reader, const NetworkId& network, const AuditFilter& filter,
                                    std::int64_t limit, std::int64_t offset);
std::int64_t count_audit(db::Reader& reader, const NetworkId& network, const AuditFilter& filter);

// How many entries have details that do not fit their hash; none, unless somebody changed them by hand.
std::int64_t count_forged_details(db::Reader& reader, const NetworkId& network);

// Erases the details of everything recorded about a subject; the log itself stays. Answers how many.
std::int64_t erase_details(db::Tx& tx, const NetworkId& network, std::string_view subject_kind,
                           std::string_view subject);

// The same for what was recorded under one action.
std::int64_t erase_details_of(db::Tx& tx, const NetworkId& network, std::string_view subject_kind,
                              std::string_view subject, std::string_view action);

// Details of entries from before a moment: when nobody can bring a claim any more, nobody needs to know who
// it was. The log itself stays.
std::int64_t count_details_before(db::Reader& reader, const NetworkId& network, Timestamp moment);
std::int64_t erase_details_before(db::Tx& tx, const NetworkId& network, Timestamp moment);

} // namespace dorfnetz::accounts
