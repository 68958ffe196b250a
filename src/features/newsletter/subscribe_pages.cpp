#include "features/newsletter/newsletter_pages.hpp"
#include "features/newsletter/subscriptions.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/core/log.hpp"
#include "foundation/core/text.hpp"
#include "foundation/mail/outbox.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/home.hpp"
#include "foundation/web/rate_limit.hpp"
#include "foundation/web/share.hpp"

#include <algorithm>
#include <fmt/format.h>

// Ordering the letter: a form, a mail that asks, a click.
namespace dorfnetz::newsletter {

namespace {

using web::Context;
using web::Field;
using web::Input;

constexpr std::string_view thanks_path = "/rundbrief/danke";
constexpr std::string_view welcome_path = "/rundbrief/bestellt";
constexpr std::string_view confirm_pattern = "/rundbrief/bestaetigen/{token}";
constexpr std::size_t issues_shown = 12;

std::vector<Field> order_fields(const Context& context)
{
    std::vector<Field> fields{{.name = "mail",
                               .label = context.t("Deine E-Mail-Adresse"_de),
                               .input = Input::email,
                               .required = true,
                               .help = context.t("Wir schicken dir einen Link, mit dem du bestätigst."_de),
                               .autocomplete = "email"}};
    for (auto& field : wish_fields(context))
        fields.push_back(std::move(field));
    fields.push_back({.name = "zum_schluss", .label = context.t("Zum Schluss"_de), .input = Input::heading});
    auto box = people::consent_box(context, people::Purpose::newsletter);
    box.required = true;
    box.help = context.t("Bist du jünger als 16, lass deine Eltern den Rundbrief bestellen."_de);
    fields.push_back(std::move(box));
    return fields;
}

void add_archive(html::Page& page, const Context& context)
{
    auto issues =
        context.pool().read([&](db::Reader& reader) { return all_issues(reader, context.network.id); });
    std::erase_if(issues, [](const Issue& issue) { return issue.status == IssueStatus::draft; });
    issues.resize(std::min(issues.size(), issues_shown));
    if (issues.empty())
        return;
    auto list = page.add("ARCHIVE");
    for (const auto& issue : issues)
        list.add("ISSUE")
            .set("ISSUE_URL", context.url(path_of(issue)))
            .set("ISSUE_TITLE", title_of(context, issue));
}

web::Shared shared_page(const Context& context)
{
    return {.title = context.t("Der Rundbrief"_de),
            .path = std::string(public_path),
            .lead = context.t("Einmal im Monat, was in unseren Dörfern los ist. Kostenlos, per E-Mail."_de)};
}

http::Response form_page(const Context& context, const web::FormValues& values,
                         const std::vector<FieldError>& errors, int status = 200)
{
    html::Page page;
    page.set("FORM", web::draw_form(context,
                                    {.action = std::string(public_path),
                                     .submit = context.t("Rundbrief bestellen"_de),
                                     .keeps_draft = true,
                                     .for_strangers = true},
                                    order_fields(context), values, errors))
        .set("SHARE", web::share_row(context, shared_page(context)));
    add_archive(page, context);
    return web::page(context,
                     {.title = context.t("Rundbrief"_de),
                      .description = context.t("Einmal im Monat, was in unseren Dörfern los ist."_de),
                      .crumbs = {{context.t("Start"_de), "/"}}},
                     context.render("newsletter_order", page), status);
}

// On the page of a village: the letter with what is on there.
html::Safe on_village_page(const Context& context, db::Reader& reader, std::string_view id)
{
    const auto village = villages::village_by_id(reader, context.network.id, villages::VillageId{id});
    if (!village)
        return {};
    html::Page page;
    page.set("TEXT", context.t("Was in {1} los ist, einmal im Monat per E-Mail."_de, {village->name}))
        .set("ORDER_URL", context.url(fmt::format("{}?dorf={}", public_path, village->slug)))
        .set("MAIL_ICON", web::icon("mail"));
    return context.render("newsletter_village", page);
}

Result<http::Response> show_form(Context& context)
{
    web::FormValues values;
    const auto slug = context.query.text("dorf");
    context.pool().read([&](db::Reader& reader) {
        if (const auto village = villages::village_by_slug(reader, context.network.id, slug);
            village && village->in_network)
            values.set("doerfer", village->id.text());
    });
    return form_page(context, values, {});
}

mail::Mail question_mail(const Context& context, const Asked& asked)
{
    const auto link = context.absolute_url("/rundbrief/bestaetigen/" + asked.token);
    return {.network = context.network.id,
            .to = {.address = asked.email},
            .subject = context.t("Bitte bestätige: Du willst den Rundbrief"_de),
            .text = context.t(
                "Hallo,\n\njemand möchte den Rundbrief von „{1}“ an diese Adresse. Warst du das? Dann "
                "bestätige es mit diesem Link:\n\n{2}\n\nDer Link gilt sieben Tage. Warst du es nicht, musst "
                "du nichts tun: Dann löschen wir die Adresse.\n\n{1}"_de,
                {context.network.name, link}),
            .purpose = "confirm_newsletter"};
}

// The same for everybody: nothing is looked up, and the answer is the way to the same page. Only those who
// read the mailbox learn more.
Result<http::Response> take_form(Context& context, web::RateLimiter& mails)
{
    auto sent = web::read_form(context, order_fields(context));
    for (auto& error : sent.errors)
        if (error.field == "ja_newsletter")
            error.text = "Ohne dein Ja schicken wir nichts."_de;
    if (!sent.ok())
        return form_page(context, sent.values, sent.errors, 422);
    if (web::looks_like_spam(context))
        return web::redirect(context, thanks_path);
    if (!web::is_at_home(context)) {
        log::warning(
            "no mail to confirm the newsletter is sent for a host that is not ours; set public_address");
        return Error{Err::unavailable,
                     "Von dieser Adresse aus können wir keine Links verschicken. Sag bitte der Koordination "
                     "Bescheid."_de};
    }
    const Asked asked{.email = to_lower_ascii(sent.values.text("mail")),
                      .wishes = wishes_from(sent.values),
                      .token = random_token(context.environment.random)};
    // Nobody can have a stranger's mailbox filled.
    if (!mails.take(web::keyed_hash(context.environment, "newsletter-mail",
                                    context.network.id.text() + ' ' + mail::mailbox_of(asked.email)),
                    context.now()))
        return web::redirect(context, thanks_path);
    const auto kept = context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        ask(tx, context, asked);
        TRY(mail::enqueue(tx, question_mail(context, asked), context.environment.clock,
                          context.environment.random));
        return Done{};
    });
    if (!kept && kept.error().kind == Err::invalid)
        return form_page(
            context, sent.values,
            {{"mail", "An diese Adresse können wir nicht schreiben. Schau noch einmal nach."_de}}, 422);
    TRY(kept);
    return web::redirect(context, thanks_path);
}

