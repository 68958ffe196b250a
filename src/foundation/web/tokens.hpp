#pragma once

#include "foundation/web/context.hpp"

#include <string_view>

namespace dorfnetz::web {

// Whether the sent form carries the token that `form_token` made for this route and this session.
bool is_valid_form_token(const Context& context, std::string_view pattern);

} // namespace dorfnetz::web
