#pragma once

#include "features/people/api.hpp"
#include "features/villages/api.hpp"
#include "foundation/web/page.hpp"
#include "foundation/web/site.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace dorfnetz::joining {

void add_offer_pages(web::Site& site);
void add_call_pages(web::Site& site);
void add_paper_pages(web::Site& site);
void add_typing_pages(web::Site& site);

// The fields that web and paper share: those of an entry as strangers see them.
std::vector<web::Field> shared_fields(const web::Context& context, people::Audience audience);

// Those of the web page: with the shared ones, and what a stranger agrees to.
std::vector<web::Field> web_fields(const web::Context& context);

std::vector<villages::Village> places_of(const web::Context& context);

// Puts kinder words in place of the general ones where this field was refused.
void say_instead(std::vector<FieldError>& errors, std::string_view field, German text);

// A heading and a text over ready markup.
html::Safe simple_content(const web::Context& context, const std::string& heading, const std::string& lead,
                          const html::Safe& content);

// Whether somebody is 16, which is when people decide this by themselves (Art. 8 GDPR).
inline constexpr std::string_view under_age_value = "unter16";
web::Field age_field(const web::Context& context);

} // namespace dorfnetz::joining
