#include "features/activities/shifts.hpp"

#include "features/activities/needs_store.hpp"
#include "features/activities/shift_plan.hpp"

#include <map>
#include <unordered_map>
#include <utility>

namespace dorfnetz::activities {

namespace {

// Of a date and a time as they are now; `shift` brings along what was set by hand.
Shift as_planned(Shift shift, const ActivityDate& date, const NeedTime& time, const PlacedShift& placed)
{
    if (time.is_withdrawn) {
        shift.status = ShiftStatus::cancelled;
        return shift;
    }
    shift.starts_at = placed.starts_at;
    shift.ends_at = placed.ends_at;
    if (!shift.is_changed) {
        shift.least = time.least;
        shift.most = time.most;
    }
    const bool is_on = date.status == DateStatus::planned && placed.fits && !shift.is_off;
    shift.status = is_on ? ShiftStatus::planned : ShiftStatus::cancelled;
    return shift;
}

bool is_moved_or_off(const Shift& before, const Shift& now)
{
    return before.starts_at != now.starts_at || before.ends_at != now.ends_at || before.status != now.status;
}

} // namespace

std::vector<DateId> bring_shifts_in_line(db::Tx& tx, const web::Network& network, const Activity& activity,
                                         const organisations::Author& author)
{
    const auto times = times_of(tx, network.id, activity.id);
    if (times.empty())
        return {};
    const i18n::Region region{.language = i18n::Language::de, .time_zone = network.time_zone};
    const auto today = i18n::local_date(region, author.clock.now());
    std::unordered_map<NeedId, bool> is_around;
    for (const auto& need : needs_of(tx, network.id, activity.id))
        is_around.emplace(need.id, need.draft.is_around);
    std::map<std::pair<DateId, NeedTimeId>, Shift> written;
    for (auto& shift : store::shifts_of(tx, network.id, activity.id))
        written.emplace(std::pair(shift.date, shift.time), shift);
    std::vector<DateId> touched;
    for (const auto& date : dates_of(tx, network.id, activity.id))
        for (const auto& time : times) {
            const auto placed =
                place_shift(date, region, activity.draft.all_day, is_around[time.need], time.within);
            const auto found = written.find({date.id, time.id});
            if (found == written.end()) {
                if (!time.is_withdrawn)
                    store::insert_shift(tx, network.id,
                                        as_planned({.id = new_id<ShiftId>(author.clock, author.random),
                                                    .date = date.id,
                                                    .need = time.need,
                                                    .time = time.id},
                                                   date, time, placed));
                continue;
            }
            const auto now = as_planned(found->second, date, time, placed);
            if (date.last_day < today || now == found->second)
                continue;
            store::update_shift(tx, network.id, now);
            if (is_moved_or_off(found->second, now) && (touched.empty() || touched.back() != date.id))
                touched.push_back(date.id);
        }
    return touched;
}

} // namespace dorfnetz::activities
