#include "accounts/policy.hpp"

#include <algorithm>
#include <array>

namespace dorfnetz::accounts {

namespace {

using web::Role;

// A role that is not in the table may nothing. Rows exist where the domain says so without doubt; the other
// roles receive theirs with the features that they work in.
constexpr std::array rules{
    Rule{Role::coordinator, Right::edit_village, Reach::network},
    Rule{Role::coordinator, Right::appoint_lead, Reach::network},
    Rule{Role::coordinator, Right::edit_organisation, Reach::network},
    Rule{Role::coordinator, Right::confirm_entries, Reach::network},
    Rule{Role::coordinator, Right::see_people, Reach::network},
    Rule{Role::coordinator, Right::see_contacts, Reach::network},
    Rule{Role::coordinator, Right::see_for_network, Reach::network},
    Rule{Role::coordinator, Right::see_for_village, Reach::network},
    Rule{Role::coordinator, Right::see_for_organisation, Reach::network},
    Rule{Role::coordinator, Right::see_for_coordination, Reach::network},
    Rule{Role::coordinator, Right::record_person, Reach::network},
    Rule{Role::coordinator, Right::review_people, Reach::network},
    Rule{Role::coordinator, Right::import_lists, Reach::network},
    Rule{Role::coordinator, Right::export_lists, Reach::network},
    Rule{Role::coordinator, Right::edit_pages, Reach::network},
    Rule{Role::coordinator, Right::invite_editors, Reach::network},
    Rule{Role::coordinator, Right::manage_users, Reach::network},
    Rule{Role::coordinator, Right::manage_settings, Reach::network},
    Rule{Role::coordinator, Right::read_audit_log, Reach::network},
    Rule{Role::coordinator, Right::see_aggregates, Reach::network},

    Rule{Role::lead_editor, Right::edit_village, Reach::own_village},
    Rule{Role::lead_editor, Right::edit_organisation, Reach::in_own_village},
    Rule{Role::lead_editor, Right::confirm_entries, Reach::in_own_village},
    Rule{Role::lead_editor, Right::see_people, Reach::people_in_village},
    Rule{Role::lead_editor, Right::see_contacts, Reach::people_in_village},
    Rule{Role::lead_editor, Right::see_for_network, Reach::network},
    Rule{Role::lead_editor, Right::see_for_village, Reach::in_own_village},
    Rule{Role::lead_editor, Right::record_person, Reach::own_village},
    Rule{Role::lead_editor, Right::invite_editors, Reach::in_own_village},
    Rule{Role::lead_editor, Right::see_aggregates, Reach::own_village},

    Rule{Role::council_editor, Right::edit_village, Reach::own_village},

    Rule{Role::organisation_editor, Right::edit_organisation, Reach::own_organisation},
    Rule{Role::organisation_editor, Right::see_for_network, Reach::own_organisation},
    Rule{Role::organisation_editor, Right::see_for_village, Reach::own_organisation},
    Rule{Role::organisation_editor, Right::see_for_organisation, Reach::own_organisation},

    Rule{Role::adviser, Right::see_aggregates, Reach::network_only},

    Rule{Role::operator_, Right::run_installation, Reach::installation},
};

bool contains(const std::vector<std::string>& ids, const std::string& id)
{
    return std::find(ids.begin(), ids.end(), id) != ids.end();
}

// `of` is what the role was given for.
bool reaches(Reach reach, const std::string& of, const Subject& subject)
{
    const bool own = !of.empty() && subject.id == of;
    switch (reach) {
    case Reach::installation:
        return subject.kind == SubjectKind::installation;
    case Reach::network:
        return subject.kind != SubjectKind::installation;
    case Reach::network_only:
        return subject.kind == SubjectKind::network;
    case Reach::own_village:
        return subject.kind == SubjectKind::village && own;
    case Reach::in_own_village:
        return (subject.kind == SubjectKind::village && own) ||
               (subject.kind == SubjectKind::organisation && !of.empty() && contains(subject.villages, of));
    case Reach::people_in_village:
        return subject.kind == SubjectKind::person && subject.consent == Consent::given && !of.empty() &&
               contains(subject.villages, of);
    case Reach::own_organisation:
        return subject.kind == SubjectKind::organisation && own;
    }
    return false;
}

} // namespace

bool needs_second_proof(web::Role role)
{
    return role == Role::coordinator || role == Role::treasurer || role == Role::operator_;
}

std::span<const Rule> policy()
{
    return rules;
}

bool may(const web::Actor& actor, Right right, const Subject& subject)
{
    return std::any_of(actor.grants.begin(), actor.grants.end(), [&](const web::Grant& grant) {
        return std::any_of(rules.begin(), rules.end(), [&](const Rule& rule) {
            return rule.role == grant.role && rule.right == right &&
                   reaches(rule.reach, grant.subject, subject);
        });
    });
}

std::vector<std::string> villages_for(const web::Actor& actor, Right right)
{
    std::vector<std::string> villages;
    for (const auto& rule : rules) {
        const bool by_village = rule.reach == Reach::own_village || rule.reach == Reach::in_own_village ||
                                rule.reach == Reach::people_in_village;
        if (rule.right != right || !by_village)
            continue;
        for (auto& village : actor.subjects(rule.role))
            if (!village.empty() && !contains(villages, village))
                villages.push_back(std::move(village));
    }
    return villages;
}

} // namespace dorfnetz::accounts
