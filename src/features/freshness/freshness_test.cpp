#include "features/freshness/api.hpp"
#include "features/freshness/feature.hpp"
#include "tests/support/register.hpp"

namespace dorfnetz::freshness {

namespace {

using organisations::OrganisationId;
using organisations::Status;
using namespace std::chrono_literals;

constexpr Date long_ago = std::chrono::year(2025) / 9 / 1;

class Freshness : public organisations::test::RegisterTest
{
protected:
    Freshness() : RegisterTest({organisations::register_feature, register_feature})
    {
        site.environment().public_address = "https://heide.example";
    }

    std::int64_t ask()
    {
        const auto network = site.pool().read(
            [](db::Reader& reader) { return web::network_by_slug(reader, "heide").value(); });
        return ask_for_confirmation(site.environment(), network);
    }

    std::string last_mail(std::string_view column)
    {
        return site.pool()
            .read([&](db::Reader& reader) {
                return column == "to" ? reader.value<std::string>(
                                            R"sql(SELECT to_address FROM outbox ORDER BY id DESC)sql", {})
                                      : reader.value<std::string>(
                                            R"sql(SELECT content FROM outbox ORDER BY id DESC)sql", {});
            })
            .value_or("");
    }

    // The path of the link in the last mail.
    std::string link()
    {
        const auto text = last_mail("content");
        const auto at = text.find("/bestaetigen/");
        EXPECT_NE(at, std::string::npos) << text;
        return text.substr(at, text.find_first_of("\r\n ", at) - at);
    }

    OrganisationId old_entry()
    {
        auto draft = club("Beispiel: Chor");
        draft.email = "chor@example.org";
        return given(draft, Status::published, long_ago);
    }
};

} // namespace

TEST_F(Freshness, only_public_entries_older_than_a_year_are_asked_about)
{
    auto fresh = club("Beispiel: Frisch");
    fresh.email = "frisch@example.org";
    given(fresh);
    given(fresh, Status::archived, long_ago);
    EXPECT_EQ(ask(), 0);
    old_entry();
    EXPECT_EQ(ask(), 1);
    EXPECT_EQ(last_mail("to"), "chor@example.org");
}

TEST_F(Freshness, who_answers_for_the_entry_is_asked_first)
{
    given_contact(old_entry(),
                  {.name = "Karla Muster", .email = "karla@example.org", .is_responsible = true});
    EXPECT_EQ(ask(), 1);
    EXPECT_EQ(last_mail("to"), "karla@example.org");
}

TEST_F(Freshness, nobody_is_asked_twice_in_ninety_days)
{
    old_entry();
    EXPECT_EQ(ask(), 1);
    EXPECT_EQ(ask(), 0);
    site.clock.advance(24h * 89);
    EXPECT_EQ(ask(), 0);
    site.clock.advance(24h * 2);
    EXPECT_EQ(ask(), 1);
}

TEST_F(Freshness, nobody_is_asked_when_the_link_would_lead_nowhere)
{
    old_entry();
    site.environment().public_address.clear();
    EXPECT_EQ(ask(), 0);
}

TEST_F(Freshness, still_true_makes_the_entry_fresh_and_uses_up_the_link)
{
    const auto id = old_entry();
    ask();
    const auto path = link();
    EXPECT_TRUE(site.get(path).says("Beispiel: Chor"));
    EXPECT_EQ(stored(id).last_confirmed_on, long_ago) << "looking changes nothing: mail programs look too";
    EXPECT_EQ(site.submit(path, path, {{"answer", "right"}}).status, 303);
    EXPECT_FALSE(organisations::is_stale(stored(id).last_confirmed_on, today()));
    EXPECT_EQ(site.get(path).status, 404);
}

TEST_F(Freshness, no_longer_there_goes_to_review)
{
    const auto id = old_entry();
    ask();
    const auto path = link();
    EXPECT_EQ(site.submit(path, path, {{"answer", "gone"}}).status, 303);
    EXPECT_EQ(stored(id).status, Status::reported);
}

TEST_F(Freshness, changing_saves_and_confirms)
{
    const auto id = old_entry();
    ask();
    const auto path = link() + "/aendern";
    EXPECT_EQ(site.submit(path, path, {{"name", ""}, {"kind", "club"}, {"version", "1"}}).status, 422);
    ASSERT_EQ(site.submit(path, path,
                          {{"name", "Beispiel: Großer Chor"},
                           {"kind", "club"},
                           {"villages", aue.text()},
                           {"version", "1"}})
                  .status,
              303);
    EXPECT_EQ(stored(id).entry.name, "Beispiel: Großer Chor");
    EXPECT_EQ(stored(id).last_confirmed_on, today());
}

TEST_F(Freshness, a_change_that_crosses_an_editors_is_told_and_the_link_still_works)
{
    const auto id = old_entry();
    ask();
    ASSERT_TRUE(change(id, 1, club("Beispiel: Vom Editor")));
    const auto path = link() + "/aendern";
    const auto answer = site.submit(
        path, path,
        {{"name", "Beispiel: Per Link"}, {"kind", "club"}, {"villages", aue.text()}, {"version", "1"}});
    EXPECT_EQ(answer.status, 409);
    EXPECT_TRUE(answer.says("value=\"Beispiel: Per Link\""));
    EXPECT_EQ(stored(id).entry.name, "Beispiel: Vom Editor");
    EXPECT_EQ(site.get(path).status, 200);
}

TEST_F(Freshness, old_unknown_and_foreign_links_open_nothing)
{
    old_entry();
    ask();
    const auto path = link();
    EXPECT_EQ(site.get("/bestaetigen/erfunden").status, 404);
    site.add_network("andere", "andere.example");
    site.host = "andere.example";
    EXPECT_EQ(site.get(path).status, 404);
    site.host = "heide.example";
    site.clock.advance(24h * 61);
    EXPECT_EQ(site.get(path).status, 404);
}

TEST_F(Freshness, the_database_does_not_hold_the_link)
{
    old_entry();
    ask();
    const auto token = link().substr(std::string("/bestaetigen/").size());
    EXPECT_EQ(site.pool().read([&](db::Reader& reader) {
        return reader.count(R"sql(SELECT count(*) FROM freshness_questions WHERE token_hash = :token)sql",
                            {{"token", token}});
    }),
              0);
}

} // namespace dorfnetz::freshness
