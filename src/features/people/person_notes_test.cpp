#include "features/notes/api.hpp"
#include "features/people/duplicates.hpp"
#include "features/people/people_for_tests.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::people {

namespace {

class PersonNotes : public testing::Test
{
protected:
    PersonNotes() : karl(given.person(given.draft(given.birkenau))), page(given.show(karl))
    {
        given.site.sign_in_as(web::Role::lead_editor, given.birkenau.text());
    }

    // As after a click on "Kontakt anzeigen", where the form stands.
    support::Answer contact() { return given.site.submit(page, page + "/kontakt", {}); }

    support::Answer write(const std::string& text, const std::string& remind = {})
    {
        const auto token = support::TestSite::token_in(contact().body, page + "/notiz");
        given.site.clock.advance(std::chrono::seconds(3));
        return given.site.post(page + "/notiz",
                               "_token=" + token + "&gespraech=" + text + "&erinnern=" + remind);
    }

    std::vector<web::Waiting> desk(web::Role role, const std::string& subject = {})
    {
        static const http::Request no_request;
        auto& site = given.site;
        const web::Context context{
            .environment = site.environment(),
            .site = site.site(),
            .request = no_request,
            .network = site.pool().read(
                [&](db::Reader& reader) { return web::network_by_slug(reader, "heide").value(); }),
            .actor = {
                .user = web::UserId("u1"), .name = "Erika", .session = {}, .grants = {{role, subject}}}};
        return site.pool().read([&](db::Reader& reader) { return site.site().waiting(context, reader); });
    }

    std::size_t stored(const PersonId& person)
    {
        return given.site.pool().read([&](db::Reader& reader) {
            return notes::notes_of(reader, given.site.network(), {.id = person.text()}).size();
        });
    }

    Given given;
    PersonId karl;
    std::string page;
};

} // namespace

TEST_F(PersonNotes, are_shown_together_with_contact_data_only)
{
    EXPECT_EQ(write("angerufen").status, 303);
    EXPECT_FALSE(given.site.get(page).says("angerufen"));
    EXPECT_TRUE(given.site.get(page).says("Eine Notiz steht dabei."));
    EXPECT_TRUE(contact().says("angerufen"));
}

TEST_F(PersonNotes, cannot_be_written_by_who_may_not_see_the_person)
{
    const auto token = support::TestSite::token_in(contact().body, page + "/notiz");
    given.site.sign_in_as(web::Role::lead_editor, given.weidenhof.text());
    given.site.clock.advance(std::chrono::seconds(3));
    EXPECT_NE(given.site.post(page + "/notiz", "_token=" + token + "&gespraech=angerufen").status, 303);
    EXPECT_EQ(stored(karl), 0U);
}

TEST_F(PersonNotes, remind_on_the_desk_of_whoever_may_see_the_person)
{
    write("meldet sich", "20.11.2026");
    const auto mine = desk(web::Role::lead_editor, given.birkenau.text());
    ASSERT_EQ(mine.size(), 1U);
    EXPECT_EQ(mine[0].state, web::Waiting::State::late);
    EXPECT_EQ(mine[0].count, 1);
    EXPECT_EQ(mine[0].path, page);
    EXPECT_EQ(to_iso(*mine[0].oldest), "2026-11-19T23:00:00Z");
    EXPECT_TRUE(desk(web::Role::lead_editor, given.weidenhof.text()).empty());
    EXPECT_EQ(desk(web::Role::coordinator).size(), 1U);
}

TEST_F(PersonNotes, move_when_two_entries_become_one_and_go_when_the_person_is_erased)
{
    write("angerufen");
    const auto other = given.person(given.draft(given.birkenau));
    given.site.given(
        [&](db::Tx& tx) { return merge(tx, given.site.network(), other, karl, given.author()); });
    EXPECT_EQ(stored(other), 1U);
    given.site.given([&](db::Tx& tx) -> Result<Done> {
        erase(tx, given.site.network(), other, {});
        return Done{};
    });
    EXPECT_EQ(stored(other), 0U);
}

TEST_F(PersonNotes, the_desk_says_since_when_people_have_been_without_a_consent)
{
    given.person(given.draft(given.erlental, "Muster"), Given::Agreed::no);
    given.site.clock.advance(std::chrono::days(5));
    const auto waiting = desk(web::Role::coordinator);
    ASSERT_FALSE(waiting.empty());
    EXPECT_EQ(waiting[0].count, 1);
    EXPECT_EQ(given.site.clock.now() - *waiting[0].oldest, std::chrono::days(5));
}

} // namespace dorfnetz::people
