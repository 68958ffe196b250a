#include "foundation/mail/report_mailbox.hpp"

#include "foundation/core/text.hpp"
#include "foundation/mail/connection.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <stdexcept>
#include <vector>

namespace dorfnetz::mail {

namespace {

constexpr std::size_t most_at_once = 200;

std::size_t keep(char* bytes, std::size_t size, std::size_t count, void* user)
{
    auto& text = *static_cast<std::string*>(user);
    const auto length = size * count;
    if (text.size() + length > longest_report) {
        text.append(bytes, longest_report - text.size());
        return 0; // ends the transfer
    }
    text.append(bytes, length);
    return length;
}

class Imap
{
public:
    explicit Imap(const MailboxSettings& settings) : m_settings(settings)
    {
        if (const auto problem = problem_of(settings))
            throw std::runtime_error(*problem);
    }

    // Numbers of messages that nobody has read.
    std::vector<std::string> unread()
    {
        std::vector<std::string> numbers;
        for (auto& word : split_list(command("UID SEARCH UNSEEN"), " \r\n"))
            if (!word.empty() && word.size() <= 10 &&
                word.find_first_not_of("0123456789") == std::string::npos && numbers.size() < most_at_once)
                numbers.push_back(std::move(word));
        return numbers;
    }

    // The beginning of a message, which is read from then on with most servers.
    std::string message(const std::string& number) { return ask(fmt::format("INBOX/;UID={}", number), {}); }

    void set_flag(const std::string& number, std::string_view change)
    {
        command(fmt::format("UID STORE {} {}", number, change));
    }

    void expunge() { command("EXPUNGE"); }

private:
    std::string command(const std::string& words) { return ask("INBOX", words); }

    std::string ask(const std::string& place, const std::string& words)
    {
        std::string answer;
        curl_easy_reset(m_handle.curl); // forgets the options, not the connection
        const auto scheme = m_settings.encryption == Encryption::tls ? "imaps" : "imap";
        m_handle.set(CURLOPT_URL,
                     fmt::format("{}://{}:{}/{}", scheme, m_settings.host, m_settings.port, place).c_str());
        m_handle.set(CURLOPT_PROTOCOLS_STR, "imap,imaps");
        set_connection(m_handle, m_settings);
        if (!words.empty())
            m_handle.set(CURLOPT_CUSTOMREQUEST, words.c_str());
        m_handle.set(CURLOPT_WRITEFUNCTION, keep);
        m_handle.set(CURLOPT_WRITEDATA, &answer);
        const auto code = curl_easy_perform(m_handle.curl);
        if (code != CURLE_OK && !(code == CURLE_WRITE_ERROR && answer.size() == longest_report))
            throw std::runtime_error(fmt::format("mailbox of bounces: {}", curl_easy_strerror(code)));
        return answer;
    }

    const MailboxSettings& m_settings;
    fetch::CurlHandle m_handle;
};

bool write_down(const ReportReading& reading, const Report& report)
{
    return reading.pool
        .write(db::Scope::nothing(),
               [&](db::Tx& tx) -> Result<bool> {
                   return record_report(tx, report, reading.address_key, reading.clock.now());
               })
        .value();
}

void count(MailboxReport& done, Report::Kind kind)
{
    if (kind == Report::Kind::failed)
        ++done.bounced;
    else if (kind == Report::Kind::complaint)
        ++done.complaints;
}

} // namespace

std::optional<std::string> problem_of(const MailboxSettings& settings)
{
    if (settings.host.empty() || settings.user.empty())
        return "mail.bounce_host and mail.bounce_user belong together";
    if (settings.encryption == Encryption::none && !settings.host.starts_with("127."))
        return "the mailbox of bounces is read only encrypted: set mail.bounce_encryption to tls or starttls";
    return std::nullopt;
}

MailboxReport read_reports(const ReportReading& reading)
{
    MailboxReport done;
    Imap imap(reading.mailbox);
    bool something_goes = false;
    for (const auto& number : imap.unread()) {
        if (!reading.may_go_on())
            break;
        const auto report = read_report(imap.message(number), reading.pattern, reading.address_key);
        if (!report) {
            imap.set_flag(number, "+FLAGS.SILENT (\\Seen)");
            ++done.left_alone;
            continue;
        }
        try {
            if (write_down(reading, *report))
                count(done, report->kind);
        } catch (...) {
            imap.set_flag(number, "-FLAGS.SILENT (\\Seen)"); // the next one who looks finds it again
            throw;
        }
        imap.set_flag(number, "+FLAGS.SILENT (\\Deleted)");
        something_goes = true;
    }
    if (something_goes)
        imap.expunge();
    return done;
}

} // namespace dorfnetz::mail
