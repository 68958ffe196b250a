#include "features/transfer/example_decisions.hpp"

#include "features/decisions/example_api.hpp"
#include "features/tasks/api.hpp"
#include "foundation/core/toml.hpp"
#include "foundation/web/site.hpp"

#include <algorithm>

namespace dorfnetz::transfer {

namespace {

Error unknown_in_decisions(std::string what)
{
    return {.kind = Err::invalid,
            .text = "Die Datei {1} passt nicht: {2}"_de,
            .values = {"decisions.toml", std::move(what)}};
}

// What names in the file stand for.
struct Ground
{
    db::Tx& tx;
    const web::Context& context;
    organisations::Register entries;
    std::vector<meetings::Meeting> meetings;

    Result<meetings::MeetingId> meeting(const std::string& title) const
    {
        for (const auto& known : meetings)
            if (known.draft.title == title)
                return known.id;
        return unknown_in_decisions(title);
    }

    Result<meetings::AgendaItemId> item(const meetings::MeetingId& of, const std::string& title) const
    {
        for (const auto& known : meetings::agenda_of(tx, context.network.id, of))
            if (known.draft.title == title)
                return known.id;
        return unknown_in_decisions(title);
    }

    Result<organisations::OrganisationId> organisation(const std::string& name) const
    {
        const auto found = std::ranges::find(entries.entries, name, &organisations::Entry::name);
        if (found == entries.entries.end())
            return unknown_in_decisions(name);
        return found->id;
    }

    Result<villages::VillageId> village(const std::string& slug) const
    {
        const auto found = std::ranges::find(entries.villages, slug, &villages::Village::slug);
        if (found == entries.villages.end())
            return unknown_in_decisions(slug);
        return found->id;
    }
};

std::optional<Date> day_in(const toml::table& table, std::string_view name, Date today)
{
    const auto days = table[name].value<std::int64_t>();
    return days ? std::optional(add_days(today, static_cast<int>(*days))) : std::nullopt;
}

Result<decisions::MotionId> enter_motion(Ground& ground, const toml::table& table)
{
    decisions::ExampleMotion example{.meeting = TRY(ground.meeting(text_of(table, "meeting")))};
    example.item = TRY(ground.item(example.meeting, text_of(table, "item")));
    example.draft.title = text_of(table, "title");
    example.draft.wording = text_of(table, "wording");
    if (const auto by = text_of(table, "by"); !by.empty())
        example.draft.proposer = TRY(ground.organisation(by));
    example.draft.way = decisions::way_from_text(text_of(table, "way")).value_or(decisions::Way::open);
    example.draft.majority =
        meetings::majority_from_text(text_of(table, "majority")).value_or(meetings::Majority::simple);
    example.draft.review_on = day_in(table, "review_in_days", ground.context.today());
    if (const auto* votes = table["votes"].as_table())
        for (const auto& [slug, choice] : *votes)
            example.votes.emplace_back(TRY(ground.village(std::string(slug.str()))),
                                       decisions::choice_from_text(choice.value_or(std::string()))
                                           .value_or(decisions::Choice::abstain));
    if (const auto* counts = table["counts"].as_array(); counts && counts->size() == 3)
        example.counts = decisions::Counts{.yes = (*counts)[0].value_or(std::int64_t{0}),
                                           .no = (*counts)[1].value_or(std::int64_t{0}),
                                           .abstained = (*counts)[2].value_or(std::int64_t{0})};
    return decisions::enter_example(ground.tx, ground.context, example);
}

Result<Done> enter_task(Ground& ground, const toml::table& table,
                        const std::map<std::string, decisions::MotionId>& motions)
{
    tasks::TaskDraft draft{.title = text_of(table, "title"),
                           .text = text_of(table, "text"),
                           .due_on = day_in(table, "due_in_days", ground.context.today()),
                           .is_example = true};
    if (const auto who = text_of(table, "who"); !who.empty())
        draft.owner = TRY(ground.organisation(who));
    if (const auto title = text_of(table, "meeting"); !title.empty())
        draft.meeting = TRY(ground.meeting(title));
    if (const auto title = text_of(table, "item"); !title.empty() && draft.meeting)
        draft.item = TRY(ground.item(*draft.meeting, title));
    const auto id = TRY(tasks::create(ground.tx, ground.context, draft));
    if (const auto from = motions.find(text_of(table, "from")); from != motions.end())
        lineage::link(ground.tx, ground.context.network.id, decisions::lineage_record(from->second),
                      tasks::lineage_record(id), ground.context.now());
    if (const auto outcome = text_of(table, "done"); !outcome.empty())
        TRY(tasks::settle(ground.tx, ground.context, id, tasks::State::done, outcome));
    return Done{};
}

} // namespace

Result<Done> load_decisions(web::Environment& environment, const web::Network& network,
                            const std::string& text)
{
    const toml::table document = toml::parse(text);
    const web::Site nothing;
    const auto context = web::context_of_a_job(environment, nothing, network);
    return environment.pool.write(db::Scope::of(network.id), [&](db::Tx& tx) -> Result<Done> {
        // Loading that was broken off begins anew; there is all of this or nothing.
        if (tasks::has_tasks(tx, network.id))
            return Done{};
        Ground ground{.tx = tx,
                      .context = context,
                      .entries = organisations::load_register(tx, network.id),
                      .meetings = meetings::coming_meetings(tx, network.id)};
        constexpr std::int64_t all = 1'000;
        for (auto& meeting : meetings::past_meetings(tx, network.id, all))
            ground.meetings.push_back(std::move(meeting));
        std::map<std::string, decisions::MotionId> motions;
        const auto* rows = document["motion"].as_array();
        for (const auto& row : rows ? *rows : toml::array{}) {
            const auto& table = *row.as_table();
            motions.emplace(text_of(table, "title"), TRY(enter_motion(ground, table)));
        }
        rows = document["task"].as_array();
        for (const auto& row : rows ? *rows : toml::array{})
            TRY(enter_task(ground, *row.as_table(), motions));
        return Done{};
    });
}

} // namespace dorfnetz::transfer
