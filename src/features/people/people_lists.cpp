#include "features/people/people_store.hpp"
#include "features/people/sound.hpp"
#include "foundation/core/text.hpp"
#include "foundation/search/folding.hpp"

#include <algorithm>
#include <array>

namespace dorfnetz::people::store {

namespace {

using People = std::span<const PreparedPerson>;

// The vocabularies' words and own words of a person, each list with its name in the table.
struct TermList
{
    std::string_view name;
    std::vector<std::string> PersonDraft::*terms;
};

constexpr std::array term_lists{
    TermList{"fields", &PersonDraft::fields},       TermList{"tasks", &PersonDraft::tasks},
    TermList{"skills", &PersonDraft::skills},       TermList{"mobility", &PersonDraft::mobility},
    TermList{"languages", &PersonDraft::languages},
};

void insert_terms(db::Tx& tx, const NetworkId& network, People people)
{
    for (const auto& prepared : people)
        for (const auto& list : term_lists)
            for (const auto& term : prepared.person.data.*list.terms)
                tx.exec_later(R"sql(
                    INSERT INTO person_terms (network_id, person_id, list, term)
                    VALUES (:network, :person, :list, :term) ON CONFLICT DO NOTHING)sql",
                              {{"network", network},
                               {"person", prepared.person.id},
                               {"list", list.name},
                               {"term", term}});
}

void insert_areas(db::Tx& tx, const NetworkId& network, People people)
{
    for (const auto& prepared : people) {
        const auto& person = prepared.person;
        const auto& chosen = person.data.area.villages;
        for (const auto& village : person.help_villages)
            tx.exec_later(R"sql(
                INSERT INTO person_areas (network_id, person_id, village_id, chosen)
                VALUES (:network, :person, :village, :chosen))sql",
                          {{"network", network},
                           {"person", person.id},
                           {"village", village},
                           {"chosen", std::find(chosen.begin(), chosen.end(), village) != chosen.end()}});
    }
}

void insert_times(db::Tx& tx, const NetworkId& network, People people)
{
    for (const auto& prepared : people)
        for (const auto& time : prepared.person.data.free_times)
            tx.exec_later(R"sql(
                INSERT INTO person_availability (network_id, person_id, weekday, time_of_day)
                VALUES (:network, :person, :weekday, :time))sql",
                          {{"network", network},
                           {"person", prepared.person.id},
                           {"weekday", time.weekday},
                           {"time", time.time_of_day}});
}

void insert_name_parts(db::Tx& tx, const NetworkId& network, People people)
{
    for (const auto& prepared : people)
        for (const auto& [kind, part] : prepared.name_parts)
            tx.exec_later(
                R"sql(
                INSERT INTO person_name_parts (network_id, person_id, kind, part)
                VALUES (:network, :person, :kind, :part) ON CONFLICT DO NOTHING)sql",
                {{"network", network}, {"person", prepared.person.id}, {"kind", kind}, {"part", part}});
}

bool terms_differ(const PersonDraft& left, const PersonDraft& right)
{
    return std::any_of(term_lists.begin(), term_lists.end(),
                       [&](const TermList& list) { return left.*list.terms != right.*list.terms; });
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

void insert_lists(db::Tx& tx, const NetworkId& network, std::span<const PreparedPerson> people)
{
    insert_terms(tx, network, people);
    insert_areas(tx, network, people);
    insert_times(tx, network, people);
    insert_name_parts(tx, network, people);
}

void replace_changed_lists(db::Tx& tx, const NetworkId& network, const PreparedPerson& prepared)
{
    const People one(&prepared, 1);
    const auto& after = prepared.person;
    const auto& before = *prepared.before;
    const db::Param of_network{"network", network};
    const db::Param of_person{"person", after.id};
    if (terms_differ(before.data, after.data)) {
        tx.exec(R"sql(DELETE FROM person_terms WHERE network_id = :network AND person_id = :person)sql",
                {of_network, of_person});
        insert_terms(tx, network, one);
    }
    if (before.help_villages != after.help_villages || before.data.area != after.data.area) {
        tx.exec(R"sql(DELETE FROM person_areas WHERE network_id = :network AND person_id = :person)sql",
                {of_network, of_person});
        insert_areas(tx, network, one);
    }
    if (before.data.free_times != after.data.free_times) {
        tx.exec(
            R"sql(DELETE FROM person_availability WHERE network_id = :network AND person_id = :person)sql",
            {of_network, of_person});
        insert_times(tx, network, one);
    }
    if (before.data.name() != after.data.name()) {
        tx.exec(R"sql(DELETE FROM person_name_parts WHERE network_id = :network AND person_id = :person)sql",
                {of_network, of_person});
        insert_name_parts(tx, network, one);
    }
}

} // namespace dorfnetz::people::store
