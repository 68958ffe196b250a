#pragma once

#include "accounts/accounts_store.hpp"
#include "accounts/users.hpp"
#include "app/features.hpp"
#include "features/activities/formalities_api.hpp"
#include "features/activities/needs_api.hpp"
#include "features/date_polls/polls.hpp"
#include "features/exchange/api.hpp"
#include "features/experiences/files.hpp"
#include "features/meetings/attendance_api.hpp"
#include "features/minutes/approval.hpp"
#include "features/organisations/api.hpp"
#include "features/pages/api.hpp"
#include "features/people/api.hpp"
#include "features/pictures/pictures_store.hpp"
#include "features/transfer/api.hpp"
#include "features/transfer/importing.hpp"
#include "features/villages/api.hpp"
#include "foundation/calendar/foreign_calendar.hpp"
#include "foundation/web/form.hpp"
#include "tests/architecture/decision_records.hpp"
#include "tests/support/site.hpp"
#include "tests/support/upload.hpp"

#include <algorithm>
#include <array>
#include <gtest/gtest.h>
#include <string>
#include <utility>
#include <vector>

// The whole program with two networks in one database: whoever is asked, and a foreign one with a record of
// every kind.
namespace dorfnetz {

// What stands in the braces of a pattern.
struct Keys
{
    std::string one;
    std::string other = {};
    std::string third = {};
};

class TwoNetworks : public testing::Test
{
protected:
    TwoNetworks()
    {
        auto& environment = site.environment();
        EXPECT_TRUE(transfer::generate_networks(environment, {.scale = 12, .prefix = "eigen"}));
        EXPECT_TRUE(transfer::load_example_network(environment));
        site.pool().read([&](db::Reader& reader) {
            own = *web::network_by_slug(reader, "eigen-1");
            foreign = *web::network_by_slug(reader, "heidedoerfer");
        });
        site.given([&](db::Tx& tx) -> Result<Done> {
            web::add_host(tx, own.id, "eigen.example");
            web::add_host(tx, foreign.id, "fremd.example");
            for (const auto& network : {own, foreign})
                accounts::insert_user(
                    tx, network.id,
                    {.id = coordinator.user, .login = "erika@example.org", .name = coordinator.name},
                    site.clock.now());
            return Done{};
        });
        add_foreign_records();
        site.sign_in(coordinator);
        at_own();
    }

    void at_own() { site.host = "eigen.example"; }

    void at_foreign() { site.host = "fremd.example"; }

