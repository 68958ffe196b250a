#pragma once

#include "features/mails/api.hpp"
#include "foundation/web/context.hpp"
#include "foundation/web/site.hpp"

#include <string_view>
#include <vector>

namespace dorfnetz::mails {

inline constexpr std::string_view mails_path = "/redaktion/mails";
inline constexpr std::string_view again_pattern = "/redaktion/mails/{id}/noch-einmal";
inline constexpr std::string_view settled_pattern = "/redaktion/mails/{id}/erledigt";

Result<http::Response> show_mails(web::Context& context);
Result<http::Response> block_or_open(web::Context& context);
Result<http::Response> send_once_more(web::Context& context);
Result<http::Response> settle(web::Context& context);

std::vector<web::Waiting> desk_items(const web::Context& context, db::Reader& reader, const Reach& reach);

} // namespace dorfnetz::mails
