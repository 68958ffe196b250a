#include "features/people/person.hpp"
#include "features/people/api.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/phone/phone.hpp"

#include <algorithm>

namespace dorfnetz::people {

namespace {

constexpr int youngest = 16; // Art. 8 GDPR
constexpr std::array ways{
    std::pair{ContactWay::any, std::string_view("")},
    std::pair{ContactWay::email, std::string_view("email")},
    std::pair{ContactWay::phone, std::string_view("phone")},
    std::pair{ContactWay::letter, std::string_view("letter")},
    std::pair{ContactWay::lead_organisation, std::string_view("lead_organisation")},
};
constexpr std::array origins{
    std::pair{Origin::web, std::string_view("web")},
    std::pair{Origin::paper, std::string_view("paper")},
    std::pair{Origin::import, std::string_view("import")},
    std::pair{Origin::editor, std::string_view("editor")},
};
constexpr std::array consent_ways{
    std::pair{ConsentWay::web, std::string_view("web")},
    std::pair{ConsentWay::paper, std::string_view("paper")},
    std::pair{ConsentWay::phone, std::string_view("phone")},
};
constexpr std::array likenesses{
    std::pair{Likeness::possible, std::string_view("possible")},
    std::pair{Likeness::likely, std::string_view("likely")},
    std::pair{Likeness::certain, std::string_view("certain")},
};

template <class Table, class Value>
std::string_view word_for(const Table& table, Value value)
{
    for (const auto& [known, word] : table)
        if (known == value)
            return word;
    return {};
}

template <class Value, std::size_t N>
std::optional<Value> value_for(const std::array<std::pair<Value, std::string_view>, N>& table,
                               std::string_view word)
{
    for (const auto& [value, known] : table)
        if (known == word)
            return value;
    return std::nullopt;
}

void sort_once(std::vector<std::string>& words)
{
    std::erase_if(words, [](const std::string& word) { return word.empty(); });
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
}

class Checker
{
public:
    explicit Checker(std::vector<FieldError>& problems) : m_problems(problems) {}

    void text(std::string_view field, std::string_view value, std::size_t longest)
    {
        if (!is_clean_utf8(value) || has_control_characters(value))
            refuse(field, "Hier sind unsichtbare Zeichen dabei. Tipp den Text neu ein."_de);
        else if (length_in_characters(value) > longest)
            m_problems.push_back({std::string(field),
                                  "Das ist zu lang: höchstens {1} Zeichen."_de,
                                  {std::to_string(longest)}});
    }

    void words(std::string_view field, std::string_view list, const std::vector<std::string>& keys)
    {
        for (const auto& key : keys)
            if (vocabularies::find(list, key) == nullptr)
                return refuse(field, "Wähle etwas aus der Liste."_de);
    }

