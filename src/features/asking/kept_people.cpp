#include "features/asking/kept_people.hpp"

#include "features/people/register_api.hpp"
#include "foundation/core/text.hpp"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>
#include <string>
#include <vector>

namespace dorfnetz::asking {

namespace {

using web::Context;

constexpr std::chrono::days ahead{730}; // hardly any shift lies beyond

// Actors with the same roles may ask the same people.
std::string roles_in(const Context& context)
{
    std::vector<std::string> grants;
    for (const auto& grant : context.actor.grants)
        grants.push_back(fmt::format("{} {}", static_cast<int>(grant.role), grant.subject));
    std::sort(grants.begin(), grants.end());
    return context.network.id.text() + '\n' + join(grants, "\n");
}

} // namespace

Suggestions KeptPeople::suggestions_for(db::Reader& reader, const Context& context, const OpenShift& open,
                                        const Wanted& wanted, std::size_t most)
{
    const Facts::Time time{.after = context.now(), .before = context.now() + ahead};
    // Nothing is kept for who may ask nobody, and for what is over or years away.
    if (!people::may_ask_some(context) || open.shift.starts_at < time.after ||
        open.shift.starts_at > time.before)
        return asking::suggestions_for(reader, context, open, wanted, most);
    const auto some = *m_kept.of(roles_in(context), 0, [] { return std::make_shared<Some>(); });
    const std::lock_guard lock(some->mutex);
    if (!some->people)
        some->people = std::make_unique<PeopleToAsk>();
    some->people->read(reader, context, time);
    if (!some->people->know_the_time_of(open)) // too many shifts
        return asking::suggestions_for(reader, context, open, wanted, most);
    return some->people->suggestions_for(reader, context, open, wanted, most);
}

} // namespace dorfnetz::asking
