#include "features/asking/asking_for_tests.hpp"
#include "features/asking/kept_people.hpp"
#include "features/matching/regions_for_tests.hpp"
#include "features/people/consents.hpp"

#include <functional>
#include <thread>

namespace dorfnetz::asking {

namespace {

using people::Elsewheres;
using people::Purpose;

class KeptPeopleTest : public WithPeopleToAsk
{
protected:
    Suggestions kept_for(const ShiftId& shift, std::size_t most)
    {
        const auto context = as_lead();
        const auto which = open(shift);
        return read([&](db::Reader& reader) {
            return kept.suggestions_for(reader, context, which, wanted_for(which), most);
        });
    }

    Suggestions read_for(const ShiftId& shift, std::size_t most)
    {
        const auto context = as_lead();
        const auto which = open(shift);
        return read([&](db::Reader& reader) {
            return suggestions_for(reader, context, which, wanted_for(which), most);
        });
    }

    void expect_the_same_for(const ShiftId& shift)
    {
        for (const std::size_t most : {0, 1, 2, 5, 50}) {
            const auto some = kept_for(shift, most);
            const auto all = read_for(shift, most);
            EXPECT_EQ(lines(some), lines(all));
            EXPECT_EQ(some.left_out, all.left_out);
            EXPECT_EQ(some.looked_at, all.looked_at);
            EXPECT_EQ(some.not_reachable, all.not_reachable);
        }
    }

    people::PersonDraft random_draft(matching::Chance& chance)
    {
        auto one = draft("P" + std::to_string(chance.below(1000)));
        const auto is = [&](int percent) { return chance.below(100) < percent; };
        one.tasks = is(70) ? std::vector<std::string>{"cooking"} : std::vector<std::string>{};
        if (is(20))
            one.tasks = {"treasury"};
        one.village = is(40) ? given.erlental : given.birkenau;
        if (is(40))
            one.free_times = {{"sat", is(80) ? "morning" : "evening"}};
        if (is(30))
            one.hours_per_month = 2 + chance.below(6);
        if (is(10))
            one.email = "";
        if (is(10))
            one.birth_year = 1950 + chance.below(50);
        return one;
    }

    void change(const PersonId& id, const people::PersonDraft& data)
    {
        const auto before = given.stored(id);
        ASSERT_TRUE(written([&](db::Tx& tx) {
            return people::update(tx, network.id, id, before->version, data, people::EmailChange::allowed,
                                  given.author());
        }));
    }

    void withdraw(const PersonId& id, Purpose purpose)
    {
        ASSERT_TRUE(written([&](db::Tx& tx) {
            return people::withdraw_consent(tx, network.id, id, {.purpose = purpose}, given.author());
        }));
    }

    void erase(const PersonId& id)
    {
        ASSERT_TRUE(written([&](db::Tx& tx) -> Result<Done> {
            people::erase(tx, network.id, id, Elsewheres{});
            return Done{};
        }));
    }

    void wish(const PersonId& id, const Wish& wish)
    {
        ASSERT_TRUE(written([&](db::Tx& tx) -> Result<Done> {
            store::put_wish(tx, network.id, id, wish, site.clock.now());
            return Done{};
        }));
    }

    signups::SignupId promise_of(const PersonId& id, const ShiftId& shift)
    {
        auto wanted = of(shift, "Jemand", "jemand" + std::to_string(++m_promises) + "@example.org");
        wanted.person = id;
        return promise(wanted);
    }

    bool open_now(const ShiftId& shift)
    {
        return open(shift).shift.status == activities::ShiftStatus::planned;
    }

    void call_off(const ShiftId& shift, bool is_off)
    {
        ASSERT_TRUE(written([&](db::Tx& tx) {
            return activities::change_shift(tx, network, shift, {.most = 60, .is_off = is_off}, author());
        }));
    }

    void move_market(const activities::ActivityId& id, const villages::VillageId& where)
    {
        ASSERT_TRUE(written([&](db::Tx& tx) {
            auto market = activities::activity_by_id(tx, network.id, id).value();
            market.draft.place_village = where;
            return activities::update(tx, network, id, market.version, market.draft, author());
        }));
    }

