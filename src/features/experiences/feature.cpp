#include "features/experiences/feature.hpp"

#include "accounts/desk.hpp"
#include "features/experiences/experiences_pages.hpp"

namespace dorfnetz::experiences {

namespace {

using web::Context;

std::map<std::string, lineage::Told> tell_of(const Context& context, db::Reader& reader,
                                             const std::vector<std::string>& ids)
{
    std::map<std::string, lineage::Told> told;
    const auto entries = organisations::shared_register(context, reader);
    for (const auto& id : ids) {
        const auto experience = experience_by_id(reader, context.network.id, ExperienceId{id});
        if (!experience)
            continue;
        if (is_public(*entries, *experience))
            told[id] = {.title = experience->draft.title, .path = path_of(*experience)};
        else if (may_edit(context, *entries, experience->draft.organisation))
            told[id] = {.title = experience->draft.title, .path = edit_path(experience->id)};
    }
    return told;
}

} // namespace

void register_feature(web::Site& site)
{
    add_public_pages(site);
    add_desk_list(site);
    add_desk_pages(site);
    add_file_pages(site);
    add_feeds(site);
    add_parts(site);
    site.add(web::NavigationEntry{web::NavigationEntry::Where::desk, 330, std::string(desk_path),
                                  "Erfahrungen"_de, web::Access::entry_editors(),
                                  accounts::desk_group::together});
}

std::string edit_path(const ExperienceId& id)
{
    return std::string(desk_path) + '/' + id.text();
}

lineage::Record lineage_record(const ExperienceId& id)
{
    return {.kind = std::string(lineage_key), .id = id.text()};
}

lineage::Kind lineage_kind()
{
    return {.key = std::string(lineage_key),
            .singular = "Erfahrung"_de,
            .describe = tell_of,
            .making = lineage::Making{.path = std::string(new_path),
                                      .label = "Erfahrung aufschreiben"_de,
                                      .access = web::Access::entry_editors()}};
}

bool is_public(const organisations::Register& entries, const Experience& experience)
{
    const auto* who = entries.entry(experience.draft.organisation);
    return experience.status == Status::published && who && who->is_public();
}

bool may_edit(const Context& context, const organisations::Register& entries, const OrganisationId& id)
{
    const auto* entry = entries.entry(id);
    return entry && organisations::may_edit(context.actor, id, entry->villages);
}

} // namespace dorfnetz::experiences
