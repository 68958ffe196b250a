#pragma once

namespace dorfnetz {

// From here on this thread works when others leave it the time: whoever waits for a page goes first.
void give_way();

} // namespace dorfnetz
