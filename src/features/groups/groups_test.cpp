#include "features/groups/feature.hpp"
#include "features/groups/groups_service.hpp"
#include "features/groups/revocations.hpp"
#include "features/mandates/api.hpp"
#include "foundation/search/search.hpp"
#include "tests/support/accounts.hpp"
#include "tests/support/register.hpp"

namespace dorfnetz::groups {

namespace {

class Groups : public organisations::test::RegisterTest
{
protected:
    GroupId given_group(const std::string& title = "Wege und Radwege")
    {
        return write([&](db::Tx& tx) {
                   return create(tx, site.network(), {.title = title, .villages = {aue, berg}}, author());
               })
            .value();
    }

    Result<MemberId> joins(const GroupId& group, const Who& who, Duty duty = Duty::member)
    {
        return write([&](db::Tx& tx) { return add_member(tx, site.network(), group, who, duty, author()); });
    }

    Group group(const GroupId& id)
    {
        return site.pool()
            .read([&](db::Reader& reader) { return group_by_id(reader, site.network(), id); })
            .value();
    }

    std::optional<Duty> duty(const GroupId& group, const web::Actor& actor)
    {
        return site.pool().read(
            [&](db::Reader& reader) { return duty_of(reader, site.network(), group, actor, today()); });
    }

    web::UserId given_account(const std::string& name)
    {
        const auto id = new_id<web::UserId>(site.clock, site.random);
        site.given([&](db::Tx& tx) -> Result<Done> {
            accounts::insert_user(tx, site.network(),
                                  {.id = id, .login = name + "@example.org", .name = name}, site.clock.now());
            return Done{};
        });
        return id;
    }

