#include "accounts/audit.hpp"
#include "features/people/doubts.hpp"
#include "features/people/history.hpp"
#include "features/people/merged.hpp"
#include "features/people/parents.hpp"
#include "features/people/people_store.hpp"
#include "features/people/person.hpp"
#include "foundation/mail/outbox.hpp"

#include <algorithm>

// Art. 17 GDPR: nothing of a person stays, wherever it lies.
namespace dorfnetz::people {

namespace {

void add_once(std::vector<std::string>& list, const std::string& text)
{
    if (!text.empty() && std::find(list.begin(), list.end(), text) == list.end())
        list.push_back(text);
}

template <class T, class Value>
bool has_one(const std::vector<T>& list, const Value& value)
{
    return std::find(list.begin(), list.end(), value) != list.end();
}

} // namespace

Elsewhere told_only(std::string_view place, decltype(Elsewhere::tell) tell)
{
    return {
        .place = place,
        .tell = tell,
        .erase = [](db::Tx&, const NetworkId&, const Traces&) {},
        .perhaps = [](db::Reader&, const NetworkId&, const Traces&) { return std::vector<std::string>(); },
        .show = [](db::Reader&, const web::Context&,
                   const std::string&) -> std::optional<std::vector<OwnFact>> { return std::nullopt; },
        .erase_one = [](db::Tx&, const NetworkId&, const std::string&) {}};
}

bool Traces::is_entry(std::string_view entry) const
{
    return entry == id.text() || has_one(merged, PersonId(entry));
}

std::vector<std::string> Traces::names() const
{
    std::vector<std::string> all{name};
    all.insert(all.end(), merged_names.begin(), merged_names.end());
    return all;
}

std::vector<std::string> Traces::family_names() const
{
    std::vector<std::string> families;
    for (const auto& known : names())
        if (auto family = known.substr(known.rfind(' ') + 1); !family.empty())
            families.push_back(std::move(family));
    return families;
}

bool Traces::ends_with_family_name(std::string_view written) const
{
    const auto families = family_names();
    return std::any_of(families.begin(), families.end(),
                       [&](const std::string& family) { return written.ends_with(family); });
}

bool Traces::has_email(const ContactText& email) const
{
    return has_one(emails, email);
}

bool Traces::has_typed_email(const ContactText& email) const
{
    return has_one(typed_emails, email);
}

bool Traces::has_phone(const ContactText& phone) const
{
    return has_one(typed_phones, phone);
}

Belonging Traces::whose(std::string_view named, const ContactText& email,
                        const std::vector<ContactText>& phones) const
{
    const bool same_name = named == name || has_one(merged_names, named);
    const bool alone = same_name || !shares_email;
    if (has_email(email) && alone)
        return Belonging::theirs;
    const bool same_phone =
        std::any_of(phones.begin(), phones.end(), [&](const auto& phone) { return has_phone(phone); });
    return (has_typed_email(email) && alone) || (same_phone && same_name) ? Belonging::perhaps
                                                                          : Belonging::not_theirs;
}

Traces traces_of(db::Reader& reader, const NetworkId& network, const Person& person)
{
    Traces traces{.id = person.id, .name = person.data.name()};
    const auto comparing = accounts::the_program();
    add_once(traces.emails, person.confirmed_email.seen_by(comparing));
    const auto merged = merged_into(reader, network, person.id);
    for (const auto& entry : merged) {
        traces.merged.push_back(entry.id);
        if (entry.name != traces.name)
            add_once(traces.merged_names, entry.name);
        add_once(traces.emails, entry.confirmed_email.seen_by(comparing));
    }
    const auto add_typed = [&](const std::string& email) {
        if (!traces.has_email(email))
            add_once(traces.typed_emails, email);
    };
    add_typed(person.data.email.seen_by(comparing));
    add_once(traces.typed_phones, person.data.phone.seen_by(comparing));
    add_once(traces.typed_phones, person.data.mobile.seen_by(comparing));
    for (const auto& entry : merged) {
        add_typed(entry.email.seen_by(comparing));
        add_once(traces.typed_phones, entry.phone.seen_by(comparing));
        add_once(traces.typed_phones, entry.mobile.seen_by(comparing));
    }
    for (const auto& entry : history_of(reader, network, person.id)) {
        const auto& change = entry.change;
        for (const auto& value : {change.before, change.after})
            if (change.field == "mail")
                add_typed(value);
            else if (change.field == "telefon" || change.field == "mobil")
                add_once(traces.typed_phones, value);
    }
    for (const auto* list : {&traces.emails, &traces.typed_emails})
        for (const auto& email : *list)
            for (const auto& other : store::ids_by_email(reader, network, email))
                traces.shares_email = traces.shares_email || other != person.id;
    return traces;
}

void confirm_mailbox(db::Tx& tx, const NetworkId& network, const PersonId& id)
{
    if (const auto person = store::by_id(tx, network, id); person && !person->data.email.empty())
        store::set_confirmed_email(tx, network, id, person->data.email.seen_by(accounts::the_program()));
}

void remove(db::Tx& tx, const NetworkId& network, const PersonId& id)
{
    accounts::erase_details(tx, network, "person", id.text());
    // Everything else about the person goes with the entry (ON DELETE CASCADE).
    tx.exec(R"sql(DELETE FROM people WHERE network_id = :network AND id = :id)sql",
            {{"network", network}, {"id", id}});
    // A link that opens nobody's entry any more.
    tx.exec(R"sql(
        DELETE FROM own_page_links WHERE network_id = :network AND NOT EXISTS (
            SELECT 1 FROM own_page_link_people p
            WHERE p.network_id = own_page_links.network_id AND p.link_id = own_page_links.id))sql",
            {{"network", network}});
}

