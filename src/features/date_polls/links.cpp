#include "features/date_polls/links.hpp"

#include "foundation/web/form.hpp"

namespace dorfnetz::date_polls {

namespace {

// 128 bits in hexadecimal.
constexpr std::size_t key_length = 32;

std::string key_for(const web::Environment& environment, std::string_view purpose, const NetworkId& network,
                    const std::string& id)
{
    return web::keyed_hash(environment, purpose, network.text() + '\n' + id).substr(0, key_length);
}

} // namespace

std::string hash_of_token(const web::Environment& environment, std::string_view token)
{
    return web::keyed_hash(environment, "date-poll-link", token);
}

std::string token_of(const web::Environment& environment, const NetworkId& network, const PollId& poll)
{
    return key_for(environment, "date-poll", network, poll.text());
}

std::string token_of(const web::Environment& environment, const NetworkId& network,
                     const Invitation& invitation)
{
    const auto who = std::visit([](const auto& id) { return id.text(); }, invitation.who);
    return key_for(environment, "date-poll-invitation", network, invitation.poll.text() + '\n' + who);
}

std::string token_of(const web::Environment& environment, const NetworkId& network, const ReplyId& reply)
{
    return key_for(environment, "date-poll-reply", network, reply.text());
}

std::string path_with(std::string_view token)
{
    return "/umfrage/" + std::string(token);
}

} // namespace dorfnetz::date_polls
