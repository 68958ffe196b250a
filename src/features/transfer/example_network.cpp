#include "embedded/example_network.hpp"
#include "features/mandates/api.hpp"
#include "features/pages/api.hpp"
#include "features/transfer/api.hpp"
#include "features/transfer/example_activities.hpp"
#include "features/transfer/example_decisions.hpp"
#include "features/transfer/example_exchange.hpp"
#include "features/transfer/example_groups.hpp"
#include "features/transfer/example_meetings.hpp"
#include "features/villages/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/core/toml.hpp"
#include "foundation/sheet/sheet.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <map>

// A whole network from a folder of files; the lists in it go the way of every list that a club brings.
namespace dorfnetz::transfer {

namespace {

constexpr std::string_view loading = "example.loading"; // setting: begun and not yet ended

// The files of a folder by their path in it.
using Files = std::map<std::string, std::string>;

Files embedded_files()
{
    Files files;
    for (const auto& file : embedded::example_network::files())
        files.emplace(file.path, file.data.view);
    return files;
}

Files files_of(const std::filesystem::path& folder)
{
    Files files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file())
            continue;
        std::ifstream in(entry.path(), std::ios::binary);
        files.emplace(std::filesystem::relative(entry.path(), folder).generic_string(),
                      std::string(std::istreambuf_iterator<char>(in), {}));
    }
    return files;
}

Error unfit(std::string file, std::string why)
{
    return {.kind = Err::invalid,
            .text = "Die Datei {1} passt nicht: {2}"_de,
            .values = {std::move(file), std::move(why)}};
}

// "subtitle_de" of [network] becomes the setting "subtitle.de", "email" of [imprint] "imprint.email".
std::string setting_key(std::string_view table, std::string_view name)
{
    // What the pages call otherwise than the file.
    if (table == "contact" && name == "support_email")
        return "contact.email";
    if (table == "contact" && name == "support_phone")
        return "contact.phone";
    std::string key = table == "network" ? std::string(name) : std::string(table) + '.' + std::string(name);
    const bool in_language = key.ends_with("de") || key.ends_with("en");
    if (in_language && key.size() > 3 && key[key.size() - 3] == '_')
        key[key.size() - 3] = '.';
    return key;
}

web::Network network_from(const toml::table& document, web::Environment& environment)
{
    web::Network network{.id = new_id<NetworkId>(environment.clock, environment.random),
                         .slug = document["network"]["slug"].value_or(std::string()),
                         .name = document["network"]["name"].value_or(std::string()),
                         .time_zone = document["network"]["time_zone"].value_or(std::string("Europe/Berlin")),
                         .settings = {}};
    for (const auto& [table, content] : document) {
        const auto* entries = content.as_table();
        for (const auto& [name, value] : entries ? *entries : toml::table{})
            if (const auto text = value.value<std::string>())
                network.settings.emplace(setting_key(table.str(), name.str()), *text);
    }
    const auto place = document["contact"]["place"].value_or(std::string());
    network.settings.emplace("contact.name.de", place.empty() ? "Koordination" : "Koordination, " + place);
    network.settings.emplace("contact.name.en", place.empty() ? "Coordination" : "Coordination, " + place);
    network.settings.insert_or_assign(std::string(loading), "1");
    return network;
}

// The network that is to be filled: a new one, or one whose loading was broken off.
Result<web::Network> open_network(web::Environment& environment, const toml::table& document)
{
    auto network = network_from(document, environment);
    if (network.slug.empty() || network.name.empty())
        return unfit("network.toml", "slug, name");
    return environment.pool.write(db::Scope::everything(), [&](db::Tx& tx) -> Result<web::Network> {
        if (auto known = web::network_by_slug(tx, network.slug)) {
            if (known->setting(loading) == "1")
                return std::move(*known);
            return Error{.kind = Err::conflict,
                         .text = "Das Netzwerk „{1}“ gibt es schon."_de,
                         .values = {known->name}};
        }
        web::insert_network(tx, network, environment.clock.now());
        if (const auto* hosts = document["network"]["hosts"].as_array())
            for (const auto& host : *hosts)
                web::add_host(tx, network.id, host.value_or(std::string()));
        return network;
    });
}

