#include "features/activities/need_form.hpp"
#include "features/activities/need_pages.hpp"
#include "features/activities/needs_store.hpp"
#include "foundation/web/question.hpp"

// When somebody or something is needed: more shifts of a role, and each of them.
namespace dorfnetz::activities {

namespace {

using web::Context;
using web::FormValues;

constexpr std::string_view more_pattern = "/redaktion/termine/{id}/bedarf/{bedarf}/zeiten";
constexpr std::string_view time_pattern = "/redaktion/termine/{id}/zeiten/{zeit}";
constexpr std::string_view remove_time_pattern = "/redaktion/termine/{id}/zeiten/{zeit}/loeschen";

http::Response form_page(const Context& context, const NeedOfActivity& found, const std::string& heading,
                         const html::Safe& form, const SentBack& back, const html::Safe& remove = {})
{
    html::Page page;
    page.set("HEADING", heading).set("TITLE", found.need.draft.title).set("REMOVE", remove).set("FORM", form);
    show_refused(page, context, back.refused);
    auto crumbs = crumbs_of(context, found.activity);
    crumbs.push_back({context.t("Was gebraucht wird"_de), needs_path(found.activity.id)});
    crumbs.push_back({found.need.draft.title, need_path(found.need)});
    return web::page(context, {.title = heading, .crumbs = std::move(crumbs), .index = false},
                     context.render("time_form", page), web::status_of(back));
}

// ---- More of them ----

http::Response more_page(const Context& context, const NeedOfActivity& found, const SentBack& back)
{
    return form_page(
        context, found, context.t("Schichten dazu"_de),
        web::draw_form(context,
                       {.action = need_path(found.need) + "/zeiten",
                        .pattern = std::string(more_pattern),
                        .submit = context.t("Anlegen"_de),
                        .cancel = need_path(found.need)},
                       time_fields(context, found.activity.draft, found.need.draft.kind, Times::several),
                       back.values, back.errors),
        back);
}

Result<NeedOfActivity> editable_role(const Context& context, db::Reader& reader)
{
    auto found = TRY(editable_need(context, reader));
    if (found.need.draft.kind != NeedKind::role)
        return Error{.kind = Err::missing};
    return found;
}

Result<http::Response> show_more(Context& context)
{
    const auto found =
        TRY(context.pool().read([&](db::Reader& reader) { return editable_role(context, reader); }));
    const auto& like = found.times.front();
    FormValues values;
    values.set("mindestens", std::to_string(like.least)).set("hoechstens", std::to_string(like.most));
    return more_page(context, found, {.values = std::move(values)});
}

Result<http::Response> post_more(Context& context)
{
    const auto found =
        TRY(context.pool().read([&](db::Reader& reader) { return editable_role(context, reader); }));
    auto sent = web::read_form(
        context, time_fields(context, found.activity.draft, found.need.draft.kind, Times::several));
    const auto times = times_from(sent.values, found.activity.draft, found.need.draft.kind, sent.errors);
    if (!sent.ok())
        return more_page(context, found, {.values = sent.values, .errors = sent.errors});
    const auto added = write_editable(context, [&](db::Tx& tx) {
        return add_times(tx, context.network, found.need.id, times, organisations::author_of(context));
    });
    if (added)
        return web::redirect_with_notice(context, need_path(found.need), "Gespeichert."_de);
    if (added.error().kind == Err::missing)
        return added.error();
    return more_page(context, found, sent_back(sent.values, added.error()));
}

// ---- One of them ----

struct EditableTime
{
    NeedOfActivity of;
    NeedTime time;
};

Result<EditableTime> editable_time(const Context& context, db::Reader& reader)
{
    auto activity = TRY(editable(context, reader));
    auto time = store::need_time(reader, context.network.id, NeedTimeId{context.parameter("zeit")});
    if (!time || time->is_withdrawn)
        return Error{.kind = Err::missing};
    return EditableTime{.of = TRY(need_in(context, reader, std::move(activity), time->need)),
                        .time = *std::move(time)};
}

http::Response time_page(const Context& context, const EditableTime& found, const SentBack& back)
{
    const auto& [activity, need, times] = found.of;
    const auto path = time_path(activity.id, found.time.id);
    html::Safe remove;
    if (times.size() > 1)
        remove = web::draw_button(context, {.action = path + "/loeschen",
                                            .pattern = std::string(remove_time_pattern),
                                            .submit = context.t("Diese Schicht fällt weg"_de),
                                            .danger = true});
    return form_page(context, found.of,
                     need.draft.kind == NeedKind::thing
                         ? context.t("Wie viele Stück?"_de)
                         : within_text(context, activity.draft, found.time.within),
                     web::draw_form(context,
                                    {.action = path,
                                     .pattern = std::string(time_pattern),
                                     .submit = context.t("Speichern"_de),
                                     .cancel = need_path(need)},
                                    time_fields(context, activity.draft, need.draft.kind, Times::one),
                                    back.values, back.errors),
                     back, remove);
}

Result<http::Response> show_time(Context& context)
{
    const auto found =
        TRY(context.pool().read([&](db::Reader& reader) { return editable_time(context, reader); }));
    return time_page(context, found, {.values = values_of(found.of.activity.draft, found.time)});
}

Result<http::Response> post_time(Context& context)
{
    const auto found =
        TRY(context.pool().read([&](db::Reader& reader) { return editable_time(context, reader); }));
    const auto& [activity, need, times] = found.of;
    auto sent = web::read_form(context, time_fields(context, activity.draft, need.draft.kind, Times::one));
    const auto typed = times_from(sent.values, activity.draft, need.draft.kind, sent.errors);
    if (!sent.ok())
        return time_page(context, found, {.values = sent.values, .errors = sent.errors});
    auto time = typed.front();
    time.id = found.time.id;
    const auto saved = write_editable(context, [&](db::Tx& tx) {
        return change_time(tx, context.network, time, organisations::author_of(context));
    });
    if (saved)
        return web::redirect_with_notice(context, need_path(need), "Gespeichert."_de);
    if (saved.error().kind == Err::missing)
        return saved.error();
    return time_page(context, found, sent_back(sent.values, saved.error()));
}

Result<http::Response> post_remove_time(Context& context)
{
    const auto found =
        TRY(context.pool().read([&](db::Reader& reader) { return editable_time(context, reader); }));
    const auto& [activity, need, times] = found.of;
    const auto path = time_path(activity.id, found.time.id);
    if (!web::is_sure(context))
        return web::question_page(
            context,
            {.heading = context.t("Diese Schicht fällt weg?"_de),
             .what_happens = context.t(
                 "Bei allen Terminen, die noch kommen, fällt das weg. Wer schon zugesagt hat, bekommt Bescheid."_de),
             .button = {.action = path + "/loeschen",
                        .pattern = std::string(remove_time_pattern),
                        .submit = context.t("Ja, fällt weg"_de),
                        .danger = true},
             .back = path,
             .crumbs = crumbs_of(context, activity)});
    TRY(write_editable(context, [&](db::Tx& tx) {
        return withdraw_time(tx, context.network, found.time.id, organisations::author_of(context));
    }));
    return web::redirect_with_notice(context, needs_path(activity.id), "Das fällt jetzt weg."_de);
}

template <class F>
std::vector<std::string> of_some_time(db::Reader& reader, const web::Network& network, F&& path)
{
    for (const auto& id : store::activities_with_needs(reader, network.id, {}))
        for (const auto& time : times_of(reader, network.id, id))
            if (const auto need = need_by_id(reader, network.id, time.need);
                !time.is_withdrawn && need->draft.kind == NeedKind::role)
                return {path(*need, time)};
    return {};
}

} // namespace

std::string time_path(const ActivityId& activity, const NeedTimeId& id)
{
    return edit_path(activity) + "/zeiten/" + id.text();
}

void add_time_pages(web::Site& site)
{
    const auto editors = web::Access::entry_editors();
    site.get(std::string(more_pattern), editors, show_more,
             [](db::Reader& reader, const web::Network& network) {
                 return of_some_time(reader, network, [](const Need& need, const NeedTime&) {
                     return need_path(need) + "/zeiten";
                 });
             });
    site.post(std::string(more_pattern), editors, post_more);
    site.get(std::string(time_pattern), editors, show_time,
             [](db::Reader& reader, const web::Network& network) {
                 return of_some_time(reader, network, [](const Need& need, const NeedTime& time) {
                     return time_path(need.activity, time.id);
                 });
             });
    site.post(std::string(time_pattern), editors, post_time);
    site.post(std::string(remove_time_pattern), editors, post_remove_time);
}

} // namespace dorfnetz::activities
