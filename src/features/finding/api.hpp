#pragma once

#include "foundation/core/german.hpp"
#include "foundation/db/db.hpp"
#include "foundation/i18n/i18n.hpp"
#include "foundation/web/context.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dorfnetz::finding {

// What the search knows of something found though a list does not show it: "Zelte, Bänke", said as "Kann
// helfen mit: {1}".
struct Clue
{
    German sentence;
    std::string words;
};

// Why the search found something whose row shows only `shown`: the sentence of the first clue that has a word
// which is not there, or that it stands somewhere in the entry. Empty if every word is shown. `understood` as
// search::understood answers it.
std::string match_reason(i18n::Language language, std::string_view understood, std::string_view shown,
                         const std::vector<Clue>& clues);

// What the list shows of something found.
struct SearchHit
{
    std::string title;
    std::string path; // own, without language: "/vereine/beispiel-chor"
    std::string summary = {};
    bool is_example = false;
    i18n::Language language = i18n::Language::de; // of title and summary
    std::vector<std::string> places = {};         // names of the villages to which it belongs
    std::vector<Clue> clues = {};                 // what else may have been searched for
};

// A kind of things that can be found, told by the feature that owns them.
struct SearchKind
{
    std::string kind;              // as in search::Document
    std::string english_kind = {}; // if English texts stand in the search under another kind
    std::string key;               // in addresses: ?art=vereine
    German heading;
    // Nothing if it is not public (any more).
    std::function<std::optional<SearchHit>(const web::Context&, db::Reader&, const std::string& id)> show;
};

} // namespace dorfnetz::finding
