#pragma once

#include "foundation/web/site.hpp"

namespace dorfnetz::contact {

void register_contact_form(web::Site& site);
void register_persons_editing(web::Site& site);
void register_settings(web::Site& site);

// The contact persons; nothing if there are none.
html::Safe draw_persons(const web::Context& context, db::Reader& reader);

} // namespace dorfnetz::contact
