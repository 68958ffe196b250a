#include "features/organisations/api.hpp"
#include "features/people/api.hpp"
#include "features/transfer/columns.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/phone/phone.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace dorfnetz::transfer {

namespace {

using Places = std::vector<villages::Village>;
using sheet::Value;

constexpr auto german = i18n::Language::de;

const villages::Village* place_of(const Places& places, const villages::VillageId& id)
{
    const auto found =
        std::find_if(places.begin(), places.end(), [&](const auto& place) { return place.id == id; });
    return found == places.end() ? nullptr : &*found;
}

std::string names_of(const Places& places, const std::vector<villages::VillageId>& ids)
{
    std::vector<std::string> names;
    for (const auto& id : ids)
        if (const auto* place = place_of(places, id))
            names.push_back(place->name);
    std::sort(names.begin(), names.end());
    return join(names, ", ");
}

// As area_from_text reads it.
std::string text_of(const Places& places, const organisations::Area& area)
{
    if (area.whole_network)
        return "ganzes Netzwerk";
    const auto* centre = area.around ? place_of(places, *area.around) : nullptr;
    if (centre)
        return std::to_string(area.radius_km) + " km um " + centre->name;
    return names_of(places, area.villages);
}

std::string words(std::string_view list, const std::vector<std::string>& keys)
{
    std::vector<std::string> labels;
    for (const auto& key : keys)
        labels.push_back(vocabularies::label(list, key, german));
    return join(labels, ", ");
}

Value number(const std::optional<std::int64_t>& value)
{
    return value ? Value(static_cast<double>(*value)) : Value();
}

std::string yes_or_no(bool yes)
{
    return yes ? "ja" : "nein";
}

// A table with the columns of the vocabulary that a record has something for, in its order.
class Table
{
public:
    using Record = std::map<std::string, Value, std::less<>>;

    Table(Target target, std::string title, std::vector<std::string_view> left_out)
        : m_sheet{.title = std::move(title), .columns = {}, .rows = {}}
    {
        for (const auto& column : vocabularies::entries(column_list(target))) {
            if (std::find(left_out.begin(), left_out.end(), column.key) != left_out.end())
                continue;
            m_keys.push_back(column.key);
            m_sheet.columns.push_back({.title = column.de});
        }
    }

    void add(Record record)
    {
        auto& row = m_sheet.rows.emplace_back();
        for (const auto& key : m_keys) {
            const auto found = record.find(key);
            row.push_back(found == record.end() ? Value() : std::move(found->second));
        }
    }

