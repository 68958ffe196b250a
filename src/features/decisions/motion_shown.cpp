#include "features/decisions/motion_shown.hpp"

namespace dorfnetz::decisions {

using web::Context;

Result<Shown> shown_motion(const Context& context, db::Reader& reader)
{
    const auto& network = context.network.id;
    auto motion = motion_by_id(reader, network, MotionId{context.parameter("id")});
    auto meeting = motion ? meetings::meeting_by_id(reader, network, motion->meeting) : std::nullopt;
    if (!meeting || !meetings::may_write(context, reader, *meeting))
        return Error{.kind = Err::missing};
    Shown shown{.motion = *std::move(motion), .meeting = *std::move(meeting)};
    shown.may_lead = meetings::may_lead(context, reader, shown.meeting);
    shown.may_change = shown.motion.state == State::draft &&
                       (shown.may_lead || shown.motion.created_by == context.actor.user);
    shown.voters = meetings::voters_of(reader, network, shown.meeting.id);
    shown.votes = store::votes_of(reader, network, shown.motion.id);
    shown.voted = shown.motion.draft.way == Way::secret
                      ? std::ssize(store::turnout_of(reader, network, shown.motion.id))
                      : std::ssize(shown.votes);
    shown.entries = organisations::shared_register(context, reader);
    if (shown.may_lead && shown.meeting.is_running() && shown.motion.state == State::draft &&
        shown.motion.draft.way == Way::secret)
        shown.secret = secret_voters(reader, context, *shown.entries, shown.voters);
    return shown;
}

Result<Shown> led_motion(const Context& context)
{
    auto shown = TRY(context.pool().read([&](db::Reader& reader) { return shown_motion(context, reader); }));
    if (!shown.may_lead)
        return Error{.kind = Err::missing};
    return shown;
}

std::vector<web::Crumb> crumbs_of(const Context& context, const meetings::Meeting& meeting)
{
    return {{context.t("Treffen"_de), "/redaktion/treffen"},
            {meeting.draft.title, meetings::desk_path_of(meeting)}};
}

std::string new_motion_path(const AgendaItemId& item)
{
    return "/redaktion/antraege/zu/" + item.text();
}

std::string desk_path_of(const Motion& motion)
{
    return "/redaktion/antraege/" + motion.id.text();
}

} // namespace dorfnetz::decisions
