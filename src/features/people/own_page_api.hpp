#pragma once

#include "features/people/api.hpp"

#include <string>
#include <string_view>

// "Meine Daten", for features that add something to it: a part (web::Part, with the person's id as its
// subject) and what is done there.
namespace dorfnetz::people {

inline constexpr std::string_view own_page_parts = "own_data";
inline constexpr std::string_view own_person_pattern = "/meine-daten/{token}/{id}";

// The person in the address, if the link in it opens their entry. That they have opened their mailbox is
// kept.
Result<Person> acting_person(db::Tx& tx, const web::Context& context);
// Of the person in the address.
std::string own_path_here(const web::Context& context);

} // namespace dorfnetz::people
