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

// "einmal", "zweimal", "13-mal"
std::string times_text(const Context& context, std::int64_t times)
{
    constexpr std::int64_t most_in_words = 12;
    if (times == 1)
        return context.t("einmal"_de);
    return times <= most_in_words ? context.t("{1}mal"_de, {i18n::number_word(context.language, times)})
                                  : context.t("{1}-mal"_de, {i18n::format_number(context.language, times)});
}

std::string sentence(const Context& context, const std::string& village, const Thanks& thanks)
{
    const auto helped = times_text(context, thanks.helped);
    const auto was_helped = times_text(context, thanks.was_helped);
    if (thanks.was_helped == 0)
        return context.t("{1} hat {2} geholfen."_de, {village, helped});
    if (thanks.helped == 0)
        return context.t("{1} bekam {2} Hilfe."_de, {village, was_helped});
    return context.t("{1} hat {2} geholfen und bekam {3} Hilfe."_de, {village, helped, was_helped});
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
        .set("LEAD", context.t("In den letzten zwölf Monaten haben sich unsere Dörfer {1} ausgeholfen."_de,
                               {times_text(context, times)}));
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
