#pragma once

#include "features/activities/api.hpp"
#include "foundation/web/form.hpp"
#include "foundation/web/page.hpp"
#include "foundation/web/sent_back.hpp"
#include "foundation/web/site.hpp"

// What the editing pages share.
namespace dorfnetz::activities {

void add_list_pages(web::Site& site);
void add_edit_pages(web::Site& site);
void add_date_pages(web::Site& site);
void add_need_pages(web::Site& site);
void add_time_pages(web::Site& site);
void add_shift_pages(web::Site& site);
void add_formality_pages(web::Site& site);
void add_copy_pages(web::Site& site);
void add_picture_pages(web::Site& site);

inline constexpr std::string_view desk_path = "/redaktion/termine";
inline constexpr std::string_view new_path = "/redaktion/termine/neu";

std::string edit_path(const ActivityId& id);
// For examples of addresses.
std::optional<ActivityDate> any_date(db::Reader& reader, const web::Network& network);
// Of an address that begins with some activity's, and ends with this.
web::Examples examples_of(std::string end = {});
std::vector<web::Crumb> crumbs_of(const web::Context& context);

// With that of the activity.
std::vector<web::Crumb> crumbs_of(const web::Context& context, const Activity& activity);

// The activity of the address, if the actor may edit it; Err::missing otherwise.
Result<Activity> editable(const web::Context& context, db::Reader& reader);

// Writes to the activity of the address, if the actor may still edit it in that moment.
template <class F>
Result<Done> write_editable(const web::Context& context, F&& work)
{
    return context.pool().write(context.scope(), [&](db::Tx& tx) -> Result<Done> {
        if (const auto still = editable(context, tx); !still)
            return still.error();
        return work(tx);
    });
}

using web::SentBack;

// What else happens in the villages on the days of an activity, holidays included; nothing if nothing does.
html::Safe draw_clashes(const web::Context& context, db::Reader& reader, const ActivityId& id);

} // namespace dorfnetz::activities
