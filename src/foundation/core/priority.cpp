#include "foundation/core/priority.hpp"

#include <sys/resource.h>
#include <unistd.h>

namespace dorfnetz {

void give_way()
{
    constexpr int lower = 10;
    // Of this thread alone, as Linux counts. Refused, it works like the others.
    setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), lower);
}

} // namespace dorfnetz
