// How long a search takes in a network with many organisations, and in a database with many networks.
//   bench_search ADDRESS [--networks N] [--organisations N] [--queries N]
// ADDRESS is a new, empty database. Prints how quickly the entries were put in, and for each class of queries
// the median and the 95th percentile. The same seed makes the same data and the same queries each time.

#include "foundation/core/clock.hpp"
#include "foundation/core/result.hpp"
#include "foundation/core/text.hpp"
#include "foundation/db/db.hpp"
#include "foundation/db/migrate.hpp"
#include "foundation/search/search.hpp"
#include "schema/migrations.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace dorfnetz;

struct Options
{
    std::string address;
    int networks = 1;
    int organisations = 100'000; // of each network
    int queries = 1'000;         // of each class
};

double seconds_since(std::chrono::steady_clock::time_point begin)
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

// Invented words whose frequencies fall as those of a language do (Zipf).
class Vocabulary
{
public:
    explicit Vocabulary(std::mt19937& random) : m_random(random)
    {
        for (const char* word :
             {"feuer",  "wehr",   "heimat",  "verein", "sport",      "musik",     "blas",    "kapelle",
              "dorf",   "fest",   "jugend",  "kinder", "garten",     "natur",     "wald",    "see",
              "wasser", "kultur", "haus",    "bau",    "hand",       "werk",      "kunst",   "schule",
              "kirche", "chor",   "schutz",  "hilfe",  "wander",     "weg",       "spiel",   "platz",
              "markt",  "vogel",  "pferd",   "reit",   "angel",      "schuetzen", "theater", "licht",
              "obst",   "wiese",  "brunnen", "museum", "geschichte", "land",      "frauen",  "senioren",
              "treff",  "punkt"})
            m_parts.emplace_back(word);
        for (int i = 0; i < 100; ++i)
            m_parts.push_back(invented(2));
        for (int i = 0; i < 2'000; ++i)
            m_places.push_back(capital(invented(2 + i % 2)));
        m_words = m_parts;
        for (const auto& left : m_parts)
            for (const auto& right : m_parts)
                if (left != right)
                    m_words.push_back(left + right);
        for (int i = 0; i < 20'000; ++i)
            m_words.push_back(invented(3 + i % 3));
        std::shuffle(m_words.begin() + 150, m_words.end(), m_random);
    }

    const std::string& word() { return m_words[rank(m_words.size())]; }

    const std::string& place() { return m_places[rank(m_places.size())]; }

    const std::string& part() { return m_parts[rank(50)]; }

    std::string compound() { return part() + part(); }

    static std::string capital(std::string word)
    {
        word[0] = static_cast<char>(word[0] - 'a' + 'A');
        return word;
    }

private:
    // 0 is the likeliest; each is about half as likely as the one at half its rank.
    std::size_t rank(std::size_t count)
    {
        const double chance = std::uniform_real_distribution<>(0, 1)(m_random);
        const double rank = std::pow(static_cast<double>(count), chance) - 1;
        return std::min(count - 1, static_cast<std::size_t>(rank));
    }

    std::string invented(int syllables)
    {
        static constexpr const char* onsets[] = {"b", "br", "d", "f", "g", "gr",  "h",  "k", "kl", "l",
                                                 "m", "n",  "p", "r", "s", "sch", "st", "t", "w",  "z"};
        static constexpr const char* rhymes[] = {"a",  "e",   "i",  "o",   "u",   "an",  "en",  "er", "in",
                                                 "ow", "itz", "au", "ell", "orn", "ind", "ung", "as", "ott"};
        std::string word;
        for (int i = 0; i < syllables; ++i) {
            word += onsets[m_random() % std::size(onsets)];
            word += rhymes[m_random() % std::size(rhymes)];
        }
        return word;
    }

    std::mt19937& m_random;
    std::vector<std::string> m_parts;
    std::vector<std::string> m_places;
    std::vector<std::string> m_words;
};

// An organisation: a name, its village and fields, two sentences about its purpose.
search::Document organisation(Vocabulary& vocabulary, const NetworkId& network, int number)
{
    const auto place = vocabulary.place();
    std::string purpose;
    for (int i = 0; i < 16; ++i)
        purpose += vocabulary.word() + ' ';
    return {.network = network,
            .kind = "organisation",
            .id = fmt::format("{:08}", number),
            .fields = {{Vocabulary::capital(vocabulary.compound()) + " " + place + " e.V.", 3},
                       {place + ' ' + vocabulary.part() + ' ' + vocabulary.part(), 2},
                       {purpose, 1}}};
}

template <class F>
void write(db::Pool& pool, F&& work)
{
    const auto done = pool.write(db::Scope::everything(), [&](db::Tx& tx) -> Result<Done> {
        work(tx);
        return Done{};
    });
    if (!done)
        throw std::logic_error("the transaction was refused");
}

void fill(db::Pool& pool, const Options& options, Vocabulary& vocabulary,
          const std::vector<NetworkId>& networks)
{
    constexpr int step = 20'000; // as an import of so many rows does
    const auto begin = std::chrono::steady_clock::now();
    for (const auto& network : networks) {
        write(pool, [&](db::Tx& tx) {
            tx.exec(R"sql(
                INSERT INTO networks (id, slug, name, time_zone, created_at)
                VALUES (:id, :id, :id, 'Europe/Berlin', '2026-01-01T00:00:00Z'))sql",
                    {{"id", network}});
        });
        for (int done = 0; done < options.organisations; done += step) {
            std::vector<search::Document> documents;
            for (int i = done; i < std::min(done + step, options.organisations); ++i)
                documents.push_back(organisation(vocabulary, network, i));
            write(pool, [&](db::Tx& tx) { search::put(tx, documents); });
        }
    }
    const double seconds = seconds_since(begin);
    fmt::print("put in: {:.1f} s, {:.0f} entries/s\n", seconds,
               static_cast<double>(networks.size()) * options.organisations / seconds);
}

void put_one_by_one(db::Pool& pool, Vocabulary& vocabulary, const NetworkId& network, int first)
{
    constexpr int count = 200;
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < count; ++i)
        write(pool, [&](db::Tx& tx) { search::put(tx, organisation(vocabulary, network, first + i)); });
    fmt::print("one more, each in a transaction: {:.2f} ms\n", 1000 * seconds_since(begin) / count);
}

