// How quickly a list of organisations or people comes in, and how long its last transaction holds the writer.
//   bench_import ADDRESS [--rows N] [--people] [--again]
// ADDRESS is a new, empty database; --again brings the same list a second time. Peak memory: /usr/bin/time
// -v.

#include "features/transfer/importing.hpp"
#include "features/villages/api.hpp"
#include "foundation/db/migrate.hpp"
#include "schema/migrations.hpp"

#include <chrono>
#include <cstdlib>
#include <fmt/format.h>
#include <string>

namespace {

using namespace dorfnetz;
using Clock = std::chrono::steady_clock;

double seconds(Clock::time_point from, Clock::time_point to)
{
    return std::chrono::duration<double>(to - from).count();
}

constexpr int village_count = 40;

std::string village_name(int number)
{
    return "Musterdorf" + std::string(1, static_cast<char>('a' + number / 10)) +
           static_cast<char>('a' + number % 10);
}

std::string clubs(int rows)
{
    std::string list =
        "Name;Art;Dörfer;Einsatzfelder;Einsatzgebiet;Zweck;Stärken;Telefon;E-Mail;Gegründet;Mitglieder\n";
    for (int i = 0; i < rows; ++i)
        list += fmt::format(
            "Beispielverein {} {};Verein;{}, {};Sport, Kultur und Musik;ganzes Netzwerk;Wir üben jede Woche;"
            "Räume;034243 {};verein{}@example.org;{};{}\n",
            i, village_name(i % village_count), village_name(i % village_count),
            village_name((i + 7) % village_count), 10'000 + i, i, 1900 + i % 120, 5 + i % 90);
    return list;
}

std::string helpers(int rows)
{
    static constexpr const char* given[] = {"Eva",   "Udo",  "Karla",  "Jens",
                                            "Silke", "Otto", "Frieda", "Malte"};
    static constexpr const char* family[] = {"muster", "beispiel", "probe", "erfunden"};
    static constexpr const char* ending[] = {"mann", "bach", "berg", "feld", "stein",
                                             "hof",  "weg",  "tal",  "wald", "see"};
    std::string list =
        "Vorname;Nachname;Geburtsjahr;Dorf;Mobil;E-Mail;Einsatzfelder;Aufgaben;Zeiten;Sprachen\n";
    for (int i = 0; i < rows; ++i)
        list += fmt::format(
            "{};{}{}{};{};{};0176 {};helfer{}@example.org;Sport;Garten und Grün;Sa vormittags;Deutsch\n",
            given[i % 8], family[i / 8 % 4], ending[i / 32 % 10], ending[i / 320 % 10], 1940 + i / 7 % 60,
            village_name(i % village_count), 10'000'000 + i, i);
    return list;
}

void import(web::Environment& environment, const web::Network& network, transfer::Target target,
            const std::string& list, int rows)
{
    const auto begin = Clock::now();
    auto batch =
        transfer::stage(environment, network, {.target = target, .bytes = list, .file_name = "liste.csv"});
    const auto staged = Clock::now();
    const auto checked = transfer::check(environment, network, batch.value().id, {});
    const auto judged = Clock::now();
    if (!checked)
        throw std::runtime_error("check failed");
    auto last_step = judged;
    const auto applied =
        transfer::apply(environment, network, batch->id, {.progress = [&](std::int64_t, std::int64_t) {
                            last_step = Clock::now();
                            return true;
                        }});
    const auto end = Clock::now();
    if (!applied)
        throw std::runtime_error(std::string(applied.error().text.text()));
    fmt::print("{} rows: {:.0f} rows/s; read and staged {:.2f} s, judged {:.2f} s, judged again {:.2f} s, "
               "last transaction {:.2f} s\n",
               rows, rows / seconds(begin, end), seconds(begin, staged), seconds(staged, judged),
               seconds(judged, last_step), seconds(last_step, end));
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 2)
        return 2;
    int rows = 20'000;
    bool again = false;
    auto target = transfer::Target::organisations;
    for (int i = 2; i < argc; ++i) {
        const std::string option = argv[i];
        if (option == "--rows" && i + 1 < argc)
            rows = std::atoi(argv[++i]);
        else if (option == "--people")
            target = transfer::Target::people;
        else if (option == "--again")
            again = true;
    }
    const auto pool = db::Pool::open(argv[1]);
    const SystemClock clock;
    SystemRandom random;
    db::migrate(*pool, db::migrations_for(pool->engine(), schema::migration_files()), clock, "");
    web::Environment environment{.pool = *pool,
                                 .clock = clock,
                                 .random = random,
                                 .data_directory = {},
                                 .reader_program = {},
                                 .secret = {},
                                 .public_address = {}};
    const web::Network network{.id = new_id<NetworkId>(clock, random),
                               .slug = "probe",
                               .name = "Probenetz",
                               .time_zone = "Europe/Berlin",
                               .settings = {}};
    const auto prepared = pool->write(db::Scope::everything(), [&](db::Tx& tx) -> Result<Done> {
        web::insert_network(tx, network, clock.now());
        for (int i = 0; i < village_count; ++i) {
            villages::Village village;
            village.id = new_id<villages::VillageId>(clock, random);
            village.name = village_name(i);
            village.slug = fmt::format("musterdorf-{}", i);
            villages::put_place(tx, network.id, village, clock.now());
        }
        return Done{};
    });
    if (!prepared)
        return 1;
    const auto list = target == transfer::Target::organisations ? clubs(rows) : helpers(rows);
    import(environment, network, target, list, rows);
    if (again)
        import(environment, network, target, list, rows);
}
