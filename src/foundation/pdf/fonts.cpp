#include "foundation/pdf/fonts.hpp"

#include "embedded/typeface.hpp"

#include <pangomm/init.h>

#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>
#include <pango/pangofc-fontmap.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/mman.h>
#include <unistd.h>

namespace dorfnetz::pdf {
namespace {

// Fontconfig reads files only: the embedded face lies in anonymous memory with a path under /proc, kept open
// as long as the program runs.
bool add_embedded_face(FcConfig* config, std::string_view bytes)
{
    const int descriptor = memfd_create("typeface.ttf", MFD_CLOEXEC);
    if (descriptor < 0)
        return false;
    const std::string path = "/proc/self/fd/" + std::to_string(descriptor);
    if (write(descriptor, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) &&
        FcConfigAppFontAddFile(config, reinterpret_cast<const FcChar8*>(path.c_str())) == FcTrue)
        return true;
    close(descriptor);
    return false;
}

// For letters that the embedded typeface does not have. Missing files (the package fonts-dejavu-core) are
// no failure: German text does not need them.
void add_fallback_faces(FcConfig* config)
{
    for (const char* path : {"/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
                             "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"})
        if (access(path, R_OK) == 0)
            FcConfigAppFontAddFile(config, reinterpret_cast<const FcChar8*>(path));
}

using FontSet = std::unique_ptr<FcConfig, decltype(&FcConfigDestroy)>;

FontSet make_font_set()
{
    Pango::init();
    FontSet config(FcConfigCreate(), &FcConfigDestroy);
    if (!config)
        throw std::runtime_error("fontconfig cannot make a configuration");
    for (const embedded::File& face : embedded::typeface::files())
        if (!add_embedded_face(config.get(), face.data.view))
            throw std::runtime_error("the embedded typeface cannot be registered (is /proc mounted?)");
    add_fallback_faces(config.get());
    return config;
}

FcConfig* font_set()
{
    static const FontSet config = make_font_set();
    return config.get();
}

} // namespace

PangoContext* new_text_context()
{
    // Font maps are not made for several threads: each context has its own, the set of fonts is shared.
    PangoFontMap* map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    if (map == nullptr)
        throw std::runtime_error("pango has no FreeType fonts");
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map), font_set());
    PangoContext* context = pango_font_map_create_context(map);
    g_object_unref(map);
    return context;
}

} // namespace dorfnetz::pdf
