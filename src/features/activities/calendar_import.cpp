#include "features/activities/calendar_import.hpp"

#include "features/activities/date_plan.hpp"
#include "features/activities/foreign_event.hpp"
#include "features/activities/import_store.hpp"
#include "foundation/core/text.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace dorfnetz::activities {

namespace {

using calendar::ForeignEvent;

// What has no UID against the standard is known again by its day and title.
std::string key_of(const ForeignEvent& event)
{
    if (!event.uid.empty())
        return event.uid;
    return fmt::format("ohne UID {} {}", event.begin ? calendar::to_iso(event.begin->time) : std::string(),
                       event.title);
}

class Planner
{
public:
    Planner(db::Reader& reader, const ImportGround& ground)
        : m_reader(reader),
          m_ground(ground),
          m_region{.language = i18n::Language::de, .time_zone = ground.network.time_zone},
          m_today(i18n::local_date(m_region, ground.now))
    {
    }

    ImportPlan plan(const calendar::ForeignCalendar& file)
    {
        for (const auto& event : file.events)
            if (!event.instead_of)
                add(event);
        for (const auto& event : file.events)
            if (event.instead_of)
                add_day(event);
        for (auto& item : m_plan.items) {
            finish(item);
            bound(item);
        }
        std::stable_sort(
            m_plan.items.begin(), m_plan.items.end(),
            [](const ImportItem& left, const ImportItem& right) { return left.line < right.line; });
        for (const auto& faulty : file.faults)
            m_plan.remarks.push_back(remark_on(faulty));
        if (file.others > 0)
            m_plan.remarks.push_back({"Aufgaben und Tagebücher in der Datei ({1}) bleiben draußen."_de,
                                      {std::to_string(file.others)}});
        return std::move(m_plan);
    }

private:
    static void end_with(ImportItem& item, Outcome outcome, German why, std::vector<std::string> values = {})
    {
        item.outcome = outcome;
        item.remarks.push_back({why, std::move(values)});
    }

    static bool is_settled(const ImportItem& item)
    {
        return item.outcome == Outcome::refused || item.outcome == Outcome::left_out;
    }

    void add(const ForeignEvent& event)
    {
        ImportItem item{.line = event.line, .uid = key_of(event)};
        item.draft.title = squeeze(event.title);
        const auto [known, is_first] = m_places.emplace(item.uid, m_plan.items.size());
        if (!is_first)
            end_with(item, Outcome::refused, "Steht schon in Zeile {1}, mit derselben UID."_de,
                     {std::to_string(m_plan.items[known->second].line)});
        else
            judge(item, event);
        m_plan.items.push_back(std::move(item));
    }

    // What is there of it already. False if that settles it.
    bool look_up(ImportItem& item)
    {
        if (import_store::is_own_date(m_reader, m_ground.network.id, item.uid)) {
            end_with(item, Outcome::left_out, "Kommt von hier und steht schon im Kalender."_de);
            return false;
        }
        item.before = import_store::activity_by_uid(m_reader, m_ground.network.id, item.uid);
        if (item.before && !m_ground.may_edit(item.before->draft.hosts)) {
            end_with(item, Outcome::refused, "Gehört schon zu einem Termin, den andere pflegen."_de);
            return false;
        }
        return true;
    }

    void judge(ImportItem& item, const ForeignEvent& event)
    {
        for (const auto& faulty : event.faults)
            item.remarks.push_back(remark_on(faulty));
        if (!event.faults.empty()) {
            item.outcome = Outcome::refused;
            return;
        }
        if (event.is_private) {
            end_with(item, Outcome::left_out, "Ist dort als privat gekennzeichnet."_de);
            return;
        }
        if (!look_up(item))
            return;
        if (event.is_cancelled) {
            call_off(item);
            return;
        }
        item.draft = draft_of(event,
                              {.region = m_region,
                               .entries = m_ground.entries,
                               .choice = m_ground.choice,
                               .before = item.before ? &item.before->draft : nullptr},
                              item.remarks);
        for (const auto& problem : problems_of(item.draft))
            end_with(item, Outcome::refused, problem.text, problem.values);
        if (!is_settled(item) && is_over(item.draft))
            end_with(item, Outcome::left_out, "Ist schon vorbei."_de);
        if (is_settled(item))
            return;
        for (const auto& day : event.exceptions)
            item.days.push_back({.rule_day = calendar::date_of(local_time_of(day, m_region).time)});
        if (event.has_more_days)
            item.remarks.push_back(
                {"Zusätzliche Tage außerhalb der Wiederholung fehlen hier. Leg sie einzeln an."_de});
    }

