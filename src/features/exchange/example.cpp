#include "features/exchange/exchange_store.hpp"

namespace dorfnetz::exchange {

Result<BookingId> enter_example(db::Tx& tx, const web::Environment& environment, const NetworkId& network,
                                const ExampleBooking& example)
{
    const auto thing = store::lock_thing(tx, network, example.thing);
    const auto borrower = organisations::organisation_by_id(tx, network, example.borrower);
    if (!thing || !borrower || borrower->entry.villages.empty())
        return Error{.kind = Err::missing};
    const auto now = environment.clock.now();
    const bool is_over = example.status == BookingStatus::returned;
    Booking booking{.id = new_id<BookingId>(environment.clock, environment.random),
                    .thing = thing->id,
                    .borrower = example.borrower,
                    .owner = thing->draft.owner,
                    .owner_village = thing->draft.village,
                    .borrower_village = borrower->entry.villages.front(),
                    .status = example.status,
                    .used = example.used,
                    .blocked = widened(example.used, thing->draft.around),
                    .wish = example.wish,
                    .damage = example.damage,
                    .requested_at = now};
    if (is_over) {
        booking.handed_over_at = Timestamp(std::chrono::sys_days(day_of(example.used.first)));
        booking.ended_at = Timestamp(std::chrono::sys_days(day_of(example.used.last)));
    }
    store::insert(tx, network, booking);
    if (is_over && !store::update(tx, network, booking, booking.version, *booking.ended_at))
        return Error{.kind = Err::stale};
    if (booking.holds() && !store::keep(tx, network, booking))
        return Error{.kind = Err::conflict};
    return booking.id;
}

Result<Done> enter_example_answer(db::Tx& tx, const web::Environment& environment, const NetworkId& network,
                                  const PostId& post, const OrganisationId& organisation,
                                  const std::string& words)
{
    const auto who = organisations::organisation_by_id(tx, network, organisation);
    if (!who || who->entry.villages.empty())
        return Error{.kind = Err::missing};
    if (!store::put(tx, network,
                    {.id = new_id<AnswerId>(environment.clock, environment.random),
                     .post = post,
                     .organisation = organisation,
                     .village = who->entry.villages.front(),
                     .words = words,
                     .created_at = environment.clock.now()}))
        return Error{.kind = Err::conflict};
    return Done{};
}

} // namespace dorfnetz::exchange
