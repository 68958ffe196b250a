#pragma once

#include "accounts/guarded.hpp"
#include "features/organisations/api.hpp"
#include "features/villages/api.hpp"
#include "foundation/core/result.hpp"
#include "foundation/db/db.hpp"
#include "foundation/mail/mail.hpp"
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

// ---- What somebody is told about themselves (Art. 15 GDPR) ----

struct OwnFact
{
    std::string label; // German or English, as asked
    std::string text;
};

// A heading with entries, each of which says a few things; `key` names it in files for programs.
struct OwnSection
{
    std::string key;
    std::string heading;
    std::vector<std::vector<OwnFact>> entries;
};

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

// What somebody agrees to, each by itself; words in the vocabulary "consent_purposes".
enum class Purpose {
    register_,       // to be kept, and asked by the coordinator
    lead_contact,    // to be seen and called by the lead organisations of the villages in the area
    network_contact, // likewise by others of the network: hosts of activities
    public_name,     // to be named in public
    pictures,        // to be seen on pictures
    newsletter,      // agreed to for a mailbox (features/newsletter), never in the register
    special_fields,  // fields of a special category (Art. 9 GDPR)
};

inline constexpr std::array all_purposes{
    Purpose::register_, Purpose::lead_contact, Purpose::network_contact, Purpose::public_name,
    Purpose::pictures,  Purpose::newsletter,   Purpose::special_fields,
};
// What somebody may be asked for beside `register_`: purposes that something here is made for already.
inline constexpr std::array offered_purposes{Purpose::lead_contact, Purpose::public_name, Purpose::pictures};
// What the one question of letters, mails and lists covers.
inline constexpr std::array asked_at_once{Purpose::register_, Purpose::lead_contact};

std::string_view to_text(Purpose purpose);
std::optional<Purpose> purpose_from_text(std::string_view text);
// A few words for it.
std::string purpose_label(Purpose purpose, i18n::Language language);
// Of keys with commas between them, as log and history keep them; what is no key is left out.
std::string purposes_in_words(std::string_view keys, i18n::Language language);

// Keys of the vocabularies "weekdays" and "times_of_day".
struct FreeTime
{
    std::string weekday;
    std::string time_of_day;

    auto operator<=>(const FreeTime&) const = default;
};

// How somebody is reached. Comes out for a Viewer only, which people's pages have from `record_contact_view`.
using ContactText = accounts::Guarded<accounts::Audience::coordinator>;

// Everything that can be typed in about a person.
struct PersonDraft
{
    std::string given_name = {};
    std::string family_name = {};
    std::optional<std::int64_t> birth_year = {};
    std::optional<VillageId> village = {}; // home; nothing: elsewhere
    ContactText street = {};
    std::string postal_code = {};
    std::string town = {};
    ContactText phone = {};  // as written; kept as E.164 where it can be read
    ContactText mobile = {}; // likewise
    ContactText email = {};
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
enum class Lock {
    none,
    no_consent,
    withdrawn,
    parent,     // under 16, and no parent has agreed yet (Art. 8 GDPR)
    restricted, // the person wants it to rest (Art. 18 GDPR)
    objected,   // the person objects (Art. 21 GDPR)
};

// Of somebody under 16.
struct Parent
{
    std::string name = {};
    ContactText email = {}; // one of both, unless agreed already
    ContactText phone = {};
    bool has_agreed = false;
};

struct Person
{
    PersonId id;
    PersonDraft data;
    Origin origin = Origin::editor;
    std::string on_behalf = {};                // who said so
    std::vector<VillageId> help_villages = {}; // where the person helps, radius worked out; not whole_network
    Lock lock = Lock::none;
    std::optional<Timestamp> locked_at = {};
    std::vector<Purpose> agreed = {}; // consents in force
    ContactText confirmed_email = {}; // whose mailbox the person has opened; perhaps no longer `data.email`
    bool is_under_age = false;        // a parent agreed, or has to
    Timestamp created_at = {};
    Timestamp updated_at = {};
    std::int64_t version = 1;

    bool is_locked() const { return lock != Lock::none; }

    // Because the person wants it to.
    bool rests() const { return lock == Lock::restricted || lock == Lock::objected; }

    bool agreed_to(Purpose purpose) const;
};

// A purpose and the wording that was agreed to; made by `remember_consent_texts`.
struct AgreedText
{
    Purpose purpose = Purpose::register_;
    std::string hash = {};

    bool operator==(const AgreedText&) const = default;
};

// What a person agreed to at once and how; the proof asked for by Art. 7 (1) GDPR.
struct ConsentDraft
{
    ConsentWay way = ConsentWay::web;
    Date given_on = {};
    std::vector<AgreedText> to = {};
    std::string note = {};
    std::string paper_number = {}; // of the form or reply slip
    std::string parent_name = {};  // who agreed for somebody under 16

