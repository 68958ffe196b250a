#include "features/signups/links.hpp"

#include "foundation/web/form.hpp"

namespace dorfnetz::signups {

namespace {

constexpr std::size_t token_length = 32; // hexadecimal: 128 bits

} // namespace

std::string token_of(const web::Environment& environment, const NetworkId& network, const SignupId& id)
{
    return web::keyed_hash(environment, "signup", network.text() + '\n' + id.text()).substr(0, token_length);
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
