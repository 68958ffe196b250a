#include "features/meetings/documents.hpp"
#include "features/meetings/meetings_pages.hpp"
#include "features/meetings/ways_back.hpp"
#include "foundation/web/question.hpp"
#include "foundation/web/sent_back.hpp"

// Buttons for who tapped too early.
namespace dorfnetz::meetings {

namespace {

using web::Context;

constexpr std::string_view not_begun_end = "/doch-nicht-begonnen";
constexpr std::string_view takes_place_end = "/findet-statt";
constexpr std::string_view delete_end = "/loeschen";

Result<Meeting> led_meeting(const Context& context)
{
    return context.pool().read(
        [&](db::Reader& reader) { return meeting_for(context, reader, Needs::leading); });
}

web::FormSettings button_of(const Context& context, const Meeting& meeting, std::string_view end,
                            German label)
{
    return {.action = path_on_desk(meeting, end), .pattern = desk_pattern(end), .submit = context.t(label)};
}

Result<http::Response> post_not_begun(const Context& context, const Extensions& extensions)
{
    const auto meeting = TRY(led_meeting(context));
    TRY(write_for(context, Needs::leading, [&](db::Tx& tx, const Meeting& now) {
        return take_back_beginning(tx, context, now.id, extensions.before_taking_back);
    }));
    return web::redirect_with_notice(context, desk_path_of(meeting),
                                     "Zurückgenommen. Das Treffen hat noch nicht begonnen."_de);
}

Result<http::Response> post_takes_place(Context& context)
{
    const auto meeting = TRY(led_meeting(context));
    if (meeting.state == State::cancelled && !web::is_sure(context))
        return web::question_page(
            context,
            {.heading = context.t("Findet das Treffen doch statt?"_de),
             .what_happens = context.t(
                 meeting.invited_at
                     ? "Alle, die eingeladen sind, bekommen eine Mail, und im Kalender steht es wieder."_de
                     : "Eingeladen ist noch niemand. Es geht keine Mail hinaus."_de),
             .button = button_of(context, meeting, takes_place_end, "Ja, es findet statt"_de),
             .typed = {{"version", std::to_string(meeting.version)}},
             .back = desk_path_of(meeting),
             .crumbs = crumbs_of(context, meeting)});
    const auto done = write_for(context, Needs::leading, [&](db::Tx& tx, const Meeting& now) {
        return take_back_calling_off(tx, context, now.id, web::sent_version(context));
    });
    if (!done && done.error().kind != Err::stale)
        return done.error();
    return web::redirect_with_notice(context, desk_path_of(meeting),
                                     done ? "Das Treffen findet statt."_de : done.error().text);
}

// What goes along, so that nobody deletes more than they think.
std::string what_goes(const Context& context, db::Reader& reader, const Meeting& meeting)
{
    auto text = context.t("„{1}“ ist dann weg, ganz und gar."_de, {meeting.draft.title});
    if (const auto items = std::ssize(all_items_of(reader, context.network.id, meeting.id)); items > 0)
        text += ' ' + i18n::translate_count(context.language, "Auf der Tagesordnung steht ein Punkt."_de,
                                            "Auf der Tagesordnung stehen {1} Punkte."_de, items);
    if (const auto documents = std::ssize(documents_of(reader, context.network.id, meeting.id));
        documents > 0)
        text += ' ' + i18n::translate_count(context.language, "Eine Unterlage ist hochgeladen."_de,
                                            "{1} Unterlagen sind hochgeladen."_de, documents);
    return text;
}

Result<http::Response> post_delete(const Context& context, const Extensions& extensions)
{
    const auto meeting = TRY(led_meeting(context));
    if (was_never_announced(meeting) && !web::is_sure(context)) {
        auto button = button_of(context, meeting, delete_end, "Ja, löschen"_de);
        button.danger = true;
        return web::question_page(context, {.heading = context.t("Treffen löschen?"_de),
                                            .what_happens = context.pool().read([&](db::Reader& reader) {
                                                return what_goes(context, reader, meeting);
                                            }),
                                            .button = std::move(button),
                                            .back = desk_path_of(meeting),
                                            .crumbs = crumbs_of(context, meeting)});
    }
    TRY(write_for(context, Needs::leading, [&](db::Tx& tx, const Meeting& now) {
        return remove(tx, context, now.id, extensions.before_deleting);
    }));
    return web::redirect_with_notice(context, desk_path, "Das Treffen ist gelöscht."_de);
}

} // namespace

html::Safe draw_way_back(const Context& context, const Meeting& meeting)
{
    if (meeting.is_running())
        return web::draw_button(context,
                                button_of(context, meeting, not_begun_end, "Doch noch nicht begonnen"_de));
    const bool could_still_be = !meeting.ends_at || *meeting.ends_at > context.now();
    if (meeting.state == State::cancelled && could_still_be)
        return web::draw_button(context,
                                button_of(context, meeting, takes_place_end, "Findet doch statt"_de));
    return {};
}

html::Safe draw_delete_button(const Context& context, const Meeting& meeting)
{
    if (!was_never_announced(meeting))
        return {};
    auto button = button_of(context, meeting, delete_end, "Löschen"_de);
    button.plain = true;
    return web::draw_button(context, button);
}

void add_way_back_pages(web::Site& site, SharedExtensions extensions)
{
    const auto access = web::Access::signed_in();
    site.post(desk_pattern(not_begun_end), access,
              [extensions](Context& context) { return post_not_begun(context, *extensions); });
    site.post(desk_pattern(takes_place_end), access, post_takes_place);
    site.post(desk_pattern(delete_end), access,
              [extensions](Context& context) { return post_delete(context, *extensions); });
}

} // namespace dorfnetz::meetings
