#pragma once

#include "foundation/http/server.hpp"

#include <arpa/inet.h>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

// A client that can misbehave in every way, and a server to try it on. For the tests of this folder only.
namespace dorfnetz::http::testing {

// How long a test waits for what must come; only a failing test waits that long.
inline constexpr int patience_ms = 20'000;

class Client
{
public:
    explicit Client(std::uint16_t port) : m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        connect(port);
    }

    ~Client() { close(); }

    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    Client(Client&& other) noexcept
        : m_socket(std::exchange(other.m_socket, -1)), m_seen(std::move(other.m_seen))
    {
    }

    // False if the server has closed the connection.
    bool send(std::string_view bytes)
    {
        while (!bytes.empty()) {
            const auto count = ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (count <= 0)
                return false;
            bytes.remove_prefix(static_cast<std::size_t>(count));
        }
        return true;
    }

    // Sends without waiting; false once the socket takes nothing more.
    bool try_send(std::string_view bytes)
    {
        return ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT) > 0;
    }

    void end_sending() { ::shutdown(m_socket, SHUT_WR); }

    // One answer with its body; empty if the server closed without one. `request` HEAD has no body.
    std::string answer(std::string_view method = "GET")
    {
        std::size_t end = std::string::npos;
        while ((end = m_seen.find("\r\n\r\n")) == std::string::npos) {
            if (!read_some())
                return {};
        }
        end += 4;
        const std::size_t length = m_seen.find("Content-Length: ");
        if (length < end && method != "HEAD")
            end += std::stoul(m_seen.substr(length + 16));
        while (m_seen.size() < end) {
            if (!read_some())
                return {};
        }
        std::string whole = m_seen.substr(0, end);
        m_seen.erase(0, end);
        return whole;
    }

    // Waits until the server closes; false if it does not.
    bool is_closed()
    {
        while (read_some()) {
        }
        return !m_timed_out;
    }

    // The number behind "HTTP/1.1 " of the next answer, 0 if there is none.
    int status(std::string_view method = "GET")
    {
        const std::string whole = answer(method);
        return whole.size() < 12 ? 0 : std::stoi(whole.substr(9, 3));
    }

    void close()
    {
        if (m_socket >= 0)
            ::close(std::exchange(m_socket, -1));
    }

private:
    void connect(std::uint16_t port)
    {
        sockaddr_in address = {};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (m_socket < 0 ||
            ::connect(m_socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
            const int reason = errno;
            close();
            throw std::system_error(reason, std::generic_category(), "connect");
        }
    }

    bool read_some()
    {
        pollfd waiting = {m_socket, POLLIN, 0};
        if (::poll(&waiting, 1, patience_ms) != 1) {
            m_timed_out = true;
            return false;
        }
        char bytes[16 * 1024];
        const auto count = ::recv(m_socket, bytes, sizeof bytes, 0);
        if (count <= 0)
            return false;
        m_seen.append(bytes, static_cast<std::size_t>(count));
        return true;
    }

    int m_socket;
    std::string m_seen;
    bool m_timed_out = false;
};

// A directory of its own for the bodies of one test.
class Scratch
{
public:
    Scratch()
    {
        std::string name = (std::filesystem::temp_directory_path() / "http-test-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr)
            throw std::runtime_error("no directory for the test");
        path = name;
    }

    ~Scratch() { std::filesystem::remove_all(path); }

    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    bool is_empty() const { return std::filesystem::is_empty(path); }

    std::filesystem::path path;
};

// A server in a thread of its own, stopped at the end of the test.
class Running
{
public:
    explicit Running(Callbacks callbacks, ServerSettings settings = {})
        : server(with_directory(std::move(settings), scratch), std::move(callbacks)),
          m_thread([this] { server.run(); })
    {
    }

    ~Running() { stop(); }

    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

    // Returns when `run` has returned.
    void stop()
    {
        server.stop();
        if (m_thread.joinable())
            m_thread.join();
    }

    Client client() const { return Client(server.port()); }

    // Status of the answer to one request on a connection of its own.
    int status(std::string_view request) const
    {
        Client client(server.port());
        client.send(request);
        return client.status();
    }

    Scratch scratch;
    Server server;

private:
    static ServerSettings with_directory(ServerSettings settings, const Scratch& scratch)
    {
        settings.upload_directory = scratch.path;
        return settings;
    }

    std::thread m_thread;
};

// Waits for a condition that another thread brings about.
template <class Condition>
bool eventually(Condition condition)
{
    const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(patience_ms);
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end)
            return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return true;
}

inline std::string get(std::string_view path)
{
    return "GET " + std::string(path) + " HTTP/1.1\r\nHost: dorf.example\r\n\r\n";
}

inline std::string post(std::string_view path, std::string_view body)
{
    return "POST " + std::string(path) +
           " HTTP/1.1\r\nHost: dorf.example\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
           std::string(body);
}

inline bool holds(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

// Bytes that do not look the same everywhere.
inline std::string large_body(std::size_t size)
{
    std::string body(size, 'x');
    for (std::size_t i = 0; i < size; i += 997)
        body[i] = static_cast<char>('a' + i % 26);
    return body;
}

// Answers with what the request says: method, path, query, body size.
inline Response echo(const Request& request)
{
    std::uint64_t size = request.body.size();
    if (request.body_file)
        size = std::filesystem::file_size(*request.body_file);
    return text_response(200, std::string(to_text(request.method)) + " " + request.path + " " +
                                  request.query + " " + std::to_string(size) +
                                  (request.body_file ? " file" : ""));
}

} // namespace dorfnetz::http::testing
