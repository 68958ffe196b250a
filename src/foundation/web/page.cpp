#include "foundation/web/page.hpp"

#include "embedded/assets.hpp"
#include "foundation/core/text.hpp"
#include "foundation/http/codec.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/own_page.hpp"
#include "foundation/web/site.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <mutex>
#include <stdexcept>

namespace dorfnetz::web {

namespace {

using Where = NavigationEntry::Where;

// Texts of notices by the short hash that stands in the address, so that an address cannot make a page say
// what somebody else wrote.
class Notices
{
public:
    std::string remember(German text)
    {
        std::uint32_t hash = 0x811c9dc5U; // FNV-1a
        for (const char c : text.text())
            hash = (hash ^ static_cast<unsigned char>(c)) * 0x01000193U;
        auto key = fmt::format("{:08x}", hash);
        const std::lock_guard lock(m_mutex);
        m_texts[key] = text;
        return key;
    }

    German find(std::string_view key) const
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_texts.find(key);
        return found == m_texts.end() ? German() : found->second;
    }

private:
    mutable std::mutex m_mutex;
    std::map<std::string, German, std::less<>> m_texts;
};

Notices& notices()
{
    static Notices all;
    return all;
}

constexpr std::string_view notice_parameter = "meldung";

bool is_here(const Context& context, std::string_view path)
{
    return context.path == path || (path != "/" && context.path.starts_with(std::string(path) + '/'));
}

// The entry under which the page stands: of "/redaktion" and "/redaktion/doerfer" the second.
std::string entry_here(const Context& context, Where where)
{
    std::string here;
    for (const auto& entry : context.site.navigation(where))
        if (is_here(context, entry.path) && entry.path.size() > here.size())
            here = entry.path;
    return here;
}

void add_entries(html::Values& values, const Context& context, Where where, std::string_view section)
{
    const auto here = entry_here(context, where);
    for (const auto& entry : context.site.navigation(where)) {
        if (!entry.access.allows(context.actor))
            continue;
        auto row = values.add(section);
        row.set("ENTRY_URL", context.url(entry.path)).set("LABEL", context.t(entry.label));
        if (where == Where::head)
            row.show_if(entry.path == here, "CURRENT");
        // On a phone only the first four stand beside the menu.
        if (section == "MAIN")
            row.show_if(entry.order > 40, "MORE");
    }
}

html::Url in_language(const Context& context, i18n::Language language)
{
    Context there = context;
    there.language = language;
    return there.url(with_query(context, {}));
}

// Search engines take no other kind for the languages of a page.
html::Url as_whole_address(const Context& context, i18n::Language language)
{
    Context there = context;
    there.language = language;
    return *html::Url::foreign(there.absolute_url(with_query(context, {})));
}

void fill_frame(html::Page& page, const Context& context)
{
    page.set("LANGUAGE", i18n::code(context.language))
        .set("NETWORK", context.network.name)
        .set("SUBTITLE", context.network.text("subtitle", context.language))
        .set("CONTACT_NAME", context.network.text("contact.name", context.language))
        .set("HOME_URL", context.url("/"))
        .set("CONTACT_URL", context.url("/kontakt"))
        .set("STYLE_URL", asset("css/site.css"))
        .set("SCRIPT_URL", asset("js/site.js"))
        .set("FONT_URL", html::Url::own("/assets/fonts/atkinson-hyperlegible-next.woff2"))
        .set("ICON_URL", asset("manifest/favicon.svg"))
        .set("TOUCH_ICON_URL", asset("manifest/apple-touch-icon.png"))
        .set("MANIFEST_URL", html::Url::own("/manifest.webmanifest"))
        .set("MENU_ICON", icon("menu"))
        .set("CLOSE_ICON", icon("close"))
        .set("IN_GERMAN_URL", in_language(context, i18n::Language::de))
        .set("IN_ENGLISH_URL", in_language(context, i18n::Language::en))
        .show(context.actor.signed_in() ? "SIGNED_IN" : "VISITOR")
        .show_if(context.language == i18n::Language::de, "GERMAN")
        .show_if(context.language == i18n::Language::en, "ENGLISH");
    add_entries(page, context, Where::head, "MENU");
    add_entries(page, context, Where::head, "MAIN");
    add_entries(page, context, Where::foot, "FOOT");
    add_entries(page, context, Where::legal, "LEGAL");
    const auto self = context.actor.signed_in() ? "Redaktion"_de : "Anmelden"_de;
    const std::string self_path = context.actor.signed_in() ? "/redaktion" : "/anmelden";
    for (const auto* section : {"MENU", "MAIN"}) {
        auto row = page.add(section);
        row.set("ENTRY_URL", context.url(self_path))
            .set("LABEL", context.t(self))
            .show_if(is_here(context, self_path), "CURRENT");
        if (std::string_view(section) == "MAIN")
            row.show("MORE");
    }
}

// The menu of those who are signed in, under its headings.
void add_groups(html::Values& desk, const Context& context)
{
    const auto here = entry_here(context, Where::desk);
    for (const auto& [heading, entries] : context.site.desk_groups(context.actor)) {
        auto group = desk.add("GROUP");
        if (!heading.empty())
            group.add("NAMED").set("GROUP_NAME", context.t(heading));
        for (const auto& entry : entries)
            group.add("ENTRY")
                .set("ENTRY_URL", context.url(entry.path))
                .set("LABEL", context.t(entry.label))
                .show_if(entry.path == here, "CURRENT");
    }
}

void fill_desk(html::Page& page, const Context& context)
{
    if (!context.actor.signed_in())
        return;
    auto desk = page.add("DESK");
    desk.set("ACTOR", context.actor.name)
        .set("DESK_ICON", icon("menu"))
        .set(
            "SIGN_OUT",
            draw_button(context, {.action = "/abmelden", .submit = context.t("Abmelden"_de), .plain = true}));
    add_groups(desk, context);
}

void fill_head(html::Page& page, const Context& context, const PageHead& head)
{
    const bool start = context.path == "/";
    page.set("TITLE", start ? context.network.name : head.title + " – " + context.network.name)
        .set("STRUCTURED_DATA", head.structured_data)
        .show_if(!head.index, "UNLISTED");
    if (!head.description.empty())
        page.add("DESCRIBED").set("DESCRIPTION", head.description);
    if (head.index)
        page.add("PUBLIC")
            .set("CANONICAL_URL", *html::Url::foreign(context.absolute_url(context.path)))
            .set("GERMAN_URL", as_whole_address(context, i18n::Language::de))
            .set("ENGLISH_URL", as_whole_address(context, i18n::Language::en));
    if (!head.feed.empty())
        page.add("FEED").set("FEED_URL", context.url(head.feed));
    if (!head.picture.empty())
        page.add("PICTURE")
            .set("PICTURE_URL", *html::Url::foreign(context.absolute_url(head.picture)))
            .set("PAGE_URL", *html::Url::foreign(context.absolute_url(context.path)));
    if (!head.crumbs.empty()) {
        auto path = page.add("PATH");
        path.set("HERE", head.title);
        for (const auto& crumb : head.crumbs)
            path.add("CRUMB").set("CRUMB_URL", context.url(crumb.path)).set("LABEL", crumb.label);
    }
    if (const auto text = notices().find(context.query.text(notice_parameter)); !text.empty())
        page.add("NOTICE").set("NOTICE_TEXT", context.t(text)).set("CHECK_ICON", icon("check"));
}

struct Plain
{
    German heading;
    German text;
};

Plain plain_words(Err kind)
{
    switch (kind) {
    case Err::invalid:
        return {"Da passt etwas nicht"_de, "Geh einen Schritt zurück und schau noch einmal nach."_de};
    case Err::missing:
        return {"Diese Seite gibt es nicht"_de,
                "Vielleicht wurde sie verschoben, oder die Adresse hat einen Tippfehler."_de};
    case Err::forbidden:
        return {"Das ist für andere"_de,
                "Dein Zugang reicht dafür nicht. Frag bei der Koordination nach."_de};
    case Err::stale:
        return {"Jemand war schneller"_de, "Während du geschrieben hast, hat jemand anders gespeichert. Lade "
                                           "die Seite neu und schau, was sich "
                                           "geändert hat."_de};
    case Err::conflict:
        return {"Das geht so nicht"_de, "Es widerspricht etwas, das schon eingetragen ist."_de};
    case Err::too_large:
        return {"Das ist zu groß"_de, "Nimm eine kleinere Datei oder einen kürzeren Text."_de};
    case Err::too_often:
        return {"Das ging zu schnell"_de, "Warte ein paar Minuten und versuch es noch einmal."_de};
    case Err::unavailable:
        return {"Gerade geht es nicht"_de, "Es wurde nichts geändert. Versuch es in ein paar Minuten noch "
                                           "einmal; was du getippt hast, steht noch "
                                           "da, wenn du zurückgehst."_de};
    }
    return {};
}

// The page of ours from which a form was sent; nothing if the browser does not say.
std::optional<html::Url> where_sent_from(const Context& context)
{
    if (context.request.method != http::Method::post)
        return {};
    std::string_view referer = context.request.headers.find("referer");
    const auto scheme = referer.find("://");
    if (scheme == std::string_view::npos)
        return {};
    referer.remove_prefix(scheme + 3);
    const auto path = referer.find('/');
    if (path == std::string_view::npos || referer.substr(0, path) != context.request.headers.find("host") ||
        !is_own_page(referer.substr(path)))
        return {};
    return html::Url::own(std::string(referer.substr(path)));
}

// After signing in: the page itself, or the one with the form; without the language, which is added again.
std::string where_to_go_on(const Context& context, const std::optional<html::Url>& back)
{
    if (!back)
        return context.path;
    const auto root = context.url("/").text(); // "/" or "/en/"
    return back->text().starts_with(root) ? back->text().substr(root.size() - 1) : std::string("/");
}

} // namespace

