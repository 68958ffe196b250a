#pragma once

#include "features/exchange/half_days.hpp"
#include "features/organisations/api.hpp"
#include "features/villages/api.hpp"
#include "foundation/core/result.hpp"
#include "foundation/db/db.hpp"
#include "foundation/web/context.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dorfnetz::exchange {

using ThingId = Id<struct ExchangeThingTag>;
using PostId = Id<struct ExchangePostTag>;
using BookingId = Id<struct ExchangeBookingTag>;
using AnswerId = Id<struct ExchangeAnswerTag>;
using organisations::OrganisationId;
using villages::VillageId;

// ---- Things: what is lent again and again ----

enum class ThingKind { thing, room, transport };

std::string_view to_text(ThingKind kind);
std::optional<ThingKind> thing_kind_from_text(std::string_view text);

enum class ThingStatus { offered, withdrawn };

std::string_view to_text(ThingStatus status);
std::optional<ThingStatus> thing_status_from_text(std::string_view text);

// Who may ask for it.
enum class Borrowers {
    network, // every organisation
    clubs,   // no companies
    village, // who is active where it stands
};

std::string_view to_text(Borrowers borrowers);
std::optional<Borrowers> borrowers_from_text(std::string_view text);

// Everything that its owner can change.
struct ThingDraft
{
    ThingKind kind = ThingKind::thing;
    OrganisationId owner = {};
    VillageId village = {}; // where it stands
    std::string place = {}; // "im Gerätehaus"
    std::string title = {};
    std::string description = {}; // Markdown
    std::string size = {};        // "10 × 5 m"
    std::string condition = {};
    std::int64_t deposit_cents = 0;
    std::string costs = {};
    std::string instructions = {}; // Markdown
    Around around = {};            // to set up, to bring back; at most `longest_around` each
    Borrowers borrowers = Borrowers::network;
    bool is_example = false;

    bool operator==(const ThingDraft&) const = default;
};

struct Thing
{
    ThingId id;
    ThingDraft draft;
    std::string slug; // of its address and its label, for ever
    ThingStatus status = ThingStatus::offered;
    Timestamp created_at;
    Timestamp updated_at;
    std::int64_t version = 1;
};

std::string path_of(const Thing& thing); // "/leihen/zelt-10-m"
// Album of its pictures (features/pictures) while it is offered.
std::string picture_album(const ThingId& id);
// Where they are now: with those of what was withdrawn nobody but editors sees them.
std::string picture_album(const Thing& thing);

std::optional<Thing> thing_by_id(db::Reader& reader, const NetworkId& network, const ThingId& id);
std::optional<Thing> thing_by_slug(db::Reader& reader, const NetworkId& network, std::string_view slug);
// Those of them that there are.
std::map<ThingId, Thing> things_by_id(db::Reader& reader, const NetworkId& network,
                                      const std::vector<ThingId>& ids);
// Those of one owner, by title; withdrawn ones are among them.
std::vector<Thing> things_of(db::Reader& reader, const NetworkId& network, const OrganisationId& owner);

// ---- Bookings ----

enum class BookingStatus { requested, agreed, handed_over, returned, declined, cancelled, no_show };

std::string_view to_text(BookingStatus status);
std::optional<BookingStatus> booking_status_from_text(std::string_view text);

struct Booking
{
    BookingId id = {};
    ThingId thing = {};
    OrganisationId borrower = {};
    OrganisationId owner = {};
    VillageId owner_village = {};
    std::optional<VillageId> borrower_village = {};
    BookingStatus status = BookingStatus::requested;
    Span used = {};
    Span blocked = {}; // with the time to set up and to bring back
    std::string wish = {};
    std::string reason = {};
    std::string condition_out = {};
    std::string condition_in = {};
    std::string damage = {};
    Timestamp requested_at = {};
    std::optional<Timestamp> handed_over_at = {};
    std::optional<Timestamp> ended_at = {};
    std::int64_t version = 1;

    // Half days are kept for it.
    bool holds() const { return status == BookingStatus::agreed || status == BookingStatus::handed_over; }
};

std::optional<Booking> booking_by_id(db::Reader& reader, const NetworkId& network, const BookingId& id);
// Of a thing, whatever their status, those that end on that half day or later; by beginning.
std::vector<Booking> bookings_of(db::Reader& reader, const NetworkId& network, const ThingId& thing,
                                 HalfDay since);

// Limits of what people may enter.
inline constexpr std::int64_t longest_around = 14;          // half days before and after
inline constexpr HalfDay longest_booking = HalfDay{2} * 62; // half days
inline constexpr int months_ahead = 24;                     // in which one may book
inline constexpr std::int64_t highest_deposit = 100'000'00; // cents
// After the end of a booking or an answer; after the last day of what nobody has ended.
inline constexpr std::chrono::days words_kept{365};
// Of what was deleted since; nobody is thanked for what is longer ago.
inline constexpr std::chrono::days thanks_kept{400};

// ---- Needs and offers: what is looked for or offered once ----

enum class PostKind { need, offer };

std::string_view to_text(PostKind kind);
std::optional<PostKind> post_kind_from_text(std::string_view text);

