#include "features/activities/need_pages.hpp"
#include "features/activities/needs_store.hpp"
#include "foundation/web/form.hpp"

#include <map>

// What one date needs: what is promised so far, and other numbers for this day only.
namespace dorfnetz::activities {

namespace {

using web::Context;
using web::Field;
using web::FormValues;
using web::Input;

constexpr std::string_view shifts_pattern = "/redaktion/termine/{id}/tage/{tag}/bedarf";
constexpr std::string_view shift_pattern = "/redaktion/termine/{id}/schichten/{schicht}";
constexpr std::chrono::days days_to_ask{7};

std::string shift_path(const ActivityId& activity, const ShiftId& id)
{
    return edit_path(activity) + "/schichten/" + id.text();
}

std::string state_of(const Context& context, const NeededShift& needed)
{
    const auto& shift = needed.shift;
    return context.t("{1} von {2} zugesagt"_de, {i18n::format_number(context.language, shift.taken),
                                                 i18n::format_number(context.language, shift.most)});
}

std::string name_of_shift(const Context& context, const NeededShift& needed, const ActivityDate& date)
{
    const auto hours = shift_hours_text(context, needed.shift, date);
    return hours.empty() ? needed.need.draft.title : needed.need.draft.title + ", " + hours;
}

Result<http::Response> show_shifts(Context& context)
{
    html::Page page;
    const auto activity = context.pool().read([&](db::Reader& reader) -> Result<Activity> {
        auto found = TRY(editable(context, reader));
        const auto date = date_by_id(reader, context.network.id, DateId{context.parameter("tag")});
        if (!date || date->date.activity != found.id)
            return Error{.kind = Err::missing};
        page.set("WHEN", when_text(context, date->date, date->all_day)).set("TITLE", found.draft.title);
        const auto shifts = shifts_of_date(reader, context.network.id, date->date.id);
        page.show_if(shifts.empty(), "NOTHING").set("NEEDS_URL", context.url(needs_path(found.id)));
        for (const auto& needed : shifts) {
            const auto hours = shift_hours_text(context, needed.shift, date->date);
            auto row = page.add("SHIFT");
            row.set("NAME", needed.need.draft.title)
                .set("HOURS", !hours.empty()                              ? hours
                              : needed.need.draft.kind == NeedKind::thing ? std::string()
                                                                          : context.t("die ganze Zeit"_de))
                .set("STATE", state_of(context, needed))
                .set("PLACES",
                     places_text(context, needed.need.draft.kind, needed.shift.least, needed.shift.most))
                .set("SHIFT_URL", context.url(shift_path(found.id, needed.shift.id)))
                .show_if(needed.shift.status == ShiftStatus::cancelled, "OFF")
                .show_if(needed.shift.status == ShiftStatus::planned &&
                             needed.shift.taken < needed.shift.least,
                         "FEW")
                .show_if(needed.shift.is_changed, "CHANGED");
        }
        return found;
    });
    if (!activity)
        return activity.error();
    return web::page(context,
                     {.title = context.t("Was an diesem Tag gebraucht wird"_de),
                      .crumbs = crumbs_of(context, *activity),
                      .index = false},
                     context.render("shifts_desk", page));
}

struct EditableShift
{
    Activity activity;
    OpenShift open;
};

Result<EditableShift> editable_shift(const Context& context, db::Reader& reader)
{
    auto activity = TRY(editable(context, reader));
    auto open = shift_by_id(reader, context.network.id, ShiftId{context.parameter("schicht")});
    if (!open || open->need.activity != activity.id)
        return Error{.kind = Err::missing};
    return EditableShift{.activity = std::move(activity), .open = *std::move(open)};
}

std::vector<Field> shift_fields(const Context& context, NeedKind kind)
{
    std::vector<Field> fields{{.name = "faellt_aus",
                               .label = context.t("Fällt an diesem Tag aus"_de),
                               .input = Input::yes,
                               .mark_optional = false}};
    if (kind == NeedKind::role)
        fields.push_back({.name = "mindestens",
                          .label = context.t("Wie viele Leute mindestens?"_de),
                          .input = Input::number,
                          .required = true,
                          .most = most_places});
    fields.push_back(
        {.name = "hoechstens",
         .label = context.t(kind == NeedKind::role ? "Wie viele höchstens?"_de : "Wie viele Stück?"_de),
         .input = Input::number,
         .required = true,
         .least = 1,
         .most = most_places});
    return fields;
}

http::Response shift_page(const Context& context, const EditableShift& found, const SentBack& back)
{
    const auto& [shift, need, listed] = found.open;
    const auto title = name_of_shift(context, {.shift = shift, .need = need}, listed.date);
    html::Page page;
    page.set("HEADING", title)
        .set("WHEN", when_text(context, listed.date, listed.all_day))
        .set("STATE", state_of(context, {.shift = shift, .need = need}));
    show_refused(page, context, back.refused);
    page.set("FORM", web::draw_form(context,
                                    {.action = shift_path(found.activity.id, shift.id),
                                     .pattern = std::string(shift_pattern),
                                     .submit = context.t("Speichern"_de),
                                     .cancel = shifts_path(found.activity.id, shift.date)},
                                    shift_fields(context, need.draft.kind), back.values, back.errors));
    return web::page(context, {.title = title, .crumbs = crumbs_of(context, found.activity), .index = false},
                     context.render("shift_form", page), web::status_of(back));
}

Result<http::Response> show_shift(Context& context)
{
    const auto found =
        TRY(context.pool().read([&](db::Reader& reader) { return editable_shift(context, reader); }));
    FormValues values;
    values.set("mindestens", std::to_string(found.open.shift.least))
        .set("hoechstens", std::to_string(found.open.shift.most));
    if (found.open.shift.is_off)
        values.set("faellt_aus", "1");
    return shift_page(context, found, {.values = std::move(values)});
}

Result<http::Response> post_shift(Context& context)
{
    const auto found =
        TRY(context.pool().read([&](db::Reader& reader) { return editable_shift(context, reader); }));
    const auto kind = found.open.need.draft.kind;
    const auto sent = web::read_form(context, shift_fields(context, kind));
    if (!sent.ok())
        return shift_page(context, found, {.values = sent.values, .errors = sent.errors});
    ShiftChange change{.most = sent.values.number("hoechstens").value_or(0),
                       .is_off = sent.values.has("faellt_aus")};
    change.least = kind == NeedKind::thing ? change.most : sent.values.number("mindestens").value_or(0);
    const auto saved = write_editable(context, [&](db::Tx& tx) {
        return change_shift(tx, context.network, found.open.shift.id, change,
                            organisations::author_of(context));
    });
    if (saved)
        return web::redirect_with_notice(context, shifts_path(found.activity.id, found.open.shift.date),
                                         "Gespeichert. Es gilt nur für diesen einen Tag."_de);
    if (saved.error().kind == Err::missing)
        return saved.error();
    return shift_page(context, found, sent_back(sent.values, saved.error()));
}

// Shifts of the next days for which too few have promised, as long as there is time to ask somebody.
std::vector<web::Waiting> too_few_people(const Context& context, db::Reader& reader)
{
    if (!web::Access::entry_editors().allows(context.actor))
        return {};
    web::Waiting waiting{.heading = context.t("Hier fehlen noch Leute"_de), .link = context.t("Ansehen"_de)};
    std::map<ActivityId, bool> mine;
    for (const auto& [shift, need, listed] :
         open_shifts(reader, context.network.id,
                     {.after = context.now(), .before = context.now() + days_to_ask, .most = 1'000})) {
        if (need.draft.kind != NeedKind::role || shift.taken >= shift.least)
            continue;
        const auto [known, is_new] = mine.try_emplace(listed.date.activity, false);
        if (is_new)
            known->second = may_edit(context, reader, listed.hosts);
        if (!known->second || ++waiting.count > 1)
            continue;
        waiting.text = context.t("„{1}“: {2}, {3}."_de,
                                 {listed.title, need.draft.title, shift_when_text(context, shift)});
        waiting.path = shifts_path(listed.date.activity, listed.date.id);
    }
    return waiting.count == 0 ? std::vector<web::Waiting>() : std::vector{waiting};
}

std::vector<std::string> some_shift(db::Reader& reader, const web::Network& network, bool of_one)
{
    for (const auto& id : store::activities_with_needs(reader, network.id, {}))
        for (const auto& shift : store::shifts_of(reader, network.id, id))
            return {of_one ? shift_path(id, shift.id) : shifts_path(id, shift.date)};
    return {};
}

} // namespace

std::string shifts_path(const ActivityId& activity, const DateId& date)
{
    return edit_path(activity) + "/tage/" + date.text() + "/bedarf";
}

std::string promised_text(const Context& context, const std::vector<NeededShift>& shifts)
{
    std::int64_t taken = 0;
    std::int64_t most = 0;
    for (const auto& [shift, need] : shifts)
        if (need.draft.kind == NeedKind::role && shift.status == ShiftStatus::planned) {
            taken += shift.taken;
            most += shift.most;
        }
    if (most == 0)
        return {};
    return context.t("{1} von {2} zugesagt"_de, {i18n::format_number(context.language, taken),
                                                 i18n::format_number(context.language, most)});
}

void add_shift_pages(web::Site& site)
{
    const auto editors = web::Access::entry_editors();
    site.get(
        std::string(shifts_pattern), editors, show_shifts,
        [](db::Reader& reader, const web::Network& network) { return some_shift(reader, network, false); });
    site.get(
        std::string(shift_pattern), editors, show_shift,
        [](db::Reader& reader, const web::Network& network) { return some_shift(reader, network, true); });
    site.post(std::string(shift_pattern), editors, post_shift);
    site.add(web::DeskItems{.order = 41, .waiting = too_few_people});
}

} // namespace dorfnetz::activities
