#include "accounts/audit.hpp"
#include "features/people/consents.hpp"
#include "features/people/former_mailbox.hpp"
#include "features/people/history.hpp"
#include "features/people/parents.hpp"
#include "features/people/people_store.hpp"
#include "features/people/person.hpp"
#include "foundation/core/text.hpp"

#include <algorithm>

namespace dorfnetz::people {

namespace {

Error overtaken()
{
    return {.kind = Err::stale,
            .text = "Jemand anders hat diesen Eintrag inzwischen geändert. Schau nach, was neu ist, und "
                    "trag deine Änderung noch einmal ein."_de};
}

Error refused(std::vector<FieldError> problems)
{
    return {.kind = Err::invalid, .text = "Da fehlt noch etwas"_de, .fields = std::move(problems)};
}

// What follows from the data of an entry.
void work_out(PreparedPerson& prepared, const std::vector<Village>& places)
{
    auto& person = prepared.person;
    person.help_villages = villages_reached(person.data, places);
    prepared.sort_key = store::sort_key_of(person.data);
    prepared.name_parts = store::name_parts(person.data.name());
}

} // namespace

Author author_of(const web::Context& context)
{
    return {.clock = context.environment.clock,
            .random = context.environment.random,
            .user = context.actor.user.text(),
            .name = context.actor.name};
}

Author the_person(const web::Context& context)
{
    return {.clock = context.environment.clock,
            .random = context.environment.random,
            .name = i18n::translate(i18n::Language::de, "die Person selbst"_de)};
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

Result<PreparedPerson> prepare(const NewPerson& what, const std::vector<Village>& places,
                               const Author& author)
{
    const auto now = author.clock.now();
    auto data = tidied(what.data);
    const Allowed allowed{.special_fields = what.consent && what.consent->covers(Purpose::special_fields),
                          .under_age = what.parent.has_value()};
    if (auto problems = problems_of(data, places, date_of(now), allowed); !problems.empty())
        return refused(std::move(problems));
    PreparedPerson prepared{.person = {.id = new_id<PersonId>(author.clock, author.random),
                                       .data = std::move(data),
                                       .origin = what.origin,
                                       .on_behalf = squeeze(truncate(what.on_behalf, 200)),
                                       .created_at = now},
                            .consent = what.consent,
                            .parent = what.parent};
    work_out(prepared, places);
    return prepared;
}

Result<PreparedPerson> prepare_change(const Person& before, const PersonDraft& draft,
                                      const std::vector<Village>& places, const Author& author)
{
    auto data = tidied(draft);
    if (auto problems = problems_of(data, places, date_of(author.clock.now()), allowed_for(before));
        !problems.empty())
        return refused(std::move(problems));
    return prepare_unchecked(before, std::move(data), places);
}

PreparedPerson prepare_unchecked(const Person& before, PersonDraft data, const std::vector<Village>& places)
{
    PreparedPerson prepared{.person = before, .before = before};
    prepared.person.data = std::move(data);
    work_out(prepared, places);
    return prepared;
}

void insert_prepared(db::Tx& tx, const NetworkId& network, std::span<const PreparedPerson> people,
                     const Author& author)
{
    for (const auto& prepared : people)
        store::insert(tx, network, prepared, author.user);
    store::insert_lists(tx, network, people);
    for (const auto& prepared : people)
        write_history(tx, network, prepared.person.id, 1, "created", {}, author);
    std::vector<accounts::AuditEntry> entries;
    entries.reserve(people.size());
    for (const auto& prepared : people)
        entries.push_back(audit_entry(network, prepared.person.id, "person.created", author));
    accounts::record_all(tx, entries, author.clock, author.random);
    for (const auto& prepared : people) {
        if (prepared.parent)
            insert_parent(tx, network, prepared.person.id, *prepared.parent, author);
        if (prepared.consent)
            insert_consent(tx, network, prepared.person, *prepared.consent, author);
    }
}

Result<Done> update_prepared(db::Tx& tx, const NetworkId& network, const PreparedPerson& person,
                             EmailChange email, const Author& author)
{
    const auto& after = person.person;
    const auto changes = changes_between(person.before->data, after.data);
    if (changes.empty() && person.before->data == after.data)
        return Done{};
    const bool other_mailbox = person.before->data.email != after.data.email;
    if (other_mailbox && email == EmailChange::refused)
        return refused({{"mail", "Die E-Mail-Adresse ändert nur die Koordination."_de}});
    if (!store::update(tx, network, person, author.clock.now()))
        return overtaken();
    if (other_mailbox) {
        // A link that went to the former mailbox opens the entry no longer.
        tx.exec(
            R"sql(DELETE FROM own_page_link_people WHERE network_id = :network AND person_id = :person)sql",
            {{"network", network}, {"person", after.id}});
        tell_former_mailbox(tx, network, person.before->data, after.data, author);
    }
    write_history(tx, network, after.id, after.version + 1, "updated", changes, author);
    audit(tx, network, after.id, "person.updated", author);
    return Done{};
}

Result<PersonId> create(db::Tx& tx, const NetworkId& network, const NewPerson& what, const Author& author)
{
    const auto prepared = TRY(prepare(what, villages::all_places(tx, network), author));
    const auto& person = prepared.person;
    // An import of thousands looks for duplicates after its last transaction, in small steps.
    const auto alike = author.indexing == Author::Indexing::now ? find_duplicates(tx, network, person.data)
                                                                : std::vector<Duplicate>{};
    insert_prepared(tx, network, std::span(&prepared, 1), author);
    for (const auto& duplicate : alike)
        note_duplicate(tx, network, person.id, duplicate.id, duplicate.likeness, person.created_at);
    return person.id;
}

Result<Done> update(db::Tx& tx, const NetworkId& network, const PersonId& id, std::int64_t version,
                    const PersonDraft& draft, EmailChange email, const Author& author)
{
    const auto person = store::by_id(tx, network, id);
    if (!person)
        return Error{.kind = Err::missing};
    if (person->version != version)
        return overtaken();
    const auto prepared = TRY(prepare_change(*person, draft, villages::all_places(tx, network), author));
    return update_prepared(tx, network, prepared, email, author);
}

std::string register_mark(db::Reader& reader, const NetworkId& network)
{
    std::string mark;
    // By lock, since a withdrawal turns one into another and changes nothing else.
    reader.each(R"sql(
        SELECT locked_because, COUNT(*), COALESCE(SUM(version), 0), MAX(id), COALESCE(MAX(locked_at), '')
        FROM people WHERE network_id = :network GROUP BY locked_because ORDER BY locked_because)sql",
                {{"network", network}}, [&](db::Row& row) {
                    mark += row.take<std::string>() + ' ';
                    mark += std::to_string(row.take<std::int64_t>()) + ' ';
                    mark += std::to_string(row.take<std::int64_t>()) + ' ';
                    mark += row.take<std::string>() + ' ';
                    mark += row.take<std::string>() + '\n';
                });
    reader.each(R"sql(SELECT COUNT(*), COUNT(withdrawn_at) FROM consents WHERE network_id = :network)sql",
                {{"network", network}}, [&](db::Row& row) {
                    mark += std::to_string(row.take<std::int64_t>()) + ' ';
                    mark += std::to_string(row.take<std::int64_t>());
                });
    return mark;
}

} // namespace dorfnetz::people
