#include "features/newsletter/sending.hpp"

#include "features/newsletter/issues_store.hpp"
#include "features/newsletter/letter.hpp"
#include "features/newsletter/subscriptions_store.hpp"
#include "foundation/core/log.hpp"
#include "foundation/mail/outbox.hpp"

namespace dorfnetz::newsletter {

namespace {

constexpr std::int64_t at_once = 50; // readers in one transaction

// False if there is nobody left.
Result<bool> send_batch(db::Tx& tx, web::Environment& environment, const web::Site& site,
                        const web::Network& network, const IssueId& id)
{
    const auto issue = issue_by_id(tx, network.id, id);
    if (!issue || issue->status != IssueStatus::sending)
        return false;
    const auto readers = store::confirmed_after(
        tx, network.id, {.after = issue->sent_up_to, .confirmed_by = *issue->sent_at, .most = at_once});
    if (readers.empty()) {
        store::finish(tx, network.id, id);
        return false;
    }
    const auto context = web::context_of_a_job(environment, site, network);
    const auto items = sent_items(context, tx, *issue);
    std::int64_t count = 0;
    for (const auto& reader : readers) {
        const auto mail = mail_of(context.in(reader.language), *issue, items, reader);
        // An address that no mail can go to must not keep the others waiting.
        if (mail && mail::enqueue(tx, *mail, environment.clock, environment.random))
            ++count;
    }
    if (!store::advance(tx, network.id, *issue, readers.back().id.text(), count))
        return Error{.kind = Err::stale};
    return true;
}

} // namespace

void send_issues(web::Environment& environment, const web::Site& site, const web::Network& network,
                 const std::function<bool()>& may_go_on)
{
    for (const auto& issue :
         environment.pool.read([&](db::Reader& reader) { return store::being_sent(reader, network.id); })) {
        if (environment.public_address.empty()) {
            log::warning("the newsletter waits: the installation has no public address");
            return;
        }
        for (bool more = true; more && may_go_on();) {
            const auto sent = environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) {
                return send_batch(tx, environment, site, network, issue.id);
            });
            more = sent && *sent;
        }
    }
}

bool make_draft_if_due(web::Environment& environment, const web::Network& network)
{
    const auto day = draft_day(network);
    if (!day)
        return false;
    const auto today = i18n::local_date({i18n::Language::de, network.time_zone}, environment.clock.now());
    if (static_cast<unsigned>(today.day()) < static_cast<unsigned>(*day))
        return false;
    const auto month = month_of(add_months(Date{today.year(), today.month(), std::chrono::day{1}}, 1));
    if (environment.pool.read(
            [&](db::Reader& reader) { return issue_of_month(reader, network.id, month).has_value(); }))
        return false;
    static_cast<void>(environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<IssueId> {
        return make_draft(tx, environment, network.id, month);
    }));
    return true;
}

} // namespace dorfnetz::newsletter
