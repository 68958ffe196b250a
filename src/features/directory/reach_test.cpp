#include "accounts/audit.hpp"
#include "features/directory/feature.hpp"
#include "tests/support/register.hpp"

namespace dorfnetz::directory {

namespace {

using organisations::Audience;
using organisations::ContactDraft;
using organisations::OrganisationId;
using web::Role;

constexpr auto mobile = "0151 12345678";
constexpr auto entry_page = "/vereine/beispiel-chor";

// How an entry is reached, as the public pages show it to each.
class Reach : public organisations::test::RegisterTest
{
protected:
    Reach() : RegisterTest({organisations::register_feature, register_feature}) {}

    // A club in Aue whose chairwoman agreed to be named.
    OrganisationId chor(Audience mobile_for)
    {
        const auto id = given(club("Beispiel: Chor"));
        ContactDraft chair{.name = "Karla Muster",
                           .duty = "Vorsitz",
                           .phone = mobile,
                           .email = "karla@example.org",
                           .consent_on = today(),
                           .consent_way = "paper"};
        chair.phone.show_to(mobile_for);
        given_contact(id, chair);
        return id;
    }

    std::int64_t logged()
    {
        return site.pool().read(
            [&](db::Reader& reader) { return accounts::count_audit(reader, site.network(), {}); });
    }
};

} // namespace

TEST_F(Reach, a_mobile_number_is_shown_to_those_whom_the_club_chose)
{
    const auto id = chor(Audience::public_);
    using enum Audience;
    // Who sees it, from the narrowest choice on; by hand.
    const std::vector<std::pair<web::Grant, std::vector<Audience>>> expected{
        {{Role::coordinator, ""}, {public_, network, village, organisation, coordinator}},
        {{Role::organisation_editor, id.text()}, {public_, network, village, organisation}},
        {{Role::lead_editor, aue.text()}, {public_, network, village}},
        {{Role::lead_editor, berg.text()}, {public_, network}},
        {{Role::organisation_editor, "another"}, {public_}},
        {{Role::council_editor, aue.text()}, {public_}},
        {{Role::municipality_officer, ""}, {public_}},
        {{Role::adviser, ""}, {public_}},
    };
    std::int64_t version = 1;
    for (const auto audience : accounts::all_audiences) {
        const auto person =
            site.pool()
                .read([&](db::Reader& reader) {
                    return organisations::contacts_of(reader, site.network(), id, accounts::the_program());
                })
                .front();
        auto draft = person.data;
        draft.phone.show_to(audience);
        if (draft != person.data) {
            ASSERT_TRUE(write([&](db::Tx& tx) {
                return organisations::update_contact(tx, site.network(), person.id, version, draft, author());
            }));
            ++version;
        }
        for (const auto& [grant, audiences] : expected) {
            site.sign_in_as(grant.role, grant.subject);
            const auto before = logged();
            const auto page = site.get(entry_page);
            const bool meant = std::find(audiences.begin(), audiences.end(), audience) != audiences.end();
            EXPECT_EQ(page.says(mobile), meant) << web::to_text(grant.role) << ' ' << to_text(audience);
            EXPECT_TRUE(page.says("Karla Muster"));
            if (page.says(mobile) && audience != public_) {
                EXPECT_TRUE(page.says("nicht öffentlich"));
                EXPECT_GT(logged(), before) << web::to_text(grant.role);
            }
        }
        site.sign_out();
        EXPECT_EQ(site.get(entry_page).says(mobile), audience == public_) << to_text(audience);
        EXPECT_FALSE(site.get(entry_page).says("karla@example.org"));
    }
}

TEST_F(Reach, a_page_kept_for_visitors_holds_nothing_that_an_editor_saw)
{
    chor(Audience::network);
    site.sign_in_as(Role::coordinator);
    ASSERT_TRUE(site.get(entry_page).says(mobile));
    site.sign_out();
    const auto before = logged();
    EXPECT_FALSE(site.get(entry_page).says(mobile));
    EXPECT_FALSE(site.get(entry_page).says(mobile));
    EXPECT_EQ(logged(), before) << "what everybody sees is nobody's view";
}

TEST_F(Reach, lists_structured_data_search_and_the_village_hold_what_is_public_whoever_asks)
{
    auto draft = club("Beispiel: Chor");
    draft.phone = "030 23125 001";
    draft.phone.show_to(Audience::network);
    draft.email = "chor@example.org";
    const auto id = given(draft);
    given_contact(id, {.name = "Karla Muster", .phone = mobile, .consent_on = today(), .consent_way = "web"});
    site.sign_in_as(Role::coordinator);
    for (const auto* path : {"/vereine", "/vereine/liste.csv", "/vereine/liste.vcf", "/vereine?q=23125",
                             "/redaktion/organisationen"}) {
        const auto page = site.get(path);
        EXPECT_EQ(page.status, 200) << path;
        for (const auto* hidden : {"23125 001", "chor@example.org", mobile})
            EXPECT_FALSE(page.says(hidden)) << path << ' ' << hidden;
    }
    const auto page = site.get(entry_page);
    EXPECT_TRUE(page.says("030 23125 001")) << "the coordinator, on the page itself";
    EXPECT_FALSE(page.says("\"telephone\""));
}

TEST_F(Reach, a_mail_address_that_the_club_makes_public_is_on_its_page_and_in_lists)
{
    auto draft = club("Beispiel: Chor");
    draft.email = "chor@example.org";
    draft.email.show_to(Audience::public_);
    given(draft);
    EXPECT_TRUE(site.get(entry_page).says("mailto:chor@example.org"));
    EXPECT_TRUE(site.get(entry_page).says("\"email\":\"chor@example.org\""));
    EXPECT_TRUE(site.get("/vereine/liste.csv").says("chor@example.org"));
    EXPECT_TRUE(site.get("/vereine/liste.vcf").says("EMAIL:chor@example.org\r\n"));
}

} // namespace dorfnetz::directory
