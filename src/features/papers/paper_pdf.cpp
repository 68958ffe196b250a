#include "features/papers/paper.hpp"
#include "foundation/pdf/pdf.hpp"

namespace dorfnetz::papers {

namespace {

pdf::Field field_of(const Item& item)
{
    switch (item.kind) {
    case Item::Kind::checks: {
        pdf::CheckBoxes boxes;
        for (const auto& point : item.points)
            boxes.choices.push_back({.text = point});
        return boxes;
    }
    case Item::Kind::line:
        return pdf::TextLine{.label = item.text, .lines = item.lines};
    case Item::Kind::signature:
        return pdf::Signature{};
    case Item::Kind::list:
    case Item::Kind::text:
        break;
    }
    return pdf::Paragraph{.text = item.text};
}

pdf::Section section_of(const Section& from)
{
    pdf::Section section{.heading = from.heading};
    for (const auto& item : from.items) {
        if (item.kind != Item::Kind::list) {
            section.fields.push_back(field_of(item));
            continue;
        }
        for (const auto& point : item.points)
            section.fields.push_back(pdf::Paragraph{.text = "– " + point});
    }
    return section;
}

} // namespace

Result<std::string> paper_pdf(db::Reader& reader, const web::Network& network, const Kind& kind,
                              Timestamp now)
{
    const auto paper = paper_of(kind, facts_of(reader, network, kind, now));
    pdf::FormDocument document{
        .properties = {.title = paper.title,
                       .author = network.name,
                       .language = std::string(i18n::code(kind.language)),
                       .created = now,
                       .page_text = i18n::translate(kind.language, "Seite {1} von {2}"_de, {"{1}", "{2}"})},
        .subtitle = paper.subtitle};
    for (const auto& section : paper.sections)
        document.sections.push_back(section_of(section));
    return pdf::render_form(document);
}

} // namespace dorfnetz::papers
