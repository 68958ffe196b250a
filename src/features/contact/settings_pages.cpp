#include "accounts/audit.hpp"
#include "features/contact/contact_pages.hpp"
#include "foundation/core/text.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/page.hpp"

namespace dorfnetz::contact {

namespace {

using web::Context;
using web::Field;
using web::FormValues;
using web::Input;

constexpr std::string_view settings_path = "/redaktion/einstellungen";

// One key of network_settings; a heading has none.
struct Setting
{
    std::string_view key;
    German label;
    Input input = Input::text;
    German help = {};
};

const std::vector<Setting>& settings()
{
    static const std::vector<Setting> all{
        {"", "Auf allen Seiten"_de, Input::heading},
        {"subtitle.de", "Zeile unter dem Namen"_de},
        {"subtitle.en", "Zeile unter dem Namen, englisch"_de},
        {"short_name", "Kurzer Name"_de, Input::text, "Steht unter dem Zeichen auf dem Telefon."_de},
        {"contact.name.de", "Wer ist ansprechbar?"_de, Input::text,
         "Steht unten auf jeder Seite, etwa: Koordination, Rathaus."_de},
        {"contact.name.en", "Wer ist ansprechbar? Englisch"_de},
        {"contact.email", "E-Mail für Nachrichten"_de, Input::email,
         "Dahin geht, was jemand im Kontaktformular schreibt."_de},
        {"contact.phone", "Telefon"_de, Input::phone},
        {"", "Impressum"_de, Input::heading},
        {"imprint.name", "Name des Trägers"_de},
        {"imprint.street", "Straße und Hausnummer"_de},
        {"imprint.postal_code", "Postleitzahl"_de},
        {"imprint.city", "Ort"_de},
        {"imprint.represented_by", "Vertreten durch"_de},
        {"imprint.register_court", "Registergericht"_de},
        {"imprint.register_number", "Registernummer"_de},
        {"imprint.email", "E-Mail"_de},
        {"imprint.phone", "Telefon"_de},
        {"imprint.responsible_for_content", "Verantwortlich für den Inhalt"_de},
        {"imprint.vat_id", "Umsatzsteuer-Identifikationsnummer"_de},
        {"", "Karte"_de, Input::heading},
        {"map.tiles", "Adresse der Kartenbilder"_de, Input::address_,
         "Mit {z}, {x} und {y}. Bleibt das leer, gibt es nur die gezeichnete Karte."_de},
        {"map.credit", "Wer die Karte macht"_de},
    };
    return all;
}

// Dots are no good in ids that style sheets and scripts look for.
std::string field_name(std::string_view key)
{
    return replace_all(std::string(key), ".", "_");
}

std::vector<Field> fields(const Context& context)
{
    std::vector<Field> fields;
    for (const auto& setting : settings())
        fields.push_back({.name = field_name(setting.key),
                          .label = context.t(setting.label),
                          .input = setting.input,
                          .help = setting.help.empty() ? "" : context.t(setting.help),
                          .longest = 300,
                          .mark_optional = false}); // hardly any of them is required
    return fields;
}

http::Response settings_page(const Context& context, const FormValues& values,
                             const std::vector<FieldError>& errors, int status = 200)
{
    html::Page page;
    page.set("MARK", "{setting:contact.phone}")
        .set("FORM", web::draw_form(context,
                                    {.action = std::string(settings_path),
                                     .submit = context.t("Speichern"_de),
                                     .cancel = "/redaktion"},
                                    fields(context), values, errors));
    return web::page(context,
                     {.title = context.t("Einstellungen"_de),
                      .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"}},
                      .index = false},
                     context.render("settings", page), status);
}

Result<http::Response> show_settings(Context& context)
{
    FormValues values;
    for (const auto& setting : settings())
        if (!setting.key.empty())
            values.set(field_name(setting.key), std::string(context.network.setting(setting.key)));
    return settings_page(context, values, {});
}

Result<http::Response> save_settings(Context& context)
{
    const auto sent = web::read_form(context, fields(context));
    if (!sent.ok())
        return settings_page(context, sent.values, sent.errors, web::status_of(Err::invalid));
    TRY(context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        // Only what changed is written, so that two editors of different settings do not undo each other.
        std::vector<std::string> changed;
        for (const auto& setting : settings()) {
            const auto value = sent.values.text(field_name(setting.key));
            if (setting.key.empty() || value == context.network.setting(setting.key))
                continue;
            web::save_setting(tx, context.network.id, setting.key, value);
            changed.push_back(i18n::translate(i18n::Language::de, setting.label));
        }
        if (!changed.empty())
            accounts::record_of_network(tx, context, "settings.changed", join(changed, ", "));
        return Done{};
    }));
    return web::redirect_with_notice(context, settings_path, "Gespeichert."_de);
}

} // namespace

void register_settings(web::Site& site)
{
    site.get(std::string(settings_path), web::Access::coordinator(), show_settings);
    site.post(std::string(settings_path), web::Access::coordinator(), save_settings);
}

} // namespace dorfnetz::contact
