#include "accounts/provider_sign_in.hpp"

#include "accounts/revocations.hpp"
#include "accounts/second_factor.hpp"
#include "foundation/openid/provider_for_tests.hpp"
#include "tests/support/accounts.hpp"

#include <algorithm>
#include <gtest/gtest.h>

namespace dorfnetz::accounts {

namespace {

using web::Role;

class SignInAtTheMunicipality : public test::Accounts
{
protected:
    SignInAtTheMunicipality() { clerk = with_password(email, Role::municipality_officer); }

    // Somebody who has set out, been there and come back.
    struct Trip
    {
        std::string kept;
        openid::TestProvider::Return back;
    };

    Trip go(const std::string& subject, const Errand& errand = {})
    {
        auto whole = errand;
        whole.onward = "/redaktion";
        whole.redirect = "https://heide.example/anmelden/gemeinde/zurueck";
        const auto leaving = set_out(door, provider, environment(), network.id, whole, test::home);
        EXPECT_TRUE(leaving);
        return {leaving->kept, outside->sign_in(leaving->address, subject)};
    }

    std::optional<Errand> errand_in(const Trip& trip)
    {
        return errand_of(environment(), network.id, trip.kept, trip.back.state);
    }

    Result<Admission> come_back(const Trip& trip)
    {
        const auto errand = errand_in(trip);
        if (!errand)
            return Error{.kind = Err::stale};
        return sign_in_by_provider(door, provider, environment(), network, *errand, {.code = trip.back.code},
                                   test::home);
    }

    Result<Admission> sign_in_there(const std::string& subject) { return come_back(go(subject)); }

    web::Actor by_password(const std::string& login) { return who_is(try_to_sign_in(login).value()); }

    Result<Done> connect(const web::Actor& actor, const std::string& subject)
    {
        const auto trip = go(subject, {.kind = ErrandKind::connect, .session = actor.session});
        return connect_provider(door, provider, environment(), network, actor, errand_in(trip).value(),
                                {.code = trip.back.code}, test::home);
    }

    std::int64_t identities()
    {
        return site.pool().read([](db::Reader& reader) {
            return reader.count(R"sql(SELECT count(*) FROM provider_identities)sql", {});
        });
    }

