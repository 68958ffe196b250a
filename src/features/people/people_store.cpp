#include "features/people/people_store.hpp"

#include "features/people/person.hpp"
#include "features/people/rows_of.hpp"
#include "features/people/sound.hpp"
#include "foundation/core/text.hpp"
#include "foundation/search/folding.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <span>
#include <unordered_map>

namespace dorfnetz::people::store {

namespace {

constexpr std::int64_t most_candidates = 200;

// What keeps a new entry from being used.
Lock first_lock(const PreparedPerson& prepared)
{
    if (!prepared.consent || !prepared.consent->covers(Purpose::register_))
        return Lock::no_consent;
    return prepared.parent && !prepared.parent->has_agreed ? Lock::parent : Lock::none;
}

Person read_person(db::Row& row)
{
    Person person;
    auto& data = person.data;
    person.id = row.take<PersonId>();
    data.given_name = row.take<std::string>();
    data.family_name = row.take<std::string>();
    data.birth_year = row.take<std::optional<std::int64_t>>();
    data.village = row.take<std::optional<VillageId>>();
    data.street = row.take<std::string>();
    data.postal_code = row.take<std::string>();
    data.town = row.take<std::string>();
    data.phone = row.take<std::string>();
    data.mobile = row.take<std::string>();
    data.email = row.take<std::string>();
    data.reach = contact_way_from_text(row.take<std::string>()).value_or(ContactWay::any);
    data.area.whole_network = row.take<bool>();
    data.area.around = row.take<std::optional<VillageId>>();
    data.area.radius_km = row.take<std::optional<std::int64_t>>().value_or(0);
    data.hours_per_month = row.take<std::optional<std::int64_t>>();
    data.notes = row.take<std::string>();
    data.is_example = row.take<bool>();
    person.origin = origin_from_text(row.take<std::string>()).value_or(Origin::editor);
    person.on_behalf = row.take<std::string>();
    person.locked_at = row.take<std::optional<Timestamp>>();
    person.lock = lock_from(row.take<std::string>());
    person.created_at = row.take<Timestamp>();
    person.updated_at = row.take<Timestamp>();
    person.version = row.take<std::int64_t>();
    person.confirmed_email = row.take<std::string>();
    return person;
}

Candidate read_candidate(db::Row& row)
{
    Candidate candidate;
    candidate.id = row.take<PersonId>();
    candidate.data.given_name = row.take<std::string>();
    candidate.data.family_name = row.take<std::string>();
    candidate.data.birth_year = row.take<std::optional<std::int64_t>>();
    candidate.data.village = row.take<std::optional<VillageId>>();
    candidate.data.phone = row.take<std::string>();
    candidate.data.mobile = row.take<std::string>();
    candidate.data.email = row.take<std::string>();
    return candidate;
}

db::BuiltQuery person_query()
{
    return db::BuiltQuery(R"sql(
        SELECT p.id, p.given_name, p.family_name, p.birth_year, p.village_id, p.street, p.postal_code, p.town,
               p.phone, p.mobile, p.email, p.reach, p.whole_network, p.around_village_id, p.radius_km,
               p.hours_per_month, p.notes, p.is_example, p.origin, p.on_behalf, p.locked_at, p.locked_because,
               p.created_at, p.updated_at, p.version, p.confirmed_email
        FROM people p WHERE p.network_id = :network)sql");
}

// Ids in one parameter, each between bars, so that the statement stays the same for any number of them.
std::string barred(const std::vector<std::string>& ids)
{
    return '|' + join(ids, "|") + '|';
}

// The beginning of `part` and of nothing else: LIKE would give % and _ a meaning.
std::string after_all_with_prefix(std::string part)
{
    return part + "\xF4\x8F\xBF\xBF"; // U+10FFFF, after every letter
}

struct Condition
{
    db::BuiltQuery query;
    std::vector<db::Param> params;
    // Texts that the parameters point to.
    std::string villages;
    std::array<std::string, 4> ends;
};

void add_name_conditions(Condition& to, const Filter& filter)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> names{
        {{"part0", "end0"}, {"part1", "end1"}, {"part2", "end2"}, {"part3", "end3"}}};
    for (std::size_t i = 0; i < std::min(filter.name_parts.size(), names.size()); ++i) {
        to.ends[i] = after_all_with_prefix(filter.name_parts[i]);
        to.params.push_back({names[i].first, filter.name_parts[i]});
        to.params.push_back({names[i].second, to.ends[i]});
    }
    const auto count = filter.name_parts.size();
    if (count > 0)
        to.query.add(R"part(AND EXISTS (SELECT 1 FROM person_name_parts n WHERE n.network_id = p.network_id
            AND n.person_id = p.id AND n.kind = 'folded' AND n.part >= :part0 AND n.part < :end0))part");
    if (count > 1)
        to.query.add(R"part(AND EXISTS (SELECT 1 FROM person_name_parts n WHERE n.network_id = p.network_id
            AND n.person_id = p.id AND n.kind = 'folded' AND n.part >= :part1 AND n.part < :end1))part");
    if (count > 2)
        to.query.add(R"part(AND EXISTS (SELECT 1 FROM person_name_parts n WHERE n.network_id = p.network_id
            AND n.person_id = p.id AND n.kind = 'folded' AND n.part >= :part2 AND n.part < :end2))part");
    if (count > 3)
        to.query.add(R"part(AND EXISTS (SELECT 1 FROM person_name_parts n WHERE n.network_id = p.network_id
            AND n.person_id = p.id AND n.kind = 'folded' AND n.part >= :part3 AND n.part < :end3))part");
}

