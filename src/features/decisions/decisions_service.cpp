#include "features/decisions/decisions_service.hpp"

#include "accounts/api.hpp"
#include "features/decisions/decision_search.hpp"
#include "features/decisions/secret_voters.hpp"
#include "foundation/core/text.hpp"
#include "foundation/jobs/queue.hpp"

#include <algorithm>

namespace dorfnetz::decisions {

namespace {

using meetings::Meeting;
using web::Context;

struct Held
{
    Motion motion;
    Meeting meeting;
};

Error stale()
{
    return {.kind = Err::stale,
            .text = "Jemand anderes hat das gerade geändert. Schau nach, was jetzt da steht."_de};
}

// With its meeting, which nobody else changes until the end of the transaction.
Result<Held> held(db::Tx& tx, const Context& context, const MotionId& id)
{
    store::wait_for_rewriting(tx);
    const auto before = motion_by_id(tx, context.network.id, id);
    auto meeting = before ? meetings::lock_meeting(tx, context.network.id, before->meeting) : std::nullopt;
    if (!meeting || !meetings::may_see(context, tx, *meeting))
        return Error{.kind = Err::missing};
    return Held{.motion = motion_by_id(tx, context.network.id, id).value(), .meeting = *std::move(meeting)};
}

Result<Held> held_by_leader(db::Tx& tx, const Context& context, const MotionId& id)
{
    auto found = TRY(held(tx, context, id));
    if (!meetings::may_lead(context, tx, found.meeting))
        return Error{.kind = Err::missing};
    return found;
}

Result<Done> must_run(const Meeting& meeting)
{
    if (!meeting.is_running())
        return Error{.kind = Err::conflict, .text = "Abgestimmt wird nur, solange das Treffen läuft."_de};
    return Done{};
}

Result<Done> must_be_open(const Motion& motion)
{
    if (motion.state == State::closed)
        return Error{.kind = Err::conflict, .text = "Die Abstimmung ist schon geschlossen."_de};
    if (motion.state != State::open)
        return Error{.kind = Err::conflict, .text = "Die Abstimmung ist noch nicht offen."_de};
    return Done{};
}

Result<MotionDraft> checked(const Meeting& meeting, MotionDraft draft)
{
    draft.title = squeeze(draft.title);
    draft.wording = trim(draft.wording);
    Error problems{.kind = Err::invalid, .text = "Bitte prüf deine Angaben."_de};
    if (draft.title.empty())
        problems.fields.push_back({"titel", "Worum geht es?"_de});
    if (draft.wording.empty())
        problems.fields.push_back({"wortlaut", "Was soll beschlossen werden?"_de});
    if (!problems.fields.empty())
        return problems;
    if (meeting.draft.kind != meetings::Kind::network)
        draft.way = Way::counted;
    return draft;
}

// Who came to speak for another village while a secret vote is open would know two votes that count for two
// people.
bool carries_more_than_at_opening(db::Reader& reader, const Context& context, const MotionId& id,
                                  const std::vector<Voice>& voices)
{
    auto carriers = store::carriers_of(reader, context.network.id, id);
    return std::ranges::any_of(voices, [&](const Voice& voice) {
        return carriers[voice.village] != carriers[voices.front().village];
    });
}

std::optional<meetings::Quorum> quorum_now(db::Reader& reader, const NetworkId& network,
                                           const Meeting& meeting)
{
    if (meeting.draft.kind != meetings::Kind::network)
        return std::nullopt;
    return meetings::quorum_of(meeting, meetings::voters_of(reader, network, meeting.id));
}

// Freezes what was counted. From here on it is a decision, or nothing was decided.
Result<Done> finish(db::Tx& tx, const Context& context, Held& found, const Counts& counts)
{
    auto& motion = found.motion;
    const auto& network = context.network.id;
    motion.quorum = quorum_now(tx, network, found.meeting);
    motion.counts = counts;
    motion.outcome = decide(motion.draft.majority, counts, motion.quorum);
    motion.state = State::closed;
    motion.closed_at = motion.updated_at = context.now();
    if (motion.outcome != Outcome::no_quorum) {
        motion.year = static_cast<int>(context.today().year());
        motion.number = store::take_number(tx, network, *motion.year);
    }
    if (!store::update(tx, network, motion))
        return stale();
    if (motion.is_decision()) {
        lineage::link(tx, network, meetings::lineage_record(motion.meeting), lineage_record(motion.id),
                      context.now());
        index_decision(tx, network, motion, found.meeting);
    }
    return Done{};
}

std::string village_name(db::Reader& reader, const NetworkId& network, const VillageId& village)
{
    const auto found = villages::village_by_id(reader, network, village);
    return found ? found->name : std::string();
}

// Why this person cannot vote for a village of theirs now; missing if it is none of theirs.
Error why_no_voice(db::Reader& reader, const Context& context, const std::vector<meetings::Voter>& voters,
                   const VillageId& village)
{
    const auto& network = context.network.id;
    const auto own = meetings::voting_villages(context.actor);
    const auto voter = std::ranges::find(voters, village, &meetings::Voter::village);
    if (std::ranges::find(own, village) == own.end())
        return {.kind = Err::missing};
    const auto name = village_name(reader, network, village);
    if (voter == voters.end())
        return {.kind = Err::conflict,
                .text = "{1} hat gerade keinen Netzwerkverein und deshalb keine Stimme."_de,
                .values = {name}};
    if (voter->presence == meetings::Presence::proxy)
        return {
            .kind = Err::conflict,
            .text = "Für {1} stimmt heute {2} mit ab."_de,
            .values = {name, voter->proxy ? village_name(reader, network, *voter->proxy) : std::string()}};
    return {.kind = Err::conflict,
            .text = "{1} ist noch nicht als anwesend eingetragen. Sag der Leitung Bescheid."_de,
            .values = {name}};
}

// Who was faster. Of a secret vote nobody knows who it was.
Error voted_already(db::Reader& reader, const Context& context, const Motion& motion,
                    const VillageId& village)
{
    const auto& network = context.network.id;
    const auto name = village_name(reader, network, village);
    if (motion.draft.way == Way::open)
        for (const auto& vote : store::votes_of(reader, network, motion.id))
            if (vote.village == village && vote.cast_by && !vote.is_typed_in) {
                const auto names = accounts::account_names(reader, network);
                if (const auto who = names.find(vote.cast_by->text()); who != names.end())
                    return {.kind = Err::conflict,
                            .text = "Für {1} hat schon {2} abgestimmt. Jedes Dorf hat eine Stimme."_de,
                            .values = {name, who->second}};
            }
    return {.kind = Err::conflict,
            .text = "Für {1} ist schon abgestimmt. Jedes Dorf hat eine Stimme."_de,
            .values = {name}};
}

// What was voted so far is thrown away, and of a secret vote also from the disk.
Counts take_secret_counts(db::Tx& tx, const Context& context, const MotionId& id)
{
    const auto counts = store::take_counts(tx, context.network.id, id);
    jobs::enqueue(tx, {.network = context.network.id, .kind = std::string(forgetting_job)},
                  context.environment.clock, context.environment.random);
    return counts;
}

} // namespace

Result<MotionId> propose(db::Tx& tx, const Context& context, const AgendaItemId& item_id,
                         const MotionDraft& draft)
{
    const auto& network = context.network.id;
    const auto item = meetings::item_by_id(tx, network, item_id);
    const auto meeting = item ? meetings::lock_meeting(tx, network, item->meeting) : std::nullopt;
    if (!meeting || !meetings::may_write(context, tx, *meeting))
        return Error{.kind = Err::missing};
    if (meeting->is_over())
        return Error{.kind = Err::conflict, .text = "Das Treffen ist vorbei. Nimm es für das nächste."_de};
    Motion motion{.id = new_id<MotionId>(context.environment.clock, context.environment.random),
                  .meeting = meeting->id,
                  .meeting_kind = meeting->draft.kind,
                  .item = item->id,
                  .draft = TRY(checked(*meeting, draft)),
                  .created_at = context.now(),
                  .updated_at = context.now()};
    if (context.actor.signed_in())
        motion.created_by = context.actor.user;
    store::insert(tx, network, motion);
    return motion.id;
}

Result<Done> change(db::Tx& tx, const Context& context, const MotionId& id, std::int64_t version,
                    const MotionDraft& draft)
{
    auto found = TRY(held(tx, context, id));
    auto& motion = found.motion;
    if (!meetings::may_lead(context, tx, found.meeting) &&
        !(motion.created_by == context.actor.user && meetings::may_write(context, tx, found.meeting)))
        return Error{.kind = Err::missing};
    if (motion.state != State::draft)
        return Error{.kind = Err::conflict,
                     .text = "Darüber wird schon abgestimmt. Der Wortlaut bleibt, wie er ist."_de};
    const auto is_example = motion.draft.is_example;
    motion.draft = TRY(checked(found.meeting, draft));
    motion.draft.is_example = is_example;
    motion.version = version;
    motion.updated_at = context.now();
    if (!store::update(tx, context.network.id, motion))
        return stale();
    return Done{};
}

Result<Done> open(db::Tx& tx, const Context& context, const MotionId& id)
{
    auto found = TRY(held_by_leader(tx, context, id));
    auto& motion = found.motion;
    TRY(must_run(found.meeting));
    if (motion.state != State::draft || motion.draft.way == Way::counted)
        return Error{.kind = Err::conflict, .text = "Diese Abstimmung lässt sich nicht öffnen."_de};
    for (const auto& other : store::open_motions(tx, context.network.id, motion.meeting))
        if (other.item == motion.item)
            return Error{.kind = Err::conflict,
                         .text = "Zu diesem Punkt läuft schon eine Abstimmung: „{1}“. Schließ sie erst."_de,
                         .values = {other.draft.title}};
    const auto voters = meetings::voters_of(tx, context.network.id, motion.meeting);
    if (std::ranges::none_of(voters, &meetings::Voter::has_voice))
        return Error{.kind = Err::conflict, .text = "Trag erst ein, wer da ist."_de};
    const auto carriers = carriers_now(tx, context, voters);
    if (motion.draft.way == Way::secret && count(carriers) < fewest_secret_carriers)
        return Error{
            .kind = Err::conflict,
            .text =
                "Geheim geht es erst, wenn drei verschiedene Menschen abstimmen: Sonst weiß jemand, wie die anderen gestimmt haben. Wer für mehrere Dörfer stimmen kann, zählt einmal. Nehmt Zettel, und tragt die Zahlen ein."_de};
    motion.state = State::open;
    motion.opened_at = motion.updated_at = context.now();
    if (!store::update(tx, context.network.id, motion))
        return stale();
    if (motion.draft.way == Way::secret)
        store::insert_carriers(tx, context.network.id, motion, voters, carriers);
    return Done{};
}

Result<Done> close(db::Tx& tx, const Context& context, const MotionId& id)
{
    auto found = TRY(held_by_leader(tx, context, id));
    const auto& motion = found.motion;
    TRY(must_run(found.meeting));
    TRY(must_be_open(motion));
    if (motion.draft.way == Way::open)
        return finish(tx, context, found, store::counted(store::votes_of(tx, context.network.id, motion.id)));
    auto carriers = store::carriers_of(tx, context.network.id, motion.id);
    const auto voted = store::turnout_of(tx, context.network.id, motion.id);
    std::erase_if(carriers, [&](const auto& carrier) {
        return std::ranges::find(voted, carrier.first) == voted.end();
    });
    if (count(carriers) < fewest_secret_carriers)
        return Error{
            .kind = Err::conflict,
            .text =
                "Ausgezählt wird, wenn drei verschiedene Menschen abgestimmt haben: Sonst weiß jemand, wie die anderen gestimmt haben. Wer für mehrere Dörfer stimmen kann, zählt einmal. Wartet noch, oder zieht den Antrag zurück."_de};
    return finish(tx, context, found, take_secret_counts(tx, context, motion.id));
}

Result<Done> enter_count(db::Tx& tx, const Context& context, const MotionId& id, const Counts& counts)
{
    auto found = TRY(held_by_leader(tx, context, id));
    auto& motion = found.motion;
    TRY(must_run(found.meeting));
    if (motion.state != State::draft || motion.draft.way != Way::counted)
        return Error{.kind = Err::conflict, .text = "Hier lassen sich keine Zahlen eintragen."_de};
    const auto problem = [](German text, std::string value) {
        return Error{.kind = Err::invalid,
                     .text = "Bitte prüf deine Angaben."_de,
                     .fields = {{"ja", text, {std::move(value)}}}};
    };
    if (counts.cast() == 0)
        return problem("Wie viele haben abgestimmt?"_de, {});
    if (const auto quorum = quorum_now(tx, context.network.id, found.meeting);
        quorum && counts.cast() > quorum->present)
        return problem("Zusammen sind das mehr Stimmen, als da sind: {1}."_de,
                       std::to_string(quorum->present));
    if (const auto most = meetings::most_hands(tx, context.network.id, found.meeting);
        most && counts.cast() > *most)
        return problem(
            "Zusammen sind das mehr Stimmen, als die Gruppe Mitglieder hat oder da sind: {1}. Ist noch jemand da? Trag erst ein, wer."_de,
            std::to_string(*most));
    motion.opened_at = context.now();
    return finish(tx, context, found, counts);
}

Result<Done> withdraw(db::Tx& tx, const Context& context, const MotionId& id)
{
    auto found = TRY(held_by_leader(tx, context, id));
    auto& motion = found.motion;
    if (motion.state == State::closed || motion.state == State::withdrawn)
        return Error{.kind = Err::conflict, .text = "Die Abstimmung ist schon geschlossen."_de};
    if (motion.state == State::open && motion.draft.way == Way::open)
        store::delete_votes(tx, context.network.id, id);
    if (motion.state == State::open && motion.draft.way == Way::secret)
        take_secret_counts(tx, context, id);
    motion.state = State::withdrawn;
    motion.updated_at = context.now();
    if (!store::update(tx, context.network.id, motion))
        return stale();
    return Done{};
}

Result<Done> cast(db::Tx& tx, const Context& context, const MotionId& id, const VillageId& village,
                  Choice choice)
{
    const auto found = TRY(held(tx, context, id));
    const auto& motion = found.motion;
    const auto& network = context.network.id;
    const auto voters = meetings::voters_of(tx, network, motion.meeting);
    const auto voices = voices_of(context.actor, voters);
    if (std::ranges::find(voices, village, &Voice::village) == voices.end())
        return why_no_voice(tx, context, voters, village);
    TRY(must_run(found.meeting));
    TRY(must_be_open(motion));
    if (motion.draft.way == Way::secret && carries_more_than_at_opening(tx, context, id, voices))
        return Error{
            .kind = Err::conflict,
            .text =
                "Du sprichst erst seit eben für mehrere Dörfer. Geheim geht das nicht. Bitte die Leitung, den Antrag zurückzuziehen und neu abstimmen zu lassen."_de};
    const bool is_counted =
        motion.draft.way == Way::secret
            ? store::count_secretly(tx, network, motion, village, choice)
            : store::insert_vote(tx, network, motion,
                                 {.village = village, .choice = choice, .cast_by = context.actor.user},
                                 context.now());
    if (!is_counted)
        return voted_already(tx, context, motion, village);
    return Done{};
}

Result<Done> type_in(db::Tx& tx, const Context& context, const MotionId& id, const VillageId& village,
                     Choice choice)
{
    const auto found = TRY(held_by_leader(tx, context, id));
    const auto& motion = found.motion;
    const auto& network = context.network.id;
    TRY(must_run(found.meeting));
    TRY(must_be_open(motion));
    if (motion.draft.way != Way::open)
        return Error{.kind = Err::conflict,
                     .text = "Bei einer geheimen Abstimmung stimmt jedes Dorf selbst ab."_de};
    const auto voters = meetings::voters_of(tx, network, motion.meeting);
    const auto voter = std::ranges::find(voters, village, &meetings::Voter::village);
    if (voter == voters.end())
        return Error{.kind = Err::missing};
    if (!voter->has_voice())
        return Error{.kind = Err::conflict,
                     .text = "{1} ist nicht da. Trag erst ein, wer für das Dorf da ist."_de,
                     .values = {village_name(tx, network, village)}};
    if (!store::insert_vote(
            tx, network, motion,
            {.village = village, .choice = choice, .is_typed_in = true, .cast_by = context.actor.user},
            context.now()))
        return voted_already(tx, context, motion, village);
    return Done{};
}

Result<Done> review(db::Tx& tx, const Context& context, const MotionId& id, std::string_view result,
                    std::optional<Date> next)
{
    auto found = TRY(held_by_leader(tx, context, id));
    auto& motion = found.motion;
    if (!motion.is_decision())
        return Error{.kind = Err::missing};
    if (next && *next <= context.today())
        return Error{.kind = Err::invalid,
                     .text = "Bitte prüf deine Angaben."_de,
                     .fields = {{"wieder", "Nimm einen Tag, der noch kommt."_de}}};
    motion.review_result = trim(result);
    motion.reviewed_at = motion.updated_at = context.now();
    motion.draft.review_on = next;
    if (!store::update(tx, context.network.id, motion))
        return stale();
    return Done{};
}

Result<Done> nothing_is_open(db::Tx& tx, const Context& context, const Meeting& meeting)
{
    for (const auto& motion : store::open_motions(tx, context.network.id, meeting.id))
        return Error{.kind = Err::conflict,
                     .text = "Eine Abstimmung läuft noch: „{1}“. Schließ sie erst, oder zieh sie zurück."_de,
                     .values = {motion.draft.title}};
    return Done{};
}

Result<Done> nothing_secret_is_open(db::Tx& tx, const Context& context, const Meeting& meeting)
{
    for (const auto& motion : store::open_motions(tx, context.network.id, meeting.id))
        if (motion.draft.way == Way::secret)
            return Error{
                .kind = Err::conflict,
                .text =
                    "Gerade wird geheim abgestimmt: „{1}“. Wer da ist und wer eine Vollmacht hat, ändert sich erst danach."_de,
                .values = {motion.draft.title}};
    return Done{};
}

} // namespace dorfnetz::decisions
