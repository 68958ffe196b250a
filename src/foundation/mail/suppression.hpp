#pragma once

#include "foundation/core/clock.hpp"
#include "foundation/core/id.hpp"
#include "foundation/db/db.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Addresses that get no more mail. Kept by a keyed hash, so that the list names nobody and still holds after
// somebody was erased. A provider that sees a server write to dead mailboxes again and again takes it for a
// sender of spam.
namespace dorfnetz::mail {

// The keyed hash of an address as `plain_address` writes it.
using AddressKey = std::function<std::string(std::string_view)>;

// One form for all spellings of an address: ASCII, small letters.
std::string plain_address(std::string_view address);
// The mailbox in which it ends up, for limits and never to write to: as `plain_address`, without what stands
// behind a plus, since most who offer mailboxes deliver that to the same one.
std::string mailbox_of(std::string_view address);

enum class Suppressed {
    no_mailbox, // there is none of this name; for 180 days
    refused,    // refused three times in a row for reasons that say little; for 180 days
    complaint,  // the mailbox called us spam
    wish,       // whoever has it wants no more mail
};

// What a refusal says about the mailbox (RFC 3463, RFC 5321).
enum class Fault {
    none,       // nothing: about the message, about us, about the server
    perhaps,    // "550" and no more: often nobody of that name
    no_mailbox, // 5.1.1 and its like
};

// `codes` as in `Attempt::reason`: "envelope 550 5.1.1".
Fault fault_in(std::string_view codes);

struct Suppression
{
    Suppressed reason = Suppressed::no_mailbox;
    std::string code = {}; // of the last refusal
    Timestamp since = {};
};

// Nothing if the address may be written to.
std::optional<Suppression> suppression_of(db::Reader& reader, const NetworkId& network,
                                          const std::string& key);

// From now on the address gets nothing. A wish or a complaint outweighs what servers say.
void suppress(db::Tx& tx, const NetworkId& network, const std::string& key, const Suppression& why);

// Writes again to the address; answers whether it was suppressed.
bool lift_suppression(db::Tx& tx, const NetworkId& network, const std::string& key);

// A server has refused mail to the address; after three such in a row, or one that is certain, it gets no
// more.
void note_fault(db::Tx& tx, const NetworkId& network, const std::string& key, Fault fault,
                std::string_view codes, Timestamp now);

// A server has taken mail for the address: what was said before no longer counts.
void note_success(db::Tx& tx, const NetworkId& network, const std::string& key);

// Forgets what servers said longer ago than 180 days. Answers how many addresses.
std::int64_t purge_suppressions(db::Tx& tx, Timestamp now);

} // namespace dorfnetz::mail
