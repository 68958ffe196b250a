#include "foundation/web/content_policy.hpp"

namespace dorfnetz::web {

std::string content_policy(std::string_view images_from)
{
    std::string policy = "default-src 'none'; object-src 'none'; script-src 'self'; style-src 'self'; "
                         "img-src 'self' data:";
    if (!images_from.empty())
        policy.append(" ").append(images_from);
    return policy + "; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
                    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
}

} // namespace dorfnetz::web
