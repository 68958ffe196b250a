#include "features/minutes/minutes_service.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace dorfnetz::minutes {

namespace {

Situation situation_of(db::Reader& reader, const web::Context& context, const Minutes& minutes,
                       const Text& text, const Save& save)
{
    const auto& network = context.network.id;
    return {.state = minutes.state,
            .version = text.version,
            .text = text.text,
            .hold = text.hold,
            .last_number = store::last_number(reader, network, minutes.meeting, text.item, save.tab),
            .others_wrote = store::others_wrote_after(reader, network, minutes.meeting, text.item,
                                                      save.based_on, save.tab),
            .seen = store::text_in(reader, network, minutes.meeting, text.item, save.based_on),
            .lies_beside = store::has_beside(reader, network, minutes.meeting, text.item, save.tab),
            .besides = store::count_besides(reader, network, minutes.meeting, context.actor.user)};
}

Text text_or_new(db::Reader& reader, const NetworkId& network, const MeetingId& meeting,
                 const AgendaItemId& item, Timestamp now)
{
    return store::text_of(reader, network, meeting, item).value_or(Text{.item = item, .written_at = now});
}

bool is_matter_of(db::Reader& reader, const NetworkId& network, const Meeting& meeting,
                  const AgendaItemId& item)
{
    if (item.empty())
        return true;
    const auto found = meetings::item_by_id(reader, network, item);
    return (found && found->meeting == meeting.id) || store::text_of(reader, network, meeting.id, item);
}

void change(Text& text, const web::Context& context, std::string_view to)
{
    text.text = to;
    ++text.version;
    text.written_by = context.actor.user;
    text.written_at = context.now();
}

void put_beside(db::Tx& tx, const web::Context& context, const MeetingId& meeting, const AgendaItemId& item,
                const Save& save)
{
    store::put_beside(tx, context.network.id, meeting,
                      {.id = new_id<BesideId>(context.environment.clock, context.environment.random),
                       .item = item,
                       .text = save.text,
                       .based_on = save.based_on,
                       .tab = save.tab,
                       .number = save.number,
                       .written_by = context.actor.user,
                       .written_at = context.now()});
}

// What lies beside the text, if it is still what was seen.
Result<Beside> seen_beside(db::Reader& reader, const NetworkId& network, const Meeting& meeting,
                           const Seen& seen)
{
    auto beside = store::beside_by_id(reader, network, meeting.id, seen.beside);
    if (!beside)
        return Error{.kind = Err::missing};
    if (beside->number != seen.number)
        return Error{.kind = Err::stale};
    return *std::move(beside);
}

} // namespace

std::string_view to_text(NoteKind kind)
{
    return kind == NoteKind::objection ? "objection" : "correction";
}

std::optional<NoteKind> note_kind_from_text(std::string_view text)
{
    for (const auto kind : {NoteKind::objection, NoteKind::correction})
        if (to_text(kind) == text)
            return kind;
    return std::nullopt;
}

std::string heading_of(int number, const meetings::AgendaItem& item)
{
    return fmt::format("{}. {}", number, item.draft.title);
}

std::string heading_off_agenda(const web::Context& context, db::Reader& reader, const AgendaItemId& id)
{
    const auto item = meetings::item_by_id(reader, context.network.id, id);
    return context.t("Nicht mehr auf der Tagesordnung: {1}"_de,
                     {item ? item->draft.title : std::string("–")});
}

