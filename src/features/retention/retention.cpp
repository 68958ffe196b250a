#include "features/retention/retention.hpp"

#include "accounts/audit.hpp"
#include "features/joining/api.hpp"
#include "features/messages/api.hpp"
#include "features/newsletter/api.hpp"
#include "features/notes/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/web/form.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace dorfnetz::retention {

namespace {

constexpr std::string_view stop_reason = "retention.stopped.reason";
constexpr std::string_view stop_by = "retention.stopped.by";
constexpr std::string_view stop_at = "retention.stopped.at";

// The same time of day, months earlier.
Timestamp months_before(Timestamp moment, int months)
{
    const auto day = std::chrono::floor<std::chrono::days>(moment);
    return std::chrono::sys_days(add_months(date_of(moment), -months)) + (moment - day);
}

void plan_locked(Plan& plan, db::Reader& reader, const web::Network& network, Timestamp now)
{
    for (const auto& [key, lock] : {std::pair{withdrawn_people, people::Lock::withdrawn},
                                    std::pair{unanswered_people, people::Lock::no_consent},
                                    std::pair{parentless_people, people::Lock::parent},
                                    std::pair{objecting_people, people::Lock::objected}}) {
        auto& erase = plan.erase[key];
        for (auto& entry : people::locked_until(reader, network.id, lock))
            if (entry.at <= now)
                erase.push_back(std::move(entry.id));
            else if (!plan.next[key])
                plan.next[key] = entry.at;
    }
}

// Heard of: changed, agreed, noted by whoever spoke with them, or kept after an earlier announcement.
void plan_silent(Plan& plan, db::Reader& reader, const web::Network& network, Timestamp now)
{
    const auto since = months_before(now, months_of_silence);
    const auto noted = notes::last_noted(reader, network.id);
    auto notices = store::notices(reader, network.id);
    auto& erase = plan.erase[silent_people];
    for (auto& entry : people::silent_since(reader, network.id, since)) {
        if (const auto note = noted.find(entry.id.text()); note != noted.end() && note->second >= since)
            continue;
        const auto found = notices.find(entry.id.text());
        if (found == notices.end()) {
            plan.announce.push_back(std::move(entry));
            continue;
        }
        auto notice = std::move(found->second);
        notices.erase(found);
        if (notice.kept_at && *notice.kept_at >= since)
            continue;
        if (notice.kept_at)
            plan.announce.push_back(std::move(entry));
        else if (notice.announced_at + wait_after_announcement <= now)
            erase.push_back(std::move(notice.person));
        else
            plan.waiting.push_back(std::move(notice));
    }
    for (const auto& [id, notice] : notices)
        if (!notice.kept_at)
            plan.retract.push_back(notice.person);
    std::sort(plan.waiting.begin(), plan.waiting.end(), [](const auto& one, const auto& other) {
        return std::pair(one.announced_at, one.person) < std::pair(other.announced_at, other.person);
    });
    if (!plan.waiting.empty())
        plan.next[silent_people] = plan.waiting.front().announced_at + wait_after_announcement;
}

// Whoever still needs the account is given a role, and then it is none of these.
void plan_accounts(Plan& plan, db::Reader& reader, const web::Network& network, Timestamp now)
{
    const auto before = months_before(now, months_without_role);
    for (auto& idle : accounts::accounts_without_role(reader, network.id, now)) {
        if (idle.since > before)
            continue;
        // A role that ended after the announcement begins the year anew.
        const bool is_announced = idle.announced_at && *idle.announced_at >= idle.since;
        auto& list = !is_announced                                         ? plan.accounts.announce
                     : *idle.announced_at + wait_after_announcement <= now ? plan.accounts.erase
                                                                           : plan.accounts.waiting;
        list.push_back(std::move(idle));
    }
    std::sort(plan.accounts.waiting.begin(), plan.accounts.waiting.end(),
              [](const auto& one, const auto& other) { return one.announced_at < other.announced_at; });
    if (!plan.accounts.waiting.empty())
        plan.next[idle_accounts] = *plan.accounts.waiting.front().announced_at + wait_after_announcement;
}

std::string token_of(const web::Environment& environment, const NetworkId& network,
                     const store::Notice& notice)
{
    return fmt::format(
        "{}.{}", notice.person.text(),
        web::keyed_hash(environment, "keep-entry",
                        network.text() + '\n' + notice.person.text() + '\n' + to_iso(notice.announced_at))
            .substr(0, 32));
}

} // namespace

