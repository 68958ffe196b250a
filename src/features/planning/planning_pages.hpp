#pragma once

#include "features/planning/planning_service.hpp"
#include "features/planning/rosters.hpp"
#include "foundation/web/page.hpp"
#include "foundation/web/sent_back.hpp"
#include "foundation/web/site.hpp"

#include <string>
#include <string_view>
#include <vector>

// Pages of plans, and what several of them share.
namespace dorfnetz::planning {

inline constexpr std::string_view plan_pattern = "/redaktion/termine/{id}/plan";
inline constexpr std::string_view place_pattern = "/redaktion/termine/{id}/plan/platz";

void add_plan_pages(web::Site& site);
void add_moving_pages(web::Site& site);
void add_wish_pages(web::Site& site);
void add_asking_pages(web::Site& site);

ActivityId asked_activity(const web::Context& context);
// "/redaktion/termine/…/plan" with an end.
std::string path_of(const ActivityId& activity, std::string_view end = {});
// Up to the activity.
std::vector<web::Crumb> crumbs_of(const web::Context& context, const Hosted& hosted);
// The same and the plan.
std::vector<web::Crumb> crumbs_below(const web::Context& context, const Hosted& hosted);
// "Grillstand, Sa., 5. Dezember, 10 bis 12 Uhr"
std::string shift_text(const web::Context& context, const OpenShift& open);

// What somebody wished that this shift does not go with: "wollte diesmal gar nicht".
std::vector<std::string> broken_by(const web::Context& context, const PlanWish& wish, const OpenShift& here);

// Does that in a transaction; afterwards back to the plan, or to it with what is refused.
Result<http::Response> change_plan(web::Context& context, German notice,
                                   const std::function<Result<Done>(db::Tx&)>& change);
// The plan, or that it is being worked out.
Result<http::Response> plan_page(const web::Context& context, const std::optional<Error>& refused);

// Of an address that begins with that of the plan of some activity, and ends with this.
web::Examples plan_examples(std::string end = {});

} // namespace dorfnetz::planning
