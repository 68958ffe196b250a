#include "features/papers/paper.hpp"

#include "embedded/papers.hpp"
#include "features/mandates/api.hpp"
#include "features/organisations/api.hpp"
#include "features/papers/activities.hpp"
#include "features/papers/marks.hpp"
#include "features/retention/api.hpp"
#include "features/villages/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/core/toml.hpp"
#include "schema/migrations.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <stdexcept>

namespace dorfnetz::papers {

namespace {

using i18n::Language;

constexpr std::array table{
    Kind{"verzeichnis", "register.de.toml", Language::de, "Verzeichnis von Verarbeitungstätigkeiten"_de,
         "Das muss jeder Träger haben und auf Verlangen der Aufsichtsbehörde zeigen: Art. 30 DSGVO."_de},
    Kind{"hinweise", "privacy.de.toml", Language::de, "Hinweise zum Datenschutz"_de,
         "Für die Seite, zum Mitgeben und zum Aushängen: Art. 13 und 14 DSGVO."_de},
    Kind{"privacy-notice", "privacy.en.toml", Language::en, "Hinweise zum Datenschutz auf Englisch"_de,
         "Für alle, die lieber Englisch lesen."_de},
    Kind{"vereinbarung", "joint.de.toml", Language::de,
         "Vereinbarung zwischen Träger und Netzwerkvereinen"_de,
         "Ein Entwurf: Wer gemeinsam Daten führt, legt fest, wer was tut. Art. 26 DSGVO."_de},
    Kind{"serverdienst", "host.de.toml", Language::de, "Prüfliste für den Serverdienst"_de,
         "Was im Vertrag mit Server- und Maildienst stehen muss: Art. 28 DSGVO."_de},
    Kind{"panne", "breach.de.toml", Language::de, "Arbeitsblatt für den Fall einer Panne"_de,
         "Druckt es aus, bevor ihr es braucht. Im Ernstfall habt ihr 72 Stunden: Art. 33 und 34 DSGVO."_de},
};

struct Needed
{
    std::string_view key;
    German label;
};

// What papers need of the settings, and what stands there as long as it is missing.
constexpr std::array needed{
    Needed{"imprint.name", "Name des Trägers"_de},
    Needed{"imprint.address", "Anschrift des Trägers"_de},
    Needed{"imprint.represented_by", "Wer den Träger vertritt"_de},
    Needed{"imprint.email", "E-Mail des Trägers"_de},
    Needed{"imprint.phone", "Telefon des Trägers"_de},
};

std::string address_of(const web::Network& network)
{
    const auto street = std::string(network.setting("imprint.street"));
    const auto town = squeeze(std::string(network.setting("imprint.postal_code")) + ' ' +
                              std::string(network.setting("imprint.city")));
    if (street.empty() || town.empty())
        return {};
    return street + ", " + town;
}

std::string value_of(const web::Network& network, std::string_view key)
{
    return key == "imprint.address" ? address_of(network) : std::string(network.setting(key));
}

std::vector<std::string> lead_clubs_of(db::Reader& reader, const web::Network& network, Date day)
{
    std::vector<std::string> clubs;
    const auto leads = mandates::leads_on(reader, network.id, day);
    for (const auto& village : villages::villages_of(reader, network.id)) {
        const auto lead = leads.find(village.id);
        if (lead == leads.end())
            continue;
        if (const auto club =
                organisations::organisation_by_id(reader, network.id, lead->second.organisation))
            clubs.push_back(fmt::format("{} ({})", club->entry.name, village.name));
    }
    return clubs;
}

// Fills one paper.
class Filling
{
public:
    Filling(const Kind& kind, const Facts& facts) : m_language(kind.language), m_facts(facts) {}

    Paper fill(const toml::table& document)
    {
        m_paper.title = text(document, "title");
        m_paper.subtitle = text(document, "subtitle");
        if (const auto* sections = document["section"].as_array())
            for (const auto& section : *sections)
                add_section(*section.as_table());
        return std::move(m_paper);
    }

private:
    std::string filled(std::string text) const
    {
        for (const auto& [key, value] : m_facts.values)
            text = replace_all(std::move(text), '{' + key + '}', value);
        if (const auto open = text.find('{'); open != std::string::npos)
            throw std::logic_error("nothing fills " + text.substr(open, 40));
        return text;
    }

    std::string text(const toml::table& from, std::string_view name) const
    {
        return filled(from[name].value_or(std::string()));
    }

    std::string t(German text, const std::vector<std::string>& values) const
    {
        return i18n::translate(m_language, text, values);
    }

    void add_section(const toml::table& from)
    {
        if (const auto how = from["activities"].value<std::string>())
            return add_activities(*how == "full");
        if (from["lead_clubs"].value_or(false))
            return add_signatures();
        Section section{.heading = text(from, "heading"), .items = {}};
        if (const auto* items = from["item"].as_array())
            for (const auto& item : *items)
                add_item(section, *item.as_table());
        m_paper.sections.push_back(std::move(section));
    }

