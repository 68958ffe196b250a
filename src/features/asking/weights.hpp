#pragma once

#include "features/matching/rank_api.hpp"
#include "foundation/i18n/i18n.hpp"
#include "foundation/web/network.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

// How much each reason counts for whom to ask: a network's own settings, otherwise what the matcher says.
namespace dorfnetz::asking {

enum class Sign { plus, minus }; // a setting is never below 0, so that it can be typed on any phone

struct WeightSetting
{
    std::string_view key; // of web::save_setting
    German label;
    Sign sign = Sign::plus;
    std::int64_t least = 0;
    std::int64_t most = 100;
    std::int64_t (*get)(const matching::Weights&);
    void (*set)(matching::Weights&, std::int64_t);
};

std::span<const WeightSetting> weight_settings();
// What stands in the form: without the sign.
std::int64_t shown(const WeightSetting& setting, const matching::Weights& weights);

matching::Weights weights_of(const web::Network& network);

} // namespace dorfnetz::asking
