#include "accounts/answered.hpp"

#include "foundation/web/form.hpp"

#include <charconv>
#include <cstdint>

namespace dorfnetz::accounts {

namespace {

std::int64_t whole_seconds(Timestamp moment)
{
    return std::chrono::floor<std::chrono::seconds>(moment).time_since_epoch().count();
}

} // namespace

std::string put_at(Timestamp now)
{
    return std::to_string(whole_seconds(now));
}

bool is_still_open(std::string_view put_at, Timestamp now)
{
    std::int64_t given = 0;
    const auto read = std::from_chars(put_at.data(), put_at.data() + put_at.size(), given);
    return read.ec == std::errc() && read.ptr == put_at.data() + put_at.size() &&
           given <= whole_seconds(now) && given > whole_seconds(now - question_life);
}

bool answer_once(db::Tx& tx, const web::Environment& environment, const NetworkId& network,
                 std::string_view question)
{
    const auto now = environment.clock.now();
    tx.exec(R"sql(
        DELETE FROM answered_challenges WHERE network_id = :network AND answered_at <= :long_ago)sql",
            {{"network", network}, {"long_ago", now - 2 * question_life}});
    return tx.exec(R"sql(
        INSERT INTO answered_challenges (network_id, challenge_hash, answered_at) VALUES (:network, :hash, :now)
        ON CONFLICT DO NOTHING)sql",
                   {{"network", network},
                    {"hash", web::keyed_hash(environment, "answered challenge", question)},
                    {"now", now}}) == 1;
}

} // namespace dorfnetz::accounts
