#pragma once

#include "accounts/guarded.hpp"
#include "features/villages/api.hpp"
#include "foundation/core/result.hpp"
#include "foundation/db/db.hpp"
#include "foundation/mail/mail.hpp"
#include "foundation/web/context.hpp"
#include "foundation/web/form.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace dorfnetz::organisations {

using OrganisationId = Id<struct OrganisationTag>;
using ContactId = Id<struct ContactTag>;
using accounts::Audience;
using villages::VillageId;

// ---- What an entry is ----

// Stored by name; the words for people stand in the vocabulary "kinds".
enum class Kind { club, council, company, fire_brigade, parish, school, initiative, municipality };

inline constexpr std::array kinds = {Kind::club,   Kind::council, Kind::company,    Kind::fire_brigade,
                                     Kind::parish, Kind::school,  Kind::initiative, Kind::municipality};

std::string_view to_text(Kind kind);
std::optional<Kind> kind_from_text(std::string_view text);

// From a stranger's report to what everybody sees. Only published entries are public.
enum class Status { reported, confirmed, published, archived };

std::string_view to_text(Status status);
std::optional<Status> status_from_text(std::string_view text);

// The public list in which a kind stands.
enum class Directory { clubs, companies };

Directory directory_of(Kind kind);
// "/vereine" or "/firmen".
std::string_view path_of(Directory directory);
// The entry's page: "/vereine/beispiel-chor".
std::string path_of(Kind kind, std::string_view slug);

// Where somebody helps: villages, everything within some kilometres of one, or the whole network.
struct Area
{
    std::vector<VillageId> villages = {};
    std::optional<VillageId> around = {};
    std::int64_t radius_km = 0; // 1 to 500 if `around` is set
    bool whole_network = false;

    bool operator==(const Area&) const = default;
};

// Reads "ganzes Netzwerk", "10 km um Aue" or a list of villages. Nothing if a part is not understood.
std::optional<Area> area_from_text(const std::vector<villages::Village>& places, std::string_view text);

// What people type in: everything that an editor can change.
struct OrganisationDraft
{
    Kind kind = Kind::club;
    std::string name = {};
    std::string short_name = {};
    std::string legal_form = {};
    std::string register_court = {};
    std::string register_number = {};
    std::string parent_name = {};              // what it belongs to, as people call it
    std::optional<OrganisationId> parent = {}; // the entry of that name, found by the register when saving
    std::optional<std::int64_t> founded = {};  // year
    std::optional<std::int64_t> members = {};
    std::vector<VillageId> villages = {}; // where it is active
    std::vector<std::string> fields = {}; // keys of the vocabulary "fields"; likewise the following
    Area area = {};
    std::string purpose = {};
    std::string aims = {};
    std::vector<std::string> strengths = {};
    std::string strengths_text = {}; // in own words
    std::string offers = {};         // for volunteers
    std::string street = {};
    std::string postal_code = {};
    std::string town = {};
    accounts::Guarded<Audience::public_> phone = {};
    accounts::Guarded<Audience::village> email = {};
    std::string web = {};
    std::string social_links = {}; // one address in each line
    std::vector<std::string> purposes = {};
    std::vector<std::string> support = {};
    Area support_area = {};
    std::string supports_whom = {};
    bool is_example = false;

    bool operator==(const OrganisationDraft&) const = default;
};

struct Organisation
{
    OrganisationId id;
    OrganisationDraft entry;
    std::string slug;
    Status status = Status::reported;
    std::optional<Date> last_confirmed_on;
    Timestamp created_at;
    Timestamp updated_at;
    std::int64_t version = 1;

    bool is_public() const { return status == Status::published; }
};

// Whom to ask. Internal until the person's consent is recorded (rule 11 of the domain).
struct ContactDraft
{
    std::string name = {};
    std::string duty = {}; // "Vorsitz"
    accounts::Guarded<Audience::public_> phone = {};
    accounts::Guarded<Audience::village> email = {};
    std::optional<Date> consent_on = {};
    std::string consent_way = {}; // key of "consent_ways"; empty without consent
    std::string consent_note = {};
    bool is_responsible = false; // answers for the entry; at most one

