#include "foundation/mail/outbox.hpp"

#include "foundation/mail/outbox_for_tests.hpp"
#include "tests/support/temporary_directory.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

namespace dorfnetz::mail {

namespace {

std::string message_id_in(const std::string& message)
{
    const auto start = message.find("Message-ID: ");
    return message.substr(start, message.find("\r\n", start) - start);
}

class Outbox : public OutboxTest
{
};

} // namespace

TEST_F(Outbox, a_mail_is_sent_once_and_its_text_is_gone_afterwards)
{
    auto mail = mail_to("anna@dorf.example");
    mail.attachments = {{"plan.pdf", "application/pdf", std::string("\0%PDF", 5)}};
    const auto id = put(mail);
    EXPECT_EQ(status(id).state, MailState::waiting);
    EXPECT_EQ(deliver().sent, 1);
    EXPECT_EQ(deliver().sent, 0);
    EXPECT_EQ(mailer.recipients, std::vector<std::string>{"anna@dorf.example"});
    EXPECT_NE(mailer.messages[0].find("plan.pdf"), std::string::npos);
    EXPECT_NE(mailer.messages[0].find("ACVQREY="), std::string::npos) << "the attachment's bytes";
    EXPECT_EQ(status(id).state, MailState::sent);
    EXPECT_EQ(status(id).message_id, "<" + id.text() + "@dorf.example>");
    const auto left = database.pool().read([](db::Reader& reader) {
        return reader.count("SELECT (SELECT count(*) FROM outbox WHERE content <> '') + "
                            "(SELECT count(*) FROM outbox_attachments)",
                            {});
    });
    EXPECT_EQ(left, 0);
}

TEST_F(Outbox, a_mail_whose_transaction_failed_is_never_sent)
{
    EXPECT_FALSE(database.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        EXPECT_TRUE(enqueue(tx, mail_to("anna@dorf.example"), clock, random));
        return Error{Err::conflict};
    }));
    EXPECT_EQ(deliver().sent, 0);
    EXPECT_TRUE(mailer.messages.empty());
}

TEST_F(Outbox, what_cannot_be_a_mail_is_refused_before_it_is_written)
{
    write([&](db::Tx& tx) {
        auto mail = mail_to("anna@dorf.example");
        mail.subject = "x\r\nBcc: alle@dorf.example";
        EXPECT_EQ(enqueue(tx, mail, clock, random).error().kind, Err::invalid);
    });
    EXPECT_EQ(deliver().sent, 0);
}

TEST_F(Outbox, an_own_sender_and_an_international_host_are_kept)
{
    auto mail = mail_to("anna@dörfer.example");
    mail.from = Mailbox{"vorstand@verein.example", "Vorstand"};
    put(mail);
    deliver();
    ASSERT_EQ(mailer.recipients, std::vector<std::string>{"anna@xn--drfer-jua.example"});
    EXPECT_NE(mailer.messages[0].find("From: \"Vorstand\"\r\n <vorstand@verein.example>"), std::string::npos);
}

TEST_F(Outbox, a_crash_while_sending_repeats_what_must_arrive_and_shows_the_rest_as_uncertain)
{
    const auto must = put(mail_to("must@dorf.example", Urgency::must_arrive));
    const auto may = put(mail_to("may@dorf.example", Urgency::may_be_lost));
    mailer.breaks = true;
    EXPECT_THROW(deliver(), std::runtime_error);
    EXPECT_THROW(deliver(), std::runtime_error);
    mailer.breaks = false;
    clock.advance(std::chrono::minutes(9));
    EXPECT_EQ(deliver().sent, 0) << "the worker may still be at it";
    EXPECT_EQ(status(must).state, MailState::sending);

    clock.advance(std::chrono::minutes(2));
    EXPECT_EQ(deliver().sent, 1);
    EXPECT_EQ(status(must).state, MailState::sent);
    EXPECT_EQ(status(may).state, MailState::uncertain);
    ASSERT_EQ(mailer.messages.size(), 3U);
    EXPECT_EQ(message_id_in(mailer.messages[0]), message_id_in(mailer.messages[2]));
    EXPECT_EQ(mailer.messages[0], mailer.messages[2]) << "the very same message, its date included";
}

