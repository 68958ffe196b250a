#pragma once

#include "features/asking/asking.hpp"

#include <string>
#include <string_view>
#include <vector>

// What fits somebody: their page, and what they said is nothing for them.
namespace dorfnetz::asking {

// Why something is nothing for somebody.
enum class Because { topic, far, time, other };

std::string_view to_text(Because because);
std::optional<Because> because_from_text(std::string_view text);

struct FittingPage
{
    PersonId person;
    std::string id = {};         // of which the key in the address is made
    std::int64_t every_days = 0; // from one mail to the next; 0: none
    std::optional<Timestamp> mailed_at = {};
    std::string mailed_what = {}; // keyed hashes with blanks between them
    std::string mailbox_hash = {};
};

// Keyed, of the keys in its addresses.
struct FittingHashes
{
    std::string link;
    std::string feed;
};

struct Refusal
{
    ShiftId shift;
    activities::NeedId need = {};
    Because because = Because::other;
    Timestamp said_at = {};
};

namespace store {

std::optional<FittingPage> fitting_page_of(db::Reader& reader, const NetworkId& network,
                                           const PersonId& person);
std::optional<FittingPage> fitting_page_at(db::Reader& reader, const NetworkId& network,
                                           std::string_view link_hash);
// Those that want mails.
std::vector<FittingPage> mailed_pages(db::Reader& reader, const NetworkId& network);
std::optional<FittingPage> fitting_feed_at(db::Reader& reader, const NetworkId& network,
                                           std::string_view feed_hash);
// Nothing changes if there is one.
void begin_fitting_page(db::Tx& tx, const NetworkId& network, const FittingPage& page,
                        const FittingHashes& hashes, Timestamp now);
void end_fitting_page(db::Tx& tx, const NetworkId& network, const PersonId& person);
void set_every_days(db::Tx& tx, const NetworkId& network, const PersonId& person, std::int64_t days);
// False if another one was quicker: it does not stand as it was read.
bool note_mailed(db::Tx& tx, const NetworkId& network, const FittingPage& before, std::string_view what,
                 Timestamp now);

// The latest first.
std::vector<Refusal> refusals_of(db::Reader& reader, const NetworkId& network, const PersonId& person);
// Who said that of the shift, or of its task at any time.
std::vector<PersonId> refused_by(db::Reader& reader, const NetworkId& network, const OpenShift& open);
// What was said last counts.
void refuse(db::Tx& tx, const NetworkId& network, const PersonId& person, const Refusal& refusal);
void take_back_refusal(db::Tx& tx, const NetworkId& network, const PersonId& person, const ShiftId& shift);
void forget_refusals(db::Tx& tx, const NetworkId& network, Timestamp before);

// What is at the other entry already stays.
void move_fitting(db::Tx& tx, const NetworkId& network, const PersonId& from, const PersonId& to);
void remove_fitting(db::Tx& tx, const NetworkId& network, const PersonId& person);

} // namespace store

} // namespace dorfnetz::asking
