#include "features/asking/several_api.hpp"
#include "features/planning/planning_pages.hpp"
#include "features/planning/planning_store.hpp"
#include "foundation/core/text.hpp"
#include "foundation/web/form.hpp"

#include <fmt/format.h>

#include <algorithm>

// What people told a host they wish for this activity: with whom, until when, what and how often.
namespace dorfnetz::planning {

namespace {

using web::Context;
using web::Field;
using web::Input;

constexpr std::string_view wishes_pattern = "/redaktion/termine/{id}/plan/wuensche";
constexpr std::string_view remove_pattern = "/redaktion/termine/{id}/plan/wuensche/entfernen";

// Whom the actor may ask, by name.
std::vector<web::Choice> people_choices(db::Reader& reader, const Context& context)
{
    std::vector<web::Choice> choices;
    for (const auto& person : people::people_to_ask(reader, context))
        choices.push_back({person.id.text(), person.data.name()});
    std::ranges::sort(choices, {},
                      [](const web::Choice& choice) { return std::pair(choice.label, choice.value); });
    return choices;
}

std::vector<web::Choice> need_choices(const std::vector<Roster>& rosters)
{
    std::vector<web::Choice> choices;
    for (const auto& roster : rosters) {
        const web::Choice choice{roster.open.need.id.text(), roster.open.need.draft.title};
        if (std::ranges::find(choices, choice.value, &web::Choice::value) == choices.end())
            choices.push_back(choice);
    }
    return choices;
}

std::vector<Field> wish_fields(const Context& context, const std::vector<web::Choice>& people,
                               const std::vector<Roster>& rosters)
{
    auto others = people;
    others.insert(others.begin(), {"", context.t("egal mit wem"_de)});
    auto needs = need_choices(rosters);
    needs.insert(needs.begin(), {"", context.t("egal"_de)});
    std::vector<web::Choice> counts{{"", context.t("wie alle"_de)}, {"0", context.t("diesmal gar nicht"_de)}};
    for (std::int64_t number = 1; number <= 10; ++number)
        counts.push_back({std::to_string(number), i18n::format_number(context.language, number)});
    return {
        {.name = "kennt", .label = {}, .input = Input::hidden}, // whose wish the form shows
        {.name = "wer",
         .label = context.t("Wer?"_de),
         .input = Input::one_of,
         .required = true,
         .choices = people},
        {.name = "mit",
         .label = context.t("Gern zusammen mit"_de),
         .input = Input::one_of,
         .choices = others},
        {.name = "bis",
         .label = context.t("Nicht länger als bis"_de),
         .input = Input::time,
         .help = context.t("Zum Beispiel 22 Uhr. Was später endet, wird nicht vorgeschlagen."_de)},
        {.name = "lieber", .label = context.t("Am liebsten"_de), .input = Input::one_of, .choices = needs},
        {.name = "hoechstens",
         .label = context.t("Einsätze höchstens"_de),
         .input = Input::one_of,
         .choices = counts}};
}

std::string name_in(const std::vector<web::Choice>& choices, std::string_view value)
{
    const auto found = std::ranges::find(choices, value, &web::Choice::value);
    return found == choices.end() ? std::string() : found->label;
}

std::string wish_text(const Context& context, const PlanWish& wish, const std::vector<web::Choice>& people,
                      const std::vector<web::Choice>& needs)
{
    std::vector<std::string> parts;
    if (wish.together_with)
        if (const auto name = name_in(people, wish.together_with->text()); !name.empty())
            parts.push_back(context.t("gern zusammen mit {1}"_de, {name}));
    if (wish.not_after)
        parts.push_back(context.t("nicht länger als bis {1} Uhr"_de, {clock_text(*wish.not_after)}));
    if (wish.likes)
        if (const auto title = name_in(needs, wish.likes->text()); !title.empty())
            parts.push_back(context.t("am liebsten: {1}"_de, {title}));
    if (wish.most_shifts == 0)
        parts.push_back(context.t("diesmal gar nicht"_de));
    else if (wish.most_shifts)
        parts.push_back(i18n::translate_count(context.language, "höchstens ein Einsatz"_de,
                                              "höchstens {1} Einsätze"_de, *wish.most_shifts));
    return join(parts, ", ");
}

// Of whom the address names, if the actor may ask them.
web::FormValues values_of(std::string_view person, const std::vector<PlanWish>& wishes,
                          const std::vector<web::Choice>& people)
{
    web::FormValues values;
    if (name_in(people, person).empty())
        return values;
    values.set("wer", std::string(person)).set("kennt", std::string(person));
    const auto found =
        std::ranges::find(wishes, person, [](const PlanWish& wish) { return wish.person.text(); });
    if (found == wishes.end())
        return values;
    values.set("mit", found->together_with ? found->together_with->text() : "")
        .set("lieber", found->likes ? found->likes->text() : "")
        .set("hoechstens", found->most_shifts ? std::to_string(*found->most_shifts) : "");
    if (found->not_after)
        values.set("bis", fmt::format("{:02}:{:02}", found->not_after->count() / 60,
                                      found->not_after->count() % 60));
    return values;
}

Result<http::Response> wishes_page(const Context& context, const std::optional<web::FormValues>& sent,
                                   const std::vector<FieldError>& errors, const std::optional<Error>& refused)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto hosted = TRY(hosted_activity(reader, context, asked_activity(context)));
        if (!store::plan_of(reader, context.network.id, hosted.activity))
            return web::redirect(context, path_of(hosted.activity));
        const auto rosters = rosters_of(reader, context, hosted.activity);
        const auto wishes = store::wishes_of(reader, context.network.id, hosted.activity);
        const auto people = people_choices(reader, context);
        const auto needs = need_choices(rosters);
        html::Page page;
        page.set("ACTIVITY", hosted.title)
            .set("BACK_URL", context.url(path_of(hosted.activity)))
            .set("FORM",
                 web::draw_form(context,
                                {.action = path_of(hosted.activity, "/wuensche"),
                                 .pattern = std::string(wishes_pattern),
                                 .submit = context.t("Wunsch merken"_de)},
                                wish_fields(context, people, rosters),
                                sent ? *sent : values_of(context.query.text("wer"), wishes, people), errors));
        for (const auto& wish : wishes) {
            const auto name = name_in(people, wish.person.text());
            if (name.empty()) // somebody whom the actor may not ask
                continue;
            page.add("WISH")
                .set("NAME", name)
                .set("WISH_TEXT", wish_text(context, wish, people, needs))
                .set("CHANGE_URL",
                     context.url(path_of(hosted.activity, "/wuensche?wer=" + wish.person.text())))
                .set("REMOVE", web::draw_button(context,
                                                {.action = path_of(hosted.activity, "/wuensche/entfernen"),
                                                 .pattern = std::string(remove_pattern),
                                                 .submit = context.t("Entfernen"_de),
                                                 .plain = true},
                                                {{"wer", wish.person.text()}}));
        }
        web::show_refused(page, context, refused);
        return web::page(
            context,
            {.title = context.t("Wünsche"_de), .crumbs = crumbs_below(context, hosted), .index = false},
            context.render("planning_wishes", page), web::form_status(errors, refused));
    });
}

