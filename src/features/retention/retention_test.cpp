#include "features/retention/retention.hpp"

#include "accounts/audit.hpp"
#include "features/notes/api.hpp"
#include "features/people/people_for_tests.hpp"
#include "features/retention/feature.hpp"
#include "foundation/core/text.hpp"

#include <gtest/gtest.h>
#include <set>

namespace dorfnetz::retention {

namespace {

constexpr const char* page = "/redaktion/fristen";
using Agreed = people::Given::Agreed;
using std::chrono::days;

class Retention : public testing::Test
{
protected:
    Retention()
    {
        site.environment().public_address = "https://heide.example";
        site.sign_in_as(web::Role::coordinator);
    }

    web::Network network()
    {
        return site.pool().read(
            [&](db::Reader& reader) { return web::network_by_slug(reader, "heide").value(); });
    }

    // The nights from now on, one after the other, as the job has them.
    void nights(int count)
    {
        for (int night = 0; night < count; ++night) {
            site.clock.advance(days(1));
            run(site.environment(), network(), {}, mentions);
        }
    }

    Planned planned(std::string_view key)
    {
        for (const auto& each : site.pool().read(
                 [&](db::Reader& reader) { return dry_run(reader, network(), site.clock.now()); }))
            if (each.rule->key == key)
                return each;
        return {};
    }

    std::string last_mail_to(const std::string& address)
    {
        return site.pool().read([&](db::Reader& reader) {
            return reader
                .value<std::string>(
                    R"sql(SELECT content FROM outbox WHERE to_address = :to ORDER BY id DESC LIMIT 1)sql",
                    {{"to", address}})
                .value_or("");
        });
    }

    // The path of the link with this beginning in a mail.
    static std::string link_in(const std::string& mail, const std::string& beginning)
    {
        const auto start = mail.find("https://heide.example" + beginning);
        if (start == std::string::npos)
            return {};
        const auto path = start + std::string("https://heide.example").size();
        return mail.substr(path, mail.find_first_of(" \r\n", path) - path);
    }

    web::UserId account(const std::string& email, std::optional<Timestamp> ends_at = {})
    {
        return accounts::create_user(site.environment(), {.network = site.network(),
                                                          .email = email,
                                                          .name = "Anton Beispiel",
                                                          .role = web::Role::lead_editor,
                                                          .subject = given.birkenau.text(),
                                                          .ends_at = ends_at})
            .value()
            .id;
    }

    bool has(const web::UserId& user)
    {
        return site.pool().read([&](db::Reader& reader) {
            return accounts::account_names(reader, site.network()).contains(user.text());
        });
    }

