#include "features/asking/several_api.hpp"

#include "accounts/audit.hpp"
#include "features/asking/appraisal.hpp"
#include "features/asking/asking_service.hpp"
#include "features/asking/asking_store.hpp"
#include "features/asking/links.hpp"
#include "features/asking/mails.hpp"
#include "foundation/core/text.hpp"

#include <algorithm>
#include <map>

namespace dorfnetz::asking {

namespace {

using web::Context;

constexpr std::chrono::hours wait{48}; // until the next ones, should somebody be added to the search later

struct Round
{
    Search search;
    OpenShift open;
    std::vector<Asked> asked = {};
};

void note(db::Tx& tx, const Context& context, const ShiftId& shift)
{
    accounts::record(tx,
                     {.network = context.network.id,
                      .user = context.actor.user,
                      .action = "search.planned",
                      .subject_kind = "shift",
                      .subject = shift.text()},
                     context.environment.clock, context.environment.random);
}

Facts facts_around(db::Reader& reader, const Context& context, const std::vector<Round>& rounds)
{
    const auto [first, last] = std::ranges::minmax_element(
        rounds, {}, [](const Round& round) { return round.open.shift.starts_at; });
    return {reader, context, {.after = first->open.shift.starts_at, .before = last->open.shift.starts_at}};
}

// What can be asked for; as a search, its row locked.
std::vector<Round> rounds_for(db::Tx& tx, const Context& context, const std::vector<Invitation>& invitations,
                              const std::string& message)
{
    std::vector<Round> rounds;
    for (const auto& invitation : invitations) {
        auto open = activities::shift_by_id(tx, context.network.id, invitation.shift);
        if (invitation.people.empty() || !open || !may_search(tx, context, *open) ||
            is_over(context, *open) || open->shift.free_places() == 0)
            continue;
        Search search{.shift = invitation.shift, .wait = wait, .message = message};
        static_cast<void>(store::insert(tx, context.network.id, search, context.now()));
        search = store::lock(tx, context.network.id, invitation.shift).value();
        search.state = State::running;
        search.ended = Ended::not_yet;
        search.asker = context.actor.user;
        if (!message.empty())
            search.message = message;
        rounds.push_back({.search = std::move(search), .open = *std::move(open)});
    }
    return rounds;
}

// Who of them is asked for this shift, as chosen; who was asked before is not asked again.
void choose(db::Tx& tx, const Context& context, const Appraisal& appraisal, Round& round,
            const std::vector<PersonId>& people)
{
    auto turn =
        static_cast<std::int64_t>(store::asked_for(tx, context.network.id, round.open.shift.id).size());
    for (const auto& id : people) {
        Asked asked{.shift = round.open.shift.id, .person = id, .turn = turn};
        const auto person = to_be_asked(tx, context, asked);
        const auto channel = person ? channel_for(*person) : std::nullopt;
        if (!channel || appraisal.why_not(*person))
            continue;
        asked.person = person->id;
        asked.channel = *channel;
        const auto token = token_of(context.environment, context.network.id, asked.shift, asked.person);
        if (store::insert(tx, context.network.id, asked, hash_of_token(context.environment, token)))
            ++turn;
        else if (store::asked_one(tx, context.network.id, asked.shift, asked.person)->answer !=
                 Answer::chosen)
            continue;
        round.asked.push_back(std::move(asked));
    }
}

void count(Asking& asking, Channel channel)
{
    asking.by_mail += channel == Channel::mail ? 1 : 0;
    asking.by_phone += channel == Channel::phone ? 1 : 0;
    asking.by_letter += channel == Channel::letter ? 1 : 0;
}

} // namespace

Result<Asking> ask_for_several(db::Tx& tx, const Context& context, const std::vector<Invitation>& invitations,
                               const std::string& message)
{
    TRY(check_home(tx, context));
    Asking asking;
    for (const auto& invitation : invitations)
        asking.left_out += static_cast<std::int64_t>(invitation.people.size());
    auto rounds = rounds_for(tx, context, invitations, std::string(trim(message)));
    if (rounds.empty())
        return asking;
    // Before anybody is asked: who has just been asked is not asked again for days.
    auto facts = facts_around(tx, context, rounds);
    for (auto& round : rounds) {
        const auto wanted = wanted_for(round.open);
        const auto invited = std::ranges::find(invitations, round.open.shift.id, &Invitation::shift);
        choose(tx, context, Appraisal(tx, context, facts, round.open, wanted), round, invited->people);
    }
    std::map<PersonId, std::vector<SeveralQuestion>> mails;
    std::map<PersonId, Channel> channels;
    for (auto& round : rounds) {
        if (round.asked.empty())
            continue;
        for (auto& asked : round.asked) {
            asked.answer = Answer::asked;
            asked.asked_at = context.now();
            store::update(tx, context.network.id, asked);
            channels.emplace(asked.person, asked.channel);
            if (asked.channel == Channel::mail)
                mails[asked.person].push_back({&round.search, &round.open});
            ++asking.questions;
        }
        ++round.search.wave;
        round.search.wave_at = context.now();
        store::update(tx, context.network.id, round.search);
        note(tx, context, round.open.shift.id);
    }
    for (const auto& [person, channel] : channels)
        count(asking, channel);
    for (const auto& [person, questions] : mails)
        if (const auto entry = still_there(tx, context, person))
            mail_questions(tx, context, questions, *entry);
    asking.left_out -= asking.questions;
    return asking;
}

} // namespace dorfnetz::asking
