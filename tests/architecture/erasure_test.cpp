#include "app/features.hpp"
#include "features/activities/needs_api.hpp"
#include "features/asking/asking_store.hpp"
#include "features/asking/fitting.hpp"
#include "features/date_polls/links.hpp"
#include "features/date_polls/polls_store.hpp"
#include "features/groups/api.hpp"
#include "features/mandates/api.hpp"
#include "features/meetings/attendance_api.hpp"
#include "features/meetings/replies.hpp"
#include "features/organisations/api.hpp"
#include "features/people/api.hpp"
#include "features/tasks/tasks_service.hpp"
#include "features/transfer/feature.hpp"
#include "foundation/core/log.hpp"
#include "foundation/core/text.hpp"
#include "foundation/jobs/jobs.hpp"
#include "foundation/mail/delivery.hpp"
#include "foundation/web/network.hpp"
#include "tests/architecture/traces.hpp"
#include "tests/support/site.hpp"
#include "tests/support/upload.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>
#include <set>

// A person who cannot be mistaken for anybody goes every way there is through the program and is then erased.
// After that nothing of them is found in the whole database, in no file below the data folder and in no line
// of the log.
namespace dorfnetz {

namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;
using web::Role;

} // namespace

class Erasure : public testing::Test
{
protected:
    Erasure()
    {
        site.given([&](db::Tx& tx) -> Result<Done> {
            villages::put_place(
                tx, site.network(),
                {.id = village, .slug = "birkenau", .name = "Birkenau", .latitude = 51.6, .longitude = 12.4},
                site.clock.now());
            return Done{};
        });
    }

    organisations::Author author() { return {.clock = site.clock, .random = site.random, .name = "Erika"}; }

    const std::filesystem::path& data() { return site.environment().data_directory; }

    // What the program does after its answers: jobs, and mails into files.
    void work()
    {
        jobs::Jobs jobs({.pool = site.pool(), .clock = site.clock, .random = site.random});
        app::register_jobs(jobs, site.environment(), site.site());
        jobs.run_due();
        mail::deliver_waiting({.pool = site.pool(),
                               .mailers = {mail::file_mailer(data() / "mails")},
                               .clock = site.clock,
                               .random = site.random,
                               .rules = {.sender = {.address = "netz@example.org"}, .per_minute = 1000},
                               .per_round = 1000});
    }

    // The path in a mail that was sent, after "http://host".
    std::string link(const std::string& beginning)
    {
        work();
        for (const auto& file : std::filesystem::directory_iterator(data() / "mails")) {
            const auto text = replace_all(replace_all(content_of(file.path()), "=\r\n", ""), "=3D", "=");
            if (const auto at = text.find(beginning);
                at != std::string::npos && !used.contains(file.path())) {
                used.insert(file.path());
                return text.substr(at, text.find_first_of("\r\n <>", at) - at);
            }
        }
        ADD_FAILURE() << "no mail has a link to " << beginning;
        return {};
    }

    Fields form(const std::string& more_name = "")
    {
        return {{"vorname", "Xaverius" + more_name},
                {"nachname", "Quittenzwirn"},
                {"dorf", village.text()},
                {"telefon", "03493 7789910"},
                {"mail", "Xaver.Quittenzwirn@example.org"},
                {"strasse", "Quittenweg 7"},
                {"koennen", "Akeleimus einkochen"},
                {"notiz", "Ruf nach dem Akeleimus an"},
                {"aufgaben", "garden"},
                {"felder", "church"},
                {"ja_special_fields", "1"},
                {"alter", "16"},
                {"einwilligung", "1"},
                {"ja_lead_contact", "1"},
                {"ja_pictures", "1"}};
    }

    people::PersonId newest_person()
    {
        people::PersonId newest;
        site.pool().read([&](db::Reader& reader) {
            for (const auto& known : people::all_people(reader, site.network()))
                if (newest.empty() || newest < known.id)
                    newest = known.id;
        });
        return newest;
    }

    void come_in_by_the_web_form()
    {
        EXPECT_EQ(site.submit("/mitmachen/eintragen", "/mitmachen/eintragen", form()).status, 303);
        const auto confirm = link("/mitmachen/bestaetigen/");
        EXPECT_EQ(site.submit(confirm, confirm, {}).status, 303);
        person = newest_person();
        work();
    }

    void offer_once_more_without_confirming()
    {
        EXPECT_EQ(site.submit("/mitmachen/eintragen", "/mitmachen/eintragen", form()).status, 303);
    }

