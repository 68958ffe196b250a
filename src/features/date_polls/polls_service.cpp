#include "features/date_polls/links.hpp"
#include "features/date_polls/polls_store.hpp"
#include "features/date_polls/revocations.hpp"
#include "foundation/core/text.hpp"
#include "foundation/i18n/local_clock.hpp"

#include <algorithm>

namespace dorfnetz::date_polls {

namespace {

using web::Context;

constexpr Error is_closed{.kind = Err::conflict, .text = "Die Umfrage ist zu Ende."_de};

// Where a date can still be looked for.
Result<Done> must_be_open_to_dates(const Meeting& meeting)
{
    if (meeting.state == meetings::State::planning || meeting.state == meetings::State::invited)
        return Done{};
    return Error{
        .kind = Err::conflict,
        .text = "Das Treffen hat schon begonnen oder ist abgesagt. Einen Termin braucht es nicht mehr."_de};
}

Result<Done> checked_day(const Context& context, Date answer_by)
{
    if (answer_by >= context.today())
        return Done{};
    return Error{.kind = Err::invalid,
                 .text = "Bitte prüf deine Angaben."_de,
                 .fields = {{"bis", "Dieser Tag ist schon vorbei."_de}}};
}

// The poll, and nobody else writes to it until the end of the transaction.
Result<Poll> locked(db::Tx& tx, const Context& context, const PollId& id)
{
    auto poll = store::lock_poll(tx, context.network.id, id);
    if (!poll)
        return Error{.kind = Err::missing};
    return *std::move(poll);
}

Result<Poll> locked_open(db::Tx& tx, const Context& context, const PollId& id)
{
    auto poll = TRY(locked(tx, context, id));
    if (!poll.is_open())
        return is_closed;
    return poll;
}

std::vector<FieldError> problems_of(const Context& context, const LocalSpan& span)
{
    const auto begin = i18n::first_moment_of(context.region(), span.begin);
    const auto end = i18n::first_moment_of(context.region(), span.end);
    constexpr auto left_out =
        "Diese Uhrzeit gibt es an dem Tag nicht: Die Uhr springt von 2 auf 3, die Sommerzeit beginnt."_de;
    std::vector<FieldError> problems;
    if (!begin)
        problems.push_back({"beginn", left_out});
    if (!end)
        problems.push_back({"ende", left_out});
    if (!begin || !end)
        return problems;
    if (*begin <= context.now())
        problems.push_back(
            {"tage",
             "Dieser Tag ist schon vorbei: {1}"_de,
             {i18n::format_date(context.region(), calendar::date_of(span.begin), i18n::DateStyle::plain)}});
    if (*end <= *begin)
        problems.push_back({"ende", "Das Ende liegt vor dem Anfang."_de});
    else if (*end - *begin > meetings::longest_meeting)
        problems.push_back({"ende", "Ein Treffen dauert höchstens einen Tag."_de});
    return problems;
}

void put(Reply& reply, const NewReply& what, const std::vector<Option>& options, Timestamp now)
{
    reply.name = squeeze(what.name);
    reply.village = what.village;
    reply.origin = what.origin;
    reply.answered_at = now;
    reply.answers.clear();
    for (const auto& option : options)
        if (const auto answer = what.answers.find(option.id); answer != what.answers.end())
            reply.answers.insert(*answer);
}

std::optional<Reply> known_reply(db::Tx& tx, const NetworkId& network, const PollId& id, const NewReply& what)
{
    return what.who ? store::reply_of(tx, network, id, *what.who)
                    : store::reply_by_form(tx, network, id, what.form_key);
}

// Whom somebody asked, and what an editor types in, always has room.
Result<Done> has_room(db::Reader& reader, const NetworkId& network, const Reply& reply)
{
    if (!is_from_a_stranger(reply) ||
        store::count_from_strangers(reader, network, reply.poll) < most_from_strangers)
        return Done{};
    return Error{.kind = Err::conflict,
                 .text = "Hier haben schon sehr viele geantwortet. Ruf an, dann trägt jemand deine Antwort "
                         "ein."_de};
}

void save(db::Tx& tx, const NetworkId& network, const Reply& reply)
{
    store::update_reply(tx, network, reply);
    store::set_answers(tx, network, reply);
}

Result<Done> close_now(db::Tx& tx, const Context& context, Poll poll)
{
    poll.state = State::closed;
    poll.closed_at = context.now();
    if (!store::update_poll(tx, context.network.id, poll))
        return Error{.kind = Err::stale};
    return Done{};
}

} // namespace

bool is_from_a_stranger(const Reply& reply)
{
    return !reply.who && reply.origin == Origin::web;
}

Result<PollId> start(db::Tx& tx, const Context& context, const Meeting& meeting, const std::string& note,
                     Date answer_by)
{
    TRY(must_be_open_to_dates(meeting));
    TRY(checked_day(context, answer_by));
    const Poll poll{.id = new_id<PollId>(context.environment.clock, context.environment.random),
                    .meeting = meeting.id,
                    .note = squeeze(note),
                    .answer_by = answer_by};
    const auto hash =
        hash_of_token(context.environment, token_of(context.environment, context.network.id, poll.id));
    if (!store::insert_poll(tx, context.network.id, poll, hash, context.now()))
        return Error{.kind = Err::conflict, .text = "Für dieses Treffen gibt es schon eine Umfrage."_de};
    return poll.id;
}

Result<Done> change(db::Tx& tx, const Context& context, const PollId& id, std::int64_t version,
                    const std::string& note, Date answer_by)
{
    auto poll = TRY(locked_open(tx, context, id));
    if (poll.version != version)
        return Error{.kind = Err::stale};
    TRY(checked_day(context, answer_by));
    poll.note = squeeze(note);
    poll.answer_by = answer_by;
    if (!store::update_poll(tx, context.network.id, poll))
        return Error{.kind = Err::stale};
    return Done{};
}

Result<Done> add_options(db::Tx& tx, const Context& context, const PollId& id,
                         const std::vector<LocalSpan>& spans)
{
    TRY(locked_open(tx, context, id));
    std::vector<FieldError> problems;
    for (const auto& span : spans) {
        problems = problems_of(context, span);
        if (!problems.empty())
            return Error{
                .kind = Err::invalid, .text = "Bitte prüf deine Angaben."_de, .fields = std::move(problems)};
        store::insert_option(
            tx, context.network.id, id,
            {.id = new_id<OptionId>(context.environment.clock, context.environment.random), .when = span});
    }
    if (store::options_of(tx, context.network.id, id).size() > most_options)
        return Error{
            .kind = Err::invalid,
            .text = "Bitte prüf deine Angaben."_de,
            .fields = {{"tage", "Es sind höchstens {1} Termine."_de, {std::to_string(most_options)}}}};
    return Done{};
}

Result<Done> remove_option(db::Tx& tx, const Context& context, const PollId& id, const OptionId& option)
{
    TRY(locked_open(tx, context, id));
    if (!store::delete_option(tx, context.network.id, id, option))
        return Error{.kind = Err::missing};
    return Done{};
}

Result<ReplyId> reply(db::Tx& tx, const Context& context, const PollId& id, const NewReply& what)
{
    TRY(locked_open(tx, context, id));
    const auto& network = context.network.id;
    Reply wanted{.id = new_id<ReplyId>(context.environment.clock, context.environment.random),
                 .poll = id,
                 .who = what.who};
    put(wanted, what, store::options_of(tx, network, id), context.now());
    if (const auto known = known_reply(tx, network, id, what)) {
        wanted.id = known->id;
        save(tx, network, wanted);
        return wanted.id;
    }
    TRY(has_room(tx, network, wanted));
    const auto hash = hash_of_token(context.environment, token_of(context.environment, network, wanted.id));
    if (!store::insert_reply(tx, network, wanted, {.link_hash = hash, .form_key = what.form_key}))
        return Error{.kind = Err::stale};
    store::set_answers(tx, network, wanted);
    return wanted.id;
}

Result<Done> change_reply(db::Tx& tx, const Context& context, const ReplyId& id, const NewReply& what)
{
    const auto& network = context.network.id;
    auto before = store::reply_by_id(tx, network, id);
    if (!before)
        return Error{.kind = Err::missing};
    TRY(locked_open(tx, context, before->poll));
    put(*before, what, store::options_of(tx, network, before->poll), context.now());
    save(tx, network, *before);
    return Done{};
}

Result<Done> remove_reply(db::Tx& tx, const Context& context, const PollId& poll, const ReplyId& id)
{
    TRY(locked(tx, context, poll));
    const auto found = store::reply_by_id(tx, context.network.id, id);
    if (!found || found->poll != poll)
        return Error{.kind = Err::missing};
    store::delete_reply(tx, context.network.id, id);
    accounts::note_erasure(tx, context.network.id, reply_kind, id.text());
    return Done{};
}

Result<Done> take(db::Tx& tx, const Context& context, const PollId& id, const OptionId& option)
{
    auto poll = TRY(locked_open(tx, context, id));
    const auto options = store::options_of(tx, context.network.id, id);
    const auto chosen = std::ranges::find(options, option, &Option::id);
    if (chosen == options.end())
        return Error{.kind = Err::missing};
    TRY(meetings::set_date(tx, context, poll.meeting, chosen->when));
    store::set_chosen(tx, context.network.id, id, option);
    return close_now(tx, context, std::move(poll));
}

Result<Done> close(db::Tx& tx, const Context& context, const PollId& id)
{
    auto poll = TRY(locked(tx, context, id));
    if (!poll.is_open())
        return Done{};
    return close_now(tx, context, std::move(poll));
}

Result<Done> open_again(db::Tx& tx, const Context& context, const PollId& id)
{
    auto poll = TRY(locked(tx, context, id));
    const auto meeting = meetings::meeting_by_id(tx, context.network.id, poll.meeting);
    if (!meeting)
        return Error{.kind = Err::missing};
    TRY(must_be_open_to_dates(*meeting));
    if (poll.names_gone)
        return Error{.kind = Err::conflict,
                     .text = "Die Namen sind schon gelöscht. Leg den Termin von Hand fest."_de};
    store::set_chosen(tx, context.network.id, id, std::nullopt);
    poll.state = State::open;
    poll.closed_at.reset();
    poll.answer_by = std::max(poll.answer_by, context.today());
    if (!store::update_poll(tx, context.network.id, poll))
        return Error{.kind = Err::stale};
    return Done{};
}

} // namespace dorfnetz::date_polls
