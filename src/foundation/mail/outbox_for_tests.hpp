#pragma once

#include "foundation/mail/delivery.hpp"
#include "tests/support/database.hpp"

#include <functional>
#include <gtest/gtest.h>
#include <map>
#include <memory>
#include <mutex>

namespace dorfnetz::mail {

// Remembers what it was given and answers as told.
class RecordingMailer final : public Mailer
{
public:
    Attempt send(const Envelope& envelope, const std::stop_token&) override
    {
        const std::lock_guard lock(m_mutex);
        messages.push_back(envelope.message);
        recipients.push_back(envelope.to);
        senders.push_back(envelope.from);
        ++sends[envelope.id.text()];
        if (breaks)
            throw std::runtime_error("the power failed here");
        return answer;
    }

    Attempt answer{Outcome::accepted};
    bool breaks = false;
    std::vector<std::string> messages;
    std::vector<std::string> recipients;
    std::vector<std::string> senders;
    std::map<std::string, int> sends;

private:
    std::mutex m_mutex;
};

class OutboxTest : public testing::Test
{
protected:
    OutboxTest()
    {
        write([&](db::Tx& tx) {
            tx.exec("INSERT INTO networks (id, slug, name, time_zone, created_at) "
                    "VALUES (:id, 'netz', 'Netz', 'Europe/Berlin', :now)",
                    {{"id", network}, {"now", clock.now()}});
        });
    }

    void write(const std::function<void(db::Tx&)>& work)
    {
        ASSERT_TRUE(database.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
            work(tx);
            return Done{};
        }));
    }

    Mail mail_to(const std::string& address, Urgency urgency = Urgency::must_arrive) const
    {
        return {.network = network,
                .to = {address, "Anna Beispiel"},
                .subject = "Dein Platz ist frei geworden",
                .text = "Hallo!\n",
                .purpose = "test",
                .urgency = urgency};
    }

    MailId put(const Mail& mail)
    {
        MailId id;
        write([&](db::Tx& tx) { id = enqueue(tx, mail, clock, random).value(); });
        return id;
    }

    DeliveryReport deliver() { return deliver_waiting(delivery()); }

    Delivery delivery()
    {
        return {.pool = database.pool(),
                .mailers = {shared_mailer},
                .clock = clock,
                .random = random,
                .rules = rules};
    }

    MailState state(const MailId& id) { return status(id).state; }

    MailStatus status(const MailId& id)
    {
        return database.pool()
            .read([&](db::Reader& reader) { return status_of(reader, network, id); })
            .value();
    }

    NetworkId network{"01960000-0000-7000-8000-000000000001"};
    FixedClock clock{"2026-11-22T19:30:00Z"};
    SystemRandom random;
    std::shared_ptr<RecordingMailer> shared_mailer = std::make_shared<RecordingMailer>();
    RecordingMailer& mailer = *shared_mailer;
    ClaimRules rules{.sender = {"netz@dorf.example", "Netz"}};
    support::TestDatabase database;
};

} // namespace dorfnetz::mail
