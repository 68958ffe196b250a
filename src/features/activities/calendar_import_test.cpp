#include "features/activities/activities_for_tests.hpp"
#include "features/activities/import_api.hpp"

#include <fmt/format.h>
#include <functional>
#include <memory>
#include <thread>

namespace dorfnetz::activities {

namespace {

// A server elsewhere, and what was asked of it.
class OneCalendar final : public fetch::Client
{
public:
    Result<fetch::Reply> ask(const fetch::Question& question) override
    {
        asked.push_back(question.address);
        if (meanwhile)
            meanwhile();
        if (question.address.find("inside") != std::string::npos)
            return Error{.kind = Err::forbidden};
        return fetch::Reply{.status = question.address.find("gone") == std::string::npos ? 200 : 404,
                            .body = body};
    }

    std::string body;
    std::vector<std::string> asked;
    std::function<void()> meanwhile = {};
};

// Before the site, which asks it.
struct Elsewhere
{
    std::shared_ptr<OneCalendar> server = std::make_shared<OneCalendar>();
};

// Calendars that come in. It is 22 November 2026.
class CalendarImports : protected Elsewhere, public WithActivities
{
protected:
    CalendarImports() : WithActivities([this](web::Site& filled) { register_with(filled, server); })
    {
        site.environment().reader_program = DORFNETZ_READER;
    }

    static std::string calendar_of(std::string_view events)
    {
        return fmt::format("BEGIN:VCALENDAR\r\n{}END:VCALENDAR\r\n", events);
    }

    static std::string event(std::string_view uid, std::string_view more,
                             std::string_view begin = "DTSTART;TZID=Europe/Berlin:20261205T180000\r\n"
                                                      "DTEND;TZID=Europe/Berlin:20261205T200000\r\n")
    {
        return fmt::format("BEGIN:VEVENT\r\nUID:{}\r\n{}{}END:VEVENT\r\n", uid, begin, more);
    }

    CalendarReport import(std::string_view events, CalendarImport wanted = {})
    {
        wanted.choice.host = chapel;
        if (wanted.choice.kind.empty())
            wanted.choice.kind = "meeting";
        const auto report = import_calendar(site.environment(), network, calendar_of(events), wanted);
        if (!report)
            ADD_FAILURE() << report.error().text.text();
        return report ? *report : CalendarReport{};
    }

    std::vector<Listed> listed()
    {
        return read([&](db::Reader& reader) {
            return dates_between(reader, network.id,
                                 {.from = *date_from_iso("2026-11-01"),
                                  .until = *date_from_iso("2028-12-31"),
                                  .drafts = Filter::Drafts::yes});
        });
    }

    Activity only_activity()
    {
        const auto all = listed();
        return all.empty() ? Activity{} : activity(all.front().date.activity);
    }

    // By the pages: brings the calendar of the server; answers where that leads.
    std::string bring(const std::string& address, const std::string& publish = "")
    {
        const auto answer = site.submit(start, start,
                                        {{"adresse", address},
                                         {"gastgeber", chapel.text()},
                                         {"art", "meeting"},
                                         {"oeffentlich", publish}});
        EXPECT_EQ(answer.status, 303) << answer.body;
        return answer.location();
    }

    std::string seal_in(const std::string& page)
    {
        const auto body = site.get(page).body;
        constexpr std::string_view before = "name=\"stand\" value=\"";
        const auto at = body.find(before);
        return at == std::string::npos ? std::string() : body.substr(at + before.size(), 16);
    }

