#include "features/experiences/experiences_pages.hpp"

// What one's own organisations have told, drafts too.
namespace dorfnetz::experiences {

namespace {

using web::Context;

Result<http::Response> show_desk(Context& context)
{
    html::Page page;
    page.set("NEW_URL", context.url(new_path)).set("LIST_URL", context.url(list_path));
    std::optional<html::Values> table;
    context.pool().read([&](db::Reader& reader) {
        const auto entries = organisations::shared_register(context, reader);
        for (const auto& own : own_organisations(context, *entries))
            for (const auto& experience :
                 experiences_of(reader, context.network.id, OrganisationId{own.value})) {
                if (!table)
                    table = page.add("TABLE");
                const bool is_draft = experience.status == Status::draft;
                table->add("ROW")
                    .set("TITLE", experience.draft.title)
                    .set("EDIT_URL", context.url(edit_path(experience.id)))
                    .set("WHO", own.label)
                    .show_if(is_draft, "DRAFT")
                    .show_if(!is_draft, "PUBLIC")
                    .show_if(!is_draft && experience.draft.shared, "SHARED");
            }
    });
    page.show_if(!table, "NOTHING");
    return web::page(context,
                     {.title = context.t("Erfahrungen"_de),
                      .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"}},
                      .index = false},
                     context.render("experience_desk", page));
}

} // namespace

std::vector<web::Choice> own_organisations(const Context& context, const organisations::Register& entries)
{
    std::vector<web::Choice> own;
    for (const auto& entry : entries.entries)
        if (entry.status != organisations::Status::archived &&
            organisations::may_edit(context.actor, entry.id, entry.villages))
            own.push_back({entry.id.text(), entry.name});
    return own;
}

void add_desk_list(web::Site& site)
{
    site.get(std::string(desk_path), web::Access::entry_editors(), show_desk);
}

} // namespace dorfnetz::experiences
