#pragma once

#include "features/signups/notices.hpp"
#include "features/signups/visibility.hpp"
#include "features/signups/words.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/page.hpp"
#include "foundation/web/site.hpp"

#include <string>
#include <string_view>
#include <vector>

// Pages of promises, and what several of them share.
namespace dorfnetz::signups {

inline constexpr std::string_view places_path = "/mitmachen";
inline constexpr std::string_view promise_pattern = "/mitmachen/{schicht}";

void add_open_places(web::Site& site);
void add_promise_pages(web::Site& site);
void add_own_pages(web::Site& site);
void add_calendar_pages(web::Site& site);
void add_host_pages(web::Site& site);
void add_entering_pages(web::Site& site);
void add_call_pages(web::Site& site);
void add_desk(web::Site& site);

// "/mitmachen/…"
std::string promise_path(const ShiftId& id);

// What is asked about a promise besides who it is: how many, who comes along, when to remind, a word.
std::vector<web::Field> fields_about(const web::Context& context, const activities::OpenShift& open);
std::optional<std::int64_t> reminder_from(const web::FormValues& values);

// The address of the calendar of a mailbox, or the button that makes one; `path` is that of the promise
// behind whose link it stands.
html::Safe draw_calendar(const web::Context& context, db::Reader& reader, const Signup& signup,
                         const std::string& path);

// What, when and where, as a list of facts.
html::Safe draw_facts(const web::Context& context, db::Reader& reader, const activities::OpenShift& open);

// ---- For hosts ----

inline constexpr std::string_view host_pattern = "/redaktion/termine/{id}/zusagen";

struct Hosted
{
    activities::Activity activity;
    std::vector<activities::ActivityDate> dates = {}; // to come, and those whose names are still there
    std::optional<activities::Listed> date = {};      // the one that is shown: of ?tag=, else the next
};

// The activity of the address, if the actor hosts it; Err::missing otherwise.
Result<Hosted> hosted(const web::Context& context, db::Reader& reader);
std::string host_path(const activities::ActivityId& id);
// With the date that is shown, so that one comes back to it.
std::string host_path(const activities::Listed& listed);
std::vector<web::Crumb> host_crumbs(const web::Context& context, const Hosted& hosted);

// One promise of the address {zusage}, if the actor hosts what it is for.
struct HostedPromise
{
    Signup signup;
    activities::OpenShift open;
};

Result<HostedPromise> hosted_promise(const web::Context& context, db::Reader& reader);
// Shifts of the date to choose from.
std::vector<web::Choice> shift_choices(const web::Context& context, db::Reader& reader,
                                       const activities::Listed& listed);
// Of an address that begins with that of some activity's promises, and ends with this.
web::Examples host_examples(std::string end = {});

} // namespace dorfnetz::signups
