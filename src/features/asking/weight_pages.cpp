#include "accounts/audit.hpp"
#include "accounts/desk.hpp"
#include "features/asking/asking_pages.hpp"
#include "features/asking/weights.hpp"
#include "foundation/core/text.hpp"
#include "foundation/web/form.hpp"

#include <algorithm>

// What counts how much when the program suggests whom to ask: for the coordination.
namespace dorfnetz::asking {

namespace {

using web::Context;
using web::Field;
using web::FormValues;
using web::Input;

constexpr std::string_view weights_path = "/redaktion/fragen/gewichte";

// Dots are no good in ids that style sheets and scripts look for.
std::string field_name(const WeightSetting& setting)
{
    return replace_all(std::string(setting.key), ".", "_");
}

std::vector<Field> weight_fields(const Context& context)
{
    std::vector<Field> fields;
    for (const auto& setting : weight_settings())
        fields.push_back(
            {.name = field_name(setting),
             .label = context.t(setting.label),
             .input = Input::number,
             .required = true,
             .help = context.t("Voreingestellt: {1}"_de,
                               {i18n::format_number(context.language, shown(setting, matching::Weights{}))}),
             .least = setting.least,
             .most = setting.most});
    return fields;
}

http::Response weights_page(const Context& context, const FormValues& values,
                            const std::vector<FieldError>& errors)
{
    html::Page page;
    page.set("FORM", web::draw_form(context,
                                    {.action = std::string(weights_path),
                                     .submit = context.t("Speichern"_de),
                                     .cancel = "/redaktion"},
                                    weight_fields(context), values, errors));
    return web::page(context,
                     {.title = context.t("Wen zuerst fragen?"_de),
                      .crumbs = {{context.t("Schreibtisch"_de), "/redaktion"}},
                      .index = false},
                     context.render("asking_weights", page),
                     errors.empty() ? 200 : web::status_of(Err::invalid));
}

Result<http::Response> show_weights(Context& context)
{
    FormValues values;
    const auto weights = weights_of(context.network);
    for (const auto& setting : weight_settings())
        values.set(field_name(setting), std::to_string(shown(setting, weights)));
    return weights_page(context, values, {});
}

Result<http::Response> post_weights(Context& context)
{
    const auto sent = web::read_form(context, weight_fields(context));
    if (!sent.ok())
        return weights_page(context, sent.values, sent.errors);
    const auto before = weights_of(context.network);
    TRY(context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        // Only what changed is written, so that two people at different numbers do not undo each other.
        std::vector<std::string> changed;
        for (const auto& setting : weight_settings()) {
            const auto value = sent.values.number(field_name(setting)).value_or(shown(setting, before));
            if (value == shown(setting, before))
                continue;
            web::save_setting(tx, context.network.id, setting.key, std::to_string(value));
            changed.push_back(std::string(setting.key) + ": " + std::to_string(value));
        }
        if (!changed.empty())
            accounts::record_of_network(tx, context, "settings.changed", join(changed, ", "));
        return Done{};
    }));
    return web::redirect_with_notice(context, weights_path, "Gespeichert."_de);
}

} // namespace

void add_weight_pages(web::Site& site)
{
    const auto access = web::Access::coordinator();
    site.get(std::string(weights_path), access, show_weights);
    site.post(std::string(weights_path), access, post_weights);
    site.add(web::NavigationEntry{.where = web::NavigationEntry::Where::desk,
                                  .order = 38,
                                  .path = std::string(weights_path),
                                  .label = "Wen zuerst fragen?"_de,
                                  .access = access,
                                  .group = accounts::desk_group::people});
}

} // namespace dorfnetz::asking
