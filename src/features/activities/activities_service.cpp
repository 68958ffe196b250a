#include "features/activities/api.hpp"

#include "features/activities/activities_store.hpp"
#include "features/activities/activity_search.hpp"
#include "features/activities/date_plan.hpp"
#include "features/activities/shifts.hpp"
#include "features/pictures/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/search/folding.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace dorfnetz::activities {

namespace {

using organisations::Author;

// Older dates of a series that is entered late are of no use to anybody.
constexpr int days_back = 366;

i18n::Region region_of(const web::Network& network)
{
    return {.language = i18n::Language::de, .time_zone = network.time_zone};
}

Date today_in(const web::Network& network, const Author& author)
{
    return i18n::local_date(region_of(network), author.clock.now());
}

// Dates are written up to this local day.
Date horizon_of(Date today)
{
    return add_months(today, months_ahead);
}

ActivityDraft tidied(ActivityDraft draft)
{
    draft.title = squeeze(draft.title);
    draft.place_name = squeeze(draft.place_name);
    draft.place_address = squeeze(draft.place_address);
    if (const auto rule = calendar::checked_rule(draft.rule))
        draft.rule = *rule;
    return draft;
}

Result<Done> checked(const ActivityDraft& draft)
{
    auto problems = problems_of(draft);
    if (problems.empty())
        return Done{};
    return Error{.kind = Err::invalid, .text = "Bitte prüf deine Angaben."_de, .fields = std::move(problems)};
}

std::string free_slug(db::Reader& reader, const NetworkId& network, std::string_view title)
{
    auto wanted = search::slug(title);
    if (wanted.empty())
        wanted = "termin";
    auto slug = wanted;
    for (int number = 2; !store::slug_is_free(reader, network, slug); ++number)
        slug = fmt::format("{}-{}", wanted, number);
    return slug;
}

std::string month_of(Date day)
{
    return to_iso(day).substr(0, 7);
}

// The address of a date is made from the day on which it begins; the ones that it had before go on leading to
// it.
void put_address(db::Tx& tx, const NetworkId& network, const Activity& activity, ActivityDate& date)
{
    const auto month = month_of(date.first_day);
    const auto wanted =
        activity.draft.rule.empty()
            ? activity.slug
            : fmt::format("{}-{}", activity.slug, static_cast<unsigned>(date.first_day.day()));
    auto slug = wanted;
    for (int number = 2; !store::claim_address(tx, network, date.id, month, slug); ++number)
        slug = fmt::format("{}-{}", wanted, number);
    date.month = month;
    date.slug = slug;
    store::update_date(tx, network, date);
}

void add_date(db::Tx& tx, const NetworkId& network, const Activity& activity, ActivityDate date,
              const Author& author)
{
    date.id = new_id<DateId>(author.clock, author.random);
    date.activity = activity.id;
    date.changed_at = author.clock.now();
    date.month = month_of(date.first_day);
    date.slug = activity.slug;
    store::insert_date(tx, network, date);
    put_address(tx, network, activity, date);
}

bool begins_elsewhere(const ActivityDate& left, const ActivityDate& right)
{
    return left.first_day != right.first_day;
}

void change(db::Tx& tx, const NetworkId& network, const Activity& activity, const ActivityDate& before,
            ActivityDate now, const Author& author)
{
    ++now.sequence;
    now.changed_at = author.clock.now();
    store::update_date(tx, network, now);
    if (begins_elsewhere(before, now))
        put_address(tx, network, activity, now);
}

void call_off(ActivityDate& date, std::string_view why)
{
    date.status_before = date.status;
    date.note_before = std::exchange(date.note, squeeze(why));
    date.status = DateStatus::cancelled;
}

// As it was before the whole activity was called off.
void put_on_again(ActivityDate& date)
{
    date.status = date.status_before.value_or(DateStatus::planned);
    date.note = std::exchange(date.note_before, {});
    date.status_before.reset();
}

// Brings the dates to come in line with the draft.
void bring_dates_in_line(db::Tx& tx, const web::Network& network, const Activity& activity,
                         const Author& author)
{
    const auto today = today_in(network, author);
    const auto region = region_of(network);
    const auto plan = plan_of(activity.draft, add_days(today, -days_back), activity.worked_out_until);
    const auto dates = dates_of(tx, network.id, activity.id);
    const bool is_called_off = activity.status == Status::cancelled;
    auto revision = revise(dates, {.draft = activity.draft,
                                   .plan = plan,
                                   .today = today,
                                   .region = region,
                                   .is_called_off = is_called_off});
    const auto before = [&](const ActivityDate& date) -> const ActivityDate& {
        return *std::find_if(dates.begin(), dates.end(),
                             [&](const ActivityDate& each) { return each.id == date.id; });
    };
    for (auto& date : revision.gone) {
        if (activity.status == Status::draft) {
            store::remove_date(tx, network.id, date.id);
            continue;
        }
        date.status = DateStatus::cancelled;
        change(tx, network.id, activity, date, date, author);
    }
    for (const auto& date : revision.changed)
        change(tx, network.id, activity, before(date), date, author);
    for (auto& date : revision.added) {
        if (is_called_off)
            call_off(date, "");
        add_date(tx, network.id, activity, std::move(date), author);
    }
    bring_shifts_in_line(tx, network, activity, author);
}

// What was called off with the whole activity and is still to come takes place after all. The only date of
// what takes place once does so in any case; one that was called off by itself stays off.
void put_dates_on_again(db::Tx& tx, const web::Network& network, const Activity& activity,
                        const Author& author)
{
    const auto today = today_in(network, author);
    for (auto date : dates_of(tx, network.id, activity.id)) {
        const bool was_called_off_with_all =
            date.status_before || (activity.draft.rule.empty() && date.status == DateStatus::cancelled);
        if (date.last_day < today || !was_called_off_with_all)
            continue;
        const auto before = date;
        put_on_again(date);
        change(tx, network.id, activity, before, date, author);
    }
    bring_dates_in_line(tx, network, activity, author);
}

} // namespace

