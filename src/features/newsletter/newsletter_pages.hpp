#pragma once

#include "features/newsletter/issues.hpp"
#include "foundation/web/page.hpp"
#include "foundation/web/site.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace dorfnetz::newsletter {

inline constexpr std::string_view public_path = "/rundbrief";
inline constexpr std::string_view desk_path = "/redaktion/rundbrief";
inline constexpr std::string_view sending_job = "newsletter_send";

void add_subscribe_pages(web::Site& site);
void add_link_pages(web::Site& site);
void add_archive_pages(web::Site& site);
void add_desk_pages(web::Site& site);
void add_issue_pages(web::Site& site);

// Villages and fields to choose from, and what was chosen.
std::vector<web::Field> wish_fields(const web::Context& context);
web::FormValues values_of(const Wishes& wishes);
Wishes wishes_from(const web::FormValues& values);

// A heading and a text over ready markup.
html::Safe simple_content(const web::Context& context, German heading, const std::string& lead,
                          const html::Safe& content);

// The sheet of a village: what concerns it, on two pages, with a code that leads to the letter on the web.
Result<http::Response> sheet_of(const web::Context& context, const Issue& issue,
                                const std::vector<Item>& items, const villages::Village& village);

} // namespace dorfnetz::newsletter
