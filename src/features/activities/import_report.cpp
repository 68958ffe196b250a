#include "features/activities/calendar_import.hpp"
#include "features/vocabularies/api.hpp"

#include <fmt/format.h>

// The way of a calendar without pages, for the command line.
namespace dorfnetz::activities {

namespace {

std::string_view sign_of(Outcome outcome)
{
    switch (outcome) {
    case Outcome::fresh:
        return "neu";
    case Outcome::changed:
        return "geändert";
    case Outcome::unchanged:
        return "unverändert";
    case Outcome::left_out:
        return "bleibt draußen";
    case Outcome::refused:
        return "nicht lesbar";
    }
    return "";
}

std::string text_of(const Remark& remark)
{
    return i18n::translate(i18n::Language::de, remark.text, remark.values);
}

std::string text_of(const ImportPlan& plan)
{
    std::string text;
    for (const auto& item : plan.items) {
        text += fmt::format("Zeile {}: {} – {}\n", item.line, item.draft.title, sign_of(item.outcome));
        for (const auto& remark : item.remarks)
            text += "    " + text_of(remark) + '\n';
    }
    for (const auto& remark : plan.remarks)
        text += text_of(remark) + '\n';
    for (const auto outcome :
         {Outcome::fresh, Outcome::changed, Outcome::unchanged, Outcome::left_out, Outcome::refused})
        text += fmt::format("{}: {}\n", sign_of(outcome), plan.count(outcome));
    return text;
}

} // namespace

Result<CalendarReport> import_calendar(web::Environment& environment, const web::Network& network,
                                       std::string_view bytes, const CalendarImport& wanted)
{
    const i18n::Region region{.language = i18n::Language::de, .time_zone = network.time_zone};
    const auto file = TRY(calendar::read_foreign(environment.reader_program, bytes,
                                                 i18n::local_date(region, environment.clock.now())));
    CalendarReport report;
    const auto written = environment.pool.write(db::Scope::of(network.id), [&](db::Tx& tx) -> Result<Done> {
        const auto entries = organisations::load_register(tx, network.id);
        const auto plan = plan_import(tx,
                                      {.network = network,
                                       .entries = entries,
                                       .choice = wanted.choice,
                                       .now = environment.clock.now(),
                                       .may_edit = [](const std::vector<OrganisationId>&) { return true; }},
                                      file);
        report.text = text_of(plan);
        report.applied = !wanted.dry_run &&
                         (wanted.unreadable == Unreadable::leave_out || plan.count(Outcome::refused) == 0);
        if (!report.applied)
            return Done{};
        return apply_import(tx, network, plan, wanted.choice,
                            {.clock = environment.clock, .random = environment.random});
    });
    if (!written)
        return written.error();
    return report;
}

} // namespace dorfnetz::activities
