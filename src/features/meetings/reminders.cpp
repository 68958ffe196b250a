#include "features/meetings/invitations.hpp"
#include "features/meetings/meetings_store.hpp"
#include "foundation/core/log.hpp"
#include "foundation/web/home.hpp"

// Some days before a meeting, once.
namespace dorfnetz::meetings {

using web::Context;

std::optional<Date> reminder_due(const Context& context, const Meeting& meeting)
{
    // Nobody goes to an example.
    if (meeting.state != State::invited || meeting.draft.reminder_days == 0 || meeting.draft.is_example ||
        meeting.reminded_for == meeting.starts_at)
        return std::nullopt;
    return add_days(i18n::local_date(context.region(), *meeting.starts_at),
                    -static_cast<int>(meeting.draft.reminder_days));
}

namespace {

bool is_due(const Context& context, const Meeting& meeting)
{
    const auto day = reminder_due(context, meeting);
    return day && *day <= context.today() && context.now() < *meeting.starts_at;
}

} // namespace

void remind(web::Environment& environment, const web::Site& site, const web::Network& network)
{
    const auto context = web::context_of_a_job(environment, site, network);
    if (!web::is_at_home(context))
        return;
    const auto coming =
        environment.pool.read([&](db::Reader& reader) { return coming_meetings(reader, network.id); });
    for (const auto& each : coming) {
        if (!is_due(context, each))
            continue;
        const auto reminded = environment.pool.write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
            auto meeting = lock_meeting(tx, network.id, each.id);
            if (!meeting || !is_due(context, *meeting))
                return Done{}; // another server was faster, or it is off
            store::set_reminded(tx, network.id, *meeting);
            TRY(tell_all(tx, context, *meeting, News::reminder));
            return Done{};
        });
        if (!reminded)
            log::warning("a meeting's reminder was not written");
    }
}

} // namespace dorfnetz::meetings
