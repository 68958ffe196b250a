#pragma once

#include "features/people/api.hpp"

#include <string>
#include <vector>

namespace dorfnetz::people {

struct Consent
{
    Purpose purpose = Purpose::register_;
    ConsentWay way = ConsentWay::web;
    Date given_on;
    std::string note;
    std::string paper_number;
    std::string parent_name;
    std::string text;
    std::optional<Timestamp> withdrawn_at;
    std::optional<ConsentWay> withdrawn_way; // nothing: not noted in former times
    std::string withdrawn_note;
};

// Writes the consent down, with history and audit log; the lock is the caller's.
void insert_consent(db::Tx& tx, const NetworkId& network, const Person& person, const ConsentDraft& consent,
                    const Author& author);

// Without their consent these may not stay, neither in the entry nor in what it said before.
void forget_special_fields(db::Tx& tx, const NetworkId& network, Person person);

// Mails to the person that can be left by the withdrawal link and have not gone out yet.
void call_back_mails(db::Tx& tx, const NetworkId& network, const PersonId& id);

// The newest first.
std::vector<Consent> consents_of(db::Reader& reader, const NetworkId& network, const PersonId& id);

// The person whose mail carries this token of a withdrawal link; nothing if it is not ours.
std::optional<PersonId> person_of_withdrawal(const web::Environment& environment, const NetworkId& network,
                                             std::string_view token);

// Whether a consent to the register that was given and recorded after the moment is in force.
bool has_consent_in_force(db::Reader& reader, const NetworkId& network, const PersonId& id, Timestamp after);

// ---- Asking people who were entered without a consent ----

enum class AskedBy { mail, letter };

// A number for a reply slip or a mail's link; unguessable.
std::string new_request_number(Random& random);
void note_request(db::Tx& tx, const NetworkId& network, const PersonId& id, std::string_view number,
                  AskedBy way, const Author& author);

// The letter of an earlier request was printed once more.
void note_letter_again(db::Tx& tx, const NetworkId& network, const PersonId& id, const Author& author);

// Who was asked under this number, as typed from paper (core/random.hpp).
std::optional<PersonId> person_of_request(db::Reader& reader, const NetworkId& network,
                                          std::string_view number);

struct AskedFor
{
    AskedBy way = AskedBy::mail;
    Timestamp asked_at;
};

// When somebody was asked, the newest first.
std::vector<AskedFor> requests_to(db::Reader& reader, const NetworkId& network, const PersonId& id);

// Locked entries by home village; the empty id gathers those from elsewhere.
struct LockedCount
{
    VillageId village;
    std::int64_t locked = 0;
    std::int64_t asked = 0;
};

std::vector<LockedCount> locked_by_village(db::Reader& reader, const NetworkId& network);

// Locked and not withdrawn, by name, with the moment of the first request.
struct LockedPerson
{
    Person person;
    std::optional<Timestamp> asked_at;
};

std::vector<LockedPerson> locked_people(db::Reader& reader, const NetworkId& network);

// Somebody who is asked, and the number on the slip or in the link.
struct Request
{
    Person person;
    std::string number;
};

// Letters that were printed at once, as far as nobody answered them yet.
struct PrintedLetters
{
    Timestamp at;
    std::int64_t count = 0;
};

// The last ones first.
std::vector<PrintedLetters> printed_letters(db::Reader& reader, const NetworkId& network);

// Whose letters these are.
std::vector<Request> requests_printed_at(db::Reader& reader, const NetworkId& network, Timestamp at);

} // namespace dorfnetz::people
