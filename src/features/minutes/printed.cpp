#include "features/minutes/printed.hpp"

#include "features/minutes/minutes_pages.hpp"
#include "foundation/core/text.hpp"
#include "foundation/pdf/pdf.hpp"

namespace dorfnetz::minutes {

namespace {

using web::Context;

// Paragraphs are cut by pages, whole texts are not read well as one.
void add_paragraphs(pdf::Section& section, const std::string& text)
{
    // Items of lists stand at the margin, or those after the first one would look like items of it.
    const auto plain = replace_all(html::markdown_as_text(text), "\n  - ", "\n- ");
    for (std::size_t begin = 0; begin < plain.size();) {
        const auto end = std::min(plain.find("\n\n", begin), plain.size());
        if (const auto part = trim(std::string_view(plain).substr(begin, end - begin)); !part.empty())
            section.fields.push_back(pdf::Paragraph{std::string(part)});
        begin = end + 2;
    }
}

pdf::Section section_of(const MatterText& matter)
{
    pdf::Section section{.heading = matter.heading, .fields = {}};
    add_paragraphs(section, matter.text);
    for (const auto& result : matter.results)
        section.fields.push_back(pdf::Paragraph{"• " + result});
    return section;
}

pdf::Section signatures(const Context& context)
{
    const auto line = [&](German who) {
        return pdf::Signature{
            .place = context.t("Ort"_de), .date = context.t("Datum"_de), .signature = context.t(who)};
    };
    return {.heading = context.t("Unterschriften"_de),
            .fields = {line("Leitung des Treffens"_de), line("Protokoll"_de)},
            .may_break = pdf::Break::nowhere};
}

std::string state_text(const Context& context, const std::optional<Minutes>& minutes)
{
    const auto state = minutes ? minutes->state : State::draft;
    const auto day = [&](Timestamp moment) {
        return i18n::format_date(context.region(), moment, i18n::DateStyle::plain);
    };
    switch (state) {
    case State::draft:
        return context.t("Entwurf, noch nicht verschickt"_de);
    case State::sent:
        return context.t("Verschickt am {1}, noch nicht genehmigt"_de, {day(*minutes->sent_at)});
    case State::approved:
        return context.t("Genehmigt am {1}"_de, {day(*minutes->approved_at)});
    }
    return {};
}

} // namespace

Result<std::string> printed(const Context& context, db::Reader& reader, const Meeting& meeting,
                            const std::optional<Minutes>& minutes, const Paper& paper)
{
    pdf::FormDocument document{
        .properties = {.title = paper.title,
                       .subject = context.t("Protokoll"_de),
                       .author = context.network.name,
                       .language = std::string(i18n::code(context.language)),
                       .created = minutes && minutes->approved_at ? *minutes->approved_at : context.now(),
                       .page_text = context.t("Seite {1} von {2}"_de)},
        .subtitle = state_text(context, minutes),
        .url = context.absolute_url(public_path(meeting)),
        .url_text = context.t("Im Internet: das Muster mit der Kamera des Telefons lesen."_de),
        .footer = minutes && !minutes->digest.empty() ? context.t("Prüfsumme {1}"_de, {minutes->digest})
                                                      : std::string()};
    pdf::Section head{.heading = context.t("Das Treffen"_de), .fields = {}};
    for (const auto& fact : paper.facts)
        head.fields.push_back(pdf::Paragraph{fact});
    document.sections.push_back(std::move(head));
    for (const auto& matter : paper.matters)
        document.sections.push_back(section_of(matter));
    pdf::Section corrections{.heading = context.t("Anmerkungen nach der Genehmigung"_de), .fields = {}};
    for (const auto& note : store::notes_of(reader, context.network.id, meeting.id))
        if (note.kind == NoteKind::correction)
            corrections.fields.push_back(pdf::Paragraph{
                i18n::format_date(context.region(), note.written_at, i18n::DateStyle::numeric) + ": " +
                note.text});
    if (!corrections.fields.empty())
        document.sections.push_back(std::move(corrections));
    document.sections.push_back(signatures(context));
    return pdf::render_form(document);
}

} // namespace dorfnetz::minutes
