#include "features/groups/groups_pages.hpp"
#include "features/groups/groups_store.hpp"
#include "foundation/web/share.hpp"

#include <algorithm>

// What everybody sees of the groups; members see more on the same pages.
namespace dorfnetz::groups {

namespace {

using web::Context;

constexpr std::string_view show_pattern = "/arbeitsgruppen/{slug}";
constexpr std::string_view text_pattern = "/arbeitsgruppen/{slug}/seiten/{seite}";
constexpr std::string_view join_end = "/mitmachen";
constexpr std::string_view leave_end = "/verlassen";

std::string pattern_with(std::string_view end)
{
    return std::string(show_pattern) + std::string(end);
}

std::vector<web::Crumb> crumbs(const Context& context)
{
    return {{context.t("Arbeitsgruppen"_de), std::string(list_path)}};
}

template <class Where>
void show_villages(Where& where, const Context& context, const organisations::Register& entries,
                   const Group& group)
{
    for (const auto& id : group.draft.villages)
        if (const auto* village = entries.village(id))
            where.add("VILLAGE")
                .set("VILLAGE_NAME", village->name)
                .set("VILLAGE_URL", context.url("/doerfer/" + village->slug));
    where.show_if(group.draft.villages.empty(), "ALL_VILLAGES");
}

// ---- The list ----

void show_entry(html::Values entry, const Context& context, const organisations::Register& entries,
                const Group& group)
{
    entry.set("NAME", group.draft.title)
        .set("SUMMARY", group.draft.summary)
        .set("GROUP_URL", context.url(path_of(group)))
        .show_if(group.has_ended(), "ENDED")
        .show_if(!group.has_ended() && group.draft.is_open, "OPEN")
        .show_if(organisations::needs_example_tag(group.draft.is_example, group.draft.title), "EXAMPLE");
    show_villages(entry, context, entries, group);
}

Result<http::Response> show_list(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto entries = organisations::shared_register(context, reader);
        const auto groups = groups_of(reader, context.network.id);
        html::Page page;
        page.set("PEOPLE_ICON", web::icon("people")).show_if(groups.empty(), "NOTHING");
        if (context.actor.is_coordinator() || context.actor.has(web::Role::lead_editor))
            page.add("NEW").set("NEW_URL", context.url(std::string(desk_path) + "/neu"));
        for (const auto& group : groups)
            show_entry(page.add("ENTRY"), context, *entries, group);
        return web::page(
            context,
            {.title = context.t("Arbeitsgruppen"_de),
             .description = context.t("Wer über Dorfgrenzen hinweg an einer Sache dranbleibt."_de)},
            context.render("group_list", page));
    });
}

// ---- One group ----

std::string duty_text(const Context& context, Duty duty)
{
    return duty == Duty::speaker ? context.t("spricht für die Gruppe"_de) : std::string();
}

void show_members(html::Page& page, const Context& context, const ShownMembers& members)
{
    if (members.organisations.empty() && members.people.empty() && members.others == 0)
        return;
    auto block = page.add("MEMBERS");
    for (const auto& organisation : members.organisations) {
        auto line = block.add("MEMBER");
        if (organisation.path.empty())
            line.add("PLAIN").set("NAME", organisation.name);
        else
            line.add("LINKED")
                .set("NAME", organisation.name)
                .set("ENTRY_URL", context.url(organisation.path));
        if (const auto text = duty_text(context, organisation.duty); !text.empty())
            line.add("DUTY").set("DUTY_TEXT", text);
    }
    for (const auto& person : members.people) {
        auto line = block.add("MEMBER");
        line.add("PLAIN").set("NAME", person.name);
        if (const auto text = duty_text(context, person.duty); !text.empty())
            line.add("DUTY").set("DUTY_TEXT", text);
    }
    if (members.others > 0)
        block.add("OTHERS").set(
            "OTHERS_TEXT",
            i18n::translate_count(context.language, "und jemand, der hier nicht genannt wird"_de,
                                  "und {1} Menschen, die hier nicht genannt werden"_de, members.others));
}

