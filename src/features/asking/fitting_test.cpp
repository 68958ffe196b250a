#include "features/asking/asking_for_tests.hpp"
#include "features/asking/fitting.hpp"
#include "features/asking/fitting_mails.hpp"
#include "features/people/consents.hpp"
#include "foundation/mail/outbox.hpp"

namespace dorfnetz::asking {

namespace {

// Anna likes to cook and lives in Birkenau; the grill of the festival needs people there.
class WhatFits : public WithPeopleToAsk
{
protected:
    std::vector<Fit> fits()
    {
        return read([&](db::Reader& reader) {
            return what_fits(reader, context(), people::person_by_id(reader, network.id, anna).value(), 10);
        });
    }

    std::vector<std::string> titles()
    {
        std::vector<std::string> titles;
        for (const auto& fit : fits())
            titles.push_back(fit.open.need.draft.title);
        return titles;
    }

    FittingPage page_now()
    {
        return read(
            [&](db::Reader& reader) { return store::fitting_page_of(reader, network.id, anna).value(); });
    }

    std::string begin()
    {
        change([&](db::Tx& tx) {
            fitting_page_for(tx, context(), people::person_by_id(tx, network.id, anna).value());
        });
        return path_of(context(), page_now());
    }

    void change(const std::function<void(db::Tx&)>& work)
    {
        ASSERT_TRUE(written([&](db::Tx& tx) -> Result<Done> {
            work(tx);
            return Done{};
        }));
    }

    void refuse(const ShiftId& shift, Because because)
    {
        change([&](db::Tx& tx) {
            store::refuse(tx, network.id, anna,
                          {.shift = shift,
                           .need = open(shift).need.id,
                           .because = because,
                           .said_at = site.clock.now()});
        });
    }

    // As somebody does it who has the link.
    support::Answer say(const std::string& page, const std::string& form, const std::string& end = {})
    {
        site.sign_out();
        const auto path = page + end;
        const auto token = site.token_in(site.get(page).body, path);
        site.clock.advance(std::chrono::seconds(3));
        auto done = site.post(path, "_token=" + http::percent_encode(token) + '&' + form);
        site.sign_in(lead);
        return done;
    }

    // As the link in their mailbox opens it.
    std::string own_page()
    {
        site.sign_out();
        site.submit("/meine-daten", "/meine-daten", {{"email", "anna@example.org"}});
        given.work();
        const mail::ClaimRules rules{.sender = {.address = "netz@example.org"}, .per_minute = 1000};
        std::string text;
        while (auto claimed = mail::claim_next(site.pool(), rules, site.clock, site.random))
            text = claimed->mail.text;
        const auto from = text.find("/meine-daten/");
        return text.substr(from, text.find_first_of("\r\n", from) - from) + '/' + anna.text();
    }

    void want_mails(std::int64_t days)
    {
        begin();
        change([&](db::Tx& tx) { store::set_every_days(tx, network.id, anna, days); });
    }

    std::int64_t mails_of_today()
    {
        mail_what_fits(web::context_of_a_job(site.environment(), site.site(), network), [] { return true; });
        return std::ssize(mailed("fitting"));
    }

