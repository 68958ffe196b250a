#include "foundation/search/entry.hpp"

namespace dorfnetz::search::postgresql {

namespace {

std::string expression(const Condition& condition)
{
    std::string text;
    for (const auto& group : condition) {
        text += text.empty() ? '(' : '&';
        if (text.back() == '&')
            text += '(';
        for (std::size_t i = 0; i < group.size(); ++i)
            text += (i == 0 ? "" : "|") + group[i];
        text += ')';
    }
    return text;
}

} // namespace

void write_entry(db::Tx& tx, const Entry& entry, const std::optional<std::string>&)
{
    tx.exec(R"sql(
        INSERT INTO search_entries (network_id, kind, id, words, terms)
        VALUES (:network, :kind, :id, :words, CAST(:terms AS tsvector))
        ON CONFLICT (network_id, kind, id) DO UPDATE SET words = excluded.words, terms = excluded.terms)sql",
            {{"network", entry.network},
             {"kind", entry.kind},
             {"id", entry.id},
             {"words", entry.words},
             {"terms", terms_of(entry.words)}});
}

void remove_entry(db::Tx& tx, const Entry& entry)
{
    tx.exec(R"sql(
        DELETE FROM search_entries WHERE network_id = :network AND kind = :kind AND id = :id)sql",
            {{"network", entry.network}, {"kind", entry.kind}, {"id", entry.id}});
}

std::vector<Entry> matching(db::Reader& reader, const NetworkId& network, const Condition& condition,
                            int limit)
{
    return reader.list(R"sql(
        SELECT kind, id, words FROM search_entries
        WHERE terms @@ CAST(:expression AS tsquery) AND network_id = :network LIMIT :limit)sql",
                       {{"expression", expression(condition)}, {"network", network}, {"limit", limit}},
                       [&](db::Row& row) {
                           return Entry{.network = network,
                                        .kind = row.take<std::string>(),
                                        .id = row.take<std::string>(),
                                        .words = row.take<std::string>()};
                       });
}

} // namespace dorfnetz::search::postgresql
