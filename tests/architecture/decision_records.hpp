#pragma once

#include "features/decisions/example_api.hpp"
#include "features/meetings/attendance_api.hpp"
#include "features/tasks/api.hpp"

#include <string>

namespace dorfnetz {

// Of a village's meeting and of a club: what is in addresses of motions, decisions and tasks.
struct DecisionRecords
{
    std::string item = {};
    std::string motion = {};
    std::string decision = {};
    std::string task = {};
};

inline Result<DecisionRecords> add_decision_records(db::Tx& tx, const web::Context& context,
                                                    const villages::VillageId& village,
                                                    const organisations::OrganisationId& club)
{
    const auto day = std::chrono::year(2026) / 12 / 10;
    const meetings::MeetingDraft draft{
        .kind = meetings::Kind::village,
        .village = village,
        .title = "Probe",
        .when = meetings::LocalSpan{.begin = calendar::at(day, std::chrono::hours(18)),
                                    .end = calendar::at(day, std::chrono::hours(20))}};
    const auto running = TRY(meetings::create(tx, context, draft));
    const auto item =
        TRY(meetings::add_item(tx, context, running, {.title = "Zelt"}, meetings::ItemStatus::on));
    TRY(meetings::begin(tx, context, running));
    const decisions::MotionDraft tent{
        .title = "Ein Zelt", .wording = "Wir kaufen ein Zelt.", .way = decisions::Way::counted};
    const auto motion =
        TRY(decisions::enter_example(tx, context, {.meeting = running, .item = item, .draft = tent}));
    const auto over = TRY(meetings::create(tx, context, draft));
    const auto settled =
        TRY(meetings::add_item(tx, context, over, {.title = "Zelt"}, meetings::ItemStatus::on));
    TRY(meetings::begin(tx, context, over));
    TRY(meetings::close(tx, context, over, {}));
    const auto decision = TRY(decisions::enter_example(
        tx, context,
        {.meeting = over, .item = settled, .draft = tent, .counts = decisions::Counts{.yes = 3, .no = 1}}));
    const auto task = TRY(tasks::create(tx, context, {.title = "Probe", .owner = club}));
    return DecisionRecords{
        .item = item.text(), .motion = motion.text(), .decision = decision.text(), .task = task.text()};
}

} // namespace dorfnetz