    const std::string email = "carla@beispiel.example";
    std::shared_ptr<openid::TestProvider> outside = std::make_shared<openid::TestProvider>(site.clock);
    openid::Provider provider{outside->registration(), outside};
    web::UserId clerk;
};

} // namespace

TEST_F(SignInAtTheMunicipality, opens_the_account_that_was_connected_with_it)
{
    ASSERT_TRUE(connect(by_password(email), "k-17"));
    EXPECT_NE(last_mail().find("mit einem Konto bei der Gemeinde verbunden"), std::string::npos);
    site.clock.advance(std::chrono::seconds(1));
    const auto admitted = sign_in_there("k-17");
    ASSERT_TRUE(admitted);
    const auto actor = who_is(admitted->session);
    EXPECT_EQ(actor.user, clerk);
    EXPECT_TRUE(actor.has(Role::municipality_officer, ""));
    site.pool().read([&](db::Reader& reader) {
        EXPECT_EQ(sessions_of(reader, network.id, clerk, site.clock.now()).front().way, Way::provider);
    });
}

TEST_F(SignInAtTheMunicipality, opens_nothing_for_whom_nobody_has_connected_whatever_address_they_have_there)
{
    const auto before = site.pool().read(
        [](db::Reader& reader) { return reader.count(R"sql(SELECT count(*) FROM users)sql", {}); });
    const auto trip = go("k-17");
    outside->claims["email"] = '"' + email + '"';
    outside->claims["email_verified"] = "true";
    EXPECT_EQ(come_back(trip).error().kind, Err::missing);
    EXPECT_EQ(identities(), 0);
    EXPECT_EQ(site.pool().read(
                  [](db::Reader& reader) { return reader.count(R"sql(SELECT count(*) FROM users)sql", {}); }),
              before);
}

TEST_F(SignInAtTheMunicipality, knows_people_by_issuer_and_subject_alone)
{
    ASSERT_TRUE(connect(by_password(email), "k-17"));
    EXPECT_EQ(sign_in_there("k-18").error().kind, Err::missing);
    EXPECT_EQ(sign_in_there("K-17").error().kind, Err::missing);
    // The same subject of another issuer is somebody else.
    outside->issuer = "https://fremd.example";
    outside->description["issuer"] = "\"https://fremd.example\"";
    openid::Provider other(outside->registration(), outside);
    const auto leaving =
        set_out(door, other, environment(), network.id, {.redirect = "https://heide.example/x"}, test::home);
    ASSERT_TRUE(leaving);
    const auto back = outside->sign_in(leaving->address, "k-17");
    EXPECT_EQ(sign_in_by_provider(door, other, environment(), network,
                                  errand_of(environment(), network.id, leaving->kept, back.state).value(),
                                  {.code = back.code}, test::home)
                  .error()
                  .kind,
              Err::missing);
}

TEST_F(SignInAtTheMunicipality, is_a_first_proof_and_does_not_go_round_the_second)
{
    const auto login = std::string("erika@beispiel.example");
    with_password(login, Role::coordinator);
    auto actor = by_password(login);
    const auto codes = begin_sheet(environment(), network.id, actor.user);
    ASSERT_TRUE(confirm_sheet(door, environment(), network, actor, codes[0], i18n::Language::de));
    ASSERT_TRUE(connect(actor, "e-1"));
    const auto trip = go("e-1");
    outside->claims["amr"] = R"(["mfa","hwk"])";
    outside->claims["acr"] = "\"http://eidas.europa.eu/LoA/high\"";
    const auto admitted = come_back(trip);
    ASSERT_TRUE(admitted);
    const auto before = who_is(admitted->session);
    EXPECT_TRUE(before.grants.empty());
    EXPECT_EQ(before.next_step, proof_path);
    const auto renewed = prove(door, environment(), network, before, codes[1]);
    ASSERT_TRUE(renewed);
    EXPECT_TRUE(who_is(*renewed).has(Role::coordinator, ""));
}

TEST_F(SignInAtTheMunicipality, is_closed_for_a_blocked_account_as_for_an_unknown_one)
{
    ASSERT_TRUE(connect(by_password(email), "k-17"));
    site.given([&](db::Tx& tx) -> Result<Done> {
        set_sign_in(tx, network.id, find_user(tx, network.id, clerk)->account, SignIn::blocked);
        return Done{};
    });
    EXPECT_EQ(sign_in_there("k-17").error().kind, Err::missing);
}

TEST_F(SignInAtTheMunicipality, tells_of_a_browser_that_was_not_here_before)
{
    ASSERT_TRUE(connect(by_password(email), "k-17"));
    const auto before = mails();
    EXPECT_TRUE(sign_in_there("k-17"));
    EXPECT_EQ(mails(), before + 1);
    EXPECT_NE(last_mail().find("Firefox, Windows"), std::string::npos);
}

TEST_F(SignInAtTheMunicipality, happens_once_for_each_time_somebody_sets_out)
{
    ASSERT_TRUE(connect(by_password(email), "k-17"));
    const auto trip = go("k-17");
    EXPECT_TRUE(come_back(trip));
    EXPECT_EQ(come_back(trip).error().kind, Err::stale);
    // Also with a code that would be good.
    const auto next = go("k-17");
    const auto errand = errand_in(trip);
    ASSERT_TRUE(errand);
    EXPECT_EQ(sign_in_by_provider(door, provider, environment(), network, *errand, {.code = next.back.code},
                                  test::home)
                  .error()
                  .kind,
              Err::stale);
}

TEST_F(SignInAtTheMunicipality, is_bound_to_the_browser_that_set_out)
{
    ASSERT_TRUE(connect(by_password(email), "k-17"));
    const auto mine = go("k-17");
    const auto others = go("k-17");
    const auto open = [&](const std::string& kept, const std::string& state) {
        return errand_of(environment(), network.id, kept, state).has_value();
    };
    EXPECT_TRUE(open(mine.kept, mine.back.state));
    EXPECT_FALSE(open(mine.kept, others.back.state));
    EXPECT_FALSE(open(others.kept, mine.back.state));
    EXPECT_FALSE(open("", mine.back.state));
    EXPECT_FALSE(open(mine.kept, ""));
    EXPECT_FALSE(open("", ""));
    for (std::size_t length = 0; length < mine.kept.size(); length += 17)
        EXPECT_FALSE(open(mine.kept.substr(0, length), mine.back.state)) << length;
    auto changed = mine.kept;
    changed[changed.size() / 2] = changed[changed.size() / 2] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(open(changed, mine.back.state));
    const auto elsewhere = site.add_network("see", "see.example");
    EXPECT_FALSE(errand_of(environment(), elsewhere, mine.kept, mine.back.state));
    // The code of one brought back by another: the verifier does not fit.
    EXPECT_EQ(sign_in_by_provider(door, provider, environment(), network, errand_in(mine).value(),
                                  {.code = others.back.code}, test::home)
                  .error()
                  .kind,
              Err::invalid);
}

TEST_F(SignInAtTheMunicipality, ends_ten_minutes_after_setting_out)
{
    const auto trip = go("k-17");
    site.clock.advance(std::chrono::minutes(10) - std::chrono::seconds(1));
    EXPECT_TRUE(errand_in(trip));
    site.clock.advance(std::chrono::seconds(1));
    EXPECT_FALSE(errand_in(trip));
}

TEST_F(SignInAtTheMunicipality, says_when_it_cannot_be_reached_and_does_not_open)
{
    ASSERT_TRUE(connect(by_password(email), "k-17"));
    const auto trip = go("k-17");
    outside->is_silent = true;
    EXPECT_EQ(come_back(trip).error().kind, Err::unavailable);
}

TEST_F(SignInAtTheMunicipality, cannot_be_tried_without_end)
{
    Err last = Err::invalid;
    for (int i = 0; i < 60 && last != Err::too_often; ++i) {
        const auto leaving = set_out(door, provider, environment(), network.id,
                                     {.redirect = "https://heide.example/x"}, test::home);
        if (!leaving)
            last = leaving.error().kind;
    }
    EXPECT_EQ(last, Err::too_often);
}

TEST_F(SignInAtTheMunicipality, is_connected_only_by_the_session_that_set_out_for_it)
{
    const auto actor = by_password(email);
    const auto other = by_password(email);
    const auto connected_by = [&](const web::Actor& asks, ErrandKind kind) {
        const auto trip = go("k-17", {.kind = kind, .session = actor.session});
        return connect_provider(door, provider, environment(), network, asks, errand_in(trip).value(),
                                {.code = trip.back.code}, test::home);
    };
    EXPECT_EQ(connected_by(other, ErrandKind::connect).error().kind, Err::stale);
    EXPECT_EQ(connected_by({}, ErrandKind::connect).error().kind, Err::stale);
    EXPECT_EQ(connected_by(actor, ErrandKind::sign_in).error().kind, Err::stale);
    EXPECT_EQ(identities(), 0);
    EXPECT_TRUE(connected_by(actor, ErrandKind::connect));
    // And who set out for connecting is not signed in by coming back.
    const auto trip = go("k-17", {.kind = ErrandKind::connect, .session = actor.session});
    EXPECT_EQ(come_back(trip).error().kind, Err::stale);
}

TEST_F(SignInAtTheMunicipality, is_connected_after_the_password_was_asked_for_there)
{
    const auto actor = by_password(email);
    const auto leaving = set_out(
        door, provider, environment(), network.id,
        {.kind = ErrandKind::connect, .session = actor.session, .redirect = "https://heide.example/x"},
        test::home);
    EXPECT_NE(leaving->address.find("prompt=login"), std::string::npos);
    const auto late = go("k-17", {.kind = ErrandKind::connect, .session = actor.session});
    const auto hour_ago = std::chrono::floor<std::chrono::seconds>(site.clock.now() - std::chrono::hours(1));
    outside->claims["auth_time"] = std::to_string(hour_ago.time_since_epoch().count());
    EXPECT_EQ(connect_provider(door, provider, environment(), network, actor, errand_in(late).value(),
                               {.code = late.back.code}, test::home)
                  .error()
                  .kind,
              Err::invalid);
    EXPECT_EQ(identities(), 0);
}

TEST_F(SignInAtTheMunicipality, belongs_to_one_account_and_an_account_has_one)
{
    ASSERT_TRUE(connect(by_password(email), "k-17"));
    with_password("anton@beispiel.example", Role::lead_editor, "v1");
    EXPECT_EQ(connect(by_password("anton@beispiel.example"), "k-17").error().kind, Err::conflict);
    EXPECT_EQ(connect(by_password(email), "k-18").error().kind, Err::conflict);
    EXPECT_EQ(who_is(sign_in_there("k-17")->session).user, clerk);
}

TEST_F(SignInAtTheMunicipality, is_taken_back_by_oneself_by_a_reset_and_with_the_account)
{
    const auto actor = by_password(email);
    ASSERT_TRUE(connect(actor, "k-17"));
    site.clock.advance(std::chrono::hours(1));
    disconnect_provider(environment(), network.id, actor);
    EXPECT_EQ(sign_in_there("k-17").error().kind, Err::missing);
    const auto changed = site.pool().read([](db::Reader& reader) { return changed_accounts(reader); });
    EXPECT_TRUE(std::any_of(changed.begin(), changed.end(), [&](const Revocation& account) {
        return account.id == clerk.text() && account.at == site.clock.now();
    })) << "or a restore would connect it again";

    ASSERT_TRUE(connect(actor, "k-17"));
    web::Actor coordinator{.user = with_password("erika@beispiel.example", Role::coordinator),
                           .name = "Erika Beispiel",
                           .session = "s",
                           .grants = {{Role::coordinator, ""}}};
    const auto reset =
        reset_access(environment(), coordinator, network, clerk, {.site = "https://heide.example"});
    ASSERT_TRUE(reset);
    EXPECT_EQ(sign_in_there("k-17").error().kind, Err::missing);
    ASSERT_TRUE(set_password_by_link(door, environment(), network, test::token_of(reset->link_path),
                                     test::good_password, test::home));

    ASSERT_TRUE(connect(by_password(email), "k-17"));
    site.given([&](db::Tx& tx) -> Result<Done> {
        tx.exec(R"sql(DELETE FROM users WHERE network_id = :network AND id = :id)sql",
                {{"network", network.id}, {"id", clerk}});
        return Done{};
    });
    EXPECT_EQ(identities(), 0);
}

TEST_F(SignInAtTheMunicipality, leaves_who_it_is_nowhere_in_the_clear)
{
    ASSERT_TRUE(connect(by_password(email), "k-17-geheim"));
    site.pool().read([&](db::Reader& reader) {
        const auto stored =
            reader.value<std::string>(R"sql(SELECT identity_hash FROM provider_identities)sql", {});
        EXPECT_EQ(stored->size(), 64U);
        EXPECT_EQ(
            reader.count(R"sql(SELECT count(*) FROM audit_details WHERE details LIKE '%geheim%')sql", {}), 0);
    });
}

} // namespace dorfnetz::accounts
