#include "features/asking/asking_service.hpp"

#include "accounts/acting.hpp"
#include "accounts/audit.hpp"
#include "features/asking/asking_store.hpp"
#include "features/asking/links.hpp"
#include "features/asking/mails.hpp"
#include "features/asking/suggestions.hpp"
#include "features/signups/asking_api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/web/home.hpp"

#include <algorithm>

namespace dorfnetz::asking {

namespace {

using web::Context;

constexpr German over = "Dafür wird niemand mehr gesucht."_de;

void note(db::Tx& tx, const Context& context, std::string_view action, const ShiftId& shift)
{
    accounts::record(tx,
                     {.network = context.network.id,
                      .user = context.actor.user,
                      .action = std::string(action),
                      .subject_kind = "shift",
                      .subject = shift.text()},
                     context.environment.clock, context.environment.random);
}

struct Found
{
    Search search;
    OpenShift open;
};

Result<Found> lock_own(db::Tx& tx, const Context& context, const ShiftId& shift)
{
    auto open = activities::shift_by_id(tx, context.network.id, shift);
    if (!open || !may_search(tx, context, *open))
        return Error{.kind = Err::missing};
    auto search = store::lock(tx, context.network.id, shift);
    if (!search)
        return Error{.kind = Err::missing};
    return Found{*std::move(search), *std::move(open)};
}

void leave_out(db::Tx& tx, const Context& context, Asked asked)
{
    asked.answer = Answer::left_out;
    asked.again_at.reset();
    store::update(tx, context.network.id, asked);
}

void ask(db::Tx& tx, const Context& context, const Search& search, const OpenShift& open, Asked asked,
         const people::Person& person)
{
    const auto question = asked.answer == Answer::later ? Question::once_more : Question::first;
    asked.channel = channel_for(person).value_or(asked.channel);
    asked.answer = Answer::asked;
    asked.asked_at = context.now();
    asked.again_at.reset();
    asked.printed_at.reset();
    store::update(tx, context.network.id, asked);
    if (asked.channel == Channel::mail)
        mail_question(tx, context, search, open, person, question);
}

void end(db::Tx& tx, const Context& context, Search search, const OpenShift& open, Ended why)
{
    search.state = State::ended;
    search.ended = why;
    store::update(tx, context.network.id, search);
    const bool is_told = why == Ended::full || why == Ended::by_hand;
    const auto needless = open.shift.free_places() == 0 ? Needless::enough : Needless::given_up;
    for (auto asked : store::asked_for(tx, context.network.id, search.shift)) {
        if (!asked.is_open())
            continue;
        if (is_told && asked.channel == Channel::mail)
            if (const auto person = still_there(tx, context, asked.person))
                mail_thanks(tx, context, open, *person, needless);
        asked.answer = Answer::thanked;
        asked.again_at.reset();
        store::update(tx, context.network.id, asked);
    }
}

// As many as are to be asked at once, of those who were chosen and may be asked.
void next_wave(db::Tx& tx, const Context& context, Search& search, const OpenShift& open)
{
    const auto most = std::min(search.at_once, most_for(open));
    const FreePeople free(tx, context, open);
    std::int64_t count = 0;
    for (const auto& asked : store::asked_for(tx, context.network.id, search.shift)) {
        if (count == most)
            break;
        if (asked.answer != Answer::chosen)
            continue;
        const auto person = to_be_asked(tx, context, asked);
        if (!person || !channel_for(*person) || free.why_not(*person)) {
            leave_out(tx, context, asked);
            continue;
        }
        ask(tx, context, search, open, asked, *person);
        ++count;
    }
    ++search.wave;
    search.wave_at = context.now();
    store::update(tx, context.network.id, search);
}

bool is_anybody_left(const std::vector<Asked>& asked)
{
    return std::any_of(asked.begin(), asked.end(),
                       [](const Asked& each) { return each.answer == Answer::chosen; });
}

bool is_answer_awaited(const std::vector<Asked>& asked)
{
    return std::any_of(asked.begin(), asked.end(), [](const Asked& each) { return each.is_open(); });
}

bool wants_again(const Context& context, const Asked& asked)
{
    return asked.answer == Answer::later && asked.again_at && *asked.again_at <= context.now();
}

void ask_once_more(db::Tx& tx, const Context& context, const Search& search, const OpenShift& open)
{
    for (const auto& asked : store::asked_for(tx, context.network.id, search.shift))
        if (wants_again(context, asked)) {
            if (const auto person = to_be_asked(tx, context, asked))
                ask(tx, context, search, open, asked, *person);
            else
                leave_out(tx, context, asked);
        }
}

enum class Step { nothing, once_more, wave, end_over, end_full, end_nobody_left };

// What is to be done now. Looking costs no transaction that writes.
Step step_for(db::Reader& reader, const Context& context, const Search& search, const OpenShift& open)
{
    if (search.state == State::ended)
        return Step::nothing;
    if (is_over(context, open))
        return Step::end_over;
    if (open.shift.free_places() == 0)
        return Step::end_full;
    if (search.state == State::paused || !web::is_at_home(context, reader))
        return Step::nothing;
    const auto asked = store::asked_for(reader, context.network.id, search.shift);
    if (std::any_of(asked.begin(), asked.end(),
                    [&](const Asked& each) { return wants_again(context, each); }))
        return Step::once_more;
    const bool is_time = !search.wave_at || *search.wave_at + search.wait <= context.now();
    // Nobody waits for those who have all answered.
    if (is_anybody_left(asked))
        return is_time || !is_answer_awaited(asked) ? Step::wave : Step::nothing;
    return is_time && !is_answer_awaited(asked) ? Step::end_nobody_left : Step::nothing;
}

} // namespace

void note_planned(db::Tx& tx, const Context& context, const ShiftId& shift)
{
    note(tx, context, "search.planned", shift);
}

std::optional<people::Person> to_be_asked(db::Reader& reader, const Context& context, const Asked& asked)
{
    auto person = still_there(reader, context, asked.person);
    return person && people::asking_viewer(context.actor, *person) ? person : std::nullopt;
}

std::int64_t most_for(const OpenShift& open)
{
    return std::max<std::int64_t>(1, 2 * open.shift.free_places());
}

bool is_over(const Context& context, const OpenShift& open)
{
    return open.listed.is_called_off() || open.shift.status != activities::ShiftStatus::planned ||
           open.listed.status != activities::Status::published || open.shift.starts_at <= context.now();
}

bool has_a_link(const Asked& asked)
{
    return asked.answer != Answer::chosen && asked.answer != Answer::left_out;
}

bool may_search(db::Reader& reader, const Context& context, const OpenShift& open)
{
    return signups::may_host(reader, context, open.listed);
}

Result<Done> check_home(db::Reader& reader, const Context& context)
{
    if (web::is_at_home(context, reader))
        return Done{};
    return Error{.kind = Err::conflict,
                 .text = "Unter dieser Adresse kennt das Netzwerk sich nicht. Öffne die Seite unter ihrer "
                         "richtigen Adresse, dann gehen die Mails hinaus."_de};
}

Result<Done> start(db::Tx& tx, const Context& context, const Start& start)
{
    const auto open = activities::shift_by_id(tx, context.network.id, start.shift);
    if (!open || !may_search(tx, context, *open))
        return Error{.kind = Err::missing};
    if (is_over(context, *open))
        return Error{.kind = Err::conflict, .text = over};
    if (open->shift.free_places() == 0)
        return Error{.kind = Err::conflict, .text = "Es sind schon genug da. Kein Platz ist mehr frei."_de};
    if (start.people.empty())
        return Error{.kind = Err::invalid,
                     .text = "Wähle aus, wen du fragen willst."_de,
                     .fields = {{"person", "Wähle aus, wen du fragen willst."_de}}};
    TRY(check_home(tx, context));
    Search search{.shift = start.shift,
                  .at_once = std::clamp<std::int64_t>(start.at_once, 1, most_at_once),
                  .wait = start.wait,
                  .message = std::string(trim(start.message)),
                  .asker = context.actor.user};
    const bool is_new = store::insert(tx, context.network.id, search, context.now());
    if (!is_new) {
        const auto before = store::lock(tx, context.network.id, start.shift);
        search.wave = before->wave;
        search.wave_at = before->wave_at;
    }
    const auto known = store::asked_for(tx, context.network.id, start.shift);
    auto turn = static_cast<std::int64_t>(known.size());
    std::int64_t added = 0;
    for (const auto& id : start.people) {
        const auto person = still_there(tx, context, id);
        const auto channel = person ? channel_for(*person) : std::nullopt;
        if (!channel || !people::asking_viewer(context.actor, *person) ||
            known.size() + static_cast<std::size_t>(added) >= most_chosen)
            continue;
        const Asked asked{.shift = start.shift, .person = person->id, .turn = turn++, .channel = *channel};
        const auto token = token_of(context.environment, context.network.id, asked.shift, asked.person);
        added +=
            store::insert(tx, context.network.id, asked, hash_of_token(context.environment, token)) ? 1 : 0;
    }
    if (added == 0)
        return Error{.kind = Err::invalid,
                     .text = "Niemand davon kann gefragt werden."_de,
                     .fields = {{"person", "Wähle aus, wen du fragen willst."_de}}};
    note(tx, context, is_new ? "search.started" : "search.extended", start.shift);
    next_wave(tx, context, search, *open);
    return Done{};
}

Result<Done> go_on(db::Tx& tx, const Context& context, const ShiftId& shift)
{
    auto [search, open] = TRY(lock_own(tx, context, shift));
    if (is_over(context, open))
        return Error{.kind = Err::conflict, .text = over};
    if (open.shift.free_places() == 0)
        return Error{.kind = Err::conflict, .text = "Es sind schon genug da. Kein Platz ist mehr frei."_de};
    if (!is_anybody_left(store::asked_for(tx, context.network.id, shift)))
        return Error{.kind = Err::conflict, .text = "Alle, die du ausgesucht hattest, sind gefragt."_de};
    search.state = State::running;
    search.ended = Ended::not_yet;
    search.asker = context.actor.user;
    note(tx, context, "search.continued", shift);
    next_wave(tx, context, search, open);
    return Done{};
}

Result<Done> pause(db::Tx& tx, const Context& context, const ShiftId& shift)
{
    auto [search, open] = TRY(lock_own(tx, context, shift));
    if (search.state != State::running)
        return Done{};
    search.state = State::paused;
    store::update(tx, context.network.id, search);
    note(tx, context, "search.paused", shift);
    return Done{};
}

Result<Done> stop(db::Tx& tx, const Context& context, const ShiftId& shift)
{
    const auto [search, open] = TRY(lock_own(tx, context, shift));
    if (search.state == State::ended)
        return Done{};
    end(tx, context.in(i18n::Language::de), search, open, Ended::by_hand);
    note(tx, context, "search.stopped", shift);
    return Done{};
}

bool is_due(db::Reader& reader, const Context& context, const ShiftId& shift)
{
    const auto search = store::search_of(reader, context.network.id, shift);
    const auto open = activities::shift_by_id(reader, context.network.id, shift);
    return search && open && step_for(reader, context, *search, *open) != Step::nothing;
}

void keep_going(db::Tx& tx, const Context& context, const ShiftId& shift)
{
    const auto open = activities::shift_by_id(tx, context.network.id, shift);
    for (;;) {
        auto search = store::lock(tx, context.network.id, shift);
        const auto step = search && open ? step_for(tx, context, *search, *open) : Step::nothing;
        if (step == Step::nothing)
            return;
        if (step == Step::end_over)
            return end(tx, context, *search, *open, Ended::over);
        if (step == Step::end_full)
            return end(tx, context, *search, *open, Ended::full);
        if (step == Step::end_nobody_left)
            return end(tx, context, *search, *open, Ended::nobody_left);
        const auto asker = accounts::acting_as(tx, context, search->asker);
        if (!asker || !may_search(tx, *asker, *open))
            return end(tx, context, *search, *open, Ended::asker_gone);
        if (step == Step::once_more)
            ask_once_more(tx, *asker, *search, *open);
        else
            next_wave(tx, *asker, *search, *open);
    }
}

Result<Done> answer(db::Tx& tx, const Context& context, const Asked& before, Answer said)
{
    const auto search = store::lock(tx, context.network.id, before.shift);
    const auto open = activities::shift_by_id(tx, context.network.id, before.shift);
    if (!search || !open)
        return Error{.kind = Err::missing};
    if (is_over(context, *open))
        return Error{.kind = Err::conflict, .text = over};
    // As it is now that the search is locked.
    auto asked = store::asked_one(tx, context.network.id, before.shift, before.person);
    if (!asked || !has_a_link(*asked))
        return Error{.kind = Err::missing};
    if (asked->answer == Answer::yes)
        return Error{.kind = Err::conflict,
                     .text = "Du hast schon zugesagt. Absagen kannst du auf der Seite deiner Zusage."_de};
    asked->answer = said;
    asked->answered_at = context.now();
    asked->again_at = said == Answer::later ? std::optional(context.now() + asked_again_after) : std::nullopt;
    store::update(tx, context.network.id, *asked);
    return Done{};
}

bool take_yes(db::Tx& tx, const Context& context, const ShiftId& shift, const PersonId& person)
{
    if (!store::lock(tx, context.network.id, shift))
        return false;
    auto asked = store::asked_one(tx, context.network.id, shift, person);
    const bool was_asked = asked && has_a_link(*asked);
    if (was_asked) {
        asked->answer = Answer::yes;
        asked->answered_at = context.now();
        asked->again_at.reset();
        store::update(tx, context.network.id, *asked);
    }
    // Who had been waiting for the answer need not any more.
    keep_going(tx, context, shift);
    return was_asked;
}

Result<signups::Yes> answer_yes(const Context& context, const Asked& before, bool by_themself)
{
    const auto person =
        context.pool().read([&](db::Reader& reader) { return still_there(reader, context, before.person); });
    if (!person)
        return Error{.kind = Err::missing};
    const auto also = [&](db::Tx& tx) -> Result<Done> {
        if (!take_yes(tx, context, before.shift, before.person))
            return Error{.kind = Err::missing};
        if (!by_themself)
            note(tx, context, "search.yes_entered", before.shift);
        return Done{};
    };
    return signups::say_yes(context, before.shift, *person,
                            by_themself ? signups::Origin::web : signups::Origin::editor, also);
}

std::optional<people::Person> still_there(db::Reader& reader, const Context& context, const PersonId& person)
{
    auto found = people::person_by_id(reader, context.network.id,
                                      people::entry_now(reader, context.network.id, person));
    return found && !found->is_locked() && found->agreed_to(people::Purpose::register_) ? found
                                                                                        : std::nullopt;
}

std::string host_name(db::Reader& reader, const Context& context, const OpenShift& open)
{
    if (!open.listed.hosts.empty())
        if (const auto host =
                organisations::organisation_by_id(reader, context.network.id, open.listed.hosts.front()))
            return host->entry.name;
    return context.network.name;
}

} // namespace dorfnetz::asking
