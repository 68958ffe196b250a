#include "foundation/pdf/card.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::pdf {

namespace {

// Width and height stand big-endian in the first chunk of a PNG.
int number_at(const std::string& bytes, std::size_t at)
{
    int number = 0;
    for (std::size_t i = 0; i < 4; ++i)
        number = number * 256 + static_cast<unsigned char>(bytes[at + i]);
    return number;
}

} // namespace

TEST(Cards, are_pictures_of_the_size_that_networks_show_and_small)
{
    const auto png = draw_card({.network = "Probenetz",
                                .heading = "Konzert am Teich",
                                .lines = {"Sa., 5. Dezember, 18 bis 20 Uhr", "am Teich, Aue"}});
    ASSERT_TRUE(png.starts_with("\x89PNG"));
    EXPECT_EQ(number_at(png, 16), card_width);
    EXPECT_EQ(number_at(png, 20), card_height);
    EXPECT_LT(png.size(), 100'000u);
}

TEST(Cards, of_the_same_words_are_the_same_bytes)
{
    const Card card{.network = "Probenetz", .heading = "Konzert", .lines = {"heute"}};
    auto other = card;
    other.heading = "Konzerte";
    EXPECT_EQ(draw_card(card), draw_card(card));
    EXPECT_NE(draw_card(card), draw_card(other));
}

TEST(Cards, take_any_words)
{
    for (const auto& words : {std::string(), std::string("\xFF\xFE broken"), std::string("<b>&amp;"),
                              std::string(1'000'000, 'W'), std::string("Zeile\nZeile\0Ende", 16)})
        EXPECT_TRUE(draw_card({.network = words, .heading = words, .lines = {words, words, words, words}})
                        .starts_with("\x89PNG"));
}

} // namespace dorfnetz::pdf