    static void call_off(ImportItem& item)
    {
        if (!item.before) {
            end_with(item, Outcome::left_out, "Ist dort abgesagt."_de);
            return;
        }
        item.draft = item.before->draft;
        item.is_called_off = item.before->status == Status::published;
        if (item.before->status == Status::draft)
            item.remarks.push_back({"Ist dort abgesagt. Den Entwurf kannst du löschen."_de});
    }

    bool is_over(const ActivityDraft& draft) const
    {
        constexpr int years_looked_at = 5;
        if (draft.rule.empty())
            return calendar::date_of(draft.first.end - std::chrono::minutes{1}) < m_today;
        return calendar::occurrences(draft.rule, draft.first.begin,
                                     {.from = calendar::at(m_today),
                                      .until = calendar::at(add_months(m_today, 12 * years_looked_at)),
                                      .most = 1})
            .empty();
    }

    // The series that the day belongs to, from the file or from an earlier one.
    ImportItem* series_of_day(const ForeignEvent& event)
    {
        if (const auto place = m_places.find(key_of(event)); place != m_places.end())
            return &m_plan.items[place->second];
        ImportItem item{.line = event.line, .uid = key_of(event)};
        item.draft.title = squeeze(event.title);
        if (look_up(item)) {
            if (item.before)
                item.draft = item.before->draft;
            else
                end_with(item, Outcome::refused,
                         "Ist ein einzelner Tag einer Serie, die nicht in der Datei steht."_de);
        }
        m_places.emplace(item.uid, m_plan.items.size());
        m_plan.items.push_back(std::move(item));
        return &m_plan.items.back();
    }

    void add_day(const ForeignEvent& event)
    {
        auto& item = *series_of_day(event);
        if (is_settled(item))
            return;
        for (const auto& faulty : event.faults)
            item.remarks.push_back(remark_on(faulty));
        if (!event.faults.empty()) {
            item.outcome = Outcome::refused;
            return;
        }
        WantedDay day{.rule_day = calendar::date_of(local_time_of(*event.instead_of, m_region).time)};
        if (!event.is_cancelled) {
            day.when = span_of_event(event, m_region, item.remarks);
            if (day.when->end <= day.when->begin ||
                day.when->end - day.when->begin > std::chrono::days(longest_days)) {
                end_with(item, Outcome::refused,
                         "Zeile {1}: Das Ende liegt vor dem Anfang, oder mehr als zwei Monate danach."_de,
                         {std::to_string(event.line)});
                return;
            }
            if (const auto place = squeeze(event.place); place != item.draft.place_name)
                day.place_name = place;
            if (squeeze(event.title) != item.draft.title)
                item.remarks.push_back({"Zeile {1}: Ein einzelner Tag behält hier den Titel der Serie."_de,
                                        {std::to_string(event.line)}});
        }
        if (event.and_all_after)
            item.remarks.push_back(
                {"Zeile {1}: Die Änderung gilt hier nur für den einen Tag, nicht für alle danach."_de,
                 {std::to_string(event.line)}});
        std::erase_if(item.days, [&](const WantedDay& each) { return each.rule_day == day.rule_day; });
        item.days.push_back(std::move(day));
    }

    void finish(ImportItem& item)
    {
        if (is_settled(item))
            return;
        std::erase_if(item.days, [&](const WantedDay& day) { return day.rule_day < m_today; });
        if (item.before) {
            const auto dates = dates_of(m_reader, m_ground.network.id, item.before->id);
            std::erase_if(item.days, [&](const WantedDay& day) { return is_so_already(day, item, dates); });
            const bool is_same = item.draft == item.before->draft && item.days.empty() && !item.is_called_off;
            item.outcome = is_same ? Outcome::unchanged : Outcome::changed;
        }
        const auto off =
            std::count_if(item.days.begin(), item.days.end(), [](const WantedDay& day) { return !day.when; });
        if (off > 0)
            item.remarks.push_back(
                {off == 1 ? "An einem Tag fällt es aus."_de : "An {1} Tagen fällt es aus."_de,
                 {std::to_string(off)}});
        if (const auto other = static_cast<std::int64_t>(item.days.size()) - off; other > 0)
            item.remarks.push_back({other == 1 ? "Ein Tag ist anders als die übrigen."_de
                                               : "{1} Tage sind anders als die übrigen."_de,
                                    {std::to_string(other)}});
    }

