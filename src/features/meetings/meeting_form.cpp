#include "features/meetings/meeting_form.hpp"

#include "features/mandates/api.hpp"
#include "features/meetings/meetings_pages.hpp"
#include "features/organisations/choosing_api.hpp"

#include <set>

namespace dorfnetz::meetings {

namespace {

using web::Choice;
using web::Context;
using web::Field;
using web::FormValues;
using web::Input;

constexpr std::string_view village_prefix = "village:";
constexpr std::string_view group_prefix = "group:";

std::vector<Choice> kinds_for(const Context& context, db::Reader& reader,
                              const organisations::Register& entries)
{
    const auto& actor = context.actor;
    std::vector<Choice> kinds;
    if (actor.is_coordinator())
        kinds.push_back({std::string(to_text(Kind::network)), context.t("das ganze Netzwerk"_de)});
    for (const auto& village : entries.villages)
        if (village.in_network &&
            (actor.is_coordinator() || actor.has(web::Role::lead_editor, village.id.text())))
            kinds.push_back({std::string(village_prefix) + village.id.text(), village.name});
    for (const auto& group : groups::groups_of(reader, context.network.id))
        if (!group.has_ended() &&
            (actor.is_coordinator() ||
             groups::is_speaker(reader, context.network.id, group.id, actor, context.today())))
            kinds.push_back({std::string(group_prefix) + group.id.text(),
                             context.t("Arbeitsgruppe {1}"_de, {group.draft.title})});
    return kinds;
}

std::vector<Choice> leaders_for(const Context& context, db::Reader& reader,
                                const organisations::Register& entries, const Meeting* meeting)
{
    std::set<OrganisationId> leads;
    for (const auto& [village, mandate] : mandates::leads_on(reader, context.network.id, context.today()))
        leads.insert(mandate.organisation);
    if (meeting && meeting->draft.led_by)
        leads.insert(*meeting->draft.led_by);
    std::vector<Choice> choices{{"", context.t("die Koordination"_de)}};
    for (const auto* entry : organisations::own_first(context.actor, entries))
        if (leads.contains(entry->id))
            choices.push_back({entry->id.text(), entry->name});
    return choices;
}

void put_kind(MeetingDraft& draft, std::string_view text)
{
    if (text.starts_with(village_prefix)) {
        draft.kind = Kind::village;
        draft.village = VillageId{text.substr(village_prefix.size())};
    } else if (text.starts_with(group_prefix)) {
        draft.kind = Kind::group;
        draft.group = GroupId{text.substr(group_prefix.size())};
    } else {
        draft.kind = Kind::network;
    }
}

// What ends before it begins is taken for the night after only up to this length.
constexpr std::chrono::hours longest_over_night{12};

std::optional<LocalSpan> span_from(const FormValues& values, std::vector<FieldError>& errors)
{
    const auto day = values.date("tag");
    if (!day)
        return std::nullopt;
    const auto begin = values.time("beginn");
    const auto end = values.time("ende");
    if (!begin)
        errors.push_back({"beginn", "Wann fängt es an?"_de});
    if (!end)
        errors.push_back({"ende", "Wann soll Schluss sein?"_de});
    if (!begin || !end)
        return std::nullopt;
    LocalSpan span{.begin = calendar::at(*day, *begin), .end = calendar::at(*day, *end)};
    if (span.end <= span.begin)
        span.end += std::chrono::days(1); // in the night after
    if (span.end - span.begin > longest_over_night)
        errors.push_back({"ende", "Das Ende liegt vor dem Beginn."_de});
    return span;
}

template <class IdType>
std::optional<IdType> id_from(const FormValues& values, std::string_view name)
{
    auto text = values.text(name);
    return text.empty() ? std::nullopt : std::optional(IdType{std::move(text)});
}

template <class IdType>
std::string text_of(const std::optional<IdType>& id)
{
    return id ? id->text() : std::string();
}

} // namespace

FormGround form_ground(const Context& context, db::Reader& reader, const Meeting* meeting)
{
    FormGround ground{.entries = organisations::shared_register(context, reader)};
    if (!meeting)
        ground.kinds = kinds_for(context, reader, *ground.entries);
    ground.leaders = leaders_for(context, reader, *ground.entries, meeting);
    return ground;
}

html::Url new_meeting_url(const Context& context, const GroupId& group)
{
    return context.url(fmt::format("{}?art={}{}", new_path, group_prefix, group.text()));
}

std::vector<Field> fields_of_form(const Context& context, const FormGround& ground)
{
    std::vector<Field> fields;
    if (!ground.kinds.empty())
        fields.push_back({.name = "art",
                          .label = context.t("Wer trifft sich?"_de),
                          .input = Input::one_of,
                          .required = true,
                          .choices = ground.kinds});
    std::vector<Choice> places{{"", context.t("keins davon"_de)}};
    for (const auto& village : ground.entries->villages)
        places.push_back({village.id.text(), village.name});
    const std::vector<Field> rest{
        {.name = "titel",
         .label = context.t("Wie heißt das Treffen?"_de),
         .required = true,
         .help = context.t("Zum Beispiel: Netzwerktreffen im Advent"_de),
         .longest = 120},
        {.name = "text",
         .label = context.t("Worum geht es?"_de),
         .input = Input::markdown,
         .help = context.t("Ein, zwei Sätze für die Einladung."_de),
         .longest = 4000},
        {.name = "wann", .label = context.t("Wann und wo"_de), .input = Input::heading},
        {.name = "tag",
         .label = context.t("Tag"_de),
         .input = Input::date,
         .help = context.t("Leer lassen, wenn ihr den Termin noch sucht."_de)},
        {.name = "beginn", .label = context.t("Beginn"_de), .input = Input::time, .mark_optional = false},
        {.name = "ende", .label = context.t("Ende"_de), .input = Input::time, .mark_optional = false},
        {.name = "ort", .label = context.t("Wo?"_de), .help = context.t("Zum Beispiel: im Vereinshaus"_de)},
        {.name = "ort_dorf",
         .label = context.t("In welchem Dorf?"_de),
         .input = Input::one_of,
         .choices = places},
        {.name = "video",
         .label = context.t("Adresse für die Teilnahme am Bildschirm"_de),
         .help = context.t("Sie sieht nur, wer teilnimmt."_de),
         .longest = 500},
        {.name = "wer", .label = context.t("Wer leitet, wer liest mit"_de), .input = Input::heading},
        {.name = "leitung",
         .label = context.t("Wer leitet das Treffen?"_de),
         .input = Input::one_of,
         .help = context.t("Wer für diesen Verein schreibt, kann einladen und das Treffen führen."_de),
         .choices = ground.leaders},
        {.name = "publikum",
         .label = context.t("Wer darf Tagesordnung und Protokoll lesen?"_de),
         .input = Input::one_of,
         .required = true,
         .choices = {{"public", context.t("alle"_de)},
                     {"network", context.t("alle, die sich anmelden können"_de)},
                     {"members", context.t("nur, wer teilnimmt"_de)}}},
        {.name = "erinnern",
         .label = context.t("Wie viele Tage vorher erinnern?"_de),
         .input = Input::number,
         .required = true,
         .help = context.t("0: gar nicht"_de),
         .most = 30}};
    fields.insert(fields.end(), rest.begin(), rest.end());
    return fields;
}

FormValues values_of(const MeetingDraft& draft)
{
    FormValues values;
    values.set("titel", draft.title)
        .set("text", draft.description)
        .set("ort", draft.place_name)
        .set("ort_dorf", text_of(draft.place_village))
        .set("video", draft.video_url)
        .set("leitung", text_of(draft.led_by))
        .set("publikum", std::string(to_text(draft.audience)))
        .set("erinnern", std::to_string(draft.reminder_days));
    if (draft.when)
        values.set("tag", to_iso(calendar::date_of(draft.when->begin)))
            .set("beginn", calendar::clock_text(draft.when->begin))
            .set("ende", calendar::clock_text(draft.when->end));
    return values;
}

MeetingDraft draft_from(const FormValues& values, const MeetingDraft& before, std::vector<FieldError>& errors)
{
    auto draft = before;
    if (values.has("art"))
        put_kind(draft, values.text("art"));
    draft.title = values.text("titel");
    draft.description = values.text("text");
    draft.when = span_from(values, errors);
    draft.place_name = values.text("ort");
    draft.place_village = id_from<VillageId>(values, "ort_dorf");
    draft.video_url = values.text("video");
    if (!draft.video_url.empty() && !html::Url::foreign(draft.video_url))
        errors.push_back({"video", "Das ist keine Internetadresse. Sie beginnt mit https://"_de});
    draft.led_by = id_from<OrganisationId>(values, "leitung");
    draft.audience = audience_from_text(values.text("publikum")).value_or(before.audience);
    draft.reminder_days = values.number("erinnern").value_or(before.reminder_days);
    return draft;
}

} // namespace dorfnetz::meetings
