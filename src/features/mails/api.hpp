#pragma once

#include "foundation/mail/suppression.hpp"
#include "foundation/web/environment.hpp"

#include <string>

namespace dorfnetz::mails {

// Whom the mails of this installation reach.
struct Reach
{
    bool nobody = false;      // test: they become files
    std::string only_to = {}; // test: all go to this address

    bool is_test() const { return nobody || !only_to.empty(); }
};

// How addresses are known to the list of those that get no more mail. The environment must live as long.
mail::AddressKey address_key(const web::Environment& environment);

} // namespace dorfnetz::mails
