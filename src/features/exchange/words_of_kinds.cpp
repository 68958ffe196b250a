#include "features/exchange/api.hpp"
#include "features/pictures/api.hpp"
#include "foundation/core/words.hpp"

#include <array>
#include <utility>

// Each kind as the database has it.
namespace dorfnetz::exchange {

namespace {

using Text = std::string_view;

constexpr std::array thing_kinds{std::pair{ThingKind::thing, Text("thing")},
                                 std::pair{ThingKind::room, Text("room")},
                                 std::pair{ThingKind::transport, Text("transport")}};
constexpr std::array thing_statuses{std::pair{ThingStatus::offered, Text("offered")},
                                    std::pair{ThingStatus::withdrawn, Text("withdrawn")}};
constexpr std::array post_statuses{std::pair{PostStatus::open, Text("open")},
                                   std::pair{PostStatus::done, Text("done")},
                                   std::pair{PostStatus::withdrawn, Text("withdrawn")}};
constexpr std::array borrowers_words{std::pair{Borrowers::network, Text("network")},
                                     std::pair{Borrowers::clubs, Text("clubs")},
                                     std::pair{Borrowers::village, Text("village")}};
constexpr std::array booking_statuses{std::pair{BookingStatus::requested, Text("requested")},
                                      std::pair{BookingStatus::agreed, Text("agreed")},
                                      std::pair{BookingStatus::handed_over, Text("handed_over")},
                                      std::pair{BookingStatus::returned, Text("returned")},
                                      std::pair{BookingStatus::declined, Text("declined")},
                                      std::pair{BookingStatus::cancelled, Text("cancelled")},
                                      std::pair{BookingStatus::no_show, Text("no_show")}};
constexpr std::array post_kinds{std::pair{PostKind::need, Text("need")},
                                std::pair{PostKind::offer, Text("offer")}};
constexpr std::array category_words{
    std::pair{Category::thing, Text("thing")}, std::pair{Category::hands, Text("hands")},
    std::pair{Category::know_how, Text("know_how")}, std::pair{Category::room, Text("room")},
    std::pair{Category::transport, Text("transport")}};
constexpr std::array answer_statuses{std::pair{AnswerStatus::open, Text("open")},
                                     std::pair{AnswerStatus::taken, Text("taken")},
                                     std::pair{AnswerStatus::declined, Text("declined")},
                                     std::pair{AnswerStatus::withdrawn, Text("withdrawn")}};

} // namespace

std::string_view to_text(ThingKind kind)
{
    return word_of(thing_kinds, kind);
}

std::optional<ThingKind> thing_kind_from_text(std::string_view text)
{
    return meant_by(thing_kinds, text);
}

std::string_view to_text(ThingStatus status)
{
    return word_of(thing_statuses, status);
}

std::optional<ThingStatus> thing_status_from_text(std::string_view text)
{
    return meant_by(thing_statuses, text);
}

std::string_view to_text(PostStatus status)
{
    return word_of(post_statuses, status);
}

std::optional<PostStatus> post_status_from_text(std::string_view text)
{
    return meant_by(post_statuses, text);
}

std::string_view to_text(Borrowers borrowers)
{
    return word_of(borrowers_words, borrowers);
}

std::optional<Borrowers> borrowers_from_text(std::string_view text)
{
    return meant_by(borrowers_words, text);
}

std::string_view to_text(BookingStatus status)
{
    return word_of(booking_statuses, status);
}

std::optional<BookingStatus> booking_status_from_text(std::string_view text)
{
    return meant_by(booking_statuses, text);
}

std::string_view to_text(PostKind kind)
{
    return word_of(post_kinds, kind);
}

std::optional<PostKind> post_kind_from_text(std::string_view text)
{
    return meant_by(post_kinds, text);
}

std::string_view to_text(Category category)
{
    return word_of(category_words, category);
}

std::optional<Category> category_from_text(std::string_view text)
{
    return meant_by(category_words, text);
}

std::string_view to_text(AnswerStatus status)
{
    return word_of(answer_statuses, status);
}

std::optional<AnswerStatus> answer_status_from_text(std::string_view text)
{
    return meant_by(answer_statuses, text);
}

std::string picture_album(const ThingId& id)
{
    return "exchange:" + id.text();
}

std::string picture_album(const Thing& thing)
{
    auto album = picture_album(thing.id);
    return thing.status == ThingStatus::offered ? album : pictures::hidden_album(album);
}

std::string path_of(const Thing& thing)
{
    return "/leihen/" + thing.slug;
}

std::string path_of(const Post& post)
{
    return (post.draft.kind == PostKind::need ? "/gesuche/" : "/angebote/") + post.slug;
}

} // namespace dorfnetz::exchange
