#include "features/minutes/rules.hpp"

#include "foundation/core/random.hpp"
#include "foundation/core/text.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <map>
#include <vector>

namespace dorfnetz::minutes {

namespace {

const Timestamp now = *timestamp_from_iso("2027-03-03T18:00:00Z");
const web::UserId anna{"anna"};

Hold hold_of(const std::string& tab, std::chrono::seconds left)
{
    return {.tab = tab, .by = web::UserId{tab}, .until = now + left};
}

Save save_of(const std::string& tab, std::int64_t based_on, const std::string& text)
{
    return {.tab = tab, .number = 1, .based_on = based_on, .text = text};
}

// Lines as the letters of a word.
std::string in_lines(std::string_view letters)
{
    std::string text;
    for (const auto letter : letters)
        text += (text.empty() ? "" : "\n") + std::string(1, letter);
    return text;
}

bool is_part_in_order(const std::string& part, const std::string& whole)
{
    const auto all = split(whole, '\n');
    auto at = all.begin();
    for (const auto line : part.empty() ? std::vector<std::string_view>{} : split(part, '\n')) {
        at = std::find(at, all.end(), line);
        if (at == all.end())
            return false;
        ++at;
    }
    return true;
}

} // namespace

TEST(MinutesRules, who_has_seen_the_newest_text_goes_on_writing)
{
    EXPECT_EQ(judge({}, save_of("a", 0, "Der"), now), Verdict::taken);
    EXPECT_EQ(judge({.version = 3, .text = "Der"}, save_of("a", 3, "Der Teich"), now), Verdict::taken);
}

TEST(MinutesRules, what_says_nothing_new_does_not_lie_beside_unless_it_follows_what_does)
{
    Situation situation{.version = 4, .text = "Die Bank", .others_wrote = true, .seen = "Der"};
    EXPECT_EQ(judge(situation, save_of("a", 3, "Der"), now), Verdict::known);
    EXPECT_EQ(judge(situation, save_of("a", 3, "Der Teich"), now), Verdict::beside);
    situation.lies_beside = true;
    EXPECT_EQ(judge(situation, save_of("a", 3, "Der"), now), Verdict::beside);
}

TEST(MinutesRules, while_somebody_writes_the_text_of_another_is_kept_beside)
{
    Situation situation{.version = 1, .text = "Der", .hold = hold_of("b", hold_time)};
    EXPECT_EQ(judge(situation, save_of("a", 1, "Die Bank"), now), Verdict::beside);
    EXPECT_EQ(judge(situation, save_of("b", 1, "Der Teich"), now), Verdict::taken);
}

TEST(MinutesRules, whoever_stopped_typing_a_minute_ago_keeps_nobody_off)
{
    Situation situation{.version = 1, .text = "Der", .hold = hold_of("b", std::chrono::seconds(1))};
    EXPECT_EQ(judge(situation, save_of("a", 1, "Die Bank"), now), Verdict::beside);
    EXPECT_EQ(judge(situation, save_of("a", 1, "Die Bank"), now + std::chrono::seconds(1)), Verdict::taken);
}

TEST(MinutesRules, who_was_cut_off_while_others_wrote_does_not_write_over_them)
{
    const Situation situation{.version = 5, .text = "Der Teich", .others_wrote = true};
    EXPECT_EQ(judge(situation, save_of("a", 4, "Die Bank"), now), Verdict::beside);
}

TEST(MinutesRules, who_never_heard_that_the_own_save_was_taken_has_missed_nothing)
{
    const Situation situation{.version = 5, .text = "Der", .hold = hold_of("a", hold_time), .last_number = 7};
    auto save = save_of("a", 4, "Der Teich");
    save.number = 8;
    EXPECT_EQ(judge(situation, save, now), Verdict::taken);
}

TEST(MinutesRules, a_save_that_comes_twice_or_late_changes_nothing)
{
    const Situation situation{.version = 5, .text = "Der Teich", .last_number = 7};
    for (const std::int64_t number : {7, 6, 1}) {
        auto save = save_of("a", 4, "Der");
        save.number = number;
        EXPECT_EQ(judge(situation, save, now), Verdict::known) << number;
    }
}

TEST(MinutesRules, the_same_text_is_nothing_new_whoever_wrote_it)
{
    const Situation situation{
        .version = 5, .text = "Der Teich", .hold = hold_of("b", hold_time), .others_wrote = true};
    EXPECT_EQ(judge(situation, save_of("a", 2, "Der Teich"), now), Verdict::unchanged);
}

TEST(MinutesRules, a_version_from_before_a_restored_backup_writes_over_nothing)
{
    EXPECT_EQ(judge({.version = 2, .text = "Der"}, save_of("a", 9, "Die Bank"), now), Verdict::beside);
}

TEST(MinutesRules, what_arrives_after_the_minutes_were_sent_is_kept_beside_and_after_the_approval_refused)
{
    Situation situation{.state = State::sent, .version = 1, .text = "Der"};
    EXPECT_EQ(judge(situation, save_of("a", 1, "Der Teich"), now), Verdict::beside);
    situation.state = State::approved;
    EXPECT_EQ(judge(situation, save_of("a", 1, "Der Teich"), now), Verdict::refused);
    EXPECT_EQ(judge(situation, save_of("a", 1, "Der"), now), Verdict::refused);
}

TEST(MinutesRules, typing_holds_for_a_minute_and_a_pause_gives_the_matter_back)
{
    const Situation situation{.version = 1, .text = "Der"};
    auto save = save_of("a", 1, "Der Teich");
    EXPECT_EQ(hold_after(situation, save, Verdict::taken, anna, now), (Hold{"a", anna, now + hold_time}));
    EXPECT_EQ(hold_after(situation, save, Verdict::unchanged, anna, now), (Hold{"a", anna, now + hold_time}));
    save.then = Then::release;
    EXPECT_EQ(hold_after(situation, save, Verdict::taken, anna, now), std::nullopt);
}

TEST(MinutesRules, what_another_page_sends_later_leaves_who_writes_as_it_is)
{
    auto save = save_of("a", 2, "Der Teich");
    save.then = Then::leave;
    Situation situation{.version = 1, .text = "Der"};
    EXPECT_EQ(hold_after(situation, save, Verdict::taken, anna, now), std::nullopt)
        << "nobody sits there any more";
    situation.hold = hold_of("a", hold_time);
    EXPECT_EQ(hold_after(situation, save, Verdict::taken, anna, now), situation.hold);
}

TEST(MinutesRules, what_lies_beside_takes_nobodys_hold_away)
{
    const Situation situation{.version = 1, .text = "Der", .hold = hold_of("b", hold_time)};
    for (const auto verdict : {Verdict::beside, Verdict::unchanged, Verdict::known})
        EXPECT_EQ(hold_after(situation, save_of("a", 1, "Der"), verdict, anna, now), situation.hold);
}

TEST(MinutesRules, two_texts_put_together_keep_the_lines_of_both_once)
{
    EXPECT_EQ(both_together("", "Die Bank"), "Die Bank");
    EXPECT_EQ(both_together("Der Teich", ""), "Der Teich");
    EXPECT_EQ(both_together("Der Teich\nDie Bank", "Der Teich\nDie Bank"), "Der Teich\nDie Bank");
    EXPECT_EQ(both_together("Anfang\nDer Teich\nEnde", "Anfang\nDie Bank\nEnde"),
              "Anfang\nDer Teich\nDie Bank\nEnde");
    EXPECT_EQ(both_together("Anfang", "Anfang\nund weiter"), "Anfang\nund weiter");
}

TEST(MinutesRules, whatever_the_two_texts_are_no_line_of_either_is_lost_or_doubled)
{
    SeededRandom random(47);
    for (int round = 0; round < 2000; ++round) {
        std::string one;
        std::string other;
        for (auto* letters : {&one, &other})
            for (auto count = random.below(9); count > 0; --count)
                letters->push_back(static_cast<char>('a' + random.below(4)));
        const auto text = in_lines(one);
        const auto beside = in_lines(other);
        const auto together = both_together(text, beside);
        EXPECT_TRUE(is_part_in_order(text, together)) << one << " and " << other;
        EXPECT_TRUE(is_part_in_order(beside, together)) << one << " and " << other;
        EXPECT_LE(together.size(), text.size() + beside.size() + 1) << one << " and " << other;
        EXPECT_EQ(both_together(together, beside), together) << one << " and " << other;
    }
}

TEST(MinutesRules, texts_with_more_lines_than_can_be_compared_follow_one_another)
{
    const auto text = in_lines(std::string(2000, 'a'));
    const auto beside = in_lines(std::string(2000, 'b'));
    EXPECT_EQ(both_together(text, beside), text + "\n\n" + beside);
}

// What nine people do in whatever order: each types at one matter, some answers get lost, and some requests
// arrive twice or late. Whatever each of them typed last is in the text or lies beside it.
TEST(MinutesRules, whatever_the_order_nothing_that_was_answered_is_lost)
{
    struct Writer
    {
        std::string tab;
        std::int64_t number = 0;
        std::int64_t based_on = 0;
        std::string text = {};
        std::vector<Save> on_the_way = {};
    };

    SeededRandom random(9);
    for (int round = 0; round < 200; ++round) {
        Situation there;
        std::vector<Save> versions; // those that were taken
        std::map<std::string, Save> besides;
        std::map<std::string, Save> newest; // of each tab, of those that arrived
        std::vector<Writer> writers;
        for (int i = 0; i < 9; ++i)
            writers.push_back({.tab = std::string(1, static_cast<char>('A' + i))});
        Timestamp clock = now;
        for (int step = 0; step < 60; ++step) {
            clock += std::chrono::seconds(random.below(30));
            auto& writer = writers[random.below(writers.size())];
            if (random.below(3) > 0 || writer.on_the_way.empty()) {
                writer.text += writer.tab;
                writer.on_the_way.push_back({.tab = writer.tab,
                                             .number = ++writer.number,
                                             .based_on = writer.based_on,
                                             .text = writer.text});
            }
            // Any of what is on the way arrives, and may arrive once more later.
            const auto which = random.below(writer.on_the_way.size());
            const auto save = writer.on_the_way[which];
            auto situation = there;
            situation.last_number.reset();
            const auto know = [&](std::int64_t number) {
                situation.last_number = std::max(situation.last_number.value_or(number), number);
            };
            for (std::size_t version = 0; version < versions.size(); ++version) {
                if (versions[version].tab == save.tab)
                    know(versions[version].number);
                else if (static_cast<std::int64_t>(version) + 1 > save.based_on)
                    situation.others_wrote = true;
            }
            if (const auto kept = besides.find(save.tab); kept != besides.end())
                know(kept->second.number);
            const auto verdict = judge(situation, save, clock);
            if (verdict == Verdict::taken) {
                // Nobody else's words vanish without having been seen by who writes now.
                const bool saw_newest = save.based_on == there.version;
                const bool wrote_newest = !versions.empty() && versions.back().tab == save.tab;
                EXPECT_TRUE(saw_newest || wrote_newest || versions.empty());
                there.text = save.text;
                versions.push_back(save);
                ++there.version;
            } else if (verdict == Verdict::beside) {
                besides[save.tab] = save;
            }
            there.hold = hold_after(situation, save, verdict, web::UserId{save.tab}, clock);
            // The answer may come or not.
            if (random.below(3) > 0 && verdict == Verdict::taken && save.number == writer.number)
                writer.based_on = there.version;
            if (save.number >= newest[save.tab].number)
                newest[save.tab] = save;
        }
        for (const auto& [tab, last] : newest) {
            const bool was_taken = std::any_of(versions.begin(), versions.end(),
                                               [&](const Save& save) { return save.text == last.text; });
            EXPECT_TRUE(was_taken || besides[tab].text == last.text) << tab << " wrote " << last.text;
        }
    }
}

} // namespace dorfnetz::minutes
