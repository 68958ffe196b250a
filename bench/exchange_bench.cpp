// How long it takes to say who has a tent in June within ten kilometres, among 100,000 bookings, against the
// search for the words alone and against one row read by its key in the same run.
//   bench_exchange ADDRESS [BOOKINGS]
// ADDRESS is a new, empty database.

#include "probe.hpp"

#include "features/exchange/asking.hpp"
#include "features/exchange/exchange_store.hpp"
#include "features/exchange/finding_things.hpp"
#include "features/exchange/search_kinds.hpp"
#include "foundation/search/search.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fmt/format.h>
#include <stdexcept>
#include <string>
#include <vector>

using namespace dorfnetz;

namespace {

constexpr int bookings_of_each = 50;
constexpr int villages_there = 30;
constexpr int clubs_of_each = 5;
constexpr std::size_t on_a_page = 24;
constexpr int rounds = 300;

const char* const nouns[] = {"Festzelt", "Pavillon", "Häcksler",  "Beamer",    "Anhänger", "Bierbank",
                             "Tisch",    "Grill",    "Feldküche", "Tonanlage", "Leiter",   "Saal"};

struct Filled
{
    std::vector<villages::VillageId> villages;
    std::vector<exchange::Thing> things;
};

// In a grid, some three kilometres from one to the next.
void add_villages(db::Tx& tx, const NetworkId& network, Probe& probe, Filled& filled)
{
    for (int i = 0; i < villages_there; ++i) {
        villages::Village village;
        village.id = new_id<villages::VillageId>(probe.clock, probe.random);
        village.slug = fmt::format("dorf-{}", i);
        village.name = fmt::format("Dorf {}", i);
        village.latitude = 51.5 + 0.027 * (i / 6);
        village.longitude = 12.3 + 0.043 * (i % 6);
        villages::put_place(tx, network, village, probe.clock.now());
        filled.villages.push_back(village.id);
    }
}

// One after the other, with gaps between them.
void add_bookings(db::Tx& tx, const NetworkId& network, Probe& probe, const exchange::Thing& thing,
                  SeededRandom& chance, exchange::HalfDay from)
{
    auto next = from + static_cast<exchange::HalfDay>(chance.below(20));
    for (int i = 0; i < bookings_of_each; ++i) {
        const exchange::Span used{next + thing.draft.around.before,
                                  next + thing.draft.around.before + 1 +
                                      static_cast<exchange::HalfDay>(chance.below(5))};
        const exchange::Booking booking{.id = new_id<exchange::BookingId>(probe.clock, probe.random),
                                        .thing = thing.id,
                                        .borrower = thing.draft.owner,
                                        .owner = thing.draft.owner,
                                        .owner_village = thing.draft.village,
                                        .status = exchange::BookingStatus::agreed,
                                        .used = used,
                                        .blocked = exchange::widened(used, thing.draft.around),
                                        .requested_at = probe.clock.now()};
        exchange::store::insert(tx, network, booking);
        if (!exchange::store::keep(tx, network, booking))
            throw std::runtime_error("bookings overlap");
        next = booking.blocked.last + 1 + static_cast<exchange::HalfDay>(chance.below(20));
    }
}

Filled fill(Probe& probe, const web::Network& network, int bookings)
{
    Filled filled;
    SeededRandom chance{42};
    const organisations::Author author{.clock = probe.clock, .random = probe.random};
    const auto from = exchange::half_day_of(date_of(probe.clock.now()), exchange::Half::morning);
    const auto written = [&](auto&& work) {
        if (!probe.pool->write(db::Scope::of(network.id), [&](db::Tx& tx) -> Result<Done> {
                work(tx);
                return Done{};
            }))
            throw std::runtime_error("the network could not be filled");
    };
    std::vector<organisations::OrganisationId> clubs;
    written([&](db::Tx& tx) {
        web::insert_network(tx, network, probe.clock.now());
        add_villages(tx, network.id, probe, filled);
        for (int i = 0; i < villages_there * clubs_of_each; ++i)
            clubs.push_back(
                organisations::create(
                    tx, network.id,
                    {.entry = {.name = fmt::format("Verein {}", i),
                               .villages = {filled.villages[static_cast<std::size_t>(i) % villages_there]}},
                     .status = organisations::Status::published},
                    author)
                    .value());
    });
    for (int number = 0; number < bookings / bookings_of_each; ++number)
        written([&](db::Tx& tx) {
            const auto metres = 3 + chance.below(12);
            const auto club = chance.below(clubs.size());
            const auto thing =
                exchange::add_thing(
                    tx, network.id,
                    {.owner = clubs[club],
                     .village = filled.villages[club % villages_there],
                     .title = fmt::format("{} {} m", nouns[chance.below(std::size(nouns))], metres),
                     .description = "Abholen am Freitag, zurück am Montag.",
                     .size = fmt::format("{} × {} m", metres, metres / 2 + 1),
                     .around = {.before = static_cast<std::int64_t>(chance.below(3)),
                                .after = static_cast<std::int64_t>(chance.below(3))}},
                    author)
                    .value();
            add_bookings(tx, network.id, probe, thing, chance, from);
            filled.things.push_back(thing);
        });
    probe.pool->maintain();
    return filled;
}

struct Times
{
    double median = 0;
    double p95 = 0;
};

// Milliseconds of `work(number)`.
template <class F>
Times measured(F&& work)
{
    std::vector<double> all;
    for (int number = 0; number < rounds; ++number) {
        const auto begin = std::chrono::steady_clock::now();
        work(number);
        const std::chrono::duration<double, std::milli> taken = std::chrono::steady_clock::now() - begin;
        all.push_back(taken.count());
    }
    std::sort(all.begin(), all.end());
    return {all[all.size() / 2], all[all.size() * 95 / 100]};
}

// What a page of the list needs: what fits, and of the first ones when they are free.
std::size_t page_of(db::Reader& reader, const NetworkId& network, const organisations::Register& entries,
                    const exchange::ThingSearch& search)
{
    const auto found = exchange::find_things(reader, network, entries, search);
    const auto shown = std::span(found).first(std::min(found.size(), on_a_page));
    const auto rows = exchange::rows_of(reader, network, shown, search.when);
    for (const auto& [id, taken] : rows.taken)
        static_cast<void>(exchange::usable(*search.when, rows.things.at(id).draft.around, taken));
    return found.size();
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 2)
        return 2;
    const int bookings = argc > 2 ? std::atoi(argv[2]) : 100'000;
    Probe probe(argv[1]);
    const web::Network network{.id = new_id<NetworkId>(probe.clock, probe.random),
                               .slug = "probe",
                               .name = "Probenetz",
                               .time_zone = "Europe/Berlin",
                               .settings = {}};
    const auto filled = fill(probe, network, bookings);
    const auto entries = organisations::shared_register(*probe.pool, network.id);
    const auto today = date_of(probe.clock.now());
    const auto half_days = probe.pool->read([&](db::Reader& reader) {
        return reader.count("SELECT COUNT(*) FROM exchange_half_days WHERE network_id = :network",
                            {{"network", network.id}});
    });
    fmt::print("{} things, {} bookings, {} half days\n", filled.things.size(), bookings, half_days);

