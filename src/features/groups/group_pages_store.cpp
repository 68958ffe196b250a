#include "features/groups/groups_store.hpp"

namespace dorfnetz::groups::store {

namespace {

GroupPage read_page(db::Row& row)
{
    GroupPage page;
    page.id = row.take<GroupPageId>();
    page.group = row.take<GroupId>();
    page.slug = row.take<std::string>();
    page.draft.title = row.take<std::string>();
    page.draft.text = row.take<std::string>();
    page.draft.audience = audience_from_text(row.take<std::string>());
    page.version = row.take<std::int64_t>();
    return page;
}

} // namespace

std::vector<GroupPage> pages_of(db::Reader& reader, const NetworkId& network, const GroupId& group)
{
    return reader.list(R"sql(
        SELECT id, group_id, slug, title, text, audience, version FROM group_pages
        WHERE network_id = :network AND group_id = :group ORDER BY title, id)sql",
                       {{"network", network}, {"group", group}}, read_page);
}

std::optional<GroupPage> page_by_slug(db::Reader& reader, const NetworkId& network, const GroupId& group,
                                      std::string_view slug)
{
    return reader.first(R"sql(
        SELECT id, group_id, slug, title, text, audience, version FROM group_pages
        WHERE network_id = :network AND group_id = :group AND slug = :slug)sql",
                        {{"network", network}, {"group", group}, {"slug", slug}}, read_page);
}

std::optional<GroupPage> page_by_id(db::Reader& reader, const NetworkId& network, const GroupPageId& id)
{
    return reader.first(R"sql(
        SELECT id, group_id, slug, title, text, audience, version FROM group_pages
        WHERE network_id = :network AND id = :id)sql",
                        {{"network", network}, {"id", id}}, read_page);
}

bool insert_page(db::Tx& tx, const NetworkId& network, const GroupPage& page, Timestamp now)
{
    return tx.exec(R"sql(
        INSERT INTO group_pages (network_id, id, group_id, slug, title, text, audience, updated_at, version)
        VALUES (:network, :id, :group, :slug, :title, :text, :audience, :now, 1)
        ON CONFLICT DO NOTHING)sql",
                   {{"network", network},
                    {"id", page.id},
                    {"group", page.group},
                    {"slug", page.slug},
                    {"title", page.draft.title},
                    {"text", page.draft.text},
                    {"audience", to_text(page.draft.audience)},
                    {"now", now}}) == 1;
}

bool update_page(db::Tx& tx, const NetworkId& network, const GroupPage& page, std::int64_t version,
                 Timestamp now)
{
    return tx.exec(R"sql(
        UPDATE group_pages SET title = :title, text = :text, audience = :audience, updated_at = :now,
            version = version + 1
        WHERE network_id = :network AND id = :id AND version = :version)sql",
                   {{"network", network},
                    {"id", page.id},
                    {"version", version},
                    {"title", page.draft.title},
                    {"text", page.draft.text},
                    {"audience", to_text(page.draft.audience)},
                    {"now", now}}) == 1;
}

void remove_page(db::Tx& tx, const NetworkId& network, const GroupPageId& id)
{
    tx.exec(R"sql(DELETE FROM group_pages WHERE network_id = :network AND id = :id)sql",
            {{"network", network}, {"id", id}});
}

} // namespace dorfnetz::groups::store
