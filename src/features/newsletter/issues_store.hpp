#pragma once

#include "features/newsletter/issues.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

// SQL of issues and their parts, nothing else.
namespace dorfnetz::newsletter::store {

struct StoredDecision
{
    bool is_left_out = false;
    std::optional<std::int64_t> position = {};
};

// By kind and subject.
using Decisions = std::map<std::pair<std::string, std::string>, StoredDecision>;

Decisions decisions_of(db::Reader& reader, const NetworkId& network, const IssueId& issue);
void save_decision(db::Tx& tx, const NetworkId& network, const IssueId& issue, const Item& item,
                   const StoredDecision& decision);

// Subjects of a kind that another issue had, or that its editors left out of it.
std::set<std::string> told_before(db::Reader& reader, const NetworkId& network, const IssueId& issue,
                                  std::string_view kind);

void insert_items(db::Tx& tx, const NetworkId& network, const IssueId& issue, const std::vector<Item>& items);
std::vector<Item> items_of(db::Reader& reader, const NetworkId& network, const IssueId& issue);

// False if it is no draft any more, or of another version.
bool start(db::Tx& tx, const NetworkId& network, const Issue& issue, const web::UserId& by, Timestamp now);
// Notes that the issue went to `count` more, up to this subscription. False if another worker was faster.
bool advance(db::Tx& tx, const NetworkId& network, const Issue& issue, std::string_view up_to,
             std::int64_t count);
void finish(db::Tx& tx, const NetworkId& network, const IssueId& issue);
std::vector<Issue> being_sent(db::Reader& reader, const NetworkId& network);

} // namespace dorfnetz::newsletter::store
