#pragma once

#include "foundation/core/clock.hpp"
#include "foundation/core/id.hpp"
#include "foundation/db/db.hpp"
#include "foundation/web/environment.hpp"

#include <chrono>
#include <string>
#include <string_view>

// Questions that were put to a browser and are not stored before they are answered: signed or sealed, and
// good once.
namespace dorfnetz::accounts {

// So long after it was put, a question is void.
inline constexpr std::chrono::minutes question_life{10};

// The moment at which a question is put, as it stands in it.
std::string put_at(Timestamp now);
// Whether a question that was put then may still be answered.
bool is_still_open(std::string_view put_at, Timestamp now);

// False if it was answered before.
bool answer_once(db::Tx& tx, const web::Environment& environment, const NetworkId& network,
                 std::string_view question);

} // namespace dorfnetz::accounts
