#pragma once

#include "features/people/consents.hpp"

#include <string>
#include <vector>

// Everything that is stored about somebody (Art. 15 and 20 GDPR): on the page, as a letter, as a file.
namespace dorfnetz::people {

struct OwnData
{
    Person person;
    std::vector<Village> places;
    std::vector<Consent> consents;    // the newest first
    std::vector<OwnSection> sections; // those that say something; the entry itself first
};

// In the language of the context.
OwnData own_data_of(db::Reader& reader, const web::Context& context, const Person& person,
                    const Elsewheres& elsewhere);

// A letter, to be folded into a window envelope if there is an address.
Result<std::string> letter_with(const web::Context& context, const OwnData& data);
// For other programs: the entry field by field, and all sections.
std::string json_of(const web::Context& context, const OwnData& data);

} // namespace dorfnetz::people