    bool operator==(const ContactDraft&) const = default;
};

struct Contact
{
    ContactId id;
    OrganisationId organisation;
    ContactDraft data;
    std::int64_t version = 1;

    bool is_public() const { return data.consent_on.has_value(); }

    // Nothing of it is kept from anybody.
    bool is_for_everybody() const;
};

// Kind of entries in the search index; only public ones are in it.
inline constexpr std::string_view search_kind = "organisation";

// What other features add to an entry's public page (web::Part), with the entry's id as their subject: list
// items of the tags above its name ("Netzwerkverein für …"), and blocks below its text.
inline constexpr std::string_view tag_parts = "organisation-tags";
inline constexpr std::string_view page_parts = "organisation";

// ---- Reading ----

std::optional<Organisation> organisation_by_id(db::Reader& reader, const NetworkId& network,
                                               const OrganisationId& id);
std::optional<Organisation> organisation_by_slug(db::Reader& reader, const NetworkId& network,
                                                 std::string_view slug);
// Every entry in whatever status, by name; for exports and the import.
std::vector<Organisation> all_organisations(db::Reader& reader, const NetworkId& network);
// Who agreed to be named, and the others for who may see what is for the village. Their telephones and mail
// addresses come out for those whom they are meant for.
std::vector<Contact> contacts_of(db::Reader& reader, const NetworkId& network, const OrganisationId& id,
                                 const accounts::Viewer& viewer);
// Where mail to the entry goes: its own address, and that of the person who answers for it, this one first.
// Nothing if there is neither.
enum class MailTo { own_first, person_first };
std::optional<mail::Mailbox> mailbox_of(db::Reader& reader, const NetworkId& network,
                                        const Organisation& organisation, MailTo wanted);
// Its name if everybody may know it, otherwise empty: for what is written down once and read by all.
std::string public_name(db::Reader& reader, const NetworkId& network, const OrganisationId& id);
// What belongs to this entry, in whatever status, by name.
std::vector<OrganisationId> organisations_below(db::Reader& reader, const NetworkId& network,
                                                const OrganisationId& id);
// The albums (features/pictures) of an entry.
std::string logo_album(const OrganisationId& id);
std::string picture_album(const OrganisationId& id);
// A picture of one of them is gone, and `newest` (empty for none) is the newest that is left there.
void forget_picture(db::Tx& tx, const NetworkId& network, std::string_view gone, std::string_view newest);
bool is_active_in(db::Reader& reader, const NetworkId& network, const OrganisationId& id,
                  const VillageId& village);

// What lists show of an entry; nothing personal.
struct Entry
{
    OrganisationId id;
    Kind kind = Kind::club;
    Status status = Status::reported;
    std::string slug;
    std::string name;
    std::string short_name;
    std::string summary; // first sentences of purpose or aims
    std::string folded_name;
    std::string register_key; // court and number, folded; empty without number
    std::optional<std::int64_t> members;
    std::string logo; // key of the picture; empty: none
    bool is_example = false;
    std::optional<Date> last_confirmed_on;
    std::vector<VillageId> villages; // where it is active now
    std::vector<std::string> fields;
    std::vector<std::string> strengths;
    std::vector<std::string> support;

    bool is_public() const { return status == Status::published; }
};

// All entries of a network, by name, and its villages: what every list is made from.
struct Register
{
    std::vector<Entry> entries;
    std::vector<villages::Village> villages;
    // Where each entry stands in `entries`, by its id.
    std::unordered_map<std::string, std::size_t> places = {};

    const villages::Village* village(const VillageId& id) const;
    const Entry* entry(const OrganisationId& id) const;
    // What is not public is known to who is signed in alone; nothing for all others, or if it is gone.
    // Whoever names an organisation because a record names it asks here.
    const Entry* known_to(const web::Actor& actor, const OrganisationId& id) const;
};

Register load_register(db::Reader& reader, const NetworkId& network);
// Entries that are active there now, by name, in whatever status.
std::vector<Entry> organisations_of_village(db::Reader& reader, const NetworkId& network,
                                            const VillageId& village);

