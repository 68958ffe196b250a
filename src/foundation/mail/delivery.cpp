#include "foundation/mail/delivery.hpp"

#include "foundation/core/bell.hpp"
#include "foundation/core/log.hpp"
#include "foundation/mail/address.hpp"
#include "foundation/mail/letter.hpp"
#include "foundation/mail/message.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace dorfnetz::mail {

namespace {

Envelope envelope_of(const ClaimedMail& claimed, const Look& look)
{
    const auto& mail = claimed.mail;
    const auto body = claimed.html.empty() ? html_of_text(mail.text, mail.language, look) : claimed.html;
    return {.id = claimed.id,
            .from = ascii_address(mail.from->address).value_or(mail.from->address),
            .to = ascii_address(mail.to.address).value_or(mail.to.address),
            .message = build_message(mail, {.from = *mail.from,
                                            .message_id = claimed.message_id,
                                            .date = claimed.first_attempt_at,
                                            .html = html_letter(mail, body, look)})};
}

MarkOf postponed(const ClaimedMail& claimed, const std::string& reason, Timestamp now)
{
    if (now - claimed.first_attempt_at >= given_up_after)
        return {Mark::failed, reason, {}};
    return {Mark::postponed, reason, now + pause_after(claimed.attempts)};
}

MarkOf mark_for(const ClaimedMail& claimed, const Attempt& attempt, Timestamp now)
{
    switch (attempt.outcome) {
    case Outcome::accepted:
        return {Mark::sent};
    case Outcome::refused:
        return {Mark::failed, attempt.reason, {}};
    case Outcome::later:
    case Outcome::unreachable:
        return postponed(claimed, attempt.reason, now);
    case Outcome::unknown:
        if (claimed.mail.urgency == Urgency::may_be_lost)
            return {Mark::uncertain, attempt.reason, {}};
        return postponed(claimed, attempt.reason, now);
    }
    throw std::logic_error("no such outcome");
}

Look look_of(const Delivery& delivery, const NetworkId& network)
{
    if (!delivery.look)
        return {.name = delivery.sender.name};
    return delivery.pool.read([&](db::Reader& reader) { return delivery.look(reader, network); });
}

void count(DeliveryReport& report, Mark mark)
{
    switch (mark) {
    case Mark::sent:
        ++report.sent;
        break;
    case Mark::failed:
        ++report.failed;
        break;
    case Mark::uncertain:
        ++report.uncertain;
        break;
    case Mark::postponed:
        ++report.postponed;
        break;
    }
}

} // namespace

std::chrono::minutes pause_after(int attempts)
{
    using std::chrono::hours;
    using std::chrono::minutes;
    static constexpr std::array<minutes, 6> pauses{minutes(1), minutes(5), minutes(15),
                                                   hours(1),   hours(4),   hours(12)};
    return pauses[static_cast<std::size_t>(std::clamp(attempts, 1, 6) - 1)];
}

DeliveryReport deliver_waiting(const Delivery& delivery, const std::stop_token& stop)
{
    DeliveryReport report;
    if (const auto recovered = recover_abandoned(delivery.pool, delivery.clock); recovered > 0)
        log::warning(fmt::format("mail: {} left in the middle of sending", recovered));
    const ClaimRules rules{delivery.sender, delivery.limits.per_minute};
    for (int i = 0; i < delivery.limits.per_round && !stop.stop_requested(); ++i) {
        const auto claimed = claim_next(delivery.pool, rules, delivery.clock, delivery.random);
        if (!claimed)
            break;
        const auto attempt =
            delivery.mailer.send(envelope_of(*claimed, look_of(delivery, claimed->mail.network)), stop);
        const auto what = mark_for(*claimed, attempt, delivery.clock.now());
        if (!mark(delivery.pool, *claimed, what, delivery.clock))
            log::warning(fmt::format("mail {}: another worker took it over", claimed->id.text()));
        count(report, what.mark);
        if (what.mark != Mark::sent)
            log::warning(
                fmt::format("mail {} ({}): {}", claimed->id.text(), claimed->mail.purpose, attempt.reason));
        if (attempt.outcome == Outcome::unreachable) {
            report.server_unreachable = true;
            break;
        }
    }
    return report;
}

void run_delivery(const Delivery& delivery, const std::stop_token& stop)
{
    constexpr std::chrono::seconds look_again{10};
    while (!stop.stop_requested()) {
        DeliveryReport report;
        try {
            report = deliver_waiting(delivery, stop);
        } catch (const std::exception& problem) {
            log::error(fmt::format("mail: {}", problem.what()));
        }
        const bool more = !report.server_unreachable && report.sent >= delivery.limits.per_round;
        if (!more)
            delivery_bell().wait(look_again, stop);
    }
}

} // namespace dorfnetz::mail