    people::Given given{{people::register_alone, register_feature}};
    const accounts::AccountMentions mentions{people::forget_account, forget_account};
    support::TestSite& site = given.site;
};

} // namespace

TEST(RetentionRules, each_say_what_how_long_and_why_once)
{
    std::set<std::string_view> keys;
    for (const auto& rule : rules()) {
        EXPECT_TRUE(keys.insert(rule.key).second) << rule.key;
        EXPECT_GT(rule.amount, 0) << rule.key;
        EXPECT_FALSE(rule.why.empty()) << rule.key;
        EXPECT_FALSE(period_text(i18n::Language::en, rule).empty()) << rule.key;
    }
}

// The numbers are those by which their owners delete; they are told here and nowhere else.
TEST(RetentionRules, tell_the_periods_that_hold)
{
    std::map<std::string_view, std::string> told;
    for (const auto& rule : rules())
        told[rule.key] = period_text(i18n::Language::de, rule);
    EXPECT_EQ(told.at("mails"), "30 Tage");
    EXPECT_EQ(told.at("jobs"), "30 Tage");
    EXPECT_EQ(told.at("imports"), "30 Tage");
    EXPECT_EQ(told.at("sessions"), "14 Tage");
    EXPECT_EQ(told.at("backups"), "14 Tage");
    EXPECT_EQ(told.at("certificates"), "6 Monate");
}

TEST_F(Retention, deletes_who_never_answered_after_ninety_days_and_who_withdrew_after_thirty)
{
    const auto unasked = given.person(given.draft(given.birkenau), Agreed::no);
    const auto gone = given.person(given.draft(given.birkenau, "Muster"));
    const auto stays = given.person(given.draft(given.birkenau, "Neuling"));
    site.given([&](db::Tx& tx) { return withdraw_consent(tx, site.network(), gone, {}, given.author()); });
    nights(29);
    EXPECT_TRUE(given.stored(gone));
    nights(1);
    EXPECT_FALSE(given.stored(gone));
    EXPECT_TRUE(given.stored(unasked));
    nights(59);
    EXPECT_TRUE(given.stored(unasked));
    nights(1);
    EXPECT_FALSE(given.stored(unasked));
    EXPECT_TRUE(given.stored(stays));
}

TEST_F(Retention, deletes_who_objected_after_a_month_and_nobody_who_rests)
{
    const auto objects = given.person(given.draft(given.birkenau));
    const auto rests = given.person(given.draft(given.birkenau, "Muster"));
    site.sign_out();
    site.submit("/meine-daten", "/meine-daten", {{"email", "karl@example.org"}});
    given.work();
    const auto link = link_in(last_mail_to("karl@example.org"), "/meine-daten/");
    const auto object = [&](const people::PersonId& id, const std::string& what) {
        const auto path = link + '/' + id.text() + "/ruhen";
        EXPECT_EQ(site.submit(path, path, {{"was", what}}).status, 303);
    };
    object(objects, "widerspruch");
    object(rests, "ruhen");
    nights(29);
    EXPECT_TRUE(given.stored(objects));
    nights(2);
    EXPECT_FALSE(given.stored(objects));
    EXPECT_TRUE(given.stored(rests));
}

TEST_F(Retention, of_somebody_silent_for_two_years_is_asked_announced_and_deleted_thirty_days_later)
{
    const auto karl = given.person(given.draft(given.birkenau));
    nights(730); // 22 November 2028: two years to the day
    EXPECT_EQ(planned(silent_people).waiting, 0);
    nights(2);
    EXPECT_EQ(planned(silent_people).waiting, 1);
    EXPECT_NE(last_mail_to("karl@example.org").find("Soll dein Eintrag bleiben?"), std::string::npos);
    EXPECT_TRUE(site.get(page).says("Karl Beispiel"));
    nights(29);
    EXPECT_TRUE(given.stored(karl));
    nights(2);
    EXPECT_FALSE(given.stored(karl));
    const auto log = site.pool().read([&](db::Reader& reader) {
        return accounts::audit_page(reader, site.network(), {.actions = {"retention.deleted"}}, 10, 0);
    });
    ASSERT_EQ(log.size(), 1U);
    EXPECT_EQ(log[0].entry->details, "Engagierte, von denen lange niemand gehört hat: 1");
}

TEST_F(Retention, tells_the_coordination_once_and_without_names)
{
    site.given([&](db::Tx& tx) -> Result<Done> {
        tx.exec(R"sql(
            INSERT INTO users (network_id, id, login, name, password_hash, created_at)
            VALUES (:network, 'u1', 'erika@example.org', 'Erika', 'x', :now))sql",
                {{"network", site.network()}, {"now", site.clock.now()}});
        tx.exec(R"sql(
            INSERT INTO grants (network_id, id, user_id, role, granted_at)
            VALUES (:network, 'g1', 'u1', 'coordinator', :now))sql",
                {{"network", site.network()}, {"now", site.clock.now()}});
        return Done{};
    });
    given.person(given.draft(given.birkenau));
    given.person(given.draft(given.birkenau, "Muster"));
    site.clock.advance(days(732));
    nights(3);
    const auto mail = last_mail_to("erika@example.org");
    EXPECT_NE(mail.find("von 2 Engagierten"), std::string::npos) << mail;
    EXPECT_NE(mail.find("https://heide.example/redaktion/fristen"), std::string::npos);
    EXPECT_EQ(mail.find("Karl"), std::string::npos);
    EXPECT_EQ(site.pool().read([](db::Reader& reader) {
        return reader.count(R"sql(SELECT COUNT(*) FROM outbox WHERE purpose = 'retention_announced')sql", {});
    }),
              1);
}

