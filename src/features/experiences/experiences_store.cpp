#include "features/experiences/experiences_store.hpp"

namespace dorfnetz::experiences {

namespace {

Experience read_experience(db::Row& row)
{
    Experience experience;
    experience.id = row.take<ExperienceId>();
    experience.slug = row.take<std::string>();
    experience.status = row.take<std::string>() == "published" ? Status::published : Status::draft;
    auto& draft = experience.draft;
    draft.organisation = row.take<OrganisationId>();
    draft.title = row.take<std::string>();
    draft.summary = row.take<std::string>();
    draft.what = row.take<std::string>();
    draft.costs = row.take<std::string>();
    draft.helpers = row.take<std::string>();
    draft.pitfalls = row.take<std::string>();
    draft.templates = row.take<std::string>();
    draft.shared = row.take<bool>();
    draft.is_example = row.take<bool>();
    experience.published_at = row.take<std::optional<Timestamp>>();
    experience.created_at = row.take<Timestamp>();
    experience.updated_at = row.take<Timestamp>();
    experience.version = row.take<std::int64_t>();
    return experience;
}

void read_fields(db::Reader& reader, const NetworkId& network, Experience& experience)
{
    experience.draft.fields = reader.list(R"sql(
        SELECT field FROM experience_fields WHERE network_id = :network AND experience_id = :id ORDER BY field)sql",
                                          {{"network", network}, {"id", experience.id}},
                                          [](db::Row& row) { return row.take<std::string>(); });
}

std::optional<Experience> with_fields(db::Reader& reader, const NetworkId& network,
                                      std::optional<Experience> found)
{
    if (found)
        read_fields(reader, network, *found);
    return found;
}

std::vector<Experience> with_fields(db::Reader& reader, const NetworkId& network,
                                    std::vector<Experience> found)
{
    for (auto& experience : found)
        read_fields(reader, network, experience);
    return found;
}

void insert_fields(db::Tx& tx, const NetworkId& network, const Experience& experience)
{
    for (const auto& field : experience.draft.fields)
        tx.exec(R"sql(
            INSERT INTO experience_fields (network_id, experience_id, field) VALUES (:network, :id, :field)
            ON CONFLICT DO NOTHING)sql",
                {{"network", network}, {"id", experience.id}, {"field", field}});
}

std::string_view text_of(Status status)
{
    return status == Status::published ? "published" : "draft";
}

} // namespace

std::optional<Experience> experience_by_id(db::Reader& reader, const NetworkId& network,
                                           const ExperienceId& id)
{
    return with_fields(reader, network,
                       reader.first(R"sql(
        SELECT id, slug, status, organisation_id, title, summary, what, costs, helpers, pitfalls, templates, shared,
               is_example, published_at, created_at, updated_at, version
        FROM experiences WHERE network_id = :network AND id = :id)sql",
                                    {{"network", network}, {"id", id}}, read_experience));
}

std::optional<Experience> experience_by_slug(db::Reader& reader, const NetworkId& network,
                                             std::string_view slug)
{
    return with_fields(reader, network,
                       reader.first(R"sql(
        SELECT id, slug, status, organisation_id, title, summary, what, costs, helpers, pitfalls, templates, shared,
               is_example, published_at, created_at, updated_at, version
        FROM experiences WHERE network_id = :network AND slug = :slug)sql",
                                    {{"network", network}, {"slug", slug}}, read_experience));
}

std::vector<Experience> published(db::Reader& reader, const NetworkId& network)
{
    return with_fields(reader, network,
                       reader.list(R"sql(
        SELECT id, slug, status, organisation_id, title, summary, what, costs, helpers, pitfalls, templates, shared,
               is_example, published_at, created_at, updated_at, version
        FROM experiences WHERE network_id = :network AND status = 'published'
        ORDER BY published_at DESC, id DESC)sql",
                                   {{"network", network}}, read_experience));
}

