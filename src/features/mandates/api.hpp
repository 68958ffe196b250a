#pragma once

#include "features/organisations/api.hpp"
#include "features/villages/api.hpp"
#include "foundation/core/result.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace dorfnetz::mandates {

using MandateId = Id<struct MandateTag>;
using organisations::OrganisationId;
using villages::VillageId;

// One club leads one village from a day on; `ends_on` is the first day on which it no longer does.
struct Mandate
{
    MandateId id;
    VillageId village;
    OrganisationId organisation;
    Date starts_on;
    std::optional<Date> ends_on;
    std::string decided; // where and when, as people say it

    // What people call its end.
    std::optional<Date> last_day() const
    {
        return ends_on ? std::optional(add_days(*ends_on, -1)) : std::nullopt;
    }

    bool holds_on(Date day) const { return starts_on <= day && (!ends_on || day < *ends_on); }
};

// All mandates of the network, per village the newest first.
std::vector<Mandate> mandates_of(db::Reader& reader, const NetworkId& network);
std::vector<Mandate> mandates_of_village(db::Reader& reader, const NetworkId& network,
                                         const VillageId& village);
// Who leads each village on that day; a village without a lead club is missing.
std::map<VillageId, Mandate> leads_on(db::Reader& reader, const NetworkId& network, Date day);

struct Appointment
{
    VillageId village;
    OrganisationId organisation;
    Date starts_on;
    std::string decided;
    std::optional<Date> ends_on = {}; // only for entering what is past already
};

// The mandate that this one would follow; nothing for the first one. Fails as `appoint` does, and changes
// nothing.
Result<std::optional<Mandate>> check_appointment(db::Reader& reader, const NetworkId& network,
                                                 const Appointment& appointment);

// Makes the club the village's lead from that day on. A mandate that is still open ends on the same day, in
// the same step. Err::invalid (fields "verein", "ab", "beschluss") if the organisation is no club, not active
// in the village, or the day is not after the beginning of the present mandate.
Result<MandateId> appoint(db::Tx& tx, const NetworkId& network, const Appointment& appointment,
                          const organisations::Author& author);

// A time that is over and that nobody entered then: `ends_on` is needed. The club may have left the village
// or have been archived since. Err::invalid (fields "verein", "von", "bis", "beschluss") if the organisation
// is no club, never was active in the village, or somebody else led it in that time.
Result<MandateId> enter_past(db::Tx& tx, const NetworkId& network, const Appointment& appointment,
                             const organisations::Author& author);

// The mandate that would end. Fails as `end_mandate` does, and changes nothing.
Result<Mandate> check_ending(db::Reader& reader, const NetworkId& network, const VillageId& village,
                             Date ends_on);

// The open mandate ends on that day and nobody leads from then on. Err::missing if none is open, Err::invalid
// (field "bis") for a day that is not after its beginning.
Result<Done> end_mandate(db::Tx& tx, const NetworkId& network, const VillageId& village, Date ends_on);

// Empties who did something, where it was this account (accounts::AccountMentions).
void forget_account(db::Tx& tx, const NetworkId& network, const web::UserId& user);

} // namespace dorfnetz::mandates