TEST_F(Retention, keeps_for_two_more_years_who_clicks_in_the_mail)
{
    const auto karl = given.person(given.draft(given.birkenau));
    site.clock.advance(days(732));
    nights(1);
    const auto link = link_in(last_mail_to("karl@example.org"), "/behalten/");
    site.sign_out();
    EXPECT_EQ(site.get(link).status, 200);
    EXPECT_EQ(site.submit(link, link, {}).location(), "/behalten/danke");
    EXPECT_EQ(site.get(link).status, 404) << "answered already";
    EXPECT_EQ(site.get("/behalten/" + karl.text() + ".0123456789").status, 404);
    nights(60);
    EXPECT_TRUE(given.stored(karl));
    site.clock.advance(days(680));
    nights(1);
    EXPECT_TRUE(given.stored(karl));
    EXPECT_EQ(site.get(link).status, 404) << "a link of two years ago";
    nights(31);
    EXPECT_FALSE(given.stored(karl));
}

TEST_F(Retention, keeps_whom_the_coordination_wants_to_keep)
{
    const auto karl = given.person(given.draft(given.birkenau));
    site.clock.advance(days(732));
    nights(1);
    const auto button = std::string(page) + '/' + karl.text() + "/behalten";
    EXPECT_EQ(site.submit(page, button, {}).status, 303);
    EXPECT_FALSE(site.get(page).says("Karl Beispiel"));
    nights(60);
    EXPECT_TRUE(given.stored(karl));
}

TEST_F(Retention, counts_from_the_last_note_or_change_and_takes_back_what_was_announced)
{
    const auto noted = given.person(given.draft(given.birkenau));
    const auto changed = given.person(given.draft(given.birkenau, "Muster"));
    site.clock.advance(days(732));
    nights(1);
    EXPECT_EQ(planned(silent_people).waiting, 2);
    site.given([&](db::Tx& tx) -> Result<Done> {
        tx.exec(R"sql(
            INSERT INTO contact_notes (network_id, id, person_id, text, author_name, written_at)
            VALUES (:network, 'n1', :person, 'angerufen', 'Erika', :now))sql",
                {{"network", site.network()}, {"person", noted}, {"now", site.clock.now()}});
        auto draft = given.draft(given.birkenau, "Muster");
        draft.town = "Aue";
        return update(tx, site.network(), changed, given.stored(changed)->version, draft,
                      people::EmailChange::allowed, given.author());
    });
    nights(60);
    EXPECT_TRUE(given.stored(noted));
    EXPECT_TRUE(given.stored(changed));
    EXPECT_EQ(planned(silent_people).waiting, 0);
}

TEST_F(Retention, deletes_nothing_while_it_is_stopped_and_begins_every_wait_anew_afterwards)
{
    const auto unasked = given.person(given.draft(given.birkenau, "Muster"), Agreed::no);
    const auto silent = given.person(given.draft(given.birkenau));
    site.clock.advance(days(60));
    EXPECT_EQ(site.submit(page, std::string(page) + "/anhalten", {{"grund", ""}}).status, 422);
    EXPECT_EQ(site.submit(page, std::string(page) + "/anhalten", {{"grund", "Liste prüfen"}}).status, 303);
    EXPECT_TRUE(site.get(page).says("Liste prüfen"));
    nights(40);
    EXPECT_TRUE(given.stored(unasked));
    EXPECT_EQ(planned(unanswered_people).to_delete, 1) << "the dry run still says what would be done";
    EXPECT_EQ(site.submit(page, std::string(page) + "/weiter", {}).status, 303);
    nights(1);
    EXPECT_FALSE(given.stored(unasked));

    site.clock.advance(days(640));
    nights(1); // announced
    site.submit(page, std::string(page) + "/anhalten", {{"grund", "noch einmal"}});
    nights(50);
    EXPECT_TRUE(given.stored(silent));
    site.submit(page, std::string(page) + "/weiter", {});
    nights(29);
    EXPECT_TRUE(given.stored(silent));
    nights(2);
    EXPECT_FALSE(given.stored(silent));
}

TEST_F(Retention, that_was_stopped_after_the_run_had_begun_deletes_nothing)
{
    const auto unasked = given.person(given.draft(given.birkenau), Agreed::no);
    site.clock.advance(days(100));
    const auto before = network(); // as the run has read it
    site.submit(page, std::string(page) + "/anhalten", {{"grund", "Liste prüfen"}});
    EXPECT_TRUE(run(site.environment(), before, {}, mentions).empty());
    EXPECT_TRUE(given.stored(unasked));
}