    bool covers(Purpose purpose) const;
};

// ---- Reading ----

// Where mail to somebody goes; an empty address if they have none.
mail::Mailbox mailbox_of(const PersonDraft& person);
// Tells whether it is still the same mailbox, and not which one.
std::string mailbox_hash(const web::Environment& environment, const PersonDraft& person);

std::optional<Person> person_by_id(db::Reader& reader, const NetworkId& network, const PersonId& id);
// Everybody, locked or not, by name; for exports of the command line.
std::vector<Person> all_people(db::Reader& reader, const NetworkId& network);
// People with a consent in force: the figure on the front page.
std::int64_t count_people(db::Reader& reader, const NetworkId& network);

// ---- Writing: each in the caller's transaction, each keeps history and names up to date ----

Author author_of(const web::Context& context);
// For what somebody does to their own entry, without an account.
Author the_person(const web::Context& context);

// What needs more than the consent of everybody.
struct Allowed
{
    bool special_fields = false; // with the consent of that purpose (Art. 9 GDPR)
    bool under_age = false;      // with a parent (Art. 8 GDPR)
};

// What somebody agreed to already.
Allowed allowed_for(const Person& person);

// What is wrong with a draft, at the field's name; nothing if it can be saved.
std::vector<FieldError> problems_of(const PersonDraft& draft, const std::vector<Village>& places, Date today,
                                    Allowed allowed = {});

struct NewPerson
{
    PersonDraft data;
    Origin origin = Origin::editor;
    std::string on_behalf = {};
    std::optional<ConsentDraft> consent = {}; // without it the entry is locked
    std::optional<Parent> parent = {};        // of somebody under 16; locked until the parent has agreed
};

// Err::invalid with the fields. Likely duplicates go to the coordinator's review list, silently.
Result<PersonId> create(db::Tx& tx, const NetworkId& network, const NewPerson& person, const Author& author);

// Whoever reads the mailbox of an entry opens "Meine Daten" and is the person there. So it is the
// coordination alone that says which one it is (docs/adr/0034-whose-mailbox.md); the former one is told.
enum class EmailChange { refused, allowed };

// Err::missing, Err::stale if `version` is no longer the newest, Err::invalid, also for an address that is
// not to be changed. Does nothing if nothing changed.
Result<Done> update(db::Tx& tx, const NetworkId& network, const PersonId& id, std::int64_t version,
                    const PersonDraft& draft, EmailChange email, const Author& author);

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
    std::optional<Parent> parent = {};        // likewise
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
// Writes a change with history and audit log. Err::stale if the entry was changed since it was read,
// Err::invalid for an address that is not to be changed.
Result<Done> update_prepared(db::Tx& tx, const NetworkId& network, const PreparedPerson& person,
                             EmailChange email, const Author& author);
// Another text whenever anybody was entered, changed, locked or deleted, or a consent was given or taken back
// in between.
std::string register_mark(db::Reader& reader, const NetworkId& network);

// Whose something outside the register is.
enum class Belonging { theirs, perhaps, not_theirs };

// What leads to a person outside the register.
struct Traces
{
    PersonId id;
    std::string name;
    // Of entries that were merged into this one.
    std::vector<PersonId> merged = {};
    std::vector<std::string> merged_names = {};
    std::vector<std::string> emails = {}; // in lower case: mailboxes that the person has opened
    // What the entry says or said besides. Anybody can type a number or an address, so it proves nothing.
    std::vector<std::string> typed_emails = {};
    std::vector<std::string> typed_phones = {};
    bool shares_email = false; // somebody else in the register has one of the addresses

    // Whether it is the number of their entry, or of one that was merged into it.
    bool is_entry(std::string_view entry) const;
    std::vector<std::string> names() const;
    std::vector<std::string> family_names() const; // the last word of each, unless it is empty
    // Whether the text ends with one of them, as a name does.
    bool ends_with_family_name(std::string_view written) const;
    bool has_email(const ContactText& email) const;
    bool has_typed_email(const ContactText& email) const;
    bool has_phone(const ContactText& phone) const;

