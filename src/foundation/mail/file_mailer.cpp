#include "foundation/mail/mailer.hpp"

#include <fstream>
#include <set>
#include <vector>

namespace dorfnetz::mail {

namespace {

class FileMailer final : public Mailer
{
public:
    explicit FileMailer(std::filesystem::path directory) : m_directory(std::move(directory))
    {
        namespace fs = std::filesystem;
        if (fs::create_directories(m_directory))
            fs::permissions(m_directory, fs::perms::owner_all);
    }

    Attempt send(const Envelope& envelope, const std::stop_token&) override
    {
        // Under its final name only when complete, so that whoever looks never sees half a mail.
        const auto final_name = m_directory / (envelope.id.text() + ".eml");
        const auto partial = m_directory / (envelope.id.text() + ".partial");
        {
            std::ofstream file(partial, std::ios::binary | std::ios::trunc);
            file << envelope.message;
            file.close();
            if (!file)
                return {Outcome::unreachable, "the mail directory cannot be written"};
        }
        std::filesystem::rename(partial, final_name);
        return {Outcome::accepted};
    }

private:
    std::filesystem::path m_directory;
};

} // namespace

std::unique_ptr<Mailer> file_mailer(const std::filesystem::path& directory)
{
    return std::make_unique<FileMailer>(directory);
}

std::int64_t delete_forgotten_files(db::Pool& pool, const std::filesystem::path& directory)
{
    if (!std::filesystem::exists(directory))
        return 0;
    // Read before the rows: a mail that comes in meanwhile has a row by then.
    std::vector<std::filesystem::path> files;
    for (const auto& file : std::filesystem::directory_iterator(directory))
        if (file.path().extension() == ".eml")
            files.push_back(file.path());
    std::set<std::string> known;
    pool.read([&](db::Reader& reader) {
        reader.each(R"sql(SELECT id FROM outbox)sql", {},
                    [&](db::Row& row) { known.insert(row.take<std::string>()); });
    });
    std::int64_t deleted = 0;
    for (const auto& file : files)
        if (!known.contains(file.stem().string()))
            deleted += std::filesystem::remove(file) ? 1 : 0;
    return deleted;
}

} // namespace dorfnetz::mail
