#pragma once

#include "features/attendance/attendance_service.hpp"
#include "foundation/web/page.hpp"
#include "foundation/web/site.hpp"

#include <string>
#include <string_view>
#include <vector>

// What the pages for hosts share.
namespace dorfnetz::attendance {

void add_sheet_pages(web::Site& site);
void add_phone_pages(web::Site& site);
void add_print_pages(web::Site& site);
void add_report_pages(web::Site& site);
void add_parts(web::Site& site);
void add_desk_items(web::Site& site);

// "/redaktion/termine/{id}/tage/{tag}" with an end: "/anwesenheit"
std::string day_pattern(std::string_view end);
std::string day_path(const activities::Listed& listed, std::string_view end);
std::vector<web::Crumb> crumbs_of(const web::Context& context, const activities::Listed& listed);
// For examples of addresses.
web::Examples some_day(std::string_view end);

inline constexpr std::string_view sheet_end = "/anwesenheit";
inline constexpr std::string_view offline_end = "/anwesenheit/ohne-netz";
inline constexpr std::string_view list_end = "/anwesenheit/liste.json";
inline constexpr std::string_view sync_end = "/anwesenheit/abgleich";
inline constexpr std::string_view roster_end = "/liste.pdf";
inline constexpr std::string_view sign_end = "/schild.pdf";
inline constexpr std::string_view report_end = "/bericht";
inline constexpr std::string_view pictures_end = "/bericht/bilder";

// The part of the page that works on a phone without a network; hidden until its script takes over.
html::Safe draw_phone_part(const web::Context& context, const activities::Listed& listed);
// Lets the page open the camera; every other page may not.
void allow_camera(http::Response& response);

// In the code of each promise: what a phone at the gate or any camera reads.
std::string code_path(const SignupId& id);

} // namespace dorfnetz::attendance
