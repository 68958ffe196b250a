#pragma once

#include "features/pages/api.hpp"

// Use cases of editors, each in the caller's transaction. Each keeps the search up to date.
namespace dorfnetz::pages {

enum class Saving { as_draft, and_publish };

// A new page; one without a slug gets one that is free, made of its title. Err::invalid with the fields, also
// if the slug is taken.
Result<Page> create(db::Tx& tx, const NetworkId& network, const Draft& draft, Saving saving,
                    const Author& author);
// A new version. Err::missing; Err::stale if `version` is no longer the newest; Err::invalid. Kind and slug
// of a page never change, so that links stay right.
Result<Done> save(db::Tx& tx, const NetworkId& network, const PageId& id, std::int64_t version,
                  const Draft& draft, Saving saving, const Author& author);
// Nobody sees it any more; the texts stay. Err::missing.
Result<Done> withdraw(db::Tx& tx, const NetworkId& network, const PageId& id, Timestamp now);
// The words of an old version become the newest, as a draft. Err::missing, Err::stale.
Result<Done> restore(db::Tx& tx, const NetworkId& network, const PageId& id, std::int64_t newest,
                     std::int64_t old, const Author& author);
// With all its versions. Err::missing; Err::conflict for a page that the program needs.
Result<Done> remove(db::Tx& tx, const NetworkId& network, const PageId& id);

// Kinds under which texts stand in the search: one for each language.
std::string search_kind(Kind kind, i18n::Language language);

} // namespace dorfnetz::pages
