#include "foundation/core/log.hpp"
#include "foundation/fetch/curl_handle.hpp"
#include "foundation/fetch/fetch.hpp"

#include <arpa/inet.h>
#include <array>
#include <memory>
#include <netinet/in.h>
#include <optional>
#include <sys/socket.h>

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

bool is_https(std::string_view address)
{
    const auto read = read_address(address);
    return read && read->scheme == "https";
}

curl_socket_t open_outside(void* user, curlsocktype, curl_sockaddr* to)
{
    std::array<char, INET6_ADDRSTRLEN> text{};
    const void* bytes = to->family == AF_INET
                            ? static_cast<const void*>(&reinterpret_cast<sockaddr_in*>(&to->addr)->sin_addr)
                            : &reinterpret_cast<sockaddr_in6*>(&to->addr)->sin6_addr;
    const bool is_internet = to->family == AF_INET || to->family == AF_INET6;
    if (!is_internet || ::inet_ntop(to->family, bytes, text.data(), text.size()) == nullptr ||
        !is_public(text.data())) {
        *static_cast<bool*>(user) = true;
        return CURL_SOCKET_BAD;
    }
    return ::socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

class CurlClient final : public Client
{
public:
    explicit CurlClient(Limits limits) : m_limits(std::move(limits)) {}

    Result<Reply> ask(const Question& question) override
    {
        if (!may_be_asked(question.address) ||
            (m_limits.reach == Reach::public_internet && !is_https(question.address)))
            return Error{.kind = Err::forbidden};
        CurlHandle handle;
        CurlList headers("Accept: " + m_limits.accept);
        for (const auto& field : question.fields)
            headers.add(field);
        Received received{.longest = m_limits.longest_reply};
        limit(handle);
        handle.set(CURLOPT_URL, question.address.c_str());
        handle.set(CURLOPT_HTTPHEADER, headers.list);
        handle.set(CURLOPT_WRITEFUNCTION, take_body);
        handle.set(CURLOPT_WRITEDATA, &received);
        const auto& sent = question.form.empty() ? question.body : question.form;
        if (!sent.empty()) {
            handle.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(sent.size()));
            handle.set(CURLOPT_POSTFIELDS, sent.data());
        }
        if (!question.user.empty()) {
            handle.set(CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
            handle.set(CURLOPT_USERNAME, question.user.c_str());
            handle.set(CURLOPT_PASSWORD, question.password.c_str());
        }
        bool is_inside = false;
        if (m_limits.reach == Reach::public_internet) {
            // Where the name leads is looked at when the connection is made, so that it cannot lead elsewhere
            // a moment later.
            handle.set(CURLOPT_OPENSOCKETFUNCTION, open_outside);
            handle.set(CURLOPT_OPENSOCKETDATA, &is_inside);
        }
        const auto code = curl_easy_perform(handle.curl);
        if (is_inside)
            return Error{.kind = Err::forbidden};
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

bool is_public(std::string_view numeric_address)
{
    const std::string text(numeric_address);
    std::array<unsigned char, 4> four{};
    if (::inet_pton(AF_INET, text.c_str(), four.data()) == 1) {
        const auto a = four[0];
        const auto b = four[1];
        return !(a == 0 || a == 10 || a == 127 || a >= 224 || (a == 100 && b >= 64 && b <= 127) ||
                 (a == 169 && b == 254) || (a == 172 && b >= 16 && b <= 31) || (a == 192 && b == 168) ||
                 (a == 192 && b == 0 && four[2] == 0) || (a == 198 && (b == 18 || b == 19)));
    }
    std::array<unsigned char, 16> six{};
    if (::inet_pton(AF_INET6, text.c_str(), six.data()) != 1)
        return false;
    // 2000::/3 is what is given out; in it 2002::/16 and 2001::/32 wrap IPv4 addresses.
    const bool is_given_out = (six[0] & 0xE0U) == 0x20;
    const bool wraps = six[0] == 0x20 && ((six[1] == 0x02) || (six[1] == 0x01 && six[2] == 0 && six[3] == 0));
    return is_given_out && !wraps;
}

std::unique_ptr<Client> client(const Limits& limits)
{
    return std::make_unique<CurlClient>(limits);
}

} // namespace dorfnetz::fetch