void add_conditions(Condition& to, const Filter& filter)
{
    if (filter.only_villages) {
        to.villages = barred(*filter.only_villages);
        to.params.push_back({"visible", to.villages});
        to.query.add(R"part(AND p.locked_at IS NULL AND EXISTS (
            SELECT 1 FROM consents c WHERE c.network_id = p.network_id AND c.person_id = p.id
            AND c.purpose = 'lead_contact' AND c.withdrawn_at IS NULL) AND (p.whole_network = 1 OR EXISTS (
            SELECT 1 FROM person_areas v WHERE v.network_id = p.network_id AND v.person_id = p.id
            AND CAST(:visible AS TEXT) LIKE '%|' || v.village_id || '|%')))part");
    }
    if (!filter.village.empty()) {
        to.params.push_back({"village", filter.village});
        to.query.add(R"part(AND (p.whole_network = 1 OR EXISTS (
            SELECT 1 FROM person_areas a WHERE a.network_id = p.network_id AND a.person_id = p.id
            AND a.village_id = :village)))part");
    }
    if (!filter.field.empty()) {
        to.params.push_back({"field", filter.field});
        to.query.add(R"part(AND EXISTS (SELECT 1 FROM person_terms f WHERE f.network_id = p.network_id
            AND f.person_id = p.id AND f.list = 'fields' AND f.term = :field))part");
    }
    if (!filter.task.empty()) {
        to.params.push_back({"task", filter.task});
        to.query.add(R"part(AND EXISTS (SELECT 1 FROM person_terms t WHERE t.network_id = p.network_id
            AND t.person_id = p.id AND t.list = 'tasks' AND t.term = :task))part");
    }
    if (!filter.weekday.empty()) {
        to.params.push_back({"weekday", filter.weekday});
        to.query.add(R"part(AND EXISTS (SELECT 1 FROM person_availability w WHERE w.network_id = p.network_id
            AND w.person_id = p.id AND w.weekday = :weekday))part");
    }
    if (!filter.reach.empty()) {
        to.params.push_back({"reach", filter.reach});
        to.query.add(R"part(AND p.reach = :reach)part");
    }
    if (filter.locked == Filter::Locked::no)
        to.query.add(R"part(AND p.locked_at IS NULL)part");
    if (filter.locked == Filter::Locked::yes)
        to.query.add(R"part(AND p.locked_at IS NOT NULL)part");
    add_name_conditions(to, filter);
}

std::optional<std::int64_t> radius_of(const Area& area)
{
    return area.around ? std::optional(area.radius_km) : std::nullopt;
}

} // namespace

std::string sort_key_of(const PersonDraft& data)
{
    return search::sort_key(data.family_name + ' ' + data.given_name);
}

std::optional<Person> by_id(db::Reader& reader, const NetworkId& network, const PersonId& id)
{
    auto found = by_ids(reader, network, {id});
    return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

std::vector<Person> by_ids(db::Reader& reader, const NetworkId& network, const std::vector<PersonId>& ids)
{
    std::vector<Person> people;
    RowsOf::in_turn(std::span(ids), [&](std::span<const PersonId> some) {
        std::unordered_map<PersonId, Person> found;
        RowsOf(network, some).each(reader, person_query(), "p.id", "", [&](db::Row& row) {
            auto person = read_person(row);
            found.emplace(person.id, std::move(person));
        });
        for (const auto& id : some)
            if (const auto one = found.find(id); one != found.end())
                people.push_back(std::move(one->second));
    });
    attach_lists(reader, network, people);
    return people;
}

std::vector<Person> all(db::Reader& reader, const NetworkId& network)
{
    auto query = person_query();
    query.add(R"part(ORDER BY p.sort_key, p.id)part");
    auto people = reader.list(query, {{"network", network}}, read_person);
    attach_lists(reader, network, people);
    return people;
}

std::vector<PersonId> ids_by_email(db::Reader& reader, const NetworkId& network, std::string_view email)
{
    return reader.list(R"sql(
        SELECT id FROM people WHERE network_id = :network AND email = :email AND email <> ''
        ORDER BY sort_key, id)sql",
                       {{"network", network}, {"email", email}},
                       [](db::Row& row) { return row.take<PersonId>(); });
}