Result<ActivityId> create(db::Tx& tx, const web::Network& network, const ActivityDraft& draft,
                          const Author& author)
{
    TRY(checked(draft));
    const auto now = author.clock.now();
    Activity activity{.id = new_id<ActivityId>(author.clock, author.random),
                      .draft = tidied(draft),
                      .slug = free_slug(tx, network.id, draft.title),
                      .status = Status::draft,
                      .worked_out_until = horizon_of(today_in(network, author)),
                      .created_at = now,
                      .updated_at = now};
    store::insert(tx, network.id, activity);
    bring_dates_in_line(tx, network, activity, author);
    return activity.id;
}

Result<Done> update(db::Tx& tx, const web::Network& network, const ActivityId& id, std::int64_t version,
                    const ActivityDraft& draft, const Author& author)
{
    const auto before = activity_by_id(tx, network.id, id);
    if (!before)
        return Error{.kind = Err::missing};
    if (before->version != version)
        return Error{.kind = Err::stale,
                     .text = "Jemand anderes hat das gerade geändert. Schau nach, was jetzt da steht."_de};
    TRY(checked(draft));
    auto now = *before;
    now.draft = tidied(draft);
    now.draft.is_example = before->draft.is_example;
    if (now.draft == before->draft)
        return Done{};
    now.updated_at = author.clock.now();
    now.worked_out_until = std::max(before->worked_out_until, horizon_of(today_in(network, author)));
    // What is published keeps its address: it may be printed already.
    const bool gets_new_slug = before->status == Status::draft && now.draft.title != before->draft.title;
    if (gets_new_slug)
        now.slug = free_slug(tx, network.id, now.draft.title);
    if (!store::update(tx, network.id, now, version))
        return Error{.kind = Err::stale};
    store::touch_dates(tx, network.id, id, today_in(network, author), now.updated_at);
    bring_dates_in_line(tx, network, now, author);
    if (gets_new_slug || (before->status == Status::draft && now.draft.rule != before->draft.rule)) {
        store::release_addresses(tx, network.id, id);
        for (auto& date : dates_of(tx, network.id, id))
            put_address(tx, network.id, now, date);
    }
    index_activity(tx, network.id, id);
    return Done{};
}

