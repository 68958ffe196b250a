#include "features/signups/rules.hpp"
#include "features/signups/signups_for_tests.hpp"
#include "foundation/core/text.hpp"

#include <algorithm>
#include <set>
#include <thread>

namespace dorfnetz::signups {

namespace {

using std::chrono::minutes;

// One person signs up, in each of the ways in which that can end.
class Promises : public WithShifts
{
protected:
    const ShiftId grill = shift(festival, role("Grillstand"), 3, hours(0, 2));
    const ShiftId wash = shift(festival, role("Abwasch"), 3, hours(1, 2));
    const ShiftId cake = shift(festival, thing("Kuchen"), 10);

    // Chance of tests is for one thread.
    Around surroundings_of_threads()
    {
        web::Environment& outside = site.environment();
        m_threads_environment.emplace(web::Environment{.pool = outside.pool,
                                                       .clock = outside.clock,
                                                       .random = m_random,
                                                       .data_directory = outside.data_directory,
                                                       .reader_program = {},
                                                       .secret = outside.secret,
                                                       .public_address = {}});
        return around({.environment = *m_threads_environment,
                       .site = site.site(),
                       .request = request,
                       .network = network});
    }

    SignupId waiting(const std::string& name, std::int64_t people = 1)
    {
        return promise(of(grill, name, name + "@example.org", people));
    }

private:
    SystemRandom m_random;
    std::optional<web::Environment> m_threads_environment;
};

} // namespace

TEST_F(Promises, are_certain_at_once_and_take_a_place)
{
    const auto id = promise(of(grill, "Karla Muster", "karla@example.org", 2));
    EXPECT_EQ(status(id), Status::confirmed);
    EXPECT_TRUE(stored(id).holds);
    EXPECT_EQ(taken(grill), 2);
    const auto mails = new_mails();
    ASSERT_EQ(mails.size(), 1U);
    EXPECT_EQ(mails[0].to.address, "karla@example.org");
    EXPECT_EQ(mails[0].subject, "Du bist dabei: Teichfest: Grillstand");
    EXPECT_NE(mails[0].text.find("http://heide.example" + link(id)), std::string::npos) << mails[0].text;
    EXPECT_NE(mails[0].calendar.find("METHOD:REQUEST"), std::string::npos);
}

TEST_F(Promises, above_the_number_of_places_wait_in_their_order)
{
    promise(of(grill, "Anna", "anna@example.org", 3));
    const auto first = waiting("berta");
    const auto second = waiting("carla");
    EXPECT_EQ(status(first), Status::waitlisted);
    EXPECT_EQ(status(second), Status::waitlisted);
    EXPECT_EQ(taken(grill), 3);
}

TEST_F(Promises, that_are_taken_back_let_the_next_one_move_up_and_tell_both)
{
    const auto anna = promise(of(grill, "Anna", "anna@example.org", 3));
    const auto berta = waiting("berta");
    const auto carla = waiting("carla", 3);
    new_mails();
    ASSERT_TRUE(take_back(anna));
    EXPECT_EQ(status(anna), Status::cancelled);
    EXPECT_EQ(status(berta), Status::confirmed);
    EXPECT_EQ(status(carla), Status::waitlisted) << "three do not fit beside one";
    EXPECT_EQ(taken(grill), 1);
    const auto mails = new_mails();
    ASSERT_EQ(mails.size(), 2U);
    EXPECT_EQ(mails[0].subject, "Abgesagt: Teichfest: Grillstand");
    EXPECT_NE(mails[0].calendar.find("METHOD:CANCEL"), std::string::npos);
    EXPECT_EQ(mails[1].subject, "Ein Platz ist frei geworden: Teichfest: Grillstand");
    EXPECT_TRUE(take_back(anna)) << "once more changes nothing";
    EXPECT_EQ(taken(grill), 1);
}

TEST_F(Promises, sent_twice_count_once)
{
    auto wanted = of(grill, "Anna", "anna@example.org");
    wanted.form_key = "the same form";
    EXPECT_EQ(promise(wanted), promise(wanted));
    EXPECT_EQ(taken(grill), 1);
    EXPECT_EQ(new_mails().size(), 1U);
}

TEST_F(Promises, sent_once_more_after_they_were_taken_back_count_anew)
{
    auto wanted = of(grill, "Anna", "anna@example.org");
    wanted.form_key = "the same form";
    const auto first = promise(wanted);
    ASSERT_TRUE(take_back(first));
    const auto second = promise(wanted);
    EXPECT_NE(first, second);
    EXPECT_EQ(status(second), Status::confirmed);
    EXPECT_EQ(taken(grill), 1);
}

TEST_F(Promises, for_what_is_over_or_called_off_are_refused)
{
    site.clock.set(*timestamp_from_iso("2026-12-05T10:30:00Z"));
    EXPECT_TRUE(try_promise(of(grill, "Anna", "anna@example.org"))) << "it is still going on";
    site.clock.set(*timestamp_from_iso("2026-12-05T11:00:00Z"));
    const auto refused = try_promise(of(grill, "Anna", "anna@example.org"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, Err::conflict);
    ASSERT_TRUE(
        written([&](db::Tx& tx) { return activities::cancel(tx, network, festival, "Regen", author()); }));
    EXPECT_FALSE(try_promise(of(cake, "Anna", "anna@example.org")));
    EXPECT_EQ(try_promise(of(ShiftId("none"), "Anna", "anna@example.org")).error().kind, Err::missing);
}

TEST_F(Promises, for_more_people_than_there_are_places_are_refused_at_the_field)
{
    const auto refused = try_promise(of(grill, "Anna", "anna@example.org", 4));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fields.at(0).field, "anzahl");
}

TEST_F(Promises, to_an_address_that_takes_no_mail_are_refused_and_keep_nothing)
{
    const auto refused = try_promise(of(grill, "Anna", "anna@example.org\r\nBcc: alle@example.org"));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fields.at(0).field, "kontakt");
    EXPECT_EQ(taken(grill), 0);
    EXPECT_TRUE(new_mails().empty());
}

