#include "features/directory/directory.hpp"
#include "foundation/core/text.hpp"

namespace dorfnetz::directory {

namespace {

using web::Context;

html::Values add_link(html::Values& panel, std::string_view icon, const html::Url& url,
                      std::string_view label)
{
    auto link = panel.add("LINK");
    link.set("ICON", web::icon(icon)).set("LINK_URL", url).set("LABEL", label);
    return link;
}

// Beside what not everybody sees, so that nobody hands it on by mistake.
void say_for_whom(html::Values& way, const Context& context, const accounts::GuardedText& text)
{
    if (text.audience() != accounts::Audience::public_)
        way.add("ONLY").set("WHO", context.t("nicht öffentlich"_de));
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

// Of a telephone and a mail address what the viewer may see, with its link.
std::vector<std::pair<const accounts::GuardedText*, html::Url>> ways_to(const accounts::GuardedText& phone,
                                                                        const accounts::GuardedText& email,
                                                                        const accounts::Viewer& viewer)
{
    std::vector<std::pair<const accounts::GuardedText*, html::Url>> ways;
    if (const auto& number = phone.seen_by(viewer); !number.empty())
        ways.emplace_back(&phone, html::Url::tel(number));
    if (const auto& address = email.seen_by(viewer); !address.empty())
        ways.emplace_back(&email, html::Url::mailto(address));
    return ways;
}

// Goes beyond what everybody sees of the person.
bool shows_more_than_public(const organisations::Contact& contact, const accounts::Viewer& viewer)
{
    const auto more = [&](const accounts::GuardedText& text) {
        return text.seen_by(viewer) != text.seen_by(accounts::anybody());
    };
    return more(contact.data.phone) || more(contact.data.email);
}

} // namespace

Reach reach_of(const Context& context, db::Reader& reader, const organisations::Organisation& organisation)
{
    Reach reach{.viewer =
                    organisations::viewer_of(context.actor, organisation.id, organisation.entry.villages)};
    for (auto& contact :
         organisations::contacts_of(reader, context.network.id, organisation.id, reach.viewer))
        if (contact.is_public())
            reach.contacts.push_back(std::move(contact));
    return reach;
}

Result<Done> record_views(const Context& context, const Reach& reach)
{
    std::vector<organisations::ContactId> seen;
    for (const auto& contact : reach.contacts)
        if (shows_more_than_public(contact, reach.viewer))
            seen.push_back(contact.id);
    if (seen.empty())
        return Done{};
    return context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        for (const auto& id : seen)
            organisations::record_contact_view(tx, context, id);
        return Done{};
    });
}

void show_reach(html::Page& page, const Context& context, const organisations::Organisation& organisation,
                const Reach& reach)
{
    const auto& entry = organisation.entry;
    auto panel = page.add("REACH");
    for (const auto& contact : reach.contacts) {
        auto person = panel.add("PERSON");
        person.set("NAME", contact.data.name);
        if (!contact.data.duty.empty())
            person.add("DUTY").set("TEXT", contact.data.duty);
        for (const auto& [text, url] : ways_to(contact.data.phone, contact.data.email, reach.viewer)) {
            auto way = person.add("WAY");
            way.set("WAY_URL", url).set("WAY_TEXT", text->seen_by(reach.viewer));
            say_for_whom(way, context, *text);
        }
    }
    add_link(panel, "letter",
             context.url(organisations::path_of(entry.kind, organisation.slug) + "/nachricht"),
             context.t(entry.kind == organisations::Kind::company ? "Nachricht an diese Firma"_de
                                                                  : "Nachricht an diesen Verein"_de));
    for (const auto& [text, url] : ways_to(entry.phone, entry.email, reach.viewer)) {
        auto link =
            add_link(panel, text == &entry.phone ? "phone" : "mail", url, text->seen_by(reach.viewer));
        say_for_whom(link, context, *text);
    }
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

} // namespace dorfnetz::directory