TEST_F(Outbox, a_worker_that_lost_its_claim_cannot_mark_the_mail)
{
    const auto id = put(mail_to("anna@dorf.example"));
    const auto turn = [&](const std::vector<Settled>& settled) {
        return settle_and_claim(database.pool(), settled, {}, rules, clock, random);
    };
    const auto slow = turn({});
    ASSERT_EQ(slow.claimed.size(), 1U);
    clock.advance(std::chrono::minutes(11));
    EXPECT_EQ(recover_abandoned(database.pool(), clock), 1);
    const auto quick = turn({});
    ASSERT_EQ(quick.claimed.size(), 1U);
    EXPECT_EQ(turn({{slow.claimed[0], {Mark::failed, "late", {}}}}).lost, std::vector<MailId>{id});
    EXPECT_EQ(status(id).state, MailState::sending);
    EXPECT_TRUE(turn({{quick.claimed[0], {Mark::sent}}}).lost.empty());
    EXPECT_EQ(status(id).state, MailState::sent);
}

TEST_F(Outbox, several_workers_never_send_the_same_mail_twice)
{
    constexpr int mails = 60;
    for (int i = 0; i < mails; ++i)
        put(mail_to("anna@dorf.example", i % 2 == 0 ? Urgency::must_arrive : Urgency::may_be_lost));
    rules.per_minute = 0;
    std::vector<std::thread> threads;
    std::vector<DeliveryReport> reports(4);
    for (auto& report : reports)
        threads.emplace_back([&] {
            const auto own_pool = database.another_pool();
            SystemRandom own_random;
            const Delivery own{.pool = *own_pool,
                               .mailers = {shared_mailer, shared_mailer},
                               .clock = clock,
                               .random = own_random,
                               .rules = rules};
            report = deliver_waiting(own);
        });
    for (auto& thread : threads)
        thread.join();
    int sent = 0;
    for (const auto& report : reports)
        sent += report.sent;
    EXPECT_EQ(sent, mails);
    EXPECT_EQ(mailer.sends.size(), static_cast<std::size_t>(mails));
    for (const auto& [id, times] : mailer.sends)
        EXPECT_EQ(times, 1) << id;
}

TEST_F(Outbox, a_refusal_is_final_and_keeps_its_reason_until_it_is_sent_again_by_hand)
{
    const auto id = put(mail_to("nobody@dorf.example"));
    mailer.answer = {Outcome::refused, "envelope 550 5.1.1"};
    EXPECT_EQ(deliver().failed, 1);
    clock.advance(std::chrono::days(1));
    EXPECT_EQ(deliver().failed, 0);
    EXPECT_EQ(status(id).last_error, "envelope 550 5.1.1");
    const auto counts =
        database.pool().read([&](db::Reader& reader) { return outbox_counts(reader, network); });
    EXPECT_EQ(counts.failed, 1);

    mailer.answer = {Outcome::accepted};
    write([&](db::Tx& tx) { EXPECT_TRUE(send_again(tx, network, id, clock)); });
    EXPECT_EQ(deliver().sent, 1);
    EXPECT_NE(mailer.messages.back().find("Hallo!"), std::string::npos);
    write([&](db::Tx& tx) { EXPECT_FALSE(send_again(tx, network, id, clock)); });
}

TEST_F(Outbox, a_mail_that_was_put_off_waits_longer_each_time_and_is_given_up_after_three_days)
{
    const auto id = put(mail_to("busy@dorf.example"));
    mailer.answer = {Outcome::later, "envelope 450 4.2.1"};
    EXPECT_EQ(deliver().postponed, 1);
    clock.advance(std::chrono::seconds(59));
    EXPECT_EQ(deliver().postponed, 0);
    clock.advance(std::chrono::seconds(1));
    EXPECT_EQ(deliver().postponed, 1);
    clock.advance(std::chrono::minutes(4));
    EXPECT_EQ(deliver().postponed, 0);
    clock.advance(std::chrono::minutes(1));
    EXPECT_EQ(deliver().postponed, 1);
    EXPECT_EQ(pause_after(3), std::chrono::minutes(15));
    EXPECT_EQ(pause_after(1000), std::chrono::hours(12));
    EXPECT_EQ(status(id).attempts, 3);
    clock.advance(std::chrono::hours(72));
    EXPECT_EQ(deliver().failed, 1);
    EXPECT_EQ(status(id).state, MailState::failed);
}

