#include "features/asking/asking_pages.hpp"
#include "features/asking/asking_service.hpp"
#include "features/asking/asking_store.hpp"
#include "features/asking/links.hpp"
#include "features/asking/mails.hpp"
#include "features/people/contact_views_api.hpp"
#include "features/signups/asking_api.hpp"
#include "foundation/pdf/pdf.hpp"
#include "foundation/phone/phone.hpp"
#include "foundation/web/sent_back.hpp"

#include <algorithm>

// The same question on paper, with a slip to give back and the address to answer at.
namespace dorfnetz::asking {

namespace {

using web::Context;

constexpr std::string_view letters_pattern = "/redaktion/schichten/{schicht}/fragen/briefe";

pdf::Letter letter_for(db::Reader& reader, const Context& german, const Search& search, const OpenShift& open,
                       const people::Person& person, std::vector<std::string> recipient)
{
    pdf::Letter letter;
    letter.return_line = german.network.name;
    letter.recipient = std::move(recipient);
    letter.recipient.insert(letter.recipient.begin(), person.data.name());
    letter.details = {i18n::format_date(german.region(), german.today(), i18n::DateStyle::plain)};
    letter.subject = german.t("Magst du mithelfen? {1}"_de, {signups::title_of(open)});
    letter.paragraphs = question_paragraphs(reader, german, search, open, person);
    const auto phone = phone::format(std::string(german.network.setting("contact.phone")));
    letter.paragraphs.push_back(
        phone.empty() ? german.t("Ein Nein ist völlig in Ordnung. Gib uns den Abschnitt zurück oder antworte "
                                 "über den Code."_de)
                      : german.t("Ein Nein ist völlig in Ordnung. Gib uns den Abschnitt zurück, ruf an ({1}) "
                                 "oder antworte über den Code."_de,
                                 {phone}));
    letter.closing = german.t("Danke und herzliche Grüße"_de);
    letter.signatory = host_name(reader, german, open);
    letter.slip = pdf::Slip{
        .cut_text = german.t("Bitte hier abschneiden und zurückgeben"_de),
        .title = german.t("Antwort von {1}: {2}, {3}"_de, {person.data.name(), signups::title_of(open),
                                                           activities::shift_when_text(german, open.shift)}),
        .url = german.absolute_url(
            answer_path(token_of(german.environment, german.network.id, open.shift.id, person.id))),
        .sections = {{.fields = {pdf::CheckBoxes{.choices = {{.text = german.t("Ja, ich bin dabei."_de)},
                                                             {.text = german.t("Diesmal nicht."_de)},
                                                             {.text = german.t("Fragt mich später."_de)}}}},
                      .may_break = pdf::Break::nowhere}}};
    return letter;
}

Result<http::Response> print_letters(Context& context)
{
    const auto german = context.in(i18n::Language::de);
    return context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<http::Response> {
        const auto open = TRY(searched_shift(context, tx));
        const auto search = store::search_of(tx, context.network.id, open.shift.id);
        if (!search)
            return Error{.kind = Err::missing};
        const auto places = villages::all_places(tx, context.network.id);
        auto all = store::asked_for(tx, context.network.id, open.shift.id);
        // Those that were printed only when no other is left: paper jams.
        const bool is_once_more = std::ranges::none_of(
            all, [&](const Asked& asked) { return asked.is_to_print() && to_be_asked(tx, context, asked); });
        std::vector<pdf::Letter> letters;
        for (auto& asked : all) {
            if (is_once_more ? !asked.has_open_letter() : !asked.is_to_print())
                continue;
            const auto person = to_be_asked(tx, context, asked);
            if (!person)
                continue;
            asked.printed_at = context.now();
            store::update(tx, context.network.id, asked);
            const auto viewer = people::record_contact_view(tx, context, *person);
            letters.push_back(letter_for(tx, german, *search, open, *person,
                                         people::postal_lines(places, person->data, viewer)));
        }
        if (letters.empty())
            return Error{.kind = Err::conflict, .text = "Gerade ist kein Brief zu drucken."_de};
        auto file = TRY(pdf::render_letters({.title = german.t("Anfragen"_de),
                                             .author = context.network.name,
                                             .created = context.now(),
                                             .page_text = german.t("Seite {1} von {2}"_de, {"{1}", "{2}"})},
                                            letters));
        return web::download(std::move(file), "application/pdf", "anfragen.pdf");
    });
}

} // namespace

void add_letter_pages(web::Site& site)
{
    site.post(std::string(letters_pattern), web::Access::entry_editors(), print_letters);
}

} // namespace dorfnetz::asking
