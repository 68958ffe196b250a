#pragma once

#include "features/activities/api.hpp"
#include "foundation/web/page.hpp"
#include "foundation/web/site.hpp"

#include <optional>
#include <string>
#include <vector>

// What the public pages of dates share.
namespace dorfnetz::agenda {

using activities::Filter;
using activities::Listed;

inline constexpr std::string_view list_path = "/termine";

void add_list_page(web::Site& site);
void add_date_pages(web::Site& site);
void add_feeds(web::Site& site);
void add_parts(web::Site& site);
void add_programme(web::Site& site);
void add_embedding(web::Site& site);

// The picture beside links to a page: the same words give the same one, drawn once.
http::Response picture_of(const web::Context& context, std::string heading, std::vector<std::string> lines);
inline constexpr std::string_view picture_end = "/bild.png";
inline constexpr std::string_view list_picture_path = "/termine/bild.png";
// "/termine/programm/2026/12"
std::string programme_path(Date month);

// What the address asks for: ?dorf=, ?art=, ?feld=, ?verein=. Values that do not exist are not asked for.
struct Chosen
{
    Filter filter = {};
    std::string village = {}; // slug
    std::string host = {};    // slug
};

Chosen chosen_by(const web::Context& context, db::Reader& reader, const organisations::Register& entries);

// The next dates from `filter.from` on, at most `filter.most`, looking no further than `filter.until`. Begins
// with a few weeks: where much is on, the rest of the year need not be read.
std::vector<Listed> next_dates(db::Reader& reader, const NetworkId& network, Filter filter);

// Title, hours, place, who invites; for lists. The section has these values.
void fill_row(html::Values row, const web::Context& context, const organisations::Register& entries,
              const Listed& listed);

// Markdown as plain text, for calendars and previews.
std::string plain_text(const std::string& markdown, std::size_t characters);

calendar::Event event_of(const web::Context& context, const organisations::Register& entries, Listed listed);

} // namespace dorfnetz::agenda
