#include "features/mandates/api.hpp"
#include "features/mandates/mandates_pages.hpp"
#include "foundation/core/kept.hpp"
#include "foundation/web/page.hpp"
#include "foundation/web/site.hpp"

namespace dorfnetz::mandates {

namespace {

using villages::Village;

// The villages with their lead clubs of today; a club that is not published has a name but no page.
struct Represented
{
    std::shared_ptr<const organisations::Register> entries; // to which the others point
    std::vector<std::pair<const Village*, const organisations::Entry*>> villages;
};

// The front page asks three times.
std::shared_ptr<const std::map<VillageId, Mandate>> leads_today(const web::Context& context,
                                                                db::Reader& reader)
{
    static Kept<std::map<VillageId, Mandate>> kept(200);
    const auto& network = context.network.id;
    const auto today = context.today();
    return kept.of(network.text() + to_iso(today), context.generation,
                   [&] { return leads_on(reader, network, today); });
}

Represented represented_villages(const web::Context& context, db::Reader& reader)
{
    Represented all{.entries = organisations::shared_register(context, reader), .villages = {}};
    const auto leads = leads_today(context, reader);
    for (const auto& village : all.entries->villages) {
        const auto found = leads->find(village.id);
        all.villages.emplace_back(
            &village, found == leads->end() ? nullptr : all.entries->entry(found->second.organisation));
    }
    return all;
}

const std::string& short_name(const organisations::Entry& entry)
{
    return entry.short_name.empty() ? entry.name : entry.short_name;
}

std::string count_in_words(const web::Context& context, std::size_t count)
{
    return i18n::number_word(context.language, static_cast<std::int64_t>(count));
}

html::Safe map_of(const web::Context& context, const Represented& all)
{
    std::vector<villages::MapEntry> entries;
    for (const auto& [village, lead] : all.villages)
        entries.push_back({.village = *village,
                           .has_lead = lead != nullptr,
                           .url = context.url("/doerfer/" + village->slug),
                           .label = lead != nullptr
                                        ? village->name
                                        : context.t("{1}, sucht einen Netzwerkverein"_de, {village->name})});
    html::Page page;
    page.set("MAP",
             villages::draw_map(entries, all.villages.size() == 1
                                             ? context.t("Karte mit unserem Dorf"_de)
                                             : context.t("Karte der {1} Dörfer"_de,
                                                         {count_in_words(context, all.villages.size())})));
    for (const auto& [village, lead] : all.villages)
        page.add("PLACE")
            .set("PLACE_URL", context.url("/doerfer/" + village->slug))
            .set("NAME", village->name);
    return context.render("village_map", page);
}

std::string summary_text(const web::Context& context, std::int64_t led, std::int64_t villages)
{
    if (villages == 1)
        return context.t(led == 1 ? "Das Dorf hat einen Netzwerkverein. Er vertritt es im Netzwerk."_de
                                  : "Das Dorf sucht einen Netzwerkverein, der es im Netzwerk vertritt."_de);
    return context.t(
        "Einen Netzwerkverein gibt es in {1} von {2} Dörfern. Er vertritt sein Dorf im Netzwerk."_de,
        {std::to_string(led), std::to_string(villages)});
}

html::Safe cards_of(const web::Context& context, const Represented& all)
{
    html::Page page;
    for (const auto& [village, lead] : all.villages) {
        auto card = page.add("VILLAGE");
        card.set("VILLAGE_URL", context.url("/doerfer/" + village->slug))
            .set("PATTERN", villages::draw_face(*village, 400, 120))
            .set("NAME", village->name)
            .set("LEAD", lead != nullptr ? short_name(*lead) : context.t("sucht einen Netzwerkverein"_de))
            .show_if(lead == nullptr, "FREE");
    }
    return context.render("village_cards", page);
}

void add_history(html::Values& page, const web::Context& context, db::Reader& reader,
                 const std::vector<Mandate>& mandates)
{
    const bool has_past = std::any_of(mandates.begin(), mandates.end(), [&](const Mandate& mandate) {
        return !mandate.holds_on(context.today());
    });
    if (!has_past)
        return;
    auto history = page.add("HISTORY");
    for (const auto& mandate : mandates) {
        const auto organisation =
            organisations::organisation_by_id(reader, context.network.id, mandate.organisation);
        const auto from = i18n::format_date(context.region(), mandate.starts_on, i18n::DateStyle::month);
        auto row = history.add("PAST");
        row.set("NAME", organisation ? organisation->entry.name : std::string())
            .set("PERIOD", mandate.ends_on
                               ? context.t("{1} bis {2}"_de,
                                           {from, i18n::format_date(context.region(), *mandate.last_day(),
                                                                    i18n::DateStyle::month)})
                               : context.t("seit {1}"_de, {from}))
            .set("DECIDED", mandate.decided);
    }
}

} // namespace

Result<http::Response> list_villages(web::Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<http::Response> {
        const auto all = represented_villages(context, reader);
        const auto led = std::count_if(all.villages.begin(), all.villages.end(),
                                       [](const auto& entry) { return entry.second != nullptr; });
        html::Page page;
        page.set("MAP", map_of(context, all))
            .set("CARDS", cards_of(context, all))
            .set("SUMMARY", summary_text(context, led, std::ssize(all.villages)));
        return web::page(context,
                         {.title = context.t("Dörfer"_de),
                          .description = context.t("Alle Dörfer des Netzwerks und wer sie vertritt."_de),
                          .crumbs = {{context.t("Start"_de), "/"}}},
                         context.render("village_list", page));
    });
}

