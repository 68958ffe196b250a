#include "accounts/wrong_codes.hpp"

namespace dorfnetz::accounts {

bool too_many_wrong_codes(db::Reader& reader, const NetworkId& network, const web::UserId& user,
                          Timestamp now)
{
    return reader.count(R"sql(
        SELECT count(*) FROM wrong_codes
        WHERE network_id = :network AND user_id = :user AND since > :yesterday AND tries >= :most)sql",
                        {{"network", network},
                         {"user", user},
                         {"yesterday", now - wrong_codes_count_for},
                         {"most", std::int64_t{most_wrong_codes}}}) > 0;
}

int count_wrong_code(db::Tx& tx, const NetworkId& network, const web::UserId& user, Timestamp now)
{
    tx.exec(R"sql(DELETE FROM wrong_codes WHERE network_id = :network AND since <= :yesterday)sql",
            {{"network", network}, {"yesterday", now - wrong_codes_count_for}});
    return tx
        .returning(R"sql(
            INSERT INTO wrong_codes (network_id, user_id, since, tries) VALUES (:network, :user, :now, 1)
            ON CONFLICT (network_id, user_id) DO UPDATE SET tries = wrong_codes.tries + 1
            RETURNING tries)sql",
                   {{"network", network}, {"user", user}, {"now", now}},
                   [](db::Row& row) { return row.take<int>(); })
        .value();
}

void forget_wrong_codes(db::Tx& tx, const NetworkId& network, const web::UserId& user)
{
    tx.exec(R"sql(DELETE FROM wrong_codes WHERE network_id = :network AND user_id = :user)sql",
            {{"network", network}, {"user", user}});
}

} // namespace dorfnetz::accounts
