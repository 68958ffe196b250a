#include "foundation/mail/lanes.hpp"

#include <stdexcept>
#include <utility>

namespace dorfnetz::mail {

Lanes::Lanes(const std::vector<std::shared_ptr<Mailer>>& mailers, Build build)
    : m_build(std::move(build)), m_work(mailers.size())
{
    for (std::size_t lane = 0; lane < mailers.size(); ++lane) {
        m_idle.push_back(lane);
        m_lanes.emplace_back(
            [this, lane, mailer = mailers[lane]](const std::stop_token& end) { run(lane, *mailer, end); });
    }
}

Lanes::~Lanes()
{
    for (auto& lane : m_lanes)
        lane.request_stop();
    m_lanes.clear();
}

void Lanes::give(ClaimedMail mail, Look look, const std::stop_token& stop)
{
    if (m_idle.empty())
        throw std::logic_error("all lanes are busy");
    const auto lane = m_idle.back();
    m_idle.pop_back();
    const std::lock_guard lock(m_mutex);
    m_work[lane] = {std::move(mail), std::move(look), stop};
    m_given.notify_all();
}

std::vector<Sent> Lanes::wait_for_some()
{
    if (busy() == 0)
        return {};
    std::unique_lock lock(m_mutex);
    m_done.wait(lock, [&] { return !m_sent.empty(); });
    m_idle.insert(m_idle.end(), m_sent_by.begin(), m_sent_by.end());
    m_sent_by.clear();
    return std::exchange(m_sent, {});
}

void Lanes::run(std::size_t lane, Mailer& mailer, const std::stop_token& end)
{
    std::unique_lock lock(m_mutex);
    while (m_given.wait(lock, end, [&] { return m_work[lane].has_value(); })) {
        auto work = *std::exchange(m_work[lane], std::nullopt);
        lock.unlock();
        Sent sent{.mail = std::move(work.mail), .attempt = {}};
        try {
            sent.attempt = mailer.send(m_build(sent.mail, work.look), work.stop);
        } catch (...) {
            sent.failure = std::current_exception();
        }
        lock.lock();
        m_sent.push_back(std::move(sent));
        m_sent_by.push_back(lane);
        m_done.notify_one();
    }
}

} // namespace dorfnetz::mail
