#include "features/meetings/attendance_sheet.hpp"
#include "foundation/core/text.hpp"

#include <algorithm>

// The members of a group, to be ticked off.
namespace dorfnetz::meetings {

namespace {

using groups::NamedMembers;
using web::Context;

// By one tap, without anything typed.
bool stands_for(const Attendee& attendee, const NamedMembers::Named& member)
{
    return attendee.name == member.name && attendee.for_whom.empty();
}

// Who came for a club of the group, by name.
std::string who_came_for(const Sheet& sheet, const NamedMembers::Named& member)
{
    std::vector<std::string> names;
    for (const auto& attendee : sheet.attendees)
        if (member.is_organisation && attendee.for_whom == member.name)
            names.push_back(attendee.name);
    return join(names, ", ");
}

html::Safe member_button(const Context& context, const Sheet& sheet, const NamedMembers::Named& member)
{
    if (!sheet.meeting.began_at)
        return {};
    for (const auto& attendee : sheet.attendees)
        if (stands_for(attendee, member))
            return remove_button(context, sheet.meeting, attendee, "doch nicht da"_de);
    if (!who_came_for(sheet, member).empty())
        return {};
    return web::draw_button(context,
                            {.action = path_on_desk(sheet.meeting, attendee_end),
                             .pattern = desk_pattern(attendee_end),
                             .submit = context.t("ist da"_de)},
                            {{"name", member.name}});
}

} // namespace

bool is_ticked_off(const Sheet& sheet, const Attendee& attendee)
{
    return std::ranges::any_of(sheet.members.named,
                               [&](const auto& member) { return stands_for(attendee, member); });
}

html::Safe remove_button(const Context& context, const Meeting& meeting, const Attendee& attendee,
                         German label)
{
    return web::draw_button(
        context, {.action = path_on_desk(meeting, attendee_end) + '/' + attendee.id.text() + "/loeschen",
                  .pattern = desk_pattern(remove_attendee_end),
                  .submit = context.t(label),
                  .plain = true});
}

void show_members(html::Page& page, const Context& context, const Sheet& sheet)
{
    if (sheet.members.count() == 0)
        return;
    auto part = page.add("MEMBERS");
    for (const auto& member : sheet.members.named) {
        const auto came = who_came_for(sheet, member);
        auto row = part.add("MEMBER");
        row.set("NAME", member.name)
            .set("BUTTON", member_button(context, sheet, member))
            .show_if(!came.empty() || std::ranges::any_of(sheet.attendees,
                                                          [&](const Attendee& attendee) {
                                                              return stands_for(attendee, member);
                                                          }),
                     "HERE");
        if (!came.empty())
            row.add("CAME").set("NAMES", context.t("da: {1}"_de, {came}));
    }
    if (sheet.members.others > 0)
        part.add("HIDDEN").set(
            "HIDDEN_TEXT", i18n::translate_count(
                               context.language, "und jemand, der hier nicht genannt wird"_de,
                               "und {1} Menschen, die hier nicht genannt werden"_de, sheet.members.others));
}

} // namespace dorfnetz::meetings
