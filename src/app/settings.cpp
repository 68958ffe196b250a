#include "app/settings.hpp"

#include "foundation/core/text.hpp"
#include "foundation/core/toml.hpp"
#include "foundation/fetch/fetch.hpp"
#include "foundation/i18n/i18n.hpp"
#include "foundation/mail/address.hpp"
#include "foundation/mail/bounce.hpp"

#include <charconv>
#include <cstdlib>
#include <fmt/format.h>

namespace dorfnetz::app {

namespace {

constexpr std::string_view a_number = "00000000-0000-7000-8000-000000000000";

// One setting: its key in the file; the variable is the same in capitals.
struct Setting
{
    std::string key;
    std::function<bool(const std::string&)> take;
};

bool take_number(const std::string& text, auto& target)
{
    const auto read = std::from_chars(text.data(), text.data() + text.size(), target);
    return read.ec == std::errc() && read.ptr == text.data() + text.size();
}

bool take_flag(const std::string& text, bool& target)
{
    target = text == "true" || text == "1";
    return target || text == "false" || text == "0";
}

std::vector<Setting> settings_of(Settings& s)
{
    const auto text = [](std::string& target) {
        return [&target](const std::string& value) { return target = value, true; };
    };
    const auto mail_address = [](std::string& target) {
        return [&target](const std::string& value) {
            return target = value, value.empty() || mail::is_mail_address(value);
        };
    };
    const auto number = [](auto& target, std::int64_t least) {
        return [&target, least](const std::string& value) {
            return take_number(value, target) && static_cast<std::int64_t>(target) >= least;
        };
    };
    return {
        {"listen", text(s.listen)},
        {"metrics_listen", text(s.metrics_listen)},
        {"data", [&s](const std::string& value) { return s.data = value, true; }},
        {"database", text(s.database)},
        {"public_address", text(s.public_address)},
        {"behind_tls", [&s](const std::string& value) { return take_flag(value, s.behind_tls); }},
        {"trusted_proxies",
         [&s](const std::string& value) { return s.trusted_proxies = split_list(value, ", "), true; }},
        {"workers",
         [&s](const std::string& value) { return take_number(value, s.workers) && s.workers > 0; }},
        {"time_zone",
         [&s](const std::string& value) { return s.time_zone = value, i18n::is_time_zone(value); }},
        {"log_level", text(s.log_level)},
        {"mail.host", text(s.mail.host)},
        {"mail.port", [&s](const std::string& value) { return take_number(value, s.mail.port); }},
        {"mail.encryption", text(s.mail.encryption)},
        {"mail.user", text(s.mail.user)},
        {"mail.password", text(s.mail.password)},
        {"mail.sender_name", text(s.mail.sender_name)},
        {"mail.sender_address", text(s.mail.sender_address)},
        {"mail.per_minute", number(s.mail.per_minute, 0)},
        {"mail.per_day", number(s.mail.per_day, 0)},
        {"mail.per_minute_and_host", number(s.mail.per_minute_and_host, 0)},
        {"mail.connections", number(s.mail.connections, 1)},
        {"mail.only_to", mail_address(s.mail.only_to)},
        {"mail.bounce_address",
         [&s](const std::string& value) {
             // With a mail's number in it, which is long.
             const auto any_proof = [](std::string_view) { return std::string(a_number); };
             return s.mail.bounce_address = value,
                    value.empty() ||
                        mail::is_mail_address(mail::return_path(value, mail::MailId(a_number), any_proof));
         }},
        {"mail.bounce_host", text(s.mail.bounce_host)},
        {"mail.bounce_port", number(s.mail.bounce_port, 1)},
        {"mail.bounce_encryption", text(s.mail.bounce_encryption)},
        {"mail.bounce_user", text(s.mail.bounce_user)},
        {"mail.bounce_password", text(s.mail.bounce_password)},
    };
}

// The settings below [provider.NETWORK], for each network that the file names.
std::vector<Setting> provider_settings_of(Settings& s, const std::map<std::string, std::string>& in_file)
{
    constexpr std::string_view section = "provider.";
    std::vector<Setting> settings;
    for (auto key = in_file.lower_bound(std::string(section));
         key != in_file.end() && key->first.starts_with(section); ++key) {
        const auto network = key->first.substr(section.size(), key->first.rfind('.') - section.size());
        const auto [place, is_new] = s.providers.try_emplace(network);
        auto& provider = place->second;
        if (!is_new || network.empty())
            continue;
        const auto add = [&](std::string_view name, std::string& target) {
            settings.push_back({fmt::format("{}{}.{}", section, network, name),
                                [&target](const std::string& value) { return target = value, true; }});
        };
        add("issuer", provider.issuer);
        settings.back().take = [&provider](const std::string& value) {
            return provider.issuer = value, fetch::may_be_asked(value);
        };
        add("client_id", provider.client);
        add("client_secret", provider.secret);
        add("name", provider.name);
    }
    return settings;
}

std::string as_text(const toml::node& node)
{
    if (const auto* text = node.as_string())
        return text->get();
    if (const auto* number = node.as_integer())
        return fmt::format("{}", number->get());
    if (const auto* flag = node.as_boolean())
        return flag->get() ? "true" : "false";
    std::string list;
    if (const auto* array = node.as_array())
        for (const auto& element : *array)
            list += (list.empty() ? "" : ",") + as_text(element);
    return list;
}

void flatten(const toml::table& table, const std::string& prefix, std::map<std::string, std::string>& values)
{
    for (const auto& [key, node] : table) {
        const auto name = prefix + std::string(key.str());
        if (const auto* inner = node.as_table())
            flatten(*inner, name + '.', values);
        else
            values[name] = as_text(node);
    }
}

std::string variable_of(const std::string& key)
{
    std::string name = "DORFNETZ_";
    for (const char c : key)
        name += c == '.' || c == '-' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    return name;
}

} // namespace

std::string Settings::database_address() const
{
    return database.empty() ? "sqlite:" + (data / "dorfnetz.db").string() : database;
}

Result<Settings> read_settings(const std::filesystem::path& file, const Variables& variable)
{
    std::map<std::string, std::string> in_file;
    if (!file.empty() && std::filesystem::exists(file)) {
        try {
            flatten(toml::parse_file(file.string()), "", in_file);
        } catch (const toml::parse_error& problem) {
            return Error{.text = "Die Einstellungen in {1} sind nicht lesbar: Zeile {2}, {3}"_de,
                         .values = {file.string(), std::to_string(problem.source().begin.line),
                                    std::string(problem.description())}};
        }
    }
    Settings settings;
    auto known = settings_of(settings);
    for (auto& setting : provider_settings_of(settings, in_file))
        known.push_back(std::move(setting));
    for (const auto& setting : known) {
        const auto found = in_file.find(setting.key);
        const auto from_variable = variable(variable_of(setting.key));
        const auto value = from_variable            ? from_variable
                           : found != in_file.end() ? std::optional(found->second)
                                                    : std::nullopt;
        if (value && !setting.take(*value))
            return Error{.text = "Die Einstellung {1} hat einen Wert, der nicht passt: {2}"_de,
                         .values = {setting.key, *value}};
        if (found != in_file.end())
            in_file.erase(found);
    }
    if (!in_file.empty())
        return Error{.text = "Die Einstellung {1} gibt es nicht."_de, .values = {in_file.begin()->first}};
    for (const auto& [network, provider] : settings.providers)
        if (provider.issuer.empty() || provider.client.empty())
            return Error{.text = "Unter [provider.{1}] fehlt issuer oder client_id."_de, .values = {network}};
    return settings;
}

std::vector<std::string> warnings_about(const Settings& settings)
{
    std::vector<std::string> warnings;
    if (!settings.mail.host.empty() && settings.public_address.empty())
        warnings.emplace_back("public_address is missing: reminders, messages, the newsletter and all other "
                              "mails of jobs are not sent, since their links would lead nowhere");
    return warnings;
}

std::optional<std::string> environment_variable(const std::string& name)
{
    const char* value = std::getenv(name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

Result<Listen> parse_listen(const std::string& text)
{
    if (text.starts_with("unix:"))
        return Listen{text, 0};
    const auto colon = text.rfind(':');
    Listen listen;
    if (colon == std::string::npos || !take_number(text.substr(colon + 1), listen.port))
        return Error{.text = "Die Adresse {1} muss so aussehen: 127.0.0.1:8080"_de, .values = {text}};
    listen.address = text.substr(0, colon);
    if (listen.address.starts_with('[') && listen.address.ends_with(']'))
        listen.address = listen.address.substr(1, listen.address.size() - 2);
    return listen;
}

} // namespace dorfnetz::app
