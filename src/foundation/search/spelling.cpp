#include "foundation/search/spelling.hpp"

#include <algorithm>
#include <numeric>

namespace dorfnetz::search {

int typing_errors(std::string_view typed, std::string_view word, int limit)
{
    const auto difference = static_cast<int>(typed.size()) - static_cast<int>(word.size());
    if (std::abs(difference) > limit)
        return limit + 1;
    // Optimal string alignment, three rows of the table at a time.
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
            return limit + 1;
        std::swap(before_last, last);
        std::swap(last, row);
    }
    return std::min(last.back(), limit + 1);
}

int tolerated_errors(std::size_t length)
{
    return length < 4 ? 0 : length < 8 ? 1 : 2;
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