// ---- For the same time ----

TEST_F(Promises, of_one_person_for_the_same_time_are_asked_about_and_hold_their_place_meanwhile)
{
    const auto first = promise(of(grill, "Karla Muster", "karla@example.org"));
    new_mails();
    const auto second = promise(of(wash, "Karla Muster", "Karla@example.org"));
    EXPECT_TRUE(stored(second).is_choice());
    EXPECT_EQ(taken(wash), 1) << "whoever looks at the free places sees what always happens";
    EXPECT_EQ(status(first), Status::confirmed);
    const auto mails = new_mails();
    ASSERT_EQ(mails.size(), 1U);
    EXPECT_EQ(mails[0].subject, "Was soll gelten? Teichfest: Abwasch");
    EXPECT_NE(mails[0].text.find("Teichfest: Grillstand"), std::string::npos) << mails[0].text;
}

TEST_F(Promises, of_two_people_with_one_mailbox_stand_beside_each_other)
{
    promise(of(grill, "Oma Beispiel", "familie@example.org"));
    EXPECT_EQ(status(promise(of(wash, "Opa Beispiel", "familie@example.org"))), Status::confirmed);
}

TEST_F(Promises, of_a_cake_are_in_nobodys_way)
{
    promise(of(grill, "Karla Muster", "karla@example.org"));
    EXPECT_EQ(status(promise(of(cake, "Karla Muster", "karla@example.org", 2))), Status::confirmed);
}

TEST_F(Promises, in_the_next_village_need_the_time_to_drive)
{
    const auto concert = activity("Konzert", "2026-12-05T12:05", "2026-12-05T14:00", given.erlental);
    const auto chairs = shift(concert, role("Stühle"), 3);
    promise(of(grill, "Karla Muster", "karla@example.org"));
    EXPECT_TRUE(stored(promise(of(chairs, "Karla Muster", "karla@example.org"))).is_choice())
        << "five kilometres in five minutes";
}