    PersonId anna = person("Anna");
};

} // namespace

TEST_F(WhatFits, is_what_somebody_likes_to_do_before_what_is_only_near)
{
    auto silent = draft("Bert");
    silent.tasks = {};
    shift(festival, {.title = "Eintritt"}, 2, hours(0, 2));
    const auto bert = given.person(silent);
    const auto of_bert = read([&](db::Reader& reader) {
        return what_fits(reader, context(), people::person_by_id(reader, network.id, bert).value(), 10);
    });
    EXPECT_EQ(of_bert.size(), 2U) << "who said nothing can help everywhere";
    EXPECT_EQ(titles(), (std::vector<std::string>{"Kochen am Grill", "Eintritt"}));
    EXPECT_EQ(fits().front().why, "du hilfst gern bei: Kochen und Backen · bei dir am Ort");
}

TEST_F(WhatFits, is_also_what_needs_their_language)
{
    auto polish = draft("Cora");
    polish.languages = {"pl"};
    const auto cora = given.person(polish);
    shift(festival, {.title = "Gäste auf Polnisch begrüßen"}, 2, hours(0, 2));
    const auto of_cora = read([&](db::Reader& reader) {
        return what_fits(reader, context(), people::person_by_id(reader, network.id, cora).value(), 10);
    });
    const auto found = std::find_if(of_cora.begin(), of_cora.end(), [](const Fit& fit) {
        return fit.why.find("du sprichst: Polnisch") != std::string::npos;
    });
    EXPECT_EQ(std::distance(of_cora.begin(), found), 1) << "after cooking, before what only lies near";
}

TEST_F(WhatFits, shows_one_task_once_however_often_it_is_needed)
{
    const auto need = open(grill).need;
    const auto again = activity("Noch ein Fest", "2026-12-12T10:00", "2026-12-12T12:00", given.birkenau);
    shift(again, {.title = "Kochen"}, 2);
    EXPECT_EQ(titles(), (std::vector<std::string>{"Kochen am Grill", "Kochen"})) << "the earlier one first";
    EXPECT_EQ(fits().front().more_times, 0U);
}

TEST_F(WhatFits, leaves_out_what_they_have_promised_were_asked_for_or_refused)
{
    auto wanted = of(grill, "Anna Muster", "anna@example.org");
    wanted.person = anna;
    promise(wanted);
    EXPECT_EQ(titles(), std::vector<std::string>{});
}

TEST_F(WhatFits, hides_what_is_nothing_for_somebody_and_does_not_ask_them_for_it)
{
    refuse(grill, Because::other);
    EXPECT_EQ(titles(), std::vector<std::string>{});
    EXPECT_EQ(suggested_names(grill), std::vector<std::string>{}) << "nor does anybody else ask them";
    refuse(grill, Because::time);
    EXPECT_EQ(suggested_names(grill), std::vector<std::string>{});
    change([&](db::Tx& tx) { store::take_back_refusal(tx, network.id, anna, grill); });
    EXPECT_EQ(titles(), std::vector<std::string>{"Kochen am Grill"});
}

TEST_F(WhatFits, learns_from_what_was_refused)
{
    shift(festival, {.title = "Backen"}, 2, hours(0, 2));
    const auto later = activity("Abend", "2026-12-09T18:00", "2026-12-09T20:00", given.birkenau);
    shift(later, {.title = "Kochen für alle"}, 2);
    const auto before = fits();
    ASSERT_EQ(before.size(), 3U);
    refuse(grill, Because::time);
    const auto after = fits();
    ASSERT_EQ(after.size(), 2U);
    EXPECT_EQ(after.front().open.need.draft.title, "Kochen für alle")
        << "the other one is at the same time of the week";
    refuse(grill, Because::topic);
    EXPECT_LT(fits().front().points, before.front().points) << "all is about cooking";
    change([&](db::Tx& tx) {
        store::forget_refusals(tx, network.id, site.clock.now() + std::chrono::seconds(1));
    });
    EXPECT_EQ(fits().size(), 3U);
}

TEST_F(WhatFits, stands_behind_a_link_that_ends_with_the_consent)
{
    const auto link = begin();
    site.sign_out();
    EXPECT_TRUE(site.get(link).says("Kochen am Grill"));
    EXPECT_TRUE(site.get(link).says("Passt, weil: du hilfst gern bei: Kochen und Backen"));
    EXPECT_EQ(site.get("/passt/00000000000000000000000000000000").status, 404);
    const auto feed = feed_path_of(context(), page_now());
    EXPECT_TRUE(site.get(feed).says("Kochen am Grill"));
    EXPECT_EQ(site.get("/passt/" + feed.substr(feed.rfind('/') + 1)).status, 404)
        << "the feed changes nothing";
    ASSERT_TRUE(written([&](db::Tx& tx) {
        return people::withdraw_consent(tx, network.id, anna, {},
                                        {.clock = site.clock, .random = site.environment().random});
    }));
    EXPECT_EQ(site.get(link).status, 404);
    EXPECT_EQ(site.get(feed).status, 404);
}

TEST_F(WhatFits, takes_a_yes_as_a_promise_and_ends_the_search_that_it_fills)
{
    const auto bert = person("Bert");
    const auto cora = person("Cora");
    ask({bert, cora}, 2);
    const auto link = begin();
    EXPECT_EQ(say(link, "schicht=" + grill.text() + "&antwort=ja").status, 303);
    EXPECT_EQ(open(grill).shift.taken, 1);
    EXPECT_EQ(titles(), std::vector<std::string>{});
    EXPECT_EQ(say(link_of(bert), "antwort=ja").status, 303);
    EXPECT_EQ(answer_of(cora), Answer::thanked) << "both places are taken";
}

TEST_F(WhatFits, takes_a_no_with_its_reason_and_shows_it_again_on_wish)
{
    const auto link = begin();
    EXPECT_EQ(say(link, "schicht=" + grill.text() + "&antwort=nein").status, 422) << "without a reason";
    EXPECT_EQ(say(link, "schicht=" + grill.text() + "&antwort=nein&warum=far").status, 303);
    EXPECT_TRUE(site.get(link).says("Ausgeblendet"));
    EXPECT_TRUE(site.get(link).says("Zu weit weg"));
    EXPECT_EQ(say(link, "schicht=" + grill.text() + "&antwort=zurueck").status, 303);
    EXPECT_FALSE(site.get(link).says("Ausgeblendet"));
}

TEST_F(WhatFits, is_told_by_mail_as_often_as_somebody_wants_and_never_the_same_twice)
{
    EXPECT_EQ(mails_of_today(), 0) << "nobody wanted it";
    want_mails(7);
    EXPECT_EQ(mails_of_today(), 1);
    const auto baking = shift(festival, {.title = "Backen"}, 2, hours(0, 2));
    EXPECT_EQ(mails_of_today(), 0) << "a week is not over";
    site.clock.advance(std::chrono::days(7));
    EXPECT_EQ(mails_of_today(), 1);
    site.clock.advance(std::chrono::days(1));
    refuse(baking, Because::other);
    site.clock.advance(std::chrono::days(1));
    EXPECT_EQ(mails_of_today(), 0);
}

TEST_F(WhatFits, is_not_told_again_because_something_else_has_gone)
{
    const auto baking = shift(festival, {.title = "Backen"}, 2, hours(0, 2));
    want_mails(7);
    EXPECT_EQ(mails_of_today(), 1);
    refuse(baking, Because::other);
    site.clock.advance(std::chrono::days(7));
    EXPECT_EQ(mails_of_today(), 0) << "the grill they know";
}

TEST_F(WhatFits, is_no_longer_told_to_who_unsubscribes_and_keeps_the_consent)
{
    want_mails(7);
    EXPECT_EQ(mails_of_today(), 1);
    const auto url = read([&](db::Reader& reader) {
        return reader.value<std::string>(
            R"sql(SELECT unsubscribe_url FROM outbox WHERE purpose = 'fitting')sql", {});
    });
    const auto path = url.value().substr(url.value().find("/passt/"));
    site.sign_out();
    EXPECT_EQ(site.get(path).status, 200) << "looking changes nothing";
    EXPECT_EQ(site.post(path, "List-Unsubscribe=One-Click").status, 303);
    EXPECT_EQ(page_now().every_days, 0);
    EXPECT_EQ(suggested_names(grill), std::vector<std::string>{"Anna"}) << "they may be asked as before";
}

TEST_F(WhatFits, ends_with_the_mailbox_from_which_it_was_begun)
{
    const auto link = begin();
    auto changed = draft("Anna");
    changed.email = "anna-neu@example.org";
    change([&](db::Tx& tx) {
        tx.exec("UPDATE people SET email = :email WHERE network_id = :network AND id = :id",
                {{"email", "anna-neu@example.org"}, {"network", network.id}, {"id", anna}});
    });
    site.sign_out();
    EXPECT_EQ(site.get(link).status, 404);
    EXPECT_NE(begin(), link) << "from the new one a new address";
}

TEST_F(WhatFits, is_nothing_to_bring_along_and_nothing_that_was_declined_or_taken_back)
{
    auto wanted = of(grill, "Anna Muster", "anna@example.org");
    wanted.person = anna;
    promise(wanted);
    change([&](db::Tx& tx) {
        tx.exec("UPDATE signups SET status = 'cancelled', holds = 0 WHERE network_id = :network",
                {{"network", network.id}});
    });
    shift(festival, {.kind = activities::NeedKind::thing, .title = "Kuchen backen"}, 2);
    EXPECT_EQ(titles(), std::vector<std::string>{});
}

TEST_F(WhatFits, remembers_over_new_year_what_was_promised_before)
{
    site.clock.set(*timestamp_from_iso("2026-12-20T10:00:00Z"));
    const auto january = activity("Neujahrsempfang", "2027-01-09T10:00", "2027-01-09T12:00", given.birkenau);
    const auto cooking = shift(january, {.title = "Kochen"}, 2);
    auto wanted = of(cooking, "Anna Muster", "anna@example.org");
    wanted.person = anna;
    promise(wanted);
    site.clock.set(*timestamp_from_iso("2027-01-02T10:00:00Z"));
    EXPECT_EQ(titles(), std::vector<std::string>{});
    EXPECT_EQ(suggested_names(cooking), std::vector<std::string>{});
}

TEST_F(WhatFits, takes_no_yes_from_who_is_too_young_or_did_not_say_how_old_they_are)
{
    const auto bar = shift(festival, {.title = "Kochen an der Bar", .minimum_age = 18}, 2, hours(0, 2));
    const auto link = begin();
    EXPECT_TRUE(site.get(link).says("ab 18 Jahren"));
    EXPECT_TRUE(site.get(link).says("Ansehen und zusagen"));
    EXPECT_EQ(say(link, "schicht=" + bar.text() + "&antwort=ja").status, 409);
    EXPECT_EQ(open(bar).shift.taken, 0);
}

TEST_F(WhatFits, takes_a_second_yes_for_the_same_promise)
{
    auto wanted = of(grill, "Anna Muster", "anna@example.org"); // by the public form, without the register
    promise(wanted);
    const auto link = begin();
    EXPECT_EQ(say(link, "schicht=" + grill.text() + "&antwort=ja").status, 303);
    EXPECT_EQ(open(grill).shift.taken, 1);
}

TEST_F(WhatFits, tells_no_distance_to_a_village_of_which_nobody_knows_where_it_lies)
{
    change([&](db::Tx& tx) {
        tx.exec(
            "UPDATE villages SET latitude = NULL, longitude = NULL WHERE network_id = :network AND id = :id",
            {{"network", network.id}, {"id", given.birkenau}});
    });
    EXPECT_EQ(fits().front().why, "du hilfst gern bei: Kochen und Backen");
}

TEST_F(WhatFits, keeps_a_wave_from_asking_who_refused_or_promised_meanwhile)
{
    const auto bert = person("Bert");
    const auto cora = person("Cora");
    ask({cora, anna, bert}, 1);
    refuse(grill, Because::other);
    auto wanted = of(grill, "Bert Muster", "bert@example.org");
    wanted.person = bert;
    promise(wanted);
    mailed();
    ASSERT_TRUE(written([&](db::Tx& tx) { return go_on(tx, as_lead(), grill); }));
    EXPECT_EQ(mailed("asking"), std::vector<std::string>{});
    EXPECT_EQ(answer_of(anna), Answer::left_out);
    EXPECT_EQ(answer_of(bert), Answer::left_out);
}

TEST_F(WhatFits, is_not_told_to_who_wants_to_be_left_alone)
{
    want_mails(7);
    change([&](db::Tx& tx) {
        store::put_wish(tx, network.id, anna, {.not_before = *date_from_iso("2027-01-01")}, site.clock.now());
    });
    EXPECT_EQ(mails_of_today(), 0);
    EXPECT_EQ(titles(), std::vector<std::string>{"Kochen am Grill"}) << "whoever looks sees it";
}

TEST_F(WhatFits, is_reached_from_ones_own_page_and_ends_by_ones_wish)
{
    const auto own = own_page();
    const auto begun = say(own, "", "/passt");
    ASSERT_EQ(begun.status, 303);
    const std::string link = begun.location();
    EXPECT_TRUE(site.get(link).says("Kochen am Grill"));
    EXPECT_TRUE(site.get(own).says(link)) << "the next time it leads there at once";
    EXPECT_EQ(say(link, "", "/beenden").status, 303);
    EXPECT_EQ(site.get(link).status, 404);
    EXPECT_NE(say(own, "", "/passt").location(), link) << "a new address";
}

} // namespace dorfnetz::asking
