#include "features/exchange/exchange_pages.hpp"
#include "features/exchange/exchange_service.hpp"
#include "features/exchange/exchange_store.hpp"
#include "features/exchange/notices.hpp"
#include "features/exchange/revocations.hpp"
#include "features/pictures/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/search/folding.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace dorfnetz::exchange {

namespace {

ThingDraft tidied(ThingDraft draft)
{
    draft.title = squeeze(draft.title);
    draft.place = squeeze(draft.place);
    draft.size = squeeze(draft.size);
    return draft;
}

std::string free_thing_slug(db::Reader& reader, const NetworkId& network, std::string_view title)
{
    auto wanted = search::slug(title);
    if (wanted.empty())
        wanted = "sache";
    auto slug = wanted;
    for (int number = 2; !store::thing_slug_is_free(reader, network, slug); ++number)
        slug = fmt::format("{}-{}", wanted, number);
    return slug;
}

Result<Done> checked_thing(const ThingDraft& draft)
{
    auto problems = problems_of(draft);
    if (problems.empty())
        return Done{};
    return Error{.kind = Err::invalid, .text = "Bitte prüf deine Angaben."_de, .fields = std::move(problems)};
}

void put_status(db::Tx& tx, const NetworkId& network, Thing thing, ThingStatus status, Timestamp now)
{
    const auto album = picture_album(thing);
    thing.status = status;
    store::set_status(tx, network, thing.id, status, now);
    pictures::move_album(tx, network, album, picture_album(thing));
    accounts::note_revocation(
        tx, thing_status_kind,
        {.network = network, .id = thing.id.text(), .word = std::string(to_text(status)), .at = now});
    index_thing(tx, network, thing.id);
}

// Whoever has been promised it, or has it, deals with the new owner from now on.
void hand_on_bookings(db::Tx& tx, const web::Context& context, const Thing& thing)
{
    store::hand_on(tx, context.network.id, thing.id, thing.draft.owner);
    const auto now = half_day_at(context.region(), context.now());
    for (const auto& booking : bookings_of(tx, context.network.id, thing.id, now))
        if (!booking.ended_at && booking.borrower != booking.owner)
            tell(tx, context, thing, booking, Occasion::new_owner);
}

} // namespace

std::vector<FieldError> problems_of(const ThingDraft& draft)
{
    std::vector<FieldError> problems;
    if (squeeze(draft.title).empty())
        problems.push_back({"titel", "Wie heißt es?"_de});
    if (draft.owner.empty())
        problems.push_back({"verein", "Wem gehört es?"_de});
    if (draft.village.empty())
        problems.push_back({"dorf", "In welchem Dorf steht es?"_de});
    if (draft.deposit_cents < 0 || draft.deposit_cents > highest_deposit)
        problems.push_back({"pfand", "Schreib den Betrag in Euro, zum Beispiel 50 oder 12,50."_de});
    const auto fits = [](std::int64_t half_days) { return half_days >= 0 && half_days <= longest_around; };
    if (!fits(draft.around.before))
        problems.push_back({"vorher", "Höchstens eine Woche."_de});
    if (!fits(draft.around.after))
        problems.push_back({"nachher", "Höchstens eine Woche."_de});
    return problems;
}

Result<Thing> add_thing(db::Tx& tx, const NetworkId& network, const ThingDraft& draft, const Author& author,
                        const std::string& form_key)
{
    TRY(checked_thing(draft));
    if (auto known = form_key.empty() ? std::nullopt : store::thing_by_form(tx, network, form_key))
        return *std::move(known);
    const auto now = author.clock.now();
    const Thing thing{.id = new_id<ThingId>(author.clock, author.random),
                      .draft = tidied(draft),
                      .slug = free_thing_slug(tx, network, draft.title),
                      .created_at = now,
                      .updated_at = now};
    store::insert(tx, network, thing, form_key);
    index_thing(tx, network, thing.id);
    return thing;
}

Result<Done> change_thing(db::Tx& tx, const web::Context& context, const ThingId& id, std::int64_t version,
                          const ThingDraft& draft)
{
    const auto& network = context.network.id;
    auto thing = store::lock_thing(tx, network, id);
    if (!thing)
        return Error{.kind = Err::missing};
    TRY(checked_thing(draft));
    const auto before = thing->draft;
    thing->draft = tidied(draft);
    thing->draft.is_example = before.is_example;
    thing->updated_at = context.now();
    if (!store::update(tx, network, *thing, version))
        return Error{.kind = Err::stale};
    if (thing->draft.owner != before.owner)
        hand_on_bookings(tx, context, *thing);
    index_thing(tx, network, id);
    return Done{};
}

