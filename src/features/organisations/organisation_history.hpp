#pragma once

#include "features/organisations/api.hpp"
#include "features/organisations/organisation_values.hpp"

#include <string>
#include <vector>

// Who changed what when. What was changed about a contact person carries that person's id and goes with
// them.
namespace dorfnetz::organisations {

struct ChangedText
{
    std::string field;
    std::string before;
    std::string after;
};

struct HistoryRow
{
    std::string id;
    std::int64_t version = 1;
    Timestamp at;
    std::string action; // "created", "changed", "confirmed" …
    std::string actor_name;
    std::vector<ChangedText> changes = {};
    std::optional<ContactId> contact = {}; // whom it is about
    bool hides_something = false;          // texts that are not meant for who asked

    // Contact persons are not: what is said about them goes with them.
    bool may_be_undone() const { return !contact && !changes.empty() && !hides_something; }
};

// What differs between two entries taken apart.
std::vector<ChangedText> changes_between(const NamedTexts& before, const NamedTexts& after);

struct HistoryEntry
{
    OrganisationId organisation;
    std::int64_t version = 1;
    std::string_view action;
    std::vector<ChangedText> changes = {};
    std::optional<ContactId> contact = {};
};

void write_history(db::Tx& tx, const NetworkId& network, const HistoryEntry& entry, const Author& author);
// Newest first. A telephone or mail address of the past is there for whom it was meant then and is meant now.
std::vector<HistoryRow> history_of(db::Reader& reader, const NetworkId& network, const OrganisationId& id,
                                   const accounts::Viewer& viewer);
void forget_contact(db::Tx& tx, const NetworkId& network, const ContactId& id);

} // namespace dorfnetz::organisations
