#include "features/signups/calendars.hpp"

#include "features/signups/links.hpp"
#include "features/signups/notices.hpp"
#include "foundation/web/link_key.hpp"

namespace dorfnetz::signups {

namespace {

std::string key_of(const web::Context& context, std::string_view id)
{
    return web::link_key(context.environment, "signup-calendar", context.network.id, id);
}

OwnCalendar read_calendar(db::Row& row)
{
    OwnCalendar calendar;
    calendar.id = row.take<std::string>();
    calendar.mailbox = row.take<std::string>();
    return calendar;
}

bool stays_in_calendars(const Signup& signup)
{
    return !signup.name.empty() && signup.status != Status::declined && signup.status != Status::cancelled &&
           signup.status != Status::absent;
}

} // namespace

std::string path_of(const web::Context& context, const OwnCalendar& calendar)
{
    return "/kalender/" + key_of(context, calendar.id) + std::string(web::calendar_ending);
}

std::optional<OwnCalendar> calendar_of(db::Reader& reader, const NetworkId& network, std::string_view mailbox)
{
    return reader.first(R"sql(
        SELECT id, email_key FROM signup_calendars WHERE network_id = :network AND email_key = :mailbox)sql",
                        {{"network", network}, {"mailbox", mailbox}}, read_calendar);
}

std::optional<OwnCalendar> calendar_at(db::Reader& reader, const web::Context& context, std::string_view file)
{
    const auto key = web::key_of_calendar(file);
    if (key.empty())
        return std::nullopt;
    return reader.first(R"sql(
        SELECT id, email_key FROM signup_calendars WHERE network_id = :network AND link_hash = :link)sql",
                        {{"network", context.network.id}, {"link", hash_of_token(context.environment, key)}},
                        read_calendar);
}

void begin_calendar(db::Tx& tx, const web::Context& context, std::string_view mailbox)
{
    const auto id = new_id<SignupId>(context.environment.clock, context.environment.random).text();
    tx.exec(R"sql(
        INSERT INTO signup_calendars (network_id, email_key, id, link_hash, last_needed_at)
        VALUES (:network, :mailbox, :id, :link, :now)
        ON CONFLICT (network_id, email_key) DO NOTHING)sql",
            {{"network", context.network.id},
             {"mailbox", mailbox},
             {"id", id},
             {"link", hash_of_token(context.environment, key_of(context, id))},
             {"now", context.now()}});
}

void end_calendar(db::Tx& tx, const NetworkId& network, std::string_view mailbox)
{
    tx.exec(R"sql(DELETE FROM signup_calendars WHERE network_id = :network AND email_key = :mailbox)sql",
            {{"network", network}, {"mailbox", mailbox}});
}

void tidy_calendars(db::Tx& tx, const NetworkId& network, Timestamp now)
{
    tx.exec(R"sql(
        UPDATE signup_calendars SET last_needed_at = :now
        WHERE network_id = :network
            AND email_key IN (SELECT s.email_key FROM signups s WHERE s.network_id = :network))sql",
            {{"network", network}, {"now", now}});
    tx.exec(R"sql(DELETE FROM signup_calendars WHERE network_id = :network AND last_needed_at < :until)sql",
            {{"network", network}, {"until", now - calendar_kept}});
}

std::string draw_own_calendar(db::Reader& reader, const web::Context& context, const OwnCalendar& calendar)
{
    calendar::Writing file({.name = context.t("Meine Zusagen: {1}"_de, {context.network.name}),
                            .url = context.absolute_url("/mitmachen")});
    for (const auto& signup : store::of_mailbox(reader, context.network.id, calendar.mailbox)) {
        const auto open = stays_in_calendars(signup)
                              ? activities::shift_by_id(reader, context.network.id, signup.shift)
                              : std::nullopt;
        if (!open || open->listed.status == activities::Status::draft)
            continue;
        auto event = event_of(reader, context, signup, *open);
        if (signup.status == Status::waitlisted && event.status == calendar::Event::Status::tentative)
            event.title = context.t("Warteliste: {1}"_de, {event.title});
        file.add(event);
    }
    return file.take();
}

} // namespace dorfnetz::signups
