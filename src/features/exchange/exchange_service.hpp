#pragma once

#include "features/exchange/api.hpp"

#include <string>

// The rules of asking, agreeing, handing over and bringing back. Each function works in the caller's
// transaction and writes the mails that belong to it; who may call it is decided by the pages.
namespace dorfnetz::exchange {

// ---- Things ----

// Whether this organisation may ask for it.
bool may_borrow(const organisations::Register& entries, const Thing& thing, const OrganisationId& borrower);

// Nobody can ask for it any more. What was asked for is declined, what was agreed is called off, and those
// concerned get a mail. Err::conflict as long as somebody has it.
Result<Done> withdraw_thing(db::Tx& tx, const web::Context& context, const ThingId& id);
Result<Done> offer_again(db::Tx& tx, const web::Context& context, const ThingId& id);
// For ever, with its pictures and bookings; as withdrawing, it tells those concerned first and is refused as
// long as somebody has it.
Result<Done> remove_thing(db::Tx& tx, const web::Context& context, const ThingId& id);

// ---- Bookings ----

struct Wish
{
    ThingId thing = {};
    OrganisationId borrower = {};
    Span used = {};
    std::string words = {};
};

// Asks its owner; the owner's own use is agreed at once. The same once more is the one that is there already.
// Err::missing if it cannot be asked for, Err::invalid with the fields ("von", "bis"), Err::conflict with
// free times near it if it is taken, and for the same time with other words.
Result<BookingId> request(db::Tx& tx, const web::Context& context, const Wish& wish);

// Its last half day is over.
bool is_past(const web::Context& context, const Booking& booking);

// Err::missing; Err::stale if `version` is no longer the newest or the step no longer fits; Err::conflict
// with free times near it if somebody else has it by now, and if the time is over.
Result<Done> agree(db::Tx& tx, const web::Context& context, const BookingId& id, std::int64_t version);
Result<Done> decline(db::Tx& tx, const web::Context& context, const BookingId& id, std::int64_t version,
                     const std::string& reason);
// As long as it was not handed over. The other side hears of it; both do if somebody spoke for both.
enum class Side { owner, borrower, both };
Result<Done> call_off(db::Tx& tx, const web::Context& context, const BookingId& id, std::int64_t version,
                      Side by, const std::string& reason);
Result<Done> hand_over(db::Tx& tx, const web::Context& context, const BookingId& id, std::int64_t version,
                       const std::string& condition);

// For so long it is a slip that can be taken back.
inline constexpr std::chrono::hours slip_shown{24};
bool was_just_handed_over(const web::Context& context, const Booking& booking);
// It is agreed again; what was written to its condition stays, for the next time.
Result<Done> undo_hand_over(db::Tx& tx, const web::Context& context, const BookingId& id,
                            std::int64_t version);

// Its half days are free again, also those that are left. Of what is past it may be the first that was noted.
struct Return
{
    std::string condition = {};
    std::string damage = {}; // empty: nothing broke
};

Result<Done> take_back(db::Tx& tx, const web::Context& context, const BookingId& id, std::int64_t version,
                       const Return& how);
// Nobody came for it. Only once the time has begun.
Result<Done> note_no_show(db::Tx& tx, const web::Context& context, const BookingId& id, std::int64_t version);
// Of what is past: a request that nobody answered is declined, and an organisation's own use has come to its
// end. Nobody is told. Anything else stays as it is.
Result<Done> let_lapse(db::Tx& tx, const web::Context& context, const BookingId& id);

// ---- Needs and offers ----

Result<Done> change_post(db::Tx& tx, const web::Context& context, const PostId& id, std::int64_t version,
                         const PostDraft& draft);
// Found, or not needed any more. What was answered and is open gets a mail. Err::stale if it was closed
// already.
Result<Done> close_post(db::Tx& tx, const web::Context& context, const PostId& id, PostStatus status);
// For ever, with its answers. What was agreed on stays.
Result<Done> remove_post(db::Tx& tx, const web::Context& context, const PostId& id);

struct AnswerDraft
{
    OrganisationId organisation = {};
    std::optional<ThingId> thing = {}; // of that organisation, and only to a need
    std::optional<Span> when = {};     // of the thing
    std::string words = {};
};

// In place of what the organisation said before; the same once more is no news. Err::missing; Err::invalid
// with the fields; Err::conflict if that was taken, or if the thing is lent to somebody else then.
Result<Done> answer(db::Tx& tx, const web::Context& context, const PostId& post, const AnswerDraft& draft);
// Said yes: with a thing it is booked. The post is done, unless several may help. Err::stale, also if what
// was said is no longer what was read; Err::conflict.
Result<Done> take_answer(db::Tx& tx, const web::Context& context, const AnswerId& id, std::int64_t version);
Result<Done> decline_answer(db::Tx& tx, const web::Context& context, const AnswerId& id,
                            std::int64_t version);
Result<Done> withdraw_answer(db::Tx& tx, const web::Context& context, const AnswerId& id);

// ---- What the pages ask too ----

// Where an organisation is at home, for the thanks; nothing if it is nowhere.
std::optional<VillageId> home_of(const organisations::Register& entries, const OrganisationId& id);
// "Frei wäre es: …"; empty if nothing is free near it.
std::string free_near_text(db::Reader& reader, const web::Context& context, const Thing& thing,
                           const Span& wished);

// Puts it into the search index, or takes it out.
void index_thing(db::Tx& tx, const NetworkId& network, const ThingId& id);
void index_post(db::Tx& tx, const NetworkId& network, const PostId& id);

} // namespace dorfnetz::exchange
