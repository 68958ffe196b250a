#pragma once

#include "accounts/revocations.hpp"
#include "features/organisations/api.hpp"

// What an entry and its contact persons show to fewer people than before must not come back with an older
// backup (operations/revocations.hpp).
namespace dorfnetz::organisations {

using accounts::Revocation;

// Removed for good.
inline constexpr std::string_view contact_kind = "contact_person";

// The words: an audience, or "none" where the text itself is gone; "given" or "withdrawn" of a consent, which
// is not that of a contact person who has another name since ("changed"); the status of an entry.
inline constexpr std::string_view name_kind = "contact_name";
inline constexpr std::string_view consent_kind = "contact_consent";
inline constexpr std::string_view contact_phone_kind = "contact_phone";
inline constexpr std::string_view contact_email_kind = "contact_email";
inline constexpr std::string_view phone_kind = "organisation_phone";
inline constexpr std::string_view email_kind = "organisation_email";
inline constexpr std::string_view status_kind = "organisation_status";

// Notes what is shown to others than before.
void note_visibility(db::Tx& tx, const NetworkId& network, const Contact& before, const Contact& after,
                     Timestamp now);
void note_visibility(db::Tx& tx, const NetworkId& network, const Organisation& before,
                     const Organisation& after, Timestamp now);

// Each hides what the word says and shows nothing that is hidden; answers whether it changed anything.
bool hide_consent_again(db::Tx& tx, const Revocation& revocation, const Author& author);
bool hide_contact_phone_again(db::Tx& tx, const Revocation& revocation, const Author& author);
bool hide_contact_email_again(db::Tx& tx, const Revocation& revocation, const Author& author);
bool hide_phone_again(db::Tx& tx, const Revocation& revocation, const Author& author);
bool hide_email_again(db::Tx& tx, const Revocation& revocation, const Author& author);
// A club that leads a village (again) cannot be archived; then it waits for review, which hides it as well.
enum class Leads { no, yes };
bool hide_entry_again(db::Tx& tx, const Revocation& revocation, Leads leads, const Author& author);

} // namespace dorfnetz::organisations
