#include "features/activities/needs_store.hpp"

#include <algorithm>
#include <limits>
#include <unordered_map>

namespace dorfnetz::activities {

namespace {

// A whole-day date of `longest_days` and what may lie before it: no shift that is not over began earlier.
constexpr std::chrono::days longest_shift = std::chrono::days(longest_days + 1) + longest_around;

Shift read_shift(db::Row& row)
{
    Shift shift;
    shift.id = row.take<ShiftId>();
    shift.date = row.take<DateId>();
    shift.need = row.take<NeedId>();
    shift.time = row.take<NeedTimeId>();
    shift.starts_at = row.take<Timestamp>();
    shift.ends_at = row.take<Timestamp>();
    shift.least = row.take<std::int64_t>();
    shift.most = row.take<std::int64_t>();
    shift.taken = row.take<std::int64_t>();
    shift.status = shift_status_from_text(row.take<std::string>()).value_or(ShiftStatus::cancelled);
    shift.is_off = row.take<bool>();
    shift.is_changed = row.take<bool>();
    return shift;
}

Need read_need(db::Row& row)
{
    Need need;
    need.id = row.take<NeedId>();
    need.activity = row.take<ActivityId>();
    auto& draft = need.draft;
    draft.kind = need_kind_from_text(row.take<std::string>()).value_or(NeedKind::role);
    draft.title = row.take<std::string>();
    draft.description = row.take<std::string>();
    draft.skills = row.take<std::string>();
    draft.minimum_age = row.take<std::optional<std::int64_t>>();
    draft.proof = row.take<std::string>();
    draft.admission = admission_from_text(row.take<std::string>()).value_or(Admission::by_host);
    draft.is_around = row.take<bool>();
    need.version = row.take<std::int64_t>();
    return need;
}

NeededShift read_needed(db::Row& row)
{
    auto shift = read_shift(row);
    return {.shift = std::move(shift), .need = read_need(row)};
}

NeedTime read_time(db::Row& row)
{
    NeedTime time;
    time.id = row.take<NeedTimeId>();
    time.need = row.take<NeedId>();
    const auto starts_after = row.take<std::optional<std::int64_t>>();
    const auto lasts = row.take<std::optional<std::int64_t>>();
    if (starts_after && lasts)
        time.within = Within{std::chrono::minutes(*starts_after), std::chrono::minutes(*lasts)};
    time.least = row.take<std::int64_t>();
    time.most = row.take<std::int64_t>();
    time.is_withdrawn = row.take<bool>();
    return time;
}

db::BuiltQuery needed_query()
{
    return db::BuiltQuery(R"sql(
        SELECT s.id, s.date_id, s.need_id, s.time_id, s.starts_at, s.ends_at, s.least, s.most, s.taken, s.status,
               s.is_off, s.is_changed, n.id, n.activity_id, n.kind, n.title, n.description, n.skills, n.minimum_age,
               n.proof, n.admission, n.is_around, n.version
        FROM shifts s JOIN activity_needs n ON n.network_id = s.network_id AND n.id = s.need_id
        JOIN activity_dates d ON d.network_id = s.network_id AND d.id = s.date_id
        JOIN activities a ON a.network_id = d.network_id AND a.id = d.activity_id
        WHERE s.network_id = :network)sql");
}

// The dates of these shifts, in a few queries whatever their number.
std::vector<OpenShift> with_dates(db::Reader& reader, const NetworkId& network, const ShiftFilter& filter,
                                  std::vector<NeededShift> shifts)
{
    if (shifts.empty())
        return {};
    // A shift may lie around its date.
    const auto [first, last] =
        std::minmax_element(shifts.begin(), shifts.end(), [](const auto& left, const auto& right) {
            return left.shift.starts_at < right.shift.starts_at;
        });
    const auto days_around = static_cast<int>(longest_around.count()) + 1;
    Filter dates{.from = add_days(date_of(first->shift.starts_at), -days_around),
                 .until = add_days(date_of(last->shift.starts_at), days_around),
                 .village = filter.village,
                 .host = filter.host,
                 .field = filter.field,
                 .hands = Filter::Hands::wanted,
                 .most = std::numeric_limits<std::int64_t>::max()}; // a shift without its date would be lost
    if (filter.places == ShiftFilter::Places::all)
        dates.hands = Filter::Hands::any;
    std::unordered_map<DateId, Listed> by_id;
    for (auto& listed : dates_between(reader, network, dates))
        by_id.emplace(listed.date.id, std::move(listed));
    std::vector<OpenShift> open;
    for (auto& [shift, need] : shifts)
        if (const auto found = by_id.find(shift.date); found != by_id.end())
            open.push_back({.shift = std::move(shift), .need = std::move(need), .listed = found->second});
    return open;
}

} // namespace

std::vector<Need> needs_of(db::Reader& reader, const NetworkId& network, const ActivityId& activity)
{
    return reader.list(R"sql(
        SELECT n.id, n.activity_id, n.kind, n.title, n.description, n.skills, n.minimum_age, n.proof, n.admission,
               n.is_around, n.version
        FROM activity_needs n WHERE n.network_id = :network AND n.activity_id = :activity AND EXISTS (
            SELECT 1 FROM need_times t WHERE t.network_id = n.network_id AND t.need_id = n.id AND t.is_withdrawn = 0)
        ORDER BY n.position, n.id)sql",
                       {{"network", network}, {"activity", activity}}, read_need);
}

