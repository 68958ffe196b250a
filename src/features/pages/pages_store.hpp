#pragma once

#include "features/pages/api.hpp"

// SQL of the pages and nothing else.
namespace dorfnetz::pages {

// The newest version, published or not.
std::optional<Page> newest_by_slug(db::Reader& reader, const NetworkId& network, Kind kind,
                                   std::string_view slug);
std::optional<Page> newest_by_id(db::Reader& reader, const NetworkId& network, const PageId& id);
// What everybody sees of it.
std::optional<Page> published_by_id(db::Reader& reader, const NetworkId& network, const PageId& id);
std::optional<Page> version_of(db::Reader& reader, const NetworkId& network, const PageId& id,
                               std::int64_t version);
// The newest versions of all of a kind: pages by slug, news by day, the newest first.
std::vector<Page> newest_of_all(db::Reader& reader, const NetworkId& network, Kind kind);
// All that everybody sees.
std::vector<Page> published_of_all(db::Reader& reader, const NetworkId& network, Kind kind);
// Versions of a page, the newest first.
std::vector<Page> versions_of(db::Reader& reader, const NetworkId& network, const PageId& id);
std::int64_t count_published_news(db::Reader& reader, const NetworkId& network);

// False if the slug is taken.
bool insert_page(db::Tx& tx, const NetworkId& network, const Page& page, const Author& author);
// False if somebody saved after `version`.
bool add_version(db::Tx& tx, const NetworkId& network, const Page& page, std::int64_t version,
                 const Author& author);
void set_published(db::Tx& tx, const NetworkId& network, const PageId& id,
                   std::optional<std::int64_t> version);
void delete_page(db::Tx& tx, const NetworkId& network, const PageId& id);

} // namespace dorfnetz::pages