bool is_in_by_own_account(const Context& context, db::Reader& reader, const Group& group)
{
    const auto mine = store::memberships_of_account(reader, context.network.id, context.actor.user);
    return std::any_of(mine.begin(), mine.end(),
                       [&](const Member& member) { return member.group == group.id; });
}

html::Safe button(const Context& context, const Group& group, std::string_view end, German label, bool plain)
{
    return web::draw_button(context, {.action = path_of(group) + std::string(end),
                                      .pattern = pattern_with(end),
                                      .submit = context.t(label),
                                      .plain = plain});
}

// How one joins, or leaves again.
void show_joining(html::Page& page, const Context& context, db::Reader& reader, const Group& group,
                  const ShownMembers& members)
{
    if (group.has_ended())
        return;
    if (context.actor.signed_in() && is_in_by_own_account(context, reader, group)) {
        page.add("LEAVE").set("LEAVE_BUTTON",
                              button(context, group, leave_end, "Ich höre in der Gruppe auf"_de, true));
        return;
    }
    if (!group.draft.is_open)
        return;
    auto join = page.add("JOIN");
    if (context.actor.signed_in()) {
        join.add("BUTTON").set("JOIN_BUTTON", button(context, group, join_end, "Ich mache mit"_de, false));
        return;
    }
    // Whoever speaks for the group hears of it first.
    std::string path = "/kontakt";
    for (const auto& organisation : members.organisations)
        if (!organisation.message_path.empty()) {
            path = organisation.message_path;
            break;
        }
    join.add("WRITE").set("WRITE_URL", context.url(path)).set("WRITE_ICON", web::icon("mail"));
}

void show_texts(html::Page& page, const Context& context, db::Reader& reader, const Group& group)
{
    const bool inside = may_look_inside(context, reader, group);
    std::optional<html::Values> block;
    for (const auto& text : store::pages_of(reader, context.network.id, group.id)) {
        if (text.draft.audience == Audience::members && !inside)
            continue;
        if (!block)
            block = page.add("TEXTS");
        block->add("TEXT")
            .set("TEXT_URL", context.url(path_of(group) + "/seiten/" + text.slug))
            .set("TEXT_TITLE", text.draft.title)
            .show_if(text.draft.audience == Audience::members, "INSIDE");
    }
}

web::Shared shared_page(const Group& group)
{
    return {.title = group.draft.title, .path = path_of(group), .lead = group.draft.summary};
}

Result<http::Response> show_group(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto group = TRY(group_of_address(context, reader));
        const auto entries = organisations::shared_register(context, reader);
        const auto members = shown_members(context, reader, group);
        html::Page page;
        page.set("TITLE", group.draft.title)
            .set("AIMS", html::markdown(group.draft.aims))
            .set("PARTS", context.site.parts(page_parts, context, reader, group.id.text()))
            .set("SHARE", web::share_row(context, shared_page(group)))
            .set("MEMBER_CALENDAR", draw_member_calendar(context, reader, group))
            .show_if(organisations::needs_example_tag(group.draft.is_example, group.draft.title), "EXAMPLE");
        if (!group.draft.summary.empty())
            page.add("LEAD").set("LEAD_TEXT", group.draft.summary);
        if (group.has_ended())
            page.add("ENDED")
                .set("INFO_ICON", web::icon("info"))
                .set("ENDED_TEXT", context.t("Diese Gruppe hat am {1} aufgehört."_de,
                                             {i18n::format_date(context.region(), *group.ended_on,
                                                                i18n::DateStyle::plain)}));
        show_villages(page, context, *entries, group);
        show_texts(page, context, reader, group);
        show_members(page, context, members);
        show_joining(page, context, reader, group, members);
        if (!group.has_ended())
            page.add("CALENDAR")
                .set("CALENDAR_URL", context.url(path_of(group) + "/termine.ics"))
                .set("CALENDAR_ICON", web::icon("calendar"));
        if (may_edit(context, reader, group))
            page.add("EDIT")
                .set("EDIT_URL", context.url(desk_path_of(group)))
                .set("EDIT_ICON", web::icon("edit"));
        return web::page(
            context,
            {.title = group.draft.title, .description = group.draft.summary, .crumbs = crumbs(context)},
            context.render("group_show", page));
    });
}

