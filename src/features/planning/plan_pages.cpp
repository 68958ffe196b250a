#include "features/planning/board.hpp"
#include "features/planning/planning_pages.hpp"
#include "features/planning/planning_store.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/question.hpp"

#include <algorithm>
#include <array>

// "Wer macht was?": the plan of an activity is worked out, shown as a board, and discarded.
namespace dorfnetz::planning {

namespace {

using web::Context;
using web::Field;
using web::Input;

constexpr std::string_view enough_pattern = "/redaktion/termine/{id}/plan/reicht";
constexpr std::string_view stop_pattern = "/redaktion/termine/{id}/plan/abbrechen";
constexpr std::string_view discard_pattern = "/redaktion/termine/{id}/plan/verwerfen";

constexpr std::array<std::int64_t, 5> most_shifts_choices{1, 2, 3, 5, 10};
constexpr std::array<std::pair<std::int64_t, German>, 4> rest_choices{
    {{0, "keine"_de},
     {60, "eine Stunde"_de},
     {8 * 60, "8 Stunden"_de},
     {11 * 60, "11 Stunden, wie nach einem Arbeitstag"_de}}};
constexpr std::array<std::pair<std::int64_t, German>, 3> time_choices{
    {{5, "höchstens 5 Sekunden"_de}, {20, "höchstens 20 Sekunden"_de}, {60, "höchstens eine Minute"_de}}};

template <class Choices>
std::vector<web::Choice> choices_of(const Context& context, const Choices& choices)
{
    std::vector<web::Choice> out;
    for (const auto& [value, label] : choices)
        out.push_back({std::to_string(value), context.t(label)});
    return out;
}

std::vector<Field> rule_fields(const Context& context)
{
    Field most{.name = "hoechstens",
               .label = context.t("Einsätze je Person höchstens"_de),
               .input = Input::one_of,
               .required = true};
    for (const auto number : most_shifts_choices)
        most.choices.push_back({std::to_string(number), i18n::format_number(context.language, number)});
    return {std::move(most),
            {.name = "pause",
             .label = context.t("Pause zwischen zwei Einsätzen"_de),
             .input = Input::one_of,
             .required = true,
             .choices = choices_of(context, rest_choices)},
            {.name = "zeit",
             .label = context.t("Wie lange gerechnet wird"_de),
             .input = Input::one_of,
             .required = true,
             .help = context.t("Bei großen Festen lohnt sich eine Minute."_de),
             .choices = choices_of(context, time_choices)}};
}

enum class Form { first, again };

// Once there is a plan, what hosts have changed can be left to the program again.
std::vector<Field> fields_of(const Context& context, Form form)
{
    auto fields = rule_fields(context);
    if (form == Form::again)
        fields.push_back(
            {.name = "alles",
             .label = context.t("Auch neu verteilen, was ihr gesetzt oder herausgenommen habt"_de),
             .input = Input::yes});
    return fields;
}

std::vector<std::pair<std::string, std::string>> fields_for(const Rules& rules)
{
    return {{"hoechstens", std::to_string(rules.most_shifts)},
            {"pause", std::to_string(rules.rest.count())},
            {"zeit", std::to_string(rules.time.count())}};
}

html::Safe rule_form(const Context& context, const ActivityId& activity, const Rules& rules, Form form)
{
    web::FormValues values;
    for (const auto& [name, value] : fields_for(rules))
        values.set(name, value);
    return web::draw_form(
        context,
        {.action = path_of(activity),
         .pattern = std::string(plan_pattern),
         .submit = context.t(form == Form::first ? "So ausrechnen"_de : "Neu ausrechnen"_de)},
        fields_of(context, form), values);
}

html::Safe discard_button(const Context& context, const ActivityId& activity)
{
    return web::draw_button(context, {.action = path_of(activity, "/verwerfen"),
                                      .pattern = std::string(discard_pattern),
                                      .submit = context.t("Plan verwerfen"_de),
                                      .plain = true});
}

void show_progress(html::Page& page, db::Reader& reader, const Context& context, const Plan& plan)
{
    const auto job = jobs::status_of(reader, context.network.id, plan.job).value();
    page.add("WORKING")
        .set("TOTAL", std::max<std::int64_t>(job.total, 1))
        .set("COUNT", job.done)
        .set("LIMIT_TEXT", context.t("Das dauert höchstens {1} Sekunden. Danach steht der Vorschlag hier."_de,
                                     {i18n::format_number(context.language, plan.rules.time.count())}))
        .set("SCRIPT_URL", web::asset("js/planning.js"))
        .set("STOP", web::draw_button(context, {.action = path_of(plan.activity, "/abbrechen"),
                                                .pattern = std::string(stop_pattern),
                                                .submit = context.t("Abbrechen"_de),
                                                .plain = true}))
        .set("ENOUGH", web::draw_button(context, {.action = path_of(plan.activity, "/reicht"),
                                                  .pattern = std::string(enough_pattern),
                                                  .submit = context.t("Das Beste bis jetzt nehmen"_de)}))
        .set("RELOAD_URL", context.url(path_of(plan.activity)));
}

void show_beginning(html::Page& page, db::Reader& reader, const Context& context, const ActivityId& activity,
                    const std::optional<Plan>& plan)
{
    const auto rosters = rosters_of(reader, context, activity);
    const auto open =
        std::ranges::count_if(rosters, [](const Roster& roster) { return roster.open_places() > 0; });
    if (open == 0) {
        page.add("NOTHING");
        return;
    }
    const auto rules = plan ? plan->rules : Rules{};
    page.add("BEGIN")
        .set("OPEN_TEXT", i18n::translate_count(context.language, "Eine Schicht hat noch freie Plätze."_de,
                                                "{1} Schichten haben noch freie Plätze."_de, open))
        .show_if(plan.has_value(), "FAILED")
        .set("BUTTON", web::draw_button(context,
                                        {.action = path_of(activity),
                                         .pattern = std::string(plan_pattern),
                                         .submit = context.t("Vorschlag ausrechnen"_de)},
                                        fields_for(rules)))
        .set("FORM", rule_form(context, activity, rules, Form::first));
}

Result<http::Response> show_plan(Context& context)
{
    return plan_page(context, {});
}

std::int64_t chosen_of(const web::FormValues& values, std::string_view name, std::int64_t otherwise)
{
    return values.number(name).value_or(otherwise);
}

Result<http::Response> post_plan(Context& context)
{
    const auto sent = web::read_form(context, fields_of(context, Form::again));
    if (!sent.ok())
        return plan_page(context, sent.error());
    const Rules rules{.most_shifts = chosen_of(sent.values, "hoechstens", 2),
                      .rest = std::chrono::minutes(chosen_of(sent.values, "pause", 0)),
                      .time = std::chrono::seconds(chosen_of(sent.values, "zeit", 5))};
    const auto done = context.pool().write(context.scope(), [&](db::Tx& tx) {
        return begin(tx, context, asked_activity(context), rules,
                     sent.values.has("alles") ? Anew::all : Anew::keeping);
    });
    if (done)
        return web::redirect(context, path_of(asked_activity(context)));
    if (done.error().kind == Err::missing)
        return done.error();
    return plan_page(context, done.error());
}

Result<http::Response> post_enough(Context& context)
{
    return change_plan(context, "Gleich steht das Beste da, was bis jetzt gefunden ist."_de,
                       [&](db::Tx& tx) { return take_best_so_far(tx, context, asked_activity(context)); });
}

Result<http::Response> post_stop(Context& context)
{
    return change_plan(context, "Abgebrochen."_de,
                       [&](db::Tx& tx) { return stop(tx, context, asked_activity(context)); });
}

Result<http::Response> post_discard(Context& context)
{
    if (!web::is_sure(context))
        return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
            const auto hosted = TRY(hosted_activity(reader, context, asked_activity(context)));
            return web::question_page(
                context, {.heading = context.t("Plan verwerfen?"_de),
                          .what_happens = context.t(
                              "Auch was ihr gesetzt und herausgenommen habt und alle notierten Wünsche gehen "
                              "verloren. "
                              "Wer schon gefragt ist oder zugesagt hat, bleibt gefragt und zugesagt. Was für "
                              "Menschen geplant ist, die du "
                              "nicht fragen darfst, bleibt stehen."_de),
                          .button = {.action = path_of(hosted.activity, "/verwerfen"),
                                     .pattern = std::string(discard_pattern),
                                     .submit = context.t("Plan verwerfen"_de),
                                     .danger = true},
                          .back = path_of(hosted.activity),
                          .crumbs = crumbs_below(context, hosted)});
        });
    return change_plan(context, "Der Plan ist verworfen."_de,
                       [&](db::Tx& tx) { return discard(tx, context, asked_activity(context)); });
}

} // namespace

