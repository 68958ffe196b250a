#include "features/people/duplicates.hpp"

#include "features/people/people_store.hpp"
#include "features/people/person.hpp"
#include "foundation/core/text.hpp"
#include "foundation/search/folding.hpp"

#include <algorithm>
#include <set>

namespace dorfnetz::people {

namespace {

constexpr std::size_t most_shown = 10;

std::set<std::string> parts_of(std::string_view name, std::string_view kind)
{
    std::set<std::string> parts;
    for (auto& [known, part] : store::name_parts(name))
        if (known == kind)
            parts.insert(std::move(part));
    return parts;
}

// One has all parts of the other: "Karl Beispiel" and "Karl Heinz Beispiel".
bool one_holds_the_other(const std::set<std::string>& left, const std::set<std::string>& right)
{
    if (left.empty() || right.empty())
        return false;
    return std::includes(left.begin(), left.end(), right.begin(), right.end()) ||
           std::includes(right.begin(), right.end(), left.begin(), left.end());
}

struct Name
{
    std::set<std::string> folded;
    std::set<std::string> sounds;
};

Name name_of(const PersonDraft& draft)
{
    const auto name = draft.name();
    return {parts_of(name, "folded"), parts_of(name, "sound")};
}

bool share_any(const std::set<std::string>& left, const std::set<std::string>& right)
{
    return std::any_of(left.begin(), left.end(), [&](const auto& part) { return right.contains(part); });
}

bool same_contact(const PersonDraft& left, const PersonDraft& right)
{
    const auto same_number = [](const ContactText& number, const PersonDraft& other) {
        return !number.empty() && (number == other.phone || number == other.mobile);
    };
    return same_number(left.phone, right) || same_number(left.mobile, right) ||
           (!left.email.empty() && left.email == right.email);
}

// A couple shares its telephone and family name, so that alone is no duplicate: the whole name must sound
// alike.
std::optional<Likeness> likeness_of(const PersonDraft& left, const Name& one, const PersonDraft& right)
{
    const bool same_village = left.village == right.village;
    const bool years_differ = left.birth_year && right.birth_year && *left.birth_year != *right.birth_year;
    const bool may_be_neighbours = same_village && !years_differ;
    const bool reached_alike = same_contact(left, right);
    if (!may_be_neighbours && !reached_alike)
        return std::nullopt; // before the names, which cost most
    const auto other = name_of(right);
    const bool sounds_alike = one_holds_the_other(one.sounds, other.sounds);
    if (reached_alike && sounds_alike)
        return Likeness::certain;
    if (!may_be_neighbours)
        return std::nullopt;
    if (one.folded == other.folded)
        return Likeness::likely;
    if (sounds_alike && share_any(one.sounds, other.sounds))
        return Likeness::possible;
    return std::nullopt;
}

} // namespace

std::vector<Duplicate> find_duplicates(db::Reader& reader, const NetworkId& network, const PersonDraft& draft)
{
    const auto wanted = tidied(draft);
    const auto name = name_of(wanted);
    std::vector<Duplicate> found;
    for (const auto& candidate : store::candidates(reader, network, wanted))
        if (const auto likeness = likeness_of(wanted, name, candidate.data))
            found.push_back({candidate.id, *likeness});
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& left, const auto& right) { return left.likeness > right.likeness; });
    if (found.size() > most_shown)
        found.resize(most_shown);
    return found;
}

void note_duplicate(db::Tx& tx, const NetworkId& network, const PersonId& one, const PersonId& other,
                    Likeness likeness, Timestamp now)
{
    const auto& [first, second] = std::minmax(one, other);
    tx.exec(R"sql(
        INSERT INTO duplicate_reviews (network_id, person_id, other_id, likeness, found_at)
        SELECT one.network_id, one.id, other.id, CAST(:likeness AS TEXT), CAST(:now AS TEXT)
        FROM people one JOIN people other ON other.network_id = one.network_id AND other.id = :second
        WHERE one.network_id = :network AND one.id = :first ON CONFLICT DO NOTHING)sql",
            {{"network", network},
             {"first", first},
             {"second", second},
             {"likeness", to_text(likeness)},
             {"now", now}});
}

std::vector<DuplicatePair> open_duplicates(db::Reader& reader, const NetworkId& network, std::int64_t limit)
{
    return reader.list(R"sql(
        SELECT person_id, other_id, likeness, found_at FROM duplicate_reviews
        WHERE network_id = :network AND different_since IS NULL ORDER BY found_at, person_id LIMIT :limit)sql",
                       {{"network", network}, {"limit", limit}}, [](db::Row& row) {
                           DuplicatePair pair;
                           pair.one = row.take<PersonId>();
                           pair.other = row.take<PersonId>();
                           pair.likeness =
                               likeness_from_text(row.take<std::string>()).value_or(Likeness::possible);
                           pair.found_at = row.take<Timestamp>();
                           return pair;
                       });
}

Result<Done> mark_as_different(db::Tx& tx, const NetworkId& network, const PersonId& one,
                               const PersonId& other, Timestamp now)
{
    const auto& [first, second] = std::minmax(one, other);
    const auto changed = tx.exec(R"sql(
        UPDATE duplicate_reviews SET different_since = :now
        WHERE network_id = :network AND person_id = :first AND other_id = :second)sql",
                                 {{"network", network}, {"first", first}, {"second", second}, {"now", now}});
    if (changed == 0)
        return Error{.kind = Err::missing};
    return Done{};
}

} // namespace dorfnetz::people
