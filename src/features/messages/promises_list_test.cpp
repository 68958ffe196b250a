#include "features/messages/lists.hpp"
#include "features/signups/signups_for_tests.hpp"
#include "foundation/http/codec.hpp"

namespace dorfnetz::messages {

namespace {

class PromisesList : public signups::WithShifts
{
protected:
    PromisesList()
    {
        morning = shift(festival, role("Aufbau"), 5, hours(0, 2));
        evening = shift(festival, role("Abbau"), 5, hours(6, 2));
        day = read([&](db::Reader& reader) {
            return activities::dates_of(reader, network.id, festival).front().id.text();
        });
    }

    // The page to write to those who promised for the festival.
    web::Context as(web::Actor actor)
    {
        auto here = context();
        here.actor = std::move(actor);
        here.query = *http::parse_urlencoded("tag=" + day);
        return here;
    }

    static web::Actor actor(const std::string& id, web::Grant grant)
    {
        return {.user = web::UserId{id}, .name = id, .session = "session", .grants = {std::move(grant)}};
    }

    static web::Actor coordinator() { return actor("coordinator", {web::Role::coordinator, ""}); }

    signups::ShiftId morning;
    signups::ShiftId evening;
    std::string day;
};

} // namespace

TEST_F(PromisesList, writes_once_to_each_who_promised_and_says_who_has_no_mail)
{
    promise(of(morning, "Anna Muster", "anna@example.org"));
    promise(of(evening, "Anna Muster", "anna@example.org"));
    auto by_phone = of(morning, "Otto Muster", "");
    by_phone.phone = "03493 123456";
    promise(by_phone);
    EXPECT_TRUE(take_back(promise(of(morning, "Willi Weg", "willi@example.org"))));

    const auto recipients = promises_list().find(as(coordinator()));
    ASSERT_EQ(recipients.size(), 2U);
    EXPECT_EQ(recipients[0].way == Way::mail ? recipients[0].words.first_name
                                             : recipients[1].words.first_name,
              "Anna");
    EXPECT_EQ(std::count_if(recipients.begin(), recipients.end(),
                            [](const Recipient& one) { return one.why == Why::no_mail; }),
              1);
}

TEST_F(PromisesList, is_open_to_who_hosts_the_day_and_to_nobody_else)
{
    promise(of(morning, "Anna Muster", "anna@example.org"));
    const auto host = actor("host", {web::Role::organisation_editor, club.text()});
    const auto other = actor("other", {web::Role::organisation_editor, "another club"});
    EXPECT_TRUE(promises_list().is_open(as(host)));
    EXPECT_FALSE(promises_list().is_open(as(other)));
    EXPECT_TRUE(promises_list().find(as(other)).empty());
    EXPECT_FALSE(people_list().is_open(as(host)));
}

TEST_F(PromisesList, spares_who_takes_the_promise_back_before_the_mails_are_made)
{
    const auto id = promise(of(morning, "Anna Muster", "anna@example.org"));
    const auto target_for = [&](const web::Actor& sender) {
        return read([&](db::Reader& reader) {
            return promises_list().mail_target(reader, as(sender), id.text(), people::Purpose::register_);
        });
    };
    ASSERT_TRUE(target_for(coordinator()));
    EXPECT_EQ(target_for(coordinator())->to.address, "anna@example.org");
    EXPECT_FALSE(target_for({})) << "who was a host when it was written, and is none any more";
    EXPECT_TRUE(take_back(id));
    EXPECT_FALSE(target_for(coordinator()));
}

} // namespace dorfnetz::messages
