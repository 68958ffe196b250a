#include "features/asking/asking_pages.hpp"
#include "features/asking/planned.hpp"
#include "features/signups/asking_api.hpp"

#include <algorithm>
#include <cmath>

// "Vorschlag für alle Aufgaben": who could do what, so that as much as possible is done by those whom it
// suits.
namespace dorfnetz::asking {

namespace {

using web::Context;

constexpr std::string_view plan_pattern = "/redaktion/schichten/{schicht}/fragen/plan";

std::string quality_text(const Context& context, const Planned& planned)
{
    if (planned.is_best)
        return context.t(
            "Besser lässt es sich mit eurem Register nicht verteilen, das ist nachgerechnet."_de);
    const auto percent = std::max<std::int64_t>(1, static_cast<std::int64_t>(std::ceil(planned.gap * 100)));
    return context.t("Besser ginge es um höchstens {1} %, das ist nachgerechnet."_de,
                     {i18n::format_number(context.language, percent)});
}

std::string missing_text(const Context& context, const PlannedShift& shift)
{
    auto text = i18n::translate_count(context.language, "Eine Person fehlt noch."_de,
                                      "{1} Personen fehlen noch."_de, shift.missing);
    if (shift.suitable_elsewhere == 0)
        return text + ' ' + context.t("Im Register passt sonst niemand."_de);
    return text + ' ' +
           i18n::translate_count(context.language,
                                 "Eine würde passen und steht bei einer anderen Aufgabe."_de,
                                 "{1} würden passen und stehen bei anderen Aufgaben."_de,
                                 static_cast<std::int64_t>(shift.suitable_elsewhere));
}

// "Wen fragen?" with those ticked who are proposed.
std::string asking_path(const PlannedShift& shift)
{
    auto path = path_of(shift.open.shift.id) + "?mehr=1";
    for (const auto& suggestion : shift.people)
        path += "&person=" + suggestion.person.id.text();
    return path;
}

void show_planned(html::Page& page, const Context& context, const PlannedShift& shift)
{
    auto block = page.add("SHIFT");
    block.set("TITLE", shift.open.need.draft.title)
        .set("WHEN", activities::shift_when_text(context, shift.open.shift))
        .set("PLACES", free_places_text(context, shift.open));
    if (shift.awaited > 0)
        block.add("AWAITED").set("AWAITED_TEXT",
                                 i18n::translate_count(context.language, "eine Antwort steht aus"_de,
                                                       "{1} Antworten stehen aus"_de, shift.awaited));
    for (const auto& suggestion : shift.people)
        block.add("PERSON")
            .set("NAME", suggestion.person.data.name())
            .set("CHANNEL", channel_text(context, suggestion.channel))
            .set("WHY", suggestion.why);
    if (shift.missing > 0)
        block.add("MISSING").set("MISSING_TEXT", missing_text(context, shift));
    if (!shift.people.empty())
        block.add("ASK").set("ASK_URL", context.url(asking_path(shift)));
}

Result<http::Response> show_plan(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto open = TRY(searched_shift(context, reader));
        const auto planned = planned_for(reader, context, open);
        html::Page page;
        page.set("ACTIVITY", open.listed.title)
            .set("BACK_URL", context.url(promises_path(open)))
            .show_if(planned.shifts.empty(), "NOTHING");
        if (!planned.shifts.empty())
            page.add("QUALITY").set("QUALITY_TEXT", quality_text(context, planned));
        for (const auto& shift : planned.shifts)
            show_planned(page, context, shift);
        return web::page(context,
                         {.title = context.t("Vorschlag für alle Aufgaben"_de),
                          .crumbs = crumbs_of(context, open),
                          .index = false},
                         context.render("asking_plan", page));
    });
}

} // namespace

void add_plan_pages(web::Site& site)
{
    site.get(std::string(plan_pattern), web::Access::entry_editors(), show_plan, search_examples("/plan"));
}

} // namespace dorfnetz::asking
