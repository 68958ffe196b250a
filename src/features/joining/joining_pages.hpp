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

inline constexpr German parents_needed =
    "Kreuz an, dass du mindestens 16 bist. Bist du jünger, sprich mit deinen Eltern euren Netzwerkverein oder die Koordination an, wir freuen uns auf dich."_de;

} // namespace dorfnetz::joining
