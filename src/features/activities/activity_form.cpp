#include "features/activities/activity_form.hpp"

#include "features/activities/series.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/search/folding.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace dorfnetz::activities {

namespace {

using web::Choice;
using web::Context;
using web::Field;
using web::FormValues;
using web::Input;

std::vector<Choice> words(const Context& context, std::string_view list)
{
    std::vector<Choice> choices;
    for (const auto& entry : vocabularies::entries(list))
        choices.push_back({entry.key, entry.label(context.language)});
    return choices;
}

std::vector<Choice> village_choices(const organisations::Register& entries)
{
    std::vector<Choice> choices;
    for (const auto& village : entries.villages)
        if (village.in_network)
            choices.push_back({village.id.text(), village.name});
    return choices;
}

German label_of(Repeat repeat)
{
    switch (repeat) {
    case Repeat::once:
        return "einmal"_de;
    case Repeat::daily:
        return "jeden Tag"_de;
    case Repeat::weekly:
        return "jede Woche"_de;
    case Repeat::fortnightly:
        return "alle zwei Wochen"_de;
    case Repeat::monthly_on_day:
        return "jeden Monat am selben Tag, etwa immer am 15."_de;
    case Repeat::monthly_on_weekday:
        return "jeden Monat am selben Wochentag, etwa jeden zweiten Samstag"_de;
    case Repeat::yearly:
        return "jedes Jahr"_de;
    case Repeat::other:
        return "wie bisher"_de;
    }
    return {};
}

std::vector<Choice> repeat_choices(const Context& context, const ActivityDraft& draft)
{
    std::vector<Choice> choices;
    for (const auto repeat : repeats)
        choices.push_back({std::string(to_text(repeat)), context.t(label_of(repeat))});
    const auto first_day = calendar::date_of(draft.first.begin);
    if (series_of(draft.rule, first_day).repeat == Repeat::other)
        choices.push_back({std::string(to_text(Repeat::other)), context.t(label_of(Repeat::other))});
    return choices;
}

std::vector<Choice> weekday_choices(const Context& context)
{
    std::vector<Choice> choices;
    int number = 0;
    for (const auto& entry : vocabularies::entries("weekdays"))
        choices.push_back({std::to_string(++number), entry.label(context.language)});
    return choices;
}

// "51.6612, 12.5403", as maps show it.
std::optional<calendar::Point> point_from(std::string_view text)
{
    std::vector<double> numbers;
    for (const auto& part : split_list(text, ", ;")) {
        double number = 0;
        const auto read = std::from_chars(part.data(), part.data() + part.size(), number);
        if (read.ec != std::errc() || read.ptr != part.data() + part.size())
            return std::nullopt;
        numbers.push_back(number);
    }
    if (numbers.size() != 2 || numbers[0] < -90 || numbers[0] > 90 || numbers[1] < -180 || numbers[1] > 180)
        return std::nullopt;
    return calendar::Point{numbers[0], numbers[1]};
}

template <class Id>
std::vector<std::string> texts_of(const std::vector<Id>& ids)
{
    std::vector<std::string> texts;
    for (const auto& id : ids)
        texts.push_back(id.text());
    return texts;
}

// The public entry that is called so; if there is none, all in whose name it occurs: "Gartenfreunde".
std::vector<const organisations::Entry*> entries_called(std::string_view typed,
                                                        const organisations::Register& entries)
{
    const auto wanted = search::fold(typed);
    std::vector<const organisations::Entry*> found;
    for (const auto& entry : entries.entries) {
        if (!entry.is_public())
            continue;
        if (entry.folded_name == wanted || search::fold(entry.short_name) == wanted)
            return {&entry};
        if (!wanted.empty() && entry.folded_name.find(wanted) != std::string::npos)
            found.push_back(&entry);
    }
    return found;
}

constexpr std::ptrdiff_t most_named = 3; // of those that somebody may have meant

void read_hosts(ActivityDraft& draft, const FormValues& values, const FormGround& ground,
                std::vector<FieldError>& errors)
{
    draft.hosts.clear();
    if (values.has("gastgeber"))
        draft.hosts.emplace_back(values.text("gastgeber"));
    for (const auto& line : split_list(values.text("mit"), "\n")) {
        const auto found = entries_called(line, ground.entries);
        if (found.empty())
            errors.push_back(
                {"mit", "„{1}“ steht nicht im Verzeichnis. Schreib den Namen so wie dort."_de, {line}});
        else if (found.size() > 1) {
            std::vector<std::string> names;
            for (const auto* entry : found)
                if (std::ssize(names) < most_named)
                    names.push_back(entry->name);
            errors.push_back({"mit",
                              "„{1}“ heißen mehrere, etwa {2}. Schreib mehr vom Namen."_de,
                              {line, join(names, ", ")}});
        } else if (std::find(draft.hosts.begin(), draft.hosts.end(), found.front()->id) == draft.hosts.end())
            draft.hosts.push_back(found.front()->id);
    }
}

constexpr std::chrono::minutes latest_end_of_a_night{8 * 60};

void read_when(ActivityDraft& draft, const FormValues& values, std::vector<FieldError>& errors)
{
    const auto first_day = values.date("tag");
    if (!first_day)
        return; // said already
    const auto last_day = values.date("bis_tag");
    draft.all_day = values.has("ganztags");
    if (draft.all_day) {
        draft.first = whole_days(*first_day, last_day.value_or(*first_day));
        return;
    }
    const auto begin = values.time("beginn");
    const auto end = values.time("ende");
    if (!values.has("beginn"))
        errors.push_back({"beginn", "Wann geht es los? Oder kreuz „den ganzen Tag“ an."_de});
    if (!values.has("ende"))
        errors.push_back({"ende", "Wann ist es etwa zu Ende?"_de});
    // Into the night without a word about the next day, but hardly until noon: more likely a slip.
    const bool is_before = begin && end && !last_day && end.value() < begin.value();
    if (is_before && end.value() > latest_end_of_a_night)
        errors.push_back(
            {"ende",
             "Das liegt vor dem Beginn. Geht es bis zum nächsten Tag, schreib ihn unter „Bis zum Tag“."_de});
    if (begin && end)
        draft.first = span_of({.first = *first_day, .last = last_day, .begin = *begin, .end = *end});
}

void read_series(ActivityDraft& draft, const FormValues& values, std::vector<FieldError>& errors)
{
    const auto first_day = calendar::date_of(draft.first.begin);
    Series series{.repeat = repeat_from_text(values.text("wiederholung")).value_or(Repeat::once),
                  .last_day = values.date("serie_bis"),
                  .rule = draft.rule};
    if (series.repeat == Repeat::weekly || series.repeat == Repeat::fortnightly)
        for (const auto& weekday : values.all("wochentage"))
            series.weekdays.push_back(weekday.front() - '0');
    if (series.repeat != Repeat::once && series.last_day && *series.last_day < first_day)
        errors.push_back({"serie_bis", "Das liegt vor dem ersten Termin."_de});
    draft.rule = rule_of(series, first_day);
}

} // namespace

