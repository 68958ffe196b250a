#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dorfnetz {

// Without white space (and no-break spaces) at both ends.
std::string_view trim(std::string_view text);

// Runs of white space, also line breaks, become one space; ends trimmed.
std::string squeeze(std::string_view text);

// Whether the bytes are well-formed UTF-8 (RFC 3629) without NUL.
bool is_clean_utf8(std::string_view text);

// Whether the text has a control character other than tab and line breaks.
bool has_control_characters(std::string_view text);

// Number of code points of well-formed UTF-8.
std::size_t length_in_characters(std::string_view text);

// Cut to at most `characters` code points.
std::string_view truncate(std::string_view text, std::size_t characters);

std::vector<std::string_view> split(std::string_view text, char separator);

// Parts between any of the separators, trimmed, empty ones left out.
std::vector<std::string> split_list(std::string_view text, std::string_view separators);

std::string join(const std::vector<std::string>& parts, std::string_view separator);

std::string to_lower_ascii(std::string_view text);

std::string replace_all(std::string text, std::string_view from, std::string_view to);

// Fills {1}, {2} … in a text with the values.
std::string fill(std::string_view text, const std::vector<std::string>& values);

// Compares in a time that depends on the lengths only.
bool equal_in_constant_time(std::string_view left, std::string_view right);

} // namespace dorfnetz
