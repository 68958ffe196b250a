#include "features/organisations/api.hpp"
#include "features/people/api.hpp"
#include "features/transfer/api.hpp"
#include "features/villages/api.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/search/folding.hpp"

#include <algorithm>
#include <array>
#include <set>

// Networks of any size for tests and benchmarks: everything invented, the same for the same seed.
namespace dorfnetz::transfer {

namespace {

constexpr std::int64_t per_step = 250; // entries in one transaction
constexpr std::int64_t organisations_per_village = 12;
constexpr std::int64_t least_villages = 9;

constexpr std::array beginnings{"Alt",   "Neu",    "Groß",   "Klein",  "Ober",
                                "Unter", "Hinter", "Vorder", "Mittel", "Lang"};
constexpr std::array middles{"birken", "erlen", "buchen", "linden", "krähen", "hasen", "fuchs",   "wiesen",
                             "heide",  "teich", "bach",   "stein",  "sand",   "moor",  "kiefern", "hafer"};
constexpr std::array endings{"dorf",  "hausen", "berg", "rode",  "feld",
                             "walde", "ow",     "itz",  "leben", "stedt"};
constexpr std::array what{"Heimatverein",      "Sportverein",   "Gesangverein",      "Angelverein",
                          "Feuerwehr",         "Chor",          "Kleingartenverein", "Karnevalsverein",
                          "Schützenverein",    "Reitverein",    "Förderverein",      "Dorfladen",
                          "Jugendclub",        "Frauentreff",   "Seniorentreff",     "Bürgerinitiative",
                          "Naturschutzgruppe", "Theatergruppe", "Blaskapelle",       "Imkerverein"};
constexpr std::array which{"Eintracht", "Frohsinn", "Einigkeit", "Grün-Weiß",  "Blau-Gelb", "Morgenrot",
                           "Harmonie",  "Lerche",   "Seeblick",  "Waldeslust", "Edelweiß",  "Concordia"};
constexpr std::array trades{"Tischlerei", "Bäckerei", "Gärtnerei", "Landhandel", "Zimmerei",
                            "Gasthof",    "Autohaus", "Druckerei", "Steinmetz",  "Elektro"};
constexpr std::array given{"Eva",    "Udo",   "Karla",  "Jens",    "Änne", "Jürgen", "Silke", "Otto",
                           "Frieda", "Malte", "Gesine", "Henning", "Ida",  "Bruno",  "Lotte", "Emil"};
constexpr std::array families{"Muster", "Beispiel", "Probe", "Erfunden"};
constexpr std::array family_endings{"mann", "bach", "berg", "feld", "stein", "hof",
                                    "weg",  "tal",  "wald", "see",  "horn",  "busch"};
constexpr std::array deeds{"pflegt die Wege rund ums Dorf",    "richtet das Sommerfest aus",
                           "trifft sich jeden Freitag",        "übt zweimal in der Woche",
                           "hilft Nachbarn im Garten",         "singt bei Festen",
                           "bringt Kindern das Schwimmen bei", "sammelt alte Fotos und Geschichten"};

class Maker
{
public:
    Maker(web::Environment& environment, SeededRandom& chance, web::Network network)
        : m_environment(environment), m_chance(chance), m_network(std::move(network))
    {
    }

    Result<Done> make_villages(std::int64_t count)
    {
        return m_environment.pool.write(db::Scope::of(m_network.id), [&](db::Tx& tx) -> Result<Done> {
            m_villages.clear();
            for (std::int64_t number = 0; number < count; ++number) {
                const auto village = make_village(number);
                villages::put_place(tx, m_network.id, village, m_environment.clock.now());
                m_villages.push_back(village);
            }
            return Done{};
        });
    }

    Result<Done> make_organisations(std::int64_t first, std::int64_t count)
    {
        std::vector<organisations::NewOrganisation> entries;
        for (std::int64_t number = first; number < first + count; ++number)
            entries.push_back(make_organisation(number));
        return m_environment.pool.write(db::Scope::of(m_network.id), [&](db::Tx& tx) -> Result<Done> {
            std::vector<organisations::OrganisationId> made;
            for (const auto& entry : entries)
                made.push_back(TRY(organisations::create(tx, m_network.id, entry, author())));
            organisations::index_entries(tx, m_network.id, made);
            return Done{};
        });
    }

    Result<Done> make_people(std::int64_t count)
    {
        std::vector<people::PreparedPerson> made;
        for (std::int64_t number = 0; number < count; ++number)
            made.push_back(TRY(people::prepare(make_person(), m_villages, author())));
        return m_environment.pool.write(db::Scope::of(m_network.id), [&](db::Tx& tx) -> Result<Done> {
            people::insert_prepared(tx, m_network.id, made, author());
            return Done{};
        });
    }

private:
    template <class List>
    auto one_of(const List& list)
    {
        return list[m_chance.below(std::size(list))];
    }

    std::string key_of(std::string_view list)
    {
        const auto entries = vocabularies::entries(list);
        const auto* entry = &entries[m_chance.below(entries.size())];
        while (entry->special)
            entry = &entries[m_chance.below(entries.size())];
        return entry->key;
    }

    organisations::Author author() const
    {
        return {.clock = m_environment.clock,
                .random = m_chance,
                .name = "Probenetz",
                .indexing = organisations::Author::Indexing::later,
                .places = &m_villages};
    }

