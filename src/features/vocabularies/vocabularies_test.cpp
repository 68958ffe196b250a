#include "features/vocabularies/api.hpp"

#include <gtest/gtest.h>
#include <stdexcept>

namespace dorfnetz::vocabularies {

TEST(Vocabularies, every_list_has_entries_with_a_key_and_both_languages)
{
    for (const auto* list :
         {"fields", "strengths", "kinds", "support", "purposes", "tasks", "languages", "mobility", "weekdays",
          "times_of_day", "contact_ways", "consent_ways", "audiences", "icnpo"}) {
        ASSERT_FALSE(entries(list).empty()) << list;
        for (const auto& entry : entries(list)) {
            EXPECT_FALSE(entry.key.empty()) << list;
            EXPECT_FALSE(entry.de.empty()) << list << ' ' << entry.key;
            EXPECT_FALSE(entry.en.empty()) << list << ' ' << entry.key;
            EXPECT_EQ(find(list, entry.key), &entry) << list << ' ' << entry.key << " stands there twice";
        }
    }
}

TEST(Vocabularies, understand_what_clubs_write)
{
    EXPECT_EQ(key_from_text("fields", "sport"), "sport");
    EXPECT_EQ(key_from_text("fields", "Sport und Bewegung"), "sport");
    EXPECT_EQ(key_from_text("fields", " SOZIALER bereich "), "social");
    EXPECT_EQ(key_from_text("fields", "Turnen"), "sport");
    EXPECT_EQ(key_from_text("strengths", "raeume"), "rooms");
    EXPECT_EQ(key_from_text("kinds", "Freiwillige Feuerwehr"), "fire_brigade");
    EXPECT_EQ(key_from_text("purposes", "Nr. 4"), "youth_elderly");
    EXPECT_EQ(key_from_text("fields", "Fliegen"), std::nullopt);
    EXPECT_EQ(key_from_text("fields", ""), std::nullopt);
    EXPECT_EQ(key_from_text("fields", "\xFF\xFE<script>"), std::nullopt);
}

TEST(Vocabularies, a_key_that_is_gone_is_still_shown)
{
    EXPECT_EQ(label("fields", "sport", i18n::Language::en), "Sport and exercise");
    EXPECT_EQ(label("fields", "stamp_collecting", i18n::Language::de), "stamp_collecting");
    EXPECT_EQ(find("fields", "stamp_collecting"), nullptr);
}

TEST(Vocabularies, only_a_club_can_lead)
{
    for (const auto& kind : entries("kinds"))
        EXPECT_EQ(kind.can_lead, kind.key == "club") << kind.key;
}

TEST(Vocabularies, a_list_that_does_not_exist_is_a_bug)
{
    EXPECT_THROW(entries("../kinds"), std::logic_error);
}

} // namespace dorfnetz::vocabularies
