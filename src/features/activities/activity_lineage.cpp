#include "features/activities/activity_lineage.hpp"

#include "features/activities/activities_pages.hpp"
#include "features/activities/feature.hpp"
#include "features/lineage/api.hpp"

namespace dorfnetz::activities {

namespace {

using web::Context;

// What comes next, or was last. Nothing if it has no date at all.
std::optional<ActivityDate> nearest_date(const Context& context, db::Reader& reader, const ActivityId& id)
{
    std::optional<ActivityDate> nearest;
    for (auto& date : dates_of(reader, context.network.id, id)) {
        const bool is_to_come = date.ends_at > context.now();
        nearest = std::move(date);
        if (is_to_come)
            break;
    }
    return nearest;
}

std::map<std::string, lineage::Told> tell_of(const Context& context, db::Reader& reader,
                                             const std::vector<std::string>& ids)
{
    std::map<std::string, lineage::Told> told;
    for (const auto& id : ids) {
        const auto activity = activity_by_id(reader, context.network.id, ActivityId{id});
        if (!activity)
            continue;
        if (activity->status == Status::draft) {
            if (may_edit(context, reader, activity->draft.hosts))
                told[id] = {.title = activity->draft.title, .path = edit_path(activity->id)};
        } else if (const auto date = nearest_date(context, reader, activity->id)) {
            told[id] = {.title = activity->draft.title, .path = path_of(*date)};
        }
    }
    return told;
}

html::Safe part_of_date(const Context& context, db::Reader& reader, std::string_view id)
{
    const auto date = date_by_id(reader, context.network.id, DateId{id});
    return date ? lineage::draw(context, reader, lineage_record(date->date.activity)) : html::Safe();
}

} // namespace

lineage::Record lineage_record(const ActivityId& id)
{
    return {.kind = std::string(lineage_kind_key), .id = id.text()};
}

lineage::Kind lineage_kind()
{
    return {.key = std::string(lineage_kind_key),
            .singular = "Termin"_de,
            .describe = tell_of,
            .making = lineage::Making{.path = std::string(new_path),
                                      .label = "Termin daraus machen"_de,
                                      .access = web::Access::entry_editors()}};
}

void add_lineage_part(web::Site& site)
{
    site.add(web::Part{std::string(date_parts), 90, part_of_date});
}

} // namespace dorfnetz::activities