    villages::Village make_village(std::int64_t number)
    {
        villages::Village village;
        village.id = new_id<villages::VillageId>(m_environment.clock, m_chance);
        village.name = std::string(one_of(beginnings)) + one_of(middles) + one_of(endings);
        village.slug = search::slug(village.name) + '-' + std::to_string(number + 1);
        village.name += m_names.insert(village.name).second ? "" : ' ' + std::to_string(number + 1);
        village.latitude = 51.5 + static_cast<double>(m_chance.below(4000)) / 10'000;
        village.longitude = 12.2 + static_cast<double>(m_chance.below(4000)) / 10'000;
        village.population = static_cast<std::int64_t>(120 + m_chance.below(900));
        village.description_de = village.name + " ist erfunden, wie alles in diesem Netz.";
        village.description_en = village.name + " is invented, like everything in this network.";
        return village;
    }

    organisations::NewOrganisation make_organisation(std::int64_t number)
    {
        const auto& village = m_villages[m_chance.below(m_villages.size())];
        organisations::OrganisationDraft entry;
        const bool is_company = m_chance.below(5) == 0;
        entry.kind = is_company ? organisations::Kind::company : organisations::Kind::club;
        entry.name = is_company ? std::string(one_of(trades)) + ' ' + one_of(families) +
                                      one_of(family_endings) + ' ' + village.name
                                : std::string(one_of(what)) + ' ' + one_of(which) + ' ' + village.name;
        entry.name += ' ' + std::to_string(number + 1);
        entry.founded = static_cast<std::int64_t>(1860 + m_chance.below(160));
        entry.members = static_cast<std::int64_t>(5 + m_chance.below(200));
        entry.villages = {village.id};
        entry.fields = {key_of("fields")};
        entry.area.villages = {village.id};
        entry.purpose = std::string(is_company ? "Arbeitet in " : "Trifft sich in ") + village.name +
                        " und " + one_of(deeds) + '.';
        if (is_company)
            entry.support.push_back(key_of("support"));
        else
            entry.strengths.push_back(key_of("strengths"));
        entry.town = village.name;
        entry.is_example = true;
        return {.entry = std::move(entry),
                .status = organisations::Status::published,
                .last_confirmed_on =
                    add_days(date_of(m_environment.clock.now()), -static_cast<int>(m_chance.below(500)))};
    }

    people::NewPerson make_person()
    {
        const auto& village = m_villages[m_chance.below(m_villages.size())];
        people::PersonDraft data;
        data.given_name = one_of(given);
        data.family_name = std::string(one_of(families)) + one_of(family_endings) + '-' + one_of(families) +
                           one_of(family_endings);
        data.birth_year = static_cast<std::int64_t>(1940 + m_chance.below(65));
        data.village = village.id;
        data.fields = {key_of("fields")};
        data.tasks = {key_of("tasks")};
        data.is_example = true;
        return {.data = std::move(data), .origin = people::Origin::import};
    }

    web::Environment& m_environment;
    SeededRandom& m_chance;
    web::Network m_network;
    std::vector<villages::Village> m_villages;
    std::set<std::string> m_names;
};

Result<Done> generate_one(web::Environment& environment, SeededRandom& chance, const web::Network& network,
                          std::int64_t scale, const std::function<Result<Done>(std::int64_t)>& step)
{
    TRY(environment.pool.write(db::Scope::everything(), [&](db::Tx& tx) -> Result<Done> {
        if (web::network_by_slug(tx, network.slug))
            return Error{.kind = Err::conflict,
                         .text = "Das Netzwerk „{1}“ gibt es schon."_de,
                         .values = {network.slug}};
        web::insert_network(tx, network, environment.clock.now());
        return Done{};
    }));
    Maker maker(environment, chance, network);
    TRY(maker.make_villages(std::max(least_villages, scale / organisations_per_village)));
    for (std::int64_t done = 0; done < scale; done += per_step) {
        const auto count = std::min(per_step, scale - done);
        TRY(maker.make_organisations(done, count));
        TRY(maker.make_people(count / 2));
        TRY(step(count));
    }
    return Done{};
}

} // namespace

Result<Done> generate_networks(web::Environment& environment, const SyntheticSettings& settings)
{
    SeededRandom chance(settings.seed);
    std::int64_t done = 0;
    const auto total = settings.scale * settings.networks;
    const auto step = [&](std::int64_t more) -> Result<Done> {
        done += more;
        if (settings.progress && !settings.progress(done, total))
            return Error{.kind = Err::unavailable, .text = "Abgebrochen."_de};
        return Done{};
    };
    for (std::int64_t number = 1; number <= settings.networks; ++number) {
        const auto label = std::to_string(number);
        const web::Network network{
            // The rows in it have the same ids for the same seed, the network has its own.
            .id = new_id<NetworkId>(environment.clock, environment.random),
            .slug = settings.prefix + '-' + label,
            .name = "Probenetz " + label,
            .time_zone = "Europe/Berlin",
            .settings = {{"subtitle.de", "Netzwerk für Engagement"},
                         {"subtitle.en", "Network for volunteering"},
                         {"contact.name.de", "Koordination"},
                         {"contact.email", "koordination@example.org"}}};
        TRY(generate_one(environment, chance, network, settings.scale, step));
    }
    return Done{};
}

} // namespace dorfnetz::transfer
