#include "features/directory/directory.hpp"
#include "foundation/mail/outbox.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/rate_limit.hpp"

namespace dorfnetz::directory {

namespace {

using organisations::Organisation;
using web::Context;
using web::Field;

constexpr double messages_per_minute = 0.2; // of one household, after the first five
constexpr double messages_at_once = 5;
constexpr std::size_t longest_suggestion = 1000; // bytes

std::string pattern_of(Directory directory)
{
    return std::string(organisations::path_of(directory)) + "/{slug}/nachricht";
}

std::vector<Field> message_fields(const Context& context)
{
    return {{.name = "name", .label = context.t("Dein Name"_de), .required = true, .autocomplete = "name"},
            {.name = "email",
             .label = context.t("Deine E-Mail-Adresse"_de),
             .input = web::Input::email,
             .required = true,
             .help = context.t("Dorthin kommt die Antwort. Nur der Empfänger sieht sie."_de),
             .autocomplete = "email"},
            {.name = "text",
             .label = context.t("Deine Nachricht"_de),
             .input = web::Input::long_text,
             .required = true,
             .longest = 4000}};
}

http::Response form_page(const Context& context, const Organisation& organisation,
                         const web::FormValues& values, const std::vector<FieldError>& errors)
{
    const auto directory = organisations::directory_of(organisation.entry.kind);
    const auto path = organisations::path_of(organisation.entry.kind, organisation.slug);
    const auto title = context.t(directory == Directory::companies ? "Nachricht an diese Firma"_de
                                                                   : "Nachricht an diesen Verein"_de);
    html::Page page;
    page.set("HEADING", title)
        .set("LEAD", organisation.entry.name)
        .set(
            "TEXT",
            context.t("Wir leiten deine Nachricht weiter und speichern sie nicht länger, als das dauert."_de))
        .set("FORM", web::draw_form(context,
                                    {.action = path + "/nachricht",
                                     .pattern = pattern_of(directory),
                                     .submit = context.t("Nachricht senden"_de),
                                     .cancel = path,
                                     .for_strangers = true},
                                    message_fields(context), values, errors));
    return web::page(
        context,
        {.title = title,
         .crumbs = {{context.t("Start"_de), "/"},
                    {context.t(title_of(directory)), std::string(organisations::path_of(directory))},
                    {organisation.entry.name, path}},
         .index = false},
        context.render("directory_form", page), errors.empty() ? 200 : 422);
}

// The organisation's own address, then that of who answers for the entry, then the network's coordinator.
// None of them is shown to the sender.
std::string address_for(const Context& context, db::Reader& reader, const Organisation& organisation)
{
    const auto mailbox =
        organisations::mailbox_of(reader, context.network.id, organisation, organisations::MailTo::own_first);
    return mailbox ? mailbox->address : std::string(context.network.setting("contact.email"));
}

Result<Done> forward(const Context& context, const Organisation& organisation, const web::FormValues& values)
{
    return context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        const auto address = address_for(context, tx, organisation);
        if (address.empty())
            return Error{.kind = Err::unavailable,
                         .text = "Dieser Eintrag ist gerade nicht per Nachricht zu erreichen. Ruf dort an "
                                 "oder frag die Koordination."_de};
        const auto sent = mail::enqueue(
            tx,
            {.network = context.network.id,
             .to = {.address = address, .name = organisation.entry.name},
             .subject = i18n::translate(i18n::Language::de, "Nachricht über {1}"_de, {context.network.name}),
             .text =
                 i18n::translate(i18n::Language::de,
                                 "{1} schreibt euch über die Seite von {2}:\n\n{3}\n\nAntwortet einfach auf "
                                 "diese E-Mail, dann geht eure Antwort an {1}."_de,
                                 {values.text("name"), context.network.name, values.text("text")}),
             .purpose = "organisation_message",
             .urgency = mail::Urgency::must_arrive,
             .from = std::nullopt,
             .reply_to = values.text("email"),
             .unsubscribe_url = std::nullopt,
             .attachments = {}},
            context.environment.clock, context.environment.random);
        if (!sent)
            return sent.error();
        return Done{};
    });
}

Result<http::Response> show(Context& context)
{
    const auto organisation =
        TRY(context.pool().read([&](db::Reader& reader) { return public_entry(context, reader); }));
    // What another page suggests to write; nobody has sent anything by that.
    web::FormValues values;
    if (const auto text = context.query.text("text"); text.size() <= longest_suggestion)
        values.set("text", std::string(text));
    return form_page(context, organisation, values, {});
}

Result<http::Response> post_message(Context& context, web::RateLimiter& limiter)
{
    const auto organisation =
        TRY(context.pool().read([&](db::Reader& reader) { return public_entry(context, reader); }));
    const auto path = organisations::path_of(organisation.entry.kind, organisation.slug);
    constexpr auto thanks = "Danke. Deine Nachricht ist unterwegs."_de;
    if (web::looks_like_spam(context))
        return web::redirect_with_notice(context, path, thanks);
    const auto sent = web::read_form(context, message_fields(context));
    if (!sent.ok())
        return form_page(context, organisation, sent.values, sent.errors);
    if (!limiter.take(web::address_prefix(context.request.remote_address), context.now()))
        return Error{.kind = Err::too_often};
    const auto done = forward(context, organisation, sent.values);
    if (done)
        return web::redirect_with_notice(context, path, thanks);
    if (done.error().kind == Err::invalid)
        return form_page(
            context, organisation, sent.values,
            {{"email", "An diese Adresse kann niemand antworten. Schau sie noch einmal an."_de}});
    return done.error();
}

} // namespace

void add_message_pages(web::Site& site)
{
    const auto limiter = std::make_shared<web::RateLimiter>(messages_per_minute, messages_at_once);
    for (const auto directory : directories) {
        site.get(pattern_of(directory), web::Access::everyone(), show,
                 [directory](db::Reader& reader, const web::Network& network) {
                     std::vector<std::string> paths;
                     for (const auto& entry : organisations::load_register(reader, network.id).entries)
                         if (paths.empty() && entry.is_public() &&
                             organisations::directory_of(entry.kind) == directory)
                             paths.push_back(organisations::path_of(entry.kind, entry.slug) + "/nachricht");
                     return paths;
                 });
        site.post(pattern_of(directory), web::Access::everyone(),
                  [limiter](Context& context) { return post_message(context, *limiter); });
    }
}

} // namespace dorfnetz::directory
