#include "features/exchange/exchange_service.hpp"
#include "features/exchange/exchange_store.hpp"
#include "features/exchange/notices.hpp"
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

Result<Thing> add_thing(db::Tx& tx, const NetworkId& network, const ThingDraft& draft, const Author& author)
{
    TRY(checked_thing(draft));
    const auto now = author.clock.now();
    const Thing thing{.id = new_id<ThingId>(author.clock, author.random),
                      .draft = tidied(draft),
                      .slug = free_thing_slug(tx, network, draft.title),
                      .created_at = now,
                      .updated_at = now};
    store::insert(tx, network, thing);
    index_thing(tx, network, thing.id);
    return thing;
}

Result<Done> change_thing(db::Tx& tx, const NetworkId& network, const ThingId& id, std::int64_t version,
                          const ThingDraft& draft, const Author& author)
{
    auto thing = thing_by_id(tx, network, id);
    if (!thing)
        return Error{.kind = Err::missing};
    TRY(checked_thing(draft));
    const auto is_example = thing->draft.is_example;
    thing->draft = tidied(draft);
    thing->draft.is_example = is_example;
    thing->updated_at = author.clock.now();
    if (!store::update(tx, network, *thing, version))
        return Error{.kind = Err::stale};
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
        if (!store::update(tx, network, booking, booking.version))
            return Error{.kind = Err::stale};
        tell(tx, context, *thing, booking, was_agreed ? Occasion::off_by_owner : Occasion::declined);
    }
    store::set_status(tx, network, id, ThingStatus::withdrawn, context.now());
    index_thing(tx, network, id);
    return Done{};
}

Result<Done> offer_again(db::Tx& tx, const web::Context& context, const ThingId& id)
{
    if (!thing_by_id(tx, context.network.id, id))
        return Error{.kind = Err::missing};
    store::set_status(tx, context.network.id, id, ThingStatus::offered, context.now());
    index_thing(tx, context.network.id, id);
    return Done{};
}

} // namespace dorfnetz::exchange
