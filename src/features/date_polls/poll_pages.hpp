#pragma once

#include "features/date_polls/links.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/page.hpp"
#include "foundation/web/site.hpp"

#include <set>

// What the pages of polls share.
namespace dorfnetz::date_polls {

void add_answer_pages(web::Site& site);
void add_desk_pages(web::Site& site);
void add_option_pages(web::Site& site);
void add_entering_pages(web::Site& site);
void add_inviting_pages(web::Site& site);
void add_tidying_pages(web::Site& site);
void add_print_pages(web::Site& site);
void add_parts(web::Site& site);

inline constexpr std::string_view desk_end = "/terminsuche";
inline constexpr std::string_view tidy_end = "/aufraeumen";

// "/redaktion/treffen/{id}/terminsuche" and what stands below it.
std::string poll_pattern(std::string_view end = {});
std::string poll_path_of(const Meeting& meeting, std::string_view end = {});
std::vector<web::Crumb> crumbs_of(const web::Context& context, const Meeting& meeting);

// The meeting of the address with its poll, if there is one.
struct Searched
{
    Meeting meeting;
    std::optional<Poll> poll = {};
};

// For who takes part in the meeting, and for who leads it; Err::missing for all others.
Result<Searched> seen(const web::Context& context, db::Reader& reader);
Result<Searched> led(const web::Context& context, db::Reader& reader);
// Also Err::missing without a poll.
Result<Searched> seen_poll(const web::Context& context, db::Reader& reader);
Result<Searched> led_poll(const web::Context& context, db::Reader& reader);

// "Karl Muster (Aue)"
std::string name_with_village(const organisations::Register& entries, const Reply& reply);
// Answers whose name and village stand there more than once: whoever reads them decides whether it is two
// people.
std::set<ReplyId> under_one_name(const std::vector<Reply>& replies);
// Deletes an answer and writes down who did. Err::missing.
Result<Done> drop_reply(db::Tx& tx, const web::Context& context, const PollId& poll, const ReplyId& id);

// "Sa., 5. Dezember, 18 bis 20:30 Uhr"
std::string option_text(const web::Context& context, const Meeting& meeting, const Option& option);
// How an answer is said.
std::string answer_word(const web::Context& context, Answer answer);
// Of whom the voices are: "5 Dörfer", "3 Menschen".
std::string voices_text(const web::Context& context, const Voices& voices, std::int64_t count);

// ---- The form of an answer ----

// Who fills it in: whoever answers, or an editor for them.
enum class FilledBy { themselves, editor };

std::vector<web::Field> answer_fields(const web::Context& context, db::Reader& reader, const Meeting& meeting,
                                      const std::vector<Option>& options, FilledBy by);
std::string field_of(const OptionId& option);
web::FormValues answer_values(const Reply& reply);
NewReply reply_from(const web::FormValues& values, const std::vector<Option>& options);

// For tests that open every page: one of the first meeting with a poll.
web::Examples example_of(std::string end = {});

} // namespace dorfnetz::date_polls
