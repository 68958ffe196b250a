#include "features/groups/api.hpp"
#include "foundation/core/text.hpp"
#include "tests/architecture/decision_records.hpp"
#include "tests/architecture/two_networks.hpp"

#include <fstream>
#include <map>
#include <set>
#include <sstream>

// Every route, as every role, with a record of one's own and with somebody else's: against access.txt, which
// is written by hand.
namespace dorfnetz {

namespace {

using web::Role;

constexpr std::array all_roles{Role::organisation_editor,
                               Role::lead_editor,
                               Role::council_editor,
                               Role::municipality_officer,
                               Role::treasurer,
                               Role::coordinator,
                               Role::adviser,
                               Role::programme_officer,
                               Role::operator_};

enum class Scope { own, all };

struct Resource
{
    bool everyone = false;
    std::optional<Scope> anybody = {}; // who is signed in, whatever the role
    std::map<Role, Scope> roles = {};

    // How far the role reaches; nothing: not at all.
    std::optional<Scope> reach(std::optional<Role> role) const
    {
        if (!role)
            return std::nullopt;
        const auto found = roles.find(*role);
        return found != roles.end() ? found->second : anybody;
    }
};

struct Expected
{
    std::string resource;
    std::string record; // empty: none in the address
};

struct Matrix
{
    std::map<std::string, Resource> resources;
    std::map<std::string, Expected> routes; // by "GET /pattern"
};

Scope scope_of(std::string_view text)
{
    EXPECT_TRUE(text == "own" || text == "all") << text;
    return text == "own" ? Scope::own : Scope::all;
}

Resource resource_of(const std::vector<std::string>& words)
{
    Resource resource{.everyone = words.size() == 1};
    for (std::size_t i = 1; i < words.size(); ++i) {
        const auto colon = words[i].find(':');
        const auto who = words[i].substr(0, colon);
        const auto scope = scope_of(std::string_view(words[i]).substr(colon + 1));
        if (who == "anybody")
            resource.anybody = scope;
        else if (const auto role = web::role_from_text(who))
            resource.roles.emplace(*role, scope);
        else
            ADD_FAILURE() << "access.txt: there is no role " << who;
    }
    return resource;
}

Matrix read_matrix()
{
    Matrix matrix;
    std::ifstream file(std::string(DORFNETZ_SOURCE_DIR) + "/tests/architecture/access.txt");
    EXPECT_TRUE(file.is_open());
    std::string section;
    for (std::string line; std::getline(file, line);) {
        const auto words = split_list(line, " ");
        if (words.empty() || line.starts_with('#'))
            continue;
        if (line.starts_with('['))
            section = line;
        else if (section == "[resources]")
            matrix.resources.emplace(words[0], resource_of(words));
        else
            matrix.routes.emplace(words[0] + ' ' + words[1],
                                  Expected{words[2], words.size() > 3 ? words[3] : std::string()});
    }
    return matrix;
}

std::string name_of(const web::Route& route)
{
    return std::string(http::to_text(route.method)) + ' ' + route.pattern;
}

// What stands in the braces: a record of one's own, and one of others.
struct Records
{
    Keys own;
    Keys others;
};

class Access : public TwoNetworks
{
protected:
    Access()
    {
        at_foreign();
        site.pool().read([&](db::Reader& reader) {
            const auto villages = villages::villages_of(reader, foreign.id);
            here = villages.at(0);
            there = villages.at(1);
        });
        add_records();
    }

    void add_records()
    {
        for (const auto& [where, mine] : {std::pair(&here, true), std::pair(&there, false)})
            site.given([&](db::Tx& tx) { return add_records_of(tx, *where, mine); });
        site.given([&](db::Tx& tx) -> Result<Done> {
            add_accounts(tx);
            return Done{};
        });
        for (const bool mine : {true, false}) {
            const auto staged =
                transfer::stage(site.environment(), foreign,
                                {.bytes = "Name;Art\nVerein Probe;Verein\n",
                                 .file_name = "liste.csv",
                                 .created_by = mine ? id_of(Role::lead_editor).text() : "else"});
            EXPECT_TRUE(staged);
            put("batch", mine, {staged->id.text()});
        }
        // Of these there is no "own".
        for (const auto& [kind, keys] :
             std::map<std::string, Keys>{{"picture", {"aaaa"}},
                                         {"file", {"eeee"}},
                                         {"page", {"satzung"}},
                                         {"site_contact", {"gggg"}},
                                         {"mail", {"mmmm"}},
                                         {"poll", {poll_key("id").one}},
                                         {"poll_option", poll_key("option")},
                                         {"poll_reply", poll_key("reply")},
                                         {"newsletter_issue", {"nnnn"}},
                                         {"newsletter_sheet", {"nnnn", here.slug}},
                                         {"news",
                                          {one("SELECT slug FROM pages WHERE network_id = :network AND "
                                               "kind = 'news' ORDER BY slug")}},
                                         {"child",
                                          {one("SELECT person_id FROM person_parents WHERE network_id = "
                                               ":network")}},
                                         {"pair", pair()}})
            records[kind] = {keys, keys};
    }

