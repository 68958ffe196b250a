#include "features/people/own_links.hpp"

#include "features/people/people_store.hpp"
#include "foundation/core/log.hpp"
#include "foundation/core/text.hpp"
#include "foundation/jobs/queue.hpp"
#include "foundation/mail/outbox.hpp"
#include "foundation/web/form.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace dorfnetz::people {

namespace {

constexpr std::size_t token_bytes = 32;

struct Wish
{
    NetworkId network;
    std::string id;
    std::string email;
    i18n::Language language = i18n::Language::de;
    std::string address; // where the token is appended
};

std::vector<Wish> waiting_wishes(db::Reader& reader)
{
    return reader.list(R"sql(
        SELECT network_id, id, email, language, address FROM own_page_requests ORDER BY asked_at, id LIMIT 100)sql",
                       {}, [](db::Row& row) {
                           Wish wish;
                           wish.network = row.take<NetworkId>();
                           wish.id = row.take<std::string>();
                           wish.email = row.take<std::string>();
                           wish.language =
                               i18n::language_from_code(row.take<std::string>()).value_or(i18n::Language::de);
                           wish.address = row.take<std::string>();
                           return wish;
                       });
}

// False if another worker was faster.
bool delete_wish(db::Tx& tx, const Wish& wish)
{
    return tx.exec(R"sql(DELETE FROM own_page_requests WHERE network_id = :network AND id = :id)sql",
                   {{"network", wish.network}, {"id", wish.id}}) > 0;
}

std::string hash_of(const web::Environment& environment, std::string_view token)
{
    return web::keyed_hash(environment, "own page", token);
}

std::string make_link(db::Tx& tx, web::Environment& environment, const NetworkId& network,
                      const std::vector<PersonId>& people)
{
    const auto now = environment.clock.now();
    auto token = random_token(environment.random, token_bytes);
    const auto id = random_token(environment.random);
    tx.exec(R"sql(
        INSERT INTO own_page_links (network_id, id, token_hash, created_at, expires_at)
        VALUES (:network, :id, :hash, :now, :expires))sql",
            {{"network", network},
             {"id", id},
             {"hash", hash_of(environment, token)},
             {"now", now},
             {"expires", now + own_link_life}});
    for (const auto& person : people)
        tx.exec(R"sql(
            INSERT INTO own_page_link_people (network_id, link_id, person_id)
            VALUES (:network, :link, :person))sql",
                {{"network", network}, {"link", id}, {"person", person}});
    return token;
}

mail::Mail mail_for(const Wish& wish, const std::string& network_name, const std::string& to_name,
                    const std::string& token)
{
    const auto say = [&](German text, const std::vector<std::string>& values = {}) {
        return i18n::translate(wish.language, text, values);
    };
    return {.network = wish.network,
            .to = {.address = wish.email, .name = to_name},
            .subject = say("Deine Daten bei „{1}“"_de, {network_name}),
            .text = say(
                "Hallo,\n\nhier siehst du alles, was wir über dich gespeichert haben, und kannst es ändern, "
                "ruhen lassen oder löschen:\n\n{1}\n\nDer Link gilt 24 Stunden. Gib ihn nicht weiter. Du "
                "hast nicht danach gefragt? Dann lösch diese Mail, es passiert nichts.\n\n{2}"_de,
                {wish.address + token, network_name}),
            .purpose = "own_page"};
}

Result<Done> answer(db::Tx& tx, web::Environment& environment, const web::Network& network, const Wish& wish)
{
    if (!delete_wish(tx, wish))
        return Done{};
    const auto people = store::ids_by_email(tx, wish.network, wish.email);
    if (people.empty())
        return Done{};
    const auto only = people.size() == 1 ? store::by_id(tx, wish.network, people.front()) : std::nullopt;
    const auto token = make_link(tx, environment, wish.network, people);
    auto mail = mail_for(wish, network.name, only ? only->data.name() : std::string(), token);
    if (only) // of several who share a mailbox nobody knows whose consent a click would take back
        mail.unsubscribe_url = wish.address.substr(0, wish.address.rfind(own_path)) +
                               withdrawal_path(environment, wish.network, only->id);
    TRY(mail::enqueue(tx, mail, environment.clock, environment.random));
    return Done{};
}

} // namespace

Result<Done> ask_for_own_page(OwnDoor& door, const web::Context& context, std::string_view typed)
{
    const auto email = to_lower_ascii(trim(typed));
    const auto now = context.now();
    if (!door.from_one_place.take(web::address_prefix(context.request.remote_address), now))
        return Error{Err::too_often, "Von hier kamen gerade sehr viele Anfragen. Warte ein paar Minuten."_de};
    // Who asks again and again has a link in the mailbox already.
    if (!door.for_one_address.take(fmt::format("{} {}", context.network.id.text(), email), now))
        return Done{};
    return context.pool().write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
        tx.exec(R"sql(
            INSERT INTO own_page_requests (network_id, id, email, language, address, asked_at)
            VALUES (:network, :id, :email, :language, :address, :now))sql",
                {{"network", context.network.id},
                 {"id", random_token(context.environment.random)},
                 {"email", email},
                 {"language", i18n::code(context.language)},
                 {"address", context.absolute_url(std::string(own_path) + '/')},
                 {"now", now}});
        jobs::enqueue(tx, {.network = context.network.id, .kind = std::string(own_links_job)},
                      context.environment.clock, context.environment.random);
        return Done{};
    });
}

std::int64_t answer_own_page_requests(web::Environment& environment)
{
    std::vector<web::Network> networks;
    const auto wishes = environment.pool.read([&](db::Reader& reader) {
        networks = web::all_networks(reader);
        return waiting_wishes(reader);
    });
    for (const auto& wish : wishes) {
        const auto network = std::find_if(networks.begin(), networks.end(), [&](const web::Network& known) {
            return known.id == wish.network;
        });
        if (network == networks.end())
            continue;
        const auto sent = environment.pool.write(
            db::Scope::nothing(), [&](db::Tx& tx) { return answer(tx, environment, *network, wish); });
        if (sent)
            continue;
        // No mail can be sent to this address, and none ever will.
        log::warning("a link to somebody's own page could not be mailed");
        static_cast<void>(environment.pool.write(db::Scope::nothing(), [&](db::Tx& tx) -> Result<Done> {
            delete_wish(tx, wish);
            return Done{};
        }));
    }
    return static_cast<std::int64_t>(wishes.size());
}

std::int64_t delete_old_own_links(db::Pool& pool, const Clock& clock)
{
    return pool
        .write(db::Scope::nothing(),
               [&](db::Tx& tx) -> Result<std::int64_t> {
                   return tx.exec(R"sql(DELETE FROM own_page_links WHERE expires_at <= :now)sql",
                                  {{"now", clock.now()}});
               })
        .value();
}

std::vector<PersonId> people_of_own_link(db::Reader& reader, const web::Context& context,
                                         std::string_view token)
{
    return reader.list(R"sql(
        SELECT p.id
        FROM own_page_links l
        JOIN own_page_link_people o ON o.network_id = l.network_id AND o.link_id = l.id
        JOIN people p ON p.network_id = o.network_id AND p.id = o.person_id
        WHERE l.network_id = :network AND l.token_hash = :hash AND l.expires_at > :now
        ORDER BY p.sort_key, p.id)sql",
                       {{"network", context.network.id},
                        {"hash", hash_of(context.environment, token)},
                        {"now", context.now()}},
                       [](db::Row& row) { return row.take<PersonId>(); });
}

} // namespace dorfnetz::people
