#include "features/organisations/organisation_values.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/core/text.hpp"

namespace dorfnetz::organisations {

namespace {

class Problems
{
public:
    void add(std::string_view field, German text, std::vector<std::string> values = {})
    {
        m_found.push_back({std::string(field), text, std::move(values)});
    }

    // Length and bytes of a text; false if it cannot be looked at any further.
    bool check_text(std::string_view field, std::string_view text, std::size_t longest)
    {
        if (!is_clean_utf8(text)) {
            add(field, "Hier stehen Zeichen, die niemand lesen kann. Tipp den Text bitte neu ein."_de);
            return false;
        }
        if (has_control_characters(text)) {
            add(field, "Hier stehen unsichtbare Steuerzeichen. Tipp den Text bitte neu ein."_de);
            return false;
        }
        if (length_in_characters(text) > longest) {
            add(field, "Das ist zu lang. Es passen höchstens {1} Zeichen."_de, {std::to_string(longest)});
            return false;
        }
        return true;
    }

    void check_email(std::string_view field, std::string_view text)
    {
        const auto at = text.find('@');
        const bool fits = at != std::string_view::npos && at > 0 &&
                          text.find('@', at + 1) == std::string_view::npos &&
                          text.find('.', at) != std::string_view::npos && !text.ends_with('.') &&
                          text.find_first_of(" ,;<>\"") == std::string_view::npos;
        if (!text.empty() && !fits)
            add(field, "Das ist keine E-Mail-Adresse. Sie sieht so aus: name@example.org"_de);
    }

    void check_phone(std::string_view field, std::string_view text)
    {
        if (text.empty())
            return;
        const auto digits =
            std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
        if (digits < 4 || text.find_first_not_of("0123456789 +-/().") != std::string_view::npos)
            add(field, "Das ist keine Telefonnummer. Sie sieht so aus: 03493 12345"_de);
    }

    void check_guarded_phone(std::string_view field, const accounts::GuardedText& guarded)
    {
        const auto& text = guarded.seen_by(accounts::the_program());
        check_text(field, text, longest_phone);
        check_phone(field, text);
    }

    void check_guarded_email(std::string_view field, const accounts::GuardedText& guarded)
    {
        const auto& text = guarded.seen_by(accounts::the_program());
        check_text(field, text, longest_email);
        check_email(field, text);
    }

    void check_web(std::string_view field, std::string_view text)
    {
        const auto url = html::Url::foreign(text);
        if (!text.empty() && (!url || !url->text().starts_with("http")))
            add(field, "Das ist keine Internetadresse. Sie sieht so aus: https://example.org"_de);
    }

    std::vector<FieldError> take() { return std::move(m_found); }

private:
    std::vector<FieldError> m_found;
};

// A draft names few of them, so that looking through all is less work than an index.
const villages::Village* find_place(const std::vector<villages::Village>& places, const VillageId& id)
{
    const auto found = std::find_if(places.begin(), places.end(),
                                    [&](const villages::Village& place) { return place.id == id; });
    return found == places.end() ? nullptr : &*found;
}

void check_area(Problems& problems, std::string_view field, const Area& area,
                const std::vector<villages::Village>& places)
{
    for (const auto& village : area.villages)
        if (find_place(places, village) == nullptr) {
            problems.add(field, "Dieses Dorf kennen wir nicht. Wähl eines aus der Liste."_de);
            return;
        }
    if (area.around &&
        (find_place(places, *area.around) == nullptr || area.radius_km < 1 || area.radius_km > 500))
        problems.add(field, "Der Umkreis braucht ein Dorf und 1 bis 500 Kilometer."_de);
}

void check_numbers(Problems& problems, const OrganisationDraft& draft, Date today)
{
    if (draft.founded && (*draft.founded < 800 || *draft.founded > static_cast<int>(today.year())))
        problems.add("founded", "Das Gründungsjahr liegt zwischen 800 und heute."_de);
    if (draft.members && (*draft.members < 0 || *draft.members > 10'000'000))
        problems.add("members", "Die Zahl der Mitglieder kann nicht stimmen."_de);
}

} // namespace

std::vector<FieldError> problems_of(const OrganisationDraft& draft,
                                    const std::vector<villages::Village>& places, Date today)
{
    Problems problems;
    if (trim(draft.name).empty())
        problems.add("name", "Der Name fehlt. Trag ihn ein."_de);
    for (const auto& field : text_fields())
        problems.check_text(field.name, draft.*field.member, field.longest);
    problems.check_guarded_phone("phone", draft.phone);
    problems.check_guarded_email("email", draft.email);
    problems.check_web("web", draft.web);
    for (const auto& link : split_list(draft.social_links, "\n"))
        problems.check_web("social_links", link);
    check_numbers(problems, draft, today);
    for (const auto& field : term_fields())
        for (const auto& key : draft.*field.member)
            if (!vocabularies::find(field.name, key))
                problems.add(field.name, "„{1}“ steht nicht zur Wahl. Wähl etwas aus der Liste."_de,
                             {std::string(truncate(is_clean_utf8(key) ? key : std::string("?"), 40))});
    for (const auto& village : draft.villages)
        if (const auto* place = find_place(places, village); place == nullptr || !place->in_network) {
            problems.add("villages", "Dieses Dorf gehört nicht zum Netzwerk. Wähl eines aus der Liste."_de);
            break;
        }
    check_area(problems, "area", draft.area, places);
    check_area(problems, "support_area", draft.support_area, places);
    return problems.take();
}

std::vector<FieldError> problems_of(const ContactDraft& contact, Date today)
{
    Problems problems;
    if (trim(contact.name).empty())
        problems.add("contact_name", "Der Name fehlt. Trag ihn ein."_de);
    problems.check_text("contact_name", contact.name, 200);
    problems.check_text("contact_duty", contact.duty, 120);
    problems.check_text("consent_note", contact.consent_note, 1000);
    problems.check_guarded_phone("contact_phone", contact.phone);
    problems.check_guarded_email("contact_email", contact.email);
    if (contact.consent_on && *contact.consent_on > today)
        problems.add("consent_on", "Die Einwilligung kann nicht in der Zukunft liegen."_de);
    if (contact.consent_on && !vocabularies::find("consent_ways", contact.consent_way))
        problems.add("consent_way", "Sag dazu, wie die Einwilligung gegeben wurde."_de);
    return problems.take();
}

} // namespace dorfnetz::organisations
