#pragma once

#include "features/groups/api.hpp"

#include <optional>
#include <string>
#include <string_view>

// Private addresses at which members subscribe to all dates of their group, as with promises (docs/adr/0045).
namespace dorfnetz::groups {

struct MemberCalendar
{
    std::string id;
    GroupId group;
    web::UserId user;
};

inline constexpr std::string_view member_calendar_pattern = "/gruppenkalender/{token}";

// "/gruppenkalender/….ics"
std::string path_of(const web::Context& context, const MemberCalendar& calendar);

std::optional<MemberCalendar> calendar_of(db::Reader& reader, const NetworkId& network, const GroupId& group,
                                          const web::UserId& user);
// `file` is the last part of the address. Nothing once its owner is in the group no more, or the group has
// ended.
std::optional<MemberCalendar> calendar_at(db::Reader& reader, const web::Context& context,
                                          std::string_view file);
// Nothing changes if there is one.
void begin_calendar(db::Tx& tx, const web::Context& context, const GroupId& group, const web::UserId& user);
void end_calendar(db::Tx& tx, const NetworkId& network, const GroupId& group, const web::UserId& user);
// Those of all members.
void end_calendars(db::Tx& tx, const NetworkId& network, const GroupId& group);

} // namespace dorfnetz::groups
