#include "features/newsletter/issues_store.hpp"

#include "features/newsletter/api.hpp"
#include "foundation/core/text.hpp"

namespace dorfnetz::newsletter {

namespace {

IssueStatus status_from_text(std::string_view text)
{
    for (const auto status : {IssueStatus::sending, IssueStatus::sent})
        if (to_text(status) == text)
            return status;
    return IssueStatus::draft;
}

Issue read_issue(db::Row& row)
{
    Issue issue;
    issue.id = row.take<IssueId>();
    issue.month = row.take<std::string>();
    issue.status = status_from_text(row.take<std::string>());
    issue.intro.de = row.take<std::string>();
    issue.intro.en = row.take<std::string>();
    issue.sent_at = row.take<std::optional<Timestamp>>();
    issue.sent_up_to = row.take<std::string>();
    issue.recipients = row.take<std::int64_t>();
    issue.version = row.take<std::int64_t>();
    return issue;
}

std::string ids_of(const std::vector<VillageId>& villages)
{
    std::string ids;
    for (const auto& village : villages)
        ids += (ids.empty() ? "" : " ") + village.text();
    return ids;
}

Item read_item(db::Row& row)
{
    Item item;
    item.kind = item_kind_from_text(row.take<std::string>()).value_or(ItemKind::news);
    item.subject = row.take<std::string>();
    item.path = row.take<std::string>();
    for (auto* words : {&item.de, &item.en}) {
        words->title = row.take<std::string>();
        words->when = row.take<std::string>();
        words->text = row.take<std::string>();
    }
    for (auto& id : split_list(row.take<std::string>(), " "))
        item.villages.emplace_back(std::move(id));
    item.fields = split_list(row.take<std::string>(), " ");
    return item;
}

} // namespace

std::optional<Issue> issue_by_id(db::Reader& reader, const NetworkId& network, const IssueId& id)
{
    return reader.first(R"sql(
        SELECT id, month, status, intro_de, intro_en, sent_at, sent_up_to, recipients, version
        FROM newsletter_issues WHERE network_id = :network AND id = :id)sql",
                        {{"network", network}, {"id", id}}, read_issue);
}

std::optional<Issue> issue_of_month(db::Reader& reader, const NetworkId& network, std::string_view month)
{
    return reader.first(R"sql(
        SELECT id, month, status, intro_de, intro_en, sent_at, sent_up_to, recipients, version
        FROM newsletter_issues WHERE network_id = :network AND month = :month)sql",
                        {{"network", network}, {"month", month}}, read_issue);
}

std::vector<Issue> all_issues(db::Reader& reader, const NetworkId& network)
{
    return reader.list(R"sql(
        SELECT id, month, status, intro_de, intro_en, sent_at, sent_up_to, recipients, version
        FROM newsletter_issues WHERE network_id = :network ORDER BY month DESC)sql",
                       {{"network", network}}, read_issue);
}

IssueId make_draft(db::Tx& tx, const web::Environment& environment, const NetworkId& network,
                   std::string_view month)
{
    if (const auto known = issue_of_month(tx, network, month))
        return known->id;
    const auto id = new_id<IssueId>(environment.clock, environment.random);
    tx.exec(R"sql(
        INSERT INTO newsletter_issues (network_id, id, month, status, intro_de, intro_en, created_at, sent_up_to,
                                       recipients, version)
        VALUES (:network, :id, :month, 'draft', '', '', :now, '', 0, 1))sql",
            {{"network", network}, {"id", id}, {"month", month}, {"now", environment.clock.now()}});
    return id;
}

Result<Done> save_intro(db::Tx& tx, const NetworkId& network, const IssueId& id, std::int64_t version,
                        const Intro& intro)
{
    const auto issue = issue_by_id(tx, network, id);
    if (!issue)
        return Error{.kind = Err::missing};
    if (issue->status != IssueStatus::draft)
        return Error{.kind = Err::conflict, .text = "Dieser Rundbrief ist schon unterwegs."_de};
    if (issue->version != version)
        return Error{.kind = Err::stale};
    tx.exec(R"sql(
        UPDATE newsletter_issues SET intro_de = :de, intro_en = :en, version = version + 1
        WHERE network_id = :network AND id = :id)sql",
            {{"network", network}, {"id", id}, {"de", intro.de}, {"en", intro.en}});
    return Done{};
}

void forget_account(db::Tx& tx, const NetworkId& network, const web::UserId& user)
{
    tx.exec(R"sql(
        UPDATE newsletter_issues SET sent_by = NULL WHERE network_id = :network AND sent_by = :user)sql",
            {{"network", network}, {"user", user}});
}

namespace store {

Decisions decisions_of(db::Reader& reader, const NetworkId& network, const IssueId& issue)
{
    Decisions decisions;
    reader.each(R"sql(
        SELECT kind, subject, is_left_out, position FROM newsletter_decisions
        WHERE network_id = :network AND issue_id = :issue)sql",
                {{"network", network}, {"issue", issue}}, [&](db::Row& row) {
                    auto kind = row.take<std::string>();
                    auto subject = row.take<std::string>();
                    auto& decision = decisions[{std::move(kind), std::move(subject)}];
                    decision.is_left_out = row.take<bool>();
                    decision.position = row.take<std::optional<std::int64_t>>();
                });
    return decisions;
}

