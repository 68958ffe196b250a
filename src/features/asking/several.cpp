#include "features/asking/several_api.hpp"

#include "features/asking/appraisal.hpp"
#include "features/asking/asking_service.hpp"
#include "features/asking/asking_store.hpp"
#include "features/asking/links.hpp"
#include "features/asking/mails.hpp"
#include "foundation/core/text.hpp"

#include <algorithm>
#include <deque>
#include <iterator>
#include <map>

namespace dorfnetz::asking {

namespace {

using web::Context;

constexpr std::chrono::hours wait{48}; // until the next ones, should somebody be added to the search later

struct Candidate
{
    people::Person person;
    Channel channel = Channel::mail;
};

struct Round
{
    OpenShift open;
    std::vector<Candidate> people = {}; // who is to be asked
    std::vector<LeftOut> left_out = {};
};

Facts facts_around(db::Reader& reader, const Context& context, const std::vector<Round>& rounds)
{
    const auto [first, last] = std::ranges::minmax_element(
        rounds, {}, [](const Round& round) { return round.open.shift.starts_at; });
    return {reader, context, {.after = first->open.shift.starts_at, .before = last->open.shift.starts_at}};
}

bool is_in(const Round& round, const PersonId& person)
{
    return std::ranges::any_of(round.people, [&](const Candidate& one) { return one.person.id == person; });
}

void look_at(db::Reader& reader, const Context& context, const Appraisal& appraisal, Round& round,
             const std::vector<PersonId>& people)
{
    const auto& shift = round.open.shift.id;
    for (const auto& id : people) {
        auto person = may_be_asked(reader, context, id);
        const auto channel = person ? channel_for(*person) : std::nullopt;
        const auto forbids = channel ? appraisal.what_forbids(*person) : std::nullopt;
        const auto before =
            channel ? store::asked_one(reader, context.network.id, shift, person->id) : std::nullopt;
        if (!channel || forbids || (before && has_a_link(*before)) || is_in(round, person->id))
            round.left_out.push_back({.shift = shift,
                                      .person = id,
                                      .why = forbids ? hindrance_text(context, *forbids) : std::string()});
        else
            round.people.push_back({.person = *std::move(person), .channel = *channel});
    }
}

// Before anybody is asked: who has just been asked is not asked again for days.
std::vector<Round> rounds_for(db::Reader& reader, const Context& context,
                              const std::vector<Invitation>& invitations)
{
    std::vector<Round> rounds;
    for (const auto& invitation : invitations) {
        auto open = activities::shift_by_id(reader, context.network.id, invitation.shift);
        if (open && !invitation.people.empty() && may_search(reader, context, *open) &&
            !is_over(context, *open) && open->shift.free_places() > 0)
            rounds.push_back({.open = *std::move(open)});
    }
    if (rounds.empty())
        return rounds;
    auto facts = facts_around(reader, context, rounds);
    for (auto& round : rounds) {
        const auto wanted = wanted_for(round.open);
        const auto invited = std::ranges::find(invitations, round.open.shift.id, &Invitation::shift);
        look_at(reader, context, Appraisal(reader, context, facts, round.open, wanted), round,
                invited->people);
    }
    return rounds;
}

// The search of a shift, its row locked. Of one that had ended nobody else is asked any more.
Search open_search(db::Tx& tx, const Context& context, const ShiftId& shift, const std::string& message)
{
    const auto& network = context.network.id;
    static_cast<void>(
        store::insert(tx, network, {.shift = shift, .wait = wait, .message = message}, context.now()));
    auto search = store::lock(tx, network, shift).value();
    const auto known = store::asked_for(tx, network, shift);
    const bool has_a_queue =
        search.state != State::ended &&
        std::ranges::any_of(known, [](const Asked& asked) { return asked.answer == Answer::chosen; });
    if (!has_a_queue) { // otherwise it is somebody's, and goes on as they want
        for (auto asked : known)
            if (asked.answer == Answer::chosen) {
                asked.answer = Answer::left_out;
                store::update(tx, network, asked);
            }
        if (search.state == State::ended)
            search.state = State::running;
        search.ended = Ended::not_yet;
        search.message = message;
        search.asker = context.actor.user;
        ++search.wave;
        search.wave_at = context.now();
        store::update(tx, network, search);
    }
    search.message = message; // what is written to those who are asked now
    return search;
}

// False if somebody else asked them a moment ago.
bool put_question(db::Tx& tx, const Context& context, const ShiftId& shift, const Candidate& somebody,
                  std::int64_t turn)
{
    const auto& network = context.network.id;
    Asked asked{.shift = shift, .person = somebody.person.id, .turn = turn, .channel = somebody.channel};
    const auto token = token_of(context.environment, network, shift, asked.person);
    if (!store::insert(tx, network, asked, hash_of_token(context.environment, token))) {
        asked = store::asked_one(tx, network, shift, asked.person).value();
        if (has_a_link(asked))
            return false;
        asked.channel = somebody.channel;
    }
    asked.answer = Answer::asked;
    asked.asked_at = context.now();
    asked.printed_at.reset();
    store::update(tx, network, asked);
    return true;
}

void count(Asking& asking, Channel channel)
{
    asking.by_mail += channel == Channel::mail ? 1 : 0;
    asking.by_phone += channel == Channel::phone ? 1 : 0;
    asking.by_letter += channel == Channel::letter ? 1 : 0;
}

} // namespace

std::optional<people::Person> may_be_asked(db::Reader& reader, const Context& context, const PersonId& person)
{
    return to_be_asked(reader, context, {.shift = {}, .person = person});
}

bool can_be_asked(db::Reader& reader, const Context& context, const PersonId& person)
{
    const auto entry = still_there(reader, context, person);
    return entry && entry->id == person && channel_for(*entry);
}

std::vector<LeftOut> left_out_of(db::Reader& reader, const Context& context,
                                 const std::vector<Invitation>& invitations)
{
    std::vector<LeftOut> left_out;
    for (auto& round : rounds_for(reader, context, invitations))
        std::ranges::move(round.left_out, std::back_inserter(left_out));
    return left_out;
}

Result<Asking> ask_for_several(db::Tx& tx, const Context& context, const std::vector<Invitation>& invitations,
                               const std::string& message)
{
    TRY(check_home(tx, context));
    Asking asking;
    for (const auto& invitation : invitations)
        asking.left_out += static_cast<std::int64_t>(invitation.people.size());
    const auto rounds = rounds_for(tx, context, invitations);
    std::deque<Search> searches; // as they stand, for mails
    std::map<PersonId, std::pair<const Candidate*, std::vector<SeveralQuestion>>> asked;
    for (const auto& round : rounds) {
        if (round.people.empty())
            continue;
        const auto& shift = round.open.shift.id;
        searches.push_back(open_search(tx, context, shift, std::string(trim(message))));
        auto turn = static_cast<std::int64_t>(store::asked_for(tx, context.network.id, shift).size());
        for (const auto& somebody : round.people)
            if (put_question(tx, context, shift, somebody, turn++)) {
                auto& [candidate, questions] = asked[somebody.person.id];
                candidate = &somebody;
                questions.push_back({&searches.back(), &round.open});
                ++asking.questions;
            }
        note_planned(tx, context, shift);
    }
    for (const auto& [id, questions] : asked) {
        const auto& [candidate, shifts] = questions;
        count(asking, candidate->channel);
        if (candidate->channel == Channel::mail)
            mail_questions(tx, context, shifts, candidate->person);
    }
    asking.left_out -= asking.questions;
    return asking;
}

} // namespace dorfnetz::asking
