#include "accounts/audit.hpp"
#include "accounts/desk.hpp"
#include "features/meetings/meetings_pages.hpp"
#include "features/meetings/rules.hpp"
#include "foundation/core/text.hpp"

#include <array>

// The network's rules of procedure.
namespace dorfnetz::meetings {

namespace {

using web::Context;
using web::Input;

constexpr std::string_view rules_path = "/redaktion/treffen/regeln";

FormPage rules_page(const Context& context)
{
    const auto rules = rules_of(context.network);
    web::FormValues values;
    values.set("beschlussfaehig", std::to_string(rules.quorum_percent))
        .set("mehrheit", std::string(to_text(rules.majority)))
        .set("publikum", std::string(to_text(rules.audience)));
    return {
        .heading = context.t("Regeln für Treffen"_de),
        .lead = context.t("So habt ihr es im Netzwerk vereinbart. Was du änderst, gilt für Treffen, die noch "
                          "nicht begonnen haben."_de),
        .settings = {.action = std::string(rules_path),
                     .submit = context.t("Speichern"_de),
                     .cancel = std::string(desk_path)},
        .fields =
            {{.name = "beschlussfaehig",
              .label = context.t("Beschlussfähig, wenn mehr als so viel Prozent der Stimmen da sind"_de),
              .input = Input::number,
              .required = true,
              .help = context.t(
                  "Jedes Dorf mit einem Netzwerkverein hat eine Stimme. 50 heißt: mehr als die Hälfte."_de),
              .least = 0,
              .most = 99},
             {.name = "mehrheit",
              .label = context.t("Wann ist etwas beschlossen?"_de),
              .input = Input::one_of,
              .required = true,
              .help = context.t("Bei einem einzelnen Antrag könnt ihr etwas anderes vereinbaren."_de),
              .choices = {{"simple", context.t("mehr Ja als Nein"_de)},
                          {"absolute", context.t("Ja von mehr als der Hälfte aller Stimmen, die da sind"_de)},
                          {"two_thirds", context.t("mindestens doppelt so viele Ja wie Nein"_de)},
                          {"unanimous", context.t("niemand stimmt mit Nein"_de)}}},
             {.name = "publikum",
              .label = context.t("Wer darf Tagesordnung und Protokoll lesen?"_de),
              .input = Input::one_of,
              .required = true,
              .help = context.t("So ist es bei neuen Treffen voreingestellt."_de),
              .choices = {{"public", context.t("alle"_de)},
                          {"network", context.t("alle, die sich anmelden können"_de)},
                          {"members", context.t("nur, wer teilnimmt"_de)}}}},
        .values = std::move(values),
        .crumbs = crumbs_of(context)};
}

Result<http::Response> show_rules(Context& context)
{
    return form_page(context, rules_page(context));
}

Result<http::Response> post_rules(Context& context)
{
    auto page = rules_page(context);
    const auto sent = web::read_form(context, page.fields);
    page.values = sent.values;
    page.errors = sent.errors;
    if (!sent.ok())
        return form_page(context, page);
    const std::array wanted{std::pair(quorum_setting, sent.values.text("beschlussfaehig")),
                            std::pair(majority_setting, sent.values.text("mehrheit")),
                            std::pair(audience_setting, sent.values.text("publikum"))};
    TRY(context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        std::vector<std::string> changed;
        for (const auto& [key, value] : wanted)
            if (value != context.network.setting(key)) {
                web::save_setting(tx, context.network.id, key, value);
                changed.push_back(fmt::format("{}: {}", key, value));
            }
        if (!changed.empty())
            accounts::record_of_network(tx, context, "settings.changed", join(changed, ", "));
        return Done{};
    }));
    return web::redirect_with_notice(context, desk_path, "Gespeichert."_de);
}

} // namespace

void add_rules_pages(web::Site& site)
{
    const auto access = web::Access::coordinator();
    site.get(std::string(rules_path), access, show_rules);
    site.post(std::string(rules_path), access, post_rules);
    site.add(web::NavigationEntry{web::NavigationEntry::Where::desk, 109, std::string(rules_path),
                                  "Regeln für Treffen"_de, access, accounts::desk_group::together});
}

} // namespace dorfnetz::meetings
