#include "operations/database_copy.hpp"

#include "foundation/db/migrate.hpp"
#include "operations/programs.hpp"
#include "schema/migrations.hpp"

#include <charconv>
#include <fcntl.h>
#include <unistd.h>

namespace dorfnetz::operations {

namespace {

std::string percent_decoded(std::string_view text)
{
    std::string result;
    for (std::size_t at = 0; at < text.size(); ++at) {
        unsigned char byte = 0;
        if (text[at] == '%' && at + 2 < text.size() &&
            std::from_chars(text.data() + at + 1, text.data() + at + 3, byte, 16).ec == std::errc()) {
            result += static_cast<char>(byte);
            at += 2;
        } else {
            result += text[at];
        }
    }
    return result;
}

// Also "?password=…&", which libpq takes as well.
void take_password_from_query(WithoutPassword& parts)
{
    constexpr std::string_view key = "password=";
    const auto question = parts.address.find('?');
    if (question == std::string::npos)
        return;
    for (auto at = question + 1; at < parts.address.size();) {
        const auto end = std::min(parts.address.find('&', at), parts.address.size());
        if (std::string_view(parts.address).substr(at).starts_with(key)) {
            parts.password = percent_decoded(
                std::string_view(parts.address).substr(at + key.size(), end - at - key.size()));
            parts.address.erase(at, std::min(end + 1, parts.address.size()) - at);
            return;
        }
        at = end + 1;
    }
}

Result<Done> call(const std::string& program, std::vector<std::string> arguments, const std::string& address)
{
    const auto path = find_program(program);
    if (!path)
        return Error{.kind = Err::unavailable,
                     .text = "Das Programm {1} fehlt. Installiere das Paket postgresql-client."_de,
                     .values = {program}};
    const auto parts = without_password(address);
    arguments.push_back("--dbname=" + parts.address);
    std::vector<std::pair<std::string, std::string>> variables{{"LC_ALL", "C.UTF-8"}};
    if (!parts.password.empty())
        variables.emplace_back("PGPASSWORD", parts.password);
    const auto ended = run_program(*path, arguments, variables);
    if (!ended.well())
        return Error{
            .kind = Err::unavailable, .text = "{1} ist gescheitert: {2}"_de, .values = {program, ended.said}};
    return Done{};
}

} // namespace

WithoutPassword without_password(const std::string& address)
{
    WithoutPassword parts{.address = address, .password = {}};
    const auto start = address.find("://") + 3;
    const auto authority_end = std::min(address.find_first_of("/?", start), address.size());
    const auto at = address.rfind('@', authority_end);
    const auto colon = address.find(':', start);
    if (at != std::string::npos && at > start && colon < at) {
        parts.password = percent_decoded(std::string_view(address).substr(colon + 1, at - colon - 1));
        parts.address.erase(colon, at - colon);
    }
    take_password_from_query(parts);
    return parts;
}

std::optional<int> version_of_schema(db::Pool& pool)
{
    if (!has_tables(pool))
        return std::nullopt;
    return pool.read([](db::Reader& reader) {
        return reader.value<int>(R"sql(SELECT max(version) FROM schema_versions)sql", {});
    });
}

int newest_schema(db::Engine engine)
{
    return db::migrations_for(engine, schema::migration_files()).back().version;
}

Result<Done> copy_database(db::Pool& pool, const std::string& address, const std::filesystem::path& target)
{
    if (pool.engine() == db::Engine::postgresql)
        return call("pg_dump",
                    {"--format=custom", "--no-owner", "--no-privileges", "--file=" + target.string()},
                    address);
    // SQLite takes an empty file, so it never exists with wider permissions.
    const int made = ::open(target.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (made >= 0)
        ::close(made);
    pool.copy_to(target.string());
    return Done{};
}

bool has_tables(db::Pool& pool)
{
    return pool.read([&](db::Reader& reader) {
        if (reader.engine() == db::Engine::sqlite)
            return reader.count(R"sqlite(SELECT count(*) FROM sqlite_schema)sqlite", {}) > 0;
        return reader.count(R"postgresql(SELECT count(*) FROM information_schema.tables
                                  WHERE table_schema NOT IN ('pg_catalog', 'information_schema'))postgresql",
                            {}) > 0;
    });
}

Result<Done> fill_database(const std::string& address, const std::filesystem::path& copy)
{
    return call("pg_restore",
                {"--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges", "--no-comments",
                 copy.string()},
                address);
}

std::optional<std::string> integrity_problem(db::Pool& pool)
{
    if (pool.engine() == db::Engine::postgresql)
        return std::nullopt; // its checksums are looked at by the server itself
    return pool.read([](db::Reader& reader) -> std::optional<std::string> {
        const auto said =
            reader.value<std::string>(R"sqlite(SELECT quick_check FROM pragma_quick_check)sqlite", {});
        if (said != "ok")
            return said.value_or("");
        return reader.first(R"sqlite(SELECT "table" FROM pragma_foreign_key_check)sqlite", {},
                            [](db::Row& row) { return "broken reference in " + row.take<std::string>(); });
    });
}

} // namespace dorfnetz::operations
