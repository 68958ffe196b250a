#pragma once

#include "features/signups/api.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

// For a feature that asks people of the register: what they have promised, and their yes.
namespace dorfnetz::signups {

struct Engaged
{
    PersonId person;
    ShiftId shift;
    Status status = Status::confirmed; // neither declined nor cancelled
    Timestamp created_at = {};
};

// What people of the register have promised since that time, also what is over and what they wait for.
std::vector<Engaged> engaged_since(db::Reader& reader, const NetworkId& network, Timestamp since);
// The same of one of them.
std::vector<Engaged> engaged_since(db::Reader& reader, const NetworkId& network, Timestamp since,
                                   const PersonId& person);
// What somebody took back, or the host declined.
std::vector<ShiftId> ended_for(db::Reader& reader, const NetworkId& network, const PersonId& person);

// Title and need: "Teichfest: Grillstand", and where it is.
std::string title_of(const activities::OpenShift& open);
std::string place_of(db::Reader& reader, const web::Context& context, const activities::Listed& listed);

struct Yes
{
    Status status = Status::confirmed;
    std::string own_path; // of the promise: to change it and to take it back
};

// How a yes to it is said: "Ich bin dabei", "Ich frage an".
std::string yes_button(const web::Context& context, const activities::OpenShift& open);
// "ab 16 Jahren · der Gastgeber sagt Ja oder Nein"; empty without any.
std::string conditions_of(const web::Context& context, const activities::OpenShift& open);

// What to say after that, as true as it is: "Danke! Du bist dabei."
German thanks_for(const Yes& yes);

// Theirs for this shift, if one stands, whichever way they made it; also once it is noted whether they came.
std::optional<Yes> yes_of(db::Reader& reader, const web::Context& context, const ShiftId& shift,
                          const people::Person& person);

// Somebody of the register says yes to a shift; who has promised it already keeps that promise. In a
// transaction of its own, with `also` in it. Err::missing, Err::conflict for what is called off or over, and
// what `also` answers.
Result<Yes> say_yes(const web::Context& context, const ShiftId& shift, const people::Person& person,
                    Origin origin, const std::function<Result<Done>(db::Tx&)>& also);

} // namespace dorfnetz::signups
