#include "features/meetings/api.hpp"

#include <algorithm>

// Who sees a meeting, takes part in it and leads it.
namespace dorfnetz::meetings {

namespace {

using web::Role;

bool edits(const web::Context& context, db::Reader& reader, const OrganisationId& id)
{
    const auto entries = organisations::shared_register(context, reader);
    const auto* entry = entries->entry(id);
    return entry && organisations::may_edit(context.actor, id, entry->villages);
}

bool edits_one_of(const web::Context& context, db::Reader& reader, const VillageId& village)
{
    const auto own = context.actor.subjects(Role::organisation_editor);
    if (own.empty())
        return false;
    const auto entries = organisations::shared_register(context, reader);
    return std::ranges::any_of(own, [&](const std::string& id) {
        const auto* entry = entries->entry(OrganisationId{id});
        return entry && std::ranges::find(entry->villages, village) != entry->villages.end();
    });
}

bool takes_part(const web::Context& context, db::Reader& reader, const Meeting& meeting)
{
    const auto& actor = context.actor;
    switch (meeting.draft.kind) {
    case Kind::network:
        return actor.has(Role::lead_editor) || actor.has(Role::adviser);
    case Kind::village:
        return actor.has(Role::lead_editor, meeting.draft.village->text()) ||
               actor.has(Role::council_editor, meeting.draft.village->text()) ||
               edits_one_of(context, reader, *meeting.draft.village);
    case Kind::group:
        return groups::is_member(reader, context.network.id, *meeting.draft.group, actor, context.today());
    }
    return false;
}

bool was_asked_to_come(const web::Context& context, const Meeting& meeting)
{
    return meeting.draft.kind == Kind::network && meeting.invited_at &&
           ((meeting.invites_municipality && context.actor.has(Role::municipality_officer)) ||
            (meeting.invites_advisers && context.actor.has(Role::adviser)));
}

} // namespace

bool may_see(const web::Context& context, db::Reader& reader, const Meeting& meeting)
{
    if (may_write(context, reader, meeting) || was_asked_to_come(context, meeting))
        return true;
    // What nobody was invited to is a plan of those who take part.
    if (!meeting.invited_at)
        return false;
    return meeting.draft.audience == Audience::public_ ||
           (meeting.draft.audience == Audience::network && context.actor.signed_in());
}

bool may_write(const web::Context& context, db::Reader& reader, const Meeting& meeting)
{
    return may_lead(context, reader, meeting) || takes_part(context, reader, meeting);
}

bool may_edit_agenda(const web::Context& context, db::Reader& reader, const Meeting& meeting)
{
    return may_lead(context, reader, meeting) ||
           (meeting.draft.kind == Kind::network && context.actor.has(Role::adviser));
}

bool may_lead(const web::Context& context, db::Reader& reader, const Meeting& meeting)
{
    const auto& actor = context.actor;
    if (!actor.signed_in())
        return false;
    if (actor.is_coordinator() ||
        (meeting.draft.kind == Kind::village &&
         actor.has(Role::lead_editor, meeting.draft.village->text())) ||
        (meeting.draft.kind == Kind::group &&
         groups::is_speaker(reader, context.network.id, *meeting.draft.group, actor, context.today())))
        return true;
    return meeting.draft.led_by && edits(context, reader, *meeting.draft.led_by);
}

std::vector<VillageId> voting_villages(const web::Actor& actor)
{
    std::vector<VillageId> villages;
    for (auto& subject : actor.subjects(Role::lead_editor))
        villages.emplace_back(std::move(subject));
    return villages;
}

} // namespace dorfnetz::meetings
