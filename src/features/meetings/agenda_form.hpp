#pragma once

#include "features/meetings/meetings_pages.hpp"

// The form of a matter on the agenda.
namespace dorfnetz::meetings {

// Organisations that this person speaks for, as proposers.
std::vector<web::Choice> proposers_for(const web::Context& context, db::Reader& reader,
                                       const Meeting& meeting);

std::vector<web::Field> item_fields(const web::Context& context, const organisations::Register& entries,
                                    const std::vector<web::Choice>& proposers);
web::FormValues item_values(const organisations::Register& entries, const AgendaItemDraft& draft);
// Who introduces is an organisation if the register has one of this name, otherwise free words.
AgendaItemDraft item_from(const web::FormValues& values, const organisations::Register& entries);

} // namespace dorfnetz::meetings