template <class Number>
std::optional<Number> number_from(const std::string& text)
{
    Number number{};
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || failed != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

Result<Done> load_villages(web::Environment& environment, const web::Network& network, const std::string& csv)
{
    const auto table = TRY(sheet::read_csv(csv));
    if (table.rows.empty())
        return unfit("villages.csv", "leer");
    return environment.pool.write(db::Scope::of(network.id), [&](db::Tx& tx) -> Result<Done> {
        for (std::size_t number = 1; number < table.rows.size(); ++number) {
            std::map<std::string, std::string> cells;
            for (std::size_t column = 0; column < std::min(table.rows[number].size(), table.rows[0].size());
                 ++column)
                cells[table.rows[0][column].text] = table.rows[number][column].text;
            if (cells["name"].empty() || cells["slug"].empty())
                return unfit("villages.csv", "Zeile " + std::to_string(number + 1));
            villages::Village village;
            village.id = new_id<villages::VillageId>(environment.clock, environment.random);
            village.slug = cells["slug"];
            village.name = cells["name"];
            village.in_network = cells["in_network"] == "1";
            village.latitude = number_from<double>(cells["lat"]);
            village.longitude = number_from<double>(cells["lon"]);
            village.postal_code = cells["postal_code"];
            village.municipality_key = cells["ags"];
            village.population = number_from<std::int64_t>(cells["population"]);
            village.population_on = date_from_iso(cells["population_date"]);
            village.note = cells["note"];
            village.description_de = cells["description_de"];
            village.description_en = cells["description_en"];
            villages::put_place(tx, network.id, village, environment.clock.now());
        }
        return Done{};
    });
}

Result<Done> load_list(web::Environment& environment, const web::Network& network, Target target,
                       const Files& files, const std::string& name)
{
    const auto file = files.find(name);
    if (file == files.end())
        return Done{};
    const auto report = TRY(import_file(environment, network, target, file->second, name, {.publish = true}));
    if (report.refused > 0)
        return unfit(name, report.text);
    return Done{};
}

Result<Done> load_mandate(db::Tx& tx, web::Environment& environment, const web::Network& network,
                          const toml::table& mandate)
{
    const auto slug = mandate["village"].value_or(std::string());
    const auto name = mandate["organisation"].value_or(std::string());
    const auto date_of_key = [&](std::string_view key) -> std::optional<Date> {
        const auto date = mandate[key].value<toml::date>();
        if (!date)
            return std::nullopt;
        return Date{std::chrono::year{date->year}, std::chrono::month{date->month},
                    std::chrono::day{date->day}};
    };
    const auto starts_on = date_of_key("starts_on");
    const auto village = villages::village_by_slug(tx, network.id, slug);
    const auto entries = organisations::load_register(tx, network.id).entries;
    const auto club =
        std::find_if(entries.begin(), entries.end(), [&](const auto& entry) { return entry.name == name; });
    if (!village || club == entries.end() || !starts_on)
        return unfit("network.toml", slug + ": " + name);
    for (const auto& known : mandates::mandates_of_village(tx, network.id, village->id))
        if (known.starts_on == *starts_on)
            return Done{};
    TRY(mandates::appoint(tx, network.id,
                          {.village = village->id,
                           .organisation = club->id,
                           .starts_on = *starts_on,
                           .decided = mandate["decided"].value_or(std::string()),
                           .ends_on = date_of_key("ends_on")},
                          {.clock = environment.clock, .random = environment.random}));
    return Done{};
}

Result<Done> load_mandates(web::Environment& environment, const web::Network& network,
                           const toml::table& document)
{
    return environment.pool.write(db::Scope::of(network.id), [&](db::Tx& tx) -> Result<Done> {
        if (const auto* list = document["mandates"].as_array())
            for (const auto& mandate : *list)
                if (const auto* table = mandate.as_table())
                    TRY(load_mandate(tx, environment, network, *table));
        return Done{};
    });
}

Result<Done> load_texts(web::Environment& environment, const web::Network& network, const Files& files)
{
    for (const auto& [kind, folder] :
         {std::pair{pages::Kind::page, "pages/"}, {pages::Kind::news, "news/"}}) {
        std::vector<pages::TextFile> texts;
        for (const auto& [path, content] : files)
            if (path.starts_with(folder) && path.ends_with(".md"))
                texts.push_back(
                    {.name = path,
                     .content = content,
                     .language = path.starts_with("pages/en/") ? i18n::Language::en : i18n::Language::de});
        const auto drafts = TRY(pages::read_text_files(kind, texts));
        const auto saved = environment.pool.write(db::Scope::of(network.id), [&](db::Tx& tx) -> Result<Done> {
            for (const auto& draft : drafts)
                TRY(pages::load_text(tx, network.id, draft,
                                     {.clock = environment.clock, .random = environment.random}));
            return Done{};
        });
        if (!saved)
            return saved.error();
    }
    return Done{};
}

} // namespace

Result<Done> load_example_network(web::Environment& environment,
                                  const std::optional<std::filesystem::path>& folder)
{
    const auto files = folder ? files_of(*folder) : embedded_files();
    const auto settings = files.find("network.toml");
    const auto places = files.find("villages.csv");
    if (settings == files.end() || places == files.end())
        return unfit("network.toml, villages.csv", "fehlt");
    toml::table document;
    try {
        document = toml::parse(settings->second);
    } catch (const toml::parse_error& error) {
        return unfit("network.toml", std::string(error.description()));
    }
    const auto network = TRY(open_network(environment, document));
    TRY(load_villages(environment, network, places->second));
    TRY(load_list(environment, network, Target::organisations, files, "organisations.csv"));
    TRY(load_list(environment, network, Target::organisations, files, "companies.csv"));
    TRY(load_list(environment, network, Target::people, files, "people.csv"));
    TRY(load_mandates(environment, network, document));
    if (const auto dates = files.find("activities.toml"); dates != files.end())
        TRY(load_activities(environment, network, dates->second));
    if (const auto board = files.find("exchange.toml"); board != files.end())
        TRY(load_exchange(environment, network, board->second));
    if (const auto groups = files.find("groups.toml"); groups != files.end())
        TRY(load_groups(environment, network, groups->second));
    if (const auto meetings = files.find("meetings.toml"); meetings != files.end())
        TRY(load_meetings(environment, network, meetings->second));
    if (const auto decisions = files.find("decisions.toml"); decisions != files.end())
        TRY(load_decisions(environment, network, decisions->second));
    if (const auto meetings = files.find("meetings.toml"); meetings != files.end())
        TRY(load_minutes(environment, network, meetings->second));
    TRY(load_texts(environment, network, files));
    return environment.pool.write(db::Scope::everything(), [&](db::Tx& tx) -> Result<Done> {
        web::save_setting(tx, network.id, loading, "");
        return Done{};
    });
}

} // namespace dorfnetz::transfer
