#pragma once

#include "features/activities/api.hpp"
#include "foundation/web/page.hpp"

#include <map>

namespace dorfnetz::activities {

std::string formalities_path(const ActivityId& id);
// What is not done yet, for the question before publishing; nothing if all is.
html::Safe draw_open_formalities(const web::Context& context, db::Reader& reader, const ActivityId& id);
// Of activities that have a day to come.
std::map<ActivityId, std::int64_t> count_open_formalities(const web::Context& context, db::Reader& reader);

} // namespace dorfnetz::activities
