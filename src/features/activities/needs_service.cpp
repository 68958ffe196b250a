#include "features/activities/activities_store.hpp"
#include "features/activities/needs_store.hpp"
#include "features/activities/shifts.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/core/text.hpp"

#include <algorithm>

namespace dorfnetz::activities {

namespace {

using organisations::Author;
using std::chrono::minutes;

Error stale_need()
{
    return {.kind = Err::stale,
            .text = "Jemand anderes hat das gerade geändert. Schau nach, was jetzt da steht."_de};
}

NeedDraft tidied_need(NeedDraft draft)
{
    draft.title = squeeze(draft.title);
    draft.skills = squeeze(draft.skills);
    if (draft.kind == NeedKind::thing)
        draft.is_around = false;
    return draft;
}

Result<Done> without(std::vector<FieldError> problems)
{
    if (problems.empty())
        return Done{};
    return Error{.kind = Err::invalid, .text = "Bitte prüf deine Angaben."_de, .fields = std::move(problems)};
}

std::vector<NeedTime> times_of_need(db::Reader& reader, const NetworkId& network, const Need& need)
{
    auto times = times_of(reader, network, need.activity);
    std::erase_if(times, [&](const NeedTime& time) { return time.need != need.id; });
    return times;
}

bool lies_outside(const ActivityDraft& activity, bool is_around, const Within& within)
{
    const minutes around = is_around ? minutes(longest_around) : minutes(0);
    // Whole days end with their last minute, shifts at midnight.
    const auto length = activity.first.end - activity.first.begin + minutes(activity.all_day ? 1 : 0);
    return within.starts_after < -around || within.starts_after + within.lasts > length + around;
}

// Whoever promised something for these dates hears of the change.
void follow(db::Tx& tx, const web::Network& network, const ActivityId& id, const Author& author)
{
    const auto activity = activity_by_id(tx, network.id, id).value();
    for (const auto& date : bring_shifts_in_line(tx, network, activity, author))
        store::touch_date(tx, network.id, date, author.clock.now());
}

// Numbers that were set by hand for one date stay, so they can hold more.
Result<Done> holds_promises(db::Reader& reader, const web::Network& network, const ActivityId& activity,
                            const NeedTime& time, const Author& author)
{
    const i18n::Region region{.language = i18n::Language::de, .time_zone = network.time_zone};
    const auto today = i18n::local_date(region, author.clock.now());
    const auto shifts = store::shifts_of(reader, network.id, activity);
    for (const auto& date : dates_of(reader, network.id, activity))
        for (const auto& shift : shifts)
            if (shift.date == date.id && date.last_day >= today && shift.time == time.id &&
                !shift.is_changed && shift.taken > time.most)
                return Error{
                    .kind = Err::conflict,
                    .text =
                        "Für den {1} sind schon {2} zugesagt. So viele Plätze müssen es mindestens bleiben."_de,
                    .values = {i18n::format_date(region, date.first_day, i18n::DateStyle::numeric),
                               std::to_string(shift.taken)}};
    return Done{};
}

Result<Done> put_times(db::Tx& tx, const web::Network& network, const Need& need,
                       const std::vector<NeedTime>& wanted, const Author& author)
{
    auto there = times_of_need(tx, network.id, need);
    for (auto time : wanted) {
        const auto same =
            std::ranges::find_if(there, [&](const NeedTime& each) { return each.within == time.within; });
        time.need = need.id;
        time.is_withdrawn = false;
        if (same == there.end()) {
            time.id = new_id<NeedTimeId>(author.clock, author.random);
            store::insert_time(tx, network.id, time);
            there.push_back(time);
        } else if (same->is_withdrawn) {
            time.id = same->id;
            TRY(holds_promises(tx, network, need.activity, time, author));
            store::update_time(tx, network.id, time);
        }
    }
    return Done{};
}

// As long as nobody saw it, it was never there.
void end_time(db::Tx& tx, const NetworkId& network, const Activity& activity, NeedTime time)
{
    if (activity.status == Status::draft) {
        store::remove_time(tx, network, time.id);
        return;
    }
    time.is_withdrawn = true;
    store::update_time(tx, network, time);
}

} // namespace

std::vector<FieldError> problems_of(const NeedDraft& draft)
{
    std::vector<FieldError> problems;
    if (squeeze(draft.title).empty())
        problems.push_back({"titel", "Was wird gebraucht?"_de});
    if (!draft.proof.empty() && !vocabularies::find("proofs", draft.proof))
        problems.push_back({"nachweis", "Diesen Nachweis kenne ich nicht."_de});
    if (draft.minimum_age && (*draft.minimum_age < 1 || *draft.minimum_age > 99))
        problems.push_back({"alter", "Ein Alter liegt zwischen 1 und 99 Jahren."_de});
    return problems;
}

std::vector<FieldError> problems_of(const ActivityDraft& activity, const NeedDraft& draft,
                                    const std::vector<NeedTime>& times)
{
    std::vector<FieldError> problems;
    const auto refuse = [&](std::string_view field, German why) {
        if (std::none_of(problems.begin(), problems.end(),
                         [&](const FieldError& each) { return each.field == field; }))
            problems.push_back({std::string(field), why});
    };
    if (times.empty() || times.size() > most_times)
        refuse("alle", "Das werden keine oder mehr als 100 Schichten. Nimm eine andere Länge."_de);
    for (const auto& time : times) {
        if (time.most < 1 || time.most > most_places || time.least < 0)
            refuse("hoechstens", "Wie viele höchstens? Mindestens 1, höchstens 10000."_de);
        else if (time.least > time.most)
            refuse("hoechstens", "Höchstens kann nicht weniger sein als mindestens."_de);
        if (!time.within)
            continue;
        if (draft.kind == NeedKind::thing)
            refuse("von", "Eine Sache hat keine Schichten."_de);
        else if (time.within->lasts <= minutes(0))
            refuse("bis", "Das Ende liegt vor dem Anfang."_de);
        else if (lies_outside(activity, draft.is_around, *time.within))
            refuse(
                "von",
                draft.is_around
                    ? "Das liegt mehr als sieben Tage vor oder nach dem Termin."_de
                    : "Das liegt außerhalb des Termins. Geht es um Aufbau oder Abbau, dann kreuz das an."_de);
    }
    return problems;
}

Result<NeedId> add_need(db::Tx& tx, const web::Network& network, const ActivityId& activity,
                        const NeedDraft& draft, const std::vector<NeedTime>& times, const Author& author)
{
    const auto found = activity_by_id(tx, network.id, activity);
    if (!found)
        return Error{.kind = Err::missing};
    const Need need{
        .id = new_id<NeedId>(author.clock, author.random), .activity = activity, .draft = tidied_need(draft)};
    auto problems = problems_of(need.draft);
    std::ranges::move(problems_of(found->draft, need.draft, times), std::back_inserter(problems));
    TRY(without(std::move(problems)));
    store::insert_need(tx, network.id, need);
    TRY(put_times(tx, network, need, times, author));
    follow(tx, network, activity, author);
    return need.id;
}

Result<Done> change_need(db::Tx& tx, const web::Network& network, const NeedId& id, std::int64_t version,
                         const NeedDraft& draft, const Author& author)
{
    auto need = need_by_id(tx, network.id, id);
    if (!need)
        return Error{.kind = Err::missing};
    if (need->version != version)
        return stale_need();
    auto now = tidied_need(draft);
    now.kind = need->draft.kind;
    TRY(without(problems_of(now)));
    const auto activity = activity_by_id(tx, network.id, need->activity).value();
    for (const auto& time : times_of_need(tx, network.id, *need))
        if (!time.is_withdrawn && time.within && lies_outside(activity.draft, now.is_around, *time.within) &&
            !lies_outside(activity.draft, need->draft.is_around, *time.within))
            return Error{
                .kind = Err::invalid,
                .text = "Bitte prüf deine Angaben."_de,
                .fields = {{"rundum", "Es gibt Schichten vor oder nach dem Termin. Nimm erst die weg."_de}}};
    need->draft = now;
    if (!store::update_need(tx, network.id, *need, version))
        return stale_need();
    follow(tx, network, need->activity, author);
    return Done{};
}

Result<Done> withdraw_need(db::Tx& tx, const web::Network& network, const NeedId& id, const Author& author)
{
    const auto need = need_by_id(tx, network.id, id);
    if (!need)
        return Error{.kind = Err::missing};
    const auto activity = activity_by_id(tx, network.id, need->activity).value();
    if (activity.status == Status::draft) {
        store::remove_need(tx, network.id, id);
        return Done{};
    }
    for (const auto& time : times_of_need(tx, network.id, *need))
        end_time(tx, network.id, activity, time);
    follow(tx, network, need->activity, author);
    return Done{};
}

Result<Done> add_times(db::Tx& tx, const web::Network& network, const NeedId& id,
                       const std::vector<NeedTime>& times, const Author& author)
{
    const auto need = need_by_id(tx, network.id, id);
    if (!need)
        return Error{.kind = Err::missing};
    const auto activity = activity_by_id(tx, network.id, need->activity).value();
    TRY(without(problems_of(activity.draft, need->draft, times)));
    TRY(put_times(tx, network, *need, times, author));
    follow(tx, network, need->activity, author);
    return Done{};
}

Result<Done> change_time(db::Tx& tx, const web::Network& network, const NeedTime& time, const Author& author)
{
    auto before = store::need_time(tx, network.id, time.id);
    const auto need = before ? need_by_id(tx, network.id, before->need) : std::nullopt;
    if (!need || before->is_withdrawn)
        return Error{.kind = Err::missing};
    const auto activity = activity_by_id(tx, network.id, need->activity).value();
    auto now = time;
    now.need = need->id;
    now.is_withdrawn = false;
    TRY(without(problems_of(activity.draft, need->draft, {now})));
    for (const auto& other : times_of_need(tx, network.id, *need))
        if (other.id != now.id && !other.is_withdrawn && other.within == now.within)
            return Error{.kind = Err::conflict, .text = "Diese Schicht gibt es schon."_de};
    TRY(holds_promises(tx, network, need->activity, now, author));
    store::update_time(tx, network.id, now);
    follow(tx, network, need->activity, author);
    return Done{};
}

Result<Done> withdraw_time(db::Tx& tx, const web::Network& network, const NeedTimeId& id,
                           const Author& author)
{
    const auto time = store::need_time(tx, network.id, id);
    const auto need = time ? need_by_id(tx, network.id, time->need) : std::nullopt;
    if (!need || time->is_withdrawn)
        return Error{.kind = Err::missing};
    const auto there = times_of_need(tx, network.id, *need);
    if (std::count_if(there.begin(), there.end(), [](const NeedTime& each) { return !each.is_withdrawn; }) ==
        1)
        return withdraw_need(tx, network, need->id, author);
    end_time(tx, network.id, activity_by_id(tx, network.id, need->activity).value(), *time);
    follow(tx, network, need->activity, author);
    return Done{};
}

Result<Done> change_shift(db::Tx& tx, const web::Network& network, const ShiftId& id,
                          const ShiftChange& change, const Author& author)
{
    const auto before = lock_shift(tx, network.id, id);
    const auto time = before ? store::need_time(tx, network.id, before->time) : std::nullopt;
    const auto need = before ? need_by_id(tx, network.id, before->need) : std::nullopt;
    if (!time || !need || time->is_withdrawn)
        return Error{.kind = Err::missing};
    if (before->ends_at <= author.clock.now())
        return Error{.kind = Err::conflict, .text = "Das ist schon vorbei und bleibt, wie es war."_de};
    if (change.most < 1 || change.most > most_places || change.least < 0 || change.least > change.most)
        return Error{.kind = Err::invalid,
                     .text = "Bitte prüf deine Angaben."_de,
                     .fields = {{"hoechstens", "Höchstens kann nicht weniger sein als mindestens."_de}}};
    if (change.most < before->taken)
        return Error{.kind = Err::conflict,
                     .text = "Hier sind schon {1} zugesagt. So viele Plätze müssen es mindestens bleiben."_de,
                     .values = {std::to_string(before->taken)}};
    auto now = *before;
    now.least = change.least;
    now.most = change.most;
    now.is_changed = now.least != time->least || now.most != time->most;
    now.is_off = change.is_off;
    if (now.is_off)
        now.status = ShiftStatus::cancelled;
    store::update_shift(tx, network.id, now);
    if (now.is_off && !before->is_off)
        store::touch_date(tx, network.id, now.date, author.clock.now());
    follow(tx, network, need->activity, author);
    return Done{};
}

Result<std::int64_t> copy_needs(db::Tx& tx, const web::Network& network, const ActivityId& from,
                                const ActivityId& to, const Author& author)
{
    const auto target = activity_by_id(tx, network.id, to);
    if (!target || !activity_by_id(tx, network.id, from))
        return Error{.kind = Err::missing};
    const auto times = times_of(tx, network.id, from);
    std::int64_t copied = 0;
    for (const auto& need : needs_of(tx, network.id, from)) {
        std::vector<NeedTime> fitting;
        for (const auto& time : times)
            if (time.need == need.id && !time.is_withdrawn &&
                (!time.within || !lies_outside(target->draft, need.draft.is_around, *time.within)))
                fitting.push_back(time);
        if (fitting.empty())
            continue;
        TRY(add_need(tx, network, to, need.draft, fitting, author));
        ++copied;
    }
    return copied;
}

} // namespace dorfnetz::activities
