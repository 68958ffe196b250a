#pragma once

#include "foundation/core/clock.hpp"

#include <string>
#include <string_view>
#include <vector>

// When people are free or away, in Germany: public holidays and school holidays of a Land (data/holidays).
namespace dorfnetz::calendar {

struct Holiday
{
    std::string de;
    std::string en;
    Date first = {};
    Date last = {};         // the same for a public holiday
    bool is_public = false; // else school holidays
};

// Gregorian Easter Sunday (Meeus, Astronomical Algorithms, chapter 8).
Date easter(int year);

// What touches these days, both included, by its first day. `land`: first two digits of a municipality's key
// (AGS), such as "15"; of a Land that is not known the holidays of all Germany.
std::vector<Holiday> holidays(std::string_view land, Date from, Date until);

} // namespace dorfnetz::calendar
