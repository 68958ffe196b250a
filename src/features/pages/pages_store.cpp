#include "features/pages/pages_store.hpp"

#include "foundation/core/text.hpp"

namespace dorfnetz::pages {

namespace {

Kind kind_from(std::string_view text)
{
    return text == "news" ? Kind::news : Kind::page;
}

Page read_page(db::Row& row)
{
    Page page;
    page.id = row.take<PageId>();
    page.draft.kind = kind_from(row.take<std::string>());
    page.draft.slug = row.take<std::string>();
    page.published_version = row.take<std::optional<std::int64_t>>();
    page.version = row.take<std::int64_t>();
    page.draft.shown_on = row.take<std::optional<Date>>();
    page.draft.picture = row.take<std::string>();
    page.draft.is_example = row.take<bool>();
    page.saved_at = row.take<Timestamp>();
    page.author = row.take<std::string>();
    return page;
}

void read_texts(db::Reader& reader, const NetworkId& network, Page& page)
{
    reader.each(R"sql(
        SELECT language, title, summary, headline, lead, folded, body FROM page_texts
        WHERE network_id = :network AND page_id = :page AND version = :version)sql",
                {{"network", network}, {"page", page.id}, {"version", page.version}}, [&](db::Row& row) {
                    const auto language = i18n::language_from_code(row.take<std::string>());
                    Text text;
                    text.title = row.take<std::string>();
                    text.summary = row.take<std::string>();
                    text.headline = row.take<std::string>();
                    text.lead = row.take<std::string>();
                    text.folded = split_list(row.take<std::string>(), "\n");
                    text.body = row.take<std::string>();
                    // A language that the program no longer speaks stays in the database.
                    if (language)
                        page.draft.texts[*language] = std::move(text);
                });
}

enum class Version { newest, published, any };

// The pages with these versions; `rest` begins with WHERE, speaks of pages p and their versions v, and takes
// :network.
std::vector<Page> pages_with(db::Reader& reader, const NetworkId& network, Version version, db::Sql rest,
                             const db::Params& params)
{
    db::BuiltQuery query(R"sql(
        SELECT p.id, p.kind, p.slug, p.published_version, v.version, v.shown_on, v.picture_key, v.is_example,
               v.saved_at, v.author_name
        FROM pages p JOIN page_versions v ON v.network_id = p.network_id AND v.page_id = p.id)sql");
    if (version == Version::newest)
        query.add(R"part(AND v.version = p.version)part");
    if (version == Version::published)
        query.add(R"part(AND v.version = p.published_version)part");
    auto pages = reader.list(query.add(rest), params, read_page);
    for (auto& page : pages)
        read_texts(reader, network, page);
    return pages;
}

std::optional<Page> page_with(db::Reader& reader, const NetworkId& network, Version version, db::Sql rest,
                              const db::Params& params)
{
    auto pages = pages_with(reader, network, version, rest, params);
    return pages.empty() ? std::nullopt : std::optional(std::move(pages.front()));
}

void insert_version(db::Tx& tx, const NetworkId& network, const Page& page, const Author& author)
{
    tx.exec(R"sql(
        INSERT INTO page_versions (network_id, page_id, version, shown_on, picture_key, is_example, saved_at,
                                   saved_by, author_name)
        VALUES (:network, :page, :version, :shown_on, :picture, :is_example, :saved_at, :saved_by,
                :author_name))sql",
            {{"network", network},
             {"page", page.id},
             {"version", page.version},
             {"shown_on", page.draft.shown_on},
             {"picture", page.draft.picture},
             {"is_example", page.draft.is_example},
             {"saved_at", author.clock.now()},
             {"saved_by", author.user.empty() ? std::nullopt : std::optional(author.user)},
             {"author_name", author.name}});
    for (const auto& [language, text] : page.draft.texts) {
        const auto folded = join(text.folded, "\n");
        tx.exec(R"sql(
            INSERT INTO page_texts (network_id, page_id, version, language, title, summary, headline, lead,
                                    folded, body)
            VALUES (:network, :page, :version, :language, :title, :summary, :headline, :lead, :folded,
                    :body))sql",
                {{"network", network},
                 {"page", page.id},
                 {"version", page.version},
                 {"language", i18n::code(language)},
                 {"title", text.title},
                 {"summary", text.summary},
                 {"headline", text.headline},
                 {"lead", text.lead},
                 {"folded", folded},
                 {"body", text.body}});
    }
}

} // namespace

std::optional<Page> newest_by_slug(db::Reader& reader, const NetworkId& network, Kind kind,
                                   std::string_view slug)
{
    return page_with(reader, network, Version::newest,
                     R"part(WHERE p.network_id = :network AND p.kind = :kind AND p.slug = :slug)part",
                     {{"network", network}, {"kind", to_text(kind)}, {"slug", slug}});
}

