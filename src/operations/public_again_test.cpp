#include "features/contact/persons_store.hpp"
#include "features/exchange/exchange_service.hpp"
#include "features/experiences/files.hpp"
#include "features/mandates/api.hpp"
#include "features/organisations/api.hpp"
#include "features/pages/pages_service.hpp"
#include "features/pages/pages_store.hpp"
#include "features/pictures/pictures_store.hpp"
#include "features/villages/api.hpp"
#include "operations/operations_for_tests.hpp"
#include "operations/revocations.hpp"

// What was taken off public pages after a backup is not there again after restoring it.
namespace dorfnetz::operations::test {

namespace {

using accounts::Audience;
using organisations::ContactId;
using organisations::OrganisationId;
using organisations::Status;

class PublicAgain : public Installations
{
protected:
    PublicAgain()
    {
        given([&](db::Tx& tx) {
            villages::put_place(
                tx, network,
                {.id = village, .slug = "aue", .name = "Aue", .latitude = 51.6, .longitude = 12.4},
                clock.now());
        });
    }

    organisations::Author author() { return {.clock = clock, .random = random, .name = "Erika"}; }

    OrganisationId club(const std::string& name)
    {
        OrganisationId id;
        given([&](db::Tx& tx) {
            organisations::NewOrganisation club{
                .entry = {.name = name, .villages = {village}, .phone = "03491 5550100"},
                .status = Status::published};
            club.entry.email = "chor@example.org";
            club.entry.email.show_to(Audience::public_);
            id = organisations::create(tx, network, club, author()).value();
        });
        return id;
    }

    ContactId contact(const OrganisationId& club, const std::string& name)
    {
        ContactId id;
        given([&](db::Tx& tx) {
            organisations::ContactDraft contact{.name = name,
                                                .phone = "03491 5550123",
                                                .email = "gitta@example.org",
                                                .consent_on = date_of(clock.now()),
                                                .consent_way = "paper"};
            contact.email.show_to(Audience::public_);
            id = organisations::add_contact(tx, network, club, contact, author()).value();
        });
        return id;
    }

    // What they are in the database that is being worked on.
    void change(const ContactId& id, const std::function<void(organisations::ContactDraft&)>& work)
    {
        given([&](db::Tx& tx) {
            for (auto& known : organisations::all_contacts(tx, network))
                if (known.id == id) {
                    work(known.data);
                    EXPECT_TRUE(
                        organisations::update_contact(tx, network, id, known.version, known.data, author()));
                }
        });
    }

    void change(const OrganisationId& id, const std::function<void(organisations::OrganisationDraft&)>& work)
    {
        given([&](db::Tx& tx) {
            auto known = organisations::organisation_by_id(tx, network, id).value();
            work(known.entry);
            EXPECT_TRUE(organisations::update(tx, network, id, known.version, known.entry, author()));
        });
    }

    contact::SiteContact site_contact(const std::string& name)
    {
        contact::SiteContact contact{.id = new_id<contact::SiteContactId>(clock, random),
                                     .duty_de = "Koordination",
                                     .duty_en = {},
                                     .name = name,
                                     .phone = "03491 5550123",
                                     .email = "karla@example.org",
                                     .consent_on = date_of(clock.now())};
        given([&](db::Tx& tx) { contact::insert_contact(tx, network, contact); });
        return contact;
    }

    void picture(const std::string& key, const std::string& album)
    {
        given([&](db::Tx& tx) {
            EXPECT_TRUE(pictures::insert_picture(
                tx, network,
                {.key = key, .album = album, .width = 400, .height = 300, .words = {.alt_de = "Fest"}}, "",
                clock.now()));
        });
    }

    pages::Page page(const std::string& title)
    {
        pages::Page page;
        given([&](db::Tx& tx) {
            page =
                pages::create(tx, network,
                              {.texts = {{i18n::Language::de, {.title = title, .body = "Erika hilft."}}}},
                              pages::Saving::and_publish, {.clock = clock, .random = random, .name = "Erika"})
                    .value();
        });
        return page;
    }

