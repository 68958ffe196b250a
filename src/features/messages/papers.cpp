#include "accounts/accounts_store.hpp"
#include "accounts/audit.hpp"
#include "features/messages/messages_pages.hpp"
#include "features/messages/messages_store.hpp"
#include "foundation/core/text.hpp"
#include "foundation/pdf/pdf.hpp"

#include <fmt/format.h>

// A message on paper: letters, and a list to call.
namespace dorfnetz::messages {

namespace {

std::string german(German text, const std::vector<std::string>& values = {})
{
    return i18n::translate(i18n::Language::de, text, values);
}

pdf::Properties properties_of(const web::Context& context, std::string title)
{
    return {.title = std::move(title),
            .author = context.network.name,
            .created = context.now(),
            .page_text = german("Seite {1} von {2}"_de, {"{1}", "{2}"})};
}

std::string today_text(const web::Context& context)
{
    return i18n::format_date({.language = i18n::Language::de, .time_zone = context.network.time_zone},
                             context.today(), i18n::DateStyle::plain);
}

// Those who are reached this way and may still be asked, as the actor may see them.
std::vector<PaperTarget> targets_of(db::Reader& reader, const web::Context& context, const Message& message,
                                    Way way)
{
    std::vector<std::string> ids;
    for (auto& recipient : store::recipients(reader, context.network.id, message.id, way, 0,
                                             static_cast<std::int64_t>(most_recipients)))
        ids.push_back(std::move(recipient.id));
    const auto* const list = list_with_key(message.list);
    return list ? list->paper_targets(reader, context, ids) : std::vector<PaperTarget>();
}

void audit_paper(db::Tx& tx, const web::Context& context, std::string_view action, std::size_t count)
{
    accounts::record_of_network(tx, context, action,
                                i18n::translate_count(i18n::Language::de, "ein Eintrag"_de, "{1} Einträge"_de,
                                                      static_cast<std::int64_t>(count)));
}

Error nobody_left()
{
    return {.kind = Err::conflict,
            .text = "Hier steht niemand mehr: Die Zeit ist um, oder alle haben inzwischen Nein gesagt."_de};
}

// What is cut into paragraphs by empty lines, as people write it.
std::vector<std::string> paragraphs_of(const std::string& text)
{
    std::vector<std::string> paragraphs;
    std::string paragraph;
    for (const auto line : split(text, '\n')) {
        if (!trim(line).empty()) {
            paragraph += (paragraph.empty() ? "" : "\n") + std::string(trim(line));
            continue;
        }
        if (!paragraph.empty())
            paragraphs.push_back(std::move(paragraph));
        paragraph.clear();
    }
    if (!paragraph.empty())
        paragraphs.push_back(std::move(paragraph));
    return paragraphs;
}

} // namespace

Result<std::string> letters_of(db::Tx& tx, const web::Context& context, const Message& message)
{
    const auto targets = targets_of(tx, context, message, Way::letter);
    if (targets.empty())
        return nobody_left();
    const auto sender = accounts::find_user(tx, context.network.id, message.sent_by);
    std::vector<pdf::Letter> letters;
    for (const auto& target : targets) {
        pdf::Letter letter{.return_line = context.network.name,
                           .recipient = target.lines,
                           .details = {today_text(context)},
                           .subject = filled_in(message.subject, target.words),
                           .paragraphs = paragraphs_of(filled_in(message.text, target.words)),
                           .signatory = sender ? sender->account.name : context.network.name};
        letter.recipient.insert(letter.recipient.begin(), target.name);
        if (message.list == people_list().key)
            letter.footer =
                german("Willst du nicht mehr gefragt werden? Ein Anruf oder ein Zettel genügt."_de);
        letters.push_back(std::move(letter));
    }
    audit_paper(tx, context, "message.letters_printed", targets.size());
    return pdf::render_letters(properties_of(context, german("Briefe"_de)), letters);
}

Result<std::string> call_list_of(db::Tx& tx, const web::Context& context, const Message& message)
{
    const auto targets = targets_of(tx, context, message, Way::call);
    if (targets.empty())
        return nobody_left();
    constexpr double room_to_write = 28; // points
    pdf::TableDocument table{.properties = properties_of(context, german("Telefonliste"_de)),
                             .subtitle = message.subject + '\n' +
                                         german("Vertraulich. Nicht aushängen, nicht weitergeben, nach dem "
                                                "Anrufen vernichten."_de),
                             .columns = {{.title = german("Erreicht"_de), .width = 1.6, .has_boxes = true},
                                         {.title = german("Ja"_de), .width = 0.7, .has_boxes = true},
                                         {.title = german("Name"_de), .width = 3},
                                         {.title = german("Dorf"_de), .width = 2},
                                         {.title = german("Telefon"_de), .width = 3},
                                         {.title = german("Notiz"_de), .width = 3}},
                             .row_height = room_to_write};
    for (const auto& target : targets)
        table.rows.push_back({"", "", target.name, target.words.village, target.phones});
    audit_paper(tx, context, "message.calls_printed", targets.size());
    return pdf::render_table(table);
}

} // namespace dorfnetz::messages
