#include "features/people/consents.hpp"

#include "accounts/audit.hpp"
#include "features/people/history.hpp"
#include "features/people/people_store.hpp"
#include "features/people/person.hpp"
#include "features/people/resting.hpp"
#include "foundation/core/text.hpp"
#include "foundation/mail/outbox.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace dorfnetz::people {

namespace {

constexpr std::string_view withdrawal_purpose = "consent-withdrawal";
constexpr std::string_view withdrawal_start = "/einwilligung/";
constexpr std::size_t request_code_length = 10;

std::string withdrawal_token(const web::Environment& environment, const NetworkId& network,
                             const PersonId& id)
{
    return fmt::format(
        "{}.{}", id.text(),
        web::keyed_hash(environment, withdrawal_purpose, network.text() + '\n' + id.text()).substr(0, 32));
}

} // namespace

void forget_special_fields(db::Tx& tx, const NetworkId& network, Person person)
{
    if (!has_special_fields(person.data))
        return;
    auto data = person.data;
    std::erase_if(data.fields, is_special_field);
    const auto places = villages::all_places(tx, network);
    const auto prepared = prepare_unchecked(person, std::move(data), places);
    store::update(tx, network, prepared, person.updated_at);
    tx.exec(R"sql(
        UPDATE person_history SET old_value = '', new_value = ''
        WHERE network_id = :network AND person_id = :person AND field = 'felder')sql",
            {{"network", network}, {"person", person.id}});
}

void insert_consent(db::Tx& tx, const NetworkId& network, const Person& person, const ConsentDraft& consent,
                    const Author& author)
{
    const auto id = new_uuid_v7(author.clock, author.random);
    std::vector<std::string> purposes;
    for (const auto& [purpose, hash] : consent.to) {
        purposes.emplace_back(to_text(purpose));
        tx.exec_later(R"sql(
            INSERT INTO consents (network_id, id, purpose, person_id, text_hash, way, given_on, note, paper_number,
                                  parent_name, recorded_by, recorded_at, withdrawn_way, withdrawn_note)
            VALUES (:network, :id, :purpose, :person, :hash, :way, :given_on, :note, :paper, :parent,
                    NULLIF(CAST(:by AS TEXT), ''), :now, '', ''))sql",
                      {{"network", network},
                       {"id", id},
                       {"purpose", to_text(purpose)},
                       {"person", person.id},
                       {"hash", hash},
                       {"way", to_text(consent.way)},
                       {"given_on", consent.given_on},
                       {"note", consent.note},
                       {"paper", consent.paper_number},
                       {"parent", consent.parent_name},
                       {"by", author.user},
                       {"now", author.clock.now()}});
    }
    const auto all = join(purposes, ", ");
    write_history(tx, network, person.id, person.version, "consent_given", {{"einwilligung", {}, all}},
                  author);
    audit(tx, network, person.id, "consent.recorded", author, all);
}

bool is_taken_back(db::Reader& reader, const NetworkId& network, const Person& person,
                   std::span<const Purpose> purposes, Date given_on)
{
    // A day is all that is known of when somebody signed; on the same day they may have thought better of it.
    const auto is_later = [&](Timestamp withdrawn_at) { return date_of(withdrawn_at) > given_on; };
    if (person.lock == Lock::withdrawn && is_later(*person.locked_at))
        return true;
    bool taken_back = false;
    reader.each(R"sql(
        SELECT purpose, MAX(withdrawn_at) FROM consents
        WHERE network_id = :network AND person_id = :person AND withdrawn_at IS NOT NULL GROUP BY purpose)sql",
                {{"network", network}, {"person", person.id}}, [&](db::Row& row) {
                    const auto purpose = purpose_from_text(row.take<std::string>());
                    const bool later = is_later(row.take<Timestamp>());
                    taken_back = taken_back ||
                                 (later && purpose &&
                                  std::find(purposes.begin(), purposes.end(), *purpose) != purposes.end());
                });
    return taken_back;
}

Result<Done> record_consent(db::Tx& tx, const NetworkId& network, const PersonId& id,
                            const ConsentDraft& consent, const Author& author)
{
    const auto person = store::by_id(tx, network, id);
    if (!person)
        return Error{.kind = Err::missing};
    std::vector<Purpose> purposes;
    for (const auto& agreed : consent.to)
        purposes.push_back(agreed.purpose);
    if (is_taken_back(tx, network, *person, purposes, consent.given_on))
        return Error{
            .kind = Err::invalid, .text = consent_is_over, .fields = {{"zugestimmt_am", consent_is_over}}};
    insert_consent(tx, network, *person, consent, author);
    if (consent.covers(Purpose::register_) &&
        (person->lock == Lock::no_consent || person->lock == Lock::withdrawn))
        store::set_lock(tx, network, id, lock_without_rest(tx, network, *store::by_id(tx, network, id)),
                        author.clock.now());
    return Done{};
}

