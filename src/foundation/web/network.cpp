#include "foundation/web/network.hpp"

namespace dorfnetz::web {

namespace {

Network read_network(db::Row& row)
{
    return {.id = row.take<NetworkId>(),
            .slug = row.take<std::string>(),
            .name = row.take<std::string>(),
            .time_zone = row.take<std::string>(),
            .settings = {}};
}

void read_settings(db::Reader& reader, Network& network)
{
    reader.each(R"sql(SELECT key, value FROM network_settings WHERE network_id = :network)sql",
                {{"network", network.id}}, [&](db::Row& row) {
                    auto key = row.take<std::string>();
                    network.settings[std::move(key)] = row.take<std::string>();
                });
}

std::optional<Network> with_settings(db::Reader& reader, std::optional<Network> network)
{
    if (network)
        read_settings(reader, *network);
    return network;
}

} // namespace

std::string_view Network::setting(std::string_view key) const
{
    const auto found = settings.find(key);
    return found == settings.end() ? std::string_view() : found->second;
}

std::string_view Network::text(std::string_view key, i18n::Language language) const
{
    const auto in_language = setting(std::string(key) + '.' + std::string(i18n::code(language)));
    return in_language.empty() ? setting(std::string(key) + ".de") : in_language;
}

std::optional<Network> network_of_host(db::Reader& reader, std::string_view host)
{
    auto network = reader.first(R"sql(
        SELECT n.id, n.slug, n.name, n.time_zone FROM network_hosts h JOIN networks n ON n.id = h.network_id
        WHERE h.host = :host)sql",
                                {{"host", host}}, read_network);
    if (network)
        return with_settings(reader, std::move(network));
    auto first_two = reader.list(
        R"sql(SELECT id, slug, name, time_zone FROM networks ORDER BY id LIMIT 2)sql", {}, read_network);
    if (first_two.size() != 1)
        return std::nullopt;
    return with_settings(reader, std::move(first_two.front()));
}

bool is_host_of(db::Reader& reader, const NetworkId& network, std::string_view host)
{
    return reader.count(
               R"sql(SELECT count(*) FROM network_hosts WHERE network_id = :network AND host = :host)sql",
               {{"network", network}, {"host", host}}) > 0;
}

std::optional<Network> network_by_slug(db::Reader& reader, std::string_view slug)
{
    return with_settings(reader, reader.first(R"sql(
        SELECT id, slug, name, time_zone FROM networks WHERE slug = :slug)sql",
                                              {{"slug", slug}}, read_network));
}

std::optional<Network> network_by_id(db::Reader& reader, const NetworkId& id)
{
    return with_settings(reader, reader.first(R"sql(
        SELECT id, slug, name, time_zone FROM networks WHERE id = :id)sql",
                                              {{"id", id}}, read_network));
}

std::vector<Network> all_networks(db::Reader& reader)
{
    return reader.list(R"sql(SELECT id, slug, name, time_zone FROM networks ORDER BY slug)sql", {},
                       read_network);
}

void insert_network(db::Tx& tx, const Network& network, Timestamp now)
{
    tx.exec(R"sql(
        INSERT INTO networks (id, slug, name, time_zone, created_at)
        VALUES (:id, :slug, :name, :time_zone, :created_at))sql",
            {{"id", network.id},
             {"slug", network.slug},
             {"name", network.name},
             {"time_zone", network.time_zone},
             {"created_at", now}});
    for (const auto& [key, value] : network.settings)
        save_setting(tx, network.id, key, value);
}

void add_host(db::Tx& tx, const NetworkId& network, std::string_view host)
{
    tx.exec(R"sql(
        INSERT INTO network_hosts (host, network_id) VALUES (:host, :network)
        ON CONFLICT (host) DO UPDATE SET network_id = excluded.network_id)sql",
            {{"host", host}, {"network", network}});
}

void save_setting(db::Tx& tx, const NetworkId& network, std::string_view key, std::string_view value)
{
    tx.exec(R"sql(
        INSERT INTO network_settings (network_id, key, value) VALUES (:network, :key, :value)
        ON CONFLICT (network_id, key) DO UPDATE SET value = excluded.value)sql",
            {{"network", network}, {"key", key}, {"value", value}});
}

} // namespace dorfnetz::web