TEST_F(Promises, for_the_same_shift_once_more_are_a_question_too)
{
    promise(of(grill, "Karla Muster", "karla@example.org"));
    const auto again = promise(of(grill, "Karla Muster", "karla@example.org", 2));
    EXPECT_TRUE(stored(again).is_choice());
    EXPECT_EQ(taken(grill), 3);
}

TEST_F(Promises, once_more_on_the_waiting_list_change_nothing)
{
    promise(of(grill, "Anna", "anna@example.org", 3));
    const auto first = waiting("berta");
    EXPECT_EQ(waiting("berta"), first);
}

TEST_F(Promises, that_were_chosen_take_the_place_of_the_other_one)
{
    const auto first = promise(of(grill, "Karla Muster", "karla@example.org"));
    const auto second = promise(of(wash, "Karla Muster", "karla@example.org"));
    const auto world = surroundings();
    ASSERT_TRUE(written([&](db::Tx& tx) { return choose(tx, world, second, Keep::this_one, By::themself); }));
    EXPECT_EQ(status(first), Status::cancelled);
    EXPECT_EQ(status(second), Status::confirmed);
    EXPECT_EQ(taken(grill), 0);
    EXPECT_EQ(taken(wash), 1);
    EXPECT_FALSE(
        written([&](db::Tx& tx) { return choose(tx, world, second, Keep::this_one, By::themself); }));
}

TEST_F(Promises, for_the_same_time_become_certain_when_the_other_one_is_taken_back)
{
    const auto first = promise(of(grill, "Karla Muster", "karla@example.org"));
    const auto second = promise(of(wash, "Karla Muster", "karla@example.org"));
    ASSERT_TRUE(take_back(first));
    EXPECT_EQ(status(second), Status::confirmed);
    EXPECT_FALSE(stored(second).held_until);
}

TEST_F(Promises, that_nobody_chose_lapse_and_the_next_one_moves_up)
{
    promise(of(grill, "Karla Muster", "karla@example.org"));
    const auto second = promise(of(wash, "Karla Muster", "karla@example.org", 3));
    const auto next = promise(of(wash, "Anna", "anna@example.org"));
    EXPECT_EQ(status(next), Status::waitlisted);
    site.clock.advance(std::chrono::hours(47));
    work();
    EXPECT_TRUE(stored(second).is_choice()) << "there is still an hour";
    site.clock.advance(std::chrono::hours(1));
    work();
    EXPECT_EQ(status(second), Status::cancelled);
    EXPECT_EQ(status(next), Status::confirmed);
    EXPECT_EQ(taken(wash), 1);
}

TEST_F(Promises, that_move_up_into_another_one_are_asked_about)
{
    const auto anna = promise(of(wash, "Anna", "anna@example.org", 3));
    const auto karla = promise(of(wash, "Karla Muster", "karla@example.org"));
    promise(of(grill, "Karla Muster", "karla@example.org"));
    ASSERT_TRUE(take_back(anna));
    EXPECT_TRUE(stored(karla).is_choice());
    EXPECT_EQ(taken(wash), 1);
}

// ---- Hosts ----

TEST_F(Promises, wait_for_the_host_where_the_need_says_so)
{
    const auto fire = shift(festival, by_host("Brandwache"), 1, hours(4, 2));
    const auto id = promise(of(fire, "Karla Muster", "karla@example.org"));
    EXPECT_EQ(status(id), Status::requested);
    EXPECT_EQ(taken(fire), 1);
    new_mails();
    const auto world = surroundings();
    ASSERT_TRUE(written([&](db::Tx& tx) { return decide(tx, world, id, Decision::yes); }));
    EXPECT_EQ(status(id), Status::confirmed);
    EXPECT_EQ(new_mails().at(0).subject, "Du bist dabei: Teichfest: Brandwache");
    EXPECT_FALSE(written([&](db::Tx& tx) { return decide(tx, world, id, Decision::yes); })) << "said already";
}