    // For what writes mails.
    web::Context context() { return web::context_of_a_job(m_environment, m_site, m_here); }

    // The backup, and an hour later the changes; then what the restored database says.
    RestoreReport after_restoring(const std::function<void()>& changes,
                                  const std::function<void(db::Reader&)>& look)
    {
        lists();
        saved();
        clock.advance(std::chrono::hours(1));
        changes();
        lists();
        const auto restored = restore(elsewhere(), file(), Existing::keep);
        EXPECT_TRUE(restored) << testing::PrintToString(restored.error().values);
        db::Pool::open(elsewhere().database)->read(look);
        return *restored;
    }

    void lists()
    {
        write_revocations(database.pool(), file().parent_path() / revocations_name, clock.now());
        write_erasures(database.pool(), file().parent_path() / erasures_name);
    }

    // Visitors read this of the contact person; nothing if they read nothing.
    std::optional<std::string> seen_by_visitors(db::Reader& reader, const OrganisationId& club,
                                                const ContactId& id)
    {
        const auto visitor = accounts::anybody();
        for (const auto& known : organisations::contacts_of(reader, network, club, visitor))
            if (known.id == id)
                return known.data.name + '|' + known.data.phone.seen_by(visitor) + '|' +
                       known.data.email.seen_by(visitor);
        return std::nullopt;
    }

    bool is_there(db::Reader& reader, const ContactId& id)
    {
        const auto all = organisations::all_contacts(reader, network);
        return std::any_of(all.begin(), all.end(), [&](const auto& known) { return known.id == id; });
    }

    Status status_of(db::Reader& reader, const OrganisationId& id)
    {
        return organisations::organisation_by_id(reader, network, id).value().status;
    }

