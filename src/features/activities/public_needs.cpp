#include "features/activities/activities_pages.hpp"
#include "features/activities/needs_api.hpp"

// "Was gebraucht wird" on the page of a date, for everybody.
namespace dorfnetz::activities {

namespace {

using web::Context;

std::string places_left(const Context& context, const Shift& shift, NeedKind kind)
{
    const auto number = [&](std::int64_t value) { return i18n::format_number(context.language, value); };
    if (kind == NeedKind::thing)
        return context.t("{1} von {2} zugesagt"_de, {number(shift.taken), number(shift.most)});
    if (shift.free_places() == 0)
        return context.t("alle da"_de);
    return i18n::translate_count(context.language, "noch ein Platz frei"_de, "noch {1} Plätze frei"_de,
                                 shift.free_places());
}

void show_public_shift(html::Values row, const Context& context, db::Reader& reader,
                       const NeededShift& needed, const ActivityDate& date)
{
    const auto& [shift, need] = needed;
    const auto hours = shift_hours_text(context, shift, date);
    if (!hours.empty())
        row.add("HOURS").set("HOURS_TEXT", hours);
    row.set("STATE", places_left(context, shift, need.draft.kind))
        .show_if(shift.free_places() > 0, "FREE")
        .set("ACTIONS", context.site.parts(shift_parts, context, reader, shift.id.text()));
}

html::Safe draw_public_needs(const Context& context, db::Reader& reader, std::string_view subject)
{
    const auto listed = date_by_id(reader, context.network.id, DateId{subject});
    if (!listed || listed->status != Status::published || listed->is_called_off() ||
        listed->date.ends_at <= context.now())
        return {};
    html::Page page;
    std::optional<html::Values> row;
    NeedId current;
    for (const auto& needed : shifts_of_date(reader, context.network.id, listed->date.id)) {
        if (needed.shift.status != ShiftStatus::planned || needed.shift.ends_at <= context.now())
            continue;
        if (!row || current != needed.need.id) {
            current = needed.need.id;
            row.emplace(page.add("NEED"));
            row->set("NAME", needed.need.draft.title);
            if (!needed.need.draft.description.empty())
                row->add("ABOUT").set("ABOUT_TEXT", needed.need.draft.description);
            for (const auto& condition : conditions_of(context, needed.need.draft))
                row->add("CONDITION").set("TEXT", condition);
        }
        show_public_shift(row->add("SHIFT"), context, reader, needed, listed->date);
    }
    return row ? context.render("needs_public", page) : html::Safe();
}

} // namespace

void add_public_needs(web::Site& site)
{
    site.add(web::Part{std::string(date_parts), 10, draw_public_needs});
}

} // namespace dorfnetz::activities
