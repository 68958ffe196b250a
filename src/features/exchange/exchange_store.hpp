#pragma once

#include "features/exchange/api.hpp"

#include <set>

// The SQL of writing, and of what only the services ask.
namespace dorfnetz::exchange::store {

bool thing_slug_is_free(db::Reader& reader, const NetworkId& network, std::string_view slug);
// `form_key`: empty, or what no other one was entered with.
void insert(db::Tx& tx, const NetworkId& network, const Thing& thing, const std::string& form_key = {});
std::optional<Thing> thing_by_form(db::Reader& reader, const NetworkId& network, std::string_view form_key);
// False if `version` is no longer the newest.
bool update(db::Tx& tx, const NetworkId& network, const Thing& thing, std::int64_t version);
void set_status(db::Tx& tx, const NetworkId& network, const ThingId& id, ThingStatus status, Timestamp now);
// With its bookings, of which the thanks are kept; answers that named it are words alone.
void remove_thing(db::Tx& tx, const NetworkId& network, const ThingId& id);
// Locks the row, so that whoever books it comes one after the other.
std::optional<Thing> lock_thing(db::Tx& tx, const NetworkId& network, const ThingId& id);

bool post_slug_is_free(db::Reader& reader, const NetworkId& network, std::string_view slug);
void insert(db::Tx& tx, const NetworkId& network, const Post& post, const std::string& form_key = {});
std::optional<Post> post_by_form(db::Reader& reader, const NetworkId& network, std::string_view form_key);
bool update(db::Tx& tx, const NetworkId& network, const Post& post, std::int64_t version);
// False if it was no longer open.
bool close(db::Tx& tx, const NetworkId& network, const PostId& id, PostStatus status, Timestamp now);

// With the answers, of which the thanks are kept.
void remove_post(db::Tx& tx, const NetworkId& network, const PostId& id);

// Takes the place of what the same organisation said before, unless that was taken: false then.
bool put(db::Tx& tx, const NetworkId& network, const Answer& answer);
// False if it was no longer open, or changed since it was read.
bool settle(db::Tx& tx, const NetworkId& network, const Answer& answer,
            const std::optional<VillageId>& helper, const std::optional<VillageId>& helped, Timestamp now);
// Those that are open and offer this thing.
void withdraw_answers_with(db::Tx& tx, const NetworkId& network, const ThingId& thing, Timestamp now);
// To all posts of the network, the oldest first.
std::vector<Answer> open_answers(db::Reader& reader, const NetworkId& network);

void insert(db::Tx& tx, const NetworkId& network, const Booking& booking);
// Everything that changes on its way, as one more step; its half days have to fit (`keep`, `give_back`).
// False if `version` is no longer the newest.
bool update(db::Tx& tx, const NetworkId& network, const Booking& booking, std::int64_t version,
            Timestamp now);
// Those that are not ended have this owner from now on.
void hand_on(db::Tx& tx, const NetworkId& network, const ThingId& thing, const OrganisationId& owner);
// Those that are still somebody's business: asked for, agreed, handed over.
std::vector<Booking> live_bookings(db::Reader& reader, const NetworkId& network);
// And those that ended since.
std::vector<Booking> bookings_since(db::Reader& reader, const NetworkId& network, Timestamp since);

// The half days of a thing that are taken.
std::set<HalfDay> taken(db::Reader& reader, const NetworkId& network, const ThingId& thing,
                        const Span& within);
// Of several things at once; of those alone of which any is.
std::map<ThingId, std::set<HalfDay>> taken_of(db::Reader& reader, const NetworkId& network,
                                              const std::vector<ThingId>& things, const Span& within);
// Of a booking that is stored as holding. False, and the caller has to give up the transaction, if one of
// them is somebody else's.
bool keep(db::Tx& tx, const NetworkId& network, const Booking& booking);
// All of a booking.
void give_back(db::Tx& tx, const NetworkId& network, const Booking& booking);

struct CourseStep
{
    BookingStatus status = BookingStatus::requested;
    Timestamp taken_at = {};
};

// From asking on, one after the other.
std::vector<CourseStep> course_of(db::Reader& reader, const NetworkId& network, const BookingId& id);

enum class Reminder { handover, return_, overdue };

// Local day on which that was done, the last time.
std::optional<Date> reminded_on(db::Reader& reader, const NetworkId& network, const BookingId& id,
                                Reminder what);
void set_reminded(db::Tx& tx, const NetworkId& network, const BookingId& id, Reminder what, Date day);

} // namespace dorfnetz::exchange::store
