#include "features/asking/links.hpp"

#include "foundation/web/form.hpp"
#include "foundation/web/link_key.hpp"

namespace dorfnetz::asking {

std::string hash_of_token(const web::Environment& environment, std::string_view token)
{
    return web::keyed_hash(environment, "asking-link", token);
}

std::string token_of(const web::Environment& environment, const NetworkId& network, const ShiftId& shift,
                     const PersonId& person)
{
    return web::link_key(environment, "asking", network, shift.text() + '\n' + person.text());
}

std::string answer_path(std::string_view token)
{
    return "/anfrage/" + std::string(token);
}

} // namespace dorfnetz::asking
