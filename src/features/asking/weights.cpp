#include "features/asking/weights.hpp"

#include <array>
#include <charconv>
#include <cstdlib>

namespace dorfnetz::asking {

namespace {

using matching::Weights;

template <auto Member>
constexpr WeightSetting weight(std::string_view key, German label, Sign sign = Sign::plus,
                               std::int64_t least = 0, std::int64_t most = 100)
{
    return {.key = key,
            .label = label,
            .sign = sign,
            .least = least,
            .most = most,
            .get = [](const Weights& weights) { return static_cast<std::int64_t>(weights.*Member); },
            .set =
                [](Weights& weights, std::int64_t value) {
                    weights.*Member = static_cast<std::remove_reference_t<decltype(weights.*Member)>>(value);
                }};
}

constexpr std::array all{
    weight<&Weights::field>("asking.weight.field", "engagiert sich gern in diesem Bereich"_de),
    weight<&Weights::related_field>("asking.weight.related_field", "macht Ähnliches"_de),
    weight<&Weights::task>("asking.weight.task", "hilft gern bei dieser Aufgabe"_de),
    weight<&Weights::skill>("asking.weight.skill", "bringt mit, was genannt ist"_de),
    weight<&Weights::near>("asking.weight.near", "wohnt am Ort"_de),
    weight<&Weights::near_km>("asking.weight.near_km", "So viele Kilometer weit zählt Nähe"_de, Sign::plus,
                              1),
    weight<&Weights::free>("asking.weight.free", "hat da meistens Zeit"_de),
    weight<&Weights::language>("asking.weight.language", "spricht die Sprache"_de),
    weight<&Weights::reliable>("asking.weight.reliable", "war zuletzt immer dabei"_de),
    weight<&Weights::beyond_reach>("asking.weight.beyond_reach", "Abzug: braucht eine Mitfahrt"_de,
                                   Sign::minus),
    weight<&Weights::unreliable>("asking.weight.unreliable", "Abzug: kam oft nicht"_de, Sign::minus),
    weight<&Weights::asked>("asking.weight.asked", "Abzug: für jede Frage in diesem Jahr"_de, Sign::minus),
    weight<&Weights::lately>("asking.weight.lately", "Abzug: heute schon gefragt"_de, Sign::minus),
    weight<&Weights::lately_days>("asking.weight.lately_days",
                                  "So viele Tage zählt, wann zuletzt gefragt wurde"_de, Sign::plus, 1, 366),
    weight<&Weights::promised>("asking.weight.promised", "Abzug: für jede Zusage in diesem Jahr"_de,
                               Sign::minus)};

} // namespace

std::span<const WeightSetting> weight_settings()
{
    return all;
}

std::int64_t shown(const WeightSetting& setting, const Weights& weights)
{
    return std::abs(setting.get(weights));
}

Weights weights_of(const web::Network& network)
{
    Weights weights;
    for (const auto& setting : all) {
        const auto text = network.setting(setting.key);
        std::int64_t value = 0;
        const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
        if (read.ec == std::errc() && value >= setting.least && value <= setting.most)
            setting.set(weights, setting.sign == Sign::minus ? -value : value);
    }
    return weights;
}

} // namespace dorfnetz::asking