    void move_birkenau_to(std::optional<double> latitude)
    {
        ASSERT_TRUE(written([&](db::Tx& tx) -> Result<Done> {
            for (auto village : villages::all_places(tx, network.id))
                if (village.id == given.birkenau) {
                    village.latitude = latitude;
                    villages::put_place(tx, network.id, village, site.clock.now());
                }
            return Done{};
        }));
    }

    static std::vector<std::string> lines(const Suggestions& suggestions)
    {
        std::vector<std::string> lines;
        for (const auto& each : suggestions.best)
            lines.push_back(each.person.id.text() + ' ' + each.person.data.name() + ' ' +
                            std::to_string(each.points) + ' ' + std::string(to_text(each.channel)) + ' ' +
                            each.why);
        return lines;
    }

    KeptPeople kept;

private:
    int m_promises = 0;
};

} // namespace

TEST_F(KeptPeopleTest, are_those_whom_looking_at_everybody_finds_whatever_changes)
{
    matching::Chance chance(7);
    const auto market_of = activity("Markt", "2026-12-05T09:00", "2026-12-05T13:00", given.erlental);
    const auto stand = shift(market_of, {.title = "Kochen am Stand"}, 60);
    const auto later = shift(activity("Ball", "2026-12-19T18:00", "2026-12-19T23:00", given.birkenau),
                             {.title = "Kochen am Abend"}, 60);
    std::vector<PersonId> people;
    std::vector<signups::SignupId> promises;
    const auto somebody = [&] {
        return static_cast<std::size_t>(chance.below(static_cast<int>(people.size())));
    };
    const auto leave = [&](auto&& how) {
        if (people.size() <= 15)
            return;
        const auto number = somebody();
        how(people[number]);
        people.erase(people.begin() + static_cast<std::ptrdiff_t>(number));
    };
    for (int i = 0; i < 25; ++i)
        people.push_back(given.person(random_draft(chance)));
    int asked = 0;
    int taken_back = 0;
    const std::vector<std::function<void()>> changes{
        [&] { people.push_back(given.person(random_draft(chance))); },
        [&] { given.person(random_draft(chance), people::Given::Agreed::no); },
        [&] { change(people[somebody()], random_draft(chance)); },
        [&] { leave([&](const PersonId& id) { erase(id); }); },
        [&] { leave([&](const PersonId& id) { withdraw(id, Purpose::register_); }); },
        [&] { leave([&](const PersonId& id) { withdraw(id, Purpose::lead_contact); }); },
        [&] { wish(people[somebody()], {.days_between = chance.below(20)}); },
        [&] { promises.push_back(promise_of(people[somebody()], open_now(later) ? later : stand)); },
        [&] {
            if (!promises.empty()) {
                taken_back += take_back(promises.back()) ? 1 : 0;
                promises.pop_back();
            }
        },
        [&] {
            asked += try_ask({people[somebody()], people[somebody()]}) ? 1 : 0;
        },
        [&] { call_off(later, chance.below(2) == 0); },
        [&] { move_market(market_of, chance.below(2) == 0 ? given.birkenau : given.erlental); },
        [&] { site.clock.advance(std::chrono::hours(chance.below(20))); },
    };
    for (std::size_t step = 0; step < 8 * changes.size(); ++step) {
        SCOPED_TRACE(step);
        changes[step < changes.size() ? step : static_cast<std::size_t>(chance.below(13))]();
        for (const auto& shift : {grill, stand, later})
            if (open_now(shift))
                expect_the_same_for(shift);
    }
    EXPECT_GT(asked, 0);
    EXPECT_GT(taken_back, 0);
}

// What nobody counted as a change of the network is not seen: so the others are not read anew each time.
TEST_F(KeptPeopleTest, are_kept)
{
    person("Anna");
    EXPECT_EQ(kept_for(grill, 5).looked_at, 1);
    const auto is_unseen = site.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        TRY(people::create(tx, network.id, {.data = draft("Bert"), .consent = given.consent(tx)},
                           given.author()));
        return Done{};
    });
    ASSERT_TRUE(is_unseen);
    EXPECT_EQ(kept_for(grill, 5).looked_at, 1);
    EXPECT_EQ(read_for(grill, 5).looked_at, 2);
    person("Cora");
    EXPECT_EQ(kept_for(grill, 5).looked_at, 3);
}

