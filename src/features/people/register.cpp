#include "accounts/audit.hpp"
#include "features/people/history.hpp"
#include "features/people/people_store.hpp"
#include "features/people/person.hpp"
#include "foundation/core/text.hpp"

#include <algorithm>

namespace dorfnetz::people {

namespace {

void audit(db::Tx& tx, const NetworkId& network, const PersonId& id, std::string_view action,
           const Author& author)
{
    accounts::record(tx,
                     {.network = network,
                      .user = web::UserId(author.user),
                      .action = std::string(action),
                      .subject_kind = "person",
                      .subject = id.text()},
                     author.clock, author.random);
}

Error refused(std::vector<FieldError> problems)
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

std::optional<Person> person_by_id(db::Reader& reader, const NetworkId& network, const PersonId& id)
{
    return store::by_id(reader, network, id);
}

std::vector<Person> all_people(db::Reader& reader, const NetworkId& network)
{
    return store::all(reader, network);
}

std::int64_t count_people(db::Reader& reader, const NetworkId& network)
{
    return reader.count(R"sql(
        SELECT COUNT(*) FROM people WHERE network_id = :network AND locked_at IS NULL)sql",
                        {{"network", network}});
}

Result<PersonId> create(db::Tx& tx, const NetworkId& network, const NewPerson& what, const Author& author)
{
    const auto places = villages::all_places(tx, network);
    Person person;
    person.data = tidied(what.data);
    if (auto problems = problems_of(person.data, places, date_of(author.clock.now())); !problems.empty())
        return refused(std::move(problems));
    person.id = new_id<PersonId>(author.clock, author.random);
    person.origin = what.origin;
    person.on_behalf = squeeze(truncate(what.on_behalf, 200));
    person.created_at = author.clock.now();
    person.help_villages = villages_reached(person.data, places);
    // An import of thousands looks for duplicates after its last transaction, in small steps.
    const auto alike = author.indexing == Author::Indexing::now ? find_duplicates(tx, network, person.data)
                                                                : std::vector<Duplicate>{};
    store::insert(tx, network, person, author.user);
    write_history(tx, network, person.id, 1, "created", {}, author);
    audit(tx, network, person.id, "person.created", author);
    for (const auto& duplicate : alike)
        note_duplicate(tx, network, person.id, duplicate.id, duplicate.likeness, person.created_at);
    if (what.consent)
        TRY(record_consent(tx, network, person.id, *what.consent, author));
    return person.id;
}

Result<Done> update(db::Tx& tx, const NetworkId& network, const PersonId& id, std::int64_t version,
                    const PersonDraft& draft, const Author& author)
{
    auto person = store::by_id(tx, network, id);
    if (!person)
        return Error{.kind = Err::missing};
    if (person->version != version)
        return Error{.kind = Err::stale,
                     .text =
                         "Jemand anders hat diesen Eintrag inzwischen geändert. Schau nach, was neu ist, und "
                         "trag deine Änderung noch einmal ein."_de};
    const auto places = villages::all_places(tx, network);
    auto after = tidied(draft);
    if (auto problems = problems_of(after, places, date_of(author.clock.now())); !problems.empty())
        return refused(std::move(problems));
    if (after == person->data)
        return Done{};
    const auto changes = changes_between(person->data, after);
    person->data = std::move(after);
    person->help_villages = villages_reached(person->data, places);
    store::update(tx, network, *person, version, author.clock.now());
    write_history(tx, network, id, version + 1, "updated", changes, author);
    audit(tx, network, id, "person.updated", author);
    return Done{};
}

void remove(db::Tx& tx, const NetworkId& network, const PersonId& id)
{
    accounts::erase_details(tx, network, "person", id.text());
    // Everything else about the person goes with the entry (ON DELETE CASCADE).
    tx.exec(R"sql(DELETE FROM people WHERE network_id = :network AND id = :id)sql",
            {{"network", network}, {"id", id}});
}

void erase(db::Tx& tx, const NetworkId& network, const PersonId& id)
{
    tx.exec(R"sql(
        INSERT INTO person_erasures (network_id, person_id)
        SELECT network_id, id FROM people WHERE network_id = :network AND id = :id
        ON CONFLICT DO NOTHING)sql",
            {{"network", network}, {"id", id}});
    remove(tx, network, id);
}

std::vector<ErasedPerson> erased_people(db::Reader& reader)
{
    return reader.list(R"sql(
        SELECT network_id, person_id FROM person_erasures ORDER BY network_id, person_id)sql",
                       {}, [](db::Row& row) {
                           auto network = row.take<NetworkId>();
                           return ErasedPerson{std::move(network), row.take<PersonId>()};
                       });
}

} // namespace dorfnetz::people