    void add_item(Section& section, const toml::table& from)
    {
        if (from["periods"].value_or(false)) {
            section.items.push_back({.kind = Item::Kind::list, .points = periods()});
            return;
        }
        Item item{.text = text(from, "text")};
        if (from.contains("line")) {
            item.kind = Item::Kind::line;
            item.text = text(from, "line");
            item.lines = from["lines"].value_or(1);
        } else if (from.contains("signature")) {
            item.kind = Item::Kind::signature;
        } else if (const auto* points = from[from.contains("check") ? "check" : "list"].as_array()) {
            item.kind = from.contains("check") ? Item::Kind::checks : Item::Kind::list;
            for (const auto& point : *points)
                item.points.push_back(filled(point.value_or(std::string())));
        }
        section.items.push_back(std::move(item));
    }

    void add_activities(bool full)
    {
        for (const auto& activity : activities())
            m_paper.sections.push_back({.heading = activity.title.in(m_language),
                                        .items = full ? in_full(activity) : in_short(activity)});
    }

    // As the register wants it (Art. 30 (1) (b) to (f) GDPR), with the columns that prove that it is whole.
    std::vector<Item> in_full(const Activity& activity) const
    {
        std::vector<std::string> columns;
        static const auto marked = personal_columns(schema::migration_files());
        for (const auto& column : marked)
            if (std::find(activity.tables.begin(), activity.tables.end(), column.table) !=
                activity.tables.end())
                columns.push_back(column.table + '.' + column.column);
        return {{.text = t("Zweck: {1}"_de, {activity.purpose.in(m_language)})},
                {.text = t("Rechtsgrundlage: {1}."_de, {activity.basis.in(m_language)})},
                {.text = t("Betroffene: {1}."_de, {activity.people.in(m_language)})},
                {.text = t("Daten: {1}."_de, {activity.data.in(m_language)})},
                {.text = t("Empfänger: {1}."_de, {activity.recipients.in(m_language)})},
                {.text = t("Löschung: {1}."_de, {activity.retention.in(m_language)})},
                {.text = t("Spalten der Datenbank: {1}."_de, {join(columns, ", ")})}};
    }

    // As whoever is concerned reads it (Art. 13 (1) (c), (e), (2) (a) GDPR).
    std::vector<Item> in_short(const Activity& activity) const
    {
        return {{.text = activity.purpose.in(m_language)},
                {.text = t("Was: {1}. Grundlage: {2}. Wer es sieht: {3}. Wie lange: {4}."_de,
                           {activity.data.in(m_language), activity.basis.in(m_language),
                            activity.recipients.in(m_language), activity.retention.in(m_language)})}};
    }

    std::vector<std::string> periods() const
    {
        std::vector<std::string> all;
        for (const auto& rule : retention::rules())
            all.push_back(t("{1}: {2}, {3}. {4}"_de,
                            {i18n::translate(m_language, rule.what), retention::period_text(m_language, rule),
                             i18n::translate(m_language, rule.from), i18n::translate(m_language, rule.why)}));
        return all;
    }

    // Room for the signature of each club.
    void add_signatures()
    {
        for (const auto& club : m_facts.lead_clubs)
            m_paper.sections.push_back({.heading = club, .items = {{.kind = Item::Kind::signature}}});
    }

    Language m_language;
    const Facts& m_facts;
    Paper m_paper = {};
};

} // namespace

std::span<const Kind> kinds()
{
    return table;
}

const Kind* kind_by_key(std::string_view key)
{
    const auto* const found =
        std::find_if(table.begin(), table.end(), [&](const Kind& kind) { return kind.key == key; });
    return found == table.end() ? nullptr : found;
}

Facts facts_of(db::Reader& reader, const web::Network& network, const Kind& kind, Timestamp now)
{
    const i18n::Region region{kind.language, network.time_zone};
    const auto today = i18n::local_date(region, now);
    Facts facts;
    facts.lead_clubs = lead_clubs_of(reader, network, today);
    for (const auto& [key, label] : needed) {
        auto value = value_of(network, key);
        facts.values.emplace(key, value.empty() ? '[' + i18n::translate(kind.language, label) + ']' : value);
    }
    facts.values.emplace("network", network.name);
    facts.values.emplace("date", i18n::format_date(region, today, i18n::DateStyle::plain));
    facts.values.emplace("lead_clubs", facts.lead_clubs.empty()
                                           ? '[' + i18n::translate(kind.language, "Netzwerkvereine"_de) + ']'
                                           : join(facts.lead_clubs, ", "));
    return facts;
}

std::vector<std::string> missing_settings(const web::Network& network, Language language)
{
    std::vector<std::string> missing;
    for (const auto& [key, label] : needed)
        if (const auto value = value_of(network, key); value.empty() || value.find('[') != std::string::npos)
            missing.push_back(i18n::translate(language, label));
    return missing;
}

Paper paper_of(const Kind& kind, const Facts& facts)
{
    const auto* const file = embedded::papers::find(kind.file);
    if (!file)
        throw std::logic_error("there is no paper " + std::string(kind.file));
    return Filling(kind, facts).fill(toml::parse(file->data.view));
}

} // namespace dorfnetz::papers