http::Response page(const Context& context, const PageHead& head, const html::Safe& content, int status)
{
    html::Page frame;
    fill_frame(frame, context);
    fill_desk(frame, context);
    fill_head(frame, context, head);
    frame.set("CONTENT", content);
    frame.set("MARK", context.mark ? *context.mark : html::Safe());
    auto response =
        http::text_response(status, context.render("shell", frame).text(), "text/html; charset=utf-8");
    response.headers.set("Content-Language", std::string(i18n::code(context.language)));
    return response;
}

int status_of(Err kind)
{
    switch (kind) {
    case Err::invalid:
        return 422;
    case Err::missing:
        return 404;
    case Err::forbidden:
        return 403;
    case Err::stale:
    case Err::conflict:
        return 409;
    case Err::too_large:
        return 413;
    case Err::too_often:
        return 429;
    case Err::unavailable:
        return 503;
    }
    return 500;
}

http::Response error_page(const Context& context, const Error& error)
{
    const auto plain = plain_words(error.kind);
    html::Page values;
    values.set("HEADING", context.t(plain.heading))
        .set("TEXT", error.text.empty() ? context.t(plain.text) : i18n::error_text(context.language, error))
        .set("HOME_URL", context.url("/"))
        .set("SEARCH_URL", context.url("/suche"));
    const auto back = where_sent_from(context);
    if (back)
        values.add("BACK").set("BACK_URL", *back);
    // The same for what is not there and for what is not for everybody, so that nobody learns which it is.
    const bool may_be_for_others = error.kind == Err::missing || error.kind == Err::forbidden;
    if (may_be_for_others && !context.actor.signed_in() && !context.network.id.empty())
        values.add("SIGN_IN")
            .set("SIGN_IN_URL",
                 context.url("/anmelden?weiter=" + http::percent_encode(where_to_go_on(context, back))))
            .show_if(error.kind == Err::missing, "MISSING");
    if (!error.fields.empty()) {
        auto details = values.add("DETAILS");
        for (const auto& field : error.fields)
            details.add("DETAIL").set("DETAIL_TEXT", context.t(field.text, field.values));
    }
    return page(context, {.title = context.t(plain.heading), .index = false}, context.render("error", values),
                status_of(error.kind));
}

