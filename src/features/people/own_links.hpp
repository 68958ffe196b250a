#pragma once

#include "features/people/api.hpp"
#include "foundation/web/rate_limit.hpp"

#include <string>
#include <string_view>
#include <vector>

// The way to one's own page without an account: a link by mail to the address that stands in the register.
namespace dorfnetz::people {

inline constexpr std::chrono::hours own_link_life{24};
inline constexpr std::string_view own_path = "/meine-daten";
inline constexpr std::string_view own_links_job = "own_page_links";

// What slows down whoever asks for many links.
struct OwnDoor
{
    web::RateLimiter from_one_place{1, 10};
    web::RateLimiter for_one_address{0.05, 3};
};

// Notes the wish; a job answers it. The same work for known and unknown addresses. Err::too_often depends on
// the place alone.
Result<Done> ask_for_own_page(OwnDoor& door, const web::Context& context, std::string_view email);
// What the job does: mails a link to those whose address it is. Answers how many wishes it looked at.
std::int64_t answer_own_page_requests(web::Environment& environment);
// Deletes links that have ended. Answers how many.
std::int64_t delete_old_own_links(db::Pool& pool, const Clock& clock);

// Whose entries the link opens, by name; nobody if it is none of ours or has ended.
std::vector<PersonId> people_of_own_link(db::Reader& reader, const web::Context& context,
                                         std::string_view token);

} // namespace dorfnetz::people