    void write_to_us()
    {
        EXPECT_EQ(site.submit("/kontakt", "/kontakt",
                              {{"name", "Xaverius Quittenzwirn"},
                               {"email", "Xaver.Quittenzwirn@example.org"},
                               {"telefon", "03493 7789910"},
                               {"nachricht", "Ich bringe Akeleimus mit."}})
                      .status,
                  303);
    }

    void be_looked_at_and_changed()
    {
        site.sign_in_as(Role::coordinator);
        const auto show = "/redaktion/engagierte/" + person.text();
        EXPECT_TRUE(site.submit(show, show + "/kontakt", {}).says("7789910"));
        auto fields = form(" Maria");
        fields.emplace_back("version", "1");
        EXPECT_EQ(site.submit(show + "/bearbeiten", show + "/bearbeiten", fields).status, 303);
        EXPECT_EQ(site.get(show + "/auskunft.pdf").status, 200);
        EXPECT_EQ(site.get("/redaktion/engagierte?q=Quittenzwirn").status, 200);
        EXPECT_TRUE(site.get("/redaktion/engagierte/ausgabe/csv?q=Quittenzwirn").says("Quittenzwirn"));
        EXPECT_EQ(site.submit(show + "/fuehrungszeugnis", show + "/fuehrungszeugnis",
                              {{"eingesehen_am", "20.11.2026"},
                               {"ausgestellt_am", "1.11.2026"},
                               {"eintrag", "nein"},
                               {"taetig", "ja"}})
                      .status,
                  303);
        EXPECT_EQ(site.submit(show + "/zuruecknehmen", show + "/zuruecknehmen",
                              {{"zweck", "pictures"}, {"weise", "phone"}, {"notiz", "Xaverius rief an"}})
                      .status,
                  303);
    }

    // A sheet of paper, entered as somebody else by mistake and merged.
    void come_in_by_paper_and_be_merged()
    {
        const auto paper = site.get("/mitmachen/papier/birkenau.pdf");
        const auto name = std::string(paper.headers.find("content-disposition"));
        const auto number = name.substr(name.find("BI-"), 12);
        auto fields = form();
        for (const auto& more : Fields{{"unterschrift", "1"},
                                       {"unterschrieben_am", "20.11.2026"},
                                       {"trotzdem", "1"},
                                       {"alter", "unter16"},
                                       {"eltern_name", "Zwetschgenpaula Quittenzwirn"},
                                       {"eltern_mail", "zwetschgenpaula@example.org"}})
            fields.push_back(more);
        std::erase(fields, std::pair<std::string, std::string>("alter", "16"));
        EXPECT_EQ(site.submit("/redaktion/papier/" + number, "/redaktion/papier/" + number, fields).status,
                  303);
        work();
        const auto other = newest_person();
        ASSERT_NE(other, person);
        const auto pair = "/redaktion/doppelte/" + person.text() + "/" + other.text();
        EXPECT_EQ(site.submit(pair, pair, {{"was", "behalten"}, {"wen", "eins"}}).status, 303);
        site.pool().read([&](db::Reader& reader) {
            const auto left = people::all_people(reader, site.network());
            ASSERT_EQ(left.size(), 1U) << "the two are one";
            person = left.front().id;
        });
    }

    void come_in_by_a_list()
    {
        const auto answer = support::send_upload(
            site, "/redaktion/import",
            {.field = "datei",
             .file_name = "liste.csv",
             .content = "Name;Dorf;Telefon;E-Mail\nXaverius Quittenzwirn;Birkenau;03493/7789910;"
                        "xaver.quittenzwirn@example.org\nUdo Bleibt;Birkenau;03493 1111111;udo@example.org\n",
             .words = {{"wozu", "people"}}});
        const auto batch = replace_all(answer.location(), "/spalten", "");
        EXPECT_EQ(site.submit(batch + "/spalten", batch + "/spalten",
                              {{"spalte-0", "full_name"},
                               {"spalte-1", "village"},
                               {"spalte-2", "phone"},
                               {"spalte-3", "email"}})
                      .status,
                  303);
        EXPECT_EQ(site.submit(batch + "/pruefen", batch + "/pruefen", {{"was", "uebernehmen"}}).location(),
                  batch)
            << site.get(batch + "/pruefen").body;
        work();
    }

