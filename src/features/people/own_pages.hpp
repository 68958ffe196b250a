#pragma once

#include "features/people/api.hpp"
#include "foundation/web/page.hpp"
#include "foundation/web/site.hpp"

#include <string>
#include <string_view>

// What the pages of "Meine Daten" share.
namespace dorfnetz::people {

inline constexpr std::string_view own_person_pattern = "/meine-daten/{token}/{id}";

// The person in the address, if the link in it opens their entry.
Result<Person> own_person(db::Reader& reader, const web::Context& context);
// As before, when they do something; that they have opened their mailbox is kept.
Result<Person> acting_person(db::Tx& tx, const web::Context& context);
std::string own_person_path(const web::Context& context, const PersonId& id);
// Of the person in the address.
std::string own_path_here(const web::Context& context);

void add_own_change_pages(web::Site& site, const Elsewheres& elsewhere);

} // namespace dorfnetz::people
