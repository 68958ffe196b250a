#include "features/people/merged.hpp"

namespace dorfnetz::people {

void note_merged(db::Tx& tx, const NetworkId& network, const PersonId& kept, const Person& gone,
                 Timestamp now)
{
    tx.exec(
        R"sql(UPDATE merged_people SET kept_id = :kept WHERE network_id = :network AND kept_id = :gone)sql",
        {{"network", network}, {"kept", kept}, {"gone", gone.id}});
    const auto storing = accounts::the_program();
    tx.exec(R"sql(
        INSERT INTO merged_people (network_id, gone_id, kept_id, name, phone, mobile, email, confirmed_email,
                                   merged_at)
        VALUES (:network, :gone, :kept, :name, :phone, :mobile, :email, :confirmed, :now))sql",
            {{"network", network},
             {"gone", gone.id},
             {"kept", kept},
             {"name", gone.data.name()},
             {"phone", gone.data.phone.seen_by(storing)},
             {"mobile", gone.data.mobile.seen_by(storing)},
             {"email", gone.data.email.seen_by(storing)},
             {"confirmed", gone.confirmed_email.seen_by(storing)},
             {"now", now}});
}

std::vector<MergedEntry> merged_into(db::Reader& reader, const NetworkId& network, const PersonId& kept)
{
    return reader.list(R"sql(
        SELECT gone_id, name, phone, mobile, email, confirmed_email, merged_at FROM merged_people
        WHERE network_id = :network AND kept_id = :kept ORDER BY merged_at, gone_id)sql",
                       {{"network", network}, {"kept", kept}}, [](db::Row& row) {
                           MergedEntry entry;
                           entry.id = row.take<PersonId>();
                           entry.name = row.take<std::string>();
                           entry.phone = row.take<std::string>();
                           entry.mobile = row.take<std::string>();
                           entry.email = row.take<std::string>();
                           entry.confirmed_email = row.take<std::string>();
                           entry.merged_at = row.take<Timestamp>();
                           return entry;
                       });
}

PersonId entry_now(db::Reader& reader, const NetworkId& network, const PersonId& id)
{
    return reader
        .value<PersonId>(R"sql(
            SELECT kept_id FROM merged_people WHERE network_id = :network AND gone_id = :id)sql",
                         {{"network", network}, {"id", id}})
        .value_or(id);
}

} // namespace dorfnetz::people
