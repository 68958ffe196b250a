#pragma once

#include "foundation/web/context.hpp"

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

} // namespace dorfnetz::mandates
