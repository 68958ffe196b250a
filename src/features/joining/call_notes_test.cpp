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
        apply("Neuling", agreed);
        offer = site.pool().read([&](db::Reader& reader) {
            return reader.value<std::string>(R"sql(SELECT id FROM offers)sql", {}).value_or("");
        });
        call = std::string(calls) + '/' + offer;
        site.sign_in_as(Role::lead_editor, given.birkenau.text());
    }

    void apply(const std::string& family_name,
               const std::vector<std::pair<std::string, std::string>>& agreed = {{"ja_lead_contact", "1"}})
    {
        std::vector<std::pair<std::string, std::string>> fields{
            {"vorname", "Petra"},        {"nachname", family_name}, {"dorf", given.birkenau.text()},
            {"telefon", "03493 555555"}, {"weg", "phone"},          {"alter", "16"},
            {"einwilligung", "1"}};
        fields.insert(fields.end(), agreed.begin(), agreed.end());
        site.submit(form, form, fields);
    }

    // As they stand on the list.
    std::vector<std::string> names_in_order()
    {
        const auto list = site.get(calls).body;
        std::map<std::size_t, std::string> at;
        for (const std::string name : {"Neuling", "Zweite", "Dritte"})
            at[list.find("Petra " + name)] = name;
        std::vector<std::string> names;
        for (const auto& [place, name] : at)
            names.push_back(name);
        return names;
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
    EXPECT_TRUE(send(call + "/nein", "").says("Alles, was Petra Neuling geschrieben hat, ist dann weg."));
    ASSERT_EQ(notes_of(notes::About::offer, offer).size(), 1U) << "so far it is only a question";
    EXPECT_EQ(send(call + "/nein", "sicher=1").status, 303);
    EXPECT_TRUE(notes_of(notes::About::offer, offer).empty());
}

TEST_F(CallNotes, whom_to_call_first_stands_on_top_and_who_is_called_later_at_the_end)
{
    site.sign_out();
    site.clock.advance(std::chrono::hours(24));
    apply("Zweite");
    site.clock.advance(std::chrono::hours(24));
    apply("Dritte");
    site.sign_in_as(Role::lead_editor, given.birkenau.text());
    EXPECT_EQ(names_in_order(), (std::vector<std::string>{"Neuling", "Zweite", "Dritte"}));
    EXPECT_TRUE(site.get(calls).says("Zuerst: Petra Neuling"));
    EXPECT_TRUE(site.get(calls).says("wartet seit 2 Tagen"));
    EXPECT_FALSE(site.get(calls).says("wartet schon lange"));

    send(call + "/notiz", "gespraech=ging+nicht+ran&erinnern=28.11.2026");
    EXPECT_EQ(names_in_order(), (std::vector<std::string>{"Zweite", "Dritte", "Neuling"}));
    EXPECT_TRUE(site.get(calls).says("erst ab 28. November 2026"));
    site.clock.advance(std::chrono::hours(5 * 24));
    EXPECT_EQ(names_in_order(), (std::vector<std::string>{"Neuling", "Zweite", "Dritte"}));
    EXPECT_TRUE(site.get(calls).says("heute noch einmal"));
    EXPECT_TRUE(site.get(calls).says("wartet schon lange")) << "the second one";
}

TEST_F(CallNotes, the_page_of_a_call_says_what_to_ask_and_the_number_is_a_link)
{
    const auto page = site.submit(calls, call, {});
    EXPECT_TRUE(page.says("href=\"tel:+493493555555\""));
    EXPECT_TRUE(page.says("Du hast geschrieben, dass du mitmachen willst."));
    EXPECT_TRUE(page.says("Auch die Netzwerkvereine dort, wo ich helfen will"));
}

} // namespace dorfnetz::joining
