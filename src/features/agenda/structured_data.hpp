#pragma once

#include "features/agenda/agenda.hpp"

namespace dorfnetz::agenda {

// What search engines read on the page of a date: the event (https://schema.org/Event), and each role for
// which people are still wanted as a posting for volunteers (https://schema.org/JobPosting).
html::Safe structured_data(const web::Context& context, db::Reader& reader,
                           const organisations::Register& entries, const Listed& listed,
                           const activities::Activity& activity);

} // namespace dorfnetz::agenda
