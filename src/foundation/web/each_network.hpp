#pragma once

#include "foundation/db/db.hpp"
#include "foundation/web/network.hpp"

#include <functional>

namespace dorfnetz::web {

// Runs the work for one network after the other, each with its settings, as long as `may_go_on`. One that
// fails does not keep the others waiting: it is written to the log, and at the end std::runtime_error says
// how many failed, so that the job is tried again and the doctor shows it.
void for_each_network(db::Pool& pool, const std::function<bool()>& may_go_on,
                      const std::function<void(const Network&)>& work);

// As long as a job (jobs::JobContext) may go on.
template <class Job>

requires requires(Job& job)
{
    job.may_go_on();
}

void for_each_network(db::Pool& pool, Job& job, const std::function<void(const Network&)>& work)
{
    for_each_network(
        pool, [&job] { return job.may_go_on(); }, work);
}

} // namespace dorfnetz::web
