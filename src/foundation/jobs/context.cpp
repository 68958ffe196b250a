#include "foundation/jobs/context.hpp"

namespace dorfnetz::jobs {

JobContext::JobContext(db::Pool& pool, const Clock& clock, Claimed claimed, std::stop_token stop)
    : m_pool(pool),
      m_clock(clock),
      m_claimed(std::move(claimed)),
      m_stop(std::move(stop)),
      m_leased_until(clock.now() + lease)
{
}

bool JobContext::go_on_after(Hold hold)
{
    if (hold == Hold::held && !m_stop.stop_requested())
        return true;
    m_course = Course::interrupted;
    return false;
}

bool JobContext::may_go_on()
{
    const auto now = m_clock.now();
    if (m_leased_until - now > lease / 2)
        return go_on_after(hold_of(m_pool, m_claimed));
    m_leased_until = now + lease;
    return go_on_after(renew(m_pool, m_claimed, m_leased_until));
}

bool JobContext::progress(std::int64_t done, std::int64_t total)
{
    if (!m_claimed.is_queued())
        return may_go_on();
    m_leased_until = m_clock.now() + lease;
    return go_on_after(note_progress(m_pool, m_claimed, m_leased_until, {done, total}));
}

Result<Done> JobContext::finish_in(db::Tx& tx, std::string result)
{
    if (!finish(tx, m_claimed, result, m_clock.now())) {
        m_course = Course::interrupted;
        return Error{Err::stale, "Der Auftrag wurde abgebrochen."_de};
    }
    // Not before: the transaction may fail or be run again.
    tx.after_commit([this] { m_course = Course::finished; });
    return Done{};
}

void JobContext::refuse(std::string reason)
{
    m_result = std::move(reason);
    m_course = Course::refused;
}

} // namespace dorfnetz::jobs
