#pragma once

#include "foundation/core/id.hpp"
#include "foundation/db/db.hpp"
#include "foundation/search/folding.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

// Sort keys are made by rules that come with the ICU library; a new version of it may order otherwise, and
// old and new keys in one list would order by neither. The same holds for how words sound, by rules of ours.
namespace dorfnetz::search {

// A row that has a sort key, and the text that it is made of.
struct SortedRow
{
    NetworkId network;
    std::string id;
    std::string text;
};

// How the keys of one table are renewed; its owner says so.
struct SortedTable
{
    std::string name;
    // At most `limit` rows that come after this one by network and id, in that order.
    std::function<std::vector<SortedRow>(db::Reader& reader, const SortedRow& after, int limit)> next;
    std::function<void(db::Tx& tx, const SortedRow& row, const std::string& key)> store;
    std::function<std::string(std::string_view text)> key_of = sort_key;
};

// From its two statements: `rows` selects network_id, id and text of at most :limit rows behind :network and
// :id, `store` sets the :key of :network and :id unless it is that already.
SortedTable sorted_table_of(std::string name, db::Query rows, db::Sql store);

// The words of the search and how they sound, by `sound_version`.
SortedTable table_of_sounds();

// Makes the keys of a table anew unless they were all made by `version` of the rules, in short transactions.
// Stops when `may_go_on` says no and begins anew at the next call. Answers how many keys it made.
std::int64_t renew_sort_keys(db::Pool& pool, const SortedTable& table, const std::string& version,
                             const std::function<bool()>& may_go_on);

} // namespace dorfnetz::search
