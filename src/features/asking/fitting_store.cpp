#include "features/asking/fitting_store.hpp"

#include <array>
#include <stdexcept>

namespace dorfnetz::asking {

namespace {

constexpr std::array<std::string_view, 4> because_names{"topic", "far", "time", "other"};

FittingPage read_page(db::Row& row)
{
    FittingPage page{.person = row.take<PersonId>()};
    page.id = row.take<std::string>();
    page.every_days = row.take<std::int64_t>();
    page.mailed_at = row.take<std::optional<Timestamp>>();
    page.mailed_what = row.take<std::string>();
    page.mailbox_hash = row.take<std::string>();
    return page;
}

} // namespace

std::string_view to_text(Because because)
{
    return because_names[static_cast<std::size_t>(because)];
}

std::optional<Because> because_from_text(std::string_view text)
{
    for (std::size_t i = 0; i < because_names.size(); ++i)
        if (because_names[i] == text)
            return static_cast<Because>(i);
    return std::nullopt;
}

namespace store {

std::optional<FittingPage> fitting_page_of(db::Reader& reader, const NetworkId& network,
                                           const PersonId& person)
{
    return reader.first(R"sql(
        SELECT person_id, id, every_days, mailed_at, mailed_what, mailbox_hash FROM fitting_pages
        WHERE network_id = :network AND person_id = :person)sql",
                        {{"network", network}, {"person", person}}, read_page);
}

std::optional<FittingPage> fitting_page_at(db::Reader& reader, const NetworkId& network,
                                           std::string_view link_hash)
{
    return reader.first(R"sql(
        SELECT person_id, id, every_days, mailed_at, mailed_what, mailbox_hash FROM fitting_pages
        WHERE network_id = :network AND link_hash = :link)sql",
                        {{"network", network}, {"link", link_hash}}, read_page);
}

std::vector<FittingPage> mailed_pages(db::Reader& reader, const NetworkId& network)
{
    return reader.list(R"sql(
        SELECT person_id, id, every_days, mailed_at, mailed_what, mailbox_hash FROM fitting_pages
        WHERE network_id = :network AND every_days > 0 ORDER BY person_id)sql",
                       {{"network", network}}, read_page);
}

std::optional<FittingPage> fitting_feed_at(db::Reader& reader, const NetworkId& network,
                                           std::string_view feed_hash)
{
    return reader.first(R"sql(
        SELECT person_id, id, every_days, mailed_at, mailed_what, mailbox_hash FROM fitting_pages
        WHERE network_id = :network AND feed_hash = :feed)sql",
                        {{"network", network}, {"feed", feed_hash}}, read_page);
}

void begin_fitting_page(db::Tx& tx, const NetworkId& network, const FittingPage& page,
                        const FittingHashes& hashes, Timestamp now)
{
    tx.exec(R"sql(
        INSERT INTO fitting_pages (network_id, person_id, id, link_hash, feed_hash, mailbox_hash, every_days, begun_at)
        VALUES (:network, :person, :id, :link, :feed, :mailbox, :days, :now)
        ON CONFLICT (network_id, person_id) DO NOTHING)sql",
            {{"network", network},
             {"person", page.person},
             {"id", page.id},
             {"link", hashes.link},
             {"feed", hashes.feed},
             {"mailbox", page.mailbox_hash},
             {"days", page.every_days},
             {"now", now}});
}

void end_fitting_page(db::Tx& tx, const NetworkId& network, const PersonId& person)
{
    tx.exec(R"sql(DELETE FROM fitting_pages WHERE network_id = :network AND person_id = :person)sql",
            {{"network", network}, {"person", person}});
}

void set_every_days(db::Tx& tx, const NetworkId& network, const PersonId& person, std::int64_t days)
{
    tx.exec(R"sql(
        UPDATE fitting_pages SET every_days = :days WHERE network_id = :network AND person_id = :person)sql",
            {{"network", network}, {"person", person}, {"days", days}});
}

