#include "features/organisations/organisations_service.hpp"

#include "features/organisations/organisation_history.hpp"
#include "features/organisations/organisation_parents.hpp"
#include "features/organisations/organisations_store.hpp"
#include "features/organisations/revocations.hpp"
#include "foundation/search/search.hpp"

namespace dorfnetz::organisations {

namespace {

constexpr int most_slugs_tried = 1000;

// Addresses below the directories that are pages of their own.
bool is_reserved(std::string_view slug)
{
    return slug == "melden" || slug == "liste" || slug == "karte" || slug == "neu";
}

Error invalid(std::vector<FieldError> problems)
{
    return {.kind = Err::invalid,
            .text = "Bitte schau dir die markierten Felder noch einmal an."_de,
            .fields = std::move(problems)};
}

NamedTexts all_texts(const Organisation& organisation)
{
    auto texts = texts_of(organisation.entry, accounts::the_program());
    texts.emplace_back("status", to_text(organisation.status));
    texts.emplace_back("last_confirmed_on", organisation.last_confirmed_on
                                                ? to_iso(*organisation.last_confirmed_on)
                                                : std::string());
    return texts;
}

// An import cannot be asked.
Unclear unclear(const Author& author)
{
    return author.indexing == Author::Indexing::now ? Unclear::refuse : Unclear::keep_text;
}

Result<Done> check(db::Reader& reader, const NetworkId& network, const OrganisationDraft& draft,
                   const Author& author)
{
    const auto today = date_of(author.clock.now());
    auto problems = author.places ? problems_of(draft, *author.places, today)
                                  : problems_of(draft, villages::all_places(reader, network), today);
    if (!problems.empty())
        return invalid(std::move(problems));
    return Done{};
}

Result<Organisation> find(db::Reader& reader, const NetworkId& network, const OrganisationId& id)
{
    auto found = store::by_id(reader, network, id);
    if (!found)
        return Error{.kind = Err::missing};
    return std::move(*found);
}

Result<Done> set_status(db::Tx& tx, const NetworkId& network, const OrganisationId& id, Status status,
                        std::string_view action, const Author& author)
{
    const Organisation before = TRY(find(tx, network, id));
    auto after = before;
    after.status = status;
    return save(tx, network, before, std::move(after), action, author);
}

void restore(Organisation& organisation, const ChangedText& change)
{
    if (change.field == "status")
        organisation.status = status_from_text(change.before).value_or(organisation.status);
    else if (change.field == "last_confirmed_on")
        organisation.last_confirmed_on = date_from_iso(change.before);
    else
        set_text(organisation.entry, change.field, change.before);
}

} // namespace

// Two editors of one entry are everyday life: the version makes the second one fail instead of undoing the
// first.
Result<Done> save(db::Tx& tx, const NetworkId& network, const Organisation& before, Organisation after,
                  std::string_view action, const Author& author)
{
    // Only who wrote the name just now can be asked which entry it means.
    const bool is_written = before.entry.parent_name != after.entry.parent_name;
    if (!is_written && before.entry.parent)
        after.entry.parent = before.entry.parent;
    else
        TRY(settle_parent(tx, network, after.id, after.entry,
                          is_written ? unclear(author) : Unclear::keep_text));
    if (after.entry.parent != before.entry.parent)
        save_parent(tx, network, after.id, after.entry.parent);
    auto changes = changes_between(all_texts(before), all_texts(after));
    if (changes.empty())
        return Done{};
    after.updated_at = author.clock.now();
    if (!store::update(tx, network, after, before.version))
        return Error{.kind = Err::stale,
                     .text = "Jemand anderes hat den Eintrag gerade geändert. Deine Eingaben stehen noch da: "
                             "Vergleich sie mit dem neuen Stand und speichere dann noch einmal."_de};
    after.version = before.version + 1;
    store::save_lists(tx, network, after.id, before.entry, after.entry, date_of(author.clock.now()));
    store::save_activity(tx, network, after.id,
                         after.status == Status::archived ? store::Archived::yes : store::Archived::no);
    note_visibility(tx, network, before, after, author.clock.now());
    write_history(
        tx, network,
        {.organisation = after.id, .version = after.version, .action = action, .changes = std::move(changes)},
        author);
    if (author.indexing == Author::Indexing::now)
        index_entry(tx, network, after);
    return Done{};
}

Result<OrganisationId> create(db::Tx& tx, const NetworkId& network, const NewOrganisation& what,
                              const Author& author)
{
    Organisation organisation;
    organisation.entry = tidied(what.entry);
    if (const auto checked = check(tx, network, organisation.entry, author); !checked)
        return checked.error();
    TRY(settle_parent(tx, network, {}, organisation.entry, unclear(author)));
    organisation.id = new_id<OrganisationId>(author.clock, author.random);
    organisation.status = what.status;
    organisation.last_confirmed_on = what.last_confirmed_on;
    organisation.created_at = organisation.updated_at = author.clock.now();
    auto base = search::slug(organisation.entry.name);
    if (base.empty())
        base = to_text(organisation.entry.kind);
    bool inserted = false;
    for (int number = is_reserved(base) ? 2 : 1; !inserted && number <= most_slugs_tried; ++number) {
        organisation.slug = number == 1 ? base : base + '-' + std::to_string(number);
        inserted = store::insert(tx, network, organisation, author.user);
    }
    if (!inserted)
        return Error{.kind = Err::conflict,
                     .text = "So heißen schon sehr viele. Nimm einen genaueren Namen."_de};
    store::save_lists(tx, network, organisation.id, {}, organisation.entry, date_of(author.clock.now()));
    if (organisation.entry.parent)
        save_parent(tx, network, organisation.id, organisation.entry.parent);
    write_history(tx, network, {.organisation = organisation.id, .version = 1, .action = "created"}, author);
    if (author.indexing == Author::Indexing::now)
        index_entry(tx, network, organisation);
    return organisation.id;
}

Result<Done> update(db::Tx& tx, const NetworkId& network, const OrganisationId& id, std::int64_t version,
                    const OrganisationDraft& draft, const Author& author)
{
    Organisation before = TRY(find(tx, network, id));
    auto after = before;
    after.entry = tidied(draft);
    if (const auto checked = check(tx, network, after.entry, author); !checked)
        return checked.error();
    before.version = version;
    return save(tx, network, before, std::move(after), "changed", author);
}

Result<Done> confirm(db::Tx& tx, const NetworkId& network, const OrganisationId& id, const Author& author)
{
    const Organisation before = TRY(find(tx, network, id));
    auto after = before;
    after.last_confirmed_on = date_of(author.clock.now());
    if (after.status == Status::reported)
        after.status = Status::confirmed;
    return save(tx, network, before, std::move(after), "confirmed", author);
}

Result<Done> publish(db::Tx& tx, const NetworkId& network, const OrganisationId& id, const Author& author)
{
    return set_status(tx, network, id, Status::published, "published", author);
}

Result<Done> archive(db::Tx& tx, const NetworkId& network, const OrganisationId& id, const Author& author)
{
    return set_status(tx, network, id, Status::archived, "archived", author);
}

Result<Done> send_to_review(db::Tx& tx, const NetworkId& network, const OrganisationId& id,
                            const Author& author)
{
    return set_status(tx, network, id, Status::reported, "reported_gone", author);
}

Result<Done> undo(db::Tx& tx, const NetworkId& network, const OrganisationId& id, std::string_view history_id,
                  const accounts::Viewer& viewer, const Author& author)
{
    const Organisation before = TRY(find(tx, network, id));
    const auto history = history_of(tx, network, id, viewer);
    const auto row = std::find_if(history.begin(), history.end(),
                                  [&](const HistoryRow& known) { return known.id == history_id; });
    if (row == history.end() || !row->may_be_undone())
        return Error{.kind = Err::missing};
    auto after = before;
    for (const auto& change : row->changes)
        restore(after, change);
    if (const auto checked = check(tx, network, after.entry, author); !checked)
        return checked.error();
    return save(tx, network, before, std::move(after), "undone", author);
}

std::optional<Organisation> organisation_by_id(db::Reader& reader, const NetworkId& network,
                                               const OrganisationId& id)
{
    return store::by_id(reader, network, id);
}

std::optional<Organisation> organisation_by_slug(db::Reader& reader, const NetworkId& network,
                                                 std::string_view slug)
{
    return store::by_slug(reader, network, slug);
}

std::vector<Organisation> all_organisations(db::Reader& reader, const NetworkId& network)
{
    return store::all(reader, network);
}

} // namespace dorfnetz::organisations
