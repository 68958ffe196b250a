#include "foundation/search/folding.hpp"
#include "foundation/search/postings.hpp"
#include "foundation/search/spelling.hpp"
#include "foundation/search/words.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::search {

namespace {

std::vector<std::string> words_of(std::string_view text)
{
    std::vector<std::string> words;
    for (const auto& token : tokens(text))
        words.push_back(token.word);
    return words;
}

} // namespace

TEST(Folding, umlauts_meet_in_all_three_spellings)
{
    EXPECT_EQ(fold("Mönchau"), "monchau");
    EXPECT_EQ(fold("Moenchau"), "monchau");
    EXPECT_EQ(fold("MONCHAU"), "monchau");
    EXPECT_EQ(fold("Grüße"), fold("GRUESSE"));
    EXPECT_EQ(fold("Häuser"), fold("Haeuser"));
    EXPECT_EQ(fold("o\u0308ffnen"), fold("öffnen")) << "an umlaut in two characters, as macOS sends it";
}

TEST(Folding, ue_is_no_umlaut_after_a_vowel_or_q)
{
    EXPECT_EQ(fold("Feuer"), "feuer");
    EXPECT_EQ(fold("Bauer"), "bauer");
    EXPECT_EQ(fold("quer"), "quer");
}

TEST(Folding, takes_accents_punctuation_and_hidden_characters_out)
{
    EXPECT_EQ(fold("  Café--Łódź, \"O'Neill\"  "), "cafe lodz o neill");
    EXPECT_EQ(fold("Heimat\u00ADverein"), "heimatverein");
    EXPECT_EQ(fold(std::string_view("a\0b\xFF", 4)), "a b");
    EXPECT_EQ(fold(""), "");
}

TEST(Folding, keeps_other_scripts)
{
    EXPECT_EQ(fold("Привет, МИР"), "привет мир");
}

TEST(SortKey, puts_umlauts_beside_their_letters_and_numbers_by_value)
{
    EXPECT_LT(sort_key("Apfel"), sort_key("Äpfel"));
    EXPECT_LT(sort_key("Äpfel"), sort_key("Birne"));
    EXPECT_LT(sort_key("TSV 2"), sort_key("TSV 10"));
    EXPECT_LT(sort_key("anker"), sort_key("Zaun"));
    EXPECT_EQ(sort_key("Mussa").find_first_not_of("0123456789abcdef"), std::string::npos);
    EXPECT_FALSE(collation_version().empty());
}

TEST(Slug, is_readable_and_has_nothing_to_escape)
{
    EXPECT_EQ(slug("Beispiel: Heimatverein Mussa e.V."), "beispiel-heimatverein-mussa-e-v");
    EXPECT_EQ(slug("Größe & Übermut"), "groesse-uebermut");
    EXPECT_EQ(slug("Mo\u0308nchau"), "moenchau");
    EXPECT_EQ(slug("../../etc"), "etc");
    EXPECT_EQ(slug("***"), "");
}

TEST(Slug, is_never_longer_than_eighty_and_ends_with_a_letter)
{
    EXPECT_EQ(slug(std::string(200, 'a')).size(), 80U);
    EXPECT_EQ(slug(std::string(79, 'a') + " bcd"), std::string(79, 'a'));
}

TEST(Words, leave_out_what_everything_has)
{
    EXPECT_EQ(words_of("Der Verein für Heimat und Natur e. V., 1. Mai"),
              (std::vector<std::string>{"verein", "heimat", "natur", "1", "mai"}));
    EXPECT_EQ(tokens("MÖNCHAU").front().shown, "MÖNCHAU");
}

TEST(Words, have_one_stem_in_all_their_forms)
{
    EXPECT_EQ(stem("vereine", "de"), stem("verein", "de"));
    EXPECT_EQ(stem(fold("Häuser"), "de"), stem("haus", "de"));
    EXPECT_EQ(stem("volunteers", "en"), stem("volunteer", "en"));
    EXPECT_EQ(stem("vereine", "xx"), "vereine");
}

TEST(Spelling, counts_letters_left_out_added_changed_and_swapped)
{
    EXPECT_EQ(typing_errors("feuerwer", "feuerwehr", 2), 1);
    EXPECT_EQ(typing_errors("feuerwwehr", "feuerwehr", 2), 1);
    EXPECT_EQ(typing_errors("feierwehr", "feuerwehr", 2), 1);
    EXPECT_EQ(typing_errors("heimatverien", "heimatverein", 2), 1);
    EXPECT_EQ(typing_errors("mussa", "mussa", 1), 0);
    EXPECT_EQ(typing_errors("mussa", "velda", 2), 3) << "more than two";
    EXPECT_EQ(typing_errors("mussa", "mussaer see", 2), 3);
}

TEST(Spelling, the_pieces_make_up_the_word)
{
    for (const std::string word : {"gosa", "feuerwer", "schalmeinkapelle"}) {
        std::string together;
        for (const auto& piece : pieces(word, tolerated_errors(word.size()))) {
            EXPECT_EQ(piece.begin, together.size());
            together += piece.letters;
        }
        EXPECT_EQ(together, word);
    }
}

TEST(Postings, come_back_as_they_were_put_in_and_changed)
{
    const auto all = [](std::string_view postings) {
        Strengths strengths;
        each_posting(postings,
                     [&](std::uint32_t number, Strength strength) { strengths[number] = strength; });
        return strengths;
    };
    const Strengths first{{1, 5}, {127, 255}, {128, 1}, {300, 2}, {4'000'000'000, 9}};
    const auto postings = with_changes("", first);
    EXPECT_EQ(all(postings), first);
    const auto changed = with_changes(postings, {{1, 0}, {2, 7}, {128, 3}, {299, 0}, {4'000'000'001, 4}});
    EXPECT_EQ(all(changed),
              (Strengths{{2, 7}, {127, 255}, {128, 3}, {300, 2}, {4'000'000'000, 9}, {4'000'000'001, 4}}));
    EXPECT_EQ(with_changes(with_changes("", {{9, 1}}), {{9, 0}}), "");
    EXPECT_THROW(all(postings.substr(0, postings.size() - 1)), std::logic_error);
}

} // namespace dorfnetz::search
