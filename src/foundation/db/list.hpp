#pragma once

#include "foundation/db/value.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

// Many rows by their keys. Neither engine takes a list for one parameter that the other one would take too,
// so a statement has places for so many: `IN (:a, :b, … :x)`.
namespace dorfnetz::db {

inline constexpr std::array<std::string_view, 24> list_places{"a", "b", "c", "d", "e", "f", "g", "h",
                                                              "i", "j", "k", "l", "m", "n", "o", "p",
                                                              "q", "r", "s", "t", "u", "v", "w", "x"};

// Calls `ask` with the parameters for as many keys at a time as there are places, beside the `others`. The
// last key fills what is left of the places.
template <class Key, class F>
void in_lists(const std::vector<Param>& others, std::span<const Key> keys, F&& ask)
{
    while (!keys.empty()) {
        auto params = others;
        for (std::size_t place = 0; place < list_places.size(); ++place)
            params.push_back({list_places[place], keys[std::min(place, keys.size() - 1)]});
        ask(Params(params));
        keys = keys.subspan(std::min(keys.size(), list_places.size()));
    }
}

} // namespace dorfnetz::db
