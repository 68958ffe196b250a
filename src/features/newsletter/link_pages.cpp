#include "features/newsletter/newsletter_pages.hpp"
#include "features/newsletter/subscriptions.hpp"
#include "features/newsletter/subscriptions_store.hpp"
#include "foundation/web/form.hpp"

#include <fmt/format.h>

// Where the links of each letter lead: other wishes, or no letter any more. Both say nothing about whose
// mailbox it is, since letters are passed on.
namespace dorfnetz::newsletter {

namespace {

using web::Context;

constexpr std::string_view change_pattern = "/rundbrief/abo/{token}";
constexpr std::string_view unsubscribe_pattern = "/rundbrief/abbestellen/{token}";
constexpr std::string_view goodbye_path = "/rundbrief/abbestellt";

std::optional<SubscriptionId> linked(const Context& context)
{
    return subscription_of_token(context.environment, context.network.id, context.parameter("token"));
}

Error subscription_is_over()
{
    return {.kind = Err::missing,
            .text =
                "Zu diesem Link kommt kein Rundbrief mehr. Bekommst du noch welche, nimm den Link aus dem "
                "neuesten. Sonst bestell ihn unter „Rundbrief“ wieder."_de};
}

Result<Subscription> subscription_here(db::Reader& reader, const Context& context)
{
    const auto id = linked(context);
    auto found = id ? store::by_id(reader, context.network.id, *id) : std::nullopt;
    if (!found || !found->confirmed_at)
        return subscription_is_over();
    return *std::move(found);
}

http::Response change_page(const Context& context, const SubscriptionId& id, const web::FormValues& values,
                           const std::vector<FieldError>& errors, int status = 200)
{
    html::Page page;
    page.set("FORM", web::draw_form(context,
                                    {.action = change_path(context.environment, context.network.id, id),
                                     .pattern = std::string(change_pattern),
                                     .submit = context.t("Speichern"_de)},
                                    wish_fields(context), values, errors))
        .set("UNSUBSCRIBE_URL", context.url(unsubscribe_path(context.environment, context.network.id, id)));
    return web::page(context, {.title = context.t("Dein Rundbrief"_de), .index = false},
                     context.render("newsletter_change", page), status);
}

Result<http::Response> show_change(Context& context)
{
    const auto subscription =
        TRY(context.pool().read([&](db::Reader& reader) { return subscription_here(reader, context); }));
    return change_page(context, subscription.id, values_of(subscription.wishes), {});
}

Result<http::Response> take_change(Context& context)
{
    const auto sent = web::read_form(context, wish_fields(context));
    const auto changed =
        context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<SubscriptionId> {
            const auto subscription = TRY(subscription_here(tx, context));
            if (sent.ok())
                change(tx, context.network.id, subscription.id, wishes_from(sent.values));
            return subscription.id;
        });
    const auto id = TRY(changed);
    if (!sent.ok())
        return change_page(context, id, sent.values, sent.errors, 422);
    return web::redirect_with_notice(context, change_path(context.environment, context.network.id, id),
                                     "Gespeichert. Der nächste Rundbrief kommt so."_de);
}

// A page without effect: whoever follows the link of a mail by machine changes nothing.
Result<http::Response> show_unsubscribe(Context& context)
{
    if (!linked(context))
        return Error{.kind = Err::missing};
    return web::page(
        context, {.title = context.t("Rundbrief abbestellen"_de), .index = false},
        simple_content(context, "Rundbrief abbestellen"_de,
                       context.t("Ein Klick genügt. Deine Adresse löschen wir dann."_de),
                       web::draw_button(context, {.action = fmt::format("/rundbrief/abbestellen/{}",
                                                                        context.parameter("token")),
                                                  .pattern = std::string(unsubscribe_pattern),
                                                  .submit = context.t("Ja, abbestellen"_de)})));
}

Result<http::Response> take_unsubscribe(Context& context)
{
    const auto id = linked(context);
    if (!id)
        return Error{.kind = Err::missing};
    TRY(context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        unsubscribe(tx, context.network.id, *id); // a second click is told the same
        return Done{};
    }));
    return web::redirect(context, goodbye_path);
}

Result<http::Response> show_goodbye(Context& context)
{
    html::Page page;
    page.set("START_URL", context.url("/")).set("DATES_URL", context.url("/termine"));
    return web::page(context, {.title = context.t("Abbestellt"_de), .index = false},
                     context.render("newsletter_goodbye", page));
}

} // namespace

void add_link_pages(web::Site& site)
{
    const auto everyone = web::Access::everyone();
    site.get(std::string(change_pattern), everyone, show_change);
    site.post(std::string(change_pattern), everyone, take_change);
    site.get(std::string(unsubscribe_pattern), everyone, show_unsubscribe);
    site.add(web::Route{.method = http::Method::post,
                        .pattern = std::string(unsubscribe_pattern),
                        .access = everyone,
                        .handler = take_unsubscribe,
                        .one_click = true});
    site.page(std::string(goodbye_path), show_goodbye);
}

} // namespace dorfnetz::newsletter
