#pragma once

#include "features/activities/feature.hpp"
#include "features/newsletter/feature.hpp"
#include "features/newsletter/issues.hpp"
#include "features/newsletter/sending.hpp"
#include "features/organisations/feature.hpp"
#include "features/pages/feature.hpp"
#include "features/villages/feature.hpp"
#include "foundation/mail/outbox.hpp"
#include "foundation/web/network.hpp"
#include "tests/support/site.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <string>
#include <utility>
#include <vector>

namespace dorfnetz::newsletter {

using FormFields = std::vector<std::pair<std::string, std::string>>;

// It is 22 November 2026, a Sunday. Two villages; in each a club and something that takes place.
class NewsletterSite : public testing::Test
{
protected:
    NewsletterSite()
    {
        site.environment().public_address = "https://heide.example";
        network = site.pool().read(
            [](db::Reader& reader) { return web::network_by_slug(reader, "heide").value(); });
        aue = given_village("aue", "Aue");
        lohe = given_village("lohe", "Lohe");
        choir = given_club("Beispiel Chor", aue);
        cinema = given_club("Beispiel Kino", lohe);
    }

    organisations::Author author() { return {.clock = site.clock, .random = site.random, .name = "Erika"}; }

    VillageId given_village(const std::string& slug, const std::string& name)
    {
        const auto id = new_id<VillageId>(site.clock, site.random);
        site.given([&](db::Tx& tx) -> Result<Done> {
            villages::put_place(tx, network.id, {.id = id, .slug = slug, .name = name}, site.clock.now());
            return Done{};
        });
        return id;
    }

    organisations::OrganisationId given_club(const std::string& name, const VillageId& village)
    {
        organisations::OrganisationId id;
        site.given([&](db::Tx& tx) -> Result<Done> {
            id = TRY(organisations::create(
                tx, network.id,
                {.entry = {.name = name, .villages = {village}, .purpose = "Macht etwas für alle."},
                 .status = organisations::Status::published},
                author()));
            return Done{};
        });
        return id;
    }

    activities::ActivityId given_date(const std::string& title, const organisations::OrganisationId& host,
                                      const VillageId& village, std::string_view begin, std::string_view end)
    {
        activities::ActivityId id;
        site.given([&](db::Tx& tx) -> Result<Done> {
            id = TRY(activities::create(tx, network,
                                        {.title = title,
                                         .kind = "culture",
                                         .hosts = {host},
                                         .villages = {village},
                                         .first = {.begin = *calendar::local_time_from_iso(begin),
                                                   .end = *calendar::local_time_from_iso(end)},
                                         .place_village = village},
                                        author()));
            return activities::publish(tx, network, id, author());
        });
        return id;
    }

    void given_concert_and_film()
    {
        given_date("Konzert am Teich", choir, aue, "2026-12-05T18:00", "2026-12-05T20:00");
        given_date("Film im Saal", cinema, lohe, "2026-12-12T19:00", "2026-12-12T21:00");
    }

    support::Answer order(const std::string& email, const FormFields& more = {})
    {
        FormFields fields{{"mail", email}, {"ja_newsletter", "1"}};
        fields.insert(fields.end(), more.begin(), more.end());
        return site.submit("/rundbrief", "/rundbrief", fields);
    }

    // Orders, and follows the link in the mail.
    void given_reader(const std::string& email, const FormFields& more = {})
    {
        EXPECT_EQ(order(email, more).location(), "/rundbrief/danke");
        const auto link = path_in(mails_to(email, "confirm_newsletter").back(), "/rundbrief/bestaetigen/");
        EXPECT_EQ(site.submit(link, link, {}).location(), "/rundbrief/bestellt");
    }

    // All that were put into the outbox so far.
    const std::vector<mail::Mail>& mails()
    {
        const mail::ClaimRules rules{.sender = {.address = "netz@example.org"}, .per_minute = 1'000'000};
        while (auto claimed = mail::claim_next(site.pool(), rules, site.clock, site.random)) {
            m_markup[claimed->mail.to.address] = claimed->html;
            m_mails.push_back(std::move(claimed->mail));
        }
        return m_mails;
    }

    std::vector<mail::Mail> mails_to(const std::string& email, std::string_view purpose = {})
    {
        std::vector<mail::Mail> found;
        for (const auto& mail : mails())
            if (mail.to.address == email && (purpose.empty() || mail.purpose == purpose))
                found.push_back(mail);
        return found;
    }

    // "/rundbrief/…" in the text of a mail.
    static std::string path_in(const mail::Mail& mail, const std::string& beginning)
    {
        const auto from = mail.text.find(beginning);
        return from == std::string::npos
                   ? std::string()
                   : mail.text.substr(from, mail.text.find_first_of("\r\n ", from) - from);
    }

    std::int64_t rows()
    {
        return site.pool().read([](db::Reader& reader) {
            return reader.count(R"sql(SELECT COUNT(*) FROM newsletter_subscriptions)sql", {});
        });
    }

    Issue issue(const std::string& month = "2026-12")
    {
        return site.pool().read(
            [&](db::Reader& reader) { return issue_of_month(reader, network.id, month).value(); });
    }

    std::string desk(std::string_view end = "")
    {
        return "/redaktion/rundbrief/" + issue().id.text() + std::string(end);
    }

    void given_draft()
    {
        site.given([&](db::Tx& tx) -> Result<Done> {
            make_draft(tx, site.environment(), network.id, "2026-12");
            return Done{};
        });
    }

    void save_words(const std::string& words)
    {
        site.sign_in_as(web::Role::coordinator);
        EXPECT_EQ(
            site.submit(desk(), desk(), {{"worte", words}, {"version", std::to_string(issue().version)}})
                .status,
            303);
        site.sign_out();
    }

    void press_send()
    {
        site.sign_in_as(web::Role::coordinator);
        const auto sent = site.submit(desk(), desk("/senden"),
                                      {{"sicher", "1"}, {"version", std::to_string(issue().version)}});
        EXPECT_EQ(sent.status, 303) << sent.body;
        site.sign_out();
    }

    void work()
    {
        send_issues(site.environment(), site.site(), network, [] { return true; });
    }

    support::TestSite site{{villages::register_feature, organisations::register_feature,
                            activities::register_feature,
                            [](web::Site& made) { pages::register_feature(made, {}); }, register_feature}};
    web::Network network;
    VillageId aue;
    VillageId lohe;
    organisations::OrganisationId choir;
    organisations::OrganisationId cinema;

    // What stood in the HTML of the last mail to somebody.
    std::string markup_to(const std::string& email) { return m_markup[email]; }

private:
    std::vector<mail::Mail> m_mails;
    std::map<std::string, std::string> m_markup;
};

} // namespace dorfnetz::newsletter
