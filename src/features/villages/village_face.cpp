#include "features/pictures/api.hpp"
#include "features/villages/api.hpp"

namespace dorfnetz::villages {

html::Safe draw_face(const Village& village, int width, int height)
{
    if (village.picture.empty())
        return field_pattern(village.slug, width, height);
    html::Page page;
    page.set("PICTURE_URL", pictures::picture_url(village.picture, width));
    // Without words, so the same in every language.
    return html::render("village_face", i18n::Language::de, page);
}

} // namespace dorfnetz::villages
