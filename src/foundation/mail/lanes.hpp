#pragma once

#include "foundation/mail/mailer.hpp"
#include "foundation/mail/outbox.hpp"

#include <condition_variable>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace dorfnetz::mail {

struct Sent
{
    ClaimedMail mail;
    Attempt attempt;
    std::exception_ptr failure = {}; // the mailer broke: nobody knows what became of the mail
};

// Connections side by side, each with a thread: a server far away needs a tenth of a second for each mail,
// most of it waiting. A lane goes on in its conversation only when the mail before was handed back, so that
// its owner can write down first what came of it.
class Lanes
{
public:
    using Build = std::function<Envelope(const ClaimedMail&, const Look&)>;

    // `build` is called in the threads of the lanes.
    Lanes(const std::vector<std::shared_ptr<Mailer>>& mailers, Build build);
    ~Lanes(); // waits for what is being sent
    Lanes(const Lanes&) = delete;
    Lanes& operator=(const Lanes&) = delete;

    std::size_t count() const { return m_lanes.size(); }

    // Given and not yet handed back.
    std::size_t busy() const { return m_lanes.size() - m_idle.size(); }

    // Sends by a lane that is not busy; there must be one.
    void give(ClaimedMail mail, Look look, const std::stop_token& stop);

    // What has been sent since, at least one mail if any lane is busy.
    std::vector<Sent> wait_for_some();

private:
    struct Work
    {
        ClaimedMail mail;
        Look look;
        std::stop_token stop;
    };

    void run(std::size_t lane, Mailer& mailer, const std::stop_token& end);

    Build m_build;
    std::mutex m_mutex;
    std::condition_variable_any m_given;
    std::condition_variable m_done;
    std::vector<std::optional<Work>> m_work; // of each lane
    std::vector<Sent> m_sent;
    std::vector<std::size_t> m_sent_by; // the lane of each
    std::vector<std::size_t> m_idle;    // only the owner's thread uses it
    std::vector<std::jthread> m_lanes;
};

} // namespace dorfnetz::mail
