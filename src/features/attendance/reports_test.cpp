#include "features/attendance/attendance_for_tests.hpp"
#include "features/attendance/reports.hpp"
#include "features/attendance/revocations.hpp"

namespace dorfnetz::attendance {

namespace {

class Reports : public WithHelpers
{
protected:
    support::Answer save(const std::string& version, const std::string& hours = "42,5")
    {
        return site.submit(path("/bericht"), path("/bericht"),
                           {{"bericht", "Der Teich ist **leer**. <script>"},
                            {"gaeste", "120"},
                            {"helfende", "17"},
                            {"stunden", hours},
                            {"danke", "an alle mit Schaufeln"},
                            {"fassung", version}});
    }

    std::string public_path() { return activities::path_of(listed().date); }

    support::Answer publish() { return site.submit(path("/bericht"), path("/bericht/veroeffentlichen"), {}); }

    http::Request request;

    void be_on_the_day() { site.clock.set(*timestamp_from_iso("2026-12-05T12:30:00Z")); }
};

} // namespace

TEST_F(Reports, begin_with_the_numbers_of_the_list)
{
    const auto anna = promise(grill, "Anna", 3);
    send({tap("here", anna, 1)});
    const auto page = site.get(path("/bericht"));
    EXPECT_TRUE(page.says(R"(name="helfende" type="text" inputmode="numeric")") || page.says("helfende"));
    EXPECT_TRUE(page.says(R"(value="3")")) << page.body;
    EXPECT_TRUE(page.says(R"(value="6")")) << "three people for two hours";
}

TEST_F(Reports, are_seen_by_nobody_until_an_editor_says_so_and_then_without_names)
{
    promise(grill, "Anna Muster");
    be_on_the_day();
    ASSERT_EQ(save("0").status, 303);
    EXPECT_FALSE(site.get(public_path()).says("So war es"));
    EXPECT_EQ(publish().status, 303);
    site.sign_out();
    const auto page = site.get(public_path());
    for (const auto* said : {"So war es", "<strong>leer</strong>", "120", "17", "43", "Schaufeln"})
        EXPECT_TRUE(page.says(said)) << said;
    EXPECT_FALSE(page.says("Anna"));
    EXPECT_FALSE(page.says("leer</strong>. <script>"));
    site.sign_in_as(web::Role::organisation_editor, club.text());
    EXPECT_EQ(site.submit(path("/bericht"), path("/bericht/zuruecknehmen"), {}).status, 303);
    EXPECT_FALSE(site.get(public_path()).says("So war es"));
}

TEST_F(Reports, are_not_published_before_it_has_begun_and_not_without_a_word)
{
    ASSERT_EQ(save("0").status, 303);
    EXPECT_EQ(publish().status, 409);
    be_on_the_day();
    EXPECT_EQ(site.submit(path("/bericht"), path("/bericht"),
                          {{"bericht", ""}, {"helfende", "1"}, {"stunden", "1"}, {"fassung", "1"}})
                  .status,
              422);
}

TEST_F(Reports, of_two_editors_keep_what_the_second_typed)
{
    ASSERT_EQ(save("0").status, 303);
    const auto late = save("0");
    EXPECT_EQ(late.status, 409);
    EXPECT_TRUE(late.says("120"));
    EXPECT_EQ(save("1").status, 303);
}

TEST_F(Reports, refuse_hours_that_are_none)
{
    for (const auto* wrong : {"viele", "-3", "1:75", "10000000"})
        EXPECT_EQ(save("0", wrong).status, 422) << wrong;
}

TEST_F(Reports, that_were_hidden_do_not_come_back_with_a_backup)
{
    be_on_the_day();
    ASSERT_EQ(save("0").status, 303);
    ASSERT_EQ(publish().status, 303);
    const auto again = [&](std::string_view word) {
        bool changed = false;
        site.given([&](db::Tx& tx) -> Result<Done> {
            changed = withdraw_report_again(
                tx, {.network = network.id, .id = date.text(), .word = std::string(word)}, site.clock.now());
            return Done{};
        });
        return changed;
    };
    EXPECT_FALSE(again(published_word));
    EXPECT_TRUE(site.get(public_path()).says("So war es"));
    EXPECT_TRUE(again(withdrawn_word));
    EXPECT_FALSE(again(withdrawn_word));
    EXPECT_FALSE(site.get(public_path()).says("So war es"));
}

TEST_F(Reports, are_asked_for_on_the_desk_when_it_is_over)
{
    promise(grill, "Anna");
    const auto waiting = [&] {
        web::Context context{
            .environment = site.environment(), .site = site.site(), .request = request, .network = network};
        context.actor = {.user = web::UserId("u"),
                         .name = "Erika",
                         .session = "session",
                         .grants = {{web::Role::organisation_editor, club.text()}}};
        return site.pool().read([&](db::Reader& reader) { return site.site().waiting(context, reader); });
    };
    EXPECT_TRUE(waiting().empty());
    site.clock.set(*timestamp_from_iso("2026-12-05T07:00:00Z"));
    ASSERT_EQ(waiting().size(), 1U);
    EXPECT_TRUE(waiting().front().path.ends_with("/anwesenheit"));
    site.clock.set(*timestamp_from_iso("2026-12-06T07:00:00Z"));
    ASSERT_EQ(waiting().size(), 1U);
    EXPECT_TRUE(waiting().front().path.ends_with("/bericht"));
    save("0");
    EXPECT_TRUE(waiting().empty());
}

} // namespace dorfnetz::attendance
