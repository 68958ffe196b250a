#include "features/tasks/viewing.hpp"

#include "features/tasks/tasks_store.hpp"
#include "foundation/web/page.hpp"

#include <charconv>

namespace dorfnetz::tasks {

namespace {

using web::Context;
using web::Role;

// Those who arrange things between clubs.
bool arranges(const web::Actor& actor)
{
    return actor.is_coordinator() || actor.has(Role::lead_editor) || actor.has(Role::adviser);
}

std::optional<std::int64_t> number_of(std::string_view text)
{
    std::int64_t number = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failed != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

// Two entries of one person may have been merged meanwhile.
std::optional<people::Person> person_now(db::Reader& reader, const NetworkId& network, const PersonId& id)
{
    return people::person_by_id(reader, network, people::entry_now(reader, network, id));
}

} // namespace

View::View(const Context& context, db::Reader& reader)
    : m_context(context), m_reader(reader), m_entries(organisations::shared_register(context, reader))
{
}

const meetings::Meeting* View::meeting(const Task& task)
{
    if (!task.draft.meeting)
        return nullptr;
    auto found = m_meetings.find(task.draft.meeting->text());
    if (found == m_meetings.end())
        found = m_meetings
                    .emplace(task.draft.meeting->text(),
                             meetings::meeting_by_id(m_reader, m_context.network.id, *task.draft.meeting))
                    .first;
    return found->second ? &*found->second : nullptr;
}

bool View::sees(const Task& task)
{
    if (const auto* agreed_in = meeting(task);
        agreed_in && meetings::may_see(m_context, m_reader, *agreed_in))
        return true;
    if (!task.draft.meeting && (task.draft.audience == Audience::public_ || m_context.actor.signed_in()))
        return true;
    return may_edit(task);
}

bool View::may_edit(const Task& task)
{
    const auto& actor = m_context.actor;
    if (!actor.signed_in())
        return false;
    if (actor.is_coordinator() ||
        (task.created_by == actor.user && may_give(m_context, m_reader, task.draft)))
        return true;
    if (const auto* agreed_in = meeting(task);
        agreed_in && meetings::may_write(m_context, m_reader, *agreed_in))
        return true;
    if (task.draft.group &&
        groups::is_member(m_reader, m_context.network.id, *task.draft.group, actor, m_context.today()))
        return true;
    const auto* entry = organisation(task);
    return entry && organisations::may_edit(actor, entry->id, entry->villages);
}

const organisations::Entry* View::organisation(const Task& task) const
{
    const auto* owner = std::get_if<OrganisationId>(&task.draft.owner);
    return owner ? m_entries->known_to(m_context.actor, *owner) : nullptr;
}

std::string View::owner(const Task& task)
{
    if (const auto* entry = organisation(task))
        return entry->name;
    const auto* id = std::get_if<PersonId>(&task.draft.owner);
    const auto person = id ? person_now(m_reader, m_context.network.id, *id) : std::nullopt;
    if (person && people::may_see(m_context.actor, *person))
        return person->data.name();
    return public_owner(m_reader, m_context.network.id, m_context.language, task.draft.owner);
}

std::string View::due(const Task& task) const
{
    return task.draft.due_on ? due_text(m_context.region(), *task.draft.due_on) : std::string();
}

std::string public_owner(db::Reader& reader, const NetworkId& network, i18n::Language language,
                         const Owner& owner)
{
    if (const auto* id = std::get_if<OrganisationId>(&owner)) {
        auto name = organisations::public_name(reader, network, *id);
        return name.empty() ? i18n::translate(language, "jemand aus dem Netzwerk"_de) : name;
    }
    const auto* id = std::get_if<PersonId>(&owner);
    const auto person = id ? person_now(reader, network, *id) : std::nullopt;
    // That somebody is in the register is said of nobody who has not agreed.
    if (!person || person->is_locked())
        return i18n::translate(language, "noch niemand"_de);
    const auto village =
        person->data.village ? villages::village_by_id(reader, network, *person->data.village) : std::nullopt;
    return village ? i18n::translate(language, "jemand aus {1}"_de, {village->name})
                   : i18n::translate(language, "jemand aus dem Netzwerk"_de);
}

std::string due_text(const i18n::Region& region, Date due)
{
    return i18n::translate(region.language, "bis {1}"_de,
                           {i18n::format_date(region, due, i18n::DateStyle::weekday)});
}

Result<Task> visible_task(const Context& context, db::Reader& reader)
{
    const auto number = number_of(context.parameter("number"));
    auto task = number ? store::by_number(reader, context.network.id, *number) : std::nullopt;
    if (!task || !View(context, reader).sees(*task))
        return Error{.kind = Err::missing};
    return *std::move(task);
}

Result<Task> editable_task(const Context& context, db::Reader& reader)
{
    auto task = task_by_id(reader, context.network.id, TaskId{context.parameter("id")});
    if (!task || !View(context, reader).may_edit(*task))
        return Error{.kind = Err::missing};
    return *std::move(task);
}

Result<Done> may_give(const Context& context, db::Reader& reader, const TaskDraft& draft)
{
    const auto& network = context.network.id;
    const auto& actor = context.actor;
    if (draft.meeting) {
        const auto meeting = meetings::meeting_by_id(reader, network, *draft.meeting);
        if (!meeting || !meetings::may_write(context, reader, *meeting))
            return Error{.kind = Err::missing};
        return Done{};
    }
    if (draft.group) {
        if (!actor.is_coordinator() &&
            !groups::is_member(reader, network, *draft.group, actor, context.today()))
            return Error{.kind = Err::missing};
        return Done{};
    }
    if (arranges(actor))
        return Done{};
    const auto* owner = std::get_if<OrganisationId>(&draft.owner);
    const auto entries = organisations::shared_register(context, reader);
    const auto* entry = owner ? entries->entry(*owner) : nullptr;
    if (entry && organisations::may_edit(actor, *owner, entry->villages))
        return Done{};
    return Error{.kind = Err::invalid,
                 .text = "Bitte prüf deine Angaben."_de,
                 .fields = {{"verein", "Wähl einen Verein, für den du schreibst."_de}}};
}

void set_row(html::Values row, const Context& context, View& view, const Task& task)
{
    row.set("TITLE", task.draft.title)
        .set("TASK_URL", context.url(path_of(task)))
        .set("OWNER", view.owner(task))
        .show_if(task.is_overdue(context.today()), "LATE")
        .show_if(task.state == State::done, "DONE")
        .show_if(task.state == State::dropped, "DROPPED")
        .show_if(organisations::needs_example_tag(task.draft.is_example, task.draft.title), "EXAMPLE");
    if (const auto due = view.due(task); !due.empty() && task.is_open())
        row.add("DUE").set("DUE_TEXT", due);
}

html::Safe draw_list(const Context& context, db::Reader& reader, const std::vector<Task>& tasks,
                     std::string_view form)
{
    View view(context, reader);
    html::Page page;
    bool any = false;
    for (const auto& task : tasks)
        if (view.sees(task)) {
            set_row(page.add("TASK"), context, view, task);
            any = true;
        }
    if (!any && form.empty())
        return {};
    page.show_if(any, "ANY");
    if (!form.empty())
        page.add("NEW").set("NEW_URL", context.url(form));
    return context.render("task_part", page);
}

} // namespace dorfnetz::tasks
