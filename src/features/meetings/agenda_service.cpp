#include "features/meetings/agenda_service.hpp"

#include "accounts/accounts_store.hpp"
#include "features/meetings/meetings_service.hpp"
#include "features/meetings/meetings_store.hpp"
#include "foundation/core/text.hpp"
#include "foundation/mail/address.hpp"
#include "foundation/mail/outbox.hpp"
#include "foundation/web/home.hpp"

#include <algorithm>

namespace dorfnetz::meetings {

namespace {

using web::Context;

AgendaItemDraft tidied(AgendaItemDraft draft)
{
    draft.title = squeeze(draft.title);
    draft.introduced_by = squeeze(draft.introduced_by);
    return draft;
}

// An item and its meeting, which nobody else changes until the end of the transaction.
struct Held
{
    Meeting meeting;
    AgendaItem item;
};

Result<Held> hold(db::Tx& tx, const Context& context, const AgendaItemId& id)
{
    const auto before = item_by_id(tx, context.network.id, id);
    auto meeting = before ? lock_meeting(tx, context.network.id, before->meeting) : std::nullopt;
    auto item = meeting ? item_by_id(tx, context.network.id, id) : std::nullopt;
    if (!item)
        return Error{.kind = Err::missing};
    if (meeting->is_over())
        return Error{.kind = Err::conflict, .text = "Das Treffen ist vorbei. Nimm es für das nächste."_de};
    return Held{*std::move(meeting), *std::move(item)};
}

Result<Done> save(db::Tx& tx, const Context& context, const AgendaItem& item)
{
    if (!store::update_item(tx, context.network.id, item, context.now()))
        return Error{.kind = Err::stale,
                     .text = "Jemand anderes hat das gerade geändert. Schau nach, was jetzt da steht."_de};
    return Done{};
}

Result<AgendaItemId> add(db::Tx& tx, const Context& context, AgendaItem item)
{
    const auto meeting = lock_meeting(tx, context.network.id, item.meeting);
    if (!meeting)
        return Error{.kind = Err::missing};
    if (meeting->is_over())
        return Error{.kind = Err::conflict, .text = "Das Treffen ist vorbei. Nimm es für das nächste."_de};
    TRY(checked(problems_of(item.draft)));
    if (!item.source.empty() && store::has_item_of(tx, context.network.id, item.meeting, item.source))
        return Error{.kind = Err::conflict, .text = "Das steht schon auf der Tagesordnung."_de};
    item.id = new_id<AgendaItemId>(context.environment.clock, context.environment.random);
    item.draft = tidied(std::move(item.draft));
    item.position = store::next_position(tx, context.network.id, item.meeting, item.status);
    item.proposed_by = context.actor.user;
    store::insert_item(tx, context.network.id, item, context.now());
    return item.id;
}

// Who proposed it hears what became of it, unless it was they who decided.
Result<Done> tell_proposer(db::Tx& tx, const Context& context, const Held& held, German said)
{
    const auto& item = held.item;
    if (item.proposed_by.empty() || item.proposed_by == context.actor.user || !web::is_at_home(context, tx))
        return Done{};
    const auto proposer = accounts::find_user(tx, context.network.id, item.proposed_by);
    if (!proposer || !mail::is_mail_address(proposer->account.login))
        return Done{};
    const auto german = context.in(i18n::Language::de);
    auto text = german.t("Hallo {1},"_de, {proposer->account.name}) + "\n\n" +
                german.t(said, {item.draft.title, held.meeting.draft.title}) + '\n';
    if (!item.answer.empty())
        text += '\n' + item.answer + '\n';
    text += '\n' + german.absolute_url(path_of(held.meeting)) + "\n\n" + context.network.name + '\n';
    TRY(mail::enqueue(tx,
                      {.network = context.network.id,
                       .to = {.address = proposer->account.login, .name = proposer->account.name},
                       .subject = german.t("Zu deinem Vorschlag für die Tagesordnung"_de),
                       .text = text,
                       .purpose = "agenda_proposal",
                       .urgency = mail::Urgency::may_be_lost},
                      context.environment.clock, context.environment.random));
    return Done{};
}

} // namespace

std::vector<FieldError> problems_of(const AgendaItemDraft& draft)
{
    std::vector<FieldError> problems;
    if (squeeze(draft.title).empty())
        problems.push_back({"titel", "Worum geht es?"_de});
    return problems;
}

Result<AgendaItemId> add_item(db::Tx& tx, const Context& context, const MeetingId& id,
                              const AgendaItemDraft& draft, ItemStatus status, std::string_view source)
{
    return add(tx, context, {.meeting = id, .draft = draft, .status = status, .source = std::string(source)});
}

Result<AgendaItemId> propose(db::Tx& tx, const Context& context, const MeetingId& id,
                             const AgendaItemDraft& draft, const std::optional<OrganisationId>& proposer)
{
    return add(tx, context,
               {.meeting = id, .draft = draft, .status = ItemStatus::proposed, .proposer = proposer});
}

Result<Done> change_item(db::Tx& tx, const Context& context, const AgendaItemId& id, std::int64_t version,
                         const AgendaItemDraft& draft)
{
    auto held = TRY(hold(tx, context, id));
    TRY(checked(problems_of(draft)));
    held.item.version = version;
    held.item.draft = tidied(draft);
    return save(tx, context, held.item);
}

Result<Done> take_on(db::Tx& tx, const Context& context, const AgendaItemId& id)
{
    auto held = TRY(hold(tx, context, id));
    if (held.item.status == ItemStatus::on)
        return Done{};
    held.item.status = ItemStatus::on;
    held.item.position = store::next_position(tx, context.network.id, held.meeting.id, ItemStatus::on);
    held.item.answer.clear();
    TRY(save(tx, context, held.item));
    return tell_proposer(tx, context, held, "dein Vorschlag „{1}“ steht auf der Tagesordnung von „{2}“."_de);
}

Result<Done> decline(db::Tx& tx, const Context& context, const AgendaItemId& id, const std::string& answer)
{
    auto held = TRY(hold(tx, context, id));
    if (held.item.status == ItemStatus::declined)
        return Done{};
    if (held.meeting.is_running() && held.item.status == ItemStatus::on)
        return Error{
            .kind = Err::conflict,
            .text = "Das Treffen läuft. Was auf der Tagesordnung steht, bleibt; schreibt ins Protokoll, dass "
                    "ihr es vertagt."_de};
    held.item.status = ItemStatus::declined;
    held.item.answer = squeeze(answer);
    TRY(save(tx, context, held.item));
    return tell_proposer(tx, context, held,
                         "dein Vorschlag „{1}“ kommt diesmal nicht auf die Tagesordnung von „{2}“."_de);
}

Result<Done> remove(db::Tx& tx, const Context& context, const AgendaItemId& id)
{
    const auto held = TRY(hold(tx, context, id));
    if (held.meeting.is_running() && held.item.status == ItemStatus::on)
        return Error{.kind = Err::conflict,
                     .text = "Das Treffen läuft. Was auf der Tagesordnung steht, bleibt."_de};
    store::remove_item(tx, context.network.id, id);
    return Done{};
}

Result<Done> move(db::Tx& tx, const Context& context, const AgendaItemId& id, Direction direction,
                  std::int64_t seen_at)
{
    const auto held = TRY(hold(tx, context, id));
    auto agenda = agenda_of(tx, context.network.id, held.meeting.id);
    const auto place = std::ranges::find(agenda, id, &AgendaItem::id) - agenda.begin();
    // A second tap on the same button is no second wish.
    if (place != seen_at || place == std::ssize(agenda))
        return Done{};
    const auto other = place + (direction == Direction::up ? -1 : 1);
    if (other < 0 || other >= std::ssize(agenda))
        return Done{};
    std::swap(agenda[static_cast<std::size_t>(place)], agenda[static_cast<std::size_t>(other)]);
    for (std::size_t i = 0; i < agenda.size(); ++i)
        store::set_position(tx, context.network.id, agenda[i].id, static_cast<std::int64_t>(i + 1));
    return Done{};
}

std::vector<Matter> open_matters(db::Reader& reader, const Context& context, const Meeting& meeting,
                                 const std::vector<AgendaSource>& sources)
{
    if (meeting.is_running() || meeting.is_over())
        return {};
    std::vector<Matter> open;
    for (const auto& source : sources)
        for (auto& matter : source.matters(reader, context, meeting))
            if (!store::has_item_of(reader, context.network.id, meeting.id, matter.key))
                open.push_back(std::move(matter));
    return open;
}

Result<Done> take_matter(db::Tx& tx, const Context& context, const MeetingId& id,
                         const std::vector<AgendaSource>& sources, std::string_view key)
{
    const auto meeting = lock_meeting(tx, context.network.id, id);
    if (!meeting)
        return Error{.kind = Err::missing};
    for (const auto& matter : open_matters(tx, context, *meeting, sources))
        if (matter.key == key) {
            auto text = matter.text;
            if (!matter.path.empty())
                text += (text.empty() ? "" : "\n\n") +
                        ("[" + context.t("Mehr dazu"_de) + "](" + matter.path + ")");
            TRY(add_item(tx, context, id, {.kind = matter.kind, .title = matter.heading, .text = text},
                         ItemStatus::on, key));
            return Done{};
        }
    return Done{}; // it is on the agenda, or settled meanwhile
}

} // namespace dorfnetz::meetings
