#include "features/villages/villages_store.hpp"

#include "foundation/core/text.hpp"
#include "foundation/search/folding.hpp"

#include <cmath>
#include <numbers>

namespace dorfnetz::villages {

namespace {

Village read_village(db::Row& row)
{
    return {.id = row.take<VillageId>(),
            .slug = row.take<std::string>(),
            .name = row.take<std::string>(),
            .in_network = row.take<bool>(),
            .latitude = row.take<std::optional<double>>(),
            .longitude = row.take<std::optional<double>>(),
            .postal_code = row.take<std::string>(),
            .municipality_key = row.take<std::string>(),
            .population = row.take<std::optional<std::int64_t>>(),
            .population_on = row.take<std::optional<Date>>(),
            .note = row.take<std::string>(),
            .description_de = row.take<std::string>(),
            .description_en = row.take<std::string>(),
            .picture = row.take<std::optional<std::string>>().value_or(std::string()),
            .version = row.take<std::int64_t>()};
}

double radians(double degrees)
{
    return degrees * std::numbers::pi / 180;
}

} // namespace

std::vector<Village> all_places(db::Reader& reader, const NetworkId& network)
{
    return reader.list(R"sql(
        SELECT id, slug, name, in_network, latitude, longitude, postal_code, municipality_key, population,
               population_on, note, description_de, description_en, picture_id, version
        FROM villages WHERE network_id = :network ORDER BY sort_key, slug)sql",
                       {{"network", network}}, read_village);
}

std::vector<Village> villages_of(db::Reader& reader, const NetworkId& network)
{
    auto places = all_places(reader, network);
    std::erase_if(places, [](const Village& village) { return !village.in_network; });
    return places;
}

std::int64_t count_villages(db::Reader& reader, const NetworkId& network)
{
    return reader.count(
        R"sql(SELECT COUNT(*) FROM villages WHERE network_id = :network AND in_network = 1)sql",
        {{"network", network}});
}

std::optional<Village> village_by_slug(db::Reader& reader, const NetworkId& network, std::string_view slug)
{
    return reader.first(R"sql(
        SELECT id, slug, name, in_network, latitude, longitude, postal_code, municipality_key, population,
               population_on, note, description_de, description_en, picture_id, version
        FROM villages WHERE network_id = :network AND slug = :slug)sql",
                        {{"network", network}, {"slug", slug}}, read_village);
}

std::optional<Village> village_by_id(db::Reader& reader, const NetworkId& network, const VillageId& id)
{
    return reader.first(R"sql(
        SELECT id, slug, name, in_network, latitude, longitude, postal_code, municipality_key, population,
               population_on, note, description_de, description_en, picture_id, version
        FROM villages WHERE network_id = :network AND id = :id)sql",
                        {{"network", network}, {"id", id}}, read_village);
}

void save_place(db::Tx& tx, const NetworkId& network, const Village& village, Timestamp now)
{
    tx.exec(R"sql(
        INSERT INTO villages (network_id, id, slug, name, sort_key, in_network, latitude, longitude, postal_code,
                              municipality_key, population, population_on, note, description_de, description_en,
                              updated_at)
        VALUES (:network, :id, :slug, :name, :sort_key, :in_network, :latitude, :longitude, :postal_code,
                :municipality_key, :population, :population_on, :note, :description_de, :description_en, :now)
        ON CONFLICT (network_id, slug) DO UPDATE SET
            name = excluded.name, sort_key = excluded.sort_key, in_network = excluded.in_network,
            latitude = excluded.latitude, longitude = excluded.longitude, postal_code = excluded.postal_code,
            municipality_key = excluded.municipality_key, population = excluded.population,
            population_on = excluded.population_on, note = excluded.note,
            description_de = excluded.description_de, description_en = excluded.description_en,
            version = villages.version + 1, updated_at = excluded.updated_at)sql",
            {{"network", network},
             {"id", village.id},
             {"slug", village.slug},
             {"name", village.name},
             {"sort_key", search::sort_key(village.name)},
             {"in_network", village.in_network},
             {"latitude", village.latitude},
             {"longitude", village.longitude},
             {"postal_code", village.postal_code},
             {"municipality_key", village.municipality_key},
             {"population", village.population},
             {"population_on", village.population_on},
             {"note", village.note},
             {"description_de", village.description_de},
             {"description_en", village.description_en},
             {"now", now}});
}

// Two stewards editing the same village is everyday life: the version in the WHERE clause makes the second
// one fail instead of silently undoing the first.
std::int64_t update_description(db::Tx& tx, const NetworkId& network, const Village& village, Timestamp now)
{
    return tx.exec(R"sql(
        UPDATE villages SET description_de = :description_de, description_en = :description_en,
                            population = :population, population_on = :population_on,
                            version = version + 1, updated_at = :now
        WHERE network_id = :network AND id = :id AND version = :version)sql",
                   {{"description_de", village.description_de},
                    {"description_en", village.description_en},
                    {"population", village.population},
                    {"population_on", village.population_on},
                    {"now", now},
                    {"network", network},
                    {"id", village.id},
                    {"version", village.version}});
}

void update_picture(db::Tx& tx, const NetworkId& network, const VillageId& id, std::string_view key)
{
    const auto picture = key.empty() ? std::nullopt : std::optional(key);
    tx.exec(R"sql(UPDATE villages SET picture_id = :picture WHERE network_id = :network AND id = :id)sql",
            {{"picture", picture}, {"network", network}, {"id", id}});
}

void forget_picture(db::Tx& tx, const NetworkId& network, std::string_view gone, std::string_view newest)
{
    const auto left = newest.empty() ? std::nullopt : std::optional(newest);
    tx.exec(
        R"sql(UPDATE villages SET picture_id = :left WHERE network_id = :network AND picture_id = :gone)sql",
        {{"left", left}, {"network", network}, {"gone", gone}});
}

std::string land_of(const std::vector<Village>& places)
{
    for (const auto& village : places)
        if (village.in_network && village.municipality_key.size() >= 2)
            return village.municipality_key.substr(0, 2);
    return {};
}

std::optional<Village> village_by_name(const std::vector<Village>& places, std::string_view written)
{
    auto wanted = search::fold(squeeze(written));
    for (const std::string_view prefix : {"ot ", "ortsteil ", "dorf "})
        if (wanted.starts_with(prefix))
            wanted.erase(0, prefix.size());
    const Village* found = nullptr;
    for (const auto& place : places) {
        if (search::fold(place.name) != wanted && place.slug != wanted)
            continue;
        if (found != nullptr)
            return std::nullopt;
        found = &place;
    }
    return found == nullptr ? std::nullopt : std::optional(*found);
}

// Haversine; the villages of a network are near enough that the earth's flattening does not matter.
std::optional<double> distance_km(const Village& from, const Village& to)
{
    if (!from.latitude || !from.longitude || !to.latitude || !to.longitude)
        return std::nullopt;
    constexpr double earth_radius_km = 6371.0088;
    const double half_north = std::sin(radians(*to.latitude - *from.latitude) / 2);
    const double half_east = std::sin(radians(*to.longitude - *from.longitude) / 2);
    const double h = half_north * half_north + std::cos(radians(*from.latitude)) *
                                                   std::cos(radians(*to.latitude)) * half_east * half_east;
    return 2 * earth_radius_km * std::asin(std::sqrt(std::min(1.0, h)));
}

} // namespace dorfnetz::villages