    void promise_to_bring_a_cake()
    {
        activities::ShiftId shift;
        site.given([&](db::Tx& tx) -> Result<Done> {
            organisations::NewOrganisation host{.entry = {.name = "Backverein", .villages = {village}},
                                                .status = organisations::Status::published};
            const auto club = TRY(organisations::create(tx, site.network(), host, author()));
            const auto activity =
                TRY(activities::create(tx, heide,
                                       {.title = "Fest",
                                        .kind = "culture",
                                        .hosts = {club},
                                        .first = {.begin = *calendar::local_time_from_iso("2026-12-05T10:00"),
                                                  .end = *calendar::local_time_from_iso("2026-12-05T18:00")}},
                                       author()));
            TRY(activities::publish(tx, heide, activity, author()));
            TRY(activities::add_need(tx, heide, activity,
                                     {.kind = activities::NeedKind::thing, .title = "Kuchen"},
                                     {{.least = 0, .most = 3}}, author()));
            const auto date = activities::dates_of(tx, heide.id, activity).front();
            shift = activities::shifts_of_date(tx, heide.id, date.id).front().shift.id;
            return Done{};
        });
        const auto form = "/mitmachen/" + shift.text();
        EXPECT_EQ(site.submit(form, form,
                              {{"name", "Xaverius Quittenzwirn"},
                               {"kontakt", "Xaver.Quittenzwirn@example.org"},
                               {"anzahl", "1"},
                               {"nachricht", "Mit Akeleimus"}})
                      .location(),
                  form + "/danke");
        const auto promise = link("/zusage/");
        EXPECT_EQ(site.submit(promise, promise + "/kalender", {{"was", "anlegen"}}).status, 303);
    }

    void be_named_by_the_network()
    {
        const std::string persons = "/redaktion/ansprechpersonen";
        EXPECT_EQ(site.submit(persons, persons,
                              {{"aufgabe", "Koordination"},
                               {"name", name_now},
                               {"telefon", "03493 7789910"},
                               {"email", "Xaver.Quittenzwirn@example.org"},
                               {"ja", "1"}})
                      .status,
                  303);
    }

    // Once with the click, and once without.
    void order_the_newsletter()
    {
        site.sign_out();
        const Fields order{{"mail", "Xaver.Quittenzwirn@example.org"}, {"ja_newsletter", "1"}};
        EXPECT_EQ(site.submit("/rundbrief", "/rundbrief", order).status, 303);
        const auto confirm = link("/rundbrief/bestaetigen/");
        EXPECT_EQ(site.submit(confirm, confirm, {}).status, 303);
        EXPECT_EQ(site.submit("/rundbrief", "/rundbrief", order).status, 303);
    }

    void be_written_to()
    {
        site.sign_in_as(Role::coordinator);
        const std::string list = "/redaktion/nachricht/engagierte?q=Quittenzwirn";
        EXPECT_EQ(site.submit(list, list,
                              {{"betreff", "Der Teich"},
                               {"text", "Hallo {Vorname}, {Name}"},
                               {"formular", "form"},
                               {"sicher", "1"}})
                      .status,
                  303);
        site.clock.advance(std::chrono::minutes(2));
        work();
    }

    void be_a_contact_person()
    {
        site.given([&](db::Tx& tx) -> Result<Done> {
            organisations::NewOrganisation club{.entry = {.name = "Obstverein", .villages = {village}}};
            const auto id = TRY(organisations::create(tx, site.network(), club, author()));
            TRY(organisations::add_contact(
                tx, site.network(), id,
                {.name = name_now, .phone = "03493 7789910", .email = "Xaver.Quittenzwirn@example.org"},
                author()));
            return Done{};
        });
    }

    // Helps without having promised, and is ticked off by name.
    void come_by_at_a_date()
    {
        std::string path;
        std::string shift;
        site.given([&](db::Tx& tx) -> Result<Done> {
            const auto host = TRY(organisations::create(
                tx, heide.id, {.entry = {.name = "Angler", .villages = {village}}}, author()));
            const auto day = std::chrono::year(2026) / 12 / 12;
            const auto activity =
                TRY(activities::create(tx, heide,
                                       {.title = "Teich",
                                        .kind = "culture",
                                        .hosts = {host},
                                        .first = {.begin = calendar::at(day, std::chrono::hours(9)),
                                                  .end = calendar::at(day, std::chrono::hours(12))}},
                                       author()));
            TRY(activities::add_need(tx, heide, activity, {.title = "Harken"}, {{.least = 0, .most = 5}},
                                     author()));
            const auto date = activities::dates_of(tx, heide.id, activity).front();
            shift = activities::shifts_of_date(tx, heide.id, date.id).front().shift.id.text();
            path = "/redaktion/termine/" + activity.text() + "/tage/" + date.id.text() + "/anwesenheit";
            return Done{};
        });
        site.sign_in_as(Role::coordinator);
        EXPECT_EQ(
            site.submit(path, path, {{"neu_wo", shift}, {"neu_name", name_now}, {"neu_anzahl", "1"}}).status,
            303);
        EXPECT_TRUE(site.get(path).says(name_now));
    }

