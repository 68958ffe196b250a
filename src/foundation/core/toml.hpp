#pragma once

// toml++ with its assertions off: version 3.3 ends the program for some malformed files ("[:8080"), which an
// operator may well write, where without them it goes on to say in which line the mistake is.
#define TOML_ASSERT(expression) static_cast<void>(0)
#include <toml++/toml.h>
