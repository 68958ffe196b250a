#include "features/notes/api.hpp"

#include "tests/support/site.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::notes {

namespace {

constexpr const char* route = "/notiz";
const Subject karl{.about = About::person, .id = "p1"};
const Subject offer{.about = About::offer, .id = "o1"};

// A page that shows and takes notes, as those of people and offers do.
void register_page(web::Site& site)
{
    site.get(route, web::Access::signed_in(), [](web::Context& context) -> Result<http::Response> {
        return http::text_response(200, context.pool().read([&](db::Reader& reader) {
            return std::string(draw_notes(context, reader, karl, route, route).text());
        }));
    });
    site.post(route, web::Access::signed_in(), [](web::Context& context) -> Result<http::Response> {
        const auto saved = context.pool().write(
            db::Scope::nothing(), [&](db::Tx& tx) -> Result<German> { return save_sent(tx, context, karl); });
        if (!saved)
            return saved.error();
        return http::text_response(200, "saved");
    });
}

class Notes : public testing::Test
{
protected:
    Notes()
    {
        site.given([&](db::Tx& tx) -> Result<Done> {
            tx.exec(R"sql(
                INSERT INTO people (network_id, id, given_name, family_name, sort_key, street, postal_code, town, phone,
                                    mobile, email, reach, whole_network, notes, origin, on_behalf, is_example,
                                    locked_because, created_at, updated_at)
                VALUES (:network, 'p1', 'Karl', 'Muster', 'k', '', '', '', '', '', '', '', 0, '', 'editor', '', 0, '',
                        :now, :now))sql",
                    {{"network", site.network()}, {"now", site.clock.now()}});
            tx.exec(R"sql(
                INSERT INTO offers (network_id, id, state, token_hash, name, data, language, created_at,
                                    expires_at)
                VALUES (:network, 'o1', 'call', 't', 'Petra', '', 'de', :now, :now))sql",
                    {{"network", site.network()}, {"now", site.clock.now()}});
            return Done{};
        });
        site.sign_in_as(web::Role::coordinator);
    }

    support::Answer write(const std::string& text, const std::string& remind = {})
    {
        return site.submit(route, route, {{"gespraech", text}, {"erinnern", remind}});
    }

    std::vector<Note> stored(const Subject& subject = karl)
    {
        return site.pool().read(
            [&](db::Reader& reader) { return notes_of(reader, site.network(), subject); });
    }

    std::size_t due()
    {
        return site.pool().read([&](db::Reader& reader) {
            return due_reminders(reader, site.network(), About::person, date_of(site.clock.now())).size();
        });
    }

    support::TestSite site{{register_page}};
};

} // namespace

TEST_F(Notes, say_what_was_agreed_the_newest_first_and_are_no_markup)
{
    EXPECT_EQ(write("angerufen, <b>meldet</b> sich im Mai").status, 200);
    EXPECT_EQ(write("war da").status, 200);
    ASSERT_EQ(stored().size(), 2U);
    EXPECT_EQ(stored()[0].text, "war da");
    EXPECT_FALSE(stored()[0].author_name.empty());
    EXPECT_TRUE(site.get(route).says("&lt;b&gt;meldet"));
}

TEST_F(Notes, whose_day_cannot_be_read_are_kept_without_it)
{
    EXPECT_EQ(write("meldet sich im Mai", "demnächst").status, 200);
    ASSERT_EQ(stored().size(), 1U);
    EXPECT_EQ(stored()[0].text, "meldet sich im Mai");
    EXPECT_FALSE(stored()[0].remind_on);
}

TEST_F(Notes, without_a_text_are_refused)
{
    EXPECT_EQ(write("  ").status, 422);
    EXPECT_TRUE(stored().empty());
}

TEST_F(Notes, remind_from_their_day_on_until_somebody_says_that_it_is_done)
{
    write("meldet sich im Dezember", "1.12.2026");
    EXPECT_EQ(due(), 0U);
    site.clock.set(*timestamp_from_iso("2026-12-01T08:00:00Z"));
    EXPECT_EQ(due(), 1U);
    site.clock.advance(std::chrono::hours(240));
    EXPECT_EQ(due(), 1U);
    EXPECT_EQ(site.submit(route, route, {{"erledigt", stored()[0].id.text()}}).status, 200);
    EXPECT_EQ(due(), 0U);
    EXPECT_EQ(stored().size(), 1U) << "the note itself stays";
    EXPECT_EQ(site.submit(route, route, {{"erledigt", "x"}}).status, 404);
}

TEST_F(Notes, of_an_offer_go_along_when_it_becomes_a_person)
{
    site.given([&](db::Tx& tx) -> Result<Done> {
        tx.exec(R"sql(
            INSERT INTO contact_notes (network_id, id, offer_id, text, author_name, written_at)
            VALUES (:network, 'n1', 'o1', 'angerufen', 'Erika', :now))sql",
                {{"network", site.network()}, {"now", site.clock.now()}});
        move_notes(tx, site.network(), offer, karl);
        return Done{};
    });
    EXPECT_TRUE(stored(offer).empty());
    ASSERT_EQ(stored().size(), 1U);
    EXPECT_EQ(stored()[0].text, "angerufen");
}

TEST_F(Notes, are_gone_with_the_person)
{
    write("angerufen");
    site.given([&](db::Tx& tx) -> Result<Done> {
        tx.exec(R"sql(DELETE FROM people WHERE id = 'p1')sql", {});
        return Done{};
    });
    EXPECT_TRUE(stored().empty());
}

} // namespace dorfnetz::notes
