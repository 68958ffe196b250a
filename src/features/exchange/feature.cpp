#include "features/exchange/feature.hpp"

namespace dorfnetz::exchange {

void register_feature(web::Site&) {}

} // namespace dorfnetz::exchange
