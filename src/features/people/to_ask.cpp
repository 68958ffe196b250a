#include "accounts/policy.hpp"
#include "features/people/people_pages.hpp"
#include "features/people/people_store.hpp"
#include "foundation/core/text.hpp"
#include "foundation/search/folding.hpp"

#include <algorithm>

// Who of the register fits something, for features that look for help.
namespace dorfnetz::people {

namespace {

// More are read by nobody; whoever fits best stands first.
constexpr std::int64_t most_looked_at = 5'000;

template <class T>
bool is_in(const std::vector<T>& list, const T& value)
{
    return std::find(list.begin(), list.end(), value) != list.end();
}

Fitting fit(Person person, const Wanted& wanted)
{
    Fitting fitting{.person = std::move(person)};
    const auto& data = fitting.person.data;
    fitting.by_field = std::any_of(wanted.fields.begin(), wanted.fields.end(),
                                   [&](const std::string& field) { return is_in(data.fields, field); });
    fitting.by_village =
        data.area.whole_network || (wanted.village && is_in(fitting.person.help_villages, *wanted.village));
    fitting.by_time = wanted.time && is_in(data.free_times, *wanted.time);
    return fitting;
}

} // namespace

std::vector<Fitting> fitting_people(db::Reader& reader, const web::Context& context, const Wanted& wanted)
{
    store::Filter filter{.locked = store::Filter::Locked::no};
    if (!may_review(context))
        filter.only_villages = accounts::villages_for(context.actor, accounts::Right::see_people);
    if (filter.only_villages && filter.only_villages->empty())
        return {};
    std::vector<Fitting> found;
    for (auto& person : store::list(reader, context.network.id, filter, most_looked_at, 0)) {
        if (!may_see(context.actor, person))
            continue;
        auto fitting = fit(std::move(person), wanted);
        if (fitting.reasons() > 0)
            found.push_back(std::move(fitting));
    }
    std::stable_sort(found.begin(), found.end(), [](const Fitting& left, const Fitting& right) {
        return left.reasons() > right.reasons();
    });
    return found;
}

std::optional<PersonId> person_at_mailbox(db::Reader& reader, const NetworkId& network,
                                          const ContactText& email, std::string_view name)
{
    const auto key = to_lower_ascii(email.seen_by(accounts::the_program()));
    const auto folded = search::fold(name);
    for (const auto& id : store::ids_by_email(reader, network, key)) {
        const auto person = store::by_id(reader, network, id);
        if (person && !person->is_locked() && person->confirmed_email == key &&
            search::fold(person->data.name()) == folded)
            return id;
    }
    return std::nullopt;
}

} // namespace dorfnetz::people
