#pragma once
// Precompiled for every module: standard headers that nearly every source needs. Sources still include what
// they use; nothing may rely on this file.
#include <algorithm>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
