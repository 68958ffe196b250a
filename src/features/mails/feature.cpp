#include "features/mails/feature.hpp"

#include "accounts/desk.hpp"
#include "features/mails/mails_pages.hpp"
#include "foundation/web/form.hpp"

namespace dorfnetz::mails {

mail::AddressKey address_key(const web::Environment& environment)
{
    return [&environment](std::string_view address) {
        return web::keyed_hash(environment, "mail-address", address);
    };
}

void register_feature(web::Site& site, const Reach& reach)
{
    const auto coordinator = web::Access::coordinator();
    const std::string page(mails_path);
    site.get(page, coordinator, show_mails);
    site.post(page + "/adressen", coordinator, block_or_open);
    site.post(std::string(again_pattern), coordinator, send_once_more);
    site.post(std::string(settled_pattern), coordinator, settle);
    site.add(web::NavigationEntry{.where = web::NavigationEntry::Where::desk,
                                  .order = 930,
                                  .path = page,
                                  .label = "Mails"_de,
                                  .access = coordinator,
                                  .group = accounts::desk_group::access});
    site.add(web::DeskItems{.order = 5, .waiting = [reach](const web::Context& context, db::Reader& reader) {
                                return desk_items(context, reader, reach);
                            }});
}

} // namespace dorfnetz::mails