TEST_F(Outbox, without_a_server_one_mail_is_tried_and_all_wait)
{
    put(mail_to("eins@dorf.example"));
    put(mail_to("zwei@dorf.example"));
    mailer.answer = {Outcome::unreachable, "Couldn't connect to server"};
    const auto report = deliver();
    EXPECT_TRUE(report.server_unreachable);
    EXPECT_EQ(report.postponed, 1);
    mailer.answer = {Outcome::accepted};
    clock.advance(std::chrono::minutes(1));
    EXPECT_EQ(deliver().sent, 2);
}

TEST_F(Outbox, an_unknown_outcome_repeats_only_what_must_arrive)
{
    const auto must = put(mail_to("must@dorf.example", Urgency::must_arrive));
    const auto may = put(mail_to("may@dorf.example", Urgency::may_be_lost));
    mailer.answer = {Outcome::unknown, "no answer"};
    deliver();
    EXPECT_EQ(status(must).state, MailState::waiting);
    EXPECT_EQ(status(may).state, MailState::uncertain);
}

TEST_F(Outbox, what_must_arrive_goes_first_and_no_more_than_the_minute_allows)
{
    put(mail_to("newsletter@dorf.example", Urgency::may_be_lost));
    clock.advance(std::chrono::seconds(5));
    put(mail_to("sign-in@dorf.example", Urgency::must_arrive));
    put(mail_to("second@dorf.example", Urgency::must_arrive));
    rules.per_minute = 2;
    EXPECT_EQ(deliver().sent, 2);
    EXPECT_EQ(mailer.recipients.size(), 2U);
    EXPECT_EQ(std::count(mailer.recipients.begin(), mailer.recipients.end(), "newsletter@dorf.example"), 0);
    clock.advance(std::chrono::seconds(59));
    EXPECT_EQ(deliver().sent, 0);
    clock.advance(std::chrono::seconds(1));
    EXPECT_EQ(deliver().sent, 1);
}

TEST_F(Outbox, everything_is_deleted_thirty_days_after_its_end_and_nothing_that_waits)
{
    put(mail_to("sent@dorf.example"));
    deliver();
    mailer.answer = {Outcome::refused, "550"};
    put(mail_to("failed@dorf.example"));
    deliver();
    const auto waiting = put(mail_to("waiting@dorf.example"));
    clock.advance(std::chrono::days(30));
    EXPECT_EQ(purge_outbox(database.pool(), clock), 0);
    clock.advance(std::chrono::seconds(1));
    EXPECT_EQ(purge_outbox(database.pool(), clock), 2);
    EXPECT_EQ(status(waiting).state, MailState::waiting);
}

TEST_F(Outbox, the_worker_wakes_at_once_and_ends_when_told)
{
    const support::TemporaryDirectory directory;
    auto own = delivery();
    own.mailers = {file_mailer(directory.path() / "mail")};
    std::jthread worker([&](const std::stop_token& stop) { run_delivery(own, stop); });
    const auto id = put(mail_to("anna@dorf.example"));
    const auto file = directory.path() / "mail" / (id.text() + ".eml");
    while (status(id).state != MailState::sent)
        std::this_thread::yield();
    worker.request_stop();
    worker.join();
    std::ifstream stream(file, std::ios::binary);
    const std::string message{std::istreambuf_iterator<char>(stream), {}};
    EXPECT_NE(message.find("Subject: Dein Platz ist frei geworden\r\n"), std::string::npos);
    EXPECT_EQ(std::filesystem::status(directory.path() / "mail").permissions(),
              std::filesystem::perms::owner_all);
}

} // namespace dorfnetz::mail
