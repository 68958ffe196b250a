#include "features/asking/fits_api.hpp"
#include "features/planning/planning_pages.hpp"
#include "features/planning/planning_store.hpp"
#include "foundation/core/text.hpp"
#include "foundation/web/form.hpp"

#include <algorithm>
#include <map>

// Moving people on the board, and who else could do a shift.
namespace dorfnetz::planning {

namespace {

using web::Context;

constexpr std::string_view others_pattern = "/redaktion/termine/{id}/plan/schichten/{schicht}";
constexpr std::size_t most_shown = 40;

// Where they stand already: "Grillstand, Sa., 5. Dezember, 10 bis 12 Uhr".
std::string elsewhere_text(const Context& context, const std::vector<Roster>& rosters,
                           const std::vector<PlannedPlace>& places, const PersonId& person)
{
    std::vector<std::string> parts;
    for (const auto& roster : rosters)
        for (const auto& place : places)
            if (place.shift == roster.open.shift.id && place.person == person &&
                place.mark != Mark::ruled_out)
                parts.push_back(shift_text(context, roster.open));
    return join(parts, "; ");
}

// Where they are planned for the same time, and from where they can be taken; nothing if that is not one
// place.
const OpenShift* clash_of(const Context& context, const std::vector<Roster>& rosters,
                          const std::vector<PlannedPlace>& places, const Roster& here, const PersonId& person)
{
    const OpenShift* clash = nullptr;
    for (const auto& place : places) {
        const auto* roster = roster_of(rosters, place.shift);
        if (!roster || place.person != person || place.mark == Mark::ruled_out ||
            !roster->is_free_for(person) ||
            !is_too_close(context, roster->open, here.open, std::chrono::minutes{0}))
            continue;
        if (clash)
            return nullptr;
        clash = &roster->open;
    }
    return clash;
}

html::Safe add_button(const Context& context, const ActivityId& activity, const Roster& here,
                      const std::vector<Roster>& rosters, const std::vector<PlannedPlace>& places,
                      const people::Person& person)
{
    const auto* other = clash_of(context, rosters, places, here, person.id);
    return web::draw_button(context,
                            {.action = path_of(activity, "/platz"),
                             .pattern = std::string(place_pattern),
                             .submit = other ? context.t("{1} von ‚{2}‘ hierher setzen"_de,
                                                         {person.data.name(), other->need.draft.title})
                                             : context.t("{1} einplanen"_de, {person.data.name()}),
                             .plain = true},
                            {{"platz", (other ? other->shift.id.text() : "") + "." + person.id.text()},
                             {"nach", here.open.shift.id.text()}});
}

// What they told a host comes before what the register says.
std::string why_text(const Context& context, const std::map<PersonId, PlanWish>& wishes,
                     const OpenShift& here, const PersonId& person, const std::string& opinion)
{
    const auto wish = wishes.find(person);
    if (wish == wishes.end())
        return opinion;
    if (wish->second.likes == here.need.id)
        return context.t("am liebsten hier"_de);
    auto parts = broken_by(context, wish->second, here);
    parts.push_back(opinion);
    return join(parts, ", ");
}

Result<http::Response> show_others(Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto hosted = TRY(hosted_activity(reader, context, asked_activity(context)));
        if (!store::plan_of(reader, context.network.id, hosted.activity))
            return web::redirect(context, path_of(hosted.activity));
        const auto rosters = rosters_of(reader, context, hosted.activity);
        const auto* here = roster_of(rosters, ShiftId(context.parameter("schicht")));
        if (here == nullptr)
            return Error{.kind = Err::missing};
        const auto places = store::places_of(reader, context.network.id, hosted.activity);
        asking::Fits fits(reader, context, shifts_of(rosters));
        std::vector<std::size_t> people;
        for (const auto topic : {asking::Topic::fitting, asking::Topic::any})
            for (const auto& suited : fits.best_for(reader, here->open, most_shown + places.size(), topic)) {
                const auto& id = fits.people()[suited.person].id;
                const bool is_here = std::ranges::any_of(places, [&](const PlannedPlace& place) {
                    return place.shift == here->open.shift.id && place.person == id &&
                           place.mark != Mark::ruled_out;
                });
                if (!is_here && people.size() < most_shown &&
                    std::ranges::find(people, suited.person) == people.end())
                    people.push_back(suited.person);
            }
        html::Page page;
        page.set("TITLE", here->open.need.draft.title)
            .set("WHEN", activities::shift_when_text(context, here->open.shift))
            .set("BACK_URL", context.url(path_of(hosted.activity)))
            .show_if(people.empty(), "NOBODY");
        const auto opinions = fits.opinions_of(reader, here->open, people);
        std::map<PersonId, PlanWish> wishes;
        for (auto& wish : store::wishes_of(reader, context.network.id, hosted.activity))
            wishes.emplace(wish.person, std::move(wish));
        for (std::size_t i = 0; i < people.size(); ++i) {
            const auto& person = fits.people()[people[i]];
            auto row = page.add("PERSON");
            row.set("NAME", person.data.name())
                .set("CHANNEL", fits.channel_text(people[i]))
                .set("WHY", why_text(context, wishes, here->open, person.id, opinions[i].text))
                .set("ADD", add_button(context, hosted.activity, *here, rosters, places, person));
            if (const auto other = elsewhere_text(context, rosters, places, person.id); !other.empty())
                row.add("ELSEWHERE").set("WHERE_TEXT", context.t("steht schon bei: {1}"_de, {other}));
        }
        return web::page(context,
                         {.title = context.t("Wer könnte noch?"_de),
                          .crumbs = crumbs_below(context, hosted),
                          .index = false},
                         context.render("planning_others", page));
    });
}

constexpr std::string_view nowhere = "nirgends";

// "shift.person", or ".person" for who stands nowhere yet, and the shift to which they go.
Result<Move> move_from(const Context& context)
{
    const auto place = context.form.text("platz");
    const auto to = context.form.text("nach");
    const auto dot = place.find('.');
    if (dot == std::string_view::npos || to.empty())
        return Error{.kind = Err::invalid,
                     .text = "Wähle zuerst aus, wen du verschieben willst, und dann, wohin."_de};
    Move move{.person = PersonId(std::string(place.substr(dot + 1)))};
    if (dot > 0)
        move.from = ShiftId(std::string(place.substr(0, dot)));
    if (to != nowhere)
        move.to = ShiftId(std::string(to));
    if (!move.from && !move.to)
        return Error{.kind = Err::missing};
    return move;
}

Result<http::Response> post_move(Context& context)
{
    const auto wanted = move_from(context);
    if (!wanted)
        return plan_page(context, wanted.error());
    const auto activity = asked_activity(context);
    const auto done = context.pool().write(context.scope(),
                                           [&](db::Tx& tx) { return move(tx, context, activity, *wanted); });
    if (!done && done.error().kind == Err::missing)
        return done.error();
    if (!done)
        return plan_page(context, done.error());
    // Back to where they were at work, and not to the top of a long page.
    const auto& where = wanted->to ? *wanted->to : *wanted->from;
    return web::redirect(context, path_of(activity) + "?wer=" + wanted->person.text() +
                                      "&wo=" + where.text() + "#bewegt");
}

} // namespace

void add_moving_pages(web::Site& site)
{
    const auto hosts = web::Access::entry_editors();
    site.get(std::string(others_pattern), hosts, show_others);
    site.post(std::string(place_pattern), hosts, post_move);
}

} // namespace dorfnetz::planning
