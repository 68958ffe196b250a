#pragma once

#include "features/organisations/api.hpp"
#include "features/people/api.hpp"
#include "features/villages/api.hpp"
#include "foundation/calendar/icalendar.hpp"
#include "foundation/core/result.hpp"
#include "foundation/db/db.hpp"
#include "foundation/mail/mail.hpp"
#include "foundation/web/actor.hpp"
#include "foundation/web/context.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// Working groups across villages: what for, and who is in.
namespace dorfnetz::groups {

using GroupId = Id<struct GroupTag>;
using MemberId = Id<struct GroupMemberTag>;
using organisations::OrganisationId;
using people::PersonId;
using villages::VillageId;

// ---- What a group is ----

struct GroupDraft
{
    std::string title = {};
    std::string summary = {};             // a sentence, for lists
    std::string aims = {};                // Markdown
    std::vector<VillageId> villages = {}; // of which it takes care; none: of all
    bool is_open = true;                  // whoever wants to can join
    bool is_example = false;

    bool operator==(const GroupDraft&) const = default;
};

struct Group
{
    GroupId id;
    GroupDraft draft;
    std::string slug;
    std::optional<Date> ended_on = {}; // its page stays
    std::int64_t version = 1;

    bool has_ended() const { return ended_on.has_value(); }
};

enum class Duty { speaker, member };

std::string_view to_text(Duty duty);
std::optional<Duty> duty_from_text(std::string_view text);

// An organisation, somebody of the register of people, or somebody with an account.
using Who = std::variant<OrganisationId, PersonId, web::UserId>;

// The id if it is one of these: for a column of its own.
template <class Id>
std::optional<Id> as(const Who& who)
{
    const auto* id = std::get_if<Id>(&who);
    return id ? std::optional(*id) : std::nullopt;
}

// Of three such columns; nothing if all are empty.
std::optional<Who> who_from(const std::optional<OrganisationId>& organisation,
                            const std::optional<PersonId>& person, const std::optional<web::UserId>& user);

struct Member
{
    MemberId id;
    GroupId group;
    Duty duty = Duty::member;
    Who who;
};

// For whom something of the group is.
enum class Audience { everybody, members };

using GroupPageId = Id<struct GroupPageTag>;

// A short text of the group's own.
struct GroupPageDraft
{
    std::string title = {};
    std::string text = {}; // Markdown
    Audience audience = Audience::everybody;

    bool operator==(const GroupPageDraft&) const = default;
};

struct GroupPage
{
    GroupPageId id;
    GroupId group;
    GroupPageDraft draft;
    std::string slug;
    std::int64_t version = 1;
};

// ---- Reading ----

std::optional<Group> group_by_id(db::Reader& reader, const NetworkId& network, const GroupId& id);
std::optional<Group> group_by_slug(db::Reader& reader, const NetworkId& network, std::string_view slug);
// Of the network, by title; those that ended come last.
std::vector<Group> groups_of(db::Reader& reader, const NetworkId& network);
// "/arbeitsgruppen/wege"
std::string path_of(const Group& group);

// Speakers first.
std::vector<Member> members_of(db::Reader& reader, const NetworkId& network, const GroupId& group);

// Who is in it, by the names that this actor may see; whose they may not is counted.
struct NamedMembers
{
    struct Named
    {
        MemberId id;
        std::string name;
        bool is_organisation = false;
    };

    std::vector<Named> named = {};
    std::int64_t others = 0;

    std::int64_t count() const { return static_cast<std::int64_t>(named.size()) + others; }
};

NamedMembers named_members(const web::Context& context, db::Reader& reader, const GroupId& group);

// What the actor is in the group: by their own account, as an editor of an organisation that is in it, or as
// an editor of a village whose lead club is. Nothing: not in it. `today` is the network's.
std::optional<Duty> duty_of(db::Reader& reader, const NetworkId& network, const GroupId& group,
                            const web::Actor& actor, Date today);
bool is_member(db::Reader& reader, const NetworkId& network, const GroupId& group, const web::Actor& actor,
               Date today);
bool is_speaker(db::Reader& reader, const NetworkId& network, const GroupId& group, const web::Actor& actor,
                Date today);
// Groups that have not ended in which the actor is.
std::vector<GroupId> groups_of_actor(db::Reader& reader, const NetworkId& network, const web::Actor& actor,
                                     Date today);

// Whom a mail to the group reaches. A mail to somebody of the register says how they take their consent back
// (people::withdrawal_path).
struct Recipient
{
    mail::Mailbox mailbox;
    std::optional<PersonId> person = {};
    std::optional<OrganisationId> organisation = {}; // its own mailbox: nobody has an account for it
};

// Each mailbox once: accounts that are in the group, editors of its organisations (where an organisation has
// none, its own mailbox), and people of the register who may be asked by mail.
std::vector<Recipient> recipients_of(db::Reader& reader, const web::Context& context, const GroupId& group);
// The same for one of them, whoever has to hear of something.
std::vector<Recipient> recipients_of(db::Reader& reader, const web::Context& context, const Who& who);

// ---- What other features add ----

// Blocks on a group's page (web::Part), with its id as their subject.
inline constexpr std::string_view page_parts = "group";

// Where the dates in a group's calendar come from, told by the feature that owns them.
struct CalendarSource
{
    std::function<std::vector<calendar::Event>(const web::Context&, db::Reader&, const GroupId&, Audience)>
        events;
};

// ---- Writing: each in the caller's transaction ----

// Err::invalid with the fields ("titel", "kurz", "ziele", "doerfer").
Result<GroupId> create(db::Tx& tx, const NetworkId& network, const GroupDraft& draft,
                       const organisations::Author& author);
// Err::missing if there is no such group or it has ended, Err::conflict if they are in it already.
Result<MemberId> add_member(db::Tx& tx, const NetworkId& network, const GroupId& group, const Who& who,
                            Duty duty, const organisations::Author& author);

// Err::missing; Err::invalid with the fields ("titel", "text").
Result<GroupPage> create_page(db::Tx& tx, const NetworkId& network, const GroupId& group,
                              const GroupPageDraft& draft, const organisations::Author& author);

// In which groups somebody of the register is: told on "Meine Daten" and erased with the person. What hangs
// on an account goes with it.
people::Elsewhere kept_memberships();

} // namespace dorfnetz::groups
