#include "foundation/mail/suppression.hpp"

#include "foundation/core/text.hpp"
#include "foundation/mail/address.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace dorfnetz::mail {

namespace {

constexpr int strikes_until_suppressed = 3;
constexpr std::chrono::days servers_are_believed{180};

constexpr std::array<std::string_view, 4> reason_names{"no_mailbox", "refused", "complaint", "wish"};

Suppressed reason_from(std::string_view name)
{
    const auto* const found = std::find(reason_names.begin(), reason_names.end(), name);
    if (found == reason_names.end())
        throw std::logic_error("a suppressed address has an unknown reason");
    return static_cast<Suppressed>(found - reason_names.begin());
}

std::string_view name_of(Suppressed reason)
{
    return reason_names[static_cast<std::size_t>(reason)];
}

} // namespace

std::string plain_address(std::string_view address)
{
    return to_lower_ascii(ascii_address(address).value_or(std::string(address)));
}

std::string mailbox_of(std::string_view address)
{
    auto mailbox = plain_address(address);
    const auto at = mailbox.rfind('@');
    if (const auto plus = mailbox.find('+'); plus > 0 && plus < at)
        mailbox.erase(plus, at - plus);
    return mailbox;
}

Fault fault_in(std::string_view codes)
{
    // Nobody of that name, no such host, an address that is none, moved away, disabled, a host that takes no
    // mail (RFC 7505).
    static constexpr std::array<std::string_view, 7> certain{"5.1.1", "5.1.2",  "5.1.3", "5.1.6",
                                                             "5.2.1", "5.1.10", "5.4.4"};
    const auto words = split(codes, ' ');
    const auto has = [&](std::string_view word) {
        return std::find(words.begin(), words.end(), word) != words.end();
    };
    if (std::any_of(certain.begin(), certain.end(), has))
        return Fault::no_mailbox;
    const bool says_more = std::any_of(words.begin(), words.end(), [](std::string_view word) {
        return std::count(word.begin(), word.end(), '.') == 2 && !word.starts_with("5.0.");
    });
    const bool about_recipient = !codes.starts_with("message");
    if (!says_more && about_recipient && (has("550") || has("551") || has("553")))
        return Fault::perhaps;
    return Fault::none;
}

std::optional<Suppression> suppression_of(db::Reader& reader, const NetworkId& network,
                                          const std::string& key)
{
    return reader.first(R"sql(
        SELECT reason, code, changed_at FROM mail_suppressions
        WHERE network_id = :network AND address_key = :key AND (reason <> 'refused' OR strikes >= :enough))sql",
                        {{"network", network}, {"key", key}, {"enough", strikes_until_suppressed}},
                        [](db::Row& row) {
                            Suppression found;
                            found.reason = reason_from(row.take<std::string>());
                            found.code = row.take<std::string>();
                            found.since = row.take<Timestamp>();
                            return found;
                        });
}

void suppress(db::Tx& tx, const NetworkId& network, const std::string& key, const Suppression& why)
{
    tx.exec(R"sql(
        INSERT INTO mail_suppressions (network_id, address_key, reason, strikes, code, changed_at)
        VALUES (:network, :key, :reason, :strikes, :code, :now)
        ON CONFLICT (network_id, address_key) DO UPDATE SET reason = excluded.reason, strikes = excluded.strikes,
                                                            code = excluded.code, changed_at = excluded.changed_at
        WHERE (mail_suppressions.reason <> 'wish' AND mail_suppressions.reason <> 'complaint')
           OR excluded.reason = 'wish')sql",
            {{"network", network},
             {"key", key},
             {"reason", name_of(why.reason)},
             {"strikes", strikes_until_suppressed},
             {"code", why.code},
             {"now", why.since}});
}

bool lift_suppression(db::Tx& tx, const NetworkId& network, const std::string& key)
{
    return tx.exec(R"sql(
        DELETE FROM mail_suppressions WHERE network_id = :network AND address_key = :key)sql",
                   {{"network", network}, {"key", key}}) > 0;
}

void note_fault(db::Tx& tx, const NetworkId& network, const std::string& key, Fault fault,
                std::string_view codes, Timestamp now)
{
    if (fault == Fault::no_mailbox)
        suppress(tx, network, key, {Suppressed::no_mailbox, std::string(codes), now});
    if (fault != Fault::perhaps)
        return;
    tx.exec(R"sql(
        INSERT INTO mail_suppressions (network_id, address_key, reason, strikes, code, changed_at)
        VALUES (:network, :key, 'refused', 1, :code, :now)
        ON CONFLICT (network_id, address_key) DO UPDATE SET strikes = mail_suppressions.strikes + 1,
                                                            code = excluded.code, changed_at = excluded.changed_at
        WHERE mail_suppressions.reason = 'refused')sql",
            {{"network", network}, {"key", key}, {"code", codes}, {"now", now}});
}

void note_success(db::Tx& tx, const NetworkId& network, const std::string& key)
{
    tx.exec(R"sql(
        DELETE FROM mail_suppressions
        WHERE network_id = :network AND address_key = :key AND reason = 'refused')sql",
            {{"network", network}, {"key", key}});
}

std::int64_t purge_suppressions(db::Tx& tx, Timestamp now)
{
    return tx.exec(R"sql(
        DELETE FROM mail_suppressions
        WHERE changed_at < :before AND (reason = 'no_mailbox' OR reason = 'refused'))sql",
                   {{"before", now - servers_are_believed}});
}

} // namespace dorfnetz::mail
