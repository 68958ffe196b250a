#include "features/people/people_store.hpp"
#include "features/people/rows_of.hpp"

#include <span>
#include <string_view>
#include <unordered_map>

// What lies around an entry: its lists, and the consents in force.
namespace dorfnetz::people::store {

namespace {

constexpr std::size_t few = 400; // up to here reading theirs is cheaper than reading those of all

void add_term(Person& person, std::string_view list, std::string term)
{
    if (list == "fields")
        person.data.fields.push_back(std::move(term));
    else if (list == "tasks")
        person.data.tasks.push_back(std::move(term));
    else if (list == "skills")
        person.data.skills.push_back(std::move(term));
    else if (list == "mobility")
        person.data.mobility.push_back(std::move(term));
    else
        person.data.languages.push_back(std::move(term));
}

void add_consent(Person& person, std::string_view purpose)
{
    if (const auto known = purpose_from_text(purpose); known && !person.agreed_to(*known))
        person.agreed.push_back(*known);
}

void add_area(Person& person, VillageId village, bool chosen)
{
    if (chosen)
        person.data.area.villages.push_back(village);
    person.help_villages.push_back(std::move(village));
}

using ById = std::unordered_map<std::string_view, Person*>;

ById by_id(std::span<Person> people)
{
    ById all;
    for (auto& person : people)
        all.emplace(person.id.text(), &person);
    return all;
}

void attach(db::Reader& reader, const RowsOf& rows, const ById& people)
{
    const auto each = [&](db::Query query, db::Sql order, auto&& work) {
        rows.each(reader, db::BuiltQuery(query), "person_id", order, [&](db::Row& row) {
            if (const auto found = people.find(row.take<std::string>()); found != people.end())
                return work(*found->second, row);
            Person somebody_else; // every column of a row is to be read
            work(somebody_else, row);
        });
    };
    each(R"sql(SELECT person_id, list, term FROM person_terms WHERE network_id = :network)sql",
         R"part(ORDER BY person_id, list, term)part", [](Person& person, db::Row& row) {
             const auto list = row.take<std::string>();
             add_term(person, list, row.take<std::string>());
         });
    each(R"sql(SELECT person_id, village_id, chosen FROM person_areas WHERE network_id = :network)sql",
         R"part(ORDER BY person_id, village_id)part", [](Person& person, db::Row& row) {
             auto village = row.take<VillageId>();
             add_area(person, std::move(village), row.take<bool>());
         });
    each(
        R"sql(SELECT person_id, weekday, time_of_day FROM person_availability WHERE network_id = :network)sql",
        R"part(ORDER BY person_id, weekday, time_of_day)part", [](Person& person, db::Row& row) {
            auto weekday = row.take<std::string>();
            person.data.free_times.push_back({std::move(weekday), row.take<std::string>()});
        });
    each(
        R"sql(SELECT person_id, purpose FROM consents WHERE network_id = :network AND withdrawn_at IS NULL)sql",
        R"part(ORDER BY person_id, purpose)part",
        [](Person& person, db::Row& row) { add_consent(person, row.take<std::string>()); });
    each(R"sql(SELECT person_id FROM person_parents WHERE network_id = :network)sql",
         R"part(ORDER BY person_id)part", [](Person& person, db::Row&) { person.is_under_age = true; });
}

} // namespace

void attach_lists(db::Reader& reader, const NetworkId& network, std::span<Person> people)
{
    if (people.size() > few)
        return attach(reader, RowsOf(network), by_id(people));
    RowsOf::in_turn(people, [&](std::span<Person> some) {
        std::vector<PersonId> ids;
        for (const auto& person : some)
            ids.push_back(person.id);
        attach(reader, RowsOf(network, ids), by_id(some));
    });
}

} // namespace dorfnetz::people::store