    // Speaks for the village, is there, and introduces a matter.
    void take_part_in_a_meeting()
    {
        site.given([&](db::Tx& tx) -> Result<Done> {
            const auto context = web::context_of_a_job(site.environment(), site.site(), heide);
            const auto club = TRY(organisations::create(
                tx, heide.id, {.entry = {.name = "Imker", .villages = {village}}}, author()));
            TRY(mandates::appoint(tx, heide.id,
                                  {.village = village,
                                   .organisation = club,
                                   .starts_on = context.today(),
                                   .decided = "Treffen"},
                                  author()));
            const auto day = std::chrono::year(2026) / 12 / 10;
            const auto meeting = TRY(meetings::create(
                tx, context,
                {.title = "Treffen",
                 .when = meetings::LocalSpan{.begin = calendar::at(day, std::chrono::hours(18)),
                                             .end = calendar::at(day, std::chrono::hours(20))}}));
            TRY(meetings::add_item(tx, context, meeting,
                                   {.title = "Zelt", .introduced_by = name_now + " aus Birkenau"},
                                   meetings::ItemStatus::on));
            TRY(meetings::begin(tx, context, meeting));
            TRY(meetings::set_representation(
                tx, context, meeting, village,
                {.presence = meetings::Presence::delegate, .represented_by = "Xaverius Quittenzwirn"}, {}));
            TRY(meetings::add_attendee(tx, context, meeting, name_now, "Imker"));
            return meetings::reply(tx, context, meeting, village, {.who = name_now});
        });
    }

    // Is asked by mail, as a member of the group, and says on a form without an account when they can come.
    void answer_a_date_poll()
    {
        const auto context = web::context_of_a_job(site.environment(), site.site(), heide);
        std::string option;
        std::string path;
        site.given([&](db::Tx& tx) -> Result<Done> {
            const auto id = TRY(meetings::create(
                tx, context, {.kind = meetings::Kind::group, .group = group, .title = "Treffen"}));
            const auto day = std::chrono::year(2027) / 3 / 12;
            const auto poll = TRY(
                date_polls::start(tx, context, meetings::meeting_by_id(tx, heide.id, id).value(), "", day));
            TRY(date_polls::add_options(tx, context, poll,
                                        {{.begin = calendar::at(day, std::chrono::hours(18)),
                                          .end = calendar::at(day, std::chrono::hours(20))}}));
            option =
                tx.value<std::string>(R"sql(SELECT id FROM date_poll_options WHERE network_id = :network)sql",
                                      {{"network", heide.id}})
                    .value();
            const date_polls::Invitation invitation{.poll = poll, .who = person};
            const auto token = date_polls::token_of(site.environment(), heide.id, invitation);
            EXPECT_TRUE(date_polls::store::insert_invitation(
                tx, heide.id, invitation, date_polls::hash_of_token(site.environment(), token),
                site.clock.now()));
            path = date_polls::path_with(date_polls::token_of(site.environment(), heide.id, poll));
            return Done{};
        });
        site.sign_out();
        EXPECT_EQ(site.submit(path, path, {{"name", name_now}, {"termin_" + option, "yes"}}).status, 303);
    }

