#pragma once

#include "foundation/web/site.hpp"

namespace dorfnetz::pictures {

void register_picture_editing(web::Site& site);
void register_download_editing(web::Site& site);

} // namespace dorfnetz::pictures
