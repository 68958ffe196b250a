#pragma once

#include "foundation/db/db.hpp"
#include "foundation/mail/outbox.hpp"
#include "foundation/mail/suppression.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

// What comes back: a server far away took a mail and says later that it could not keep it (RFC 3464), or a
// reader called it spam (RFC 5965).
namespace dorfnetz::mail {

// The envelope's sender of one mail: the `*` of the pattern ("rueck+*@dorf.example") is the mail's number, so
// that whatever comes back names it, and a proof that only servers on the mail's way have seen. A pattern
// without `*` stays as it is.
std::string return_path(std::string_view pattern, const MailId& id, const AddressKey& key);

struct Report
{
    enum class Kind {
        failed,    // did not arrive, and nobody tries any more
        complaint, // was taken for spam
        other,     // is late, has arrived: nothing to do
    };

    Kind kind = Kind::other;
    MailId mail;            // of ours
    std::string codes = {}; // "5.1.1"
};

// Longer messages are read no further: what a report says stands at its beginning.
inline constexpr std::size_t longest_report = 256 * 1024; // bytes

// Nothing if the message is no report, or names no mail of ours. The message comes from anybody. A Message-ID
// is no proof, since every answer to a mail repeats it: whoever got one could have the other one's address
// blocked. It counts only where the pattern has no `*`.
std::optional<Report> read_report(std::string_view message, std::string_view pattern, const AddressKey& key);

// Marks the mail as come back and its address as the report says. False if there is no such mail (any more),
// or it was not sent.
bool record_report(db::Tx& tx, const Report& report, const AddressKey& address_key, Timestamp now);

} // namespace dorfnetz::mail