Result<http::Response> show_wishes(Context& context)
{
    return wishes_page(context, {}, {}, {});
}

Result<http::Response> answer_to(const Context& context, const Result<Done>& done,
                                 const std::optional<web::FormValues>& sent, German notice)
{
    if (done)
        return web::redirect_with_notice(context, path_of(asked_activity(context), "/wuensche"), notice);
    if (done.error().kind == Err::missing)
        return done.error();
    return wishes_page(context, sent, done.error().fields, done.error());
}

// The form with what is noted of somebody; nothing if nothing is.
std::optional<web::FormValues> noted_values(const Context& context, std::string_view person)
{
    return context.pool().read([&](db::Reader& reader) -> std::optional<web::FormValues> {
        const auto wishes = store::wishes_of(reader, context.network.id, asked_activity(context));
        if (std::ranges::none_of(wishes, [&](const PlanWish& wish) { return wish.person.text() == person; }))
            return std::nullopt;
        return values_of(person, wishes, people_choices(reader, context));
    });
}

Result<http::Response> post_wish(Context& context)
{
    const auto fields = context.pool().read([&](db::Reader& reader) {
        return wish_fields(context, people_choices(reader, context),
                           rosters_of(reader, context, asked_activity(context)));
    });
    const auto sent = web::read_form(context, fields);
    if (!sent.ok())
        return wishes_page(context, sent.values, sent.errors, {});
    // Something is noted of them already, and this form does not show it.
    const auto noted = noted_values(context, sent.values.text("wer"));
    if (noted && sent.values.text("kennt") != sent.values.text("wer"))
        return wishes_page(
            context, *noted, {},
            Error{
                .kind = Err::stale,
                .text =
                    "Von ihr oder ihm ist schon etwas notiert. Hier steht es: Ergänze es und merk es noch einmal."_de});
    PlanWish wish{.person = PersonId(sent.values.text("wer")),
                  .most_shifts = sent.values.number("hoechstens"),
                  .not_after = sent.values.time("bis")};
    if (sent.values.has("lieber"))
        wish.likes = NeedId(sent.values.text("lieber"));
    if (sent.values.has("mit"))
        wish.together_with = PersonId(sent.values.text("mit"));
    const auto done = context.pool().write(
        context.scope(), [&](db::Tx& tx) { return put_wish(tx, context, asked_activity(context), wish); });
    return answer_to(context, done, sent.values, "Gemerkt. Beim nächsten Ausrechnen zählt es mit."_de);
}

Result<http::Response> post_remove(Context& context)
{
    const PersonId person(std::string(context.form.text("wer")));
    const auto done = context.pool().write(context.scope(), [&](db::Tx& tx) {
        return remove_wish(tx, context, asked_activity(context), person);
    });
    return answer_to(context, done, {}, "Der Wunsch ist entfernt."_de);
}

} // namespace

void add_wish_pages(web::Site& site)
{
    const auto hosts = web::Access::entry_editors();
    site.get(std::string(wishes_pattern), hosts, show_wishes);
    site.post(std::string(wishes_pattern), hosts, post_wish);
    site.post(std::string(remove_pattern), hosts, post_remove);
}

} // namespace dorfnetz::planning
