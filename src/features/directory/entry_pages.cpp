#include "features/directory/directory.hpp"
#include "features/pictures/api.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/web/share.hpp"

namespace dorfnetz::directory {

namespace {

using organisations::Area;
using organisations::Organisation;
using organisations::OrganisationDraft;
using pictures::Picture;
using villages::Village;
using web::Context;

struct Shown
{
    Organisation organisation;
    Reach reach;
    std::vector<Village> places;
    std::vector<Picture> logo = {}; // one or none
    std::vector<Picture> pictures = {};
    std::shared_ptr<const organisations::Register> entries = {};
    std::vector<organisations::OrganisationId> below = {};
    html::Safe tags;
    html::Safe parts;
};

Result<Shown> read_entry(const Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<Shown> {
        auto organisation = TRY(public_entry(context, reader));
        auto reach = reach_of(context, reader, organisation);
        Shown shown{.organisation = std::move(organisation),
                    .reach = std::move(reach),
                    .places = villages::all_places(reader, context.network.id),
                    .logo = {},
                    .pictures = {},
                    .entries = {},
                    .below = {},
                    .tags = {},
                    .parts = {}};
        const auto& id = shown.organisation.id;
        const auto& network = context.network.id;
        shown.logo = pictures::pictures_of(reader, network, organisations::logo_album(id));
        shown.pictures = pictures::pictures_of(reader, network, organisations::picture_album(id));
        shown.entries = organisations::shared_register(context, reader);
        shown.below = organisations::organisations_below(reader, network, id);
        shown.tags = context.site.parts(organisations::tag_parts, context, reader, id.text());
        shown.parts = context.site.parts(organisations::page_parts, context, reader, id.text());
        return shown;
    });
}

const Village* place_of(const std::vector<Village>& places, const villages::VillageId& id)
{
    for (const auto& place : places)
        if (place.id == id)
            return &place;
    return nullptr;
}

std::string area_words(const Context& context, const std::vector<Village>& places, const Area& area)
{
    std::vector<std::string> words;
    if (area.whole_network)
        words.push_back(context.t("im ganzen Netzwerk"_de));
    if (area.around)
        if (const auto* place = place_of(places, *area.around))
            words.push_back(context.t("{1} km um {2}"_de, {std::to_string(area.radius_km), place->name}));
    for (const auto& id : area.villages)
        if (const auto* place = place_of(places, id))
            words.push_back(place->name);
    return join(words, ", ");
}

void add_words(html::Values& block, std::string_view section, const Context& context, std::string_view list,
               const std::vector<std::string>& keys)
{
    if (keys.empty())
        return;
    auto words = block.add("WORDS");
    for (const auto& key : keys)
        words.add(section).set("LABEL", vocabularies::label(list, key, context.language));
}

// A heading with text below it; nothing where nothing was written.
void add_block(html::Page& page, const Context& context, German heading, const std::string& text)
{
    if (text.empty())
        return;
    auto block = page.add("BLOCK");
    block.set("HEADING", context.t(heading));
    for (const auto& line : split_list(text, "\n"))
        block.add("LINE").set("TEXT", line);
}

using Facts = std::vector<std::pair<German, std::string>>;

void show_filled(html::Page& page, const Context& context, const Facts& facts)
{
    if (std::all_of(facts.begin(), facts.end(), [](const auto& fact) { return fact.second.empty(); }))
        return;
    auto list = page.add("FACTS");
    for (const auto& [label, text] : facts)
        if (!text.empty())
            list.add("FACT").set("LABEL", context.t(label)).set("TEXT", text);
}

void show_facts(html::Page& page, const Context& context, const Shown& shown)
{
    const auto& entry = shown.organisation.entry;
    const auto number = [](const auto& value) { return value ? std::to_string(*value) : std::string(); };
    std::vector<std::string> purposes;
    for (const auto& key : entry.purposes)
        if (const auto* purpose = vocabularies::find("purposes", key))
            purposes.push_back(purpose->label(context.language) + " (" + purpose->section + ')');
    const auto& confirmed = shown.organisation.last_confirmed_on;
    show_filled(page, context,
                {{"Rechtsform"_de, entry.legal_form},
                 {"Register"_de, entry.register_court.empty() || entry.register_number.empty()
                                     ? entry.register_number
                                     : entry.register_court + ", " + entry.register_number},
                 {"Gegründet"_de, number(entry.founded)},
                 {"Mitglieder"_de, number(entry.members)},
                 {"Hilft wo"_de, area_words(context, shown.places, entry.area)},
                 {"Gemeinnützige Zwecke"_de, join(purposes, ", ")},
                 {"Zuletzt bestätigt"_de,
                  confirmed ? i18n::format_date(context.region(), *confirmed, i18n::DateStyle::plain) : ""}});
}

void show_support(html::Page& page, const Context& context, const Shown& shown)
{
    const auto& entry = shown.organisation.entry;
    if (entry.support.empty() && entry.supports_whom.empty())
        return;
    auto block = page.add("SUPPORT");
    add_words(block, "SUPPORT_WORD", context, "support", entry.support);
    const auto where = area_words(context, shown.places, entry.support_area);
    if (!where.empty())
        block.add("WHERE").set("TEXT", where);
    if (!entry.supports_whom.empty())
        block.add("WHOM").set("TEXT", entry.supports_whom);
}

web::Shared shared_page(const Organisation& organisation)
{
    return {.title = organisation.entry.name,
            .path = organisations::path_of(organisation.entry.kind, organisation.slug),
            .lead = std::string(truncate(organisation.entry.purpose, 300))};
}

void show_pictures(html::Page& page, const Context& context, const Shown& shown)
{
    for (const auto& logo : shown.logo)
        page.add("LOGO")
            .set("PICTURE_URL", pictures::picture_url(logo.key, 400))
            .set("ALT", logo.alt(context.language))
            .set("WIDTH", logo.width)
            .set("HEIGHT", logo.height);
    page.set("GALLERY", pictures::draw_gallery(context, shown.pictures));
}

// The entry above as a link if it is public, otherwise its name as it was written; and those below.
void show_family(html::Page& page, const Context& context, const Shown& shown)
{
    const auto& entry = shown.organisation.entry;
    const auto url_of = [&](const organisations::Entry& other) {
        return context.url(organisations::path_of(other.kind, other.slug));
    };
    std::vector<const organisations::Entry*> below;
    for (const auto& id : shown.below)
        if (const auto* one = shown.entries->entry(id); one && one->is_public())
            below.push_back(one);
    if (entry.parent_name.empty() && below.empty())
        return;
    auto family = page.add("FAMILY");
    if (!entry.parent_name.empty()) {
        auto above = family.add("ABOVE");
        const auto* parent = entry.parent ? shown.entries->entry(*entry.parent) : nullptr;
        if (parent && parent->is_public())
            above.add("LINKED").set("NAME", parent->name).set("PARENT_URL", url_of(*parent));
        else
            above.add("WRITTEN").set("NAME", entry.parent_name);
    }
    if (below.empty())
        return;
    auto list = family.add("BELOW");
    for (const auto* one : below)
        list.add("CHILD").set("NAME", one->name).set("CHILD_URL", url_of(*one));
}

html::Safe draw_entry(const Context& context, const Shown& shown)
{
    const auto& organisation = shown.organisation;
    const auto& entry = organisation.entry;
    html::Page page;
    page.set("NAME", entry.name)
        .set("KIND", vocabularies::label("kinds", organisations::to_text(entry.kind), context.language))
        .set("MORE_TAGS", shown.tags)
        .set("PARTS", shown.parts)
        .set("JOIN_URL", context.url("/mitmachen"))
        .set("JOIN_ICON", web::icon("join"));
    for (const auto& id : entry.villages)
        if (const auto* village = place_of(shown.places, id))
            page.add("VILLAGE")
                .set("LABEL", village->name)
                .set("VILLAGE_URL", context.url("/doerfer/" + village->slug));
    page.show_if(entry.is_example, "EXAMPLE");
    if (!entry.purpose.empty())
        page.add("LEAD").set("TEXT", entry.purpose);
    if (!entry.fields.empty()) {
        auto list = page.add("FIELDS");
        for (const auto& key : entry.fields)
            list.add("FIELD").set("LABEL", vocabularies::label("fields", key, context.language));
    }
    add_block(page, context, "Was wir wollen"_de, entry.aims);
    if (!entry.strengths.empty() || !entry.strengths_text.empty()) {
        auto block = page.add("STRENGTHS");
        add_words(block, "STRENGTH", context, "strengths", entry.strengths);
        if (!entry.strengths_text.empty())
            block.add("OWN_WORDS").set("TEXT", entry.strengths_text);
    }
    show_support(page, context, shown);
    add_block(page, context, "So kannst du mitmachen"_de, entry.offers);
    show_facts(page, context, shown);
    show_reach(page, context, organisation, shown.reach);
    show_pictures(page, context, shown);
    show_family(page, context, shown);
    page.set("SHARE", web::share_row(context, shared_page(organisation)))
        .set("LOCATION", villages::draw_location(context, shown.entries->villages, entry.villages));
    if (const auto stale =
            organisations::stale_text(context.language, organisation.last_confirmed_on, context.today());
        !stale.empty())
        page.add("STALE")
            .set("AGE", stale)
            .set("CLOCK_ICON", web::icon("clock"))
            .set("TELL_URL", context.url("/kontakt"));
    if (organisations::may_edit(context.actor, organisation.id, entry.villages))
        page.add("EDIT")
            .set("EDIT_URL", context.url("/redaktion/organisationen/" + organisation.id.text()))
            .set("EDIT_ICON", web::icon("edit"));
    return context.render("directory_entry", page);
}

Result<http::Response> show_page(Context& context, Directory directory)
{
    const auto shown = TRY(read_entry(context));
    TRY(record_views(context, shown.reach));
    const auto& entry = shown.organisation.entry;
    const auto path = organisations::path_of(entry.kind, shown.organisation.slug);
    if (organisations::directory_of(entry.kind) != directory)
        return web::redirect(context, path);
    auto response = web::page(
        context,
        {.title = entry.name,
         .description = std::string(truncate(entry.purpose, 160)),
         .crumbs = {{context.t("Start"_de), "/"},
                    {context.t(title_of(directory)), std::string(organisations::path_of(directory))}},
         .structured_data = html::json_ld(structured_data(context, shown.organisation))},
        draw_entry(context, shown));
    villages::allow_real_map(response, context.network);
    return response;
}

Result<http::Response> show_poster(Context& context, Directory directory)
{
    const auto organisation =
        TRY(context.pool().read([&](db::Reader& reader) { return public_entry(context, reader); }));
    const auto shared = shared_page(organisation);
    if (organisations::directory_of(organisation.entry.kind) != directory)
        return web::redirect(context, shared.path + std::string(web::poster_end));
    return web::poster_page(
        context, shared, {{context.t(title_of(directory)), std::string(organisations::path_of(directory))}});
}

} // namespace

Result<Organisation> public_entry(const Context& context, db::Reader& reader)
{
    auto found = organisations::organisation_by_slug(reader, context.network.id, context.parameter("slug"));
    if (!found || !found->is_public())
        return Error{.kind = Err::missing};
    return std::move(*found);
}

namespace {

web::Examples entry_paths(Directory directory, std::string end)
{
    return [directory, end = std::move(end)](db::Reader& reader, const web::Network& network) {
        std::vector<std::string> paths;
        for (const auto& entry : organisations::load_register(reader, network.id).entries)
            if (entry.is_public() && organisations::directory_of(entry.kind) == directory)
                paths.push_back(organisations::path_of(entry.kind, entry.slug) + end);
        return paths;
    };
}

} // namespace

void add_entry_pages(web::Site& site)
{
    for (const auto directory : directories) {
        const auto pattern = std::string(organisations::path_of(directory)) + "/{slug}";
        const std::string poster(web::poster_end);
        site.page(
            pattern, [directory](Context& context) { return show_page(context, directory); },
            entry_paths(directory, {}));
        site.page(
            pattern + poster, [directory](Context& context) { return show_poster(context, directory); },
            entry_paths(directory, poster));
    }
}

} // namespace dorfnetz::directory
