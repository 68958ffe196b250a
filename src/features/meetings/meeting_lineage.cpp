#include "features/meetings/feature.hpp"

// Decisions and tasks come from a meeting.
namespace dorfnetz::meetings {

namespace {

std::map<std::string, lineage::Told> describe(const web::Context& context, db::Reader& reader,
                                              const std::vector<std::string>& ids)
{
    std::map<std::string, lineage::Told> told;
    for (const auto& id : ids)
        if (const auto meeting = meeting_by_id(reader, context.network.id, MeetingId{id});
            meeting && may_see(context, reader, *meeting))
            told[id] = {.title = meeting->draft.title, .path = path_of(*meeting)};
    return told;
}

} // namespace

lineage::Record lineage_record(const MeetingId& id)
{
    return {.kind = std::string(lineage_kind_key), .id = id.text()};
}

lineage::Kind lineage_kind()
{
    return {.key = std::string(lineage_kind_key), .singular = "Treffen"_de, .describe = describe};
}

} // namespace dorfnetz::meetings
