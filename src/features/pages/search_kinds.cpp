#include "features/pages/feature.hpp"

#include "features/pages/pages_service.hpp"
#include "features/pages/pages_store.hpp"

namespace dorfnetz::pages {

namespace {

finding::SearchKind kind_of(Kind kind, std::string key, German heading)
{
    return {.kind = search_kind(kind, i18n::Language::de),
            .english_kind = search_kind(kind, i18n::Language::en),
            .key = std::move(key),
            .heading = heading,
            .show = [](const web::Context& context, db::Reader& reader,
                       const std::string& id) -> std::optional<finding::SearchHit> {
                const auto page = published_by_id(reader, context.network.id, PageId{id});
                if (!page)
                    return std::nullopt;
                const auto chosen = text_in(page->draft, context.language);
                return finding::SearchHit{.title = chosen.text.title,
                                          .path = path_of(page->draft.kind, page->draft.slug),
                                          .summary = chosen.text.summary,
                                          .is_example = page->draft.is_example,
                                          .language = chosen.language};
            }};
}

} // namespace

std::vector<finding::SearchKind> search_kinds()
{
    return {kind_of(Kind::news, "neues", "Neues"_de), kind_of(Kind::page, "seiten", "Seiten"_de)};
}

} // namespace dorfnetz::pages
