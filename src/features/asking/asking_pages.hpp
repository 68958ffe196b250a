#pragma once

#include "features/asking/fitting_store.hpp"
#include "features/people/api.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/page.hpp"
#include "foundation/web/site.hpp"

#include <string>
#include <string_view>
#include <vector>

// Pages on which people are asked, and what several of them share.
namespace dorfnetz::asking {

inline constexpr std::string_view search_pattern = "/redaktion/schichten/{schicht}/fragen";
inline constexpr std::string_view entered_pattern = "/redaktion/schichten/{schicht}/fragen/antwort";

void add_choosing_pages(web::Site& site);
void add_running_pages(web::Site& site);
void add_call_pages(web::Site& site);
void add_letter_pages(web::Site& site);
void add_answer_pages(web::Site& site);
void add_desk(web::Site& site);
void add_fitting_pages(web::Site& site);
void add_weight_pages(web::Site& site);

// The shift of the address, if the actor hosts it; Err::missing otherwise.
Result<OpenShift> searched_shift(const web::Context& context, db::Reader& reader);
std::vector<web::Crumb> crumbs_of(const web::Context& context, const OpenShift& open);
// "/redaktion/schichten/…/fragen" with an end.
std::string path_of(const ShiftId& shift, std::string_view end = {});
// The promises of the date, for hosts.
std::string promises_path(const OpenShift& open);
// "noch 2 Plätze frei"
std::string free_places_text(const web::Context& context, const OpenShift& open);
// Title, when, where and how many places are free.
void show_shift(html::Page& page, const web::Context& context, db::Reader& reader, const OpenShift& open);

// "per E-Mail", "anrufen oder ansprechen", "mit einem Brief"
std::string channel_text(const web::Context& context, Channel channel);
// "gefragt"; of whom a host is to ask: "noch anzurufen oder anzusprechen"
std::string answer_text(const web::Context& context, const Asked& asked);
// "Zu weit weg", as they say it themselves.
std::string refusal_text(const web::Context& context, Because because);

// Of an address that begins with that of some search, and ends with this.
web::Examples search_examples(std::string end = {});

enum class From { standing, calls }; // the page on which an answer is entered, and to which it leads back

// Buttons for who enters what somebody said on the telephone or wrote on paper.
html::Safe answer_buttons(const web::Context& context, const Asked& asked, From from);
// Whom to call for the shift of the address; nothing if that is nobody. Written down with each person.
Result<std::optional<http::Response>> rest_of_calls(const web::Context& context);

} // namespace dorfnetz::asking
