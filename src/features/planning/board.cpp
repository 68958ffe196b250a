#include "features/planning/board.hpp"

#include "features/asking/fits_api.hpp"
#include "features/asking/several_api.hpp"
#include "features/planning/planning_pages.hpp"
#include "features/planning/planning_store.hpp"
#include "features/signups/asking_api.hpp"
#include "foundation/core/text.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

// "Wer macht was?" as it stands: tasks, who is planned for them, and what is still missing.
namespace dorfnetz::planning {

namespace {

using web::Context;

std::string obstacle_text(const Context& context, matching::Obstacle obstacle, std::int64_t count)
{
    using matching::Obstacle;
    const auto text = [&](German one, German many) {
        return i18n::translate_count(context.language, one, many, count);
    };
    switch (obstacle) {
    case Obstacle::busy:
    case Obstacle::way:
        return text("eine Person steht zu der Zeit bei einer anderen Aufgabe"_de,
                    "{1} stehen zu der Zeit bei anderen Aufgaben"_de);
    case Obstacle::rest:
        return text("eine Person hätte zu wenig Pause"_de, "{1} hätten zu wenig Pause"_de);
    case Obstacle::most_shifts:
        return text("eine Person hat schon so viele Einsätze wie erlaubt"_de,
                    "{1} haben schon so viele Einsätze wie erlaubt"_de);
    case Obstacle::most_minutes:
        return text("eine Person hätte mehr Stunden, als sie geben möchte"_de,
                    "{1} hätten mehr Stunden, als sie geben möchten"_de);
    case Obstacle::cost:
        return text("eine Person wird anderswo nötiger gebraucht"_de,
                    "{1} werden anderswo nötiger gebraucht"_de);
    }
    return {};
}

// What stands on the board.
struct Board
{
    Plan plan;
    std::vector<Roster> rosters;
    std::vector<PlannedPlace> places;
    Obstacles obstacles;
    std::vector<PlannedPlace> ruled_out = {};
    std::map<PersonId, PlanWish> wishes = {};
    std::map<PersonId, std::vector<const OpenShift*>> shifts_of_person = {};

