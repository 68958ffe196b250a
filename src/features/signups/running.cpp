#include "features/signups/running.hpp"

#include "accounts/audit.hpp"
#include "features/signups/calendars.hpp"
#include "features/signups/links.hpp"
#include "features/signups/rules.hpp"
#include "features/signups/signups_service.hpp"
#include "features/signups/signups_store.hpp"
#include "foundation/mail/hours.hpp"

#include <map>

namespace dorfnetz::signups {

namespace {

using activities::OpenShift;

bool concerns_a_date_to_come(const Signup& signup)
{
    return signup.status == Status::requested || signup.status == Status::confirmed ||
           signup.status == Status::waitlisted;
}

bool is_reminder_due(const Signup& signup, const OpenShift& open, const std::string& reminded_for,
                     Timestamp now)
{
    const auto begin = open.shift.starts_at;
    if (signup.status != Status::confirmed || !signup.remind_hours || is_off(open) || now >= begin ||
        reminded_for == to_iso(begin))
        return false;
    // Whoever promised only after that moment has just been told.
    const auto due = begin - std::chrono::hours(*signup.remind_hours);
    return due <= now && signup.created_at < due;
}

// What was told of it before, and what is so now.
std::optional<Occasion> news_of(const store::Told& before, const store::Told& now)
{
    if (before.status.empty())
        return Occasion::promised;
    if (before.about == now.about)
        return std::nullopt;
    if (now.about.ends_with("off"))
        return Occasion::called_off;
    return before.about.ends_with("off") ? Occasion::on_again : Occasion::moved;
}

struct Found
{
    std::map<std::string, std::vector<SignupId>> changed; // by mailbox and language: one mail each
    std::map<std::string, std::vector<SignupId>> to_remind;
    std::vector<SignupId> unchanged_for_them; // the date was edited, nothing that concerns them
    std::vector<ShiftId> to_fill;
};

std::string one_mail_for(const Signup& signup)
{
    const auto mailbox = store::mailbox_of(signup);
    return mailbox.empty() ? std::string() : std::string(i18n::code(signup.language)) + ' ' + mailbox;
}

void look_at(db::Reader& reader, const Around& around, const OpenShift& open, Found& found)
{
    const auto& network = around.context.network.id;
    const auto now = around.context.now();
    bool somebody_waits = false;
    for (const auto& signup : store::of_shift(reader, network, open.shift.id)) {
        if (!concerns_a_date_to_come(signup))
            continue;
        somebody_waits = somebody_waits || signup.status == Status::waitlisted;
        const auto before = store::told(reader, network, signup.id);
        const auto facts = facts_of(signup, open);
        const auto mailbox = one_mail_for(signup);
        if (news_of(before, facts)) {
            // Whoever has no mail stands on the list of those to be called until somebody has done so.
            if (!mailbox.empty())
                found.changed[mailbox].push_back(signup.id);
        } else if (before.sequence != facts.sequence)
            found.unchanged_for_them.push_back(signup.id);
        if (!mailbox.empty() &&
            is_reminder_due(signup, open, store::reminded_for(reader, network, signup.id), now))
            found.to_remind[mailbox].push_back(signup.id);
    }
    if (somebody_waits && open.shift.free_places() > 0)
        found.to_fill.push_back(open.shift.id);
}

Found look_around(const Around& around)
{
    return around.context.pool().read([&](db::Reader& reader) {
        const auto& network = around.context.network.id;
        Found found;
        for (const auto& shift : store::shifts_with_names(reader, network))
            if (const auto open = activities::shift_by_id(reader, network, shift);
                open && open->shift.ends_at > around.context.now())
                look_at(reader, around, *open, found);
        return found;
    });
}

template <class F>
void write(const Around& around, F&& work)
{
    static_cast<void>(around.context.pool().write(around.context.scope(), [&](db::Tx& tx) -> Result<Done> {
        work(tx);
        return Done{};
    }));
}

// Everything that changed for one mailbox since it was told, looked up once more in this transaction.
void tell_changes(db::Tx& tx, const Around& around, const std::vector<SignupId>& ids)
{
    const auto& network = around.context.network.id;
    std::vector<ToTell> news;
    for (const auto& id : ids) {
        auto signup = store::by_id(tx, network, id);
        const auto open = signup ? activities::shift_by_id(tx, network, signup->shift) : std::nullopt;
        if (!open)
            continue;
        const auto occasion = news_of(store::told(tx, network, id), facts_of(*signup, *open));
        if (!occasion)
            continue;
        // What has moved may now be in the way of something else.
        const bool may_collide = *occasion == Occasion::moved || *occasion == Occasion::on_again;
        if (may_collide && question_again(tx, around, id)) {
            signup = store::by_id(tx, network, id);
            news.push_back({*signup, *open, Occasion::settled});
        } else
            news.push_back({*signup, *open, *occasion});
    }
    if (!news.empty())
        static_cast<void>(tell_all(tx, around, news));
}

// Beside the mail, for who wanted it.
void remind_devices(db::Tx& tx, const Around& around, const ToTell& reminder)
{
    const auto context = around.context.in(reminder.signup.language);
    // The same hours as the mail.
    const auto morning = is_soon(reminder.open, context.now())
                             ? std::nullopt
                             : mail::morning_after(context.network.time_zone, context.now());
    devices::remind(tx, context.network.id, store::device_of(reminder.signup.id),
                    {.title = title_of(reminder.open),
                     .text = activities::shift_when_text(context, reminder.open.shift),
                     .path = own_path(context, reminder.signup.id),
                     .until = reminder.open.shift.starts_at,
                     .not_before = morning},
                    context.environment.clock, context.environment.random);
}

void remind(db::Tx& tx, const Around& around, const std::vector<SignupId>& ids)
{
    const auto& network = around.context.network.id;
    std::vector<ToTell> news;
    for (const auto& id : ids) {
        const auto signup = store::by_id(tx, network, id);
        const auto open = signup ? activities::shift_by_id(tx, network, signup->shift) : std::nullopt;
        if (!open ||
            !is_reminder_due(*signup, *open, store::reminded_for(tx, network, id), around.context.now()))
            continue;
        store::set_reminded_for(tx, network, id, open->shift.starts_at);
        news.push_back({*signup, *open, Occasion::coming});
        remind_devices(tx, around, news.back());
    }
    if (!news.empty())
        static_cast<void>(tell_all(tx, around, news));
}

void note_unchanged(db::Tx& tx, const NetworkId& network, const SignupId& id)
{
    const auto signup = store::by_id(tx, network, id);
    const auto open = signup ? activities::shift_by_id(tx, network, signup->shift) : std::nullopt;
    if (!open)
        return;
    auto told = store::told(tx, network, id);
    told.sequence = open->listed.date.sequence;
    store::set_told(tx, network, id, told);
}

// The entry in which a person of the register is now, and whose mailbox it was that promised without an
// account: so somebody's own hours stay theirs when the name goes.
void follow_people(db::Tx& tx, const NetworkId& network)
{
    for (const auto& person : store::people_who_promised(tx, network))
        if (const auto now = people::entry_now(tx, network, person); now != person)
            store::move_person(tx, network, person, now);
    for (const auto& signup : store::with_names(tx, network))
        if (!signup.person && !signup.email.empty())
            if (const auto person = people::person_at_mailbox(tx, network, signup.email, signup.name))
                store::set_person(tx, network, signup.id, *person);
}

} // namespace

void keep_going(const Around& around)
{
    const auto& network = around.context.network.id;
    const auto lapsed = around.context.pool().read(
        [&](db::Reader& reader) { return store::with_choice_until(reader, network, around.context.now()); });
    for (const auto& id : lapsed)
        write(around, [&](db::Tx& tx) { lapse(tx, around, id); });
    const auto found = look_around(around);
    for (const auto& id : found.to_fill)
        write(around, [&](db::Tx& tx) { fill_up(tx, around, id); });
    for (const auto& id : found.unchanged_for_them)
        write(around, [&](db::Tx& tx) { note_unchanged(tx, network, id); });
    if (!around.sends_mail)
        return;
    for (const auto& [mailbox, ids] : found.changed)
        write(around, [&](db::Tx& tx) { tell_changes(tx, around, ids); });
    for (const auto& [mailbox, ids] : found.to_remind)
        write(around, [&](db::Tx& tx) { remind(tx, around, ids); });
}

std::int64_t tidy_up(const web::Environment& environment, const NetworkId& network)
{
    std::int64_t forgotten = 0;
    static_cast<void>(environment.pool.write(db::Scope::of(network), [&](db::Tx& tx) -> Result<Done> {
        forgotten = 0;
        follow_people(tx, network);
        const auto now = environment.clock.now();
        tidy_calendars(tx, network, now);
        const auto forget = [&](const SignupId& id) {
            store::forget_names(tx, network, id);
            accounts::erase_details(tx, network, "signup", id.text());
            ++forgotten;
        };
        // Nobody comes, so nobody has to know who would have come next year.
        for (const auto& id : store::taken_back_before(tx, network, now - kept_after_taken_back))
            forget(id);
        for (const auto& shift : store::shifts_with_names(tx, network)) {
            const auto open = activities::shift_by_id(tx, network, shift);
            if (open && now < open->listed.date.ends_at + kept_after_the_date)
                continue;
            for (const auto& signup : store::of_shift(tx, network, shift))
                forget(signup.id);
        }
        return Done{};
    }));
    return forgotten;
}

} // namespace dorfnetz::signups
