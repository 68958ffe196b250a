#pragma once

#include "features/people/api.hpp"
#include "features/people/feature.hpp"
#include "foundation/jobs/jobs.hpp"
#include "tests/support/site.hpp"

#include <stdexcept>
#include <string>

namespace dorfnetz::people {

// The register without what other features keep about people.
inline void register_alone(web::Site& site)
{
    register_feature(site, {});
}

// A network of three invented villages in a row, five kilometres apart, with its register of people.
class Given
{
public:
    explicit Given(const std::vector<support::TestSite::Register>& features = {register_alone})
        : site(features)
    {
        add_village("birkenau", "Birkenau", 51.60);
        add_village("erlental", "Erlental", 51.645);
        add_village("weidenhof", "Weidenhof", 51.69);
    }

    support::TestSite site;
    VillageId birkenau{"11111111-0000-7000-8000-000000000001"};
    VillageId erlental{"11111111-0000-7000-8000-000000000002"};
    VillageId weidenhof{"11111111-0000-7000-8000-000000000003"};

    Author author() { return {.clock = site.clock, .random = site.random, .name = "Erika Beispiel"}; }

    static PersonDraft draft(const VillageId& home, const std::string& family = "Beispiel")
    {
        return {.given_name = "Karl",
                .family_name = family,
                .village = home,
                .phone = "03493 12 34 56",
                .email = "karl@example.org",
                .reach = ContactWay::phone,
                .tasks = {"garden"}};
    }

    ConsentDraft consent_to(db::Tx& tx, const std::vector<Purpose>& purposes)
    {
        return {.way = ConsentWay::paper,
                .given_on = date_of(site.clock.now()),
                .to = remember_consent_texts(tx,
                                             {.network = site.network(),
                                              .network_name = "Netz heide",
                                              .language = i18n::Language::de,
                                              .now = site.clock.now()},
                                             purposes),
                .paper_number = "BI-2026-0001"};
    }

    // To what makes the entry seen by the lead club.
    ConsentDraft consent(db::Tx& tx) { return consent_to(tx, {Purpose::register_, Purpose::lead_contact}); }

    enum class Agreed { yes, no };

    PersonId person(const PersonDraft& data, Agreed agreed = Agreed::yes)
    {
        PersonId id;
        site.given([&](db::Tx& tx) -> Result<Done> {
            NewPerson what{.data = data};
            if (agreed == Agreed::yes)
                what.consent = consent(tx);
            id = TRY(create(tx, site.network(), what, author()));
            return Done{};
        });
        return id;
    }

    std::optional<Person> stored(const PersonId& id)
    {
        return site.pool().read([&](db::Reader& reader) { return person_by_id(reader, site.network(), id); });
    }

    // Whose time is over now.
    std::vector<PersonId> due(Lock lock)
    {
        std::vector<PersonId> ids;
        for (auto& entry :
             site.pool().read([&](db::Reader& reader) { return locked_until(reader, site.network(), lock); }))
            if (entry.at <= site.clock.now())
                ids.push_back(std::move(entry.id));
        return ids;
    }

    std::int64_t counted() // people with consent
    {
        return site.pool().read([&](db::Reader& reader) { return count_people(reader, site.network()); });
    }

    // What the program does after its answers.
    int work()
    {
        jobs::Jobs jobs({.pool = site.pool(), .clock = site.clock, .random = site.random});
        register_jobs(jobs, site.environment());
        return jobs.run_due();
    }

    std::string show(const PersonId& id) { return "/redaktion/engagierte/" + id.text(); }

private:
    void add_village(const std::string& slug, const std::string& name, double latitude)
    {
        site.given([&](db::Tx& tx) -> Result<Done> {
            villages::Village village;
            village.id = slug == "birkenau" ? birkenau : slug == "erlental" ? erlental : weidenhof;
            village.slug = slug;
            village.name = name;
            village.latitude = latitude;
            village.longitude = 12.4;
            villages::put_place(tx, site.network(), village, site.clock.now());
            return Done{};
        });
    }
};

} // namespace dorfnetz::people
