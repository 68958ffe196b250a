#include "features/messages/messages_pages.hpp"
#include "foundation/core/text.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/question.hpp"
#include "foundation/web/sent_back.hpp"

#include <algorithm>
#include <fmt/format.h>

// Writing a message to a list: a form, a look at it with the numbers, a plain yes.
namespace dorfnetz::messages {

namespace {

using web::Context;
using web::Field;
using web::Input;

constexpr std::string_view compose_pattern = "/redaktion/nachricht/{liste}";

// The list of this page with the filters that came with the address.
std::string compose_path(const Context& context, const List& list)
{
    return fmt::format("/redaktion/nachricht/{}{}", list.in_url, query_of(context));
}

Result<const List*> list_here(const Context& context)
{
    const auto* const list = list_in_url(context.parameter("liste"));
    if (!list || !list->is_open(context))
        return Error{.kind = Err::missing};
    return list;
}

std::vector<Field> message_fields(const Context& context)
{
    constexpr std::size_t longest_subject = 150;
    constexpr std::size_t longest_text = 5000;
    return {{.name = "betreff",
             .label = context.t("Worum geht es?"_de),
             .required = true,
             .help = context.t("Steht als Betreff über der Mail und dem Brief."_de),
             .longest = longest_subject},
            {.name = "text",
             .label = context.t("Deine Nachricht"_de),
             .input = Input::markdown,
             .required = true,
             .help = context.t("Diese Wörter setzt das Programm für alle einzeln ein: {1}."_de,
                               {all_placeholders()}),
             .longest = longest_text},
            {.name = "formular", .label = "", .input = Input::hidden}};
}

void check_placeholders(web::SentForm& sent)
{
    for (const auto* name : {"betreff", "text"})
        if (const auto unknown = unknown_placeholder(sent.values.text(name)))
            sent.errors.push_back(
                {name, "{1} kennen wir nicht. Es gibt: {2}."_de, {*unknown, all_placeholders()}});
}

void add_line(html::Values& page, const Context& context, std::int64_t count, German one, German many)
{
    if (count > 0)
        page.add("LINE").set("TEXT", i18n::translate_count(context.language, one, many, count));
}

void add_summary(html::Values& page, const Context& context, const Summary& summary)
{
    add_line(page, context, summary.mails, "Eine Person bekommt eine E-Mail."_de,
             "{1} bekommen eine E-Mail."_de);
    add_line(page, context, summary.letters, "Eine Person bekommt einen Brief, den du druckst."_de,
             "{1} bekommen einen Brief, den du druckst."_de);
    add_line(page, context, summary.calls, "Eine Person steht auf der Telefonliste."_de,
             "{1} stehen auf der Telefonliste."_de);
    add_line(page, context, summary.not_allowed,
             "Eine Person nicht: keine Einwilligung, oder der Eintrag ruht."_de,
             "{1} nicht: keine Einwilligung, oder der Eintrag ruht."_de);
    add_line(page, context, summary.through_the_club,
             "Eine Person nicht: will über den Netzwerkverein gefragt werden."_de,
             "{1} nicht: wollen über den Netzwerkverein gefragt werden."_de);
    add_line(page, context, summary.no_mail,
             "Eine Person nicht: ohne E-Mail. Ruf sie an, sie steht auf der Telefonliste."_de,
             "{1} nicht: ohne E-Mail. Ruf sie an, sie stehen auf der Telefonliste."_de);
    add_line(page, context, summary.no_way, "Eine Person nicht: weder Mail noch Telefon noch Anschrift."_de,
             "{1} nicht: weder Mail noch Telefon noch Anschrift."_de);
}

NewMessage message_from(const web::FormValues& values)
{
    return {
        .form_key = values.text("formular"), .subject = values.text("betreff"), .text = values.text("text")};
}

// The first whom it reaches, as an example.
void add_preview(html::Page& page, const Context& context, const List& list,
                 const std::vector<Recipient>& recipients, const NewMessage& message)
{
    const auto summary = summary_of(recipients, message);
    const auto first = std::find_if(recipients.begin(), recipients.end(),
                                    [](const Recipient& recipient) { return recipient.way.has_value(); });
    if (first == recipients.end())
        return;
    const auto written = written_to(context, {.subject = message.subject, .text = message.text},
                                    context.actor.name, first->words, {});
    auto preview = page.add("PREVIEW");
    preview.set("EXAMPLE_NAME", first->words.name)
        .set("SUBJECT", written.subject)
        .set("MESSAGE_TEXT", written.text)
        .set("SEND_URL", context.url(compose_path(context, list)))
        .set("TOKEN", web::form_token(context, compose_pattern))
        .set("TYPED_SUBJECT", message.subject)
        .set("TYPED_TEXT", message.text)
        .set("FORM_KEY", message.form_key)
        .set("COUNT", std::to_string(summary.reached()))
        .set("SEND_TEXT", i18n::translate_count(context.language, "Ja, an eine Person schicken"_de,
                                                "Ja, an {1} schicken"_de, summary.reached()));
    if (summary.lacking > 0)
        preview.add("LACKING").set(
            "LACKING_TEXT",
            i18n::translate_count(
                context.language, "Bei einer Person fehlt eins der Wörter. Da steht dann nichts."_de,
                "Bei {1} fehlt eins der Wörter. Da steht dann nichts."_de, summary.lacking));
}

struct Typed
{
    web::FormValues values = {};
    std::vector<FieldError> errors = {};
    bool with_preview = false;
    std::optional<Error> refused = {};
};

http::Response compose_page(const Context& context, const List& list, const Typed& typed)
{
    const auto recipients = list.find(context);
    const auto message = message_from(typed.values);
    html::Page page;
    page.set("LIST_NAME", context.t(list.heading))
        .set("BACK_URL", context.url(list.back(context)))
        .show_if(summary_of(recipients, message).reached() == 0, "NOBODY")
        .set("FORM", web::draw_form(context,
                                    {.action = compose_path(context, list),
                                     .pattern = std::string(compose_pattern),
                                     .submit = context.t("Ansehen, bevor es hinausgeht"_de)},
                                    message_fields(context), typed.values, typed.errors));
    add_summary(page, context, summary_of(recipients, message));
    if (typed.with_preview)
        add_preview(page, context, list, recipients, message);
    const int status = web::form_status(typed.errors, typed.refused);
    web::show_refused(page, context, typed.refused);
    return web::page(context,
                     {.title = context.t("Nachricht"_de),
                      .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"},
                                 {context.t(list.heading), list.back(context)}},
                      .index = false},
                     context.render("message_compose", page), status);
}

Result<http::Response> show_compose(Context& context)
{
    const auto* const list = TRY(list_here(context));
    web::FormValues values;
    values.set("formular", random_token(context.environment.random));
    // What was taken back can be written anew.
    if (const MessageId template_id{context.query.text("vorlage")}; !template_id.empty()) {
        const auto before = context.pool().read(
            [&](db::Reader& reader) { return visible_message(reader, context, template_id); });
        if (before)
            values.set("betreff", before->subject).set("text", before->text);
    }
    return compose_page(context, *list, {.values = values});
}

Result<http::Response> take_compose(Context& context)
{
    const auto* const list = TRY(list_here(context));
    auto sent = web::read_form(context, message_fields(context));
    check_placeholders(sent);
    if (!sent.values.has("formular"))
        sent.values.set("formular", random_token(context.environment.random));
    if (!sent.ok())
        return compose_page(context, *list, {.values = sent.values, .errors = sent.errors});
    if (!web::is_sure(context))
        return compose_page(context, *list, {.values = sent.values, .with_preview = true});
    const auto recipients = list->find(context);
    // The yes was to a number; see how many it would be now, if it is another one.
    const auto seen = context.form.text("anzahl");
    const auto message = message_from(sent.values);
    if (!seen.empty() && seen != std::to_string(summary_of(recipients, message).reached()))
        return compose_page(
            context, *list,
            {.values = sent.values,
             .with_preview = true,
             .refused = Error{Err::stale, "Die Liste hat sich gerade geändert. Sieh noch einmal hin."_de}});
    const auto created = context.pool().write(
        db::Scope::nothing(), [&](db::Tx& tx) { return create(tx, context, *list, recipients, message); });
    if (!created)
        return compose_page(context, *list, {.values = sent.values, .refused = created.error()});
    return web::redirect(context, message_path(*created));
}

} // namespace

void add_compose_pages(web::Site& site)
{
    const auto editors = web::Access::entry_editors(); // each list says itself whom it is open for
    site.get(std::string(compose_pattern), editors, show_compose, [](db::Reader&, const web::Network&) {
        return std::vector<std::string>{"/redaktion/nachricht/engagierte", "/redaktion/nachricht/vereine"};
    });
    site.post(std::string(compose_pattern), editors, take_compose);
}

} // namespace dorfnetz::messages
