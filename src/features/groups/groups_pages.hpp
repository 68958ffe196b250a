#pragma once

#include "features/groups/groups_service.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/page.hpp"
#include "foundation/web/site.hpp"

// What the pages of the groups share.
namespace dorfnetz::groups {

inline constexpr std::string_view list_path = "/arbeitsgruppen";
inline constexpr std::string_view desk_path = "/redaktion/arbeitsgruppen";

void add_public_pages(web::Site& site);
void add_calendar_pages(web::Site& site, const std::vector<CalendarSource>& sources);
void add_desk_pages(web::Site& site);
void add_member_pages(web::Site& site);
void add_text_pages(web::Site& site);

// "/redaktion/arbeitsgruppen/{slug}" and what stands below it.
std::string desk_pattern(std::string_view end = {});
std::string desk_path_of(const Group& group, std::string_view end = {});
std::vector<web::Crumb> desk_crumbs(const web::Context& context);
std::vector<web::Crumb> desk_crumbs(const web::Context& context, const Group& group);

// The group of the address; Err::missing.
Result<Group> group_of_address(const web::Context& context, db::Reader& reader);
// Coordinators, and who speaks for it.
bool may_edit(const web::Context& context, db::Reader& reader, const Group& group);
// Sees who is in it and reads what is meant for members.
bool may_look_inside(const web::Context& context, db::Reader& reader, const Group& group);
// The group of the address for who may edit it; Err::missing for all others.
Result<Group> editable(const web::Context& context, db::Reader& reader);

// What is done about somebody's being in a group.
enum class Act { joined, left, person_added, person_removed, speaker_named, speaker_dropped };

// Writes it into the audit log; nothing for an organisation, whose being in it is public.
void record_act(db::Tx& tx, const web::Context& context, Act act, const Group& group, const Who& who);

// For members: how they subscribe to all dates of the group. Empty for others.
html::Safe draw_member_calendar(const web::Context& context, db::Reader& reader, const Group& group);

// Those that go on, for the page that leads to them.
html::Safe show_teaser(const web::Context& context, db::Reader& reader, std::string_view);

// ---- Who is in it, as the actor may see it ----

struct ShownOrganisation
{
    MemberId id;
    Duty duty = Duty::member;
    std::string name;
    std::string path; // empty if it has no public page
    std::string message_path = {};
};

struct ShownPerson
{
    MemberId id;
    Duty duty = Duty::member;
    std::string name;
};

struct ShownMembers
{
    std::vector<ShownOrganisation> organisations = {};
    std::vector<ShownPerson> people = {};
    std::int64_t others = 0; // people whose names the actor may not see
};

ShownMembers shown_members(const web::Context& context, db::Reader& reader, const Group& group);

// For tests that open every page: one of the first group.
web::Examples example_of(std::string end = {});
web::Examples desk_example_of(std::string end = {});

} // namespace dorfnetz::groups
