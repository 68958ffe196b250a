#include "features/exchange/thanks.hpp"

#include "features/exchange/api.hpp"

namespace dorfnetz::exchange {

namespace {

using web::Context;

constexpr int months_counted = 12;

std::vector<Thanks> recent_thanks(const Context& context, db::Reader& reader)
{
    const auto since = i18n::local_time(context.region(), add_months(context.today(), -months_counted), {});
    return thanks_since(reader, context.network.id, since);
}

std::string sentence(const Context& context, const std::string& village, const Thanks& thanks)
{
    const auto helped = i18n::format_number(context.language, thanks.helped);
    const auto was_helped = i18n::format_number(context.language, thanks.was_helped);
    if (thanks.was_helped == 0)
        return context.t("{1} hat {2}-mal geholfen."_de, {village, helped});
    if (thanks.helped == 0)
        return context.t("{1} bekam {2}-mal Hilfe."_de, {village, was_helped});
    return context.t("{1} hat {2}-mal geholfen und bekam {3}-mal Hilfe."_de, {village, helped, was_helped});
}

} // namespace

html::Safe draw_thanks(const Context& context, db::Reader& reader)
{
    const auto all = recent_thanks(context, reader);
    const auto entries = organisations::shared_register(context, reader);
    html::Page page;
    std::int64_t times = 0;
    bool any = false;
    for (const auto& village : entries->villages)
        for (const auto& thanks : all)
            if (thanks.village == village.id) {
                any = true;
                times += thanks.helped;
                page.add("VILLAGE").set("SENTENCE", sentence(context, village.name, thanks));
            }
    if (!any)
        return {};
    page.set("HEADING", context.t("Danke"_de))
        .set("LEAD",
             i18n::translate_count(
                 context.language,
                 "In den letzten zwölf Monaten haben sich unsere Dörfer einmal ausgeholfen."_de,
                 "In den letzten zwölf Monaten haben sich unsere Dörfer {1}-mal ausgeholfen."_de, times));
    return context.render("exchange_thanks", page);
}

std::string thanks_of_village(const Context& context, db::Reader& reader, std::string_view village)
{
    const auto entries = organisations::shared_register(context, reader);
    const auto* place = entries->village(VillageId{village});
    for (const auto& thanks : recent_thanks(context, reader))
        if (place && thanks.village == place->id)
            return sentence(context, place->name, thanks);
    return {};
}

} // namespace dorfnetz::exchange
