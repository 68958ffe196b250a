#include "features/meetings/letters.hpp"

#include "accounts/api.hpp"
#include "features/mandates/api.hpp"
#include "features/meetings/invitations.hpp"
#include "foundation/core/text.hpp"
#include "foundation/mail/address.hpp"
#include "foundation/pdf/pdf.hpp"

#include <algorithm>

namespace dorfnetz::meetings {

namespace {

using web::Context;
using web::Role;

bool has_mail(db::Reader& reader, const Context& context, Role role, const std::string& subject)
{
    const auto all = accounts::accounts_with_role(reader, context.network.id, role, subject, context.now());
    return std::ranges::any_of(
        all, [](const accounts::Account& account) { return mail::is_mail_address(account.login); });
}

void add_lead_clubs(std::vector<Addressee>& all, db::Reader& reader, const Context& context)
{
    for (const auto& [village, mandate] : mandates::leads_on(reader, context.network.id, context.today())) {
        const bool mailed = has_mail(reader, context, Role::lead_editor, village.text());
        const auto known = std::ranges::find(all, mandate.organisation, &Addressee::organisation);
        if (known == all.end())
            all.push_back({mandate.organisation, mailed});
        else
            known->gets_mail = known->gets_mail || mailed;
    }
}

void add_of_village(std::vector<Addressee>& all, db::Reader& reader, const Context& context,
                    const VillageId& village)
{
    for (const auto& entry : organisations::organisations_of_village(reader, context.network.id, village))
        if (entry.status != organisations::Status::archived &&
            entry.status != organisations::Status::reported)
            all.push_back({entry.id, has_mail(reader, context, Role::organisation_editor, entry.id.text())});
}

std::vector<std::string> paragraphs_of(const Context& context, db::Reader& reader,
                                       const organisations::Register& entries, const Meeting& meeting,
                                       const std::vector<ItemLines>& item_lines)
{
    std::vector<std::string> paragraphs{context.t("Hallo,"_de), context.t("wir laden euch herzlich ein."_de)};
    auto when = when_text(context, meeting);
    if (const auto place = place_text(entries, meeting); !place.empty())
        when += '\n' + place;
    if (!meeting.draft.video_url.empty())
        when += '\n' + context.t("Am Bildschirm: {1}"_de, {meeting.draft.video_url});
    paragraphs.push_back(std::move(when));
    if (!meeting.draft.description.empty())
        paragraphs.push_back(html::markdown_as_text(meeting.draft.description));
    const auto agenda = agenda_of(reader, context.network.id, meeting.id);
    if (agenda.empty())
        return paragraphs;
    const auto lines = agenda_lines(context, meeting, agenda);
    const auto below = lines_of(item_lines, reader, context.network, context.language, meeting);
    auto text = context.t("Tagesordnung"_de);
    for (std::size_t i = 0; i < agenda.size(); ++i) {
        text += '\n' + lines[i];
        if (const auto more = below.find(agenda[i].id); more != below.end())
            for (const auto& line : more->second)
                text += "\n    " + line;
    }
    paragraphs.push_back(std::move(text));
    return paragraphs;
}

pdf::Slip slip_for(const Context& context, const Meeting& meeting, const std::string& organisation)
{
    pdf::Slip slip{
        .cut_text = context.t("Hier abschneiden und zurückgeben, oder ruft an"_de),
        .title = meeting.draft.title,
        .sections = {
            {.fields = {
                 pdf::CheckBoxes{
                     .label = organisation,
                     .choices = {{context.t("Wir kommen."_de)}, {context.t("Wir können nicht."_de)}},
                     .columns = 2},
                 pdf::TextLine{.label = context.t("Wer kommt für euch?"_de), .width = pdf::Width::half},
                 pdf::TextLine{.label = context.t("Oder wer stimmt mit Vollmacht für euch ab?"_de),
                               .width = pdf::Width::half}}}}};
    // The others could not open it from paper.
    if (meeting.draft.audience == Audience::public_)
        slip.url = context.absolute_url(path_of(meeting));
    return slip;
}

} // namespace

std::vector<Addressee> addressees_of(db::Reader& reader, const Context& context, const Meeting& meeting)
{
    std::vector<Addressee> all;
    switch (meeting.draft.kind) {
    case Kind::network:
        add_lead_clubs(all, reader, context);
        break;
    case Kind::village:
        add_of_village(all, reader, context, *meeting.draft.village);
        break;
    case Kind::group:
        for (const auto& member : groups::members_of(reader, context.network.id, *meeting.draft.group))
            if (const auto* id = std::get_if<OrganisationId>(&member.who))
                all.push_back({*id, !groups::recipients_of(reader, context, member.who).empty()});
        break;
    }
    return all;
}

Result<std::string> letters_for(db::Reader& reader, const Context& context, const Meeting& meeting,
                                LettersFor whom, const std::vector<ItemLines>& item_lines)
{
    if (!meeting.draft.when)
        return Error{.kind = Err::conflict,
                     .text = "Das Treffen hat noch keinen Termin. Leg ihn erst fest."_de};
    const auto german = context.in(i18n::Language::de);
    const auto entries = organisations::shared_register(german, reader);
    const auto paragraphs = paragraphs_of(german, reader, *entries, meeting, item_lines);
    std::vector<pdf::Letter> letters;
    for (const auto& addressee : addressees_of(reader, german, meeting)) {
        if (whom == LettersFor::who_gets_no_mail && addressee.gets_mail)
            continue;
        const auto found =
            organisations::organisation_by_id(reader, context.network.id, addressee.organisation);
        if (!found)
            continue;
        pdf::Letter letter{
            .return_line = context.network.name,
            .recipient = {found->entry.name},
            .details = {i18n::format_date(german.region(), german.today(), i18n::DateStyle::plain)},
            .subject = german.t("Einladung: {1}"_de, {meeting.draft.title}),
            .paragraphs = paragraphs,
            .closing = german.t("Viele Grüße"_de),
            .signatory = context.network.name,
            .slip = slip_for(german, meeting, found->entry.name)};
        if (!found->entry.street.empty())
            letter.recipient.push_back(found->entry.street);
        if (const auto town = squeeze(found->entry.postal_code + ' ' + found->entry.town); !town.empty())
            letter.recipient.push_back(town);
        letters.push_back(std::move(letter));
    }
    if (letters.empty())
        return Error{.kind = Err::conflict, .text = "Hier gibt es niemanden, der einen Brief braucht."_de};
    return pdf::render_letters({.title = german.t("Einladung: {1}"_de, {meeting.draft.title}),
                                .author = context.network.name,
                                .created = context.now(),
                                .page_text = german.t("Seite {1} von {2}"_de, {"{1}", "{2}"})},
                               letters);
}

} // namespace dorfnetz::meetings
