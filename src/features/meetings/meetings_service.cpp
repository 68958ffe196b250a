#include "features/meetings/meetings_service.hpp"

#include "features/meetings/meetings_store.hpp"
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

AgendaItemDraft tidied(AgendaItemDraft draft)
{
    draft.title = squeeze(draft.title);
    draft.introduced_by = squeeze(draft.introduced_by);
    return draft;
}

Result<Done> checked(std::vector<FieldError> problems)
{
    if (problems.empty())
        return Done{};
    return Error{.kind = Err::invalid, .text = "Bitte prüf deine Angaben."_de, .fields = std::move(problems)};
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

constexpr Error begun_or_off{
    .kind = Err::conflict,
    .text = "Das Treffen hat schon begonnen oder ist abgesagt. Es bleibt, wie es ist."_de};

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

std::vector<FieldError> problems_of(const AgendaItemDraft& draft)
{
    std::vector<FieldError> problems;
    if (squeeze(draft.title).empty())
        problems.push_back({"titel", "Worum geht es?"_de});
    return problems;
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
    meeting->draft = std::move(wanted);
    meeting->updated_at = context.now();
    put_moments(*meeting, context.region());
    if (!store::update(tx, context.network.id, *meeting))
        return Error{.kind = Err::stale};
    return Done{};
}

Result<Done> set_date(db::Tx& tx, const Context& context, const MeetingId& id, const LocalSpan& when)
{
    auto meeting = lock_meeting(tx, context.network.id, id);
    if (!meeting)
        return Error{.kind = Err::missing};
    if (meeting->is_running() || meeting->is_over())
        return begun_or_off;
    std::vector<FieldError> problems;
    add_problems(problems, when, context.region());
    TRY(checked(std::move(problems)));
    if (meeting->draft.when == when)
        return Done{};
    meeting->draft.when = when;
    meeting->updated_at = context.now();
    put_moments(*meeting, context.region());
    if (!store::update(tx, context.network.id, *meeting))
        return Error{.kind = Err::stale};
    return Done{};
}

Result<AgendaItemId> add_item(db::Tx& tx, const Context& context, const MeetingId& id,
                              const AgendaItemDraft& draft, ItemStatus status, std::string_view source)
{
    const auto meeting = lock_meeting(tx, context.network.id, id);
    if (!meeting)
        return Error{.kind = Err::missing};
    if (meeting->is_over())
        return Error{.kind = Err::conflict, .text = "Das Treffen ist vorbei. Nimm es für das nächste."_de};
    TRY(checked(problems_of(draft)));
    if (!source.empty() && store::has_item_of(tx, context.network.id, id, source))
        return Error{.kind = Err::conflict, .text = "Das steht schon auf der Tagesordnung."_de};
    AgendaItem item{.id = new_id<AgendaItemId>(context.environment.clock, context.environment.random),
                    .meeting = id,
                    .draft = tidied(draft),
                    .status = status,
                    .position = store::next_position(tx, context.network.id, id, status),
                    .source = std::string(source)};
    store::insert_item(tx, context.network.id, item,
                       context.actor.signed_in() ? std::optional(context.actor.user) : std::nullopt,
                       context.now());
    return item.id;
}

} // namespace dorfnetz::meetings
