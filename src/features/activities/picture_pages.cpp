#include "features/activities/activities_pages.hpp"
#include "features/pictures/api.hpp"

// Pictures of an activity, of all its dates.
namespace dorfnetz::activities {

namespace {

constexpr std::size_t most_pictures = 12;

} // namespace

std::string picture_album(const ActivityId& id)
{
    return "activity:" + id.text();
}

void add_picture_pages(web::Site& site)
{
    pictures::add_album(
        site,
        {.pattern = std::string(desk_path) + "/{id}/bilder",
         .access = web::Access::entry_editors(),
         .heading = "Bilder"_de,
         .help = "Vom letzten Mal oder vom Ort. Sie stehen auf der Seite des Termins, das neueste zuerst."_de,
         .most = most_pictures,
         .subject = [](const web::Context& context, db::Reader& reader) -> Result<pictures::AlbumSubject> {
             const auto activity = TRY(editable(context, reader));
             return pictures::AlbumSubject{.album = picture_album(activity.id),
                                           .name = activity.draft.title,
                                           .path = edit_path(activity.id) + "/bilder",
                                           .crumbs = crumbs_of(context, activity),
                                           .back = edit_path(activity.id)};
         },
         .examples = examples_of("/bilder")});
}

} // namespace dorfnetz::activities
