#include "features/groups/member_calendars.hpp"

#include "accounts/accounts_store.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/link_key.hpp"

namespace dorfnetz::groups {

namespace {

std::string key_of(const web::Context& context, std::string_view id)
{
    return web::link_key(context.environment, "group-calendar", context.network.id, id);
}

std::string hash_of(const web::Context& context, std::string_view key)
{
    return web::keyed_hash(context.environment, "group-calendar-link", key);
}

MemberCalendar read_calendar(db::Row& row)
{
    MemberCalendar calendar;
    calendar.id = row.take<std::string>();
    calendar.group = row.take<GroupId>();
    calendar.user = row.take<web::UserId>();
    return calendar;
}

} // namespace

std::string path_of(const web::Context& context, const MemberCalendar& calendar)
{
    return "/gruppenkalender/" + key_of(context, calendar.id) + std::string(web::calendar_ending);
}

std::optional<MemberCalendar> calendar_of(db::Reader& reader, const NetworkId& network, const GroupId& group,
                                          const web::UserId& user)
{
    return reader.first(R"sql(
        SELECT id, group_id, user_id FROM group_calendars
        WHERE network_id = :network AND group_id = :group AND user_id = :user)sql",
                        {{"network", network}, {"group", group}, {"user", user}}, read_calendar);
}

std::optional<MemberCalendar> calendar_at(db::Reader& reader, const web::Context& context,
                                          std::string_view file)
{
    const auto key = web::key_of_calendar(file);
    if (key.empty())
        return std::nullopt;
    const auto& network = context.network.id;
    auto calendar = reader.first(R"sql(
        SELECT id, group_id, user_id FROM group_calendars
        WHERE network_id = :network AND link_hash = :link)sql",
                                 {{"network", network}, {"link", hash_of(context, key)}}, read_calendar);
    if (!calendar)
        return std::nullopt;
    // Roles end, clubs hand over: who is in the group is worked out each time that the file is fetched.
    const auto group = group_by_id(reader, network, calendar->group);
    const auto owner = accounts::actor_of(reader, network, calendar->user, context.now());
    if (!group || group->has_ended() || !owner ||
        !is_member(reader, network, calendar->group, *owner, context.today()))
        return std::nullopt;
    return calendar;
}

void begin_calendar(db::Tx& tx, const web::Context& context, const GroupId& group, const web::UserId& user)
{
    const auto id = new_uuid_v7(context.environment.clock, context.environment.random);
    tx.exec(R"sql(
        INSERT INTO group_calendars (network_id, group_id, user_id, id, link_hash)
        VALUES (:network, :group, :user, :id, :link)
        ON CONFLICT (network_id, group_id, user_id) DO NOTHING)sql",
            {{"network", context.network.id},
             {"group", group},
             {"user", user},
             {"id", id},
             {"link", hash_of(context, key_of(context, id))}});
}

void end_calendar(db::Tx& tx, const NetworkId& network, const GroupId& group, const web::UserId& user)
{
    tx.exec(R"sql(
        DELETE FROM group_calendars
        WHERE network_id = :network AND group_id = :group AND user_id = :user)sql",
            {{"network", network}, {"group", group}, {"user", user}});
}

void end_calendars(db::Tx& tx, const NetworkId& network, const GroupId& group)
{
    tx.exec(R"sql(DELETE FROM group_calendars WHERE network_id = :network AND group_id = :group)sql",
            {{"network", network}, {"group", group}});
}

} // namespace dorfnetz::groups