    const villages::VillageId village{"11111111-0000-7000-8000-000000000001"};
    SeededRandom random{1};

private:
    web::Site m_site;
    web::Network m_here{
        .id = network, .slug = "beispiel", .name = "Beispiel", .time_zone = "Europe/Berlin", .settings = {}};
    web::Environment m_environment{.pool = database.pool(),
                                   .clock = clock,
                                   .random = random,
                                   .data_directory = data(),
                                   .reader_program = {},
                                   .secret = std::string(32, 'k'),
                                   .public_address = "https://beispiel.example"};
};

} // namespace

TEST_F(PublicAgain, is_no_contact_person_who_was_removed_or_took_the_yes_back)
{
    const auto choir = club("Chor");
    const auto removed = contact(choir, "Gitta Beispiel");
    const auto withdrawn = contact(choir, "Stefan Beispiel");
    const auto replaced = contact(choir, "Ruth Beispiel");
    const auto stays = contact(choir, "Karla Beispiel");
    const auto report = after_restoring(
        [&] {
            given([&](db::Tx& tx) {
                EXPECT_TRUE(organisations::remove_contact(tx, network, removed, author()));
            });
            change(withdrawn, [](auto& data) { data.consent_on.reset(); });
            change(replaced, [](auto& data) { data.name = "Anton Beispiel"; });
        },
        [&](db::Reader& reader) {
            EXPECT_FALSE(is_there(reader, removed));
            EXPECT_TRUE(is_there(reader, withdrawn)) << "those who edit the entry still know whom to ask";
            EXPECT_FALSE(seen_by_visitors(reader, choir, withdrawn));
            EXPECT_FALSE(seen_by_visitors(reader, choir, replaced)) << "she left, and he is lost";
            EXPECT_EQ(seen_by_visitors(reader, choir, stays),
                      "Karla Beispiel|03491 5550123|gitta@example.org");
        });
    EXPECT_EQ(report.erasures.applied, 1);
    EXPECT_EQ(report.revocations.applied, 2);
}

TEST_F(PublicAgain, is_no_number_that_is_shown_to_fewer)
{
    const auto choir = club("Chor");
    const auto person = contact(choir, "Gitta Beispiel");
    const auto without_phone = contact(choir, "Stefan Beispiel");
    const auto wider = contact(choir, "Karla Beispiel");
    after_restoring(
        [&] {
            change(person, [](auto& data) { data.phone.show_to(Audience::coordinator); });
            change(person, [](auto& data) { data.email.show_to(Audience::village); });
            change(without_phone, [](auto& data) { data.phone = ""; });
            change(wider, [](auto& data) { data.phone.show_to(Audience::network); });
            change(wider, [](auto& data) { data.phone.show_to(Audience::public_); });
            change(choir, [](auto& entry) { entry.phone.show_to(Audience::network); });
            change(choir, [](auto& entry) { entry.email.show_to(Audience::coordinator); });
        },
        [&](db::Reader& reader) {
            EXPECT_EQ(seen_by_visitors(reader, choir, person), "Gitta Beispiel||");
            EXPECT_EQ(seen_by_visitors(reader, choir, without_phone), "Stefan Beispiel||gitta@example.org");
            EXPECT_EQ(seen_by_visitors(reader, choir, wider),
                      "Karla Beispiel|03491 5550123|gitta@example.org")
                << "the last word counts";
            const auto entry = organisations::organisation_by_id(reader, network, choir).value().entry;
            EXPECT_EQ(entry.phone.audience(), Audience::network);
            EXPECT_EQ(entry.email.audience(), Audience::coordinator);
        });
}

TEST_F(PublicAgain, is_no_entry_that_was_archived_or_waits_for_review)
{
    const auto archived = club("Chor");
    const auto reviewed = club("Kegelklub");
    const auto leads = club("Heimatverein");
    const auto day = date_of(clock.now());
    given([&](db::Tx& tx) {
        EXPECT_TRUE(mandates::appoint(
            tx, network,
            {.village = village, .organisation = leads, .starts_on = add_days(day, -30), .decided = "2026"},
            author()));
    });
    after_restoring(
        [&] {
            given([&](db::Tx& tx) {
                EXPECT_TRUE(organisations::archive(tx, network, archived, author()));
                EXPECT_TRUE(organisations::send_to_review(tx, network, reviewed, author()));
                EXPECT_TRUE(mandates::end_mandate(tx, network, village, day));
                EXPECT_TRUE(organisations::archive(tx, network, leads, author()));
            });
        },
        [&](db::Reader& reader) {
            EXPECT_EQ(status_of(reader, archived), Status::archived);
            EXPECT_EQ(status_of(reader, reviewed), Status::reported);
            EXPECT_EQ(status_of(reader, leads), Status::reported)
                << "with the backup it leads its village again, so it cannot be archived";
        });
}

TEST_F(PublicAgain, is_nobody_whom_the_network_named_before)
{
    const auto removed = site_contact("Karla Muster");
    const auto replaced = site_contact("Anton Muster");
    const auto stays = site_contact("Ruth Muster");
    after_restoring(
        [&] {
            given([&](db::Tx& tx) {
                EXPECT_TRUE(contact::delete_contact(tx, network, removed.id));
                auto other = replaced;
                other.name = "Stefan Muster";
                EXPECT_TRUE(contact::update_contact(tx, network, replaced, other, clock.now()));
            });
        },
        [&](db::Reader& reader) {
            EXPECT_FALSE(contact::contact_by_id(reader, network, removed.id));
            EXPECT_FALSE(contact::contact_by_id(reader, network, replaced.id)->is_personal());
            EXPECT_EQ(contact::contact_by_id(reader, network, replaced.id)->duty_de, "Koordination");
            EXPECT_EQ(contact::contact_by_id(reader, network, stays.id)->name, "Ruth Muster");
        });
}

TEST_F(PublicAgain, is_no_picture_file_or_text_that_was_taken_away)
{
    const auto choir = club("Chor");
    const auto album = organisations::logo_album(choir);
    picture("older", album);
    picture("newer", album);
    const auto hidden = page("Fest");
    const auto deleted = page("Ausflug");
    const auto stays = page("Satzung");
    given([&](db::Tx& tx) {
        tx.exec(R"sql(UPDATE organisations SET logo_id = 'newer')sql", {});
        tx.exec(R"sql(UPDATE villages SET picture_id = 'newer')sql", {});
        pictures::insert_download(tx, network,
                                  {.key = "minutes",
                                   .file_name = "protokoll.pdf",
                                   .kind = "pdf",
                                   .title_de = "Protokoll",
                                   .title_en = {},
                                   .size = 1},
                                  "x", "", clock.now());
    });
    after_restoring(
        [&] {
            given([&](db::Tx& tx) {
                pictures::delete_picture(tx, network, "newer", clock.now());
                pictures::delete_download(tx, network, "minutes", clock.now());
                EXPECT_TRUE(pages::withdraw(tx, network, hidden.id, clock.now()));
                EXPECT_TRUE(pages::remove(tx, network, deleted.id));
            });
        },
        [&](db::Reader& reader) {
            EXPECT_FALSE(pictures::picture_by_key(reader, network, "newer"));
            EXPECT_EQ(reader.value<std::string>(R"sql(SELECT logo_id FROM organisations)sql", {}), "older");
            EXPECT_EQ(reader.value<std::string>(R"sql(SELECT picture_id FROM villages)sql", {}), "older");
            EXPECT_FALSE(pictures::download_by_key(reader, network, "minutes"));
            EXPECT_FALSE(pages::newest_by_id(reader, network, hidden.id)->is_published());
            EXPECT_FALSE(pages::newest_by_id(reader, network, deleted.id));
            EXPECT_TRUE(pages::newest_by_id(reader, network, stays.id)->is_published());
        });
}

TEST_F(PublicAgain, is_nothing_that_is_no_longer_lent_or_looked_for)
{
    const auto choir = club("Chor");
    const auto lent = [&](const std::string& title) {
        exchange::ThingId id;
        given([&](db::Tx& tx) {
            id = exchange::add_thing(tx, network, {.owner = choir, .village = village, .title = title},
                                     author())
                     .value()
                     .id;
        });
        picture(title, exchange::picture_album(id));
        return id;
    };
    const auto looked_for = [&](const std::string& title) {
        exchange::PostId id;
        given([&](db::Tx& tx) {
            id = exchange::add_post(tx, *web::network_by_id(tx, network),
                                    {.organisation = choir,
                                     .village = village,
                                     .title = title,
                                     .expires_on = add_days(date_of(clock.now()), 30)},
                                    author())
                     .value()
                     .id;
        });
        return id;
    };
    const auto withdrawn = lent("zelt");
    const auto deleted = lent("saal");
    const auto stays = lent("grill");
    const auto found = looked_for("Leiter");
    const auto removed = looked_for("Beamer");
    after_restoring(
        [&] {
            given([&](db::Tx& tx) {
                EXPECT_TRUE(exchange::withdraw_thing(tx, context(), withdrawn));
                EXPECT_TRUE(exchange::remove_thing(tx, context(), deleted));
                EXPECT_TRUE(exchange::close_post(tx, context(), found, exchange::PostStatus::done));
                EXPECT_TRUE(exchange::remove_post(tx, context(), removed));
            });
        },
        [&](db::Reader& reader) {
            const auto thing = [&](const exchange::ThingId& id) {
                return exchange::thing_by_id(reader, network, id);
            };
            EXPECT_EQ(thing(withdrawn)->status, exchange::ThingStatus::withdrawn);
            EXPECT_TRUE(pictures::pictures_of(reader, network, exchange::picture_album(withdrawn)).empty())
                << "they are in an album that editors alone see";
            EXPECT_FALSE(thing(deleted));
            EXPECT_FALSE(pictures::picture_by_key(reader, network, "saal"));
            EXPECT_EQ(thing(stays)->status, exchange::ThingStatus::offered);
            EXPECT_EQ(exchange::post_by_id(reader, network, found)->status, exchange::PostStatus::done);
            EXPECT_FALSE(exchange::post_by_id(reader, network, removed));
        });
}

TEST_F(PublicAgain, is_no_experience_that_fewer_may_read)
{
    const auto choir = club("Chor");
    const auto told = [&](const std::string& title) {
        experiences::ExperienceId id;
        given([&](db::Tx& tx) {
            id = experiences::add(
                     tx, network,
                     {.organisation = choir, .title = title, .what = "Erst der Boden.", .shared = true},
                     author())
                     .value()
                     .id;
            EXPECT_TRUE(experiences::publish(tx, network, id, author()));
        });
        return id;
    };
    const auto taken_back = told("Wiese");
    const auto kept_here = told("Teich");
    const auto deleted = told("Hecke");
    const auto stays = told("Weg");
    given([&](db::Tx& tx) {
        for (const auto* title : {"Plan", "Liste"})
            EXPECT_TRUE(experiences::add_file(tx, network,
                                              {.experience = stays,
                                               .title = title,
                                               .file_name = "datei.pdf",
                                               .content_type = "application/pdf"},
                                              "%PDF-", author()));
    });
    after_restoring(
        [&] {
            given([&](db::Tx& tx) {
                EXPECT_TRUE(experiences::take_back(tx, network, taken_back, author()));
                auto known = experiences::experience_by_id(tx, network, kept_here).value();
                known.draft.shared = false;
                EXPECT_TRUE(
                    experiences::change(tx, network, kept_here, known.version, known.draft, author()));
                EXPECT_TRUE(experiences::take_back(tx, network, deleted, author()));
                EXPECT_TRUE(experiences::remove(tx, network, deleted));
                const auto files = experiences::files_of(tx, network, stays);
                EXPECT_TRUE(experiences::remove_file(tx, network, files.front().id));
            });
        },
        [&](db::Reader& reader) {
            const auto now = [&](const experiences::ExperienceId& id) {
                return experiences::experience_by_id(reader, network, id);
            };
            EXPECT_EQ(now(taken_back)->status, experiences::Status::draft);
            EXPECT_EQ(now(kept_here)->status, experiences::Status::published);
            EXPECT_FALSE(now(kept_here)->draft.shared);
            EXPECT_FALSE(now(deleted));
            EXPECT_TRUE(now(stays)->draft.shared);
            EXPECT_EQ(experiences::files_of(reader, network, stays).size(), 1U);
        });
}

TEST_F(PublicAgain, may_be_what_was_shown_again_before_the_backup)
{
    const auto choir = club("Chor");
    const auto person = contact(choir, "Gitta Beispiel");
    picture("logo", organisations::logo_album(choir));
    given([&](db::Tx& tx) { pictures::delete_picture(tx, network, "logo", clock.now()); });
    change(person, [](auto& data) { data.consent_on.reset(); });
    lists();
    clock.advance(std::chrono::hours(1));
    picture("logo", organisations::logo_album(choir));
    change(person, [&](auto& data) {
        data.consent_on = date_of(clock.now());
        data.consent_way = "paper";
    });
    // The list is that of an hour ago.
    saved();
    const auto restored = restore(elsewhere(), file(), Existing::keep);
    ASSERT_TRUE(restored);
    db::Pool::open(elsewhere().database)->read([&](db::Reader& reader) {
        EXPECT_TRUE(seen_by_visitors(reader, choir, person));
        EXPECT_TRUE(pictures::picture_by_key(reader, network, "logo"));
    });
}

} // namespace dorfnetz::operations::test
