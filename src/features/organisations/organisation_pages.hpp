#pragma once

#include "features/organisations/api.hpp"
#include "foundation/web/page.hpp"
#include "foundation/web/site.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

// What the editing pages of the register share.
namespace dorfnetz::organisations {

void add_list_pages(web::Site& site);
void add_edit_pages(web::Site& site);
void add_contact_pages(web::Site& site);
void add_history_pages(web::Site& site);
void add_picture_pages(web::Site& site);

inline constexpr std::string_view desk_path = "/redaktion/organisationen";
inline constexpr std::string_view review_path = "/redaktion/pruefen";

std::string edit_path(const OrganisationId& id);

German status_label(Status status);

// Nothing for coordinators, who see all; otherwise where this person may edit.
std::optional<Editable> editable_by(const web::Actor& actor);
// Public entries without a contact person who answers for them.
std::vector<OrganisationId> without_responsible(db::Reader& reader, const NetworkId& network);
// What waits, for the desk.
std::vector<web::Waiting> desk_items(const web::Context& context, db::Reader& reader);

// The entry of the address, if the actor may edit it; Err::missing otherwise, so that nobody learns what
// exists.
Result<Organisation> editable(const web::Context& context, db::Reader& reader);
// What the actor may see of its contact data.
accounts::Viewer viewer_of(const web::Context& context, const Organisation& organisation);

// Likewise of all contact persons that an entry ever had.
void record_history_view(db::Tx& tx, const web::Context& context, const OrganisationId& id);

// Runs a write; what the database refuses because a mandate still needs it becomes Err::conflict.
template <class F>
auto write(const web::Context& context, F&& work) -> std::invoke_result_t<F&, db::Tx&>
{
    try {
        return context.pool().write(context.scope(), std::forward<F>(work));
    } catch (const db::ConstraintViolated&) {
        return Error{.kind = Err::conflict,
                     .text = "Das geht nicht, solange der Verein ein Dorf im Netzwerk vertritt. Übergib "
                             "das Dorf zuerst an einen anderen Verein."_de};
    }
}

// A stored text of a field as people read it: words instead of keys, villages instead of ids.
std::string shown_text(const web::Context& context, const std::vector<villages::Village>& places,
                       std::string_view field, std::string_view text);

} // namespace dorfnetz::organisations
