#include "features/directory/directory.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/rate_limit.hpp"

namespace dorfnetz::directory {

namespace {

using web::Context;
using web::Field;

constexpr std::string_view report_path = "/vereine/melden";
constexpr double reports_per_minute = 0.1; // of one household, after the first five
constexpr double reports_at_once = 5;

std::vector<Field> fields_of(const Context& context)
{
    std::vector<web::Choice> kinds;
    for (const auto& kind : vocabularies::entries("kinds"))
        kinds.push_back({kind.key, kind.label(context.language)});
    std::vector<web::Choice> villages;
    const auto entries = organisations::shared_register(context.pool(), context.network.id);
    for (const auto& village : entries->villages)
        villages.push_back({village.id.text(), village.name});
    return {
        {.name = "name",
         .label = context.t("Wie heißt der Verein, die Gruppe oder die Firma?"_de),
         .required = true},
        {.name = "kind",
         .label = context.t("Was ist es?"_de),
         .input = web::Input::one_of,
         .required = true,
         .choices = std::move(kinds)},
        {.name = "villages",
         .label = context.t("In welchen Dörfern?"_de),
         .input = web::Input::many_of,
         .required = true,
         .choices = std::move(villages)},
        {.name = "purpose",
         .label = context.t("Was machen sie?"_de),
         .input = web::Input::long_text,
         .help = context.t("Ein oder zwei Sätze reichen."_de),
         .longest = 2000},
        {.name = "web", .label = context.t("Internet"_de), .input = web::Input::address_, .longest = 300},
        {.name = "contact_name",
         .label = context.t("Wer kann Fragen beantworten?"_de),
         .help = context.t("Das sieht nur die Redaktion."_de),
         .autocomplete = "name"},
        {.name = "contact_email",
         .label = context.t("E-Mail-Adresse dazu"_de),
         .input = web::Input::email,
         .help = context.t("Das sieht nur die Redaktion."_de),
         .autocomplete = "email"},
    };
}

http::Response form_page(const Context& context, const web::FormValues& values,
                         const std::vector<FieldError>& errors)
{
    const auto title = context.t("Eintrag vorschlagen"_de);
    html::Page page;
    page.set("HEADING", title)
        .set("LEAD", context.t("Fehlt ein Verein, eine Gruppe oder eine Firma? Sag uns Bescheid."_de))
        .set("TEXT",
             context.t("Jemand aus dem Dorf schaut sich deinen Vorschlag an, bevor er öffentlich wird."_de))
        .set("FORM", web::draw_form(context,
                                    {.action = std::string(report_path),
                                     .submit = context.t("Vorschlag senden"_de),
                                     .cancel = "/vereine",
                                     .keeps_draft = true,
                                     .for_strangers = true},
                                    fields_of(context), values, errors));
    return web::page(
        context,
        {.title = title,
         .crumbs = {{context.t("Start"_de), "/"}, {context.t("Vereine und Gruppen"_de), "/vereine"}}},
        context.render("directory_form", page), errors.empty() ? 200 : 422);
}

Result<Done> save(const Context& context, const web::FormValues& values)
{
    organisations::OrganisationDraft draft;
    draft.name = values.text("name");
    draft.kind = organisations::kind_from_text(values.text("kind")).value_or(organisations::Kind::club);
    draft.purpose = values.text("purpose");
    draft.web = values.text("web");
    for (const auto& village : values.all("villages"))
        draft.villages.emplace_back(village);
    auto author = organisations::author_of(context);
    author.name = i18n::translate(i18n::Language::de, "Vorschlag über die Seite"_de);
    return context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        const auto id = TRY(organisations::create(tx, context.network.id, {.entry = draft}, author));
        if (!values.has("contact_name"))
            return Done{};
        const auto added = organisations::add_contact(tx, context.network.id, id,
                                                      {.name = values.text("contact_name"),
                                                       .email = values.text("contact_email"),
                                                       .is_responsible = true},
                                                      author);
        if (!added)
            return added.error();
        return Done{};
    });
}

Result<http::Response> post(Context& context, web::RateLimiter& limiter)
{
    constexpr auto thanks = "Danke. Wir schauen uns deinen Vorschlag an."_de;
    if (web::looks_like_spam(context))
        return web::redirect_with_notice(context, "/vereine", thanks);
    auto sent = web::read_form(context, fields_of(context));
    if (sent.values.has("contact_email") && !sent.values.has("contact_name"))
        sent.errors.push_back({"contact_name", "Schreib dazu, wem die E-Mail-Adresse gehört."_de});
    if (!sent.ok())
        return form_page(context, sent.values, sent.errors);
    if (!limiter.take(web::address_prefix(context.request.remote_address), context.now()))
        return Error{.kind = Err::too_often};
    const auto saved = save(context, sent.values);
    if (saved)
        return web::redirect_with_notice(context, "/vereine", thanks);
    if (saved.error().kind == Err::invalid)
        return form_page(context, sent.values, saved.error().fields);
    return saved.error();
}

} // namespace

void add_report_pages(web::Site& site)
{
    const auto limiter = std::make_shared<web::RateLimiter>(reports_per_minute, reports_at_once);
    site.get(std::string(report_path), web::Access::everyone(),
             [](Context& context) -> Result<http::Response> {
                 return form_page(context, web::FormValues().set("kind", "club"), {});
             });
    site.post(std::string(report_path), web::Access::everyone(),
              [limiter](Context& context) { return post(context, *limiter); });
}

} // namespace dorfnetz::directory