Result<Done> publish(db::Tx& tx, const web::Network& network, const ActivityId& id, const Author& author)
{
    auto activity = activity_by_id(tx, network.id, id);
    if (!activity)
        return Error{.kind = Err::missing};
    if (!store::set_status(tx, network.id, id, Status::published, author.clock.now()))
        return Done{};
    store::touch_dates(tx, network.id, id, today_in(network, author), author.clock.now());
    if (std::exchange(activity->status, Status::published) == Status::cancelled) {
        activity->worked_out_until =
            std::max(activity->worked_out_until, horizon_of(today_in(network, author)));
        put_dates_on_again(tx, network, *activity, author);
        store::set_worked_out(tx, network.id, id, activity->worked_out_until);
    }
    index_activity(tx, network.id, id);
    return Done{};
}

Result<Done> cancel(db::Tx& tx, const web::Network& network, const ActivityId& id, std::string_view why,
                    const Author& author)
{
    const auto activity = activity_by_id(tx, network.id, id);
    if (!activity || activity->status == Status::draft)
        return Error{.kind = Err::missing};
    if (!store::set_status(tx, network.id, id, Status::cancelled, author.clock.now()))
        return Done{};
    const auto today = today_in(network, author);
    for (auto date : dates_of(tx, network.id, id))
        if (date.last_day >= today && date.status != DateStatus::cancelled) {
            call_off(date, why);
            change(tx, network.id, *activity, date, date, author);
        }
    bring_shifts_in_line(tx, network, *activity, author);
    index_activity(tx, network.id, id);
    return Done{};
}

Result<Done> remove_draft(db::Tx& tx, const web::Network& network, const ActivityId& id, const Author& author)
{
    const auto activity = activity_by_id(tx, network.id, id);
    if (!activity)
        return Error{.kind = Err::missing};
    if (activity->status != Status::draft)
        return Error{.kind = Err::conflict,
                     .text = "Das ist schon öffentlich. Sag es ab, dann erfährt jeder davon."_de};
    store::remove(tx, network.id, id);
    lineage::forget(tx, network.id, lineage_record(id));
    pictures::remove_album(tx, network.id, picture_album(id), author.clock.now());
    return Done{};
}

Result<Done> change_date(db::Tx& tx, const web::Network& network, const DateId& id, std::int64_t sequence,
                         const DateChange& wanted, const Author& author)
{
    const auto before = store::date(tx, network.id, id);
    const auto activity = before ? activity_by_id(tx, network.id, before->activity) : std::nullopt;
    if (!activity)
        return Error{.kind = Err::missing};
    if (before->sequence != sequence)
        return Error{.kind = Err::stale,
                     .text = "Jemand anderes hat das gerade geändert. Schau nach, was jetzt da steht."_de};
    if (wanted.when.end <= wanted.when.begin ||
        wanted.when.end - wanted.when.begin > std::chrono::days(longest_days))
        return Error{
            .kind = Err::invalid,
            .text = "Bitte prüf deine Angaben."_de,
            .fields = {{"ende", "Das Ende liegt vor dem Anfang, oder mehr als zwei Monate danach."_de}}};
    const auto region = region_of(network);
    auto now = *before;
    put_when(now, region, wanted.when, activity->draft.all_day);
    now.status = wanted.status;
    if (now.status != DateStatus::cancelled) {
        now.status_before.reset();
        now.note_before.clear();
    }
    now.place_name = squeeze(wanted.place_name);
    now.note = squeeze(wanted.note);
    now.is_changed = true;
    change(tx, network.id, *activity, *before, now, author);
    bring_shifts_in_line(tx, network, *activity, author);
    index_activity(tx, network.id, activity->id);
    return Done{};
}

std::int64_t extend_series(db::Tx& tx, const web::Network& network, const Author& author)
{
    const auto horizon = horizon_of(today_in(network, author));
    const auto region = region_of(network);
    std::int64_t added = 0;
    for (const auto& id : store::series_behind(tx, network.id, horizon)) {
        const auto activity = activity_by_id(tx, network.id, id).value();
        for (const auto& [day, span] : plan_of(activity.draft, activity.worked_out_until, horizon)) {
            ActivityDate date;
            date.rule_day = day;
            put_when(date, region, span, activity.draft.all_day);
            add_date(tx, network.id, activity, std::move(date), author);
            ++added;
        }
        bring_shifts_in_line(tx, network, activity, author);
        store::set_worked_out(tx, network.id, id, horizon);
    }
    return added;
}

} // namespace dorfnetz::activities
