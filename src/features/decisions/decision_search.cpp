#include "features/decisions/decision_search.hpp"

#include "features/decisions/feature.hpp"
#include "features/decisions/words.hpp"
#include "foundation/search/search.hpp"

namespace dorfnetz::decisions {

namespace {

constexpr std::string_view search_kind = "decision";

std::optional<finding::SearchHit> hit(const web::Context& context, db::Reader& reader, const std::string& id)
{
    const auto motion = motion_by_id(reader, context.network.id, MotionId{id});
    const auto meeting = motion && motion->is_decision()
                             ? meetings::meeting_by_id(reader, context.network.id, motion->meeting)
                             : std::nullopt;
    if (!meeting || !meetings::may_see(context, reader, *meeting))
        return std::nullopt;
    return finding::SearchHit{.title = motion->draft.title,
                              .path = path_of(*motion),
                              .summary = result_text(context.language, *motion),
                              .is_example = motion->draft.is_example};
}

} // namespace

void index_decision(db::Tx& tx, const NetworkId& network, const Motion& motion,
                    const meetings::Meeting& meeting)
{
    if (meeting.draft.audience == meetings::Audience::public_)
        search::put(tx, {.network = network,
                         .kind = std::string(search_kind),
                         .id = motion.id.text(),
                         .fields = {{motion.draft.title, 3}, {motion.draft.wording, 1}}});
}

std::vector<finding::SearchKind> search_kinds()
{
    return {
        {.kind = std::string(search_kind), .key = "beschluesse", .heading = "Beschlüsse"_de, .show = hit}};
}

} // namespace dorfnetz::decisions
