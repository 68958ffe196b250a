#include "features/decisions/decisions_pages.hpp"
#include "foundation/core/text.hpp"
#include "foundation/search/folding.hpp"

#include <charconv>

// Choosing from the register of decisions.
namespace dorfnetz::decisions {

namespace {

constexpr std::size_t longest_words = 100; // characters
constexpr int days_ahead = 60;             // reviews that come up

std::optional<std::int64_t> number_from(std::string_view text)
{
    std::int64_t number = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || failed != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

// Every word stands somewhere in it.
bool says(const Motion& motion, std::string_view folded_words)
{
    const auto text =
        ' ' + search::fold(name_of(motion) + ' ' + motion.draft.title + ' ' + motion.draft.wording);
    for (const auto word : split(folded_words, ' '))
        if (text.find(word) == std::string::npos)
            return false;
    return true;
}

} // namespace

const meetings::Meeting* Meetings::visible(const MeetingId& id)
{
    auto found = m_known.find(id.text());
    if (found == m_known.end()) {
        auto meeting = meetings::meeting_by_id(m_reader, m_context.network.id, id);
        if (meeting && !meetings::may_see(m_context, m_reader, *meeting))
            meeting.reset();
        found = m_known.emplace(id.text(), std::move(meeting)).first;
    }
    return found->second ? &*found->second : nullptr;
}

std::string proposer_of(const web::Context& context, const organisations::Register& entries,
                        const Motion& motion)
{
    const auto* entry =
        motion.draft.proposer ? entries.known_to(context.actor, *motion.draft.proposer) : nullptr;
    return entry ? entry->name : std::string();
}

std::string day_of(const web::Context& context, const Motion& motion)
{
    return motion.closed_at ? i18n::format_date(context.region(), *motion.closed_at, i18n::DateStyle::plain)
                            : std::string();
}

Asked asked_for(const web::Context& context)
{
    const auto which = context.query.text("stand");
    return {.words = std::string(truncate(squeeze(context.query.text("q")), longest_words)),
            .year = number_from(context.query.text("jahr")),
            .village = std::string(context.query.text("dorf")),
            .which = which == "angenommen"      ? Asked::Which::adopted
                     : which == "wiedervorlage" ? Asked::Which::to_review
                                                : Asked::Which::all};
}

std::vector<Motion> chosen(const web::Context& context, db::Reader& reader, const Asked& asked)
{
    const auto folded = search::fold(asked.words);
    const auto entries = organisations::shared_register(context, reader);
    const auto soon = add_days(context.today(), days_ahead);
    Meetings known(context, reader);
    auto motions = store::decisions(reader, context.network.id);
    std::erase_if(motions, [&](const Motion& motion) {
        const auto* meeting = known.visible(motion.meeting);
        if (!meeting || (asked.year && motion.year != asked.year) || !says(motion, folded))
            return true;
        if (asked.which == Asked::Which::adopted && motion.outcome != Outcome::adopted)
            return true;
        if (asked.which == Asked::Which::to_review &&
            (motion.outcome != Outcome::adopted || !motion.draft.review_on || soon < *motion.draft.review_on))
            return true;
        if (asked.village.empty())
            return false;
        const auto* village = meeting->draft.village ? entries->village(*meeting->draft.village) : nullptr;
        return !village || village->slug != asked.village;
    });
    return motions;
}

} // namespace dorfnetz::decisions