// Of all that ever were entered there, also those that left or were archived.
std::vector<OrganisationId> ever_active_in(db::Reader& reader, const NetworkId& network,
                                           const VillageId& village);

// The register as it is now, kept until somebody writes in the network.
std::shared_ptr<const Register> shared_register(db::Pool& pool, const NetworkId& network);
// For who is reading already, as a part of a page. Never waits for a second connection.
std::shared_ptr<const Register> shared_register(const web::Context& context, db::Reader& reader);

// Whether a list must say that the entry is invented; the name of most says it already.
inline bool needs_example_tag(bool is_example, std::string_view name)
{
    return is_example && !name.starts_with("Beispiel");
}

inline constexpr int months_until_stale = 12;
// Older than 12 months, or never confirmed (rule 8).
bool is_stale(const std::optional<Date>& last_confirmed_on, Date today);
// "zuletzt bestätigt vor 14 Monaten"; empty for what is not stale.
std::string stale_text(i18n::Language language, const std::optional<Date>& last_confirmed_on, Date today);

// ---- Choosing from a register ----

enum class Order { by_name, by_relevance, newest_confirmation };

// What an editor works on: entries that are active in a village, and single ones.
struct Editable
{
    std::vector<VillageId> villages = {};
    std::vector<OrganisationId> entries = {};
};

// Several values of one kind mean "any of them", several kinds mean "all of them".
struct Filter
{
    std::optional<Directory> directory = {};
    std::vector<Status> statuses = {Status::published};
    std::vector<std::string> villages = {}; // slugs
    std::vector<std::string> fields = {};
    std::vector<std::string> strengths = {};
    std::vector<std::string> support = {};
    std::vector<Kind> kinds = {};
    std::optional<std::vector<OrganisationId>> found = {}; // of the search, best first
    std::optional<Editable> only = {};                     // nothing: all
    bool stale_only = false;
    Order order = Order::by_name;
};

struct Counted
{
    std::string value;
    std::int64_t count = 0;
};

// `count`: entries that one would see with this value and all other kinds of filters as they are.
struct Selection
{
    std::vector<const Entry*> entries; // point into the register
    std::vector<Counted> villages;     // all of the network, in their order
    std::vector<Counted> fields;
    std::vector<Counted> strengths;
    std::vector<Counted> support;
    std::vector<Counted> kinds;
};

// What the list on the desk shows with the filters in the address of this page, by name: what the actor
// edits.
std::vector<OrganisationId> listed_entries(const web::Context& context);

Selection choose(const Register& entries, const Filter& filter, Date today);

// ---- Writing: each in the caller's transaction; each keeps history and search up to date ----

// Who writes, and the outside world.
struct Author
{
    const Clock& clock;
    Random& random;
    std::string user = {}; // id of the account; empty for a stranger, the command line, an import
    std::string name = {}; // for the history: "Karla Muster", "Import vereine.xlsx"
    // An import of thousands puts its entries into the search index at its end, in one go.
    enum class Indexing { now, later } indexing = Indexing::now;
    // All of the network, for who writes thousands; otherwise they are read for each entry.
    const std::vector<villages::Village>* places = nullptr;
};

Author author_of(const web::Context& context);

// Whether this person may change the entry, which is active in these villages: coordinators all of them, lead
// editors those of their village, organisation editors their own. An empty id stands for a new entry.
bool may_edit(const web::Actor& actor, const OrganisationId& id, const std::vector<VillageId>& active_in);
// What this person may see of how the entry and its contact persons are reached.
accounts::Viewer viewer_of(const web::Actor& actor, const OrganisationId& id,
                           const std::vector<VillageId>& active_in);
// Of whoever speaks for the entry without an account: holds a link that was mailed to it.
accounts::Viewer viewer_from(const OrganisationId& id);

// What is wrong with a draft, at the field's name; nothing if it can be saved. `places` are all of the
// network's (villages::all_places).
std::vector<FieldError> problems_of(const OrganisationDraft& draft,
                                    const std::vector<villages::Village>& places, Date today);

struct NewOrganisation
{
    OrganisationDraft entry;
    Status status = Status::reported;
    std::optional<Date> last_confirmed_on = {};
};

