#include "features/people/certificates.hpp"

#include "accounts/audit.hpp"
#include "features/people/history.hpp"
#include "features/people/people_store.hpp"

namespace dorfnetz::people {

namespace {

std::vector<FieldError> problems_of(const Certificate& certificate, Date today)
{
    std::vector<FieldError> problems;
    if (certificate.seen_on > today)
        problems.push_back({"eingesehen_am", "Dieser Tag kommt erst noch."_de});
    if (certificate.issued_on > certificate.seen_on)
        problems.push_back(
            {"ausgestellt_am", "Das Zeugnis ist jünger als der Tag, an dem du es gesehen hast."_de});
    return problems;
}

} // namespace

std::optional<Certificate> certificate_of(db::Reader& reader, const NetworkId& network, const PersonId& id)
{
    return reader.first(R"sql(
        SELECT seen_on, issued_on, has_relevant_entry, is_active, last_active_on FROM conduct_certificates
        WHERE network_id = :network AND person_id = :person)sql",
                        {{"network", network}, {"person", id}}, [](db::Row& row) {
                            Certificate certificate;
                            certificate.seen_on = row.take<Date>();
                            certificate.issued_on = row.take<Date>();
                            certificate.has_relevant_entry = row.take<bool>();
                            certificate.is_active = row.take<bool>();
                            certificate.last_active_on = row.take<Date>();
                            return certificate;
                        });
}

Result<Done> record_certificate(db::Tx& tx, const NetworkId& network, const PersonId& id,
                                const Certificate& certificate, const Author& author)
{
    if (!store::by_id(tx, network, id))
        return Error{.kind = Err::missing};
    if (auto problems = problems_of(certificate, date_of(author.clock.now())); !problems.empty())
        return Error{.kind = Err::invalid, .text = "Da fehlt noch etwas"_de, .fields = std::move(problems)};
    tx.exec(R"sql(
        INSERT INTO conduct_certificates (network_id, person_id, seen_on, issued_on, has_relevant_entry, is_active,
                                          last_active_on)
        VALUES (:network, :person, :seen, :issued, :relevant, :is_active, :active)
        ON CONFLICT (network_id, person_id) DO UPDATE SET seen_on = :seen, issued_on = :issued,
            has_relevant_entry = :relevant, is_active = :is_active, last_active_on = :active)sql",
            {{"network", network},
             {"person", id},
             {"seen", certificate.seen_on},
             {"issued", certificate.issued_on},
             {"relevant", certificate.has_relevant_entry},
             {"is_active", certificate.is_active},
             {"active", certificate.last_active_on}});
    // That somebody looked is written down, never what the certificate says.
    audit(tx, network, id, "certificate.seen", author);
    return Done{};
}

Result<Done> still_active(db::Tx& tx, const NetworkId& network, const PersonId& id, const Author& author)
{
    const auto changed =
        tx.exec(R"sql(
        UPDATE conduct_certificates SET is_active = 1, last_active_on = :today
        WHERE network_id = :network AND person_id = :person)sql",
                {{"network", network}, {"person", id}, {"today", date_of(author.clock.now())}});
    if (changed == 0)
        return Error{.kind = Err::missing};
    audit(tx, network, id, "certificate.still_active", author);
    return Done{};
}

void delete_certificate(db::Tx& tx, const NetworkId& network, const PersonId& id, const Author& author)
{
    tx.exec(R"sql(DELETE FROM conduct_certificates WHERE network_id = :network AND person_id = :person)sql",
            {{"network", network}, {"person", id}});
    audit(tx, network, id, "certificate.deleted", author);
}

std::int64_t delete_old_certificates(db::Pool& pool, const NetworkId& network, const Clock& clock)
{
    struct Row
    {
        PersonId person;
        Certificate certificate;
    };

    const auto today = date_of(clock.now());
    return pool
        .write(db::Scope::nothing(),
               [&](db::Tx& tx) -> Result<std::int64_t> {
                   const auto rows = tx.list(R"sql(
                       SELECT person_id, is_active, last_active_on FROM conduct_certificates
                       WHERE network_id = :network)sql",
                                             {{"network", network}}, [](db::Row& row) {
                                                 Row found;
                                                 found.person = row.take<PersonId>();
                                                 found.certificate.is_active = row.take<bool>();
                                                 found.certificate.last_active_on = row.take<Date>();
                                                 return found;
                                             });
                   std::int64_t deleted = 0;
                   for (const auto& row : rows)
                       if (row.certificate.deleted_on() <= today)
                           deleted += tx.exec(R"sql(
                               DELETE FROM conduct_certificates
                               WHERE network_id = :network AND person_id = :person)sql",
                                              {{"network", network}, {"person", row.person}});
                   return deleted;
               })
        .value();
}

} // namespace dorfnetz::people
