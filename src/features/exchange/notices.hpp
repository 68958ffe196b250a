#pragma once

#include "features/exchange/api.hpp"

// Mails about bookings and answers. They name things, days and organisations, nobody's name.
namespace dorfnetz::exchange {

enum class Occasion {
    requested,       // to the owner
    agreed,          // to the borrower
    declined,        // to the borrower
    off_by_owner,    // to the borrower
    off_by_borrower, // to the owner
    new_owner,       // to the borrower
    damaged,         // to the borrower
    handover_soon,   // to both
    return_today,    // to both
    overdue,         // to both
};

// In the transaction of what it tells about.
void tell(db::Tx& tx, const web::Context& context, const Thing& thing, const Booking& booking,
          Occasion occasion);

enum class AnswerOccasion {
    answered,      // to who posted
    taken,         // to who answered
    declined,      // to who answered
    found_already, // to who answered
};

void tell(db::Tx& tx, const web::Context& context, const Post& post, const Answer& answer,
          AnswerOccasion occasion);

} // namespace dorfnetz::exchange
