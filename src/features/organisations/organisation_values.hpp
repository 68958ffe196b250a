#pragma once

#include "features/organisations/api.hpp"

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// An entry taken apart into named texts, for the history, undo and the form: one list of fields for all.
namespace dorfnetz::organisations {

// A field that is a plain text.
struct TextField
{
    std::string_view name;
    std::string OrganisationDraft::*member;
    std::size_t longest; // characters
    enum class Lines { one, several } lines;
};

std::span<const TextField> text_fields();

// Characters of the fields that are guarded.
inline constexpr std::size_t longest_phone = 60;
inline constexpr std::size_t longest_email = 200;

// A field that is a set of words of a vocabulary.
struct TermField
{
    std::string_view name; // of the field and of the vocabulary
    std::vector<std::string> OrganisationDraft::*member;
};

std::span<const TermField> term_fields();

using NamedTexts = std::vector<std::pair<std::string, std::string>>;

// All fields in the order of the form; lists have one value in each line, in a fixed order.
// Without what the viewer may not see.
NamedTexts texts_of(const OrganisationDraft& draft, const accounts::Viewer& viewer);
// The opposite for one field. False if there is no such field or the text does not fit it.
bool set_text(OrganisationDraft& draft, std::string_view field, std::string_view text);

NamedTexts texts_of(const ContactDraft& contact, const accounts::Viewer& viewer);

// The field that says whom another one is meant for: "phone_audience".
std::string audience_field(std::string_view field);

// What a field is called on pages; empty for an unknown one.
German label_of(std::string_view field);

std::string area_text(const Area& area);

// What finds the same register entry again, however it is written; empty without a number.
std::string register_key(const OrganisationDraft& draft);

// Space trimmed, lists sorted and without double values, so that equal entries have equal texts.
OrganisationDraft tidied(OrganisationDraft draft);
ContactDraft tidied(ContactDraft contact);

std::vector<FieldError> problems_of(const ContactDraft& contact, Date today);

// Adds the field and the question whom it is meant for; nobody can choose what they would not see afterwards.
// What is not meant for the viewer has no field, only a note that it stays as it is.
void add_guarded_fields(std::vector<web::Field>& fields, const web::Context& context, web::Field field,
                        const accounts::GuardedText& text, const accounts::Viewer& viewer);

// What the form says of such a field.
template <Audience at_first>
void take_guarded(accounts::Guarded<at_first>& text, const web::FormValues& values, std::string_view field,
                  const accounts::Viewer& viewer)
{
    if (!viewer.sees(text.audience()))
        return;
    text = values.text(field);
    const auto chosen = accounts::audience_from_text(values.text(audience_field(field)));
    if (chosen && viewer.sees(*chosen))
        text.show_to(*chosen);
}

} // namespace dorfnetz::organisations
