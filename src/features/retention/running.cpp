#include "accounts/api.hpp"
#include "accounts/audit.hpp"
#include "features/joining/api.hpp"
#include "features/messages/api.hpp"
#include "features/newsletter/api.hpp"
#include "features/retention/retention.hpp"
#include "foundation/core/log.hpp"
#include "foundation/mail/address.hpp"
#include "foundation/mail/outbox.hpp"

#include <algorithm>
#include <fmt/format.h>

// What the nightly job does with the plan.
namespace dorfnetz::retention {

namespace {

// Mails to people of the register and to the coordination are German.
std::string german(German text, const std::vector<std::string>& values = {})
{
    return i18n::translate(i18n::Language::de, text, values);
}

std::string day_text(const web::Network& network, Timestamp moment)
{
    const i18n::Region region{i18n::Language::de, network.time_zone};
    return i18n::format_date(region, moment, i18n::DateStyle::plain);
}

mail::Mail question(const web::Environment& environment, const web::Network& network,
                    const people::Person& person, const store::Notice& notice)
{
    return {.network = network.id,
            .to = people::mailbox_of(person.data),
            .subject = german("Sollen wir deine Angaben behalten?"_de),
            .text = german(
                "Hallo {1},\n\ndu stehst im Register der Engagierten von {2}. Wir haben lange nichts "
                "voneinander gehört.\n\nSoll dein Eintrag bleiben? Dann klick hier:\n{3}\n\nWenn du "
                "nichts tust, löschen wir deine Angaben am {4}. Willst du gleich, dass sie niemand "
                "mehr sieht, klick hier:\n{5}\n\nDanke und herzliche Grüße\n{2}"_de,
                {person.data.name(), network.name,
                 environment.public_address + keeping_path(environment, network.id, notice),
                 day_text(network, notice.announced_at + wait_after_announcement),
                 environment.public_address + people::withdrawal_path(environment, network.id, person.id)}),
            .purpose = "ask_to_keep",
            .urgency = mail::Urgency::must_arrive};
}

// A wrong address does not keep the coordination from being told.
void announce(db::Tx& tx, web::Environment& environment, const web::Network& network,
              const people::PersonId& id, Timestamp now)
{
    store::Notice notice{.person = id, .announced_at = std::chrono::floor<std::chrono::seconds>(now)};
    const auto person = people::person_by_id(tx, network.id, id);
    if (person && !person->data.email.empty() && !environment.public_address.empty() &&
        mail::enqueue(tx, question(environment, network, *person, notice), environment.clock,
                      environment.random))
        notice.asked_at = notice.announced_at;
    store::announce(tx, network.id, notice, silent_people);
}

std::string people_text(std::size_t count)
{
    return i18n::translate_count(i18n::Language::de, "einem Menschen im Register"_de, "{1} Engagierten"_de,
                                 static_cast<std::int64_t>(count));
}

void tell_coordination(db::Tx& tx, web::Environment& environment, const web::Network& network,
                       const std::string& subject, const std::string& text, Timestamp now)
{
    for (const auto& account :
         accounts::accounts_with_role(tx, network.id, web::Role::coordinator, "", now)) {
        const auto sent = mail::enqueue(tx,
                                        {.network = network.id,
                                         .to = {.address = account.login, .name = account.name},
                                         .subject = subject,
                                         .text = text,
                                         .purpose = "retention_announced",
                                         .urgency = mail::Urgency::must_arrive},
                                        environment.clock, environment.random);
        if (!sent)
            log::warning("a coordinator could not be told of entries that will be deleted");
    }
}

// With counts and the way to the list; who it is stands there and not in the mail.
void tell_of_people(db::Tx& tx, web::Environment& environment, const web::Network& network, std::size_t count,
                    Timestamp now)
{
    tell_coordination(tx, environment, network, german("Einträge, die bald gelöscht werden"_de),
                      german("Guten Tag,\n\nvon {1} hat seit zwei Jahren niemand gehört. Wer nicht "
                             "antwortet, wird am {2} gelöscht.\n\nSieh die Liste durch. Wen ihr behalten "
                             "wollt, den behaltet ihr mit einem Klick:\n{3}"_de,
                             {people_text(count), day_text(network, now + wait_after_announcement),
                              environment.public_address + "/redaktion/fristen"}),
                      now);
}

void tell_of_accounts(db::Tx& tx, web::Environment& environment, const web::Network& network,
                      std::size_t count, Timestamp now)
{
    const auto accounts = i18n::translate_count(i18n::Language::de, "ein Zugang"_de, "{1} Zugänge"_de,
                                                static_cast<std::int64_t>(count));
    tell_coordination(tx, environment, network, german("Zugänge, die bald gelöscht werden"_de),
                      german("Guten Tag,\n\n{1}: seit einem Jahr ohne Aufgabe. Am {2} löschen wir, was "
                             "niemand mehr braucht.\n\nSieh die Liste durch. Wer weiter mitarbeitet, "
                             "braucht eine Aufgabe:\n{3}"_de,
                             {accounts, day_text(network, now + wait_after_announcement),
                              environment.public_address + "/redaktion/fristen"}),
                      now);
}

// Whoever has no mail address is told by the coordination, if at all.
void announce(db::Tx& tx, web::Environment& environment, const web::Network& network,
              const accounts::Account& account, Timestamp now)
{
    accounts::announce_deletion(tx, network.id, account.id, now);
    if (!mail::is_mail_address(account.login))
        return;
    const auto sent = mail::enqueue(
        tx,
        {.network = network.id,
         .to = {.address = account.login, .name = account.name},
         .subject = german("Brauchst du deinen Zugang noch?"_de),
         .text = german("Hallo {1},\n\ndu hast bei {2} seit einem Jahr keine Aufgabe mehr. Am {3} löschen "
                        "wir deinen Zugang mit Namen und Mail-Adresse. Du musst dafür nichts tun.\n\n"
                        "Willst du wieder mitarbeiten? Dann sag der Koordination Bescheid:\n{4}\n\n"
                        "Danke und herzliche Grüße\n{2}"_de,
                        {account.name, network.name, day_text(network, now + wait_after_announcement),
                         environment.public_address + "/kontakt"}),
         .purpose = "account_ends",
         .urgency = mail::Urgency::must_arrive},
        environment.clock, environment.random);
    if (!sent)
        log::warning("somebody could not be told that the account will be deleted");
}

German label_of(std::string_view key)
{
    const auto all = rules();
    return std::find_if(all.begin(), all.end(), [&](const Rule& rule) { return rule.key == key; })->what;
}

// That people were deleted is kept, not who they were.
void record_deletion(db::Tx& tx, web::Environment& environment, const web::Network& network,
                     std::string_view rule, std::int64_t count)
{
    accounts::record(tx,
                     {.network = network.id,
                      .user = {},
                      .action = "retention.deleted",
                      .subject_kind = "network",
                      .subject = network.id.text(),
                      .details = fmt::format("{}: {}", german(label_of(rule)), count)},
                     environment.clock, environment.random);
}

std::int64_t sweep(db::Tx& tx, const web::Network& network, std::string_view rule, Timestamp now)
{
    if (rule == unconfirmed_offers)
        return joining::delete_expired_offers(tx, network.id, joining::Awaits::mail, now);
    if (rule == uncalled_offers)
        return joining::delete_expired_offers(tx, network.id, joining::Awaits::call, now);
    if (rule == old_messages)
        return messages::empty_old_messages(tx, network.id, now);
    if (rule == unconfirmed_subscriptions)
        return newsletter::delete_unconfirmed(tx, network.id, now);
    return accounts::erase_details_before(tx, network.id, audit_details_end(network, now));
}

void carry_out(db::Tx& tx, web::Environment& environment, const web::Network& network, const Plan& plan,
               const people::Elsewheres& elsewhere, const accounts::AccountMentions& mentions, Timestamp now)
{
    for (const auto& person : plan.retract)
        store::retract(tx, network.id, person);
    for (const auto& entry : plan.announce)
        announce(tx, environment, network, entry.id, now);
    if (!plan.announce.empty())
        tell_of_people(tx, environment, network, plan.announce.size(), now);
    accounts::retract_announcements(tx, network.id, now);
    for (const auto& idle : plan.accounts.announce)
        announce(tx, environment, network, idle.account, now);
    if (!plan.accounts.announce.empty())
        tell_of_accounts(tx, environment, network, plan.accounts.announce.size(), now);
    for (const auto& idle : plan.accounts.erase)
        accounts::erase_account(tx, network.id, idle.account.id, mentions);
    if (!plan.accounts.erase.empty())
        record_deletion(tx, environment, network, idle_accounts, std::ssize(plan.accounts.erase));
    for (const auto& [rule, people] : plan.erase) {
        for (const auto& person : people)
            people::erase(tx, network.id, person, elsewhere);
        if (!people.empty())
            record_deletion(tx, environment, network, rule, std::ssize(people));
    }
    for (const auto& [rule, count] : plan.sweep)
        if (count > 0)
            record_deletion(tx, environment, network, rule, sweep(tx, network, rule, now));
}

std::vector<Planned> counted(const Plan& plan)
{
    std::vector<Planned> all;
    for (const auto& rule : rules())
        all.push_back(planned_by(rule, plan));
    return all;
}

} // namespace

std::vector<Planned> dry_run(db::Reader& reader, const web::Network& network, Timestamp now)
{
    return counted(plan_of(reader, network, now));
}

std::vector<Planned> run(web::Environment& environment, const web::Network& network,
                         const people::Elsewheres& elsewhere, const accounts::AccountMentions& mentions)
{
    const auto now = environment.clock.now();
    return environment.pool
        .write(db::Scope::of(network.id),
               [&](db::Tx& tx) -> Result<std::vector<Planned>> {
                   // As it is set in this moment: whoever has just stopped it must find everybody still
                   // there.
                   const auto as_set = web::network_by_slug(tx, network.slug);
                   if (!as_set || stop_of(*as_set))
                       return std::vector<Planned>{};
                   const auto plan = plan_of(tx, network, now);
                   carry_out(tx, environment, network, plan, elsewhere, mentions, now);
                   return counted(plan);
               })
        .value();
}

} // namespace dorfnetz::retention