    const std::string start = "/redaktion/termine/einlesen";
};

const std::string concert_event = "SUMMARY:Konzert am Teich\r\nLOCATION:Dorfplatz\\, Aue\r\n"
                                  "DESCRIPTION:Erst Musik.\\nDann Kuchen.\r\nCATEGORIES:Musik und Kultur\r\n"
                                  "ORGANIZER;CN=Erika Beispiel:mailto:erika@example.org\r\n";

} // namespace

TEST_F(CalendarImports, become_drafts_with_all_that_the_file_knows)
{
    EXPECT_TRUE(import(event("a", concert_event)).applied);
    const auto found = only_activity();
    EXPECT_EQ(found.status, Status::draft);
    EXPECT_EQ(found.draft.title, "Konzert am Teich");
    EXPECT_EQ(found.draft.kind, "culture") << "its category is one of ours";
    EXPECT_EQ(found.draft.hosts, std::vector{chapel});
    EXPECT_EQ(found.draft.villages, std::vector{aue});
    EXPECT_EQ(found.draft.place_name, "Dorfplatz, Aue");
    EXPECT_EQ(found.draft.place_village, aue);
    EXPECT_EQ(found.draft.description, "Erst Musik.  \nDann Kuchen.");
    EXPECT_EQ(calendar::to_iso(found.draft.first.begin), "2026-12-05T18:00");
    EXPECT_EQ(calendar::to_iso(found.draft.first.end), "2026-12-05T20:00");
}

TEST_F(CalendarImports, of_the_same_calendar_again_change_what_changed_and_nothing_else)
{
    import(event("a", concert_event));
    auto ours = only_activity();
    ours.draft.cost = "frei";
    ours.draft.kind = "festival";
    ASSERT_TRUE(changed(ours.id, ours.draft, ours.version));
    const auto report = import(event("a", "SUMMARY:Konzert im Saal\r\n") + event("b", "SUMMARY:Markt\r\n"));
    EXPECT_TRUE(report.text.find("geändert: 1") != std::string::npos) << report.text;
    EXPECT_EQ(listed().size(), 2u);
    const auto now = activity(ours.id);
    EXPECT_EQ(now.draft.title, "Konzert im Saal");
    EXPECT_EQ(now.draft.cost, "frei");
    EXPECT_EQ(now.draft.kind, "festival") << "the second file has no category";
    EXPECT_TRUE(import(event("a", "SUMMARY:Konzert im Saal\r\n") + event("b", "SUMMARY:Markt\r\n"))
                    .text.find("unverändert: 2") != std::string::npos);
}

TEST_F(CalendarImports, with_one_broken_line_change_nothing_and_name_the_line)
{
    const auto report =
        import(event("a", concert_event) + event("b", "SUMMARY:Markt\r\n", "DTSTART:20260230T100000\r\n"));
    EXPECT_FALSE(report.applied);
    EXPECT_NE(report.text.find("Zeile 14: Diese Angabe ergibt keinen Sinn"), std::string::npos)
        << report.text;
    EXPECT_TRUE(listed().empty());
    EXPECT_TRUE(
        import(event("a", concert_event) + event("b", "SUMMARY:Markt\r\n", "DTSTART:20260230T100000\r\n"),
               {.unreadable = Unreadable::leave_out})
            .applied);
    EXPECT_EQ(listed().size(), 1u);
}

TEST_F(CalendarImports, take_over_a_series_with_days_that_are_off_or_otherwise)
{
    const auto series = event("a",
                              "SUMMARY:Bücherei\r\nRRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=20261229T150000Z\r\n"
                              "EXDATE;TZID=Europe/Berlin:20261215T160000\r\n",
                              "DTSTART;TZID=Europe/Berlin:20261201T160000\r\n"
                              "DTEND;TZID=Europe/Berlin:20261201T180000\r\n") +
                        event("a",
                              "SUMMARY:Bücherei\r\nLOCATION:Schule\r\n"
                              "RECURRENCE-ID;TZID=Europe/Berlin:20261208T160000\r\n",
                              "DTSTART;TZID=Europe/Berlin:20261209T170000\r\n"
                              "DTEND;TZID=Europe/Berlin:20261209T180000\r\n");
    ASSERT_TRUE(import(series, {.choice = {.host = {}, .kind = {}, .publish = true}}).applied);
    const auto found = dates(only_activity().id);
    ASSERT_EQ(found.size(), 5u) << "the last one at the very moment of UNTIL, by the clock of the place";
    EXPECT_EQ(to_iso(found[1].starts_at), "2026-12-09T16:00:00Z");
    EXPECT_EQ(found[1].place_name, "Schule");
    EXPECT_EQ(found[2].status, DateStatus::cancelled);
    EXPECT_EQ(found[3].status, DateStatus::planned);
    EXPECT_NE(import(series).text.find("unverändert: 1"), std::string::npos);
}

TEST_F(CalendarImports, keep_whole_days_other_zones_and_assume_what_is_missing)
{
    import(
        event("a", "SUMMARY:Markt\r\n", "DTSTART;VALUE=DATE:20261212\r\nDTEND;VALUE=DATE:20261214\r\n") +
        event("b", "SUMMARY:Ruf aus der Ferne\r\n", "DTSTART;TZID=America/New_York:20261215T120000\r\n") +
        event("c", "SUMMARY:Aus einem Büro\r\n", "DTSTART;TZID=W. Europe Standard Time:20261216T120000\r\n") +
        event("d", "SUMMARY:Von nirgendwo\r\n", "DTSTART;TZID=Mond:20261217T120000\r\n"));
    const auto found = listed();
    ASSERT_EQ(found.size(), 4u);
    EXPECT_TRUE(found[0].all_day);
    EXPECT_EQ(to_iso(found[0].date.last_day), "2026-12-13");
    EXPECT_EQ(to_iso(found[1].date.starts_at), "2026-12-15T17:00:00Z");
    EXPECT_EQ(to_iso(found[1].date.ends_at), "2026-12-15T18:00:00Z");
    EXPECT_EQ(to_iso(found[2].date.starts_at), "2026-12-16T11:00:00Z");
    EXPECT_EQ(to_iso(found[3].date.starts_at), "2026-12-17T11:00:00Z");
}

TEST_F(CalendarImports, write_no_more_dates_at_once_than_the_site_can_bear)
{
    std::string many;
    for (int i = 0; i < 40; ++i)
        many +=
            event(fmt::format("daily-{}", i), fmt::format("SUMMARY:Jeden Tag {}\r\nRRULE:FREQ=DAILY\r\n", i));
    const auto report = import(many, {.dry_run = true});
    EXPECT_NE(report.text.find("neu: 18\n"), std::string::npos) << "some 530 days each\n" << report.text;
    EXPECT_NE(report.text.find("bleibt draußen: 22\n"), std::string::npos);
    EXPECT_NE(report.text.find("Zu viele Tage auf einmal: höchstens 10000."), std::string::npos);
}

TEST_F(CalendarImports, ask_one_server_at_a_time_and_keep_nobody_else_waiting)
{
    site.sign_in_as(web::Role::coordinator);
    server->body = calendar_of(event("a", concert_event));
    std::string second;
    server->meanwhile = [&] {
        if (server->asked.size() > 1)
            return;
        std::jthread other([&] {
            const auto from = site.get(start);
            const auto token = support::TestSite::token_in(from.body, start);
            second = site.post(start, "_token=" + token +
                                          "&adresse=https%3A%2F%2Fslow.example%2Fb.ics&gastgeber=" +
                                          chapel.text() + "&art=meeting")
                         .body;
        });
    };
    bring("https://slow.example/a.ics");
    EXPECT_EQ(server->asked.size(), 1u);
    EXPECT_NE(second.find("Gerade wird schon ein Kalender geholt"), std::string::npos);
    EXPECT_TRUE(site.site().match(http::Method::post, start).route->takes_long);
}

TEST_F(CalendarImports, leave_out_what_is_over_private_or_called_off)
{
    const auto report =
        import(event("a", "SUMMARY:Gestern\r\n", "DTSTART:20261120T100000Z\r\n") +
               event("b", "SUMMARY:Arzt\r\nCLASS:PRIVATE\r\n") +
               event("c", "SUMMARY:Fällt aus\r\nSTATUS:CANCELLED\r\n") +
               event("d", "SUMMARY:Seit Langem vorbei\r\nRRULE:FREQ=DAILY;UNTIL=20200101T000000Z\r\n",
                     "DTSTART:20190101T100000Z\r\n"));
    EXPECT_NE(report.text.find("bleibt draußen: 4"), std::string::npos) << report.text;
    EXPECT_TRUE(listed().empty());
}

TEST_F(CalendarImports, call_off_what_was_called_off_there)
{
    import(event("a", concert_event), {.choice = {.host = {}, .kind = {}, .publish = true }});
    import(event("a", concert_event + "STATUS:CANCELLED\r\n"));
    EXPECT_EQ(only_activity().status, Status::cancelled);
}

TEST_F(CalendarImports, refuse_what_makes_no_sense)
{
    for (const auto& [more, begin] : std::vector<std::pair<std::string, std::string>>{
             {"SUMMARY: \r\n", "DTSTART:20261205T100000Z\r\n"},
             {"SUMMARY:Rückwärts\r\n", "DTSTART:20261205T100000Z\r\nDTEND:20261205T090000Z\r\n"},
             {"SUMMARY:Ewig\r\n", "DTSTART:20261205T100000Z\r\nDURATION:P90D\r\n"},
             {"SUMMARY:Stündlich\r\nRRULE:FREQ=HOURLY\r\n", "DTSTART:20261205T100000Z\r\n"},
             {"SUMMARY:Allein\r\nRECURRENCE-ID:20261205T100000Z\r\n", "DTSTART:20261205T110000Z\r\n"}}) {
        const auto report = import(event("x", more, begin));
        EXPECT_NE(report.text.find("nicht lesbar: 1"), std::string::npos) << more << report.text;
        EXPECT_FALSE(report.applied);
    }
    EXPECT_NE(
        import(event("a", concert_event) + event("a", concert_event)).text.find("Steht schon in Zeile 2"),
        std::string::npos);
    EXPECT_TRUE(listed().empty());
}

TEST_F(CalendarImports, of_decades_reach_no_further_than_other_series)
{
    import(event("a", "SUMMARY:Kirmes seit jeher\r\nRRULE:FREQ=WEEKLY;COUNT=100000\r\n",
                 "DTSTART;TZID=Europe/Berlin:19500103T160000\r\nDURATION:PT1H\r\n"));
    const auto found = dates(only_activity().id);
    EXPECT_LT(found.size(), 140u);
    EXPECT_GT(found.size(), 100u);
}

TEST_F(CalendarImports, know_our_own_dates_again)
{
    const auto ours = dates(given(concert())).front();
    EXPECT_NE(import(event(ours.id.text(), concert_event)).text.find("Kommt von hier"), std::string::npos);
    EXPECT_EQ(listed().size(), 1u);
}

TEST_F(CalendarImports, in_dry_run_write_nothing)
{
    EXPECT_NE(import(event("a", concert_event), {.dry_run = true}).text.find("neu: 1"), std::string::npos);
    EXPECT_TRUE(listed().empty());
}

// ---- The pages ----

namespace {

// With a server of the test's own in place of the internet.
class ImportPages : public CalendarImports
{
protected:
    ImportPages()
    {
        site.sign_in_as(web::Role::coordinator);
        server->body = calendar_of(event("a", concert_event));
    }
};

} // namespace

TEST_F(ImportPages, show_everything_before_it_happens_and_take_it_over_after_a_yes)
{
    const auto page = bring("webcal://example.org/termine.ics");
    EXPECT_EQ(server->asked, std::vector<std::string>{"https://example.org/termine.ics"});
    const auto preview = site.get(page);
    for (const auto* told : {"Konzert am Teich", "Sa., 5. Dezember", "neu", "Zeile 2"})
        EXPECT_TRUE(preview.says(told)) << told;
    EXPECT_TRUE(listed().empty());
    EXPECT_EQ(site.submit(page, page, {{"stand", seal_in(page)}}).status, 303);
    EXPECT_EQ(listed().size(), 1u);
    EXPECT_EQ(site.get(page).status, 404) << "it is done";
}

TEST_F(ImportPages, show_anew_what_changed_since_the_preview)
{
    const auto page = bring("https://example.org/termine.ics");
    const auto seal = seal_in(page);
    import(event("a", concert_event)); // somebody else was faster
    const auto answer = site.submit(page, page + "/verwerfen", {});
    EXPECT_EQ(answer.status, 303);
    const auto again = bring("https://example.org/termine.ics");
    EXPECT_TRUE(site.get(again).says("unverändert"));
    server->body = calendar_of(event("b", "SUMMARY:Markt\r\n"));
    const auto third = bring("https://example.org/termine.ics");
    const auto refused = site.submit(third, third, {{"stand", seal}});
    EXPECT_EQ(refused.status, 409);
    EXPECT_TRUE(refused.says("Inzwischen hat jemand etwas geändert"));
    EXPECT_EQ(listed().size(), 1u);
}

TEST_F(ImportPages, ask_before_they_leave_out_what_cannot_be_read)
{
    server->body =
        calendar_of(event("a", concert_event) + event("b", "SUMMARY:Markt\r\n", "DTSTART:heute\r\n"));
    const auto page = bring("https://example.org/termine.ics");
    EXPECT_TRUE(site.get(page).says("Zeile 14: Diese Angabe ergibt keinen Sinn"));
    EXPECT_EQ(site.submit(page, page, {{"stand", seal_in(page)}}).status, 422);
    EXPECT_TRUE(listed().empty());
    EXPECT_EQ(site.submit(page, page, {{"stand", seal_in(page)}, {"ohne", "1"}}).status, 303);
    EXPECT_EQ(listed().size(), 1u);
}

TEST_F(ImportPages, say_why_nothing_came)
{
    const auto answer_to = [&](const std::string& address) {
        return site.submit(start, start,
                           {{"adresse", address}, {"gastgeber", chapel.text()}, {"art", "meeting"}});
    };
    EXPECT_TRUE(answer_to("").says("Wähl eine Datei aus"));
    EXPECT_TRUE(answer_to("https://inside.example/").says("Diese Adresse rufe ich nicht ab"));
    EXPECT_TRUE(answer_to("https://gone.example/").says("Unter dieser Adresse kommt gerade kein Kalender"));
    server->body = "<html>Anmelden</html>";
    EXPECT_TRUE(answer_to("https://example.org/").says("Das ist keine Kalenderdatei"));
}

TEST_F(ImportPages, are_for_whoever_may_write_for_the_host)
{
    const auto page = bring("https://example.org/termine.ics");
    site.sign_in_as(web::Role::organisation_editor, "somebody-else");
    EXPECT_EQ(site.get(page).status, 404);
    site.sign_out();
    EXPECT_NE(site.get(page).status, 200);
}

} // namespace dorfnetz::activities