    Result<Done> add_records_of(db::Tx& tx, const villages::Village& where, bool mine)
    {
        const std::string mark = mine ? "m" : "o";
        const organisations::Author author{.clock = site.clock, .random = site.random, .name = "Test"};
        const auto club = TRY(organisations::create(
            tx, foreign.id,
            {.entry = {.name = "Beispiel: Probe " + mark, .villages = {where.id}, .purpose = "Probt."},
             .status = organisations::Status::published},
            author));
        const auto contact =
            TRY(organisations::add_contact(tx, foreign.id, club, {.name = "Petra Probe"}, author));
        put("village", mine, {where.slug});
        put("entry", mine, {club.text()});
        put("contact", mine, {club.text(), contact.text()});
        add_picture(tx, "v" + mark, "village:" + where.id.text());
        put("village_picture", mine, {where.slug, "v" + mark});
        add_picture(tx, "l" + mark, organisations::logo_album(club));
        put("logo", mine, {club.text(), "l" + mark});
        add_picture(tx, "p" + mark, organisations::picture_album(club));
        put("entry_picture", mine, {club.text(), "p" + mark});
        put("person", mine, {TRY(add_person(tx, where.id, author)).text()});
        tx.exec(R"sql(
            INSERT INTO offers (network_id, id, state, token_hash, name, village_id, data, language, created_at,
                                expires_at)
            VALUES (:network, :id, 'call', :id, 'Paul Probe', :village, '{}', 'de', :now, :later))sql",
                {{"network", foreign.id},
                 {"id", "offer-" + mark},
                 {"village", where.id},
                 {"now", site.clock.now()},
                 {"later", site.clock.now() + std::chrono::hours(24)}});
        put("offer", mine, {"offer-" + mark});
        const auto number = "PP-2026-000" + std::to_string(mine ? 1 : 2);
        tx.exec(
            R"sql(
            INSERT INTO paper_forms (network_id, number, village_id, printed_at)
            VALUES (:network, :number, :village, :now))sql",
            {{"network", foreign.id}, {"number", number}, {"village", where.id}, {"now", site.clock.now()}});
        put("paper", mine, {number});
        const auto activity = TRY(add_activity(tx, foreign, club, author));
        const auto day = activities::dates_of(tx, foreign.id, activity).front();
        put("activity", mine, {activity.text()});
        const auto promise = TRY(add_promise(tx, foreign, activity, author));
        put("signup", mine, {promise});
        put("activity_day", mine, {activity.text(), day.id.text()});
        const auto shift = activities::shifts_of_date(tx, foreign.id, day.id).front().shift;
        put("need", mine, {activity.text(), shift.need.text()});
        put("need_time", mine, {activity.text(), shift.time.text()});
        put("shift", mine, {activity.text(), shift.id.text()});
        put("search", mine, {shift.id.text()});
        put("formality", mine,
            {activity.text(), activities::formalities_of(tx, foreign.id, activity).front().id.text()});
        add_picture(tx, "a" + mark, activities::picture_album(activity));
        put("activity_picture", mine, {activity.text(), "a" + mark});
        add_picture(tx, "r" + mark, "report:" + day.id.text());
        put("report_picture", mine, {activity.text(), day.id.text(), "r" + mark});
        add_calendar_import(tx, foreign, "calendar-" + mark, club, site.clock.now());
        put("calendar_import", mine, {"calendar-" + mark});
        TRY(add_meetings(tx, where, club, mine));
        TRY(add_group(tx, club, mine, author));
        TRY(add_decisions(tx, where, club, mine));
        if (mine)
            own_club = club.text();
        return add_exchange(tx, where, club, mine);
    }

