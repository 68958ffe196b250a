#pragma once

#include <optional>
#include <string>
#include <string_view>

// Telephone numbers as people write them. The rules of the library are loaded at the first call, not at the
// start of the program. Safe to call from any thread.
namespace dorfnetz::phone {

// "03493 12 34 56" → "+493493123456" (E.164). Nothing if the text is no number that could exist; without a
// country code it counts as one of `region` (ISO 3166).
std::optional<std::string> normalise(std::string_view written, std::string_view region = "DE");

// The number for people to read: "03493 123456", with "+48 …" if it is of another country. What is no E.164
// number is answered as it is.
std::string format(std::string_view number, std::string_view region = "DE");

// Whether a number in E.164 is that of a mobile phone, which mostly belongs to one person. No if the country
// does not tell them apart, or if it is no number.
bool is_mobile(std::string_view number);

} // namespace dorfnetz::phone