    // Is asked for a shift, says no, wants to be asked once a month, and looks for what fits.
    void be_asked_for_help()
    {
        site.given([&](db::Tx& tx) -> Result<Done> {
            const auto shift = tx.value<asking::ShiftId>("SELECT id FROM shifts WHERE network_id = :network",
                                                         {{"network", heide.id}})
                                   .value();
            EXPECT_TRUE(asking::store::insert(tx, heide.id, {.shift = shift}, site.clock.now()));
            asking::Asked asked{.shift = shift, .person = person};
            EXPECT_TRUE(asking::store::insert(tx, heide.id, asked, "hash"));
            asked.answer = asking::Answer::no;
            asked.asked_at = asked.answered_at = site.clock.now();
            asking::store::update(tx, heide.id, asked);
            asking::store::put_wish(tx, heide.id, person, {.days_between = 30}, site.clock.now());
            const auto context = web::context_of_a_job(site.environment(), site.site(), heide);
            asking::fitting_page_for(tx, context, people::person_by_id(tx, heide.id, person).value());
            asking::store::refuse(tx, heide.id, person, {.shift = shift, .said_at = site.clock.now()});
            return Done{};
        });
    }

    std::vector<people::PersonId> people_asked()
    {
        return site.pool().read(
            [&](db::Reader& reader) { return asking::store::people_in(reader, heide.id); });
    }

    // Is given something to do, says that it takes longer, and has it still.
    void take_on_a_task()
    {
        const auto context = web::context_of_a_job(site.environment(), site.site(), heide);
        site.given([&](db::Tx& tx) -> Result<Done> {
            const auto id = TRY(tasks::create(
                tx, context,
                {.title = "Teich säubern", .owner = person, .due_on = std::chrono::year(2027) / 4 / 1}));
            task_link =
                tasks::answer_path(site.environment(), heide.id, tasks::task_by_id(tx, heide.id, id).value());
            return Done{};
        });
        const Fields later{{"bis", "1.5.2027"}, {"grund", "Frost"}};
        EXPECT_EQ(site.submit(task_link, task_link + "/spaeter", later).status, 303);
    }

    std::int64_t tasks_of_people()
    {
        return site.pool().read([](db::Reader& reader) {
            return reader.count(R"sql(SELECT COUNT(*) FROM tasks WHERE person_id IS NOT NULL)sql", {});
        });
    }

    void work_in_a_group()
    {
        site.given([&](db::Tx& tx) -> Result<Done> {
            group = TRY(groups::create(tx, site.network(), {.title = "Wege"}, author()));
            TRY(groups::add_member(tx, site.network(), group, person, groups::Duty::speaker, author()));
            return Done{};
        });
    }

    // Once more by their own page, which asks before it erases.
    void erase_themselves()
    {
        site.sign_out();
        EXPECT_EQ(
            site.submit("/meine-daten", "/meine-daten", {{"email", "xaver.quittenzwirn@example.org"}}).status,
            303);
        const auto page = link("/meine-daten/") + '/' + person.text();
        // The parents have agreed meanwhile: what waits for them, or for its end, cannot rest.
        site.given([&](db::Tx& tx) -> Result<Done> {
            tx.exec(R"sql(
                UPDATE people SET locked_at = NULL, locked_because = '' WHERE network_id = :network AND id = :id)sql",
                    {{"network", site.network()}, {"id", person}});
            return Done{};
        });
        EXPECT_EQ(
            site.submit(page + "/ruhen", page + "/ruhen", {{"was", "ruhen"}, {"grund", "Akeleimus"}}).status,
            303);
        const auto told = site.get(page + "/daten.json");
        for (const auto* key :
             {"\"entry\"", "\"consents\"", "\"parent\"", "\"certificate\"", "\"history\"", "\"audit\"",
              "\"mails\"", "\"contact_person\"", "\"newsletter\"", "\"messages\"", "\"site_contact\"",
              "\"offers\"", "\"import_rows\"", "\"signups\"", "\"signup_calendar\"", "\"groups\"",
              "\"meetings\"", "\"tasks\""})
            EXPECT_TRUE(told.says(key)) << "the page does not tell of " << key;
        EXPECT_EQ(site.submit(page + "/loeschen", page + "/loeschen", {}).location(),
                  "/einwilligung/geloescht");
    }

    // All of the database, as text where the engine can write it so.
    std::map<std::string, std::set<std::string>> found_in_database()
    {
        std::map<std::string, std::set<std::string>> found;
        if (site.pool().engine() == db::Engine::sqlite) {
            site.pool().maintain();
            const std::filesystem::path file(site.address().substr(std::string("sqlite:").size()));
            for (const auto* suffix : {"", "-wal", "-shm"})
                if (auto traced = found_in(content_of(file.string() + suffix)); !traced.empty())
                    found[std::string("file") + suffix] = std::move(traced);
            return found;
        }
        const auto dump = output_of("pg_dump --inserts --data-only --dbname='" + site.address() + "'");
        EXPECT_NE(dump.find("INSERT INTO public.networks"), std::string::npos) << "pg_dump wrote nothing";
        constexpr std::string_view begin = "INSERT INTO public.";
        for (auto at = dump.find(begin); at != std::string::npos;) {
            const auto next = dump.find(begin, at + 1);
            const auto row = dump.substr(at, next == std::string::npos ? next : next - at);
            if (const auto traced = found_in(row); !traced.empty())
                found[row.substr(begin.size(), row.find(' ', begin.size()) - begin.size())].insert(
                    traced.begin(), traced.end());
            at = next;
        }
        return found;
    }

    std::map<std::string, std::set<std::string>> found_in_files()
    {
        std::map<std::string, std::set<std::string>> found;
        for (const auto& file : std::filesystem::recursive_directory_iterator(data()))
            if (file.is_regular_file())
                if (auto traced = found_in(file.path().string() + content_of(file.path())); !traced.empty())
                    found[file.path().string()] = std::move(traced);
        return found;
    }

    support::TestSite site{{app::register_features}};
    const web::Network heide =
        site.pool().read([](db::Reader& reader) { return web::network_by_slug(reader, "heide").value(); });
    const villages::VillageId village{"11111111-0000-7000-8000-000000000001"};
    people::PersonId person;
    groups::GroupId group;
    std::string task_link;
    const std::string name_now = "Xaverius Maria Quittenzwirn";
    std::set<std::filesystem::path> used;
};

