#pragma once

#include "foundation/db/db.hpp"
#include "foundation/web/environment.hpp"
#include "foundation/web/network.hpp"
#include "foundation/web/site.hpp"

#include <cstdint>

// On Monday morning everyone who coordinates or leads a village is told by mail what waits on their desk, if
// anything does. With counts and links: whom it is about stands on the desk only.
namespace dorfnetz::accounts {

// Writes this week's mails of the network that were not written yet; to be called every hour. Does something
// from Monday, 7 o'clock at the place, to the end of Tuesday; what was missed by then is left to the next
// week. Answers how many mails. Nobody is written to if the installation has no public address, since the
// links would lead nowhere.
std::int64_t send_weekly_mails(web::Environment& environment, const web::Site& site,
                               const web::Network& network);

bool wants_weekly_mail(db::Reader& reader, const NetworkId& network, const web::UserId& user);
enum class Wanted { no, yes };
void set_weekly_mail(db::Tx& tx, const NetworkId& network, const web::UserId& user, Wanted wanted);

} // namespace dorfnetz::accounts