FormGround form_ground(const Context& context, const organisations::Register& entries)
{
    FormGround ground{.entries = entries, .own_hosts = {}};
    for (const auto& entry : entries.entries)
        if (entry.status != organisations::Status::archived &&
            organisations::may_edit(context.actor, entry.id, entry.villages))
            ground.own_hosts.push_back({entry.id.text(), entry.name});
    return ground;
}

std::vector<Field> fields_of_form(const Context& context, const FormGround& ground,
                                  const ActivityDraft& draft)
{
    const auto t = [&](German text) { return context.t(text); };
    const auto villages = village_choices(ground.entries);
    // Who was invited to join in sees who answers for it, and may not be able to choose that organisation.
    auto hosts = ground.own_hosts;
    if (const auto* first = draft.hosts.empty() ? nullptr : ground.entries.entry(draft.hosts.front());
        first && std::none_of(hosts.begin(), hosts.end(),
                              [&](const Choice& choice) { return choice.value == first->id.text(); }))
        hosts.push_back({first->id.text(), first->name});
    return {
        {.name = "titel", .label = t("Titel"_de), .required = true, .longest = 120},
        {.name = "art",
         .label = t("Was ist es?"_de),
         .input = Input::one_of,
         .required = true,
         .choices = words(context, "activity_kinds")},
        {.name = "gastgeber",
         .label = t("Wer lädt ein?"_de),
         .input = Input::one_of,
         .required = true,
         .choices = std::move(hosts)},
        {.name = "mit",
         .label = t("Gemeinsam mit"_de),
         .input = Input::long_text,
         .help = t(
             "Andere Vereine, die mitmachen: in jede Zeile einer. Ein Teil des Namens aus dem Verzeichnis genügt."_de),
         .longest = 1000},
        {.name = "", .label = t("Wann?"_de), .input = Input::heading},
        {.name = "tag",
         .label = t("Tag"_de),
         .input = Input::date,
         .required = true,
         .help = t("Bei einer Wiederholung der erste."_de)},
        {.name = "ganztags", .label = t("den ganzen Tag"_de), .input = Input::yes, .mark_optional = false},
        {.name = "beginn", .label = t("Beginn"_de), .input = Input::time, .mark_optional = false},
        {.name = "ende",
         .label = t("Ende"_de),
         .input = Input::time,
         .help = t("Ungefähr genügt."_de),
         .mark_optional = false},
        {.name = "bis_tag",
         .label = t("Bis zum Tag"_de),
         .input = Input::date,
         .help = t("Nur wenn es mehrere Tage dauert."_de)},
        {.name = "wiederholung",
         .label = t("Wie oft?"_de),
         .input = Input::one_of,
         .required = true,
         .choices = repeat_choices(context, draft)},
        {.name = "wochentage",
         .label = t("An welchen Wochentagen?"_de),
         .input = Input::many_of,
         .help = t("Nur bei „jede Woche“ und „alle zwei Wochen“. Ohne Kreuz: wie der erste Tag."_de),
         .choices = weekday_choices(context),
         .mark_optional = false},
        {.name = "serie_bis",
         .label = t("Zum letzten Mal am"_de),
         .input = Input::date,
         .help = t("Leer: bis auf Weiteres."_de)},
        {.name = "", .label = t("Wo?"_de), .input = Input::heading},
        {.name = "ort_dorf", .label = t("Dorf"_de), .input = Input::one_of, .choices = villages},
        {.name = "ort",
         .label = t("Ort"_de),
         .help = t("So, dass man es findet: Dorfgemeinschaftshaus, am Teich."_de)},
        {.name = "adresse", .label = t("Straße und Hausnummer"_de)},
        {.name = "doerfer",
         .label = t("Für welche Dörfer ist es?"_de),
         .input = Input::many_of,
         .help =
             t("Dort steht es auf der Seite des Dorfes. Ohne Kreuz: nur im Dorf, in dem es stattfindet."_de),
         .choices = villages},
        {.name = "", .label = t("Worum geht es?"_de), .input = Input::heading},
        {.name = "beschreibung", .label = t("Beschreibung"_de), .input = Input::markdown, .longest = 10'000},
        {.name = "", .label = t("Mehr, was Gäste wissen wollen"_de), .input = Input::fold},
        {.name = "kosten", .label = t("Was kostet es?"_de), .help = t("„frei“, „5 Euro, Kinder frei“"_de)},
        {.name = "mitbringen", .label = t("Was bringt man mit?"_de), .longest = 500},
        {.name = "zugang",
         .label = t("Wie kommt man hinein?"_de),
         .input = Input::long_text,
         .help = t("Für alle, die schlecht gehen, sehen oder hören: Stufen, Toilette, Sitzplätze."_de),
         .longest = 1000},
        {.name = "plaetze",
         .label = t("Plätze für Gäste"_de),
         .input = Input::number,
         .least = 1,
         .most = 100'000},
        {.name = "punkt",
         .label = t("Punkt auf der Karte"_de),
         .help = t("Breite und Länge, etwa 51.6612, 12.5403."_de)},
        {.name = "felder",
         .label = t("Einsatzfelder"_de),
         .input = Input::many_of,
         .choices = words(context, "fields")}};
}

FormValues values_of(const FormGround& ground, const ActivityDraft& draft)
{
    FormValues values;
    values.set("titel", draft.title)
        .set("art", draft.kind)
        .set("wiederholung", std::string(to_text(Repeat::once)))
        .set("beschreibung", draft.description)
        .set("kosten", draft.cost)
        .set("mitbringen", draft.bring)
        .set("zugang", draft.access_notes)
        .set("ort", draft.place_name)
        .set("adresse", draft.place_address)
        .set("ort_dorf", draft.place_village ? draft.place_village->text() : std::string())
        .set("doerfer", texts_of(draft.villages))
        .set("felder", draft.fields)
        .set("plaetze", draft.capacity ? std::to_string(*draft.capacity) : std::string());
    if (draft.point)
        values.set("punkt", fmt::format("{:.5f}, {:.5f}", draft.point->latitude, draft.point->longitude));
    if (draft.hosts.empty()) {
        if (ground.own_hosts.size() == 1)
            values.set("gastgeber", ground.own_hosts.front().value);
    } else {
        values.set("gastgeber", draft.hosts.front().text());
        std::string others;
        for (std::size_t i = 1; i < draft.hosts.size(); ++i)
            if (const auto* entry = ground.entries.entry(draft.hosts[i]))
                others += (others.empty() ? "" : "\n") + entry->name;
        values.set("mit", others);
    }
    if (draft.first == LocalSpan{})
        return values;
    const auto first_day = calendar::date_of(draft.first.begin);
    const auto last_day = calendar::date_of(draft.first.end);
    values.set("tag", to_iso(first_day));
    const bool ends_at_night =
        !draft.all_day && draft.first.end - draft.first.begin < std::chrono::days(1) && last_day != first_day;
    if (last_day != first_day && !ends_at_night)
        values.set("bis_tag", to_iso(last_day));
    if (draft.all_day)
        values.set("ganztags", "1");
    else
        values.set("beginn", calendar::clock_text(draft.first.begin))
            .set("ende", calendar::clock_text(draft.first.end));
    const auto series = series_of(draft.rule, first_day);
    values.set("wiederholung", std::string(to_text(series.repeat)));
    if (series.last_day)
        values.set("serie_bis", to_iso(*series.last_day));
    std::vector<std::string> weekdays;
    for (const int weekday : series.weekdays)
        weekdays.push_back(std::to_string(weekday));
    values.set("wochentage", weekdays);
    return values;
}

ActivityDraft draft_from(const FormValues& values, const FormGround& ground, const ActivityDraft& before,
                         std::vector<FieldError>& errors)
{
    ActivityDraft draft = before;
    draft.title = values.text("titel");
    draft.kind = values.text("art");
    draft.description = values.text("beschreibung");
    draft.cost = values.text("kosten");
    draft.bring = values.text("mitbringen");
    draft.access_notes = values.text("zugang");
    draft.place_name = values.text("ort");
    draft.place_address = values.text("adresse");
    draft.capacity = values.number("plaetze");
    draft.fields = values.all("felder");
    draft.place_village =
        values.has("ort_dorf") ? std::optional(VillageId{values.text("ort_dorf")}) : std::nullopt;
    draft.villages.clear();
    for (const auto& village : values.all("doerfer"))
        draft.villages.emplace_back(village);
    if (draft.villages.empty() && draft.place_village)
        draft.villages.push_back(*draft.place_village);
    draft.point.reset();
    if (values.has("punkt")) {
        draft.point = point_from(values.text("punkt"));
        if (!draft.point)
            errors.push_back({"punkt", "Schreib Breite und Länge so: 51.6612, 12.5403."_de});
    }
    read_hosts(draft, values, ground, errors);
    read_when(draft, values, errors);
    read_series(draft, values, errors);
    return draft;
}

} // namespace dorfnetz::activities
