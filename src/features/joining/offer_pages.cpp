#include "features/joining/joining_pages.hpp"
#include "features/joining/offers.hpp"
#include "foundation/core/log.hpp"
#include "foundation/core/text.hpp"
#include "foundation/mail/outbox.hpp"
#include "foundation/web/home.hpp"
#include "foundation/web/plain_names.hpp"
#include "foundation/web/rate_limit.hpp"

#include <fmt/format.h>

namespace dorfnetz::joining {

namespace {

using web::Context;
using web::Field;

constexpr std::string_view form_path = "/mitmachen/eintragen";
constexpr std::string_view thanks_path = "/mitmachen/danke";
constexpr std::string_view welcome_path = "/mitmachen/dabei";
constexpr std::string_view with_parents = "?mit=eltern"; // of those two pages, for who is under 16
constexpr std::string_view confirm_pattern = "/mitmachen/bestaetigen/{token}";

// What these pages say depends on nothing but what the sender wrote: they are the same whoever is in the
// register.
std::string addressed(std::string_view path, const web::FormValues& values)
{
    return std::string(path) + std::string(is_under_age(values) ? with_parents : "");
}

bool asks_parents(const Context& context)
{
    return context.query.text("mit") == "eltern";
}

http::Response form_page(const Context& context, const web::FormValues& values,
                         const std::vector<FieldError>& errors, int status = 200)
{
    const auto form = web::draw_form(context,
                                     {.action = std::string(form_path),
                                      .submit = context.t("Absenden"_de),
                                      .keeps_draft = true,
                                      .for_strangers = true,
                                      .other_label = context.t("Lieber auf Papier"_de),
                                      .other_path = "/mitmachen/papier"},
                                     web_fields(context), values, errors);
    return web::page(
        context,
        {.title = context.t("Ich mach mit"_de),
         .description = context.t("Sag uns, was du gern tust. Wir melden uns, wenn es passt."_de),
         .crumbs = {{context.t("Start"_de), "/"}, {context.t("Mitmachen"_de), "/mitmachen"}}},
        simple_content(context, context.t("Ich mach mit"_de),
                       context.t("Sag uns, was du gern tust. Wir melden uns, wenn es passt. Du gehst "
                                 "keine Verpflichtung ein."_de),
                       form),
        status);
}

Result<http::Response> show_form(Context& context)
{
    web::FormValues values;
    const auto slug = context.query.text("dorf");
    for (const auto& place : places_of(context))
        if (place.in_network && place.slug == slug)
            values.set("dorf", place.id.text());
    return form_page(context, values, {});
}

void check(web::SentForm& sent)
{
    const auto& values = sent.values;
    web::refuse_web_addresses(sent, {"vorname", "nachname", "eltern_name"});
    for (auto& problem : people::special_fields_problems(values))
        sent.errors.push_back(std::move(problem));
    if (is_under_age(values))
        for (auto& problem : people::parent_problems(values))
            sent.errors.push_back(std::move(problem));
    if (!values.has("mail") && !values.has("telefon") && !values.has("mobil"))
        sent.errors.push_back({"telefon", "Gib eine Telefonnummer oder eine E-Mail-Adresse an."_de});
    say_instead(sent.errors, "einwilligung", "Ohne dein Ja dürfen wir nichts aufheben."_de);
}

mail::Mail confirmation_mail(const Context& context, const people::PersonDraft& draft, std::string_view token)
{
    const auto link = context.absolute_url(fmt::format("/mitmachen/bestaetigen/{}", token));
    return {.network = context.network.id,
            .to = people::mailbox_of(draft),
            .subject = context.t("Bitte bestätige: Du willst mitmachen"_de),
            .text = context.t(
                "Hallo {1},\n\nschön, dass du mitmachen willst. Mit diesem Link bestätigst du, dass du "
                "es selbst warst:\n\n{2}\n\nDer Link gilt sieben Tage. Warst du es nicht, musst du "
                "nichts tun: Dann löschen wir alles.\n\n{3}"_de,
                {draft.name(), link, context.network.name}),
            .purpose = "confirm_offer"};
}

// The same for everybody: nothing is looked up in the register, one offer is written, and the answer is the
// way to the same page. Only those who read the mailbox learn more.
Result<http::Response> take_form(Context& context, web::RateLimiter& mails)
{
    auto sent = web::read_form(context, web_fields(context));
    check(sent);
    if (!sent.ok())
        return form_page(context, sent.values, sent.errors, 422);
    const auto thanks = addressed(thanks_path, sent.values);
    if (web::looks_like_spam(context))
        return web::redirect(context, thanks);
    const auto draft = people::entry_from(sent.values, {});
    const bool at_home = web::is_at_home(context);
    if (!at_home)
        log::warning("no mail to confirm an offer is sent for a host that is not ours; set public_address");
    // Nobody can have a stranger's mailbox filled: after a few mails the form is kept for a call instead.
    const bool by_mail = at_home && !draft.email.empty() &&
                         mails.take(web::keyed_hash(context.environment, "offer-mail",
                                                    mail::mailbox_of(sent.values.text("mail"))),
                                    context.now());
    const auto token = by_mail ? random_token(context.environment.random) : std::string();
    const auto kept = context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        keep_offer(tx, context, {.values = sent.values, .token = token});
        if (by_mail)
            TRY(mail::enqueue(tx, confirmation_mail(context, draft, token), context.environment.clock,
                              context.environment.random));
        return Done{};
    });
    if (!kept && kept.error().kind == Err::invalid)
        return form_page(
            context, sent.values,
            {{"mail", "An diese Adresse können wir nicht schreiben. Schau noch einmal nach."_de}}, 422);
    TRY(kept);
    return web::redirect(context, thanks);
}

