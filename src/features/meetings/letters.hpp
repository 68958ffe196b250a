#pragma once

#include "features/meetings/feature.hpp"

#include <string>
#include <vector>

// The invitation on paper: one letter for each organisation, with agenda, reply slip and QR code.
namespace dorfnetz::meetings {

// Who gets one: lead clubs, the organisations of the village, those in the group.
struct Addressee
{
    OrganisationId organisation = {};
    bool gets_mail = false; // somebody who writes for it gets the invitation by mail
};

std::vector<Addressee> addressees_of(db::Reader& reader, const web::Context& context, const Meeting& meeting);

enum class LettersFor { all, who_gets_no_mail };

// A PDF. Err::conflict if there is nobody to write to, or the meeting has no date.
Result<std::string> letters_for(db::Reader& reader, const web::Context& context, const Meeting& meeting,
                                LettersFor whom, const std::vector<ItemLines>& item_lines);

} // namespace dorfnetz::meetings
