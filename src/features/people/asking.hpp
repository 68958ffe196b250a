#pragma once

#include "features/people/consents.hpp"
#include "foundation/mail/mail.hpp"

#include <string>
#include <vector>

// Asking people who were entered without a consent, in words.
namespace dorfnetz::people {

// Who can be asked so and was not asked yet: by mail whoever has one and does not prefer letters, by letter
// the others whose street is known.
std::vector<Request> to_be_asked(const web::Context& context, const std::vector<LockedPerson>& locked,
                                 AskedBy way);

// One letter of this day for each, with a reply slip. Fails as pdf::render_letters does.
Result<std::string> letters_for(const web::Context& context, const std::vector<Village>& places,
                                const std::vector<Request>& requests, Date day);

mail::Mail mail_for(const web::Context& context, const Request& request);

} // namespace dorfnetz::people
