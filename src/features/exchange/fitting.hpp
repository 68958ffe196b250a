#pragma once

#include "features/exchange/exchange_pages.hpp"

// What fits a need or an offer, the nearest first, and why: for whoever reads it.
namespace dorfnetz::exchange {

// For a need what there is to borrow, what others offer, and who could help; for an offer who needs it.
// Nothing for what is over.
void show_fitting(html::Page& page, const web::Context& context, db::Reader& reader,
                  const organisations::Register& entries, const Post& post);

} // namespace dorfnetz::exchange
