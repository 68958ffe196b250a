#include "features/people/revocations.hpp"

#include "features/people/people_store.hpp"
#include "features/people/resting.hpp"

#include <fmt/format.h>

namespace dorfnetz::people {

std::vector<Revocation> withdrawn_consents(db::Reader& reader)
{
    return reader.list(R"sql(
        SELECT network_id, id, purpose, withdrawn_at FROM consents WHERE withdrawn_at IS NOT NULL)sql",
                       {}, [](db::Row& row) {
                           Revocation withdrawal;
                           withdrawal.network = row.take<NetworkId>();
                           withdrawal.id = row.take<std::string>();
                           withdrawal.id += '.' + row.take<std::string>();
                           withdrawal.at = row.take<Timestamp>();
                           return withdrawal;
                       });
}

std::vector<Revocation> rested_entries(db::Reader& reader)
{
    return reader.list(R"sql(
        SELECT network_id, person_id, action, at FROM person_history
        WHERE action IN ('restricted', 'objected', 'unrestricted') ORDER BY at, id)sql",
                       {}, [](db::Row& row) {
                           Revocation rest;
                           rest.network = row.take<NetworkId>();
                           rest.id = row.take<std::string>();
                           rest.word = row.take<std::string>();
                           rest.at = row.take<Timestamp>();
                           return rest;
                       });
}

bool withdraw_again(db::Tx& tx, const Revocation& withdrawal, const Author& author)
{
    const auto dot = withdrawal.id.find('.');
    const auto purpose =
        dot == std::string::npos ? std::nullopt : purpose_from_text(withdrawal.id.substr(dot + 1));
    if (!purpose)
        return false;
    const auto person = tx.value<PersonId>(
        R"sql(
        SELECT person_id FROM consents
        WHERE network_id = :network AND id = :id AND purpose = :purpose AND withdrawn_at IS NULL)sql",
        {{"network", withdrawal.network},
         {"id", withdrawal.id.substr(0, dot)},
         {"purpose", to_text(*purpose)}});
    return person && withdraw_consent(
                         tx, withdrawal.network, *person,
                         {.purpose = *purpose, .way = std::nullopt, .note = to_iso(withdrawal.at)}, author);
}

bool rest_again(db::Tx& tx, const Revocation& rest, const Author& author)
{
    const PersonId id(rest.id);
    const auto person = store::by_id(tx, rest.network, id);
    if (!person)
        return false;
    if (rest.word == "unrestricted")
        return person->rests() && release(tx, rest.network, id, author);
    const auto why = rest.word == "objected" ? Lock::objected : Lock::restricted;
    // An entry that is to be deleted does not rest; then there is nothing to do.
    return person->lock != why && let_rest(tx, rest.network, id, {.why = why}, author);
}

void end_own_links(db::Tx& tx)
{
    tx.exec(R"sql(DELETE FROM own_page_links)sql", {});
    tx.exec(R"sql(DELETE FROM own_page_requests)sql", {});
}

} // namespace dorfnetz::people
