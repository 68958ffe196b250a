#pragma once

#include "features/meetings/api.hpp"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// Who comes to a meeting: answers to the invitation, by the link in its mail or entered from paper.
namespace dorfnetz::meetings {

// For whom it is answered: a village in meetings of the network, a club, somebody of the register, an
// account.
using Replier = std::variant<VillageId, OrganisationId, people::PersonId, web::UserId>;

// "village:0190…", for forms.
std::string key_of(const Replier& replier);

enum class Coming { yes, no };
enum class ReplyOrigin { link, entered };

struct Reply
{
    Coming coming = Coming::yes;
    std::string who = {}; // personal: who comes, as they wrote it
    ReplyOrigin origin = ReplyOrigin::link;
};

// Whom the invitation asks.
struct Invitee
{
    Replier who = {};
    std::string name = {};             // empty: somebody whose name the actor may not see
    bool is_several = false;           // "ihr": a village or a club
    bool has_vote = false;             // its village counts for the quorum
    std::set<std::string> logins = {}; // mail addresses and names to sign in, in small letters
};

// Whether one of its mailboxes is one.
bool gets_mail(const Invitee& invitee);
// In the order in which pages show them.
std::vector<Invitee> invitees_of(db::Reader& reader, const web::Context& context, const Meeting& meeting);
// By Invitee::who.
std::map<Replier, Reply> replies_of(db::Reader& reader, const web::Context& context, const MeetingId& id);

// Of a village, a club …; instead of what was answered before. Err::missing for who is not asked;
// Err::conflict if nobody was invited yet, or the meeting is over or off.
Result<Done> reply(db::Tx& tx, const web::Context& context, const MeetingId& id, const Replier& who,
                   const Reply& reply);
// Nothing was answered after all. Err::missing, Err::conflict likewise.
Result<Done> take_back_reply(db::Tx& tx, const web::Context& context, const MeetingId& id,
                             const Replier& who);

// ---- Addresses that are keys ----

// Of whoever reads this mailbox, or signs in so; it opens those answers alone that the login is asked for as
// long as it is. Nothing of it is stored.
std::string reply_path(const web::Environment& environment, const NetworkId& network, const Meeting& meeting,
                       std::string_view login);
bool is_reply_key(const web::Environment& environment, const NetworkId& network, const Meeting& meeting,
                  std::string_view login, std::string_view key);

// ---- Forgetting ----

void forget_replies_before(db::Tx& tx, const NetworkId& network, Timestamp moment);

} // namespace dorfnetz::meetings