    const auto row = measured([&](int number) {
        probe.pool->read([&](db::Reader& reader) {
            return exchange::thing_by_slug(
                reader, network.id,
                filled.things[static_cast<std::size_t>(number) % filled.things.size()].slug);
        });
    });
    fmt::print("{:<44} {:7.3f} ms  p95 {:7.3f} ms\n", "one row by its key", row.median, row.p95);
    const auto show = [&](const std::string& what, const Times& times) {
        fmt::print("{:<44} {:7.3f} ms  p95 {:7.3f} ms  {:6.1f} rows\n", what, times.median, times.p95,
                   times.median / row.median);
    };
    const auto noun = [&](int number) {
        return std::string(nouns[static_cast<std::size_t>(number) % std::size(nouns)]);
    };
    show("the words alone (search::find)", measured([&](int number) {
             probe.pool->read([&](db::Reader& reader) {
                 return search::find(reader, {.network = network.id,
                                              .text = "10 m " + noun(number),
                                              .kinds = {std::string(exchange::thing_search_kind)},
                                              .limit = 500});
             });
         }));
    const auto asked = [&](const std::string& question, int number) {
        const auto meant = exchange::understand(question, entries->villages, today);
        exchange::ThingSearch search{
            .words = meant.words, .around = meant.village, .radius_km = meant.radius_km};
        // Another month each time.
        const auto month =
            add_months(Date{today.year() / today.month() / std::chrono::day(1)}, 1 + number % 10);
        if (meant.days)
            search.when = exchange::whole_days(month, Date{month.year() / month.month() / std::chrono::last});
        probe.pool->read([&](db::Reader& reader) { return page_of(reader, network.id, *entries, search); });
    };
    show("words, a month, within 10 km", measured([&](int number) {
             asked(fmt::format("10 m {} im Juni im Umkreis von 10 km um Dorf {}", noun(number),
                               number % villages_there),
                   number);
         }));
    show("words, a month", measured([&](int number) { asked("10 m " + noun(number) + " im Juni", number); }));
    show("a month, within 10 km", measured([&](int number) {
             asked(fmt::format("im Juni im Umkreis von 10 km um Dorf {}", number % villages_there), number);
         }));
    show("a month, everything", measured([&](int number) { asked("im Juni", number); }));
    show("a weekend, everything", measured([&](int number) {
             const auto day = add_days(today, 7 * (number % 50));
             probe.pool->read([&](db::Reader& reader) {
                 return page_of(reader, network.id, *entries,
                                {.when = exchange::whole_days(day, add_days(day, 1))});
             });
         }));
    return 0;
}
