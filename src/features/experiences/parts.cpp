#include "features/activities/api.hpp"
#include "features/experiences/experiences_pages.hpp"
#include "features/meetings/api.hpp"

#include <algorithm>

// What stands on pages of others.
namespace dorfnetz::experiences {

namespace {

using web::Context;

constexpr std::size_t most_shown = 3;

html::Safe draw_teaser(const Context& context, const std::vector<Experience>& experiences)
{
    if (experiences.empty())
        return {};
    html::Page page;
    page.set("ALL_URL", context.url(list_path));
    for (std::size_t i = 0; i < std::min(experiences.size(), most_shown); ++i)
        page.add("ITEM")
            .set("TITLE", experiences[i].draft.title)
            .set("ITEM_URL", context.url(path_of(experiences[i])));
    return context.render("experience_teaser", page);
}

html::Safe public_ones(const Context& context, db::Reader& reader, std::vector<Experience> experiences)
{
    const auto entries = organisations::shared_register(context, reader);
    std::erase_if(experiences,
                  [&](const Experience& experience) { return !is_public(*entries, experience); });
    return draw_teaser(context, experiences);
}

// On the desk of an activity: afterwards is when one knows how it went.
html::Safe link_to_writing(const Context& context, db::Reader&, std::string_view activity)
{
    html::Page page;
    page.set("NEW_URL",
             context.url(lineage::with_origin(new_path, {.kind = std::string(activities::lineage_kind_key),
                                                         .id = std::string(activity)})));
    return context.render("experience_link", page);
}

} // namespace

void add_parts(web::Site& site)
{
    site.add(web::Part{std::string(meetings::meetings_list_parts), 60,
                       [](const Context& context, db::Reader& reader, std::string_view) {
                           return public_ones(context, reader, published(reader, context.network.id));
                       }});
    site.add(web::Part{std::string(activities::desk_parts), 80, link_to_writing});
    site.add(web::Part{std::string(organisations::page_parts), 50,
                       [](const Context& context, db::Reader& reader, std::string_view id) {
                           return public_ones(context, reader,
                                              experiences_of(reader, context.network.id, OrganisationId{id}));
                       }});
}

} // namespace dorfnetz::experiences
