#include "accounts/audit.hpp"
#include "features/attendance/api.hpp"
#include "features/attendance/attendance_for_tests.hpp"

namespace dorfnetz::attendance {

namespace {

class Attendance : public WithHelpers
{
protected:
    std::int64_t logged(const std::string& action)
    {
        return site.pool().read([&](db::Reader& reader) {
            return accounts::count_audit(reader, network.id, {.actions = {action}});
        });
    }

    std::vector<Event> events()
    {
        return site.pool().read(
            [&](db::Reader& reader) { return store::events_on(reader, network.id, date); });
    }

    // Of what an editor sees in the form: names of fields and what stands in them.
    std::vector<std::pair<std::string, std::string>> form()
    {
        const auto page = site.get(path("/anwesenheit")).body;
        std::vector<std::pair<std::string, std::string>> fields;
        for (const auto& name : {"war_" + grill.text(), "war_" + cakes.text(), std::string("formular")}) {
            const auto mark = fmt::format(R"(name="{}" value=")", name);
            if (const auto at = page.find(mark); at != std::string::npos)
                fields.emplace_back(
                    name, page.substr(at + mark.size(), page.find('"', at + mark.size()) - at - mark.size()));
        }
        fields.emplace_back("neu_anzahl", "1");
        return fields;
    }

