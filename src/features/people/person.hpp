#pragma once

#include "features/people/api.hpp"

namespace dorfnetz::people {

inline constexpr German under_age =
    "Unter 16 brauchen wir die Eltern dabei. Trag sie im Formular mit ein."_de;
inline constexpr German special_field =
    "Gesundheit, Politik, berufliche Interessen und Kirche dürfen wir nur mit einem eigenen Ja aufheben."_de;

// As it stands in the database.
std::string_view to_text(Lock lock);
Lock lock_from(std::string_view text);

// Spaces squeezed, numbers as E.164, lists sorted and without repetition, the area filled with the home
// village if it says nothing: two drafts that mean the same become equal.
PersonDraft tidied(PersonDraft draft);

// Whether a key of the vocabulary "fields" is of a special category (Art. 9 GDPR).
bool is_special_field(const std::string& key);
bool has_special_fields(const PersonDraft& draft);

// The villages that the area reaches, sorted; a radius in kilometres as the crow flies.
std::vector<VillageId> villages_reached(const PersonDraft& draft, const std::vector<Village>& places);

// As `prepare_change`, of data that is tidied already and may break rules that came later.
PreparedPerson prepare_unchecked(const Person& before, PersonDraft data, const std::vector<Village>& places);

Traces traces_of(db::Reader& reader, const NetworkId& network, const Person& person);

bool was_erased(db::Reader& reader, const NetworkId& network, const PersonId& id);

// As `erase`, but only the entry, and without remembering the id: for one that lives on in another.
void remove(db::Tx& tx, const NetworkId& network, const PersonId& id);

} // namespace dorfnetz::people
