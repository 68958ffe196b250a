#include "features/date_polls/links.hpp"

#include "foundation/web/form.hpp"
#include "foundation/web/link_key.hpp"

namespace dorfnetz::date_polls {

std::string hash_of_token(const web::Environment& environment, std::string_view token)
{
    return web::keyed_hash(environment, "date-poll-link", token);
}

std::string token_of(const web::Environment& environment, const NetworkId& network, const PollId& poll)
{
    return web::link_key(environment, "date-poll", network, poll.text());
}

std::string token_of(const web::Environment& environment, const NetworkId& network,
                     const Invitation& invitation)
{
    const auto who = std::visit([](const auto& id) { return id.text(); }, invitation.who);
    return web::link_key(environment, "date-poll-invitation", network, invitation.poll.text() + '\n' + who);
}

std::string token_of(const web::Environment& environment, const NetworkId& network, const ReplyId& reply)
{
    return web::link_key(environment, "date-poll-reply", network, reply.text());
}

std::string path_with(std::string_view token)
{
    return "/umfrage/" + std::string(token);
}

} // namespace dorfnetz::date_polls
