#include "foundation/web/home.hpp"

namespace dorfnetz::web {

bool is_at_home(const Context& context)
{
    const auto& host = context.request.host;
    if (!context.environment.public_address.empty() || host == "localhost" || host == "127.0.0.1" ||
        host == "::1" || host == "[::1]")
        return true;
    return context.pool().read(
        [&](db::Reader& reader) { return is_host_of(reader, context.network.id, host); });
}

} // namespace dorfnetz::web