TEST_F(Promises, that_the_host_declines_give_their_place_to_the_next_one)
{
    const auto fire = shift(festival, by_host("Brandwache"), 1, hours(4, 2));
    const auto first = promise(of(fire, "Anna", "anna@example.org"));
    const auto second = promise(of(fire, "Berta", "berta@example.org"));
    const auto world = surroundings();
    ASSERT_TRUE(written([&](db::Tx& tx) { return decide(tx, world, first, Decision::no); }));
    EXPECT_EQ(status(first), Status::declined);
    EXPECT_EQ(status(second), Status::requested) << "the host says yes to each";
    EXPECT_EQ(taken(fire), 1);
}

TEST_F(Promises, that_the_host_accepts_are_asked_about_if_something_else_was_promised_meanwhile)
{
    const auto fire = shift(festival, by_host("Brandwache"), 1, hours(0, 2));
    const auto id = promise(of(fire, "Karla Muster", "karla@example.org"));
    const auto other = promise(of(grill, "Karla Muster", "karla@example.org"));
    EXPECT_EQ(status(other), Status::confirmed);
    const auto world = surroundings();
    ASSERT_TRUE(written([&](db::Tx& tx) { return decide(tx, world, id, Decision::yes); }));
    EXPECT_TRUE(stored(id).is_choice());
    ASSERT_TRUE(written([&](db::Tx& tx) { return choose(tx, world, id, Keep::this_one, By::themself); }));
    EXPECT_EQ(status(id), Status::confirmed) << "the host has said yes already";
    EXPECT_EQ(status(other), Status::cancelled);
}

TEST_F(Promises, that_the_host_accepted_wait_for_another_yes_when_more_people_or_somebody_else_come)
{
    const auto fire = shift(festival, by_host("Brandwache"), 5, hours(4, 2));
    const auto id = promise(of(fire, "Karla Muster", "karla@example.org"));
    const auto world = surroundings();
    const auto change_to = [&](const Change& wanted) {
        const auto version = stored(id).version;
        return written([&](db::Tx& tx) { return change(tx, world, id, version, wanted); });
    };
    ASSERT_TRUE(written([&](db::Tx& tx) { return decide(tx, world, id, Decision::yes); }));
    ASSERT_TRUE(change_to({.name = "Karla Muster", .people = 1, .note = "Ich komme mit dem Rad."}));
    EXPECT_EQ(status(id), Status::confirmed) << "nothing that the host has decided about";
    ASSERT_TRUE(change_to({.name = "Karla Muster", .people = 4}));
    EXPECT_EQ(status(id), Status::requested) << "the host has said yes to one";
    EXPECT_EQ(taken(fire), 4);
    ASSERT_TRUE(written([&](db::Tx& tx) { return decide(tx, world, id, Decision::yes); }));
    ASSERT_TRUE(change_to({.name = "Karla Muster", .people = 3}));
    EXPECT_EQ(status(id), Status::confirmed) << "fewer are no question";
    ASSERT_TRUE(change_to({.name = "Otto Anders", .people = 3}));
    EXPECT_EQ(status(id), Status::requested) << "that is not who the host knows";
}

// ---- Changing ----

TEST_F(Promises, for_fewer_people_give_places_back)
{
    const auto anna = promise(of(grill, "Anna", "anna@example.org", 3));
    const auto berta = waiting("berta");
    const auto world = surroundings();
    ASSERT_TRUE(
        written([&](db::Tx& tx) { return change(tx, world, anna, 1, {.name = "Anna", .people = 2}); }));
    EXPECT_EQ(taken(grill), 3);
    EXPECT_EQ(status(berta), Status::confirmed);
    const auto more =
        written([&](db::Tx& tx) { return change(tx, world, anna, 2, {.name = "Anna", .people = 3}); });
    ASSERT_FALSE(more);
    EXPECT_EQ(more.error().kind, Err::conflict);
    EXPECT_EQ(written([&](db::Tx& tx) { return change(tx, world, anna, 1, {.name = "Anna", .people = 1}); })
                  .error()
                  .kind,
              Err::stale);
    EXPECT_EQ(stored(anna).people, 2);
}

