// "Wen fragen?" in a network of any size: the whole page, from the request to its bytes, against looking at
// everybody in the same run; and the page after somebody of the network changed something.
//   bench_asking ADDRESS [PEOPLE]
// A new, empty database at ADDRESS is filled first; one that this has filled is used again. Ends with 1 if
// the page takes longer than its goal.

#include "probe.hpp"

#include "app/features.hpp"
#include "features/activities/needs_api.hpp"
#include "features/asking/asking_store.hpp"
#include "features/asking/suggestions.hpp"
#include "features/matching/regions_for_tests.hpp"
#include "features/organisations/api.hpp"
#include "features/people/api.hpp"
#include "features/signups/signups_service.hpp"
#include "features/villages/api.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/web/dispatch.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <stdexcept>
#include <string>
#include <vector>

using namespace dorfnetz;

namespace {

using matching::Chance;

constexpr int people_of_a_village = 1000; // but a hundred villages at least
constexpr int festivals = 300;
constexpr std::size_t on_a_page = 12;
constexpr double goal = 3; // ms

struct World
{
    web::Network network;
    std::vector<villages::Village> places = {};
    std::vector<activities::ShiftId> promised = {}; // shifts with as many places as are wanted
    std::vector<activities::ShiftId> shifts = {};   // with four, nobody yet: of these the page is looked at
    std::vector<people::PersonId> people = {};
};

template <class F>
void write(web::Environment& environment, F&& work)
{
    const auto done =
        environment.pool.write(db::Scope::everything(), [&](db::Tx& tx) -> Result<Done> { return work(tx); });
    if (!done)
        throw std::runtime_error(
            fmt::format("not written: {} {}", i18n::error_text(i18n::Language::de, done.error()),
                        done.error().fields.empty() ? "" : done.error().fields.front().field));
}

// Some of a vocabulary, `most` at most.
std::vector<std::string> some_of(Chance& chance, std::string_view list, int most)
{
    const auto all = vocabularies::entries(list);
    std::vector<std::string> keys;
    for (int i = chance.below(most + 1); i > 0; --i)
        keys.push_back(all[static_cast<std::size_t>(chance.below(static_cast<int>(all.size())))].key);
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    return keys;
}

// Villages as dense as in the country, some six kilometres from each other.
void make_places(web::Environment& environment, World& world, Chance& chance, int count)
{
    const auto width = std::sqrt(count) * 6 / 111; // degrees
    write(environment, [&](db::Tx& tx) -> Result<Done> {
        web::insert_network(tx, world.network, environment.clock.now());
        web::add_host(tx, world.network.id, "probe.example");
        for (int i = 0; i < count; ++i) {
            villages::Village village;
            village.id = new_id<villages::VillageId>(environment.clock, environment.random);
            village.slug = fmt::format("dorf-{}", i);
            village.name = fmt::format("Musterdorf {}", i);
            village.latitude = 49 + chance.part() * width;
            village.longitude = 9 + chance.part() * width * 1.6;
            villages::put_place(tx, world.network.id, village, environment.clock.now());
            world.places.push_back(village);
        }
        return Done{};
    });
}

people::PersonDraft somebody(Chance& chance, const World& world, int number)
{
    const auto is = [&](int percent) { return chance.below(100) < percent; };
    people::PersonDraft one;
    one.given_name = fmt::format("Vorname{}", number % 997);
    one.family_name = fmt::format("Beispiel{}", number);
    one.village =
        world.places[static_cast<std::size_t>(chance.below(static_cast<int>(world.places.size())))].id;
    one.email = fmt::format("m{}@probe.example", number);
    if (is(88)) {
        one.fields = some_of(chance, "fields", 3);
        one.tasks = some_of(chance, "tasks", 2);
    }
    if (is(10))
        one.skills = {"Motorsäge", "Erste Hilfe"};
    if (is(50)) {
        one.area.around = one.village;
        one.area.radius_km = chance.between(3, 15);
    }
    for (const auto* day : {"mon", "tue", "wed", "thu", "fri", "sat", "sun"})
        for (const auto* time : {"morning", "afternoon", "evening"})
            if (is(30))
                one.free_times.push_back({day, time});
    if (is(30))
        one.free_times.clear();
    if (is(20))
        one.hours_per_month = chance.between(2, 20);
    return one;
}

void make_people(web::Environment& environment, World& world, Chance& chance, int count)
{
    constexpr int at_once = 5000;
    const people::Author author{.clock = environment.clock, .random = environment.random};
    for (int begun = 0; begun < count; begun += at_once) {
        std::vector<people::PreparedPerson> some;
        write(environment, [&](db::Tx& tx) -> Result<Done> {
            const std::array purposes{people::Purpose::register_, people::Purpose::lead_contact,
                                      people::Purpose::special_fields};
            const people::ConsentDraft consent{
                .given_on = date_of(environment.clock.now()),
                .to = people::remember_consent_texts(tx,
                                                     {.network = world.network.id,
                                                      .network_name = world.network.name,
                                                      .language = i18n::Language::de,
                                                      .now = environment.clock.now()},
                                                     purposes)};
            for (int i = begun; i < std::min(count, begun + at_once); ++i) {
                some.push_back(TRY(people::prepare({.data = somebody(chance, world, i), .consent = consent},
                                                   world.places, author)));
                world.people.push_back(some.back().person.id);
            }
            people::insert_prepared(tx, world.network.id, some, author);
            return Done{};
        });
    }
}

void make_festivals(web::Environment& environment, World& world, Chance& chance)
{
    const organisations::Author author{.clock = environment.clock, .random = environment.random};
    write(environment, [&](db::Tx& tx) -> Result<Done> {
        const auto club = TRY(
            organisations::create(tx, world.network.id,
                                  {.entry = {.name = "Beispielverein", .villages = {world.places.front().id}},
                                   .status = organisations::Status::published},
                                  author));
        for (int i = 0; i < festivals; ++i) {
            const auto& place =
                world.places[static_cast<std::size_t>(chance.below(static_cast<int>(world.places.size())))];
            const auto day = add_days(date_of(environment.clock.now()), chance.between(2, 60));
            const auto hour = std::chrono::hours(chance.between(8, 18));
            auto fields = some_of(chance, "fields", 2);
            const auto festival =
                TRY(activities::create(tx, world.network,
                                       {.title = fmt::format("Beispielfest {}", i),
                                        .kind = "culture",
                                        .hosts = {club},
                                        .villages = {place.id},
                                        .fields = std::move(fields),
                                        .first = {.begin = calendar::at(day, hour),
                                                  .end = calendar::at(day, hour + std::chrono::hours(2))},
                                        .place_village = place.id,
                                        .place_name = "Festwiese"},
                                       author));
            TRY(activities::publish(tx, world.network, festival, author));
            const bool is_promised = i % 4 != 0;
            const auto* title = i % 3 == 0 ? "Kochen am Grill" : i % 3 == 1 ? "Bäume pflanzen" : "Fahrdienst";
            TRY(activities::add_need(tx, world.network, festival, {.title = title},
                                     {{.least = 0, .most = is_promised ? activities::most_places : 4}},
                                     author));
            const auto date = activities::dates_of(tx, world.network.id, festival).front();
            for (const auto& needed : activities::shifts_of_date(tx, world.network.id, date.id))
                (is_promised ? world.promised : world.shifts).push_back(needed.shift.id);
        }
        return Done{};
    });
}

// One of ten promised something, and one of ten was asked.
void make_histories(web::Environment& environment, World& world, Chance& chance,
                    const signups::Around& around)
{
    const auto any = [&](const auto& list) {
        return list[static_cast<std::size_t>(chance.below(static_cast<int>(list.size())))];
    };
    const auto count = std::min<std::size_t>(world.people.size() / 10, 50'000);
    write(environment, [&](db::Tx& tx) -> Result<Done> {
        for (std::size_t i = 0; i < count; ++i)
            TRY(signups::sign_up(tx, around,
                                 {.shift = any(world.promised),
                                  .name = "Jemand",
                                  .email = fmt::format("p{}@probe.example", i),
                                  .person = any(world.people),
                                  .form_key = fmt::format("form {}", i)}));
        for (const auto& shift : world.promised)
            asking::store::insert(tx, world.network.id, asking::Search{.shift = shift},
                                  environment.clock.now());
        for (std::size_t i = 0; i < count; ++i) {
            asking::Asked one{.shift = any(world.promised), .person = any(world.people)};
            if (!asking::store::insert(tx, world.network.id, one, fmt::format("link {}", i)))
                continue;
            one.answer = asking::Answer::no;
            one.asked_at = environment.clock.now() - std::chrono::days(chance.below(300));
            asking::store::update(tx, world.network.id, one);
        }
        return Done{};
    });
}

// What was made before; false if the database is empty.
bool read(web::Environment& environment, World& world)
{
    return environment.pool.read([&](db::Reader& reader) {
        for (auto& network : web::all_networks(reader))
            world.network = std::move(network);
        world.shifts = reader.list("SELECT id FROM shifts WHERE most = 4", {},
                                   [](db::Row& row) { return row.take<activities::ShiftId>(); });
        world.people = reader.list("SELECT id FROM people", {},
                                   [](db::Row& row) { return row.take<people::PersonId>(); });
        return !world.people.empty();
    });
}

std::string page(web::Dispatcher& dispatcher, const std::string& path)
{
    http::Request request;
    request.method = http::Method::get;
    request.path = path;
    request.target = path + "?mehr=1";
    request.host = "probe.example";
    request.remote_address = "192.0.2.7";
    request.headers.add("Host", request.host);
    request.headers.add("Cookie", "dorfnetz=bench");
    request.query = "mehr=1";
    const auto response = dispatcher.handle(request);
    if (response.status != 200)
        throw std::runtime_error(fmt::format("{} answers {}", path, response.status));
    return std::string(response.bytes());
}

template <class F>
double milliseconds(F&& work)
{
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
}

// Answers the 99th percentile.
double report(const std::string& what, std::vector<double> times)
{
    std::sort(times.begin(), times.end());
    const auto p99 = times[times.size() * 99 / 100];
    fmt::print("{:<44} median {:9.3f} ms   p99 {:9.3f} ms\n", what, times[times.size() / 2], p99);
    std::fflush(stdout);
    return p99;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 2)
        return 2;
    const int count = argc > 2 ? std::atoi(argv[2]) : 20'000;
    Probe probe(argv[1], {.durable = false});
    auto& environment = probe.environment;
    environment.public_address = "https://probe.example";
    World world{.network = {.id = new_id<NetworkId>(probe.clock, probe.random),
                            .slug = "probe",
                            .name = "Probenetz",
                            .time_zone = "Europe/Berlin",
                            .settings = {{"contact.email", "kontakt@probe.example"}}}};
    web::Site site;
    app::register_features(site);
    Chance chance(1);
    const auto seconds =
        milliseconds([&] {
            if (read(environment, world))
                return;
            make_places(environment, world, chance, std::max(100, count / people_of_a_village));
            make_people(environment, world, chance, count);
            make_festivals(environment, world, chance);
            make_histories(environment, world, chance,
                           signups::around(web::context_of_a_job(environment, site, world.network)));
            environment.pool.maintain(); // as every night
        }) /
        1000;
    fmt::print("{} people: made or read in {:.0f} s\n", world.people.size(), seconds);
    std::fflush(stdout);

    const web::Actor coordinator{.user = web::UserId{"00000000-0000-7000-8000-000000000001"},
                                 .name = "Erika Beispiel",
                                 .session = "bench",
                                 .grants = {{web::Role::coordinator, ""}}};
    web::Dispatcher dispatcher(
        environment, site,
        [&](web::Environment&, const web::Network&, const http::Request&) { return coordinator; });
    const auto any_shift = [&] {
        return world.shifts[static_cast<std::size_t>(chance.below(static_cast<int>(world.shifts.size())))];
    };
    std::size_t bytes = 0;
    const auto any_page = [&] {
        bytes += page(dispatcher, "/redaktion/schichten/" + any_shift().text() + "/fragen").size();
    };
    fmt::print("the first page, which reads everybody: {:.0f} ms\n", milliseconds(any_page));
    std::vector<double> times;
    for (int i = 0; i < 2000; ++i)
        times.push_back(milliseconds(any_page));
    const auto p99 = report("page", times);
    std::vector<double> changed;
    for (int i = 0; i < 20; ++i) {
        write(environment, [&](db::Tx& tx) -> Result<Done> {
            asking::store::put_wish(
                tx, world.network.id,
                world.people[static_cast<std::size_t>(chance.below(static_cast<int>(world.people.size())))],
                {.days_between = chance.below(30)}, environment.clock.now());
            return Done{};
        });
        changed.push_back(milliseconds(any_page));
    }
    report("page after a change of somebody", changed);
    std::vector<double> everybody;
    auto context = web::context_of_a_job(environment, site, world.network);
    context.actor = coordinator;
    for (int i = 0; i < 3; ++i)
        everybody.push_back(milliseconds([&] {
            environment.pool.read([&](db::Reader& reader) {
                const auto open = activities::shift_by_id(reader, world.network.id, any_shift()).value();
                bytes += asking::suggestions_for(reader, context, open, asking::wanted_for(open), on_a_page)
                             .best.size();
            });
        }));
    report("looking at everybody", everybody);
    fmt::print("{} KB a page; goal {:g} ms   {}\n", bytes / 2021 / 1024, goal,
               p99 <= goal ? "met" : "MISSED");
    return p99 <= goal ? 0 : 1;
}