void erase(db::Tx& tx, const NetworkId& network, const PersonId& id, const Elsewheres& elsewhere)
{
    const auto person = store::by_id(tx, network, id);
    if (!person)
        return;
    const auto traces = traces_of(tx, network, *person);
    const auto places = with_contacts(elsewhere);
    for (const auto& place : places)
        place.erase(tx, network, traces);
    note_doubts(tx, network, traces, places);
    // Mail to somebody else of the family with the same address is theirs; and where nobody has confirmed the
    // address, only what we wrote to this name is about them.
    const auto forget_named = [&](const std::string& email) {
        for (const auto& name : traces.names())
            mail::forget(tx, network, {.address = email, .name = name});
    };
    for (const auto& email : traces.emails) {
        if (traces.shares_email) {
            forget_named(email);
            continue;
        }
        mail::forget(tx, network, {.address = email});
        tx.exec(R"sql(DELETE FROM own_page_requests WHERE network_id = :network AND email = :email)sql",
                {{"network", network}, {"email", email}});
    }
    for (const auto& email : traces.typed_emails)
        forget_named(email);
    if (const auto parent = parent_of(tx, network, id); parent && !parent->data.email.empty())
        mail::forget(
            tx, network,
            {.address = parent->data.email.seen_by(accounts::the_program()), .name = parent->data.name});
    tx.exec(R"sql(
        INSERT INTO person_erasures (network_id, person_id)
        SELECT network_id, id FROM people WHERE network_id = :network AND id = :id
        UNION ALL SELECT network_id, gone_id FROM merged_people WHERE network_id = :network AND kept_id = :id
        ON CONFLICT DO NOTHING)sql",
            {{"network", network}, {"id", id}});
    remove(tx, network, id);
}

bool was_erased(db::Reader& reader, const NetworkId& network, const PersonId& id)
{
    return reader.count(R"sql(
        SELECT COUNT(*) FROM person_erasures WHERE network_id = :network AND person_id = :id)sql",
                        {{"network", network}, {"id", id}}) > 0;
}

std::vector<ErasedPerson> erased_people(db::Reader& reader)
{
    return reader.list(R"sql(
        SELECT network_id, person_id FROM person_erasures ORDER BY network_id, person_id)sql",
                       {}, [](db::Row& row) {
                           auto network = row.take<NetworkId>();
                           return ErasedPerson{std::move(network), row.take<PersonId>()};
                       });
}

} // namespace dorfnetz::people
