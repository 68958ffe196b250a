#pragma once

#include "features/exchange/api.hpp"
#include "features/lineage/api.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/page.hpp"
#include "foundation/web/rate_limit.hpp"
#include "foundation/web/sent_back.hpp"
#include "foundation/web/site.hpp"

#include <memory>

// What the pages share.
namespace dorfnetz::exchange {

void add_board_page(web::Site& site);
void add_thing_pages(web::Site& site);
// `mails`: how many one account may set off by asking and answering (`may_write_now`).
void add_request_pages(web::Site& site, const std::shared_ptr<web::RateLimiter>& mails);
void add_post_pages(web::Site& site);
void add_answer_pages(web::Site& site, const std::shared_ptr<web::RateLimiter>& mails);
void add_desk_page(web::Site& site);
void add_thing_edit_pages(web::Site& site);
void add_post_edit_pages(web::Site& site);
void add_deleting(web::Site& site);
void add_booking_pages(web::Site& site);
void add_label_pages(web::Site& site);
void add_parts(web::Site& site);

inline constexpr std::string_view board_path = "/leihen";
inline constexpr std::string_view desk_path = "/redaktion/leihen";
inline constexpr std::string_view new_post_path = "/redaktion/leihen/gesuche/neu";
inline constexpr std::string_view answer_pattern = "/redaktion/leihen/antworten/{id}";

std::string thing_edit_path(const ThingId& id);
std::string post_edit_path(const PostId& id);
std::string booking_path(const BookingId& id);

std::vector<web::Crumb> public_crumbs(const web::Context& context);
std::vector<web::Crumb> desk_crumbs(const web::Context& context);

// ---- Who may ----

bool may_edit(const web::Context& context, const organisations::Register& entries, const OrganisationId& id);
// Organisations in whose name this person may ask, offer and answer, by name.
std::vector<web::Choice> own_organisations(const web::Context& context,
                                           const organisations::Register& entries);
// What is offered and whose owner everybody sees.
bool is_public(const organisations::Register& entries, const Thing& thing);
bool is_public(const organisations::Register& entries, const web::Context& context, const Post& post);
// A thing that was withdrawn is there for its owner alone.
bool may_see(const web::Context& context, const organisations::Register& entries, const Thing& thing);
// An address that was sent to somebody goes on saying what became of it, unless it was withdrawn.
bool may_see(const web::Context& context, const organisations::Register& entries, const Post& post);

// The thing, post or booking of the address, if the actor may work on it; Err::missing otherwise.
Result<Thing> editable_thing(const web::Context& context, db::Reader& reader);
Result<Post> editable_post(const web::Context& context, db::Reader& reader);

// ---- In words, in the language of the page ----

German label_of(ThingKind kind);
German label_of(Category category);
German label_of(Borrowers borrowers);
// How somebody answers it: "Wir haben das", "Wir können helfen", "Das brauchen wir"
std::string answer_label(const web::Context& context, const Post& post);
// What of the inventory it is about; nothing for hands and know-how.
std::optional<ThingKind> kind_for(Category category);
German label_of(BookingStatus status);
// The colour of a mark that says the status.
std::string_view colour_of(BookingStatus status);
// "ein halber Tag", "2 Tage"; empty for nothing.
std::string half_days_text(const web::Context& context, std::int64_t half_days);
std::string money_text(const web::Context& context, std::int64_t cents); // "50 €", "12,50 €"
// "im Gerätehaus, Aue"
std::string place_text(const organisations::Register& entries, const Thing& thing);
// "Sa., 5. Dezember bis So., 6. Dezember"
std::string days_text(const web::Context& context, const Days& days);
// "50", "12,50", "12.50 €"
std::optional<std::int64_t> cents_from(std::string_view text);

// ---- Where it comes from (features/lineage) ----

lineage::Record lineage_record(const Post& post);
lineage::Record lineage_record(const Thing& thing);

// ---- Fields of forms ----

std::vector<web::Choice> village_choices(const organisations::Register& entries);
// From when to when, with mornings and afternoons; named von, von_halb, bis, bis_halb.
std::vector<web::Field> span_fields(const web::Context& context, bool is_required = true);
void set_span(web::FormValues& values, const Span& span);
// Without a last day it is the first one. Nothing if the first cannot be read; that was said already.
std::optional<Span> span_from(const web::FormValues& values);

// Each page with a form for something new has a number of its own, so that what is sent twice, by a double
// tap or by going back and forth, is one entry.
inline constexpr std::string_view form_number = "formular";
web::Field form_number_field();
std::string new_form_number(const web::Context& context);
// Of what was sent, with the number.
std::string form_key(const web::Context& context, const std::vector<web::Field>& fields,
                     const web::FormValues& values);

using web::SentBack;

// ---- Of one post, with what others answered ----

// The page on which it is changed; `refused` is why a step there was not taken.
http::Response post_page_of_desk(const web::Context& context, const Post& post,
                                 const std::optional<Error>& refused = {});
// "vorbei", "hat sich gefunden"; empty while everybody sees it.
std::string closed_text(const web::Context& context, const Post& post);

// ---- Deleting: an entry of the page on which something is changed ----

html::Safe delete_button(const web::Context& context, const Thing& thing);
html::Safe delete_button(const web::Context& context, const Post& post);

// Err::too_often above the share of this account. Mailboxes of others are not filled by asking again and
// again.
Result<Done> may_write_now(const web::Context& context, web::RateLimiter& mails);

} // namespace dorfnetz::exchange
