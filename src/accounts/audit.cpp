#include "accounts/audit.hpp"

#include "accounts/parts_hash.hpp"
#include "foundation/core/text.hpp"
#include "foundation/web/context.hpp"

namespace dorfnetz::accounts {

namespace {

std::string hash_of(const std::string& salt, std::string_view user, const AuditEntry& entry)
{
    return hash_of_parts({salt, user, entry.subject_kind, entry.subject, entry.details});
}

struct Stored
{
    AuditRecord record;
    std::string hash;
    std::string salt;
};

Stored read_row(db::Row& row, const NetworkId& network)
{
    Stored stored;
    stored.record.id = row.take<std::string>();
    stored.record.at = row.take<Timestamp>();
    stored.record.action = row.take<std::string>();
    stored.hash = row.take<std::string>();
    const auto salt = row.take<std::optional<std::string>>();
    AuditEntry entry{.network = network,
                     .user = row.take<web::UserId>(),
                     .action = stored.record.action,
                     .subject_kind = row.take<std::string>(),
                     .subject = row.take<std::string>(),
                     .details = row.take<std::string>()};
    if (salt) {
        stored.salt = *salt;
        stored.record.entry = std::move(entry);
    }
    return stored;
}

std::optional<std::string_view> if_any(const std::string& text)
{
    return text.empty() ? std::nullopt : std::optional<std::string_view>(text);
}

// A query narrowed down by a filter, which must outlive it, as its texts are not copied.
struct Condition
{
    Condition(db::BuiltQuery start, const NetworkId& network, const AuditFilter& filter)
        : query(std::move(start)), params{{"network", network}}
    {
        if (!filter.user.empty()) {
            query.add(R"part(AND details.user_id = :user)part");
            params.push_back({"user", filter.user});
        }
        if (!filter.subject_kind.empty()) {
            query.add(R"part(AND details.subject_kind = :kind AND details.subject_id = :subject)part");
            params.push_back({"kind", filter.subject_kind});
            params.push_back({"subject", filter.subject});
        }
        if (!filter.actions.empty()) {
            actions = '|' + join(filter.actions, "|") + '|';
            query.add(R"part(AND CAST(:actions AS TEXT) LIKE '%|' || log.action || '|%')part");
            params.push_back({"actions", actions});
        }
        if (filter.from) {
            query.add(R"part(AND log.at >= :begin)part");
            params.push_back({"begin", *filter.from});
        }
        if (filter.until) {
            query.add(R"part(AND log.at < :end)part");
            params.push_back({"end", *filter.until});
        }
    }

    Condition(const Condition&) = delete;
    Condition& operator=(const Condition&) = delete;

    db::BuiltQuery query;
    std::vector<db::Param> params;
    std::string actions = {};
};

} // namespace

void record(db::Tx& tx, const AuditEntry& entry, const Clock& clock, Random& random)
{
    record_all(tx, std::span(&entry, 1), clock, random);
}

void note(db::Tx& tx, web::Environment& environment, const NetworkId& network, const web::UserId& by,
          std::string action, const web::UserId& user, std::string details)
{
    record(tx,
           {.network = network,
            .user = by,
            .action = std::move(action),
            .subject_kind = "user",
            .subject = user.text(),
            .details = std::move(details)},
           environment.clock, environment.random);
}

void record_of_network(db::Tx& tx, const web::Context& context, std::string_view action, std::string details)
{
    record(tx,
           {.network = context.network.id,
            .user = context.actor.user,
            .action = std::string(action),
            .subject_kind = "network",
            .subject = context.network.id.text(),
            .details = std::move(details)},
           context.environment.clock, context.environment.random);
}

void record_all(db::Tx& tx, std::span<const AuditEntry> entries, const Clock& clock, Random& random)
{
    struct Drawn
    {
        std::string id;
        std::string salt;
    };

    std::vector<Drawn> drawn;
    drawn.reserve(entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i)
        drawn.push_back({random_token(random), random_token(random)});
    const auto now = to_iso(clock.now());
    for (std::size_t i = 0; i < entries.size(); ++i)
        tx.exec_later(R"sql(
            INSERT INTO audit_log (network_id, id, at, action, details_hash)
            VALUES (:network, :id, :at, :action, :hash))sql",
                      {{"network", entries[i].network},
                       {"id", drawn[i].id},
                       {"at", now},
                       {"action", entries[i].action},
                       {"hash", hash_of(drawn[i].salt, entries[i].user.text(), entries[i])}});
    for (std::size_t i = 0; i < entries.size(); ++i)
        tx.exec_later(R"sql(
            INSERT INTO audit_details (network_id, id, salt, user_id, subject_kind, subject_id, details)
            VALUES (:network, :id, :salt, :user, :kind, :subject, :details))sql",
                      {{"network", entries[i].network},
                       {"id", drawn[i].id},
                       {"salt", drawn[i].salt},
                       {"user", if_any(entries[i].user.text())},
                       {"kind", entries[i].subject_kind},
                       {"subject", entries[i].subject},
                       {"details", entries[i].details}});
}

