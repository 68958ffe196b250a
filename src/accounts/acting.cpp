#include "accounts/acting.hpp"

#include "accounts/accounts_store.hpp"

namespace dorfnetz::accounts {

std::optional<web::Context> acting_as(db::Reader& reader, const web::Context& context,
                                      const std::optional<web::UserId>& user)
{
    const auto actor = user ? actor_of(reader, context.network.id, *user, context.now()) : std::nullopt;
    if (!actor)
        return std::nullopt;
    auto theirs = context.in(i18n::Language::de);
    theirs.actor = *actor;
    return theirs;
}

} // namespace dorfnetz::accounts