    support::Answer save(std::vector<std::pair<std::string, std::string>> fields)
    {
        return site.submit(path("/anwesenheit"), path("/anwesenheit"), fields);
    }
};

} // namespace

TEST_F(Attendance, follows_from_the_taps_in_every_order_and_however_often_they_are_sent)
{
    const auto anna = promise(grill, "Anna");
    std::vector<std::string> taps{tap("here", anna, 1), tap("absent", anna, 2), tap("here", anna, 3),
                                  tap("minutes", anna, 4, "45")};
    std::sort(taps.begin(), taps.end());
    do
        ASSERT_EQ(send(taps).status, 200);
    while (std::next_permutation(taps.begin(), taps.end()));
    EXPECT_EQ(row(anna).state, State::here);
    EXPECT_EQ(row(anna).minutes, 45);
    EXPECT_EQ(events().size(), 4U) << "each counts once";
}

TEST_F(Attendance, of_two_phones_is_what_was_tapped_last_and_both_are_in_the_log)
{
    const auto anna = promise(grill, "Anna");
    const auto earlier = tap("here", anna, 10);
    const auto later = tap("absent", anna, 20);
    send({later});
    send({earlier});
    EXPECT_EQ(row(anna).state, State::absent);
    ASSERT_EQ(events().size(), 2U);
    EXPECT_FALSE(events().front().user.text().empty() && events().front().received_at == Timestamp{});
    send({tap("open", anna, 30)});
    EXPECT_EQ(row(anna).state, State::open);
    EXPECT_FALSE(row(anna).minutes);
}

TEST_F(Attendance, counts_hours_as_long_as_the_shift_until_somebody_says_otherwise)
{
    const auto anna = promise(grill, "Anna", 2);
    const auto cake = promise(cakes, "Bert", 3);
    send({tap("here", anna, 1), tap("here", cake, 2)});
    EXPECT_EQ(row(anna).minutes, 120);
    EXPECT_FALSE(row(cake).minutes) << "a cake takes no time";
    EXPECT_EQ(counted(sheet()), (Counted{.expected = 2, .here = 2, .minutes = 240}));
    send({tap("minutes", anna, 3, "90")});
    EXPECT_EQ(counted(sheet()).minutes, 180);
    const auto totals = site.pool().read([&](db::Reader& reader) {
        return worked_between(reader, network.id, *date_from_iso("2026-01-01"), *date_from_iso("2027-01-01"));
    });
    EXPECT_EQ(totals.all, (Worked{.dates = 1, .helpers = 2, .minutes = 180}));
    EXPECT_EQ(totals.by_host.at(club), totals.all);
    EXPECT_EQ(totals.by_village.at(aue), totals.all);
    EXPECT_EQ(site.pool().read([&](db::Reader& reader) {
        return worked_between(reader, network.id, *date_from_iso("2026-12-06"), *date_from_iso("2027-01-01"))
            .all;
    }),
              Worked{});
}

TEST_F(Attendance, takes_who_comes_by_once_with_or_without_a_name_even_if_told_about_before)
{
    const auto cora = new_phone_id();
    const auto nobody = new_phone_id();
    const auto came = tap("walk_up", cora, 1, "2", grill.text(), "Cora von der Heide");
    send({tap("minutes", cora, 3, "30"), tap("here", cora, 2)});
    EXPECT_EQ(counted(sheet()).expected, 0) << "nobody knows yet who that is";
    send({came, came});
    send({came, tap("walk_up", nobody, 4, "1", grill.text())});
    EXPECT_EQ(counted(sheet()), (Counted{.expected = 3, .here = 3, .minutes = 2 * 30 + 120}));
    EXPECT_EQ(row(cora).signup.name, "Cora von der Heide");
    EXPECT_EQ(row(nobody).state, State::here);
    send({tap("absent", cora, 5)});
    EXPECT_EQ(row(cora).state, State::absent);
    EXPECT_TRUE(site.get(path("/anwesenheit/liste.json")).says(cora)) << "the phone knows them by its own id";
}

TEST_F(Attendance, of_another_club_stays_what_it_is_whoever_knows_how_phones_call_somebody)
{
    const auto cora = new_phone_id();
    send({tap("walk_up", cora, 1, "1", grill.text(), "Cora von der Heide")});
    ASSERT_EQ(row(cora).state, State::here);
    const auto mine = std::exchange(date, other_date);
    site.sign_in_as(web::Role::organisation_editor, other_club.text());
    activities::ShiftId theirs;
    for (const auto& [shift, need] : shifts_of(other_date))
        if (need.draft.kind == activities::NeedKind::role)
            theirs = shift.id;
    send({tap("walk_up", cora, 2, "1", theirs.text(), "Niemand"), tap("absent", cora, 3)});
    date = mine;
    EXPECT_EQ(row(cora).state, State::here);
}

TEST_F(Attendance, has_room_for_who_comes_by_when_all_places_are_taken)
{
    promise(grill, "Anna", 4);
    send({tap("walk_up", new_phone_id(), 1, "3", grill.text(), "Cora")});
    EXPECT_EQ(counted(sheet()).here, 3);
    EXPECT_LE(shifts_of(date).front().shift.taken, 4);
}

TEST_F(Attendance, of_another_date_is_not_touched)
{
    activities::ShiftId other_grill;
    for (const auto& [shift, need] : shifts_of(other_date))
        if (need.draft.kind == activities::NeedKind::role)
            other_grill = shift.id;
    const auto stranger = promise(other_grill, "Stella");
    send({tap("here", stranger, 1), tap("walk_up", new_phone_id(), 1, "1", other_grill.text(), "Zoe"),
          "no line at all", tap("here", "x", 1), tap("fly", stranger, 1)});
    EXPECT_TRUE(events().empty());
    EXPECT_EQ(site.pool().read([&](db::Reader& reader) {
        return signups::signup_by_id(reader, network.id, SignupId(stranger))->status;
    }),
              signups::Status::confirmed);
}

TEST_F(Attendance, is_set_right_when_a_phone_has_another_day)
{
    const auto anna = promise(grill, "Anna");
    const auto list = site.get(path("/anwesenheit/liste.json")).body;
    const auto token = list.substr(10, list.find('"', 10) - 10);
    using namespace std::chrono_literals;
    const auto tomorrow = site.clock.now() + 24h;
    const auto ms = [](Timestamp moment) { return moment.time_since_epoch().count(); };
    const auto line = fmt::format("{} absent {} {} - -", new_phone_id(), anna, ms(tomorrow - 10min));
    const auto sent =
        site.post(path("/anwesenheit/abgleich"),
                  fmt::format("_token={}&jetzt={}&tipp={}", token, ms(tomorrow), http::percent_encode(line)));
    ASSERT_EQ(sent.status, 200) << sent.body;
    const auto at = events().front().tapped_at;
    EXPECT_EQ(at, site.clock.now() - 10min);
    send({fmt::format("{} here {} {} - -", new_phone_id(), anna, ms(site.clock.now()))});
    EXPECT_EQ(row(anna).state, State::here) << "what was tapped now counts";
}

TEST_F(Attendance, is_ticked_in_a_form_that_leaves_alone_what_a_phone_tells_meanwhile)
{
    const auto anna = promise(grill, "Anna");
    const auto bert = promise(grill, "Bert");
    const auto cake = promise(cakes, "Carl");
    auto fields = form();
    send({tap("here", bert, 1)});
    fields.insert(fields.end(),
                  {{"da_" + grill.text(), anna}, {"stunden_" + anna, "1,5"}, {"weg_" + cakes.text(), cake}});
    const auto saved = save(fields);
    ASSERT_EQ(saved.status, 303) << saved.body;
    EXPECT_EQ(row(anna).state, State::here);
    EXPECT_EQ(row(anna).minutes, 90);
    EXPECT_EQ(row(bert).state, State::here) << "the form was older than the phone";
    EXPECT_EQ(row(cake).state, State::absent);
    EXPECT_TRUE(site.get(path("/anwesenheit")).says("1,5"));
    // Sent again it changes nothing.
    const auto before = events().size();
    save(form());
    auto same = form();
    same.insert(same.end(), {{"da_" + grill.text(), anna},
                             {"da_" + grill.text(), bert},
                             {"stunden_" + anna, "1,5"},
                             {"stunden_" + bert, "2"},
                             {"weg_" + cakes.text(), cake}});
    EXPECT_EQ(save(same).status, 303);
    EXPECT_GE(events().size(), before);
}

TEST_F(Attendance, says_at_the_field_what_is_no_time_and_keeps_what_was_ticked)
{
    const auto anna = promise(grill, "Anna");
    auto fields = form();
    fields.insert(fields.end(),
                  {{"da_" + grill.text(), anna}, {"stunden_" + anna, "lange"}, {"neu_name", "Cora"}});
    const auto refused = save(fields);
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(refused.says("Schreib Stunden so"));
    EXPECT_TRUE(refused.says("Wobei hat die Person geholfen?"));
    EXPECT_TRUE(refused.says("lange"));
    EXPECT_TRUE(events().empty());
}

TEST_F(Attendance, of_who_came_by_is_one_when_the_form_is_sent_twice)
{
    auto fields = form();
    fields.insert(fields.end(), {{"neu_wo", grill.text()}, {"neu_name", "Cora"}});
    EXPECT_EQ(save(fields).status, 303);
    EXPECT_EQ(save(fields).status, 303);
    EXPECT_EQ(counted(sheet()).here, 1);
}

TEST_F(Attendance, is_for_hosts_and_every_look_is_in_the_log)
{
    promise(grill, "Anna Muster");
    const std::vector<std::string> with_names{"/anwesenheit", "/anwesenheit/liste.json"};
    for (const auto& end : with_names)
        EXPECT_TRUE(site.get(path(end)).says("Anna Muster")) << end;
    EXPECT_EQ(logged("attendance.viewed"), 1) << "once a day is enough";
    site.clock.advance(std::chrono::hours(24));
    site.get(path("/anwesenheit"));
    EXPECT_EQ(logged("attendance.viewed"), 2);
    const auto roster = site.get(path("/liste.pdf"));
    EXPECT_EQ(roster.status, 200);
    EXPECT_TRUE(roster.body.starts_with("%PDF"));
    EXPECT_EQ(logged("signups.listed"), 1);
    site.sign_in_as(web::Role::organisation_editor, other_club.text());
    for (const auto* end : {"/anwesenheit", "/anwesenheit/liste.json", "/anwesenheit/ohne-netz", "/liste.pdf",
                            "/schild.pdf", "/bericht", "/bericht/bilder"})
        EXPECT_EQ(site.get(path(end)).status, 404) << end;
    EXPECT_EQ(logged("signups.listed"), 1);
}

TEST_F(Attendance, opens_without_a_network_on_a_page_that_names_nobody)
{
    promise(grill, "Anna Muster");
    const auto kept = site.get(path("/anwesenheit/ohne-netz"));
    EXPECT_EQ(kept.status, 200);
    EXPECT_TRUE(kept.says("Teich entschlammen"));
    EXPECT_FALSE(kept.says("Anna"));
    EXPECT_FALSE(kept.says("/abmelden"));
    EXPECT_NE(kept.headers.find("permissions-policy").find("camera=(self)"), std::string_view::npos);
    EXPECT_NE(site.get("/termine").headers.find("permissions-policy").find("camera=()"),
              std::string_view::npos);
    const auto worker = site.get("/redaktion/termine/ohne-netz.js");
    EXPECT_EQ(worker.status, 200);
    EXPECT_TRUE(worker.headers.find("content-type").starts_with("text/javascript"));
}

TEST_F(Attendance, knows_a_code_and_leads_hosts_to_the_list)
{
    const auto anna = promise(grill, "Anna");
    EXPECT_TRUE(site.get("/da/" + anna).location().ends_with("/anwesenheit"));
    site.sign_out();
    EXPECT_EQ(site.get("/da/" + anna).status, 200);
    EXPECT_FALSE(site.get("/da/" + anna).says("Anna"));
    EXPECT_EQ(site.get("/da/" + new_phone_id()).status, 404);
}

TEST_F(Attendance, is_forgotten_thirty_days_after_the_date_and_hours_stay)
{
    const auto anna = promise(grill, "Anna Muster");
    send({tap("here", anna, 1)});
    jobs::Jobs jobs({.pool = site.pool(), .clock = site.clock, .random = site.random});
    register_jobs(jobs, site.environment());
    site.clock.set(*timestamp_from_iso("2027-01-04T11:59:00Z"));
    jobs.run_due();
    EXPECT_EQ(events().size(), 1U);
    EXPECT_EQ(site.get(path("/anwesenheit")).status, 200);
    site.clock.set(*timestamp_from_iso("2027-01-05T12:01:00Z"));
    jobs.run_due();
    EXPECT_TRUE(events().empty());
    EXPECT_EQ(site.get(path("/anwesenheit")).status, 303);
    EXPECT_EQ(site.get(path("/anwesenheit/liste.json")).status, 404);
    EXPECT_EQ(site.get(path("/liste.pdf")).status, 404);
    EXPECT_EQ(site.pool().read([&](db::Reader& reader) {
        return worked_between(reader, network.id, *date_from_iso("2026-01-01"), *date_from_iso("2027-01-01"))
            .all;
    }),
              (Worked{.dates = 1, .helpers = 1, .minutes = 120}));
}

TEST_F(Attendance, forgets_which_account_tapped)
{
    const auto anna = promise(grill, "Anna");
    site.sign_in({.user = web::UserId("0199b1c2-0000-7000-8000-00000000000a"),
                  .name = "Erika",
                  .session = "session",
                  .grants = {{web::Role::organisation_editor, club.text()}}});
    send({tap("here", anna, 1)});
    EXPECT_EQ(events().front().user.text(), "0199b1c2-0000-7000-8000-00000000000a");
    site.given([&](db::Tx& tx) -> Result<Done> {
        forget_account(tx, network.id, web::UserId("0199b1c2-0000-7000-8000-00000000000a"));
        return Done{};
    });
    EXPECT_EQ(events().front().user.text(), "");
}

} // namespace dorfnetz::attendance
