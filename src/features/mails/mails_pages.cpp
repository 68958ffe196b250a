#include "features/mails/mails_pages.hpp"

#include "accounts/audit.hpp"
#include "foundation/mail/address.hpp"
#include "foundation/mail/outbox.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/page.hpp"

namespace dorfnetz::mails {

namespace {

using mail::MailState;
using web::Context;
using web::Field;
using web::FormValues;
using web::Input;

std::vector<Field> address_fields(const Context& context)
{
    return {{.name = "adresse",
             .label = context.t("Mailadresse"_de),
             .input = Input::email,
             .required = true,
             .autocomplete = "off"},
            {.name = "was",
             .label = context.t("Was soll gelten?"_de),
             .input = Input::one_of,
             .required = true,
             .choices = {{"sperren", context.t("An diese Adresse geht keine Mail mehr"_de)},
                         {"freigeben", context.t("An diese Adresse darf wieder Mail gehen"_de)}}}};
}

// What became of the mail, and what helps.
struct Words
{
    German what;
    German what_to_do;
};

bool is_complaint(const mail::Undelivered& mail)
{
    return mail.reason.find("complaint") != std::string::npos;
}

bool wants_none(const mail::Undelivered& mail)
{
    return mail.state == MailState::suppressed && (mail.reason.empty() || is_complaint(mail));
}

Words words_for(const mail::Undelivered& mail)
{
    if (mail.state == MailState::uncertain)
        return {"Vielleicht angekommen"_de,
                "Die Verbindung brach mitten im Verschicken ab. Frag nach, oder schick sie noch einmal."_de};
    const auto fault = mail::fault_in(mail.reason);
    if (is_complaint(mail))
        return {"Als Spam gemeldet"_de, "Schreib dorthin nicht mehr. Ruf an, wenn es wichtig ist."_de};
    if (fault == mail::Fault::no_mailbox)
        return {"Diese Adresse gibt es nicht"_de,
                "Oft ist es ein Tippfehler. Frag nach der richtigen und trag sie beim Menschen oder beim "
                "Verein ein."_de};
    if (wants_none(mail))
        return {"Will keine Mails"_de,
                "Wer das Postfach hat, will keine Mails mehr. Ruf an oder schreib einen Brief."_de};
    if (mail.reason.find("5.2.2") != std::string::npos || mail.reason.find("4.2.2") != std::string::npos)
        return {"Das Postfach ist voll"_de, "Ruf an. Ist wieder Platz, schick sie noch einmal."_de};
    if (mail.reason.find(" 5.7.") != std::string::npos)
        return {
            "Der Anbieter nimmt unsere Mails nicht"_de,
            "Sag es denen, die euren Server betreuen: Oft fehlt etwas in den Einstellungen der Domain."_de};
    if (mail.state == MailState::suppressed)
        return {"Nicht verschickt"_de, "An diese Adresse kam dreimal nichts an. Frag nach der richtigen."_de};
    return {"Nicht angekommen"_de, "Ruf an, oder schick sie noch einmal."_de};
}

void show_list(html::Page& page, const Context& context, const std::vector<mail::Undelivered>& mails)
{
    page.show_if(mails.empty(), "NOTHING");
    if (mails.empty())
        return;
    auto list = page.add("LIST");
    for (const auto& mail : mails) {
        const auto words = words_for(mail);
        const auto path = std::string(mails_path) + '/' + mail.id.text();
        auto row = list.add("MAIL");
        row.set("NAME", mail.to_name.empty() ? context.t("ohne Namen"_de) : mail.to_name)
            .set("PROVIDER", mail.to_host.empty() ? std::string() : "@" + mail.to_host)
            .set("SUBJECT", mail.subject)
            .set("WHEN", i18n::format_moment(context.region(), mail.created_at))
            .set("WHAT", context.t(words.what))
            .set("WHAT_TO_DO", context.t(words.what_to_do))
            .set("CODE", mail.reason)
            .set("SETTLED_BUTTON", web::draw_button(context, {.action = path + "/erledigt",
                                                              .pattern = std::string(settled_pattern),
                                                              .submit = context.t("Erledigt"_de),
                                                              .plain = true}));
        // Whoever wants no mail is asked first; see the form below the list.
        if (mail.state != MailState::bounced && !wants_none(mail))
            row.add("AGAIN").set("AGAIN_BUTTON",
                                 web::draw_button(context, {.action = path + "/noch-einmal",
                                                            .pattern = std::string(again_pattern),
                                                            .submit = context.t("Noch einmal schicken"_de)}));
    }
}

http::Response page_of(const Context& context, const FormValues& values,
                       const std::vector<FieldError>& errors)
{
    html::Page page;
    context.pool().read([&](db::Reader& reader) {
        show_list(page, context, mail::undelivered(reader, context.network.id));
        if (const auto waiting = mail::outbox_counts(reader, context.network.id).waiting; waiting > 0)
            page.add("SOME_WAIT")
                .set("WAITING", i18n::translate_count(
                                    context.language, "Eine Mail wartet darauf, verschickt zu werden."_de,
                                    "{1} Mails warten darauf, verschickt zu werden."_de, waiting));
    });
    page.set("ADDRESS_FORM", web::draw_form(context,
                                            {.action = std::string(mails_path) + "/adressen",
                                             .submit = context.t("So merken"_de)},
                                            address_fields(context), values, errors));
    return web::page(context,
                     {.title = context.t("Mails"_de),
                      .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"}},
                      .index = false},
                     context.render("mails_list", page), errors.empty() ? 200 : 422);
}

} // namespace

Result<http::Response> show_mails(Context& context)
{
    return page_of(context, {}, {});
}

Result<http::Response> block_or_open(Context& context)
{
    const auto sent = web::read_form(context, address_fields(context));
    if (!sent.ok())
        return page_of(context, sent.values, sent.errors);
    const auto key = address_key(context.environment)(mail::plain_address(sent.values.text("adresse")));
    const bool blocks = sent.values.text("was") == "sperren";
    TRY(context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        if (blocks)
            mail::suppress(tx, context.network.id, key, {mail::Suppressed::wish, "", context.now()});
        else
            mail::lift_suppression(tx, context.network.id, key);
        accounts::record_of_network(tx, context, blocks ? "mail.address_blocked" : "mail.address_opened");
        return Done{};
    }));
    return web::redirect_with_notice(context, mails_path,
                                     blocks ? "An diese Adresse geht keine Mail mehr."_de
                                            : "An diese Adresse darf wieder Mail gehen."_de);
}

