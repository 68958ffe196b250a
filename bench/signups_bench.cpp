// How many promises a second are taken, against bare commits of one row on the same disk in the same run, by
// one thread and by 32. A promise is everything that a sent form does: lock, places, collisions, row, mail.
//   bench_signups ADDRESS
// ADDRESS is a new, empty database.

#include "probe.hpp"

#include "app/features.hpp"
#include "features/activities/needs_api.hpp"
#include "features/organisations/api.hpp"
#include "features/signups/signups_service.hpp"
#include "features/villages/api.hpp"
#include "foundation/web/site.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <fmt/format.h>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace dorfnetz;

namespace {

constexpr int rounds = 5;
constexpr std::chrono::milliseconds round_length{1500};
constexpr unsigned many_threads = 32;
constexpr int shifts_of_festival = 40;

// Does `work(number)` as often as it goes in a round; how often a second.
template <class F>
double per_second(unsigned threads, std::atomic<int>& number, F&& work)
{
    std::atomic<int> done = 0;
    const auto begin = std::chrono::steady_clock::now();
    {
        std::vector<std::jthread> workers;
        for (unsigned i = 0; i < threads; ++i)
            workers.emplace_back([&] {
                while (std::chrono::steady_clock::now() - begin < round_length) {
                    work(number++);
                    ++done;
                }
            });
    }
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
    return done / taken.count();
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

std::vector<activities::ShiftId> fill(web::Environment& environment, const web::Network& network)
{
    const organisations::Author author{.clock = environment.clock, .random = environment.random};
    std::vector<activities::ShiftId> shifts;
    const auto done = environment.pool.write(db::Scope::everything(), [&](db::Tx& tx) -> Result<Done> {
        web::insert_network(tx, network, environment.clock.now());
        web::add_host(tx, network.id, "probe.example");
        villages::Village village;
        village.id = new_id<villages::VillageId>(environment.clock, environment.random);
        village.slug = "musterdorf";
        village.name = "Musterdorf";
        villages::put_place(tx, network.id, village, environment.clock.now());
        const auto club =
            TRY(organisations::create(tx, network.id,
                                      {.entry = {.name = "Beispielverein", .villages = {village.id}},
                                       .status = organisations::Status::published},
                                      author));
        const auto day = add_days(date_of(environment.clock.now()), 30);
        const auto festival =
            TRY(activities::create(tx, network,
                                   {.title = "Beispielfest",
                                    .kind = "culture",
                                    .hosts = {club},
                                    .villages = {village.id},
                                    .first = {.begin = calendar::at(day, std::chrono::hours(8)),
                                              .end = calendar::at(day, std::chrono::hours(20))},
                                    .place_village = village.id,
                                    .place_name = "Festwiese"},
                                   author));
        TRY(activities::publish(tx, network, festival, author));
        for (int i = 0; i < shifts_of_festival; ++i)
            TRY(activities::add_need(tx, network, festival, {.title = fmt::format("Stand {}", i)},
                                     {{.least = 0, .most = activities::most_places}}, author));
        const auto date = activities::dates_of(tx, network.id, festival).front();
        for (const auto& needed : activities::shifts_of_date(tx, network.id, date.id))
            shifts.push_back(needed.shift.id);
        return Done{};
    });
    if (!done)
        throw std::runtime_error("the network could not be filled");
    return shifts;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2)
        return 2;
    Probe probe(argv[1], {.readers = 16, .wait = std::chrono::seconds(60)});
    auto& environment = probe.environment;
    environment.public_address = "https://probe.example";
    const web::Network network{.id = new_id<NetworkId>(probe.clock, probe.random),
                               .slug = "probe",
                               .name = "Probenetz",
                               .time_zone = "Europe/Berlin",
                               .settings = {{"contact.email", "kontakt@probe.example"}}};
    const auto shifts = fill(environment, network);
    web::Site site;
    const auto around = signups::around(web::context_of_a_job(environment, site, network));
    const auto bare = [&](int number) {
        static_cast<void>(environment.pool.write(db::Scope::of(network.id), [&](db::Tx& tx) -> Result<Done> {
            web::save_setting(tx, network.id, fmt::format("bench.{}", number), "1");
            return Done{};
        }));
    };
    const auto promise = [&](int number) {
        const auto& shift = shifts[static_cast<std::size_t>(number) % shifts.size()];
        const auto done =
            signups::write_in_turn(environment.pool, db::Scope::of(network.id), shift, [&](db::Tx& tx) {
                return signups::sign_up(tx, around,
                                        {.shift = shift,
                                         .name = fmt::format("Mensch {}", number),
                                         .email = fmt::format("m{}@probe.example", number),
                                         .remind_hours = 24,
                                         .form_key = fmt::format("form {}", number)});
            });
        if (!done)
            throw std::runtime_error("a promise was refused");
    };
    std::atomic<int> rows = 0;
    std::atomic<int> promises = 0;
    double one_row_alone = 0;
    for (const unsigned threads : {1U, many_threads}) {
        std::vector<double> of_rows;
        std::vector<double> of_promises;
        for (int round = 0; round < rounds; ++round) {
            of_rows.push_back(per_second(threads, rows, bare));
            of_promises.push_back(per_second(threads, promises, promise));
        }
        if (threads == 1)
            one_row_alone = median(of_rows);
        fmt::print(
            "{} threads: {:.0f} commits of one row a second, {:.0f} promises: {:.2f} of that, {:.2f} of one "
            "row and one thread\n",
            threads, median(of_rows), median(of_promises), median(of_promises) / median(of_rows),
            median(of_promises) / one_row_alone);
    }
}
