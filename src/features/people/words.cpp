#include "accounts/audit.hpp"
#include "features/people/history.hpp"
#include "features/people/people_pages.hpp"
#include "features/people/people_store.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/core/text.hpp"

#include <algorithm>

namespace dorfnetz::people {

std::string person_path(const PersonId& id)
{
    return std::string(list_path) + '/' + id.text();
}

std::vector<web::Crumb> crumbs_of(const web::Context& context)
{
    return {{context.t("Schreibtisch"_de), "/redaktion"},
            {context.t("Engagierte"_de), std::string(list_path)}};
}

http::Response plain_page(const web::Context& context, std::string_view heading, const html::Safe& content,
                          int status)
{
    html::Page values;
    values.set("HEADING", heading).set("CONTENT", content);
    return web::page(context, {.title = std::string(heading), .crumbs = crumbs_of(context), .index = false},
                     context.render("person_plain", values), status);
}

void note_erasure(db::Tx& tx, const web::Context& context)
{
    accounts::record_of_network(tx, context, "person.erased");
}

accounts::Viewer record_contact_view(db::Tx& tx, const web::Context& context, const Person& person)
{
    audit(tx, context.network.id, person.id, "contact.viewed", author_of(context));
    return contact_viewer(context.actor, person);
}

accounts::Viewer record_contact_view_today(db::Tx& tx, const web::Context& context, const Person& person)
{
    const accounts::AuditFilter seen_today{
        .user = context.actor.user.text(),
        .subject_kind = "person",
        .subject = person.id.text(),
        .actions = {"contact.viewed"},
        .from = i18n::local_time(context.region(), context.today(), std::chrono::minutes(0))};
    if (accounts::audit_page(tx, context.network.id, seen_today, 1, 0).empty())
        return record_contact_view(tx, context, person);
    return contact_viewer(context.actor, person);
}

std::string village_name(const std::vector<Village>& places, const std::optional<VillageId>& id)
{
    const auto found = std::find_if(places.begin(), places.end(),
                                    [&](const Village& place) { return id && place.id == *id; });
    return found == places.end() ? std::string() : found->name;
}

std::string area_text(i18n::Language language, const std::vector<Village>& places, const Area& area)
{
    std::vector<std::string> parts;
    if (area.whole_network)
        parts.push_back(i18n::translate(language, "ganzes Netzwerk"_de));
    if (area.around)
        parts.push_back(i18n::translate(language, "{1} km um {2}"_de,
                                        {std::to_string(area.radius_km), village_name(places, area.around)}));
    for (const auto& village : area.villages)
        parts.push_back(village_name(places, village));
    return join(parts, ", ");
}

std::string words(i18n::Language language, std::string_view list, const std::vector<std::string>& keys)
{
    std::vector<std::string> labels;
    for (const auto& key : keys)
        labels.push_back(vocabularies::label(list, key, language));
    return join(labels, ", ");
}

std::string times_text(i18n::Language language, const std::vector<FreeTime>& times)
{
    std::vector<std::string> parts;
    for (const auto& day : vocabularies::entries("weekdays")) {
        std::vector<std::string> of_day;
        for (const auto& time : vocabularies::entries("times_of_day"))
            if (std::find(times.begin(), times.end(), FreeTime{day.key, time.key}) != times.end())
                of_day.push_back(time.label(language));
        if (!of_day.empty())
            parts.push_back(day.label(language) + ' ' + join(of_day, ", "));
    }
    return join(parts, "; ");
}

std::vector<Village> places_of(const web::Context& context)
{
    return context.pool().read(
        [&](db::Reader& reader) { return villages::all_places(reader, context.network.id); });
}

std::vector<std::string> address_lines(const PersonDraft& draft, const accounts::Viewer& viewer)
{
    std::vector<std::string> lines;
    if (const auto& street = draft.street.seen_by(viewer); !street.empty())
        lines.push_back(street);
    if (const auto town = std::string(trim(draft.postal_code + ' ' + draft.town)); !town.empty())
        lines.push_back(town);
    return lines;
}

html::Safe alike_list(const web::Context& context, const std::vector<Duplicate>& duplicates)
{
    html::Page values;
    values.set("ICON", web::icon("warning"));
    context.pool().read([&](db::Reader& reader) {
        const auto places = villages::all_places(reader, context.network.id);
        for (const auto& duplicate : duplicates)
            if (const auto person = visible_person(reader, context, duplicate.id))
                values.add("PERSON")
                    .set("PERSON_URL", context.url(person_path(person->id)))
                    .set("NAME", person->data.name())
                    .set("VILLAGE", village_name(places, person->data.village));
    });
    return context.render("person_alike", values);
}

std::string lock_text(const web::Context& context, Lock lock)
{
    switch (lock) {
    case Lock::none:
        return {};
    case Lock::no_consent:
        return context.t("Einwilligung fehlt"_de);
    case Lock::withdrawn:
        return context.t("Einwilligung zurückgenommen"_de);
    case Lock::parent:
        return context.t("Die Eltern müssen noch zustimmen"_de);
    case Lock::restricted:
        return context.t("Die Angaben ruhen"_de);
    case Lock::objected:
        return context.t("Widerspruch"_de);
    }
    return {};
}

std::vector<OwnFact> facts_of(const web::Context& context, const std::vector<Village>& places,
                              const Person& person)
{
    const auto& data = person.data;
    const auto number = [](const std::optional<std::int64_t>& value) {
        return value ? std::to_string(*value) : std::string();
    };
    const std::vector<std::pair<German, std::string>> facts{
        {"Wohnt in"_de, village_name(places, data.village)},
        {"Geburtsjahr"_de, number(data.birth_year)},
        {"Aufgaben"_de, words(context.language, "tasks", data.tasks)},
        {"Einsatzfelder"_de, words(context.language, "fields", data.fields)},
        {"Besondere Fähigkeiten"_de, join(data.skills, ", ")},
        {"Einsatzgebiet"_de, area_text(context.language, places, data.area)},
        {"Wann ist Zeit?"_de, times_text(context.language, data.free_times)},
        {"Stunden im Monat"_de, number(data.hours_per_month)},
        {"Unterwegs mit"_de, words(context.language, "mobility", data.mobility)},
        {"Sprachen"_de, words(context.language, "languages", data.languages)},
        {"Will erreicht werden"_de,
         words(context.language, "contact_ways", {std::string(to_text(data.reach))})},
        {"Notiz"_de, data.notes},
        {"Eingetragen von"_de, person.on_behalf},
        {"Im Register seit"_de,
         i18n::format_date(context.region(), person.created_at, i18n::DateStyle::plain)},
    };
    std::vector<OwnFact> said;
    for (const auto& [label, text] : facts)
        if (!text.empty())
            said.push_back({context.t(label), text});
    return said;
}

} // namespace dorfnetz::people
