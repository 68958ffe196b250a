#pragma once

#include "features/organisations/api.hpp"
#include "features/villages/api.hpp"
#include "foundation/core/result.hpp"
#include "foundation/db/db.hpp"
#include "foundation/sheet/write.hpp"
#include "foundation/web/context.hpp"
#include "foundation/web/form.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// The register of people who help. Never public; who sees whom is decided by accounts::may.
namespace dorfnetz::jobs {
class Jobs;
}

namespace dorfnetz::people {

// The register's background work.
void register_jobs(jobs::Jobs& jobs, web::Environment& environment);

using PersonId = Id<struct PersonTag>;
using organisations::Area;
using organisations::Author;
using villages::Village;
using villages::VillageId;

// ---- What an entry is ----

// How somebody wants to be reached; stored by name, words in the vocabulary "contact_ways".
enum class ContactWay { any, email, phone, letter, lead_organisation };

std::string_view to_text(ContactWay way);
std::optional<ContactWay> contact_way_from_text(std::string_view text);

// How the entry came here.
enum class Origin { web, paper, import, editor };

std::string_view to_text(Origin origin);
std::optional<Origin> origin_from_text(std::string_view text);

// How a consent was given; words in the vocabulary "consent_ways".
enum class ConsentWay { web, paper, phone };

std::string_view to_text(ConsentWay way);
std::optional<ConsentWay> consent_way_from_text(std::string_view text);

// Keys of the vocabularies "weekdays" and "times_of_day".
struct FreeTime
{
    std::string weekday;
    std::string time_of_day;

    auto operator<=>(const FreeTime&) const = default;
};

// Everything that can be typed in about a person.
struct PersonDraft
{
    std::string given_name = {};
    std::string family_name = {};
    std::optional<std::int64_t> birth_year = {};
    std::optional<VillageId> village = {}; // home; nothing: elsewhere
    std::string street = {};
    std::string postal_code = {};
    std::string town = {};
    std::string phone = {};  // as written; kept as E.164 where it can be read
    std::string mobile = {}; // likewise
    std::string email = {};
    ContactWay reach = ContactWay::any;
    std::vector<std::string> fields = {}; // keys of the vocabulary "fields"; likewise the following
    std::vector<std::string> tasks = {};
    std::vector<std::string> skills = {}; // in own words
    std::vector<std::string> mobility = {};
    std::vector<std::string> languages = {};
    Area area = {}; // empty: the home village
    std::vector<FreeTime> free_times = {};
    std::optional<std::int64_t> hours_per_month = {};
    std::string notes = {};
    bool is_example = false;

    bool operator==(const PersonDraft&) const = default;

    std::string name() const;
};

// Why nobody but the coordinator sees an entry.
enum class Lock { none, no_consent, withdrawn };

struct Person
{
    PersonId id;
    PersonDraft data;
    Origin origin = Origin::editor;
    std::string on_behalf = {};                // who said so
    std::vector<VillageId> help_villages = {}; // where the person helps, radius worked out; not whole_network
    Lock lock = Lock::none;
    std::optional<Timestamp> locked_at = {};
    Timestamp created_at = {};
    Timestamp updated_at = {};
    std::int64_t version = 1;