Result<http::Response> plan_page(const Context& context, const std::optional<Error>& refused)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto hosted = TRY(hosted_activity(reader, context, asked_activity(context)));
        const auto plan = store::plan_of(reader, context.network.id, hosted.activity);
        html::Page page;
        page.set("ACTIVITY", hosted.title)
            .set("BACK_URL", context.url("/redaktion/termine/" + hosted.activity.text() + "/zusagen"));
        if (plan && is_working(reader, context.network.id, *plan))
            show_progress(page, reader, context, *plan);
        else if (plan && plan->made_at)
            show_board(page, reader, context, *plan,
                       {.again = rule_form(context, hosted.activity, plan->rules, Form::again),
                        .discard = discard_button(context, hosted.activity)});
        else
            show_beginning(page, reader, context, hosted.activity, plan);
        web::show_refused(page, context, refused);
        return web::page(
            context,
            {.title = context.t("Wer macht was?"_de), .crumbs = crumbs_of(context, hosted), .index = false},
            context.render("planning_board", page), refused ? web::status_of(refused->kind) : 200);
    });
}

void add_plan_pages(web::Site& site)
{
    const auto hosts = web::Access::entry_editors();
    site.get(std::string(plan_pattern), hosts, show_plan, plan_examples());
    site.post(std::string(plan_pattern), hosts, post_plan);
    site.post(std::string(enough_pattern), hosts, post_enough);
    site.post(std::string(stop_pattern), hosts, post_stop);
    site.post(std::string(discard_pattern), hosts, post_discard);
}

} // namespace dorfnetz::planning
