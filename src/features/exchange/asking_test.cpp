#include "features/exchange/asking.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::exchange {

namespace {

const Date today = *date_from_iso("2026-11-22"); // a Sunday

std::vector<villages::Village> villages_there()
{
    return {{.id = VillageId{"aue"}, .slug = "aue", .name = "Aue"},
            {.id = VillageId{"berg"}, .slug = "klein-berg", .name = "Klein Berg"},
            {.id = VillageId{"grund"}, .slug = "grund", .name = "Grund"}};
}

Asked asked(std::string_view text)
{
    return understand(text, villages_there(), today);
}

Days days(const char* first, const char* last)
{
    return {*date_from_iso(first), *date_from_iso(last)};
}

} // namespace

TEST(Asking, for_a_tent_in_june_within_ten_kilometres_is_understood_as_it_is_said)
{
    const auto question = asked("Wer hat ein 10 m Zelt im Juni im Umkreis von 10 km um Aue?");
    EXPECT_EQ(question.words, "10 m Zelt");
    EXPECT_EQ(question.days, days("2027-06-01", "2027-06-30"));
    EXPECT_EQ(question.radius_km, 10);
    EXPECT_EQ(question.village, VillageId{"aue"});
}

TEST(Asking, in_english_too)
{
    const auto question = asked("who has a 10 m tent in June within 10km of Klein Berg");
    EXPECT_EQ(question.words, "10 m tent");
    EXPECT_EQ(question.days, days("2027-06-01", "2027-06-30"));
    EXPECT_EQ(question.radius_km, 10);
    EXPECT_EQ(question.village, VillageId{"berg"});
}

TEST(Asking, for_days_takes_them_as_people_write_them)
{
    EXPECT_EQ(asked("Beamer vom 12.6. bis 14.6.").days, days("2027-06-12", "2027-06-14"));
    EXPECT_EQ(asked("Beamer am 5. Dezember").days, days("2026-12-05", "2026-12-05"));
    EXPECT_EQ(asked("Beamer am 24.12.2026").days, days("2026-12-24", "2026-12-24"));
    EXPECT_EQ(asked("Beamer morgen").days, days("2026-11-23", "2026-11-23"));
    EXPECT_EQ(asked("Beamer am Wochenende").days, days("2026-11-28", "2026-11-29"));
    EXPECT_EQ(asked("Beamer im März 2028").days, days("2028-03-01", "2028-03-31"));
    EXPECT_EQ(asked("Beamer im November").days, days("2026-11-22", "2026-11-30")) << "what is left of it";
    EXPECT_EQ(asked("Beamer am 12. Juni").words, "Beamer");
}

TEST(Asking, leaves_alone_what_it_does_not_understand)
{
    EXPECT_EQ(asked("Bierzeltgarnitur").words, "Bierzeltgarnitur");
    EXPECT_EQ(asked("Leiter 3,5 m").words, "Leiter 3,5 m");
    EXPECT_EQ(asked("Anhänger 30.2.").words, "Anhänger 30.2.");
    EXPECT_EQ(asked("").words, "");
    EXPECT_FALSE(asked("").days);
    EXPECT_FALSE(asked("Zelt 10 m").radius_km);
    EXPECT_FALSE(asked("Zelt 9999 km").radius_km);
}

TEST(Asking, with_anything_at_all_comes_to_an_end)
{
    for (const auto* text :
         {"km", "0 km", ". . .", "1. 2. 3. 4. 5.", "\xff\xfe km Juni", "bis bis bis", "31. Juni"})
        EXPECT_NO_THROW(static_cast<void>(asked(text))) << text;
    EXPECT_NO_THROW(static_cast<void>(asked(std::string(100'000, '.'))));
}

} // namespace dorfnetz::exchange
