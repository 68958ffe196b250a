#include "features/transfer/example_meetings.hpp"

#include "features/date_polls/api.hpp"
#include "features/decisions/api.hpp"
#include "features/meetings/example_api.hpp"
#include "features/minutes/example_api.hpp"
#include "features/tasks/api.hpp"
#include "features/transfer/example_activities.hpp"
#include "foundation/core/toml.hpp"
#include "foundation/web/site.hpp"

#include <algorithm>

namespace dorfnetz::transfer {

namespace {

using meetings::AgendaItemDraft;
using meetings::ExampleMeeting;

// What names in the file stand for.
class Names
{
public:
    explicit Names(const organisations::Register& entries) : m_entries(entries) {}

    Result<villages::VillageId> village(const std::string& slug) const
    {
        const auto found = std::ranges::find(m_entries.villages, slug, &villages::Village::slug);
        if (found == m_entries.villages.end())
            return missing(slug);
        return found->id;
    }

    Result<organisations::OrganisationId> organisation(const std::string& name) const
    {
        const auto found = std::ranges::find(m_entries.entries, name, &organisations::Entry::name);
        if (found == m_entries.entries.end())
            return missing(name);
        return found->id;
    }

private:
    static Error missing(std::string name)
    {
        return {.kind = Err::invalid,
                .text = "Die Datei {1} passt nicht: {2}"_de,
                .values = {"meetings.toml", std::move(name)}};
    }

