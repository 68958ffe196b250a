#pragma once

#include "foundation/core/german.hpp"
#include "foundation/db/db.hpp"
#include "foundation/i18n/i18n.hpp"
#include "foundation/web/network.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace dorfnetz::finding {

// What the list shows of something found.
struct SearchHit
{
    std::string title;
    std::string path; // own, without language: "/vereine/beispiel-chor"
    std::string summary = {};
    bool is_example = false;
    i18n::Language language = i18n::Language::de; // of title and summary
    std::vector<std::string> places = {};         // names of the villages to which it belongs
};

// A kind of things that can be found, told by the feature that owns them.
struct SearchKind
{
    std::string kind;              // as in search::Document
    std::string english_kind = {}; // if English texts stand in the search under another kind
    std::string key;               // in addresses: ?art=vereine
    German heading;
    // Nothing if it is not public (any more).
    std::function<std::optional<SearchHit>(db::Reader&, const web::Network&, const std::string& id,
                                           i18n::Language)>
        show;
};

} // namespace dorfnetz::finding
