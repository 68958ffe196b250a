#include "foundation/web/home.hpp"

namespace dorfnetz::web {

namespace {

bool is_known_without_asking(const Context& context)
{
    const auto& host = context.request.host;
    return !context.environment.public_address.empty() || host == "localhost" || host == "127.0.0.1" ||
           host == "::1" || host == "[::1]";
}

} // namespace

bool is_at_home(const Context& context)
{
    return is_known_without_asking(context) || context.pool().read([&](db::Reader& reader) {
        return is_host_of(reader, context.network.id, context.request.host);
    });
}

bool is_at_home(const Context& context, db::Reader& reader)
{
    return is_known_without_asking(context) || is_host_of(reader, context.network.id, context.request.host);
}

} // namespace dorfnetz::web