    const Roster* roster_of(const ShiftId& shift) const { return planning::roster_of(rosters, shift); }
};

Board board_of(db::Reader& reader, const Context& context, const Plan& plan)
{
    const auto& activity = plan.activity;
    Board board{.plan = plan,
                .rosters = rosters_of(reader, context, activity),
                .places = store::places_of(reader, context.network.id, activity),
                .obstacles = store::obstacles_of(reader, context.network.id, activity)};
    std::ranges::copy_if(board.places, std::back_inserter(board.ruled_out),
                         [](const PlannedPlace& place) { return place.mark == Mark::ruled_out; });
    std::erase_if(board.places, [&](const PlannedPlace& place) {
        return place.mark == Mark::ruled_out || board.roster_of(place.shift) == nullptr;
    });
    for (auto& wish : store::wishes_of(reader, context.network.id, activity))
        board.wishes.emplace(wish.person, std::move(wish));
    // What they are planned for, asked for or have promised.
    for (const auto& place : board.places)
        if (board.roster_of(place.shift)->is_free_for(place.person))
            board.shifts_of_person[place.person].push_back(&board.roster_of(place.shift)->open);
    for (const auto& roster : board.rosters)
        for (const auto& [person, stage] : roster.stages)
            if (stage == Stage::promised || is_awaited(stage))
                board.shifts_of_person[person].push_back(&roster.open);
    return board;
}

bool has_somebody_ended(const Roster& roster)
{
    return std::ranges::any_of(roster.stages, [](const auto& one) {
        return one.second == Stage::refused || one.second == Stage::cancelled ||
               one.second == Stage::released;
    });
}

// Whether nothing has happened since that the reasons do not know of, and they are about the people of this
// host.
bool is_as_worked_out(const Context& context, const Board& board, const Roster& roster)
{
    return !board.plan.is_changed && board.plan.asked_by == context.actor.user && !has_somebody_ended(roster);
}

// As far as this host knows: who is asked or has promised stands in no plan.
bool fits_nobody(const Context& context, const Board& board)
{
    return board.obstacles.empty() && std::ranges::all_of(board.rosters, [&](const Roster& roster) {
               return is_as_worked_out(context, board, roster) && roster.people_at(Stage::promised).empty() &&
                      roster.awaited() == 0;
           });
}

std::string quality_text(const Context& context, const Board& board)
{
    const auto& plan = board.plan;
    if (board.rosters.empty())
        return context.t("Keine Aufgabe steht mehr bevor."_de);
    if (plan.is_changed)
        return context.t("Seitdem habt ihr etwas geändert."_de);
    if (board.places.empty())
        return fits_nobody(context, board)
                   ? context.t("Von denen, die du fragen darfst, passt gerade niemand."_de)
                   : std::string();
    if (plan.is_best || plan.worth >= plan.best_worth)
        return context.t(
            "Eine bessere Verteilung, die zu Zeiten, Vorlieben und Wünschen passt, gab es da nicht, "
            "das ist nachgerechnet."_de);
    const auto gap = static_cast<double>(plan.best_worth - plan.worth) /
                     static_cast<double>(std::max<std::int64_t>(1, plan.best_worth));
    const auto percent = std::max<std::int64_t>(1, static_cast<std::int64_t>(std::ceil(gap * 100)));
    return context.t("Besser wäre es höchstens um {1} % gegangen, das ist nachgerechnet."_de,
                     {i18n::format_number(context.language, percent)});
}

std::string warning_text(const Context& context, const Board& board, const PlannedPlace& place,
                         const asking::Opinion& opinion)
{
    const auto& here = board.roster_of(place.shift)->open;
    const auto wish = board.wishes.find(place.person);
    auto parts =
        wish == board.wishes.end() ? std::vector<std::string>{} : broken_by(context, wish->second, here);
    const bool likes_it = wish != board.wishes.end() && wish->second.likes == here.need.id;
    if (!opinion.fits && !opinion.text.empty() && !likes_it)
        parts.push_back(opinion.text);
    const auto others = board.shifts_of_person.find(place.person);
    if (others == board.shifts_of_person.end())
        return join(parts, ", ");
    if (wish != board.wishes.end() && wish->second.most_shifts.value_or(0) > 0 &&
        static_cast<std::int64_t>(others->second.size()) > *wish->second.most_shifts)
        parts.push_back(i18n::translate_count(context.language, "wollte höchstens einen Einsatz"_de,
                                              "wollte höchstens {1} Einsätze"_de, *wish->second.most_shifts));
    for (const auto* other : others->second)
        if (is_too_close(context, here, *other, std::chrono::minutes{0}))
            parts.push_back(context.t("steht zur selben Zeit bei: {1}"_de, {other->need.draft.title}));
        else if (is_too_close(context, here, *other, board.plan.rules.rest))
            parts.push_back(context.t("hat zu wenig Pause vor oder nach: {1}"_de, {other->need.draft.title}));
    return join(parts, ", ");
}

struct StateLook
{
    std::string text;
    std::string_view colour;
};

StateLook state_of(const Context& context, const Roster& roster, const PlannedPlace& place)
{
    switch (roster.stage_of(place.person)) {
    case Stage::promised:
        return {context.t("hat zugesagt"_de), "pine"};
    case Stage::waitlisted:
        return {context.t("auf der Warteliste"_de), "amber"};
    case Stage::awaited:
        return {context.t("gefragt"_de), "amber"};
    case Stage::to_call:
        return {context.t("noch anzurufen oder anzusprechen"_de), "amber"};
    case Stage::to_write:
        return {context.t("bekommt einen Brief"_de), "amber"};
    case Stage::chosen:
        return {context.t("wird nach und nach gefragt"_de), "amber"};
    case Stage::refused:
        return {context.t("diesmal nicht"_de), "rust"};
    case Stage::cancelled:
        return {context.t("Zusage steht nicht mehr"_de), "rust"};
    case Stage::released:
        return {context.t("nicht noch einmal zu fragen"_de), "rust"};
    case Stage::none:
        break;
    }
    return {place.mark == Mark::settled ? context.t("von euch gesetzt"_de) : context.t("vorgeschlagen"_de),
            ""};
}

void show_place(html::Values row, const Context& context, const Board& board, const Roster& roster,
                const PlannedPlace& place, const asking::Fits& fits, const asking::Opinion& opinion)
{
    const auto number = fits.number_of(place.person).value();
    const auto look = state_of(context, roster, place);
    const auto name = fits.people()[number].data.name();
    if (!roster.is_free_for(place.person)) {
        row.add("FIXED").set("NAME", name).set("STATE", look.text).set("COLOUR", look.colour);
        return;
    }
    auto movable = row.add("MOVABLE");
    movable.set("VALUE", place.shift.text() + "." + place.person.text())
        .set("NAME", name)
        .set("STATE", look.text)
        .set("COLOUR", look.colour);
    std::vector<std::string> details{fits.channel_text(number)};
    if (const auto warning = warning_text(context, board, place, opinion); !warning.empty())
        movable.add("WARNING").set("WARNING_TEXT", warning);
    else if (!opinion.text.empty())
        details.push_back(opinion.text);
    movable.set("DETAILS", join(details, ", "));
}

void show_missing(html::Values& block, const Context& context, const Board& board, const Roster& roster,
                  std::int64_t stand)
{
    const auto& shift = roster.open.shift;
    if (const auto too_many = stand - shift.most; too_many > 0) {
        block.add("MISSING").set(
            "MISSING_TEXT", i18n::translate_count(context.language, "Eine Person ist zu viel."_de,
                                                  "{1} Personen sind zu viel."_de, too_many) +
                                ' ' + context.t("Gefragt werden nur so viele, wie Plätze frei sind."_de));
        return;
    }
    const auto missing = shift.least - stand;
    if (missing <= 0)
        return;
    auto text = i18n::translate_count(context.language, "Mindestens eine Person fehlt noch."_de,
                                      "Mindestens {1} Personen fehlen noch."_de, missing);
    std::vector<std::string> reasons;
    if (const auto found = board.obstacles.find(roster.open.shift.id); found != board.obstacles.end())
        for (const auto& [obstacle, count] : found->second)
            reasons.push_back(obstacle_text(context, obstacle, count));
    if (!reasons.empty())
        text += ' ' + context.t("Es würden noch passen: {1}."_de, {join(reasons, ", ")});
    else if (is_as_worked_out(context, board, roster))
        text += ' ' +
                context.t(
                    "Von denen, die so etwas gern machen und die du fragen darfst, passt sonst niemand."_de);
    block.add("MISSING").set("MISSING_TEXT", text);
}

std::string hours_text(const Context& context, const OpenShift& open)
{
    auto text = activities::shift_hours_text(context, open.shift, open.listed.date);
    return text.empty() ? context.t("die ganze Zeit"_de) : text;
}

// Who holds a place, and does not stand on the board by name.
struct Others
{
    std::int64_t promised = 0;
    std::int64_t awaited = 0;
    std::int64_t planned = 0; // whom the viewer may not ask
};

std::string others_text(const Context& context, const Others& others)
{
    std::vector<std::string> parts;
    const auto add = [&](std::int64_t count, German one, German many) {
        if (count > 0)
            parts.push_back(i18n::translate_count(context.language, one, many, count));
    };
    add(others.promised, "ein Platz ist zugesagt"_de, "{1} Plätze sind zugesagt"_de);
    add(others.awaited, "eine Antwort steht aus"_de, "{1} Antworten stehen aus"_de);
    add(others.planned, "eine Person ist von anderen vorgesehen"_de, "{1} sind von anderen vorgesehen"_de);
    return join(parts, ", ");
}

// Green is what is promised, not what is only planned.
std::string_view colour_of(const activities::Shift& shift, std::int64_t stand)
{
    if (stand > shift.most)
        return "rust";
    if (stand < shift.least)
        return "amber";
    return shift.taken >= std::max<std::int64_t>(1, shift.least) ? "pine" : "";
}

// What a host has just done here, as it stands now; the address says with whom.
std::string moved_text(const Context& context, const Board& board, const ShiftId& shift,
                       const asking::Fits& fits)
{
    const PersonId person(std::string(context.query.text("wer")));
    const auto number = fits.number_of(person);
    if (!number || context.query.text("wo") != shift.text())
        return {};
    const auto name = fits.people()[*number].data.name();
    const auto is_of_them = [&](const PlannedPlace& place) {
        return place.shift == shift && place.person == person;
    };
    if (std::ranges::any_of(board.places, is_of_them))
        return context.t("{1} steht jetzt hier."_de, {name});
    if (std::ranges::any_of(board.ruled_out, is_of_them) && board.roster_of(shift)->is_free_for(person))
        return context.t("{1} ist hier herausgenommen."_de, {name});
    return {};
}

void show_shift(html::Values block, db::Reader& reader, const Context& context, const Board& board,
                const Roster& roster, asking::Fits& fits)
{
    const auto& shift = roster.open.shift;
    std::vector<const PlannedPlace*> shown;
    std::vector<std::size_t> numbers;
    std::int64_t planned = 0;
    Others others{.promised = shift.taken, .awaited = roster.awaited()};
    for (const auto& place : board.places) {
        if (place.shift != shift.id)
            continue;
        const auto number = fits.number_of(place.person);
        if (!number && !asking::can_be_asked(reader, context, place.person))
            continue; // by nobody any more
        const auto stage = roster.stage_of(place.person);
        planned += stage == Stage::none ? 1 : 0;
        if (!number) {
            others.planned += stage == Stage::none ? 1 : 0;
            continue;
        }
        shown.push_back(&place);
        numbers.push_back(*number);
        others.promised -= stage == Stage::promised ? 1 : 0;
        others.awaited -= is_awaited(stage) ? 1 : 0;
    }
    if (const auto moved = moved_text(context, board, shift.id, fits); !moved.empty())
        block.add("MOVED").set("MOVED_TEXT", moved).set("ICON", web::icon("check"));
    const auto opinions = fits.opinions_of(reader, roster.open, numbers);
    for (std::size_t i = 0; i < shown.size(); ++i)
        show_place(block.add("PLACE"), context, board, roster, *shown[i], fits, opinions[i]);
    const auto stand = planned + shift.taken + roster.awaited();
    block.set("TITLE", roster.open.need.draft.title)
        .set("WHEN", hours_text(context, roster.open))
        .set("VALUE", shift.id.text())
        .set("COUNT",
             context.t("{1} von {2} eingeplant"_de, {i18n::format_number(context.language, stand),
                                                     i18n::format_number(context.language, shift.most)}))
        .set("COUNT_COLOUR", colour_of(shift, stand))
        .set("MORE_URL", context.url(path_of(board.plan.activity, "/schichten/" + shift.id.text())));
    if (const auto text = others_text(context, others); !text.empty())
        block.add("OTHERS").set("OTHERS_TEXT", text);
    if (std::ranges::any_of(roster.stages, [](const auto& one) {
            return is_awaited(one.second) || one.second == Stage::chosen;
        }))
        block.add("SEARCH").set("SEARCH_URL", context.url(signups::search_path(shift.id)));
    show_missing(block, context, board, roster, stand);
}

// What is left for hosts to do by hand: whom to call, to whom to write.
void show_errands(html::Values& block, const Context& context, const Board& board, const asking::Fits& fits)
{
    std::optional<html::Values> errands;
    for (const auto& roster : board.rosters) {
        const auto count = [&](Stage stage) -> std::int64_t {
            return std::ranges::count_if(roster.people_at(stage), [&](const PersonId& person) {
                return fits.number_of(person).has_value();
            });
        };
        const auto calls = count(Stage::to_call);
        const auto letters = count(Stage::to_write);
        std::vector<std::string> parts;
        if (calls > 0)
            parts.push_back(i18n::translate_count(context.language, "eine Person anrufen oder ansprechen"_de,
                                                  "{1} anrufen oder ansprechen"_de, calls));
        if (letters > 0)
            parts.push_back(i18n::translate_count(context.language, "einen Brief drucken"_de,
                                                  "{1} Briefe drucken"_de, letters));
        if (parts.empty())
            continue;
        if (!errands)
            errands = block.add("ERRANDS");
        errands->add("ERRAND")
            .set("ERRAND_URL", context.url(signups::search_path(roster.open.shift.id)))
            .set("ERRAND_TITLE", roster.open.need.draft.title)
            .set("ERRAND_TEXT", join(parts, ", "));
    }
}

// Without looking at whether somebody wants to be asked: the next page says who is not.
bool is_anybody_to_ask(db::Reader& reader, const Context& context, const Board& board)
{
    return std::ranges::any_of(board.places, [&](const PlannedPlace& place) {
        const auto* roster = board.roster_of(place.shift);
        return roster->open_places() > 0 && roster->is_free_for(place.person) &&
               asking::may_be_asked(reader, context, place.person);
    });
}

} // namespace

void show_board(html::Page& page, db::Reader& reader, const Context& context, const Plan& plan,
                const BoardForms& forms)
{
    const auto board = board_of(reader, context, plan);
    auto block = page.add("BOARD");
    const auto& activity = board.plan.activity;
    block.set("QUALITY_TEXT", quality_text(context, board))
        .show_if(board.plan.has_failed(), "AGAIN_FAILED")
        .show_if(std::ranges::any_of(board.places,
                                     [&](const PlannedPlace& place) {
                                         return board.roster_of(place.shift)->is_free_for(place.person);
                                     }),
                 "HINT")
        .set("PLAN_URL", context.url(path_of(activity)))
        .set("MADE_TEXT", context.t("Ausgerechnet am {1}."_de,
                                    {i18n::format_moment(context.region(), *board.plan.made_at)}))
        .set("MOVE_URL", context.url(path_of(activity, "/platz")))
        .set("MOVE_TOKEN", web::form_token(context, place_pattern))
        .set("WISHES_URL", context.url(path_of(activity, "/wuensche")))
        .set("SCRIPT_URL", web::asset("js/planning.js"))
        .set("AGAIN_FORM", forms.again)
        .set("DISCARD", forms.discard);
    if (is_anybody_to_ask(reader, context, board))
        block.add("ASK").set("ASK_URL", context.url(path_of(activity, "/fragen")));
    if (board.rosters.empty())
        return;
    asking::Fits fits(reader, context, shifts_of(board.rosters));
    show_errands(block, context, board, fits);
    std::optional<Date> day;
    for (const auto& roster : board.rosters) {
        auto shift = block.add("SHIFT");
        const auto its_day = i18n::local_date(context.region(), roster.open.shift.starts_at);
        if (day != its_day)
            shift.add("DAY").set("DAY_TEXT",
                                 i18n::format_date(context.region(), its_day, i18n::DateStyle::weekday));
        day = its_day;
        show_shift(shift, reader, context, board, roster, fits);
    }
}

} // namespace dorfnetz::planning
