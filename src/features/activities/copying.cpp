#include "features/activities/copying.hpp"

#include "features/activities/formalities_api.hpp"
#include "features/activities/need_form.hpp"
#include "features/activities/needs_api.hpp"
#include "features/activities/series.hpp"

namespace dorfnetz::activities {

namespace {

// The same weekday and the same end, as many days later.
std::string rule_moved(const std::string& rule, Date before, Date now)
{
    auto series = series_of(rule, before);
    if (series.last_day)
        series.last_day = add_days(*series.last_day, days_between(before, now));
    return rule_of(series, now);
}

} // namespace

Result<ActivityId> copy(db::Tx& tx, const web::Network& network, const ActivityId& from, const Copy& wanted,
                        const organisations::Author& author)
{
    const auto original = activity_by_id(tx, network.id, from);
    if (!original)
        return Error{.kind = Err::missing};
    auto draft = original->draft;
    draft.is_example = false;
    const auto before = calendar::date_of(draft.first.begin);
    const std::chrono::days later{days_between(before, wanted.first_day)};
    draft.first = {.begin = draft.first.begin + later, .end = draft.first.end + later};
    draft.rule = rule_moved(draft.rule, before, wanted.first_day);
    const auto id = TRY(create(tx, network, draft, author));
    if (wanted.with_needs)
        TRY(copy_needs(tx, network, from, id, author));
    if (wanted.with_formalities)
        for (const auto& formality : formalities_of(tx, network.id, from))
            if (formality.status != FormalityStatus::needless)
                TRY(add_formality(tx, network.id, id, formality.draft, author));
    return id;
}

} // namespace dorfnetz::activities
