#include "features/activities/needs_api.hpp"
#include "features/attendance/api.hpp"
#include "features/attendance/attendance_store.hpp"
#include "features/signups/worked_api.hpp"

namespace dorfnetz::attendance {

namespace {

void add(Worked& sum, const Worked& one)
{
    sum.dates += one.dates;
    sum.helpers += one.helpers;
    sum.minutes += one.minutes;
}

// What was promised and brought took no time.
Worked worked_on(db::Reader& reader, const NetworkId& network, const activities::DateId& date,
                 const std::map<activities::ShiftId, std::vector<signups::Attended>>& attended)
{
    Worked sum;
    for (const auto& [shift, need] : activities::shifts_of_date(reader, network, date)) {
        const auto found = attended.find(shift.id);
        if (found == attended.end() || need.draft.kind == activities::NeedKind::thing)
            continue;
        const auto length =
            std::chrono::duration_cast<std::chrono::minutes>(shift.ends_at - shift.starts_at).count();
        for (const auto& who : found->second) {
            sum.helpers += who.people;
            sum.minutes += who.people * who.minutes.value_or(length);
        }
    }
    sum.dates = sum.helpers > 0 ? 1 : 0;
    return sum;
}

} // namespace

WorkedTotals worked_between(db::Reader& reader, const NetworkId& network, Date from, Date before)
{
    std::map<activities::ShiftId, std::vector<signups::Attended>> attended;
    for (auto& one : signups::all_attended(reader, network))
        attended[one.shift].push_back(one);
    WorkedTotals totals;
    if (attended.empty() || from >= before)
        return totals;
    constexpr std::int64_t all = 1'000'000;
    for (const auto& listed : activities::dates_between(
             reader, network, {.from = from, .until = add_days(before, -1), .most = all})) {
        if (listed.date.first_day < from)
            continue;
        const auto worked = worked_on(reader, network, listed.date.id, attended);
        if (worked == Worked{})
            continue;
        add(totals.all, worked);
        if (!listed.hosts.empty())
            add(totals.by_host[listed.hosts.front()], worked);
        if (listed.place_village)
            add(totals.by_village[*listed.place_village], worked);
    }
    return totals;
}

void forget_account(db::Tx& tx, const NetworkId& network, const web::UserId& user)
{
    store::forget_user(tx, network, user);
}

} // namespace dorfnetz::attendance
