#include "features/minutes/approval.hpp"

#include "accounts/audit.hpp"
#include "features/minutes/approval_mail.hpp"
#include "features/minutes/revocations.hpp"
#include "foundation/core/digest.hpp"

#include <algorithm>

namespace dorfnetz::minutes {

namespace {

bool is_of_same_kind(const Meeting& one, const Meeting& other)
{
    return one.draft.kind == other.draft.kind && one.draft.village == other.draft.village &&
           one.draft.group == other.draft.group;
}

Error in_the_way(German text)
{
    return {.kind = Err::conflict, .text = text};
}

// What lies beside the text, and who is still writing, must not get lost on the way.
Result<Done> nothing_open(db::Reader& reader, const web::Context& context, const Meeting& meeting)
{
    if (!store::besides_of(reader, context.network.id, meeting.id).empty())
        return in_the_way(
            "Neben dem Protokoll liegt noch Text, der nicht hineinpasste. Führt ihn erst zusammen."_de);
    const auto texts = store::texts_of(reader, context.network.id, meeting.id);
    if (std::ranges::any_of(texts, [&](const Text& text) { return is_held(text.hold, context.now()); }))
        return in_the_way(
            "Hier schreibt gerade noch jemand. Warte eine Minute und versuch es noch einmal."_de);
    return Done{};
}

void note_visibility(db::Tx& tx, const web::Context& context, const Meeting& meeting, std::string_view word)
{
    accounts::note_revocation(tx, minutes_kind,
                              {.network = context.network.id,
                               .id = meeting.id.text(),
                               .word = std::string(word),
                               .at = context.now()});
}

void record(db::Tx& tx, const web::Context& context, const Meeting& meeting, std::string_view action)
{
    accounts::record(tx,
                     {.network = context.network.id,
                      .user = context.actor.user,
                      .action = std::string(action),
                      .subject_kind = "meeting",
                      .subject = meeting.id.text()},
                     context.environment.clock, context.environment.random);
}

} // namespace

Paper paper_now(const web::Context& context, db::Reader& reader, const Meeting& meeting,
                const std::optional<Minutes>& minutes, const std::vector<meetings::ItemLines>& lines)
{
    if (minutes && minutes->state != State::draft)
        return paper_of(store::kept_lines(reader, context.network.id, meeting.id));
    return draft_paper(context, reader, meeting, lines);
}

std::optional<Meeting> meeting_after(db::Reader& reader, const NetworkId& network, const Meeting& meeting)
{
    constexpr std::int64_t most = 100;
    auto candidates = meetings::coming_meetings(reader, network);
    for (auto& past : meetings::past_meetings(reader, network, most))
        candidates.push_back(std::move(past));
    std::optional<Meeting> next;
    for (auto& candidate : candidates) {
        const bool is_later = candidate.state != meetings::State::cancelled &&
                              is_of_same_kind(candidate, meeting) && candidate.starts_at &&
                              meeting.starts_at && *candidate.starts_at > *meeting.starts_at;
        if (is_later && (!next || *candidate.starts_at < *next->starts_at))
            next = std::move(candidate);
    }
    return next;
}

std::string keep_as_sent(db::Tx& tx, const web::Context& context, const Meeting& meeting, Minutes minutes,
                         const std::vector<meetings::ItemLines>& lines)
{
    const auto paper = draft_paper(context.in(i18n::Language::de), tx, meeting, lines);
    minutes.digest = sha256(plain_file(paper));
    store::send(tx, context.network.id, minutes, lines_of(paper));
    return minutes.digest;
}

Result<Done> send_for_approval(db::Tx& tx, const web::Context& context, const Meeting& meeting,
                               const std::vector<meetings::ItemLines>& lines)
{
    auto minutes = store::take_turn(tx, context.network.id, meeting.id);
    if (minutes.state != State::draft)
        return in_the_way("Das Protokoll ist schon verschickt."_de);
    if (meeting.state != meetings::State::held)
        return in_the_way("Beende erst das Treffen. Danach kannst du das Protokoll verschicken."_de);
    TRY(nothing_open(tx, context, meeting));
    minutes.sent_at = context.now();
    keep_as_sent(tx, context, meeting, std::move(minutes), lines);
    TRY(mail_for_approval(tx, context, meeting));
    note_visibility(tx, context, meeting, sent_word);
    record(tx, context, meeting, "minutes.sent");
    return Done{};
}

Result<Done> take_back(db::Tx& tx, const web::Context& context, const Meeting& meeting)
{
    const auto minutes = store::take_turn(tx, context.network.id, meeting.id);
    if (minutes.state != State::sent)
        return in_the_way(minutes.state == State::approved
                              ? "Das Protokoll ist genehmigt und bleibt, wie es ist."_de
                              : "Das Protokoll ist noch ein Entwurf."_de);
    store::take_back(tx, context.network.id, meeting.id);
    note_visibility(tx, context, meeting, taken_back_word);
    record(tx, context, meeting, "minutes.taken_back");
    return Done{};
}

bool take_back_again(db::Tx& tx, const Revocation& revocation, Timestamp)
{
    const auto minutes = store::minutes_of(tx, revocation.network, MeetingId{revocation.id});
    if (revocation.word != taken_back_word || !minutes || minutes->state != State::sent)
        return false;
    store::take_back(tx, revocation.network, minutes->meeting);
    return true;
}

Result<Done> may_be_approved(const Minutes& minutes, std::string_view digest)
{
    if (minutes.state != State::sent)
        return in_the_way(minutes.state == State::approved
                              ? "Das Protokoll ist schon genehmigt."_de
                              : "Verschick das Protokoll erst, damit es alle lesen können."_de);
    if (minutes.digest != digest)
        return Error{.kind = Err::stale,
                     .text =
                         "Inzwischen ist ein anderer Text verschickt. Lies ihn, bevor ihr ihn genehmigt."_de};
    return Done{};
}

Result<Done> approve(db::Tx& tx, const web::Context& context, const Meeting& meeting, std::string_view digest)
{
    auto minutes = store::take_turn(tx, context.network.id, meeting.id);
    TRY(may_be_approved(minutes, digest));
    TRY(nothing_open(tx, context, meeting));
    if (!is_unchanged(minutes, paper_of(store::kept_lines(tx, context.network.id, meeting.id))))
        return in_the_way(
            "Am verschickten Text hat jemand etwas geändert. Hol ihn zurück, lies ihn durch und "
            "verschick ihn noch einmal."_de);
    if (const auto next = meeting_after(tx, context.network.id, meeting);
        next && (next->state == meetings::State::running || next->state == meetings::State::held))
        minutes.approved_in = next->id;
    minutes.approved_at = context.now();
    store::approve(tx, context.network.id, minutes);
    record(tx, context, meeting, "minutes.approved");
    return Done{};
}

Result<Done> add_note(db::Tx& tx, const web::Context& context, const Meeting& meeting, NoteKind kind,
                      const std::string& text)
{
    const auto minutes = store::take_turn(tx, context.network.id, meeting.id);
    if (kind == NoteKind::objection && minutes.state != State::sent)
        return in_the_way(
            minutes.state == State::approved
                ? "Das Protokoll ist genehmigt. Wer es führt, kann noch eine Anmerkung dazuschreiben."_de
                : "Das Protokoll ist noch ein Entwurf: Schreib es gleich hinein."_de);
    if (kind == NoteKind::correction && minutes.state != State::approved)
        return in_the_way("Das Protokoll ist noch nicht genehmigt: Ändere es selbst."_de);
    store::insert_note(tx, context.network.id, meeting.id,
                       {.id = new_id<NoteId>(context.environment.clock, context.environment.random),
                        .kind = kind,
                        .text = text,
                        .written_by = context.actor.user,
                        .written_at = context.now()});
    record(tx, context, meeting, kind == NoteKind::objection ? "minutes.objected" : "minutes.corrected");
    return Done{};
}

bool is_unchanged(const Minutes& minutes, const Paper& paper)
{
    return minutes.state == State::draft || sha256(plain_file(paper)) == minutes.digest;
}

} // namespace dorfnetz::minutes
