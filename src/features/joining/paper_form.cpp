#include "features/joining/joining_pages.hpp"
#include "features/joining/papers.hpp"
#include "foundation/pdf/pdf.hpp"

namespace dorfnetz::joining {

namespace {

using web::Context;
using web::Field;
using web::Input;

// As many as long words leave room for: the whole form shall fit on few sheets.
constexpr int tick_columns = 3;

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

pdf::Width width_of(const Field& field)
{
    const bool needs_room = field.name == "strasse" || field.input == Input::email || field.longest > 200;
    return needs_room ? pdf::Width::full : pdf::Width::half;
}

// What a screen asks for, on paper. Help that speaks of mails and links has no place there.
pdf::Field on_paper(const Field& field)
{
    switch (field.input) {
    case Input::one_of:
    case Input::many_of:
        return pdf::CheckBoxes{.label = field.label, .choices = choices_of(field), .columns = tick_columns};
    case Input::grid:
        return pdf::CheckGrid{
            .label = field.label, .columns = labels_of(field.columns), .rows = labels_of(field.choices)};
    case Input::yes:
        return pdf::CheckBoxes{.choices = {{.text = field.label}}};
    case Input::long_text:
        return pdf::TextLine{.label = field.label, .help = field.help, .lines = 2};
    default:
        return pdf::TextLine{.label = field.label, .width = width_of(field)};
    }
}

std::vector<pdf::Section> sections_of(const Context& context)
{
    std::vector<pdf::Section> sections;
    for (const auto& field : shared_fields(context, people::Audience::stranger)) {
        if (field.input == Input::heading || sections.empty())
            sections.push_back({.heading = field.label});
        if (field.input != Input::heading && field.input != Input::note)
            sections.back().fields.push_back(on_paper(field));
    }
    sections.push_back(
        {.heading = context.t("Einwilligung"_de),
         .fields = {pdf::Paragraph{people::consent_text(context.network.name, context.language)},
                    pdf::CheckBoxes{.choices = {{.text = context.t("Ich bin mindestens 16 Jahre alt."_de)}}},
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
                  "Netzwerkverein."_de,
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
