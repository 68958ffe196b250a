#pragma once

#include "foundation/core/id.hpp"
#include "foundation/db/db.hpp"
#include "foundation/html/html.hpp"
#include "foundation/i18n/i18n.hpp"
#include "foundation/web/context.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dorfnetz::villages {

using VillageId = Id<struct VillageTag>;

struct Village
{
    VillageId id = {};
    std::string slug = {};
    std::string name = {};
    bool in_network = true;
    std::optional<double> latitude = {}; // degrees, WGS 84
    std::optional<double> longitude = {};
    std::string postal_code = {};
    std::string municipality_key = {}; // AGS
    std::optional<std::int64_t> population = {};
    std::optional<Date> population_on = {};
    std::string note = {};
    std::string description_de = {};
    std::string description_en = {};
    std::string picture = {}; // key of it; empty: its fields are drawn
    std::int64_t version = 1;

    // In which `description` then is.
    i18n::Language description_language(i18n::Language asked) const
    {
        return description_en.empty() ? i18n::Language::de : asked;
    }

    const std::string& description(i18n::Language language) const
    {
        return language == i18n::Language::en && !description_en.empty() ? description_en : description_de;
    }
};

// The villages of the network, by name. Places outside it are left out.
std::vector<Village> villages_of(db::Reader& reader, const NetworkId& network);
std::int64_t count_villages(db::Reader& reader, const NetworkId& network);
// Also the places outside, which serve distances and areas.
std::vector<Village> all_places(db::Reader& reader, const NetworkId& network);
std::optional<Village> village_by_slug(db::Reader& reader, const NetworkId& network, std::string_view slug);
std::optional<Village> village_by_id(db::Reader& reader, const NetworkId& network, const VillageId& id);

// The Land of the network: the first two digits of its villages' municipality key (AGS), "15"; empty if none
// is known.
std::string land_of(const std::vector<Village>& places);

// The village that a person means: name or slug, without regard to case, umlauts and surrounding words such
// as "OT" or "Ortsteil". Nothing if none or several fit.
std::optional<Village> village_by_name(const std::vector<Village>& places, std::string_view written);

// A village's picture is gone, and `newest` (empty for none) is the newest that is left in its album.
void forget_picture(db::Tx& tx, const NetworkId& network, std::string_view gone, std::string_view newest);

// Adds the place or brings the one with this slug up to date, also in the search.
void put_place(db::Tx& tx, const NetworkId& network, const Village& village, Timestamp now);

// Kilometres as the crow flies; nothing if one has no coordinates.
std::optional<double> distance_km(const Village& from, const Village& to);

// The village's fields seen from above, drawn from its name: always the same for the same slug.
html::Safe field_pattern(std::string_view slug, int width, int height);

// What a card shows of the village: its picture, or its fields. Says nothing to those who do not see it; the
// name stands beside it.
html::Safe draw_face(const Village& village, int width, int height);

// What the map says about a village.
struct MapEntry
{
    Village village;
    bool has_lead = false;
    bool is_here = false; // what the page is about
    html::Url url;
    std::string label; // for screen readers, "Aue, sucht einen Netzwerkverein"
};

html::Safe draw_map(const std::vector<MapEntry>& entries, std::string_view description);

// Where these villages lie: drawn among those around them, with a button for a real map if the coordination
// has set one. Nothing is fetched from there before somebody taps it, and the text says so. Nothing if none
// of them has coordinates.
html::Safe draw_location(const web::Context& context, const std::vector<Village>& villages,
                         const std::vector<VillageId>& here);

// Lets the page that shows a location fetch the pictures of the real map; no other page may.
void allow_real_map(http::Response& response, const web::Network& network);

// Kind of villages in the search index.
inline constexpr std::string_view search_kind = "village";

// A page "/doerfer/{slug}" shows the parts that are registered for this page name (web::Part), with the
// village's id as their subject.
inline constexpr std::string_view page_parts = "village";
// The same for the column beside the text: lead club, contact.
inline constexpr std::string_view side_parts = "village-side";
// And below everything else: where it lies.
inline constexpr std::string_view foot_parts = "village-foot";

} // namespace dorfnetz::villages
