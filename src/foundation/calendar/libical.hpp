#pragma once

#include <libical/ical.h>
#include <mutex>

namespace dorfnetz::calendar {

// By default some errors of libical end the process.
inline void prepare_libical()
{
    static std::once_flag once;
    std::call_once(once, [] { icalerror_set_errors_are_fatal(0); });
}

} // namespace dorfnetz::calendar
