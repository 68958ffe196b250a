#include "features/people/resting.hpp"

#include "accounts/audit.hpp"
#include "features/people/consents.hpp"
#include "features/people/history.hpp"
#include "features/people/parents.hpp"
#include "features/people/people_store.hpp"

namespace dorfnetz::people {

namespace {

void note(db::Tx& tx, const NetworkId& network, const Person& person, std::string_view action,
          const std::string& reason, const Author& author)
{
    write_history(tx, network, person.id, person.version, action,
                  reason.empty() ? std::vector<Change>{} : std::vector<Change>{{"grund", {}, reason}},
                  author);
    // The reason stays out of the log.
    audit(tx, network, person.id, "person." + std::string(action), author);
}

} // namespace

Lock lock_without_rest(db::Reader& reader, const NetworkId& network, const Person& person)
{
    if (!person.agreed_to(Purpose::register_))
        return Lock::no_consent;
    const auto parent = parent_of(reader, network, person.id);
    return parent && !parent->data.has_agreed ? Lock::parent : Lock::none;
}

Result<Done> let_rest(db::Tx& tx, const NetworkId& network, const PersonId& id, const Rest& rest,
                      const Author& author)
{
    const auto person = store::by_id(tx, network, id);
    if (!person)
        return Error{.kind = Err::missing};
    // What will be deleted must not stay because somebody says that it shall rest.
    if (person->is_locked() && !person->rests())
        return Error{Err::conflict,
                     "Dein Eintrag ruht schon und wird bald gelöscht, wenn niemand etwas tut."_de};
    store::set_lock(tx, network, id, rest.why, author.clock.now());
    call_back_mails(tx, network, id);
    note(tx, network, *person, rest.why == Lock::objected ? "objected" : "restricted", rest.reason, author);
    return Done{};
}

Result<Done> release(db::Tx& tx, const NetworkId& network, const PersonId& id, const Author& author)
{
    const auto person = store::by_id(tx, network, id);
    if (!person)
        return Error{.kind = Err::missing};
    if (!person->rests())
        return Done{};
    store::set_lock(tx, network, id, lock_without_rest(tx, network, *person), author.clock.now());
    note(tx, network, *person, "unrestricted", {}, author);
    return Done{};
}

} // namespace dorfnetz::people
