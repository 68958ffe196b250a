#include "features/groups/groups_pages.hpp"
#include "features/groups/member_calendars.hpp"
#include "foundation/web/share.hpp"

// The calendar of a group, for programs that fetch it again and again: one for everybody, and for each member
// who wants it one with what is not public.
namespace dorfnetz::groups {

namespace {

using web::Context;

constexpr std::string_view wish_pattern = "/arbeitsgruppen/{slug}/kalender";
constexpr std::string_view wish = "was";
constexpr std::string_view to_begin = "anlegen";
constexpr std::string_view to_end = "beenden";

http::Response draw_file(const Context& context, db::Reader& reader, const Group& group, Audience audience,
                         const std::vector<CalendarSource>& sources)
{
    calendar::Writing file({.name = group.draft.title, .url = context.absolute_url(path_of(group))});
    for (const auto& source : sources)
        for (const auto& event : source.events(context, reader, group.id, audience))
            file.add(event);
    return web::download(file.take(), "text/calendar; charset=utf-8", group.slug + ".ics");
}

Result<http::Response> show_calendar(const Context& context, const std::vector<CalendarSource>& sources)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        return draw_file(context, reader, TRY(group_of_address(context, reader)), Audience::everybody,
                         sources);
    });
}

Result<http::Response> show_member_calendar(const Context& context,
                                            const std::vector<CalendarSource>& sources)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto calendar = calendar_at(reader, context, context.parameter("token"));
        const auto group = calendar ? group_by_id(reader, context.network.id, calendar->group) : std::nullopt;
        if (!group)
            return Error{.kind = Err::missing};
        return draw_file(context, reader, *group, Audience::members, sources);
    });
}

bool may_have_one(const Context& context, db::Reader& reader, const Group& group)
{
    return !group.has_ended() &&
           is_member(reader, context.network.id, group.id, context.actor, context.today());
}

Result<Group> carry_out_wish(const Context& context, db::Tx& tx, bool ends)
{
    auto group = TRY(group_of_address(context, tx));
    if (!may_have_one(context, tx, group))
        return Error{.kind = Err::missing};
    if (ends)
        end_calendar(tx, context.network.id, group.id, context.actor.user);
    else
        begin_calendar(tx, context, group.id, context.actor.user);
    return group;
}

Result<http::Response> post_wish(Context& context)
{
    const bool ends = context.form.text(wish) == to_end;
    const auto group = TRY(
        context.pool().write(context.scope(), [&](db::Tx& tx) { return carry_out_wish(context, tx, ends); }));
    return web::redirect_with_notice(
        context, path_of(group),
        ends ? "Die Adresse deines Kalenders gilt nicht mehr."_de
             : "Dein Kalender der Gruppe hat jetzt eine Adresse. Sie steht auf dieser Seite."_de);
}

html::Safe draw_wish(const Context& context, const Group& group, std::string_view what, std::string label)
{
    return web::draw_button(context,
                            {.action = path_of(group) + "/kalender",
                             .pattern = std::string(wish_pattern),
                             .submit = std::move(label),
                             .plain = true},
                            {{std::string(wish), std::string(what)}});
}

} // namespace

html::Safe draw_member_calendar(const Context& context, db::Reader& reader, const Group& group)
{
    if (!context.actor.signed_in() || !may_have_one(context, reader, group))
        return {};
    const auto calendar = calendar_of(reader, context.network.id, group.id, context.actor.user);
    html::Page part;
    if (!calendar) {
        part.add("NONE").set("BEGIN_BUTTON",
                             draw_wish(context, group, to_begin, context.t("Meinen Kalender anlegen"_de)));
        return context.render("group_calendar", part);
    }
    part.add("SOME").set(
        "ADDRESS",
        web::calendar_address(context, path_of(context, *calendar),
                              draw_wish(context, group, to_end, context.t("Adresse beenden"_de)), false));
    return context.render("group_calendar", part);
}

void add_calendar_pages(web::Site& site, const std::vector<CalendarSource>& sources)
{
    site.page(
        "/arbeitsgruppen/{slug}/termine.ics",
        [sources](Context& context) { return show_calendar(context, sources); }, example_of("/termine.ics"));
    site.get(std::string(member_calendar_pattern), web::Access::everyone(),
             [sources](Context& context) { return show_member_calendar(context, sources); });
    site.post(std::string(wish_pattern), web::Access::signed_in(), post_wish);
}

} // namespace dorfnetz::groups
