#include "features/attendance/attendance_store.hpp"

namespace dorfnetz::attendance::store {

bool insert_event(db::Tx& tx, const NetworkId& network, const activities::DateId& date, const Event& event)
{
    return tx.exec(R"sql(
        INSERT INTO attendance_events (network_id, id, date_id, signup_id, kind, minutes, tapped_ms, received_at,
                                       made_signup_id, user_id)
        VALUES (:network, :id, :date, :who, :kind, :minutes, :tapped, :received, :made, :user)
        ON CONFLICT (network_id, id) DO NOTHING)sql",
                   {{"network", network},
                    {"id", event.id},
                    {"date", date},
                    {"who", event.who},
                    {"kind", to_text(event.kind)},
                    {"minutes", event.minutes},
                    {"tapped", event.tapped_at.time_since_epoch().count()},
                    {"received", event.received_at},
                    {"made", event.made_signup},
                    {"user", event.user}}) > 0;
}

bool has_event(db::Reader& reader, const NetworkId& network, std::string_view id)
{
    return reader.count(R"sql(
        SELECT COUNT(*) FROM attendance_events WHERE network_id = :network AND id = :id)sql",
                        {{"network", network}, {"id", id}}) > 0;
}

std::vector<Event> events_on(db::Reader& reader, const NetworkId& network, const activities::DateId& date)
{
    return reader.list(R"sql(
        SELECT id, signup_id, kind, minutes, tapped_ms, received_at, made_signup_id, user_id
        FROM attendance_events WHERE network_id = :network AND date_id = :date ORDER BY tapped_ms, id)sql",
                       {{"network", network}, {"date", date}}, [](db::Row& row) {
                           Event event;
                           event.id = row.take<std::string>();
                           event.who = row.take<std::string>();
                           event.kind = kind_from_text(row.take<std::string>()).value();
                           event.minutes = row.take<std::optional<std::int64_t>>();
                           event.tapped_at = Timestamp(std::chrono::milliseconds(row.take<std::int64_t>()));
                           event.received_at = row.take<Timestamp>();
                           event.made_signup = row.take<SignupId>();
                           event.user = row.take<web::UserId>();
                           return event;
                       });
}

std::vector<activities::DateId> dates_with_events(db::Reader& reader, const NetworkId& network)
{
    return reader.list(R"sql(
        SELECT DISTINCT date_id FROM attendance_events WHERE network_id = :network ORDER BY date_id)sql",
                       {{"network", network}}, [](db::Row& row) { return row.take<activities::DateId>(); });
}

void delete_events_on(db::Tx& tx, const NetworkId& network, const activities::DateId& date)
{
    tx.exec(R"sql(DELETE FROM attendance_events WHERE network_id = :network AND date_id = :date)sql",
            {{"network", network}, {"date", date}});
}

void forget_user(db::Tx& tx, const NetworkId& network, const web::UserId& user)
{
    tx.exec(
        R"sql(UPDATE attendance_events SET user_id = '' WHERE network_id = :network AND user_id = :user)sql",
        {{"network", network}, {"user", user}});
}

std::optional<Report> report_of(db::Reader& reader, const NetworkId& network, const activities::DateId& date)
{
    return reader.first(R"sql(
        SELECT date_id, status, report, visitors, helpers, minutes, thanks, published_at, created_at, updated_at,
               version
        FROM activity_reports WHERE network_id = :network AND date_id = :date)sql",
                        {{"network", network}, {"date", date}}, [](db::Row& row) {
                            Report report;
                            report.date = row.take<activities::DateId>();
                            report.status = report_status_from_text(row.take<std::string>()).value();
                            report.draft.report = row.take<std::string>();
                            report.draft.visitors = row.take<std::optional<std::int64_t>>();
                            report.draft.helpers = row.take<std::int64_t>();
                            report.draft.minutes = row.take<std::int64_t>();
                            report.draft.thanks = row.take<std::string>();
                            report.published_at = row.take<std::optional<Timestamp>>();
                            report.created_at = row.take<Timestamp>();
                            report.updated_at = row.take<Timestamp>();
                            report.version = row.take<std::int64_t>();
                            return report;
                        });
}

void insert_report(db::Tx& tx, const NetworkId& network, const Report& report)
{
    tx.exec(R"sql(
        INSERT INTO activity_reports (network_id, date_id, status, report, visitors, helpers, minutes, thanks,
                                      published_at, created_at, updated_at)
        VALUES (:network, :date, :status, :report, :visitors, :helpers, :minutes, :thanks, :published, :created,
                :updated))sql",
            {{"network", network},
             {"date", report.date},
             {"status", to_text(report.status)},
             {"report", report.draft.report},
             {"visitors", report.draft.visitors},
             {"helpers", report.draft.helpers},
             {"minutes", report.draft.minutes},
             {"thanks", report.draft.thanks},
             {"published", report.published_at},
             {"created", report.created_at},
             {"updated", report.updated_at}});
}

bool update_report(db::Tx& tx, const NetworkId& network, const Report& report)
{
    return tx.exec(R"sql(
        UPDATE activity_reports SET status = :status, report = :report, visitors = :visitors, helpers = :helpers,
               minutes = :minutes, thanks = :thanks, published_at = :published, updated_at = :updated,
               version = version + 1
        WHERE network_id = :network AND date_id = :date AND version = :version)sql",
                   {{"network", network},
                    {"date", report.date},
                    {"status", to_text(report.status)},
                    {"report", report.draft.report},
                    {"visitors", report.draft.visitors},
                    {"helpers", report.draft.helpers},
                    {"minutes", report.draft.minutes},
                    {"thanks", report.draft.thanks},
                    {"published", report.published_at},
                    {"updated", report.updated_at},
                    {"version", report.version}}) > 0;
}

std::vector<activities::DateId> reported_dates(db::Reader& reader, const NetworkId& network)
{
    return reader.list(R"sql(
        SELECT date_id FROM activity_reports WHERE network_id = :network ORDER BY date_id)sql",
                       {{"network", network}}, [](db::Row& row) { return row.take<activities::DateId>(); });
}

} // namespace dorfnetz::attendance::store