TEST_F(Retention, after_a_stop_the_announcements_go_out_anew_and_only_their_links_count)
{
    const auto karl = given.person(given.draft(given.birkenau));
    site.clock.advance(days(732));
    nights(1);
    const auto old_link = link_in(last_mail_to("karl@example.org"), "/behalten/");
    ASSERT_EQ(site.get(old_link).status, 200);
    site.submit(page, std::string(page) + "/anhalten", {{"grund", "Liste prüfen"}});
    nights(10);
    site.submit(page, std::string(page) + "/weiter", {});
    EXPECT_EQ(site.get(old_link).status, 404) << "what it belongs to is to be announced anew";
    nights(1);
    EXPECT_EQ(planned(silent_people).waiting, 1);
    const auto new_link = link_in(last_mail_to("karl@example.org"), "/behalten/");
    EXPECT_NE(new_link, old_link);
    EXPECT_EQ(site.get(old_link).status, 404);
    site.sign_out();
    EXPECT_EQ(site.submit(new_link, new_link, {}).location(), "/behalten/danke");
    nights(40);
    EXPECT_TRUE(given.stored(karl));
}

TEST_F(Retention, forgets_who_did_what_three_years_after_the_end_of_the_year)
{
    given.person(given.draft(given.birkenau)); // 22 November 2026
    site.clock.set(*timestamp_from_iso("2029-12-31T22:00:00Z"));
    EXPECT_EQ(planned(audit_details).to_delete, 0);
    site.clock.set(*timestamp_from_iso("2029-12-31T23:30:00Z")); // 2030 has begun at the place
    EXPECT_GT(planned(audit_details).to_delete, 0);
    const auto before = site.pool().read(
        [&](db::Reader& reader) { return accounts::count_audit(reader, site.network(), {}); });
    run(site.environment(), network(), {}, mentions);
    EXPECT_EQ(planned(audit_details).to_delete, 0);
    EXPECT_GE(site.pool().read(
                  [&](db::Reader& reader) { return accounts::count_audit(reader, site.network(), {}); }),
              before)
        << "the log itself stays";
}

TEST_F(Retention, changes_nothing_in_a_dry_run)
{
    const auto unasked = given.person(given.draft(given.birkenau), Agreed::no);
    site.clock.advance(days(100));
    EXPECT_EQ(planned(unanswered_people).to_delete, 1);
    EXPECT_EQ(planned(unanswered_people).to_delete, 1);
    EXPECT_TRUE(given.stored(unasked));
}

TEST_F(Retention, is_for_the_coordination_alone)
{
    site.sign_in_as(web::Role::lead_editor, given.birkenau.text());
    EXPECT_NE(site.get(page).status, 200);
}

TEST_F(Retention, deletes_an_account_a_year_after_its_last_role_and_tells_it_before)
{
    const auto in_a_week = site.clock.now() + days(7);
    const auto idle = account("anton@example.org", in_a_week);
    const auto returns = account("ruth@example.org", in_a_week);
    const auto works = account("stefan@example.org");
    site.clock.advance(days(7 + 363));
    nights(1);
    EXPECT_EQ(planned(idle_accounts).waiting, 0);
    nights(1);
    EXPECT_EQ(planned(idle_accounts).waiting, 2);
    const auto mail = last_mail_to("anton@example.org");
    EXPECT_NE(mail.find("seit einem Jahr keine Aufgabe"), std::string::npos) << mail;
    EXPECT_TRUE(site.get(page).says("Anton Beispiel"));
    account("ruth@example.org"); // is given a role again
    nights(29);
    EXPECT_TRUE(has(idle));
    nights(1);
    EXPECT_FALSE(has(idle));
    EXPECT_TRUE(has(returns));
    EXPECT_TRUE(has(works));
    EXPECT_EQ(planned(idle_accounts).waiting, 0);
}

TEST_F(Retention, begins_the_year_anew_for_an_account_that_had_a_role_in_between)
{
    const auto user = account("anton@example.org", site.clock.now() + days(7));
    site.clock.advance(days(7 + 366));
    nights(1);
    EXPECT_EQ(planned(idle_accounts).waiting, 1);
    account("anton@example.org", site.clock.now() + std::chrono::hours(1));
    nights(40);
    EXPECT_TRUE(has(user));
    EXPECT_EQ(planned(idle_accounts).waiting, 0);
}

} // namespace dorfnetz::retention
