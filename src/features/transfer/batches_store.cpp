#include "features/transfer/batches_store.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace dorfnetz::transfer {

namespace {

constexpr std::array states{"staging", "mapping", "checking", "checked", "applying", "done", "cancelled"};

} // namespace

std::string_view to_text(State state)
{
    return states.at(static_cast<std::size_t>(state));
}

std::optional<State> state_from_text(std::string_view text)
{
    for (std::size_t i = 0; i < states.size(); ++i)
        if (text == states[i])
            return static_cast<State>(i);
    return std::nullopt;
}

} // namespace dorfnetz::transfer

namespace dorfnetz::transfer::store {

namespace {

std::string to_json(const std::vector<std::string>& list)
{
    // What a file says may be cut within a letter; the list must be stored all the same.
    return nlohmann::json(list).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::vector<std::string> list_from(const std::string& json)
{
    return nlohmann::json::parse(json).get<std::vector<std::string>>();
}

constexpr db::Query select_batches = R"sql(
    SELECT id, target, file_name, table_name, table_names, titles, mapping, place_answers, default_village_id, default_kind,
           only_villages, publish, leave_out_refused, state, row_count, job_id, message, created_by, created_at, finished_at
    FROM import_batches WHERE network_id = :network)sql";
constexpr db::Query select_rows = R"sql(
    SELECT number, cells, choice, outcome, likeness, match_id, has_findings, entry_id
    FROM import_rows WHERE network_id = :network AND batch_id = :id)sql";
constexpr db::Query select_count = R"sql(
    SELECT COUNT(*) FROM import_rows WHERE network_id = :network AND batch_id = :id)sql";

Batch read_batch(db::Row& row)
{
    Batch batch;
    batch.id = row.take<BatchId>();
    batch.target = target_from_text(row.take<std::string>()).value();
    batch.file_name = row.take<std::string>();
    batch.table_name = row.take<std::string>();
    batch.table_names = list_from(row.take<std::string>());
    batch.titles = list_from(row.take<std::string>());
    batch.mapping = list_from(row.take<std::string>());
    batch.place_answers = answers_from(list_from(row.take<std::string>()));
    batch.default_village = row.take<std::optional<villages::VillageId>>();
    if (const auto kind = row.take<std::optional<std::string>>())
        batch.default_kind = organisations::kind_from_text(*kind);
    if (const auto only = row.take<std::optional<std::string>>())
        batch.only_villages = list_from(*only);
    batch.publish = row.take<bool>();
    batch.leave_out_refused = row.take<bool>();
    batch.state = state_from_text(row.take<std::string>()).value();
    batch.row_count = row.take<std::int64_t>();
    batch.job = row.take<std::optional<jobs::JobId>>();
    batch.message = row.take<std::string>();
    batch.created_by = row.take<std::optional<std::string>>().value_or(std::string());
    batch.created_at = row.take<Timestamp>();
    batch.finished_at = row.take<std::optional<Timestamp>>();
    return batch;
}

StagedRow read_row(db::Row& row)
{
    StagedRow staged;
    staged.number = row.take<std::int64_t>();
    staged.cells = list_from(row.take<std::string>());
    staged.choice = choice_from_text(row.take<std::string>()).value();
    if (const auto outcome = row.take<std::optional<std::string>>())
        staged.outcome = outcome_from_text(*outcome);
    staged.likeness = likeness_from_text(row.take<std::string>()).value();
    staged.match = row.take<std::string>();
    staged.has_findings = row.take<bool>();
    staged.entry = row.take<std::optional<std::string>>().value_or(std::string());
    return staged;
}

db::BuiltQuery& narrow(db::BuiltQuery& query, Shown shown)
{
    if (shown == Shown::with_findings)
        query.add(R"part(AND (has_findings = 1 OR outcome = 'refused'))part");
    if (shown == Shown::questions)
        query.add(R"part(AND likeness <> '' AND outcome <> 'unchanged')part");
    return query;
}

} // namespace

