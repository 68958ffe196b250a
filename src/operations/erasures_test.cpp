#include "operations/erasures.hpp"

#include "features/joining/feature.hpp"
#include "features/people/people_for_tests.hpp"
#include "foundation/mail/outbox.hpp"

#include <gtest/gtest.h>

// What lies outside the register belongs to somebody only if more than a typed name and number says so.
namespace dorfnetz::operations {

namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

class Elsewhere : public testing::Test
{
protected:
    static void register_people(web::Site& pages) { people::register_feature(pages, kept_elsewhere()); }

    // Somebody fills in the form and does not confirm it, or waits for a call.
    void offer(const Fields& more)
    {
        constexpr const char* form = "/mitmachen/eintragen";
        Fields fields{{"vorname", "Karl"},
                      {"nachname", "Beispiel"},
                      {"dorf", given.birkenau.text()},
                      {"aufgaben", "garden"},
                      {"alter", "16"},
                      {"einwilligung", "1"},
                      {"ja_lead_contact", "1"},
                      {"telefon", "03493 12 34 56"}};
        fields.insert(fields.end(), more.begin(), more.end());
        ASSERT_EQ(site.submit(form, form, fields).status, 303);
    }

    std::int64_t offers()
    {
        return site.pool().read(
            [](db::Reader& reader) { return reader.count(R"sql(SELECT COUNT(*) FROM offers)sql", {}); });
    }

    // The link in the newest mail.
    std::string link(const std::string& beginning)
    {
        given.work();
        const mail::ClaimRules rules{.sender = {.address = "netz@example.org"}, .per_minute = 1000};
        std::string text;
        while (auto claimed = mail::claim_next(site.pool(), rules, site.clock, site.random))
            text = claimed->mail.text;
        const auto from = text.find(beginning);
        return from == std::string::npos ? "" : text.substr(from, text.find_first_of("\r\n", from) - from);
    }

    std::string own_page(const people::PersonId& id)
    {
        site.submit("/meine-daten", "/meine-daten", {{"email", "karl@example.org"}});
        return link("/meine-daten/") + '/' + id.text();
    }

    people::Given given{{register_people, joining::register_feature}};
    support::TestSite& site = given.site;
};

} // namespace

TEST_F(Elsewhere, the_own_page_tells_what_waits_at_its_mailbox_and_nothing_of_a_typed_number)
{
    const auto karl = given.person(given.draft(given.birkenau));
    offer({});
    EXPECT_FALSE(site.get(own_page(karl)).says("Noch nicht bestätigte Anmeldungen"))
        << "whoever types my name and number may be a namesake in my house";
    offer({{"mail", "karl@example.org"}});
    EXPECT_TRUE(site.get(own_page(karl)).says("Noch nicht bestätigte Anmeldungen"));
}

} // namespace dorfnetz::operations