enum class Category { thing, hands, know_how, room, transport };

inline constexpr Category categories[] = {Category::thing, Category::hands, Category::know_how,
                                          Category::room, Category::transport};

std::string_view to_text(Category category);
std::optional<Category> category_from_text(std::string_view text);

enum class PostStatus { open, done, withdrawn };

std::string_view to_text(PostStatus status);
std::optional<PostStatus> post_status_from_text(std::string_view text);

struct Days
{
    Date first = {};
    Date last = {};

    bool operator==(const Days&) const = default;
};

struct PostDraft
{
    PostKind kind = PostKind::need;
    Category category = Category::thing;
    OrganisationId organisation = {};
    VillageId village = {};
    std::string title = {};
    std::string description = {}; // Markdown
    std::optional<Days> days = {};
    Date expires_on = {}; // the last day on which it is shown
    bool is_example = false;

    bool operator==(const PostDraft&) const = default;
};

struct Post
{
    PostId id;
    PostDraft draft;
    std::string slug;
    PostStatus status = PostStatus::open;
    Timestamp created_at;
    Timestamp updated_at;
    std::int64_t version = 1;

    // Nobody looks for a tent for last week.
    bool is_shown(Date today) const
    {
        return status == PostStatus::open && draft.expires_on >= today &&
               (!draft.days || draft.days->last >= today);
    }
};

std::string path_of(const Post& post); // "/gesuche/…", "/angebote/…"

std::optional<Post> post_by_id(db::Reader& reader, const NetworkId& network, const PostId& id);
std::optional<Post> post_by_slug(db::Reader& reader, const NetworkId& network, std::string_view slug);
// What is open today, the newest first.
std::vector<Post> open_posts(db::Reader& reader, const NetworkId& network, Date today);
std::vector<Post> posts_of(db::Reader& reader, const NetworkId& network, const OrganisationId& organisation);

enum class AnswerStatus { open, taken, declined, withdrawn };

std::string_view to_text(AnswerStatus status);
std::optional<AnswerStatus> answer_status_from_text(std::string_view text);

// "Wir haben das": with one of their things, or in words alone.
struct Answer
{
    AnswerId id = {};
    PostId post = {};
    OrganisationId organisation = {};
    std::optional<VillageId> village = {}; // of the organisation that answers
    std::optional<ThingId> thing = {};
    std::optional<Span> when = {}; // of the thing
    std::string words = {};
    AnswerStatus status = AnswerStatus::open;
    std::optional<BookingId> booking = {};
    Timestamp created_at = {};
    std::int64_t version = 1;
};

std::vector<Answer> answers_to(db::Reader& reader, const NetworkId& network, const PostId& post);
std::optional<Answer> answer_by_id(db::Reader& reader, const NetworkId& network, const AnswerId& id);

// ---- Thanks ----

struct Thanks
{
    VillageId village;
    std::int64_t helped = 0; // others, since a moment
    std::int64_t was_helped = 0;
};

// How often each village lent or helped, and was lent or helped, between different organisations. Villages
// without either are left out.
std::vector<Thanks> thanks_since(db::Reader& reader, const NetworkId& network, Timestamp since);

// ---- Writing: each in the caller's transaction ----

using organisations::Author;

// What is wrong, at the field's name of the form; nothing if it can be saved.
std::vector<FieldError> problems_of(const ThingDraft& draft);
// Err::invalid with the fields. What was sent twice with one `form_key` is the one that is there already.
Result<Thing> add_thing(db::Tx& tx, const NetworkId& network, const ThingDraft& draft, const Author& author,
                        const std::string& form_key = {});
// Err::missing; Err::stale; Err::invalid. Times of bookings that are there stay as they are; if it gets
// another owner, those that are not ended go with it, and who borrows is told.
Result<Done> change_thing(db::Tx& tx, const web::Context& context, const ThingId& id, std::int64_t version,
                          const ThingDraft& draft);

std::vector<FieldError> problems_of(const PostDraft& draft, Date today);
// Err::invalid with the fields. `form_key` as above.
Result<Post> add_post(db::Tx& tx, const web::Network& network, const PostDraft& draft, const Author& author,
                      const std::string& form_key = {});

// ---- For the example network: nobody is told ----

struct ExampleBooking
{
    ThingId thing = {};
    OrganisationId borrower = {};
    Span used = {};
    BookingStatus status = BookingStatus::returned; // or requested, or agreed
    std::string wish = {};
    std::string damage = {};
};

// Err::conflict if the time is taken.
Result<BookingId> enter_example(db::Tx& tx, const web::Environment& environment, const NetworkId& network,
                                const ExampleBooking& example);
Result<Done> enter_example_answer(db::Tx& tx, const web::Environment& environment, const NetworkId& network,
                                  const PostId& post, const OrganisationId& organisation,
                                  const std::string& words);

// ---- Once a day ----

// What people wrote to bookings and answers, emptied after `words_kept`; for the daily job. How many.
std::int64_t forget_words(db::Tx& tx, const NetworkId& network, Timestamp now);

} // namespace dorfnetz::exchange
