#pragma once

#include <string>
#include <vector>

// QR codes (ISO/IEC 18004), to be drawn by whoever has something to draw on.
namespace dorfnetz::qr {

// Neighbours in a row of dark modules: one bar leaves fewer seams on screen and makes a smaller file.
struct Bar
{
    int x = 0;
    int y = 0;
    int width = 0;
};

struct Code
{
    int side = 0;               // with the quiet zone around it; all lengths are in modules
    std::vector<Bar> dark = {}; // row by row
};

Code encode(const std::string& text);

} // namespace dorfnetz::qr
