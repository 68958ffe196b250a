#include "features/people/parents.hpp"

#include "accounts/audit.hpp"
#include "features/people/consents.hpp"
#include "features/people/history.hpp"
#include "features/people/people_store.hpp"
#include "features/vocabularies/api.hpp"
#include "foundation/core/text.hpp"
#include "foundation/mail/outbox.hpp"

#include <fmt/format.h>

namespace dorfnetz::people {

namespace {

KnownParent read_parent(db::Row& row)
{
    KnownParent parent;
    parent.child = row.take<PersonId>();
    parent.data.name = row.take<std::string>();
    parent.data.email = row.take<std::string>();
    parent.data.phone = row.take<std::string>();
    parent.number = row.take<std::string>();
    parent.data.has_agreed = row.take<bool>();
    return parent;
}

} // namespace

void insert_parent(db::Tx& tx, const NetworkId& network, const PersonId& child, const Parent& parent,
                   const Author& author)
{
    const auto now = author.clock.now();
    tx.exec(R"sql(
        INSERT INTO person_parents (network_id, person_id, name, email, phone, number, asked_at, confirmed_at)
        VALUES (:network, :person, :name, :email, :phone, :number, :now, :agreed))sql",
            {{"network", network},
             {"person", child},
             {"name", squeeze(parent.name)},
             {"email", to_lower_ascii(trim(parent.email.seen_by(accounts::the_program())))},
             {"phone", squeeze(parent.phone.seen_by(accounts::the_program()))},
             {"number", random_token(author.random)},
             {"now", now},
             {"agreed", parent.has_agreed ? std::optional(now) : std::nullopt}});
}

std::optional<KnownParent> parent_of(db::Reader& reader, const NetworkId& network, const PersonId& child)
{
    return reader.first(R"sql(
        SELECT person_id, name, email, phone, number, CASE WHEN confirmed_at IS NULL THEN 0 ELSE 1 END
        FROM person_parents WHERE network_id = :network AND person_id = :person)sql",
                        {{"network", network}, {"person", child}}, read_parent);
}

std::optional<KnownParent> parent_by_number(db::Reader& reader, const NetworkId& network,
                                            std::string_view number)
{
    return reader.first(R"sql(
        SELECT person_id, name, email, phone, number, CASE WHEN confirmed_at IS NULL THEN 0 ELSE 1 END
        FROM person_parents WHERE network_id = :network AND number = :number)sql",
                        {{"network", network}, {"number", number}}, read_parent);
}

Result<Done> parent_agrees(db::Tx& tx, const NetworkId& network, const PersonId& child, const ParentsYes& yes,
                           const Author& author)
{
    const auto person = store::by_id(tx, network, child);
    const auto parent = parent_of(tx, network, child);
    if (!person || !parent)
        return Error{.kind = Err::missing};
    if (parent->data.has_agreed)
        return Done{};
    const auto now = author.clock.now();
    tx.exec(R"sql(
        UPDATE person_parents SET confirmed_at = :now WHERE network_id = :network AND person_id = :person)sql",
            {{"network", network}, {"person", child}, {"now", now}});
    const auto how =
        i18n::translate(i18n::Language::de, "Eltern: {1}"_de,
                        {vocabularies::label("consent_ways", to_text(yes.way), i18n::Language::de)}) +
        (yes.note.empty() ? "" : ", " + yes.note);
    tx.exec(R"sql(
        UPDATE consents SET parent_name = :name,
            note = CASE WHEN note = '' THEN CAST(:how AS TEXT) ELSE note || ' · ' || CAST(:how AS TEXT) END
        WHERE network_id = :network AND person_id = :person AND withdrawn_at IS NULL)sql",
            {{"network", network}, {"person", child}, {"name", parent->data.name}, {"how", how}});
    if (person->lock == Lock::parent)
        store::set_lock(tx, network, child, Lock::none, now);
    write_history(tx, network, child, person->version, "parent_agreed", {}, author);
    audit(tx, network, child, "consent.parent_agreed", author);
    return Done{};
}

Result<Done> ask_parent(db::Tx& tx, const web::Context& context, const PersonId& child)
{
    const auto person = store::by_id(tx, context.network.id, child);
    const auto parent = parent_of(tx, context.network.id, child);
    if (!person || !parent || parent->data.has_agreed || parent->data.email.empty())
        return Done{};
    const auto link = context.absolute_url("/einwilligung/eltern/" + parent->number);
    TRY(mail::enqueue(
        tx,
        {.network = context.network.id,
         .to = {.address = parent->data.email.seen_by(accounts::the_program()), .name = parent->data.name},
         .subject = context.t("Darf {1} mitmachen?"_de, {person->data.given_name}),
         .text = context.t("Hallo {1},\n\n{2} will bei uns mitmachen und ist noch keine 16. Deshalb "
                           "fragen wir auch dich. Lies hier nach, worum es geht, und sag Ja oder "
                           "Nein:\n\n{3}\n\nAntwortest du nicht, löschen wir die Angaben nach {4} "
                           "Tagen.\n\n{5}"_de,
                           {parent->data.name, person->data.given_name, link, std::to_string(days_to_answer),
                            context.network.name}),
         .purpose = "ask_parent"},
        context.environment.clock, context.environment.random));
    return Done{};
}

} // namespace dorfnetz::people