std::optional<Need> need_by_id(db::Reader& reader, const NetworkId& network, const NeedId& id)
{
    return reader.first(R"sql(
        SELECT id, activity_id, kind, title, description, skills, minimum_age, proof, admission, is_around, version
        FROM activity_needs WHERE network_id = :network AND id = :id)sql",
                        {{"network", network}, {"id", id}}, read_need);
}

std::vector<NeedTime> times_of(db::Reader& reader, const NetworkId& network, const ActivityId& activity)
{
    return reader.list(R"sql(
        SELECT t.id, t.need_id, t.starts_after, t.lasts, t.least, t.most, t.is_withdrawn
        FROM need_times t JOIN activity_needs n ON n.network_id = t.network_id AND n.id = t.need_id
        WHERE n.network_id = :network AND n.activity_id = :activity
        ORDER BY n.position, n.id, COALESCE(t.starts_after, -100000), t.id)sql",
                       {{"network", network}, {"activity", activity}}, read_time);
}

std::vector<NeededShift> shifts_of_date(db::Reader& reader, const NetworkId& network, const DateId& date)
{
    auto query = needed_query();
    query.add(R"part(AND s.date_id = :date ORDER BY n.position, n.id, s.starts_at, s.id)part");
    return reader.list(query, {{"network", network}, {"date", date}}, read_needed);
}

std::optional<VillageId> village_of(const OpenShift& open)
{
    if (open.listed.place_village || open.listed.villages.empty())
        return open.listed.place_village;
    return open.listed.villages.front();
}

std::optional<OpenShift> shift_by_id(db::Reader& reader, const NetworkId& network, const ShiftId& id)
{
    auto query = needed_query();
    query.add(R"part(AND s.id = :id)part");
    auto found = reader.first(query, {{"network", network}, {"id", id}}, read_needed);
    auto listed = found ? date_by_id(reader, network, found->shift.date) : std::nullopt;
    if (!listed)
        return std::nullopt;
    return OpenShift{
        .shift = std::move(found->shift), .need = std::move(found->need), .listed = std::move(*listed)};
}

