#include "accounts/policy.hpp"
#include "features/people/people_pages.hpp"
#include "features/people/people_store.hpp"
#include "features/people/register_api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/search/folding.hpp"
#include "foundation/web/form.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

// Whom of the register features may ask that look for help.
namespace dorfnetz::people {

namespace {

constexpr auto everybody = std::numeric_limits<std::int64_t>::max();

// Nothing: nobody.
std::optional<store::Filter> whom_to_ask(const web::Context& context)
{
    store::Filter filter{.locked = store::Filter::Locked::no};
    if (!may_review(context))
        filter.only_villages = accounts::villages_for(context.actor, accounts::Right::see_people);
    if (filter.only_villages && filter.only_villages->empty())
        return std::nullopt;
    return filter;
}

std::vector<Person> only_askable(const web::Context& context, std::vector<Person> people)
{
    std::erase_if(people, [&](const Person& person) { return !asking_viewer(context.actor, person); });
    return people;
}

} // namespace

bool may_ask_some(const web::Context& context)
{
    return whom_to_ask(context).has_value();
}

std::vector<Person> people_to_ask(db::Reader& reader, const web::Context& context)
{
    const auto filter = whom_to_ask(context);
    if (!filter)
        return {};
    return only_askable(context, store::list(reader, context.network.id, *filter, everybody, 0));
}

std::vector<Person> people_to_ask(db::Reader& reader, const web::Context& context,
                                  const std::vector<PersonId>& ids)
{
    return only_askable(context, store::by_ids(reader, context.network.id, ids));
}

std::vector<EntryVersion> versions_to_ask(db::Reader& reader, const web::Context& context)
{
    const auto filter = whom_to_ask(context);
    return filter ? store::versions(reader, context.network.id, *filter) : std::vector<EntryVersion>{};
}

std::string mailbox_hash(const web::Environment& environment, const PersonDraft& person)
{
    return web::keyed_hash(environment, "mailbox",
                           to_lower_ascii(person.email.seen_by(accounts::the_program())));
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