html::Safe map_part(const web::Context& context, db::Reader& reader, std::string_view)
{
    return map_of(context, represented_villages(context, reader));
}

html::Safe cards_part(const web::Context& context, db::Reader& reader, std::string_view)
{
    const auto all = represented_villages(context, reader);
    html::Page page;
    page.set("HEADING", all.villages.size() == 1
                            ? context.t("Unser Dorf"_de)
                            : context.t("Die {1} Dörfer"_de, {count_in_words(context, all.villages.size())}))
        .set("ALL_URL", context.url("/doerfer"))
        .set("CARDS", cards_of(context, all));
    return context.render("village_section", page);
}

html::Safe figure_part(const web::Context& context, db::Reader& reader, std::string_view)
{
    const auto count = organisations::shared_register(context, reader)->villages.size();
    const auto led = leads_today(context, reader)->size();
    html::Page page;
    page.set("ALL_URL", context.url("/doerfer"))
        .set("NUMBER", context.t("{1} von {2}"_de, {std::to_string(led), std::to_string(count)}));
    return count == 0 ? html::Safe{} : context.render("mandate_figure", page);
}

html::Safe lead_part(const web::Context& context, db::Reader& reader, std::string_view subject)
{
    const VillageId id{subject};
    const auto village = villages::village_by_id(reader, context.network.id, id);
    const auto mandates = mandates_of_village(reader, context.network.id, id);
    const auto present = std::find_if(mandates.begin(), mandates.end(), [&](const Mandate& mandate) {
        return mandate.holds_on(context.today());
    });
    html::Page page;
    if (present == mandates.end()) {
        page.add("FREE")
            .set(
                "TEXT",
                context.t(
                    "{1} sucht noch den Verein, der die Gruppen im Dorf zusammenbringt und im Netzwerk für es spricht."_de,
                    {village ? village->name : ""}))
            .set("ABOUT_URL", context.url("/netzwerk"))
            .set("RING_ICON", web::icon("ring"));
    } else if (const auto lead =
                   organisations::organisation_by_id(reader, context.network.id, present->organisation)) {
        const auto path = organisations::path_of(lead->entry.kind, lead->slug);
        auto panel = page.add("LEAD");
        panel.set("CHECK_ICON", web::icon("check"))
            .set("NAME", lead->entry.name)
            .set("SINCE", i18n::format_date(context.region(), present->starts_on, i18n::DateStyle::month))
            .set("DECIDED", present->decided);
        if (lead->is_public())
            panel.add("LINKED")
                .set("LEAD_URL", context.url(path))
                .set("MESSAGE_URL", context.url(path + "/nachricht"))
                .set("MAIL_ICON", web::icon("mail"));
        else
            panel.show("PLAIN");
        if (!lead->entry.strengths_text.empty())
            panel.add("STRONG").set("STRENGTHS", lead->entry.strengths_text);
    }
    add_history(page, context, reader, mandates);
    return context.render("village_lead", page);
}

html::Safe tag_part(const web::Context& context, db::Reader& reader, std::string_view subject)
{
    html::Page page;
    bool leads = false;
    const auto all = represented_villages(context, reader);
    for (const auto& [village, lead] : all.villages)
        if (lead != nullptr && lead->id.text() == subject) {
            page.add("TAG")
                .set("TEXT", context.t("Netzwerkverein für {1}"_de, {village->name}))
                .set("CHECK_ICON", web::icon("check"));
            leads = true;
        }
    return leads ? context.render("lead_tag", page) : html::Safe{};
}

} // namespace dorfnetz::mandates
