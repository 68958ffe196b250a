#pragma once

#include "foundation/i18n/i18n.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dorfnetz::vocabularies {

// One word that can be chosen. What a list does not have stays empty.
struct Entry
{
    std::string key; // what is stored
    std::string de;
    std::string en;
    std::string plural_de;
    std::string plural_en;
    std::string official_de; // full wording of a law or survey
    std::string official_en;
    std::string section;   // of the law: "§ 52 (2) Nr. 4 AO"
    std::string directory; // of a kind of organisation: "clubs" or "companies"
    bool can_lead = false; // of a kind: may be lead organisation of a village
    bool special = false;  // about a person it may reveal data of a special category (Art. 9 GDPR)
    std::optional<std::int64_t> number;    // of a formality: days before, by which it has to be done
    std::optional<std::int64_t> radius_km; // of a way of getting about
    std::string hint_de;                   // of a formality: what to do, and where
    std::string hint_en;
    std::vector<std::string> kinds;   // of a formality: keys of "activity_kinds" for which it is suggested
    std::vector<std::string> related; // of a field: keys of fields that are near it
    std::vector<std::string> aliases;

    const std::string& label(i18n::Language language) const
    {
        return language == i18n::Language::en ? en : de;
    }

    const std::string& hint(i18n::Language language) const
    {
        return language == i18n::Language::en ? hint_en : hint_de;
    }

    const std::string& plural(i18n::Language language) const
    {
        return language == i18n::Language::en ? plural_en : plural_de;
    }
};

// The entries of a list ("fields", "strengths", "kinds", "support", "purposes" …) in the order in which they
// are shown. Read once, at the first call; safe to call from several threads. Throws for a list that does not
// exist.
std::span<const Entry> entries(std::string_view list);

// The entry with this key, nothing if the list has none.
const Entry* find(std::string_view list, std::string_view key);

// The word for a key; the key itself if the list does not have it, so that old data can still be read.
std::string label(std::string_view list, std::string_view key, i18n::Language language);

// The key that somebody means who writes a label, an alias or the key. Nothing if none fits.
std::optional<std::string> key_from_text(std::string_view list, std::string_view text);

} // namespace dorfnetz::vocabularies
