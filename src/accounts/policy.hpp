#pragma once

#include "foundation/web/actor.hpp"

#include <span>
#include <string>
#include <vector>

// Who may do what: one table, evaluated in one place. What one may not see is Err::missing, so that nobody
// learns that it exists.
namespace dorfnetz::accounts {

enum class Right {
    edit_village,      // the village's page
    appoint_lead,      // mandates of the lead organisations
    edit_organisation, // an entry of the register of organisations
    confirm_entries,   // reported entries, and that an entry is still true
    see_people,        // field and area of a person
    see_contacts,      // a person's contact data; each view is written to the audit log
    // Contact data of an organisation, by whom each is meant for (accounts/guarded).
    see_for_network,
    see_for_village,
    see_for_organisation,
    see_for_coordination,
    record_person, // type in a paper form
    review_people, // locked people, possible duplicates
    import_lists,
    export_lists,
    edit_pages,       // texts, news, imprint
    invite_editors,   // give access to an organisation's entry, and end it
    manage_users,     // all accounts and roles
    manage_settings,  // of the network
    read_audit_log,   // who viewed and changed what
    see_aggregates,   // figures without persons
    run_installation, // networks, backups
};

inline constexpr Right all_rights[] = {
    Right::edit_village,         Right::appoint_lead,    Right::edit_organisation,
    Right::confirm_entries,      Right::see_people,      Right::see_contacts,
    Right::see_for_network,      Right::see_for_village, Right::see_for_organisation,
    Right::see_for_coordination, Right::record_person,   Right::review_people,
    Right::import_lists,         Right::export_lists,    Right::edit_pages,
    Right::invite_editors,       Right::manage_users,    Right::manage_settings,
    Right::read_audit_log,       Right::see_aggregates,  Right::run_installation,
};

enum class SubjectKind { installation, network, village, organisation, person };

// Whether a person has allowed that the lead organisation sees them.
enum class Consent { missing, given };

// What something is to be done to, with what the decision needs to know of it. The caller fills it from the
// record in the same transaction.
struct Subject
{
    SubjectKind kind = SubjectKind::network;
    std::string id = {};
    std::vector<std::string> villages = {}; // where an organisation is active, where a person helps
    Consent consent = Consent::missing;     // of a person
};

// How far a right of a role reaches.
enum class Reach {
    installation,      // the installation itself, nothing in it
    network,           // everything of the network
    network_only,      // the network itself, none of its records
    own_village,       // the village of the grant
    in_own_village,    // the village of the grant and organisations active in it
    people_in_village, // people with consent who help in the village of the grant
    own_organisation,  // the organisation of the grant
};

struct Rule
{
    web::Role role;
    Right right;
    Reach reach;
};

// Roles that open the contact data of many, money or the installation: a stolen password alone must not be
// enough for them.
bool needs_second_proof(web::Role role);

// The whole table, for pages that show it and for tests.
std::span<const Rule> policy();

// The only place where it is decided.
bool may(const web::Actor& actor, Right right, const Subject& subject);

// Ids of the villages in which the actor has the right, for queries that fetch only what may be seen. Not
// for those whose right reaches the whole network.
std::vector<std::string> villages_for(const web::Actor& actor, Right right);

} // namespace dorfnetz::accounts
