#include "features/meetings/attendance_store.hpp"

#include "features/mandates/api.hpp"
#include "features/meetings/meetings_store.hpp"
#include "foundation/core/text.hpp"

#include <algorithm>

namespace dorfnetz::meetings {

namespace {

using web::Context;

std::string name_of(db::Reader& reader, const NetworkId& network, const VillageId& village)
{
    const auto found = villages::village_by_id(reader, network, village);
    return found ? found->name : std::string();
}

// The database refuses the same by its keys; here it is said in words.
Result<Done> checked_proxy(db::Reader& reader, const NetworkId& network, const std::vector<Voter>& voters,
                           const Voter& wanted)
{
    const auto conflict = [&](German text, const VillageId& village) {
        return Error{.kind = Err::conflict, .text = text, .values = {name_of(reader, network, village)}};
    };
    const auto carried =
        std::ranges::find_if(voters, [&](const Voter& other) { return other.proxy == wanted.village; });
    if (carried != voters.end() && wanted.presence != Presence::delegate)
        return conflict("Hier wird auch für {1} abgestimmt. Ändere erst, wer für {1} da ist."_de,
                        carried->village);
    if (wanted.presence != Presence::proxy)
        return Done{};
    if (!wanted.proxy)
        return Error{.kind = Err::invalid, .text = "Sag, wer mit abstimmt."_de};
    const auto proxy = std::ranges::find(voters, *wanted.proxy, &Voter::village);
    if (proxy == voters.end() || proxy->village == wanted.village)
        return Error{.kind = Err::missing};
    if (proxy->presence != Presence::delegate)
        return conflict("Aus {1} ist selbst niemand da. Eine Vollmacht kann nicht weitergegeben werden."_de,
                        proxy->village);
    if (std::ranges::any_of(voters, [&](const Voter& other) {
            return other.village != wanted.village && other.proxy == wanted.proxy;
        }))
        return conflict("{1} hat schon eine Vollmacht. Mehr als eine geht nicht."_de, proxy->village);
    return Done{};
}

// When a step was taken: what is entered the day after, or later, happened as it was planned.
Timestamp when_it_was(const Context& context, const Meeting& meeting, const std::optional<Timestamp>& planned)
{
    constexpr std::chrono::hours same_evening{12};
    const bool is_late = planned && meeting.ends_at && context.now() > *meeting.ends_at + same_evening;
    return is_late ? *planned : context.now();
}

} // namespace

std::optional<std::int64_t> most_hands(db::Reader& reader, const NetworkId& network, const Meeting& meeting)
{
    if (meeting.draft.kind != Kind::group)
        return std::nullopt;
    return std::max(std::ssize(groups::members_of(reader, network, *meeting.draft.group)),
                    std::ssize(attendees_of(reader, network, meeting.id)));
}

Result<Done> begin(db::Tx& tx, const Context& context, const MeetingId& id)
{
    auto meeting = lock_meeting(tx, context.network.id, id);
    if (!meeting)
        return Error{.kind = Err::missing};
    if (meeting->is_running())
        return Error{.kind = Err::conflict, .text = "Das Treffen läuft schon."_de};
    if (meeting->is_over())
        return Error{.kind = Err::conflict, .text = "Das Treffen ist vorbei oder abgesagt."_de};
    if (!meeting->draft.when)
        return Error{.kind = Err::conflict,
                     .text = "Das Treffen hat noch keinen Termin. Leg ihn erst fest."_de};
    meeting->state = State::running;
    meeting->began_at = when_it_was(context, *meeting, meeting->starts_at);
    meeting->updated_at = context.now();
    if (!meeting->invited_at)
        meeting->invited_at = context.now(); // they came together without a letter
    if (meeting->draft.kind == Kind::network)
        meeting->quorum_percent = rules_of(context.network).quorum_percent;
    if (!store::update(tx, context.network.id, *meeting))
        return Error{.kind = Err::stale};
    if (meeting->draft.kind == Kind::network)
        for (const auto& [village, mandate] : mandates::leads_on(
                 tx, context.network.id, i18n::local_date(context.region(), *meeting->began_at)))
            store::insert_voter(tx, context.network.id, id,
                                {.village = village, .organisation = mandate.organisation});
    return Done{};
}

Result<Done> close(db::Tx& tx, const Context& context, const MeetingId& id,
                   const std::vector<BeforeStep>& before)
{
    auto meeting = lock_meeting(tx, context.network.id, id);
    if (!meeting)
        return Error{.kind = Err::missing};
    if (!meeting->is_running())
        return Error{.kind = Err::conflict, .text = "Das Treffen läuft nicht."_de};
    for (const auto& check : before)
        TRY(check(tx, context, *meeting));
    meeting->state = State::held;
    // Never before it began, which may have been at another hour than was planned.
    meeting->closed_at =
        std::max(when_it_was(context, *meeting, meeting->ends_at), meeting->began_at.value_or(Timestamp{}));
    meeting->updated_at = context.now();
    if (!store::update(tx, context.network.id, *meeting))
        return Error{.kind = Err::stale};
    return Done{};
}

Result<Done> set_representation(db::Tx& tx, const Context& context, const MeetingId& id,
                                const VillageId& village, const Representation& wanted,
                                const std::vector<BeforeStep>& before)
{
    const auto meeting = lock_meeting(tx, context.network.id, id);
    if (!meeting)
        return Error{.kind = Err::missing};
    if (!meeting->is_running())
        return Error{.kind = Err::conflict,
                     .text = "Wer da ist, lässt sich nur ändern, solange das Treffen läuft."_de};
    const auto voters = voters_of(tx, context.network.id, id);
    const auto found = std::ranges::find(voters, village, &Voter::village);
    if (found == voters.end())
        return Error{.kind = Err::missing};
    auto voter = *found;
    voter.presence = wanted.presence;
    voter.represented_by =
        wanted.presence == Presence::delegate ? squeeze(wanted.represented_by) : std::string();
    voter.proxy = wanted.presence == Presence::proxy ? wanted.proxy : std::nullopt;
    TRY(checked_proxy(tx, context.network.id, voters, voter));
    if (voter.presence != found->presence || voter.proxy != found->proxy)
        for (const auto& check : before)
            TRY(check(tx, context, *meeting));
    store::update_voter(tx, context.network.id, id, voter);
    return Done{};
}

Result<AttendeeId> add_attendee(db::Tx& tx, const Context& context, const MeetingId& id,
                                const std::string& name, const std::string& for_whom)
{
    const auto meeting = lock_meeting(tx, context.network.id, id);
    if (!meeting)
        return Error{.kind = Err::missing};
    if (!meeting->began_at)
        return Error{.kind = Err::conflict, .text = "Das Treffen hat noch nicht begonnen."_de};
    Attendee attendee{.id = new_id<AttendeeId>(context.environment.clock, context.environment.random),
                      .name = squeeze(name),
                      .for_whom = squeeze(for_whom)};
    if (attendee.name.empty())
        return Error{.kind = Err::invalid,
                     .text = "Bitte prüf deine Angaben."_de,
                     .fields = {{"name", "Wie heißt die Person?"_de}}};
    // A second tap enters nobody twice.
    for (const auto& known : attendees_of(tx, context.network.id, id))
        if (known.name == attendee.name && known.for_whom == attendee.for_whom)
            return known.id;
    store::insert_attendee(tx, context.network.id, *meeting, attendee, context.now());
    return attendee.id;
}

Result<Done> remove_attendee(db::Tx& tx, const Context& context, const MeetingId& id,
                             const AttendeeId& attendee)
{
    if (!lock_meeting(tx, context.network.id, id) ||
        !store::remove_attendee(tx, context.network.id, id, attendee))
        return Error{.kind = Err::missing};
    return Done{};
}

} // namespace dorfnetz::meetings