    const organisations::Register& m_entries;
};

Result<AgendaItemDraft> item_from(const toml::table& table, const Names& names)
{
    AgendaItemDraft draft{
        .kind = meetings::item_kind_from_text(text_of(table, "kind")).value_or(meetings::ItemKind::discuss),
        .title = text_of(table, "title"),
        .text = text_of(table, "text"),
        .minutes = table["minutes"].value_or(std::int64_t{0})};
    if (const auto by = text_of(table, "by"); !by.empty())
        draft.introducer = TRY(names.organisation(by));
    return draft;
}

const toml::array& rows_of(const toml::table& table, std::string_view name)
{
    static const toml::array nothing;
    const auto* rows = table[name].as_array();
    return rows ? *rows : nothing;
}

Result<meetings::MeetingDraft> draft_from(const toml::table& table, const Names& names, Date today)
{
    meetings::MeetingDraft draft{
        .title = text_of(table, "title"),
        .description = text_of(table, "text"),
        .place_name = text_of(table, "place"),
        .audience =
            meetings::audience_from_text(text_of(table, "audience")).value_or(meetings::Audience::network),
        .is_example = true};
    if (const auto slug = text_of(table, "kind"); !slug.empty()) {
        draft.kind = meetings::Kind::village;
        draft.village = TRY(names.village(slug));
    }
    if (const auto slug = text_of(table, "village"); !slug.empty())
        draft.place_village = TRY(names.village(slug));
    if (const auto name = text_of(table, "leads"); !name.empty())
        draft.led_by = TRY(names.organisation(name));
    if (table.contains("in_days")) {
        const auto day = example_day(table, today);
        draft.when = meetings::LocalSpan{.begin = example_time(day, text_of(table, "begin")),
                                         .end = example_time(day, text_of(table, "end"))};
    }
    return draft;
}

Result<ExampleMeeting> meeting_from(const toml::table& table, const Names& names, Date today)
{
    ExampleMeeting example{
        .draft = TRY(draft_from(table, names, today)),
        .state = meetings::state_from_text(text_of(table, "state")).value_or(meetings::State::planning)};
    for (const auto& row : rows_of(table, "item"))
        example.agenda.push_back(TRY(item_from(*row.as_table(), names)));
    for (const auto& row : rows_of(table, "proposal")) {
        auto draft = TRY(item_from(*row.as_table(), names));
        const auto proposer = *draft.introducer;
        example.proposals.emplace_back(std::move(draft), proposer);
    }
    for (const auto& row : rows_of(table, "there")) {
        const auto& there = *row.as_table();
        meetings::Representation representation{.presence = meetings::Presence::delegate,
                                                .represented_by = text_of(there, "name")};
        if (const auto slug = text_of(there, "proxy"); !slug.empty()) {
            representation.presence = meetings::Presence::proxy;
            representation.proxy = TRY(names.village(slug));
        }
        example.there.emplace_back(TRY(names.village(text_of(there, "village"))), std::move(representation));
    }
    return example;
}

// What was said, matter by matter.
Result<Done> enter_minutes(db::Tx& tx, const web::Context& context, const meetings::MeetingId& id,
                           const toml::table& table)
{
    const auto state = text_of(table, "minutes");
    if (state.empty())
        return Done{};
    minutes::ExampleMinutes example{.whole = text_of(table, "said"), .is_approved = state == "approved"};
    const auto agenda = meetings::agenda_of(tx, context.network.id, id);
    auto item = agenda.begin();
    for (const auto& row : rows_of(table, "item"))
        example.texts.emplace_back((item++)->id, text_of(*row.as_table(), "said"));
    return minutes::enter_example(tx, context, id, example, {decisions::item_lines(), tasks::item_lines()});
}

// For a meeting whose date is still looked for.
Result<Done> load_poll(db::Tx& tx, const web::Context& context, const meetings::MeetingId& id,
                       const toml::table& meeting, const Names& names)
{
    const auto* const table = meeting["poll"].as_table();
    if (!table)
        return Done{};
    date_polls::ExamplePoll example{
        .note = text_of(*table, "note"),
        .answer_by = add_days(context.today(),
                              static_cast<int>((*table)["answer_in_days"].value_or(std::int64_t{10})))};
    for (const auto& days : rows_of(*table, "in_days")) {
        const auto day = add_days(context.today(), static_cast<int>(days.value_or(std::int64_t{30})));
        example.dates.push_back({.begin = example_time(day, text_of(*table, "begin")),
                                 .end = example_time(day, text_of(*table, "end"))});
    }
    for (const auto& row : rows_of(*table, "answer")) {
        const auto& answer = *row.as_table();
        example.answers.push_back({.name = text_of(answer, "name"),
                                   .village = TRY(names.village(text_of(answer, "village"))),
                                   .said = text_of(answer, "said")});
    }
    return date_polls::enter_example(tx, context, id, example);
}

} // namespace

Result<Done> load_meetings(web::Environment& environment, const web::Network& network,
                           const std::string& text)
{
    const toml::table document = toml::parse(text);
    const web::Site nothing_shown;
    const auto context = web::context_of_a_job(environment, nothing_shown, network);
    return environment.pool.write(db::Scope::of(network.id), [&](db::Tx& tx) -> Result<Done> {
        // Loading that was broken off begins anew; there is all of this or nothing.
        if (!meetings::coming_meetings(tx, network.id).empty())
            return Done{};
        const auto entries = organisations::load_register(tx, network.id);
        const Names names(entries);
        for (const auto& row : rows_of(document, "meeting")) {
            const auto example = TRY(meeting_from(*row.as_table(), names, context.today()));
            const auto id = TRY(meetings::enter_example(tx, context, example));
            TRY(load_poll(tx, context, id, *row.as_table(), names));
        }
        return Done{};
    });
}

Result<Done> load_minutes(web::Environment& environment, const web::Network& network, const std::string& text)
{
    const toml::table document = toml::parse(text);
    const web::Site nothing_shown;
    const auto context = web::context_of_a_job(environment, nothing_shown, network);
    return environment.pool.write(db::Scope::of(network.id), [&](db::Tx& tx) -> Result<Done> {
        constexpr std::int64_t all = 1'000;
        const auto past = meetings::past_meetings(tx, network.id, all);
        for (const auto& row : rows_of(document, "meeting")) {
            const auto& table = *row.as_table();
            const auto title = text_of(table, "title");
            const auto found = std::ranges::find(
                past, title, [](const meetings::Meeting& meeting) { return meeting.draft.title; });
            if (found != past.end())
                TRY(enter_minutes(tx, context, found->id, table));
        }
        return Done{};
    });
}

} // namespace dorfnetz::transfer