std::vector<OpenShift> open_shifts(db::Reader& reader, const NetworkId& network, const ShiftFilter& filter)
{
    auto query = needed_query();
    const auto earliest = filter.after - longest_shift;
    std::vector<db::Param> params{
        {"network", network}, {"after", filter.after}, {"earliest", earliest}, {"most", filter.most}};
    query.add(R"part(AND s.starts_at >= :earliest AND s.ends_at > :after AND s.status = 'planned'
        AND d.status = 'planned' AND a.status = 'published')part");
    if (filter.places == ShiftFilter::Places::free)
        query.add(R"part(AND s.taken < s.most)part");
    if (filter.before) {
        params.push_back({"before", *filter.before});
        query.add(R"part(AND s.starts_at < :before)part");
    }
    if (filter.village) {
        params.push_back({"village", *filter.village});
        query.add(R"part(AND (a.place_village_id = :village OR EXISTS (
            SELECT 1 FROM activity_villages v WHERE v.network_id = a.network_id AND v.activity_id = a.id
            AND v.village_id = :village)))part");
    }
    if (filter.host) {
        params.push_back({"host", *filter.host});
        query.add(R"part(AND EXISTS (SELECT 1 FROM activity_hosts h WHERE h.network_id = a.network_id
            AND h.activity_id = a.id AND h.organisation_id = :host))part");
    }
    if (!filter.field.empty()) {
        params.push_back({"field", filter.field});
        query.add(R"part(AND EXISTS (SELECT 1 FROM activity_fields f WHERE f.network_id = a.network_id
            AND f.activity_id = a.id AND f.field = :field))part");
    }
    query.add(R"part(ORDER BY s.starts_at, n.position, s.id LIMIT :most)part");
    return with_dates(reader, network, filter, reader.list(query, params, read_needed));
}

std::optional<Shift> lock_shift(db::Tx& tx, const NetworkId& network, const ShiftId& id)
{
    return tx.first(R"sql(
        SELECT id, date_id, need_id, time_id, starts_at, ends_at, least, most, taken, status, is_off, is_changed
        FROM shifts WHERE network_id = :network AND id = :id FOR UPDATE)sql",
                    {{"network", network}, {"id", id}}, read_shift);
}

namespace store {

std::vector<ActivityId> activities_with_needs(db::Reader& reader, const NetworkId& network,
                                              const ActivityId& except)
{
    return reader.list(R"sql(
        SELECT a.id FROM activities a
        WHERE a.network_id = :network AND a.id <> :except AND EXISTS (
            SELECT 1 FROM activity_needs n JOIN need_times t ON t.network_id = n.network_id AND t.need_id = n.id
            WHERE n.network_id = a.network_id AND n.activity_id = a.id AND t.is_withdrawn = 0)
        ORDER BY a.begins DESC, a.id LIMIT 40)sql",
                       {{"network", network}, {"except", except}},
                       [](db::Row& row) { return row.take<ActivityId>(); });
}

std::optional<NeedTime> need_time(db::Reader& reader, const NetworkId& network, const NeedTimeId& id)
{
    return reader.first(R"sql(
        SELECT id, need_id, starts_after, lasts, least, most, is_withdrawn
        FROM need_times WHERE network_id = :network AND id = :id)sql",
                        {{"network", network}, {"id", id}}, read_time);
}

std::optional<Shift> shift(db::Reader& reader, const NetworkId& network, const ShiftId& id)
{
    return reader.first(R"sql(
        SELECT id, date_id, need_id, time_id, starts_at, ends_at, least, most, taken, status, is_off, is_changed
        FROM shifts WHERE network_id = :network AND id = :id)sql",
                        {{"network", network}, {"id", id}}, read_shift);
}

std::vector<Shift> shifts_of(db::Reader& reader, const NetworkId& network, const ActivityId& activity)
{
    return reader.list(R"sql(
        SELECT s.id, s.date_id, s.need_id, s.time_id, s.starts_at, s.ends_at, s.least, s.most, s.taken, s.status,
               s.is_off, s.is_changed
        FROM shifts s JOIN activity_dates d ON d.network_id = s.network_id AND d.id = s.date_id
        WHERE d.network_id = :network AND d.activity_id = :activity)sql",
                       {{"network", network}, {"activity", activity}}, read_shift);
}

} // namespace store

} // namespace dorfnetz::activities