    sheet::Sheet take() { return std::move(m_sheet); }

private:
    sheet::Sheet m_sheet;
    std::vector<std::string> m_keys;
};

bool has(const std::vector<std::string>& list, std::string_view value)
{
    return value.empty() || std::find(list.begin(), list.end(), value) != list.end();
}

bool is_in(const Places& places, const std::vector<villages::VillageId>& ids, std::string_view slug)
{
    return slug.empty() || std::any_of(ids.begin(), ids.end(), [&](const auto& id) {
               const auto* place = place_of(places, id);
               return place && place->slug == slug;
           });
}

bool fits(const organisations::Organisation& organisation, const Places& places, const ExportFilter& filter)
{
    const auto& entry = organisation.entry;
    const auto directory = organisations::directory_of(entry.kind);
    const bool of_kind = filter.kind.empty() || filter.kind == organisations::to_text(entry.kind) ||
                         (filter.kind == "clubs" && directory == organisations::Directory::clubs) ||
                         (filter.kind == "companies" && directory == organisations::Directory::companies);
    return of_kind && has(entry.fields, filter.field) && is_in(places, entry.villages, filter.village) &&
           (filter.status.empty() || filter.status == organisations::to_text(organisation.status));
}

std::string audience_of(const accounts::GuardedText& text)
{
    return text.empty() ? std::string() : words("audiences", {std::string(to_text(text.audience()))});
}

Table::Record record_of(const organisations::Organisation& organisation, const Places& places,
                        const accounts::Viewer& viewer)
{
    const auto& entry = organisation.entry;
    return {{"name", entry.name},
            {"short_name", entry.short_name},
            {"kind", vocabularies::label("kinds", organisations::to_text(entry.kind), german)},
            {"legal_form", entry.legal_form},
            {"register_court", entry.register_court},
            {"register_number", entry.register_number},
            {"parent_name", entry.parent_name},
            {"founded", number(entry.founded)},
            {"members", number(entry.members)},
            {"villages", names_of(places, entry.villages)},
            {"fields", words("fields", entry.fields)},
            {"area", text_of(places, entry.area)},
            {"purpose", entry.purpose},
            {"aims", entry.aims},
            {"strengths", words("strengths", entry.strengths)},
            {"strengths_text", entry.strengths_text},
            {"offers", entry.offers},
            {"street", entry.street},
            {"postal_code", entry.postal_code},
            {"town", entry.town},
            {"phone", entry.phone.seen_by(viewer)},
            {"phone_audience", audience_of(entry.phone)},
            {"email", entry.email.seen_by(viewer)},
            {"email_audience", audience_of(entry.email)},
            {"web", entry.web},
            {"social_links", entry.social_links},
            {"purposes", words("purposes", entry.purposes)},
            {"support", words("support", entry.support)},
            {"support_area", text_of(places, entry.support_area)},
            {"supports_whom", entry.supports_whom},
            {"last_confirmed_on",
             organisation.last_confirmed_on ? Value(*organisation.last_confirmed_on) : Value()},
            {"is_example", yes_or_no(entry.is_example)}};
}

std::string text_of(const std::vector<people::FreeTime>& times)
{
    std::vector<std::string> parts;
    for (const auto& day : vocabularies::entries("weekdays"))
        for (const auto& time : vocabularies::entries("times_of_day"))
            if (std::find(times.begin(), times.end(), people::FreeTime{day.key, time.key}) != times.end())
                parts.push_back((day.aliases.empty() ? day.de : day.aliases.front()) + ' ' + time.de);
    return join(parts, ", ");
}

Table::Record record_of(const people::Person& person, const Places& places, const accounts::Viewer& viewer)
{
    const auto& data = person.data;
    return {{"given_name", data.given_name},
            {"family_name", data.family_name},
            {"birth_year", number(data.birth_year)},
            {"village", data.village ? names_of(places, {*data.village}) : std::string()},
            {"street", data.street.seen_by(viewer)},
            {"postal_code", data.postal_code},
            {"town", data.town},
            {"phone", phone::format(data.phone.seen_by(viewer))},
            {"mobile", phone::format(data.mobile.seen_by(viewer))},
            {"email", data.email.seen_by(viewer)},
            {"reach", data.reach == people::ContactWay::any
                          ? std::string()
                          : vocabularies::label("contact_ways", people::to_text(data.reach), german)},
            {"fields", words("fields", data.fields)},
            {"tasks", words("tasks", data.tasks)},
            {"area", text_of(places, data.area)},
            {"skills", join(data.skills, ", ")},
            {"free_times", text_of(data.free_times)},
            {"hours_per_month", number(data.hours_per_month)},
            {"mobility", words("mobility", data.mobility)},
            {"languages", words("languages", data.languages)},
            {"notes", data.notes},
            {"consent", yes_or_no(!person.is_locked())},
            {"on_behalf", person.on_behalf},
            {"is_example", yes_or_no(data.is_example)}};
}

bool fits(const people::Person& person, const Places& places, const ExportFilter& filter)
{
    const bool lives_there = !person.data.village || filter.village.empty()
                                 ? filter.village.empty()
                                 : is_in(places, {*person.data.village}, filter.village);
    return lives_there && has(person.data.fields, filter.field) && filter.locked == person.is_locked();
}

} // namespace

sheet::Sheet organisations_sheet(db::Reader& reader, const NetworkId& network, const ExportFilter& filter)
{
    const auto places = villages::all_places(reader, network);
    const auto everything = accounts::the_program(); // export_table writes it to the audit log
    Table table(Target::organisations, "Organisationen",
                {"contact_name", "contact_duty", "contact_phone", "contact_email", "chair", "address"});
    for (const auto& organisation : organisations::all_organisations(reader, network))
        if (fits(organisation, places, filter))
            table.add(record_of(organisation, places, everything));
    return table.take();
}

sheet::Sheet people_sheet(db::Reader& reader, const NetworkId& network, const ExportFilter& filter)
{
    const auto places = villages::all_places(reader, network);
    const auto everything = accounts::the_program(); // likewise
    Table table(Target::people, "Engagierte", {"full_name", "address", "consent_on", "consent_way"});
    for (const auto& person : people::all_people(reader, network))
        if (fits(person, places, filter))
            table.add(record_of(person, places, everything));
    return table.take();
}

} // namespace dorfnetz::transfer