    bool is_locked() const { return lock != Lock::none; }
};

// What a person agreed to and how; the proof asked for by Art. 7 (1) GDPR.
struct ConsentDraft
{
    ConsentWay way = ConsentWay::web;
    Date given_on = {};
    std::string text_hash = {}; // of `remember_consent_text`
    std::string note = {};
    std::string paper_number = {}; // of the form or reply slip
};

// ---- Reading ----

std::optional<Person> person_by_id(db::Reader& reader, const NetworkId& network, const PersonId& id);
// Everybody, locked or not, by name; for exports of the command line.
std::vector<Person> all_people(db::Reader& reader, const NetworkId& network);
// People with a consent in force: the figure on the front page.
std::int64_t count_people(db::Reader& reader, const NetworkId& network);

// ---- Writing: each in the caller's transaction, each keeps history and names up to date ----

Author author_of(const web::Context& context);

// What is wrong with a draft, at the field's name; nothing if it can be saved. Fields of a special category
// (Art. 9 GDPR) and people under 16 are refused: their consent has a form of its own.
std::vector<FieldError> problems_of(const PersonDraft& draft, const std::vector<Village>& places, Date today);

struct NewPerson
{
    PersonDraft data;
    Origin origin = Origin::editor;
    std::string on_behalf = {};
    std::optional<ConsentDraft> consent = {}; // without it the entry is locked
};

// Err::invalid with the fields. Likely duplicates go to the coordinator's review list, silently.
Result<PersonId> create(db::Tx& tx, const NetworkId& network, const NewPerson& person, const Author& author);
// Err::missing, Err::stale if `version` is no longer the newest, Err::invalid. Does nothing if nothing
// changed.
Result<Done> update(db::Tx& tx, const NetworkId& network, const PersonId& id, std::int64_t version,
                    const PersonDraft& draft, const Author& author);

// One word of a name as it is looked up: "folded", or how it sounds.
struct NamePart
{
    std::string_view kind;
    std::string part;
};

// An entry with all worked out that needs no transaction, so that thousands are written in a short one.
struct PreparedPerson
{
    Person person;                            // as it shall be
    std::optional<Person> before = {};        // as it was; nothing: a new entry
    std::optional<ConsentDraft> consent = {}; // of a new entry
    std::string sort_key = {};
    std::vector<NamePart> name_parts = {};
};

// Err::invalid with the fields. `places` are all of the network.
Result<PreparedPerson> prepare(const NewPerson& person, const std::vector<Village>& places,
                               const Author& author);
Result<PreparedPerson> prepare_change(const Person& before, const PersonDraft& draft,
                                      const std::vector<Village>& places, const Author& author);
// Writes new entries with history and audit log. Who may be the same person is for the caller to look up.
void insert_prepared(db::Tx& tx, const NetworkId& network, std::span<const PreparedPerson> people,
                     const Author& author);
// Writes a change with history and audit log. Err::stale if the entry was changed since it was read.
Result<Done> update_prepared(db::Tx& tx, const NetworkId& network, const PreparedPerson& person,
                             const Author& author);
// Another text whenever anybody was entered, changed, locked or deleted in between.
std::string register_mark(db::Reader& reader, const NetworkId& network);

// Deletes the person and everything about them, also what the audit log says of them, and remembers the id.
void erase(db::Tx& tx, const NetworkId& network, const PersonId& id);

struct ErasedPerson
{
    NetworkId network;
    PersonId id;
};

// Of all networks; for cleaning a restored backup. Who was merged into another entry was not erased.
std::vector<ErasedPerson> erased_people(db::Reader& reader);

// The wording of the consent today, in the network's name.
std::string consent_text(std::string_view network_name, i18n::Language language);
// Keeps a wording for ever and answers its hash.
std::string remember_consent_text(db::Tx& tx, const NetworkId& network, std::string_view text,
                                  i18n::Language language, Timestamp now);
// Unlocks the entry. Err::missing.
Result<Done> record_consent(db::Tx& tx, const NetworkId& network, const PersonId& id,
                            const ConsentDraft& consent, const Author& author);
// Takes effect with the next request: the entry is locked. Err::missing.
Result<Done> withdraw_consent(db::Tx& tx, const NetworkId& network, const PersonId& id, const Author& author);
// "/einwilligung/…": where the person takes the consent back without an account; for every mail to them.
std::string withdrawal_path(const web::Environment& environment, const NetworkId& network,
                            const PersonId& id);

// ---- Locked entries ----

inline constexpr int days_to_answer = 90;
inline constexpr int days_after_withdrawal = 30;

// An entry, and the moment at which its time here is over.
struct DueEntry
{
    PersonId id;
    Timestamp at = {};
};

// Locked entries: without consent 90 days after the first request (or after the lock, if nobody was asked),
// withdrawn ones after 30 days. The next to be deleted first.
std::vector<DueEntry> locked_until(db::Reader& reader, const NetworkId& network, Lock lock);

// Entries with a consent that nobody has changed and that were not agreed to anew since the moment; with when
// we last heard of them, the longest silence first. Without examples.
std::vector<DueEntry> silent_since(db::Reader& reader, const NetworkId& network, Timestamp moment);

// ---- Duplicates ----

enum class Likeness {
    possible, // the names sound alike, in the same village
    likely,   // the same name and village, birth years do not differ
    certain,  // the same telephone or mail, and the names are alike
};

std::string_view to_text(Likeness likeness);
std::optional<Likeness> likeness_from_text(std::string_view text);

struct Duplicate
{
    PersonId id;
    Likeness likeness = Likeness::possible;

    bool operator==(const Duplicate&) const = default;
};

// As `create`, but who may be the same person is looked up in a job after the answer: then neither the answer
// nor how long it takes tells whether somebody is in the register.
Result<PersonId> create_and_compare_later(db::Tx& tx, const NetworkId& network, const NewPerson& person,
                                          Author author);
// What the job does: notes likely duplicates of the entry for the coordinator.
void compare_with_others(db::Pool& pool, const NetworkId& network, const PersonId& id, Timestamp now);

// Who in the register may be the same person, the most alike first, at most ten. The caller must not show
// what the actor may not see.
std::vector<Duplicate> find_duplicates(db::Reader& reader, const NetworkId& network,
                                       const PersonDraft& draft);
// Notes for the coordinator that two entries may be one person; once for each pair, and not if one of them
// was erased meanwhile.
void note_duplicate(db::Tx& tx, const NetworkId& network, const PersonId& one, const PersonId& other,
                    Likeness likeness, Timestamp now);

// ---- Who may see whom ----

// An entry as the actor may see it; Err::missing for all others, whether they exist or not.
Result<Person> visible_person(db::Reader& reader, const web::Context& context, const PersonId& id);
bool may_see(const web::Actor& actor, const Person& person);
// Whether the actor may enter people who live in this village; nothing: elsewhere.
bool may_record(const web::Actor& actor, const std::optional<VillageId>& village);
// Entries that look like the draft, as far as the actor may see them, and a notice that names them.
std::vector<Duplicate> visible_duplicates(const web::Context& context, const PersonDraft& draft);
html::Safe alike_list(const web::Context& context, const std::vector<Duplicate>& duplicates);

// ---- Taking people along: every such list is to be written to the audit log by whoever hands it out ----

sheet::Sheet sheet_of(const std::vector<Person>& people, const std::vector<Village>& places,
                      i18n::Language language);
// vCard 4.0 (RFC 6350).
std::string vcards_of(const std::vector<Person>& people, const std::vector<Village>& places);

// ---- The form of an entry, for pages of other features ----

// `places` are all of the network's; strangers are not asked for their year of birth.
enum class Audience { stranger, editor };

std::vector<web::Field> entry_fields(const web::Context& context, const std::vector<Village>& places,
                                     Audience audience);
web::FormValues entry_values(const PersonDraft& draft);
// What the form says; what it does not have (the example mark) stays as in `before`.
PersonDraft entry_from(const web::FormValues& values, const PersonDraft& before);
// Chosen keys that the form does not offer because they need a consent of their own.
std::vector<FieldError> refused_special_fields(const http::Form& form);

} // namespace dorfnetz::people