std::string mistyped(std::string word, std::mt19937& random)
{
    const auto at = 1 + random() % (word.size() - 2);
    switch (random() % 3) {
    case 0:
        return word.erase(at, 1);
    case 1:
        std::swap(word[at], word[at + 1]);
        return word;
    default:
        word[at] = static_cast<char>('a' + random() % 26);
        return word;
    }
}

// As somebody writes it who only heard it.
std::string as_heard(std::string word)
{
    static const std::vector<std::pair<std::string, std::string>> sounds{
        {"v", "f"}, {"ei", "ai"}, {"d", "t"}, {"ss", "s"}};
    for (const auto& [written, heard] : sounds)
        word = replace_all(std::move(word), written, heard);
    return word;
}

std::string query_of(const std::string& kind, Vocabulary& vocabulary, std::mt19937& random)
{
    if (kind == "rare: a village and a word")
        return vocabulary.compound() + ' ' + vocabulary.place();
    if (kind == "common: one word")
        return vocabulary.part();
    if (kind == "two common words")
        return vocabulary.part() + ' ' + vocabulary.part();
    if (kind == "a village")
        return vocabulary.place();
    if (kind == "mistyped")
        return mistyped(vocabulary.compound(), random);
    if (kind == "mistyped beginning") {
        const auto word = mistyped(vocabulary.compound(), random);
        return word.substr(0, word.size() - 2);
    }
    if (kind == "as it is heard")
        return as_heard(vocabulary.compound());
    if (kind == "nobody wrote it")
        return vocabulary.part() + vocabulary.part() + vocabulary.part();
    if (kind == "mistyped and a village")
        return mistyped(vocabulary.compound(), random) + ' ' + vocabulary.place();
    auto word = vocabulary.compound(); // the beginning of a word, as while typing
    return word.substr(0, 4 + random() % 4);
}

double percentile(std::vector<double>& sorted, double share)
{
    std::sort(sorted.begin(), sorted.end());
    return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1))];
}

void measure(db::Pool& pool, const Options& options, Vocabulary& vocabulary, std::mt19937& random,
             const std::vector<NetworkId>& networks)
{
    std::vector<double> all;
    fmt::print("{:<28} {:>8} {:>8} {:>8} {:>8}\n", "ms", "p50", "p95", "max", "found");
    for (const std::string kind : {"rare: a village and a word", "a village", "common: one word",
                                   "two common words", "mistyped", "mistyped and a village", "part of a word",
                                   "mistyped beginning", "as it is heard", "nobody wrote it"}) {
        std::vector<double> times;
        std::string slowest;
        double longest = 0;
        int found = 0;
        for (int i = 0; i < options.queries; ++i) {
            const search::SearchQuery query{.network = networks[random() % networks.size()],
                                            .text = query_of(kind, vocabulary, random),
                                            .kinds = {}};
            const auto begin = std::chrono::steady_clock::now();
            const auto result = pool.read([&](db::Reader& reader) { return search::find(reader, query); });
            const double taken = 1000 * seconds_since(begin);
            found += result.total > 0 ? 1 : 0;
            if (taken > longest) {
                longest = taken;
                slowest = query.text;
            }
            times.push_back(taken);
        }
        all.insert(all.end(), times.begin(), times.end());
        fmt::print("{:<28} {:>8.2f} {:>8.2f} {:>8.2f} {:>7}%  slowest: {}\n", kind, percentile(times, 0.5),
                   percentile(times, 0.95), longest, 100 * found / options.queries, slowest);
    }
    fmt::print("{:<28} {:>8.2f} {:>8.2f}\n", "all in equal parts", percentile(all, 0.5),
               percentile(all, 0.95));
}

Options options_from(int count, char** arguments)
{
    Options options;
    for (int i = 1; i < count; ++i) {
        const std::string argument = arguments[i];
        const auto number = [&] { return i + 1 < count ? std::atoi(arguments[++i]) : 0; };
        if (argument == "--networks")
            options.networks = number();
        else if (argument == "--organisations")
            options.organisations = number();
        else if (argument == "--queries")
            options.queries = number();
        else
            options.address = argument;
    }
    return options;
}

} // namespace

int main(int count, char** arguments)
{
    const auto options = options_from(count, arguments);
    if (options.address.empty() || options.networks < 1 || options.organisations < 1 || options.queries < 1) {
        fmt::print(stderr, "bench_search ADDRESS [--networks N] [--organisations N] [--queries N]\n");
        return 2;
    }
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    std::mt19937 random(20260101);
    Vocabulary vocabulary(random);
    std::vector<NetworkId> networks;
    for (int i = 0; i < options.networks; ++i)
        networks.emplace_back(fmt::format("00000000-0000-7000-8000-{:012}", i));

    const auto pool = db::Pool::open(options.address);
    const FixedClock clock("2026-01-01T00:00:00Z");
    db::migrate(*pool, db::migrations_for(pool->engine(), schema::migration_files()), clock, "");
    fill(*pool, options, vocabulary, networks);
    put_one_by_one(*pool, vocabulary, networks.front(), options.organisations);
    measure(*pool, options, vocabulary, random, networks);
}