std::optional<Page> newest_by_id(db::Reader& reader, const NetworkId& network, const PageId& id)
{
    return page_with(reader, network, Version::newest,
                     R"part(WHERE p.network_id = :network AND p.id = :id)part",
                     {{"network", network}, {"id", id}});
}

std::optional<Page> published_by_id(db::Reader& reader, const NetworkId& network, const PageId& id)
{
    return page_with(reader, network, Version::published,
                     R"part(WHERE p.network_id = :network AND p.id = :id)part",
                     {{"network", network}, {"id", id}});
}

std::optional<Page> version_of(db::Reader& reader, const NetworkId& network, const PageId& id,
                               std::int64_t version)
{
    return page_with(reader, network, Version::any,
                     R"part(WHERE p.network_id = :network AND p.id = :id AND v.version = :version)part",
                     {{"network", network}, {"id", id}, {"version", version}});
}

std::optional<Page> published_page(db::Reader& reader, const NetworkId& network, Kind kind,
                                   std::string_view slug)
{
    return page_with(reader, network, Version::published,
                     R"part(WHERE p.network_id = :network AND p.kind = :kind AND p.slug = :slug)part",
                     {{"network", network}, {"kind", to_text(kind)}, {"slug", slug}});
}

std::vector<Page> newest_of_all(db::Reader& reader, const NetworkId& network, Kind kind)
{
    return pages_with(reader, network, Version::newest, R"part(
        WHERE p.network_id = :network AND p.kind = :kind ORDER BY v.shown_on DESC, p.slug)part",
                      {{"network", network}, {"kind", to_text(kind)}});
}

std::vector<Page> published_of_all(db::Reader& reader, const NetworkId& network, Kind kind)
{
    return pages_with(reader, network, Version::published, R"part(
        WHERE p.network_id = :network AND p.kind = :kind ORDER BY p.slug)part",
                      {{"network", network}, {"kind", to_text(kind)}});
}

std::vector<Page> published_news(db::Reader& reader, const NetworkId& network, std::int64_t limit,
                                 std::int64_t offset)
{
    return pages_with(reader, network, Version::published, R"part(
        WHERE p.network_id = :network AND p.kind = 'news'
        ORDER BY v.shown_on DESC, p.id DESC LIMIT :limit OFFSET :offset)part",
                      {{"network", network}, {"limit", limit}, {"offset", offset}});
}

std::int64_t count_published_news(db::Reader& reader, const NetworkId& network)
{
    return reader.count(R"sql(
        SELECT count(*) FROM pages
        WHERE network_id = :network AND kind = 'news' AND published_version IS NOT NULL)sql",
                        {{"network", network}});
}

std::vector<Page> versions_of(db::Reader& reader, const NetworkId& network, const PageId& id)
{
    return pages_with(reader, network, Version::any, R"part(
        WHERE p.network_id = :network AND p.id = :id ORDER BY v.version DESC)part",
                      {{"network", network}, {"id", id}});
}

bool insert_page(db::Tx& tx, const NetworkId& network, const Page& page, const Author& author)
{
    const auto inserted = tx.exec(R"sql(
        INSERT INTO pages (network_id, id, kind, slug, version, created_at)
        VALUES (:network, :id, :kind, :slug, :version, :created_at)
        ON CONFLICT (network_id, kind, slug) DO NOTHING)sql",
                                  {{"network", network},
                                   {"id", page.id},
                                   {"kind", to_text(page.draft.kind)},
                                   {"slug", page.draft.slug},
                                   {"version", page.version},
                                   {"created_at", author.clock.now()}});
    if (inserted == 1)
        insert_version(tx, network, page, author);
    return inserted == 1;
}

bool add_version(db::Tx& tx, const NetworkId& network, const Page& page, std::int64_t version,
                 const Author& author)
{
    const auto changed =
        tx.exec(R"sql(
        UPDATE pages SET version = :next WHERE network_id = :network AND id = :id AND version = :version)sql",
                {{"next", page.version}, {"network", network}, {"id", page.id}, {"version", version}});
    if (changed == 1)
        insert_version(tx, network, page, author);
    return changed == 1;
}

void set_published(db::Tx& tx, const NetworkId& network, const PageId& id,
                   std::optional<std::int64_t> version)
{
    tx.exec(R"sql(
        UPDATE pages SET published_version = :version WHERE network_id = :network AND id = :id)sql",
            {{"version", version}, {"network", network}, {"id", id}});
}

void delete_page(db::Tx& tx, const NetworkId& network, const PageId& id)
{
    tx.exec(R"sql(DELETE FROM pages WHERE network_id = :network AND id = :id)sql",
            {{"network", network}, {"id", id}});
}

void forget_account(db::Tx& tx, const NetworkId& network, const web::UserId& user)
{
    tx.exec(
        R"sql(UPDATE page_versions SET saved_by = NULL, author_name = '' WHERE network_id = :network AND saved_by = :user)sql",
        {{"network", network}, {"user", user}});
}

} // namespace dorfnetz::pages
