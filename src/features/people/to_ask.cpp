#include "accounts/policy.hpp"
#include "features/people/people_pages.hpp"
#include "features/people/people_store.hpp"
#include "features/people/register_api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/search/folding.hpp"
#include "foundation/web/form.hpp"

#include <algorithm>
#include <limits>

// Whom of the register features may ask that look for help.
namespace dorfnetz::people {

namespace {

constexpr auto everybody = std::numeric_limits<std::int64_t>::max();

} // namespace

std::vector<Person> people_to_ask(db::Reader& reader, const web::Context& context)
{
    store::Filter filter{.locked = store::Filter::Locked::no};
    if (!may_review(context))
        filter.only_villages = accounts::villages_for(context.actor, accounts::Right::see_people);
    if (filter.only_villages && filter.only_villages->empty())
        return {};
    auto people = store::list(reader, context.network.id, filter, everybody, 0);
    std::erase_if(people, [&](const Person& person) { return !asking_viewer(context.actor, person); });
    return people;
}

std::vector<EntryVersion> entry_versions(db::Reader& reader, const NetworkId& network)
{
    return reader.list(
        R"sql(SELECT id, version FROM people WHERE network_id = :network AND locked_at IS NULL)sql",
        {{"network", network}}, [](db::Row& row) {
            auto id = row.take<PersonId>();
            return EntryVersion{.id = std::move(id), .version = row.take<std::int64_t>()};
        });
}

std::vector<Person> unlocked_entries(db::Reader& reader, const NetworkId& network)
{
    return store::list(reader, network, {.locked = store::Filter::Locked::no}, everybody, 0);
}

std::vector<Person> unlocked_entries(db::Reader& reader, const NetworkId& network,
                                     const std::vector<PersonId>& ids)
{
    auto people = store::by_ids(reader, network, ids);
    std::erase_if(people, [](const Person& person) { return person.is_locked(); });
    return people;
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
