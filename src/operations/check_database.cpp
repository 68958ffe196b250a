#include "accounts/api.hpp"
#include "features/pages/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/jobs/jobs.hpp"
#include "foundation/mail/outbox.hpp"
#include "foundation/web/network.hpp"
#include "operations/checks.hpp"
#include "operations/database_copy.hpp"
#include "operations/installation.hpp"

#include <array>

namespace dorfnetz::operations {

namespace {

// Pages that the law asks for, so their gaps matter.
constexpr std::array<std::string_view, 3> pages_without_gaps{"impressum", "datenschutz", "barrierefreiheit"};

// "[Name eintragen]", but not the Markdown link "[Name](/adresse)".
bool has_placeholder(std::string_view text)
{
    for (auto open = text.find('['); open != std::string_view::npos; open = text.find('[', open + 1)) {
        const auto close = text.find_first_of("[]\n", open + 1);
        if (close == std::string_view::npos)
            return false;
        const char next = close + 1 < text.size() ? text[close + 1] : '\0';
        const bool ends_a_link = open > 0 && text[open - 1] == ']'; // "[Name][1]"
        if (text[close] == ']' && !ends_a_link && close > open + 1 && next != '(' && next != '[' &&
            next != ':')
            return true;
    }
    return false;
}

bool has_placeholder(const pages::Draft& draft)
{
    return std::any_of(draft.texts.begin(), draft.texts.end(), [](const auto& entry) {
        const auto& text = entry.second;
        return has_placeholder(text.title) || has_placeholder(text.summary) || has_placeholder(text.lead) ||
               has_placeholder(text.body);
    });
}

void check_schema(db::Pool& pool, int version, Findings& findings)
{
    const int newest = newest_schema(pool.engine());
    if (version > newest)
        findings.push_back(
            {Grade::bad,
             "database.newer",
             "Die Datenbank hat Fassung {1}, dieses Programm kennt nur {2}. Installiere das neuere Programm."_de,
             {std::to_string(version), std::to_string(newest)}});
    else if (version < newest)
        findings.push_back({Grade::warn,
                            "database.older",
                            "Die Datenbank hat Fassung {1}; der nächste Start bringt sie auf {2}."_de,
                            {std::to_string(version), std::to_string(newest)}});
}

void check_coordinators(db::Reader& reader, const web::Network& network, Timestamp now, Findings& findings)
{
    if (accounts::accounts_with_role(reader, network.id, web::Role::coordinator, "", now).empty())
        findings.push_back(
            {Grade::bad,
             "coordinator",
             "Im Netzwerk {1} kann sich niemand aus der Koordination anmelden. Ruf auf: dorfnetz user "
             "create --role coordinator"_de,
             {network.name}});
}

void check_gaps(db::Reader& reader, const web::Network& network, Findings& findings)
{
    for (const auto slug : pages_without_gaps) {
        const auto page = pages::published_page(reader, network.id, pages::Kind::page, slug);
        if (page && has_placeholder(page->draft))
            findings.push_back({Grade::warn,
                                "placeholder.page",
                                "Auf der Seite {1} stehen noch Lücken in eckigen Klammern. Füllt sie aus."_de,
                                {pages::path_of(pages::Kind::page, slug)}});
    }
    std::vector<std::string> keys;
    for (const auto& [key, value] : network.settings)
        if (has_placeholder(value))
            keys.push_back(key);
    if (!keys.empty())
        findings.push_back(
            {Grade::warn,
             "placeholder.setting",
             "In den Einstellungen von {1} stehen noch Lücken in eckigen Klammern: {2}. Füllt sie aus."_de,
             {network.name, join(keys, ", ")}});
}

void check_networks(const Surroundings& surroundings, db::Reader& reader, Findings& findings)
{
    const auto networks = web::all_networks(reader);
    if (networks.empty())
        findings.push_back(
            {Grade::warn, "network.none", "Es gibt noch kein Netzwerk. Ein Beispiel lädt: dorfnetz demo"_de});
    for (const auto& network : networks) {
        check_coordinators(reader, network, surroundings.clock.now(), findings);
        // With its settings, which the list of all networks leaves out.
        check_gaps(reader, web::network_by_slug(reader, network.slug).value_or(network), findings);
    }
}

void check_jobs(db::Reader& reader, Findings& findings)
{
    bool well = true;
    for (const auto& job : jobs::recurring_states(reader)) {
        if (job.last_error.empty())
            continue;
        well = false;
        findings.push_back({Grade::bad,
                            "job",
                            "Die Aufgabe {1} ist zuletzt gescheitert: {2}"_de,
                            {job.name, job.last_error}});
    }
    if (well)
        findings.push_back({Grade::ok, "job", "Alle Aufgaben im Hintergrund sind zuletzt gelungen."_de});
}

void check_outbox(db::Reader& reader, Findings& findings)
{
    const auto counts = mail::outbox_counts(reader);
    const auto lost = counts.failed + counts.bounced + counts.suppressed;
    if (lost + counts.uncertain > 0)
        findings.push_back({Grade::warn,
                            "outbox",
                            "In den letzten 30 Tagen nicht angekommene Mails: {1}, ungewiss: {2}."_de,
                            {std::to_string(lost), std::to_string(counts.uncertain)}});
}

} // namespace

void check_content(const Surroundings& surroundings, db::Pool& pool, Findings& findings)
{
    pool.read([&](db::Reader& reader) {
        check_networks(surroundings, reader, findings);
        check_jobs(reader, findings);
        check_outbox(reader, findings);
        check_audit(surroundings, reader, findings);
    });
}

std::optional<Timestamp> check_database(const Surroundings& surroundings, Findings& findings)
{
    const auto file = sqlite_file(surroundings.database);
    if (!file.empty() && !std::filesystem::exists(file)) { // opening it would make it
        findings.push_back({Grade::warn,
                            "database.missing",
                            "Die Datenbank {1} gibt es noch nicht. Der erste Start legt sie an."_de,
                            {file.string()}});
        return std::nullopt;
    }
    const auto pool = db::Pool::open(surroundings.database);
    if (const auto problem = integrity_problem(*pool)) {
        findings.push_back(
            {Grade::bad,
             "database.integrity",
             "Die Datenbank ist beschädigt ({1}). Halt das Programm an und spiel die neueste Sicherung ein: "
             "dorfnetz restore"_de,
             {*problem}});
        return std::nullopt;
    }
    const auto version = version_of_schema(*pool);
    if (!version) {
        findings.push_back({Grade::warn, "database.empty",
                            "Die Datenbank ist noch leer. Der erste Start richtet sie ein."_de});
        return std::nullopt;
    }
    check_schema(*pool, *version, findings);
    const auto [oldest, newest] = pool->read([](db::Reader& reader) {
        return reader
            .first(R"sql(SELECT min(applied_at), max(applied_at) FROM schema_versions)sql", {},
                   [](db::Row& row) {
                       const auto first = row.take<Timestamp>();
                       return std::pair(first, row.take<Timestamp>());
                   })
            .value();
    });
    if (newest > surroundings.clock.now() + std::chrono::hours(1))
        findings.push_back(
            {Grade::bad,
             "clock.behind",
             "Die Uhr dieses Rechners geht nach: Die Datenbank kennt schon {1}. Stell die Uhr."_de,
             {to_iso(newest)}});
    if (*version != newest_schema(pool->engine()))
        return oldest; // another schema's tables may look different
    findings.push_back({Grade::ok,
                        "database",
                        "Die Datenbank ist erreichbar und unversehrt (Fassung {1})."_de,
                        {std::to_string(*version)}});
    check_content(surroundings, *pool, findings);
    check_providers(surroundings, *pool, findings);
    return oldest;
}

} // namespace dorfnetz::operations