    // Something that the club lends, looks for, offers and tells.
    Result<Done> add_exchange(db::Tx& tx, const villages::Village& where,
                              const organisations::OrganisationId& club, bool mine)
    {
        const std::string mark = mine ? "m" : "o";
        const organisations::Author author{.clock = site.clock, .random = site.random, .name = "Test"};
        const auto thing = TRY(exchange::add_thing(
            tx, foreign.id, {.owner = club, .village = where.id, .title = "Probezelt " + mark}, author));
        put("thing", mine, {thing.id.text()});
        put("thing_page", mine, {thing.slug});
        add_picture(tx, "t" + mark, exchange::picture_album(thing.id));
        put("thing_picture", mine, {thing.id.text(), "t" + mark});
        const auto day = add_days(date_of(site.clock.now()), 10);
        const auto booking = TRY(exchange::enter_example(tx, site.environment(), foreign.id,
                                                         {.thing = thing.id,
                                                          .borrower = club,
                                                          .used = exchange::whole_days(day, day),
                                                          .status = exchange::BookingStatus::agreed}));
        put("booking", mine, {booking.text()});
        for (const auto kind : {exchange::PostKind::need, exchange::PostKind::offer}) {
            const auto post = TRY(exchange::add_post(tx, foreign,
                                                     {.kind = kind,
                                                      .organisation = club,
                                                      .village = where.id,
                                                      .title = "Probe " + mark,
                                                      .expires_on = day},
                                                     author));
            put("post", mine, {post.id.text()});
            // One answers those of others.
            if (!mine)
                records[kind == exchange::PostKind::need ? "need_page" : "offer_page"] = {{post.slug},
                                                                                          {post.slug}};
            TRY(exchange::enter_example_answer(tx, site.environment(), foreign.id, post.id, club, "Hier."));
            put("answer", mine, {exchange::answers_to(tx, foreign.id, post.id).front().id.text()});
        }
        const auto experience = TRY(experiences::add(
            tx, foreign.id, {.organisation = club, .title = "Probe " + mark, .what = "So."}, author));
        put("experience", mine, {experience.id.text()});
        TRY(experiences::add_file(tx, foreign.id,
                                  {.experience = experience.id,
                                   .title = "Plan",
                                   .file_name = "plan.pdf",
                                   .content_type = "application/pdf"},
                                  "%PDF-", author));
        put("experience_file", mine,
            {experience.id.text(), experiences::files_of(tx, foreign.id, experience.id).front().id.text()});
        return Done{};
    }

    // Of the village, and a meeting of the network in which it may vote.
    Result<Done> add_decisions(db::Tx& tx, const villages::Village& where,
                               const organisations::OrganisationId& club, bool mine)
    {
        const auto context = web::context_of_a_job(site.environment(), site.site(), foreign);
        const auto made = TRY(add_decision_records(tx, context, where.id, club));
        put("motion_item", mine, {made.item});
        put("motion", mine, {made.motion});
        put("decision", mine, {made.decision});
        put("task", mine, {made.task});
        const auto meeting = TRY(meetings::create(tx, context, {.title = "Probe"}));
        put("network_meeting", mine, {meetings::meeting_by_id(tx, foreign.id, meeting)->slug});
        return Done{};
    }

    // The club speaks for it.
    Result<Done> add_group(db::Tx& tx, const organisations::OrganisationId& club, bool mine,
                           const organisations::Author& author)
    {
        const auto group =
            TRY(groups::create(tx, foreign.id, {.title = mine ? "Gruppe mein" : "Gruppe anders"}, author));
        const auto member =
            TRY(groups::add_member(tx, foreign.id, group, club, groups::Duty::speaker, author));
        const auto page =
            TRY(groups::create_page(tx, foreign.id, group, {.title = "Probe", .text = "Probt."}, author));
        const auto slug = groups::group_by_id(tx, foreign.id, group)->slug;
        put("group", mine, {slug});
        put("group_member", mine, {slug, member.text()});
        put("group_text", mine, {slug, page.slug});
        if (mine)
            own_group = group;
        return Done{};
    }

    // Of the village, to come and running; and one of the network that the club leads.
    Result<Done> add_meetings(db::Tx& tx, const villages::Village& where,
                              const organisations::OrganisationId& club, bool mine)
    {
        const meetings::MeetingDraft of_village{
            .kind = meetings::Kind::village, .village = where.id, .title = "Probe"};
        const auto coming = TRY(add_meeting(tx, foreign, of_village));
        put("meeting", mine, {coming.text()});
        put("agenda_item", mine,
            {coming.text(), meetings::agenda_of(tx, foreign.id, coming).front().id.text()});
        const auto running = TRY(add_meeting(tx, foreign, of_village));
        TRY(meetings::begin(tx, context_in(foreign), running));
        const auto things = TRY(add_to_meeting(tx, foreign, running));
        put("meeting_attendee", mine, {running.text(), things.attendee});
        put("meeting_document", mine, {running.text(), things.document});
        const auto written = TRY(add_minutes(tx, foreign, running));
        put("minutes_beside", mine, {running.text(), written.beside});
        put("minutes_note", mine, {running.text(), written.note});
        const auto led = TRY(add_meeting(tx, foreign, {.title = "Probe", .led_by = club}));
        TRY(meetings::begin(tx, context_in(foreign), led));
        const auto voter = meetings::voters_of(tx, foreign.id, led).front().village;
        put("meeting_voter", mine, {led.text(), villages::village_by_id(tx, foreign.id, voter).value().slug});
        return Done{};
    }

