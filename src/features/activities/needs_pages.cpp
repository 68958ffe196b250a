#include "features/activities/activities_pages.hpp"
#include "features/activities/need_form.hpp"
#include "features/activities/need_pages.hpp"
#include "features/activities/needs_store.hpp"
#include "foundation/web/question.hpp"

#include <algorithm>

// What an activity needs: the list of it, and each role or thing.
namespace dorfnetz::activities {

namespace {

using web::Context;
using web::FormValues;

constexpr std::string_view needs_pattern = "/redaktion/termine/{id}/bedarf";
constexpr std::string_view new_need_pattern = "/redaktion/termine/{id}/bedarf/neu";
constexpr std::string_view take_over_pattern = "/redaktion/termine/{id}/bedarf/uebernehmen";
constexpr std::string_view need_pattern = "/redaktion/termine/{id}/bedarf/{bedarf}";
constexpr std::string_view remove_need_pattern = "/redaktion/termine/{id}/bedarf/{bedarf}/loeschen";
constexpr std::size_t dates_listed = 12;

// ---- The list ----

void show_need(html::Values row, const Context& context, const Activity& activity, const Need& need,
               const std::vector<NeedTime>& times)
{
    row.set("NAME", need.draft.title).set("NEED_URL", context.url(need_path(need)));
    for (const auto& condition : conditions_of(context, need.draft))
        row.add("CONDITION").set("TEXT", condition);
    if (need.draft.admission == Admission::by_host)
        row.add("CONDITION").set("TEXT", context.t("nach Rücksprache"_de));
    for (const auto& time : times)
        if (time.need == need.id && !time.is_withdrawn) {
            const auto places = places_text(context, need.draft.kind, time.least, time.most);
            row.add("TIME").set("TEXT",
                                need.draft.kind == NeedKind::thing
                                    ? places
                                    : within_text(context, activity.draft, time.within) + ": " + places);
        }
}

void show_needs(html::Page& page, const Context& context, db::Reader& reader, const Activity& activity)
{
    const auto needs = needs_of(reader, context.network.id, activity.id);
    const auto times = times_of(reader, context.network.id, activity.id);
    for (const auto& [kind, heading] :
         {std::pair(NeedKind::role, "Aufgaben"_de), std::pair(NeedKind::thing, "Sachen"_de)}) {
        if (std::ranges::none_of(needs, [&](const Need& need) { return need.draft.kind == kind; }))
            continue;
        auto group = page.add("GROUP");
        group.set("HEADING", context.t(heading));
        for (const auto& need : needs)
            if (need.draft.kind == kind)
                show_need(group.add("NEED"), context, activity, need, times);
    }
    page.show_if(needs.empty(), "NOTHING");
}

void show_dates_with_needs(html::Page& page, const Context& context, db::Reader& reader,
                           const Activity& activity)
{
    std::size_t shown = 0;
    std::optional<html::Values> dates;
    for (const auto& date : dates_of(reader, context.network.id, activity.id)) {
        if (date.ends_at <= context.now() || date.status != DateStatus::planned || shown == dates_listed)
            continue;
        const auto shifts = shifts_of_date(reader, context.network.id, date.id);
        if (shifts.empty())
            return;
        if (++shown == 1)
            dates.emplace(page.add("DATES"));
        dates->add("DATE")
            .set("WHEN", day_text(context, date))
            .set("DATE_URL", context.url(shifts_path(activity.id, date.id)))
            .set("STATE", promised_text(context, shifts));
    }
}

std::vector<web::Choice> others_with_needs(const Context& context, db::Reader& reader,
                                           const Activity& activity)
{
    std::vector<web::Choice> choices;
    for (const auto& id : store::activities_with_needs(reader, context.network.id, activity.id)) {
        const auto other = activity_by_id(reader, context.network.id, id).value();
        if (may_edit(context, reader, other.draft.hosts))
            choices.push_back({id.text(), other.draft.title + ", " +
                                              i18n::format_date(context.region(),
                                                                calendar::date_of(other.draft.first.begin),
                                                                i18n::DateStyle::month)});
    }
    return choices;
}

std::vector<web::Field> take_over_fields(const Context& context, std::vector<web::Choice> others)
{
    return {{.name = "von_termin",
             .label = context.t("Von welchem Termin?"_de),
             .input = web::Input::one_of,
             .required = true,
             .choices = std::move(others)}};
}

http::Response list_page(const Context& context, const Activity& activity, const SentBack& back)
{
    html::Page page;
    page.set("TITLE", activity.draft.title)
        .set("BACK_URL", context.url(edit_path(activity.id)))
        .set("NEW_ROLE_URL", context.url(needs_path(activity.id) + "/neu"))
        .set("NEW_THING_URL", context.url(needs_path(activity.id) + "/neu?was=sache"));
    show_refused(page, context, back.refused);
    context.pool().read([&](db::Reader& reader) {
        show_needs(page, context, reader, activity);
        show_dates_with_needs(page, context, reader, activity);
        if (auto others = others_with_needs(context, reader, activity); !others.empty())
            page.add("TAKE_OVER")
                .set("FORM",
                     web::draw_form(context,
                                    {.action = needs_path(activity.id) + "/uebernehmen",
                                     .pattern = std::string(take_over_pattern),
                                     .submit = context.t("Übernehmen"_de)},
                                    take_over_fields(context, std::move(others)), back.values, back.errors));
    });
    return web::page(
        context,
        {.title = context.t("Was gebraucht wird"_de), .crumbs = crumbs_of(context, activity), .index = false},
        context.render("needs_desk", page), web::status_of(back));
}

Result<http::Response> show_needs_list(Context& context)
{
    const auto activity =
        TRY(context.pool().read([&](db::Reader& reader) { return editable(context, reader); }));
    return list_page(context, activity, {});
}

Result<http::Response> post_take_over(Context& context)
{
    const auto activity =
        TRY(context.pool().read([&](db::Reader& reader) { return editable(context, reader); }));
    auto others =
        context.pool().read([&](db::Reader& reader) { return others_with_needs(context, reader, activity); });
    const auto sent = web::read_form(context, take_over_fields(context, std::move(others)));
    if (!sent.ok())
        return list_page(context, activity, {.values = sent.values, .errors = sent.errors});
    const auto copied = write_editable(context, [&](db::Tx& tx) -> Result<Done> {
        if (TRY(copy_needs(tx, context.network, ActivityId{sent.values.text("von_termin")}, activity.id,
                           organisations::author_of(context))) == 0)
            return Error{.kind = Err::conflict,
                         .text = "Von dort passt nichts in die Zeit dieses Termins. Trag es neu ein."_de};
        return Done{};
    });
    if (copied)
        return web::redirect_with_notice(context, needs_path(activity.id),
                                         "Übernommen. Schau nach, ob alles noch stimmt."_de);
    if (copied.error().kind == Err::missing)
        return copied.error();
    return list_page(context, activity, sent_back(sent.values, copied.error()));
}

// ---- A new one ----

NeedKind asked_kind(const Context& context)
{
    return context.query.text("was") == "sache" ? NeedKind::thing : NeedKind::role;
}

std::vector<web::Field> new_need_fields(const Context& context, const Activity& activity, NeedKind kind)
{
    auto fields = need_fields(context, kind);
    auto times = time_fields(context, activity.draft, kind, Times::several);
    // How many stands before who may; of things right below what it is.
    const auto place = kind == NeedKind::thing
                           ? fields.begin() + 1
                           : std::ranges::find(fields, web::Input::fold, &web::Field::input);
    fields.insert(place, std::make_move_iterator(times.begin()), std::make_move_iterator(times.end()));
    return fields;
}

http::Response new_need_page(const Context& context, const Activity& activity, const SentBack& back)
{
    const auto kind = asked_kind(context);
    const auto title =
        context.t(kind == NeedKind::thing ? "Was soll jemand mitbringen?"_de : "Wobei braucht ihr Hilfe?"_de);
    html::Page page;
    page.set("HEADING", title).set("TITLE", activity.draft.title);
    show_refused(page, context, back.refused);
    page.set("FORM", web::draw_form(context,
                                    {.action = needs_path(activity.id) + "/neu" +
                                               (kind == NeedKind::thing ? "?was=sache" : ""),
                                     .pattern = std::string(new_need_pattern),
                                     .submit = context.t("Speichern"_de),
                                     .cancel = needs_path(activity.id)},
                                    new_need_fields(context, activity, kind), back.values, back.errors));
    auto crumbs = crumbs_of(context, activity);
    crumbs.push_back({context.t("Was gebraucht wird"_de), needs_path(activity.id)});
    return web::page(context, {.title = title, .crumbs = std::move(crumbs), .index = false},
                     context.render("need_form", page), web::status_of(back));
}

Result<http::Response> show_new_need(Context& context)
{
    const auto activity =
        TRY(context.pool().read([&](db::Reader& reader) { return editable(context, reader); }));
    return new_need_page(context, activity,
                         {.values = values_of(NeedDraft{.admission = Admission::at_once})});
}

Result<http::Response> post_new_need(Context& context)
{
    const auto activity =
        TRY(context.pool().read([&](db::Reader& reader) { return editable(context, reader); }));
    const auto kind = asked_kind(context);
    auto sent = web::read_form(context, new_need_fields(context, activity, kind));
    const auto times = times_from(sent.values, activity.draft, kind, sent.errors);
    if (!sent.ok())
        return new_need_page(context, activity, {.values = sent.values, .errors = sent.errors});
    const auto added = write_editable(context, [&](db::Tx& tx) -> Result<Done> {
        TRY(add_need(tx, context.network, activity.id, need_from(sent.values, kind), times,
                     organisations::author_of(context)));
        return Done{};
    });
    if (added)
        return web::redirect_with_notice(context, needs_path(activity.id), "Gespeichert."_de);
    if (added.error().kind == Err::missing)
        return added.error();
    return new_need_page(context, activity, sent_back(sent.values, added.error()));
}

// ---- One that is there ----

void show_times_of(html::Page& page, const Context& context, const NeedOfActivity& found)
{
    for (const auto& time : found.times)
        page.add("TIME")
            .set("WHEN", found.need.draft.kind == NeedKind::thing
                             ? context.t("Wie viele"_de)
                             : within_text(context, found.activity.draft, time.within))
            .set("PLACES", places_text(context, found.need.draft.kind, time.least, time.most))
            .set("TIME_URL", context.url(time_path(found.activity.id, time.id)));
}

http::Response need_page(const Context& context, const NeedOfActivity& found, SentBack back)
{
    html::Page page;
    page.set("NAME", found.need.draft.title).set("TITLE", found.activity.draft.title);
    show_refused(page, context, back.refused);
    show_times_of(page, context, found);
    if (found.need.draft.kind == NeedKind::role)
        page.add("MORE").set("MORE_URL", context.url(need_path(found.need) + "/zeiten"));
    page.set("REMOVE", web::draw_button(context, {.action = need_path(found.need) + "/loeschen",
                                                  .pattern = std::string(remove_need_pattern),
                                                  .submit = context.t("Wird nicht mehr gebraucht"_de),
                                                  .danger = true}));
    auto fields = need_fields(context, found.need.draft.kind);
    fields.push_back({.name = "version", .label = "", .input = web::Input::hidden});
    back.values.set("version", std::to_string(found.need.version));
    page.set("FORM", web::draw_form(context,
                                    {.action = need_path(found.need),
                                     .pattern = std::string(need_pattern),
                                     .submit = context.t("Speichern"_de),
                                     .cancel = needs_path(found.activity.id)},
                                    fields, back.values, back.errors));
    auto crumbs = crumbs_of(context, found.activity);
    crumbs.push_back({context.t("Was gebraucht wird"_de), needs_path(found.activity.id)});
    return web::page(context, {.title = found.need.draft.title, .crumbs = std::move(crumbs), .index = false},
                     context.render("need_edit", page), web::status_of(back));
}

Result<http::Response> show_need_page(Context& context)
{
    const auto found =
        TRY(context.pool().read([&](db::Reader& reader) { return editable_need(context, reader); }));
    return need_page(context, found, {.values = values_of(found.need.draft)});
}

Result<http::Response> post_need(Context& context)
{
    const auto found =
        TRY(context.pool().read([&](db::Reader& reader) { return editable_need(context, reader); }));
    auto fields = need_fields(context, found.need.draft.kind);
    fields.push_back({.name = "version", .label = "", .input = web::Input::hidden});
    const auto sent = web::read_form(context, fields);
    if (!sent.ok())
        return need_page(context, found, {.values = sent.values, .errors = sent.errors});
    const auto saved = write_editable(context, [&](db::Tx& tx) {
        return change_need(tx, context.network, found.need.id, sent.values.number("version").value_or(0),
                           need_from(sent.values, found.need.draft.kind), organisations::author_of(context));
    });
    if (saved)
        return web::redirect_with_notice(context, needs_path(found.activity.id), "Gespeichert."_de);
    if (saved.error().kind == Err::missing)
        return saved.error();
    const auto now =
        TRY(context.pool().read([&](db::Reader& reader) { return editable_need(context, reader); }));
    return need_page(context, now, sent_back(sent.values, saved.error()));
}

Result<http::Response> post_remove_need(Context& context)
{
    const auto found =
        TRY(context.pool().read([&](db::Reader& reader) { return editable_need(context, reader); }));
    if (!web::is_sure(context))
        return web::question_page(
            context,
            {.heading = context.t("„{1}“ wird nicht mehr gebraucht?"_de, {found.need.draft.title}),
             .what_happens = context.t(
                 "Bei allen Terminen, die noch kommen, fällt das weg. Wer schon zugesagt hat, bekommt Bescheid."_de),
             .button = {.action = need_path(found.need) + "/loeschen",
                        .pattern = std::string(remove_need_pattern),
                        .submit = context.t("Ja, fällt weg"_de),
                        .danger = true},
             .back = need_path(found.need),
             .crumbs = crumbs_of(context, found.activity)});
    TRY(write_editable(context, [&](db::Tx& tx) {
        return withdraw_need(tx, context.network, found.need.id, organisations::author_of(context));
    }));
    return web::redirect_with_notice(context, needs_path(found.activity.id), "Das fällt jetzt weg."_de);
}

std::vector<std::string> some_needs(db::Reader& reader, const web::Network& network, bool of_one)
{
    for (const auto& id : store::activities_with_needs(reader, network.id, {}))
        for (const auto& need : needs_of(reader, network.id, id))
            return {of_one ? need_path(need) : needs_path(id)};
    return {};
}

} // namespace

std::string needs_path(const ActivityId& id)
{
    return edit_path(id) + "/bedarf";
}

std::string need_path(const Need& need)
{
    return needs_path(need.activity) + '/' + need.id.text();
}

Result<NeedOfActivity> need_in(const Context& context, db::Reader& reader, Activity activity,
                               const NeedId& id)
{
    auto need = need_by_id(reader, context.network.id, id);
    if (!need || need->activity != activity.id)
        return Error{.kind = Err::missing};
    auto times = times_of(reader, context.network.id, activity.id);
    std::erase_if(times, [&](const NeedTime& time) { return time.need != id || time.is_withdrawn; });
    if (times.empty())
        return Error{.kind = Err::missing};
    return NeedOfActivity{
        .activity = std::move(activity), .need = *std::move(need), .times = std::move(times)};
}

Result<NeedOfActivity> editable_need(const Context& context, db::Reader& reader)
{
    return need_in(context, reader, TRY(editable(context, reader)), NeedId{context.parameter("bedarf")});
}

void add_need_pages(web::Site& site)
{
    const auto editors = web::Access::entry_editors();
    site.get(
        std::string(needs_pattern), editors, show_needs_list,
        [](db::Reader& reader, const web::Network& network) { return some_needs(reader, network, false); });
    site.get(std::string(new_need_pattern), editors, show_new_need,
             [](db::Reader& reader, const web::Network& network) {
                 auto paths = some_needs(reader, network, false);
                 for (auto& path : paths)
                     path += "/neu";
                 return paths;
             });
    site.post(std::string(new_need_pattern), editors, post_new_need);
    site.post(std::string(take_over_pattern), editors, post_take_over);
    site.get(
        std::string(need_pattern), editors, show_need_page,
        [](db::Reader& reader, const web::Network& network) { return some_needs(reader, network, true); });
    site.post(std::string(need_pattern), editors, post_need);
    site.post(std::string(remove_need_pattern), editors, post_remove_need);
}

} // namespace dorfnetz::activities
