#include "features/people/consents.hpp"
#include "features/people/history.hpp"
#include "features/people/people_pages.hpp"
#include "features/people/people_store.hpp"
#include "foundation/core/text.hpp"
#include "foundation/phone/phone.hpp"

#include <map>

namespace dorfnetz::people {

namespace {

using web::Context;

std::string action_text(const Context& context, std::string_view action)
{
    if (action == "created")
        return context.t("Eintrag angelegt"_de);
    if (action == "consent_given")
        return context.t("Einwilligung eingetragen"_de);
    if (action == "consent_withdrawn")
        return context.t("Einwilligung zurückgenommen"_de);
    if (action == "parent_agreed")
        return context.t("Eltern haben zugestimmt"_de);
    if (action == "restricted")
        return context.t("Die Person lässt ihre Angaben ruhen"_de);
    if (action == "objected")
        return context.t("Die Person widerspricht"_de);
    if (action == "unrestricted")
        return context.t("Ruht nicht mehr"_de);
    if (action == "merged")
        return context.t("Mit einem doppelten Eintrag zusammengeführt"_de);
    return context.t("Geändert"_de);
}

// Ids and keys as words; what is none of them stays.
std::string value_text(const Context& context, const std::vector<Village>& places, const Change& change,
                       const std::string& value)
{
    static const std::map<std::string, std::string_view, std::less<>> lists{{"felder", "fields"},
                                                                            {"aufgaben", "tasks"},
                                                                            {"unterwegs", "mobility"},
                                                                            {"sprachen", "languages"},
                                                                            {"weg", "contact_ways"}};
    if (const auto list = lists.find(change.field); list != lists.end())
        return words(context.language, list->second, split_list(value, ","));
    if (change.field == "einwilligung")
        return purposes_in_words(value, context.language);
    auto text = value;
    if (change.field == "dorf" || change.field == "gebiet")
        for (const auto& place : places)
            text = replace_all(std::move(text), place.id.text(), place.name);
    if (change.field == "telefon" || change.field == "mobil")
        text = phone::format(text);
    return text == "*" ? context.t("ganzes Netzwerk"_de) : text;
}

std::string label_of(const std::vector<web::Field>& fields, const Context& context, std::string_view name)
{
    for (const auto& field : fields)
        if (field.name == name)
            return field.label;
    if (name == "grund")
        return context.t("Grund"_de);
    return context.t(name == "einwilligung" ? "Wofür"_de : "Einsatzgebiet"_de);
}

bool is_contact_field(std::string_view field)
{
    constexpr std::array<std::string_view, 6> fields{"telefon", "mobil", "mail", "strasse", "plz", "ort"};
    return std::find(fields.begin(), fields.end(), field) != fields.end();
}

} // namespace

HistoryWords in_words(const Context& context, const std::vector<Village>& places,
                      const std::vector<web::Field>& fields, const HistoryEntry& entry)
{
    HistoryWords words{.action = action_text(context, entry.action)};
    if (entry.change.field.empty())
        return words;
    words.label = label_of(fields, context, entry.change.field);
    words.before = value_text(context, places, entry.change, entry.change.before);
    words.after = value_text(context, places, entry.change, entry.change.after);
    return words;
}

namespace {

Result<http::Response> show_history(Context& context)
{
    struct Loaded
    {
        Person person;
        std::vector<Village> places;
        std::vector<HistoryEntry> entries;
    };

    auto read = context.pool().read([&](db::Reader& reader) -> Result<Loaded> {
        auto person = TRY(visible_person(reader, context, PersonId(context.parameter("id"))));
        auto entries = history_of(reader, context.network.id, person.id);
        return Loaded{std::move(person), villages::all_places(reader, context.network.id),
                      std::move(entries)};
    });
    const auto loaded = TRY(std::move(read));
    const auto fields = entry_fields(context, loaded.places, Audience::editor);
    html::Page page;
    page.set("NAME", loaded.person.data.name());
    for (const auto& entry : loaded.entries) {
        const auto told = in_words(context, loaded.places, fields, entry);
        auto row = page.add("ROW");
        row.set("WHEN", i18n::format_moment(context.region(), entry.at))
            .set("WHO", entry.actor_name)
            .set("ACTION", told.action);
        // Why somebody wanted to rest may be about their health; the form said that only the coordination
        // reads it.
        if (told.label.empty() || (entry.change.field == "grund" && !may_review(context)))
            continue;
        auto change = row.add("CHANGE");
        change.set("LABEL", told.label);
        // Old numbers are contact data too, and this page writes no audit row.
        if (is_contact_field(entry.change.field))
            continue;
        const auto& before = told.before;
        const auto& after = told.after;
        if (!before.empty())
            change.add("BEFORE").set("OLD", before);
        if (!after.empty())
            change.add("AFTER").set("NEW", after);
    }
    return web::page(context,
                     {.title = context.t("Verlauf"_de), .crumbs = crumbs_of(context), .index = false},
                     context.render("person_history", page));
}

} // namespace

void add_history_pages(web::Site& site)
{
    site.get(std::string(list_path) + "/{id}/verlauf", web::Access::editors(), show_history);
}

} // namespace dorfnetz::people