TEST_F(Erasure, leaves_no_trace_in_database_files_and_log)
{
    testing::internal::CaptureStderr();
    come_in_by_the_web_form();
    offer_once_more_without_confirming();
    write_to_us();
    be_looked_at_and_changed();
    be_written_to();
    come_in_by_paper_and_be_merged();
    be_a_contact_person();
    be_named_by_the_network();
    come_in_by_a_list();
    promise_to_bring_a_cake();
    order_the_newsletter();
    come_by_at_a_date();
    take_part_in_a_meeting();
    work_in_a_group();
    take_on_a_task();
    answer_a_date_poll();
    be_asked_for_help();
    work();

    const auto before = found_in_database();
    if (site.pool().engine() == db::Engine::postgresql)
        for (const auto* table :
             {"people", "person_terms", "person_name_parts", "person_history", "consents", "person_parents",
              "offers", "outbox", "import_rows", "contact_persons", "site_contacts",
              "newsletter_subscriptions", "signups", "signup_calendars", "meeting_voters",
              "meeting_attendees", "meeting_replies", "agenda_items", "date_poll_replies"})
            EXPECT_TRUE(before.contains(table)) << table << " was to hold a trace, or the search is blind";
    else
        EXPECT_EQ(before.at("file").size(), traces.size()) << "the search is blind";
    EXPECT_EQ(tasks_of_people(), 1);
    EXPECT_EQ(people_asked(), std::vector<people::PersonId>{person});
    EXPECT_FALSE(found_in_files().empty()) << "mails are to lie in files here";

    erase_themselves();
    site.clock.advance(std::chrono::minutes(15));
    work();
    const auto log = testing::internal::GetCapturedStderr();

    for (const auto& [where, what] : found_in_database())
        ADD_FAILURE() << where << " still holds " << testing::PrintToString(what);
    for (const auto& [where, what] : found_in_files())
        ADD_FAILURE() << where << " still holds " << testing::PrintToString(what);
    EXPECT_TRUE(found_in(log).empty()) << log;
    EXPECT_TRUE(
        site.pool()
            .read([&](db::Reader& reader) { return groups::members_of(reader, site.network(), group); })
            .empty());
    EXPECT_EQ(tasks_of_people(), 0);
    EXPECT_TRUE(people_asked().empty());
    EXPECT_EQ(site.get(task_link).status, 404) << "the link that they had opens nothing any more";
    EXPECT_TRUE(site.pool()
                    .read([&](db::Reader& reader) {
                        return date_polls::store::invitations_of_people(reader, site.network());
                    })
                    .empty());
    EXPECT_NE(content_of(data() / "backups/erasures.txt").find(person.text()), std::string::npos)
        << "the number that keeps the person erased after a restore";
    site.sign_in_as(Role::coordinator);
    EXPECT_TRUE(site.get("/redaktion/engagierte").says("Udo Bleibt")) << "who is not meant stays";
}

} // namespace dorfnetz