bool note_mailed(db::Tx& tx, const NetworkId& network, const FittingPage& before, std::string_view what,
                 Timestamp now)
{
    return tx.exec(R"sql(
        UPDATE fitting_pages SET mailed_at = :now, mailed_what = :what
        WHERE network_id = :network AND person_id = :person AND every_days > 0
          AND COALESCE(mailed_at, '') = COALESCE(:before, ''))sql",
                   {{"network", network},
                    {"person", before.person},
                    {"what", what},
                    {"before", before.mailed_at},
                    {"now", now}}) > 0;
}

std::vector<Refusal> refusals_of(db::Reader& reader, const NetworkId& network, const PersonId& person)
{
    return reader.list(
        R"sql(
        SELECT shift_id, need_id, because, said_at FROM not_for_me
        WHERE network_id = :network AND person_id = :person ORDER BY said_at DESC, shift_id)sql",
        {{"network", network}, {"person", person}}, [](db::Row& row) {
            Refusal refusal{.shift = row.take<ShiftId>(), .need = row.take<activities::NeedId>()};
            refusal.because = because_from_text(row.take<std::string>()).value_or(Because::other);
            refusal.said_at = row.take<Timestamp>();
            return refusal;
        });
}

std::vector<PersonId> refused_by(db::Reader& reader, const NetworkId& network, const OpenShift& open)
{
    return reader.list(R"sql(
        SELECT DISTINCT person_id FROM not_for_me
        WHERE network_id = :network AND (shift_id = :shift OR (need_id = :need AND because <> 'time'))
        ORDER BY person_id)sql",
                       {{"network", network}, {"shift", open.shift.id}, {"need", open.need.id}},
                       [](db::Row& row) { return row.take<PersonId>(); });
}

void refuse(db::Tx& tx, const NetworkId& network, const PersonId& person, const Refusal& refusal)
{
    tx.exec(R"sql(
        INSERT INTO not_for_me (network_id, person_id, shift_id, need_id, because, said_at)
        VALUES (:network, :person, :shift, :need, :because, :now)
        ON CONFLICT (network_id, person_id, shift_id) DO UPDATE SET because = excluded.because,
            said_at = excluded.said_at)sql",
            {{"network", network},
             {"person", person},
             {"shift", refusal.shift},
             {"need", refusal.need},
             {"because", to_text(refusal.because)},
             {"now", refusal.said_at}});
}

void take_back_refusal(db::Tx& tx, const NetworkId& network, const PersonId& person, const ShiftId& shift)
{
    tx.exec(R"sql(
        DELETE FROM not_for_me WHERE network_id = :network AND person_id = :person AND shift_id = :shift)sql",
            {{"network", network}, {"person", person}, {"shift", shift}});
}

void forget_refusals(db::Tx& tx, const NetworkId& network, Timestamp before)
{
    tx.exec(R"sql(DELETE FROM not_for_me WHERE network_id = :network AND said_at < :before)sql",
            {{"network", network}, {"before", before}});
}

void move_fitting(db::Tx& tx, const NetworkId& network, const PersonId& from, const PersonId& to)
{
    const std::vector<db::Param> both{{"network", network}, {"before", from}, {"to", to}};
    tx.exec(R"sql(
        UPDATE fitting_pages SET person_id = :to WHERE network_id = :network AND person_id = :before
          AND NOT EXISTS (SELECT 1 FROM fitting_pages o WHERE o.network_id = fitting_pages.network_id
                          AND o.person_id = :to))sql",
            both);
    tx.exec(R"sql(
        UPDATE not_for_me SET person_id = :to WHERE network_id = :network AND person_id = :before
          AND NOT EXISTS (SELECT 1 FROM not_for_me o WHERE o.network_id = not_for_me.network_id
                          AND o.shift_id = not_for_me.shift_id AND o.person_id = :to))sql",
            both);
}

void remove_fitting(db::Tx& tx, const NetworkId& network, const PersonId& person)
{
    end_fitting_page(tx, network, person);
    tx.exec(R"sql(DELETE FROM not_for_me WHERE network_id = :network AND person_id = :person)sql",
            {{"network", network}, {"person", person}});
}

} // namespace store

} // namespace dorfnetz::asking
