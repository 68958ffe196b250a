#include "features/people/people_store.hpp"
#include "features/people/sound.hpp"
#include "foundation/core/text.hpp"
#include "foundation/search/folding.hpp"

#include <algorithm>

namespace dorfnetz::people::store {

namespace {

void clear_lists(db::Tx& tx, const NetworkId& network, const PersonId& id)
{
    const db::Param of_network{"network", network};
    const db::Param of_person{"person", id};
    tx.exec(R"sql(DELETE FROM person_terms WHERE network_id = :network AND person_id = :person)sql",
            {of_network, of_person});
    tx.exec(R"sql(DELETE FROM person_areas WHERE network_id = :network AND person_id = :person)sql",
            {of_network, of_person});
    tx.exec(R"sql(DELETE FROM person_availability WHERE network_id = :network AND person_id = :person)sql",
            {of_network, of_person});
    tx.exec(R"sql(DELETE FROM person_name_parts WHERE network_id = :network AND person_id = :person)sql",
            {of_network, of_person});
}

void insert_terms(db::Tx& tx, const NetworkId& network, const PersonId& id, std::string_view list,
                  const std::vector<std::string>& terms)
{
    for (const auto& term : terms)
        tx.exec(R"sql(
            INSERT INTO person_terms (network_id, person_id, list, term)
            VALUES (:network, :person, :list, :term) ON CONFLICT DO NOTHING)sql",
                {{"network", network}, {"person", id}, {"list", list}, {"term", term}});
}

void insert_areas(db::Tx& tx, const NetworkId& network, const Person& person)
{
    const auto& chosen = person.data.area.villages;
    for (const auto& village : person.help_villages)
        tx.exec(R"sql(
            INSERT INTO person_areas (network_id, person_id, village_id, chosen)
            VALUES (:network, :person, :village, :chosen))sql",
                {{"network", network},
                 {"person", person.id},
                 {"village", village},
                 {"chosen", std::find(chosen.begin(), chosen.end(), village) != chosen.end()}});
}

} // namespace

std::vector<NamePart> name_parts(std::string_view name)
{
    std::vector<NamePart> parts;
    const auto folded = search::fold(name); // the words point into it
    for (const auto word : split(folded, ' ')) {
        if (word.empty())
            continue;
        parts.push_back({"folded", std::string(word)});
        if (auto sound = sound_of(word); !sound.empty())
            parts.push_back({"sound", std::move(sound)});
    }
    return parts;
}

void replace_lists(db::Tx& tx, const NetworkId& network, const Person& person)
{
    clear_lists(tx, network, person.id);
    insert_lists(tx, network, person);
}

void insert_lists(db::Tx& tx, const NetworkId& network, const Person& person)
{
    insert_terms(tx, network, person.id, "fields", person.data.fields);
    insert_terms(tx, network, person.id, "tasks", person.data.tasks);
    insert_terms(tx, network, person.id, "skills", person.data.skills);
    insert_terms(tx, network, person.id, "mobility", person.data.mobility);
    insert_terms(tx, network, person.id, "languages", person.data.languages);
    insert_areas(tx, network, person);
    for (const auto& time : person.data.free_times)
        tx.exec(R"sql(
            INSERT INTO person_availability (network_id, person_id, weekday, time_of_day)
            VALUES (:network, :person, :weekday, :time))sql",
                {{"network", network},
                 {"person", person.id},
                 {"weekday", time.weekday},
                 {"time", time.time_of_day}});
    for (const auto& [kind, part] : name_parts(person.data.name()))
        tx.exec(R"sql(
            INSERT INTO person_name_parts (network_id, person_id, kind, part)
            VALUES (:network, :person, :kind, :part) ON CONFLICT DO NOTHING)sql",
                {{"network", network}, {"person", person.id}, {"kind", kind}, {"part", part}});
}

} // namespace dorfnetz::people::store