Timestamp audit_details_end(const web::Network& network, Timestamp now)
{
    const i18n::Region region{i18n::Language::de, network.time_zone};
    const auto year = i18n::local_date(region, now).year() - std::chrono::years(years_of_audit_details);
    return i18n::local_time(region, year / 1 / 1, std::chrono::minutes(0));
}

Plan plan_of(db::Reader& reader, const web::Network& network, Timestamp now)
{
    Plan plan;
    plan_locked(plan, reader, network, now);
    plan_silent(plan, reader, network, now);
    plan_accounts(plan, reader, network, now);
    using joining::Awaits;
    plan.sweep[old_messages] = messages::count_old_messages(reader, network.id, now);
    plan.sweep[unconfirmed_subscriptions] = newsletter::count_unconfirmed(reader, network.id, now);
    plan.sweep[unconfirmed_offers] = joining::count_expired_offers(reader, network.id, Awaits::mail, now);
    plan.sweep[uncalled_offers] = joining::count_expired_offers(reader, network.id, Awaits::call, now);
    plan.sweep[audit_details] =
        accounts::count_details_before(reader, network.id, audit_details_end(network, now));
    return plan;
}

Planned planned_by(const Rule& rule, const Plan& plan)
{
    Planned planned{.rule = &rule};
    if (const auto people = plan.erase.find(rule.key); people != plan.erase.end())
        planned.to_delete = std::ssize(people->second);
    if (const auto rows = plan.sweep.find(rule.key); rows != plan.sweep.end())
        planned.to_delete = rows->second;
    if (rule.key == silent_people) {
        planned.to_announce = std::ssize(plan.announce);
        planned.waiting = std::ssize(plan.waiting);
    }
    if (rule.key == idle_accounts) {
        planned.to_announce = std::ssize(plan.accounts.announce);
        planned.waiting = std::ssize(plan.accounts.waiting);
        planned.to_delete = std::ssize(plan.accounts.erase);
    }
    return planned;
}

std::optional<Stop> stop_of(const web::Network& network)
{
    if (network.setting(stop_reason).empty())
        return std::nullopt;
    return Stop{.reason = std::string(network.setting(stop_reason)),
                .by = std::string(network.setting(stop_by)),
                .at = std::string(network.setting(stop_at))};
}

void stop(db::Tx& tx, const web::Context& context, std::string_view reason)
{
    web::save_setting(tx, context.network.id, stop_reason, reason);
    web::save_setting(tx, context.network.id, stop_by, context.actor.name);
    web::save_setting(tx, context.network.id, stop_at, to_iso(context.now()));
    accounts::record_of_network(tx, context, "retention.stopped", std::string(reason));
}

void go_on(db::Tx& tx, const web::Context& context)
{
    for (const auto key : {stop_reason, stop_by, stop_at})
        web::save_setting(tx, context.network.id, key, "");
    store::forget_announcements(tx, context.network.id);
    accounts::forget_announcements(tx, context.network.id);
    accounts::record_of_network(tx, context, "retention.resumed");
}

Result<Done> keep_entry(db::Tx& tx, const web::Context& context, const people::PersonId& person)
{
    if (!store::keep(tx, context.network.id, person, context.actor.user.text(), context.now()))
        return Error{.kind = Err::missing};
    accounts::record(tx,
                     {.network = context.network.id,
                      .user = context.actor.user,
                      .action = "retention.kept",
                      .subject_kind = "person",
                      .subject = person.text()},
                     context.environment.clock, context.environment.random);
    return Done{};
}

std::string keeping_path(const web::Environment& environment, const NetworkId& network,
                         const store::Notice& notice)
{
    return "/behalten/" + token_of(environment, network, notice);
}

std::optional<people::PersonId> person_of_link(db::Reader& reader, const web::Context& context,
                                               std::string_view token)
{
    const people::PersonId person(token.substr(0, token.find('.')));
    if (!is_uuid(person.text()))
        return std::nullopt;
    const auto notice = store::notice_of(reader, context.network.id, person);
    if (!notice || notice->kept_at ||
        !equal_in_constant_time(token, token_of(context.environment, context.network.id, *notice)))
        return std::nullopt;
    return person;
}

} // namespace dorfnetz::retention
