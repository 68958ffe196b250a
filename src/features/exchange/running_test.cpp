#include "features/exchange/running.hpp"

#include "features/exchange/exchange_for_tests.hpp"

#include <algorithm>

namespace dorfnetz::exchange {

namespace {

class Reminders : public WithExchange
{
protected:
    Reminders() { give_mailboxes(); }

    // How many mails of reminders came at that moment.
    std::ptrdiff_t at(const char* moment)
    {
        site.clock.set(*timestamp_from_iso(moment));
        const auto before = mails().size();
        remind(context());
        return std::ssize(mails()) - static_cast<std::ptrdiff_t>(before);
    }
};

} // namespace

TEST_F(Reminders, come_the_day_before_on_the_last_day_and_when_it_is_overdue_each_once)
{
    const auto id = agreed(firemen, days("2026-12-05", "2026-12-06"));
    EXPECT_EQ(at("2026-12-03T10:00:00Z"), 0);
    EXPECT_EQ(at("2026-12-04T06:00:00Z"), 0) << "not before eight";
    EXPECT_EQ(at("2026-12-04T07:00:00Z"), 2) << "to both";
    EXPECT_EQ(at("2026-12-04T08:00:00Z"), 0) << "once";
    ASSERT_TRUE(written([&](db::Tx& tx) { return hand_over(tx, context(), id, booking(id).version, ""); }));
    EXPECT_EQ(at("2026-12-05T10:00:00Z"), 0);
    EXPECT_EQ(at("2026-12-06T10:00:00Z"), 2);
    EXPECT_EQ(at("2026-12-07T10:00:00Z"), 2) << "it should be back";
    EXPECT_EQ(at("2026-12-08T10:00:00Z"), 0);
    EXPECT_EQ(at("2026-12-14T10:00:00Z"), 2) << "a week later again";
    ASSERT_TRUE(written([&](db::Tx& tx) { return take_back(tx, context(), id, booking(id).version, {}); }));
    EXPECT_EQ(at("2026-12-21T10:00:00Z"), 0);
}

TEST_F(Reminders, come_at_eight_of_the_place_whatever_the_clocks_do)
{
    // The clocks go forward in the night to 28 March 2027.
    agreed(firemen, days("2027-03-29", "2027-03-29"));
    EXPECT_EQ(at("2027-03-28T05:59:00Z"), 0);
    EXPECT_EQ(at("2027-03-28T06:00:00Z"), 2);
}

TEST_F(Reminders, are_not_sent_for_ones_own_use)
{
    const auto own_use = asked(singers, days("2026-12-05", "2026-12-05")).value();
    EXPECT_EQ(at("2026-12-04T10:00:00Z"), 0);
    EXPECT_EQ(booking(own_use).status, BookingStatus::agreed);
}

TEST_F(Reminders, are_not_sent_for_examples)
{
    agreed(firemen, days("2026-12-05", "2026-12-05"));
    site.given([&](db::Tx& tx) -> Result<Done> {
        tx.exec(R"sql(UPDATE exchange_things SET is_example = 1 WHERE network_id = :network)sql",
                {{"network", context().network.id}});
        return Done{};
    });
    EXPECT_EQ(at("2026-12-04T10:00:00Z"), 0);
}

} // namespace dorfnetz::exchange
