#include "features/tasks/reminders.hpp"

#include "features/tasks/tasks_service.hpp"
#include "foundation/core/log.hpp"
#include "foundation/mail/outbox.hpp"

namespace dorfnetz::tasks {

namespace {

using web::Context;

std::vector<groups::Recipient> recipients(db::Reader& reader, const Context& context, const Owner& owner)
{
    if (const auto* organisation = std::get_if<OrganisationId>(&owner))
        return groups::recipients_of(reader, context, *organisation);
    if (const auto* person = std::get_if<PersonId>(&owner))
        return groups::recipients_of(reader, context, *person);
    return {};
}

std::string greeting(const Context& context, const groups::Recipient& to)
{
    return to.mailbox.name.empty() ? context.t("Hallo,"_de) : context.t("Hallo {1},"_de, {to.mailbox.name});
}

mail::Mail mail_to(const Context& context, const Task& task, Notice notice, const groups::Recipient& to)
{
    const auto due = i18n::format_date(context.region(), *task.draft.due_on, i18n::DateStyle::weekday);
    const auto link = context.absolute_url(answer_path(context.environment, context.network.id, task));
    mail::Mail mail{
        .network = context.network.id,
        .to = to.mailbox,
        .subject = notice == Notice::soon ? context.t("Bald zu tun: {1}"_de, {task.draft.title})
                                          : context.t("Noch offen: {1}"_de, {task.draft.title}),
        .text = greeting(context, to) + "\n\n" +
                (notice == Notice::soon
                     ? context.t("bald ist es so weit: „{1}“ ist bis {2} zu tun."_de, {task.draft.title, due})
                     : context.t("„{1}“ war bis {2} zu tun. Ist es erledigt?"_de, {task.draft.title, due})) +
                "\n\n" +
                context.t(
                    "Erledigt, oder dauert es länger? Sag es hier, du brauchst dafür keinen Zugang:\n{1}"_de,
                    {link}) +
                "\n\n" + context.t("Danke und herzliche Grüße\n{1}"_de, {context.network.name}),
        .purpose = "task_reminder",
        .urgency = mail::Urgency::may_be_lost};
    if (to.person)
        people::add_withdrawal(mail, context, *to.person);
    return mail;
}

// Whether anybody was told.
Result<bool> tell(db::Tx& tx, const Context& context, const TaskId& id)
{
    auto task = task_by_id(tx, context.network.id, id);
    const auto notice = task ? notice_due(*task, context.today()) : Notice::none;
    if (notice == Notice::none)
        return false;
    bool any = false;
    for (const auto& to : recipients(tx, context, task->draft.owner)) {
        // One wrong address keeps nobody else from being told.
        if (mail::enqueue(tx, mail_to(context, *task, notice, to), context.environment.clock,
                          context.environment.random))
            any = true;
        else
            log::warning("a reminder of a task could not be written");
    }
    // Whoever cannot be reached is not looked for again every day.
    if (notice == Notice::soon)
        task->told_soon_for = task->draft.due_on;
    else
        task->told_late_on = context.today();
    store::mark_told(tx, context.network.id, *task);
    return any;
}

} // namespace

Notice notice_due(const Task& task, Date today)
{
    const auto& due = task.draft.due_on;
    if (!task.is_open() || !due || task.draft.is_example)
        return Notice::none;
    if (today <= *due)
        return add_days(*due, -days_before) <= today && task.told_soon_for != due ? Notice::soon
                                                                                  : Notice::none;
    const bool was_told_lately =
        task.told_late_on && today < add_days(*task.told_late_on, days_between_late_notices);
    return was_told_lately || add_days(*due, late_for_at_most) < today ? Notice::none : Notice::late;
}

std::int64_t remind(web::Environment& environment, const web::Site& site, const web::Network& network)
{
    if (environment.public_address.empty()) {
        log::warning("nobody is reminded of tasks: the installation has no public address");
        return 0;
    }
    const auto context = web::context_of_a_job(environment, site, network);
    const auto open = environment.pool.read(
        [&](db::Reader& reader) { return store::list(reader, network.id, {.state = State::open}); });
    std::int64_t told = 0;
    for (const auto& task : open)
        if (notice_due(task, context.today()) != Notice::none) {
            const auto done = environment.pool.write(db::Scope::nothing(),
                                                     [&](db::Tx& tx) { return tell(tx, context, task.id); });
            told += done && *done ? 1 : 0;
        }
    return told;
}

} // namespace dorfnetz::tasks
