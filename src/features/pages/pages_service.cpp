#include "features/pages/pages_service.hpp"

#include "features/pages/pages_store.hpp"
#include "features/pages/revocations.hpp"
#include "features/pages/text.hpp"
#include "foundation/search/search.hpp"

namespace dorfnetz::pages {

namespace {

constexpr int most_slugs_tried = 1000;

void index(db::Tx& tx, const NetworkId& network, const Page& page)
{
    for (const auto language : i18n::languages) {
        const auto chosen = text_in(page.draft, language);
        search::put(
            tx,
            {.network = network,
             .kind = search_kind(page.draft.kind, language),
             .id = page.id.text(),
             .fields = {{chosen.text.title, 3}, {chosen.text.summary, 2}, {plain_text(chosen.text.body), 1}},
             .language = std::string(i18n::code(chosen.language))});
    }
}

void take_from_index(db::Tx& tx, const NetworkId& network, const Page& page)
{
    for (const auto language : i18n::languages)
        search::remove(tx, network, search_kind(page.draft.kind, language), page.id.text());
}

void note_visibility(db::Tx& tx, const NetworkId& network, const PageId& id, std::string_view word,
                     Timestamp now)
{
    accounts::note_revocation(tx, visibility_kind,
                              {.network = network, .id = id.text(), .word = std::string(word), .at = now});
}

void publish(db::Tx& tx, const NetworkId& network, const Page& page, Timestamp now)
{
    note_visibility(tx, network, page.id, published_word, now);
    set_published(tx, network, page.id, page.version);
    index(tx, network, page);
}

// Languages in which nothing stands are not stored.
Draft without_empty_texts(Draft draft)
{
    std::erase_if(draft.texts, [](const auto& entry) { return entry.second.empty(); });
    return draft;
}

bool insert_at_free_slug(db::Tx& tx, const NetworkId& network, Page& page, const Author& author)
{
    const auto title = text_in(page.draft, i18n::Language::de).text.title;
    for (int number = 1; number <= most_slugs_tried; ++number) {
        page.draft.slug = slug_of_title(page.draft.kind, title, number);
        // Some addresses belong to the program.
        if (problems_of(page.draft).empty() && insert_page(tx, network, page, author))
            return true;
    }
    return false;
}

Error refusal(std::vector<FieldError> problems)
{
    return {.kind = Err::invalid, .text = "Da fehlt noch etwas"_de, .fields = std::move(problems)};
}

} // namespace

Author author_of(const web::Context& context)
{
    return {.clock = context.environment.clock,
            .random = context.environment.random,
            .user = context.actor.user.text(),
            .name = context.actor.name};
}

std::string search_kind(Kind kind, i18n::Language language)
{
    std::string text(to_text(kind));
    return language == i18n::Language::de ? text : text + '.' + std::string(i18n::code(language));
}

Result<Page> create(db::Tx& tx, const NetworkId& network, const Draft& draft, Saving saving,
                    const Author& author)
{
    if (auto problems = problems_of(draft); !problems.empty())
        return refusal(std::move(problems));
    Page page{
        .id = new_id<PageId>(author.clock, author.random), .draft = without_empty_texts(draft), .version = 1};
    const bool inserted = draft.slug.empty() ? insert_at_free_slug(tx, network, page, author)
                                             : insert_page(tx, network, page, author);
    if (!inserted)
        return refusal({{"adresse", "Diese Adresse gibt es schon. Nimm eine andere."_de}});
    if (saving == Saving::and_publish)
        publish(tx, network, page, author.clock.now());
    return page;
}

Result<Done> save(db::Tx& tx, const NetworkId& network, const PageId& id, std::int64_t version,
                  const Draft& draft, Saving saving, const Author& author)
{
    auto page = newest_by_id(tx, network, id);
    if (!page)
        return Error{.kind = Err::missing};
    auto wanted = without_empty_texts(draft);
    wanted.kind = page->draft.kind;
    wanted.slug = page->draft.slug;
    if (auto problems = problems_of(wanted); !problems.empty())
        return refusal(std::move(problems));
    if (page->version != version)
        return Error{.kind = Err::stale};
    if (page->draft != wanted) {
        page->draft = std::move(wanted);
        page->version = version + 1;
        if (!add_version(tx, network, *page, version, author))
            return Error{.kind = Err::stale};
    }
    if (saving == Saving::and_publish && page->published_version != page->version)
        publish(tx, network, *page, author.clock.now());
    return Done{};
}

Result<Done> withdraw(db::Tx& tx, const NetworkId& network, const PageId& id, Timestamp now)
{
    const auto page = newest_by_id(tx, network, id);
    if (!page)
        return Error{.kind = Err::missing};
    note_visibility(tx, network, id, withdrawn_word, now);
    set_published(tx, network, id, std::nullopt);
    take_from_index(tx, network, *page);
    return Done{};
}

Result<Done> restore(db::Tx& tx, const NetworkId& network, const PageId& id, std::int64_t newest,
                     std::int64_t old, const Author& author)
{
    const auto page = version_of(tx, network, id, old);
    if (!page)
        return Error{.kind = Err::missing};
    return save(tx, network, id, newest, page->draft, Saving::as_draft, author);
}

Result<Done> remove(db::Tx& tx, const NetworkId& network, const PageId& id)
{
    const auto page = newest_by_id(tx, network, id);
    if (!page)
        return Error{.kind = Err::missing};
    if (is_fixed(page->draft.kind, page->draft.slug))
        return Error{.kind = Err::conflict,
                     .text = "Diese Seite braucht das Programm. Du kannst sie ändern oder verbergen."_de};
    take_from_index(tx, network, *page);
    delete_page(tx, network, id);
    accounts::note_erasure(tx, network, page_kind, id.text());
    return Done{};
}

bool withdraw_again(db::Tx& tx, const Revocation& revocation, Timestamp now)
{
    const PageId id(revocation.id);
    const auto page = newest_by_id(tx, revocation.network, id);
    return revocation.word != published_word && page && page->is_published() &&
           withdraw(tx, revocation.network, id, now);
}

bool remove_again(db::Tx& tx, const NetworkId& network, const std::string& id)
{
    return remove(tx, network, PageId(id)).has_value();
}

Result<Done> load_text(db::Tx& tx, const NetworkId& network, const Draft& draft, const Author& author)
{
    const auto known = newest_by_slug(tx, network, draft.kind, draft.slug);
    if (known)
        return save(tx, network, known->id, known->version, draft, Saving::and_publish, author);
    TRY(create(tx, network, draft, Saving::and_publish, author));
    return Done{};
}

void index_all(db::Tx& tx, const NetworkId& network)
{
    for (const auto kind : {Kind::page, Kind::news})
        for (const auto& page : published_of_all(tx, network, kind))
            index(tx, network, page);
}

} // namespace dorfnetz::pages