// Err::invalid with the fields.
Result<OrganisationId> create(db::Tx& tx, const NetworkId& network, const NewOrganisation& what,
                              const Author& author);
// Err::missing, Err::stale if `version` is no longer the newest, Err::invalid, Err::conflict if the kind or a
// village is still needed for a mandate. Does nothing if nothing changed.
Result<Done> update(db::Tx& tx, const NetworkId& network, const OrganisationId& id, std::int64_t version,
                    const OrganisationDraft& draft, const Author& author);
// Everything in it is right today. A reported entry becomes a confirmed one.
Result<Done> confirm(db::Tx& tx, const NetworkId& network, const OrganisationId& id, const Author& author);
Result<Done> publish(db::Tx& tx, const NetworkId& network, const OrganisationId& id, const Author& author);
Result<Done> archive(db::Tx& tx, const NetworkId& network, const OrganisationId& id, const Author& author);
// Takes it from the public list and puts it among what waits for review.
Result<Done> send_to_review(db::Tx& tx, const NetworkId& network, const OrganisationId& id,
                            const Author& author);

// Joins entries to those that they named before these were there. After an import, whose rows stand in any
// order.
void link_parents(db::Tx& tx, const NetworkId& network);

Result<ContactId> add_contact(db::Tx& tx, const NetworkId& network, const OrganisationId& id,
                              const ContactDraft& contact, const Author& author);
Result<Done> update_contact(db::Tx& tx, const NetworkId& network, const ContactId& id, std::int64_t version,
                            const ContactDraft& contact, const Author& author);
// Writes down that the actor saw of a contact person what not everybody sees; before the answer is made.
void record_contact_view(db::Tx& tx, const web::Context& context, const ContactId& id);
// Contact persons of all organisations.
std::vector<Contact> all_contacts(db::Reader& reader, const NetworkId& network);
// Deletes the person and all that is said about them, without a trace of its own. False if they are not
// there.
bool erase_contact(db::Tx& tx, const NetworkId& network, const ContactId& id);
// Deletes the person and what the history says about them.
Result<Done> remove_contact(db::Tx& tx, const NetworkId& network, const ContactId& id, const Author& author);

// Another text whenever an entry was made or changed in between.
std::string register_mark(db::Reader& reader, const NetworkId& network);

// Puts these entries into the search index (those that are not public come out of it), or all of the network
// after a restore or a change of the rules.
void index_entries(db::Tx& tx, const NetworkId& network, const std::vector<OrganisationId>& ids);
void index_all(db::Tx& tx, const NetworkId& network);

// ---- Duplicates ----

enum class Likeness {
    possible, // the names are alike
    likely,   // the same name in the same village
    certain,  // the same number in the same register
};

struct Duplicate
{
    OrganisationId id;
    Likeness likeness = Likeness::possible;
};

// Finds what is there already, quickly enough for an import of thousands of rows.
class DuplicateFinder
{
public:
    explicit DuplicateFinder(const Register& entries);
    ~DuplicateFinder();
    DuplicateFinder(DuplicateFinder&&) noexcept;

    // The most alike first, at most five.
    std::vector<Duplicate> find(const OrganisationDraft& draft) const;
    // For rows that look like earlier rows of the same file.
    void add(const OrganisationId& id, const OrganisationDraft& draft);

private:
    struct Known;
    std::unique_ptr<Known> m_known;
};

// ---- The form of an entry, for pages of other features ----

// What the viewer may not see of `draft` is missing in the form and stays as it is.
std::vector<web::Field> entry_fields(const web::Context& context,
                                     const std::vector<villages::Village>& places,
                                     const OrganisationDraft& draft, const accounts::Viewer& viewer);
web::FormValues entry_values(const OrganisationDraft& draft, const accounts::Viewer& viewer);
// What the form says; what it does not have (the example mark) stays as in `before`.
OrganisationDraft entry_from(const web::FormValues& values, const OrganisationDraft& before,
                             const accounts::Viewer& viewer);

// Empties who did something, where it was this account (accounts::AccountMentions).
void forget_account(db::Tx& tx, const NetworkId& network, const web::UserId& user);

} // namespace dorfnetz::organisations
