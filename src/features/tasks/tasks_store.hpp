#pragma once

#include "features/tasks/api.hpp"

#include <string_view>
#include <vector>

namespace dorfnetz::tasks::store {

// What is empty is not asked for.
struct Filter
{
    std::optional<State> state = {};
    std::optional<MeetingId> meeting = {};
    std::optional<GroupId> group = {};
    std::int64_t most = 2'000;
};

// Those due first come first, those without a day last; of settled ones the newest first.
std::vector<Task> list(db::Reader& reader, const NetworkId& network, const Filter& filter);
std::optional<Task> by_number(db::Reader& reader, const NetworkId& network, std::int64_t number);
std::optional<Task> by_link(db::Reader& reader, const NetworkId& network, std::string_view link_hash);
std::vector<Task> of_person(db::Reader& reader, const NetworkId& network, const PersonId& person);

// The next number of the network.
std::int64_t next_number(db::Reader& reader, const NetworkId& network);
void insert(db::Tx& tx, const NetworkId& network, const Task& task, std::string_view link_hash);
// False if `version` is no longer the newest. The version grows by one.
bool update(db::Tx& tx, const NetworkId& network, const Task& task, std::string_view link_hash);

} // namespace dorfnetz::tasks::store
