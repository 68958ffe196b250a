#include "features/minutes/approval.hpp"
#include "features/organisations/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/i18n/local_clock.hpp"

#include <fmt/format.h>
#include <iterator>

// Minutes as they would be approved now: head, who was there by village, matters with their results.
namespace dorfnetz::minutes {

namespace {

using meetings::Presence;
using web::Context;

std::string name_of(const organisations::Register& entries, const villages::VillageId& id)
{
    const auto* village = entries.village(id);
    return village ? village->name : std::string("–");
}

// Minutes are the same for all who read them, so they name what everybody may know.
const organisations::Entry* public_club(const organisations::Register& entries,
                                        const organisations::OrganisationId& id)
{
    return entries.known_to(web::Actor{}, id);
}

// "Aue (Heimatverein Aue)"
std::string with_club(const organisations::Register& entries, const meetings::Voter& voter)
{
    const auto* club = public_club(entries, voter.organisation);
    const auto village = name_of(entries, voter.village);
    return club ? fmt::format("{} ({})", village, club->name) : village;
}

void add_list(std::vector<std::string>& facts, const Context& context, German words,
              const std::vector<std::string>& names)
{
    if (!names.empty())
        facts.push_back(context.t(words, {join(names, ", ")}));
}

// Villages and clubs, never names of people: this is what everybody may read, and what stays.
void add_attendance(std::vector<std::string>& facts, const Context& context,
                    const organisations::Register& entries, const Meeting& meeting,
                    const std::vector<meetings::Voter>& voters)
{
    if (voters.empty())
        return;
    std::vector<std::string> there;
    std::vector<std::string> by_proxy;
    std::vector<std::string> missing;
    for (const auto& voter : voters) {
        if (voter.presence == Presence::delegate)
            there.push_back(with_club(entries, voter));
        else if (voter.presence == Presence::proxy)
            by_proxy.push_back(context.t("{1} durch {2}"_de,
                                         {name_of(entries, voter.village), name_of(entries, *voter.proxy)}));
        else
            missing.push_back(name_of(entries, voter.village));
    }
    add_list(facts, context, "Da waren: {1}."_de, there);
    add_list(facts, context, "Vertreten: {1}."_de, by_proxy);
    add_list(facts, context, "Nicht da: {1}."_de, missing);
    const auto quorum = meetings::quorum_of(meeting, voters);
    facts.push_back(context.t(
        quorum.is_reached() ? "Beschlussfähig: {1} von {2} Stimmen, nötig sind {3}."_de
                            : "Nicht beschlussfähig: {1} von {2} Stimmen, nötig sind {3}."_de,
        {std::to_string(quorum.present), std::to_string(quorum.votes), std::to_string(quorum.needed())}));
}

std::vector<std::string> facts_of(const Context& context, db::Reader& reader, const Meeting& meeting)
{
    const auto entries = organisations::shared_register(context, reader);
    std::vector<std::string> facts{meetings::kind_text(context, *entries, meeting),
                                   meetings::when_text(context, meeting),
                                   meetings::place_text(*entries, meeting)};
    const auto clock = [&](Timestamp moment) {
        return calendar::clock_text(i18n::clock_at(context.region(), moment));
    };
    if (meeting.began_at && meeting.closed_at)
        facts.push_back(context.t("Begonnen um {1} Uhr, beendet um {2} Uhr."_de,
                                  {clock(*meeting.began_at), clock(*meeting.closed_at)}));
    if (const auto* leading = meeting.draft.led_by ? public_club(*entries, *meeting.draft.led_by) : nullptr)
        facts.push_back(context.t("Leitung: {1}"_de, {leading->name}));
    add_attendance(facts, context, *entries, meeting,
                   meetings::voters_of(reader, context.network.id, meeting.id));
    std::erase(facts, std::string());
    return facts;
}

} // namespace

Paper draft_paper(const Context& context, db::Reader& reader, const Meeting& meeting,
                  const std::vector<meetings::ItemLines>& lines)
{
    Paper paper{.title = context.t("Protokoll: {1}"_de, {meeting.draft.title}),
                .facts = facts_of(context, reader, meeting)};
    auto results = meetings::lines_of(lines, reader, context.network, context.language, meeting);
    for (auto& matter : matters_of(context, reader, meeting)) {
        auto said = results.extract(matter.item);
        // Nothing is said about the whole of most meetings.
        if (!matter.is_on_agenda && matter.text.text.empty() && said.empty())
            continue;
        paper.matters.push_back(
            {.heading = std::move(matter.heading),
             .text = std::move(matter.text.text),
             .results = said.empty() ? std::vector<std::string>() : std::move(said.mapped())});
    }
    // What was voted on stays, although the matter was taken off the agenda afterwards.
    for (auto& [item, lines_there] : results)
        paper.matters.push_back(
            {.heading = heading_off_agenda(context, reader, item), .results = std::move(lines_there)});
    return paper;
}

} // namespace dorfnetz::minutes
