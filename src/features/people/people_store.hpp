#pragma once

#include "features/people/api.hpp"
#include "features/people/register_api.hpp"

#include <span>
#include <string>
#include <vector>

// SQL of the entries themselves, nothing else.
namespace dorfnetz::people::store {

std::optional<Person> by_id(db::Reader& reader, const NetworkId& network, const PersonId& id);
// In the order of the ids, without those that there are not.
std::vector<Person> by_ids(db::Reader& reader, const NetworkId& network, const std::vector<PersonId>& ids);
std::vector<Person> all(db::Reader& reader, const NetworkId& network);
// Who can be written to at this address, in lower case; a family may share one.
std::vector<PersonId> ids_by_email(db::Reader& reader, const NetworkId& network, std::string_view email);

struct Candidate
{
    PersonId id;
    PersonDraft data; // what likeness is judged by, nothing else
};

// Whoever shares a number, a mail, or the sound of a part of the family name in the same village.
std::vector<Candidate> candidates(db::Reader& reader, const NetworkId& network, const PersonDraft& draft);

// Fills in the lists and consents of entries that were read without them.
void attach_lists(db::Reader& reader, const NetworkId& network, std::span<Person> people);

// What a list asks for. Texts are empty, and lists are all, where nothing is asked.
struct Filter
{
    std::optional<std::vector<std::string>> only_villages =
        {};                   // what a lead editor may see; then also only who agreed to that
    std::string village = {}; // helps there
    std::string field = {};
    std::string task = {};
    std::string weekday = {};
    std::string reach = {};
    std::vector<std::string> name_parts = {}; // folded; the beginning of a part is enough
    enum class Locked { any, no, yes } locked = Locked::any;
};

std::int64_t count(db::Reader& reader, const NetworkId& network, const Filter& filter);
// By name.
std::vector<Person> list(db::Reader& reader, const NetworkId& network, const Filter& filter,
                         std::int64_t limit, std::int64_t offset);

std::vector<EntryVersion> versions(db::Reader& reader, const NetworkId& network, const Filter& filter);

// Without its lists; locked unless a consent to the register comes with it, and a parent's for who is under
// age.
void insert(db::Tx& tx, const NetworkId& network, const PreparedPerson& prepared,
            std::string_view entered_by);
// With those of its lists that changed. False if the stored version is not the one before; the new one is one
// more.
bool update(db::Tx& tx, const NetworkId& network, const PreparedPerson& prepared, Timestamp now);
// Terms, areas, times and name parts of new entries. Table by table: a page of the database is then filled
// once instead of being fetched again for each person.
void insert_lists(db::Tx& tx, const NetworkId& network, std::span<const PreparedPerson> people);
void replace_changed_lists(db::Tx& tx, const NetworkId& network, const PreparedPerson& prepared);
void set_lock(db::Tx& tx, const NetworkId& network, const PersonId& id, Lock lock, Timestamp now);
void set_confirmed_email(db::Tx& tx, const NetworkId& network, const PersonId& id, std::string_view email);

std::vector<NamePart> name_parts(std::string_view name);
std::string sort_key_of(const PersonDraft& data);

} // namespace dorfnetz::people::store
