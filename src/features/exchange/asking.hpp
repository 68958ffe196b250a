#pragma once

#include "features/exchange/api.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What somebody means who types "Wer hat ein 10 m Zelt im Juni im Umkreis von 10 km um Aue?"
namespace dorfnetz::exchange {

struct Asked
{
    std::string words = {}; // what is left to be searched: "10 m Zelt"
    std::optional<Days> days = {};
    std::optional<VillageId> village = {};
    std::optional<std::int64_t> radius_km = {};
};

// Days that are past are meant in the next year. What is not understood stays among the words.
Asked understand(std::string_view text, const std::vector<villages::Village>& villages, Date today);

} // namespace dorfnetz::exchange
