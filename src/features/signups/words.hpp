#pragma once

#include "features/signups/api.hpp"

#include <string>

// Promises in words, in the language of the page.
namespace dorfnetz::signups {

// "zugesagt", "auf der Warteliste" …
std::string status_text(const web::Context& context, const Signup& signup);
// "kommt später", "krank"; empty for none.
std::string word_text(const web::Context& context, Word word);
// "noch 3 Plätze frei", "noch 4 von 10 Kuchen", "alle Plätze vergeben"
std::string places_text(const web::Context& context, const activities::Shift& shift,
                        const activities::Need& need);
// What one taps to take a place: "Ich bin dabei", "Auf die Warteliste" …
std::string promise_button(const web::Context& context, const activities::Shift& shift,
                           const activities::Need& need);
// "ab 16 Jahren, Nachweis: Führungszeugnis"; empty for what everybody can do.
std::string conditions_text(const web::Context& context, const activities::Need& need);

} // namespace dorfnetz::signups
