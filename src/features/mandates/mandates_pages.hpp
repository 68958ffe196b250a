#pragma once

#include "features/villages/api.hpp"
#include "foundation/web/context.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace dorfnetz::mandates {

// ---- public ----
Result<http::Response> list_villages(web::Context& context);
html::Safe map_part(const web::Context& context, db::Reader& reader, std::string_view subject);
html::Safe cards_part(const web::Context& context, db::Reader& reader, std::string_view subject);
html::Safe figure_part(const web::Context& context, db::Reader& reader, std::string_view subject);
html::Safe lead_part(const web::Context& context, db::Reader& reader, std::string_view village);
html::Safe tag_part(const web::Context& context, db::Reader& reader, std::string_view organisation);

// ---- for the coordinator ----
Result<http::Response> list_mandates(web::Context& context);
Result<http::Response> show_handover(web::Context& context);
Result<http::Response> hand_over(web::Context& context);
Result<http::Response> end_without_successor(web::Context& context);
Result<http::Response> show_past(web::Context& context);
Result<http::Response> save_past(web::Context& context);

// The village of the address; Err::missing if it is none of the network's or not the actor's business.
Result<villages::Village> chosen_village(const web::Context& context, db::Reader& reader);
std::string path_of(const villages::Village& village);
std::string past_path(const villages::Village& village);
// Runs a change of the mandates with its audit entry. What the database refuses was changed by somebody else
// in the same moment: Err::stale.
Result<Done> change(web::Context& context, const villages::Village& village, std::string_view action,
                    const std::function<Result<Done>(db::Tx&)>& work);

} // namespace dorfnetz::mandates