Result<Done> withdraw_consent(db::Tx& tx, const NetworkId& network, const PersonId& id,
                              const Withdrawal& withdrawal, const Author& author)
{
    const auto person = store::by_id(tx, network, id);
    if (!person)
        return Error{.kind = Err::missing};
    const auto now = author.clock.now();
    const bool everything = withdrawal.purpose == Purpose::register_;
    const auto withdrawn = tx.exec(R"sql(
        UPDATE consents SET withdrawn_at = :now, withdrawn_way = :way, withdrawn_note = :note,
            withdrawn_by = NULLIF(CAST(:by AS TEXT), '')
        WHERE network_id = :network AND person_id = :person AND withdrawn_at IS NULL
          AND (:everything = 1 OR purpose = :purpose))sql",
                                   {{"network", network},
                                    {"person", id},
                                    {"now", now},
                                    {"way", withdrawal.way ? to_text(*withdrawal.way) : ""},
                                    {"note", withdrawal.note},
                                    {"by", author.user},
                                    {"everything", everything},
                                    {"purpose", to_text(withdrawal.purpose)}});
    if (everything || withdrawal.purpose == Purpose::special_fields)
        forget_special_fields(tx, network, *person);
    if (everything)
        // Who is under 16 and comes back needs the parents' yes anew.
        tx.exec(R"sql(
            UPDATE person_parents SET confirmed_at = NULL WHERE network_id = :network AND person_id = :person)sql",
                {{"network", network}, {"person", id}});
    if (everything ? person->lock == Lock::withdrawn : withdrawn == 0)
        return Done{}; // a second click on the same link
    if (everything) {
        store::set_lock(tx, network, id, Lock::withdrawn, now);
        call_back_mails(tx, network, id);
    }
    const std::string purpose(to_text(withdrawal.purpose));
    write_history(tx, network, id, person->version, "consent_withdrawn", {{"einwilligung", purpose, {}}},
                  author);
    audit(tx, network, id, "consent.withdrawn", author, purpose);
    return Done{};
}

void call_back_mails(db::Tx& tx, const NetworkId& network, const PersonId& id)
{
    mail::call_back(tx, network, std::string(withdrawal_start) + id.text());
}

std::string withdrawal_path(const web::Environment& environment, const NetworkId& network, const PersonId& id)
{
    return std::string(withdrawal_start) + withdrawal_token(environment, network, id);
}

void add_withdrawal(mail::Mail& mail, const web::Context& context, const PersonId& id)
{
    const auto link = context.absolute_url(withdrawal_path(context.environment, context.network.id, id));
    mail.text =
        std::string(trim(mail.text)) + "\n\n" +
        context.t("Du willst nicht mehr im Register stehen? Hier nimmst du dein Ja zurück: {1}"_de, {link});
    mail.unsubscribe_url = link;
}

std::optional<PersonId> person_of_withdrawal(const web::Environment& environment, const NetworkId& network,
                                             std::string_view token)
{
    const PersonId id(token.substr(0, token.find('.')));
    if (!is_uuid(id.text()) || !equal_in_constant_time(token, withdrawal_token(environment, network, id)))
        return std::nullopt;
    return id;
}

std::vector<Consent> consents_of(db::Reader& reader, const NetworkId& network, const PersonId& id)
{
    return reader.list(R"sql(
        SELECT c.purpose, c.way, c.given_on, c.note, c.paper_number, c.parent_name, t.text, c.withdrawn_at,
               c.withdrawn_way, c.withdrawn_note
        FROM consents c JOIN consent_texts t ON t.network_id = c.network_id AND t.hash = c.text_hash
        WHERE c.network_id = :network AND c.person_id = :person
        ORDER BY c.recorded_at DESC, c.id DESC, c.purpose)sql",
                       {{"network", network}, {"person", id}}, [](db::Row& row) {
                           Consent consent;
                           consent.purpose =
                               purpose_from_text(row.take<std::string>()).value_or(Purpose::register_);
                           consent.way =
                               consent_way_from_text(row.take<std::string>()).value_or(ConsentWay::web);
                           consent.given_on = row.take<Date>();
                           consent.note = row.take<std::string>();
                           consent.paper_number = row.take<std::string>();
                           consent.parent_name = row.take<std::string>();
                           consent.text = row.take<std::string>();
                           consent.withdrawn_at = row.take<std::optional<Timestamp>>();
                           consent.withdrawn_way = consent_way_from_text(row.take<std::string>());
                           consent.withdrawn_note = row.take<std::string>();
                           return consent;
                       });
}

bool has_consent_in_force(db::Reader& reader, const NetworkId& network, const PersonId& id, Timestamp after)
{
    return reader.count(R"sql(
        SELECT COUNT(*) FROM consents
        WHERE network_id = :network AND person_id = :person AND purpose = 'register' AND withdrawn_at IS NULL
          AND recorded_at > :after AND given_on || 'T99' > CAST(:after AS TEXT))sql", // the end of that day
                        {{"network", network}, {"person", id}, {"after", after}}) > 0;
}

