#include "features/devices/devices_pages.hpp"

#include "features/devices/devices_store.hpp"
#include "features/devices/feature.hpp"
#include "foundation/core/base64url.hpp"
#include "foundation/core/text.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/page.hpp"

namespace dorfnetz::devices {

namespace {

using web::Context;
using web::Field;
using web::Input;

constexpr std::size_t longest_endpoint = 1000;

std::vector<Field> device_fields()
{
    const auto hidden = [](std::string_view name, std::size_t longest) {
        return Field{.name = std::string(name),
                     .label = {},
                     .input = Input::hidden,
                     .required = true,
                     .longest = longest};
    };
    return {hidden("wofuer", 300), hidden("adresse", longest_endpoint), hidden("schluessel", 200),
            hidden("geheimnis", 100)};
}

// What the form is about, signed: whoever got the page may add a device, and to nothing else.
std::string signed_about(const Context& context, const About& about)
{
    const auto text = about.kind + '.' + about.id;
    return text + '.' +
           web::keyed_hash(context.environment, "push-about", context.network.id.text() + ' ' + text);
}

std::optional<About> read_about(const Context& context, std::string_view text)
{
    const auto parts = split(text, '.');
    if (parts.size() != 3)
        return std::nullopt;
    About about{std::string(parts[0]), std::string(parts[1])};
    if (!equal_in_constant_time(signed_about(context, about), text))
        return std::nullopt;
    return about;
}

Error not_understood()
{
    return {.text = "Das hat nicht geklappt. Öffne die Seite noch einmal und versuch es dort."_de};
}

http::Response done_page(const Context& context, German heading, German text)
{
    html::Page page;
    page.set("HEADING", context.t(heading)).set("TEXT", context.t(text));
    return web::page(context, {.title = context.t(heading), .index = false},
                     context.render("devices_done", page));
}

// By https only: nobody else's server is asked in the open.
bool may_be_endpoint(const std::string& endpoint)
{
    return endpoint.starts_with("https://") && fetch::may_be_asked(endpoint) &&
           !fetch::is_on_this_machine(endpoint);
}

} // namespace

push::Key own_key(const web::Environment& environment)
{
    const auto hex = web::keyed_hash(environment, "push-key", "");
    std::string secret;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        secret += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
    return push::Key::from_secret(secret);
}

html::Safe draw_offer(const Context& context, db::Reader& reader, const About& about)
{
    html::Page page;
    const auto devices = store::count_devices(reader, context.network.id, about);
    page.set("ACTION_URL", context.url(add_path))
        .set("SCRIPT_URL", web::asset("js/devices.js"))
        .set("WORKER_URL", web::asset("js/devices_worker.js"))
        .set("KEY", to_base64url(own_key(context.environment).public_point()))
        .set("TOKEN", web::form_token(context, add_path))
        .set("ABOUT", signed_about(context, about));
    if (devices > 0)
        page.add("REMOVE")
            .set("HOW_MANY", i18n::translate_count(context.language, "Ein Gerät wird erinnert."_de,
                                                   "{1} Geräte werden erinnert."_de, devices))
            .set("REMOVE_BUTTON", web::draw_button(context,
                                                   {.action = std::string(remove_path),
                                                    .submit = context.t("Nicht mehr erinnern"_de),
                                                    .plain = true},
                                                   {{"wofuer", signed_about(context, about)}}));
    return context.render("devices_offer", page);
}

Result<http::Response> add_device(Context& context)
{
    const auto sent = web::read_form(context, device_fields());
    const auto about = read_about(context, sent.values.text("wofuer"));
    const auto subscription = push::read_subscription(
        sent.values.text("adresse"), sent.values.text("schluessel"), sent.values.text("geheimnis"));
    if (!sent.ok() || !about || !subscription || !may_be_endpoint(subscription->endpoint))
        return not_understood();
    TRY(context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        if (store::count_devices(tx, context.network.id, *about) >= store::most_devices)
            return Error{.text = "Mehr Geräte gehen nicht. Nimm erst die anderen heraus."_de};
        store::insert_device(tx, context.network.id,
                             new_id<store::DeviceId>(context.environment.clock, context.environment.random),
                             *about, *subscription, context.now());
        return Done{};
    }));
    return done_page(context, "Wir erinnern dich auf diesem Gerät"_de,
                     "Die Erinnerung kommt, auch wenn keine Seite offen ist. Geh jetzt zurück."_de);
}

Result<http::Response> remove_devices(Context& context)
{
    const auto about = read_about(context, context.form.text("wofuer"));
    if (!about)
        return not_understood();
    TRY(context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        forget(tx, context.network.id, *about);
        return Done{};
    }));
    return done_page(context, "Kein Gerät wird mehr erinnert"_de, "Geh jetzt zurück."_de);
}

} // namespace dorfnetz::devices