    std::int64_t found(const std::string& words)
    {
        return site.pool().read([&](db::Reader& reader) {
            return search::find(reader, {.network = site.network(), .text = words, .kinds = {"group"}}).total;
        });
    }
};

} // namespace

TEST_F(Groups, keep_their_address_when_they_are_renamed_and_two_of_a_name_have_two)
{
    const auto first = given_group();
    const auto second = given_group();
    EXPECT_EQ(path_of(group(first)), "/arbeitsgruppen/wege-und-radwege");
    EXPECT_EQ(path_of(group(second)), "/arbeitsgruppen/wege-und-radwege-2");
    EXPECT_EQ(path_of(group(given_group("Neu"))), "/arbeitsgruppen/gruppe") << "the form for a new one";
    ASSERT_TRUE(write([&](db::Tx& tx) {
        return update(tx, site.network(), first, 1, {.title = "Radwege"}, site.clock.now());
    }));
    EXPECT_EQ(group(first).draft.title, "Radwege");
    EXPECT_EQ(group(first).slug, "wege-und-radwege");
    EXPECT_TRUE(group(first).draft.villages.empty());
}

TEST_F(Groups, without_a_title_or_with_a_village_from_elsewhere_are_refused)
{
    const auto refused = write([&](db::Tx& tx) {
        return create(tx, site.network(), {.title = " ", .villages = {VillageId("elsewhere")}}, author());
    });
    ASSERT_FALSE(refused);
    ASSERT_EQ(refused.error().fields.size(), 2u);
    EXPECT_EQ(refused.error().fields[0].field, "titel");
    EXPECT_EQ(refused.error().fields[1].field, "doerfer");
}

TEST_F(Groups, tell_the_second_of_two_editors_that_somebody_was_faster)
{
    const auto id = given_group();
    const auto rename = [&](const std::string& title) {
        return write([&](db::Tx& tx) {
            return update(tx, site.network(), id, 1, {.title = title}, site.clock.now());
        });
    };
    EXPECT_TRUE(rename("Eins"));
    EXPECT_EQ(rename("Zwei").error().kind, Err::stale);
}

TEST_F(Groups, have_each_member_once)
{
    const auto id = given_group();
    const auto choir = given(club("Beispiel: Chor"));
    EXPECT_TRUE(joins(id, choir));
    EXPECT_EQ(joins(id, choir).error().kind, Err::conflict);
    EXPECT_TRUE(joins(id, given_account("anna")));
    EXPECT_TRUE(joins(id, given_account("bernd")));
}

TEST_F(Groups, know_whom_somebody_speaks_for)
{
    const auto id = given_group();
    const auto choir = given(club("Beispiel: Chor"));
    const auto anna = given_account("anna");
    ASSERT_TRUE(joins(id, choir, Duty::speaker));
    ASSERT_TRUE(joins(id, anna));
    EXPECT_EQ(duty(id, {}), std::nullopt) << "a visitor";
    EXPECT_EQ(duty(id, {.user = anna, .name = {}, .session = {}, .grants = {}}), Duty::member);
    const web::UserId other{"other"};
    EXPECT_EQ(duty(id, {.user = other, .name = {}, .session = {}, .grants = {}}), std::nullopt);
    EXPECT_EQ(duty(id, {.user = other,
                        .name = {},
                        .session = {},
                        .grants = {{web::Role::organisation_editor, choir.text()}}}),
              Duty::speaker);
    const web::Actor lead{
        .user = other, .name = {}, .session = {}, .grants = {{web::Role::lead_editor, aue.text()}}};
    EXPECT_EQ(duty(id, lead), std::nullopt) << "the choir does not lead the village";
    ASSERT_TRUE(write([&](db::Tx& tx) {
        return mandates::appoint(
            tx, site.network(),
            {.village = aue, .organisation = choir, .starts_on = today(), .decided = "Versammlung"},
            author());
    }));
    EXPECT_EQ(duty(id, lead), Duty::speaker) << "the choir leads the village now";
}

TEST_F(Groups, that_end_keep_page_and_clubs_and_forget_people)
{
    const auto id = given_group();
    ASSERT_TRUE(joins(id, given(club("Beispiel: Chor"))));
    ASSERT_TRUE(joins(id, given_account("anna")));
    ASSERT_TRUE(joins(id, PersonId("somebody")));
    EXPECT_EQ(found("Radwege"), 1);
    ASSERT_TRUE(
        write([&](db::Tx& tx) { return end_group(tx, site.network(), id, today(), site.clock.now()); }));
    const auto members =
        site.pool().read([&](db::Reader& reader) { return members_of(reader, site.network(), id); });
    ASSERT_EQ(members.size(), 1u);
    EXPECT_TRUE(std::holds_alternative<OrganisationId>(members[0].who));
    EXPECT_EQ(found("Radwege"), 0);
    EXPECT_EQ(joins(id, given_account("bernd")).error().kind, Err::missing);
    ASSERT_TRUE(write([&](db::Tx& tx) { return take_up_again(tx, site.network(), id, site.clock.now()); }));
    EXPECT_EQ(found("Radwege"), 1);
    EXPECT_TRUE(joins(id, given_account("cara")));
}

TEST_F(Groups, are_found_by_their_public_pages_and_not_by_those_for_members)
{
    const auto id = given_group();
    const auto add = [&](const std::string& text, Audience audience) {
        return write([&](db::Tx& tx) {
            return create_page(tx, site.network(), id, {.title = "Seite", .text = text, .audience = audience},
                               author());
        });
    };
    EXPECT_EQ(add("Brombeeren schneiden", Audience::everybody)->slug, "seite");
    EXPECT_EQ(add("Schlüsselkasten", Audience::members)->slug, "seite-2");
    EXPECT_EQ(found("Brombeeren"), 1);
    EXPECT_EQ(found("Schlüsselkasten"), 0);
}

TEST_F(Groups, note_who_left_and_what_was_hidden_so_that_no_restored_backup_brings_it_back)
{
    const auto id = given_group();
    const auto member = joins(id, given_account("anna")).value();
    const auto text =
        write([&](db::Tx& tx) {
            return create_page(tx, site.network(), id, {.title = "Plan", .text = "Mähen"}, author());
        }).value();
    ASSERT_TRUE(write([&](db::Tx& tx) {
        return update_page(tx, site.network(), text, 1,
                           {.title = "Plan", .text = "Mähen", .audience = Audience::members},
                           site.clock.now());
    }));
    ASSERT_TRUE(write([&](db::Tx& tx) { return remove_member(tx, site.network(), member); }));
    const auto [hidden, left] = site.pool().read([&](db::Reader& reader) {
        return std::pair(accounts::noted_revocations(reader, text_audience_kind),
                         accounts::noted_erasures(reader));
    });
    ASSERT_EQ(hidden.size(), 1u);
    ASSERT_EQ(left.size(), 1u);
    EXPECT_EQ(left[0].id, member.text());
    // As the backup has it.
    site.given([&](db::Tx& tx) -> Result<Done> {
        tx.exec(R"sql(UPDATE group_pages SET audience = 'public' WHERE network_id = :network)sql",
                {{"network", site.network()}});
        return Done{};
    });
    const auto again = [&] {
        return write([&](db::Tx& tx) -> Result<bool> {
                   return keep_text_inside_again(tx, hidden[0], site.clock.now());
               })
            .value();
    };
    EXPECT_TRUE(again());
    EXPECT_FALSE(again()) << "once is enough";
    EXPECT_EQ(found("Mähen"), 0);
}

} // namespace dorfnetz::groups