Result<http::Response> send_once_more(Context& context)
{
    TRY(context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        return mail::write_again(tx, context.network.id, mail::MailId(context.parameter("id")),
                                 address_key(context.environment), context.environment.clock);
    }));
    return web::redirect_with_notice(context, mails_path, "Die Mail geht noch einmal hinaus."_de);
}

Result<http::Response> settle(Context& context)
{
    TRY(context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        return mail::settle_undelivered(tx, context.network.id, mail::MailId(context.parameter("id")));
    }));
    return web::redirect_with_notice(context, mails_path, "Erledigt."_de);
}

std::vector<web::Waiting> desk_items(const Context& context, db::Reader& reader, const Reach& reach)
{
    if (!web::Access::coordinator().allows(context.actor))
        return {};
    std::vector<web::Waiting> items;
    const auto counts = mail::outbox_counts(reader, context.network.id);
    if (reach.is_test())
        items.push_back(
            {.state = web::Waiting::State::late,
             .count = counts.waiting,
             .heading = context.t("Testbetrieb: Mails erreichen niemanden"_de),
             .text = reach.nobody
                         ? context.t("Sie werden Dateien auf dem Server. Wer ihn betreut, trägt "
                                     "euren Mailserver ein."_de)
                         : context.t("Alle gehen an {1}, egal für wen sie sind."_de, {reach.only_to}),
             .link = context.t("Mails ansehen"_de),
             .path = std::string(mails_path)});
    // Jobs have no request whose address they could name. Without it they tell nobody anything, and only the
    // log of the server says so.
    if (!reach.is_test() && context.environment.public_address.empty())
        items.push_back(
            {.state = web::Waiting::State::late,
             .count = 1,
             .heading = context.t("Es gehen keine Erinnerungen hinaus"_de),
             .text =
                 context.t("Der Server kennt die Adresse eurer Seite nicht, und ohne sie verschickt er von "
                           "selbst nichts: keine Erinnerungen, Nachrichten und Rundbriefe. Wer ihn betreut, "
                           "trägt sie in den Einstellungen als public_address ein."_de),
             .link = context.t("Mails ansehen"_de),
             .path = std::string(mails_path)});
    const auto lost = counts.failed + counts.uncertain + counts.bounced + counts.suppressed;
    if (lost > 0)
        items.push_back({.state = web::Waiting::State::late,
                         .count = lost,
                         .heading = i18n::translate_count(context.language, "Mail ist nicht angekommen"_de,
                                                          "Mails sind nicht angekommen"_de, lost),
                         .text = context.t("Sieh nach, wer nichts bekommen hat, und ruf an."_de),
                         .link = context.t("Ansehen"_de),
                         .path = std::string(mails_path)});
    return items;
}

} // namespace dorfnetz::mails
