#pragma once

#include "foundation/calendar/recurrence.hpp"
#include "foundation/core/result.hpp"
#include "foundation/core/toml.hpp"
#include "foundation/web/environment.hpp"
#include "foundation/web/network.hpp"

#include <string>

namespace dorfnetz::transfer {

// `in_days` after today, and from then on the next `weekday`.
Date example_day(const toml::table& table, Date today);
// "18:30" on that day.
calendar::LocalTime example_time(Date day, const std::string& clock);

// Publishes what stands in an activities.toml (see data/heidedoerfer); what is there already is left alone.
Result<Done> load_activities(web::Environment& environment, const web::Network& network,
                             const std::string& text);

} // namespace dorfnetz::transfer
