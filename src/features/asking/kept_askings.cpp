#include "features/asking/asking_pages.hpp"
#include "features/asking/asking_store.hpp"
#include "features/asking/fitting_store.hpp"
#include "features/signups/asking_api.hpp"

// Who was asked, so that it is told and erased with the person.
namespace dorfnetz::asking {

namespace {

std::vector<people::PersonId> entries_of(const people::Traces& traces)
{
    auto entries = traces.merged;
    entries.push_back(traces.id);
    return entries;
}

// What was said to be nothing for them, and of what mails tell them.
people::OwnSection fitting_section(db::Reader& reader, const web::Context& context,
                                   const people::Traces& traces)
{
    people::OwnSection section{.key = "fitting", .heading = context.t("Was zu dir passt"_de), .entries = {}};
    for (const auto& person : entries_of(traces)) {
        if (const auto page = store::fitting_page_of(reader, context.network.id, person))
            section.entries.push_back(
                {{context.t("Tage von einer Nachricht zur nächsten"_de),
                  page->every_days == 0 ? context.t("keine Nachricht"_de)
                                        : i18n::format_number(context.language, page->every_days)}});
        for (const auto& refusal : store::refusals_of(reader, context.network.id, person))
            if (const auto open = activities::shift_by_id(reader, context.network.id, refusal.shift))
                section.entries.push_back(
                    {{context.t("Nichts für mich"_de), signups::title_of(*open)},
                     {context.t("Warum"_de), refusal_text(context, refusal.because)},
                     {context.t("Gesagt am"_de), i18n::format_moment(context.region(), refusal.said_at)}});
    }
    return section;
}

std::vector<people::OwnSection> tell(db::Reader& reader, const web::Context& context,
                                     const people::Traces& traces)
{
    people::OwnSection section{
        .key = "askings", .heading = context.t("Wofür du gefragt wurdest"_de), .entries = {}};
    for (const auto& person : entries_of(traces)) {
        for (const auto& asked : store::asked_of(reader, context.network.id, person)) {
            const auto open = activities::shift_by_id(reader, context.network.id, asked.shift);
            if (!open)
                continue;
            std::vector<people::OwnFact> facts{
                {context.t("Wofür"_de), signups::title_of(*open)},
                {context.t("Wann"_de), activities::shift_when_text(context, open->shift)},
                {context.t("Wie"_de), channel_text(context, asked.channel)},
                {context.t("Antwort"_de),
                 asked.answer == Answer::asked ? context.t("noch keine"_de) : answer_text(context, asked)}};
            const auto at = [&](const std::string& label, const std::optional<Timestamp>& moment) {
                if (moment)
                    facts.push_back({label, i18n::format_moment(context.region(), *moment)});
            };
            at(context.t("Vorgesehen am"_de), asked.asked_at);
            at(context.t("Brief gedruckt am"_de), asked.printed_at);
            at(context.t("Geantwortet am"_de), asked.answered_at);
            section.entries.push_back(std::move(facts));
        }
        if (const auto wish = store::wish_of(reader, context.network.id, person)) {
            std::vector<people::OwnFact> facts{{context.t("Tage zwischen zwei Fragen mindestens"_de),
                                                i18n::format_number(context.language, wish->days_between)}};
            if (wish->not_before)
                facts.push_back(
                    {context.t("Nicht vor dem"_de),
                     i18n::format_date(context.region(), *wish->not_before, i18n::DateStyle::plain)});
            section.entries.push_back(std::move(facts));
        }
    }
    return {std::move(section), fitting_section(reader, context, traces)};
}

void erase(db::Tx& tx, const NetworkId& network, const people::Traces& traces)
{
    for (const auto& person : entries_of(traces))
        store::remove_person(tx, network, person);
}

} // namespace

people::Elsewhere kept_askings()
{
    auto kept = people::told_only("askings", tell);
    kept.erase = erase;
    return kept;
}

std::set<people::PersonId> asked_since(db::Reader& reader, const NetworkId& network, Timestamp since)
{
    std::set<people::PersonId> people;
    for (const auto& asked : store::asked_since(reader, network, since))
        people.insert(asked.person);
    return people;
}

void forget_account(db::Tx& tx, const NetworkId& network, const web::UserId& user)
{
    store::forget_asker(tx, network, user);
}

} // namespace dorfnetz::asking
