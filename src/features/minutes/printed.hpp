#pragma once

#include "features/minutes/approval.hpp"

namespace dorfnetz::minutes {

// The minutes as a PDF, with lines to sign on.
Result<std::string> printed(const web::Context& context, db::Reader& reader, const Meeting& meeting,
                            const std::optional<Minutes>& minutes, const Paper& paper);

} // namespace dorfnetz::minutes
