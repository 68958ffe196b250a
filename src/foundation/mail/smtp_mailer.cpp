#include "foundation/mail/connection.hpp"
#include "foundation/mail/mailer.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <stdexcept>
#include <string_view>

namespace dorfnetz::mail {

namespace {

// What one attempt has seen so far; the callbacks fill it.
struct Conversation
{
    std::string_view unsent;
    const std::stop_token* stop = nullptr;
    bool body_begun = false;
    bool body_complete = false;
    std::string last_reply = {};
    std::array<char, CURL_ERROR_SIZE> problem = {}; // libcurl's words, which name the command
};

std::size_t give_body(char* buffer, std::size_t size, std::size_t count, void* user)
{
    auto& conversation = *static_cast<Conversation*>(user);
    conversation.body_begun = true;
    const auto piece = conversation.unsent.substr(0, size * count);
    std::copy(piece.begin(), piece.end(), buffer);
    conversation.unsent.remove_prefix(piece.size());
    conversation.body_complete = conversation.unsent.empty();
    return piece.size();
}

std::size_t take_reply(char* line, std::size_t size, std::size_t count, void* user)
{
    // After a refusal libcurl says goodbye; the answer to that (221) is not the reason.
    const std::string_view reply(line, size * count);
    if (!reply.starts_with("221"))
        static_cast<Conversation*>(user)->last_reply = reply;
    return reply.size();
}

std::size_t discard(char*, std::size_t size, std::size_t count, void*)
{
    return size * count;
}

int look_for_stop(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t)
{
    const auto& conversation = *static_cast<const Conversation*>(user);
    return conversation.stop->stop_requested() && !conversation.body_begun ? 1 : 0;
}

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

// "550 5.1.1" of "550 5.1.1 <…>: no such user" (RFC 5321, RFC 3463). The words behind are dropped: servers
// like to repeat the address in them.
std::string codes_of(std::string_view reply)
{
    if (reply.size() < 3 || !std::all_of(reply.begin(), reply.begin() + 3, is_digit))
        return {};
    std::string codes(reply.substr(0, 3));
    const auto rest = reply.substr(std::min<std::size_t>(4, reply.size()));
    const auto enhanced = rest.substr(0, rest.find_first_not_of("0123456789."));
    if (std::count(enhanced.begin(), enhanced.end(), '.') == 2 && enhanced.size() <= 9)
        codes += ' ' + std::string(enhanced);
    return codes;
}

class SmtpMailer final : public Mailer
{
public:
    explicit SmtpMailer(const SmtpSettings& settings) : m_settings(settings)
    {
        if (const auto problem = problem_of(settings))
            throw std::invalid_argument(*problem);
    }

    Attempt send(const Envelope& envelope, const std::stop_token& stop) override
    {
        Conversation conversation{.unsent = envelope.message, .stop = &stop};
        const fetch::CurlList recipients('<' + envelope.to + '>');
        // Forgets the options of the mail before, not the connection.
        curl_easy_reset(m_handle.curl);
        set_server();
        m_handle.set(CURLOPT_MAIL_FROM, ('<' + envelope.from + '>').c_str());
        m_handle.set(CURLOPT_MAIL_RCPT, recipients.list);
        m_handle.set(CURLOPT_UPLOAD, 1L);
        m_handle.set(CURLOPT_READFUNCTION, give_body);
        m_handle.set(CURLOPT_READDATA, &conversation);
        m_handle.set(CURLOPT_HEADERFUNCTION, take_reply);
        m_handle.set(CURLOPT_HEADERDATA, &conversation);
        m_handle.set(CURLOPT_WRITEFUNCTION, discard);
        m_handle.set(CURLOPT_NOPROGRESS, 0L);
        m_handle.set(CURLOPT_XFERINFOFUNCTION, look_for_stop);
        m_handle.set(CURLOPT_XFERINFODATA, &conversation);
        m_handle.set(CURLOPT_ERRORBUFFER, conversation.problem.data());
        const auto code = curl_easy_perform(m_handle.curl);
        m_handle.set(CURLOPT_ERRORBUFFER, nullptr); // it goes with the conversation, the handle stays
        return judge(code, conversation);
    }

private:
    void set_server()
    {
        const auto scheme = m_settings.encryption == Encryption::tls ? "smtps" : "smtp";
        const auto url =
            fmt::format("{}://{}:{}/{}", scheme, m_settings.host, m_settings.port, m_settings.hello_name);
        m_handle.set(CURLOPT_URL, url.c_str());
        m_handle.set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
        m_handle.set(CURLOPT_CONNECTTIMEOUT, static_cast<long>(m_settings.connect_timeout.count()));
        set_connection(m_handle, m_settings);
    }

