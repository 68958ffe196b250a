#pragma once

#include "features/people/api.hpp"

namespace dorfnetz::people {

// Tells a mailbox that it is the person's no longer, so that nobody is cut off from their entry in silence.
// Nothing if there was none, or the person is invented.
void tell_former_mailbox(db::Tx& tx, const NetworkId& network, const PersonDraft& before,
                         const PersonDraft& after, const Author& author);

} // namespace dorfnetz::people
