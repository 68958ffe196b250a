#pragma once

#include "features/date_polls/polls.hpp"

#include <string>
#include <string_view>

// Addresses that are keys (foundation/web/link_key.hpp): one of a poll, for everybody; one for each who was
// asked by mail; one for each answer.
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