TEST_F(KeptPeopleTest, of_an_older_reader_are_those_of_its_own_view)
{
    const auto anna = person("Anna");
    person("Bert");
    const auto before = as_lead();
    EXPECT_EQ(kept_for(grill, 5).best.size(), 2U);
    const auto which = open(grill);
    site.pool().read([&](db::Reader& reader) {
        static_cast<void>(reader.count("SELECT count(*) FROM people", {})); // from here on it sees no change
        std::thread([&] {
            withdraw(anna, Purpose::register_);
            EXPECT_EQ(kept_for(grill, 5).best.size(), 1U);
        }).join();
        EXPECT_EQ(kept.suggestions_for(reader, before, which, wanted_for(which), 5).best.size(), 1U);
    });
    EXPECT_EQ(kept_for(grill, 5).best.size(), 1U);
}

TEST_F(KeptPeopleTest, depend_on_the_role)
{
    person("Anna");
    auto elsewhere = draft("Cora");
    elsewhere.village = given.weidenhof;
    given.person(elsewhere);
    EXPECT_EQ(kept_for(grill, 5).looked_at, 1);
    lead.grants = {{web::Role::coordinator, ""}};
    expect_the_same_for(grill);
    EXPECT_EQ(kept_for(grill, 5).looked_at, 2);
    lead.grants = {{web::Role::organisation_editor, "some club"}};
    EXPECT_EQ(kept_for(grill, 5).looked_at, 0);
}

TEST_F(KeptPeopleTest, lie_somewhere_else_when_their_village_does)
{
    for (const auto* name : {"Anna", "Bert", "Cora"})
        person(name);
    expect_the_same_for(grill);
    const auto before = lines(kept_for(grill, 50));
    move_birkenau_to(51.62);
    expect_the_same_for(grill);
    move_birkenau_to(std::nullopt);
    expect_the_same_for(grill);
    EXPECT_NE(lines(kept_for(grill, 50)), before) << "nobody says that they live there any more";
}

TEST_F(KeptPeopleTest, are_asked_less_often_in_the_new_year)
{
    const auto anna = person("Anna");
    person("Bert");
    ask({anna});
    const auto spring = shift(activity("Osterfeuer", "2027-03-27T18:00", "2027-03-27T22:00", given.birkenau),
                              {.title = "Kochen am Feuer"}, 3);
    expect_the_same_for(spring);
    site.clock.advance(std::chrono::days(60));
    expect_the_same_for(spring);
}

TEST_F(KeptPeopleTest, are_never_shown_to_who_may_not_ask_them)
{
    for (const auto* name : {"Anna", "Bert", "Cora"})
        person(name);
    ASSERT_EQ(kept_for(grill, 5).best.size(), 3U);
    lead.grants.front().subject = given.weidenhof.text();
    EXPECT_EQ(kept_for(grill, 5).looked_at, 0);
    lead.grants.front().subject = given.birkenau.text();
    EXPECT_EQ(kept_for(grill, 5).looked_at, 3);
}

TEST_F(KeptPeopleTest, are_also_found_for_what_is_years_away)
{
    const auto anna = person("Anna");
    const auto far_off = shift(activity("Jubiläum", "2029-06-02T10:00", "2029-06-02T18:00", given.birkenau),
                               {.title = "Kochen am Grill"}, 3);
    const auto beside_it =
        shift(activity("Umzug", "2029-06-02T11:00", "2029-06-02T12:00", given.birkenau), role("Ordnerin"), 3);
    expect_the_same_for(far_off);
    promise_of(anna, beside_it);
    expect_the_same_for(far_off);
    EXPECT_TRUE(kept_for(far_off, 5).best.empty()) << "she has promised something for that time";
}

} // namespace dorfnetz::asking
