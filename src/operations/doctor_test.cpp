#include "operations/doctor.hpp"

#include "accounts/audit.hpp"
#include "features/pages/api.hpp"
#include "foundation/i18n/i18n.hpp"
#include "foundation/jobs/jobs.hpp"
#include "foundation/mail/outbox.hpp"
#include "foundation/openid/provider_for_tests.hpp"
#include "operations/audit_heads.hpp"
#include "operations/operations_for_tests.hpp"

namespace dorfnetz::operations::test {

namespace {

class Doctor : public Installations
{
protected:
    // As the operator's guide describes it, in use since yesterday.
    Surroundings healthy() const
    {
        return {.data = data(),
                .database = database.address(),
                .listen_address = "127.0.0.1",
                .public_address = "https://dorf.example",
                .behind_tls = true,
                .trusts_a_proxy = true,
                .mail = mail::SmtpSettings{.host = "smtp.example"},
                .mail_sender = "dorf@dorf.example",
                .reader_program = DORFNETZ_READER,
                .clock = clock};
    }

    // The grade of one check; nothing if it said nothing.
    static std::optional<Grade> grade(const Surroundings& surroundings, std::string_view check)
    {
        std::optional<Grade> worst;
        for (const auto& finding : examine(surroundings)) {
            EXPECT_FALSE(i18n::translate(i18n::Language::de, finding.text, finding.values).empty());
            if (finding.check == check)
                worst = std::max(worst.value_or(Grade::ok), finding.grade);
        }
        return worst;
    }

    void given_backup() { ASSERT_TRUE(back_up_nightly(here(), database.pool())); }

    void given_page(const std::string& slug, const std::string& body)
    {
        given([&](db::Tx& tx) {
            pages::Draft draft{.kind = pages::Kind::page, .slug = slug};
            draft.texts[i18n::Language::de] = {.title = "Titel", .body = body};
            EXPECT_TRUE(pages::load_text(tx, network, draft, {.clock = clock, .random = random}));
        });
    }

