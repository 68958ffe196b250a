#include "foundation/mail/delivery.hpp"

#include "foundation/core/bell.hpp"
#include "foundation/core/log.hpp"
#include "foundation/core/priority.hpp"
#include "foundation/mail/address.hpp"
#include "foundation/mail/bounce.hpp"
#include "foundation/mail/lanes.hpp"
#include "foundation/mail/letter.hpp"
#include "foundation/mail/message.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>

namespace dorfnetz::mail {

namespace {

// The only place where it is decided to whom a mail goes.
Envelope envelope_of(const ClaimedMail& claimed, const Look& look, const Delivery& delivery)
{
    auto mail = claimed.mail;
    if (delivery.only_to) {
        mail.to = {*delivery.only_to, fmt::format("statt an {} {}", mail.to.name, mail.to.address)};
        mail.unsubscribe_url.reset(); // whoever tries it would do so for the person
    }
    // What comes back of a test says nothing about the person, so nothing in it names a mail of ours.
    const auto return_to = delivery.only_to ? std::string() : delivery.return_path;
    auto message_id = claimed.message_id;
    if (delivery.only_to)
        message_id.insert(message_id.find('@'), ".test");
    const auto body = claimed.html.empty() ? html_of_text(mail.text, mail.language, look) : claimed.html;
    const auto from = ascii_address(mail.from->address).value_or(mail.from->address);
    return {.id = claimed.id,
            .from = return_to.empty() ? from : return_path(return_to, claimed.id, delivery.rules.address_key),
            .to = ascii_address(mail.to.address).value_or(mail.to.address),
            .message = build_message(mail, {.from = *mail.from,
                                            .message_id = message_id,
                                            .date = claimed.first_attempt_at,
                                            .html = html_letter(mail, body, look)})};
}

MarkOf postponed(const ClaimedMail& claimed, const std::string& reason, std::chrono::minutes pause,
                 Timestamp now)
{
    if (now - claimed.first_attempt_at >= given_up_after)
        return {Mark::failed, reason, {}};
    return {Mark::postponed, reason, now + pause};
}

MarkOf mark_for(const ClaimedMail& claimed, const Attempt& attempt, Timestamp now)
{
    const auto pause = pause_after(claimed.attempts);
    switch (attempt.outcome) {
    case Outcome::accepted:
        return {Mark::sent};
    case Outcome::refused:
        return {Mark::failed, attempt.reason, {}, fault_in(attempt.reason)};
    case Outcome::later:
        return postponed(claimed, attempt.reason, pause, now);
    case Outcome::unreachable:
        return postponed(claimed, attempt.reason, std::min(pause, longest_pause_without_server), now);
    case Outcome::unknown:
        if (claimed.mail.urgency == Urgency::may_be_lost)
            return {Mark::uncertain, attempt.reason, {}};
        return postponed(claimed, attempt.reason, pause, now);
    }
    throw std::logic_error("no such outcome");
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

// Carries mails from the outbox to the lanes and what came of them back.
class Postman
{
public:
    explicit Postman(const Delivery& delivery)
        : m_delivery(delivery), m_lanes(delivery.mailers, [this](const ClaimedMail& mail, const Look& look) {
              return envelope_of(mail, look, m_delivery);
          })
    {
    }

    DeliveryReport round(const std::stop_token& stop)
    {
        m_report = {};
        m_failure = nullptr;
        m_looks.clear();
        m_claimed = 0;
        m_must_arrive_is_on_its_way = false;
        // What was sent before the database went away is no longer in the middle of anything.
        settle_and_claim({.mails = 0}, stop);
        if (const auto recovered = recover_abandoned(m_delivery.pool, m_delivery.clock); recovered > 0)
            log::warning(fmt::format("mail: {} left in the middle of sending", recovered));
        try {
            while (turn(stop))
                for (auto& sent : m_lanes.wait_for_some())
                    take_back(std::move(sent));
        } catch (...) {
            // What came of the mails is not forgotten because the database is away.
            while (m_lanes.busy() > 0)
                for (auto& sent : m_lanes.wait_for_some())
                    take_back(std::move(sent));
            throw;
        }
        if (m_failure)
            std::rethrow_exception(m_failure);
        m_report.is_full = m_claimed >= m_delivery.per_round;
        return m_report;
    }

private:
    // Answers whether there is something to wait for.
    bool turn(const std::stop_token& stop)
    {
        settle_and_claim(free_room(stop), stop);
        return m_lanes.busy() > 0;
    }

    void settle_and_claim(const Room& room, const std::stop_token& stop)
    {
        if (room.mails == 0 && m_unsettled.empty())
            return;
        auto turn = mail::settle_and_claim(m_delivery.pool, m_unsettled, room, m_delivery.rules,
                                           m_delivery.clock, m_delivery.random);
        m_unsettled.clear();
        for (const auto& id : turn.lost)
            log::warning(fmt::format("mail {}: another worker took it over", id.text()));
        for (auto mail = turn.claimed.begin(); mail != turn.claimed.end(); ++mail) {
            try {
                give(*mail, stop);
            } catch (...) {
                // Nobody has begun to send these.
                for (; mail != turn.claimed.end(); ++mail)
                    m_unsettled.push_back(
                        {std::move(*mail), {Mark::postponed, "not begun", m_delivery.clock.now()}});
                throw;
            }
        }
    }

    Room free_room(const std::stop_token& stop) const
    {
        if (m_report.server_unreachable || m_failure || stop.stop_requested())
            return {.mails = 0};
        const auto left = static_cast<std::size_t>(std::max(0, m_delivery.per_round - m_claimed));
        return {.mails = std::min(m_lanes.count() - m_lanes.busy(), left),
                .must_arrive = m_must_arrive_is_on_its_way ? 0U : 1U};
    }

    void give(const ClaimedMail& mail, const std::stop_token& stop)
    {
        m_lanes.give(mail, look_of(mail.mail.network), stop);
        ++m_claimed;
        if (mail.mail.urgency == Urgency::must_arrive)
            m_must_arrive_is_on_its_way = true;
    }

    void take_back(Sent sent)
    {
        if (sent.mail.mail.urgency == Urgency::must_arrive)
            m_must_arrive_is_on_its_way = false;
        if (sent.failure) {
            m_failure = sent.failure;
            return;
        }
        auto what = mark_for(sent.mail, sent.attempt, m_delivery.clock.now());
        what.is_about_recipient = !m_delivery.only_to;
        count(m_report, what.mark);
        if (what.mark != Mark::sent)
            log::warning(fmt::format("mail {} ({}): {}", sent.mail.id.text(), sent.mail.mail.purpose,
                                     sent.attempt.reason));
        if (sent.attempt.outcome == Outcome::unreachable)
            m_report.server_unreachable = true;
        m_unsettled.push_back({std::move(sent.mail), std::move(what)});
    }

    const Look& look_of(const NetworkId& network)
    {
        const auto [place, is_new] = m_looks.try_emplace(network);
        if (is_new)
            place->second = m_delivery.rules.look ? m_delivery.pool.read([&](db::Reader& reader) {
                return m_delivery.rules.look(reader, network);
            })
                                                  : Look{.name = m_delivery.rules.sender.name};
        return place->second;
    }

    const Delivery m_delivery;
    Lanes m_lanes;
    std::vector<Settled> m_unsettled; // kept over rounds, as long as the database cannot be had
    std::map<NetworkId, Look> m_looks;
    bool m_must_arrive_is_on_its_way = false;
    int m_claimed = 0;
    DeliveryReport m_report;
    std::exception_ptr m_failure;
};

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
    return Postman(delivery).round(stop);
}

void run_delivery(const Delivery& delivery, const std::stop_token& stop)
{
    constexpr std::chrono::seconds look_again{10};
    give_way(); // and so do the lanes, which this thread begins
    Postman postman(delivery);
    while (!stop.stop_requested()) {
        DeliveryReport report;
        try {
            report = postman.round(stop);
        } catch (const std::exception& problem) {
            log::error(fmt::format("mail: {}", problem.what()));
        }
        if (!report.is_full || report.server_unreachable)
            delivery_bell().wait(look_again, stop);
    }
    // Nothing more is claimed; what was sent while the database was away may be marked by now.
    try {
        postman.round(stop);
    } catch (const std::exception& problem) {
        log::error(fmt::format("mail: {}", problem.what()));
    }
}

} // namespace dorfnetz::mail