std::vector<Candidate> candidates(db::Reader& reader, const NetworkId& network, const PersonDraft& draft)
{
    const auto comparing = accounts::the_program();
    std::vector<Candidate> found;
    const auto take = [&](std::vector<Candidate> more) {
        std::move(more.begin(), more.end(), std::back_inserter(found));
    };
    for (const auto* number : {&draft.phone, &draft.mobile})
        if (!number->empty())
            take(reader.list(
                R"sql(
                SELECT id, given_name, family_name, birth_year, village_id, phone, mobile, email FROM people
                WHERE network_id = :network AND phone = :number AND phone <> ''
                UNION ALL
                SELECT id, given_name, family_name, birth_year, village_id, phone, mobile, email FROM people
                WHERE network_id = :network AND mobile = :number AND mobile <> ''
                LIMIT :most)sql",
                {{"network", network}, {"number", number->seen_by(comparing)}, {"most", most_candidates}},
                read_candidate));
    if (!draft.email.empty())
        take(reader.list(
            R"sql(
            SELECT id, given_name, family_name, birth_year, village_id, phone, mobile, email FROM people
            WHERE network_id = :network AND email = :email AND email <> '' LIMIT :most)sql",
            {{"network", network}, {"email", draft.email.seen_by(comparing)}, {"most", most_candidates}},
            read_candidate));
    // CROSS JOIN: SQLite takes the tables in this order. Left to itself it walks through everybody, because
    // the answer then comes sorted.
    const auto& telling = draft.family_name.empty() ? draft.given_name : draft.family_name;
    std::set<std::string> sounds;
    for (auto& part : name_parts(telling))
        if (part.kind == "sound")
            sounds.insert(std::move(part.part));
    for (const auto& sound : sounds)
        take(reader.list(R"sql(
            SELECT p.id, p.given_name, p.family_name, p.birth_year, p.village_id, p.phone, p.mobile, p.email
            FROM person_name_parts n CROSS JOIN people p
            WHERE n.network_id = :network AND n.kind = 'sound' AND n.part = :sound
              AND p.network_id = n.network_id AND p.id = n.person_id
              AND COALESCE(p.village_id, '') = CAST(:village AS TEXT)
            ORDER BY p.id LIMIT :most)sql",
                         {{"network", network},
                          {"sound", sound},
                          {"village", draft.village ? draft.village->text() : std::string()},
                          {"most", most_candidates}},
                         read_candidate));
    std::sort(found.begin(), found.end(), [](const auto& l, const auto& r) { return l.id < r.id; });
    found.erase(
        std::unique(found.begin(), found.end(), [](const auto& l, const auto& r) { return l.id == r.id; }),
        found.end());
    return found;
}

std::int64_t count(db::Reader& reader, const NetworkId& network, const Filter& filter)
{
    Condition condition{.query = db::BuiltQuery(R"sql(
        SELECT COUNT(*) FROM people p WHERE p.network_id = :network)sql"),
                        .params = {{"network", network}},
                        .villages = {},
                        .ends = {}};
    add_conditions(condition, filter);
    return reader.count(condition.query, condition.params);
}

std::vector<Person> list(db::Reader& reader, const NetworkId& network, const Filter& filter,
                         std::int64_t limit, std::int64_t offset)
{
    Condition condition{.query = person_query(),
                        .params = {{"network", network}, {"limit", limit}, {"offset", offset}},
                        .villages = {},
                        .ends = {}};
    add_conditions(condition, filter);
    condition.query.add(R"part(ORDER BY p.sort_key, p.id LIMIT :limit OFFSET :offset)part");
    auto people = reader.list(condition.query, condition.params, read_person);
    attach_lists(reader, network, people);
    return people;
}

std::vector<EntryVersion> versions(db::Reader& reader, const NetworkId& network, const Filter& filter)
{
    Condition condition{.query = db::BuiltQuery(R"sql(
        SELECT p.id, 4096 * p.version + COALESCE((
                   SELECT SUM(CASE c.purpose WHEN 'register' THEN 1 WHEN 'lead_contact' THEN 64 ELSE 0 END)
                   FROM consents c WHERE c.network_id = p.network_id AND c.person_id = p.id
                   AND c.withdrawn_at IS NULL), 0)
        FROM people p WHERE p.network_id = :network)sql"),
                        .params = {{"network", network}},
                        .villages = {},
                        .ends = {}};
    add_conditions(condition, filter);
    return reader.list(condition.query, condition.params, [](db::Row& row) {
        auto id = row.take<PersonId>();
        return EntryVersion{.id = std::move(id), .version = row.take<std::int64_t>()};
    });
}

