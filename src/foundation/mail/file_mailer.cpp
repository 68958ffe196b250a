#include "foundation/mail/mailer.hpp"

#include <fstream>

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

} // namespace dorfnetz::mail