    // Theirs is what lies at a mailbox that they opened. A couple with one mailbox is two people, so then the
    // name has to fit as well. Perhaps theirs: their name with a number, or an address nobody has confirmed.
    Belonging whose(std::string_view name, const ContactText& email,
                    const std::vector<ContactText>& phones) const;
};

// What a feature keeps about people outside the register; put together in operations/erasures.cpp. Records
// have keys of their own, which mean nothing to anybody else.
struct Elsewhere
{
    std::string_view place = {}; // as it stands with what waits for a decision
    std::vector<OwnSection> (*tell)(db::Reader& reader, const web::Context& context, const Traces& traces);
    // What is theirs, and nothing else.
    void (*erase)(db::Tx& tx, const NetworkId& network, const Traces& traces);
    // Keys of what is perhaps theirs.
    std::vector<std::string> (*perhaps)(db::Reader& reader, const NetworkId& network, const Traces& traces);
    // What the coordinator has to see of it to decide; nothing if it is gone.
    std::optional<std::vector<OwnFact>> (*show)(db::Reader& reader, const web::Context& context,
                                                const std::string& key);
    void (*erase_one)(db::Tx& tx, const NetworkId& network, const std::string& key);
};

using Elsewheres = std::vector<Elsewhere>;

// What is told, and goes with the person or their account by itself.
Elsewhere told_only(std::string_view place, decltype(Elsewhere::tell) tell);

// The person has followed a link that went to the mail address of their entry: what lies there is theirs.
void confirm_mailbox(db::Tx& tx, const NetworkId& network, const PersonId& id);

// Deletes the person and everything that is theirs: also what the audit log says of them, mails to them, and
// what lies elsewhere. What is perhaps theirs goes to the coordinator's list. Remembers the id.
void erase(db::Tx& tx, const NetworkId& network, const PersonId& id, const Elsewheres& elsewhere);

struct ErasedPerson
{
    NetworkId network;
    PersonId id;
};

// Of all networks; for cleaning a restored backup. With each the entries that were merged into theirs.
std::vector<ErasedPerson> erased_people(db::Reader& reader);

// ---- Consents ----

// In whose name and in which language a wording is, and when.
struct Wordings
{
    const NetworkId& network;
    std::string_view network_name;
    i18n::Language language;
    Timestamp now;
};

Wordings wordings_of(const web::Context& context);

// The wording of today for one purpose: what stands beside its box.
std::string consent_text(Purpose purpose, std::string_view network_name, i18n::Language language);
// The one question of letters, mails and lists, with one answer: to be kept and asked, also by the lead
// clubs.
std::string asking_text(std::string_view network_name, i18n::Language language);
// Keeps today's wordings for ever.
std::vector<AgreedText> remember_consent_texts(db::Tx& tx, const Wordings& wordings,
                                               std::span<const Purpose> purposes);
std::vector<AgreedText> remember_asking_text(db::Tx& tx, const Wordings& wordings);

// Whether the person took one of these purposes back after the day on which they agreed: then that yes is
// none any more, however late it is typed in.
bool is_taken_back(db::Reader& reader, const NetworkId& network, const Person& person,
                   std::span<const Purpose> purposes, Date given_on);

// Unlocks the entry if it covers the register and nothing else holds it back. Err::missing; Err::invalid,
// with `consent_is_over`, for what was taken back since.
Result<Done> record_consent(db::Tx& tx, const NetworkId& network, const PersonId& id,
                            const ConsentDraft& consent, const Author& author);

inline constexpr German consent_is_over =
    "Danach hat die Person Nein gesagt. Ein Ja von davor gilt nicht mehr."_de;

// Mails the parent of somebody under 16 the question, if there is one and an address. For after `create`.
Result<Done> ask_parent(db::Tx& tx, const web::Context& context, const PersonId& child);

struct Withdrawal
{
    Purpose purpose = Purpose::register_;
    std::optional<ConsentWay> way = ConsentWay::web; // nothing: not known any more
    std::string note = {};
};

// Takes effect with the next request. Without the consent to the register there is none to anything: all are
// withdrawn and the entry is locked. Every other one leaves the rest as it is. Err::missing.
Result<Done> withdraw_consent(db::Tx& tx, const NetworkId& network, const PersonId& id,
                              const Withdrawal& withdrawal, const Author& author);
// "/einwilligung/…": where the person takes the consent back without an account; for every mail to them, in
// its text and as its List-Unsubscribe.
std::string withdrawal_path(const web::Environment& environment, const NetworkId& network,
                            const PersonId& id);
// The same as the end of a mail to them, and in its head.
void add_withdrawal(mail::Mail& mail, const web::Context& context, const PersonId& id);

// ---- Locked entries ----

inline constexpr int days_to_answer = 90;
inline constexpr int days_after_withdrawal = 30;
inline constexpr int days_after_objection = 30; // a month for the answer: Art. 12 (3) GDPR

// An entry, and the moment at which its time here is over.
struct DueEntry
{
    PersonId id;
    Timestamp at = {};
};

// Locked entries: without consent 90 days after the first request (or after the lock, if nobody was asked),
// without a parent's yes 90 days after the lock, withdrawn ones and those that somebody objected to after 30
// days. The next to be deleted first.
std::vector<DueEntry> locked_until(db::Reader& reader, const NetworkId& network, Lock lock);

// Entries with a consent that nobody has changed and that were not agreed to anew since the moment; with when
// we last heard of them, the longest silence first. Without examples.
std::vector<DueEntry> silent_since(db::Reader& reader, const NetworkId& network, Timestamp moment);

// What is kept of a certificate of good conduct stays six months after the last activity at the most. If none
// follows, it goes without delay; that is clear when nobody has noted one by then (§ 72a (5) SGB VIII).
inline constexpr int months_after_activity = 6;
inline constexpr int days_until_activity = 30;

// Deletes what has been kept so long. Answers how many.
std::int64_t delete_old_certificates(db::Pool& pool, const NetworkId& network, const Clock& clock);

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
// Who is called so, whole name, and is not locked; those whom the actor may see.
std::vector<Person> visible_people_called(db::Reader& reader, const web::Context& context,
                                          std::string_view name);
// Whether the actor may enter people who live in this village; nothing: elsewhere.
bool may_record(const web::Actor& actor, const std::optional<VillageId>& village);
// Who may enter them sees what they wrote to be called; after it was written to the audit log.
accounts::Viewer recording_viewer(const web::Actor& actor, const std::optional<VillageId>& village);
// Entries that look like the draft, as far as the actor may see them, and a notice that names them.
std::vector<Duplicate> visible_duplicates(const web::Context& context, const PersonDraft& draft);
html::Safe alike_list(const web::Context& context, const std::vector<Duplicate>& duplicates);

// ---- Looking for help ----

// Whom the actor may ask: those who agreed to that, and nothing holds it back.
std::vector<Person> people_to_ask(db::Reader& reader, const web::Context& context);

// Who of this name has opened this mailbox: for what somebody did without saying that they are in the
// register.
std::optional<PersonId> person_at_mailbox(db::Reader& reader, const NetworkId& network,
                                          const ContactText& email, std::string_view name);

// The entry in which the person is now who was in this one: mostly the same.
PersonId entry_now(db::Reader& reader, const NetworkId& network, const PersonId& id);

// ---- Taking people along: every such list is to be written to the audit log by whoever hands it out ----

sheet::Sheet sheet_of(const std::vector<Person>& people, const std::vector<Village>& places,
                      i18n::Language language, const accounts::Viewer& viewer);
// vCard 4.0 (RFC 6350).
std::string vcards_of(const std::vector<Person>& people, const std::vector<Village>& places,
                      const accounts::Viewer& viewer);

// ---- Asking people who stand in a list ----

// Everybody whom the list of the register shows with the filters in the address of this page, by name: what
// the actor may see.
std::vector<Person> listed_people(const web::Context& context);
// The filters in words, without a name that was searched: "Hilft in: Aue". Empty for none.
std::string filters_in_words(const web::Context& context, i18n::Language language);
// How somebody is reached, for an actor whom they allowed to ask them: agreed, and nothing holds it back.
// Whoever shows what it opens writes that to the audit log. Nothing for all others.
std::optional<accounts::Viewer> asking_viewer(const web::Actor& actor, const Person& person);
// Lines of a postal address without the name; none if no letter would arrive.
std::vector<std::string> postal_lines(const std::vector<Village>& places, const PersonDraft& person,
                                      const accounts::Viewer& viewer);

// ---- The form of an entry, for pages of other features ----

// `places` are all of the network's; strangers are not asked for their year of birth.
enum class Audience { stranger, editor };

std::vector<web::Field> entry_fields(const web::Context& context, const std::vector<Village>& places,
                                     Audience audience);
web::FormValues entry_values(const PersonDraft& draft, const accounts::Viewer& viewer);
// What the form says; what it does not have (the example mark) stays as in `before`.
PersonDraft entry_from(const web::FormValues& values, const PersonDraft& before);
// A box with the wording of a purpose, and the purposes whose boxes are ticked. The form for strangers has
// the box for fields of a special category beside them, and refuses one without the other.
web::Field consent_box(const web::Context& context, Purpose purpose);
std::vector<Purpose> ticked_purposes(const web::FormValues& values);
std::vector<FieldError> special_fields_problems(const web::FormValues& values);
// Of somebody under 16.
std::vector<web::Field> parent_fields(const web::Context& context);
std::vector<FieldError> parent_problems(const web::FormValues& values);
Parent parent_from(const web::FormValues& values);

// Empties who did something, where it was this account (accounts::AccountMentions).
void forget_account(db::Tx& tx, const NetworkId& network, const web::UserId& user);

} // namespace dorfnetz::people
