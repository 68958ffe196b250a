#pragma once

#include "features/joining/offers.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Whom to call next. The list and the page of one call share this.
namespace dorfnetz::joining {

inline constexpr std::string_view calls_path = "/redaktion/anrufe";
inline constexpr std::string_view call_pattern = "/redaktion/anrufe/{id}";
// Of somebody who wants to help and waits for a call.
inline constexpr std::chrono::days patience{3};

// Somebody who waits for a call, and the day on which somebody wanted to try again.
struct Call
{
    Offer offer;
    std::optional<Date> again_on = {};
};

// Those whom the actor may call, the most urgent first: who was to be called again by today, then who waits
// without such a day, the longest first, then who is to be called later.
std::vector<Call> calls_in_order(db::Reader& reader, const web::Context& context);

// Whose offers the actor works on; nothing: all of them.
OfVillages own_villages(const web::Context& context);
std::string call_path(const OfferId& id);
std::string name_of_village(const std::vector<villages::Village>& places, const std::optional<VillageId>& id);

Result<http::Response> show_calls(web::Context& context);

} // namespace dorfnetz::joining