std::vector<Experience> experiences_of(db::Reader& reader, const NetworkId& network,
                                       const OrganisationId& organisation)
{
    return with_fields(reader, network,
                       reader.list(R"sql(
        SELECT id, slug, status, organisation_id, title, summary, what, costs, helpers, pitfalls, templates, shared,
               is_example, published_at, created_at, updated_at, version
        FROM experiences WHERE network_id = :network AND organisation_id = :organisation
        ORDER BY created_at DESC, id DESC)sql",
                                   {{"network", network}, {"organisation", organisation}}, read_experience));
}

std::vector<Shared> shared_by_others(db::Reader& reader, const NetworkId& network)
{
    auto all = reader.list(R"sql(
        SELECT network_id, id, slug, status, organisation_id, title, summary, what, costs, helpers, pitfalls,
               templates, shared, is_example, published_at, created_at, updated_at, version
        FROM experiences WHERE shared = 1 AND status = 'published' AND network_id <> :network
        ORDER BY published_at DESC, network_id, id DESC)sql",
                           {{"network", network}}, [](db::Row& row) {
                               auto whose = row.take<NetworkId>();
                               return Shared{.network = std::move(whose), .experience = read_experience(row)};
                           });
    for (auto& shared : all)
        read_fields(reader, shared.network, shared.experience);
    return all;
}

namespace store {

bool slug_is_free(db::Reader& reader, const NetworkId& network, std::string_view slug)
{
    return reader.count(
               R"sql(SELECT COUNT(*) FROM experiences WHERE network_id = :network AND slug = :slug)sql",
               {{"network", network}, {"slug", slug}}) == 0;
}

void insert(db::Tx& tx, const NetworkId& network, const Experience& experience)
{
    const auto& draft = experience.draft;
    tx.exec(R"sql(
        INSERT INTO experiences (network_id, id, slug, status, organisation_id, title, summary, what, costs, helpers,
                                 pitfalls, templates, shared, is_example, created_at, updated_at, version)
        VALUES (:network, :id, :slug, 'draft', :organisation, :title, :summary, :what, :costs, :helpers, :pitfalls,
                :templates, :shared, :example, :now, :now, 1))sql",
            {{"network", network},
             {"id", experience.id},
             {"slug", experience.slug},
             {"organisation", draft.organisation},
             {"title", draft.title},
             {"summary", draft.summary},
             {"what", draft.what},
             {"costs", draft.costs},
             {"helpers", draft.helpers},
             {"pitfalls", draft.pitfalls},
             {"templates", draft.templates},
             {"shared", draft.shared},
             {"example", draft.is_example},
             {"now", experience.created_at}});
    insert_fields(tx, network, experience);
}

bool update(db::Tx& tx, const NetworkId& network, const Experience& experience, std::int64_t version)
{
    const auto& draft = experience.draft;
    if (tx.exec(R"sql(
        UPDATE experiences SET status = :status, organisation_id = :organisation, title = :title, summary = :summary,
            what = :what, costs = :costs, helpers = :helpers, pitfalls = :pitfalls, templates = :templates,
            shared = :shared, published_at = :published, updated_at = :now, version = version + 1
        WHERE network_id = :network AND id = :id AND version = :version)sql",
                {{"network", network},
                 {"id", experience.id},
                 {"version", version},
                 {"status", text_of(experience.status)},
                 {"organisation", draft.organisation},
                 {"title", draft.title},
                 {"summary", draft.summary},
                 {"what", draft.what},
                 {"costs", draft.costs},
                 {"helpers", draft.helpers},
                 {"pitfalls", draft.pitfalls},
                 {"templates", draft.templates},
                 {"shared", draft.shared},
                 {"published", experience.published_at},
                 {"now", experience.updated_at}}) != 1)
        return false;
    tx.exec(R"sql(DELETE FROM experience_fields WHERE network_id = :network AND experience_id = :id)sql",
            {{"network", network}, {"id", experience.id}});
    insert_fields(tx, network, experience);
    return true;
}

void remove(db::Tx& tx, const NetworkId& network, const ExperienceId& id)
{
    tx.exec(R"sql(DELETE FROM experiences WHERE network_id = :network AND id = :id)sql",
            {{"network", network}, {"id", id}});
}

} // namespace store

} // namespace dorfnetz::experiences
