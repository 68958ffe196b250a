#pragma once

#include "accounts/audit.hpp"
#include "features/people/api.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace dorfnetz::people {

// One changed field of an entry. Keys and ids stand as they are stored; pages put words for them.
struct Change
{
    std::string field; // as in the form
    std::string before;
    std::string after;
};

struct HistoryEntry
{
    std::int64_t version = 1;
    Timestamp at;
    // "created", "updated", "merged", "consent_given", "consent_withdrawn", "parent_agreed", "restricted",
    // "objected", "unrestricted"
    std::string action;
    std::string actor_name;
    Change change;
};

std::vector<Change> changes_between(const PersonDraft& before, const PersonDraft& after);

// Writes one row for each change, or one without a field if there is none to name.
void write_history(db::Tx& tx, const NetworkId& network, const PersonId& id, std::int64_t version,
                   std::string_view action, const std::vector<Change>& changes, const Author& author);

// What the audit log says of somebody in the register; `audit` writes it.
accounts::AuditEntry audit_entry(const NetworkId& network, const PersonId& id, std::string_view action,
                                 const Author& author, std::string details = {});
void audit(db::Tx& tx, const NetworkId& network, const PersonId& id, std::string_view action,
           const Author& author, std::string details = {});

// The newest first.
std::vector<HistoryEntry> history_of(db::Reader& reader, const NetworkId& network, const PersonId& id);

// An entry of the history as people read it; without a label it says nothing of a field.
struct HistoryWords
{
    std::string action;
    std::string label = {};
    std::string before = {};
    std::string after = {};
};

HistoryWords in_words(const web::Context& context, const std::vector<Village>& places,
                      const std::vector<web::Field>& fields, const HistoryEntry& entry);

} // namespace dorfnetz::people
