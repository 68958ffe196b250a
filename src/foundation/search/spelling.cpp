#include "foundation/search/spelling.hpp"

#include <algorithm>
#include <numeric>

namespace dorfnetz::search {

namespace {

// Optimal string alignment, three rows of the table at a time: the last row says for each beginning of the
// word how many errors it is away. Empty if none is within the limit.
std::vector<int> errors_by_beginning(std::string_view typed, std::string_view word, int limit)
{
    std::vector<int> last(word.size() + 1);
    std::vector<int> before_last(word.size() + 1);
    std::vector<int> row(word.size() + 1);
    std::iota(last.begin(), last.end(), 0);
    for (std::size_t i = 1; i <= typed.size(); ++i) {
        row[0] = static_cast<int>(i);
        for (std::size_t j = 1; j <= word.size(); ++j) {
            const int changed = typed[i - 1] == word[j - 1] ? 0 : 1;
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + changed});
            if (i > 1 && j > 1 && typed[i - 1] == word[j - 2] && typed[i - 2] == word[j - 1])
                row[j] = std::min(row[j], before_last[j - 2] + 1);
        }
        if (*std::min_element(row.begin(), row.end()) > limit)
            return {};
        std::swap(before_last, last);
        std::swap(last, row);
    }
    return last;
}

} // namespace

int typing_errors(std::string_view typed, std::string_view word, int limit)
{
    const auto difference = static_cast<int>(typed.size()) - static_cast<int>(word.size());
    if (std::abs(difference) > limit)
        return limit + 1;
    const auto errors = errors_by_beginning(typed, word, limit);
    return errors.empty() ? limit + 1 : std::min(errors.back(), limit + 1);
}

Beginning errors_in_beginning(std::string_view typed, std::string_view word, int limit)
{
    const auto reach = word.substr(0, typed.size() + static_cast<std::size_t>(limit));
    Beginning best{limit + 1, 0};
    if (typed.front() != word.front())
        return best;
    const auto errors = errors_by_beginning(typed, reach, limit);
    for (std::size_t letters = 1; letters < errors.size(); ++letters)
        if (errors[letters] < best.errors && reach[letters - 1] == typed.back())
            best = {errors[letters], letters};
    return best;
}

int tolerated_errors(std::size_t length)
{
    return length < 4 ? 0 : length < 8 ? 1 : 2;
}

int tolerated_errors_in_beginning(std::size_t length)
{
    return length < 7 ? 0 : length < 10 ? 1 : 2;
}

std::vector<Piece> pieces(std::string_view typed, int errors)
{
    std::vector<Piece> result;
    const auto count = static_cast<std::size_t>(errors) + 1;
    for (std::size_t i = 0; i < count; ++i) {
        const auto begin = typed.size() * i / count;
        result.push_back({begin, typed.substr(begin, typed.size() * (i + 1) / count - begin)});
    }
    return result;
}

} // namespace dorfnetz::search
