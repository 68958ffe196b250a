#pragma once

namespace dorfnetz::reader {

// From now on this process can open no network connection, start no program, write no file and touch no
// other process, whatever a library is led to do by a hostile file. Memory and time are limited by whoever
// started it. False if the kernel has no such filter.
bool enter_sandbox();

} // namespace dorfnetz::reader
