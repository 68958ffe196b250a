#include "accounts/desk.hpp"
#include "features/meetings/meeting_form.hpp"
#include "features/meetings/meetings_pages.hpp"

#include <algorithm>

// The list of meetings, for everybody and on the desk.
namespace dorfnetz::meetings {

namespace {

using web::Context;

constexpr std::int64_t past_shown = 20;

enum class LeadsTo { public_page, desk };

void show_row(html::Page& page, const Context& context, db::Reader& reader, const Meeting& meeting,
              LeadsTo where)
{
    const auto entries = organisations::shared_register(context, reader);
    auto row = page.add("ROW");
    row.set("TITLE", meeting.draft.title)
        .set("MEETING_URL", context.url(where == LeadsTo::desk ? desk_path_of(meeting) : path_of(meeting)))
        .set("WHEN", when_text(context, meeting))
        .set("KIND", kind_text(context, reader, meeting))
        .show_if(meeting.state == State::planning, "PLANNING")
        .show_if(meeting.is_running(), "RUNNING")
        .show_if(meeting.state == State::cancelled, "OFF")
        .show_if(organisations::needs_example_tag(meeting.draft.is_example, meeting.draft.title), "EXAMPLE");
    if (meeting.draft.when) {
        const auto day = calendar::date_of(meeting.draft.when->begin);
        const auto text = i18n::format_date(context.region(), day, i18n::DateStyle::weekday);
        row.set("DAY", static_cast<unsigned>(day.day())).set("WEEKDAY", text.substr(0, text.find(',')));
    } else {
        row.set("DAY", "?").set("WEEKDAY", "");
    }
    if (const auto place = place_text(*entries, meeting); !place.empty())
        row.add("WHERE").set("PLACE", place);
}

// Nothing if none of them is shown.
template <class Shown>
html::Safe draw_rows(const Context& context, db::Reader& reader, const std::vector<Meeting>& meetings,
                     LeadsTo where, Shown&& is_shown)
{
    html::Page page;
    bool any = false;
    for (const auto& meeting : meetings)
        if (is_shown(meeting)) {
            show_row(page, context, reader, meeting, where);
            any = true;
        }
    return any ? context.render("meeting_rows", page) : html::Safe();
}

template <class Shown>
void show_lists(html::Page& page, const Context& context, db::Reader& reader, LeadsTo where, Shown&& is_shown)
{
    // Nobody has to begin or end a meeting on the screen for its day to pass.
    std::vector<Meeting> ahead;
    std::vector<Meeting> over;
    for (auto& meeting : coming_meetings(reader, context.network.id)) {
        const bool is_over = !meeting.is_running() && meeting.ends_at && *meeting.ends_at < context.now();
        (is_over ? over : ahead).push_back(std::move(meeting));
    }
    std::ranges::reverse(over); // the latest first, as in those that were held
    for (auto& meeting : past_meetings(reader, context.network.id, past_shown))
        over.push_back(std::move(meeting));
    const auto coming = draw_rows(context, reader, ahead, where, is_shown);
    const auto past = draw_rows(context, reader, over, where, is_shown);
    page.show_if(coming.empty(), "NOTHING").set("COMING", coming);
    if (!past.empty())
        page.add("BEFORE").set("PAST", past);
}

Result<http::Response> show_list(Context& context)
{
    html::Page page;
    context.pool().read([&](db::Reader& reader) {
        show_lists(page, context, reader, LeadsTo::public_page,
                   [&](const Meeting& meeting) { return may_see(context, reader, meeting); });
        page.set("PARTS", context.site.parts(meetings_list_parts, context, reader));
    });
    return web::page(context, {.title = context.t("Treffen und Beschlüsse"_de)},
                     context.render("meeting_list", page));
}

Result<http::Response> show_desk(Context& context)
{
    html::Page page;
    context.pool().read([&](db::Reader& reader) {
        show_lists(page, context, reader, LeadsTo::desk,
                   [&](const Meeting& meeting) { return may_write(context, reader, meeting); });
        if (!form_ground(context, reader).kinds.empty())
            page.add("NEW").set("NEW_URL", context.url(new_path));
    });
    return web::page(context,
                     {.title = context.t("Treffen"_de),
                      .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"}},
                      .index = false},
                     context.render("meeting_desk_list", page));
}

} // namespace

void add_list_pages(web::Site& site)
{
    site.page("/treffen", show_list);
    site.get(std::string(desk_path), web::Access::signed_in(), show_desk);
    site.add(web::NavigationEntry{web::NavigationEntry::Where::foot, 40, "/treffen",
                                  "Treffen und Beschlüsse"_de, web::Access::everyone()});
    site.add(web::NavigationEntry{web::NavigationEntry::Where::desk, 100, std::string(desk_path),
                                  "Treffen"_de, web::Access::signed_in(), accounts::desk_group::together});
}

} // namespace dorfnetz::meetings
