#include "foundation/mail/lanes.hpp"

#include <stdexcept>
#include <utility>

namespace dorfnetz::mail {

Lanes::Lanes(const std::vector<std::shared_ptr<Mailer>>& mailers, Build build) : m_build(std::move(build))
{
    for (const auto& mailer : mailers)
        m_lanes.emplace_back([this, mailer](const std::stop_token& end) { run(*mailer, end); });
}

Lanes::~Lanes()
{
    for (auto& lane : m_lanes)
        lane.request_stop();
    m_lanes.clear();
}

void Lanes::give(ClaimedMail mail, Look look, const std::stop_token& stop)
{
    if (m_busy >= m_lanes.size())
        throw std::logic_error("all lanes are busy");
    ++m_busy;
    const std::lock_guard lock(m_mutex);
    m_work.push_back({std::move(mail), std::move(look), stop});
    m_given.notify_one();
}

std::vector<Sent> Lanes::wait_for_some()
{
    if (m_busy == 0)
        return {};
    std::unique_lock lock(m_mutex);
    m_done.wait(lock, [&] { return !m_sent.empty(); });
    m_busy -= m_sent.size();
    return std::exchange(m_sent, {});
}

void Lanes::run(Mailer& mailer, const std::stop_token& end)
{
    std::unique_lock lock(m_mutex);
    while (m_given.wait(lock, end, [&] { return !m_work.empty(); })) {
        auto work = std::move(m_work.front());
        m_work.erase(m_work.begin());
        lock.unlock();
        Sent sent{.mail = std::move(work.mail), .attempt = {}};
        try {
            sent.attempt = mailer.send(m_build(sent.mail, work.look), work.stop);
        } catch (...) {
            sent.failure = std::current_exception();
        }
        lock.lock();
        m_sent.push_back(std::move(sent));
        m_done.notify_one();
    }
}

} // namespace dorfnetz::mail
