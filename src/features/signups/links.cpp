#include "features/signups/links.hpp"

#include "foundation/web/form.hpp"
#include "foundation/web/link_key.hpp"

namespace dorfnetz::signups {

std::string token_of(const web::Environment& environment, const NetworkId& network, const SignupId& id)
{
    return web::link_key(environment, "signup", network, id.text());
}

std::string link_hash_of(const web::Environment& environment, const NetworkId& network, const SignupId& id)
{
    return hash_of_token(environment, token_of(environment, network, id));
}

std::string hash_of_token(const web::Environment& environment, std::string_view token)
{
    return web::keyed_hash(environment, "signup-link", token);
}

std::string own_path(const web::Context& context, const SignupId& id)
{
    return "/zusage/" + token_of(context.environment, context.network.id, id);
}

} // namespace dorfnetz::signups
