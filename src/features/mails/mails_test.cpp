#include "features/mails/feature.hpp"
#include "foundation/mail/outbox.hpp"
#include "tests/support/site.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::mails {

namespace {

const std::string page = "/redaktion/mails";

class Mails : public testing::Test
{
protected:
    Mails() { site.sign_in_as(web::Role::coordinator); }

    mail::MailId put(const std::string& address)
    {
        mail::MailId id;
        site.given([&](db::Tx& tx) -> Result<Done> {
            const mail::Mail mail{.network = site.network(),
                                  .to = {address, "Anna Beispiel"},
                                  .subject = "Dein Platz ist frei",
                                  .text = "Hallo",
                                  .purpose = "test"};
            id = mail::enqueue(tx, mail, site.clock, site.random).value();
            return Done{};
        });
        return id;
    }

    std::vector<mail::ClaimedMail> claim()
    {
        return mail::settle_and_claim(site.pool(), {}, {}, rules, site.clock, site.random).claimed;
    }

    mail::MailId refused(const std::string& address, const std::string& codes)
    {
        auto id = put(address);
        const mail::MarkOf what{mail::Mark::failed, codes, {}, mail::fault_in(codes)};
        mail::settle_and_claim(site.pool(), {{claim().at(0), what}}, {.mails = 0}, rules, site.clock,
                               site.random);
        return id;
    }

    mail::MailState state(const mail::MailId& id)
    {
        return site.pool().read(
            [&](db::Reader& reader) { return mail::status_of(reader, site.network(), id).value().state; });
    }

    support::TestSite site{{[](web::Site& all) { register_feature(all); }}};
    mail::ClaimRules rules{.sender = {"netz@dorf.example"},
                           .look = [](db::Reader&, const NetworkId&) { return mail::Look{}; },
                           .address_key = address_key(site.environment())};
};

} // namespace

TEST_F(Mails, that_did_not_arrive_are_shown_without_their_address_and_with_what_to_do)
{
    EXPECT_TRUE(site.get(page).says("Alles, was verschickt wurde, ist angekommen"));
    refused("anna.privat@dorf.example", "envelope 550 5.1.1");
    const auto answer = site.get(page);
    EXPECT_TRUE(answer.says("Anna Beispiel"));
    EXPECT_TRUE(answer.says("Diese Adresse gibt es nicht"));
    EXPECT_TRUE(answer.says("@dorf.example"));
    EXPECT_FALSE(answer.says("anna.privat"));
}

TEST_F(Mails, are_sent_again_also_to_an_address_that_was_given_up)
{
    const auto id = refused("anna@dorf.example", "envelope 550 5.1.1");
    EXPECT_EQ(site.submit(page, page + '/' + id.text() + "/noch-einmal", {}).status, 303);
    EXPECT_EQ(claim().size(), 1U);
    EXPECT_EQ(state(id), mail::MailState::sending);
}

TEST_F(Mails, that_are_settled_are_gone_from_the_list)
{
    const auto id = refused("anna@dorf.example", "envelope 552 5.2.2");
    EXPECT_TRUE(site.get(page).says("Das Postfach ist voll"));
    EXPECT_EQ(site.submit(page, page + '/' + id.text() + "/erledigt", {}).status, 303);
    EXPECT_FALSE(site.get(page).says("Anna Beispiel"));
    EXPECT_EQ(site.submit(page, page + "/adressen", {{"adresse", "x"}, {"was", "sperren"}}).status, 422);
}

TEST_F(Mails, are_not_sent_again_to_who_wants_none)
{
    site.submit(page, page + "/adressen", {{"adresse", "anna@dorf.example"}, {"was", "sperren"}});
    const auto id = put("anna@dorf.example");
    EXPECT_TRUE(claim().empty());
    EXPECT_FALSE(site.get(page).says("Noch einmal schicken"));
    const auto other = refused("bert@dorf.example", "envelope 552 5.2.2");
    const auto token =
        support::TestSite::token_in(site.get(page).body, page + '/' + other.text() + "/noch-einmal");
    EXPECT_EQ(site.post(page + '/' + id.text() + "/noch-einmal", "_token=" + token).status, 409);
    EXPECT_EQ(state(id), mail::MailState::suppressed);
    put("anna@dorf.example");
    EXPECT_TRUE(claim().empty()) << "the wish still holds";
}

TEST_F(Mails, go_to_no_address_that_wants_none_until_it_does)
{
    const auto say = [&](const std::string& what) {
        return site.submit(page, page + "/adressen", {{"adresse", "Anna@Dorf.example"}, {"was", what}})
            .status;
    };
    EXPECT_EQ(say("sperren"), 303);
    const auto held_back = put("anna@dorf.example");
    EXPECT_TRUE(claim().empty());
    EXPECT_EQ(state(held_back), mail::MailState::suppressed);
    EXPECT_TRUE(site.get(page).says("Will keine Mails"));
    EXPECT_EQ(say("freigeben"), 303);
    put("anna@dorf.example");
    EXPECT_EQ(claim().size(), 1U);
}

TEST_F(Mails, of_another_network_are_no_business_of_ours)
{
    const auto id = refused("anna@dorf.example", "envelope 550 5.1.1");
    site.add_network("see", "see.example");
    site.host = "see.example";
    EXPECT_FALSE(site.get(page).says("Anna Beispiel"));
    site.given([&](db::Tx& tx) -> Result<Done> {
        const NetworkId other{"00000000-0000-7000-8000-000000000000"};
        EXPECT_FALSE(mail::settle_undelivered(tx, other, id));
        EXPECT_FALSE(mail::write_again(tx, other, id, rules.address_key, site.clock));
        return Done{};
    });
}

namespace {

std::vector<web::Waiting> items_for(support::TestSite& site, web::Role role)
{
    static const http::Request no_request;
    web::Context context{.environment = site.environment(),
                         .site = site.site(),
                         .request = no_request,
                         .network = {},
                         .path = "/redaktion"};
    context.network.id = site.network();
    context.actor.user = web::UserId("u");
    context.actor.grants = {{role, ""}};
    return site.pool().read([&](db::Reader& reader) { return site.site().waiting(context, reader); });
}

} // namespace

TEST(Reach, in_test_mode_the_desk_says_that_nobody_is_reached)
{
    support::TestSite site{{[](web::Site& all) { register_feature(all, {.nobody = true}); }}};
    ASSERT_EQ(items_for(site, web::Role::coordinator).size(), 1U);
    EXPECT_EQ(items_for(site, web::Role::coordinator)[0].heading, "Testbetrieb: Mails erreichen niemanden");
    EXPECT_TRUE(items_for(site, web::Role::lead_editor).empty());
}

TEST(Reach, without_an_address_of_its_own_the_desk_says_that_no_reminder_goes_out)
{
    support::TestSite site{{[](web::Site& all) { register_feature(all); }}};
    const auto items = items_for(site, web::Role::coordinator);
    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(items[0].heading, "Es gehen keine Erinnerungen hinaus");
    EXPECT_EQ(items[0].state, web::Waiting::State::late);
    EXPECT_TRUE(items_for(site, web::Role::lead_editor).empty());
    site.environment().public_address = "https://heide.example";
    EXPECT_TRUE(items_for(site, web::Role::coordinator).empty());
}

} // namespace dorfnetz::mails
