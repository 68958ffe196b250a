#include "foundation/search/entry.hpp"

namespace dorfnetz::search::sqlite {

namespace {

// FTS5 without content needs the old terms to take them out.
void take_terms(db::Tx& tx, std::int64_t number, std::string_view words)
{
    tx.exec(R"sql(
        INSERT INTO search_index (search_index, rowid, terms) VALUES ('delete', :number, :terms))sql",
            {{"number", number}, {"terms", terms_of(words)}});
}

std::string expression(const Condition& condition)
{
    std::string text;
    for (const auto& group : condition) {
        text += text.empty() ? "(" : " AND (";
        for (std::size_t i = 0; i < group.size(); ++i)
            text += (i == 0 ? "\"" : " OR \"") + group[i] + '"';
        text += ')';
    }
    return text;
}

} // namespace

void write_entry(db::Tx& tx, const Entry& entry, const std::optional<std::string>& before)
{
    const auto number = tx.returning(
        R"sql(
        INSERT INTO search_entries (network_id, kind, id, words) VALUES (:network, :kind, :id, :words)
        ON CONFLICT (network_id, kind, id) DO UPDATE SET words = excluded.words
        RETURNING number)sql",
        {{"network", entry.network}, {"kind", entry.kind}, {"id", entry.id}, {"words", entry.words}},
        [](db::Row& row) { return row.take<std::int64_t>(); });
    if (before)
        take_terms(tx, *number, *before);
    tx.exec(R"sql(INSERT INTO search_index (rowid, terms) VALUES (:number, :terms))sql",
            {{"number", *number}, {"terms", terms_of(entry.words)}});
}

void remove_entry(db::Tx& tx, const Entry& entry)
{
    const auto number = tx.returning(R"sql(
        DELETE FROM search_entries WHERE network_id = :network AND kind = :kind AND id = :id
        RETURNING number)sql",
                                     {{"network", entry.network}, {"kind", entry.kind}, {"id", entry.id}},
                                     [](db::Row& row) { return row.take<std::int64_t>(); });
    take_terms(tx, *number, entry.words);
}

std::vector<Entry> matching(db::Reader& reader, const NetworkId& network, const Condition& condition,
                            int limit)
{
    return reader.list(R"sql(
        SELECT e.kind, e.id, e.words
        FROM search_index JOIN search_entries e ON e.number = search_index.rowid
        WHERE search_index MATCH :expression AND e.network_id = :network LIMIT :limit)sql",
                       {{"expression", expression(condition)}, {"network", network}, {"limit", limit}},
                       [&](db::Row& row) {
                           return Entry{.network = network,
                                        .kind = row.take<std::string>(),
                                        .id = row.take<std::string>(),
                                        .words = row.take<std::string>()};
                       });
}

void tidy(db::Tx& tx)
{
    tx.exec(R"sql(INSERT INTO search_index (search_index) VALUES ('optimize'))sql", {});
}

} // namespace dorfnetz::search::sqlite
