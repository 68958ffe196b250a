#include "features/activities/activities_store.hpp"

namespace dorfnetz::activities::store {

namespace {

void insert_lists(db::Tx& tx, const NetworkId& network, const Activity& activity)
{
    const auto& draft = activity.draft;
    for (std::size_t i = 0; i < draft.hosts.size(); ++i)
        tx.exec(R"sql(
            INSERT INTO activity_hosts (network_id, activity_id, organisation_id, position)
            VALUES (:network, :id, :host, :position) ON CONFLICT DO NOTHING)sql",
                {{"network", network},
                 {"id", activity.id},
                 {"host", draft.hosts[i]},
                 {"position", static_cast<std::int64_t>(i)}});
    for (const auto& village : draft.villages)
        tx.exec(R"sql(
            INSERT INTO activity_villages (network_id, activity_id, village_id)
            VALUES (:network, :id, :village) ON CONFLICT DO NOTHING)sql",
                {{"network", network}, {"id", activity.id}, {"village", village}});
    for (const auto& field : draft.fields)
        tx.exec(R"sql(
            INSERT INTO activity_fields (network_id, activity_id, field)
            VALUES (:network, :id, :field) ON CONFLICT DO NOTHING)sql",
                {{"network", network}, {"id", activity.id}, {"field", field}});
}

void delete_lists(db::Tx& tx, const NetworkId& network, const ActivityId& id)
{
    tx.exec(R"sql(DELETE FROM activity_hosts WHERE network_id = :network AND activity_id = :id)sql",
            {{"network", network}, {"id", id}});
    tx.exec(R"sql(DELETE FROM activity_villages WHERE network_id = :network AND activity_id = :id)sql",
            {{"network", network}, {"id", id}});
    tx.exec(R"sql(DELETE FROM activity_fields WHERE network_id = :network AND activity_id = :id)sql",
            {{"network", network}, {"id", id}});
}

std::optional<std::string> status_before_of(const ActivityDate& date)
{
    return date.status_before ? std::optional(std::string(to_text(*date.status_before))) : std::nullopt;
}

std::optional<double> latitude_of(const ActivityDraft& draft)
{
    return draft.point ? std::optional(draft.point->latitude) : std::nullopt;
}

std::optional<double> longitude_of(const ActivityDraft& draft)
{
    return draft.point ? std::optional(draft.point->longitude) : std::nullopt;
}

} // namespace

bool slug_is_free(db::Reader& reader, const NetworkId& network, std::string_view slug)
{
    return reader.count(
               R"sql(SELECT COUNT(*) FROM activities WHERE network_id = :network AND slug = :slug)sql",
               {{"network", network}, {"slug", slug}}) == 0;
}

void insert(db::Tx& tx, const NetworkId& network, const Activity& activity)
{
    const auto& draft = activity.draft;
    tx.exec(R"sql(
        INSERT INTO activities (network_id, id, slug, status, title, kind, description, all_day, begins, ends, rule,
                                place_village_id, place_name, place_address, latitude, longitude, capacity, cost,
                                bring, access_notes, is_example, worked_out_until, created_at, updated_at, version)
        VALUES (:network, :id, :slug, :status, :title, :kind, :description, :all_day, :begins, :ends, :rule, :village,
                :place, :address, :latitude, :longitude, :capacity, :cost, :bring, :access, :example, :worked_out,
                :now, :now, 1))sql",
            {{"network", network},
             {"id", activity.id},
             {"slug", activity.slug},
             {"status", to_text(activity.status)},
             {"title", draft.title},
             {"kind", draft.kind},
             {"description", draft.description},
             {"all_day", draft.all_day},
             {"begins", calendar::to_iso(draft.first.begin)},
             {"ends", calendar::to_iso(draft.first.end)},
             {"rule", draft.rule},
             {"village", draft.place_village},
             {"place", draft.place_name},
             {"address", draft.place_address},
             {"latitude", latitude_of(draft)},
             {"longitude", longitude_of(draft)},
             {"capacity", draft.capacity},
             {"cost", draft.cost},
             {"bring", draft.bring},
             {"access", draft.access_notes},
             {"example", draft.is_example},
             {"worked_out", activity.worked_out_until},
             {"now", activity.created_at}});
    insert_lists(tx, network, activity);
}

bool update(db::Tx& tx, const NetworkId& network, const Activity& activity, std::int64_t version)
{
    const auto& draft = activity.draft;
    if (tx.exec(R"sql(
        UPDATE activities SET slug = :slug, title = :title, kind = :kind, description = :description,
            all_day = :all_day, begins = :begins, ends = :ends, rule = :rule, place_village_id = :village,
            place_name = :place, place_address = :address, latitude = :latitude, longitude = :longitude,
            capacity = :capacity, cost = :cost, bring = :bring, access_notes = :access,
            worked_out_until = :worked_out, updated_at = :now, version = version + 1
        WHERE network_id = :network AND id = :id AND version = :version)sql",
                {{"network", network},
                 {"id", activity.id},
                 {"version", version},
                 {"slug", activity.slug},
                 {"title", draft.title},
                 {"kind", draft.kind},
                 {"description", draft.description},
                 {"all_day", draft.all_day},
                 {"begins", calendar::to_iso(draft.first.begin)},
                 {"ends", calendar::to_iso(draft.first.end)},
                 {"rule", draft.rule},
                 {"village", draft.place_village},
                 {"place", draft.place_name},
                 {"address", draft.place_address},
                 {"latitude", latitude_of(draft)},
                 {"longitude", longitude_of(draft)},
                 {"capacity", draft.capacity},
                 {"cost", draft.cost},
                 {"bring", draft.bring},
                 {"access", draft.access_notes},
                 {"worked_out", activity.worked_out_until},
                 {"now", activity.updated_at}}) != 1)
        return false;
    delete_lists(tx, network, activity.id);
    insert_lists(tx, network, activity);
    return true;
}

