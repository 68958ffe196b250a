#pragma once

#include "foundation/web/form.hpp"

#include <initializer_list>
#include <string_view>

namespace dorfnetz::web {

// Names that strangers type stand in mails to addresses that they type as well. With a web address among them
// our mail would carry somebody's advertisement to anybody, so these fields may have none.
void refuse_web_addresses(SentForm& sent, std::initializer_list<std::string_view> names);

} // namespace dorfnetz::web
