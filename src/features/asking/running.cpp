#include "features/asking/running.hpp"

#include "features/asking/asking_service.hpp"
#include "features/asking/asking_store.hpp"
#include "features/asking/fitting_store.hpp"

#include <vector>

namespace dorfnetz::asking {

void keep_all_going(const web::Context& context)
{
    const auto due = context.pool().read([&](db::Reader& reader) {
        std::vector<ShiftId> shifts;
        for (const auto state : {State::running, State::paused})
            for (const auto& search : store::searches_in(reader, context.network.id, state))
                if (is_due(reader, context, search.shift))
                    shifts.push_back(search.shift);
        return shifts;
    });
    for (const auto& shift : due)
        static_cast<void>(context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
            keep_going(tx, context, shift);
            return Done{};
        }));
}

void tidy_up(const web::Environment& environment, const NetworkId& network)
{
    static_cast<void>(environment.pool.write(db::Scope::of(network), [&](db::Tx& tx) -> Result<Done> {
        for (const auto& person : store::people_in(tx, network))
            if (const auto now = people::entry_now(tx, network, person); now != person)
                store::move_person(tx, network, person, now);
        store::forget_refusals(tx, network, environment.clock.now() - refusals_kept);
        const auto kept = environment.clock.now() - std::chrono::days{months_kept * 31};
        for (const auto& search : store::all_searches(tx, network)) {
            const auto open = activities::shift_by_id(tx, network, search.shift);
            if (!open || open->shift.ends_at < kept)
                store::remove(tx, network, search.shift);
        }
        return Done{};
    }));
}

} // namespace dorfnetz::asking