std::vector<Matter> matters_of(const web::Context& context, db::Reader& reader, const Meeting& meeting)
{
    std::map<AgendaItemId, Text> texts;
    for (auto& text : store::texts_of(reader, context.network.id, meeting.id)) {
        const auto item = text.item;
        texts.emplace(item, std::move(text));
    }
    const auto take = [&](const AgendaItemId& item) {
        const auto found = texts.extract(item);
        return found.empty() ? Text{.item = item} : std::move(found.mapped());
    };
    std::vector<Matter> matters{{.heading = context.t("Zum Treffen"_de), .text = take(AgendaItemId{})}};
    int number = 0;
    for (auto& item : meetings::agenda_of(reader, context.network.id, meeting.id))
        matters.push_back({.item = item.id,
                           .heading = heading_of(++number, item),
                           .agenda = std::move(item.draft.text),
                           .is_on_agenda = true,
                           .text = take(item.id)});
    for (auto& [id, text] : texts)
        matters.push_back(
            {.item = id, .heading = heading_off_agenda(context, reader, id), .text = std::move(text)});
    return matters;
}

Result<Saved> save(db::Tx& tx, const web::Context& context, const Meeting& meeting, const AgendaItemId& item,
                   const Save& save)
{
    const auto& network = context.network.id;
    if (!is_matter_of(tx, network, meeting, item))
        return Error{.kind = Err::missing};
    const auto minutes = store::take_turn(tx, network, meeting.id);
    auto text = text_or_new(tx, network, meeting.id, item, context.now());
    const auto situation = situation_of(tx, context, minutes, text, save);
    const auto verdict = judge(situation, save, context.now());
    if (verdict == Verdict::refused || verdict == Verdict::too_many)
        return Saved{.verdict = verdict, .state = minutes.state, .text = std::move(text)};
    text.hold = hold_after(situation, save, verdict, context.actor.user, context.now());
    if (verdict == Verdict::taken)
        change(text, context, save.text);
    store::put_text(tx, network, minutes, text);
    if (verdict == Verdict::taken)
        store::insert_edit(tx, network, meeting.id, text, save);
    if (verdict == Verdict::beside)
        put_beside(tx, context, meeting.id, item, save);
    else if (verdict != Verdict::known)
        store::finish_beside(tx, network, meeting.id, item, save.tab);
    return Saved{.verdict = verdict,
                 .state = minutes.state,
                 .text = std::move(text),
                 .lies_beside = store::has_beside(tx, network, meeting.id, item, save.tab)};
}

Result<Done> put_together(db::Tx& tx, const web::Context& context, const Meeting& meeting, const Seen& seen,
                          std::string_view together)
{
    const auto& network = context.network.id;
    const auto minutes = store::take_turn(tx, network, meeting.id);
    const auto beside = TRY(seen_beside(tx, network, meeting, seen));
    auto text = text_or_new(tx, network, meeting.id, beside.item, context.now());
    if (minutes.state != State::draft)
        return Error{.kind = Err::conflict,
                     .text = "Das Protokoll ist verschickt. Hol es erst zurück in den Entwurf."_de};
    if (text.version != seen.version)
        return Error{.kind = Err::stale};
    if (is_held(text.hold, context.now()) && text.hold->by != context.actor.user)
        return Error{.kind = Err::conflict,
                     .text =
                         "Hier schreibt gerade jemand. Warte eine Minute und schick es noch einmal ab."_de};
    const bool is_new = together != text.text;
    if (is_new)
        change(text, context, together);
    text.hold.reset();
    store::put_text(tx, network, minutes, text);
    if (is_new)
        store::insert_edit(tx, network, meeting.id, text,
                           {.tab = new_uuid_v7(context.environment.clock, context.environment.random)});
    store::finish_beside(tx, network, meeting.id, beside.item, beside.tab);
    return Done{};
}

Result<Done> drop_beside(db::Tx& tx, const web::Context& context, const Meeting& meeting, const Seen& seen)
{
    const auto& network = context.network.id;
    const auto minutes = store::take_turn(tx, network, meeting.id);
    const auto beside = TRY(seen_beside(tx, network, meeting, seen));
    if (minutes.state == State::approved)
        return Error{.kind = Err::missing};
    store::put_text(tx, network, minutes, text_or_new(tx, network, meeting.id, beside.item, context.now()));
    store::finish_beside(tx, network, meeting.id, beside.item, beside.tab);
    return Done{};
}

} // namespace dorfnetz::minutes
