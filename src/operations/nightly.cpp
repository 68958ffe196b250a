#include "features/retention/api.hpp"
#include "foundation/core/log.hpp"
#include "operations/backup.hpp"
#include "operations/files.hpp"

#include <algorithm>
#include <charconv>

// The backups that the program makes by itself. Their names sort by time: dorfnetz-20261122T023000Z.zip.
namespace dorfnetz::operations {

namespace {

constexpr std::string_view before = "dorfnetz-";
constexpr std::string_view after = "Z.zip";

std::string name_of(Timestamp moment)
{
    auto text = to_iso(moment);
    std::erase(text, '-');
    std::erase(text, ':');
    return std::string(before) + text + ".zip";
}

bool is_nightly(const std::string& name)
{
    constexpr std::string_view example = "dorfnetz-20261122T023000Z.zip";
    return name.size() == example.size() && name.starts_with(before) && name.ends_with(after);
}

// Copies from before migrating hold personal data, and what was erased meanwhile:
// "before-version-15-<ms>.db".
void remove_old_copies(const std::filesystem::path& folder, Timestamp now)
{
    if (!std::filesystem::is_directory(folder))
        return;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        const auto name = entry.path().stem().string();
        std::int64_t made = 0;
        const auto* const start = name.data() + name.rfind('-') + 1;
        if (name.starts_with("before-version-") &&
            std::from_chars(start, name.data() + name.size(), made).ec == std::errc() &&
            Timestamp(std::chrono::milliseconds(made)) < now - retention::backups_kept)
            std::filesystem::remove(entry.path());
    }
}

// A backup takes minutes, so what is a day old is being written by nobody.
void remove_leftovers(const std::filesystem::path& folder)
{
    const auto yesterday = std::filesystem::file_time_type::clock::now() - std::chrono::hours(24);
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().filename().string().starts_with(StagingFolder::prefix) &&
            entry.last_write_time() < yesterday)
            std::filesystem::remove_all(entry.path());
}

} // namespace

std::vector<std::filesystem::path> nightly_backups(const std::filesystem::path& folder)
{
    std::vector<std::filesystem::path> found;
    if (std::filesystem::is_directory(folder))
        for (const auto& entry : std::filesystem::directory_iterator(folder))
            if (is_nightly(entry.path().filename().string()))
                found.push_back(entry.path());
    std::sort(found.begin(), found.end(), std::greater());
    return found;
}

Result<Manifest> back_up_nightly(const Installation& installation, db::Pool& pool)
{
    const auto now = installation.clock.now();
    const auto folder = installation.backups();
    auto manifest = TRY(back_up(installation, pool, folder / name_of(now), Existing::keep));
    const auto backups = nightly_backups(folder);
    for (auto i = static_cast<std::size_t>(retention::backups_kept.count()); i < backups.size(); ++i)
        std::filesystem::remove(backups[i]);
    remove_leftovers(folder);
    remove_old_copies(installation.data / "before-migration", now);
    log::info("backup written: " + (folder / name_of(now)).string());
    return manifest;
}

} // namespace dorfnetz::operations