    // A record of every kind that the example network has not.
    void add_foreign_records()
    {
        const auto staged = transfer::stage(site.environment(), foreign,
                                            {.bytes = "Name;Art\nVerein Probe;Verein\n",
                                             .file_name = "liste.csv",
                                             .created_by = coordinator.user.text()});
        EXPECT_TRUE(staged);
        site.given([&](db::Tx& tx) -> Result<Done> {
            const auto& id = foreign.id;
            const auto village = villages::villages_of(tx, id).front();
            const auto club = organisations::all_organisations(tx, id).front();
            const auto people = people::all_people(tx, id);
            const organisations::Author author{.clock = site.clock, .random = site.random, .name = "Test"};
            TRY(organisations::add_contact(tx, id, club.id, {.name = "Petra Probe"}, author));
            people::note_duplicate(tx, id, people[0].id, people[1].id, people::Likeness::likely,
                                   site.clock.now());
            for (const auto& [key, album] : {std::pair<std::string, std::string>{"aaaa", ""},
                                             {"bbbb", organisations::logo_album(club.id)},
                                             {"cccc", organisations::picture_album(club.id)},
                                             {"dddd", "village:" + village.id.text()}}) {
                pictures::insert_picture(
                    tx, id,
                    {.key = key, .album = album, .width = 1, .height = 1, .words = {.alt_de = "Ein Teich"}},
                    "", site.clock.now());
                pictures::insert_file(tx, id, key,
                                      {.format = media::PictureFormat::jpeg,
                                       .width = 1,
                                       .height = 1,
                                       .bytes = support::one_pixel()});
                m_pairs.push_back({album.empty()                  ? key
                                   : album.starts_with("village") ? village.slug
                                                                  : club.id.text(),
                                   album.empty() ? "800" : key});
            }
            pictures::insert_download(tx, id,
                                      {.key = "eeee",
                                       .file_name = "satzung.pdf",
                                       .kind = "pdf",
                                       .title_de = "Satzung",
                                       .title_en = "",
                                       .size = 5},
                                      "%PDF-", "", site.clock.now());
            tx.exec(R"sql(
                INSERT INTO paper_forms (network_id, number, village_id, printed_at)
                VALUES (:network, 'ZZ-2026-0001', :village, :now))sql",
                    {{"network", id}, {"village", village.id}, {"now", site.clock.now()}});
            tx.exec(R"sql(
                INSERT INTO consent_requests (network_id, number, person_id, way, asked_at)
                VALUES (:network, 'ZZZZZZZZ', :person, 'letter', :now))sql",
                    {{"network", id}, {"person", people[2].id}, {"now", site.clock.now()}});
            tx.exec(R"sql(
                INSERT INTO offers (network_id, id, state, token_hash, name, village_id, data, language, created_at,
                                    expires_at)
                VALUES (:network, 'ffff', 'call', 'ffff', 'Paul Probe', :village, '{}', 'de', :now, :later))sql",
                    {{"network", id},
                     {"village", village.id},
                     {"now", site.clock.now()},
                     {"later", site.clock.now() + std::chrono::hours(24)}});
            accounts::insert_grant(
                tx, id, {.id = "hhhh", .user = coordinator.user, .grant = coordinator.grants.front()}, {},
                site.clock.now());
            tx.exec(R"sql(
                UPDATE people SET locked_because = 'parent', locked_at = :now
                WHERE network_id = :network AND id = :person)sql",
                    {{"network", id}, {"person", people[3].id}, {"now", site.clock.now()}});
            tx.exec(R"sql(
                INSERT INTO person_parents (network_id, person_id, name, email, phone, number, asked_at)
                VALUES (:network, :person, 'Paula Probe', '', '', 'YYYYYYYY', :now))sql",
                    {{"network", id}, {"person", people[3].id}, {"now", site.clock.now()}});
            tx.exec(R"sql(
                INSERT INTO site_contacts (network_id, id, position, duty_de, duty_en, name, phone, email)
                VALUES (:network, 'gggg', 1, 'Vorsitz', '', '', '', ''))sql",
                    {{"network", id}});
            const auto activity = TRY(add_activity(tx, foreign, club.id, author));
            TRY(add_promise(tx, foreign, activity, author));
            const auto day = activities::dates_of(tx, id, activity).front();
            for (const auto& [key, album] :
                 {std::pair<std::string, std::string>{"iiii", "report:" + day.id.text()},
                  {"jjjj", activities::picture_album(activity)}})
                pictures::insert_picture(
                    tx, id,
                    {.key = key, .album = album, .width = 1, .height = 1, .words = {.alt_de = "Ein Teich"}},
                    "", site.clock.now());
            // Of the example network.
            const auto thing = exchange::ThingId{
                tx.value<std::string>(
                      "SELECT id FROM exchange_things WHERE network_id = :network ORDER BY id",
                      {{"network", id}})
                    .value()};
            pictures::insert_picture(tx, id,
                                     {.key = "kkkk",
                                      .album = exchange::picture_album(thing),
                                      .width = 1,
                                      .height = 1,
                                      .words = {.alt_de = "Ein Zelt"}},
                                     "", site.clock.now());
            m_pairs.push_back({thing.text(), "kkkk"});
            TRY(experiences::add_file(
                tx, id,
                {.experience =
                     experiences::ExperienceId{
                         tx.value<std::string>("SELECT id FROM experiences WHERE network_id = "
                                               ":network ORDER BY id",
                                               {{"network", id}})
                             .value()},
                 .title = "Plan",
                 .file_name = "plan.pdf",
                 .content_type = "application/pdf"},
                "%PDF-", author));
            m_pairs.push_back({activity.text(), "jjjj"});
            m_pairs.push_back({activity.text(), day.id.text(), "iiii"});
            tx.exec(R"sql(
                INSERT INTO outbox (network_id, id, purpose, urgency, state, to_address, to_name, subject, content,
                                    created_at, next_attempt_at, finished_at)
                VALUES (:network, 'mmmm', 'test', 'must_arrive', 'failed', 'p@dorf.example', 'Paul Probe', 'Hallo', '',
                        :now, :now, :now))sql",
                    {{"network", id}, {"now", site.clock.now()}});
            add_message(tx, "mmmm", coordinator.user);
            tx.exec(R"sql(
                INSERT INTO newsletter_issues (network_id, id, month, status, intro_de, intro_en, created_at, sent_at,
                                               sent_up_to, recipients, version)
                VALUES (:network, 'nnnn', '2026-12', 'draft', 'Probe', '', :now, NULL, '', 0, 1),
                       (:network, 'oooo', '2026-11', 'sent', 'Probe', '', :now, :now, '', 0, 1))sql",
                    {{"network", id}, {"now", site.clock.now()}});
            add_calendar_import(tx, foreign, "cccc-import", club.id, site.clock.now());
            const auto meeting = TRY(add_meeting(tx, foreign, {.title = "Probe"}));
            TRY(meetings::begin(tx, context_in(foreign), meeting));
            TRY(add_to_meeting(tx, foreign, meeting));
            TRY(add_minutes(tx, foreign, meeting));
            const auto approved =
                TRY(add_meeting(tx, foreign, {.title = "Probe", .audience = meetings::Audience::public_}));
            TRY(meetings::begin(tx, context_in(foreign), approved));
            TRY(add_approved_minutes(tx, foreign, approved));
            TRY(add_decision_records(tx, context_in(foreign), village.id, club.id));
            TRY(add_poll(tx));
            pages::Draft statutes{.kind = pages::Kind::page, .slug = "satzung"};
            statutes.texts[i18n::Language::de] = {.title = "Satzung", .body = "Paragraph eins."};
            return pages::load_text(tx, id, statutes,
                                    {.clock = site.clock, .random = site.random, .name = "Test"});
        });
    }

    // A meeting whose date is looked for, one date to choose, and one answer.
    Result<Done> add_poll(db::Tx& tx)
    {
        const http::Request request;
        const web::Context context{
            .environment = site.environment(), .site = site.site(), .request = request, .network = foreign};
        const auto id = TRY(meetings::create(tx, context, {.title = "Probe mit Umfrage"}));
        const auto day = std::chrono::year(2026) / 12 / 12;
        const auto poll =
            TRY(date_polls::start(tx, context, meetings::meeting_by_id(tx, foreign.id, id).value(), "", day));
        TRY(date_polls::add_options(tx, context, poll,
                                    {{.begin = calendar::at(day, std::chrono::hours(18)),
                                      .end = calendar::at(day, std::chrono::hours(20))}}));
        TRY(date_polls::reply(tx, context, poll, {.name = "Petra Probe"}));
        return Done{};
    }

    // To one person, by letter.
    void add_message(db::Tx& tx, const std::string& id, const web::UserId& by)
    {
        tx.exec(R"sql(
            INSERT INTO messages (network_id, id, form_key, list, filters, purpose, subject, text, sent_by, status,
                                  created_at, goes_at, sent_up_to, mails, letters, calls)
            VALUES (:network, :id, :id, 'people', '', 'register', 'Probe', 'Probe', :by, 'waiting', :now, :now, 0, 0,
                    1, 0))sql",
                {{"network", foreign.id}, {"id", id}, {"by", by}, {"now", site.clock.now()}});
    }

    // Published, once in December, with what it needs and what is to be done before.
    static Result<activities::ActivityId> add_activity(db::Tx& tx, const web::Network& network,
                                                       const organisations::OrganisationId& host,
                                                       const organisations::Author& author)
    {
        const auto day = std::chrono::year(2026) / 12 / 12;
        const auto activity =
            TRY(activities::create(tx, network,
                                   {.title = "Probe",
                                    .kind = "culture",
                                    .hosts = {host},
                                    .first = {.begin = calendar::at(day, std::chrono::hours(18)),
                                              .end = calendar::at(day, std::chrono::hours(20))}},
                                   author));
        TRY(activities::publish(tx, network, activity, author));
        TRY(activities::add_need(tx, network, activity, {.title = "Kasse"}, {{.least = 1, .most = 2}},
                                 author));
        activities::add_formalities(tx, network.id, activity, {"music"}, author);
        return activity;
    }

    // Somebody for the tombola. Its id.
    static Result<std::string> add_promise(db::Tx& tx, const web::Network& network,
                                           const activities::ActivityId& activity,
                                           const organisations::Author& author)
    {
        TRY(activities::add_need(tx, network, activity, {.title = "Tombola"}, {{.least = 0, .most = 3}},
                                 author));
        const auto date = activities::dates_of(tx, network.id, activity).front();
        const auto shift = activities::shifts_of_date(tx, network.id, date.id).front().shift.id;
        const auto id = new_uuid_v7(author.clock, author.random);
        tx.exec(R"sql(
            INSERT INTO signups (network_id, id, shift_id, status, holds, people, name, companions, email, email_key,
                                 phone, note, origin, language, link_hash, form_key, turn, host_agreed, reminded_for,
                                 told_sequence, told_status, told_about, word, created_at, changed_at)
            VALUES (:network, :id, :shift, 'requested', 0, 1, 'Petra Probe', '', '', '', '', '', 'web', 'de', :id,
                    :id, 1, 0, '', 0, '', '', '', :now, :now))sql",
                {{"network", network.id}, {"id", id}, {"shift", shift}, {"now", author.clock.now()}});
        // For whom people are asked as well.
        tx.exec(R"sql(
            INSERT INTO searches (network_id, shift_id, state, ended_because, at_once, wait_hours, message, created_at)
            VALUES (:network, :shift, 'paused', '', 1, 1, '', :now))sql",
                {{"network", network.id}, {"shift", shift}, {"now", author.clock.now()}});
        return id;
    }

    // As a job has it: nobody is asking.
    web::Context context_in(const web::Network& network)
    {
        return web::context_of_a_job(site.environment(), site.site(), network);
    }

    // In December, with one item on its agenda.
    Result<meetings::MeetingId> add_meeting(db::Tx& tx, const web::Network& network,
                                            meetings::MeetingDraft draft)
    {
        const auto day = std::chrono::year(2026) / 12 / 10;
        draft.when = meetings::LocalSpan{.begin = calendar::at(day, std::chrono::hours(18)),
                                         .end = calendar::at(day, std::chrono::hours(20))};
        const auto context = context_in(network);
        const auto id = TRY(meetings::create(tx, context, draft));
        TRY(meetings::add_item(tx, context, id, {.title = "Zelt"}, meetings::ItemStatus::on));
        return id;
    }

    struct MeetingThings
    {
        std::string attendee;
        std::string document;
    };

    // Somebody who is there, and a document.
    Result<MeetingThings> add_to_meeting(db::Tx& tx, const web::Network& network,
                                         const meetings::MeetingId& id)
    {
        const auto attendee =
            TRY(meetings::add_attendee(tx, context_in(network), id, "Petra Probe", "Rathaus"));
        const auto document = new_uuid_v7(site.clock, site.random);
        tx.exec(R"sql(
            INSERT INTO meeting_documents (network_id, id, meeting_id, item_id, title, file_name, content_type, size,
                                           content, uploaded_by, uploaded_at)
            VALUES (:network, :id, :meeting, NULL, 'Angebot', 'angebot.pdf', 'application/pdf', 5, :content, NULL,
                    :now))sql",
                {{"network", network.id},
                 {"id", document},
                 {"meeting", id},
                 {"content", db::Blob{"%PDF-"}},
                 {"now", site.clock.now()}});
        return MeetingThings{.attendee = attendee.text(), .document = document};
    }

    struct MinutesThings
    {
        std::string beside;
        std::string note;
    };

    // What two people wrote, one of them beside the other, and an objection.
    Result<MinutesThings> add_minutes(db::Tx& tx, const web::Network& network, const meetings::MeetingId& id)
    {
        const auto meeting = meetings::meeting_by_id(tx, network.id, id).value();
        for (const std::string tab : {"one", "other"})
            TRY(minutes::save(tx, context_in(network), meeting, {}, {.tab = tab, .text = tab}));
        const auto note = new_id<minutes::NoteId>(site.clock, site.random);
        minutes::store::insert_note(tx, network.id, id,
                                    {.id = note, .text = "Probe", .written_at = site.clock.now()});
        return MinutesThings{.beside = minutes::store::besides_of(tx, network.id, id).front().id.text(),
                             .note = note.text()};
    }

    Result<Done> add_approved_minutes(db::Tx& tx, const web::Network& network, const meetings::MeetingId& id)
    {
        auto minutes = minutes::store::take_turn(tx, network.id, id);
        minutes.sent_at = site.clock.now();
        const auto meeting = meetings::meeting_by_id(tx, network.id, id).value();
        const auto digest = minutes::keep_as_sent(tx, context_in(network), meeting, std::move(minutes), {});
        return minutes::approve(tx, context_in(network), meeting, digest);
    }

    // An empty calendar that waits for somebody's yes.
    static void add_calendar_import(db::Tx& tx, const web::Network& network, const std::string& id,
                                    const organisations::OrganisationId& host, Timestamp now)
    {
        const auto content = calendar::to_wire({});
        tx.exec(R"sql(
            INSERT INTO calendar_imports (network_id, id, organisation_id, kind, publish, content, created_at)
            VALUES (:network, :id, :host, 'meeting', 0, :content, :now))sql",
                {{"network", network.id},
                 {"id", id},
                 {"host", host},
                 {"content", db::Blob{content}},
                 {"now", now}});
    }

    // Two of every kind of record that an address can name.
    std::vector<Keys> foreign_keys()
    {
        auto all = m_pairs;
        site.pool().read([&](db::Reader& reader) {
            const auto add = [&](db::Query query) {
                int taken = 0;
                reader.each(query, {{"network", foreign.id}}, [&](db::Row& row) {
                    Keys keys;
                    keys.one = row.take<std::string>();
                    keys.other = row.take<std::string>();
                    if (++taken <= 2)
                        all.push_back(std::move(keys));
                });
            };
            add("SELECT id, '' FROM users WHERE network_id = :network");
            add("SELECT id, id FROM grants WHERE network_id = :network");
            add("SELECT person_id, number FROM person_parents WHERE network_id = :network");
            add("SELECT number, number FROM person_parents WHERE network_id = :network");
            add("SELECT slug, id FROM villages WHERE network_id = :network AND in_network = 1 ORDER BY id");
            add("SELECT id, slug FROM organisations WHERE network_id = :network ORDER BY id");
            add("SELECT slug, id FROM organisations WHERE network_id = :network AND kind = 'company'");
            add("SELECT slug, id FROM organisations WHERE network_id = :network AND kind = 'club'");
            add("SELECT organisation_id, id FROM contact_persons WHERE network_id = :network");
            add("SELECT id, id FROM mandates WHERE network_id = :network");
            add("SELECT id, id FROM people WHERE network_id = :network ORDER BY id");
            add("SELECT person_id, other_id FROM duplicate_reviews WHERE network_id = :network");
            add("SELECT number, number FROM consent_requests WHERE network_id = :network");
            add("SELECT number, number FROM paper_forms WHERE network_id = :network");
            add("SELECT id, id FROM pages WHERE network_id = :network");
            add("SELECT slug, slug FROM pages WHERE network_id = :network ORDER BY slug DESC");
            add("SELECT slug, slug FROM pages WHERE network_id = :network AND slug = 'satzung'");
            add("SELECT id, id FROM import_batches WHERE network_id = :network");
            add("SELECT id, id FROM offers WHERE network_id = :network");
            add("SELECT id, id FROM site_contacts WHERE network_id = :network");
            add("SELECT id, id FROM outbox WHERE network_id = :network");
            add("SELECT key, key FROM downloads WHERE network_id = :network");
            add("SELECT key, key FROM pictures WHERE network_id = :network");
            add("SELECT id, id FROM activities WHERE network_id = :network");
            add("SELECT activity_id, id FROM activity_dates WHERE network_id = :network");
            add("SELECT activity_id, id FROM activity_needs WHERE network_id = :network");
            add("SELECT activity_id, id FROM activity_formalities WHERE network_id = :network");
            add("SELECT n.activity_id, t.id FROM need_times t JOIN activity_needs n ON n.id = t.need_id "
                "WHERE t.network_id = :network");
            add("SELECT n.activity_id, s.id FROM shifts s JOIN activity_needs n ON n.id = s.need_id WHERE "
                "s.network_id = :network");
            add("SELECT id, id FROM shifts WHERE network_id = :network");
            add("SELECT id, id FROM signups WHERE network_id = :network");
            add("SELECT activity_id, id FROM activity_needs WHERE network_id = :network");
            add("SELECT slug, slug FROM working_groups WHERE network_id = :network");
            add("SELECT g.slug, m.id FROM group_members m JOIN working_groups g ON g.network_id = "
                "m.network_id "
                "AND g.id = m.group_id WHERE m.network_id = :network");
            add("SELECT g.slug, p.slug FROM group_pages p JOIN working_groups g ON g.network_id = "
                "p.network_id "
                "AND g.id = p.group_id WHERE p.network_id = :network");
            add("SELECT id, id FROM agenda_items WHERE network_id = :network");
            add("SELECT id, id FROM motions WHERE network_id = :network AND state = 'draft'");
            add("SELECT id, id FROM motions WHERE network_id = :network AND state = 'closed'");
            add("SELECT CAST(year AS TEXT) || '-' || CAST(number AS TEXT), id FROM motions "
                "WHERE network_id = :network AND number IS NOT NULL");
            add("SELECT id, id FROM tasks WHERE network_id = :network");
            add("SELECT CAST(number AS TEXT), id FROM tasks WHERE network_id = :network");
            add("SELECT slug, slug FROM meetings WHERE network_id = :network AND kind = 'network'");
            add("SELECT meeting_id, meeting_id FROM date_polls WHERE network_id = :network");
            add("SELECT p.meeting_id, o.id FROM date_polls p JOIN date_poll_options o ON o.poll_id = p.id "
                "WHERE p.network_id = :network");
            add("SELECT p.meeting_id, r.id FROM date_polls p JOIN date_poll_replies r ON r.poll_id = p.id "
                "WHERE p.network_id = :network");
            add("SELECT id, id FROM messages WHERE network_id = :network");
            add("SELECT id, slug FROM exchange_things WHERE network_id = :network ORDER BY id");
            add("SELECT slug, slug FROM exchange_things WHERE network_id = :network ORDER BY id");
            add("SELECT id, id FROM exchange_bookings WHERE network_id = :network ORDER BY id");
            add("SELECT id, slug FROM exchange_posts WHERE network_id = :network ORDER BY id");
            add("SELECT slug, slug FROM exchange_posts WHERE network_id = :network AND kind = 'need'");
            add("SELECT slug, slug FROM exchange_posts WHERE network_id = :network AND kind = 'offer'");
            add("SELECT id, id FROM exchange_answers WHERE network_id = :network");
            add("SELECT id, slug FROM experiences WHERE network_id = :network");
            add("SELECT slug, slug FROM experiences WHERE network_id = :network");
            add("SELECT experience_id, id FROM experience_files WHERE network_id = :network");
            add("SELECT e.slug, f.id FROM experience_files f JOIN experiences e ON e.network_id = "
                "f.network_id "
                "AND e.id = f.experience_id WHERE f.network_id = :network");
            add("SELECT id, id FROM newsletter_issues WHERE network_id = :network");
            add("SELECT i.id, v.slug FROM newsletter_issues i JOIN villages v ON v.network_id = i.network_id "
                "WHERE i.network_id = :network AND v.in_network = 1 ORDER BY v.id");
            all.push_back({"2026", "11", villages::villages_of(reader, foreign.id).front().slug + ".pdf"});
            add("SELECT id, id FROM calendar_imports WHERE network_id = :network");
            add("SELECT id, id FROM meetings WHERE network_id = :network");
            add("SELECT slug, id FROM meetings WHERE network_id = :network AND state = 'invited'");
            add("SELECT slug, id FROM meetings WHERE network_id = :network AND state = 'running'");
            add("SELECT meeting_id, id FROM agenda_items WHERE network_id = :network");
            add("SELECT meeting_id, id FROM meeting_attendees WHERE network_id = :network");
            add("SELECT m.slug, m.id FROM minutes w JOIN meetings m ON m.network_id = w.network_id AND "
                "m.id = w.meeting_id WHERE w.network_id = :network AND w.state = 'approved'");
            add("SELECT meeting_id, id FROM minutes_besides WHERE network_id = :network");
            add("SELECT meeting_id, id FROM minutes_notes WHERE network_id = :network");
            add("SELECT meeting_id, id FROM meeting_documents WHERE network_id = :network");
            add("SELECT m.slug, d.id FROM meeting_documents d JOIN meetings m ON m.network_id = d.network_id "
                "AND "
                "m.id = d.meeting_id WHERE m.network_id = :network");
            add("SELECT r.meeting_id, v.slug FROM meeting_voters r JOIN villages v ON v.network_id = "
                "r.network_id "
                "AND v.id = r.village_id WHERE r.network_id = :network");
            reader.each("SELECT month, slug FROM activity_addresses WHERE network_id = :network",
                        {{"network", foreign.id}}, [&](db::Row& row) {
                            const auto month = row.take<std::string>();
                            all.push_back({month.substr(0, 4), month.substr(5), row.take<std::string>()});
                        });
        });
        return all;
    }

    // The pattern with these keys in its braces.
    static std::string filled(std::string pattern, const Keys& keys)
    {
        const std::array<const std::string*, 3> values{&keys.one, &keys.other, &keys.third};
        std::size_t place = 0;
        for (auto open = pattern.find('{'); open != std::string::npos; open = pattern.find('{')) {
            const auto& value = *values.at(place++);
            pattern.replace(open, pattern.find('}') - open + 1, value.empty() ? keys.one : value);
        }
        return pattern;
    }

    // What a form of this route carries.
    std::string token_for(const std::string& pattern, const web::Network& network)
    {
        return token_for(pattern, network, coordinator);
    }

    std::string token_for(const std::string& pattern, const web::Network& network, const web::Actor& actor)
    {
        const http::Request request;
        const web::Context context{.environment = site.environment(),
                                   .site = site.site(),
                                   .request = request,
                                   .network = network,
                                   .actor = actor};
        return web::form_token(context, pattern);
    }

    support::TestSite site{{app::register_features}};
    web::Network own;
    web::Network foreign;
    web::Actor coordinator{.user = web::UserId{"00000000-0000-7000-8000-000000000001"},
                           .name = "Erika Beispiel",
                           .session = "session",
                           .grants = {{web::Role::coordinator, ""}}};

private:
    std::vector<Keys> m_pairs;
};

} // namespace dorfnetz