    void refuse(std::string_view field, German text) { m_problems.push_back({std::string(field), text}); }

private:
    std::vector<FieldError>& m_problems;
};

bool is_place(const std::vector<Village>& places, const VillageId& id)
{
    return std::any_of(places.begin(), places.end(), [&](const Village& place) { return place.id == id; });
}

void check_places(Checker& check, const PersonDraft& draft, const std::vector<Village>& places)
{
    if (draft.village && !is_place(places, *draft.village))
        check.refuse("dorf", "Wähle etwas aus der Liste."_de);
    const bool known = std::all_of(draft.area.villages.begin(), draft.area.villages.end(),
                                   [&](const VillageId& id) { return is_place(places, id); });
    if (!known)
        check.refuse("gebiet_doerfer", "Wähle etwas aus der Liste."_de);
    if (draft.area.around &&
        (!is_place(places, *draft.area.around) || draft.area.radius_km < 1 || draft.area.radius_km > 500))
        check.refuse("umkreis_km", "Schreib, wie viele Kilometer es sein dürfen: 1 bis 500."_de);
}

void check_numbers(Checker& check, const PersonDraft& draft, Date today, bool under_age_allowed)
{
    const int year = static_cast<int>(today.year());
    if (draft.birth_year) {
        if (*draft.birth_year < 1900 || *draft.birth_year > year)
            check.refuse("jahr", "Dieses Geburtsjahr kann nicht stimmen."_de);
        else if (year - *draft.birth_year < youngest && !under_age_allowed)
            check.refuse("jahr", under_age);
    }
    if (draft.hours_per_month && (*draft.hours_per_month < 0 || *draft.hours_per_month > 744))
        check.refuse("stunden", "So viele Stunden hat kein Monat."_de);
}

constexpr std::array locks{
    std::pair{Lock::none, std::string_view("")},
    std::pair{Lock::no_consent, std::string_view("no_consent")},
    std::pair{Lock::withdrawn, std::string_view("withdrawn")},
    std::pair{Lock::parent, std::string_view("parent")},
    std::pair{Lock::restricted, std::string_view("restricted")},
    std::pair{Lock::objected, std::string_view("objected")},
};

} // namespace

Lock lock_from(std::string_view text)
{
    for (const auto& [lock, name] : locks)
        if (name == text)
            return lock;
    return Lock::no_consent;
}

std::string_view to_text(Lock lock)
{
    for (const auto& [known, name] : locks)
        if (known == lock)
            return name;
    return {};
}

std::string_view to_text(ContactWay way)
{
    return word_for(ways, way);
}

std::optional<ContactWay> contact_way_from_text(std::string_view text)
{
    return value_for(ways, text);
}

std::string_view to_text(Origin origin)
{
    return word_for(origins, origin);
}

std::optional<Origin> origin_from_text(std::string_view text)
{
    return value_for(origins, text);
}

std::string_view to_text(ConsentWay way)
{
    return word_for(consent_ways, way);
}

std::optional<ConsentWay> consent_way_from_text(std::string_view text)
{
    return value_for(consent_ways, text);
}

std::string_view to_text(Likeness likeness)
{
    return word_for(likenesses, likeness);
}

std::optional<Likeness> likeness_from_text(std::string_view text)
{
    return value_for(likenesses, text);
}

std::string PersonDraft::name() const
{
    return std::string(trim(given_name + ' ' + family_name));
}

mail::Mailbox mailbox_of(const PersonDraft& person)
{
    return {.address = person.email.seen_by(accounts::the_program()), .name = person.name()};
}

PersonDraft tidied(PersonDraft draft)
{
    const auto tidying = accounts::the_program();
    for (auto* line : {&draft.given_name, &draft.family_name, &draft.postal_code, &draft.town})
        *line = squeeze(*line);
    draft.street = squeeze(draft.street.seen_by(tidying));
    for (auto* number : {&draft.phone, &draft.mobile}) {
        auto typed = squeeze(number->seen_by(tidying));
        *number = phone::normalise(typed).value_or(typed);
    }
    draft.email = to_lower_ascii(trim(draft.email.seen_by(tidying)));
    draft.notes = std::string(trim(draft.notes));
    for (auto* words : {&draft.fields, &draft.tasks, &draft.skills, &draft.mobility, &draft.languages})
        sort_once(*words);
    const auto sort_unique = [](auto& list) {
        std::sort(list.begin(), list.end());
        list.erase(std::unique(list.begin(), list.end()), list.end());
    };
    sort_unique(draft.free_times);
    sort_unique(draft.area.villages);
    if (!draft.area.around)
        draft.area.radius_km = 0;
    const bool says_nothing = draft.area.villages.empty() && !draft.area.around && !draft.area.whole_network;
    if (says_nothing && draft.village)
        draft.area.villages = {*draft.village};
    return draft;
}

bool Person::agreed_to(Purpose purpose) const
{
    return std::find(agreed.begin(), agreed.end(), purpose) != agreed.end();
}

Allowed allowed_for(const Person& person)
{
    return {.special_fields = person.agreed_to(Purpose::special_fields), .under_age = person.is_under_age};
}

bool ConsentDraft::covers(Purpose purpose) const
{
    return std::any_of(to.begin(), to.end(), [&](const AgreedText& text) { return text.purpose == purpose; });
}

std::vector<FieldError> problems_of(const PersonDraft& draft, const std::vector<Village>& places, Date today,
                                    Allowed allowed)
{
    std::vector<FieldError> problems;
    Checker check(problems);
    if (draft.name().empty())
        check.refuse("nachname", "Das fehlt noch."_de);
    check.text("vorname", draft.given_name, 80);
    check.text("nachname", draft.family_name, 80);
    const auto checking = accounts::the_program();
    check.text("strasse", draft.street.seen_by(checking), 120);
    check.text("plz", draft.postal_code, 12);
    check.text("ort", draft.town, 80);
    check.text("telefon", draft.phone.seen_by(checking), 40);
    check.text("mobil", draft.mobile.seen_by(checking), 40);
    check.text("mail", draft.email.seen_by(checking), 200);
    check.text("notiz", draft.notes, 2000);
    if (draft.skills.size() > 30)
        check.refuse("koennen", "Das sind zu viele auf einmal: höchstens 30."_de);
    for (const auto& skill : draft.skills)
        check.text("koennen", skill, 80);
    check_places(check, draft, places);
    check_numbers(check, draft, today, allowed.under_age);
    check.words("felder", "fields", draft.fields);
    check.words("aufgaben", "tasks", draft.tasks);
    check.words("unterwegs", "mobility", draft.mobility);
    check.words("sprachen", "languages", draft.languages);
    for (const auto& time : draft.free_times)
        if (vocabularies::find("weekdays", time.weekday) == nullptr ||
            vocabularies::find("times_of_day", time.time_of_day) == nullptr) {
            check.refuse("zeiten", "Wähle etwas aus der Liste."_de);
            break;
        }
    if (!allowed.special_fields && has_special_fields(draft))
        check.refuse("felder", special_field);
    return problems;
}

bool is_special_field(const std::string& key)
{
    const auto* entry = vocabularies::find("fields", key);
    return entry != nullptr && entry->special;
}

bool has_special_fields(const PersonDraft& draft)
{
    return std::any_of(draft.fields.begin(), draft.fields.end(), is_special_field);
}

std::vector<VillageId> villages_reached(const PersonDraft& draft, const std::vector<Village>& places)
{
    std::vector<VillageId> reached = draft.area.villages;
    if (draft.area.around) {
        const auto centre = std::find_if(places.begin(), places.end(), [&](const Village& place) {
            return place.id == *draft.area.around;
        });
        for (const auto& place : places) {
            if (centre == places.end() || !place.in_network)
                continue;
            const auto distance = villages::distance_km(*centre, place);
            if (place.id == centre->id ||
                (distance && *distance <= static_cast<double>(draft.area.radius_km)))
                reached.push_back(place.id);
        }
    }
    std::sort(reached.begin(), reached.end());
    reached.erase(std::unique(reached.begin(), reached.end()), reached.end());
    return reached;
}

} // namespace dorfnetz::people
