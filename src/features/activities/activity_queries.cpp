#include "features/activities/activities_store.hpp"

#include <algorithm>
#include <unordered_map>

namespace dorfnetz::activities {

namespace {

ActivityDate read_date(db::Row& row)
{
    ActivityDate date;
    date.id = row.take<DateId>();
    date.activity = row.take<ActivityId>();
    date.rule_day = row.take<Date>();
    date.starts_at = row.take<Timestamp>();
    date.ends_at = row.take<Timestamp>();
    date.first_day = row.take<Date>();
    date.last_day = row.take<Date>();
    date.status = date_status_from_text(row.take<std::string>()).value_or(DateStatus::planned);
    date.note = row.take<std::string>();
    date.place_name = row.take<std::string>();
    date.is_changed = row.take<bool>();
    date.month = row.take<std::string>();
    date.slug = row.take<std::string>();
    date.sequence = row.take<std::int64_t>();
    date.changed_at = row.take<Timestamp>();
    if (const auto before = row.take<std::optional<std::string>>())
        date.status_before = date_status_from_text(*before);
    date.note_before = row.take<std::string>();
    return date;
}

std::optional<calendar::Point> read_point(db::Row& row)
{
    const auto latitude = row.take<std::optional<double>>();
    const auto longitude = row.take<std::optional<double>>();
    if (!latitude || !longitude)
        return std::nullopt;
    return calendar::Point{*latitude, *longitude};
}

calendar::LocalTime read_local(db::Row& row)
{
    return calendar::local_time_from_iso(row.take<std::string>()).value();
}

Activity read_activity(db::Row& row)
{
    Activity activity;
    activity.id = row.take<ActivityId>();
    activity.slug = row.take<std::string>();
    activity.status = status_from_text(row.take<std::string>()).value_or(Status::draft);
    auto& draft = activity.draft;
    draft.title = row.take<std::string>();
    draft.kind = row.take<std::string>();
    draft.description = row.take<std::string>();
    draft.all_day = row.take<bool>();
    draft.first.begin = read_local(row);
    draft.first.end = read_local(row);
    draft.rule = row.take<std::string>();
    draft.place_village = row.take<std::optional<VillageId>>();
    draft.place_name = row.take<std::string>();
    draft.place_address = row.take<std::string>();
    draft.point = read_point(row);
    draft.capacity = row.take<std::optional<std::int64_t>>();
    draft.cost = row.take<std::string>();
    draft.bring = row.take<std::string>();
    draft.access_notes = row.take<std::string>();
    draft.is_example = row.take<bool>();
    activity.worked_out_until = row.take<Date>();
    activity.created_at = row.take<Timestamp>();
    activity.updated_at = row.take<Timestamp>();
    activity.version = row.take<std::int64_t>();
    return activity;
}

Listed read_listed(db::Row& row)
{
    Listed listed;
    listed.date = read_date(row);
    listed.status = status_from_text(row.take<std::string>()).value_or(Status::draft);
    listed.title = row.take<std::string>();
    listed.kind = row.take<std::string>();
    listed.all_day = row.take<bool>();
    listed.is_series = !row.take<std::string>().empty();
    listed.place_village = row.take<std::optional<VillageId>>();
    const auto usual_place = row.take<std::string>();
    listed.place_name = listed.date.place_name.empty() ? usual_place : listed.date.place_name;
    listed.place_address = row.take<std::string>();
    listed.point = read_point(row);
    listed.description = row.take<std::string>();
    listed.is_example = row.take<bool>();
    listed.version = row.take<std::int64_t>();
    return listed;
}

// With the conditions still to come.
db::BuiltQuery listed_query()
{
    return db::BuiltQuery(R"sql(
        SELECT d.id, d.activity_id, d.rule_day, d.starts_at, d.ends_at, d.first_day, d.last_day, d.status, d.note,
               d.place_name, d.is_changed, d.month, d.slug, d.sequence, d.changed_at, d.status_before,
               d.note_before, a.status, a.title, a.kind, a.all_day, a.rule, a.place_village_id, a.place_name,
               a.place_address, a.latitude, a.longitude,
               a.description, a.is_example, a.version
        FROM activity_dates d JOIN activities a ON a.network_id = d.network_id AND a.id = d.activity_id
        WHERE d.network_id = :network)sql");
}

// By what is asked for, so that the dates of a few activities are looked up and not the other way round.
db::BuiltQuery listed_query(const Filter& filter)
{
    auto query = listed_query();
    if (filter.village)
        query.add(R"part(AND d.activity_id IN (
            SELECT v.activity_id FROM activity_villages v WHERE v.network_id = :network AND v.village_id = :village
            UNION ALL
            SELECT p.id FROM activities p WHERE p.network_id = :network AND p.place_village_id = :village))part");
    if (filter.host)
        query.add(R"part(AND d.activity_id IN (SELECT h.activity_id FROM activity_hosts h
            WHERE h.network_id = :network AND h.organisation_id = :host))part");
    if (!filter.field.empty())
        query.add(R"part(AND d.activity_id IN (SELECT f.activity_id FROM activity_fields f
            WHERE f.network_id = :network AND f.field = :field))part");
    return query;
}

