#include "features/newsletter/letter.hpp"

#include "foundation/core/text.hpp"

#include <fmt/format.h>

namespace dorfnetz::newsletter {

namespace {

using web::Context;

void fill_sections(html::Page& page, const Context& context, const std::vector<Section>& sections,
                   const std::function<html::Url(const std::string&)>& address)
{
    for (const auto& section : sections) {
        auto block = page.add("SECTION");
        block.set("HEADING", context.t(heading_of(section.kind)));
        for (const auto* item : section.items) {
            const auto& words = item->in(context.language);
            auto row = block.add("ITEM");
            row.set("TITLE", words.title).set("ITEM_URL", address(item->path));
            if (!words.when.empty())
                row.add("WHEN").set("WHEN_TEXT", words.when);
            if (!words.text.empty())
                row.add("TEXT").set("TEXT_TEXT", words.text);
        }
    }
}

// Links to pages of ours lead nowhere from a mailbox unless they name the host.
std::string with_host(const Context& context, const std::string& markdown)
{
    auto root = context.absolute_url("/-");
    root.pop_back();
    return replace_all(markdown, "](/", "](" + root);
}

std::string lines_of(const Context& context, const Item& item)
{
    const auto& words = item.in(context.language);
    std::string text = words.when.empty() ? std::string() : words.when + '\n';
    text += words.title + '\n';
    if (!words.text.empty())
        text += words.text + '\n';
    return text + context.absolute_url(item.path) + "\n\n";
}

struct Links
{
    std::string change;
    std::string unsubscribe;
};

std::string text_of(const Context& context, const Issue& issue, const std::vector<Section>& sections,
                    const Links& links)
{
    auto text = title_of(context, issue) + '\n' + context.network.name + "\n\n";
    if (const auto& intro = issue.intro.in(context.language); !intro.empty())
        text += html::markdown_as_text(with_host(context, intro)) + "\n\n";
    for (const auto& section : sections) {
        text += "== " + context.t(heading_of(section.kind)) + " ==\n\n";
        for (const auto* item : section.items)
            text += lines_of(context, *item);
    }
    return text + "-- \n" +
           context.t("Du bekommst diesen Brief, weil du ihn bestellt hast.\nAndere Dörfer oder "
                     "Themen: {1}\nAbbestellen: {2}\nAuf der Internetseite lesen: {3}"_de,
                     {links.change, links.unsubscribe, context.absolute_url(path_of(issue))}) +
           '\n';
}

} // namespace

std::vector<Section> sections_of(const std::vector<Item>& items, const Wishes& wishes)
{
    std::vector<Section> sections;
    for (const auto kind : item_kinds) {
        Section section{.kind = kind, .items = {}};
        for (const auto& item : items)
            if (item.kind == kind && concerns(item, wishes))
                section.items.push_back(&item);
        if (!section.items.empty())
            sections.push_back(std::move(section));
    }
    return sections;
}

html::Safe draw_letter(const Context& context, const Issue& issue, const std::vector<Section>& sections)
{
    html::Page page;
    if (const auto& intro = issue.intro.in(context.language); !intro.empty())
        page.add("INTRO").set("INTRO_TEXT", html::markdown(intro));
    fill_sections(page, context, sections, [&](const std::string& path) { return context.url(path); });
    return context.render("newsletter_letter", page);
}

std::optional<mail::Mail> mail_of(const Context& context, const Issue& issue, const std::vector<Item>& items,
                                  const Subscription& reader)
{
    const auto sections = sections_of(items, reader.wishes);
    if (sections.empty() && issue.intro.in(context.language).empty())
        return std::nullopt;
    const auto& network = context.network.id;
    const Links links{.change = context.absolute_url(change_path(context.environment, network, reader.id)),
                      .unsubscribe =
                          context.absolute_url(unsubscribe_path(context.environment, network, reader.id))};
    html::Page page;
    page.set("TITLE", title_of(context, issue))
        .set("CHANGE_URL", *html::Url::foreign(links.change))
        .set("PUBLIC_URL", *html::Url::foreign(context.absolute_url(path_of(issue))));
    if (const auto& intro = issue.intro.in(context.language); !intro.empty())
        page.add("INTRO").set("INTRO_TEXT", html::markdown(with_host(context, intro)));
    fill_sections(page, context, sections,
                  [&](const std::string& path) { return *html::Url::foreign(context.absolute_url(path)); });
    return mail::Mail{.network = network,
                      .to = {.address = reader.email.seen_by(accounts::the_program())},
                      .subject = fmt::format("{}: {}", title_of(context, issue), context.network.name),
                      .text = text_of(context, issue, sections, links),
                      .purpose = "newsletter",
                      .urgency = mail::Urgency::may_be_lost,
                      .unsubscribe_url = links.unsubscribe,
                      .html = context.render("newsletter_mail", page),
                      .language = context.language};
}

} // namespace dorfnetz::newsletter