void insert(db::Tx& tx, const NetworkId& network, const PreparedPerson& prepared, std::string_view entered_by)
{
    const auto& person = prepared.person;
    const auto& data = person.data;
    const auto created_at = to_iso(person.created_at);
    const auto lock = first_lock(prepared);
    const auto locked_at = lock == Lock::none ? std::nullopt : std::optional<std::string_view>(created_at);
    const auto storing = accounts::the_program();
    tx.exec_later(R"sql(
        INSERT INTO people (network_id, id, given_name, family_name, sort_key, birth_year, village_id, street,
                            postal_code, town, phone, mobile, email, reach, whole_network, around_village_id,
                            radius_km, hours_per_month, notes, origin, on_behalf, entered_by, is_example,
                            locked_at, locked_because, created_at, updated_at, version)
        VALUES (:network, :id, :given, :family, :key, :year, :village, :street, :postal_code, :town, :phone,
                :mobile, :email, :reach, :whole, :around, :radius, :hours, :notes, :origin, :on_behalf,
                NULLIF(CAST(:entered_by AS TEXT), ''), :example, :locked_at, :locked_because, :at, :at, 1))sql",
                  {{"network", network},
                   {"id", person.id},
                   {"given", data.given_name},
                   {"family", data.family_name},
                   {"key", prepared.sort_key},
                   {"year", data.birth_year},
                   {"village", data.village},
                   {"street", data.street.seen_by(storing)},
                   {"postal_code", data.postal_code},
                   {"town", data.town},
                   {"phone", data.phone.seen_by(storing)},
                   {"mobile", data.mobile.seen_by(storing)},
                   {"email", data.email.seen_by(storing)},
                   {"reach", to_text(data.reach)},
                   {"whole", data.area.whole_network},
                   {"around", data.area.around},
                   {"radius", radius_of(data.area)},
                   {"hours", data.hours_per_month},
                   {"notes", data.notes},
                   {"origin", to_text(person.origin)},
                   {"on_behalf", person.on_behalf},
                   {"entered_by", entered_by},
                   {"example", data.is_example},
                   {"locked_at", locked_at},
                   {"locked_because", to_text(lock)},
                   {"at", created_at}});
}

bool update(db::Tx& tx, const NetworkId& network, const PreparedPerson& prepared, Timestamp now)
{
    const auto& person = prepared.person;
    const auto& data = person.data;
    const auto storing = accounts::the_program();
    const auto changed = tx.exec(R"sql(
        UPDATE people SET given_name = :given, family_name = :family, sort_key = :key, birth_year = :year,
            village_id = :village, street = :street, postal_code = :postal_code, town = :town, phone = :phone,
            mobile = :mobile, email = :email, reach = :reach, whole_network = :whole,
            around_village_id = :around, radius_km = :radius, hours_per_month = :hours, notes = :notes,
            is_example = :example, updated_at = :at, version = version + 1
        WHERE network_id = :network AND id = :id AND version = :expected)sql",
                                 {{"network", network},
                                  {"id", person.id},
                                  {"expected", person.version},
                                  {"given", data.given_name},
                                  {"family", data.family_name},
                                  {"key", prepared.sort_key},
                                  {"year", data.birth_year},
                                  {"village", data.village},
                                  {"street", data.street.seen_by(storing)},
                                  {"postal_code", data.postal_code},
                                  {"town", data.town},
                                  {"phone", data.phone.seen_by(storing)},
                                  {"mobile", data.mobile.seen_by(storing)},
                                  {"email", data.email.seen_by(storing)},
                                  {"reach", to_text(data.reach)},
                                  {"whole", data.area.whole_network},
                                  {"around", data.area.around},
                                  {"radius", radius_of(data.area)},
                                  {"hours", data.hours_per_month},
                                  {"notes", data.notes},
                                  {"example", data.is_example},
                                  {"at", now}});
    if (changed == 0)
        return false;
    replace_changed_lists(tx, network, prepared);
    return true;
}

void set_lock(db::Tx& tx, const NetworkId& network, const PersonId& id, Lock lock, Timestamp now)
{
    const auto at = lock == Lock::none ? std::nullopt : std::optional(now);
    tx.exec(R"sql(
        UPDATE people SET locked_at = :at, locked_because = :because WHERE network_id = :network AND id = :id)sql",
            {{"network", network}, {"id", id}, {"at", at}, {"because", to_text(lock)}});
}

void set_confirmed_email(db::Tx& tx, const NetworkId& network, const PersonId& id, std::string_view email)
{
    tx.exec(R"sql(
        UPDATE people SET confirmed_email = :email WHERE network_id = :network AND id = :id)sql",
            {{"email", email}, {"network", network}, {"id", id}});
}

} // namespace dorfnetz::people::store
