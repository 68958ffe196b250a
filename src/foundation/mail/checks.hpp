#pragma once

#include "foundation/core/result.hpp"
#include "foundation/mail/mail.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace dorfnetz::mail {

// Whether a mail can be built and sent: what becomes part of a header has no line breaks, the addresses are
// addresses, nothing is above its limit.
Result<Done> check(const Mail& mail);

// "REQUEST" or "CANCEL" (RFC 5546), as the calendar says itself; nothing if it is no calendar or has another.
std::optional<std::string_view> calendar_method(std::string_view calendar);

// What stands behind the @, in ASCII; "localhost" if the text is no address.
std::string host_of(std::string_view address);

} // namespace dorfnetz::mail
