#include "features/tasks/feature.hpp"
#include "features/tasks/tasks_pages.hpp"
#include "features/tasks/tasks_store.hpp"
#include "features/tasks/viewing.hpp"
#include "foundation/core/text.hpp"

#include <algorithm>

// What meetings, groups and others show of tasks.
namespace dorfnetz::tasks {

namespace {

using meetings::Meeting;
using web::Context;

// Whether a meeting is of the same circle of people as the one in which the task was agreed. The network
// takes care of those that belong to nobody.
bool concerns(const Meeting& meeting, const Meeting* agreed_in, const Task& task)
{
    if (agreed_in)
        return agreed_in->draft.kind == meeting.draft.kind &&
               agreed_in->draft.village == meeting.draft.village &&
               agreed_in->draft.group == meeting.draft.group;
    if (task.draft.group)
        return meeting.draft.group == task.draft.group;
    return meeting.draft.kind == meetings::Kind::network;
}

meetings::Audience audience_of(const meetings::Meeting* agreed_in, const Task& task)
{
    if (agreed_in)
        return agreed_in->draft.audience;
    return task.draft.audience == Audience::public_ ? meetings::Audience::public_
                                                    : meetings::Audience::network;
}

std::string words_about(db::Reader& reader, const Context& context, View& view, const Task& task)
{
    // What comes onto an agenda is read by all who read that, whatever this actor may see.
    std::vector<std::string> words{
        public_owner(reader, context.network.id, context.language, task.draft.owner)};
    if (auto due = view.due(task); !due.empty())
        words.push_back(std::move(due));
    if (task.is_overdue(context.today()))
        words.push_back(context.t("überfällig"_de));
    return join(words, ", ");
}

std::vector<meetings::Matter> open_tasks(db::Reader& reader, const Context& context, const Meeting& meeting)
{
    std::vector<meetings::Matter> matters;
    View view(context, reader);
    for (const auto& task : store::list(reader, context.network.id, {.state = State::open}))
        if (concerns(meeting, view.meeting(task), task) && view.sees(task) &&
            meetings::may_be_read_by(audience_of(view.meeting(task), task), meeting.draft.audience))
            matters.push_back({.key = "task:" + task.id.text(),
                               .heading = context.t("Aufgabe: {1}"_de, {task.draft.title}),
                               .text = words_about(reader, context, view, task),
                               .path = path_of(task),
                               .kind = meetings::ItemKind::inform});
    return matters;
}

// Without names of people: these lines stand in minutes that everybody may read.
std::map<AgendaItemId, std::vector<std::string>> lines(db::Reader& reader, const web::Network& network,
                                                       i18n::Language language, const Meeting& meeting)
{
    std::map<AgendaItemId, std::vector<std::string>> lines;
    for (const auto& task : store::list(reader, network.id, {.meeting = meeting.id}))
        if (task.draft.item && task.state != State::dropped) {
            std::vector<std::string> words{public_owner(reader, network.id, language, task.draft.owner)};
            if (task.draft.due_on)
                words.push_back(due_text({language, network.time_zone}, *task.draft.due_on));
            lines[*task.draft.item].push_back(
                i18n::translate(language, "Aufgabe: {1} ({2})"_de, {task.draft.title, join(words, ", ")}));
        }
    return lines;
}

// The tasks that were agreed in a meeting, on its page.
html::Safe part_of_meeting(const Context& context, db::Reader& reader, std::string_view id)
{
    const auto meeting = meetings::meeting_by_id(reader, context.network.id, MeetingId{id});
    if (!meeting)
        return {};
    auto tasks = store::list(reader, context.network.id, {.meeting = meeting->id});
    // Those of one matter stand below it.
    std::erase_if(tasks, [](const Task& task) { return task.draft.item.has_value(); });
    const bool may_add = meetings::may_write(context, reader, *meeting);
    return draw_list(context, reader, tasks,
                     may_add ? std::string(new_path) + "?treffen=" + meeting->id.text() : std::string());
}

html::Safe part_of_item(const Context& context, db::Reader& reader, std::string_view id)
{
    const auto item = meetings::item_by_id(reader, context.network.id, AgendaItemId{id});
    const auto meeting =
        item ? meetings::meeting_by_id(reader, context.network.id, item->meeting) : std::nullopt;
    if (!meeting)
        return {};
    View view(context, reader);
    html::Page page;
    bool any = false;
    for (const auto& task : store::list(reader, context.network.id, {.meeting = meeting->id}))
        if (task.draft.item == item->id && view.sees(task)) {
            set_row(page.add("TASK"), context, view, task);
            any = true;
        }
    page.show_if(any, "ANY");
    // Tasks come up while a meeting runs and while its minutes are written.
    if (meeting->began_at && meetings::may_write(context, reader, *meeting)) {
        any = true;
        page.add("NEW").set("NEW_URL", context.url(std::string(new_path) + "?punkt=" + item->id.text()));
    }
    return any ? context.render("task_item", page) : html::Safe();
}

html::Safe part_of_group(const Context& context, db::Reader& reader, std::string_view id)
{
    const auto group = groups::group_by_id(reader, context.network.id, GroupId{id});
    if (!group)
        return {};
    auto tasks = store::list(reader, context.network.id, {.state = State::open, .group = group->id});
    const bool may_add = !group->has_ended() && (context.actor.is_coordinator() ||
                                                 groups::is_member(reader, context.network.id, group->id,
                                                                   context.actor, context.today()));
    return draw_list(context, reader, tasks,
                     may_add ? std::string(new_path) + "?gruppe=" + group->slug : std::string());
}

// Below the list of meetings: the way to all of them.
html::Safe part_of_list(const Context& context, db::Reader& reader, std::string_view)
{
    View view(context, reader);
    std::int64_t open = 0;
    std::int64_t late = 0;
    for (const auto& task : store::list(reader, context.network.id, {.state = State::open}))
        if (view.sees(task)) {
            ++open;
            late += task.is_overdue(context.today()) ? 1 : 0;
        }
    html::Page page;
    page.set("TASKS_URL", context.url(list_path))
        .set("COUNT_TEXT", open == 0 ? context.t("Gerade ist nichts offen."_de)
                                     : i18n::translate_count(context.language, "Eine Aufgabe ist offen."_de,
                                                             "{1} Aufgaben sind offen."_de, open));
    if (late > 0)
        page.add("LATE").set("LATE_TEXT", i18n::translate_count(context.language, "eine ist überfällig"_de,
                                                                "{1} sind überfällig"_de, late));
    return context.render("task_teaser", page);
}

} // namespace

meetings::AgendaSource agenda_source()
{
    return {.order = 20, .matters = open_tasks};
}

meetings::ItemLines item_lines()
{
    return {.order = 20, .lines = lines};
}

void add_parts(web::Site& site)
{
    site.add(web::Part{std::string(meetings::meeting_page_parts), 50, part_of_meeting});
    site.add(web::Part{std::string(meetings::agenda_item_parts), 50, part_of_item});
    site.add(web::Part{std::string(meetings::meetings_list_parts), 20, part_of_list});
    site.add(web::Part{std::string(groups::page_parts), 40, part_of_group});
}

} // namespace dorfnetz::tasks
