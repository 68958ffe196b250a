#include "features/date_polls/inviting.hpp"
#include "features/date_polls/polls_for_tests.hpp"

namespace dorfnetz::date_polls {

namespace {

using DatePollAnswers = WithPoll;
using web::Role;

std::size_t count(std::string_view text, std::string_view what)
{
    std::size_t number = 0;
    for (auto at = text.find(what); at != std::string_view::npos; at = text.find(what, at + 1))
        ++number;
    return number;
}

// Of a hidden field.
std::string value_of(std::string_view page, std::string_view field)
{
    const auto begin = page.find("value=\"", page.find("name=\"" + std::string(field) + '"')) + 7;
    return std::string(page.substr(begin, page.find('"', begin) - begin));
}

} // namespace

TEST_F(DatePollAnswers, take_an_answer_without_an_account_and_give_it_an_address_of_its_own)
{
    EXPECT_TRUE(site.get(link).says(when_text(0)));
    EXPECT_TRUE(site.get(link).says("Etwa zwei Stunden."));
    const auto sent = answer(link, "Anna Aue", aue, "jwn");
    ASSERT_EQ(sent.status, 303);
    const auto own = sent.location().substr(0, sent.location().find('?'));
    EXPECT_TRUE(own.starts_with("/umfrage/"));
    EXPECT_NE(own, link);
    const auto page = site.get(own);
    EXPECT_TRUE(page.says("value=\"Anna Aue\""));
    EXPECT_TRUE(page.says("So steht es bis jetzt"));
    EXPECT_FALSE(page.says("Danke"));
    EXPECT_TRUE(page.says("<dt>" + when_text(1) + "</dt><dd>Wenn nötig</dd>"));
    EXPECT_TRUE(page.says("Ändern kannst du sie bis Di., 1. Dezember"));
    EXPECT_EQ(answer(own, "Anna Aue", aue, "njj").status, 303);
    ASSERT_EQ(replies().size(), 1u);
    EXPECT_EQ(replies()[0].answers.at(options[0].id), Answer::no);
    EXPECT_FALSE(site.get(link).says("Anna")) << "others do not read who answered";
}

TEST_F(DatePollAnswers, keep_what_somebody_said_whoever_else_takes_their_name)
{
    const auto own = path_of(answer(link, "Anna Aue", aue, "jjj"));
    answer(link, " anna  aue", aue, "nnn");
    ASSERT_EQ(replies().size(), 2u);
    EXPECT_EQ(replies()[0].answers.at(options[0].id), Answer::yes) << "a name is no key";
    const auto other = path_of(answer(link, "Berta Aue", aue, "www"));
    EXPECT_EQ(answer(other, "Anna Aue", aue, "www").status, 303) << "renamed to a name that is there";
    EXPECT_EQ(replies().size(), 3u);
    EXPECT_EQ(site.get(own).status, 200);
    site.sign_in_as(Role::lead_editor, berg.text());
    EXPECT_EQ(count(site.get(desk).body, "steht mehrmals da"), 3u);
    const auto drop = desk + "/antwort/" + replies()[1].id.text();
    EXPECT_EQ(site.submit(drop, drop + "/entfernen", {}).status, 303);
    EXPECT_EQ(count(site.get(desk).body, "steht mehrmals da"), 2u);
    EXPECT_EQ(replies().size(), 2u);
}

TEST_F(DatePollAnswers, keep_what_an_editor_typed_in_apart_from_what_comes_by_the_link)
{
    site.sign_in_as(Role::lead_editor, berg.text());
    const auto entry = desk + "/antwort";
    EXPECT_EQ(site.submit(entry, entry, form("Karl Tal", tal.text(), "jjj")).status, 303);
    site.sign_out();
    answer(link, "Karl Tal", tal, "nnn");
    ASSERT_EQ(replies().size(), 2u);
    EXPECT_EQ(replies()[0].answers.at(options[0].id), Answer::yes);
    EXPECT_EQ(replies()[0].origin, Origin::entered);
}

// A second tap, or back and corrected.
TEST_F(DatePollAnswers, take_a_form_that_is_sent_twice_for_one_answer)
{
    const auto page = site.get(link);
    const auto sent = [&](const std::string& name, const std::string& said) {
        std::string body = "_token=" + support::TestSite::token_in(page.body, link) +
                           "&formular=" + value_of(page.body, "formular");
        for (const auto& [field, value] : form(name, aue.text(), said))
            body += '&' + field + '=' + value;
        return path_of(site.post(link, body));
    };
    site.clock.advance(std::chrono::seconds(3));
    const auto own = sent("Anna", "jjj");
    EXPECT_EQ(sent("Anna", "jjn"), own);
    ASSERT_EQ(replies().size(), 1u);
    EXPECT_EQ(replies()[0].answers.at(options[2].id), Answer::no);
    EXPECT_NE(sent("Otto", "jjj"), own) << "the next of the family, on the same phone";
    EXPECT_EQ(replies().size(), 2u);
}

TEST_F(DatePollAnswers, have_room_for_who_was_asked_and_for_paper_when_strangers_have_filled_them)
{
    const auto anna = lead_editor("anna", aue);
    const auto here = context();
    site.given([&](db::Tx& tx) -> Result<Done> {
        TRY(ask_all(tx, here, poll));
        for (int i = 0; i < 500; ++i)
            TRY(reply(tx, here, poll, {.name = "Erfunden " + std::to_string(i), .village = wald}));
        return Done{};
    });
    const auto refused = answer(link, "Otto", aue, "jjj");
    EXPECT_EQ(refused.status, 409);
    EXPECT_TRUE(refused.says("schon sehr viele geantwortet"));
    EXPECT_EQ(answer(link_for(anna), "Anna Aue", aue, "jjj").status, 303);
    site.sign_in_as(Role::coordinator);
    const auto entry = desk + "/antwort";
    EXPECT_EQ(site.submit(entry, entry, form("Karl vom Telefon", tal.text(), "jnn")).status, 303);
    EXPECT_EQ(replies().size(), 502u);
}

TEST_F(DatePollAnswers, are_cleared_at_once_of_answers_that_somebody_made_up)
{
    answer(link, "Anna Aue", aue, "jjj");
    answer(link, "Erfunden 1", wald, "nnn");
    answer(link, "Erfunden 2", wald, "nnn");
    const auto tidy = desk + "/aufraeumen";
    site.sign_in_as(Role::lead_editor, berg.text());
    EXPECT_EQ(site.get(tidy).status, 404) << "that is for who leads";
    site.sign_in_as(Role::coordinator);
    const auto entry = desk + "/antwort";
    site.submit(entry, entry, form("Karl vom Telefon", tal.text(), "jnn"));
    EXPECT_TRUE(site.get(desk).says("Erfundene Antworten löschen"));
    EXPECT_FALSE(site.get(tidy).says("Karl vom Telefon")) << "somebody knows where that is from";
    EXPECT_EQ(count(site.get(tidy + "?alle=1").body, " checked"), 3u);
    EXPECT_EQ(site.submit(tidy, tidy, {}).status, 422);
    const auto first = replies()[1].id.text();
    const auto second = replies()[2].id.text();
    EXPECT_TRUE(site.submit(tidy, tidy, {{"antwort", first}, {"antwort", second}})
                    .says("2 Antworten werden gelöscht"));
    EXPECT_EQ(replies().size(), 4u);
    EXPECT_EQ(site.submit(tidy, tidy, {{"antwort", first}, {"antwort", second}, {"sicher", "1"}}).status,
              303);
    ASSERT_EQ(replies().size(), 2u);
    EXPECT_EQ(replies()[0].name, "Anna Aue");
}

TEST_F(DatePollAnswers, take_only_so_many_answers_from_one_connection)
{
    std::size_t taken = 0;
    for (int i = 0; i < 80; ++i) {
        site.clock.advance(std::chrono::seconds(15)); // no faster than every form of strangers may be
        taken += answer(link, "Erfunden " + std::to_string(i), wald, "nnn").status == 303 ? 1 : 0;
    }
    EXPECT_GE(taken, 50u);
    EXPECT_LT(taken, 65u);
}

TEST_F(DatePollAnswers, refuse_what_says_nothing_and_keep_what_was_typed)
{
    const auto refused = answer(link, "Anna <b>", aue, "---");
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(refused.says("Sag bei mindestens einem Termin"));
    EXPECT_TRUE(refused.says("Anna &lt;b&gt;"));
    EXPECT_EQ(answer(link, "", aue, "jjj").status, 422);
    EXPECT_EQ(answer(link, "Kauf auf www.example.org", aue, "jjj").status, 422);
    EXPECT_TRUE(replies().empty());
}

TEST_F(DatePollAnswers, let_an_editor_type_in_what_came_by_telephone_and_write_that_down)
{
    site.sign_in_as(Role::lead_editor, berg.text());
    const auto entry = desk + "/antwort";
    EXPECT_EQ(site.submit(entry, entry, form("Karl vom Telefon", tal.text(), "jnn")).status, 303);
    ASSERT_EQ(replies().size(), 1u);
    EXPECT_TRUE(site.get(desk).says("eingetragen"));
    const auto known = entry + '/' + replies()[0].id.text();
    EXPECT_EQ(site.submit(known, known, form("Karl vom Telefon", tal.text(), "njn")).status, 303);
    EXPECT_EQ(replies()[0].answers.at(options[1].id), Answer::yes);
    const auto noted = read([&](db::Reader& reader) {
        return reader.count(R"sql(SELECT COUNT(*) FROM audit_log WHERE action = 'date_poll.entered')sql", {});
    });
    EXPECT_EQ(noted, 2);
    EXPECT_EQ(site.submit(known, known + "/entfernen", {}).status, 303);
    EXPECT_TRUE(replies().empty());
}

} // namespace dorfnetz::date_polls