// The first in the list answers for the activity.
std::vector<OrganisationId> hosts_of(db::Reader& reader, const NetworkId& network, const ActivityId& id)
{
    return reader.list(R"sql(
        SELECT organisation_id FROM activity_hosts WHERE network_id = :network AND activity_id = :id
        ORDER BY position)sql",
                       {{"network", network}, {"id", id}},
                       [](db::Row& row) { return row.take<OrganisationId>(); });
}

std::vector<VillageId> villages_of(db::Reader& reader, const NetworkId& network, const ActivityId& id)
{
    return reader.list(R"sql(
        SELECT village_id FROM activity_villages WHERE network_id = :network AND activity_id = :id
        ORDER BY village_id)sql",
                       {{"network", network}, {"id", id}},
                       [](db::Row& row) { return row.take<VillageId>(); });
}

std::vector<std::string> fields_of(db::Reader& reader, const NetworkId& network, const ActivityId& id)
{
    return reader.list(R"sql(
        SELECT field FROM activity_fields WHERE network_id = :network AND activity_id = :id ORDER BY field)sql",
                       {{"network", network}, {"id", id}},
                       [](db::Row& row) { return row.take<std::string>(); });
}

// No date is longer than `longest_days`: so the range of the index has an end.
Date latest_end(const Filter& filter)
{
    return add_days(filter.until, longest_days + 1);
}

// Of all activities that have a date in the days of what is listed, in one query each and not one for each
// activity.
void attach_lists(db::Reader& reader, const NetworkId& network, Date first, std::vector<Listed>& listed)
{
    struct Lists
    {
        std::vector<OrganisationId> hosts;
        std::vector<VillageId> villages;
        std::vector<std::string> fields;
    };

    std::unordered_map<std::string, Lists> lists;
    Date last{};
    Date latest{};
    for (const auto& each : listed) {
        last = std::max(last, each.date.first_day);
        latest = std::max(latest, each.date.last_day);
    }
    const std::vector<db::Param> params{
        {"network", network}, {"first", first}, {"last", last}, {"latest", latest}};
    reader.each(R"sql(
        SELECT h.activity_id, h.organisation_id FROM activity_hosts h
        WHERE h.network_id = :network AND h.activity_id IN (
            SELECT d.activity_id FROM activity_dates d WHERE d.network_id = :network AND d.last_day >= :first
            AND d.last_day <= :latest AND d.first_day <= :last)
        ORDER BY h.activity_id, h.position)sql",
                params, [&](db::Row& row) {
                    auto& of = lists[row.take<std::string>()];
                    of.hosts.push_back(row.take<OrganisationId>());
                });
    reader.each(R"sql(
        SELECT v.activity_id, v.village_id FROM activity_villages v
        WHERE v.network_id = :network AND v.activity_id IN (
            SELECT d.activity_id FROM activity_dates d WHERE d.network_id = :network AND d.last_day >= :first
            AND d.last_day <= :latest AND d.first_day <= :last)
        ORDER BY v.activity_id, v.village_id)sql",
                params, [&](db::Row& row) {
                    auto& of = lists[row.take<std::string>()];
                    of.villages.push_back(row.take<VillageId>());
                });
    reader.each(R"sql(
        SELECT f.activity_id, f.field FROM activity_fields f
        WHERE f.network_id = :network AND f.activity_id IN (
            SELECT d.activity_id FROM activity_dates d WHERE d.network_id = :network AND d.last_day >= :first
            AND d.last_day <= :latest AND d.first_day <= :last)
        ORDER BY f.activity_id, f.field)sql",
                params, [&](db::Row& row) {
                    auto& of = lists[row.take<std::string>()];
                    of.fields.push_back(row.take<std::string>());
                });
    for (auto& each : listed) {
        const auto& of = lists[each.date.activity.text()];
        each.hosts = of.hosts;
        each.villages = of.villages;
        each.fields = of.fields;
    }
}

std::optional<Listed> one(db::Reader& reader, const NetworkId& network, std::optional<Listed> found)
{
    if (found) {
        found->hosts = hosts_of(reader, network, found->date.activity);
        found->villages = villages_of(reader, network, found->date.activity);
        found->fields = fields_of(reader, network, found->date.activity);
    }
    return found;
}

} // namespace

