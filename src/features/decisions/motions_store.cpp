#include "features/decisions/motions_store.hpp"

namespace dorfnetz::decisions {

namespace {

db::BuiltQuery motion_query()
{
    return db::BuiltQuery(R"sql(
        SELECT id, meeting_id, meeting_kind, item_id, title, wording, proposer_id, way, majority, state, year, number,
               votes_total, votes_present, quorum_percent, yes, no, abstained, outcome, review_on, review_result,
               reviewed_at, is_example, created_by, created_at, updated_at, opened_at, closed_at, version
        FROM motions WHERE network_id = :network)sql");
}

Motion motion_from(db::Row& row)
{
    Motion motion;
    motion.id = row.take<MotionId>();
    motion.meeting = row.take<MeetingId>();
    motion.meeting_kind = meetings::kind_from_text(row.take<std::string>()).value();
    motion.item = row.take<AgendaItemId>();
    motion.draft.title = row.take<std::string>();
    motion.draft.wording = row.take<std::string>();
    motion.draft.proposer = row.take<std::optional<OrganisationId>>();
    motion.draft.way = way_from_text(row.take<std::string>()).value();
    motion.draft.majority = meetings::majority_from_text(row.take<std::string>()).value();
    motion.state = state_from_text(row.take<std::string>()).value();
    motion.year = row.take<std::optional<std::int64_t>>();
    motion.number = row.take<std::optional<std::int64_t>>();
    const auto votes = row.take<std::optional<std::int64_t>>();
    const auto present = row.take<std::optional<std::int64_t>>();
    const auto percent = row.take<std::optional<std::int64_t>>();
    if (votes && present && percent)
        motion.quorum = meetings::Quorum{.votes = *votes, .present = *present, .percent = *percent};
    const auto yes = row.take<std::optional<std::int64_t>>();
    const auto no = row.take<std::optional<std::int64_t>>();
    const auto abstained = row.take<std::optional<std::int64_t>>();
    if (yes && no && abstained)
        motion.counts = Counts{.yes = *yes, .no = *no, .abstained = *abstained};
    motion.outcome = outcome_from_text(row.take<std::string>()).value();
    motion.draft.review_on = row.take<std::optional<Date>>();
    motion.review_result = row.take<std::string>();
    motion.reviewed_at = row.take<std::optional<Timestamp>>();
    motion.draft.is_example = row.take<bool>();
    motion.created_by = row.take<std::optional<web::UserId>>();
    motion.created_at = row.take<Timestamp>();
    motion.updated_at = row.take<Timestamp>();
    motion.opened_at = row.take<std::optional<Timestamp>>();
    motion.closed_at = row.take<std::optional<Timestamp>>();
    motion.version = row.take<std::int64_t>();
    return motion;
}

template <class T, class Part>
std::optional<std::int64_t> part_of(const std::optional<T>& whole, Part part)
{
    return whole ? std::optional((*whole).*part) : std::nullopt;
}

} // namespace

std::optional<Motion> motion_by_id(db::Reader& reader, const NetworkId& network, const MotionId& id)
{
    auto query = motion_query();
    query.add(R"part(AND id = :id)part");
    return reader.first(query, {{"network", network}, {"id", id}}, motion_from);
}

std::vector<Motion> motions_of(db::Reader& reader, const NetworkId& network, const MeetingId& meeting)
{
    auto query = motion_query();
    query.add(
        R"part(AND meeting_id = :meeting AND state <> 'withdrawn' ORDER BY item_id, created_at, id)part");
    return reader.list(query, {{"network", network}, {"meeting", meeting}}, motion_from);
}

namespace store {

void insert(db::Tx& tx, const NetworkId& network, const Motion& motion)
{
    const auto& draft = motion.draft;
    tx.exec(R"sql(
        INSERT INTO motions (network_id, id, meeting_id, meeting_kind, item_id, title, wording, proposer_id, way,
                             majority, state, outcome, review_on, review_result, is_example, created_by, created_at,
                             updated_at, version)
        VALUES (:network, :id, :meeting, :kind, :item, :title, :wording, :proposer, :way, :majority, :state, '',
                :review, '', :example, :created_by, :created, :updated, :version))sql",
            {{"network", network},
             {"id", motion.id},
             {"meeting", motion.meeting},
             {"kind", meetings::to_text(motion.meeting_kind)},
             {"item", motion.item},
             {"title", draft.title},
             {"wording", draft.wording},
             {"proposer", draft.proposer},
             {"way", to_text(draft.way)},
             {"majority", meetings::to_text(draft.majority)},
             {"state", to_text(motion.state)},
             {"review", draft.review_on},
             {"example", draft.is_example},
             {"created_by", motion.created_by},
             {"created", motion.created_at},
             {"updated", motion.updated_at},
             {"version", motion.version}});
}

bool update(db::Tx& tx, const NetworkId& network, const Motion& motion)
{
    const auto& draft = motion.draft;
    return tx.exec(R"sql(
        UPDATE motions SET title = :title, wording = :wording, proposer_id = :proposer, way = :way,
               majority = :majority, state = :state, year = :year, number = :number, votes_total = :votes,
               votes_present = :present, quorum_percent = :percent, yes = :yes, no = :no, abstained = :abstained,
               outcome = :outcome, review_on = :review, review_result = :review_result, reviewed_at = :reviewed,
               updated_at = :updated, opened_at = :opened, closed_at = :closed, version = version + 1
        WHERE network_id = :network AND id = :id AND version = :version)sql",
                   {{"network", network},
                    {"id", motion.id},
                    {"title", draft.title},
                    {"wording", draft.wording},
                    {"proposer", draft.proposer},
                    {"way", to_text(draft.way)},
                    {"majority", meetings::to_text(draft.majority)},
                    {"state", to_text(motion.state)},
                    {"year", motion.year},
                    {"number", motion.number},
                    {"votes", part_of(motion.quorum, &meetings::Quorum::votes)},
                    {"present", part_of(motion.quorum, &meetings::Quorum::present)},
                    {"percent", part_of(motion.quorum, &meetings::Quorum::percent)},
                    {"yes", part_of(motion.counts, &Counts::yes)},
                    {"no", part_of(motion.counts, &Counts::no)},
                    {"abstained", part_of(motion.counts, &Counts::abstained)},
                    {"outcome", to_text(motion.outcome)},
                    {"review", draft.review_on},
                    {"review_result", motion.review_result},
                    {"reviewed", motion.reviewed_at},
                    {"updated", motion.updated_at},
                    {"opened", motion.opened_at},
                    {"closed", motion.closed_at},
                    {"version", motion.version}}) == 1;
}

