#include "accounts/policy.hpp"

#include <gtest/gtest.h>
#include <map>
#include <set>

namespace dorfnetz::accounts {

namespace {

using web::Role;

// Who may what on which subject, written by hand from the roles of the domain, never from the policy.
// Subjects: the village of the grant and another one; an organisation active in the one or only in the other;
// people who help there, with and without consent.
const Subject network{.kind = SubjectKind::network, .id = "network"};
const Subject installation{.kind = SubjectKind::installation};
const Subject own_village{.kind = SubjectKind::village, .id = "here"};
const Subject other_village{.kind = SubjectKind::village, .id = "there"};
const Subject club_here{.kind = SubjectKind::organisation, .id = "club", .villages = {"there", "here"}};
const Subject club_there{.kind = SubjectKind::organisation, .id = "other club", .villages = {"there"}};
const Subject helper_here{
    .kind = SubjectKind::person, .id = "p1", .villages = {"here"}, .consent = Consent::given};
const Subject helper_there{
    .kind = SubjectKind::person, .id = "p2", .villages = {"there"}, .consent = Consent::given};
const Subject locked_here{.kind = SubjectKind::person, .id = "p3", .villages = {"here"}};

const std::map<std::string, Subject> subjects{
    {"network", network},         {"installation", installation},
    {"own village", own_village}, {"other village", other_village},
    {"club here", club_here},     {"club there", club_there},
    {"helper here", helper_here}, {"helper there", helper_there},
    {"locked here", locked_here},
};

using Allowed = std::map<Right, std::set<std::string>>;

const std::set<std::string> whole_network{"network",    "own village", "other village", "club here",
                                          "club there", "helper here", "helper there",  "locked here"};

void expect_exactly(const web::Grant& grant, const Allowed& allowed)
{
    const web::Actor actor{
        .user = web::UserId("u"), .name = "Erika Beispiel", .session = "s", .grants = {grant}};
    for (const auto right : all_rights)
        for (const auto& [name, subject] : subjects) {
            const auto found = allowed.find(right);
            const bool expected = found != allowed.end() && found->second.contains(name);
            EXPECT_EQ(may(actor, right, subject), expected)
                << web::to_text(grant.role) << ", right " << static_cast<int>(right) << ", " << name;
        }
}

} // namespace

TEST(Policy, a_coordinator_may_do_everything_in_the_network_but_run_the_installation)
{
    Allowed allowed;
    for (const auto right : all_rights)
        if (right != Right::run_installation)
            allowed[right] = whole_network;
    expect_exactly({Role::coordinator, ""}, allowed);
}

TEST(Policy, a_lead_editor_works_in_one_village_with_its_clubs_and_the_people_who_agreed)
{
    expect_exactly({Role::lead_editor, "here"}, {{Right::edit_village, {"own village"}},
                                                 {Right::edit_organisation, {"own village", "club here"}},
                                                 {Right::confirm_entries, {"own village", "club here"}},
                                                 {Right::see_people, {"helper here"}},
                                                 {Right::see_contacts, {"helper here"}},
                                                 {Right::see_for_network, whole_network},
                                                 {Right::see_for_village, {"own village", "club here"}},
                                                 {Right::record_person, {"own village"}},
                                                 {Right::invite_editors, {"own village", "club here"}},
                                                 {Right::see_aggregates, {"own village"}}});
}

TEST(Policy, the_other_roles_may_only_what_the_domain_says_without_doubt)
{
    expect_exactly({Role::council_editor, "here"}, {{Right::edit_village, {"own village"}}});
    expect_exactly({Role::organisation_editor, "club"}, {{Right::edit_organisation, {"club here"}},
                                                         {Right::see_for_network, {"club here"}},
                                                         {Right::see_for_village, {"club here"}},
                                                         {Right::see_for_organisation, {"club here"}}});
    expect_exactly({Role::adviser, ""}, {{Right::see_aggregates, {"network"}}});
    expect_exactly({Role::operator_, ""}, {{Right::run_installation, {"installation"}}});
    expect_exactly({Role::municipality_officer, ""}, {});
    expect_exactly({Role::treasurer, "fund"}, {});
    expect_exactly({Role::programme_officer, ""}, {});
}

TEST(Policy, a_stolen_password_is_not_enough_for_the_roles_that_many_would_be_hurt_by)
{
    for (const auto role : {Role::coordinator, Role::treasurer, Role::operator_})
        EXPECT_TRUE(needs_second_proof(role)) << web::to_text(role);
    for (const auto role : {Role::organisation_editor, Role::lead_editor, Role::council_editor,
                            Role::municipality_officer, Role::adviser, Role::programme_officer})
        EXPECT_FALSE(needs_second_proof(role)) << web::to_text(role);
}

TEST(Policy, a_role_given_for_nothing_reaches_nothing_even_a_record_without_an_id)
{
    const web::Actor actor{.user = {}, .name = {}, .session = {}, .grants = {{Role::lead_editor, ""}}};
    EXPECT_FALSE(may(actor, Right::edit_village, {.kind = SubjectKind::village, .id = ""}));
    EXPECT_FALSE(may(actor, Right::edit_organisation,
                     {.kind = SubjectKind::organisation, .id = "x", .villages = {""}}));
    EXPECT_TRUE(villages_for(actor, Right::see_people).empty());
}

TEST(Policy, a_visitor_may_nothing)
{
    for (const auto right : all_rights)
        for (const auto& [name, subject] : subjects)
            EXPECT_FALSE(may(web::Actor{}, right, subject)) << name;
}

TEST(Policy, names_the_villages_that_a_query_may_look_into)
{
    const web::Actor actor{
        .user = {},
        .name = {},
        .session = {},
        .grants = {{Role::lead_editor, "a"}, {Role::lead_editor, "b"}, {Role::council_editor, "c"}}};
    EXPECT_EQ(villages_for(actor, Right::see_people), (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(villages_for(actor, Right::edit_village), (std::vector<std::string>{"a", "b", "c"}));
    EXPECT_TRUE(villages_for(actor, Right::manage_users).empty());
}

} // namespace dorfnetz::accounts
