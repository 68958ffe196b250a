#include "accounts/passwords.hpp"

#include <atomic>
#include <barrier>
#include <gtest/gtest.h>
#include <thread>
#include <vector>

namespace dorfnetz::accounts {

namespace {

constexpr PasswordCost cheap{.passes = 1, .memory = 8192};

Err refusal_of(std::string_view password)
{
    const auto checked = check_new_password(password, "erika@beispiel.example");
    return checked ? Err::unavailable : checked.error().kind;
}

} // namespace

TEST(Passwords, are_kept_as_argon2id_with_todays_cost_and_found_again)
{
    PasswordHasher hasher;
    const auto stored = hasher.hash("drei rote Stühle");
    ASSERT_TRUE(stored);
    EXPECT_TRUE(stored->starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << *stored;
    EXPECT_TRUE(*hasher.verify(*stored, "drei rote Stühle"));
    EXPECT_FALSE(*hasher.verify(*stored, "drei rote stühle"));
    EXPECT_FALSE(hasher.is_outdated(*stored));
}

TEST(Passwords, have_a_salt_of_their_own)
{
    PasswordHasher hasher(cheap);
    EXPECT_NE(*hasher.hash("gleich"), *hasher.hash("gleich"));
}

TEST(Passwords, of_an_unknown_account_cost_a_hash_and_never_fit)
{
    PasswordHasher hasher(cheap);
    const auto before = hasher.computed();
    EXPECT_FALSE(*hasher.verify("", ""));
    EXPECT_FALSE(*hasher.verify("", "drei rote Stühle"));
    EXPECT_EQ(hasher.computed(), before + 2);
}

TEST(Passwords, hashed_with_other_parameters_are_outdated)
{
    PasswordHasher old(cheap);
    PasswordHasher today(PasswordCost{.passes = 2, .memory = 8192});
    const auto stored = old.hash("drei rote Stühle");
    EXPECT_TRUE(today.is_outdated(*stored));
    EXPECT_TRUE(*today.verify(*stored, "drei rote Stühle"));
}

TEST(Passwords, too_many_at_once_are_sent_away_and_the_others_served)
{
    // Long enough that all callers have come before the first two are done.
    PasswordHasher hasher(PasswordCost{.passes = 2, .memory = std::size_t{16} * 1024 * 1024});
    constexpr int callers = 60;
    std::atomic<int> served = 0;
    std::atomic<int> sent_away = 0;
    std::barrier together(callers);
    std::vector<std::jthread> threads;
    for (int i = 0; i < callers; ++i)
        threads.emplace_back([&] {
            together.arrive_and_wait();
            const auto answer = hasher.verify("", "x");
            if (answer)
                ++served;
            else if (answer.error().kind == Err::unavailable)
                ++sent_away;
        });
    threads.clear();
    EXPECT_EQ(served + sent_away, callers);
    EXPECT_GE(served, PasswordHasher::most_at_once + PasswordHasher::most_waiting);
    EXPECT_GT(sent_away, 0);
    EXPECT_EQ(hasher.computed(), static_cast<std::uint64_t>(served.load()));
}

TEST(NewPasswords, are_refused_when_short_common_or_the_login)
{
    for (const auto* password :
         {"kurz", "zehnminus", "passwort123", "Passwort2024!", "1234567890", "qwertzuiop", "SOMMER 2024",
          "aaaaaaaaaaaa", "abcabcabcabc", "passwortpasswort", "Erika@Beispiel.example", "!!schalke04"})
        EXPECT_EQ(refusal_of(password), Err::invalid) << password;
}

TEST(NewPasswords, are_refused_when_leaks_are_full_of_them)
{
    for (const auto* password : {"qwertyuiop", "Manchester", "1qaz2wsx3edc", "Password1234", "michael1987",
                                 "Liverpool!!", "iloveyou12", "jesusloves", "dragon12345", "weihnachtsbaum"})
        EXPECT_EQ(refusal_of(password), Err::invalid) << password;
}

TEST(NewPasswords, are_refused_when_every_village_has_them)
{
    for (const auto* password :
         {"Feuerwehr112", "Heimatverein", "September24", "Donnerstag1", "Schneider!1", "Magdeburg1",
          "Mueller1975", "Österreich1", "qayxswedc1", "Passwort#123", "Bürgermeister", "Buergermeister1"})
        EXPECT_EQ(refusal_of(password), Err::invalid) << password;
}

TEST(NewPasswords, may_hold_common_words_among_others)
{
    for (const auto* password : {"Feuerwehr und Kuchen", "september-traktor-blau", "unser Michael kegelt",
                                 "Magdeburg4711Gurke", "sommer-winter-sommer-ach"})
        EXPECT_EQ(refusal_of(password), Err::unavailable) << password;
}

TEST(NewPasswords, may_be_words_without_digits_and_in_any_script)
{
    for (const auto* password : {"drei rote Stühle", "gurkenlaternenpfahl", "пароль-для-села",
                                 "hund-8471-93-trog", "zehnzehnze", "Sommerregen auf Blech"})
        EXPECT_EQ(refusal_of(password), Err::unavailable) << password;
    EXPECT_EQ(refusal_of(std::string(201, 'x') + "yz"), Err::invalid);
}

TEST(NewPasswords, count_characters_not_bytes)
{
    EXPECT_EQ(refusal_of("üüöäßüöäü"), Err::invalid) << "nine characters of two bytes each";
}

} // namespace dorfnetz::accounts
