#include "features/experiences/experiences_pages.hpp"
#include "features/experiences/experiences_store.hpp"
#include "features/experiences/feature.hpp"
#include "features/experiences/revocations.hpp"
#include "features/lineage/api.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/core/words.hpp"
#include "foundation/search/folding.hpp"
#include "foundation/search/search.hpp"

#include <array>
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

// From few to all.
enum class Readers { authors, network, everybody };

constexpr std::array reader_words{std::pair{Readers::authors, std::string_view("draft")},
                                  std::pair{Readers::network, std::string_view("published")},
                                  std::pair{Readers::everybody, std::string_view("shared")}};

Readers readers_of(const Experience& experience)
{
    if (experience.status == Status::draft)
        return Readers::authors;
    return experience.draft.shared ? Readers::everybody : Readers::network;
}

Result<Done> save(db::Tx& tx, const NetworkId& network, const Experience& before, Experience now,
                  std::int64_t version, Timestamp at)
{
    now.updated_at = at;
    if (!store::update(tx, network, now, version))
        return Error{.kind = Err::stale};
    if (readers_of(now) != readers_of(before))
        accounts::note_revocation(tx, audience_kind,
                                  {.network = network,
                                   .id = now.id.text(),
                                   .word = std::string(word_of(reader_words, readers_of(now))),
                                   .at = at});
    index(tx, network, now);
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
    const auto experience = experience_by_id(tx, network, id);
    if (!experience)
        return Error{.kind = Err::missing};
    TRY(checked(draft));
    auto now = *experience;
    now.draft = draft;
    now.draft.title = squeeze(draft.title);
    now.draft.is_example = experience->draft.is_example;
    return save(tx, network, *experience, std::move(now), version, author.clock.now());
}

Result<Done> publish(db::Tx& tx, const NetworkId& network, const ExperienceId& id, const Author& author)
{
    const auto experience = experience_by_id(tx, network, id);
    if (!experience)
        return Error{.kind = Err::missing};
    auto now = *experience;
    now.status = Status::published;
    if (!now.published_at)
        now.published_at = author.clock.now();
    return save(tx, network, *experience, std::move(now), experience->version, author.clock.now());
}

Result<Done> take_back(db::Tx& tx, const NetworkId& network, const ExperienceId& id, const Author& author)
{
    const auto experience = experience_by_id(tx, network, id);
    if (!experience)
        return Error{.kind = Err::missing};
    auto now = *experience;
    now.status = Status::draft;
    return save(tx, network, *experience, std::move(now), experience->version, author.clock.now());
}

Result<Done> remove(db::Tx& tx, const NetworkId& network, const ExperienceId& id)
{
    const auto experience = experience_by_id(tx, network, id);
    if (!experience)
        return Error{.kind = Err::missing};
    if (experience->status != Status::draft)
        return Error{.kind = Err::conflict,
                     .text = "Nimm es erst aus der Liste, dann kannst du es löschen."_de};
    remove_again(tx, network, id.text());
    return Done{};
}

bool narrow_audience_again(db::Tx& tx, const Revocation& revocation, Timestamp now)
{
    const auto wanted = meant_by(reader_words, revocation.word);
    const auto experience = experience_by_id(tx, revocation.network, ExperienceId{revocation.id});
    if (!wanted || !experience || readers_of(*experience) <= *wanted)
        return false;
    auto narrowed = *experience;
    narrowed.draft.shared = false;
    if (*wanted == Readers::authors)
        narrowed.status = Status::draft;
    return save(tx, revocation.network, *experience, std::move(narrowed), experience->version, now)
        .has_value();
}

// Also what a backup has as published: it was taken off the list before it was deleted.
bool remove_again(db::Tx& tx, const NetworkId& network, const std::string& id)
{
    const auto experience = experience_by_id(tx, network, ExperienceId{id});
    if (!experience)
        return false;
    store::remove(tx, network, experience->id);
    lineage::forget(tx, network, lineage_record(experience->id));
    search::remove(tx, network, std::string(search_kind), id);
    accounts::note_erasure(tx, network, experience_kind, id);
    return true;
}

std::vector<finding::SearchKind> search_kinds()
{
    return {
        {.kind = std::string(search_kind), .key = "erfahrungen", .heading = "Erfahrungen"_de, .show = hit}};
}

} // namespace dorfnetz::experiences
