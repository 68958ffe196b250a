#include "foundation/core/text.hpp"
#include "foundation/mail/bounce.hpp"
#include "foundation/mail/hours.hpp"
#include "foundation/mail/lanes.hpp"
#include "foundation/mail/outbox_for_tests.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <thread>

namespace dorfnetz::mail {

namespace {

class Claiming : public OutboxTest
{
protected:
    Claiming()
    {
        rules.look = [](db::Reader&, const NetworkId&) { return Look{.name = "Netz am See"}; };
        rules.address_key = [](std::string_view address) {
            return "key_of_" + replace_all(std::string(address), " ", "_");
        };
    }

    std::int64_t went_to(const std::string& address) const
    {
        return std::count(mailer.recipients.begin(), mailer.recipients.end(), address);
    }

    std::optional<Suppression> suppression(const std::string& address)
    {
        return database.pool().read(
            [&](db::Reader& reader) { return suppression_of(reader, network, rules.address_key(address)); });
    }
};

// Counts how many mails of each kind are on their way at the same moment.
class CrowdedMailer final : public Mailer
{
public:
    Attempt send(const Envelope& envelope, const std::stop_token&) override
    {
        std::unique_lock lock(m_mutex);
        auto& now = envelope.to.starts_with("must") ? m_must : m_may;
        auto& most = envelope.to.starts_with("must") ? most_must : most_may;
        most = std::max(most, ++now);
        m_changed.notify_all();
        // Until the others are on their way as well, or will not come.
        m_changed.wait_for(lock, std::chrono::milliseconds(50), [&] { return m_must + m_may >= 3; });
        --now;
        return {Outcome::accepted};
    }

    int most_must = 0;
    int most_may = 0;

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    int m_must = 0;
    int m_may = 0;
};

// Chance as it is needed for each turn; the first one after something was sent fails, as if the database were
// away for longer than anybody waits for a mail that was left in the middle.
class LongOutage final : public Random
{
public:
    LongOutage(const RecordingMailer& mailer, FixedClock& clock) : m_mailer(mailer), m_clock(clock) {}

