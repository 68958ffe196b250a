#include "features/date_polls/running.hpp"

#include "features/date_polls/api.hpp"
#include "features/date_polls/inviting.hpp"
#include "features/date_polls/polls_store.hpp"
#include "foundation/i18n/local_clock.hpp"
#include "foundation/jobs/jobs.hpp"
#include "foundation/web/each_network.hpp"

#include <algorithm>

namespace dorfnetz::date_polls {

namespace {

constexpr int hour_of_reminders = 9;

// Whether every date is over, so that none can be taken any more.
bool is_over(db::Reader& reader, const web::Context& context, const Poll& poll)
{
    const auto options = store::options_of(reader, context.network.id, poll.id);
    const auto now = i18n::clock_at(context.region(), context.now());
    return poll.answer_by < context.today() &&
           std::ranges::all_of(options, [&](const Option& option) { return option.when.end < now; });
}

} // namespace

void keep_going(const web::Context& context)
{
    const auto done = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        remind(tx, context);
        for (const auto& poll : store::open_polls(tx, context.network.id))
            if (is_over(tx, context, poll))
                TRY(close(tx, context, poll.id));
        for (const auto& poll :
             store::polls_with_old_names(tx, context.network.id, context.now() - names_kept))
            store::forget_names(tx, context.network.id, poll.id);
        return Done{};
    });
    if (!done)
        throw std::runtime_error("the polls could not be looked after");
}

void register_jobs(jobs::Jobs& jobs, web::Environment& environment, const web::Site& site)
{
    jobs.daily("date_polls", hour_of_reminders, [&environment, &site](jobs::JobContext& job) {
        web::for_each_network(environment.pool, job, [&](const web::Network& network) {
            keep_going(web::context_of_a_job(environment, site, network));
        });
    });
}

} // namespace dorfnetz::date_polls
