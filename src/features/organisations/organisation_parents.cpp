#include "features/organisations/organisation_parents.hpp"

#include "foundation/core/text.hpp"
#include "foundation/search/folding.hpp"

namespace dorfnetz::organisations {

namespace {

struct Named
{
    OrganisationId id;
    std::string name;
    bool is_public = false;
    std::vector<VillageId> villages = {};
};

// "Feuerwehr (Aue)": name and village; the whole text and nothing if it does not end so.
struct Written
{
    std::string name;
    std::string village = {};
};

Written take_apart(std::string_view text)
{
    const auto open = text.rfind(" (");
    if (open == std::string_view::npos || !text.ends_with(')'))
        return {std::string(text)};
    return {std::string(text.substr(0, open)), std::string(text.substr(open + 2, text.size() - open - 3))};
}

std::vector<Named> entries_called(db::Reader& reader, const NetworkId& network, std::string_view name)
{
    auto found = reader.list(R"sql(
        SELECT id, name, CASE WHEN status = 'published' THEN 1 ELSE 0 END FROM organisations
        WHERE network_id = :network AND folded_name = :folded AND status <> 'archived' ORDER BY id)sql",
                             {{"network", network}, {"folded", search::fold(name)}}, [](db::Row& row) {
                                 Named named;
                                 named.id = row.take<OrganisationId>();
                                 named.name = row.take<std::string>();
                                 named.is_public = row.take<bool>();
                                 return named;
                             });
    for (auto& named : found)
        named.villages = reader.list(R"sql(
            SELECT village_id FROM organisation_villages
            WHERE network_id = :network AND organisation_id = :id AND active_until IS NULL ORDER BY village_id)sql",
                                     {{"network", network}, {"id", named.id}},
                                     [](db::Row& row) { return row.take<VillageId>(); });
    return found;
}

void keep_those_in(std::vector<Named>& found, const std::vector<VillageId>& villages)
{
    std::erase_if(found, [&](const Named& named) {
        return std::none_of(named.villages.begin(), named.villages.end(), [&](const VillageId& village) {
            return std::find(villages.begin(), villages.end(), village) != villages.end();
        });
    });
}

std::vector<Named> candidates(db::Reader& reader, const NetworkId& network, const OrganisationDraft& draft)
{
    auto found = entries_called(reader, network, draft.parent_name);
    if (const auto written = take_apart(draft.parent_name); found.empty() && !written.village.empty())
        if (const auto village =
                villages::village_by_name(villages::villages_of(reader, network), written.village)) {
            found = entries_called(reader, network, written.name);
            keep_those_in(found, {village->id});
        }
    // What it belongs to already is meant again, whoever else is called so by now.
    const auto known = std::find_if(found.begin(), found.end(),
                                    [&](const Named& named) { return named.id == draft.parent; });
    if (known != found.end())
        return {*known};
    if (found.size() > 1) {
        auto near = found;
        keep_those_in(near, draft.villages);
        if (near.size() == 1)
            return near;
    }
    return found;
}

std::optional<OrganisationId> parent_of(db::Reader& reader, const NetworkId& network,
                                        const OrganisationId& id)
{
    return reader.value<OrganisationId>(R"sql(
        SELECT parent_id FROM organisation_parents
        WHERE network_id = :network AND organisation_id = :id)sql",
                                        {{"network", network}, {"id", id}});
}

// Whether `above` is `id` or stands below it. Ends, because nothing that is stored goes round.
bool is_below(db::Reader& reader, const NetworkId& network, const OrganisationId& above,
              const OrganisationId& id)
{
    for (std::optional<OrganisationId> step = above; step; step = parent_of(reader, network, *step))
        if (*step == id)
            return true;
    return false;
}

Error refused(German text)
{
    return {.kind = Err::invalid,
            .text = "Bitte schau dir die markierten Felder noch einmal an."_de,
            .fields = {{"parent_name", text}}};
}

Result<std::optional<Named>> found_parent(db::Reader& reader, const NetworkId& network,
                                          const OrganisationId& id, const OrganisationDraft& draft)
{
    if (draft.parent_name.empty())
        return std::optional<Named>();
    auto found = candidates(reader, network, draft);
    if (found.size() > 1)
        return refused("So heißen mehrere. Schreib das Dorf in Klammern dahinter, etwa: Feuerwehr (Aue)"_de);
    if (found.empty())
        return std::optional<Named>();
    if (!id.empty() && is_below(reader, network, found.front().id, id))
        return refused(found.front().id == id
                           ? "Niemand gehört zu sich selbst. Nimm einen anderen Eintrag oder lass es leer."_de
                           : "Das geht im Kreis: Dieser Eintrag gehört selbst zu euch."_de);
    return std::optional(std::move(found.front()));
}

} // namespace

Result<Done> settle_parent(db::Reader& reader, const NetworkId& network, const OrganisationId& id,
                           OrganisationDraft& draft, Unclear unclear)
{
    auto found = found_parent(reader, network, id, draft);
    if (!found && unclear == Unclear::refuse)
        return found.error();
    draft.parent.reset();
    if (found && *found) {
        draft.parent = (*found)->id;
        if ((*found)->is_public)
            draft.parent_name = (*found)->name;
    }
    return Done{};
}

void save_parent(db::Tx& tx, const NetworkId& network, const OrganisationId& id,
                 const std::optional<OrganisationId>& parent)
{
    if (!parent) {
        tx.exec(R"sql(DELETE FROM organisation_parents
                      WHERE network_id = :network AND organisation_id = :id)sql",
                {{"network", network}, {"id", id}});
        return;
    }
    tx.exec(R"sql(
        INSERT INTO organisation_parents (network_id, organisation_id, parent_id)
        VALUES (:network, :id, :parent)
        ON CONFLICT (network_id, organisation_id) DO UPDATE SET parent_id = excluded.parent_id)sql",
            {{"network", network}, {"id", id}, {"parent", *parent}});
}

void link_parents(db::Tx& tx, const NetworkId& network)
{
    const auto waiting =
        tx.list(R"sql(
        SELECT o.id FROM organisations o
        WHERE o.network_id = :network AND o.parent_name <> ''
              AND NOT EXISTS (SELECT 1 FROM organisation_parents p
                              WHERE p.network_id = o.network_id AND p.organisation_id = o.id))sql",
                {{"network", network}}, [](db::Row& row) { return row.take<OrganisationId>(); });
    for (const auto& id : waiting)
        if (auto found = organisation_by_id(tx, network, id)) {
            (void)settle_parent(tx, network, id, found->entry, Unclear::keep_text);
            if (found->entry.parent)
                save_parent(tx, network, id, found->entry.parent);
        }
}

std::vector<OrganisationId> organisations_below(db::Reader& reader, const NetworkId& network,
                                                const OrganisationId& id)
{
    return reader.list(R"sql(
        SELECT p.organisation_id FROM organisation_parents p
        JOIN organisations o ON o.network_id = p.network_id AND o.id = p.organisation_id
        WHERE p.network_id = :network AND p.parent_id = :id ORDER BY o.sort_key, o.id)sql",
                       {{"network", network}, {"id", id}},
                       [](db::Row& row) { return row.take<OrganisationId>(); });
}

} // namespace dorfnetz::organisations