Result<http::Response> show_thanks(Context& context)
{
    html::Page page;
    page.set("START_URL", context.url("/")).set("DATES_URL", context.url("/termine"));
    return web::page(context, {.title = context.t("Danke"_de), .index = false},
                     context.render("newsletter_thanks", page));
}

Error link_is_over()
{
    return {.kind = Err::missing,
            .text =
                "Dieser Link gilt nicht mehr: Er ist schon benutzt oder älter als sieben Tage. Hast du noch "
                "nicht bestätigt, bestell den Rundbrief bitte noch einmal."_de};
}

// Confirming takes a click on the page: programs that look into mails follow links too.
Result<http::Response> show_confirmation(Context& context)
{
    const auto asked = context.pool().read(
        [&](db::Reader& reader) { return asked_by_token(reader, context, context.parameter("token")); });
    if (!asked)
        return link_is_over();
    return web::page(
        context, {.title = context.t("Nur noch ein Klick"_de), .index = false},
        simple_content(context, "Nur noch ein Klick"_de,
                       context.t("Dann kommt der Rundbrief einmal im Monat in dein Postfach."_de),
                       web::draw_button(context, {.action = fmt::format("/rundbrief/bestaetigen/{}",
                                                                        context.parameter("token")),
                                                  .pattern = std::string(confirm_pattern),
                                                  .submit = context.t("Ja, ich will den Rundbrief"_de)})));
}

mail::Mail welcome_mail(const Context& context, const Subscription& asked, const SubscriptionId& id)
{
    const auto& network = context.network.id;
    const auto unsubscribe = context.absolute_url(unsubscribe_path(context.environment, network, id));
    return {.network = network,
            .to = {.address = asked.email.seen_by(accounts::the_program())},
            .subject = context.t("Du bekommst jetzt den Rundbrief"_de),
            .text = context.t(
                "Hallo,\n\nab jetzt kommt der Rundbrief einmal im Monat zu dir. Andere Dörfer oder Themen "
                "wählst du hier:\n\n{1}\n\nWillst du ihn nicht mehr, genügt ein Klick:\n\n{2}\n\n{3}"_de,
                {context.absolute_url(change_path(context.environment, network, id)), unsubscribe,
                 context.network.name}),
            .purpose = "newsletter_welcome",
            .urgency = mail::Urgency::may_be_lost,
            .unsubscribe_url = unsubscribe};
}

