#include "features/attendance/sheet.hpp"

#include "features/activities/needs_api.hpp"
#include "features/attendance/attendance_store.hpp"
#include "foundation/html/html.hpp"

#include <fmt/format.h>
#include <map>

namespace dorfnetz::attendance {

namespace {

// Events by the promise that they are about.
std::map<SignupId, std::vector<Event>> by_signup(const std::vector<Event>& events)
{
    std::map<std::string, SignupId> made;
    for (const auto& event : events)
        if (!event.made_signup.empty())
            made[event.who] = event.made_signup;
    std::map<SignupId, std::vector<Event>> grouped;
    for (const auto& event : events) {
        const auto found = made.find(event.who);
        grouped[found == made.end() ? SignupId(event.who) : found->second].push_back(event);
    }
    return grouped;
}

State state_of(const signups::Signup& signup)
{
    switch (signup.status) {
    case signups::Status::attended:
        return State::here;
    case signups::Status::absent:
        return State::absent;
    default:
        return State::open;
    }
}

// What the promise says holds; the taps say since when.
SheetRow row_of(const signups::Signup& signup, const std::vector<Event>& events)
{
    const auto outcome = outcome_of(events);
    SheetRow row{.who = events.empty() ? signup.id.text() : events.front().who,
                 .signup = signup,
                 .state = state_of(signup),
                 .at = outcome.at,
                 .minutes = signup.minutes,
                 .minutes_at = outcome.minutes_at};
    // Marked without a phone, on the page of who promised.
    if (!outcome.state && row.state != State::open)
        row.at =
            row.state == State::here ? signup.checked_in_at.value_or(signup.changed_at) : signup.changed_at;
    return row;
}

std::int64_t milliseconds(Timestamp moment)
{
    return moment.time_since_epoch().count();
}

std::string number_or_null(const std::optional<std::int64_t>& number)
{
    return number ? std::to_string(*number) : "null";
}

std::string row_as_json(const SheetRow& row)
{
    return fmt::format(
        R"({{"id":{},"name":{},"people":{},"state":"{}","at":{},"minutes":{},"minutes_at":{}}})",
        html::json_text(row.who), html::json_text(row.signup.name), row.signup.people, to_text(row.state),
        milliseconds(row.at), number_or_null(row.minutes), milliseconds(row.minutes_at));
}

} // namespace

std::optional<std::int64_t> SheetShift::minutes() const
{
    if (is_thing())
        return std::nullopt;
    return std::chrono::duration_cast<std::chrono::minutes>(shift.ends_at - shift.starts_at).count();
}

Sheet sheet_of(db::Reader& reader, const NetworkId& network, activities::Listed listed)
{
    Sheet sheet{.listed = std::move(listed)};
    std::map<activities::ShiftId, std::size_t> places;
    for (auto& needed : activities::shifts_of_date(reader, network, sheet.listed.date.id)) {
        places[needed.shift.id] = sheet.shifts.size();
        sheet.shifts.push_back({.shift = std::move(needed.shift), .need = std::move(needed.need)});
    }
    const auto events = by_signup(store::events_on(reader, network, sheet.listed.date.id));
    for (const auto& promise : signups::promises_of_date(reader, network, sheet.listed.date.id)) {
        const auto place = places.find(promise.shift.id);
        if (!promise.signup.stands() || place == places.end())
            continue;
        const auto found = events.find(promise.signup.id);
        auto& shift = sheet.shifts[place->second];
        auto row = row_of(promise.signup, found == events.end() ? std::vector<Event>{} : found->second);
        if (row.state == State::here && !row.minutes)
            row.minutes = shift.minutes();
        shift.rows.push_back(std::move(row));
    }
    std::erase_if(sheet.shifts, [](const SheetShift& shift) {
        return shift.rows.empty() && shift.shift.status == activities::ShiftStatus::cancelled;
    });
    return sheet;
}

std::string title_of(const web::Context& context, const SheetShift& shift, const activities::Listed& listed)
{
    const auto hours =
        shift.is_thing() ? "" : activities::shift_hours_text(context, shift.shift, listed.date);
    return hours.empty() ? shift.need.draft.title : fmt::format("{}, {}", shift.need.draft.title, hours);
}

std::string name_of(const web::Context& context, const SheetRow& row)
{
    const auto name = row.signup.name.empty() ? context.t("ohne Namen"_de) : row.signup.name;
    return row.signup.people > 1 ? fmt::format("{} ({})", name, row.signup.people) : name;
}

Counted counted(const Sheet& sheet)
{
    Counted sum;
    for (const auto& shift : sheet.shifts) {
        if (shift.is_thing())
            continue;
        for (const auto& row : shift.rows) {
            sum.expected += row.signup.people;
            if (row.state != State::here)
                continue;
            sum.here += row.signup.people;
            sum.minutes += row.signup.people * row.minutes.value_or(0);
        }
    }
    return sum;
}

std::string as_json(const web::Context& context, const Sheet& sheet, std::string_view token)
{
    std::string shifts;
    for (const auto& shift : sheet.shifts) {
        std::string rows;
        for (const auto& row : shift.rows)
            rows += (rows.empty() ? "" : ",") + row_as_json(row);
        shifts += fmt::format(R"({}{{"id":{},"title":{},"minutes":{},"rows":[{}]}})",
                              shifts.empty() ? "" : ",", html::json_text(shift.shift.id.text()),
                              html::json_text(title_of(context, shift, sheet.listed)),
                              number_or_null(shift.minutes()), rows);
    }
    return fmt::format(R"({{"token":{},"shifts":[{}]}})", html::json_text(token), shifts);
}

} // namespace dorfnetz::attendance