std::string new_request_number(Random& random)
{
    return random_paper_code(random, request_code_length);
}

void note_request(db::Tx& tx, const NetworkId& network, const PersonId& id, std::string_view number,
                  AskedBy way, const Author& author)
{
    tx.exec(R"sql(
        INSERT INTO consent_requests (network_id, number, person_id, way, asked_at)
        VALUES (:network, :number, :person, :way, :now))sql",
            {{"network", network},
             {"number", number},
             {"person", id},
             {"way", way == AskedBy::mail ? "mail" : "letter"},
             {"now", author.clock.now()}});
    audit(tx, network, id, "consent.asked", author);
}

void note_letter_again(db::Tx& tx, const NetworkId& network, const PersonId& id, const Author& author)
{
    audit(tx, network, id, "consent.letter_repeated", author);
}

std::optional<PersonId> person_of_request(db::Reader& reader, const NetworkId& network,
                                          std::string_view number)
{
    return reader.value<PersonId>(R"sql(
        SELECT person_id FROM consent_requests WHERE network_id = :network AND number = :number)sql",
                                  {{"network", network}, {"number", plain_paper_code(number)}});
}

std::vector<AskedFor> requests_to(db::Reader& reader, const NetworkId& network, const PersonId& id)
{
    return reader.list(R"sql(
        SELECT way, asked_at FROM consent_requests WHERE network_id = :network AND person_id = :person
        ORDER BY asked_at DESC, number)sql",
                       {{"network", network}, {"person", id}}, [](db::Row& row) {
                           const auto way =
                               row.take<std::string>() == "mail" ? AskedBy::mail : AskedBy::letter;
                           return AskedFor{way, row.take<Timestamp>()};
                       });
}

std::vector<LockedCount> locked_by_village(db::Reader& reader, const NetworkId& network)
{
    return reader.list(R"sql(
        SELECT COALESCE(p.village_id, ''), COUNT(*),
               SUM(CASE WHEN EXISTS (SELECT 1 FROM consent_requests r WHERE r.network_id = p.network_id
                                     AND r.person_id = p.id) THEN 1 ELSE 0 END)
        FROM people p WHERE p.network_id = :network AND p.locked_because = 'no_consent'
        GROUP BY COALESCE(p.village_id, ''))sql",
                       {{"network", network}}, [](db::Row& row) {
                           LockedCount count;
                           count.village = row.take<VillageId>();
                           count.locked = row.take<std::int64_t>();
                           count.asked = row.take<std::int64_t>();
                           return count;
                       });
}

std::vector<LockedPerson> locked_people(db::Reader& reader, const NetworkId& network)
{
    std::map<std::string, Timestamp> asked;
    reader.each(R"sql(
        SELECT person_id, MIN(asked_at) FROM consent_requests WHERE network_id = :network
        GROUP BY person_id)sql",
                {{"network", network}}, [&](db::Row& row) {
                    auto person = row.take<std::string>();
                    asked[std::move(person)] = row.take<Timestamp>();
                });
    std::vector<LockedPerson> locked;
    constexpr std::int64_t most = 100'000;
    for (auto& person : store::list(reader, network, {.locked = store::Filter::Locked::yes}, most, 0)) {
        if (person.lock != Lock::no_consent)
            continue;
        const auto found = asked.find(person.id.text());
        locked.push_back(
            {std::move(person), found == asked.end() ? std::nullopt : std::optional(found->second)});
    }
    return locked;
}

std::vector<PrintedLetters> printed_letters(db::Reader& reader, const NetworkId& network)
{
    return reader.list(R"sql(
        SELECT r.asked_at, COUNT(*) FROM consent_requests r
        JOIN people p ON p.network_id = r.network_id AND p.id = r.person_id
        WHERE r.network_id = :network AND r.way = 'letter' AND p.locked_because = 'no_consent'
        GROUP BY r.asked_at ORDER BY r.asked_at DESC LIMIT 12)sql",
                       {{"network", network}}, [](db::Row& row) {
                           const auto at = row.take<Timestamp>();
                           return PrintedLetters{at, row.take<std::int64_t>()};
                       });
}

std::vector<Request> requests_printed_at(db::Reader& reader, const NetworkId& network, Timestamp at)
{
    const auto numbers = reader.list(R"sql(
        SELECT person_id, number FROM consent_requests
        WHERE network_id = :network AND way = 'letter' AND asked_at = :at ORDER BY number)sql",
                                     {{"network", network}, {"at", at}}, [](db::Row& row) {
                                         auto id = row.take<PersonId>();
                                         return std::pair(std::move(id), row.take<std::string>());
                                     });
    std::vector<Request> requests;
    for (const auto& [id, number] : numbers)
        if (auto person = store::by_id(reader, network, id); person && person->lock == Lock::no_consent)
            requests.push_back({std::move(*person), number});
    return requests;
}

} // namespace dorfnetz::people
