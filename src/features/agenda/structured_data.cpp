#include "features/agenda/structured_data.hpp"

#include "features/activities/needs_api.hpp"
#include "features/pictures/api.hpp"
#include "foundation/html/html.hpp"

#include <fmt/format.h>
#include <map>

namespace dorfnetz::agenda {

namespace {

using activities::DateStatus;
using web::Context;

std::string organisation(const Context& context, const organisations::Entry& entry)
{
    return fmt::format(R"({{"@type":"Organization","name":{},"url":{}}})", html::json_text(entry.name),
                       html::json_text(context.absolute_url(organisations::path_of(entry.kind, entry.slug))));
}

// Ours, which says when it is, and those that editors added.
std::string images_of(const Context& context, db::Reader& reader, const Listed& listed)
{
    auto images =
        html::json_text(context.absolute_url(activities::path_of(listed.date) + std::string(picture_end)));
    for (const auto& picture :
         pictures::pictures_of(reader, context.network.id, activities::picture_album(listed.date.activity)))
        images +=
            ',' + html::json_text(context.absolute_url(pictures::picture_url(picture.key, 1600).text()));
    return images;
}

html::Safe event(const Context& context, db::Reader& reader, const organisations::Register& entries,
                 const Listed& listed)
{
    const auto status = listed.date.status == DateStatus::postponed ? "EventPostponed"
                        : listed.is_called_off()                    ? "EventCancelled"
                                                                    : "EventScheduled";
    const auto moment = [&](Timestamp at, Date day) { return listed.all_day ? to_iso(day) : to_iso(at); };
    std::string hosts;
    for (const auto* host : activities::public_hosts(entries, listed))
        hosts += (hosts.empty() ? "" : ",") + organisation(context, *host);
    const auto place = activities::place_text(entries, listed);
    return html::json_ld(fmt::format(
        R"({{"@context":"https://schema.org","@type":"Event","name":{},"startDate":"{}","endDate":"{}",)"
        R"("eventStatus":"https://schema.org/{}","eventAttendanceMode":"https://schema.org/OfflineEventAttendanceMode",)"
        R"("location":{{"@type":"Place","name":{},"address":{}}},"description":{},"url":{},"image":[{}],"organizer":[{}]}})",
        html::json_text(listed.title), moment(listed.date.starts_at, listed.date.first_day),
        moment(listed.date.ends_at, listed.date.last_day), status,
        html::json_text(place.empty() ? context.network.name : place), html::json_text(place),
        html::json_text(plain_text(listed.description, 500)),
        html::json_text(context.absolute_url(activities::path_of(listed.date))),
        images_of(context, reader, listed), hosts));
}

struct Opening
{
    activities::NeedDraft need;
    std::int64_t places = 0; // of all its shifts on this date
};

std::vector<Opening> openings_of(const Context& context, db::Reader& reader, const Listed& listed)
{
    std::vector<Opening> openings;
    std::map<activities::NeedId, std::size_t> places;
    for (const auto& [shift, need] : activities::shifts_of_date(reader, context.network.id, listed.date.id)) {
        if (need.draft.kind != activities::NeedKind::role || shift.free_places() <= 0 ||
            shift.ends_at <= context.now())
            continue;
        const auto [place, is_new] = places.emplace(need.id, openings.size());
        if (is_new)
            openings.push_back({.need = need.draft});
        openings[place->second].places += shift.free_places();
    }
    return openings;
}

html::Safe posting(const Context& context, const organisations::Register& entries, const Listed& listed,
                   const activities::Activity& activity, const Opening& opening)
{
    const auto hosts = activities::public_hosts(entries, listed);
    if (hosts.empty())
        return {};
    const auto* village = listed.place_village ? entries.village(*listed.place_village) : nullptr;
    auto description = opening.need.description;
    for (const auto& more : {opening.need.skills, plain_text(listed.description, 500)})
        if (!more.empty())
            description += (description.empty() ? "" : "\n") + more;
    return html::json_ld(fmt::format(
        R"({{"@context":"https://schema.org","@type":"JobPosting","employmentType":"VOLUNTEER","title":{},)"
        R"("description":{},"datePosted":"{}","validThrough":"{}","totalJobOpenings":{},"directApply":true,)"
        R"("hiringOrganization":{},"jobLocation":{{"@type":"Place","address":{{"@type":"PostalAddress",)"
        R"("streetAddress":{},"addressLocality":{},"addressCountry":"DE"}}}},"url":{}}})",
        html::json_text(opening.need.title + ": " + listed.title),
        html::json_text(description.empty() ? listed.title : description), to_iso(activity.created_at),
        to_iso(listed.date.ends_at), opening.places, organisation(context, *hosts.front()),
        html::json_text(listed.place_address),
        html::json_text(village ? village->name : context.network.name),
        html::json_text(context.absolute_url(activities::path_of(listed.date)))));
}

} // namespace

html::Safe structured_data(const Context& context, db::Reader& reader, const organisations::Register& entries,
                           const Listed& listed, const activities::Activity& activity)
{
    auto data = event(context, reader, entries, listed);
    if (listed.is_called_off())
        return data;
    for (const auto& opening : openings_of(context, reader, listed))
        data += posting(context, entries, listed, activity, opening);
    return data;
}

} // namespace dorfnetz::agenda
