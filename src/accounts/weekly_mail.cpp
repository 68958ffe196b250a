#include "accounts/weekly_mail.hpp"

#include "accounts/accounts_store.hpp"
#include "accounts/audit_chain.hpp"
#include "accounts/desk.hpp"
#include "foundation/mail/address.hpp"
#include "foundation/mail/outbox.hpp"

#include <fmt/format.h>

namespace dorfnetz::accounts {

namespace {

constexpr auto german = i18n::Language::de;
constexpr std::chrono::hours mail_time{7};
constexpr std::chrono::days late_at_most{2};

Date monday_of(Date day)
{
    const auto days = std::chrono::sys_days(day);
    return days - (std::chrono::weekday(days) - std::chrono::Monday);
}

// The Monday for which mails are to be written now.
std::optional<Date> due_monday(const web::Network& network, Timestamp now)
{
    const i18n::Region region{german, network.time_zone};
    const auto monday = monday_of(i18n::local_date(region, now));
    const auto begin = i18n::local_time(region, monday, mail_time);
    if (now < begin || now >= i18n::local_time(region, add_days(monday, int{late_at_most.count()}), {}))
        return std::nullopt;
    return monday;
}

struct Recipient
{
    Account account;
    web::Actor actor;
};

std::vector<Recipient> recipients(db::Reader& reader, const NetworkId& network, Timestamp now)
{
    std::map<std::string, std::vector<web::Grant>> grants;
    for (auto& stored : grants_not_ended(reader, network, now)) {
        const bool has_begun = stored.starts_at.value_or(now) <= now;
        const bool edits =
            stored.grant.role == web::Role::coordinator || stored.grant.role == web::Role::lead_editor;
        if (has_begun && edits)
            grants[stored.user.text()].push_back(std::move(stored.grant));
    }
    std::vector<Recipient> all;
    for (auto& account : usable_accounts(reader, network)) {
        const auto found = grants.find(account.id.text());
        if (found == grants.end() || !mail::is_mail_address(account.login))
            continue;
        web::Actor actor{.user = account.id, .name = account.name, .session = {}, .grants = found->second};
        all.push_back({std::move(account), std::move(actor)});
    }
    return all;
}

// The line of a thing that waits; its longer text may name somebody and stays on the desk.
std::string line_of(const web::Context& context, const web::Waiting& waiting)
{
    auto line = fmt::format("- {}: {}", waiting.heading, i18n::format_number(german, waiting.count));
    if (waiting.oldest)
        line += ". " + age_text(german, *waiting.oldest, context.now());
    return line + "\n  " + context.absolute_url(waiting.path) + '\n';
}

// Kept in mailboxes, the end of the audit log's chain is where nobody who works on the database can reach it.
std::string line_of_chain(db::Reader& reader, const web::Context& context)
{
    if (!context.actor.is_coordinator())
        return {};
    const auto head = chain_head(reader, context.network.id);
    if (head.place == 0)
        return {};
    return '\n' +
           i18n::translate(german, "Protokoll: Eintrag {1}, Prüfzahl {2}"_de,
                           {std::to_string(head.place), head.hash.substr(0, 16)}) +
           '\n';
}

// Nothing if nothing waits.
std::string text_for(db::Reader& reader, const web::Context& context)
{
    std::string lines;
    for (const auto& waiting : context.site.waiting(context, reader))
        if (waiting.state != web::Waiting::State::done && waiting.count > 0)
            lines += line_of(context, waiting);
    if (lines.empty())
        return {};
    return i18n::translate(german, "Guten Morgen, {1}"_de, {context.actor.name}) + "\n\n" +
           i18n::translate(german, "das wartet auf deinem Schreibtisch:"_de) + "\n\n" + lines +
           line_of_chain(reader, context) + '\n' +
           i18n::translate(
               german,
               "Diese Mail kommt montags, wenn etwas wartet. Willst du sie nicht mehr, bestell sie "
               "unten auf dem Schreibtisch ab: {1}"_de,
               {context.absolute_url("/redaktion")}) +
           '\n';
}

bool is_done(db::Reader& reader, const NetworkId& network, const web::UserId& user, Date monday)
{
    return reader.count(R"sql(
        SELECT COUNT(*) FROM weekly_mails
        WHERE network_id = :network AND user_id = :user AND (wanted = 0 OR last_monday >= :monday))sql",
                        {{"network", network}, {"user", user}, {"monday", monday}}) > 0;
}

// Marks the week as done for the account; false if another server was faster.
bool claim_week(db::Tx& tx, const NetworkId& network, const web::UserId& user, Date monday)
{
    return tx.exec(R"sql(
        INSERT INTO weekly_mails (network_id, user_id, wanted, last_monday)
        VALUES (:network, :user, 1, :monday)
        ON CONFLICT (network_id, user_id) DO UPDATE SET last_monday = excluded.last_monday
        WHERE weekly_mails.wanted = 1 AND weekly_mails.last_monday < excluded.last_monday)sql",
                   {{"network", network}, {"user", user}, {"monday", monday}}) == 1;
}

bool send(web::Environment& environment, const web::Site& site, const web::Network& network,
          const Recipient& to, Date monday)
{
    auto context = web::context_of_a_job(environment, site, network);
    context.actor = to.actor;
    const auto text = environment.pool.read([&](db::Reader& reader) -> std::optional<std::string> {
        if (is_done(reader, network.id, to.account.id, monday))
            return std::nullopt;
        return text_for(reader, context);
    });
    if (!text)
        return false;
    const auto sent = environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<bool> {
        if (!claim_week(tx, network.id, to.account.id, monday) || text->empty())
            return false;
        TRY(mail::enqueue(tx,
                          {.network = network.id,
                           .to = {.address = to.account.login, .name = to.account.name},
                           .subject = i18n::translate(german, "Das wartet auf dich: {1}"_de, {network.name}),
                           .text = *text,
                           .purpose = "weekly_desk",
                           .urgency = mail::Urgency::may_be_lost},
                          environment.clock, environment.random));
        return true;
    });
    return sent && *sent;
}

} // namespace

std::int64_t send_weekly_mails(web::Environment& environment, const web::Site& site,
                               const web::Network& network)
{
    const auto now = environment.clock.now();
    const auto monday = due_monday(network, now);
    if (!monday || environment.public_address.empty())
        return 0;
    std::int64_t sent = 0;
    for (const auto& to :
         environment.pool.read([&](db::Reader& reader) { return recipients(reader, network.id, now); }))
        sent += send(environment, site, network, to, *monday) ? 1 : 0;
    return sent;
}

bool wants_weekly_mail(db::Reader& reader, const NetworkId& network, const web::UserId& user)
{
    return reader
        .value<bool>(R"sql(
            SELECT wanted FROM weekly_mails WHERE network_id = :network AND user_id = :user)sql",
                     {{"network", network}, {"user", user}})
        .value_or(true);
}

void set_weekly_mail(db::Tx& tx, const NetworkId& network, const web::UserId& user, Wanted wanted)
{
    tx.exec(R"sql(
        INSERT INTO weekly_mails (network_id, user_id, wanted, last_monday)
        VALUES (:network, :user, :wanted, '')
        ON CONFLICT (network_id, user_id) DO UPDATE SET wanted = excluded.wanted)sql",
            {{"network", network}, {"user", user}, {"wanted", wanted == Wanted::yes}});
}

} // namespace dorfnetz::accounts
