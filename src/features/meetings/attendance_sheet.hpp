#pragma once

#include "features/meetings/meetings_pages.hpp"
#include "features/meetings/replies.hpp"

// What the pages about who is there share.
namespace dorfnetz::meetings {

inline constexpr std::string_view attendance_end = "/anwesenheit";
inline constexpr std::string_view attendee_end = "/teilnehmende";
inline constexpr std::string_view remove_attendee_end = "/teilnehmende/{person}/loeschen";
inline constexpr std::string_view voter_end = "/anwesenheit/{dorf}";

// The meeting of the address with all who are there, for who leads it.
struct Sheet
{
    Meeting meeting;
    std::vector<Voter> voters = {};
    std::vector<Attendee> attendees = {};
    std::shared_ptr<const organisations::Register> entries = {};
    std::map<Replier, Reply> replies = {}; // to the invitation
    groups::NamedMembers members = {};     // of the group that meets
    html::Safe parts = {};                 // while it runs: where else there is something to do

    std::string village_name(const VillageId& id) const
    {
        const auto* village = entries->village(id);
        return village ? village->name : std::string();
    }

    std::string club_name(const OrganisationId& id) const
    {
        const auto* entry = entries->entry(id);
        return entry ? entry->name : std::string();
    }
};

Result<Sheet> sheet_for(const web::Context& context, db::Reader& reader);

// The members of the group that meets, each with a button.
void show_members(html::Page& page, const web::Context& context, const Sheet& sheet);
// Whether it stands for one of them.
bool is_ticked_off(const Sheet& sheet, const Attendee& attendee);
html::Safe remove_button(const web::Context& context, const Meeting& meeting, const Attendee& attendee,
                         German label);

std::string voter_path(const Meeting& meeting, const villages::Village& village);
http::Response back_to_sheet(const web::Context& context, const MeetingId& id, German notice);

} // namespace dorfnetz::meetings
