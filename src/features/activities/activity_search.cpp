#include "features/activities/activity_search.hpp"

#include "features/activities/feature.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/search/search.hpp"

#include <algorithm>

namespace dorfnetz::activities {

namespace {

constexpr std::string_view search_kind = "activity";

// What is next, or is on now; nothing once it is over or called off.
std::optional<Listed> next_date(const web::Context& context, db::Reader& reader, const ActivityId& id)
{
    for (const auto& date : dates_of(reader, context.network.id, id))
        if (date.ends_at > context.now() && date.status == DateStatus::planned)
            return date_by_id(reader, context.network.id, date.id);
    return std::nullopt;
}

std::optional<finding::SearchHit> hit(const web::Context& context, db::Reader& reader, const std::string& id)
{
    const auto next = next_date(context, reader, ActivityId{id});
    if (!next || next->status != Status::published)
        return std::nullopt;
    const auto entries = organisations::shared_register(context, reader);
    finding::SearchHit found{.title = next->title,
                             .path = path_of(next->date),
                             .summary =
                                 context.t("{1}, {2}"_de, {when_text(context, next->date, next->all_day),
                                                           names_of(public_hosts(*entries, *next))}),
                             .is_example = next->is_example};
    for (const auto& village : next->villages)
        if (const auto* known = entries->village(village))
            found.places.push_back(known->name);
    return found;
}

} // namespace

void index_activity(db::Tx& tx, const NetworkId& network, const ActivityId& id)
{
    const auto activity = activity_by_id(tx, network, id);
    if (!activity || activity->status != Status::published) {
        search::remove(tx, network, std::string(search_kind), id.text());
        return;
    }
    const auto& draft = activity->draft;
    std::string words = vocabularies::label("activity_kinds", draft.kind, i18n::Language::de);
    for (const auto& field : draft.fields)
        words += ' ' + vocabularies::label("fields", field, i18n::Language::de);
    for (const auto& village : villages::villages_of(tx, network))
        if (std::find(draft.villages.begin(), draft.villages.end(), village.id) != draft.villages.end())
            words += ' ' + village.name;
    for (const auto& host : draft.hosts)
        if (const auto organisation = organisations::organisation_by_id(tx, network, host);
            organisation && organisation->is_public())
            words += ' ' + organisation->entry.name;
    search::put(tx,
                {.network = network,
                 .kind = std::string(search_kind),
                 .id = id.text(),
                 .fields = {{draft.title, 3}, {words, 2}, {draft.place_name + ' ' + draft.description, 1}}});
}

std::vector<finding::SearchKind> search_kinds()
{
    return {{.kind = std::string(search_kind), .key = "termine", .heading = "Termine"_de, .show = hit}};
}

} // namespace dorfnetz::activities
