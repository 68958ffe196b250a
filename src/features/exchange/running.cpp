#include "features/exchange/running.hpp"

#include "features/exchange/exchange_service.hpp"
#include "features/exchange/exchange_store.hpp"
#include "features/exchange/notices.hpp"

namespace dorfnetz::exchange {

namespace {

using store::Reminder;

// From this hour of the day before, so that the evening is left to talk.
constexpr std::chrono::hours morning{8};
constexpr int days_between = 7; // of reminders that something is overdue

Occasion occasion_of(Reminder what)
{
    switch (what) {
    case Reminder::handover:
        return Occasion::handover_soon;
    case Reminder::return_:
        return Occasion::return_today;
    case Reminder::overdue:
        return Occasion::overdue;
    }
    return {};
}

// Of which a reminder is due today.
std::optional<Reminder> due(db::Reader& reader, const NetworkId& network, const Booking& booking, Date today)
{
    const auto done_on = [&](Reminder what) { return store::reminded_on(reader, network, booking.id, what); };
    const auto first = day_of(booking.used.first);
    const auto last = day_of(booking.used.last);
    if (booking.status == BookingStatus::agreed && add_days(first, -1) == today &&
        !done_on(Reminder::handover))
        return Reminder::handover;
    if (booking.status != BookingStatus::handed_over)
        return std::nullopt;
    if (last == today && !done_on(Reminder::return_))
        return Reminder::return_;
    const auto overdue = done_on(Reminder::overdue);
    if (last < today && (!overdue || add_days(*overdue, days_between) <= today))
        return Reminder::overdue;
    return std::nullopt;
}

// Looked up once more in the transaction of the mail.
void remind_of(const web::Context& context, const BookingId& id)
{
    const auto& network = context.network.id;
    static_cast<void>(context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        const auto booking = booking_by_id(tx, network, id);
        const auto thing = booking ? store::lock_thing(tx, network, booking->thing) : std::nullopt;
        const auto what = thing ? due(tx, network, *booking, context.today()) : std::nullopt;
        if (!what)
            return Done{};
        store::set_reminded(tx, network, id, *what, context.today());
        // An organisation's own use is its own business, and nobody comes for an example.
        if (!thing->draft.is_example && booking->borrower != booking->owner)
            tell(tx, context, *thing, *booking, occasion_of(*what));
        return Done{};
    }));
}

} // namespace

void remind(const web::Context& context)
{
    if (context.now() < i18n::local_time(context.region(), context.today(), morning))
        return;
    std::vector<BookingId> ids;
    context.pool().read([&](db::Reader& reader) {
        for (const auto& booking : store::live_bookings(reader, context.network.id))
            if (due(reader, context.network.id, booking, context.today()))
                ids.push_back(booking.id);
    });
    for (const auto& id : ids)
        remind_of(context, id);
}

void end_what_is_past(const web::Context& context)
{
    std::vector<BookingId> ids;
    context.pool().read([&](db::Reader& reader) {
        for (const auto& booking : store::live_bookings(reader, context.network.id))
            if (is_past(context, booking) && booking.status != BookingStatus::handed_over)
                ids.push_back(booking.id);
    });
    for (const auto& id : ids)
        static_cast<void>(
            context.pool().write(context.scope(), [&](db::Tx& tx) { return let_lapse(tx, context, id); }));
}

} // namespace dorfnetz::exchange
