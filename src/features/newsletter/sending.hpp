#pragma once

#include "features/newsletter/issues.hpp"
#include "foundation/web/site.hpp"

#include <functional>

namespace dorfnetz::newsletter {

// Puts the letters of all issues on their way into the outbox, a few readers at a time. Which of them has it
// is noted in the transaction that writes the mails: whoever carries on after a crash begins with the next
// one, and two workers do no harm. Ends early when `may_go_on` says so.
void send_issues(web::Environment& environment, const web::Site& site, const web::Network& network,
                 const std::function<bool()>& may_go_on);

// Makes the draft of the next month once its day has come. True if there was none.
bool make_draft_if_due(web::Environment& environment, const web::Network& network);

} // namespace dorfnetz::newsletter
