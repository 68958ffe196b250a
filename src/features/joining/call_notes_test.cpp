#include "features/joining/feature.hpp"
#include "features/notes/api.hpp"
#include "features/people/people_for_tests.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::joining {

namespace {

using web::Role;

constexpr const char* form = "/mitmachen/eintragen";
constexpr const char* calls = "/redaktion/anrufe";

class CallNotes : public testing::Test
{
protected:
    CallNotes() { wait_for_a_call({{"ja_lead_contact", "1"}}); }

    void wait_for_a_call(const std::vector<std::pair<std::string, std::string>>& agreed)
    {
        std::vector<std::pair<std::string, std::string>> fields{
            {"vorname", "Petra"},        {"nachname", "Neuling"}, {"dorf", given.birkenau.text()},
            {"telefon", "03493 555555"}, {"weg", "phone"},        {"alter", "16"},
            {"einwilligung", "1"}};
        fields.insert(fields.end(), agreed.begin(), agreed.end());
        site.submit(form, form, fields);
        offer = site.pool().read([&](db::Reader& reader) {
            return reader.value<std::string>(R"sql(SELECT id FROM offers)sql", {}).value_or("");
        });
        call = std::string(calls) + '/' + offer;
        site.sign_in_as(Role::lead_editor, given.birkenau.text());
    }

    // Sends one of the forms of the page that shows the offer.
    support::Answer send(const std::string& action, const std::string& fields)
    {
        const auto token = support::TestSite::token_in(site.submit(calls, call, {}).body, action);
        site.clock.advance(std::chrono::seconds(3));
        return site.post(action, "_token=" + token + '&' + fields);
    }

    std::vector<notes::Note> notes_of(notes::About about, const std::string& id)
    {
        return site.pool().read([&](db::Reader& reader) {
            return notes::notes_of(reader, site.network(), {.about = about, .id = id});
        });
    }

    people::Given given{{people::register_alone, register_feature}};
    support::TestSite& site = given.site;
    std::string offer;
    std::string call;
};

} // namespace

TEST_F(CallNotes, are_written_by_whoever_calls_and_move_with_the_offer_into_the_register)
{
    ASSERT_FALSE(offer.empty());
    EXPECT_EQ(send(call + "/notiz", "gespraech=ging+nicht+ran&erinnern=24.11.2026").status, 303);
    ASSERT_EQ(notes_of(notes::About::offer, offer).size(), 1U);
    EXPECT_EQ(send(call + "/ja", "zugestimmt=1&notiz=Anruf+heute").status, 303);
    const auto person = site.pool().read([&](db::Reader& reader) {
        return reader.value<std::string>(R"sql(SELECT id FROM people)sql", {}).value_or("");
    });
    const auto moved = notes_of(notes::About::person, person);
    ASSERT_EQ(moved.size(), 1U);
    EXPECT_EQ(moved[0].text, "ging nicht ran");
}

TEST_F(CallNotes, are_no_business_of_another_village)
{
    const auto token = support::TestSite::token_in(site.submit(calls, call, {}).body, call + "/notiz");
    site.sign_in_as(Role::lead_editor, given.weidenhof.text());
    site.clock.advance(std::chrono::seconds(3));
    EXPECT_NE(site.post(call + "/notiz", "_token=" + token + "&gespraech=x").status, 303);
    EXPECT_TRUE(notes_of(notes::About::offer, offer).empty());
}

TEST_F(CallNotes, and_contact_data_of_who_does_not_want_the_lead_club_to_know_are_none_of_its_business)
{
    // The tokens of another offer's forms are good for every one.
    const auto page = site.get(calls).body + site.submit(calls, call, {}).body;
    std::map<std::string, std::string> tokens;
    for (const auto* action : {"", "/ja", "/nein", "/notiz"})
        tokens[action] = support::TestSite::token_in(page, call + action);
    site.given([&](db::Tx& tx) -> Result<Done> {
        tx.exec(R"sql(DELETE FROM offers)sql", {});
        return Done{};
    });
    site.sign_out();
    wait_for_a_call({});
    EXPECT_FALSE(site.get(calls).says("Petra Neuling"));
    for (const auto& [action, token] : tokens)
        EXPECT_EQ(site.post(call + action, "_token=" + token + "&zugestimmt=1&notiz=x&gespraech=x").status,
                  404)
            << action;
    site.sign_in_as(Role::coordinator);
    EXPECT_TRUE(site.submit(calls, call, {}).says("555555"));
}

TEST_F(CallNotes, go_when_the_offer_is_deleted)
{
    send(call + "/notiz", "gespraech=ging+nicht+ran");
    EXPECT_EQ(send(call + "/nein", "").status, 303);
    EXPECT_TRUE(notes_of(notes::About::offer, offer).empty());
}

} // namespace dorfnetz::joining
