#pragma once

#include "features/asking/asking.hpp"
#include "foundation/html/html.hpp"

#include <string>
#include <string_view>

// How often somebody wants to be asked: one form, for the page behind a link and for "Meine Daten".
namespace dorfnetz::asking {

html::Safe draw_wish_form(const web::Context& context, db::Reader& reader, const PersonId& person,
                          const std::string& action, std::string_view pattern);
// What the form says; Err::invalid with the fields.
Result<Wish> wish_from(const web::Context& context);

} // namespace dorfnetz::asking
