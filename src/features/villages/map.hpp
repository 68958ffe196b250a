#pragma once

#include "features/villages/api.hpp"

#include <string>
#include <vector>

// The network drawn from the coordinates of its villages: the map of the front page and, small, the mark in
// the head of every page. Every network has its own.
namespace dorfnetz::villages {

struct Point
{
    double x = 0;
    double y = 0;
};

struct Line
{
    std::size_t from = 0; // index of a village
    std::size_t to = 0;
};

// Places of the villages on a sheet of this size with a margin, north above, in true proportion.
std::vector<Point> places_on_sheet(const std::vector<Village>& villages, Point size, double margin);

// Who is neighbour of whom: two places are joined if no third lies in the circle between them (Gabriel and
// Sokal, 1969). Connects everything, crosses nothing.
std::vector<Line> neighbours(const std::vector<Point>& points);

// Dots and lines only, for the head of the page; of many villages some.
html::Safe draw_mark(const std::vector<Village>& villages);

} // namespace dorfnetz::villages