Result<http::Response> show_thanks(Context& context)
{
    html::Page page;
    page.set("START_URL", context.url("/"))
        .set("CLUBS_URL", context.url("/vereine"))
        .show_if(asks_parents(context), "PARENTS");
    return web::page(context, {.title = context.t("Danke"_de), .index = false},
                     context.render("joining_thanks", page));
}

Error link_is_over()
{
    return {.kind = Err::missing,
            .text =
                "Dieser Link gilt nicht mehr: Er ist schon benutzt oder älter als sieben Tage. Hast du noch "
                "nicht bestätigt, trag dich bitte noch einmal ein."_de};
}

// Confirming takes a click on the page: programs that look into mails follow links too.
Result<http::Response> show_confirmation(Context& context)
{
    const auto offer = context.pool().read(
        [&](db::Reader& reader) { return offer_by_token(reader, context, context.parameter("token")); });
    if (!offer)
        return link_is_over();
    const auto button = web::draw_button(
        context, {.action = fmt::format("/mitmachen/bestaetigen/{}", context.parameter("token")),
                  .pattern = std::string(confirm_pattern),
                  .submit = context.t("Ja, ich mach mit"_de)});
    return web::page(
        context, {.title = context.t("Nur noch ein Klick"_de), .index = false},
        simple_content(context, context.t("Nur noch ein Klick"_de),
                       context.t("Dann stehst du im Register, und wir melden uns, wenn es passt."_de),
                       button));
}

mail::Mail welcome_mail(const Context& context, const people::PersonDraft& draft, const people::PersonId& id,
                        bool under_age)
{
    const auto link =
        context.absolute_url(people::withdrawal_path(context.environment, context.network.id, id));
    const auto own_page = context.absolute_url("/meine-daten");
    const auto what_next =
        under_age ? context.t("danke, du hast bestätigt. Jetzt fragen wir noch deine Eltern. Sobald sie Ja "
                              "gesagt haben, melden wir uns, wenn es passt."_de)
                  : context.t("danke, du stehst jetzt im Register. Wir melden uns, wenn es passt."_de);
    return {.network = context.network.id,
            .to = people::mailbox_of(draft),
            .subject = context.t("Schön, dass du dabei bist"_de),
            .text = context.t("Hallo {1},\n\n{5} Du gehst keine Verpflichtung ein.\n\nWillst du nicht mehr "
                              "gefragt werden? Dann genügt dieser Link:\n\n{2}\n\nWas wir über dich "
                              "gespeichert haben, siehst und änderst du hier:\n\n{3}\n\n{4}"_de,
                              {draft.name(), link, own_page, context.network.name, what_next}),
            .purpose = "welcome",
            .unsubscribe_url = link};
}

Result<http::Response> confirm(Context& context)
{
    const auto way_on = context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<std::string> {
        const auto offer = offer_by_token(tx, context, context.parameter("token"));
        if (!offer)
            return link_is_over();
        const people::Author author{.clock = context.environment.clock,
                                    .random = context.environment.random,
                                    .name = i18n::translate(i18n::Language::de, "die Person selbst"_de)};
        const auto id = TRY(accept(tx, context, *offer,
                                   {.way = people::ConsentWay::web,
                                    .given_on = i18n::local_date(context.region(), offer->created_at)},
                                   author));
        const auto draft = people::entry_from(offer->values, {});
        TRY(mail::enqueue(tx, welcome_mail(context, draft, id, is_under_age(offer->values)),
                          context.environment.clock, context.environment.random));
        return addressed(welcome_path, offer->values);
    });
    return web::redirect(context, TRY(way_on));
}

Result<http::Response> show_welcome(Context& context)
{
    html::Page page;
    page.set("START_URL", context.url("/"))
        .set("OWN_DATA_URL", context.url("/meine-daten"))
        .show(asks_parents(context) ? "PARENTS" : "READY");
    return web::page(context, {.title = context.t("Schön, dass du dabei bist"_de), .index = false},
                     context.render("joining_welcome", page));
}

} // namespace

std::vector<villages::Village> places_of(const Context& context)
{
    return context.pool().read(
        [&](db::Reader& reader) { return villages::all_places(reader, context.network.id); });
}

std::vector<Field> shared_fields(const Context& context, people::Audience audience)
{
    auto fields = people::entry_fields(context, places_of(context), audience);
    std::erase_if(fields, [](const Field& field) { return field.name == "jahr"; });
    return fields;
}

void say_instead(std::vector<FieldError>& errors, std::string_view field, German text)
{
    for (auto& error : errors)
        if (error.field == field)
            error = {error.field, text};
}

html::Safe simple_content(const Context& context, const std::string& heading, const std::string& lead,
                          const html::Safe& content)
{
    html::Page page;
    page.set("HEADING", heading).set("CONTENT", content);
    if (!lead.empty())
        page.add("LEAD").set("LEAD_TEXT", lead);
    return context.render("joining_simple", page);
}

void add_offer_pages(web::Site& site)
{
    const auto everyone = web::Access::everyone();
    // Three mails at once to one address, then one in an hour.
    const auto mails = std::make_shared<web::RateLimiter>(1.0 / 60, 3);
    site.get(std::string(form_path), everyone, show_form);
    site.post(std::string(form_path), everyone,
              [mails](Context& context) { return take_form(context, *mails); });
    site.page(std::string(thanks_path), show_thanks);
    site.get(std::string(confirm_pattern), everyone, show_confirmation);
    site.post(std::string(confirm_pattern), everyone, confirm);
    site.page(std::string(welcome_path), show_welcome);
}

} // namespace dorfnetz::joining
