#include "features/retention/notices_store.hpp"

namespace dorfnetz::retention::store {

namespace {

Notice read_notice(db::Row& row)
{
    Notice notice;
    notice.person = row.take<people::PersonId>();
    notice.announced_at = row.take<Timestamp>();
    notice.asked_at = row.take<std::optional<Timestamp>>();
    notice.kept_at = row.take<std::optional<Timestamp>>();
    return notice;
}

} // namespace

std::map<std::string, Notice> notices(db::Reader& reader, const NetworkId& network)
{
    std::map<std::string, Notice> all;
    reader.each(R"sql(
        SELECT person_id, announced_at, asked_at, kept_at FROM retention_notices
        WHERE network_id = :network ORDER BY person_id)sql",
                {{"network", network}}, [&](db::Row& row) {
                    auto notice = read_notice(row);
                    all.emplace(notice.person.text(), std::move(notice));
                });
    return all;
}

std::optional<Notice> notice_of(db::Reader& reader, const NetworkId& network, const people::PersonId& person)
{
    return reader.first(R"sql(
        SELECT person_id, announced_at, asked_at, kept_at FROM retention_notices
        WHERE network_id = :network AND person_id = :person)sql",
                        {{"network", network}, {"person", person}}, read_notice);
}

void announce(db::Tx& tx, const NetworkId& network, const Notice& notice, std::string_view rule)
{
    tx.exec(R"sql(
        INSERT INTO retention_notices (network_id, person_id, rule, announced_at, asked_at)
        VALUES (:network, :person, :rule, :announced, :asked)
        ON CONFLICT (network_id, person_id) DO UPDATE
        SET rule = excluded.rule, announced_at = excluded.announced_at, asked_at = excluded.asked_at,
            kept_at = NULL, kept_by = NULL)sql",
            {{"network", network},
             {"person", notice.person},
             {"rule", rule},
             {"announced", notice.announced_at},
             {"asked", notice.asked_at}});
}

bool keep(db::Tx& tx, const NetworkId& network, const people::PersonId& person, std::string_view by,
          Timestamp now)
{
    return tx.exec(R"sql(
        UPDATE retention_notices SET kept_at = :now, kept_by = NULLIF(CAST(:by AS TEXT), '')
        WHERE network_id = :network AND person_id = :person AND kept_at IS NULL)sql",
                   {{"now", now}, {"by", by}, {"network", network}, {"person", person}}) == 1;
}

void retract(db::Tx& tx, const NetworkId& network, const people::PersonId& person)
{
    tx.exec(R"sql(
        DELETE FROM retention_notices WHERE network_id = :network AND person_id = :person AND kept_at IS NULL)sql",
            {{"network", network}, {"person", person}});
}

void forget_announcements(db::Tx& tx, const NetworkId& network)
{
    tx.exec(R"sql(DELETE FROM retention_notices WHERE network_id = :network AND kept_at IS NULL)sql",
            {{"network", network}});
}

} // namespace dorfnetz::retention::store

namespace dorfnetz::retention {

void forget_account(db::Tx& tx, const NetworkId& network, const web::UserId& user)
{
    tx.exec(
        R"sql(UPDATE retention_notices SET kept_by = NULL WHERE network_id = :network AND kept_by = :user)sql",
        {{"network", network}, {"user", user}});
}

} // namespace dorfnetz::retention
