#include "accounts/pages_for_tests.hpp"

#include "accounts/second_factor.hpp"
#include "accounts/totp.hpp"

namespace dorfnetz::accounts {

using test::AccountPages;
using web::Role;

TEST_F(AccountPages, one_sees_where_one_is_signed_in_and_ends_it_elsewhere)
{
    come_in(Role::lead_editor, "v1");
    const auto page = site.get("/redaktion/sicherheit");
    EXPECT_TRUE(page.says("Hier bist du angemeldet"));
    EXPECT_TRUE(page.says("dieses"));
    EXPECT_FALSE(page.says("Überall sonst abmelden")) << "there is no other place";
    Door other_browser{test::cheap};
    ASSERT_TRUE(accounts::sign_in(other_browser, site.environment(), network,
                                  {.login = "erika@beispiel.example", .password = password}, test::home));
    EXPECT_TRUE(site.get("/redaktion/sicherheit").says("Firefox, Windows"));
    EXPECT_EQ(
        site.submit("/redaktion/sicherheit", "/redaktion/sicherheit/abmelden", {{"sitzung", ""}}).status,
        303);
    EXPECT_FALSE(site.get("/redaktion/sicherheit").says("Firefox, Windows"));
    EXPECT_EQ(site.get("/redaktion").status, 200);
}

TEST_F(AccountPages, the_app_is_set_up_by_a_picture_and_its_first_code)
{
    come_in(Role::lead_editor, "v1");
    EXPECT_EQ(site.get("/redaktion/sicherheit/app").status, 303) << "not begun";
    EXPECT_EQ(site.submit("/redaktion/sicherheit", "/redaktion/sicherheit/app", {}).location(),
              "/redaktion/sicherheit/app");
    const auto page = site.get("/redaktion/sicherheit/app");
    EXPECT_TRUE(page.says("<svg"));
    const auto wrong =
        site.submit("/redaktion/sicherheit/app", "/redaktion/sicherheit/app/fertig", {{"code", "000000"}});
    EXPECT_EQ(wrong.status, 422);
    EXPECT_TRUE(wrong.says("Dieser Code stimmt nicht"));
}

TEST_F(AccountPages, what_is_set_up_is_changed_only_soon_after_the_proof)
{
    come_in(Role::coordinator);
    site.clock.advance(std::chrono::minutes(20));
    const auto refused = site.submit("/redaktion/sicherheit", "/redaktion/sicherheit/zettel", {});
    EXPECT_EQ(refused.location(), "/anmelden/bestaetigen?erneut=1&weiter=/redaktion/sicherheit");
    EXPECT_EQ(site.get(refused.location()).status, 200);
    EXPECT_EQ(give_code(1).status, 303);
    EXPECT_EQ(site.submit("/redaktion/sicherheit", "/redaktion/sicherheit/zettel", {}).status, 200);
}

TEST_F(AccountPages, who_signed_in_long_ago_begins_with_no_second_proof)
{
    come_in(Role::lead_editor, "v1");
    site.clock.advance(std::chrono::minutes(16));
    const std::string security = "/redaktion/sicherheit";
    for (const auto* path : {"/redaktion/sicherheit/app", "/redaktion/sicherheit/zettel"}) {
        const auto refused = site.submit(security, path, {});
        EXPECT_EQ(refused.status, 303) << path;
        EXPECT_TRUE(site.get(refused.location()).says("Melde dich ab und wieder an")) << path;
    }
    leave();
    EXPECT_EQ(sign_in("erika@beispiel.example", password).status, 303);
    EXPECT_EQ(site.submit(security, security + "/zettel", {}).status, 200);
}

TEST_F(AccountPages, an_app_that_was_begun_is_neither_shown_nor_finished_later)
{
    come_in(Role::lead_editor, "v1");
    const std::string app = "/redaktion/sicherheit/app";
    site.submit("/redaktion/sicherheit", app, {});
    const auto shown = site.get(app);
    ASSERT_TRUE(shown.says("<svg"));
    const auto user = user_of("erika@beispiel.example");
    const auto secret = site.pool().read(
        [&](db::Reader& reader) { return begun_app(reader, site.environment(), network.id, user).value(); });
    site.clock.advance(std::chrono::minutes(16));
    const auto later = site.get(app);
    EXPECT_EQ(later.status, 303);
    EXPECT_FALSE(later.says("<svg"));
    const auto token = support::TestSite::token_in(shown.body, app + "/fertig");
    const auto code = totp_code(secret, site.clock.now());
    EXPECT_EQ(site.post(app + "/fertig", "_token=" + token + "&code=" + code).status, 303);
    EXPECT_FALSE(factors(user).any()) << "even with the right code";
}

TEST_F(AccountPages, a_sheet_that_was_begun_is_not_finished_later)
{
    come_in(Role::lead_editor, "v1");
    const std::string sheet = "/redaktion/sicherheit/zettel";
    const auto made = site.submit("/redaktion/sicherheit", sheet, {});
    const auto token = support::TestSite::token_in(made.body, sheet + "/fertig");
    const auto at = made.body.find("<code>") + 6;
    const auto code = made.body.substr(at, 4) + made.body.substr(at + 5, 4);
    site.clock.advance(std::chrono::minutes(16));
    EXPECT_EQ(site.post(sheet + "/fertig", "_token=" + token + "&code=" + code).status, 303);
    EXPECT_FALSE(factors(user_of("erika@beispiel.example")).any()) << "even with the right code";
}

} // namespace dorfnetz::accounts
