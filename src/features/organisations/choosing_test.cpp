#include "features/organisations/choosing_api.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::organisations {

namespace {

Entry entry(const std::string& name, const std::string& village)
{
    Entry entry;
    entry.id = OrganisationId(name);
    entry.name = name;
    entry.villages = {VillageId(village)};
    return entry;
}

std::vector<std::string> names_for(const std::vector<web::Grant>& grants)
{
    const Register entries{.entries = {entry("Angler", "tal"), entry("Chor", "aue"), entry("Imker", "tal"),
                                       entry("Sport", "aue")},
                           .villages = {}};
    std::vector<std::string> names;
    for (const auto* each :
         own_first({.user = web::UserId("u"), .name = "", .session = "", .grants = grants}, entries))
        names.push_back(each->name);
    return names;
}

using Names = std::vector<std::string>;

} // namespace

TEST(Choosing, offers_ones_own_club_before_those_of_the_village_and_these_before_all_others)
{
    EXPECT_EQ(names_for({{web::Role::organisation_editor, "Sport"}}),
              (Names{"Sport", "Angler", "Chor", "Imker"}));
    EXPECT_EQ(names_for({{web::Role::lead_editor, "tal"}, {web::Role::organisation_editor, "Imker"}}),
              (Names{"Imker", "Angler", "Chor", "Sport"}));
    EXPECT_EQ(names_for({{web::Role::coordinator, ""}}), (Names{"Angler", "Chor", "Imker", "Sport"}))
        << "who coordinates writes for all, and finds them by name";
}

} // namespace dorfnetz::organisations