Result<http::Response> take_confirmation(Context& context)
{
    const auto confirmed = context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        const auto asked = asked_by_token(tx, context, context.parameter("token"));
        if (!asked)
            return link_is_over();
        const auto id = confirm(tx, context, *asked);
        TRY(mail::enqueue(tx, welcome_mail(context, *asked, id), context.environment.clock,
                          context.environment.random));
        return Done{};
    });
    TRY(confirmed);
    return web::redirect(context, welcome_path);
}

Result<http::Response> show_welcome(Context& context)
{
    html::Page page;
    page.set("START_URL", context.url("/")).set("ARCHIVE_URL", context.url(public_path));
    return web::page(context, {.title = context.t("Schön, dass du mitliest"_de), .index = false},
                     context.render("newsletter_welcome", page));
}

} // namespace

std::vector<Field> wish_fields(const Context& context)
{
    std::vector<web::Choice> places;
    for (const auto& village : context.pool().read(
             [&](db::Reader& reader) { return villages::villages_of(reader, context.network.id); }))
        places.push_back({village.id.text(), village.name});
    // What may reveal a faith, a party or an illness is not asked of a mail address.
    std::vector<web::Choice> topics;
    for (const auto& entry : vocabularies::entries("fields"))
        if (!entry.special)
            topics.push_back({entry.key, entry.label(context.language)});
    return {{.name = "doerfer",
             .label = context.t("Aus welchen Dörfern?"_de),
             .input = Input::many_of,
             .help = context.t("Wählst du keins, schreiben wir dir aus allen."_de),
             .choices = std::move(places),
             .mark_optional = false},
            {.name = "nur", .label = context.t("Nur zu bestimmten Themen"_de), .input = Input::fold},
            {.name = "felder",
             .label = context.t("Welche Themen?"_de),
             .input = Input::many_of,
             .help = context.t("Wählst du keins, schreiben wir dir zu allen."_de),
             .choices = std::move(topics),
             .mark_optional = false}};
}

web::FormValues values_of(const Wishes& wishes)
{
    std::vector<std::string> places;
    for (const auto& village : wishes.villages)
        places.push_back(village.text());
    web::FormValues values;
    values.set("doerfer", std::move(places)).set("felder", wishes.fields);
    return values;
}

Wishes wishes_from(const web::FormValues& values)
{
    Wishes wishes{.fields = values.all("felder")};
    for (const auto& village : values.all("doerfer"))
        wishes.villages.emplace_back(village);
    return wishes;
}

html::Safe simple_content(const Context& context, German heading, const std::string& lead,
                          const html::Safe& content)
{
    html::Page page;
    page.set("HEADING", context.t(heading)).set("LEAD_TEXT", lead).set("CONTENT", content);
    return context.render("newsletter_simple", page);
}

void add_subscribe_pages(web::Site& site)
{
    const auto everyone = web::Access::everyone();
    // Three mails at once to one address, then one in an hour.
    const auto mails = std::make_shared<web::RateLimiter>(1.0 / 60, 3);
    site.get(std::string(public_path), everyone, show_form);
    site.post(std::string(public_path), everyone,
              [mails](Context& context) { return take_form(context, *mails); });
    site.page(std::string(public_path) + std::string(web::poster_end),
              [](Context& context) -> Result<http::Response> {
                  return web::poster_page(context, shared_page(context), {{context.t("Start"_de), "/"}});
              });
    site.page(std::string(thanks_path), show_thanks);
    site.get(std::string(confirm_pattern), everyone, show_confirmation);
    site.post(std::string(confirm_pattern), everyone, take_confirmation);
    site.page(std::string(welcome_path), show_welcome);
    site.add(web::Part{std::string(villages::side_parts), 90, on_village_page});
    using Where = web::NavigationEntry::Where;
    site.add(web::NavigationEntry{.where = Where::foot,
                                  .order = 45,
                                  .path = std::string(public_path),
                                  .label = "Rundbrief"_de,
                                  .access = everyone});
}

} // namespace dorfnetz::newsletter
