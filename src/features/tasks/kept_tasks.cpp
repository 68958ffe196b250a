#include "features/tasks/tasks_store.hpp"
#include "features/tasks/viewing.hpp"

#include <algorithm>

// What somebody of the register is to do, told and erased with them.
namespace dorfnetz::tasks {

namespace {

std::vector<PersonId> entries_of(const people::Traces& traces)
{
    auto entries = traces.merged;
    entries.push_back(traces.id);
    return entries;
}

std::vector<people::OwnSection> tell(db::Reader& reader, const web::Context& context,
                                     const people::Traces& traces)
{
    people::OwnSection section{.key = "tasks", .heading = context.t("Deine Aufgaben"_de), .entries = {}};
    for (const auto& entry : entries_of(traces))
        for (const auto& task : store::of_person(reader, context.network.id, entry)) {
            std::vector<people::OwnFact> facts{{context.t("Aufgabe"_de), task.draft.title}};
            if (task.draft.due_on)
                facts.push_back(
                    {context.t("Bis wann"_de),
                     i18n::format_date(context.region(), *task.draft.due_on, i18n::DateStyle::plain)});
            section.entries.push_back(std::move(facts));
        }
    return {std::move(section)};
}

// The task stays, and nobody does it.
void erase(db::Tx& tx, const NetworkId& network, const people::Traces& traces)
{
    for (const auto& entry : entries_of(traces))
        store::forget_person(tx, network, entry);
}

} // namespace

people::Elsewhere kept_tasks()
{
    auto kept = people::told_only("task", tell);
    kept.erase = erase;
    return kept;
}

} // namespace dorfnetz::tasks
