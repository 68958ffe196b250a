#include "foundation/core/log.hpp"
#include "foundation/fetch/curl_handle.hpp"
#include "foundation/fetch/fetch.hpp"

#include <memory>
#include <optional>

namespace dorfnetz::fetch {

namespace {

struct Address
{
    std::string scheme;
    std::string host;
};

// Nothing for what is no absolute address of the web, or carries a user or a fragment.
std::optional<Address> read_address(std::string_view text)
{
    const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> parsed(curl_url(), curl_url_cleanup);
    const auto part = [&](CURLUPart which) -> std::optional<std::string> {
        char* value = nullptr;
        if (curl_url_get(parsed.get(), which, &value, 0) != CURLUE_OK)
            return std::nullopt;
        const std::unique_ptr<char, decltype(&curl_free)> owned(value, curl_free);
        return std::string(value);
    };
    if (text.find('\0') != std::string_view::npos ||
        curl_url_set(parsed.get(), CURLUPART_URL, std::string(text).c_str(), CURLU_DISALLOW_USER) !=
            CURLUE_OK ||
        part(CURLUPART_FRAGMENT))
        return std::nullopt;
    auto scheme = part(CURLUPART_SCHEME);
    auto host = part(CURLUPART_HOST);
    if (!scheme || !host || host->empty())
        return std::nullopt;
    return Address{*std::move(scheme), *std::move(host)};
}

bool is_loopback(std::string_view host)
{
    return host == "localhost" || host == "127.0.0.1" || host == "[::1]";
}

// What came of one question so far.
struct Received
{
    std::size_t longest;
    std::string body = {};
    bool too_large = false;
};

std::size_t take_body(char* bytes, std::size_t size, std::size_t count, void* user)
{
    auto& received = *static_cast<Received*>(user);
    const auto length = size * count;
    received.too_large = received.body.size() + length > received.longest;
    if (received.too_large)
        return 0; // ends the transfer
    received.body.append(bytes, length);
    return length;
}

class CurlClient final : public Client
{
public:
    explicit CurlClient(Limits limits) : m_limits(std::move(limits)) {}

    Result<Reply> ask(const Question& question) override
    {
        if (!may_be_asked(question.address))
            return Error{.kind = Err::forbidden};
        CurlHandle handle;
        const CurlList headers("Accept: application/json");
        Received received{.longest = m_limits.longest_reply};
        limit(handle);
        handle.set(CURLOPT_URL, question.address.c_str());
        handle.set(CURLOPT_HTTPHEADER, headers.list);
        handle.set(CURLOPT_WRITEFUNCTION, take_body);
        handle.set(CURLOPT_WRITEDATA, &received);
        if (!question.form.empty()) {
            handle.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(question.form.size()));
            handle.set(CURLOPT_POSTFIELDS, question.form.c_str());
        }
        if (!question.user.empty()) {
            handle.set(CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
            handle.set(CURLOPT_USERNAME, question.user.c_str());
            handle.set(CURLOPT_PASSWORD, question.password.c_str());
        }
        const auto code = curl_easy_perform(handle.curl);
        if (received.too_large)
            return Error{.kind = Err::too_large};
        if (code != CURLE_OK) {
            log::warning(std::string("another server did not answer: ") + curl_easy_strerror(code));
            return Error{.kind = Err::unavailable};
        }
        long status = 0;
        curl_easy_getinfo(handle.curl, CURLINFO_RESPONSE_CODE, &status);
        return Reply{.status = static_cast<int>(status), .body = std::move(received.body)};
    }

private:
    void limit(CurlHandle& handle) const
    {
        handle.set(CURLOPT_PROTOCOLS_STR, "https,http"); // http: see may_be_asked
        handle.set(CURLOPT_FOLLOWLOCATION, 0L);
        handle.set(CURLOPT_PROXY, ""); // whatever the environment says
        handle.set(CURLOPT_NOSIGNAL, 1L);
        handle.set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(m_limits.connecting.count()));
        handle.set(CURLOPT_TIMEOUT_MS, static_cast<long>(m_limits.whole.count()));
        handle.set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
        if (!m_limits.ca_file.empty())
            handle.set(CURLOPT_CAINFO, m_limits.ca_file.c_str());
    }

    Limits m_limits;
};

} // namespace

bool may_be_asked(std::string_view address)
{
    const auto read = read_address(address);
    return read && (read->scheme == "https" || (read->scheme == "http" && is_loopback(read->host)));
}

bool is_on_this_machine(std::string_view address)
{
    const auto read = read_address(address);
    return read && is_loopback(read->host);
}

std::unique_ptr<Client> client(const Limits& limits)
{
    return std::make_unique<CurlClient>(limits);
}

} // namespace dorfnetz::fetch
