#pragma once

#include "features/newsletter/subscriptions.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

// SQL of subscriptions, nothing else.
namespace dorfnetz::newsletter::store {

// Unconfirmed if it has a hash of a token.
void insert(db::Tx& tx, const NetworkId& network, const Subscription& subscription,
            std::string_view token_hash);
std::optional<Subscription> by_token(db::Reader& reader, const NetworkId& network,
                                     std::string_view token_hash);
std::optional<Subscription> by_id(db::Reader& reader, const NetworkId& network, const SubscriptionId& id);
// Confirmed or not.
std::vector<Subscription> by_email(db::Reader& reader, const NetworkId& network, std::string_view email);
// Brings language, wording, moments and wishes up to date, and confirms it.
void confirm(db::Tx& tx, const NetworkId& network, const Subscription& subscription);
void replace_wishes(db::Tx& tx, const NetworkId& network, const SubscriptionId& id, const Wishes& wishes);
bool remove(db::Tx& tx, const NetworkId& network, const SubscriptionId& id);

struct Batch
{
    std::string_view after; // id; empty: from the beginning
    Timestamp confirmed_by; // included
    std::int64_t most = 50;
};

// By id.
std::vector<Subscription> confirmed_after(db::Reader& reader, const NetworkId& network, const Batch& batch);

} // namespace dorfnetz::newsletter::store
