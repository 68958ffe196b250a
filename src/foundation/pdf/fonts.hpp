#pragma once

typedef struct _PangoContext PangoContext;

namespace dorfnetz::pdf {

inline constexpr const char* font_family = "Atkinson Hyperlegible Next, DejaVu Sans";

// A new context of the caller's own (to be given back with g_object_unref) that knows only the embedded
// typeface and DejaVu Sans, whatever else the machine has.
PangoContext* new_text_context();

} // namespace dorfnetz::pdf