    SeededRandom random{1};
};

TEST_F(Doctor, finds_nothing_bad_but_the_missing_coordinator_in_a_healthy_set_up)
{
    given_backup();
    for (const auto& finding : examine(healthy())) {
        const auto expected = finding.check == "coordinator" ? Grade::bad : Grade::ok;
        EXPECT_EQ(finding.grade, expected) << finding.check << ": " << finding.text.text();
    }
    EXPECT_EQ(grade(healthy(), "coordinator"), Grade::bad);
    EXPECT_EQ(worst_of(examine(healthy())), Grade::bad);
}

TEST_F(Doctor, finds_a_missing_data_folder_and_one_open_to_all)
{
    auto surroundings = healthy();
    surroundings.data = data() / "nothing";
    EXPECT_EQ(grade(surroundings, "data.missing"), Grade::bad);
    std::filesystem::permissions(data(), std::filesystem::perms::others_read,
                                 std::filesystem::perm_options::add);
    EXPECT_EQ(grade(healthy(), "data.mode"), Grade::bad);
}

TEST_F(Doctor, finds_a_key_that_others_can_read_or_that_is_damaged)
{
    const auto key = data() / "secret.key";
    EXPECT_EQ(grade(healthy(), "secret"), Grade::ok);
    std::filesystem::permissions(key, std::filesystem::perms::group_read, std::filesystem::perm_options::add);
    EXPECT_EQ(grade(healthy(), "secret.mode"), Grade::bad);
    std::filesystem::permissions(key, std::filesystem::perms::group_read,
                                 std::filesystem::perm_options::remove);
    write_file(key, "short");
    EXPECT_EQ(grade(healthy(), "secret.size"), Grade::bad);
    std::filesystem::remove(key);
    EXPECT_EQ(grade(healthy(), "secret.missing"), Grade::warn);
}

TEST_F(Doctor, finds_a_disk_that_is_nearly_full)
{
    EXPECT_EQ(grade(healthy(), "disk"), Grade::ok);
    auto surroundings = healthy();
    surroundings.least_free_bytes = ~std::uint64_t{0};
    EXPECT_EQ(grade(surroundings, "disk"), Grade::bad);
}

TEST_F(Doctor, makes_no_database_where_none_is)
{
    auto surroundings = healthy();
    surroundings.database = "sqlite:" + (data() / "nothing.db").string();
    EXPECT_EQ(grade(surroundings, "database.missing"), Grade::warn);
    EXPECT_FALSE(std::filesystem::exists(data() / "nothing.db"));
    surroundings.database = empty_database.address();
    EXPECT_EQ(grade(surroundings, "database.empty"), Grade::warn);
}

TEST_F(Doctor, finds_a_damaged_database)
{
    write_file(data() / "broken.db", std::string(20'000, 'x'));
    auto surroundings = healthy();
    surroundings.database = "sqlite:" + (data() / "broken.db").string();
    EXPECT_EQ(grade(surroundings, "database"), Grade::bad);
}

TEST_F(Doctor, finds_a_database_that_is_newer_or_older_than_the_program)
{
    EXPECT_EQ(grade(healthy(), "database"), Grade::ok);
    given([](db::Tx& tx) {
        tx.exec(R"sql(INSERT INTO schema_versions (version, name, checksum, applied_at)
                      VALUES (9999, 'x', 'x', '2026-01-01T00:00:00Z'))sql",
                {});
    });
    EXPECT_EQ(grade(healthy(), "database.newer"), Grade::bad);
    given([](db::Tx& tx) { tx.exec(R"sql(DELETE FROM schema_versions WHERE version > 1)sql", {}); });
    EXPECT_EQ(grade(healthy(), "database.older"), Grade::warn);
}

TEST_F(Doctor, finds_backups_that_are_missing_old_or_damaged)
{
    EXPECT_EQ(grade(healthy(), "backup.none"), Grade::bad) << "the database is months old";
    clock.set(timestamp_from_iso("2026-01-01T12:00:00Z").value());
    EXPECT_EQ(grade(healthy(), "backup.none"), Grade::ok) << "the first night is still to come";
    given_backup();
    EXPECT_EQ(grade(healthy(), "backup"), Grade::ok);
    clock.advance(std::chrono::hours(26));
    EXPECT_EQ(grade(healthy(), "backup"), Grade::ok);
    clock.advance(std::chrono::minutes(1));
    EXPECT_EQ(grade(healthy(), "backup.age"), Grade::bad);
    write_file(nightly_backups(data() / "backups").front(), "rubbish");
    EXPECT_EQ(grade(healthy(), "backup.damaged"), Grade::bad);
}

TEST_F(Doctor, finds_a_clock_that_is_wrong)
{
    EXPECT_EQ(grade(healthy(), "clock"), std::nullopt);
    clock.set(timestamp_from_iso("2025-12-31T20:00:00Z").value());
    EXPECT_EQ(grade(healthy(), "clock"), Grade::bad);
    EXPECT_EQ(grade(healthy(), "clock.behind"), Grade::bad) << "the schema was brought in later";
}

TEST_F(Doctor, finds_mail_that_reaches_nobody)
{
    auto surroundings = healthy();
    EXPECT_EQ(grade(surroundings, "mail"), Grade::ok);
    surroundings.mail_only_to = "probe@dorf.example";
    EXPECT_EQ(grade(surroundings, "mail.test"), Grade::warn);
    surroundings.mail_only_to.clear();
    surroundings.bounce_mailbox =
        mail::MailboxSettings{.host = "imap.example", .user = "rueck", .password = "x"};
    EXPECT_EQ(grade(surroundings, "mail.bounces"), Grade::warn) << "no number in the address";
    surroundings.mail_bounce_address = "rueck+*@dorf.example";
    EXPECT_EQ(grade(surroundings, "mail.bounces"), std::nullopt);
    surroundings.bounce_mailbox->user.clear();
    EXPECT_EQ(grade(surroundings, "mail.bounces"), Grade::bad);
    surroundings.bounce_mailbox.reset();
    surroundings.mail_sender = "dorfnetz@localhost";
    EXPECT_EQ(grade(surroundings, "mail.sender"), Grade::bad);
    surroundings.mail->encryption = mail::Encryption::none;
    EXPECT_EQ(grade(surroundings, "mail.settings"), Grade::bad);
    surroundings.mail.reset();
    EXPECT_EQ(grade(surroundings, "mail.test"), Grade::warn);
}

TEST_F(Doctor, finds_addresses_that_do_not_fit_together)
{
    const auto with = [&](const std::function<void(Surroundings&)>& change, std::string_view check) {
        auto surroundings = healthy();
        change(surroundings);
        return grade(surroundings, check);
    };
    EXPECT_EQ(with([](Surroundings&) {}, "address"), Grade::ok);
    EXPECT_EQ(with([](Surroundings& s) { s.public_address = ""; }, "address.missing"), Grade::bad);
    EXPECT_EQ(with([](Surroundings& s) { s.public_address = "dorf.example"; }, "address.form"), Grade::bad);
    EXPECT_EQ(with([](Surroundings& s) { s.public_address = "https://dorf.example/"; }, "address.path"),
              Grade::bad);
    EXPECT_EQ(with([](Surroundings& s) { s.behind_tls = false; }, "tls.missing"), Grade::bad);
    EXPECT_EQ(with([](Surroundings& s) { s.public_address = "http://dorf.example"; }, "tls.address"),
              Grade::bad);
    EXPECT_EQ(with([](Surroundings& s) { s.trusts_a_proxy = false; }, "proxy"), Grade::warn);
    const auto by_socket = [](Surroundings& s) {
        s.trusts_a_proxy = false;
        s.listen_address = "unix:/run/dorfnetz/http.sock";
    };
    EXPECT_EQ(with(by_socket, "proxy"), Grade::warn);
    EXPECT_EQ(with([](Surroundings& s) { s.metrics_address = "0.0.0.0"; }, "metrics"), Grade::warn);
    const auto open_to_all = [](Surroundings& s) {
        s.behind_tls = s.trusts_a_proxy = false;
        s.public_address = "";
        s.listen_address = "0.0.0.0";
    };
    EXPECT_EQ(with(open_to_all, "address.missing"), Grade::bad);
    const auto at_home = [](Surroundings& s) {
        s.behind_tls = s.trusts_a_proxy = false;
        s.public_address = "";
        s.mail.reset();
    };
    EXPECT_EQ(with(at_home, "address.missing"), std::nullopt) << "trying it out needs no address";
    const auto at_home_with_mail = [&](Surroundings& s) {
        at_home(s);
        s.mail = mail::SmtpSettings{.host = "smtp.example"};
    };
    EXPECT_EQ(with(at_home_with_mail, "address.missing"), Grade::bad) << "mails are made of links";
    const auto without_tls = [](Surroundings& s) {
        s.behind_tls = false;
        s.public_address = "http://dorf.example";
    };
    EXPECT_EQ(with(without_tls, "tls.none"), Grade::warn);
}

TEST_F(Doctor, finds_a_reader_program_that_is_missing_or_does_not_run)
{
    auto surroundings = healthy();
    EXPECT_EQ(grade(surroundings, "reader"), Grade::ok);
    surroundings.reader_program = "/bin/false";
    EXPECT_EQ(grade(surroundings, "reader.broken"), Grade::bad);
    surroundings.reader_program = data() / "nothing";
    EXPECT_EQ(grade(surroundings, "reader.missing"), Grade::bad);
}

TEST_F(Doctor, finds_a_job_that_failed)
{
    EXPECT_EQ(grade(healthy(), "job"), Grade::ok);
    jobs::Jobs jobs({.pool = database.pool(), .clock = clock, .random = random});
    jobs.every("stumble", std::chrono::minutes(5),
               [](jobs::JobContext&) { throw std::runtime_error("the disk is full"); });
    jobs.run_due();
    EXPECT_EQ(grade(healthy(), "job"), Grade::bad);
}

TEST_F(Doctor, finds_mails_that_did_not_arrive)
{
    given([&](db::Tx& tx) {
        const mail::Mail mail{.network = network,
                              .to = {.address = "erika@dorf.example"},
                              .subject = "Hallo",
                              .text = "Hallo",
                              .purpose = "test"};
        ASSERT_TRUE(mail::enqueue(tx, mail, clock, random));
    });
    EXPECT_EQ(grade(healthy(), "outbox"), std::nullopt);
    const mail::ClaimRules rules{.sender = {.address = "dorf@dorf.example"}};
    const auto claimed = mail::claim_next(database.pool(), rules, clock, random);
    ASSERT_TRUE(claimed);
    mail::settle_and_claim(database.pool(), {{*claimed, {.mark = mail::Mark::failed, .reason = "550"}}}, {},
                           rules, clock, random);
    EXPECT_EQ(grade(healthy(), "outbox"), Grade::warn);
}

TEST_F(Doctor, finds_gaps_in_square_brackets_but_no_links)
{
    given_page("impressum",
               "Schreibt an [die Koordination](/kontakt) oder [den Verein][1].\n\n[1]: /vereine");
    EXPECT_EQ(grade(healthy(), "placeholder.page"), std::nullopt);
    given_page("datenschutz", "Verantwortlich ist [Name und Anschrift].");
    EXPECT_EQ(grade(healthy(), "placeholder.page"), Grade::warn);
    EXPECT_EQ(grade(healthy(), "placeholder.setting"), std::nullopt);
    given([&](db::Tx& tx) { web::save_setting(tx, network, "imprint.name", "[Name des Vereins]"); });
    EXPECT_EQ(grade(healthy(), "placeholder.setting"), Grade::warn);
}

TEST_F(Doctor, finds_a_provider_of_nobody_and_one_that_does_not_answer)
{
    const auto outside = std::make_shared<openid::TestProvider>(clock);
    const auto with_provider = [&](const std::string& slug) {
        auto surroundings = healthy();
        surroundings.providers[slug] = std::make_shared<openid::Provider>(outside->registration(), outside);
        return surroundings;
    };
    EXPECT_EQ(grade(healthy(), "provider"), std::nullopt);
    EXPECT_EQ(grade(with_provider("beispiel"), "provider"), Grade::ok);
    EXPECT_EQ(grade(with_provider("bespiel"), "provider.network"), Grade::bad);
    outside->is_silent = true;
    EXPECT_EQ(grade(with_provider("beispiel"), "provider"), Grade::bad);
}

TEST_F(Doctor, finds_what_a_restore_moved_away)
{
    std::filesystem::create_directories(data() / "before-restore-2026-11-01T000000Z");
    EXPECT_EQ(grade(healthy(), "restore.leftover"), Grade::warn);
}

TEST_F(Doctor, finds_a_log_that_was_changed_or_cut_off_or_is_not_sealed)
{
    given([&](db::Tx& tx) {
        for (int i = 0; i < 3; ++i)
            accounts::record(tx,
                             {.network = network,
                              .user = {},
                              .action = "contact.viewed",
                              .subject_kind = "person",
                              .subject = "p1",
                              .details = "Telefon"},
                             clock, random);
    });
    EXPECT_EQ(grade(healthy(), "audit.chain"), Grade::ok);
    EXPECT_EQ(grade(healthy(), "audit.waiting"), std::nullopt);
    clock.advance(std::chrono::minutes(61));
    EXPECT_EQ(grade(healthy(), "audit.waiting"), Grade::warn);
    accounts::seal_audit_log(database.pool());
    EXPECT_EQ(grade(healthy(), "audit.waiting"), std::nullopt);
    write_audit_heads(database.pool(), here().backups() / audit_heads_name, clock.now());
    EXPECT_EQ(grade(healthy(), "audit.end"), std::nullopt);

    given([](db::Tx& tx) { tx.exec(R"sql(UPDATE audit_details SET details = 'Mail')sql", {}); });
    EXPECT_EQ(grade(healthy(), "audit.details"), Grade::bad);
    given([](db::Tx& tx) {
        tx.exec(R"sql(DELETE FROM audit_details)sql", {});
        tx.exec(R"sql(DELETE FROM audit_log WHERE place = 3)sql", {});
    });
    EXPECT_EQ(grade(healthy(), "audit.chain"), Grade::ok);
    EXPECT_EQ(grade(healthy(), "audit.end"), Grade::bad);
    given([](db::Tx& tx) { tx.exec(R"sql(DELETE FROM audit_log WHERE place = 1)sql", {}); });
    EXPECT_EQ(grade(healthy(), "audit.chain"), Grade::bad);
}

} // namespace

} // namespace dorfnetz::operations::test
