#pragma once

#include "features/finding/feature.hpp"
#include "features/pages/feature.hpp"
#include "features/pages/pages_service.hpp"
#include "features/pages/pages_store.hpp"
#include "tests/support/site.hpp"

#include <string>

namespace dorfnetz::pages {

// A site with nothing but pages, news and the search over them.
class PagesSite : public support::TestSite
{
public:
    PagesSite()
        : TestSite({[](web::Site& site) {
                        register_feature(site, {.count_villages = [](db::Reader&, const NetworkId&) {
                                             return std::int64_t{9};
                                         }});
                    },
                    [](web::Site& site) { finding::register_feature(site, search_kinds()); }})
    {
    }

    Author author(std::string name = "Erika Beispiel") { return {clock, random, {}, std::move(name)}; }

    PageId given_page(const Draft& draft, Saving saving = Saving::and_publish)
    {
        PageId id;
        given([&](db::Tx& tx) -> Result<Done> {
            id = TRY(create(tx, network(), draft, saving, author())).id;
            return Done{};
        });
        return id;
    }

    std::optional<Page> newest(const PageId& id)
    {
        return pool().read([&](db::Reader& reader) { return newest_by_id(reader, network(), id); });
    }
};

inline Draft page_draft(std::string slug, std::string title, std::string body = "Text")
{
    Draft draft{.kind = Kind::page, .slug = std::move(slug)};
    draft.texts[i18n::Language::de] = {.title = std::move(title), .body = std::move(body)};
    return draft;
}

inline Draft news_draft(std::string slug, std::string title, std::string body = "Text")
{
    auto draft = page_draft(std::move(slug), std::move(title), std::move(body));
    draft.kind = Kind::news;
    draft.shown_on = date_from_iso("2026-11-14");
    return draft;
}

} // namespace dorfnetz::pages
