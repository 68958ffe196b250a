#include "features/organisations/organisations_store.hpp"

#include "foundation/search/folding.hpp"

#include <unordered_map>

namespace dorfnetz::organisations::store {

namespace {

constexpr db::Query select_organisations = R"sql(
    SELECT id, kind, name, short_name, legal_form, register_court, register_number, parent_name, founded, members,
           purpose, aims, strengths_text, offers, street, postal_code, town, phone, phone_audience, email,
           email_audience, web, social_links, supports_whom, is_example, slug, status, last_confirmed_on, created_at, updated_at, version
    FROM organisations WHERE network_id = :network)sql";
constexpr db::Query select_villages = R"sql(
    SELECT organisation_id, village_id FROM organisation_villages
    WHERE active_until IS NULL AND network_id = :network)sql";
constexpr db::Query select_terms = R"sql(
    SELECT organisation_id, list, term FROM organisation_terms WHERE network_id = :network)sql";
constexpr db::Query select_areas = R"sql(
    SELECT organisation_id, what, village_id, radius_km FROM organisation_areas WHERE network_id = :network)sql";

// A public entry above is called as it is called now, whatever was typed once.
constexpr db::Query select_parents = R"sql(
    SELECT p.organisation_id, p.parent_id, CASE WHEN o.status = 'published' THEN o.name END FROM organisation_parents p
    JOIN organisations o ON o.network_id = p.network_id AND o.id = p.parent_id
    WHERE p.network_id = :network)sql";

constexpr db::Sql this_one = R"part(AND id = :id)part";
constexpr db::Sql of_this_one = R"part(AND organisation_id = :id)part";
constexpr db::Sql with_slug = R"part(AND slug = :slug)part";
constexpr db::Sql by_name = R"part(ORDER BY sort_key, id)part";
constexpr db::Sql by_child = R"part(ORDER BY organisation_id)part";
constexpr db::Sql by_village = R"part(ORDER BY village_id)part";
constexpr db::Sql by_term = R"part(ORDER BY list, term)part";
constexpr db::Sql by_position = R"part(ORDER BY organisation_id, what, position)part";

Organisation read_organisation(db::Row& row)
{
    Organisation organisation;
    auto& entry = organisation.entry;
    organisation.id = row.take<OrganisationId>();
    entry.kind = kind_from_text(row.take<std::string>()).value();
    for (auto* text : {&entry.name, &entry.short_name, &entry.legal_form, &entry.register_court,
                       &entry.register_number, &entry.parent_name})
        *text = row.take<std::string>();
    entry.founded = row.take<std::optional<std::int64_t>>();
    entry.members = row.take<std::optional<std::int64_t>>();
    for (auto* text : {&entry.purpose, &entry.aims, &entry.strengths_text, &entry.offers, &entry.street,
                       &entry.postal_code, &entry.town})
        *text = row.take<std::string>();
    take_guarded(row, entry.phone);
    take_guarded(row, entry.email);
    for (auto* text : {&entry.web, &entry.social_links, &entry.supports_whom})
        *text = row.take<std::string>();
    entry.is_example = row.take<bool>();
    organisation.slug = row.take<std::string>();
    organisation.status = status_from_text(row.take<std::string>()).value();
    organisation.last_confirmed_on = row.take<std::optional<Date>>();
    organisation.created_at = row.take<Timestamp>();
    organisation.updated_at = row.take<Timestamp>();
    organisation.version = row.take<std::int64_t>();
    return organisation;
}

void add_term(OrganisationDraft& entry, std::string_view list, std::string term)
{
    for (const auto& field : term_fields())
        if (field.name == list)
            (entry.*field.member).push_back(std::move(term));
}

void add_area(Area& area, const std::optional<VillageId>& village, std::optional<std::int64_t> radius_km)
{
    if (!village) {
        area.whole_network = true;
    } else if (radius_km) {
        area.around = *village;
        area.radius_km = *radius_km;
    } else {
        area.villages.push_back(*village);
    }
}

