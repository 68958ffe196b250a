#pragma once

#include "features/newsletter/issues.hpp"
#include "foundation/html/html.hpp"
#include "foundation/mail/mail.hpp"

#include <string>
#include <vector>

// The letter as one reader gets it: on the web, by mail, on paper.
namespace dorfnetz::newsletter {

// Parts of one kind.
struct Section
{
    ItemKind kind = ItemKind::date;
    std::vector<const Item*> items; // point into the parts that it was made of
};

// Only kinds of which there is something.
std::vector<Section> sections_of(const std::vector<Item>& items, const Wishes& wishes);

// The words above and the parts, as pages show them.
html::Safe draw_letter(const web::Context& context, const Issue& issue, const std::vector<Section>& sections);

// The mail to one reader, in the language of the context; nothing if there is nothing for them.
std::optional<mail::Mail> mail_of(const web::Context& context, const Issue& issue,
                                  const std::vector<Item>& items, const Subscription& reader);

} // namespace dorfnetz::newsletter
