#include "operations/manifest.hpp"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

namespace dorfnetz::operations {

namespace {

constexpr int format = 1;

// A name becomes a path when the backup is restored; it must not lead out of the data folder.
bool may_be_a_part(const std::string& name, db::Engine engine)
{
    if (name == secret_name || name == database_part_name(engine))
        return true;
    const std::filesystem::path path(name);
    return name.starts_with("media/") && path.lexically_normal() == path && path.has_filename();
}

Manifest read(const nlohmann::json& json)
{
    Manifest manifest;
    manifest.program_version = json.at("program").get<std::string>();
    manifest.schema_version = json.at("schema").get<int>();
    manifest.engine =
        json.at("engine").get<std::string>() == "sqlite" ? db::Engine::sqlite : db::Engine::postgresql;
    manifest.made_at = timestamp_from_iso(json.at("made_at").get<std::string>()).value();
    for (const auto& part : json.at("parts"))
        manifest.parts.push_back({.name = part.at("name").get<std::string>(),
                                  .bytes = part.at("bytes").get<std::uint64_t>(),
                                  .sha256 = part.at("sha256").get<std::string>()});
    return manifest;
}

} // namespace

std::string_view database_part_name(db::Engine engine)
{
    return engine == db::Engine::sqlite ? "database.db" : "database.pgdump";
}

std::string to_json(const Manifest& manifest)
{
    auto parts = nlohmann::ordered_json::array();
    for (const auto& part : manifest.parts)
        parts.push_back({{"name", part.name}, {"bytes", part.bytes}, {"sha256", part.sha256}});
    const nlohmann::ordered_json json{
        {"format", format},
        {"program", manifest.program_version},
        {"schema", manifest.schema_version},
        {"engine", manifest.engine == db::Engine::sqlite ? "sqlite" : "postgresql"},
        {"made_at", to_iso(manifest.made_at)},
        {"parts", parts}};
    return json.dump(2) + '\n';
}

std::optional<Manifest> manifest_from_json(std::string_view text)
{
    try {
        const auto json = nlohmann::json::parse(text);
        if (json.at("format").get<int>() != format)
            return std::nullopt;
        auto manifest = read(json);
        const auto is_database = [&](const BackupPart& part) {
            return part.name == database_part_name(manifest.engine);
        };
        const bool fits =
            std::all_of(manifest.parts.begin(), manifest.parts.end(),
                        [&](const BackupPart& part) { return may_be_a_part(part.name, manifest.engine); });
        if (!fits || std::count_if(manifest.parts.begin(), manifest.parts.end(), is_database) != 1)
            return std::nullopt;
        return manifest;
    } catch (const nlohmann::json::exception&) {
        return std::nullopt;
    } catch (const std::bad_optional_access&) {
        return std::nullopt;
    }
}

} // namespace dorfnetz::operations
