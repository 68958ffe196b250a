#include "features/transfer/feature.hpp"

#include "accounts/desk.hpp"
#include "features/transfer/export_pages.hpp"
#include "features/transfer/import_pages.hpp"

namespace dorfnetz::transfer {

void register_feature(web::Site& site)
{
    using web::Access;
    using Where = web::NavigationEntry::Where;
    site.add(web::NavigationEntry{.where = Where::desk,
                                  .order = 60,
                                  .path = "/redaktion/import",
                                  .label = "Liste einlesen"_de,
                                  .access = Access::editors(),
                                  .group = accounts::desk_group::lists});
    site.add(web::NavigationEntry{.where = Where::desk,
                                  .order = 61,
                                  .path = "/redaktion/export",
                                  .label = "Listen mitnehmen"_de,
                                  .access = Access::coordinator(),
                                  .group = accounts::desk_group::lists});

    site.get("/redaktion/import", Access::editors(), show_start);
    site.post("/redaktion/import", Access::editors(), receive_file, largest_upload);
    site.get("/redaktion/import/{id}", Access::editors(), show_progress);
    site.get("/redaktion/import/{id}/spalten", Access::editors(), show_columns);
    site.post("/redaktion/import/{id}/spalten", Access::editors(), save_columns);
    site.get("/redaktion/import/{id}/pruefen", Access::editors(), show_preview);
    site.post("/redaktion/import/{id}/pruefen", Access::editors(), decide_preview);
    site.post("/redaktion/import/{id}/abbrechen", Access::editors(), cancel_import);
    site.get("/redaktion/import/{id}/bericht.csv", Access::editors(), download_report);

    site.get("/redaktion/export", Access::coordinator(), show_exports);
    site.get("/redaktion/export/{liste}", Access::coordinator(), download_export);
}

} // namespace dorfnetz::transfer