void save_decision(db::Tx& tx, const NetworkId& network, const IssueId& issue, const Item& item,
                   const StoredDecision& decision)
{
    tx.exec(R"sql(
        INSERT INTO newsletter_decisions (network_id, issue_id, kind, subject, is_left_out, position)
        VALUES (:network, :issue, :kind, :subject, :out, :position)
        ON CONFLICT (network_id, issue_id, kind, subject)
        DO UPDATE SET is_left_out = excluded.is_left_out, position = excluded.position)sql",
            {{"network", network},
             {"issue", issue},
             {"kind", to_text(item.kind)},
             {"subject", item.subject},
             {"out", decision.is_left_out},
             {"position", decision.position}});
}

std::set<std::string> told_before(db::Reader& reader, const NetworkId& network, const IssueId& issue,
                                  std::string_view kind)
{
    std::set<std::string> told;
    reader.each(R"sql(
        SELECT subject FROM newsletter_items
        WHERE network_id = :network AND kind = :kind AND issue_id <> :issue
        UNION
        SELECT d.subject FROM newsletter_decisions d
        JOIN newsletter_issues i ON i.network_id = d.network_id AND i.id = d.issue_id
        WHERE d.network_id = :network AND d.kind = :kind AND d.issue_id <> :issue AND d.is_left_out = 1
          AND i.status <> 'draft')sql",
                {{"network", network}, {"kind", kind}, {"issue", issue}},
                [&](db::Row& row) { told.insert(row.take<std::string>()); });
    return told;
}

void insert_items(db::Tx& tx, const NetworkId& network, const IssueId& issue, const std::vector<Item>& items)
{
    std::int64_t position = 0;
    for (const auto& item : items)
        tx.exec_later(R"sql(
            INSERT INTO newsletter_items (network_id, issue_id, position, kind, subject, path, title_de, when_de,
                                          text_de, title_en, when_en, text_en, villages, fields)
            VALUES (:network, :issue, :position, :kind, :subject, :path, :title_de, :when_de, :text_de, :title_en,
                    :when_en, :text_en, :villages, :fields))sql",
                      {{"network", network},
                       {"issue", issue},
                       {"position", ++position},
                       {"kind", to_text(item.kind)},
                       {"subject", item.subject},
                       {"path", item.path},
                       {"title_de", item.de.title},
                       {"when_de", item.de.when},
                       {"text_de", item.de.text},
                       {"title_en", item.en.title},
                       {"when_en", item.en.when},
                       {"text_en", item.en.text},
                       {"villages", ids_of(item.villages)},
                       {"fields", join(item.fields, " ")}});
}

std::vector<Item> items_of(db::Reader& reader, const NetworkId& network, const IssueId& issue)
{
    return reader.list(R"sql(
        SELECT kind, subject, path, title_de, when_de, text_de, title_en, when_en, text_en, villages, fields
        FROM newsletter_items WHERE network_id = :network AND issue_id = :issue ORDER BY position)sql",
                       {{"network", network}, {"issue", issue}}, read_item);
}

bool start(db::Tx& tx, const NetworkId& network, const Issue& issue, const web::UserId& by, Timestamp now)
{
    return tx.exec(R"sql(
        UPDATE newsletter_issues
        SET status = 'sending', sent_at = :now, sent_by = NULLIF(CAST(:by AS TEXT), ''), version = version + 1
        WHERE network_id = :network AND id = :id AND status = 'draft' AND version = :version)sql",
                   {{"network", network},
                    {"id", issue.id},
                    {"version", issue.version},
                    {"by", by},
                    {"now", now}}) == 1;
}

bool advance(db::Tx& tx, const NetworkId& network, const Issue& issue, std::string_view up_to,
             std::int64_t count)
{
    return tx.exec(R"sql(
        UPDATE newsletter_issues SET sent_up_to = :up_to, recipients = recipients + :count
        WHERE network_id = :network AND id = :id AND status = 'sending' AND sent_up_to = :before)sql",
                   {{"network", network},
                    {"id", issue.id},
                    {"up_to", up_to},
                    {"before", issue.sent_up_to},
                    {"count", count}}) == 1;
}

void finish(db::Tx& tx, const NetworkId& network, const IssueId& issue)
{
    tx.exec(R"sql(
        UPDATE newsletter_issues SET status = 'sent'
        WHERE network_id = :network AND id = :id AND status = 'sending')sql",
            {{"network", network}, {"id", issue}});
}

std::vector<Issue> being_sent(db::Reader& reader, const NetworkId& network)
{
    return reader.list(R"sql(
        SELECT id, month, status, intro_de, intro_en, sent_at, sent_up_to, recipients, version
        FROM newsletter_issues WHERE network_id = :network AND status = 'sending' ORDER BY month)sql",
                       {{"network", network}}, read_issue);
}

} // namespace store

} // namespace dorfnetz::newsletter
