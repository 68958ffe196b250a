#pragma once

#include "features/decisions/decisions_service.hpp"
#include "features/decisions/words.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/page.hpp"
#include "foundation/web/site.hpp"

#include <map>
#include <string>
#include <vector>

// What the pages share.
namespace dorfnetz::decisions {

inline constexpr std::string_view register_path = "/beschluesse";
inline constexpr std::string_view motion_pattern = "/redaktion/antraege/{id}";

// The page on which a motion is put to the vote.
std::string desk_path_of(const Motion& motion);
// Where a motion for a matter of the agenda is entered.
std::string new_motion_path(const AgendaItemId& item);
// Where delegates vote: "/treffen/…/abstimmung".
std::string voting_path_of(const meetings::Meeting& meeting);

// The question before a vote is counted, for the delegate and for whoever enters what one without a phone
// says.
struct VoteQuestion
{
    std::string village = {}; // its name
    Choice choice = Choice::abstain;
    std::string action = {};
    std::string_view pattern = {};
    std::vector<std::pair<std::string, std::string>> typed = {}; // sent again with the choice
    std::string back = {};
};

http::Response ask_about_vote(const web::Context& context, const Motion& motion, VoteQuestion question);

// Lets the browser fetch this page of ours again after some seconds, without scripts and without the notice
// of the last step. Only for pages on which nobody types.
void look_again(http::Response& response, const web::Context& context, std::string_view path);

// Meetings by id, for the time of one page: asks for each once. The context and the reader must outlive it.
class Meetings
{
public:
    Meetings(const web::Context& context, db::Reader& reader) : m_context(context), m_reader(reader) {}

    // Nothing if it is not there, or not for this actor.
    const meetings::Meeting* visible(const MeetingId& id);

private:
    const web::Context& m_context;
    db::Reader& m_reader;
    std::map<std::string, std::optional<meetings::Meeting>> m_known = {};
};

// "Chor Aue"; empty for what came up in the meeting, and for whom the actor may not know of.
std::string proposer_of(const web::Context& context, const organisations::Register& entries,
                        const Motion& motion);
// The day on which it was decided.
std::string day_of(const web::Context& context, const Motion& motion);

// What the address of the register asks for.
struct Asked
{
    std::string words = {};
    std::optional<std::int64_t> year = {};
    std::string village = {}; // slug: of meetings of that village
    enum class Which { all, adopted, to_review } which = Which::all;
};

Asked asked_for(const web::Context& context);
// Decisions that the actor sees and that fit, the newest first.
std::vector<Motion> chosen(const web::Context& context, db::Reader& reader, const Asked& asked);

void add_motion_pages(web::Site& site);
void add_voting_pages(web::Site& site);
void add_register_pages(web::Site& site);
void add_exports(web::Site& site);
void add_parts(web::Site& site);

} // namespace dorfnetz::decisions