std::vector<AuditRecord> audit_of_subject(db::Reader& reader, const NetworkId& network,
                                          std::string_view subject_kind, std::string_view subject)
{
    return reader.list(R"sql(
        SELECT log.id, log.at, log.action, log.details_hash,
               details.salt, details.user_id, details.subject_kind, details.subject_id, details.details
        FROM audit_details details
        JOIN audit_log log ON log.network_id = details.network_id AND log.id = details.id
        WHERE details.network_id = :network AND details.subject_kind = :kind AND details.subject_id = :subject
        ORDER BY log.at DESC, log.id)sql",
                       {{"network", network}, {"kind", subject_kind}, {"subject", subject}},
                       [&](db::Row& row) { return read_row(row, network).record; });
}

std::vector<AuditRecord> audit_page(db::Reader& reader, const NetworkId& network, const AuditFilter& filter,
                                    std::int64_t limit, std::int64_t offset)
{
    Condition condition(db::BuiltQuery(R"sql(
        SELECT log.id, log.at, log.action, log.details_hash,
               details.salt, details.user_id, details.subject_kind, details.subject_id, details.details
        FROM audit_log log
        LEFT JOIN audit_details details ON details.network_id = log.network_id AND details.id = log.id
        WHERE log.network_id = :network)sql"),
                        network, filter);
    condition.query.add(R"part(ORDER BY log.at DESC, log.id LIMIT :limit OFFSET :offset)part");
    condition.params.push_back({"limit", limit});
    condition.params.push_back({"offset", offset});
    return reader.list(condition.query, condition.params,
                       [&](db::Row& row) { return read_row(row, network).record; });
}

std::int64_t count_audit(db::Reader& reader, const NetworkId& network, const AuditFilter& filter)
{
    // Without a question about the details they need not be looked at, which a long log would feel.
    const bool about_details = !filter.user.empty() || !filter.subject_kind.empty();
    if (!about_details) {
        const Condition condition(db::BuiltQuery(R"sql(
            SELECT COUNT(*) FROM audit_log log WHERE log.network_id = :network)sql"),
                                  network, filter);
        return reader.count(condition.query, condition.params);
    }
    const Condition condition(db::BuiltQuery(R"sql(
        SELECT COUNT(*) FROM audit_log log
        LEFT JOIN audit_details details ON details.network_id = log.network_id AND details.id = log.id
        WHERE log.network_id = :network)sql"),
                              network, filter);
    return reader.count(condition.query, condition.params);
}

std::int64_t count_forged_details(db::Reader& reader, const NetworkId& network)
{
    std::int64_t forged = 0;
    reader.each(R"sql(
        SELECT log.id, log.at, log.action, log.details_hash,
               details.salt, details.user_id, details.subject_kind, details.subject_id, details.details
        FROM audit_details details
        JOIN audit_log log ON log.network_id = details.network_id AND log.id = details.id
        WHERE details.network_id = :network)sql",
                {{"network", network}}, [&](db::Row& row) {
                    const auto stored = read_row(row, network);
                    const auto& entry = *stored.record.entry;
                    forged += hash_of(stored.salt, entry.user.text(), entry) == stored.hash ? 0 : 1;
                });
    return forged;
}

std::int64_t erase_details(db::Tx& tx, const NetworkId& network, std::string_view subject_kind,
                           std::string_view subject)
{
    return tx.exec(R"sql(
        DELETE FROM audit_details
        WHERE network_id = :network AND subject_kind = :kind AND subject_id = :subject)sql",
                   {{"network", network}, {"kind", subject_kind}, {"subject", subject}});
}

std::int64_t erase_details_of(db::Tx& tx, const NetworkId& network, std::string_view subject_kind,
                              std::string_view subject, std::string_view action)
{
    return tx.exec(R"sql(
        DELETE FROM audit_details
        WHERE network_id = :network AND subject_kind = :kind AND subject_id = :subject AND id IN (
            SELECT id FROM audit_log WHERE network_id = :network AND action = :action))sql",
                   {{"network", network}, {"kind", subject_kind}, {"subject", subject}, {"action", action}});
}

std::int64_t count_details_before(db::Reader& reader, const NetworkId& network, Timestamp moment)
{
    return reader.count(R"sql(
        SELECT COUNT(*) FROM audit_details details
        JOIN audit_log log ON log.network_id = details.network_id AND log.id = details.id
        WHERE details.network_id = :network AND log.at < :moment)sql",
                        {{"network", network}, {"moment", moment}});
}

std::int64_t erase_details_before(db::Tx& tx, const NetworkId& network, Timestamp moment)
{
    return tx.exec(R"sql(
        DELETE FROM audit_details WHERE network_id = :network AND id IN (
            SELECT id FROM audit_log WHERE network_id = :network AND at < :moment))sql",
                   {{"network", network}, {"moment", moment}});
}

} // namespace dorfnetz::accounts