enum class Which { all, one };

// Fills the lists of entries that were read with `which` in mind.
void read_lists(db::Reader& reader, const NetworkId& network, std::vector<Organisation>& organisations,
                Which which)
{
    if (organisations.empty())
        return;
    std::unordered_map<std::string, OrganisationDraft*> entries;
    for (auto& organisation : organisations)
        entries[organisation.id.text()] = &organisation.entry;
    const auto each = [&](db::Query query, db::Sql order, const auto& take) {
        db::BuiltQuery built(query);
        std::vector<db::Param> params = {{"network", network}};
        if (which == Which::one) {
            built.add(of_this_one);
            params.push_back({"id", organisations.front().id});
        }
        built.add(order);
        reader.each(built, params, [&](db::Row& row) {
            const auto found = entries.find(row.take<std::string>());
            OrganisationDraft nobody; // entered between two queries cannot be: one view of the data
            take(found == entries.end() ? nobody : *found->second, row);
        });
    };
    each(select_villages, by_village,
         [](OrganisationDraft& entry, db::Row& row) { entry.villages.push_back(row.take<VillageId>()); });
    each(select_terms, by_term, [](OrganisationDraft& entry, db::Row& row) {
        const auto list = row.take<std::string>();
        add_term(entry, list, row.take<std::string>());
    });
    each(select_parents, by_child, [](OrganisationDraft& entry, db::Row& row) {
        entry.parent = row.take<OrganisationId>();
        if (auto name = row.take<std::optional<std::string>>())
            entry.parent_name = *std::move(name);
    });
    each(select_areas, by_position, [](OrganisationDraft& entry, db::Row& row) {
        auto& area = row.take<std::string>() == "help" ? entry.area : entry.support_area;
        const auto village = row.take<std::optional<VillageId>>();
        add_area(area, village, row.take<std::optional<std::int64_t>>());
    });
}

std::optional<Organisation> first_of(db::Reader& reader, const NetworkId& network,
                                     std::vector<Organisation> found)
{
    read_lists(reader, network, found, Which::one);
    if (found.empty())
        return std::nullopt;
    return std::move(found.front());
}

std::vector<db::Param> params_of(const NetworkId& network, const Organisation& organisation)
{
    const auto& entry = organisation.entry;
    std::vector<db::Param> params = {{"network", network},
                                     {"id", organisation.id},
                                     {"kind", to_text(entry.kind)},
                                     {"status", to_text(organisation.status)},
                                     {"founded", entry.founded},
                                     {"members", entry.members},
                                     {"is_example", entry.is_example},
                                     {"last_confirmed_on", organisation.last_confirmed_on},
                                     {"updated_at", organisation.updated_at}};
    for (const auto& field : text_fields())
        params.push_back({field.name, entry.*field.member});
    params.insert(params.end(), {{"phone", entry.phone.seen_by(accounts::the_program())},
                                 {"phone_audience", to_text(entry.phone.audience())},
                                 {"email", entry.email.seen_by(accounts::the_program())},
                                 {"email_audience", to_text(entry.email.audience())}});
    return params;
}

void save_area(db::Tx& tx, const NetworkId& network, const OrganisationId& id, std::string_view what,
               const Area& area)
{
    tx.exec_later(R"sql(DELETE FROM organisation_areas
                  WHERE network_id = :network AND organisation_id = :id AND what = :what)sql",
                  {{"network", network}, {"id", id}, {"what", what}});
    std::int64_t position = 0;
    const auto add = [&](const std::optional<VillageId>& village, std::optional<std::int64_t> radius_km) {
        tx.exec_later(
            R"sql(INSERT INTO organisation_areas (network_id, organisation_id, what, position, village_id, radius_km)
                      VALUES (:network, :id, :what, :position, :village, :radius_km))sql",
            {{"network", network},
             {"id", id},
             {"what", what},
             {"position", position++},
             {"village", village},
             {"radius_km", radius_km}});
    };
    if (area.whole_network)
        add(std::nullopt, std::nullopt);
    if (area.around)
        add(area.around, area.radius_km);
    for (const auto& village : area.villages)
        add(village, std::nullopt);
}

