#include "features/experiences/experiences_pages.hpp"
#include "features/experiences/experiences_store.hpp"
#include "features/experiences/feature.hpp"
#include "features/lineage/api.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/search/folding.hpp"
#include "foundation/search/search.hpp"

#include <fmt/format.h>

namespace dorfnetz::experiences {

namespace {

constexpr std::string_view search_kind = "experience";

std::string free_slug(db::Reader& reader, const NetworkId& network, std::string_view title)
{
    auto wanted = search::slug(title);
    // An address of its own begins so.
    if (wanted.empty() || wanted == "andere")
        wanted = "erfahrung";
    auto slug = wanted;
    for (int number = 2; !store::slug_is_free(reader, network, slug); ++number)
        slug = fmt::format("{}-{}", wanted, number);
    return slug;
}

Result<Done> checked(const Draft& draft)
{
    auto problems = problems_of(draft);
    if (problems.empty())
        return Done{};
    return Error{.kind = Err::invalid, .text = "Bitte prüf deine Angaben."_de, .fields = std::move(problems)};
}

void index(db::Tx& tx, const NetworkId& network, const Experience& experience)
{
    if (experience.status != Status::published) {
        search::remove(tx, network, std::string(search_kind), experience.id.text());
        return;
    }
    const auto& draft = experience.draft;
    std::string words;
    for (const auto& field : draft.fields)
        words += ' ' + vocabularies::label("fields", field, i18n::Language::de);
    search::put(tx, {.network = network,
                     .kind = std::string(search_kind),
                     .id = experience.id.text(),
                     .fields = {{draft.title, 3},
                                {draft.summary + words, 2},
                                {join({draft.what, draft.costs, draft.helpers, draft.pitfalls}, " "), 1}}});
}

Result<Done> save(db::Tx& tx, const NetworkId& network, Experience experience, std::int64_t version,
                  Timestamp now)
{
    experience.updated_at = now;
    if (!store::update(tx, network, experience, version))
        return Error{.kind = Err::stale};
    index(tx, network, experience);
    return Done{};
}

std::optional<finding::SearchHit> hit(const web::Context& context, db::Reader& reader, const std::string& id)
{
    const auto experience = experience_by_id(reader, context.network.id, ExperienceId{id});
    if (!experience || !is_public(*organisations::shared_register(context, reader), *experience))
        return std::nullopt;
    return finding::SearchHit{.title = experience->draft.title,
                              .path = path_of(*experience),
                              .summary = experience->draft.summary,
                              .is_example = experience->draft.is_example};
}

} // namespace

std::string path_of(const Experience& experience)
{
    return std::string(list_path) + '/' + experience.slug;
}

std::vector<FieldError> problems_of(const Draft& draft)
{
    std::vector<FieldError> problems;
    if (squeeze(draft.title).empty())
        problems.push_back({"titel", "Worum geht es?"_de});
    if (draft.organisation.empty())
        problems.push_back({"verein", "Für wen schreibst du?"_de});
    if (squeeze(draft.what).empty())
        problems.push_back({"was", "Schreib wenigstens zwei Sätze, wie es ging."_de});
    return problems;
}

Result<Experience> add(db::Tx& tx, const NetworkId& network, const Draft& draft, const Author& author)
{
    TRY(checked(draft));
    Experience experience{.id = new_id<ExperienceId>(author.clock, author.random),
                          .draft = draft,
                          .slug = free_slug(tx, network, draft.title),
                          .published_at = std::nullopt,
                          .created_at = author.clock.now(),
                          .updated_at = author.clock.now()};
    experience.draft.title = squeeze(draft.title);
    store::insert(tx, network, experience);
    return experience;
}

Result<Done> change(db::Tx& tx, const NetworkId& network, const ExperienceId& id, std::int64_t version,
                    const Draft& draft, const Author& author)
{
    auto experience = experience_by_id(tx, network, id);
    if (!experience)
        return Error{.kind = Err::missing};
    TRY(checked(draft));
    const bool is_example = experience->draft.is_example;
    experience->draft = draft;
    experience->draft.title = squeeze(draft.title);
    experience->draft.is_example = is_example;
    return save(tx, network, *std::move(experience), version, author.clock.now());
}

Result<Done> publish(db::Tx& tx, const NetworkId& network, const ExperienceId& id, const Author& author)
{
    auto experience = experience_by_id(tx, network, id);
    if (!experience)
        return Error{.kind = Err::missing};
    experience->status = Status::published;
    if (!experience->published_at)
        experience->published_at = author.clock.now();
    const auto version = experience->version;
    return save(tx, network, *std::move(experience), version, author.clock.now());
}

Result<Done> take_back(db::Tx& tx, const NetworkId& network, const ExperienceId& id, const Author& author)
{
    auto experience = experience_by_id(tx, network, id);
    if (!experience)
        return Error{.kind = Err::missing};
    experience->status = Status::draft;
    const auto version = experience->version;
    return save(tx, network, *std::move(experience), version, author.clock.now());
}

Result<Done> remove(db::Tx& tx, const NetworkId& network, const ExperienceId& id)
{
    const auto experience = experience_by_id(tx, network, id);
    if (!experience)
        return Error{.kind = Err::missing};
    if (experience->status != Status::draft)
        return Error{.kind = Err::conflict,
                     .text = "Nimm es erst aus der Liste, dann kannst du es löschen."_de};
    lineage::forget(tx, network, lineage_record(id));
    store::remove(tx, network, id);
    return Done{};
}

std::vector<finding::SearchKind> search_kinds()
{
    return {
        {.kind = std::string(search_kind), .key = "erfahrungen", .heading = "Erfahrungen"_de, .show = hit}};
}

} // namespace dorfnetz::experiences
