#pragma once

#include "features/people/own_page_api.hpp"
#include "foundation/web/page.hpp"
#include "foundation/web/site.hpp"

#include <string>
#include <string_view>

// What the pages of "Meine Daten" share.
namespace dorfnetz::people {

// The person in the address, if the link in it opens their entry.
Result<Person> own_person(db::Reader& reader, const web::Context& context);
std::string own_person_path(const web::Context& context, const PersonId& id);

void add_own_change_pages(web::Site& site, const Elsewheres& elsewhere);

} // namespace dorfnetz::people
