#pragma once

#include "features/people/api.hpp"
#include "features/villages/api.hpp"

#include <optional>
#include <string>
#include <vector>

namespace dorfnetz::joining {

struct PaperForm
{
    std::string number; // "KR-2026-0042"
    villages::VillageId village;
    Timestamp printed_at;
    std::vector<people::AgreedText> agreed; // what its boxes and the signature stand for
    std::optional<Timestamp> typed_in_at;
};

// A new number for the village and this year: two letters of its name, so that a pile can be sorted by hand.
PaperForm allocate_paper(db::Tx& tx, const web::Context& context, const villages::Village& village);

// The form with this number, as somebody types it: small letters, blanks and missing hyphens do not matter.
std::optional<PaperForm> paper_by_number(db::Reader& reader, const NetworkId& network,
                                         std::string_view typed);

// Err::conflict if the form was typed in before.
Result<Done> mark_typed_in(db::Tx& tx, const NetworkId& network, std::string_view number, Timestamp now);

// The sheet of paper, with the fields of the web form.
Result<std::string> paper_as_pdf(const web::Context& context, const PaperForm& paper,
                                 const villages::Village& village);

} // namespace dorfnetz::joining