std::int64_t take_number(db::Tx& tx, const NetworkId& network, std::int64_t year)
{
    return tx
        .returning(R"sql(
        INSERT INTO decision_numbers (network_id, year, last) VALUES (:network, :year, 1)
        ON CONFLICT (network_id, year) DO UPDATE SET last = decision_numbers.last + 1
        RETURNING last)sql",
                   {{"network", network}, {"year", year}},
                   [](db::Row& row) { return row.take<std::int64_t>(); })
        .value();
}

std::vector<Motion> decisions(db::Reader& reader, const NetworkId& network)
{
    auto query = motion_query();
    query.add(R"part(AND number IS NOT NULL ORDER BY year DESC, number DESC)part");
    return reader.list(query, {{"network", network}}, motion_from);
}

std::optional<Motion> decision(db::Reader& reader, const NetworkId& network, std::int64_t year,
                               std::int64_t number)
{
    auto query = motion_query();
    query.add(R"part(AND year = :year AND number = :number)part");
    return reader.first(query, {{"network", network}, {"year", year}, {"number", number}}, motion_from);
}

std::vector<Motion> to_review(db::Reader& reader, const NetworkId& network, Date until)
{
    auto query = motion_query();
    query.add(R"part(AND review_on <= :until AND outcome = 'adopted' ORDER BY review_on, year, number)part");
    return reader.list(query, {{"network", network}, {"until", until}}, motion_from);
}

std::vector<Motion> open_motions(db::Reader& reader, const NetworkId& network, const MeetingId& meeting)
{
    auto query = motion_query();
    query.add(R"part(AND meeting_id = :meeting AND state = 'open' ORDER BY opened_at, id)part");
    return reader.list(query, {{"network", network}, {"meeting", meeting}}, motion_from);
}

std::vector<Motion> all_motions(db::Reader& reader, const NetworkId& network, const MeetingId& meeting)
{
    auto query = motion_query();
    query.add(R"part(AND meeting_id = :meeting ORDER BY created_at, id)part");
    return reader.list(query, {{"network", network}, {"meeting", meeting}}, motion_from);
}

} // namespace store

} // namespace dorfnetz::decisions
