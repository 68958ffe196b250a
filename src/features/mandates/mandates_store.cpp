#include "features/mandates/mandates_store.hpp"

namespace dorfnetz::mandates {

namespace {

Mandate read_mandate(db::Row& row)
{
    return {.id = row.take<MandateId>(),
            .village = row.take<VillageId>(),
            .organisation = row.take<OrganisationId>(),
            .starts_on = row.take<Date>(),
            .ends_on = row.take<std::optional<Date>>(),
            .decided = row.take<std::string>()};
}

} // namespace

std::vector<Mandate> mandates_of(db::Reader& reader, const NetworkId& network)
{
    return reader.list(R"sql(
        SELECT id, village_id, organisation_id, starts_on, ends_on, decided
        FROM mandates WHERE network_id = :network ORDER BY village_id, starts_on DESC)sql",
                       {{"network", network}}, read_mandate);
}

std::vector<Mandate> mandates_of_village(db::Reader& reader, const NetworkId& network,
                                         const VillageId& village)
{
    return reader.list(R"sql(
        SELECT id, village_id, organisation_id, starts_on, ends_on, decided
        FROM mandates WHERE network_id = :network AND village_id = :village ORDER BY starts_on DESC)sql",
                       {{"network", network}, {"village", village}}, read_mandate);
}

std::map<VillageId, Mandate> leads_on(db::Reader& reader, const NetworkId& network, Date day)
{
    std::map<VillageId, Mandate> leads;
    for (auto& mandate : mandates_of(reader, network))
        if (mandate.holds_on(day))
            leads.emplace(mandate.village, std::move(mandate));
    return leads;
}

void insert(db::Tx& tx, const NetworkId& network, const NewMandate& what, Timestamp now)
{
    const auto& mandate = what.mandate;
    const auto created_by = what.created_by.empty() ? std::nullopt : std::optional(what.created_by);
    tx.exec(R"sql(
        INSERT INTO mandates (network_id, id, village_id, organisation_id, organisation_kind, starts_on, ends_on,
                              previous_ends_on, needs_active, decided, created_by, created_at)
        VALUES (:network, :id, :village, :organisation, 'club', :starts_on, :ends_on, :previous_ends_on, :needs_active, :decided,
                :created_by, :now))sql",
            {{"network", network},
             {"id", mandate.id},
             {"village", mandate.village},
             {"organisation", mandate.organisation},
             {"starts_on", mandate.starts_on},
             {"ends_on", mandate.ends_on},
             {"previous_ends_on", what.previous_ends_on},
             {"needs_active", mandate.ends_on ? std::optional<int>() : std::optional(1)},
             {"decided", mandate.decided},
             {"created_by", created_by},
             {"now", now}});
}

void follow(db::Tx& tx, const NetworkId& network, const MandateId& id, Date previous_ends_on)
{
    tx.exec(R"sql(
        UPDATE mandates SET previous_ends_on = :previous_ends_on WHERE network_id = :network AND id = :id)sql",
            {{"previous_ends_on", previous_ends_on}, {"network", network}, {"id", id}});
}

std::int64_t close(db::Tx& tx, const NetworkId& network, const VillageId& village, Date ends_on)
{
    return tx.exec(R"sql(
        UPDATE mandates SET ends_on = :ends_on, needs_active = NULL
        WHERE network_id = :network AND village_id = :village AND ends_on IS NULL)sql",
                   {{"ends_on", ends_on}, {"network", network}, {"village", village}});
}

void forget_account(db::Tx& tx, const NetworkId& network, const web::UserId& user)
{
    tx.exec(
        R"sql(UPDATE mandates SET created_by = NULL WHERE network_id = :network AND created_by = :user)sql",
        {{"network", network}, {"user", user}});
}

} // namespace dorfnetz::mandates
