#include "features/exchange/exchange_service.hpp"
#include "features/exchange/exchange_store.hpp"
#include "features/exchange/notices.hpp"
#include "foundation/core/text.hpp"

#include <algorithm>

namespace dorfnetz::exchange {

namespace {

// How far around a wish is looked for free times.
constexpr HalfDay days_looked_at = 2 * HalfDay{90};

struct Locked
{
    Thing thing;
    Booking booking;
};

// The thing first, so that two who work on it come one after the other.
Result<Locked> locked(db::Tx& tx, const web::Context& context, const BookingId& id, std::int64_t version)
{
    const auto known = booking_by_id(tx, context.network.id, id);
    auto thing = known ? store::lock_thing(tx, context.network.id, known->thing) : std::nullopt;
    auto booking = thing ? booking_by_id(tx, context.network.id, id) : std::nullopt;
    if (!booking)
        return Error{.kind = Err::missing};
    if (booking->version != version)
        return Error{.kind = Err::stale,
                     .text = "Inzwischen hat sich etwas geändert. Schau, wie es jetzt steht."_de};
    return Locked{*std::move(thing), *std::move(booking)};
}

Error no_such_step()
{
    return {.kind = Err::stale, .text = "Das geht jetzt nicht mehr. Schau, wie es inzwischen steht."_de};
}

Result<Done> saved(db::Tx& tx, const web::Context& context, const Booking& booking)
{
    if (!store::update(tx, context.network.id, booking, booking.version, context.now()))
        return Error{.kind = Err::stale};
    return Done{};
}

Error taken_error(db::Reader& reader, const web::Context& context, const Thing& thing, const Span& wished)
{
    auto near_it = free_near_text(reader, context, thing, wished);
    if (near_it.empty())
        return {.kind = Err::conflict,
                .text =
                    "„{1}“ ist in dieser Zeit schon vergeben, und in den Wochen davor und danach auch."_de,
                .values = {thing.draft.title}};
    return {.kind = Err::conflict,
            .text = "„{1}“ ist in dieser Zeit schon vergeben. Frei wäre es: {2}."_de,
            .values = {thing.draft.title, std::move(near_it)}};
}

// Who taps twice means it once.
std::optional<Booking> same_booking(db::Reader& reader, const NetworkId& network, const Booking& booking)
{
    const auto all = bookings_of(reader, network, booking.thing, booking.used.last);
    const auto same = std::ranges::find_if(all, [&](const Booking& known) {
        return known.status == booking.status && known.borrower == booking.borrower &&
               known.used == booking.used;
    });
    return same == all.end() ? std::nullopt : std::optional(*same);
}

Result<Done> checked_span(const web::Context& context, const Span& used)
{
    std::vector<FieldError> problems;
    const auto now = half_day_at(context.region(), context.now());
    if (used.last < used.first)
        problems.push_back({"bis", "Das liegt vor dem Anfang."_de});
    else if (used.first < now)
        problems.push_back({"von", "Das ist schon vorbei."_de});
    else if (used.length() > longest_booking)
        problems.push_back({"bis", "Das ist sehr lang. Mehr als zwei Monate am Stück gehen nicht."_de});
    else if (day_of(used.last) > add_months(context.today(), months_ahead))
        problems.push_back({"von", "So weit im Voraus geht es noch nicht: höchstens zwei Jahre."_de});
    if (problems.empty())
        return Done{};
    return Error{.kind = Err::invalid, .text = "Bitte prüf deine Angaben."_de, .fields = std::move(problems)};
}

} // namespace

bool is_past(const web::Context& context, const Booking& booking)
{
    return booking.used.last < half_day_at(context.region(), context.now());
}

std::string free_near_text(db::Reader& reader, const web::Context& context, const Thing& thing,
                           const Span& wished)
{
    const Span known{wished.first - days_looked_at, wished.last + days_looked_at};
    const auto taken = store::taken(reader, context.network.id, thing.id, known);
    const auto now = half_day_at(context.region(), context.now());
    std::vector<std::string> texts;
    for (const auto& span : free_near(wished, thing.draft.around, taken, now, known))
        texts.push_back(span_text(context.region(), span));
    if (texts.size() < 2)
        return join(texts, "");
    const auto last = texts.back();
    texts.pop_back();
    return context.t("{1} oder {2}"_de, {join(texts, "; "), last});
}

std::optional<VillageId> home_of(const organisations::Register& entries, const OrganisationId& id)
{
    const auto* entry = entries.entry(id);
    return entry && !entry->villages.empty() ? std::optional(entry->villages.front()) : std::nullopt;
}

Result<BookingId> request(db::Tx& tx, const web::Context& context, const Wish& wish)
{
    const auto& network = context.network.id;
    const auto thing = store::lock_thing(tx, network, wish.thing);
    const auto entries = organisations::shared_register(context, tx);
    if (!thing || thing->status != ThingStatus::offered || !may_borrow(*entries, *thing, wish.borrower))
        return Error{.kind = Err::missing};
    TRY(checked_span(context, wish.used));
    Booking booking{.id = new_id<BookingId>(context.environment.clock, context.environment.random),
                    .thing = thing->id,
                    .borrower = wish.borrower,
                    .owner = thing->draft.owner,
                    .owner_village = thing->draft.village,
                    .borrower_village = home_of(*entries, wish.borrower),
                    .used = wish.used,
                    .blocked = widened(wish.used, thing->draft.around),
                    .wish = wish.words,
                    .requested_at = context.now()};
    const bool is_own = booking.borrower == booking.owner;
    if (is_own)
        booking.status = BookingStatus::agreed;
    if (const auto known = same_booking(tx, network, booking)) {
        if (known->wish == booking.wish)
            return known->id;
        return Error{.kind = Err::conflict,
                     .text = "Für genau diese Zeit habt ihr schon angefragt. Was ihr noch sagen wollt, sagt "
                             "ihnen selbst: Auf ihrer Seite steht, wie ihr sie erreicht."_de};
    }
    if (!store::taken(tx, network, thing->id, booking.blocked).empty())
        return taken_error(tx, context, *thing, wish.used);
    store::insert(tx, network, booking);
    if (is_own && !store::keep(tx, network, booking))
        return taken_error(tx, context, *thing, wish.used);
    if (!is_own)
        tell(tx, context, *thing, booking, Occasion::requested);
    return booking.id;
}

Result<Done> agree(db::Tx& tx, const web::Context& context, const BookingId& id, std::int64_t version)
{
    auto [thing, booking] = TRY(locked(tx, context, id, version));
    if (booking.status != BookingStatus::requested)
        return no_such_step();
    if (is_past(context, booking))
        return Error{.kind = Err::conflict, .text = "Diese Zeit ist schon vorbei."_de};
    booking.status = BookingStatus::agreed;
    TRY(saved(tx, context, booking));
    if (!store::keep(tx, context.network.id, booking))
        return taken_error(tx, context, thing, booking.used);
    tell(tx, context, thing, booking, Occasion::agreed);
    return Done{};
}

Result<Done> decline(db::Tx& tx, const web::Context& context, const BookingId& id, std::int64_t version,
                     const std::string& reason)
{
    auto [thing, booking] = TRY(locked(tx, context, id, version));
    if (booking.status != BookingStatus::requested)
        return no_such_step();
    booking.status = BookingStatus::declined;
    booking.reason = reason;
    booking.ended_at = context.now();
    TRY(saved(tx, context, booking));
    tell(tx, context, thing, booking, Occasion::declined);
    return Done{};
}

Result<Done> call_off(db::Tx& tx, const web::Context& context, const BookingId& id, std::int64_t version,
                      Side by, const std::string& reason)
{
    auto [thing, booking] = TRY(locked(tx, context, id, version));
    if (booking.status != BookingStatus::requested && booking.status != BookingStatus::agreed)
        return no_such_step();
    store::give_back(tx, context.network.id, booking);
    booking.status = BookingStatus::cancelled;
    booking.reason = reason;
    booking.ended_at = context.now();
    TRY(saved(tx, context, booking));
    if (booking.borrower == booking.owner)
        return Done{};
    if (by != Side::borrower)
        tell(tx, context, thing, booking, Occasion::off_by_owner);
    if (by != Side::owner)
        tell(tx, context, thing, booking, Occasion::off_by_borrower);
    return Done{};
}

Result<Done> hand_over(db::Tx& tx, const web::Context& context, const BookingId& id, std::int64_t version,
                       const std::string& condition)
{
    auto [thing, booking] = TRY(locked(tx, context, id, version));
    if (booking.status != BookingStatus::agreed)
        return no_such_step();
    booking.status = BookingStatus::handed_over;
    booking.condition_out = condition;
    booking.handed_over_at = context.now();
    return saved(tx, context, booking);
}

bool was_just_handed_over(const web::Context& context, const Booking& booking)
{
    return booking.status == BookingStatus::handed_over && booking.handed_over_at &&
           context.now() < *booking.handed_over_at + slip_shown;
}

Result<Done> undo_hand_over(db::Tx& tx, const web::Context& context, const BookingId& id,
                            std::int64_t version)
{
    auto [thing, booking] = TRY(locked(tx, context, id, version));
    if (!was_just_handed_over(context, booking))
        return no_such_step();
    booking.status = BookingStatus::agreed;
    booking.handed_over_at.reset();
    return saved(tx, context, booking);
}

Result<Done> take_back(db::Tx& tx, const web::Context& context, const BookingId& id, std::int64_t version,
                       const Return& how)
{
    auto [thing, booking] = TRY(locked(tx, context, id, version));
    const bool was_never_noted = booking.status == BookingStatus::agreed && is_past(context, booking);
    if (booking.status != BookingStatus::handed_over && !was_never_noted)
        return no_such_step();
    store::give_back(tx, context.network.id, booking);
    booking.status = BookingStatus::returned;
    booking.handed_over_at = booking.handed_over_at.value_or(context.now());
    booking.condition_in = how.condition;
    booking.damage = how.damage;
    booking.ended_at = context.now();
    TRY(saved(tx, context, booking));
    if (!how.damage.empty() && booking.borrower != booking.owner)
        tell(tx, context, thing, booking, Occasion::damaged);
    return Done{};
}

Result<Done> note_no_show(db::Tx& tx, const web::Context& context, const BookingId& id, std::int64_t version)
{
    auto [thing, booking] = TRY(locked(tx, context, id, version));
    if (booking.status != BookingStatus::agreed)
        return no_such_step();
    if (half_day_at(context.region(), context.now()) < booking.used.first)
        return Error{.kind = Err::conflict, .text = "Die Zeit hat noch gar nicht angefangen."_de};
    store::give_back(tx, context.network.id, booking);
    booking.status = BookingStatus::no_show;
    booking.ended_at = context.now();
    return saved(tx, context, booking);
}

Result<Done> let_lapse(db::Tx& tx, const web::Context& context, const BookingId& id)
{
    const auto known = booking_by_id(tx, context.network.id, id);
    if (!known)
        return Error{.kind = Err::missing};
    auto [thing, booking] = TRY(locked(tx, context, id, known->version));
    const bool is_own_use = booking.status == BookingStatus::agreed && booking.borrower == booking.owner;
    if (!is_past(context, booking) || (booking.status != BookingStatus::requested && !is_own_use))
        return Done{};
    store::give_back(tx, context.network.id, booking);
    if (booking.status == BookingStatus::requested)
        booking.reason = i18n::translate(i18n::Language::de, "Bis dahin hat niemand geantwortet."_de);
    booking.status = is_own_use ? BookingStatus::returned : BookingStatus::declined;
    booking.ended_at = context.now();
    return saved(tx, context, booking);
}

} // namespace dorfnetz::exchange
