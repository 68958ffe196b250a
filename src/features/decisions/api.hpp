#pragma once

#include "features/lineage/api.hpp"
#include "features/meetings/api.hpp"
#include "foundation/core/result.hpp"
#include "foundation/db/db.hpp"
#include "foundation/web/context.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Motions, votes with one vote for each village, and the register of decisions.
namespace dorfnetz::decisions {

using MotionId = Id<struct MotionTag>;
using meetings::AgendaItemId;
using meetings::Majority;
using meetings::MeetingId;
using meetings::OrganisationId;
using meetings::VillageId;

// How it is voted on.
enum class Way {
    open,    // everybody sees who voted how
    secret,  // counters only (docs/adr/0048)
    counted, // by hands or on paper; who leads types in the numbers
};

enum class State { draft, open, closed, withdrawn };

enum class Choice { yes, no, abstain };

enum class Outcome {
    none, // not closed yet
    adopted,
    rejected,
    no_quorum, // not enough villages were there, so nothing was decided
};

std::string_view to_text(Way way);
std::optional<Way> way_from_text(std::string_view text);
std::string_view to_text(State state);
std::optional<State> state_from_text(std::string_view text);
std::string_view to_text(Choice choice);
std::optional<Choice> choice_from_text(std::string_view text);
std::string_view to_text(Outcome outcome);
std::optional<Outcome> outcome_from_text(std::string_view text);

struct Counts
{
    std::int64_t yes = 0;
    std::int64_t no = 0;
    std::int64_t abstained = 0;

    std::int64_t cast() const { return yes + no + abstained; }

    bool operator==(const Counts&) const = default;
};

// Everything that its form can change, as long as it is a draft.
struct MotionDraft
{
    std::string title = {};
    std::string wording = {};                    // what is decided, word for word
    std::optional<OrganisationId> proposer = {}; // nothing: came up in the meeting
    Way way = Way::open;
    Majority majority = Majority::simple;
    std::optional<Date> review_on = {};
    bool is_example = false;

    bool operator==(const MotionDraft&) const = default;
};

struct Motion
{
    MotionId id = {};
    MeetingId meeting = {};
    meetings::Kind meeting_kind = meetings::Kind::network;
    AgendaItemId item = {};
    MotionDraft draft = {};
    State state = State::draft;
    std::optional<std::int64_t> year = {};
    std::optional<std::int64_t> number = {};
    // From closing on. The quorum only of the network's meetings.
    std::optional<Counts> counts = {};
    std::optional<meetings::Quorum> quorum = {};
    Outcome outcome = Outcome::none;
    std::string review_result = {};
    std::optional<Timestamp> reviewed_at = {};
    std::optional<web::UserId> created_by = {};
    Timestamp created_at = {};
    Timestamp updated_at = {};
    std::optional<Timestamp> opened_at = {};
    std::optional<Timestamp> closed_at = {};
    std::int64_t version = 1;

    // Adopted or rejected, and so in the register.
    bool is_decision() const { return number.has_value(); }
};

// "2026-7"; empty for what is no decision.
std::string name_of(const Motion& motion);
// "/beschluesse/2026-7"; empty for what is no decision.
std::string path_of(const Motion& motion);

// As others link to it (features/lineage).
inline constexpr std::string_view lineage_kind_key = "beschluss";
lineage::Record lineage_record(const MotionId& id);

std::optional<Motion> motion_by_id(db::Reader& reader, const NetworkId& network, const MotionId& id);
// In whatever state but withdrawn, in the order of the agenda.
std::vector<Motion> motions_of(db::Reader& reader, const NetworkId& network, const MeetingId& meeting);

// Motions and results stand below their matter in the minutes.
meetings::ItemLines item_lines();

// ---- Writing: each in the caller's transaction; rights are asked here ----

// A draft for a matter of the agenda, by whoever takes part in the meeting. Err::missing, Err::invalid with
// the fields, Err::conflict when the meeting is over.
Result<MotionId> propose(db::Tx& tx, const web::Context& context, const AgendaItemId& item,
                         const MotionDraft& draft);

// Empties who did something, where it was this account (accounts::AccountMentions).
void forget_account(db::Tx& tx, const NetworkId& network, const web::UserId& user);

} // namespace dorfnetz::decisions
