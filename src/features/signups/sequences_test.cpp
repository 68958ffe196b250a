#include "features/signups/rules.hpp"
#include "features/signups/signups_for_tests.hpp"

#include <fmt/format.h>

// Whatever people do in whatever order: the same things always hold.
namespace dorfnetz::signups {

namespace {

constexpr int sequences = 6;
constexpr int steps = 80;
constexpr std::uint64_t people = 6;

class Sequences : public WithShifts
{
protected:
    Sequences()
    {
        const auto concert = activity("Konzert", "2026-12-05T14:00", "2026-12-05T16:00", given.erlental);
        shifts = {shift(festival, role("Grillstand"), 3, hours(0, 2)),
                  shift(festival, role("Abwasch"), 2, hours(1, 2)),
                  shift(festival, by_host("Brandwache"), 2, hours(1, 1)), shift(festival, thing("Kuchen"), 4),
                  shift(concert, role("Stühle"), 3)};
    }

    std::size_t any(std::size_t below) { return static_cast<std::size_t>(chance.below(below)); }

    const Signup* any_signup(const std::vector<Signup>& all)
    {
        return all.empty() ? nullptr : &all[any(all.size())];
    }

    std::vector<Signup> all_signups()
    {
        return read([&](db::Reader& reader) {
            std::vector<Signup> all;
            for (const auto& id : shifts)
                for (auto& signup : signups_of_shift(reader, network.id, id))
                    all.push_back(std::move(signup));
            return all;
        });
    }

    std::string one_step()
    {
        const auto world = surroundings();
        const auto all = all_signups();
        const auto* some = any_signup(all);
        const auto number = std::to_string(chance.below(people));
        const auto size = static_cast<std::int64_t>(any(3)) + 1;
        switch (some == nullptr ? 0 : any(8)) {
        case 0:
        case 1:
            static_cast<void>(try_promise(
                of(shifts[any(shifts.size())], "Mensch " + number, "m" + number + "@example.org", size)));
            return "promise";
        case 2:
            static_cast<void>(take_back(some->id));
            return "take back";
        case 3:
            static_cast<void>(written([&](db::Tx& tx) {
                return change(tx, world, some->id, some->version, {.name = some->name, .people = size});
            }));
            return "change";
        case 4:
            static_cast<void>(written([&](db::Tx& tx) {
                return decide(tx, world, some->id, any(2) == 0 ? Decision::yes : Decision::no);
            }));
            return "decide";
        case 5:
            static_cast<void>(written([&](db::Tx& tx) {
                return choose(tx, world, some->id, any(2) == 0 ? Keep::this_one : Keep::the_others,
                              By::themself);
            }));
            return "choose";
        case 6:
            site.clock.advance(std::chrono::hours(any(10)));
            work();
            return "time goes by";
        default:
            static_cast<void>(written([&](db::Tx& tx) {
                const auto& id = shifts[any(shifts.size())];
                const auto most = shift_now(id).taken + static_cast<std::int64_t>(any(3));
                return activities::change_shift(
                    tx, network, id, {.least = 0, .most = std::max<std::int64_t>(most, 1)}, author());
            }));
            work();
            return "other numbers";
        }
    }

    void check(const std::string& after)
    {
        const auto all = all_signups();
        for (const auto& id : shifts) {
            const auto now = shift_now(id);
            std::int64_t held = 0;
            for (const auto& signup : all) {
                if (signup.shift != id)
                    continue;
                held += signup.holds ? signup.people : 0;
                ASSERT_TRUE(signup.status != Status::waitlisted || signup.people > now.free_places() ||
                            now.starts_at <= site.clock.now())
                    << after << ": " << signup.name << " waits beside " << now.free_places()
                    << " free places";
                ASSERT_EQ(signup.holds,
                          signup.status == Status::confirmed || signup.status == Status::requested)
                    << after;
            }
            ASSERT_EQ(now.taken, held) << after;
            ASSERT_LE(now.taken, now.most) << after;
        }
        check_nobody_is_in_two_places(all, after);
    }

    void check_nobody_is_in_two_places(const std::vector<Signup>& all, const std::string& after)
    {
        read([&](db::Reader& reader) {
            for (const auto& one : all) {
                if (one.status != Status::confirmed)
                    continue;
                const auto open = activities::shift_by_id(reader, network.id, one.shift);
                for (const auto& other : in_the_way(reader, network.id, one, *open)) {
                    ASSERT_NE(other.status, Status::confirmed)
                        << after << ": " << one.name << " is to be in two places";
                }
            }
        });
    }

    std::vector<ShiftId> shifts;
    SeededRandom chance{2026};
};

} // namespace

TEST_F(Sequences, never_promise_more_than_there_is_nor_somebody_twice_nor_pass_anybody_over)
{
    for (int sequence = 0; sequence < sequences; ++sequence) {
        std::string story;
        for (int i = 0; i < steps; ++i) {
            story = fmt::format("sequence {}, step {}: {}", sequence, i, one_step());
            check(story);
            if (HasFatalFailure())
                return;
        }
        site.clock.set(*timestamp_from_iso("2026-11-22T10:00:00Z"));
    }
}

} // namespace dorfnetz::signups
