#include "features/protocol/feature.hpp"

#include "features/protocol/protocol_pages.hpp"

namespace dorfnetz::protocol {

void register_feature(web::Site& site)
{
    add_protocol_pages(site);
}

} // namespace dorfnetz::protocol
