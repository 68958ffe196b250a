#include "features/meetings/meetings_for_tests.hpp"

namespace dorfnetz::meetings {

namespace {

class Meetings : public WithMeetings
{
};

} // namespace

TEST_F(Meetings, are_kept_as_they_were_entered)
{
    const auto id = given(advent());
    EXPECT_EQ(stored(id).draft, advent());
    EXPECT_EQ(stored(id).slug, "treffen-im-advent");
    EXPECT_EQ(to_iso(*stored(id).starts_at), "2026-12-05T17:00:00Z");
    EXPECT_NE(stored(given(advent())).slug, "treffen-im-advent");
}

TEST_F(Meetings, get_a_date_later_and_none_that_summer_time_leaves_out)
{
    auto draft = advent();
    draft.when.reset();
    const auto id = given(draft);
    const auto here = context();
    const auto set = [&](std::string_view begin, std::string_view end) {
        return written([&](db::Tx& tx) { return set_date(tx, here, id, {local(begin), local(end)}); });
    };
    const auto left_out = set("2027-03-28T02:30", "2027-03-28T04:00");
    ASSERT_FALSE(left_out);
    EXPECT_EQ(left_out.error().fields.front().field, "beginn");
    ASSERT_TRUE(set("2026-10-25T01:00", "2026-10-25T03:00"));
    EXPECT_EQ(*stored(id).ends_at - *stored(id).starts_at, std::chrono::hours(3)) << "an hour comes twice";
}

TEST_F(Meetings, are_entered_in_the_browser)
{
    site.sign_in_as(web::Role::coordinator);
    const auto sent = site.submit("/redaktion/treffen/neu", "/redaktion/treffen/neu",
                                  {{"art", "network"},
                                   {"titel", "Treffen <b>"},
                                   {"tag", "5.12.2026"},
                                   {"beginn", "18"},
                                   {"ende", "20 Uhr"},
                                   {"publikum", "public"},
                                   {"erinnern", "3"}});
    ASSERT_EQ(sent.status, 303) << sent.body;
    EXPECT_TRUE(site.get(sent.location()).says("Treffen &lt;b&gt;"));
}

TEST_F(Meetings, tell_the_second_of_two_who_change_them_what_stands_there_now)
{
    const auto id = given(advent());
    site.sign_in_as(web::Role::coordinator);
    const auto path = desk_path_of(stored(id)) + "/angaben";
    const auto fields = [&](const std::string& place, const std::string& end) {
        return std::vector<std::pair<std::string, std::string>>{{"titel", "Treffen im Advent"},
                                                                {"tag", "5.12.2026"},
                                                                {"beginn", "18"},
                                                                {"ende", end},
                                                                {"ort", place},
                                                                {"ort_dorf", ""},
                                                                {"publikum", "public"},
                                                                {"erinnern", "3"},
                                                                {"version", "1"}};
    };
    ASSERT_EQ(site.submit(path, path, fields("in der Kirche", "20")).status, 303);
    const auto second = site.submit(path, path, fields("im Saal", "21"));
    EXPECT_EQ(second.status, 409);
    EXPECT_TRUE(second.says("value=\"im Saal\"")) << "what was typed stays";
    EXPECT_TRUE(second.says("Jetzt steht dort: „in der Kirche“"));
    EXPECT_TRUE(second.says("Jetzt steht dort: „20:00“"));
    EXPECT_FALSE(second.says("Jetzt steht dort: „Treffen im Advent“")) << "what is the same says nothing";
    auto again = fields("im Saal", "21");
    again.back().second = "2";
    EXPECT_EQ(site.submit(path, path, again).status, 303);
    EXPECT_EQ(stored(id).draft.place_name, "im Saal");
}

TEST_F(Meetings, go_over_midnight_but_do_not_end_before_they_begin)
{
    site.sign_in_as(web::Role::coordinator);
    const auto sent = [&](const std::string& end) {
        return site.submit("/redaktion/treffen/neu", "/redaktion/treffen/neu",
                           {{"art", "network"},
                            {"titel", "Spät"},
                            {"tag", "5.12.2026"},
                            {"beginn", "19"},
                            {"ende", end},
                            {"publikum", "public"},
                            {"erinnern", "3"}});
    };
    EXPECT_TRUE(sent("18").says("Das Ende liegt vor dem Beginn."));
    EXPECT_EQ(sent("1").status, 303);
}

TEST_F(Meetings, of_a_day_that_has_passed_are_asked_about_first)
{
    site.sign_in_as(web::Role::coordinator);
    std::vector<std::pair<std::string, std::string>> fields{
        {"art", "network"}, {"titel", "Im März"},   {"tag", "1.3.2026"}, {"beginn", "19"},
        {"ende", "20"},     {"publikum", "public"}, {"erinnern", "3"}};
    const auto question = site.submit("/redaktion/treffen/neu", "/redaktion/treffen/neu", fields);
    EXPECT_TRUE(question.says("Ein Treffen nachtragen?"));
    EXPECT_TRUE(question.says("value=\"Im März\"")) << "what was typed goes along";
    EXPECT_TRUE(read([&](db::Reader& reader) { return coming_meetings(reader, network.id); }).empty());
    fields.emplace_back("sicher", "1");
    EXPECT_EQ(site.submit("/redaktion/treffen/neu", "/redaktion/treffen/neu", fields).status, 303);
}

TEST_F(Meetings, whose_day_has_passed_stand_among_those_that_were)
{
    const auto id = given(advent());
    site.sign_in_as(web::Role::coordinator);
    const auto where = [&] {
        const auto list = site.get("/treffen").body;
        return list.find("Treffen im Advent") < list.find("Was war") ? "ahead" : "over";
    };
    EXPECT_STREQ(where(), "ahead");
    site.clock.set(*stored(id).ends_at + std::chrono::minutes(1));
    EXPECT_STREQ(where(), "over");
}

TEST_F(Meetings, are_shown_to_others_once_they_are_invited)
{
    const auto id = given(advent());
    const auto path = path_of(stored(id));
    EXPECT_EQ(site.get(path).status, 404);
    site.sign_in_as(web::Role::lead_editor, aue.text());
    EXPECT_EQ(site.get(path).status, 200);
    site.sign_out();
    const auto here = context();
    site.given([&](db::Tx& tx) { return begin(tx, here, id); });
    EXPECT_EQ(site.get(path).status, 200);
    EXPECT_TRUE(site.get("/treffen").says("Treffen im Advent"));
}

TEST_F(Meetings, have_an_agenda_with_times)
{
    const auto id = given(advent());
    const auto here = context();
    const auto add = [&](const AgendaItemDraft& draft, std::string_view source = {}) {
        return written([&](db::Tx& tx) { return add_item(tx, here, id, draft, ItemStatus::on, source); });
    };
    ASSERT_TRUE(add({.title = "Begrüßung", .minutes = 10}));
    ASSERT_TRUE(add({.kind = ItemKind::decide, .title = "Zelt", .minutes = 25}, "task:1"));
    ASSERT_TRUE(add({.title = "Verschiedenes"}));
    EXPECT_EQ(add({.title = "Zelt noch einmal"}, "task:1").error().kind, Err::conflict);
    const auto agenda = read([&](db::Reader& reader) { return agenda_of(reader, network.id, id); });
    ASSERT_EQ(agenda.size(), 3U);
    EXPECT_EQ(times_of(here, stored(id), agenda), (std::vector<std::string>{"18:00", "18:10", "18:35"}));
}

} // namespace dorfnetz::meetings
