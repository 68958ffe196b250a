#include "accounts/guarded.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <map>
#include <set>

namespace dorfnetz::accounts {

namespace {

using web::Role;

// Of a club that is active in the village "here".
Guarded<Audience::public_> number_for(Audience audience)
{
    Guarded<Audience::public_> number = "030 23125 001";
    number.show_to(audience);
    return number;
}

Viewer viewer(const web::Grant& grant)
{
    const web::Actor actor{.user = {}, .name = {}, .session = {}, .grants = {grant}};
    return viewer_of(actor, {.kind = SubjectKind::organisation, .id = "club", .villages = {"here"}});
}

std::set<Audience> seen_by(const Viewer& viewer)
{
    std::set<Audience> seen;
    for (const auto audience : all_audiences) {
        const auto number = number_for(audience);
        if (!number.seen_by(viewer).empty())
            seen.insert(audience);
    }
    return seen;
}

template <class T>
concept GivesAway = std::convertible_to<T, std::string> || std::convertible_to<T, std::string_view> ||
    fmt::is_formattable<T>::value || requires(std::string text, T guarded)
{
    text + guarded;
};

// What forgets to ask does not compile.
static_assert(!GivesAway<Guarded<Audience::public_>>);
static_assert(!std::is_constructible_v<Viewer>);

} // namespace

// By hand from the choices that people have, never from the policy.
TEST(Guarded, is_seen_by_whom_it_is_meant_for)
{
    using enum Audience;
    const std::set everything{public_, network, village, organisation, coordinator};
    EXPECT_EQ(seen_by(viewer({Role::coordinator, ""})), everything);
    EXPECT_EQ(seen_by(viewer({Role::organisation_editor, "club"})),
              (std::set{public_, network, village, organisation}));
    EXPECT_EQ(seen_by(viewer({Role::lead_editor, "here"})), (std::set{public_, network, village}));
    EXPECT_EQ(seen_by(viewer({Role::lead_editor, "there"})), (std::set{public_, network}));
    EXPECT_EQ(seen_by(anybody()), std::set{public_});
    for (const auto& grant : std::vector<web::Grant>{{Role::organisation_editor, "another club"},
                                                     {Role::council_editor, "here"},
                                                     {Role::municipality_officer, ""},
                                                     {Role::treasurer, "fund"},
                                                     {Role::adviser, ""},
                                                     {Role::programme_officer, ""},
                                                     {Role::operator_, ""}})
        EXPECT_EQ(seen_by(viewer(grant)), std::set{public_}) << web::to_text(grant.role);
}

TEST(Guarded, keeps_whom_it_is_meant_for_when_the_text_changes)
{
    auto number = number_for(Audience::coordinator);
    number = std::string("030 23125 002");
    EXPECT_EQ(number.audience(), Audience::coordinator);
    EXPECT_EQ(number.seen_by(the_program()), "030 23125 002");
    EXPECT_TRUE(number.seen_by(anybody()).empty());
}

TEST(Guarded, differs_from_the_same_text_for_others)
{
    EXPECT_NE(number_for(Audience::village), number_for(Audience::network));
    EXPECT_EQ(number_for(Audience::village), number_for(Audience::village));
}

TEST(Guarded, opens_as_a_whole_to_whoever_has_the_right)
{
    const Subject helper{
        .kind = SubjectKind::person, .id = "p", .villages = {"here"}, .consent = Consent::given};
    const web::Actor actor{.user = {}, .name = {}, .session = {}, .grants = {{Role::lead_editor, "here"}}};
    const Guarded<Audience::coordinator> number = "030 23125 001";
    EXPECT_FALSE(number.seen_by(viewer_with(actor, Right::see_contacts, helper)).empty());
    auto locked = helper;
    locked.consent = Consent::missing;
    EXPECT_TRUE(number.seen_by(viewer_with(actor, Right::see_contacts, locked)).empty());
}

TEST(Guarded, has_a_name_for_each_audience)
{
    for (const auto audience : all_audiences)
        EXPECT_EQ(audience_from_text(to_text(audience)), audience);
    EXPECT_FALSE(audience_from_text("everybody"));
}

} // namespace dorfnetz::accounts
