#include "features/meetings/meetings_service.hpp"

#include "accounts/audit.hpp"
#include "features/meetings/invitations.hpp"
#include "features/meetings/meetings_store.hpp"
#include "features/meetings/revocations.hpp"
#include "foundation/core/text.hpp"
#include "foundation/i18n/local_clock.hpp"
#include "foundation/search/folding.hpp"

#include <fmt/format.h>

namespace dorfnetz::meetings {

namespace {

using web::Context;

MeetingDraft tidied(MeetingDraft draft)
{
    draft.title = squeeze(draft.title);
    draft.place_name = squeeze(draft.place_name);
    return draft;
}

std::string free_slug(db::Reader& reader, const NetworkId& network, std::string_view title)
{
    auto wanted = search::slug(title);
    if (wanted.empty())
        wanted = "treffen";
    auto slug = wanted;
    for (int number = 2; !store::slug_is_free(reader, network, slug); ++number)
        slug = fmt::format("{}-{}", wanted, number);
    return slug;
}

// The moments of its date, which `problems_of` has found possible.
void put_moments(Meeting& meeting, const i18n::Region& region)
{
    meeting.starts_at.reset();
    meeting.ends_at.reset();
    if (!meeting.draft.when)
        return;
    meeting.starts_at = i18n::first_moment_of(region, meeting.draft.when->begin);
    meeting.ends_at = i18n::first_moment_of(region, meeting.draft.when->end);
}

// Whoever has it in their calendar hears of what matters there.
Result<Done> save(db::Tx& tx, const Context& context, const Meeting& before, Meeting now)
{
    put_moments(now, context.region());
    now.updated_at = context.now();
    if (now.draft.audience != before.draft.audience)
        accounts::note_revocation(tx, audience_kind,
                                  {.network = context.network.id,
                                   .id = now.id.text(),
                                   .word = std::string(to_text(now.draft.audience)),
                                   .at = context.now()});
    const bool tells = must_be_told(before, now);
    now.sequence += tells ? 1 : 0;
    if (!store::update(tx, context.network.id, now))
        return Error{.kind = Err::stale};
    if (tells)
        TRY(tell_all(tx, context, now, News::changed));
    return Done{};
}

void add_problems(std::vector<FieldError>& problems, const LocalSpan& when, const i18n::Region& region)
{
    const auto begin = i18n::first_moment_of(region, when.begin);
    const auto end = i18n::first_moment_of(region, when.end);
    constexpr auto left_out =
        "Diese Uhrzeit gibt es an dem Tag nicht: Die Uhr springt von 2 auf 3, die Sommerzeit beginnt."_de;
    if (!begin)
        problems.push_back({"beginn", left_out});
    if (!end)
        problems.push_back({"ende", left_out});
    if (!begin || !end)
        return;
    if (*end <= *begin)
        problems.push_back({"ende", "Das Ende liegt vor dem Anfang."_de});
    else if (*end - *begin > longest_meeting)
        problems.push_back({"ende", "Ein Treffen dauert höchstens einen Tag."_de});
}

std::string_view action_of(Deed deed)
{
    switch (deed) {
    case Deed::invited:
        return "meeting.invited";
    case Deed::cancelled:
        return "meeting.cancelled";
    case Deed::began:
        return "meeting.began";
    case Deed::closed:
        return "meeting.closed";
    case Deed::took_attendance:
        return "meeting.attendance";
    case Deed::not_begun:
        return "meeting.not_begun";
    case Deed::takes_place:
        return "meeting.takes_place";
    case Deed::deleted:
        return "meeting.deleted";
    case Deed::entered_reply:
        return "meeting.reply";
    }
    return {};
}

} // namespace

std::vector<FieldError> problems_of(const MeetingDraft& draft, const i18n::Region& region)
{
    std::vector<FieldError> problems;
    if (squeeze(draft.title).empty())
        problems.push_back({"titel", "Wie heißt das Treffen?"_de});
    if (draft.kind == Kind::village && !draft.village)
        problems.push_back({"dorf", "In welchem Dorf?"_de});
    if (draft.kind == Kind::group && !draft.group)
        problems.push_back({"gruppe", "Welche Arbeitsgruppe?"_de});
    if (draft.when)
        add_problems(problems, *draft.when, region);
    return problems;
}

Result<Done> checked(std::vector<FieldError> problems)
{
    if (problems.empty())
        return Done{};
    return Error{.kind = Err::invalid, .text = "Bitte prüf deine Angaben."_de, .fields = std::move(problems)};
}

Result<Done> has_not_begun(const Meeting& meeting)
{
    if (meeting.is_running() || meeting.state == State::held)
        return Error{.kind = Err::conflict,
                     .text = "Das Treffen hat schon begonnen. Tag und Uhrzeit bleiben, wie sie sind."_de};
    if (meeting.state == State::cancelled)
        return Error{.kind = Err::conflict, .text = "Das Treffen ist abgesagt."_de};
    return Done{};
}

void note(db::Tx& tx, const Context& context, Deed deed, const Meeting& meeting)
{
    accounts::record(tx,
                     {.network = context.network.id,
                      .user = context.actor.user,
                      .action = std::string(action_of(deed)),
                      .subject_kind = "meeting",
                      .subject = meeting.id.text(),
                      .details = meeting.draft.title},
                     context.environment.clock, context.environment.random);
}

Result<MeetingId> create(db::Tx& tx, const Context& context, const MeetingDraft& draft)
{
    TRY(checked(problems_of(draft, context.region())));
    const auto now = context.now();
    Meeting meeting{.id = new_id<MeetingId>(context.environment.clock, context.environment.random),
                    .draft = tidied(draft),
                    .slug = free_slug(tx, context.network.id, draft.title),
                    .created_at = now,
                    .updated_at = now};
    put_moments(meeting, context.region());
    store::insert(tx, context.network.id, meeting);
    return meeting.id;
}

Result<Done> update(db::Tx& tx, const Context& context, const MeetingId& id, std::int64_t version,
                    const MeetingDraft& draft)
{
    auto meeting = lock_meeting(tx, context.network.id, id);
    if (!meeting)
        return Error{.kind = Err::missing};
    if (meeting->version != version)
        return Error{.kind = Err::stale,
                     .text = "Jemand anderes hat das gerade geändert. Schau nach, was jetzt da steht."_de};
    TRY(checked(problems_of(draft, context.region())));
    auto wanted = tidied(draft);
    wanted.kind = meeting->draft.kind;
    wanted.village = meeting->draft.village;
    wanted.group = meeting->draft.group;
    wanted.is_example = meeting->draft.is_example;
    if (wanted == meeting->draft)
        return Done{};
    if (wanted.when != meeting->draft.when)
        TRY(has_not_begun(*meeting));
    if (!wanted.when && meeting->invited_at)
        return Error{
            .kind = Err::invalid,
            .text = "Bitte prüf deine Angaben."_de,
            .fields = {
                {"tag", "Ihr habt schon eingeladen. Nenn den neuen Tag, oder sag das Treffen ab."_de}}};
    const auto before = *meeting;
    meeting->draft = std::move(wanted);
    return save(tx, context, before, *std::move(meeting));
}

Result<Done> set_date(db::Tx& tx, const Context& context, const MeetingId& id, const LocalSpan& when)
{
    auto meeting = lock_meeting(tx, context.network.id, id);
    if (!meeting)
        return Error{.kind = Err::missing};
    TRY(has_not_begun(*meeting));
    std::vector<FieldError> problems;
    add_problems(problems, when, context.region());
    TRY(checked(std::move(problems)));
    if (meeting->draft.when == when)
        return Done{};
    const auto before = *meeting;
    meeting->draft.when = when;
    return save(tx, context, before, *std::move(meeting));
}

} // namespace dorfnetz::meetings
