#include "foundation/db/migrate.hpp"

#include "foundation/core/text.hpp"

#include <array>
#include <charconv>
#include <filesystem>
#include <fmt/format.h>

namespace dorfnetz::db {

namespace {

// The statements alone: comments and white space may be bettered after a step was applied, since they are
// also what docs/data-model.md is made of.
std::string without_comments(std::string_view text)
{
    std::string statements;
    while (!text.empty()) {
        auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        line = trim(line.substr(0, line.find("--")));
        statements.append(line).append(line.empty() ? "" : "\n");
    }
    return statements;
}

// FNV-1a: tells an accidental edit of an old migration, not an attack.
std::string checksum(std::string_view text)
{
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char c : without_comments(text))
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    return fmt::format("{:016x}", hash);
}

// Up to step 16 comments were counted, too; those steps name what a database of that time holds.
bool is_as_applied(const Migration& migration, const std::string& applied)
{
    return applied == checksum(migration.text) ||
           migration.text.find("-- checksum with comments: " + applied + '\n') != std::string::npos;
}

bool is_word_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

struct Applied
{
    int version;
    std::string checksum;
};

constexpr auto versions_table = R"sql(
    CREATE TABLE IF NOT EXISTS schema_versions (
        version INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        checksum TEXT NOT NULL,
        applied_at TEXT NOT NULL
    ))sql";

std::vector<Applied> applied_versions(Pool& pool)
{
    return pool.read([](Reader& reader) {
        return reader.list(R"sql(SELECT version, checksum FROM schema_versions ORDER BY version)sql", {},
                           [](Row& row) {
                               return Applied{row.take<int>(), row.take<std::string>()};
                           });
    });
}

void refuse_what_does_not_fit(const std::vector<Applied>& applied, const std::vector<Migration>& migrations)
{
    for (const auto& done : applied) {
        const auto index = static_cast<std::size_t>(done.version) - 1;
        if (index >= migrations.size())
            throw std::runtime_error(fmt::format(
                "the database has schema version {}, this program knows only {}: use the newer program",
                done.version, migrations.size()));
        if (!is_as_applied(migrations[index], done.checksum))
            throw std::runtime_error(
                fmt::format("migration {} was changed after it had been applied", migrations[index].name));
    }
}

} // namespace

std::string in_dialect(Engine engine, std::string_view text)
{
    if (engine == Engine::sqlite)
        return std::string(text);
    constexpr std::array<std::pair<std::string_view, std::string_view>, 6> words{{
        {"INTEGER", "BIGINT"},
        {"REAL", "DOUBLE PRECISION"},
        {"BLOB", "BYTEA"},
        {"STRICT", ""},
        {"WITHOUT", ""},
        {"ROWID", ""},
    }};
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        if (text.substr(at).starts_with("--")) { // comments may say anything
            const auto end = std::min(text.find('\n', at), text.size());
            result += text.substr(at, end - at);
            at = end;
            continue;
        }
        if (!is_word_character(text[at])) {
            result += text[at++];
            continue;
        }
        std::size_t end = at;
        while (end < text.size() && is_word_character(text[end]))
            ++end;
        const auto word = text.substr(at, end - at);
        const auto* const found =
            std::find_if(words.begin(), words.end(), [&](const auto& pair) { return pair.first == word; });
        result += found == words.end() ? word : found->second;
        // "STRICT, WITHOUT ROWID" leaves nothing, also no comma.
        at = end;
        if (word == "STRICT" && text.substr(at).starts_with(","))
            ++at;
    }
    return result;
}

std::vector<Migration> migrations_for(Engine engine, const std::vector<MigrationFile>& files)
{
    const std::string_view foreign = engine == Engine::sqlite ? ".postgresql.sql" : ".sqlite.sql";
    std::vector<Migration> migrations;
    for (const auto& file : files) {
        const auto slash = file.path.rfind('/');
        const auto name = slash == std::string_view::npos ? file.path : file.path.substr(slash + 1);
        if (!name.ends_with(".sql") || name.ends_with(foreign))
            continue;
        int version = 0;
        std::from_chars(name.data(), name.data() + std::min<std::size_t>(4, name.size()), version);
        migrations.push_back({version, std::string(name), std::string(file.text)});
    }
    std::sort(migrations.begin(), migrations.end(),
              [](const Migration& left, const Migration& right) { return left.version < right.version; });
    for (std::size_t i = 0; i < migrations.size(); ++i)
        if (migrations[i].version != static_cast<int>(i) + 1)
            throw std::runtime_error("migration number missing or twice: " + migrations[i].name);
    return migrations;
}

int schema_version(Pool& pool)
{
    pool.run_migration(in_dialect(pool.engine(), versions_table),
                       R"sql(DELETE FROM schema_versions WHERE version = :none)sql", {{"none", 0}});
    const auto applied = applied_versions(pool);
    return applied.empty() ? 0 : applied.back().version;
}

MigrationReport migrate(Pool& pool, const std::vector<Migration>& migrations, const Clock& clock,
                        const std::string& copy_directory)
{
    MigrationReport report;
    report.from = schema_version(pool);
    report.to = report.from;
    refuse_what_does_not_fit(applied_versions(pool), migrations);
    const auto newest = static_cast<int>(migrations.size());
    if (report.from == newest)
        return report;
    if (report.from > 0 && pool.engine() == Engine::sqlite && !copy_directory.empty()) {
        std::filesystem::create_directories(copy_directory);
        report.copy = fmt::format("{}/before-version-{}-{}.db", copy_directory, newest,
                                  clock.now().time_since_epoch().count());
        pool.copy_to(report.copy);
    }
    for (const auto& migration : migrations) {
        if (migration.version <= report.from)
            continue;
        pool.run_migration(in_dialect(pool.engine(), migration.text), R"sql(
            INSERT INTO schema_versions (version, name, checksum, applied_at)
            VALUES (:version, :name, :checksum, :applied_at))sql",
                           {{"version", migration.version},
                            {"name", migration.name},
                            {"checksum", checksum(migration.text)},
                            {"applied_at", clock.now()}});
        report.to = migration.version;
    }
    return report;
}

} // namespace dorfnetz::db
