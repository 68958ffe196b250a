#include "features/joining/joining_pages.hpp"
#include "features/joining/papers.hpp"
#include "foundation/core/text.hpp"
#include "foundation/pdf/pdf.hpp"

namespace dorfnetz::joining {

namespace {

using web::Context;
using web::Field;
using web::Input;

std::vector<pdf::Choice> choices_of(const Field& field)
{
    std::vector<pdf::Choice> choices;
    for (const auto& choice : field.choices)
        choices.push_back({.text = choice.label});
    return choices;
}

std::vector<std::string> labels_of(const std::vector<web::Choice>& choices)
{
    std::vector<std::string> labels;
    for (const auto& choice : choices)
        labels.push_back(choice.label);
    return labels;
}

// "Mo", "Di"
std::vector<std::string> brief(std::vector<std::string> labels)
{
    for (auto& label : labels)
        label = std::string(truncate(label, 2));
    return labels;
}

// Street, postcode and town stand in one row.
pdf::Width width_of(const Field& field)
{
    if (field.name == "plz")
        return pdf::Width::sixth;
    if (field.name == "ort")
        return pdf::Width::third;
    return field.input == Input::email || field.longest > 200 ? pdf::Width::full : pdf::Width::half;
}

// What a screen asks for, on paper. Help that speaks of mails and links has no place there.
pdf::Field on_paper(const Field& field)
{
    switch (field.input) {
    case Input::one_of:
    case Input::many_of:
        return pdf::CheckBoxes{.label = field.label, .choices = choices_of(field), .columns = 0};
    case Input::grid:
        // Days across, as in a calendar: three rows instead of seven. The heading above has asked already.
        return pdf::CheckGrid{.columns = brief(labels_of(field.choices)), .rows = labels_of(field.columns)};
    case Input::number:
        return pdf::CheckBoxes{.choices = {{.text = field.label + ": ________"}}};
    case Input::yes:
        return pdf::CheckBoxes{.choices = {{.text = field.label}}};
    case Input::long_text:
        return pdf::TextLine{.label = field.label, .help = field.help, .lines = 2};
    default:
        return pdf::TextLine{.label = field.label, .width = width_of(field)};
    }
}

// Where somebody helps is one question with one row of boxes; the screen needs three fields for it.
void add_to_area(pdf::Section& section, const Field& field)
{
    auto* area = std::get_if<pdf::CheckBoxes>(&section.fields.back());
    if (area == nullptr)
        throw std::logic_error("the boxes for villages are missing before: " + field.name);
    area->choices.push_back({.text = replace_all(field.label, "…", "________")});
}

std::vector<pdf::Section> sections_of(const Context& context)
{
    std::vector<pdf::Section> sections;
    for (const auto& field : shared_fields(context, people::Audience::stranger)) {
        if (field.input == Input::heading || sections.empty())
            sections.push_back({.heading = field.label});
        if (field.input == Input::heading || field.input == Input::note ||
            field.name == people::consent_box(context, people::Purpose::special_fields).name)
            continue;
        if (field.name == "umkreis_km" || field.name == "ueberall")
            add_to_area(sections.back(), field);
        else
            sections.back().fields.push_back(on_paper(field));
    }
    const auto wording = [&](people::Purpose purpose) {
        return people::consent_text(purpose, context.network.name, context.language);
    };
    // On the screen the second stands below the fields it is about; on paper all boxes stand above the
    // signature.
    const std::vector<pdf::Choice> boxes{{.text = wording(people::Purpose::lead_contact)},
                                         {.text = wording(people::Purpose::special_fields)}};
    const std::vector<pdf::Choice> ages{{.text = context.t("Ich bin mindestens 16 Jahre alt."_de)},
                                        {.text = context.t("Jünger, Eltern: ____________________"_de)}};
    sections.push_back(
        {.heading = context.t("Einwilligung"_de),
         .fields = {pdf::Paragraph{wording(people::Purpose::register_)}, pdf::CheckBoxes{.choices = boxes},
                    pdf::CheckBoxes{.choices = ages, .columns = 2},
                    pdf::Signature{.place = context.t("Ort"_de),
                                   .date = context.t("Datum"_de),
                                   .signature = context.t("Unterschrift"_de)}},
         .may_break = pdf::Break::nowhere});
    return sections;
}

} // namespace

Result<std::string> paper_as_pdf(const Context& context, const PaperForm& paper,
                                 const villages::Village& village)
{
    pdf::FormDocument form;
    form.properties.title = context.t("Ich mach mit"_de);
    form.properties.subject = village.name;
    form.properties.author = context.network.name;
    form.properties.language = i18n::code(context.language);
    form.properties.created = context.now();
    form.properties.page_text = context.t("Seite {1} von {2}"_de, {"{1}", "{2}"});
    form.subtitle =
        context.t("Für Menschen in {1} und Umgebung. Füll aus, was du magst, und gib das Blatt deinem "
                  "Netzwerkverein oder der Koordination."_de,
                  {village.name});
    form.form_number = paper.number;
    form.number_label = context.t("Formular-Nr."_de);
    form.url = context.absolute_url("/redaktion/papier/" + paper.number);
    form.url_text = context.t("Für den Netzwerkverein: hier eintippen"_de);
    form.sections = sections_of(context);
    form.footer = context.network.name;
    return pdf::render_form(form);
}

} // namespace dorfnetz::joining