void insert_batch(db::Tx& tx, const NetworkId& network, const Batch& batch)
{
    const auto tables = to_json(batch.table_names);
    const auto titles = to_json(batch.titles);
    const auto mapping = to_json(batch.mapping);
    const auto only = batch.only_villages ? std::optional(to_json(*batch.only_villages)) : std::nullopt;
    const auto kind =
        batch.default_kind ? std::optional(organisations::to_text(*batch.default_kind)) : std::nullopt;
    const auto creator = batch.created_by.empty() ? std::nullopt : std::optional(batch.created_by);
    tx.exec(R"sql(
        INSERT INTO import_batches (network_id, id, target, file_name, table_name, table_names, titles, mapping,
            default_village_id, default_kind, only_villages, publish, leave_out_refused, state, row_count, message,
            created_by, created_at)
        VALUES (:network, :id, :target, :file_name, :table_name, :tables, :titles, :mapping, :village, :kind, :only, :publish,
            :leave_out, :state, :row_count, '', :created_by, :created_at))sql",
            {{"network", network},
             {"id", batch.id},
             {"target", to_text(batch.target)},
             {"file_name", batch.file_name},
             {"table_name", batch.table_name},
             {"tables", tables},
             {"titles", titles},
             {"mapping", mapping},
             {"village", batch.default_village},
             {"kind", kind},
             {"only", only},
             {"publish", batch.publish},
             {"leave_out", batch.leave_out_refused},
             {"state", to_text(batch.state)},
             {"row_count", batch.row_count},
             {"created_by", creator},
             {"created_at", batch.created_at}});
}

std::optional<Batch> batch_by_id(db::Reader& reader, const NetworkId& network, const BatchId& id)
{
    db::BuiltQuery query(select_batches);
    query.add(R"part(AND id = :id)part");
    return reader.first(query, {{"network", network}, {"id", id}}, read_batch);
}

std::vector<Batch> batches(db::Reader& reader, const NetworkId& network, std::string_view created_by,
                           std::int64_t limit)
{
    db::BuiltQuery query(select_batches);
    query.add(R"part(AND state <> 'staging')part");
    std::vector<db::Param> params{{"network", network}, {"limit", limit}};
    if (!created_by.empty()) {
        query.add(R"part(AND created_by = :created_by)part");
        params.push_back({"created_by", created_by});
    }
    query.add(R"part(ORDER BY created_at DESC, id DESC LIMIT :limit)part");
    return reader.list(query, params, read_batch);
}

std::optional<Mapping> last_mapping(db::Reader& reader, const NetworkId& network, const Batch& like)
{
    if (std::all_of(like.titles.begin(), like.titles.end(), [](const auto& title) { return title.empty(); }))
        return std::nullopt;
    const auto titles = to_json(like.titles);
    return reader.first(
        R"sql(
        SELECT mapping FROM import_batches
        WHERE network_id = :network AND target = :target AND titles = :titles AND state = 'done'
        ORDER BY finished_at DESC, id DESC LIMIT 1)sql",
        {{"network", network}, {"target", to_text(like.target)}, {"titles", titles}},
        [](db::Row& row) { return list_from(row.take<std::string>()); });
}

bool change_state(db::Tx& tx, const NetworkId& network, const BatchId& id, State expected, State to,
                  std::string_view message, Timestamp now)
{
    const bool is_over = to == State::done || to == State::cancelled;
    const auto finished = is_over ? std::optional(now) : std::nullopt;
    return tx.exec(R"sql(
        UPDATE import_batches SET state = :to, message = :message, finished_at = CAST(:finished AS TEXT)
        WHERE network_id = :network AND id = :id AND state = :expected)sql",
                   {{"network", network},
                    {"id", id},
                    {"to", to_text(to)},
                    {"message", message},
                    {"finished", finished},
                    {"expected", to_text(expected)}}) == 1;
}

void save_table(db::Tx& tx, const NetworkId& network, const Batch& batch)
{
    const auto titles = to_json(batch.titles);
    tx.exec(R"sql(
        UPDATE import_batches SET table_name = :table_name, titles = :titles, row_count = :row_count
        WHERE network_id = :network AND id = :id)sql",
            {{"network", network},
             {"id", batch.id},
             {"table_name", batch.table_name},
             {"titles", titles},
             {"row_count", batch.row_count}});
    save_mapping(tx, network, batch);
}

