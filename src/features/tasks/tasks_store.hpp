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

// Those due first come first, those without a day last; settled ones after them, the newest first.
std::vector<Task> list(db::Reader& reader, const NetworkId& network, const Filter& filter);
std::optional<Task> by_number(db::Reader& reader, const NetworkId& network, std::int64_t number);
std::optional<Task> by_link(db::Reader& reader, const NetworkId& network, std::string_view link_hash);
std::vector<Task> of_person(db::Reader& reader, const NetworkId& network, const PersonId& person);

// The next number of the network.
std::int64_t next_number(db::Reader& reader, const NetworkId& network);
void insert(db::Tx& tx, const NetworkId& network, const Task& task, std::string_view link_hash);
// False if `version` is no longer the newest. The version grows by one.
bool update(db::Tx& tx, const NetworkId& network, const Task& task, std::string_view link_hash);
// What a reminder told of. Whoever has the form open may still save it.
void mark_told(db::Tx& tx, const NetworkId& network, const Task& task);
// Nobody of the register does it any more.
void forget_person(db::Tx& tx, const NetworkId& network, const PersonId& person);

} // namespace dorfnetz::tasks::store
