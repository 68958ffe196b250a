#pragma once

#include "foundation/core/id.hpp"
#include "foundation/db/db.hpp"
#include "foundation/i18n/i18n.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dorfnetz::web {

// The tenant that a request is for.
struct Network
{
    NetworkId id;
    std::string slug;
    std::string name;
    std::string time_zone;
    // What the coordinator set in the browser. Keys of texts end in ".de" or ".en".
    std::map<std::string, std::string, std::less<>> settings;

    std::string_view setting(std::string_view key) const;
    // `key` + language, German if the other is missing.
    std::string_view text(std::string_view key, i18n::Language language) const;
};

// Network of a host name; the only network there is if nobody claims the host.
std::optional<Network> network_of_host(db::Reader& reader, std::string_view host);
// Whether the host was given to the network; what a request names as its host is whatever its sender likes.
bool is_host_of(db::Reader& reader, const NetworkId& network, std::string_view host);
std::optional<Network> network_by_slug(db::Reader& reader, std::string_view slug);
std::optional<Network> network_by_id(db::Reader& reader, const NetworkId& id);
// By slug, without their settings.
std::vector<Network> all_networks(db::Reader& reader);

void insert_network(db::Tx& tx, const Network& network, Timestamp now);
void add_host(db::Tx& tx, const NetworkId& network, std::string_view host);
void save_setting(db::Tx& tx, const NetworkId& network, std::string_view key, std::string_view value);

} // namespace dorfnetz::web
