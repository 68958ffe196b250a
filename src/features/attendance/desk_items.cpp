#include "features/attendance/attendance_pages.hpp"
#include "features/attendance/attendance_store.hpp"

#include <set>

// On the desk: whom to check in today, and what is still to be told.
namespace dorfnetz::attendance {

namespace {

using activities::Listed;
using web::Context;
using web::Waiting;

constexpr int days_to_report = 30;

bool has_helpers(const Context& context, db::Reader& reader, const Listed& listed)
{
    return counted(sheet_of(reader, context.network.id, listed)).expected > 0;
}

Waiting check_in_today(const Context& context, const Listed& listed)
{
    return {.state = Waiting::State::open,
            .count = 1,
            .heading = listed.title,
            .text =
                context.t("Ist heute. Öffne die Liste, solange du Netz hast; dann geht sie auch ohne."_de),
            .link = context.t("Anwesenheit abhaken"_de),
            .path = day_path(listed, sheet_end)};
}

Waiting to_report(const Context& context, std::int64_t count, const Listed& last)
{
    return {.state = Waiting::State::open,
            .count = count,
            .heading =
                count == 1 ? context.t("Wie war „{1}“?"_de, {last.title}) : context.t("Wie war es?"_de),
            .text = context.t("Erzählt kurz, wie es war: Das dankt allen, die geholfen haben."_de),
            .link = context.t("Aufschreiben, wie es war"_de),
            .path = day_path(last, report_end),
            .oldest = last.date.ends_at};
}

// Series are left out: nobody tells each week how the library was.
std::vector<Waiting> what_waits(const Context& context, db::Reader& reader)
{
    std::vector<Waiting> waiting;
    const auto reported = store::reported_dates(reader, context.network.id);
    const std::set<activities::DateId> has_report(reported.begin(), reported.end());
    std::int64_t untold = 0;
    std::optional<Listed> last;
    for (const auto& listed : activities::dates_between(
             reader, context.network.id,
             {.from = add_days(context.today(), -days_to_report), .until = context.today()})) {
        const bool is_over = listed.date.ends_at <= context.now();
        if (listed.is_called_off() ||
            (is_over && (listed.is_series || has_report.contains(listed.date.id))) ||
            !activities::may_edit(context, reader, listed.hosts) || !has_helpers(context, reader, listed))
            continue;
        if (!is_over) {
            waiting.push_back(check_in_today(context, listed));
            continue;
        }
        ++untold;
        last = listed;
    }
    if (last)
        waiting.push_back(to_report(context, untold, *last));
    return waiting;
}

} // namespace

void add_desk_items(web::Site& site)
{
    site.add(web::DeskItems{60, what_waits});
}

} // namespace dorfnetz::attendance