TEST_F(Promises, on_the_waiting_list_for_more_people_than_before_go_to_its_end)
{
    promise(of(grill, "Anna", "anna@example.org", 3));
    const auto berta = waiting("berta");
    site.clock.advance(minutes(1));
    const auto carla = waiting("carla");
    site.clock.advance(minutes(1));
    const auto world = surroundings();
    ASSERT_TRUE(
        written([&](db::Tx& tx) { return change(tx, world, berta, 1, {.name = "berta", .people = 2}); }));
    const auto order = read([&](db::Reader& reader) { return store::waiting(reader, network.id, grill); });
    ASSERT_EQ(order.size(), 2U);
    EXPECT_EQ(order[0].id, carla);
}

TEST_F(Promises, get_places_that_were_added_before_anybody_who_comes_later)
{
    promise(of(grill, "Anna", "anna@example.org", 3));
    const auto berta = waiting("berta");
    ASSERT_TRUE(written([&](db::Tx& tx) {
        return activities::change_shift(tx, network, grill, {.least = 0, .most = 4}, author());
    }));
    const auto carla = waiting("carla");
    EXPECT_EQ(status(berta), Status::confirmed);
    EXPECT_EQ(status(carla), Status::waitlisted);
}

// ---- Many at once ----

TEST_F(Promises, of_sixty_four_at_once_for_three_places_three_hold_and_the_others_wait_in_order)
{
    constexpr int people = 64;
    const auto world = surroundings_of_threads();
    std::atomic<int> failed = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < people; ++i)
            threads.emplace_back([&, i] {
                const auto name = "Person " + std::to_string(i);
                const auto done =
                    write_in_turn(site.pool(), db::Scope::of(network.id), grill, [&](db::Tx& tx) {
                        return sign_up(tx, world, of(grill, name, "p" + std::to_string(i) + "@example.org"));
                    });
                failed += done ? 0 : 1;
            });
    }
    EXPECT_EQ(failed, 0);
    EXPECT_EQ(taken(grill), 3);
    const auto all = read([&](db::Reader& reader) { return signups_of_shift(reader, network.id, grill); });
    ASSERT_EQ(all.size(), static_cast<std::size_t>(people));
    const auto with = [&](Status wanted) {
        return std::count_if(all.begin(), all.end(),
                             [&](const Signup& signup) { return signup.status == wanted; });
    };
    EXPECT_EQ(with(Status::confirmed), 3);
    EXPECT_EQ(with(Status::waitlisted), 61);
    for (std::size_t i = 0; i < all.size(); ++i) {
        EXPECT_EQ(all[i].turn, static_cast<std::int64_t>(i) + 1) << "each has a turn of its own";
        EXPECT_EQ(all[i].status, i < 3 ? Status::confirmed : Status::waitlisted)
            << "who came first has a place";
    }
    std::set<std::string> addresses;
    for (const auto& mail : new_mails())
        addresses.insert(mail.to.address);
    EXPECT_EQ(addresses.size(), static_cast<std::size_t>(people)) << "everybody was told";
}

TEST_F(Promises, of_one_person_for_two_colliding_shifts_at_the_same_moment_are_not_both_certain)
{
    const auto world = surroundings_of_threads();
    for (int round = 0; round < 8; ++round) {
        const auto email = "r" + std::to_string(round) + "@example.org";
        SignupId ids[2];
        {
            std::vector<std::jthread> threads;
            for (int i = 0; i < 2; ++i)
                threads.emplace_back([&, i] {
                    const auto done = site.pool().write(db::Scope::of(network.id), [&](db::Tx& tx) {
                        return sign_up(tx, world, of(i == 0 ? grill : wash, "Karla Muster", email));
                    });
                    if (done)
                        ids[i] = done->id;
                });
        }
        const auto certain =
            int{status(ids[0]) == Status::confirmed} + int{status(ids[1]) == Status::confirmed};
        EXPECT_LE(certain, 1);
        for (const auto& id : ids)
            EXPECT_TRUE(take_back(id));
    }
}

} // namespace dorfnetz::signups
