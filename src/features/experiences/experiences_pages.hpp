#pragma once

#include "features/experiences/api.hpp"
#include "features/lineage/api.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/page.hpp"
#include "foundation/web/site.hpp"

// What the pages share.
namespace dorfnetz::experiences {

void add_public_pages(web::Site& site);
void add_desk_list(web::Site& site);
void add_desk_pages(web::Site& site);
void add_file_pages(web::Site& site);
void add_feeds(web::Site& site);
void add_parts(web::Site& site);

inline constexpr std::string_view list_path = "/erfahrungen";
inline constexpr std::string_view desk_path = "/redaktion/erfahrungen";
inline constexpr std::string_view new_path = "/redaktion/erfahrungen/neu";
inline constexpr std::string_view lineage_key = "erfahrung";

std::string edit_path(const ExperienceId& id);
std::string files_path(const ExperienceId& id);
std::vector<web::Crumb> desk_crumbs(const web::Context& context);
lineage::Record lineage_record(const ExperienceId& id);

// Published, by an organisation that everybody sees.
bool is_public(const organisations::Register& entries, const Experience& experience);
// Organisations in whose name this person may write, by name.
std::vector<web::Choice> own_organisations(const web::Context& context,
                                           const organisations::Register& entries);
bool may_edit(const web::Context& context, const organisations::Register& entries, const OrganisationId& id);
// That of the address, if the actor may work on it; Err::missing otherwise.
Result<Experience> editable(const web::Context& context, db::Reader& reader);

} // namespace dorfnetz::experiences