http::Response redirect(const Context& context, std::string_view path)
{
    return http::see_other(context.url(path).text());
}

http::Response redirect_with_notice(const Context& context, std::string_view path, German notice)
{
    // The place on the page stands at the end of its address.
    const auto number = path.find('#');
    const auto place = number == std::string_view::npos ? std::string_view() : path.substr(number);
    path.remove_suffix(place.size());
    const char separator = path.find('?') == std::string_view::npos ? '?' : '&';
    return redirect(context, fmt::format("{}{}{}={}{}", path, separator, notice_parameter,
                                         notices().remember(notice), place));
}

http::Response download(std::string bytes, std::string_view content_type, std::string_view name)
{
    auto response = http::text_response(200, std::move(bytes), content_type);
    response.headers.set("Content-Disposition",
                         fmt::format("attachment; filename*=UTF-8''{}", http::percent_encode(name)));
    response.headers.set("Cache-Control", "private, no-store");
    return response;
}

std::string with_query(const Context& context,
                       const std::vector<std::pair<std::string, std::string>>& changes)
{
    std::string query;
    const auto add = [&](std::string_view name, std::string_view value) {
        if (!value.empty())
            query += fmt::format("{}{}={}", query.empty() ? "?" : "&", http::percent_encode(name),
                                 http::percent_encode(value));
    };
    for (const auto& [name, value] : context.query.fields()) {
        const bool changed = std::any_of(changes.begin(), changes.end(),
                                         [&](const auto& change) { return change.first == name; });
        if (!changed && name != notice_parameter)
            add(name, value);
    }
    for (const auto& [name, value] : changes)
        add(name, value);
    return context.path + query;
}

