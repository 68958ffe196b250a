#pragma once

#include "features/groups/api.hpp"
#include "features/lineage/api.hpp"
#include "features/organisations/api.hpp"
#include "features/villages/api.hpp"
#include "foundation/calendar/recurrence.hpp"
#include "foundation/core/result.hpp"
#include "foundation/db/db.hpp"
#include "foundation/web/context.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dorfnetz::meetings {

using MeetingId = Id<struct MeetingTag>;
using AgendaItemId = Id<struct AgendaItemTag>;
using AttendeeId = Id<struct MeetingAttendeeTag>;
using groups::GroupId;
using organisations::OrganisationId;
using villages::VillageId;

// ---- What a meeting is ----

enum class Kind {
    network, // one vote per village
    village,
    group,
};

enum class State {
    planning, // no invitation went out yet; a date poll may run
    invited,
    running,
    held,
    cancelled,
};

// Who sees agenda and minutes besides those who take part.
enum class Audience {
    public_,
    network, // whoever is signed in
    members, // nobody else
};

// Whether all of `readers` may read what is meant for `meant_for`.
bool may_be_read_by(Audience meant_for, Audience readers);

std::string_view to_text(Kind kind);
std::optional<Kind> kind_from_text(std::string_view text);
std::string_view to_text(State state);
std::optional<State> state_from_text(std::string_view text);
std::string_view to_text(Audience audience);
std::optional<Audience> audience_from_text(std::string_view text);

// From when to when by the clock of the place.
struct LocalSpan
{
    calendar::LocalTime begin = {};
    calendar::LocalTime end = {}; // after `begin`

    bool operator==(const LocalSpan&) const = default;
};

// A meeting lasts at most so long.
inline constexpr std::chrono::hours longest_meeting{24};

// Everything about it that its form can change.
struct MeetingDraft
{
    Kind kind = Kind::network;
    std::optional<VillageId> village = {}; // of a village's meeting
    std::optional<GroupId> group = {};     // of a group's meeting
    std::string title = {};
    std::string description = {};       // Markdown
    std::optional<LocalSpan> when = {}; // nothing: the date is looked for
    std::optional<VillageId> place_village = {};
    std::string place_name = {};
    std::string video_url = {}; // for who takes part
    Audience audience = Audience::network;
    std::optional<OrganisationId> led_by = {};
    std::int64_t reminder_days = 3; // before it; 0: none
    bool is_example = false;

    bool operator==(const MeetingDraft&) const = default;
};

struct Meeting
{
    MeetingId id = {};
    MeetingDraft draft = {};
    std::string slug = {};
    State state = State::planning;
    std::optional<Timestamp> starts_at = {};
    std::optional<Timestamp> ends_at = {};
    std::optional<Timestamp> invited_at = {}; // for the first time
    std::optional<Timestamp> began_at = {};
    std::optional<Timestamp> closed_at = {};
    std::optional<std::int64_t> quorum_percent = {}; // of the network's meetings, from their beginning on
    bool invites_municipality = false;
    bool invites_advisers = false;
    std::optional<Timestamp> reminded_for = {};
    std::string cancelled_why = {};
    std::int64_t sequence = 0;
    Timestamp created_at = {};
    Timestamp updated_at = {};
    std::int64_t version = 1;

    bool is_running() const { return state == State::running; }

    bool is_over() const { return state == State::held || state == State::cancelled; }
};

// "/treffen/netzwerktreffen-im-advent"
std::string path_of(const Meeting& meeting);
// Its page on the desk: "/redaktion/treffen/…"
std::string desk_path_of(const Meeting& meeting);

// As others link to it (features/lineage).
inline constexpr std::string_view lineage_kind_key = "treffen";
lineage::Record lineage_record(const MeetingId& id);

// ---- Agenda ----

enum class ItemKind { inform, discuss, decide };
enum class ItemStatus { proposed, on, declined };

std::string_view to_text(ItemKind kind);
std::optional<ItemKind> item_kind_from_text(std::string_view text);
std::string_view to_text(ItemStatus status);
std::optional<ItemStatus> item_status_from_text(std::string_view text);

struct AgendaItemDraft
{
    ItemKind kind = ItemKind::discuss;
    std::string title = {};
    std::string text = {};    // Markdown
    std::int64_t minutes = 0; // time box; 0: none
    std::optional<OrganisationId> introducer = {};
    std::string introduced_by = {}; // personal: for who takes part

    bool operator==(const AgendaItemDraft&) const = default;
};

struct AgendaItem
{
    AgendaItemId id = {};
    MeetingId meeting = {};
    AgendaItemDraft draft = {};
    ItemStatus status = ItemStatus::on;
    std::int64_t position = 0;
    std::optional<OrganisationId> proposer = {};
    web::UserId proposed_by = {}; // empty: nobody any more
    std::string answer = {};      // why it was declined
    std::string source = {};      // Matter::key of what it came from; empty: from somebody
    std::int64_t version = 1;
};