bool may_borrow(const organisations::Register& entries, const Thing& thing, const OrganisationId& borrower)
{
    const auto* entry = entries.entry(borrower);
    if (!entry || entry->status == organisations::Status::archived)
        return false;
    if (borrower == thing.draft.owner)
        return true;
    switch (thing.draft.borrowers) {
    case Borrowers::network:
        return true;
    case Borrowers::clubs:
        return entry->kind != organisations::Kind::company;
    case Borrowers::village:
        return std::find(entry->villages.begin(), entry->villages.end(), thing.draft.village) !=
               entry->villages.end();
    }
    return false;
}

Result<Done> withdraw_thing(db::Tx& tx, const web::Context& context, const ThingId& id)
{
    const auto& network = context.network.id;
    const auto thing = store::lock_thing(tx, network, id);
    if (!thing)
        return Error{.kind = Err::missing};
    if (thing->status == ThingStatus::withdrawn)
        return Done{};
    const auto now = half_day_at(context.region(), context.now());
    constexpr HalfDay ever = 0;
    for (auto booking : bookings_of(tx, network, id, ever)) {
        if (booking.status == BookingStatus::handed_over)
            return Error{.kind = Err::conflict,
                         .text = "„{1}“ ist gerade verliehen. Trag erst ein, dass es zurück ist."_de,
                         .values = {thing->draft.title}};
        if (booking.status != BookingStatus::requested && booking.status != BookingStatus::agreed)
            continue;
        const bool was_agreed = booking.status == BookingStatus::agreed;
        if (was_agreed)
            store::give_back(tx, network, booking);
        booking.status = was_agreed ? BookingStatus::cancelled : BookingStatus::declined;
        booking.reason = i18n::translate(i18n::Language::de, "Es wird nicht mehr verliehen."_de);
        booking.ended_at = context.now();
        if (!store::update(tx, network, booking, booking.version, context.now()))
            return Error{.kind = Err::stale};
        // Nobody waits for what nobody has ended in time.
        if (booking.used.last >= now)
            tell(tx, context, *thing, booking, was_agreed ? Occasion::off_by_owner : Occasion::declined);
    }
    put_status(tx, network, *thing, ThingStatus::withdrawn, context.now());
    return Done{};
}

Result<Done> offer_again(db::Tx& tx, const web::Context& context, const ThingId& id)
{
    const auto thing = store::lock_thing(tx, context.network.id, id);
    if (!thing)
        return Error{.kind = Err::missing};
    if (thing->status != ThingStatus::offered)
        put_status(tx, context.network.id, *thing, ThingStatus::offered, context.now());
    return Done{};
}

Result<Done> remove_thing(db::Tx& tx, const web::Context& context, const ThingId& id)
{
    const auto& network = context.network.id;
    TRY(withdraw_thing(tx, context, id));
    store::withdraw_answers_with(tx, network, id, context.now());
    pictures::remove_album(tx, network, pictures::hidden_album(picture_album(id)), context.now());
    remove_thing_again(tx, network, id.text());
    return Done{};
}

bool withdraw_thing_again(db::Tx& tx, const Revocation& revocation, Timestamp now)
{
    const auto thing = store::lock_thing(tx, revocation.network, ThingId{revocation.id});
    if (!thing || thing->status != ThingStatus::offered || revocation.word == to_text(ThingStatus::offered))
        return false;
    put_status(tx, revocation.network, *thing, ThingStatus::withdrawn, now);
    return true;
}

// Pictures that were removed are told by themselves (features/pictures/revocations.hpp).
bool remove_thing_again(db::Tx& tx, const NetworkId& network, const std::string& id)
{
    const auto thing = thing_by_id(tx, network, ThingId{id});
    if (!thing)
        return false;
    store::remove_thing(tx, network, thing->id);
    lineage::forget(tx, network, lineage_record(*thing));
    index_thing(tx, network, thing->id);
    accounts::note_erasure(tx, network, thing_kind, id);
    return true;
}

} // namespace dorfnetz::exchange
