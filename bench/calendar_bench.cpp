// How long the public calendar takes: a month among 10,000 activities, a feed of 2,000 dates, and ten years
// of 1,000 series worked out anew.
//   bench_calendar ADDRESS [--pages]
// ADDRESS is an empty database, or one that an earlier run has filled. --pages: without the series. Times of
// the processor, median of 15 rounds.

#include "probe.hpp"

#include "app/features.hpp"
#include "features/activities/api.hpp"
#include "features/organisations/api.hpp"
#include "features/villages/api.hpp"
#include "foundation/web/dispatch.hpp"

#include <algorithm>
#include <ctime>
#include <fmt/format.h>
#include <malloc.h>
#include <stdexcept>
#include <string>
#include <vector>

using namespace dorfnetz;

namespace {

constexpr int rounds = 15;
constexpr int activities_in_network = 10'000;
constexpr int days_of_them = 365; // spread over a year: some 830 in a month

double milliseconds_used()
{
    timespec used{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) * 1e3 + static_cast<double>(used.tv_nsec) / 1e6;
}

template <class F>
double median_of(F&& work)
{
    std::vector<double> taken;
    for (int round = 0; round < rounds; ++round) {
        const auto begin = milliseconds_used();
        work();
        taken.push_back(milliseconds_used() - begin);
    }
    std::sort(taken.begin(), taken.end());
    return taken[taken.size() / 2];
}

std::string page(web::Dispatcher& dispatcher, const std::string& target)
{
    http::Request request;
    request.method = http::Method::get;
    request.target = target;
    request.path = target.substr(0, target.find('?'));
    request.query = target.find('?') == std::string::npos ? "" : target.substr(target.find('?') + 1);
    request.host = "probe.example";
    request.remote_address = "192.0.2.7";
    request.headers.add("Host", request.host);
    request.headers.add("Cookie", "dorfnetz=bench"); // made anew, never from the cache
    const auto response = dispatcher.handle(request);
    if (response.status != 200)
        throw std::runtime_error(fmt::format("{} answers {}", target, response.status));
    return std::string(response.bytes());
}

std::size_t count(std::string_view text, std::string_view word)
{
    std::size_t found = 0;
    for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + word.size()))
        ++found;
    return found;
}

// The kinds of rules that villages have, mixed.
std::string rule_of(int number)
{
    switch (number % 5) {
    case 0:
        return "FREQ=WEEKLY";
    case 1:
        return "FREQ=WEEKLY;BYDAY=TU,FR";
    case 2:
        return "FREQ=MONTHLY;BYDAY=2SA";
    case 3:
        return "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU";
    default:
        return "FREQ=YEARLY";
    }
}

void fill(web::Environment& environment, const web::Network& network, Date today)
{
    const organisations::Author author{.clock = environment.clock,
                                       .random = environment.random,
                                       .indexing = organisations::Author::Indexing::later};
    const auto done = environment.pool.write(db::Scope::everything(), [&](db::Tx& tx) -> Result<Done> {
        web::insert_network(tx, network, environment.clock.now());
        web::add_host(tx, network.id, "probe.example");
        std::vector<villages::VillageId> places;
        std::vector<organisations::OrganisationId> hosts;
        for (int i = 0; i < 9; ++i) {
            villages::Village village;
            village.id = new_id<villages::VillageId>(environment.clock, environment.random);
            village.slug = fmt::format("musterdorf-{}", i);
            village.name = fmt::format("Musterdorf {}", i);
            villages::put_place(tx, network.id, village, environment.clock.now());
            places.push_back(village.id);
            hosts.push_back(TRY(organisations::create(
                tx, network.id,
                {.entry = {.name = fmt::format("Beispielverein {}", i), .villages = {village.id}},
                 .status = organisations::Status::published},
                author)));
        }
        for (int i = 0; i < activities_in_network; ++i) {
            const auto day = add_days(today, i % days_of_them);
            const auto place = static_cast<std::size_t>(i) % places.size();
            const auto id =
                TRY(activities::create(tx, network,
                                       {.title = fmt::format("Beispiel {}", i),
                                        .kind = "meeting",
                                        .hosts = {hosts[place]},
                                        .villages = {places[place]},
                                        .description = "Kommt vorbei, es gibt **Kuchen**.",
                                        .first = {.begin = calendar::at(day, std::chrono::hours(10 + i % 9)),
                                                  .end = calendar::at(day, std::chrono::hours(12 + i % 9))},
                                        .place_village = places[place],
                                        .place_name = "Dorfgemeinschaftshaus"},
                                       author));
            TRY(activities::publish(tx, network, id, author));
        }
        return Done{};
    });
    if (!done)
        throw std::runtime_error("the network could not be filled");
}

void measure_series(Date today)
{
    const auto first = calendar::at(today, std::chrono::hours(18));
    std::size_t found = 0;
    const auto taken = median_of([&] {
        found = 0;
        for (int i = 0; i < 1000; ++i)
            found += calendar::occurrences(rule_of(i), first + std::chrono::days(i % 28),
                                           {.from = first, .until = first + std::chrono::days(3653)})
                         .size();
    });
    fmt::print("ten years of 1,000 series: {:.0f} ms, {} dates\n", taken, found);
}

void measure_pages(web::Dispatcher& dispatcher, Date today)
{
    const auto month = to_iso(add_months(today, 2)).substr(0, 7);
    for (const auto& target : {"/termine?ansicht=monat&monat=" + month, std::string("/termine")}) {
        const auto size = page(dispatcher, target).size();
        fmt::print("{}: {:.1f} ms, {} KB\n", target, median_of([&] { page(dispatcher, target); }),
                   size / 1024);
    }
    // A ninth of the network's activities of the next eighteen months.
    const std::string feed = "/doerfer/musterdorf-0/termine.ics";
    const auto events = count(page(dispatcher, feed), "BEGIN:VEVENT");
    const auto taken = median_of([&] { page(dispatcher, feed); });
    fmt::print("{}: {:.1f} ms for {} events, {:.1f} ms for 2,000\n", feed, taken, events,
               taken * 2000 / static_cast<double>(events));
}

} // namespace

int main(int argc, char** argv)
{
    const bool only_pages = argc == 3 && std::string_view(argv[2]) == "--pages";
    if (argc != 2 && !only_pages)
        return 2;
    // As the server does (foundation/http/server.cpp).
    ::mallopt(M_TRIM_THRESHOLD, 256 * 1024 * 1024);
    ::mallopt(M_TOP_PAD, 16 * 1024 * 1024);
    Probe probe(argv[1]);
    auto& environment = probe.environment;
    const auto today = date_of(probe.clock.now());
    if (!only_pages)
        measure_series(today);
    if (!environment.pool.read([](db::Reader& reader) { return web::network_by_slug(reader, "probe"); }))
        fill(environment,
             {.id = new_id<NetworkId>(probe.clock, probe.random),
              .slug = "probe",
              .name = "Probenetz",
              .time_zone = "Europe/Berlin",
              .settings = {}},
             today);
    web::Site site;
    app::register_features(site);
    web::Dispatcher dispatcher(
        environment, site,
        [](web::Environment&, const web::Network&, const http::Request&) { return web::Actor{}; });
    measure_pages(dispatcher, today);
}
