#include "features/minutes/approval.hpp"
#include "features/minutes/example_api.hpp"

namespace dorfnetz::minutes {

Result<Done> enter_example(db::Tx& tx, const web::Context& context, const MeetingId& id,
                           const ExampleMinutes& example, const std::vector<meetings::ItemLines>& lines)
{
    const auto meeting = meetings::meeting_by_id(tx, context.network.id, id);
    if (!meeting)
        return Error{.kind = Err::missing};
    if (store::minutes_of(tx, context.network.id, id))
        return Done{};
    const auto write = [&](const AgendaItemId& item, const std::string& text) {
        return save(tx, context, *meeting, item,
                    {.tab = new_uuid_v7(context.environment.clock, context.environment.random),
                     .text = text,
                     .then = Then::release});
    };
    TRY(write({}, example.whole));
    for (const auto& [item, text] : example.texts)
        TRY(write(item, text));
    auto minutes = store::take_turn(tx, context.network.id, id);
    minutes.sent_at = *meeting->ends_at + std::chrono::days(2);
    const auto digest = keep_as_sent(tx, context, *meeting, std::move(minutes), lines);
    if (example.is_approved)
        TRY(approve(tx, context, *meeting, digest));
    return Done{};
}

} // namespace dorfnetz::minutes
