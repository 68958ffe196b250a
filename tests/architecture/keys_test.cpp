#include "tests/architecture/two_networks.hpp"

#include "accounts/accounts_store.hpp"
#include "accounts/links.hpp"
#include "accounts/sessions.hpp"
#include "accounts/users.hpp"
#include "features/asking/asking_store.hpp"
#include "features/asking/fitting.hpp"
#include "features/asking/links.hpp"
#include "features/date_polls/links.hpp"
#include "features/groups/member_calendars.hpp"
#include "features/meetings/replies.hpp"
#include "features/signups/calendars.hpp"
#include "features/tasks/tasks_service.hpp"
#include "foundation/core/text.hpp"

#include <set>

namespace dorfnetz {

namespace {

// What somebody makes who has one key and looks for another: each letter changed, each length, other cases,
// repeated, with something before and behind, encoded otherwise.
std::set<std::string> forgeries_of(const std::string& key)
{
    std::set<std::string> all;
    for (std::size_t i = 0; i < key.size(); ++i) {
        auto changed = key;
        // Another letter of the same alphabet, whose lowest bits are not lost in the last place of base64.
        changed[i] = key[i] == 'Q' || key[i] == '4' ? 'g' : key[i] >= '0' && key[i] <= '9' ? '4' : 'Q';
        all.insert(changed);
        all.insert(key.substr(0, i));
        all.insert(key.substr(i + 1));
        auto without = key;
        all.insert(without.erase(i, 1));
    }
    for (const auto* more : {"A", "0", "=", ".", " ", "%00", "\t", "'", "\" OR 1=1", "*", "%", "_"}) {
        all.insert(key + more);
        all.insert(more + key);
    }
    all.insert(key + key);
    all.insert(std::string(key.size(), 'A'));
    all.insert(std::string(100'000, 'A'));
    all.insert({"null", "undefined", "0", "true", "[]", "../" + key, key + "/.."});
    all.erase(key);
    all.erase("");
    return all;
}

class ForgedKeys : public TwoNetworks
{
protected:
    ForgedKeys() { at_foreign(); }

    std::string key_of(const std::string& path) { return path.substr(path.rfind('/') + 1); }
};

} // namespace

TEST_F(ForgedKeys, of_a_session_open_none)
{
    auto& environment = site.environment();
    const auto user = accounts::create_user(environment, {.network = foreign.id,
                                                          .email = "eva@example.org",
                                                          .name = "Eva Probe",
                                                          .role = web::Role::coordinator});
    ASSERT_TRUE(user);
    std::string token;
    site.given([&](db::Tx& tx) -> Result<Done> {
        token = accounts::begin_session(tx, environment, foreign.id, {.user = user->id});
        return Done{};
    });
    const auto who = [&](const std::string& cookie) {
        http::Request request;
        request.headers.add("Cookie", "dorfnetz=" + cookie);
        return accounts::authenticate(environment, foreign, request).signed_in();
    };
    ASSERT_TRUE(who(token));
    // Blanks around a value of a header are not part of it.
    for (const auto& forged : forgeries_of(token))
        EXPECT_EQ(who(forged), trim(forged) == token) << forged.substr(0, 80);
}

TEST_F(ForgedKeys, of_a_withdrawal_open_nobody)
{
    site.sign_out();
    const auto people =
        site.pool().read([&](db::Reader& reader) { return people::all_people(reader, foreign.id); });
    const auto path = people::withdrawal_path(site.environment(), foreign.id, people.front().id);
    ASSERT_EQ(site.get(path).status, 200);
    const auto before = site.pool().generation(foreign.id.text());
    for (const auto& forged : forgeries_of(key_of(path))) {
        const auto at = "/einwilligung/" + http::percent_encode(forged);
        EXPECT_EQ(site.get(at).status, 404) << at.substr(0, 120);
    }
    // The key of one person with the name of another.
    const auto other = people::withdrawal_path(site.environment(), foreign.id, people.back().id);
    const auto mixed = people.back().id.text() +
                       path.substr(path.find(people.front().id.text()) + people.front().id.text().size());
    EXPECT_EQ(site.get("/einwilligung/" + mixed).status, 404);
    EXPECT_NE(other, "/einwilligung/" + mixed);
    at_own();
    EXPECT_EQ(site.get(path).status, 404) << "a key of another network";
    EXPECT_EQ(site.pool().generation(foreign.id.text()), before);
}

TEST_F(ForgedKeys, of_a_promise_open_and_change_none)
{
    site.sign_out();
    const auto shift = site.pool().read([&](db::Reader& reader) {
        return reader
            .value<std::string>(R"sql(
                SELECT s.id FROM shifts s JOIN signups p ON p.network_id = s.network_id AND p.shift_id = s.id
                WHERE s.network_id = :network)sql",
                                {{"network", foreign.id}})
            .value();
    });
    const auto form = "/mitmachen/" + shift;
    const auto answer =
        site.submit(form, form, {{"name", "Petra Probe"}, {"kontakt", "03493 123456"}, {"anzahl", "1"}});
    ASSERT_TRUE(answer.location().starts_with("/zusage/")) << answer.body;
    const auto path = answer.location().substr(0, answer.location().find('?'));
    ASSERT_EQ(site.get(path).status, 200);
    const auto before = site.pool().generation(foreign.id.text());
    const auto token = token_for("/zusage/{token}/absagen", foreign, {});
    for (const auto& forged : forgeries_of(key_of(path))) {
        const auto at = "/zusage/" + http::percent_encode(forged);
        EXPECT_EQ(site.get(at).status, 404) << at.substr(0, 120);
        site.clock.advance(std::chrono::minutes(1)); // strangers may not send so many forms at once
        EXPECT_EQ(site.post(at + "/absagen", "sicher=1&_token=" + token).status, 404) << at.substr(0, 120);
    }
    at_own();
    EXPECT_EQ(site.get(path).status, 404) << "a key of another network";
    EXPECT_EQ(site.pool().generation(foreign.id.text()), before);
}

TEST_F(ForgedKeys, of_a_date_poll_open_and_change_none)
{
    site.sign_out();
    const auto poll = site.pool().read([&](db::Reader& reader) {
        return reader
            .value<date_polls::PollId>(R"sql(SELECT id FROM date_polls WHERE network_id = :network)sql",
                                       {{"network", foreign.id}})
            .value();
    });
    const auto path = date_polls::path_with(date_polls::token_of(site.environment(), foreign.id, poll));
    ASSERT_EQ(site.get(path).status, 200);
    const auto before = site.pool().generation(foreign.id.text());
    const auto token = token_for("/umfrage/{token}", foreign, {});
    for (const auto& forged : forgeries_of(key_of(path))) {
        const auto at = "/umfrage/" + http::percent_encode(forged);
        EXPECT_EQ(site.get(at).status, 404) << at.substr(0, 120);
        site.clock.advance(std::chrono::minutes(1)); // strangers may not send so many forms at once
        EXPECT_EQ(site.post(at, "name=Petra&dorf=-&_token=" + token).status, 404) << at.substr(0, 120);
    }
    at_own();
    EXPECT_EQ(site.get(path).status, 404) << "a key of another network";
    EXPECT_EQ(site.pool().generation(foreign.id.text()), before);
}

TEST_F(ForgedKeys, of_an_invitation_open_and_change_none)
{
    site.sign_out();
    meetings::Meeting meeting;
    site.given([&](db::Tx& tx) -> Result<Done> {
        const web::UserId eva{"eva-probe"};
        accounts::insert_user(tx, foreign.id, {.id = eva, .login = "eva@example.org", .name = "Eva Probe"},
                              site.clock.now());
        accounts::set_password_hash(tx, foreign.id, eva, "hash");
        accounts::insert_grant(tx, foreign.id,
                               {.id = "eva-grant", .user = eva, .grant = {web::Role::coordinator, ""}}, {},
                               site.clock.now());
        const auto slug = tx.value<std::string>(
            R"sql(SELECT slug FROM meetings WHERE network_id = :network AND kind = 'network' AND state = 'running'
                  ORDER BY id)sql",
            {{"network", foreign.id}});
        meeting = meetings::meeting_by_slug(tx, foreign.id, slug.value()).value();
        return Done{};
    });
    const auto path = meetings::reply_path(site.environment(), foreign.id, meeting, "eva@example.org");
    ASSERT_EQ(site.get(path).status, 200);
    const auto before = site.pool().generation(foreign.id.text());
    const auto token = token_for("/treffen/{slug}/antwort/{token}", foreign, {});
    for (const auto& forged : forgeries_of(key_of(path))) {
        const auto at = meetings::path_of(meeting) + "/antwort/" + http::percent_encode(forged);
        EXPECT_EQ(site.get(at).status, 404) << at.substr(0, 120);
        site.clock.advance(std::chrono::minutes(1)); // strangers may not send so many forms at once
        EXPECT_EQ(site.post(at, "fuer=user:eva-probe&antwort=yes&_token=" + token).status, 404)
            << at.substr(0, 120);
    }
    at_own();
    EXPECT_EQ(site.get(path).status, 404) << "a key of another network";
    EXPECT_EQ(site.pool().generation(foreign.id.text()), before);
}

TEST_F(ForgedKeys, of_a_calendar_open_none)
{
    site.sign_out();
    const http::Request request;
    const web::Context context{
        .environment = site.environment(), .site = site.site(), .request = request, .network = foreign};
    site.given([&](db::Tx& tx) -> Result<Done> {
        signups::begin_calendar(tx, context, "petra@example.org");
        return Done{};
    });
    const auto path = site.pool().read([&](db::Reader& reader) {
        return signups::path_of(context,
                                signups::calendar_of(reader, foreign.id, "petra@example.org").value());
    });
    ASSERT_EQ(site.get(path).status, 200);
    for (const auto& forged : forgeries_of(key_of(path)))
        EXPECT_EQ(site.get("/kalender/" + http::percent_encode(forged)).status, 404) << forged.substr(0, 80);
    at_own();
    EXPECT_EQ(site.get(path).status, 404) << "a key of another network";
}

TEST_F(ForgedKeys, of_a_groups_calendar_open_none)
{
    const http::Request request;
    const web::Context context{
        .environment = site.environment(), .site = site.site(), .request = request, .network = foreign};
    const auto owner = new_id<web::UserId>(site.clock, site.random);
    groups::MemberCalendar calendar;
    site.given([&](db::Tx& tx) -> Result<Done> {
        accounts::insert_user(tx, foreign.id,
                              {.id = owner, .login = "petra@example.org", .name = "Petra Probe"},
                              site.clock.now());
        const organisations::Author author{.clock = site.clock, .random = site.random};
        const auto group = TRY(groups::create(tx, foreign.id, {.title = "Probe"}, author));
        TRY(groups::add_member(tx, foreign.id, group, owner, groups::Duty::member, author));
        groups::begin_calendar(tx, context, group, owner);
        calendar = groups::calendar_of(tx, foreign.id, group, owner).value();
        return Done{};
    });
    site.sign_out();
    const auto path = groups::path_of(context, calendar);
    ASSERT_EQ(site.get(path).status, 200);
    for (const auto& forged : forgeries_of(key_of(path)))
        EXPECT_EQ(site.get("/gruppenkalender/" + http::percent_encode(forged)).status, 404)
            << forged.substr(0, 80);
    at_own();
    EXPECT_EQ(site.get(path).status, 404) << "a key of another network";
}

TEST_F(ForgedKeys, of_what_fits_somebody_open_and_change_nothing)
{
    const http::Request request;
    const web::Context context{
        .environment = site.environment(), .site = site.site(), .request = request, .network = foreign};
    std::string path;
    std::string feed;
    std::string shift;
    site.given([&](db::Tx& tx) -> Result<Done> {
        const auto page = asking::fitting_page_for(tx, context, people::all_people(tx, foreign.id).front());
        path = asking::path_of(context, page);
        feed = asking::feed_path_of(context, page);
        shift = asking::store::all_searches(tx, foreign.id).front().shift.text();
        return Done{};
    });
    site.sign_out();
    ASSERT_EQ(site.get(path).status, 200);
    ASSERT_EQ(site.get(feed).status, 200);
    EXPECT_EQ(site.get("/passt/" + key_of(feed)).status, 404) << "who has the feed changes nothing";
    const auto before = site.pool().generation(foreign.id.text());
    const auto token = [&](std::string_view pattern) {
        return "_token=" + token_for(std::string(pattern), foreign, {});
    };
    for (const auto& forged : forgeries_of(key_of(path))) {
        const auto at = "/passt/" + http::percent_encode(forged);
        EXPECT_EQ(site.get(at).status, 404) << at.substr(0, 120);
        EXPECT_EQ(site.get("/passt/atom/" + http::percent_encode(forged)).status, 404) << at.substr(0, 120);
        site.clock.advance(std::chrono::minutes(1)); // strangers may not send so many forms at once
        EXPECT_EQ(site.post(at, "schicht=" + shift + "&antwort=ja&" + token("/passt/{token}")).status, 404);
        EXPECT_EQ(site.post(at + "/nachricht", "wie_oft=7&" + token("/passt/{token}/nachricht")).status, 404);
        EXPECT_EQ(site.post(at + "/beenden", token("/passt/{token}/beenden")).status, 404);
    }
    EXPECT_EQ(site.pool().generation(foreign.id.text()), before);
    at_own();
    EXPECT_EQ(site.get(path).status, 404) << "a key of another network";
    EXPECT_EQ(site.get(feed).status, 404) << "a key of another network";
}

TEST_F(ForgedKeys, of_who_is_asked_open_and_answer_none)
{
    std::string path;
    site.given([&](db::Tx& tx) -> Result<Done> {
        const auto search = asking::store::all_searches(tx, foreign.id).front();
        asking::Asked asked{.shift = search.shift, .person = people::all_people(tx, foreign.id).front().id};
        const auto token = asking::token_of(site.environment(), foreign.id, asked.shift, asked.person);
        EXPECT_TRUE(
            asking::store::insert(tx, foreign.id, asked, asking::hash_of_token(site.environment(), token)));
        asked.answer = asking::Answer::asked;
        asked.asked_at = site.clock.now();
        asking::store::update(tx, foreign.id, asked);
        path = asking::answer_path(token);
        return Done{};
    });
    site.sign_out();
    ASSERT_EQ(site.get(path).status, 200);
    const auto before = site.pool().generation(foreign.id.text());
    const auto answering = "antwort=nein&_token=" + token_for("/anfrage/{token}", foreign, {});
    const auto wishing = "abstand=90&_token=" + token_for("/anfrage/{token}/wie-oft", foreign, {});
    for (const auto& forged : forgeries_of(key_of(path))) {
        const auto at = "/anfrage/" + http::percent_encode(forged);
        EXPECT_EQ(site.get(at).status, 404) << at.substr(0, 120);
        site.clock.advance(std::chrono::minutes(1)); // strangers may not send so many forms at once
        EXPECT_EQ(site.post(at, answering).status, 404) << at.substr(0, 120);
        EXPECT_EQ(site.post(at + "/wie-oft", wishing).status, 404) << at.substr(0, 120);
    }
    EXPECT_EQ(site.pool().generation(foreign.id.text()), before);
    at_own();
    EXPECT_EQ(site.get(path).status, 404) << "a key of another network";
}

TEST_F(ForgedKeys, of_a_task_open_and_settle_none)
{
    site.sign_out();
    const auto open = site.pool().read([&](db::Reader& reader) {
        return tasks::store::list(reader, foreign.id, {.state = tasks::State::open});
    });
    ASSERT_FALSE(open.empty());
    const auto path = tasks::answer_path(site.environment(), foreign.id, open.front());
    ASSERT_EQ(site.get(path).status, 200);
    const auto before = site.pool().generation(foreign.id.text());
    const auto body = "_token=" + token_for("/aufgabe/{token}/erledigt", foreign, {});
    for (const auto& forged : forgeries_of(key_of(path))) {
        const auto at = "/aufgabe/" + http::percent_encode(forged);
        EXPECT_EQ(site.get(at).status, 404) << at.substr(0, 80);
        site.clock.advance(std::chrono::minutes(1)); // strangers may not send so many forms at once
        EXPECT_EQ(site.post(at + "/erledigt", body).status, 404) << at.substr(0, 80);
    }
    EXPECT_EQ(site.pool().generation(foreign.id.text()), before);
    at_own();
    EXPECT_EQ(site.get(path).status, 404) << "a key of another network";
}

TEST_F(ForgedKeys, of_a_form_send_none)
{
    const std::string pattern = "/redaktion/ansprechpersonen";
    const auto token = token_for(pattern, foreign);
    ASSERT_EQ(site.post(pattern, "_token=" + token).status, 422) << "the form is taken, and is empty";
    const auto before = site.pool().generation(foreign.id.text());
    for (const auto& forged : forgeries_of(token))
        EXPECT_EQ(site.post(pattern, "_token=" + http::percent_encode(forged)).status, 403)
            << forged.substr(0, 80);
    EXPECT_EQ(site.post("/redaktion/einstellungen", "_token=" + token).status, 403) << "of another form";
    EXPECT_EQ(site.post(pattern, "_token=" + token_for(pattern, own)).status, 403) << "of another network";
    site.clock.advance(std::chrono::hours(24 * 7 + 1));
    EXPECT_EQ(site.post(pattern, "_token=" + token).status, 403) << "too old";
    EXPECT_EQ(site.pool().generation(foreign.id.text()), before);
}

// A date of tomorrow would make a form of today last longer.
TEST_F(ForgedKeys, of_a_form_cannot_come_from_the_future)
{
    const std::string pattern = "/redaktion/ansprechpersonen";
    site.clock.advance(std::chrono::hours(1));
    const auto token = token_for(pattern, foreign);
    site.clock.advance(-std::chrono::hours(1));
    EXPECT_EQ(site.post(pattern, "_token=" + token).status, 403);
}

} // namespace dorfnetz
