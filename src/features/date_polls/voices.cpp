#include "features/date_polls/polls.hpp"
#include "features/mandates/api.hpp"
#include "foundation/i18n/local_clock.hpp"

#include <algorithm>

// Who has a voice, and what was said in it.
namespace dorfnetz::date_polls {

bool Voices::has(const std::optional<VillageId>& village) const
{
    return village && std::ranges::find(villages, *village) != villages.end();
}

Voices voices_of(db::Reader& reader, const web::Network& network, const Meeting& meeting, Date today)
{
    Voices voices{.are_villages = meeting.draft.kind == meetings::Kind::network};
    if (!voices.are_villages)
        return voices;
    const auto leads = mandates::leads_on(reader, network.id, today);
    for (const auto& village : villages::villages_of(reader, network.id))
        if (leads.contains(village.id))
            voices.villages.push_back(village.id);
    voices.needed = meetings::Quorum{.votes = std::ssize(voices.villages),
                                     .percent = meetings::rules_of(network).quorum_percent}
                        .needed();
    return voices;
}

std::vector<Ballot> ballots_of(const std::vector<Reply>& replies, const Voices& voices)
{
    std::vector<Ballot> ballots;
    for (const auto& reply : replies) {
        Ballot ballot;
        if (!voices.are_villages)
            ballot.voice = reply.id.text();
        else if (voices.has(reply.village))
            ballot.voice = reply.village->text();
        for (const auto& [option, answer] : reply.answers)
            ballot.answers.emplace(option.text(), answer);
        ballots.push_back(std::move(ballot));
    }
    return ballots;
}

std::vector<Candidate> candidates_of(const std::vector<Option>& options, const i18n::Region& region)
{
    std::vector<Candidate> candidates;
    for (const auto& option : options)
        candidates.push_back(
            {.id = option.id.text(), .starts_at = i18n::moment_of(region, option.when.begin)});
    return candidates;
}

} // namespace dorfnetz::date_polls