Result<http::Response> show_poster(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        return web::poster_page(context, shared_page(TRY(group_of_address(context, reader))),
                                crumbs(context));
    });
}

Result<http::Response> show_text(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto group = TRY(group_of_address(context, reader));
        const auto text =
            store::page_by_slug(reader, context.network.id, group.id, context.parameter("seite"));
        const bool inside = text && text->draft.audience == Audience::members;
        if (!text || (inside && !may_look_inside(context, reader, group)))
            return Error{.kind = Err::missing};
        auto path = crumbs(context);
        path.push_back({group.draft.title, path_of(group)});
        html::Page page;
        page.set("TITLE", text->draft.title)
            .set("BODY", html::markdown(text->draft.text))
            .show_if(inside, "INSIDE");
        if (may_edit(context, reader, group))
            page.add("EDIT")
                .set("EDIT_URL", context.url(desk_path_of(group, "/seiten/" + text->slug)))
                .set("EDIT_ICON", web::icon("edit"));
        return web::page(context, {.title = text->draft.title, .crumbs = std::move(path), .index = !inside},
                         context.render("group_text", page));
    });
}

// ---- Joining and leaving with one's own account ----

Result<Group> join_here(const Context& context, db::Tx& tx)
{
    auto group = TRY(group_of_address(context, tx));
    if (!group.draft.is_open)
        return Error{.kind = Err::missing};
    TRY(add_member(tx, context.network.id, group.id, context.actor.user, Duty::member,
                   organisations::author_of(context)));
    record_act(tx, context, Act::joined, group, context.actor.user);
    return group;
}

Result<Group> leave_here(const Context& context, db::Tx& tx)
{
    auto group = TRY(group_of_address(context, tx));
    for (const auto& member : store::memberships_of_account(tx, context.network.id, context.actor.user))
        if (member.group == group.id) {
            TRY(remove_member(tx, context.network.id, member.id));
            record_act(tx, context, Act::left, group, member.who);
        }
    return group;
}

Result<http::Response> post_join(Context& context)
{
    const auto group =
        TRY(context.pool().write(context.scope(), [&](db::Tx& tx) { return join_here(context, tx); }));
    return web::redirect_with_notice(context, path_of(group), "Du bist dabei. Schön."_de);
}

Result<http::Response> post_leave(Context& context)
{
    const auto group =
        TRY(context.pool().write(context.scope(), [&](db::Tx& tx) { return leave_here(context, tx); }));
    return web::redirect_with_notice(context, path_of(group), "Du bist nicht mehr in der Gruppe."_de);
}

} // namespace

html::Safe show_teaser(const Context& context, db::Reader& reader, std::string_view)
{
    html::Page page;
    page.set("LIST_URL", context.url(list_path));
    bool is_empty = true;
    for (const auto& group : groups_of(reader, context.network.id)) {
        if (group.has_ended())
            continue;
        is_empty = false;
        page.add("GROUP").set("GROUP_URL", context.url(path_of(group))).set("NAME", group.draft.title);
    }
    if (is_empty && !context.actor.signed_in())
        return {};
    page.show_if(is_empty, "NOTHING");
    return context.render("group_teaser", page);
}

void add_public_pages(web::Site& site)
{
    site.page(std::string(list_path), show_list);
    site.page(std::string(show_pattern), show_group, example_of());
    site.page(pattern_with(web::poster_end), show_poster, example_of(std::string(web::poster_end)));
    site.page(std::string(text_pattern), show_text,
              [](db::Reader& reader, const web::Network& network) -> std::vector<std::string> {
                  for (const auto& group : groups_of(reader, network.id))
                      for (const auto& text : store::pages_of(reader, network.id, group.id))
                          if (text.draft.audience == Audience::everybody)
                              return {path_of(group) + "/seiten/" + text.slug};
                  return {};
              });
    site.post(pattern_with(join_end), web::Access::signed_in(), post_join);
    site.post(pattern_with(leave_end), web::Access::signed_in(), post_leave);
}

} // namespace dorfnetz::groups
