#pragma once

#include "features/people/api.hpp"

namespace dorfnetz::people {

inline constexpr German under_age =
    "Unter 16 brauchen wir deine Eltern dabei. Sprecht zusammen euren Netzwerkverein oder die Koordination an, wir freuen uns auf dich."_de;
inline constexpr German special_field =
    "Gesundheit, Politik, Arbeitswelt und Kirche nehmen wir hier noch "
    "nicht auf: Dafür braucht es eine eigene "
    "Einwilligung. Sprich deinen Netzwerkverein oder die Koordination an."_de;

// Spaces squeezed, numbers as E.164, lists sorted and without repetition, the area filled with the home
// village if it says nothing: two drafts that mean the same become equal.
PersonDraft tidied(PersonDraft draft);

// Whether a key of the vocabulary "fields" is of a special category (Art. 9 GDPR).
bool is_special_field(const std::string& key);

// The villages that the area reaches, sorted; a radius in kilometres as the crow flies.
std::vector<VillageId> villages_reached(const PersonDraft& draft, const std::vector<Village>& places);

// As `prepare_change`, of data that is tidied already and may break rules that came later.
PreparedPerson prepare_unchecked(const Person& before, PersonDraft data, const std::vector<Village>& places);

// As `erase`, but without remembering the id: for an entry that lives on in another.
void remove(db::Tx& tx, const NetworkId& network, const PersonId& id);

} // namespace dorfnetz::people
