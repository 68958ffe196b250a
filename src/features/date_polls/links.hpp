#pragma once

#include "features/date_polls/polls.hpp"

#include <string>
#include <string_view>

// Addresses that are keys: one of a poll, for everybody; one for everybody who was asked by mail; one
// for each answer. A key is made of an id and the secret of the installation, so that it can be shown again;
// the database knows a hash of it, and so does not open anything if it gets lost.
namespace dorfnetz::date_polls {

inline constexpr std::string_view answer_pattern = "/umfrage/{token}";

std::string hash_of_token(const web::Environment& environment, std::string_view token);

std::string token_of(const web::Environment& environment, const NetworkId& network, const PollId& poll);
std::string token_of(const web::Environment& environment, const NetworkId& network,
                     const Invitation& invitation);
std::string token_of(const web::Environment& environment, const NetworkId& network, const ReplyId& reply);

// "/umfrage/…"
std::string path_with(std::string_view token);

} // namespace dorfnetz::date_polls
