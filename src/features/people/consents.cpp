#include "features/people/consents.hpp"

#include "accounts/audit.hpp"
#include "features/people/history.hpp"
#include "features/people/people_store.hpp"
#include "foundation/core/text.hpp"

#include <fmt/format.h>
#include <sodium.h>

namespace dorfnetz::people {

namespace {

constexpr std::string_view withdrawal_purpose = "consent-withdrawal";
constexpr std::size_t request_code_length = 10;

std::string sha256(std::string_view text)
{
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
    crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(text.data()), text.size());
    return fmt::format("{:02x}", fmt::join(hash, ""));
}

std::string withdrawal_token(const web::Environment& environment, const NetworkId& network,
                             const PersonId& id)
{
    return fmt::format(
        "{}.{}", id.text(),
        web::keyed_hash(environment, withdrawal_purpose, network.text() + '\n' + id.text()).substr(0, 32));
}

void audit_consent(db::Tx& tx, const NetworkId& network, const PersonId& id, std::string_view action,
                   const Author& author)
{
    accounts::record(tx,
                     {.network = network,
                      .user = web::UserId(author.user),
                      .action = std::string(action),
                      .subject_kind = "person",
                      .subject = id.text()},
                     author.clock, author.random);
}

} // namespace

std::string consent_text(std::string_view network_name, i18n::Language language)
{
    return i18n::translate(
        language,
        "Ja, {1} darf meine Angaben aufheben und mich ansprechen, wenn Hilfe gebraucht wird. Meine Angaben "
        "sehen "
        "nur die Koordination des Netzwerks und der Netzwerkverein der Dörfer, in denen ich helfen will. Sie "
        "stehen nirgends öffentlich. Ich kann das jederzeit ohne Angabe von Gründen zurücknehmen, dann "
        "werden "
        "meine Angaben gelöscht."_de,
        {std::string(network_name)});
}

std::string remember_consent_text(db::Tx& tx, const NetworkId& network, std::string_view text,
                                  i18n::Language language, Timestamp now)
{
    auto hash = sha256(text);
    tx.exec(R"sql(
        INSERT INTO consent_texts (network_id, hash, purpose, language, text, first_used_at)
        VALUES (:network, :hash, 'register', :language, :text, :now) ON CONFLICT DO NOTHING)sql",
            {{"network", network},
             {"hash", hash},
             {"language", i18n::code(language)},
             {"text", text},
             {"now", now}});
    return hash;
}

void insert_consent(db::Tx& tx, const NetworkId& network, const Person& person, const ConsentDraft& consent,
                    const Author& author)
{
    tx.exec_later(R"sql(
        INSERT INTO consents (network_id, id, person_id, purpose, text_hash, way, given_on, note, paper_number,
                              recorded_by, recorded_at)
        VALUES (:network, :id, :person, 'register', :hash, :way, :given_on, :note, :paper,
                NULLIF(CAST(:by AS TEXT), ''), :now))sql",
                  {{"network", network},
                   {"id", new_uuid_v7(author.clock, author.random)},
                   {"person", person.id},
                   {"hash", consent.text_hash},
                   {"way", to_text(consent.way)},
                   {"given_on", consent.given_on},
                   {"note", consent.note},
                   {"paper", consent.paper_number},
                   {"by", author.user},
                   {"now", author.clock.now()}});
    write_history(tx, network, person.id, person.version, "consent_given", {}, author);
    audit_consent(tx, network, person.id, "consent.recorded", author);
}

Result<Done> record_consent(db::Tx& tx, const NetworkId& network, const PersonId& id,
                            const ConsentDraft& consent, const Author& author)
{
    const auto person = store::by_id(tx, network, id);
    if (!person)
        return Error{.kind = Err::missing};
    store::set_lock(tx, network, id, Lock::none, author.clock.now());
    insert_consent(tx, network, *person, consent, author);
    return Done{};
}

Result<Done> withdraw_consent(db::Tx& tx, const NetworkId& network, const PersonId& id, const Author& author)
{
    const auto person = store::by_id(tx, network, id);
    if (!person)
        return Error{.kind = Err::missing};
    const auto now = author.clock.now();
    tx.exec(R"sql(
        UPDATE consents SET withdrawn_at = :now
        WHERE network_id = :network AND person_id = :person AND withdrawn_at IS NULL)sql",
            {{"network", network}, {"person", id}, {"now", now}});
    if (person->lock == Lock::withdrawn)
        return Done{}; // a second click on the same link
    store::set_lock(tx, network, id, Lock::withdrawn, now);
    write_history(tx, network, id, person->version, "consent_withdrawn", {}, author);
    audit_consent(tx, network, id, "consent.withdrawn", author);
    return Done{};
}

std::string withdrawal_path(const web::Environment& environment, const NetworkId& network, const PersonId& id)
{
    return "/einwilligung/" + withdrawal_token(environment, network, id);
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
        SELECT c.way, c.given_on, c.note, c.paper_number, t.text, c.withdrawn_at
        FROM consents c JOIN consent_texts t ON t.network_id = c.network_id AND t.hash = c.text_hash
        WHERE c.network_id = :network AND c.person_id = :person ORDER BY c.recorded_at DESC, c.id DESC)sql",
                       {{"network", network}, {"person", id}}, [](db::Row& row) {
                           Consent consent;
                           consent.way =
                               consent_way_from_text(row.take<std::string>()).value_or(ConsentWay::web);
                           consent.given_on = row.take<Date>();
                           consent.note = row.take<std::string>();
                           consent.paper_number = row.take<std::string>();
                           consent.text = row.take<std::string>();
                           consent.withdrawn_at = row.take<std::optional<Timestamp>>();
                           return consent;
                       });
}

bool has_consent_in_force(db::Reader& reader, const NetworkId& network, const PersonId& id, Timestamp after)
{
    return reader.count(R"sql(
        SELECT COUNT(*) FROM consents
        WHERE network_id = :network AND person_id = :person AND withdrawn_at IS NULL
          AND recorded_at > :after)sql",
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
    audit_consent(tx, network, id, "consent.asked", author);
}

std::optional<PersonId> person_of_request(db::Reader& reader, const NetworkId& network,
                                          std::string_view number)
{
    std::string plain;
    for (const char c : number)
        if (c != ' ' && c != '-')
            plain += static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
    return reader.value<PersonId>(R"sql(
        SELECT person_id FROM consent_requests WHERE network_id = :network AND number = :number)sql",
                                  {{"network", network}, {"number", plain}});
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

} // namespace dorfnetz::people