    void fill(std::span<std::uint8_t> bytes) override
    {
        if (!m_is_over && !m_mailer.sends.empty()) {
            m_is_over = true;
            m_clock.advance(abandoned_after + std::chrono::minutes(1));
            delivery_bell().ring();
            throw std::runtime_error("the database is away");
        }
        m_random.fill(bytes);
    }

private:
    const RecordingMailer& m_mailer;
    FixedClock& m_clock;
    SystemRandom m_random;
    bool m_is_over = false;
};

} // namespace

TEST(Hours, begin_at_eight_and_end_at_nine_in_the_evening_of_the_place)
{
    const auto morning = [](const char* moment, const char* zone = "Europe/Berlin") {
        const auto found = morning_after(zone, *timestamp_from_iso(moment));
        return found ? to_iso(*found) : std::string("now");
    };
    EXPECT_EQ(morning("2026-11-22T19:59:59Z"), "now");
    EXPECT_EQ(morning("2026-11-22T20:00:00Z"), "2026-11-23T07:00:00Z");
    EXPECT_EQ(morning("2026-11-23T06:59:59Z"), "2026-11-23T07:00:00Z");
    EXPECT_EQ(morning("2026-11-23T07:00:00Z"), "now");
    EXPECT_EQ(morning("2026-03-28T22:00:00Z"), "2026-03-29T06:00:00Z") << "the night when summer time begins";
    EXPECT_EQ(morning("2026-11-22T20:00:00Z", "America/New_York"), "now");
}

TEST_F(Claiming, what_may_be_lost_waits_for_the_morning_and_what_must_arrive_does_not)
{
    clock.set(*timestamp_from_iso("2026-11-22T21:00:00Z"));
    put(mail_to("news@dorf.example", Urgency::may_be_lost));
    put(mail_to("code@dorf.example"));
    auto calm = mail_to("calm@dorf.example");
    calm.hours = Hours::by_day;
    put(calm);
    auto loud = mail_to("loud@dorf.example", Urgency::may_be_lost);
    loud.hours = Hours::any;
    put(loud);
    EXPECT_EQ(deliver().sent, 2);
    EXPECT_EQ(went_to("code@dorf.example") + went_to("loud@dorf.example"), 2);
    clock.set(*timestamp_from_iso("2026-11-23T06:59:00Z"));
    EXPECT_EQ(deliver().sent, 0);
    clock.set(*timestamp_from_iso("2026-11-23T07:00:00Z"));
    EXPECT_EQ(deliver().sent, 2);
}

TEST_F(Claiming, nothing_goes_before_its_time)
{
    auto reminder = mail_to("anna@dorf.example");
    reminder.not_before = clock.now() + std::chrono::hours(2);
    put(reminder);
    EXPECT_EQ(deliver().sent, 0);
    clock.advance(std::chrono::hours(2));
    EXPECT_EQ(deliver().sent, 1);
    EXPECT_NE(mailer.messages[0].find("21:30:00 +0000"), std::string::npos) << "its date is when it went";
}

TEST_F(Claiming, mails_of_a_group_go_out_as_one)
{
    auto first = mail_to("anna@dorf.example");
    first.digest_group = "shifts";
    first.text = "Grill um 10.";
    first.calendar = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n";
    auto second = first;
    second.subject = "Neue Zeit";
    second.text = "Kuchen um 11.";
    second.attachments = {{"plan.pdf", "application/pdf", "x"}};
    auto other_person = first;
    other_person.to.address = "bert@dorf.example";
    const auto first_id = put(first);
    clock.advance(std::chrono::minutes(10));
    const auto second_id = put(second);
    put(other_person);
    EXPECT_EQ(deliver().sent, 0) << "the first waits for more";
    clock.advance(std::chrono::minutes(5));
    EXPECT_EQ(deliver().sent, 1);
    ASSERT_EQ(mailer.messages.size(), 1U);
    const auto message = replace_all(mailer.messages[0], "=\r\n", ""); // lines of any length
    EXPECT_NE(message.find("Subject: 2 Nachrichten von Netz am See"), std::string::npos);
    EXPECT_LT(message.find("Grill um 10."), message.find("Kuchen um 11."));
    EXPECT_NE(message.find(">Neue Zeit</h2>"), std::string::npos);
    EXPECT_EQ(message.find("text/calendar"), std::string::npos) << "two invitations are two files";
    EXPECT_NE(message.find("invite-1.ics"), std::string::npos);
    EXPECT_NE(message.find("invite-2.ics"), std::string::npos);
    EXPECT_NE(message.find("plan.pdf"), std::string::npos);
    EXPECT_EQ(state(first_id), MailState::sent);
    EXPECT_EQ(state(second_id), MailState::sent) << "as the one that it went with";
    clock.advance(std::chrono::minutes(10));
    EXPECT_EQ(deliver().sent, 1) << "the other person's, alone and as it was";
    EXPECT_NE(mailer.messages[1].find("text/calendar"), std::string::npos);
}

TEST_F(Claiming, a_digest_that_was_put_off_stays_the_same_mail)
{
    auto mail = mail_to("anna@dorf.example");
    mail.digest_group = "shifts";
    put(mail);
    put(mail);
    clock.advance(digest_window);
    mailer.answer = {Outcome::later, "envelope 450 4.2.1"};
    EXPECT_EQ(deliver().postponed, 1);
    put(mail);
    mailer.answer = {Outcome::accepted};
    clock.advance(std::chrono::minutes(1));
    EXPECT_EQ(deliver().sent, 1);
    EXPECT_EQ(mailer.messages[0], mailer.messages[1]);
}

TEST_F(Claiming, an_address_without_a_mailbox_is_written_to_once)
{
    mailer.answer = {Outcome::refused, "envelope 550 5.1.1"};
    put(mail_to("nobody@dorf.example"));
    EXPECT_EQ(deliver().failed, 1);
    mailer.answer = {Outcome::accepted};
    const auto again = put(mail_to("Nobody@Dorf.example"));
    EXPECT_EQ(deliver().sent, 0);
    EXPECT_EQ(state(again), MailState::suppressed);
    EXPECT_EQ(status(again).last_error, "envelope 550 5.1.1");
    EXPECT_EQ(
        database.pool().read([&](db::Reader& reader) { return outbox_counts(reader, network); }).suppressed,
        1);

    write([&](db::Tx& tx) {
        EXPECT_TRUE(lift_suppression(tx, network, rules.address_key("nobody@dorf.example")));
        EXPECT_TRUE(send_again(tx, network, again, clock));
    });
    EXPECT_EQ(deliver().sent, 1) << "lifted by hand";
}

TEST_F(Claiming, three_refusals_that_say_little_are_enough_unless_a_mail_arrived_in_between)
{
    const auto refuse = [&](int times) {
        mailer.answer = {Outcome::refused, "envelope 550"};
        for (int i = 0; i < times; ++i) {
            put(mail_to("anna@dorf.example"));
            deliver();
        }
    };
    refuse(2);
    mailer.answer = {Outcome::accepted};
    put(mail_to("anna@dorf.example"));
    EXPECT_EQ(deliver().sent, 1);
    refuse(2);
    EXPECT_FALSE(suppression("anna@dorf.example"));
    refuse(1);
    EXPECT_EQ(suppression("anna@dorf.example").value().reason, Suppressed::refused);
}

TEST_F(Claiming, a_wish_stays_whatever_servers_say_and_what_servers_said_is_forgotten)
{
    const auto key = rules.address_key("anna@dorf.example");
    const auto gone = rules.address_key("gone@dorf.example");
    write([&](db::Tx& tx) {
        suppress(tx, network, key, {Suppressed::wish, "", clock.now()});
        note_fault(tx, network, key, Fault::no_mailbox, "550 5.1.1", clock.now());
        note_success(tx, network, key);
        note_fault(tx, network, gone, Fault::no_mailbox, "550 5.1.1", clock.now());
    });
    clock.advance(std::chrono::days(180) + std::chrono::seconds(1));
    purge_outbox(database.pool(), clock);
    EXPECT_EQ(suppression("anna@dorf.example").value().reason, Suppressed::wish);
    EXPECT_FALSE(suppression("gone@dorf.example"));
}

TEST(Suppression, tells_a_dead_mailbox_from_other_troubles)
{
    EXPECT_EQ(fault_in("envelope 550 5.1.1"), Fault::no_mailbox);
    EXPECT_EQ(fault_in("556 5.1.10"), Fault::no_mailbox);
    EXPECT_EQ(fault_in("envelope 550"), Fault::perhaps);
    EXPECT_EQ(fault_in("envelope 550 5.0.0"), Fault::perhaps);
    EXPECT_EQ(fault_in("envelope 552 5.2.2"), Fault::none) << "full";
    EXPECT_EQ(fault_in("envelope 550 5.7.1"), Fault::none) << "they do not like us";
    EXPECT_EQ(fault_in("message 554 5.7.1"), Fault::none);
    EXPECT_EQ(fault_in("message 550"), Fault::none) << "it was about what we wrote";
    EXPECT_EQ(fault_in("5.1.11"), Fault::none) << "no beginning of another code";
}

TEST_F(Claiming, one_provider_gets_no_more_than_its_share_of_the_minute)
{
    rules.per_minute_and_host = 2;
    for (int i = 0; i < 3; ++i)
        put(mail_to("anna@big.example"));
    put(mail_to("bert@small.example"));
    EXPECT_EQ(deliver().sent, 3);
    EXPECT_EQ(went_to("bert@small.example"), 1);
    clock.advance(std::chrono::minutes(1));
    EXPECT_EQ(deliver().sent, 1);
}

TEST_F(Claiming, a_newsletter_leaves_a_tenth_of_the_day_to_what_must_arrive)
{
    rules.per_day = 10;
    for (int i = 0; i < 12; ++i)
        put(mail_to("news@dorf.example", Urgency::may_be_lost));
    EXPECT_EQ(deliver().sent, 9);
    put(mail_to("code@dorf.example"));
    EXPECT_EQ(deliver().sent, 1);
    put(mail_to("code@dorf.example"));
    EXPECT_EQ(deliver().sent, 0);
    clock.advance(std::chrono::hours(12)); // in the morning, and the day is not over
    EXPECT_EQ(deliver().sent, 0);
    clock.advance(std::chrono::hours(12));
    EXPECT_EQ(deliver().sent, 4) << "the code and three of the newsletter";
}

TEST_F(Claiming, several_connections_carry_much_that_may_be_lost_and_one_that_must_arrive)
{
    const auto crowded = std::make_shared<CrowdedMailer>();
    rules.per_minute = 0;
    for (int i = 0; i < 6; ++i) {
        put(mail_to("must@dorf.example"));
        put(mail_to("may@dorf.example", Urgency::may_be_lost));
    }
    auto own = delivery();
    own.mailers = {crowded, crowded, crowded};
    EXPECT_EQ(deliver_waiting(own).sent, 12);
    EXPECT_EQ(crowded->most_must, 1);
    EXPECT_GE(crowded->most_may, 2);
}

TEST_F(Claiming, what_was_sent_before_the_database_went_away_for_long_is_not_sent_again)
{
    LongOutage outage(mailer, clock);
    const auto id = put(mail_to("anna@dorf.example"));
    const Delivery own{.pool = database.pool(),
                       .mailers = {shared_mailer},
                       .clock = clock,
                       .random = outage,
                       .rules = rules};
    std::jthread worker([&](const std::stop_token& stop) { run_delivery(own, stop); });
    while (state(id) != MailState::sent)
        std::this_thread::yield();
    worker.request_stop();
    worker.join();
    EXPECT_EQ(mailer.sends[id.text()], 1);
}

TEST_F(Claiming, what_must_arrive_goes_out_although_the_database_failed_between_claiming_and_sending)
{
    std::atomic<int> looks = 0;
    rules.look = [&](db::Reader&, const NetworkId&) -> Look {
        if (looks++ == 0) {
            delivery_bell().ring();
            throw std::runtime_error("the database is away");
        }
        return {.name = "Netz am See"};
    };
    const auto id = put(mail_to("anna@dorf.example"));
    const auto second = put(mail_to("bert@dorf.example"));
    const auto own = delivery();
    std::jthread worker([&](const std::stop_token& stop) { run_delivery(own, stop); });
    while (state(id) != MailState::sent || state(second) != MailState::sent)
        std::this_thread::yield();
    worker.request_stop();
    worker.join();
    EXPECT_EQ(mailer.sends[id.text()], 1);
}

TEST_F(Claiming, no_conversation_goes_on_before_what_it_sent_was_handed_back)
{
    const auto first = std::make_shared<RecordingMailer>();
    const auto second = std::make_shared<RecordingMailer>();
    Lanes lanes({first, second}, [](const ClaimedMail& mail, const Look&) {
        return Envelope{mail.id, "netz@dorf.example", mail.mail.to.address, {}};
    });
    ClaimedMail mail;
    mail.mail = mail_to("anna@dorf.example");
    for (int i = 0; i < 1000; ++i) {
        lanes.give(mail, {}, {});
        lanes.give(mail, {}, {});
        while (lanes.busy() > 0)
            static_cast<void>(lanes.wait_for_some());
        ASSERT_EQ(first->recipients.size(), second->recipients.size());
    }
}

TEST_F(Claiming, without_a_server_nothing_waits_longer_than_a_quarter_of_an_hour)
{
    const auto id = put(mail_to("anna@dorf.example"));
    mailer.answer = {Outcome::unreachable, "Couldn't connect to server"};
    for (int i = 0; i < 6; ++i) {
        EXPECT_EQ(deliver().postponed, 1);
        clock.advance(longest_pause_without_server);
    }
    EXPECT_EQ(status(id).attempts, 6);
}

TEST_F(Claiming, in_test_mode_everything_goes_to_one_address_whoever_it_is_for)
{
    auto mail = mail_to("anna@dorf.example");
    mail.unsubscribe_url = "https://dorf.example/abmelden/x";
    put(mail);
    put(mail_to("bert@dorf.example", Urgency::may_be_lost));
    auto own = delivery();
    own.only_to = "probe@dorf.example";
    EXPECT_EQ(deliver_waiting(own).sent, 2);
    EXPECT_EQ(mailer.recipients, (std::vector<std::string>{"probe@dorf.example", "probe@dorf.example"}));
    for (const auto& message : mailer.messages) {
        EXPECT_EQ(message.find("<anna@"), std::string::npos) << "also no answer to all reaches anybody";
        EXPECT_EQ(message.find("abmelden"), std::string::npos);
    }
    EXPECT_NE(mailer.messages[0].find("statt an Anna Beispiel anna@dorf.example"), std::string::npos);
}

TEST_F(Claiming, in_test_mode_the_answers_say_nothing_about_who_a_mail_is_for)
{
    auto own = delivery();
    own.only_to = "probe@dorf.example";
    own.return_path = "rueck+*@dorf.example";
    mailer.answer = {Outcome::refused, "envelope 550 5.1.1"};
    put(mail_to("anna@dorf.example"));
    EXPECT_EQ(deliver_waiting(own).failed, 1);
    EXPECT_FALSE(suppression("anna@dorf.example")) << "it is the test mailbox that is not there";

    const auto& message = mailer.messages.at(0);
    const auto head = message.substr(0, message.find("Content-Type"));
    const std::string comes_back =
        "To: " + mailer.senders.at(0) +
        "\r\nContent-Type: multipart/report; boundary=\"b\"\r\n\r\n--b\r\n"
        "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\n"
        "Action: failed\r\nStatus: 5.1.1\r\n\r\n--b\r\n"
        "Content-Type: message/rfc822\r\n\r\n" +
        head + "\r\n--b--\r\n";
    EXPECT_FALSE(read_report(comes_back, own.return_path, rules.address_key))
        << "nor does what comes back later";
}

TEST_F(Claiming, mails_come_back_to_an_address_that_names_them)
{
    const auto id = put(mail_to("anna@dorf.example"));
    auto own = delivery();
    own.return_path = "rueck+*@dorf.example";
    deliver_waiting(own);
    EXPECT_EQ(mailer.senders, std::vector<std::string>{"rueck+" + id.text() + ".key_of_ret@dorf.example"});
}

} // namespace dorfnetz::mail
