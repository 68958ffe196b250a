#include "accounts/audit.hpp"
#include "features/organisations/organisation_history.hpp"
#include "features/organisations/organisations_service.hpp"
#include "features/organisations/organisations_store.hpp"
#include "features/organisations/revocations.hpp"
#include "foundation/core/text.hpp"

namespace dorfnetz::organisations {

namespace {

Error invalid_contact(std::vector<FieldError> problems)
{
    return {.kind = Err::invalid,
            .text = "Bitte schau dir die markierten Felder noch einmal an."_de,
            .fields = std::move(problems)};
}

std::int64_t version_of(db::Reader& reader, const NetworkId& network, const OrganisationId& id)
{
    return reader.count(R"sql(SELECT version FROM organisations WHERE network_id = :network AND id = :id)sql",
                        {{"network", network}, {"id", id}});
}

NamedTexts stored_texts(const ContactDraft& contact)
{
    return texts_of(contact, accounts::the_program());
}

void record_change(db::Tx& tx, const NetworkId& network, const Contact& contact, std::string_view action,
                   const Author& author)
{
    accounts::record(tx,
                     {.network = network,
                      .user = web::UserId{author.user},
                      .action = std::string(action),
                      .subject_kind = "contact_person",
                      .subject = contact.id.text()},
                     author.clock, author.random);
}

void write_contact_history(db::Tx& tx, const NetworkId& network, const Contact& contact,
                           std::string_view action, std::vector<ChangedText> changes, const Author& author)
{
    write_history(tx, network,
                  {.organisation = contact.organisation,
                   .version = version_of(tx, network, contact.organisation),
                   .action = action,
                   .changes = std::move(changes),
                   .contact = contact.id},
                  author);
}

} // namespace

bool Contact::is_for_everybody() const
{
    const auto open = [](const accounts::GuardedText& text) {
        return text.empty() || text.audience() == Audience::public_;
    };
    return is_public() && open(data.phone) && open(data.email);
}

std::vector<Contact> contacts_of(db::Reader& reader, const NetworkId& network, const OrganisationId& id,
                                 const accounts::Viewer& viewer)
{
    auto contacts = store::contacts_of(reader, network, id);
    std::erase_if(contacts, [&](const Contact& contact) {
        return !contact.is_public() && !viewer.sees(Audience::village);
    });
    return contacts;
}

std::optional<mail::Mailbox> mailbox_of(db::Reader& reader, const NetworkId& network,
                                        const Organisation& organisation, MailTo wanted)
{
    const auto mail = accounts::the_program();
    std::optional<mail::Mailbox> own;
    if (const auto& address = organisation.entry.email.seen_by(mail); !address.empty())
        own = mail::Mailbox{.address = address, .name = organisation.entry.name};
    std::optional<mail::Mailbox> person;
    for (const auto& contact : store::contacts_of(reader, network, organisation.id))
        if (contact.data.is_responsible && !contact.data.email.empty())
            person = mail::Mailbox{.address = contact.data.email.seen_by(mail), .name = contact.data.name};
    if (!own || !person)
        return own ? own : person;
    return wanted == MailTo::own_first ? own : person;
}

Result<ContactId> add_contact(db::Tx& tx, const NetworkId& network, const OrganisationId& id,
                              const ContactDraft& draft, const Author& author)
{
    if (version_of(tx, network, id) == 0)
        return Error{.kind = Err::missing};
    Contact contact{
        .id = new_id<ContactId>(author.clock, author.random), .organisation = id, .data = tidied(draft)};
    if (auto problems = problems_of(contact.data, date_of(author.clock.now())); !problems.empty())
        return invalid_contact(std::move(problems));
    if (contact.data.is_responsible)
        store::clear_responsible(tx, network, id);
    store::insert_contact(tx, network, contact, author.clock.now());
    write_contact_history(tx, network, contact, "contact_added",
                          changes_between(stored_texts(ContactDraft{}), stored_texts(contact.data)), author);
    record_change(tx, network, contact, "contact.added", author);
    return contact.id;
}

Result<Done> update_contact(db::Tx& tx, const NetworkId& network, const ContactId& id, std::int64_t version,
                            const ContactDraft& draft, const Author& author)
{
    const auto before = store::contact_by_id(tx, network, id);
    if (!before)
        return Error{.kind = Err::missing};
    auto after = *before;
    after.data = tidied(draft);
    after.version = version;
    if (auto problems = problems_of(after.data, date_of(author.clock.now())); !problems.empty())
        return invalid_contact(std::move(problems));
    return save_contact(tx, network, *before, after, author);
}

Result<Done> save_contact(db::Tx& tx, const NetworkId& network, const Contact& before, const Contact& after,
                          const Author& author)
{
    auto changes = changes_between(stored_texts(before.data), stored_texts(after.data));
    if (changes.empty())
        return Done{};
    if (after.data.is_responsible && !before.data.is_responsible)
        store::clear_responsible(tx, network, after.organisation);
    if (!store::update_contact(tx, network, after))
        return Error{.kind = Err::stale,
                     .text = "Jemand anderes hat die Ansprechperson gerade geändert. Deine Eingaben stehen "
                             "noch da: Vergleich sie mit dem neuen Stand und speichere dann noch einmal."_de};
    note_visibility(tx, network, before, after, author.clock.now());
    write_contact_history(tx, network, after, "contact_changed", std::move(changes), author);
    record_change(tx, network, after, "contact.changed", author);
    return Done{};
}

std::vector<Contact> all_contacts(db::Reader& reader, const NetworkId& network)
{
    return store::all_contacts(reader, network);
}

bool erase_contact(db::Tx& tx, const NetworkId& network, const ContactId& id)
{
    forget_contact(tx, network, id);
    accounts::erase_details(tx, network, "contact_person", id.text());
    return store::delete_contact(tx, network, id);
}

Result<Done> remove_contact(db::Tx& tx, const NetworkId& network, const ContactId& id, const Author& author)
{
    const auto contact = store::contact_by_id(tx, network, id);
    if (!contact)
        return Error{.kind = Err::missing};
    erase_contact(tx, network, id);
    write_contact_history(tx, network, *contact, "contact_removed", {}, author);
    record_change(tx, network, *contact, "contact.removed", author);
    return Done{};
}

} // namespace dorfnetz::organisations