Paging paging(const Context& context, std::int64_t per_page)
{
    Paging paging{.page = 1, .per_page = per_page};
    const auto text = context.query.text("seite");
    std::int64_t number = 1;
    std::from_chars(text.data(), text.data() + text.size(), number);
    paging.page = std::clamp<std::int64_t>(number, 1, 100'000);
    return paging;
}

html::Safe paging_links(const Context& context, const Paging& paging, std::int64_t total)
{
    const auto last = (total + paging.per_page - 1) / paging.per_page;
    if (last <= 1)
        return {};
    const auto to = [&](std::int64_t number) {
        return context.url(with_query(context, {{"seite", number == 1 ? "" : std::to_string(number)}}));
    };
    html::Page values;
    if (paging.page > 1)
        values.add("BACK")
            .set("BACK_URL", to(std::min(paging.page - 1, last)))
            .set("BACK_ICON", icon("arrow-left"));
    for (auto number = std::max<std::int64_t>(1, paging.page - 3); number <= std::min(last, paging.page + 3);
         ++number)
        values.add("PAGE")
            .set("PAGE_URL", to(number))
            .set("NUMBER", number)
            .show_if(number == paging.page, "CURRENT");
    if (paging.page < last)
        values.add("ON").set("ON_URL", to(paging.page + 1)).set("ON_ICON", icon("arrow-right"));
    return context.render("paging", values);
}

html::Safe icon(std::string_view name)
{
    const auto* file = embedded::assets::find(fmt::format("icons/{}.svg", name));
    if (file == nullptr)
        throw std::logic_error("there is no icon " + std::string(name));
    return html::trusted_asset(file->data.view);
}

html::Url asset(std::string_view path)
{
    const auto* file = embedded::assets::find(path);
    if (file == nullptr)
        throw std::logic_error("there is no asset " + std::string(path));
    const auto dot = path.rfind('.');
    return html::Url::own(fmt::format("/assets/{}.{}{}", path.substr(0, dot), file->hash, path.substr(dot)));
}

} // namespace dorfnetz::web
