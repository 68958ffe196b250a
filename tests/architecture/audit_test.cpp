#include "accounts/audit.hpp"
#include "app/features.hpp"
#include "features/activities/needs_api.hpp"
#include "features/organisations/api.hpp"
#include "features/people/people_for_tests.hpp"

#include <array>
#include <gtest/gtest.h>

namespace dorfnetz {

namespace {

// Numbers and addresses of invented people, in every form in which a page might show them.
constexpr std::array secrets{"karl@example.org", "3493 123456",      "3493123456",
                             "3493 12 34 56",    "chor@example.org", "15112345678",
                             "1511 2345678",     "0151 12345678",    "petra@example.org"};

class ContactData : public testing::Test
{
protected:
    ContactData()
    {
        person = given.person(given.draft(given.birkenau));
        site.given([&](db::Tx& tx) -> Result<Done> {
            const organisations::Author author{
                .clock = site.clock, .random = site.random, .user = {}, .name = "Test"};
            organisation = TRY(organisations::create(tx, site.network(),
                                                     {.entry = {.name = "Chor",
                                                                .villages = {given.birkenau},
                                                                .fields = {"culture"},
                                                                .purpose = "Wir singen."},
                                                      .status = organisations::Status::published},
                                                     author));
            contact = TRY(organisations::add_contact(
                tx, site.network(), organisation,
                {.name = "Karla Muster", .phone = "0151 12345678", .email = "chor@example.org"}, author));
            return Done{};
        });
        promise_for_a_date();
        site.submit("/mitmachen/eintragen", "/mitmachen/eintragen",
                    {{"vorname", "Petra"},
                     {"nachname", "Neuling"},
                     {"dorf", given.birkenau.text()},
                     {"telefon", "03493 12 34 56"},
                     {"weg", "phone"},
                     {"alter", "16"},
                     {"einwilligung", "1"},
                     {"ja_lead_contact", "1"}});
        offer = site.pool().read([&](db::Reader& reader) {
            return reader.value<std::string>(R"sql(SELECT id FROM offers)sql", {}).value_or("");
        });
    }

    void promise_for_a_date()
    {
        activities::ShiftId shift;
        site.given([&](db::Tx& tx) -> Result<Done> {
            const organisations::Author author{
                .clock = site.clock, .random = site.random, .user = {}, .name = "Test"};
            const auto network = web::network_by_slug(tx, "heide").value();
            activity =
                TRY(activities::create(tx, network,
                                       {.title = "Fest",
                                        .kind = "culture",
                                        .hosts = {organisation},
                                        .first = {.begin = *calendar::local_time_from_iso("2026-12-05T10:00"),
                                                  .end = *calendar::local_time_from_iso("2026-12-05T18:00")}},
                                       author));
            TRY(activities::publish(tx, network, activity, author));
            TRY(activities::add_need(tx, network, activity, {.title = "Grill"}, {{.least = 0, .most = 3}},
                                     author));
            const auto date = activities::dates_of(tx, network.id, activity).front();
            shift = activities::shifts_of_date(tx, network.id, date.id).front().shift.id;
            return Done{};
        });
        const auto form = "/mitmachen/" + shift.text();
        site.submit(form, form, {{"name", "Petra Neuling"}, {"kontakt", "03493 12 34 56"}, {"anzahl", "1"}});
        signup = site.pool().read([&](db::Reader& reader) {
            return reader.value<std::string>(R"sql(SELECT id FROM signups)sql", {}).value_or("");
        });
    }

    // Every address that the pattern has with what is there.
    std::vector<std::string> addresses(const std::string& pattern) const
    {
        std::vector<std::string> found;
        if (pattern.find('{') == std::string::npos)
            return {pattern};
        for (const auto& id :
             {person.text(), organisation.text(), offer, activity.text(), std::string("birkenau")})
            for (const std::string format : {"csv", "json", "vcf"}) {
                auto address = pattern;
                for (const auto& [name, value] : {std::pair<std::string, std::string>{"{id}", id},
                                                  {"{slug}", id},
                                                  {"{village}", id},
                                                  {"{contact}", contact.text()},
                                                  {"{format}", format},
                                                  {"{liste}", format == "csv" ? "people" : "organisations"},
                                                  {"{one}", person.text()},
                                                  {"{other}", person.text()}})
                    if (const auto at = address.find(name); at != std::string::npos)
                        address.replace(at, name.size(), value);
                if (std::find(found.begin(), found.end(), address) == found.end())
                    found.push_back(address);
            }
        return found;
    }

    std::int64_t logged()
    {
        return site.pool().read(
            [&](db::Reader& reader) { return accounts::count_audit(reader, site.network(), {}); });
    }

    static bool shows_contact_data(const support::Answer& answer)
    {
        return std::any_of(secrets.begin(), secrets.end(),
                           [&](const char* secret) { return answer.says(secret); });
    }

    people::Given given{{app::register_features}};
    support::TestSite& site = given.site;
    people::PersonId person;
    organisations::OrganisationId organisation;
    organisations::ContactId contact;
    activities::ActivityId activity;
    std::string offer;
    std::string signup;
};

} // namespace

TEST_F(ContactData, are_on_no_page_that_is_not_written_to_the_audit_log_before)
{
    ASSERT_FALSE(offer.empty());
    int shown = 0;
    for (const auto role : {web::Role::coordinator, web::Role::lead_editor}) {
        site.sign_in_as(role, role == web::Role::coordinator ? "" : given.birkenau.text());
        for (const auto& route : site.site().routes()) {
            if (route.method != http::Method::get)
                continue;
            for (const auto& address : addresses(route.pattern)) {
                const auto before = logged();
                if (!shows_contact_data(site.get(address)))
                    continue;
                ++shown;
                EXPECT_GT(logged(), before) << address;
            }
        }
    }
    EXPECT_GE(shown, 8) << "the walk has not found the pages that show contact data";
}

TEST_F(ContactData, behind_a_button_are_written_to_the_audit_log_too)
{
    site.sign_in_as(web::Role::coordinator);
    for (const auto& [page, button] :
         {std::pair{given.show(person), given.show(person) + "/kontakt"},
          std::pair{"/redaktion/termine/" + activity.text() + "/zusagen",
                    "/redaktion/termine/" + activity.text() + "/zusagen/anrufe"},
          std::pair{"/redaktion/termine/" + activity.text() + "/zusagen",
                    "/redaktion/zusagen/" + signup + "/kontakt"},
          std::pair{std::string("/redaktion/anrufe"), "/redaktion/anrufe/" + offer}}) {
        const auto before = logged();
        EXPECT_TRUE(shows_contact_data(site.submit(page, button, {}))) << button;
        EXPECT_GT(logged(), before) << button;
    }
}

} // namespace dorfnetz