    Result<people::PersonId> add_person(db::Tx& tx, const villages::VillageId& home,
                                        const organisations::Author& author)
    {
        constexpr std::array purposes{people::Purpose::register_, people::Purpose::lead_contact};
        const auto texts = people::remember_consent_texts(tx,
                                                          {.network = foreign.id,
                                                           .network_name = foreign.name,
                                                           .language = i18n::Language::de,
                                                           .now = site.clock.now()},
                                                          purposes);
        return people::create(
            tx, foreign.id,
            {.data = {.given_name = "Karl", .family_name = "Probe", .village = home, .phone = "03493 123456"},
             .consent = people::ConsentDraft{.way = people::ConsentWay::paper,
                                             .given_on = date_of(site.clock.now()),
                                             .to = texts}},
            author);
    }

    void add_picture(db::Tx& tx, const std::string& key, const std::string& album)
    {
        pictures::insert_picture(
            tx, foreign.id,
            {.key = key, .album = album, .width = 1, .height = 1, .words = {.alt_de = "Ein Teich"}}, "",
            site.clock.now());
    }

    // An account of each role, each with its own grant; and one that is nobody's of these.
    void add_accounts(db::Tx& tx)
    {
        for (const auto role : all_roles) {
            const std::string name(web::to_text(role));
            accounts::insert_user(tx, foreign.id,
                                  {.id = id_of(role), .login = name + "@example.org", .name = name},
                                  site.clock.now());
            accounts::insert_grant(
                tx, foreign.id,
                {.id = "grant-" + name, .user = id_of(role), .grant = {role, subject_of(role)}}, {},
                site.clock.now());
            add_message(tx, "message-" + name, id_of(role));
        }
        const web::UserId other{"00000000-0000-7000-8000-0000000000ff"};
        accounts::insert_user(tx, foreign.id, {.id = other, .login = "x@example.org", .name = "Somebody"},
                              site.clock.now());
        accounts::insert_grant(
            tx, foreign.id,
            {.id = "grant-other", .user = other, .grant = {Role::lead_editor, there.id.text()}}, {},
            site.clock.now());
        add_message(tx, "message-other", other);
        // Lead editors speak for groups by their own account, as the club of these records leads no village.
        EXPECT_TRUE(groups::add_member(tx, foreign.id, own_group, id_of(Role::lead_editor),
                                       groups::Duty::speaker,
                                       {.clock = site.clock, .random = site.random, .name = "Test"}));
    }

    static web::UserId id_of(Role role)
    {
        return web::UserId{"00000000-0000-7000-8000-00000000010" + std::to_string(static_cast<int>(role))};
    }

    std::string subject_of(Role role) const
    {
        if (role == Role::lead_editor || role == Role::council_editor)
            return here.id.text();
        return role == Role::organisation_editor ? own_club : std::string();
    }

    web::Actor actor_of(std::optional<Role> role) const
    {
        if (!role)
            return {};
        return {.user = id_of(*role),
                .name = std::string(web::to_text(*role)),
                .session = "session",
                .grants = {{*role, subject_of(*role)}}};
    }

    Records records_of(const std::string& kind, std::optional<Role> role) const
    {
        // What hangs on an account: each role has its own.
        if (kind == "grant" || kind == "message")
            return {{kind + '-' + (role ? std::string(web::to_text(*role)) : "other")}, {kind + "-other"}};
        const auto found = records.find(kind);
        EXPECT_TRUE(found != records.end()) << "there is no record of the kind " << kind;
        return found == records.end() ? Records{} : found->second;
    }

    void put(const std::string& kind, bool mine, Keys keys)
    {
        (mine ? records[kind].own : records[kind].others) = std::move(keys);
    }

    std::string one(db::Query query)
    {
        return site.pool().read([&](db::Reader& reader) {
            return reader.value<std::string>(query, {{"network", foreign.id}}).value_or("");
        });
    }