// ---- Who is there ----

enum class Presence {
    none,
    delegate,
    proxy, // another village's delegate votes for it
};

std::string_view to_text(Presence presence);
std::optional<Presence> presence_from_text(std::string_view text);

// A village that has a vote in this meeting.
struct Voter
{
    VillageId village = {};
    OrganisationId organisation = {}; // its lead club when the meeting began
    Presence presence = Presence::none;
    std::string represented_by = {};     // personal: the delegate's name, for who takes part
    std::optional<VillageId> proxy = {}; // whose delegate votes for it

    bool has_voice() const { return presence != Presence::none; }
};

// After the end of a meeting names of people are forgotten.
inline constexpr int years_of_names = 3;

// Who wanted to come is forgotten so long after it.
inline constexpr std::chrono::days replies_kept{30};

struct Attendee
{
    AttendeeId id = {};
    std::string name = {}; // personal: for who takes part
    std::string for_whom = {};
};

// Whether enough votes are there: more than `percent` of them.
struct Quorum
{
    std::int64_t votes = 0;   // of all villages with a lead club
    std::int64_t present = 0; // there, or with a proxy
    std::int64_t percent = 50;

    // So many have to be there.
    std::int64_t needed() const { return votes * percent / 100 + 1; }

    bool is_reached() const { return present >= needed(); }

    bool operator==(const Quorum&) const = default;
};

Quorum quorum_of(const Meeting& meeting, const std::vector<Voter>& voters);

// ---- The network's rules ----

enum class Majority { simple, absolute, two_thirds, unanimous };

std::string_view to_text(Majority majority);
std::optional<Majority> majority_from_text(std::string_view text);

struct Rules
{
    std::int64_t quorum_percent = 50;
    Majority majority = Majority::simple;  // unless a motion says otherwise
    Audience audience = Audience::network; // of new meetings
};

Rules rules_of(const web::Network& network);

// ---- Reading ----

std::optional<Meeting> meeting_by_id(db::Reader& reader, const NetworkId& network, const MeetingId& id);
std::optional<Meeting> meeting_by_slug(db::Reader& reader, const NetworkId& network, std::string_view slug);
// Those to come by time, after those without a date; those held or called off are missing.
std::vector<Meeting> coming_meetings(db::Reader& reader, const NetworkId& network);
// Held or called off, the last first.
std::vector<Meeting> past_meetings(db::Reader& reader, const NetworkId& network, std::int64_t most,
                                   std::int64_t offset = 0);
// In whatever state, by time; for a group's page and feed.
std::vector<Meeting> meetings_of_group(db::Reader& reader, const NetworkId& network, const GroupId& group);

// What is on the agenda, in its order.
std::vector<AgendaItem> agenda_of(db::Reader& reader, const NetworkId& network, const MeetingId& id);
// In whatever status: on, proposed, declined; each in its order.
std::vector<AgendaItem> all_items_of(db::Reader& reader, const NetworkId& network, const MeetingId& id);
std::optional<AgendaItem> item_by_id(db::Reader& reader, const NetworkId& network, const AgendaItemId& id);
// Empty before the meeting begins; by the villages' names.
std::vector<Voter> voters_of(db::Reader& reader, const NetworkId& network, const MeetingId& id);
// Personal: call it for who takes part only.
std::vector<Attendee> attendees_of(db::Reader& reader, const NetworkId& network, const MeetingId& id);

// So many hands there can be at most in a working group: nobody raises two. Whoever is there besides its
// members counts too. Nothing for other meetings: nobody writes down all who come to a village's.
std::optional<std::int64_t> most_hands(db::Reader& reader, const NetworkId& network, const Meeting& meeting);

// ---- In words, in the language of the page ----

// "Sa., 5. Dezember, 18 bis 20:30 Uhr"; "Der Termin wird noch gesucht."
std::string when_text(const web::Context& context, const Meeting& meeting);
// "im Vereinshaus, Aue"
std::string place_text(const organisations::Register& entries, const Meeting& meeting);
// "Treffen des Netzwerks", "Treffen in Aue"
std::string kind_text(const web::Context& context, const organisations::Register& entries,
                      const Meeting& meeting);
// The same with the name of the group: "Arbeitsgruppe Wege"
std::string kind_text(const web::Context& context, db::Reader& reader, const Meeting& meeting);
// "25 Minuten", "1 Stunde 10 Minuten"
std::string minutes_text(const web::Context& context, std::int64_t minutes);
// "18:20" for each item on the agenda, from the beginning and the time boxes before it; empty where the
// meeting has no date, or an item before has no time box.
std::vector<std::string> times_of(const web::Context& context, const Meeting& meeting,
                                  const std::vector<AgendaItem>& agenda);