void save_villages(db::Tx& tx, const NetworkId& network, const OrganisationId& id,
                   const std::vector<VillageId>& before, const std::vector<VillageId>& after, Date today)
{
    const auto has = [](const std::vector<VillageId>& list, const VillageId& village) {
        return std::find(list.begin(), list.end(), village) != list.end();
    };
    for (const auto& village : before)
        if (!has(after, village))
            tx.exec_later(R"sql(UPDATE organisation_villages SET active_until = :today, is_active = 0
                          WHERE network_id = :network AND organisation_id = :id AND village_id = :village)sql",
                          {{"network", network}, {"id", id}, {"village", village}, {"today", today}});
    for (const auto& village : after)
        if (!has(before, village))
            tx.exec_later(
                R"sql(INSERT INTO organisation_villages (network_id, organisation_id, village_id, active_from, is_active)
                          VALUES (:network, :id, :village, :today, 1)
                          ON CONFLICT (network_id, organisation_id, village_id) DO UPDATE SET active_until = NULL, is_active = 1)sql",
                {{"network", network}, {"id", id}, {"village", village}, {"today", today}});
}

} // namespace

std::vector<Organisation> all(db::Reader& reader, const NetworkId& network)
{
    auto found = reader.list(db::BuiltQuery(select_organisations).add(by_name), {{"network", network}},
                             read_organisation);
    read_lists(reader, network, found, Which::all);
    return found;
}

std::optional<Organisation> by_id(db::Reader& reader, const NetworkId& network, const OrganisationId& id)
{
    return first_of(reader, network,
                    reader.list(db::BuiltQuery(select_organisations).add(this_one),
                                {{"network", network}, {"id", id}}, read_organisation));
}

std::optional<Organisation> by_slug(db::Reader& reader, const NetworkId& network, std::string_view slug)
{
    return first_of(reader, network,
                    reader.list(db::BuiltQuery(select_organisations).add(with_slug),
                                {{"network", network}, {"slug", slug}}, read_organisation));
}

bool insert(db::Tx& tx, const NetworkId& network, const Organisation& organisation,
            std::string_view created_by)
{
    auto params = params_of(network, organisation);
    const auto folded = search::fold(organisation.entry.name);
    const auto sort_key = search::sort_key(organisation.entry.name);
    const auto creator = created_by.empty() ? std::nullopt : std::optional(created_by);
    params.insert(params.end(), {{"slug", organisation.slug},
                                 {"folded_name", folded},
                                 {"sort_key", sort_key},
                                 {"created_by", creator},
                                 {"created_at", organisation.created_at}});
    return tx.exec(R"sql(
        INSERT INTO organisations (network_id, id, kind, slug, status, name, short_name, folded_name, sort_key,
            legal_form, register_court, register_number, parent_name, founded, members, purpose, aims, strengths_text,
            offers, street, postal_code, town, phone, phone_audience, email, email_audience, web, social_links,
            supports_whom, is_example, last_confirmed_on, created_by, created_at, updated_at)
        VALUES (:network, :id, :kind, :slug, :status, :name, :short_name, :folded_name, :sort_key, :legal_form,
            :register_court, :register_number, :parent_name, :founded, :members, :purpose, :aims, :strengths_text,
            :offers, :street, :postal_code, :town, :phone, :phone_audience, :email, :email_audience, :web, :social_links,
            :supports_whom, :is_example, :last_confirmed_on, :created_by, :created_at, :updated_at)
        ON CONFLICT (network_id, slug) DO NOTHING)sql",
                   params) == 1;
}

