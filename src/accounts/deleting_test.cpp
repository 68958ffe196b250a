#include "accounts/deleting.hpp"

#include "accounts/audit.hpp"
#include "accounts/pages_for_tests.hpp"
#include "accounts/revocations.hpp"

namespace dorfnetz::accounts {

namespace {

class Deleting : public test::Accounts
{
protected:
    Deleting()
    {
        erika = with_password("erika@beispiel.example", web::Role::coordinator);
        anton = with_password("anton@beispiel.example", web::Role::coordinator);
        ruth = with_password("ruth@beispiel.example", web::Role::lead_editor, "dorf");
    }

    static web::Actor actor_of(const web::UserId& user)
    {
        return {
            .user = user, .name = "Erika Beispiel", .session = {}, .grants = {{web::Role::coordinator, ""}}};
    }

    Result<Done> remove(const web::UserId& user, const web::Actor& by)
    {
        return delete_account(environment(), by, network.id, user, {});
    }

    bool is_there(const web::UserId& user)
    {
        return site.pool().read(
            [&](db::Reader& reader) { return find_user(reader, network.id, user).has_value(); });
    }

    web::UserId erika;
    web::UserId anton;
    web::UserId ruth;
};

} // namespace

TEST_F(Deleting, an_account_leaves_its_log_without_the_address)
{
    site.given([&](db::Tx& tx) -> Result<Done> {
        note(tx, environment(), network.id, ruth, "password.changed", ruth);
        return Done{};
    });
    ASSERT_TRUE(remove(ruth, actor_of(erika)));
    EXPECT_FALSE(is_there(ruth));
    EXPECT_FALSE(try_to_sign_in("ruth@beispiel.example"));
    site.pool().read([&](db::Reader& reader) {
        std::map<std::string, std::optional<AuditEntry>> log;
        for (const auto& record : audit_page(reader, network.id, {}, 100, 0))
            if (!record.entry || record.entry->subject == ruth.text())
                log[record.action] = record.entry;
        EXPECT_FALSE(log.at("user.created")) << "the address stood there";
        EXPECT_EQ(log.at("password.changed")->user, ruth) << "what it did stays proved";
        EXPECT_EQ(log.at("user.deleted")->user, erika);
        EXPECT_TRUE(log.at("grant.given"));
        EXPECT_EQ(count_forged_details(reader, network.id), 0);
        ASSERT_EQ(noted_erasures(reader).size(), 1U) << "no backup may bring it back";
        EXPECT_EQ(noted_erasures(reader).front().id, ruth.text());
    });
}

TEST_F(Deleting, is_for_the_coordination_alone_and_not_for_ones_own_account)
{
    auto editor = actor_of(anton);
    editor.grants = {{web::Role::lead_editor, "dorf"}};
    EXPECT_EQ(remove(ruth, editor).error().kind, Err::forbidden);
    EXPECT_EQ(remove(erika, actor_of(erika)).error().kind, Err::conflict);
    EXPECT_EQ(remove(web::UserId("nobody"), actor_of(erika)).error().kind, Err::missing);
    EXPECT_TRUE(is_there(ruth));
    EXPECT_TRUE(is_there(erika));
}

TEST_F(Deleting, never_takes_the_last_account_that_coordinates)
{
    EXPECT_TRUE(remove(anton, actor_of(erika)));
    // Somebody whose own role ends soon cannot leave the network without a coordinator.
    EXPECT_EQ(remove(erika, actor_of(ruth)).error().kind, Err::conflict);
    EXPECT_TRUE(is_there(erika));
}

namespace test {

TEST_F(AccountPages, an_account_is_deleted_after_a_question_that_says_what_goes_and_what_stays)
{
    come_in(Role::coordinator);
    create("anton@beispiel.example", Role::lead_editor, "v1");
    const auto anton = user_of("anton@beispiel.example").text();
    const std::string path = "/redaktion/zugaenge/loeschen";
    EXPECT_TRUE(site.get("/redaktion/zugaenge").says("Zugang löschen"));
    const auto question = site.submit("/redaktion/zugaenge", path, {{"konto", anton}});
    EXPECT_EQ(question.status, 200);
    EXPECT_TRUE(question.says("Gelöscht werden Name, Mail-Adresse, Kennwort"));
    EXPECT_TRUE(question.says("bleibt. Dort steht kein Name mehr."));
    EXPECT_TRUE(site.get("/redaktion/zugaenge").says("anton@beispiel.example"));
    const auto token = support::TestSite::token_in(question.body, path);
    EXPECT_EQ(site.post(path, "_token=" + token + "&konto=" + anton + "&sicher=1").status, 303);
    EXPECT_FALSE(site.get("/redaktion/zugaenge").says("anton@beispiel.example"));
    create("ruth@beispiel.example", Role::lead_editor, "v1"); // whose form it is
    const auto own = user_of("erika@beispiel.example").text();
    EXPECT_EQ(site.submit("/redaktion/zugaenge", path, {{"konto", own}}).status, 409);
}

} // namespace test

} // namespace dorfnetz::accounts