void save_mapping(db::Tx& tx, const NetworkId& network, const Batch& batch)
{
    const auto mapping = to_json(batch.mapping);
    const auto kind =
        batch.default_kind ? std::optional(organisations::to_text(*batch.default_kind)) : std::nullopt;
    tx.exec(R"sql(
        UPDATE import_batches SET mapping = :mapping, default_village_id = CAST(:village AS TEXT),
            default_kind = CAST(:kind AS TEXT), leave_out_refused = 0
        WHERE network_id = :network AND id = :id)sql",
            {{"network", network},
             {"id", batch.id},
             {"mapping", mapping},
             {"village", batch.default_village},
             {"kind", kind}});
}

void save_place_answers(db::Tx& tx, const NetworkId& network, const BatchId& id, const PlaceAnswers& answers)
{
    const auto list = to_json(to_list(answers));
    tx.exec(R"sql(
        UPDATE import_batches SET place_answers = :answers WHERE network_id = :network AND id = :id)sql",
            {{"network", network}, {"id", id}, {"answers", list}});
}

void save_options(db::Tx& tx, const NetworkId& network, const Batch& batch)
{
    tx.exec(R"sql(
        UPDATE import_batches SET publish = :publish, leave_out_refused = :leave_out
        WHERE network_id = :network AND id = :id)sql",
            {{"network", network},
             {"id", batch.id},
             {"publish", batch.publish},
             {"leave_out", batch.leave_out_refused}});
}

void save_job(db::Tx& tx, const NetworkId& network, const BatchId& id, const jobs::JobId& job)
{
    tx.exec(R"sql(UPDATE import_batches SET job_id = :job WHERE network_id = :network AND id = :id)sql",
            {{"network", network}, {"id", id}, {"job", job}});
}

bool begin_applying(db::Tx& tx, const NetworkId& network, const Batch& batch)
{
    return tx.exec(R"sql(
        UPDATE import_batches SET state = 'applying', message = ''
        WHERE network_id = :network AND id = :id AND state IN ('checked', 'applying')
          AND NOT EXISTS (SELECT 1 FROM import_batches other WHERE other.network_id = :network
                          AND other.target = :target AND other.state = 'applying' AND other.id <> :id))sql",
                   {{"network", network}, {"id", batch.id}, {"target", to_text(batch.target)}}) == 1;
}

void delete_batch(db::Tx& tx, const NetworkId& network, const BatchId& id)
{
    tx.exec(R"sql(DELETE FROM import_batches WHERE network_id = :network AND id = :id)sql",
            {{"network", network}, {"id", id}});
}

std::int64_t delete_older_than(db::Tx& tx, Timestamp moment)
{
    return tx.exec(R"sql(
        DELETE FROM import_batches WHERE state <> 'applying' AND COALESCE(finished_at, created_at) < :moment)sql",
                   {{"moment", moment}});
}

void delete_half_read(db::Tx& tx, Timestamp moment)
{
    tx.exec(R"sql(DELETE FROM import_batches WHERE state = 'staging' AND created_at < :moment)sql",
            {{"moment", moment}});
}

void delete_rows(db::Tx& tx, const NetworkId& network, const BatchId& id)
{
    tx.exec(R"sql(DELETE FROM import_rows WHERE network_id = :network AND batch_id = :id)sql",
            {{"network", network}, {"id", id}});
}

void move_rows(db::Tx& tx, const NetworkId& network, const BatchId& from, const BatchId& to)
{
    tx.exec(
        R"sql(UPDATE import_rows SET batch_id = :to WHERE network_id = :network AND batch_id = :aside)sql",
        {{"network", network}, {"aside", from}, {"to", to}});
}

void insert_row(db::Tx& tx, const NetworkId& network, const BatchId& id, const StagedRow& row)
{
    const auto cells = to_json(row.cells);
    tx.exec_later(R"sql(
        INSERT INTO import_rows (network_id, batch_id, number, cells, choice, likeness, match_id, has_findings)
        VALUES (:network, :id, :number, :cells, '', '', '', 0))sql",
                  {{"network", network}, {"id", id}, {"number", row.number}, {"cells", cells}});
}

