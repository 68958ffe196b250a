#include "features/minutes/rules.hpp"

#include "foundation/core/text.hpp"

#include <algorithm>
#include <vector>

namespace dorfnetz::minutes {

namespace {

// Above it comparing each line with each would take longer than a page may; then one text follows the other.
constexpr std::size_t most_comparisons = 1'000'000;

using Lines = std::vector<std::string_view>;

// How long the longest common run of lines is from each pair of places on.
class CommonLines
{
public:
    CommonLines(const Lines& one, const Lines& other)
        : m_width(other.size() + 1), m_lengths((one.size() + 1) * m_width)
    {
        for (auto i = one.size(); i-- > 0;)
            for (auto j = other.size(); j-- > 0;)
                at(i, j) = one[i] == other[j] ? at(i + 1, j + 1) + 1 : std::max(at(i + 1, j), at(i, j + 1));
    }

    std::uint32_t& at(std::size_t i, std::size_t j) { return m_lengths[i * m_width + j]; }

private:
    std::size_t m_width;
    std::vector<std::uint32_t> m_lengths;
};

Lines lines_of(std::string_view text)
{
    return text.empty() ? Lines{} : split(text, '\n');
}

std::string joined(const Lines& lines)
{
    std::string text;
    for (const auto line : lines)
        text.append(line).push_back('\n');
    if (!text.empty())
        text.pop_back();
    return text;
}

} // namespace

std::string_view to_text(State state)
{
    switch (state) {
    case State::draft:
        return "draft";
    case State::sent:
        return "sent";
    case State::approved:
        return "approved";
    }
    return {};
}

std::optional<State> state_from_text(std::string_view text)
{
    for (const auto state : {State::draft, State::sent, State::approved})
        if (to_text(state) == text)
            return state;
    return std::nullopt;
}

std::string_view to_text(Verdict verdict)
{
    switch (verdict) {
    case Verdict::taken:
        return "taken";
    case Verdict::unchanged:
        return "unchanged";
    case Verdict::known:
        return "known";
    case Verdict::beside:
        return "beside";
    case Verdict::too_many:
        return "too_many";
    case Verdict::refused:
        return "refused";
    }
    return {};
}

bool is_held(const std::optional<Hold>& hold, Timestamp now)
{
    return hold && now < hold->until;
}

bool is_held_by_other(const std::optional<Hold>& hold, std::string_view tab, Timestamp now)
{
    return is_held(hold, now) && hold->tab != tab;
}

namespace {

// Of what does not go in.
Verdict verdict_beside(const Situation& situation, const Save& save)
{
    // It grows with the letters of its tab.
    if (situation.lies_beside)
        return Verdict::beside;
    // Whoever was late to give the matter back has changed nothing: the others had this text before them.
    if (save.text == situation.seen)
        return Verdict::known;
    return situation.besides < most_besides ? Verdict::beside : Verdict::too_many;
}

} // namespace

Verdict judge(const Situation& situation, const Save& save, Timestamp now)
{
    if (situation.state == State::approved)
        return Verdict::refused;
    // Answers get lost and requests overtake one another: what is older than the last of this tab says
    // nothing.
    if (situation.last_number && save.number <= *situation.last_number)
        return Verdict::known;
    if (save.text == situation.text)
        return Verdict::unchanged;
    if (situation.state != State::draft || is_held_by_other(situation.hold, save.tab, now))
        return verdict_beside(situation, save);
    // Whoever missed only what they wrote themselves has missed nothing. A version that is not there yet
    // comes from before a backup was restored.
    const bool has_seen_all =
        save.based_on <= situation.version && (save.based_on == situation.version || !situation.others_wrote);
    if (has_seen_all)
        return Verdict::taken;
    return verdict_beside(situation, save);
}

std::optional<Hold> hold_after(const Situation& situation, const Save& save, Verdict verdict,
                               const web::UserId& by, Timestamp now)
{
    if (save.then == Then::leave)
        return situation.hold;
    const bool is_own = situation.hold && situation.hold->tab == save.tab;
    const bool is_last = save.number >= situation.last_number.value_or(0);
    if (verdict == Verdict::known && save.then == Then::release && is_own && is_last)
        return std::nullopt;
    const bool is_writer = (verdict == Verdict::taken || verdict == Verdict::unchanged) &&
                           situation.state == State::draft &&
                           !is_held_by_other(situation.hold, save.tab, now);
    if (!is_writer)
        return situation.hold;
    if (save.then == Then::release)
        return std::nullopt;
    return Hold{.tab = save.tab, .by = by, .until = now + hold_time};
}

std::string both_together(std::string_view text, std::string_view beside)
{
    const auto one = lines_of(text);
    const auto other = lines_of(beside);
    if (one.size() * other.size() > most_comparisons)
        return joined(one) + "\n\n" + joined(other);
    CommonLines common(one, other);
    Lines all;
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < one.size() && j < other.size()) {
        if (one[i] == other[j]) {
            all.push_back(one[i++]);
            ++j;
        } else if (common.at(i + 1, j) >= common.at(i, j + 1)) {
            all.push_back(one[i++]);
        } else {
            all.push_back(other[j++]);
        }
    }
    all.insert(all.end(), one.begin() + static_cast<std::ptrdiff_t>(i), one.end());
    all.insert(all.end(), other.begin() + static_cast<std::ptrdiff_t>(j), other.end());
    return joined(all);
}

} // namespace dorfnetz::minutes
