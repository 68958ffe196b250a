#include "features/activities/need_form.hpp"

#include "features/activities/shift_plan.hpp"
#include "features/vocabularies/api.hpp"

#include <algorithm>

namespace dorfnetz::activities {

namespace {

using std::chrono::minutes;
using web::Choice;
using web::Context;
using web::Field;
using web::FormValues;
using web::Input;

// What ends before it begins is meant for the night, as long as nobody works longer than that.
constexpr minutes longest_night = std::chrono::hours(10);
constexpr minutes lengths[] = {minutes(30),  minutes(60),  minutes(90),  minutes(120),
                               minutes(180), minutes(240), minutes(360), minutes(480)};

std::vector<Choice> proof_choices(const Context& context)
{
    std::vector<Choice> choices;
    for (const auto& entry : vocabularies::entries("proofs"))
        choices.push_back({entry.key, entry.label(context.language)});
    return choices;
}

std::vector<Choice> length_choices(const Context& context)
{
    std::vector<Choice> choices{{"", context.t("gar nicht"_de)}, {"30", context.t("jede halbe Stunde"_de)}};
    for (const auto length : lengths) {
        if (length == minutes(30))
            continue;
        const auto number = i18n::format_number(context.language, static_cast<double>(length.count()) / 60,
                                                length.count() % 60 ? 1 : 0);
        choices.push_back({std::to_string(length.count()), length == minutes(60)
                                                               ? context.t("jede Stunde"_de)
                                                               : context.t("alle {1} Stunden"_de, {number})});
    }
    return choices;
}

int days_of(const ActivityDraft& activity)
{
    return days_between(calendar::date_of(activity.first.begin),
                        calendar::date_of(activity.first.end - minutes(1)));
}

std::vector<Choice> day_choices(const Context& context, const ActivityDraft& activity)
{
    std::vector<Choice> choices{{"", context.t("am Tag selbst"_de)}};
    const auto around = static_cast<int>(longest_around.count());
    for (int days = -around; days <= days_of(activity) + around; ++days)
        choices.push_back({std::to_string(days), day_offset_text(context, days)});
    return choices;
}

// What somebody typed for the hours: from when to when, reckoned from the beginning of the date.
std::optional<Within> typed_within(const FormValues& values, const ActivityDraft& activity,
                                   std::vector<FieldError>& errors)
{
    if (!values.has("von") && !values.has("bis")) {
        if (values.has("tag"))
            errors.push_back({"von", "Schreib dazu, von wann bis wann."_de});
        return std::nullopt;
    }
    const auto begin = values.time("von");
    const auto end = values.time("bis");
    if (!begin || !end) {
        errors.push_back({values.has("von") ? "bis" : "von",
                          "Schreib beides hin, von wann bis wann. Oder lass beides leer."_de});
        return std::nullopt;
    }
    const auto day =
        add_days(calendar::date_of(activity.first.begin), static_cast<int>(values.number("tag").value_or(0)));
    LocalSpan span{.begin = calendar::at(day, *begin), .end = calendar::at(day, *end)};
    if (span.end <= span.begin && span.end + std::chrono::days(1) - span.begin <= longest_night)
        span.end += std::chrono::days(1);
    return Within{.starts_after = span.begin - activity.first.begin, .lasts = span.end - span.begin};
}

minutes length_of(const ActivityDraft& activity)
{
    // Whole days end with their last minute.
    return activity.first.end - activity.first.begin + minutes(activity.all_day ? 1 : 0);
}

} // namespace

int days_between(Date first, Date second)
{
    return static_cast<int>((std::chrono::sys_days(second) - std::chrono::sys_days(first)).count());
}

std::vector<Field> need_fields(const Context& context, NeedKind kind)
{
    const auto t = [&](German text) { return context.t(text); };
    if (kind == NeedKind::thing)
        return {{.name = "titel",
                 .label = t("Was wird gebraucht?"_de),
                 .required = true,
                 .help = t("Kuchen, Biertische, ein Anhänger."_de),
                 .longest = 120},
                {.name = "beschreibung",
                 .label = t("Was ist dabei wichtig?"_de),
                 .input = Input::long_text,
                 .help = t("Wann und wo man es abgibt, ob man es wiederbekommt."_de),
                 .longest = 1000},
                {.name = "zusage",
                 .label = t("Wer etwas mitbringen will"_de),
                 .input = Input::one_of,
                 .required = true,
                 .choices = {{"at_once", t("kann es gleich fest zusagen"_de)},
                             {"by_host", t("fragt an, und ihr sagt Ja oder Nein"_de)}}}};
    return {
        {.name = "titel",
         .label = t("Was ist zu tun?"_de),
         .required = true,
         .help = t("Kurz: Grillstand, Aufbau, Ausleihe."_de),
         .longest = 120},
        {.name = "beschreibung",
         .label = t("Was genau?"_de),
         .input = Input::long_text,
         .help = t("Was man macht, wo man sich meldet, was man anzieht."_de),
         .longest = 1000},
        {.name = "zusage",
         .label = t("Wer helfen will"_de),
         .input = Input::one_of,
         .required = true,
         .choices = {{"at_once", t("kann gleich fest zusagen"_de)},
                     {"by_host", t("fragt an, und ihr sagt Ja oder Nein"_de)}}},
        {.name = "rundum",
         .label = t("Auf- oder Abbau: geht auch vor dem Beginn und nach dem Ende"_de),
         .input = Input::yes,
         .mark_optional = false},
        {.name = "", .label = t("Nicht jeder kann oder darf das"_de), .input = Input::fold},
        {.name = "koennen",
         .label = t("Was sollte man können?"_de),
         .help = t("„Schwer heben“, „mit der Kasse umgehen“"_de)},
        {.name = "alter", .label = t("Ab welchem Alter?"_de), .input = Input::number, .least = 1, .most = 99},
        {.name = "nachweis",
         .label = t("Welchen Nachweis braucht man?"_de),
         .input = Input::one_of,
         .help = t("Schaut ihn euch am Tag selbst an. Hier wird nichts davon gespeichert."_de),
         .choices = proof_choices(context)}};
}

FormValues values_of(const NeedDraft& draft)
{
    FormValues values;
    values.set("titel", draft.title)
        .set("beschreibung", draft.description)
        .set("zusage", std::string(to_text(draft.admission)))
        .set("koennen", draft.skills)
        .set("alter", draft.minimum_age ? std::to_string(*draft.minimum_age) : std::string())
        .set("nachweis", draft.proof);
    if (draft.is_around)
        values.set("rundum", "1");
    return values;
}

NeedDraft need_from(const FormValues& values, NeedKind kind)
{
    return {.kind = kind,
            .title = values.text("titel"),
            .description = values.text("beschreibung"),
            .skills = values.text("koennen"),
            .minimum_age = values.number("alter"),
            .proof = values.text("nachweis"),
            .admission = admission_from_text(values.text("zusage")).value_or(Admission::at_once),
            .is_around = values.has("rundum")};
}

std::vector<Field> time_fields(const Context& context, const ActivityDraft& activity, NeedKind kind,
                               Times times)
{
    const auto t = [&](German text) { return context.t(text); };
    if (kind == NeedKind::thing)
        return {{.name = "hoechstens",
                 .label = t("Wie viele Stück?"_de),
                 .input = Input::number,
                 .required = true,
                 .least = 1,
                 .most = most_places}};
    std::vector<Field> fields{
        {.name = "", .label = t("Wann und wie viele?"_de), .input = Input::heading},
        {.name = "von",
         .label = t("Von"_de),
         .input = Input::time,
         .help = t("Leer: die ganze Zeit."_de),
         .mark_optional = false},
        {.name = "bis", .label = t("Bis"_de), .input = Input::time, .mark_optional = false}};
    if (times == Times::several)
        fields.push_back({.name = "alle",
                          .label = t("Wann löst ihr euch ab?"_de),
                          .input = Input::one_of,
                          .help = t("Von 10 bis 22 Uhr alle 2 Stunden macht sechs Schichten."_de),
                          .choices = length_choices(context),
                          .mark_optional = false});
    fields.push_back({.name = "tag",
                      .label = t("An welchem Tag?"_de),
                      .input = Input::one_of,
                      .help = t("Anders nur für Auf- und Abbau, und wenn es mehrere Tage dauert."_de),
                      .choices = day_choices(context, activity),
                      .mark_optional = false});
    fields.push_back({.name = "mindestens",
                      .label = t("Wie viele Leute mindestens?"_de),
                      .input = Input::number,
                      .required = true,
                      .most = most_places});
    fields.push_back({.name = "hoechstens",
                      .label = t("Wie viele höchstens?"_de),
                      .input = Input::number,
                      .required = true,
                      .least = 1,
                      .most = most_places});
    return fields;
}

FormValues values_of(const ActivityDraft& activity, const NeedTime& time)
{
    FormValues values;
    values.set("mindestens", std::to_string(time.least)).set("hoechstens", std::to_string(time.most));
    if (!time.within)
        return values;
    const auto begin = activity.first.begin + time.within->starts_after;
    values.set("von", calendar::clock_text(begin))
        .set("bis", calendar::clock_text(begin + time.within->lasts));
    if (const int days = days_between(calendar::date_of(activity.first.begin), calendar::date_of(begin));
        days != 0)
        values.set("tag", std::to_string(days));
    return values;
}

std::vector<NeedTime> times_from(const FormValues& values, const ActivityDraft& activity, NeedKind kind,
                                 std::vector<FieldError>& errors)
{
    NeedTime time{.most = values.number("hoechstens").value_or(0)};
    time.least = kind == NeedKind::thing ? time.most : values.number("mindestens").value_or(0);
    if (kind == NeedKind::thing)
        return {time};
    auto within = typed_within(values, activity, errors);
    const auto every = values.number("alle");
    if (!within && every)
        within = Within{.starts_after = {}, .lasts = length_of(activity)};
    if (!within || within->lasts <= minutes(0)) {
        time.within = within;
        return {time};
    }
    std::vector<NeedTime> times;
    for (const auto& each : shifts_every(*within, every ? std::optional(minutes(*every)) : std::nullopt)) {
        time.within = each;
        times.push_back(time);
    }
    return times;
}

} // namespace dorfnetz::activities
