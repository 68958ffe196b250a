#pragma once

#include "features/groups/api.hpp"
#include "features/lineage/api.hpp"
#include "features/meetings/api.hpp"
#include "features/people/api.hpp"
#include "foundation/core/result.hpp"
#include "foundation/db/db.hpp"
#include "foundation/web/context.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

// Who does what until when, as it was agreed.
namespace dorfnetz::tasks {

using TaskId = Id<struct TaskTag>;
using groups::GroupId;
using meetings::AgendaItemId;
using meetings::MeetingId;
using organisations::OrganisationId;
using people::PersonId;

enum class State { open, done, dropped };

std::string_view to_text(State state);
std::optional<State> state_from_text(std::string_view text);

// Who sees a task without a meeting; of a meeting's task the meeting says it.
enum class Audience {
    public_,
    network, // whoever is signed in
};

std::string_view to_text(Audience audience);
std::optional<Audience> audience_from_text(std::string_view text);

// Nobody yet, an organisation, or somebody of the register of people.
using Owner = std::variant<std::monostate, OrganisationId, PersonId>;

// Everything that its form can change.
struct TaskDraft
{
    std::string title = {};
    std::string text = {}; // Markdown
    Owner owner = {};
    std::optional<Date> due_on = {};
    Audience audience = Audience::public_;
    std::optional<MeetingId> meeting = {}; // in which it was agreed
    std::optional<AgendaItemId> item = {}; // of that meeting
    std::optional<GroupId> group = {};     // whose it is
    bool is_example = false;

    bool operator==(const TaskDraft&) const = default;
};

struct Task
{
    TaskId id = {};
    std::int64_t number = 0;
    TaskDraft draft = {};
    State state = State::open;
    std::string outcome = {}; // what came of it, or why it takes longer
    std::optional<web::UserId> created_by = {};
    Timestamp created_at = {};
    Timestamp updated_at = {};
    std::optional<Timestamp> settled_at = {};
    std::optional<Date> told_soon_for = {};
    std::optional<Date> told_late_on = {};
    std::int64_t version = 1;

    bool is_open() const { return state == State::open; }

    bool is_overdue(Date today) const { return is_open() && draft.due_on && *draft.due_on < today; }
};

// "/aufgaben/12"
std::string path_of(const Task& task);

// As others link to it (features/lineage).
inline constexpr std::string_view lineage_kind_key = "aufgabe";
lineage::Record lineage_record(const TaskId& id);

std::optional<Task> task_by_id(db::Reader& reader, const NetworkId& network, const TaskId& id);

// In the caller's transaction. Err::invalid (field "titel"), Err::missing for a meeting or an owner that is
// not there.
Result<TaskId> create(db::Tx& tx, const web::Context& context, const TaskDraft& draft);

// Done, dropped, or open again, with a word about it. Err::missing; Err::conflict if it is so already.
Result<Done> settle(db::Tx& tx, const web::Context& context, const TaskId& id, State state,
                    std::string_view outcome);
// Whether there are any.
bool has_tasks(db::Reader& reader, const NetworkId& network);
// What was agreed stands below its matter in the minutes.
meetings::ItemLines item_lines();

// Empties who did something, where it was this account (accounts::AccountMentions).
void forget_account(db::Tx& tx, const NetworkId& network, const web::UserId& user);
// What somebody of the register is to do; put together in operations/erasures.cpp.
people::Elsewhere kept_tasks();

} // namespace dorfnetz::tasks
