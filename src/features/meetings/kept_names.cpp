#include "features/meetings/kept_names.hpp"

#include "foundation/core/text.hpp"
#include "foundation/search/folding.hpp"

#include <algorithm>

namespace dorfnetz::meetings {

namespace {

// Somebody's name: who spoke for a village, who else was there, who introduced a matter, who wants to come.
struct Mention
{
    enum class As { delegate, attendee, introducer, reply } as = As::delegate;
    MeetingId meeting = {};
    std::string key = {}; // id of the village, the attendee, the item or the answer
    std::string name = {};
};

std::vector<Mention> mentions_of(db::Reader& reader, const NetworkId& network)
{
    std::vector<Mention> all;
    const auto take = [&](Mention::As as) {
        return [&all, as](db::Row& row) {
            Mention mention{.as = as};
            mention.meeting = row.take<MeetingId>();
            mention.key = row.take<std::string>();
            mention.name = row.take<std::string>();
            all.push_back(std::move(mention));
        };
    };
    reader.each(R"sql(
        SELECT meeting_id, village_id, represented_by FROM meeting_voters
        WHERE network_id = :network AND represented_by <> '')sql",
                {{"network", network}}, take(Mention::As::delegate));
    reader.each(R"sql(SELECT meeting_id, id, name FROM meeting_attendees WHERE network_id = :network)sql",
                {{"network", network}}, take(Mention::As::attendee));
    reader.each(R"sql(
        SELECT meeting_id, id, introduced_by FROM agenda_items
        WHERE network_id = :network AND introduced_by <> '')sql",
                {{"network", network}}, take(Mention::As::introducer));
    reader.each(R"sql(
        SELECT meeting_id, id, who FROM meeting_replies WHERE network_id = :network AND who <> '')sql",
                {{"network", network}}, take(Mention::As::reply));
    return all;
}

void forget(db::Tx& tx, const NetworkId& network, const Mention& mention)
{
    const db::Value key(mention.key);
    switch (mention.as) {
    case Mention::As::delegate:
        tx.exec(R"sql(
            UPDATE meeting_voters SET represented_by = ''
            WHERE network_id = :network AND meeting_id = :meeting AND village_id = :key)sql",
                {{"network", network}, {"meeting", mention.meeting}, {"key", key}});
        break;
    case Mention::As::attendee:
        tx.exec(R"sql(DELETE FROM meeting_attendees WHERE network_id = :network AND id = :key)sql",
                {{"network", network}, {"key", key}});
        break;
    case Mention::As::introducer:
        tx.exec(
            R"sql(UPDATE agenda_items SET introduced_by = '' WHERE network_id = :network AND id = :key)sql",
            {{"network", network}, {"key", key}});
        break;
    case Mention::As::reply:
        tx.exec(R"sql(UPDATE meeting_replies SET who = '' WHERE network_id = :network AND id = :key)sql",
                {{"network", network}, {"key", key}});
        break;
    }
}

// Meetings and what somebody of the register answered to their invitations.
struct OwnReply
{
    std::string id = {};
    MeetingId meeting = {};
    bool comes = false;
};

std::vector<OwnReply> replies_of_entries(db::Reader& reader, const NetworkId& network,
                                         const people::Traces& traces)
{
    std::vector<OwnReply> all;
    reader.each(R"sql(
        SELECT id, meeting_id, coming, person_id FROM meeting_replies
        WHERE network_id = :network AND person_id IS NOT NULL)sql",
                {{"network", network}}, [&](db::Row& row) {
                    OwnReply reply;
                    reply.id = row.take<std::string>();
                    reply.meeting = row.take<MeetingId>();
                    reply.comes = row.take<std::string>() == "yes";
                    if (traces.is_entry(row.take<std::string>()))
                        all.push_back(std::move(reply));
                });
    return all;
}

std::vector<std::string> words_in(std::string_view text)
{
    auto words = split_list(search::fold(text), " ");
    std::ranges::sort(words);
    return words;
}

