#include "features/directory/directory.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/core/text.hpp"

#include <fmt/format.h>

namespace dorfnetz::directory {

namespace {

using organisations::Area;
using organisations::Contact;
using organisations::Organisation;
using organisations::OrganisationDraft;
using villages::Village;
using web::Context;

struct Shown
{
    Organisation organisation;
    std::vector<Contact> contacts; // with consent only
    std::vector<Village> places;
    html::Safe tags;
    html::Safe parts;
};

Result<Shown> read_entry(const Context& context)
{
    return context.pool().read([&](db::Reader& reader) -> Result<Shown> {
        Shown shown{.organisation = TRY(public_entry(context, reader)),
                    .contacts = {},
                    .places = villages::all_places(reader, context.network.id),
                    .tags = {},
                    .parts = {}};
        const auto& id = shown.organisation.id;
        for (auto& contact : organisations::contacts_of(reader, context.network.id, id))
            if (contact.is_public())
                shown.contacts.push_back(std::move(contact));
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

void add_link(html::Values& panel, std::string_view icon, const html::Url& url, std::string_view label)
{
    panel.add("LINK").set("ICON", web::icon(icon)).set("LINK_URL", url).set("LABEL", label);
}

// "https://www.example.org/chor/" as people say it.
std::string short_address(std::string_view address)
{
    for (const std::string_view start : {"https://", "http://", "www."})
        if (address.starts_with(start))
            address.remove_prefix(start.size());
    if (address.ends_with('/'))
        address.remove_suffix(1);
    return std::string(address);
}

void show_reach(html::Page& page, const Context& context, const Shown& shown)
{
    const auto& entry = shown.organisation.entry;
    auto panel = page.add("REACH");
    for (const auto& contact : shown.contacts) {
        auto person = panel.add("PERSON");
        person.set("NAME", contact.data.name).set("DUTY", contact.data.duty);
        if (!contact.data.phone.empty())
            person.add("PHONE")
                .set("PHONE_URL", html::Url::tel(contact.data.phone))
                .set("NUMBER", contact.data.phone);
    }
    add_link(panel, "letter",
             context.url(organisations::path_of(entry.kind, shown.organisation.slug) + "/nachricht"),
             context.t(entry.kind == organisations::Kind::company ? "Nachricht an diese Firma"_de
                                                                  : "Nachricht an diesen Verein"_de));
    if (!entry.phone.empty())
        add_link(panel, "phone", html::Url::tel(entry.phone), entry.phone);
    if (const auto url = html::Url::foreign(entry.web))
        add_link(panel, "web", *url, short_address(entry.web));
    for (const auto& link : split_list(entry.social_links, "\n"))
        if (const auto url = html::Url::foreign(link))
            add_link(panel, "share", *url, short_address(link));
    const auto town = squeeze(entry.postal_code + ' ' + entry.town);
    const auto address =
        entry.street.empty() || town.empty() ? entry.street + town : entry.street + ", " + town;
    if (!address.empty())
        panel.add("ADDRESS").set("ICON", web::icon("pin")).set("TEXT", address);
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
                 {"Gehört zu"_de, entry.parent_name},
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

void show_share(html::Page& page, const Context& context, std::string_view path)
{
    const auto address = context.absolute_url(path);
    page.set("COPY_URL", context.url(path))
        .set("COPY_ICON", web::icon("copy"))
        .set("SHARE_ICON", web::icon("share"))
        .set("PRINT_ICON", web::icon("print"))
        .set("WHATSAPP_URL", *html::Url::foreign("https://wa.me/?text=" + http::percent_encode(address)));
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
    show_reach(page, context, shown);
    show_share(page, context, organisations::path_of(entry.kind, organisation.slug));
    if (const auto stale =
            organisations::stale_text(context.language, organisation.last_confirmed_on, context.today());
        !stale.empty())
        page.add("STALE")
            .set("AGE", stale)
            .set("CLOCK_ICON", web::icon("clock"))
            .set("TELL_URL", context.url("/kontakt"));
    if (organisations::may_edit(context.actor, entry.villages))
        page.add("EDIT")
            .set("EDIT_URL", context.url("/redaktion/organisationen/" + organisation.id.text()))
            .set("EDIT_ICON", web::icon("edit"));
    return context.render("directory_entry", page);
}

Result<http::Response> show_page(Context& context, Directory directory)
{
    const auto shown = TRY(read_entry(context));
    const auto& entry = shown.organisation.entry;
    const auto path = organisations::path_of(entry.kind, shown.organisation.slug);
    if (organisations::directory_of(entry.kind) != directory)
        return web::redirect(context, path);
    return web::page(
        context,
        {.title = entry.name,
         .description = std::string(truncate(entry.purpose, 160)),
         .crumbs = {{context.t("Start"_de), "/"},
                    {context.t(title_of(directory)), std::string(organisations::path_of(directory))}},
         .structured_data = html::json_ld(structured_data(context, shown.organisation))},
        draw_entry(context, shown));
}

std::string_view schema_type(organisations::Kind kind)
{
    using organisations::Kind;
    switch (kind) {
    case Kind::club:
    case Kind::initiative:
        return "NGO";
    case Kind::company:
        return "LocalBusiness";
    case Kind::council:
    case Kind::municipality:
        return "GovernmentOrganization";
    default:
        return "Organization";
    }
}

} // namespace

Result<Organisation> public_entry(const Context& context, db::Reader& reader)
{
    auto found = organisations::organisation_by_slug(reader, context.network.id, context.parameter("slug"));
    if (!found || !found->is_public())
        return Error{.kind = Err::missing};
    return std::move(*found);
}

std::string structured_data(const Context& context, const Organisation& organisation)
{
    const auto& entry = organisation.entry;
    std::string more;
    const auto add = [&](std::string_view name, const std::string& text) {
        if (!text.empty())
            more += fmt::format(R"(,"{}":{})", name, html::json_text(text));
    };
    add("alternateName", entry.short_name);
    add("description", entry.purpose);
    add("telephone", entry.phone);
    add("foundingDate", entry.founded ? std::to_string(*entry.founded) : std::string());
    if (const auto url = html::Url::foreign(entry.web))
        add("sameAs", url->text());
    if (!entry.town.empty())
        more += fmt::format(
            R"(,"address":{{"@type":"PostalAddress","streetAddress":{},"postalCode":{},"addressLocality":{},"addressCountry":"DE"}})",
            html::json_text(entry.street), html::json_text(entry.postal_code), html::json_text(entry.town));
    return fmt::format(
        R"({{"@context":"https://schema.org","@type":"{}","name":{},"url":{}{}}})", schema_type(entry.kind),
        html::json_text(entry.name),
        html::json_text(context.absolute_url(organisations::path_of(entry.kind, organisation.slug))), more);
}

void add_entry_pages(web::Site& site)
{
    for (const auto directory : directories)
        site.page(
            std::string(organisations::path_of(directory)) + "/{slug}",
            [directory](Context& context) { return show_page(context, directory); },
            [directory](db::Reader& reader, const web::Network& network) {
                std::vector<std::string> paths;
                for (const auto& entry : organisations::load_register(reader, network.id).entries)
                    if (entry.is_public() && organisations::directory_of(entry.kind) == directory)
                        paths.push_back(organisations::path_of(entry.kind, entry.slug));
                return paths;
            });
}

} // namespace dorfnetz::directory