// Villages, clubs and people who are asked to come and to whom no mail goes, as far as this actor may see
// their names.
std::vector<std::string> names_without_mail(db::Reader& reader, const web::Context& context,
                                            const Meeting& meeting);

// ---- Rights. What one may not see is Err::missing. ----

// Reads meeting page, agenda and, when they are sent, minutes.
bool may_see(const web::Context& context, db::Reader& reader, const Meeting& meeting);
// Takes part: proposes matters, writes minutes, sees names. Of the network's meetings coordinators, lead
// editors and advisers; of a village's its editors and those of its organisations; of a group's its members.
bool may_write(const web::Context& context, db::Reader& reader, const Meeting& meeting);
// Takes on what is proposed, orders it and sets times: who leads, and the adviser.
bool may_edit_agenda(const web::Context& context, db::Reader& reader, const Meeting& meeting);
// Invites, begins, counts and closes: coordinators, and who edits the organisation that leads the meeting,
// the village or speaks for the group.
bool may_lead(const web::Context& context, db::Reader& reader, const Meeting& meeting);
// Villages for which this person votes: those whose lead editor they are.
std::vector<VillageId> voting_villages(const web::Actor& actor);

// ---- Writing: each in the caller's transaction ----

// The meeting as it is now; until the end of the transaction nobody else changes it, its agenda or who is
// there. Whoever opens or closes a vote, or casts one, asks here first.
std::optional<Meeting> lock_meeting(db::Tx& tx, const NetworkId& network, const MeetingId& id);

// Err::invalid with the fields.
Result<MeetingId> create(db::Tx& tx, const web::Context& context, const MeetingDraft& draft);
// The date on which it takes place. Who was invited already gets an update. Err::missing; Err::invalid
// (fields "tag", "beginn", "ende") for a time that summer time leaves out; Err::conflict when the meeting has
// begun or is off.
Result<Done> set_date(db::Tx& tx, const web::Context& context, const MeetingId& id, const LocalSpan& when);
// At the end of the agenda. `source` as in Matter, empty for what somebody enters. Err::missing, Err::invalid
// (fields "titel" …), Err::conflict if something of this source is on the agenda already.
Result<AgendaItemId> add_item(db::Tx& tx, const web::Context& context, const MeetingId& id,
                              const AgendaItemDraft& draft, ItemStatus status, std::string_view source = {});

// ---- What other features add ----

// Pages show the parts that are registered under these names (web::Part).
// The meeting's page, above the agenda: what there is to do or read now (date poll, vote, minutes);
// subject: the meeting's id.
inline constexpr std::string_view meeting_now_parts = "meeting-now";
// The same page, below the agenda: what came of it.
inline constexpr std::string_view meeting_page_parts = "meeting";
// Its page on the desk, buttons and notes above the agenda; subject: the meeting's id.
inline constexpr std::string_view meeting_desk_parts = "meeting-desk";
// Below each item on the meeting's page; subject: the item's id.
inline constexpr std::string_view agenda_item_parts = "meeting-item";
// Below the list of meetings: decisions, tasks, groups, experiences. No subject.
inline constexpr std::string_view meetings_list_parts = "meetings";

// What comes up for a meeting by itself: an open task, a decision to look at again.
struct Matter
{
    std::string key;       // the same for ever: "task:0190…"; kept with the item that is made of it
    std::string heading;   // title of the item: "Protokoll vom 3. März genehmigen"
    std::string text = {}; // why it comes up, plain
    std::string path = {}; // own path of what it is about
    ItemKind kind = ItemKind::discuss;
};

// Who brings them up; handed over in app/features.cpp.
struct AgendaSource
{
    int order = 0;
    // In the language of the context. Called for meetings that are planned or invited, and only for who edits
    // their agenda; what this actor may not see is missing.
    std::function<std::vector<Matter>(db::Reader&, const web::Context&, const Meeting&)> matters;
};

// What the minutes' page, their PDF and the letter say below an item besides its text: motions and results.
// Without names of people.
struct ItemLines
{
    int order = 0;
    // Items without any are missing.
    std::function<std::map<AgendaItemId, std::vector<std::string>>(db::Reader&, const web::Network&,
                                                                   i18n::Language, const Meeting&)>
        lines;
};

// Those of all, in their order.
std::map<AgendaItemId, std::vector<std::string>> lines_of(const std::vector<ItemLines>& sources,
                                                          db::Reader& reader, const web::Network& network,
                                                          i18n::Language language, const Meeting& meeting);

// ---- What is handed over in app/features.cpp ----

// Dates of a group's meetings for its calendar.
groups::CalendarSource group_calendar();

lineage::Kind lineage_kind();

// Empties who did something, where it was this account (accounts::AccountMentions).
void forget_account(db::Tx& tx, const NetworkId& network, const web::UserId& user);

} // namespace dorfnetz::meetings
