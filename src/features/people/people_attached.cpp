#include "features/people/people_store.hpp"

#include <unordered_map>

// What lies around an entry: its lists, and the consents in force.
namespace dorfnetz::people::store {

namespace {

constexpr std::size_t few = 60; // up to here one query for each person is cheaper than reading all lists

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

// Everybody's lists in three queries.
void attach_all(db::Reader& reader, const NetworkId& network, std::vector<Person>& people)
{
    std::unordered_map<std::string, Person*> by_id;
    for (auto& person : people)
        by_id.emplace(person.id.text(), &person);
    const auto whose = [&](const std::string& id) {
        const auto found = by_id.find(id);
        return found == by_id.end() ? nullptr : found->second;
    };
    reader.each(R"sql(
        SELECT person_id, list, term FROM person_terms WHERE network_id = :network
        ORDER BY person_id, list, term)sql",
                {{"network", network}}, [&](db::Row& row) {
                    auto* person = whose(row.take<std::string>());
                    const auto list = row.take<std::string>();
                    auto term = row.take<std::string>();
                    if (person != nullptr)
                        add_term(*person, list, std::move(term));
                });
    reader.each(R"sql(
        SELECT person_id, village_id, chosen FROM person_areas WHERE network_id = :network
        ORDER BY person_id, village_id)sql",
                {{"network", network}}, [&](db::Row& row) {
                    auto* person = whose(row.take<std::string>());
                    auto village = row.take<VillageId>();
                    const bool chosen = row.take<bool>();
                    if (person != nullptr)
                        add_area(*person, std::move(village), chosen);
                });
    reader.each(R"sql(
        SELECT person_id, weekday, time_of_day FROM person_availability WHERE network_id = :network
        ORDER BY person_id, weekday, time_of_day)sql",
                {{"network", network}}, [&](db::Row& row) {
                    auto* person = whose(row.take<std::string>());
                    auto weekday = row.take<std::string>();
                    auto time = row.take<std::string>();
                    if (person != nullptr)
                        person->data.free_times.push_back({std::move(weekday), std::move(time)});
                });
    reader.each(R"sql(
        SELECT person_id, purpose FROM consents WHERE network_id = :network AND withdrawn_at IS NULL
        ORDER BY person_id, purpose)sql",
                {{"network", network}}, [&](db::Row& row) {
                    auto* person = whose(row.take<std::string>());
                    const auto purpose = row.take<std::string>();
                    if (person != nullptr)
                        add_consent(*person, purpose);
                });
    reader.each(R"sql(SELECT person_id FROM person_parents WHERE network_id = :network)sql",
                {{"network", network}}, [&](db::Row& row) {
                    if (auto* person = whose(row.take<std::string>()); person != nullptr)
                        person->is_under_age = true;
                });
}

} // namespace

void attach_one(db::Reader& reader, const NetworkId& network, Person& person)
{
    const db::Param of_network{"network", network};
    const db::Param of_person{"person", person.id};
    reader.each(R"sql(
        SELECT list, term FROM person_terms WHERE network_id = :network AND person_id = :person
        ORDER BY list, term)sql",
                {of_network, of_person}, [&](db::Row& row) {
                    const auto list = row.take<std::string>();
                    add_term(person, list, row.take<std::string>());
                });
    reader.each(R"sql(
        SELECT village_id, chosen FROM person_areas WHERE network_id = :network AND person_id = :person
        ORDER BY village_id)sql",
                {of_network, of_person}, [&](db::Row& row) {
                    auto village = row.take<VillageId>();
                    add_area(person, std::move(village), row.take<bool>());
                });
    reader.each(R"sql(
        SELECT weekday, time_of_day FROM person_availability
        WHERE network_id = :network AND person_id = :person
        ORDER BY weekday, time_of_day)sql",
                {of_network, of_person}, [&](db::Row& row) {
                    auto weekday = row.take<std::string>();
                    person.data.free_times.push_back({std::move(weekday), row.take<std::string>()});
                });
    reader.each(R"sql(
        SELECT purpose FROM consents
        WHERE network_id = :network AND person_id = :person AND withdrawn_at IS NULL ORDER BY purpose)sql",
                {of_network, of_person}, [&](db::Row& row) { add_consent(person, row.take<std::string>()); });
    person.is_under_age = reader.count(R"sql(
        SELECT COUNT(*) FROM person_parents WHERE network_id = :network AND person_id = :person)sql",
                                       {of_network, of_person}) > 0;
}

void attach_lists(db::Reader& reader, const NetworkId& network, std::vector<Person>& people)
{
    if (people.size() > few)
        return attach_all(reader, network, people);
    for (auto& person : people)
        attach_one(reader, network, person);
}

} // namespace dorfnetz::people::store