    // Counts no further than there is room for.
    std::size_t number_of_dates(const ActivityDraft& draft) const
    {
        if (draft.rule.empty())
            return 1;
        return calendar::occurrences(draft.rule, draft.first.begin,
                                     {.from = calendar::at(add_months(m_today, -12)),
                                      .until = calendar::at(add_months(m_today, months_ahead)),
                                      .most = most_dates_at_once - m_dates + 1})
            .size();
    }

    void bound(ImportItem& item)
    {
        if (item.outcome != Outcome::fresh && item.outcome != Outcome::changed)
            return;
        const auto dates = number_of_dates(item.draft);
        if (m_dates + dates > most_dates_at_once)
            end_with(item, Outcome::left_out,
                     "Zu viele Tage auf einmal: höchstens {1}. Lies den Kalender danach noch einmal ein."_de,
                     {std::to_string(most_dates_at_once)});
        else
            m_dates += dates;
    }

    bool is_so_already(const WantedDay& day, const ImportItem& item,
                       const std::vector<ActivityDate>& dates) const
    {
        const auto date = std::find_if(dates.begin(), dates.end(), [&](const ActivityDate& each) {
            return each.rule_day == day.rule_day;
        });
        if (date == dates.end())
            return item.draft == item.before->draft; // the series has no such day, and gets none
        if (!day.when)
            return date->status == DateStatus::cancelled;
        return date->status == DateStatus::planned && date->place_name == day.place_name &&
               span_of(*date, m_region, item.draft.all_day) == *day.when;
    }

    db::Reader& m_reader;
    const ImportGround& m_ground;
    const i18n::Region m_region;
    const Date m_today;
    ImportPlan m_plan;
    std::size_t m_dates = 0;                     // of everything that is written
    std::map<std::string, std::size_t> m_places; // of the items, by UID
};

Result<Done> write_days(db::Tx& tx, const web::Network& network, const ActivityId& id, const ImportItem& item,
                        const organisations::Author& author)
{
    if (item.days.empty())
        return Done{};
    const auto dates = dates_of(tx, network.id, id);
    const i18n::Region region{.language = i18n::Language::de, .time_zone = network.time_zone};
    for (const auto& day : item.days) {
        const auto date = std::find_if(dates.begin(), dates.end(), [&](const ActivityDate& each) {
            return each.rule_day == day.rule_day;
        });
        if (date == dates.end())
            continue; // the series has no such day, or not yet
        TRY(change_date(tx, network, date->id, date->sequence,
                        {.status = day.when ? DateStatus::planned : DateStatus::cancelled,
                         .when = day.when.value_or(span_of(*date, region, item.draft.all_day)),
                         .place_name = day.place_name,
                         .note = date->note},
                        author));
    }
    return Done{};
}

} // namespace

std::int64_t ImportPlan::count(Outcome outcome) const
{
    return std::count_if(items.begin(), items.end(),
                         [&](const ImportItem& item) { return item.outcome == outcome; });
}

ImportPlan plan_import(db::Reader& reader, const ImportGround& ground,
                       const calendar::ForeignCalendar& calendar)
{
    return Planner(reader, ground).plan(calendar);
}

std::string fingerprint(const ImportPlan& plan)
{
    std::string text;
    for (const auto& item : plan.items)
        text += fmt::format("{} {} {} {} {}\n", item.line, static_cast<int>(item.outcome),
                            item.before ? item.before->version : 0, item.days.size(), item.uid);
    return text;
}

Result<Done> apply_import(db::Tx& tx, const web::Network& network, const ImportPlan& plan,
                          const ImportChoice& choice, const organisations::Author& author)
{
    for (const auto& item : plan.items) {
        if (item.outcome != Outcome::fresh && item.outcome != Outcome::changed)
            continue;
        if (item.is_called_off) {
            TRY(cancel(tx, network, item.before->id, "", author));
            continue;
        }
        ActivityId id;
        if (item.before) {
            id = item.before->id;
            TRY(update(tx, network, id, item.before->version, item.draft, author));
        } else {
            id = TRY(create(tx, network, item.draft, author));
            import_store::remember_uid(tx, network.id, item.uid, id);
        }
        TRY(write_days(tx, network, id, item, author));
        if (!item.before && choice.publish)
            TRY(publish(tx, network, id, author));
    }
    return Done{};
}

} // namespace dorfnetz::activities
