#include "features/finding/feature.hpp"

#include "foundation/core/text.hpp"
#include "foundation/search/search.hpp"
#include "foundation/web/page.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace dorfnetz::finding {

namespace {

using web::Context;

constexpr std::int64_t hits_per_page = 40;
constexpr std::size_t longest_query = 200; // characters

struct Group
{
    const SearchKind* kind;
    std::vector<SearchHit> hits;
};

std::string reason_of(const Context& context, const SearchHit& hit, std::string_view understood)
{
    return match_reason(context.language, understood,
                        hit.title + ' ' + hit.summary + ' ' + join(hit.places, " "), hit.clues);
}

struct SearchPage
{
    std::vector<SearchKind> kinds;

    static const std::string& name_in(const SearchKind& kind, i18n::Language language)
    {
        return language == i18n::Language::en && !kind.english_kind.empty() ? kind.english_kind : kind.kind;
    }

    // The kinds asked for; all if the address names none that we know.
    std::vector<const SearchKind*> wanted(std::string_view key) const
    {
        std::vector<const SearchKind*> all;
        std::vector<const SearchKind*> one;
        for (const auto& kind : kinds) {
            all.push_back(&kind);
            if (kind.key == key)
                one.push_back(&kind);
        }
        return one.empty() ? all : one;
    }

    std::vector<Group> groups(const Context& context, db::Reader& reader,
                              const std::vector<search::Hit>& hits) const
    {
        std::vector<Group> groups;
        for (const auto& hit : hits) {
            const auto kind = std::find_if(kinds.begin(), kinds.end(), [&](const SearchKind& known) {
                return name_in(known, context.language) == hit.kind;
            });
            auto shown = kind == kinds.end() ? std::nullopt : kind->show(context, reader, hit.id);
            if (!shown)
                continue;
            auto group = std::find_if(groups.begin(), groups.end(),
                                      [&](const Group& known) { return known.kind == &*kind; });
            if (group == groups.end())
                group = groups.insert(groups.end(), Group{&*kind, {}});
            group->hits.push_back(*std::move(shown));
        }
        return groups;
    }

    Result<http::Response> show(Context& context) const
    {
        const std::string query(truncate(squeeze(context.query.text("q")), longest_query));
        html::Page page;
        page.set("SEARCH_URL", context.url("/suche"))
            .set("SEARCH_ICON", web::icon("search"))
            .set("QUERY", query);
        if (query.empty())
            page.show("NOT_ASKED");
        else
            draw_answer(page.add("ASKED"), context, query);
        return web::page(context, {.title = context.t("Suche"_de), .index = false},
                         context.render("search_page", page));
    }

    void draw_answer(html::Values place, const Context& context, const std::string& query) const
    {
        const auto key = context.query.text("art");
        const auto asked = wanted(key);
        const bool narrowed = asked.size() == 1 && kinds.size() > 1;
        search::SearchQuery ask{.network = context.network.id, .text = query, .kinds = {}};
        for (const auto* kind : asked)
            ask.kinds.push_back(name_in(*kind, context.language));
        const auto paging = web::paging(context, hits_per_page);
        ask.limit = static_cast<int>(paging.per_page);
        ask.offset = static_cast<int>(paging.offset());
        search::SearchResult result;
        const auto found = context.pool().read([&](db::Reader& reader) {
            // A site without any kind finds nothing; an empty list would mean all of them.
            if (!ask.kinds.empty())
                result = search::find(reader, ask);
            return groups(context, reader, result.hits);
        });
        place.set("PAGES", web::paging_links(context, paging, result.total));
        if (result.total > 0)
            place.add("FOUND").set("COUNT_TEXT", count_text(context, result));
        draw_correction(place, context, query, result);
        const auto understood = search::understood(query, result.corrections);
        for (const auto& group : found)
            draw_group(place.add("GROUP"), context, group, understood, !narrowed && found.size() > 1);
        if (narrowed)
            place.add("NARROWED")
                .set("EVERYTHING_URL", context.url(web::with_query(context, {{"art", ""}, {"seite", ""}})));
        if (found.empty())
            place.add("NOTHING")
                .set("VILLAGES_URL", context.url("/doerfer"))
                .set("CLUBS_URL", context.url("/vereine"))
                .set("COMPANIES_URL", context.url("/firmen"))
                .set("CONTACT_URL", context.url("/kontakt"));
    }

    static std::string count_text(const Context& context, const search::SearchResult& result)
    {
        return i18n::translate_count(context.language, "{1} Treffer"_de, "{1} Treffer insgesamt"_de,
                                     result.total);
    }

    static void draw_correction(html::Values& place, const Context& context, const std::string& query,
                                const search::SearchResult& result)
    {
        if (result.corrections.empty())
            return;
        auto meant = query;
        for (const auto& [typed, understood] : result.corrections)
            if (const auto at = to_lower_ascii(meant).find(to_lower_ascii(typed)); at != std::string::npos)
                meant.replace(at, typed.size(), understood);
        if (meant != query)
            place.add("MEANT")
                .set("MEANT_URL", context.url("/suche?q=" + http::percent_encode(meant)))
                .set("MEANT_TEXT", meant);
    }

    static void draw_group(html::Values place, const Context& context, const Group& group,
                           std::string_view understood, bool can_narrow)
    {
        place.set("HEADING", context.t(group.kind->heading));
        if (can_narrow)
            place.add("ALL").set("GROUP_URL", context.url(web::with_query(
                                                  context, {{"art", group.kind->key}, {"seite", ""}})));
        for (const auto& hit : group.hits) {
            auto row = place.add("HIT");
            row.set("HIT_URL", context.url(hit.path))
                .set("TITLE", hit.title)
                .set("HIT_LANGUAGE", i18n::code(hit.language));
            if (!hit.summary.empty())
                row.add("ABOUT").set("SUMMARY", hit.summary);
            if (const auto why = reason_of(context, hit, understood); !why.empty())
                row.add("WHY").set("REASON", why);
            if (hit.places.empty() && !hit.is_example)
                continue;
            auto tags = row.add("TAGS");
            tags.show_if(hit.is_example, "EXAMPLE");
            for (const auto& place_name : hit.places)
                tags.add("PLACE").set("VILLAGE", place_name);
        }
    }
};

} // namespace

void register_feature(web::Site& site, std::vector<SearchKind> kinds)
{
    const SearchPage page{std::move(kinds)};
    site.get("/suche", web::Access::everyone(), [page](Context& context) { return page.show(context); });
    site.add(web::NavigationEntry{web::NavigationEntry::Where::head, 70, "/suche", "Suche"_de,
                                  web::Access::everyone()});
}

} // namespace dorfnetz::finding