bool update(db::Tx& tx, const NetworkId& network, const Organisation& organisation, std::int64_t expected)
{
    auto params = params_of(network, organisation);
    const auto folded = search::fold(organisation.entry.name);
    const auto sort_key = search::sort_key(organisation.entry.name);
    params.insert(params.end(), {{"folded_name", folded}, {"sort_key", sort_key}, {"expected", expected}});
    return tx.exec(R"sql(
        UPDATE organisations SET kind = :kind, status = :status, name = :name, short_name = :short_name,
            folded_name = :folded_name, sort_key = :sort_key, legal_form = :legal_form,
            register_court = :register_court, register_number = :register_number, parent_name = :parent_name,
            founded = :founded, members = :members, purpose = :purpose, aims = :aims,
            strengths_text = :strengths_text, offers = :offers, street = :street, postal_code = :postal_code,
            town = :town, phone = :phone, phone_audience = :phone_audience, email = :email,
            email_audience = :email_audience, web = :web, social_links = :social_links,
            supports_whom = :supports_whom, is_example = :is_example, last_confirmed_on = :last_confirmed_on,
            updated_at = :updated_at, version = version + 1
        WHERE network_id = :network AND id = :id AND version = :expected)sql",
                   params) == 1;
}

void save_lists(db::Tx& tx, const NetworkId& network, const OrganisationId& id,
                const OrganisationDraft& before, const OrganisationDraft& after, Date today)
{
    if (before.villages != after.villages)
        save_villages(tx, network, id, before.villages, after.villages, today);
    for (const auto& field : term_fields()) {
        if (before.*field.member == after.*field.member)
            continue;
        tx.exec_later(R"sql(DELETE FROM organisation_terms
                      WHERE network_id = :network AND organisation_id = :id AND list = :list)sql",
                      {{"network", network}, {"id", id}, {"list", field.name}});
        for (const auto& term : after.*field.member)
            tx.exec_later(R"sql(INSERT INTO organisation_terms (network_id, organisation_id, list, term)
                          VALUES (:network, :id, :list, :term))sql",
                          {{"network", network}, {"id", id}, {"list", field.name}, {"term", term}});
    }
    if (before.area != after.area)
        save_area(tx, network, id, "help", after.area);
    if (before.support_area != after.support_area)
        save_area(tx, network, id, "support", after.support_area);
}

void save_activity(db::Tx& tx, const NetworkId& network, const OrganisationId& id, Archived archived)
{
    const auto active = archived == Archived::yes ? 0 : 1;
    tx.exec(R"sql(UPDATE organisation_villages SET is_active = :active
                  WHERE network_id = :network AND organisation_id = :id AND active_until IS NULL
                        AND is_active <> :active)sql",
            {{"active", active}, {"network", network}, {"id", id}});
}

void save_logo(db::Tx& tx, const NetworkId& network, const OrganisationId& id, std::string_view key)
{
    const auto logo = key.empty() ? std::nullopt : std::optional(key);
    tx.exec(R"sql(UPDATE organisations SET logo_id = :logo WHERE network_id = :network AND id = :id)sql",
            {{"logo", logo}, {"network", network}, {"id", id}});
}

void save_picture(db::Tx& tx, const NetworkId& network, const OrganisationId& id, std::string_view key)
{
    const auto picture = key.empty() ? std::nullopt : std::optional(key);
    tx.exec(
        R"sql(UPDATE organisations SET picture_id = :picture WHERE network_id = :network AND id = :id)sql",
        {{"picture", picture}, {"network", network}, {"id", id}});
}

} // namespace dorfnetz::organisations::store

namespace dorfnetz::organisations {

void forget_picture(db::Tx& tx, const NetworkId& network, std::string_view gone, std::string_view newest)
{
    const auto left = newest.empty() ? std::nullopt : std::optional(newest);
    tx.exec(
        R"sql(UPDATE organisations SET logo_id = :left WHERE network_id = :network AND logo_id = :gone)sql",
        {{"left", left}, {"network", network}, {"gone", gone}});
    tx.exec(
        R"sql(UPDATE organisations SET picture_id = :left WHERE network_id = :network AND picture_id = :gone)sql",
        {{"left", left}, {"network", network}, {"gone", gone}});
}

} // namespace dorfnetz::organisations
