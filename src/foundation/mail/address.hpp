#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace dorfnetz::mail {

// Whether mail can be sent to it: one address as people have them, `name@host.tld`. The part before the @ is
// a dot-atom (RFC 5322 3.2.3) in ASCII of at most 64 characters, the host may have umlauts (IDN). Quoted
// names, comments, address literals and hosts without a dot are refused.
bool is_mail_address(std::string_view address);

// The address with its host in ASCII ("dörfer.example" becomes "xn--drfer-jua.example"), as it stands in
// headers and goes to the server. Nothing if it is no mail address.
std::optional<std::string> ascii_address(std::string_view address);

} // namespace dorfnetz::mail