    // The first meeting about whose date somebody answered, and what hangs on its poll.
    Keys poll_key(std::string_view what)
    {
        const auto meeting =
            one("SELECT p.meeting_id FROM date_polls p JOIN date_poll_replies r ON r.network_id = "
                "p.network_id AND r.poll_id = p.id WHERE p.network_id = :network ORDER BY p.id");
        if (what == "option")
            return {meeting,
                    one("SELECT o.id FROM date_poll_options o JOIN date_poll_replies r ON r.network_id = "
                        "o.network_id AND r.poll_id = o.poll_id WHERE o.network_id = :network "
                        "ORDER BY o.poll_id")};
        return {meeting,
                one("SELECT id FROM date_poll_replies WHERE network_id = :network ORDER BY poll_id")};
    }

    Keys pair()
    {
        return site.pool().read([&](db::Reader& reader) {
            return reader
                .first(R"sql(
                    SELECT person_id, other_id FROM duplicate_reviews WHERE network_id = :network
                    ORDER BY person_id)sql",
                       {{"network", foreign.id}},
                       [](db::Row& row) {
                           auto first = row.take<std::string>();
                           return Keys{std::move(first), row.take<std::string>()};
                       })
                .value_or(Keys{});
        });
    }

    void sign_in_as(std::optional<Role> role)
    {
        if (role)
            site.sign_in(actor_of(role));
        else
            site.sign_out();
    }

    // Whether the answer says: not for you, or: no such thing.
    static bool is_closed(const support::Answer& answer)
    {
        return answer.status == 401 || answer.status == 403 || answer.status == 404 ||
               (answer.status == 303 && answer.location().starts_with("/anmelden?weiter="));
    }

    // What may be changed is not changed here, since the next one needs it; what may not be is tried.
    void expect(const web::Route& route, std::optional<Role> role, const std::string& path, bool allowed)
    {
        const auto who = role ? web::to_text(*role) : "visitor";
        if (route.method == http::Method::get) {
            EXPECT_EQ(is_closed(site.get(path)), !allowed) << who << " GET " << path;
        } else if (!allowed) {
            const auto body = "action=publish&_token=" + token_for(route.pattern, foreign, actor_of(role));
            EXPECT_TRUE(is_closed(site.post(path, body))) << who << " POST " << path;
        }
    }

    void try_route(const web::Route& route, const Expected& expected, const Resource& resource,
                   std::optional<Role> role)
    {
        const auto reach = resource.reach(role);
        if (expected.record.empty() || expected.record == "-") {
            const auto path = filled(route.pattern, {expected.record.empty() ? "" : "csv"});
            // A paper or a format of that name need not exist.
            if (expected.record.empty() || !reach)
                expect(route, role, path, reach.has_value());
            return;
        }
        const auto keys = records_of(expected.record, role);
        expect(route, role, filled(route.pattern, keys.own), reach.has_value());
        const bool has_others = keys.own.one != keys.others.one;
        if (has_others)
            expect(route, role, filled(route.pattern, keys.others), reach == Scope::all);
    }

    villages::Village here;
    villages::Village there;
    std::string own_club;
    groups::GroupId own_group;
    std::map<std::string, Records> records;
    const Matrix matrix = read_matrix();
};

} // namespace

TEST_F(Access, is_said_for_every_route_and_for_no_other)
{
    std::set<std::string> known;
    for (const auto& route : site.site().routes()) {
        known.insert(name_of(route));
        EXPECT_TRUE(matrix.routes.contains(name_of(route))) << name_of(route) << " is missing in access.txt";
    }
    for (const auto& [name, expected] : matrix.routes) {
        EXPECT_TRUE(known.contains(name)) << name << " is no route (any more)";
        EXPECT_TRUE(matrix.resources.contains(expected.resource)) << expected.resource;
    }
    EXPECT_GT(known.size(), 200U);
}

TEST_F(Access, is_as_far_as_the_roles_of_the_domain_reach)
{
    std::vector<std::optional<Role>> actors{std::nullopt};
    actors.insert(actors.end(), all_roles.begin(), all_roles.end());
    int tried = 0;
    for (const auto& route : site.site().routes()) {
        const auto expected = matrix.routes.find(name_of(route));
        if (expected == matrix.routes.end())
            continue;
        const auto& resource = matrix.resources.at(expected->second.resource);
        if (resource.everyone) {
            EXPECT_TRUE(route.access.is_public()) << name_of(route);
            continue;
        }
        EXPECT_FALSE(route.access.is_public()) << name_of(route);
        for (const auto& role : actors) {
            ++tried;
            sign_in_as(role);
            try_route(route, expected->second, resource, role);
        }
    }
    EXPECT_GT(tried, 1'000);
}

} // namespace dorfnetz
