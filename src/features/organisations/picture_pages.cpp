#include "features/organisations/organisation_history.hpp"
#include "features/organisations/organisation_pages.hpp"
#include "features/organisations/organisations_store.hpp"
#include "features/pictures/api.hpp"

// Logo and pictures of an entry. Whoever may edit the entry may change them.
namespace dorfnetz::organisations {

namespace {

using pictures::Album;
using pictures::AlbumChange;
using pictures::AlbumSubject;
using web::Context;

constexpr std::size_t most_pictures = 12;

Result<AlbumSubject> subject(const Context& context, db::Reader& reader, std::string_view last_part)
{
    const auto found = TRY(editable(context, reader));
    return AlbumSubject{.album = {},
                        .name = found.entry.name,
                        .path = edit_path(found.id) + std::string(last_part),
                        .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"},
                                   {context.t("Vereine und Firmen"_de), std::string(desk_path)},
                                   {found.entry.name, edit_path(found.id)}},
                        .back = edit_path(found.id)};
}

Result<Done> note(const Context& context, db::Tx& tx, std::string_view action)
{
    const auto found = TRY(editable(context, tx));
    write_history(tx, context.network.id,
                  {.organisation = found.id, .version = found.version, .action = action}, author_of(context));
    return Done{};
}

OrganisationId id_of(const Context& context)
{
    return OrganisationId{context.parameter("id")};
}

} // namespace

std::string logo_album(const OrganisationId& id)
{
    return "organisation-logo:" + id.text();
}

std::string picture_album(const OrganisationId& id)
{
    return "organisation:" + id.text();
}

void add_picture_pages(web::Site& site)
{
    pictures::add_album(
        site, {.pattern = std::string(desk_path) + "/{id}/logo",
               .access = web::Access::entry_editors(),
               .heading = "Logo"_de,
               .help = "Euer Zeichen. Es steht neben dem Namen und klein in der Liste."_de,
               .use = Album::Use::as_logo,
               .subject = [](const Context& context, db::Reader& reader) -> Result<AlbumSubject> {
                   auto found = TRY(subject(context, reader, "/logo"));
                   found.album = logo_album(id_of(context));
                   return found;
               },
               .changed = [](const Context& context, db::Tx& tx, AlbumChange change,
                             const std::string& newest) -> Result<Done> {
                   store::save_logo(tx, context.network.id, id_of(context), newest);
                   return note(context, tx, change == AlbumChange::added ? "logo_changed" : "logo_removed");
               }});
    pictures::add_album(
        site, {.pattern = std::string(desk_path) + "/{id}/bilder",
               .access = web::Access::entry_editors(),
               .heading = "Bilder"_de,
               .help = "Bilder von euch, eurem Haus, euren Festen. Sie stehen auf der Seite des Eintrags."_de,
               .most = most_pictures,
               .subject = [](const Context& context, db::Reader& reader) -> Result<AlbumSubject> {
                   auto found = TRY(subject(context, reader, "/bilder"));
                   found.album = picture_album(id_of(context));
                   return found;
               },
               .changed = [](const Context& context, db::Tx& tx, AlbumChange change,
                             const std::string& newest) -> Result<Done> {
                   store::save_picture(tx, context.network.id, id_of(context), newest);
                   return note(context, tx,
                               change == AlbumChange::added ? "picture_added" : "picture_removed");
               }});
}

} // namespace dorfnetz::organisations