    Attempt judge(CURLcode code, const Conversation& conversation) const
    {
        if (code == CURLE_OK)
            return {Outcome::accepted};
        if (code == CURLE_ABORTED_BY_CALLBACK)
            return {Outcome::later, "stopped"};
        long response = 0;
        curl_easy_getinfo(m_handle.curl, CURLINFO_RESPONSE_CODE, &response);
        const auto codes = codes_of(conversation.last_reply);
        const auto with_codes = [&](std::string_view stage) { return fmt::format("{} {}", stage, codes); };

        // After 354 the server waits for the message; an answer to it has another code.
        if (conversation.body_complete && response == 354)
            return {Outcome::unknown, fmt::format("no answer to the message: {}", curl_easy_strerror(code))};
        // The sender stands for all mails: a setting of ours, or a limit that we have reached. Only its size
        // (RFC 1870) is a matter of the mail.
        if (std::string_view(conversation.problem.data()).starts_with("MAIL failed") && response != 552)
            return {Outcome::unreachable, with_codes("sender")};
        const auto stage = conversation.body_complete ? "message" : "envelope";
        // Before the envelope the answers concern us and our set-up, not the mail; and so do 530 to 538
        // ("sign in first", "encrypt first", RFC 4954).
        const bool about_this_mail =
            (conversation.body_complete || code == CURLE_SEND_ERROR || code == CURLE_RECV_ERROR) &&
            (response < 530 || response > 538);
        if (about_this_mail && response >= 500 && response < 600)
            return {Outcome::refused, with_codes(stage)};
        if (about_this_mail && response >= 400 && response < 500)
            return {Outcome::later, with_codes(stage)};
        return {Outcome::unreachable, fmt::format("{} {}", curl_easy_strerror(code), codes)};
    }

    SmtpSettings m_settings;
    fetch::CurlHandle m_handle;
};

bool is_this_machine(std::string_view host)
{
    return host == "localhost" || host == "::1" || host == "[::1]" || host.starts_with("127.");
}

} // namespace

std::optional<std::string> problem_of(const SmtpSettings& settings)
{
    const auto is_name = [](std::string_view text) {
        return std::all_of(text.begin(), text.end(), [](char c) {
            return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                   std::string_view(".-:[]").find(c) != std::string_view::npos;
        });
    };
    if (settings.host.empty() || !is_name(settings.host))
        return "mail.host is no host name";
    if (!is_name(settings.hello_name))
        return "the name with which this machine greets is no host name";
    if (settings.port == 0)
        return "mail.port must be between 1 and 65535";
    if (settings.encryption == Encryption::none && !is_this_machine(settings.host))
        return "mail leaves this machine only encrypted: set mail.encryption to starttls or tls";
    if (settings.timeout <= std::chrono::seconds(0) || settings.timeout >= std::chrono::minutes(9))
        return "sending one mail must be given between 1 and 539 seconds";
    return std::nullopt;
}

std::unique_ptr<Mailer> smtp_mailer(const SmtpSettings& settings)
{
    return std::make_unique<SmtpMailer>(settings);
}

} // namespace dorfnetz::mail