void each_date(db::Reader& reader, const NetworkId& network, const Filter& filter,
               const std::function<void(Listed)>& take)
{
    auto query = listed_query(filter);
    const auto latest = latest_end(filter);
    std::vector<db::Param> params{
        {"network", network}, {"first", filter.from}, {"last", filter.until}, {"latest", latest}};
    if (filter.village)
        params.push_back({"village", *filter.village});
    if (filter.host)
        params.push_back({"host", *filter.host});
    if (!filter.field.empty())
        params.push_back({"field", filter.field});
    query.add(R"part(AND d.last_day >= :first AND d.last_day <= :latest AND d.first_day <= :last)part");
    if (filter.drafts == Filter::Drafts::no)
        query.add(R"part(AND a.status <> 'draft')part");
    if (!filter.kind.empty()) {
        params.push_back({"kind", filter.kind});
        query.add(R"part(AND a.kind = :kind)part");
    }
    if (filter.hands == Filter::Hands::wanted)
        query.add(
            R"part(AND EXISTS (SELECT 1 FROM shifts s WHERE s.network_id = d.network_id AND s.date_id = d.id
            AND s.status = 'planned' AND s.taken < s.most))part");
    params.push_back({"most", filter.most});
    query.add(R"part(ORDER BY d.starts_at, a.title, d.id LIMIT :most)part");
    reader.each(query, params, [&](db::Row& row) { take(read_listed(row)); });
}

std::vector<Listed> dates_between(db::Reader& reader, const NetworkId& network, const Filter& filter)
{
    std::vector<Listed> listed;
    each_date(reader, network, filter, [&](Listed date) { listed.push_back(std::move(date)); });
    if (filter.lists == Filter::Lists::yes && !listed.empty())
        attach_lists(reader, network, filter.from, listed);
    return listed;
}

std::optional<Activity> activity_by_id(db::Reader& reader, const NetworkId& network, const ActivityId& id)
{
    auto activity = reader.first(R"sql(
        SELECT id, slug, status, title, kind, description, all_day, begins, ends, rule, place_village_id, place_name,
               place_address, latitude, longitude, capacity, cost, bring, access_notes, is_example, worked_out_until,
               created_at, updated_at, version
        FROM activities WHERE network_id = :network AND id = :id)sql",
                                 {{"network", network}, {"id", id}}, read_activity);
    if (activity) {
        activity->draft.hosts = hosts_of(reader, network, id);
        activity->draft.villages = villages_of(reader, network, id);
        activity->draft.fields = fields_of(reader, network, id);
    }
    return activity;
}

std::optional<Listed> date_by_id(db::Reader& reader, const NetworkId& network, const DateId& id)
{
    auto query = listed_query();
    query.add(R"part(AND d.id = :id)part");
    return one(reader, network, reader.first(query, {{"network", network}, {"id", id}}, read_listed));
}

std::optional<Listed> date_by_address(db::Reader& reader, const NetworkId& network, std::string_view month,
                                      std::string_view slug)
{
    const auto id = reader.value<DateId>(R"sql(
        SELECT date_id FROM activity_addresses
        WHERE network_id = :network AND month = :month AND slug = :slug)sql",
                                         {{"network", network}, {"month", month}, {"slug", slug}});
    return id ? date_by_id(reader, network, *id) : std::nullopt;
}

std::vector<ActivityDate> dates_of(db::Reader& reader, const NetworkId& network, const ActivityId& activity)
{
    return reader.list(R"sql(
        SELECT id, activity_id, rule_day, starts_at, ends_at, first_day, last_day, status, note, place_name,
               is_changed, month, slug, sequence, changed_at, status_before, note_before
        FROM activity_dates WHERE network_id = :network AND activity_id = :activity ORDER BY starts_at, id)sql",
                       {{"network", network}, {"activity", activity}}, read_date);
}

namespace store {

std::optional<ActivityDate> date(db::Reader& reader, const NetworkId& network, const DateId& id)
{
    return reader.first(R"sql(
        SELECT id, activity_id, rule_day, starts_at, ends_at, first_day, last_day, status, note, place_name,
               is_changed, month, slug, sequence, changed_at, status_before, note_before
        FROM activity_dates WHERE network_id = :network AND id = :id)sql",
                        {{"network", network}, {"id", id}}, read_date);
}

std::vector<ActivityId> series_behind(db::Reader& reader, const NetworkId& network, Date until)
{
    return reader.list(R"sql(
        SELECT id FROM activities
        WHERE network_id = :network AND rule <> '' AND status <> 'cancelled' AND worked_out_until < :until
        ORDER BY id)sql",
                       {{"network", network}, {"until", until}},
                       [](db::Row& row) { return row.take<ActivityId>(); });
}

} // namespace store

} // namespace dorfnetz::activities