std::vector<StagedRow> rows_after(db::Reader& reader, const NetworkId& network, const BatchId& id,
                                  std::int64_t number, std::int64_t limit)
{
    db::BuiltQuery query(select_rows);
    query.add(R"part(AND number > :number ORDER BY number LIMIT :limit)part");
    return reader.list(query, {{"network", network}, {"id", id}, {"number", number}, {"limit", limit}},
                       read_row);
}

std::vector<StagedRow> rows_page(db::Reader& reader, const NetworkId& network, const BatchId& id, Shown shown,
                                 std::int64_t limit, std::int64_t offset)
{
    db::BuiltQuery query(select_rows);
    narrow(query, shown).add(R"part(ORDER BY number LIMIT :limit OFFSET :offset)part");
    return reader.list(query, {{"network", network}, {"id", id}, {"limit", limit}, {"offset", offset}},
                       read_row);
}

std::int64_t count_rows(db::Reader& reader, const NetworkId& network, const BatchId& id, Shown shown)
{
    db::BuiltQuery query(select_count);
    return reader.count(narrow(query, shown), {{"network", network}, {"id", id}});
}

std::map<Outcome, std::int64_t> count_outcomes(db::Reader& reader, const NetworkId& network,
                                               const BatchId& id)
{
    std::map<Outcome, std::int64_t> counts;
    reader.each(R"sql(
        SELECT outcome, COUNT(*) FROM import_rows
        WHERE network_id = :network AND batch_id = :id AND outcome IS NOT NULL GROUP BY outcome)sql",
                {{"network", network}, {"id", id}}, [&](db::Row& row) {
                    const auto outcome = outcome_from_text(row.take<std::string>()).value();
                    counts[outcome] = row.take<std::int64_t>();
                });
    return counts;
}

std::vector<std::int64_t> refused_rows(db::Reader& reader, const NetworkId& network, const BatchId& id,
                                       std::int64_t limit)
{
    return reader.list(R"sql(
        SELECT number FROM import_rows WHERE network_id = :network AND batch_id = :id AND outcome = 'refused'
        ORDER BY number LIMIT :limit)sql",
                       {{"network", network}, {"id", id}, {"limit", limit}},
                       [](db::Row& row) { return row.take<std::int64_t>(); });
}

void save_judgement(db::Tx& tx, const NetworkId& network, const BatchId& id, std::int64_t number,
                    const Judgement& judgement)
{
    tx.exec_later(R"sql(
        UPDATE import_rows SET outcome = :outcome, likeness = :likeness, match_id = :match, has_findings = :findings
        WHERE network_id = :network AND batch_id = :id AND number = :number)sql",
                  {{"network", network},
                   {"id", id},
                   {"number", number},
                   {"outcome", to_text(judgement.outcome)},
                   {"likeness", to_text(judgement.likeness)},
                   {"match", judgement.match},
                   {"findings", judgement.has_findings}});
}

void save_choice(db::Tx& tx, const NetworkId& network, const BatchId& id, std::int64_t number, Choice choice)
{
    tx.exec(R"sql(
        UPDATE import_rows SET choice = :choice
        WHERE network_id = :network AND batch_id = :id AND number = :number)sql",
            {{"network", network}, {"id", id}, {"number", number}, {"choice", to_text(choice)}});
}

void save_entry(db::Tx& tx, const NetworkId& network, const BatchId& id, std::int64_t number,
                const std::string& entry)
{
    tx.exec_later(R"sql(
        UPDATE import_rows SET entry_id = :entry
        WHERE network_id = :network AND batch_id = :id AND number = :number)sql",
                  {{"network", network}, {"id", id}, {"number", number}, {"entry", entry}});
}

} // namespace dorfnetz::transfer::store

namespace dorfnetz::transfer {

void forget_account(db::Tx& tx, const NetworkId& network, const web::UserId& user)
{
    tx.exec(
        R"sql(UPDATE import_batches SET created_by = NULL WHERE network_id = :network AND created_by = :user)sql",
        {{"network", network}, {"user", user}});
}

} // namespace dorfnetz::transfer