// "Petra Probe vom Chor" names Petra Probe, "Petra Probe" also Petra Maria Probe.
bool may_name(std::string_view written, std::string_view name)
{
    constexpr std::size_t least = 2; // words: a first name alone is nobody's
    const auto of_text = words_in(written);
    const auto of_name = words_in(name);
    return (of_name.size() >= least && std::ranges::includes(of_text, of_name)) ||
           (of_text.size() >= least && std::ranges::includes(of_name, of_text));
}

// Nothing but a name stands there, so who it was cannot be said for certain, and without it nothing is
// missing.
void erase_theirs(db::Tx& tx, const NetworkId& network, const people::Traces& traces)
{
    const auto names = traces.names();
    for (const auto& mention : mentions_of(tx, network))
        if (std::ranges::any_of(names, [&](const std::string& name) { return may_name(mention.name, name); }))
            forget(tx, network, mention);
    for (const auto& reply : replies_of_entries(tx, network, traces))
        tx.exec(R"sql(DELETE FROM meeting_replies WHERE network_id = :network AND id = :id)sql",
                {{"network", network}, {"id", reply.id}});
}

German said_of(Mention::As as)
{
    switch (as) {
    case Mention::As::delegate:
        return "als Delegierte oder Delegierter eines Dorfes"_de;
    case Mention::As::attendee:
        return "als jemand, der dabei war"_de;
    case Mention::As::reply:
        return "als jemand, der kommen will"_de;
    case Mention::As::introducer:
        break;
    }
    return "bei einem Punkt der Tagesordnung"_de;
}

// What bears exactly their name.
std::vector<people::OwnSection> tell_theirs(db::Reader& reader, const web::Context& context,
                                            const people::Traces& traces)
{
    people::OwnSection section{
        .key = "meetings", .heading = context.t("Treffen, bei denen dein Name steht"_de), .entries = {}};
    const auto names = traces.names();
    for (const auto& mention : mentions_of(reader, context.network.id)) {
        const auto meeting = meeting_by_id(reader, context.network.id, mention.meeting);
        const bool is_named = std::ranges::any_of(
            names, [&](const std::string& name) { return words_in(name) == words_in(mention.name); });
        if (meeting && is_named)
            section.entries.push_back({{context.t("Treffen"_de), meeting->draft.title},
                                       {context.t("Wann"_de), when_text(context, *meeting)},
                                       {context.t("Name"_de), mention.name},
                                       {context.t("Steht da"_de), context.t(said_of(mention.as))}});
    }
    people::OwnSection replies{
        .key = "meeting_replies", .heading = context.t("Deine Antworten auf Einladungen"_de), .entries = {}};
    for (const auto& reply : replies_of_entries(reader, context.network.id, traces))
        if (const auto meeting = meeting_by_id(reader, context.network.id, reply.meeting))
            replies.entries.push_back(
                {{context.t("Treffen"_de), meeting->draft.title},
                 {context.t("Wann"_de), when_text(context, *meeting)},
                 {context.t("Antwort"_de), context.t(reply.comes ? "kommt"_de : "kommt nicht"_de)}});
    return {std::move(section), std::move(replies)};
}

} // namespace

people::Elsewhere kept_names()
{
    auto kept = people::told_only("meeting", tell_theirs);
    kept.erase = erase_theirs;
    return kept;
}

void forget_names_before(db::Tx& tx, const NetworkId& network, Timestamp moment)
{
    for (const auto& mention : mentions_of(tx, network)) {
        const auto meeting = meeting_by_id(tx, network, mention.meeting);
        if (!meeting)
            continue;
        const auto end = meeting->closed_at.value_or(meeting->ends_at.value_or(meeting->updated_at));
        if (!meeting->is_running() && end < moment)
            forget(tx, network, mention);
    }
}

} // namespace dorfnetz::meetings
