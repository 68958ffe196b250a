#pragma once

#include "foundation/core/clock.hpp"
#include "foundation/core/german.hpp"
#include "foundation/core/result.hpp"
#include "foundation/db/db.hpp"
#include "foundation/i18n/i18n.hpp"
#include "foundation/web/network.hpp"

#include <span>
#include <string>
#include <string_view>

namespace dorfnetz::papers {

// A paper that the program makes.
struct Kind
{
    std::string_view key; // in addresses and file names: "verzeichnis"
    std::string_view file;
    i18n::Language language = i18n::Language::de; // of the paper, whatever the reader's
    German label;
    German what_for;
};

std::span<const Kind> kinds();

// As PDF, with the network's settings and lead clubs of now.
Result<std::string> paper_pdf(db::Reader& reader, const web::Network& network, const Kind& kind,
                              Timestamp now);

} // namespace dorfnetz::papers