bool set_status(db::Tx& tx, const NetworkId& network, const ActivityId& id, Status status, Timestamp now)
{
    return tx.exec(R"sql(
        UPDATE activities SET status = :status, updated_at = :now, version = version + 1
        WHERE network_id = :network AND id = :id AND status <> :status)sql",
                   {{"network", network}, {"id", id}, {"status", to_text(status)}, {"now", now}}) == 1;
}

void set_worked_out(db::Tx& tx, const NetworkId& network, const ActivityId& id, Date until)
{
    tx.exec(
        R"sql(UPDATE activities SET worked_out_until = :until WHERE network_id = :network AND id = :id)sql",
        {{"network", network}, {"id", id}, {"until", until}});
}

void remove(db::Tx& tx, const NetworkId& network, const ActivityId& id)
{
    tx.exec(R"sql(DELETE FROM activities WHERE network_id = :network AND id = :id)sql",
            {{"network", network}, {"id", id}});
}

void insert_date(db::Tx& tx, const NetworkId& network, const ActivityDate& date)
{
    const auto status_before = status_before_of(date);
    tx.exec(R"sql(
        INSERT INTO activity_dates (network_id, id, activity_id, rule_day, starts_at, ends_at, first_day, last_day,
                                    status, note, place_name, is_changed, month, slug, sequence, changed_at,
                                    status_before, note_before)
        VALUES (:network, :id, :activity, :rule_day, :starts, :ends, :first_day, :last_day, :status, :note, :place,
                :changed, :month, :slug, :sequence, :changed_at, :status_before, :note_before))sql",
            {{"network", network},
             {"id", date.id},
             {"activity", date.activity},
             {"rule_day", date.rule_day},
             {"starts", date.starts_at},
             {"ends", date.ends_at},
             {"first_day", date.first_day},
             {"last_day", date.last_day},
             {"status", to_text(date.status)},
             {"note", date.note},
             {"place", date.place_name},
             {"changed", date.is_changed},
             {"month", date.month},
             {"slug", date.slug},
             {"sequence", date.sequence},
             {"changed_at", date.changed_at},
             {"status_before", status_before},
             {"note_before", date.note_before}});
}

void update_date(db::Tx& tx, const NetworkId& network, const ActivityDate& date)
{
    const auto status_before = status_before_of(date);
    tx.exec(R"sql(
        UPDATE activity_dates SET rule_day = :rule_day, starts_at = :starts, ends_at = :ends, first_day = :first_day,
            last_day = :last_day, status = :status, note = :note, place_name = :place, is_changed = :changed,
            month = :month, slug = :slug, sequence = :sequence, changed_at = :changed_at,
            status_before = :status_before, note_before = :note_before
        WHERE network_id = :network AND id = :id)sql",
            {{"network", network},
             {"id", date.id},
             {"rule_day", date.rule_day},
             {"starts", date.starts_at},
             {"ends", date.ends_at},
             {"first_day", date.first_day},
             {"last_day", date.last_day},
             {"status", to_text(date.status)},
             {"note", date.note},
             {"place", date.place_name},
             {"changed", date.is_changed},
             {"month", date.month},
             {"slug", date.slug},
             {"sequence", date.sequence},
             {"changed_at", date.changed_at},
             {"status_before", status_before},
             {"note_before", date.note_before}});
}

void remove_date(db::Tx& tx, const NetworkId& network, const DateId& id)
{
    tx.exec(R"sql(DELETE FROM activity_dates WHERE network_id = :network AND id = :id)sql",
            {{"network", network}, {"id", id}});
}

bool claim_address(db::Tx& tx, const NetworkId& network, const DateId& date, std::string_view month,
                   std::string_view slug)
{
    tx.exec(R"sql(
        INSERT INTO activity_addresses (network_id, month, slug, date_id) VALUES (:network, :month, :slug, :date)
        ON CONFLICT DO NOTHING)sql",
            {{"network", network}, {"month", month}, {"slug", slug}, {"date", date}});
    return tx.value<DateId>(R"sql(
        SELECT date_id FROM activity_addresses
        WHERE network_id = :network AND month = :month AND slug = :slug)sql",
                            {{"network", network}, {"month", month}, {"slug", slug}}) == date;
}

void release_addresses(db::Tx& tx, const NetworkId& network, const ActivityId& activity)
{
    tx.exec(R"sql(
        DELETE FROM activity_addresses WHERE network_id = :network AND date_id IN (
            SELECT id FROM activity_dates WHERE network_id = :network AND activity_id = :activity))sql",
            {{"network", network}, {"activity", activity}});
}

void touch_dates(db::Tx& tx, const NetworkId& network, const ActivityId& activity, Date today, Timestamp now)
{
    tx.exec(R"sql(
        UPDATE activity_dates SET sequence = sequence + 1, changed_at = :now
        WHERE network_id = :network AND activity_id = :activity AND last_day >= :today)sql",
            {{"network", network}, {"activity", activity}, {"today", today}, {"now", now}});
}

void touch_date(db::Tx& tx, const NetworkId& network, const DateId& date, Timestamp now)
{
    tx.exec(R"sql(
        UPDATE activity_dates SET sequence = sequence + 1, changed_at = :now
        WHERE network_id = :network AND id = :date)sql",
            {{"network", network}, {"date", date}, {"now", now}});
}

} // namespace dorfnetz::activities::store
