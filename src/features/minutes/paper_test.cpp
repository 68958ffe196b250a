#include "features/minutes/paper.hpp"

#include "foundation/core/digest.hpp"

#include <gtest/gtest.h>

namespace dorfnetz::minutes {

namespace {

Paper example()
{
    return {.title = "Protokoll: Treffen im März",
            .facts = {"Mi., 3. März 2027, 18 bis 20 Uhr", "Da waren: Aue, Berg"},
            .matters = {
                {.heading = "Vorab", .text = "Erika begrüßt alle."},
                {.heading = "1. Teich", .text = "Er ist\nleer.", .results = {"Angenommen.", "3 Ja, 1 Nein."}},
                {.heading = "2. Bank"}}};
}

} // namespace

TEST(MinutesPaper, is_the_same_after_it_was_kept_line_by_line)
{
    EXPECT_EQ(paper_of(lines_of(example())), example());
    EXPECT_EQ(paper_of(lines_of({})), Paper{});
}

// The digest of minutes that were approved years ago has to fit for ever.
TEST(MinutesPaper, has_a_form_that_never_changes)
{
    EXPECT_EQ(plain_file(example()), "Protokoll: Treffen im März\n"
                                     "\n"
                                     "Mi., 3. März 2027, 18 bis 20 Uhr\n"
                                     "Da waren: Aue, Berg\n"
                                     "\n"
                                     "# Vorab\n"
                                     "\n"
                                     "Erika begrüßt alle.\n"
                                     "\n"
                                     "# 1. Teich\n"
                                     "\n"
                                     "Er ist\nleer.\n"
                                     "\n"
                                     "* Angenommen.\n"
                                     "* 3 Ja, 1 Nein.\n"
                                     "\n"
                                     "# 2. Bank\n");
}

TEST(MinutesPaper, has_another_digest_as_soon_as_a_letter_is_another_one)
{
    auto changed = example();
    changed.matters[1].results[1] = "2 Ja, 1 Nein.";
    EXPECT_NE(sha256(plain_file(changed)), sha256(plain_file(example())));
}

} // namespace dorfnetz::minutes
